"""Changes said by the name of what is changed: "change the due date of 12 to 6 March", "cancel the meeting"."""

import re
from datetime import date

from bot.language import intents as i
from bot.language.dues import DueKind, read_due
from bot.language.refs import take_refs
from bot.language.text import ATOM

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
    changed = _CHANGES.fullmatch(text.strip())
    refs, words = take_refs(changed["rest"]) if changed else ((), "")
    to = _TO.sub("", words, count=1)
    if not refs or to == words:
        return None
    if re.match(ATOM, to):
        return i.Assign(refs, to)
    # The day it is said on does not matter here: only whether a day is named.
    day = read_due(to, said_on=date(2026, 1, 5), next_meeting=date(2026, 2, 5))
    return (
        i.SetDue(refs, to)
        if day.kind in {DueKind.DATE, DueKind.MEETING, DueKind.AMBIGUOUS, DueKind.PAST}
        else None
    )


def _cancelled(which: str) -> i.Intent | None:
    """ "Cancel the meeting with legal" is somebody's own words."""
    if not which:
        return i.CancelMeeting("")
    day = read_due(which, said_on=date(2026, 1, 5), next_meeting=date(2026, 2, 5))
    return i.CancelMeeting(which) if day.day is not None or day.candidates else None
