"""Changes said by the name of what is changed: "change the due date of 12 to 6 March", "cancel the meeting"."""

import re
from datetime import date

from bot.language import intents as i
from bot.language.dues import DueKind, read_due
from bot.language.joining import read_meeting
from bot.language.readers import taken_off
from bot.language.refs import take_refs
from bot.language.text import ATOM, one_line

_TERM = re.compile(
    r"(?:change|set|update|move|put|alter|amend|switch|make|extend|push(?:\s+back)?|correct|edit|fix)\s+(?:the\s+)?"
    r"(?:(?P<date>(?:due\s+|target\s+|completion\s+)?(?:date|deadline)|due)|(?P<owner>owner(?:ship)?|lead)|(?P<words>wording|words|text|title|name|description))"
    r"\s+(?:of|for|on)\s+(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_TO = re.compile(r"^(?:is|to|as|=|from\s+[^,;]{1,30}?\s+to)\s+(?:be\s+|read\s+)?", re.IGNORECASE)
_CANCELS = re.compile(
    r"(?:cancel|call off|scrap|remove|delete|drop)\s+(?:(?:the|our|next)\s+)*(?:board\s+)?meeting(?:\s+(?:(?:on|of|for)\s+)?(?P<which>\S.*))?",
    re.IGNORECASE,
)
_CHANGES = re.compile(r"(?:change|set|make|put|alter|switch)\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)


def read_change(text: str) -> i.Intent | None:
    """A change said by the name of what is changed; or of an action to a day, or to somebody's mention."""
    if term := _TERM.fullmatch(text.strip()):
        refs, words = take_refs(term["rest"])
        to = _TO.sub("", words, count=1)
        if not refs or not to:
            return None
        if term["date"]:
            return i.SetDue(refs, to)
        return i.Assign(refs, to.strip(" .")) if term["owner"] else i.Edit(refs[:1], to)
    if cancelled := _CANCELS.fullmatch(text.strip(" .!\n")):
        return _cancelled(cancelled["which"] or "")
    return taken_off(text) or _moved(text.strip(" .!\n")) or _changed(text)


def _changed(text: str) -> i.Intent | None:
    """ "Change 12 to Friday", "change 12 to Kim", "change 12 to other words"."""
    changed = _CHANGES.fullmatch(text.strip())
    refs, words = take_refs(changed["rest"]) if changed else ((), "")
    to = _TO.sub("", words, count=1)
    if not refs or to == words:
        return None
    if re.match(ATOM, to):
        return i.Assign(refs, to)
    # The day it is said on does not matter here: only whether a day is named.
    day = read_due(to, said_on=date(2026, 1, 5), next_meeting=date(2026, 2, 5))
    if day.kind in {DueKind.DATE, DueKind.MEETING, DueKind.AMBIGUOUS, DueKind.PAST}:
        return i.SetDue(refs, to)
    if _A_NAME.fullmatch(to):
        return i.SetDue(refs, to)  # whether it is somebody's is seen where the people are known
    return (
        i.Unknown(one_line(text)[:60], "edit", f"{changed['rest'][: -len(to)].split()[0]} {to}")
        if changed and _REWORDS.match(text) and len(refs) == 1
        else None
    )


# One or two capitalised words: "change 2 to Kim".
_A_NAME = re.compile(r"@?[A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*)?\.?")
_REWORDS = re.compile(r"\s*(?:change|alter)\b", re.IGNORECASE)
_MOVES = re.compile(
    r"(?:please\s+)?(?:move|postpone|rearrange|reschedule|put back|put off|bring forward|shift|change|set)\s+(?:(?:the|our|next)\s+)*(?:date of the\s+)?(?:board\s+)?meeting"
    r"(?:\s+(?:(?:on|of|from)\s+)?(?P<which>\S.{0,40}?))?(?:\s+(?:back|forward))?\s+(?:to|until|till)\s+(?P<to>\S.*)",
    re.IGNORECASE,
)


def _moved(text: str) -> i.Intent | None:
    """ "Move the meeting on 5 March to 6 March"; "move the meeting to legal" is somebody's own words."""
    found = _MOVES.fullmatch(text)
    if found is None:
        return None
    if not names_a_day(found["to"]) or (found["which"] and not names_a_day(found["which"])):
        return None
    return i.MoveMeeting(f"{found['which']} to {found['to']}" if found["which"] else found["to"])


def names_a_day(words: str) -> bool:
    """Whether the words begin with a day, or hold one, whatever day they are said on."""
    found = read_meeting(words, said_on=date(2026, 1, 5), next_meeting=date(2026, 2, 5)).day
    return found.day is not None or bool(found.candidates)


def _cancelled(which: str) -> i.Intent | None:
    """ "Cancel the meeting with legal" is somebody's own words."""
    if not which:
        return i.CancelMeeting("")
    day = read_due(which, said_on=date(2026, 1, 5), next_meeting=date(2026, 2, 5))
    return i.CancelMeeting(which) if day.day is not None or day.candidates else None
