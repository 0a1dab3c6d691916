"""Owners as people write them: "@hayley", "Hayley Marsh and Tom Reid", "Cllr Hale", "Group Leads", "all partners"."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.language.text import ATOM, atom_number

Known = Callable[[str], bool]
"""Whether a written name may be somebody of the board."""


class OwnerWords(NamedTuple):
    """An owner as written: a mention's number, or a name."""

    mention: int | None = None
    name: str | None = None


class Marked(NamedTuple):
    """Somebody marked as such in a text, by a mention or an @, at text[start:end]."""

    start: int
    end: int
    owner: OwnerWords


# Begins with one of a few characters, so that nothing else of a text is tried.
_MARK = re.compile(rf"[@{ATOM[1:-1]}](?:(?<={ATOM})|(?<![\w.@]@)(?P<name>[^\W_][\w.'\u2019-]{{0,60}}))")
_SECOND_NAME = re.compile(r" [^\W\d_][\w'\u2019-]{1,40}")
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and\b|&)?|/|&|\+|;|\|)\s*|\s+and\s+", re.IGNORECASE)
_AROUND = " .,;:|()[]"
_MOST_WORDS = 6
_LONGEST = 80

_TITLE = (
    r"(?:cllr|cllrs|councillor|mr|mrs|ms|miss|mx|dr|prof|professor|sir|dame|rev|revd|canon|lord|lady|sgt|sergeant|insp|inspector|ch(?:ief)? insp"
    r"|chief inspector|ci|supt|superintendent|ch(?:ief)? supt|chief superintendent|pc|dc|di|dci|acc|dcc|cc|col|alderman)"
)
_TITLED = re.compile(rf"(?i:{_TITLE})\.? [^\W\d_a-z][\w'\u2019-]*(?: [^\W\d_][\w'\u2019-]*){{0,3}}")
_GROUP = re.compile(
    r"(?:the )?(?:all|everyone|everybody|(?:all )?(?:board |group |core |lead |named |relevant |respective |partner |other )*(?:partners|members|officers|leads|chairs|directors|managers"
    r"|agencies|organisations|representatives|reps|councils|districts|trusts|trustees|headteachers|schools|practices|volunteers|wardens|teams)"
    r"|chair|vice[- ]chair|deputy chair|clerk|secretary|secretariat|treasurer|(?:\w+ ){0,2}(?:team|sub-?group|subgroup|committee|working group|task group|steering group)"
    r"|police|fire service|ambulance service|public health|social care|adult social care|children's services|housing|finance|legal|legal services|comms|communications"
    r"|hr|ict|(?-i:IT)|facilities|democratic services|highways|environmental health|procurement|nhs|icb|ccg|council|trust|probation)",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"(?:of|the|and|for|to|van|von|der|den|de|da|di|du|del|la|le|el|al|bin|ap|ferch|y|&)", re.IGNORECASE
)
# Things that are written in capitals as well: "Risk Register to go to cabinet".
_THING = re.compile(
    r"(?:register|report|reports|minutes|agenda|plan|plans|strategy|policy|papers?|letters?|review|framework|reference|documents?|protocol|budget|survey|questionnaire|leaflets?"
    r"|websites?|items?|update|actions?|response|reply|access|introduction|invitation|visit|links?|changes|amendments|approach|presentation|feedback|application|referral|bid|contract"
    r"|meeting|workshop|event|training|programme|project|log|list|data|figures|dashboard|terms|charter|agreement|template|guidance|statement|newsletter|calendar|day|needs?)",
    re.IGNORECASE,
)


