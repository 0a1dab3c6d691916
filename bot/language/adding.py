"""The words after "add": what is to be done, by whom, by when. Three forms that mean the same.

Circulate the outcomes @hayley by 17 Feb
@hayley to circulate the outcomes by 17.02.15
Circulate the outcomes, Hayley Marsh, 17.02.15
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.working_days import WorkingDays, is_working_day
from bot.language.dues import DueReading, find_due
from bot.language.text import ATOM, atoms, one_line

_LEADING = re.compile(rf"^\s*((?:{ATOM}|\s|,|&|\+|and\b)+?)\s+(?:to|will|:)\s+(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(
    rf"(?:[\s,;:(\u2013\u2014-]|\b(?:and|for|to|owner|lead|with)\b)*((?:{ATOM}(?:\s|,|&|\+|/|\band\b)*)+)[).\s]*$",
    re.IGNORECASE,
)
_NAMED_AT = re.compile(r"(?<!\w)@([\w][\w.'\u2019-]{0,60})")
_NAME_TO = re.compile(r"^((?:[^\s,]+\s+){0,4}?[^\s,]+)\s+to\s+(?=\w)", re.IGNORECASE)
_ALIKE_NAME = re.compile(
    r"^[A-Z][\w.'\u2019-]*(?:(?:\s+|\s*[/&]\s*)(?:(?:of|the|and|for|to)\s+)*[A-Z][\w.'\u2019-]*){0,5}$"
)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|/|&|\+|;|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnerWords:
    """An owner as written: a mention's number, or a name."""

    mention: int | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Adding:
    """`due` is None when no due was said; otherwise its reading, doubtful ones included."""

    what: str
    owners: tuple[OwnerWords, ...]
    due: DueReading | None


def read_adding(
    words: str,
    *,
    known: Callable[[str], bool],
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays = is_working_day,
) -> Adding:
    """Read an action out of words in which mentions are atoms (see `bot.language.text`).

    `known` says whether a written name may be somebody of the board. Dates are calendar days where the board is.
    """

    def due_in(text: str) -> tuple[str, str, DueReading] | None:
        return find_due(text, said_on=said_on, next_meeting=next_meeting, is_working=is_working)

    text = one_line(words).strip(" .;")
    owners: list[OwnerWords] = []
    leading = _LEADING.match(text)
    if leading:
        owners += [OwnerWords(mention=n) for n in atoms(leading[1])]
        text = text[leading.end() :]
    text, behind = _without_trailing(text)
    found = due_in(text)
    due: DueReading | None = None
    column = False
    if found is not None:
        before, _, due = found
        column = _was_a_column(text, before)
        text = before
    if not behind:
        text, behind = _without_trailing(text)
    owners += behind
    if not owners:
        text, owners = _written_owners(text, known, in_column=column)
    if not owners:
        # A mention inside the sentence: the owner, and still part of what is said.
        owners = [OwnerWords(mention=n) for n in atoms(text)]
    return Adding(_what(text), tuple(dict.fromkeys(owners)), due)


def _was_a_column(text: str, before: str) -> bool:
    """Whether the due stood alone behind a comma, as the last column of a row does."""
    return re.match(r"\s*[,;|\t]", text[len(before) :]) is not None


def _without_trailing(text: str) -> tuple[str, list[OwnerWords]]:
    match = _TRAILING.search(text)
    if match is None or not text[: match.start()].strip():
        return text, []
    return text[: match.start()].rstrip(" ,;:-"), [OwnerWords(mention=n) for n in atoms(match[1])]


def _written_owners(
    text: str, known: Callable[[str], bool], *, in_column: bool
) -> tuple[str, list[OwnerWords]]:
    """Owners written as names: "@bob", "Hayley Marsh to …", or the second column of a row."""
    at = list(_NAMED_AT.finditer(text))
    if at:
        names = [OwnerWords(name=m[1].rstrip(".").replace(".", " ").replace("_", " ")) for m in at]
        rest = _NAMED_AT.sub("", text)
        rest = re.sub(r"^\s*(?:,|and|&|\s)*\s*to\s+", "", rest, flags=re.IGNORECASE)
        return rest.strip(" ,;"), names
    named = _NAME_TO.match(text)
    if named and all(known(n) for n in _split_names(named[1])):
        return text[named.end() :], [OwnerWords(name=n) for n in _split_names(named[1])]
    head, comma, tail = text.rpartition(",")
    if comma and head.strip():
        written = _column_names(tail, known, in_column=in_column)
        if written:
            # "…, Hayley Marsh, Tom Reid": names go on to the left as long as they are people of the board.
            while "," in head:
                more, _, name = head.rpartition(",")
                if not (more.strip() and known(name.strip())):
                    break
                head, written = more, [OwnerWords(name=name.strip()), *written]
            return head.rstrip(" ,;"), written
    return text, []


def _column_names(tail: str, known: Callable[[str], bool], *, in_column: bool) -> list[OwnerWords]:
    tail = tail.strip(" .;")
    names = _split_names(tail)
    if names and all(known(n) for n in names):
        return [OwnerWords(name=n) for n in names]
    if in_column and _ALIKE_NAME.match(tail):
        if len(names) > 1 and any(known(n) for n in names):
            return [OwnerWords(name=n) for n in names]
        return [OwnerWords(name=tail)]
    return []


def _split_names(words: str) -> list[str]:
    return [n for n in (part.strip() for part in _BETWEEN_NAMES.split(words)) if n]


def _what(text: str) -> str:
    text = text.strip(" ,;:.\u2013\u2014-")
    return text[:1].upper() + text[1:] if text[:1].islower() else text
