"""The words after "people add" and "meeting add"."""

import re
from dataclasses import dataclass
from datetime import date, time

from bot.domain.people import Role
from bot.domain.working_days import is_working_day
from bot.language.dues import DueReading, read_due
from bot.language.text import one_line


@dataclass(frozen=True, slots=True)
class NewPerson:
    name: str
    partner: str | None
    role: Role


_ROLES = {
    **{role.value: role for role in Role},
    "vice chair": Role.VICE_CHAIR,
    "deputy chair": Role.VICE_CHAIR,
    "secretary": Role.CLERK,
    "chairman": Role.CHAIR,
    "chairwoman": Role.CHAIR,
    "chairperson": Role.CHAIR,
}


def read_person(words: str) -> NewPerson:
    """NAME[, partner][, role]; an officer unless said otherwise. An empty name is the caller's to refuse."""
    parts = [one_line(p) for p in words.split(",")]
    parts = [p for p in parts if p]
    role = Role.OFFICER
    for part in parts[1:]:
        if part.casefold() in _ROLES:
            role = _ROLES[part.casefold()]
            parts.remove(part)
            break
    name = parts[0] if parts else ""
    return NewPerson(name, ", ".join(parts[1:]) or None, role)


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """`day` is the reading of the date's words; `at` a local time, None when no time was said."""

    day: DueReading
    at: time | None
    where: str | None


_TIME = re.compile(
    r"(?:\bat\s+|\bfrom\s+)?(?<![\d.:/])(?:(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)\s*(?P<half>[ap]\.?m\.?)?(?![\d./])"
    r"|(?P<hour>1[0-2]|0?[1-9])\s*(?P<ampm>[ap]\.?m\.?)|(?P<noon>noon|midday))(?=[\s,;.]|$)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"^\s*(?:-|\u2013|to|until|till)\s*\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?(?=[\s,;]|$)", re.IGNORECASE
)


def read_meeting(words: str, *, said_on: date, next_meeting: date | None) -> NewMeeting:
    """DATE TIME [place]: "5 March 2026 14:00 Town Hall", "Thursday 5 March at 2pm, Committee Room 1"."""
    text = one_line(words)
    match = _TIME.search(text)
    if match is None:
        day, where = _day_and_place(text, said_on, next_meeting)
        return NewMeeting(day, None, where)
    after = _UNTIL.sub("", text[match.end() :])
    where = re.sub(r"^\s*(?:in|at|,|;|\.|-|\u2013)*\s*", "", after).strip(" ,.;")
    day = read_due(
        text[: match.start()].strip(" ,;"),
        said_on=said_on,
        next_meeting=next_meeting,
        is_working=is_working_day,
    )
    return NewMeeting(day, _time(match), where or None)


def _day_and_place(text: str, said_on: date, next_meeting: date | None) -> tuple[DueReading, str | None]:
    """The longest beginning that reads as a date is the date; the rest is where."""
    words = text.split(" ")
    for count in range(min(len(words), 7), 0, -1):
        day = read_due(" ".join(words[:count]).strip(" ,;"), said_on=said_on, next_meeting=next_meeting)
        if day.date is not None:
            return day, " ".join(words[count:]).strip(" ,;") or None
    return read_due(text, said_on=said_on, next_meeting=next_meeting), None


def _time(match: re.Match[str]) -> time:
    if match["noon"]:
        return time(12, 0)
    hour = int(match["h"] or match["hour"])
    half = (match["half"] or match["ampm"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return time(hour, int(match["m"] or 0))