def marked(text: str, known: Known) -> list[Marked]:
    """Everybody marked in the text, in order. "@Hayley Marsh" is one name where the board knows it as one."""
    found: list[Marked] = []
    if text.isascii() and "@" not in text:
        return found  # asked many times of what is left of one text
    for match in _MARK.finditer(text):
        written = match["name"]
        if written is None:
            found.append(Marked(match.start(), match.end(), OwnerWords(mention=atom_number(match[0]))))
            continue
        name, end = written.rstrip(".'\u2019-"), match.start() + 1 + len(written.rstrip(".'\u2019-"))
        second = _SECOND_NAME.match(text, end)
        if second and known(name + second[0]):
            name, end = name + second[0], second.end()
        found.append(Marked(match.start(), end, OwnerWords(name=name.replace(".", " ").replace("_", " "))))
    return found


def begins_marked(text: str) -> bool:
    """Whether the text begins with somebody marked."""
    return _MARK.match(text) is not None


def may_be_known(words: str, known: Known) -> bool:
    """Whether the words, or the first of those they may list, are marked or known to the board."""
    words = words.strip(_AROUND)
    first = _BETWEEN.split(words, maxsplit=1)[0]
    return bool(marked(first, known)) or known(words) or (first != words and (not first or known(first)))


def owners_in(words: str, known: Known, *, written: bool = False) -> list[OwnerWords]:
    """The owners these words list, if they list nothing else; else none.

    All of them must be marked or known to the board, or be a group; with `written`, a name the board does not know will do
    if it looks like one. Where some are known, what stands beside them is taken for an owner too.
    """
    words = words.strip(_AROUND)
    if not words or len(words) > _LONGEST * 3:
        return []
    if not marked(words, known) and (known(words) or _is_written(words)):
        return [OwnerWords(name=words)]
    parts = [part.strip() for part in _BETWEEN.split(words) if part.strip()]
    read = [_owner(part, known) for part in parts]
    found = [owner for owners in read for owner in owners]
    if not all(read) or not found:
        return []
    sure = [
        bool(marked(part, known)) or (part != words and (known(part) or _is_written(part))) for part in parts
    ]
    if all(sure) or (
        any(sure) and all(o.mention is not None or _looks_like_name(o.name or "") for o in found)
    ):
        return found
    return [OwnerWords(name=words)] if written and _looks_like_name(words) else []


def _owner(part: str, known: Known) -> list[OwnerWords]:
    """One of several listed: mentions and nothing beside them, or a few words that may be a name."""
    at = marked(part, known)
    if at:
        beside = "".join(_outside(part, at))
        return [] if beside.strip(" ,&/+") else [mark.owner for mark in at]
    return [OwnerWords(name=part)] if len(part.split()) <= 4 and len(part) <= _LONGEST else []


def is_somebody(words: str) -> bool:
    """Whether unknown words at the head of "… to review the lease" must be a person or a group, and no thing."""
    names = words.split()
    if _ASKED.match(words):
        return False  # "Ask Northvale Police to walk the route": whoever asks has it
    if _is_written(words):
        return True
    return len(names) > 1 and _looks_like_name(words) and not _THING.fullmatch(names[-1])


_ASKED = re.compile(
    r"(?:ask|tell|get|invite|remind|request|persuade|encourage|urge|instruct|commission|help|allow|require|chase|press|want|write|speak|email|contact|work|talk|liaise|arrange|approach) ",
    re.IGNORECASE,
)


def _is_written(words: str) -> bool:
    return _TITLED.fullmatch(words) is not None or _GROUP.fullmatch(words) is not None


def _looks_like_name(words: str) -> bool:
    """Capitalised, but for particles: "Ana van der Berg", "Public Health", "Siân O'Gara-Smith"."""
    names = re.split(r"[\s/]+", words)
    if not names or len(names) > _MOST_WORDS or len(words) > _LONGEST:
        return False
    proper = [name for name in names if not _PARTICLE.fullmatch(name)]
    return bool(proper) and all(re.fullmatch(r"[^\W\d_][\w.'\u2019-]*", n) and n[0].isupper() for n in proper)


def _outside(text: str, at: Sequence[Marked]) -> list[str]:
    edges = [0, *(edge for mark in at for edge in (mark.start, mark.end)), len(text)]
    return [text[edges[n] : edges[n + 1]] for n in range(0, len(edges), 2)]
