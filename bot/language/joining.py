"""The words after "people add" and "meeting add"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from bot.domain.people import Role
from bot.domain.working_days import is_working_day
from bot.language.dues import DueKind, DueReading, read_due
from bot.language.text import one_line


@dataclass(frozen=True, slots=True)
class NewPerson:
    name: str
    partner: str | None
    role: Role


_ROLES = {
    **{role.value: role for role in Role},
    **dict.fromkeys(("chairman", "chairwoman", "chairperson", "co-chair", "cochair"), Role.CHAIR),
    **dict.fromkeys(("vice chair", "vicechair", "deputy chair", "deputy-chair"), Role.VICE_CHAIR),
    **dict.fromkeys(("secretary", "board clerk", "minute taker", "minutes secretary"), Role.CLERK),
    **dict.fromkeys(("board member", "full member", "trustee"), Role.MEMBER),
    **dict.fromkeys(("lead officer", "staff"), Role.OFFICER),
    **dict.fromkeys(("in attendance", "guest"), Role.OBSERVER),
}
_PARTS = re.compile(r"\s*[,;|]\s*|\s+[-\u2013\u2014]+\s+")
_OF = re.compile(r"\s+(?:from|of|at)\s+(?:the\s+(?=[a-z]))?", re.IGNORECASE)
_AS = re.compile(r"\s+as\s+", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_ARTICLE = re.compile(r"^(?:(?:as|the|an?|our|new|role:?)\s+)+", re.IGNORECASE)


def read_person(words: str) -> NewPerson:
    """NAME[, partner][, role]; an officer unless said otherwise. An empty name is the caller's to refuse.

    The role may stand before the partner, and both in brackets or in a sentence: "Jo Bloggs (Acorn Trust)",
    "Jo Bloggs from Acorn Trust as member".
    """
    line = _BRACKETED.sub(lambda bracket: f", {bracket[1]}, ", one_line(words))
    first, *more = [part for part in (p.strip(" .") for p in _PARTS.split(line)) if part] or [""]
    role: Role | None = None
    head, _, said_as = first.partition(as_[0]) if (as_ := _AS.search(first)) else (first, "", "")
    if said_as and (found := _role(said_as)):
        first, role = head, found
    name, *of = _OF.split(first, maxsplit=1)
    partner = list(of)
    for part in more:
        found = _role(part) if role is None else None
        if found is not None:
            role = found
        else:
            partner.append(_OF.sub("", f" {part}", count=1).strip() if _OF.match(f" {part}") else part)
    return NewPerson(name.removeprefix("@").strip(), ", ".join(partner) or None, role or Role.OFFICER)


def _role(words: str) -> Role | None:
    return _ROLES.get(_ARTICLE.sub("", words).strip(" .").casefold())


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """`day` is the reading of the date's words; `at` a local time, None when no time was said."""

    day: DueReading
    at: time | None
    where: str | None


_HALF = r"[ap]\.?\s?m\b\.?"
_HRS = r"(?:hrs?|hours|h)\b"
_MONTH_NEXT = r"(?!\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
# "2pm", "2.30 pm", "14:00", "1400 hrs", "12 noon", "at 2", "2-4pm": the surest forms first.
_TIMES = (
    re.compile(
        rf"(?<![\w.:/-])(?P<hour>1[0-2]|[1-9])\s?(?:-|\u2013|to|until|till)\s?(?P<last>1[0-2]|[1-9])(?:[:.][0-5][0-9])?\s?(?P<ends>{_HALF})",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.:/-])(?:(?P<noon>(?:12\s+)?(?:noon|midday)\b)|(?P<hour>[01]?[0-9]|2[0-3])"
        rf"(?:\s?:\s?(?P<minute>[0-5][0-9])|[.h](?P<dotted>[0-5][0-9])(?=\s?(?:{_HALF}|{_HRS}))|(?=\s?{_HALF})|(?=\s?o'?clock\b))(?![0-9]|[./:][0-9])"
        rf"(?:\s?(?:(?P<half>{_HALF})|{_HRS}|o'?clock\b))?|(?P<army>(?:[01][0-9]|2[0-3])[0-5][0-9])\s?{_HRS})",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w.:/-])(?P<hour>[01]?[0-9]|2[0-3])\.(?P<minute>[0-5][0-9])(?![0-9]|[./:][0-9])", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![\w.:/-])(?P<hour>1[0-2]|[1-9])\s?(?:-|\u2013|to|until|till)\s?(?P<last>1[0-2]|[1-9])(?!\w|[:./][0-9]){_MONTH_NEXT}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:at|from)\s+(?P<hour>1[0-2]|0?[1-9])(?!\w|[:./][0-9]){_MONTH_NEXT}", re.IGNORECASE),
)
_UNTIL = re.compile(
    r"\s*(?:-|for(?:\s+an?)?\b|\u2013|\u2014|to\b|until\b|till?\b|finish(?:ing)?(?:\s+at)?\b|end(?:s|ing)?(?:\s+at)?\b)\s*"
    rf"(?:(?:12\s+)?(?:noon|midday)\b|(?P<last>[0-9]{{1,2}})(?:[:.][0-5][0-9])?(?:\s?(?:(?P<ends>{_HALF})|{_HRS}))?(?!\w|[./:][0-9]){_MONTH_NEXT})",
    re.IGNORECASE,
)
_BEFORE_TIME = re.compile(
    r"(?:[\s,;(@]|\s[-\u2013\u2014]\s?|\b(?:at|from|starting|starts?|time)\b:?)*$", re.IGNORECASE
)
_AROUND_PLACE = re.compile(
    r"^(?:(?:start|prompt|sharp|in|at|held|venue|location|place|on(?=\s*$))\b[\s:]*|[\s,;.:@\u2013\u2014-]+)+",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(
    r"(?:on|the|next|this|a|our|new|meeting|board|is|will|be|date|day|for|of|to|[\s,:;.-])*", re.IGNORECASE
)
# A meeting is held on a day: "March" and "next week" are none.
_A_DAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\b[0-9]{1,2}(?:st|nd|rd|th)?\b|\btomorrow\b|\btoday\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[0-9]+(?:st|nd|rd|th)?[,.]?")
_ISO_TIME = re.compile(r"(?<=[0-9])T(?=[0-9]{2}:[0-9]{2})")
_CLOCK = re.compile(r"\b[0-9]{1,2}:[0-9]{2}\b")  # "31 Feb 10:00" is no 10th
_STRAY_TIME = re.compile(r"\b[0-9]{1,2}[:.][0-9]{2}\b")
_LONGEST = 400
_MOST_DAY_WORDS = 7
_MOST_WORDS = 16
_EARLIEST = 7  # before seven without "am" is the afternoon: boards do not meet at half past two at night


def read_meeting(words: str, *, said_on: date, next_meeting: date | None) -> NewMeeting:
    """DATE TIME [place]: "5 March 2026 14:00 Town Hall", "Thursday 5 March at 2pm, Committee Room 1".

    The time may stand before the date; the end of the meeting ("10am - 12 noon") is passed over.
    """
    text = _ISO_TIME.sub(" ", one_line(words)[:_LONGEST].replace("\u2019", "'"))
    read: dict[str, DueReading] = {}

    def reading(phrase: str) -> DueReading:
        if phrase not in read:
            read[phrase] = read_due(
                phrase, said_on=said_on, next_meeting=next_meeting, is_working=is_working_day
            )
        return read[phrase]

    doubtful: NewMeeting | None = None
    for start, end, at in [*_times(text), (len(text), len(text), None)]:
        before, after = _BEFORE_TIME.sub("", text[:start], count=1), text[end:]
        day, where = _day_and_place(before, after, reading)
        if day is not None and day.day is not None and not _STRAY_TIME.search(where or ""):
            return NewMeeting(day, at, where)
        if day is not None and day.day is None and doubtful is None:
            doubtful = NewMeeting(day, at, where)
    return doubtful or NewMeeting(DueReading(DueKind.UNREADABLE, phrase=text), None, None)


def _times(text: str) -> list[tuple[int, int, time | None]]:
    """Where times of day may stand in the text, the likeliest first. "10.12" may be a day as well."""
    found: list[tuple[int, int, time | None]] = []
    for form in _TIMES:
        for match in form.finditer(text):
            if match.groupdict().get("minute") and ":" not in match[0] and int(match["minute"]) % 5:
                continue  # "Thursday 10.12" is a day in December
            until = _UNTIL.match(text, match.end())
            found.append((match.start(), until.end() if until else match.end(), _clock(match, until)))
    return found[:4]


def _clock(match: re.Match[str], until: re.Match[str] | None) -> time:
    said = {**(until.groupdict() if until else {}), **{k: v for k, v in match.groupdict().items() if v}}
    if said.get("noon"):
        return time(12)
    if army := said.get("army"):
        return time(int(army[:2]), int(army[2:]))
    hour, minute = int(said["hour"]), int(said.get("minute") or said.get("dotted") or 0)
    half, ends = (said.get("half") or "")[:1].casefold(), (said.get("ends") or "")[:1].casefold()
    if not half and hour <= 12 and not said["hour"].startswith("0"):
        half = _half_of(hour, int(said.get("last") or 0), ends)
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)


def _half_of(hour: int, last: int, ends: str) -> str:
    """Morning or afternoon, where it is not said: "2 until 4pm" is after noon, "10 until 1pm" begins before."""
    if ends == "p":
        return "p" if hour % 12 < last % 12 else "a"
    if ends == "a":
        return "a"
    return "p" if hour < _EARLIEST or hour == 12 else "a"


def _day_and_place(
    before: str, after: str, reading: Callable[[str], DueReading]
) -> tuple[DueReading | None, str | None]:
    """The first words that read as a day, as many of them as do; what is left is where."""
    for text, other in ((before, after), (after, before)):
        words = text.split(" ")
        for start in range(min(len(words), _MOST_WORDS)):
            if start and _NUMBER.fullmatch(words[start - 1]):
                continue  # "32 March" is not the March of it
            for count in range(min(_MOST_DAY_WORDS, len(words) - start), 0, -1):
                phrase = " ".join(words[start : start + count]).strip(" ,;.()")
                if not _A_DAY.search(_CLOCK.sub("", phrase)):
                    continue
                day = reading(phrase)
                if day.day is None and not (day.kind is DueKind.AMBIGUOUS and day.candidates):
                    continue
                lead = " ".join(words[:start])
                rest = ["" if _BEFORE_DAY.fullmatch(lead) else lead, " ".join(words[start + count :])]
                return day, _place([*rest, other] if text is before else [other, *rest])
    return None, None


def _place(left: list[str]) -> str | None:
    found = [_AROUND_PLACE.sub("", part.strip()).strip(" ,.;@-\u2013\u2014") for part in left]
    where = ", ".join(part for part in found if part)
    if where.startswith("(") and where.endswith(")") and where.count("(") == 1:
        where = where[1:-1].strip()
    return where.rstrip("(").strip() or None
