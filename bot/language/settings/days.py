"""Days in the values of settings: closures, and how long a pause lasts."""

import contextlib
import re
from datetime import date, timedelta

from dateutil.easter import easter

from bot.domain.calendars import Span
from bot.language.dues import read_due
from bot.language.refs import MONTH, WEEKDAY
from bot.language.settings.pieces import COUNT, NotRead, a_number, off

MOST_CLOSED = 60
"""Closures one board keeps."""

LONGEST_PAUSE = 366

_CLOSED = "“closed 24 Dec to 2 Jan”, “closed 3 April, 7 May”, “closed without 3 April”, “closed none”"
_PAUSED = "“pause until 8 May (pre-election)”, “pause 23 March to 8 May”, “pause off”"
_FROM = re.compile(r"^(?:from|between|for|on|days?)\s+", re.IGNORECASE)
# "24-26 Dec" is a range, "24-12" and "24-12-2026" are one day.
_TO = re.compile(
    rf"\s+(?:to|until|till|through)\s+|\s*[\u2013\u2014]\s*|\s+-\s+|(?<=[0-9])(?:st|nd|rd|th)?-(?=[0-9]{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+([^,;]+?)\s+and\s+(?=\S)", re.IGNORECASE)
_FEAST = re.compile(
    r"(?:(?:at|over|during|for|the)\s+)*(?P<feast>christmas|xmas|easter|new\s+year)"
    r"(?:\s+(?:(?<=easter\s)weekend|bank\s+holidays?))?(?:,?\s+(?P<year>20[0-9]{2}))?",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?:not|without|remove|except|minus|open(?:\s+on)?)\b\s*", re.IGNORECASE)
_ALSO = re.compile(r"(?:also|add|and|plus)\b\s*", re.IGNORECASE)
_ONLY = re.compile(r"(?:only|just)\b\s*", re.IGNORECASE)
_REASON = re.compile(r"\(\s*(.*?)\s*\)|(?:[:;](?![0-9])|,?\s+\bbecause\b(?:\s+of\b)?)\s*(.*)", re.IGNORECASE)
# No reason begins so: it is more of the days, and not to be read as words that explain them.
_OF_DAYS = re.compile(
    rf"(?:[0-9]|(?:{MONTH}|{WEEKDAY}|to|until|till|through|or|and|after|before|from|starting|beginning"
    r"|inclusive|next|last|not|ends?|finish(?:es)?|is|are|maybe|perhaps|probably)\b)",
    re.IGNORECASE,
)
# "Until Easter holidays" and "until May elections" do not say which day: without a mark between only a plain day ends there.
_PLAIN_DAY = re.compile(rf"[0-9]|\b(?:{WEEKDAY}|tomorrow|weeks?|end of)\b", re.IGNORECASE)
_BARE = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?", re.IGNORECASE)
_MONTH_BEHIND = re.compile(rf"[0-9](?:st|nd|rd|th)?( (?:of )?{MONTH}\b.*)", re.IGNORECASE)
_MARKS = " ,-\u2013\u2014"
_YEAR = re.compile(r"\b[0-9]{4}\b|[./-][0-9]{2}$|\b(?:last|yesterday|ago)\b", re.IGNORECASE)
_FOR = re.compile(rf"for\s+({COUNT})\s+(days?|weeks?|months?)\b", re.IGNORECASE)


def closed_days(words: str, kept: tuple[Span, ...], today: date, *, whole: bool) -> list[Span]:
    """The closures that hold from now on: the days named are added to those kept, or taken away from them.

    Raises:
        NotRead: some of it is no day, or not one that is closed.
    """
    if off(words):
        return []
    if away := _NOT.match(words):
        found = _spans(words[away.end() :], today)
        missing = [s for s in found if not any(k.first <= s.last and s.first <= k.last for k in kept)]
        if missing:
            raise NotRead(f"{_said(missing[0])} is not closed as it is.", _CLOSED)
        return [piece for k in kept for piece in _without(k, found)]
    only = _ONLY.match(words)
    more = _ALSO.match(words)
    begun = only or more
    found = _spans(words[begun.end() :] if begun else words, today)
    before = [k for k in kept if not (whole or only) or k.last < today]
    if len(before) + len(found) > MOST_CLOSED:
        raise NotRead(f"A board keeps up to {MOST_CLOSED} closures.", _CLOSED)
    return _merged([*before, *found])


def paused_days(words: str, today: date) -> tuple[date, date, str]:
    """The first and the last day of a pause, and its reason.

    Raises:
        NotRead: no end was said, or it is none.
    """
    reason = ""
    if said := _REASON.search(words):
        reason = (said[1] or said[2] or "").strip(" .")[:200]
        words = f"{words[: said.start()]} {words[said.end() :]}".strip()
    words = words.strip(" ,.")
    long = _FOR.match(words)
    why = words[long.end() :].strip(_MARKS) if long else ""
    if long and not _OF_DAYS.match(why):
        reason = reason or why[:200]
        unit = {"d": 1, "w": 7, "m": 30}[long[2][0].casefold()]
        return today, today + timedelta(days=min(_most(a_number(long[1]) * unit), LONGEST_PAUSE) - 1), reason
    try:
        first, last = _pause_of(words, today)
    except NotRead:
        if reason:
            raise
        first, last, reason = _with_its_reason(words, today)
    if (last - first).days >= LONGEST_PAUSE:
        raise NotRead("A pause lasts a year at most.", _PAUSED)
    return first, last, reason


def _with_its_reason(words: str, today: date) -> tuple[date, date, str]:
    """ "16 Feb to 20 Feb, half term", "until 8 May pre-election": what follows the days says why.

    The days take as many words as can be read as days, so that in "until 8 May 2027 pre-election" the year is theirs.

    Raises:
        NotRead: no beginning of it names days, or what is left over may belong to them.
    """
    head, comma, tail = words.rpartition(",")
    if comma:
        with contextlib.suppress(NotRead):
            return *_pause_of(head, today), tail.strip()[:200]
    for gap in reversed(list(re.finditer(r"\s+", words))):
        days, why = words[: gap.start()].rstrip(_MARKS), words[gap.end() :].strip(_MARKS)
        with contextlib.suppress(NotRead):
            found = _pause_of(days, today)
            if _OF_DAYS.match(why) or not _PLAIN_DAY.search(days):
                break
            return *found, why[:200]
    return *_pause_of(words, today), ""


def _pause_of(words: str, today: date) -> tuple[date, date]:
    until = re.match(r"(?:until|till|to|through)\s+", words, re.IGNORECASE)
    if until:
        return today, _day(words[until.end() :], today, _PAUSED)
    parts = _TO.split(_FROM.sub("", words), maxsplit=1)
    if len(parts) != 2:
        raise NotRead(f"I cannot read “{words[:60]}” as a pause: say until when.", _PAUSED)
    return _both(parts[0], parts[1], today, _PAUSED, begun=True)


def _most(days: int) -> int:
    if not 1 <= days <= LONGEST_PAUSE:
        raise NotRead("A pause lasts a year at most.", _PAUSED)
    return days


def _spans(words: str, today: date) -> list[Span]:
    found: list[Span] = []
    words = _BETWEEN.sub(r"\1 to ", words)
    pieces = [_FROM.sub("", piece.strip(" .")) for piece in re.split(r"\s*[,;]\s*|\s+and\s+", words)]
    for n in range(len(pieces) - 1, 0, -1):
        # "25 and 26 May" says the month once.
        if _BARE.fullmatch(pieces[n - 1]) and (month := _MONTH_BEHIND.search(pieces[n])):
            pieces[n - 1] += month[1]
    for said in pieces:
        if not said:
            continue
        parts = _TO.split(said, maxsplit=1)
        if len(parts) == 2:
            first, last = _closed_from_to(parts[0], parts[1], today)
        else:
            first, last = _feast(said, today) or (_day(said, today, _CLOSED),) * 2
        found.append(Span(first, last))
    if not found:
        raise NotRead("Say which days.", _CLOSED)
    return found


def _closed_from_to(first: str, last: str, today: date) -> tuple[date, date]:
    """Both ends; "Christmas to new year" is from the first day of the one to the last of the other."""
    from_feast = _feast(first, today)
    begins = from_feast[0] if from_feast else None
    to_feast = _feast(last, begins or today)
    if not (from_feast or to_feast):
        return _both(first, last, today, _CLOSED)
    begins = begins or _day(first, today, _CLOSED)
    ends = _feast(last, begins)
    return begins, ends[1] if ends else _day(last, max(begins, today), _CLOSED)


def _feast(words: str, today: date) -> tuple[date, date] | None:
    """The days a feast is kept on: nobody is there then. What is wanted by Christmas is wanted before it."""
    found = _FEAST.fullmatch(words.strip())
    if found is None:
        return None
    years = [int(found["year"])] if found["year"] else [today.year, today.year + 1]
    spans = [_days_of(found["feast"].casefold(), year) for year in years]
    return next(((first, last) for first, last in spans if last >= today), None)


def _days_of(feast: str, year: int) -> tuple[date, date]:
    if feast == "easter":
        sunday = easter(year)
        return sunday - timedelta(days=2), sunday + timedelta(days=1)
    if feast.startswith("new"):
        return date(year, 1, 1), date(year, 1, 1)
    return date(year, 12, 25), date(year, 12, 26)


def _both(first: str, last: str, today: date, how: str, *, begun: bool = False) -> tuple[date, date]:
    """Both ends of a range; "24 to 28 Dec" says the month once. `begun` ones may have begun in the past."""
    if re.fullmatch(r"[0-9]{1,2}(?:st|nd|rd|th)?", first.strip()):
        first = f"{first} {re.sub(r'^.*?[0-9]{1,2}(?:st|nd|rd|th)?', '', last, count=1)}"
    begins = _day(first, today, how, begun=begun)
    return begins, _day(last, max(begins, today), how)


def _day(words: str, said_on: date, how: str, *, begun: bool = False) -> date:
    reading = read_due(words.strip(), said_on=said_on, next_meeting=None)
    day = reading.date
    if begun and reading.past_date is not None and (said_on - reading.past_date).days < LONGEST_PAUSE:
        day = reading.past_date
    elif reading.past_date is not None and not _YEAR.search(words):
        day = _coming(reading.past_date, said_on)  # of a day without its year the next one is meant
    elif reading.past_date is not None:
        past = reading.past_date
        raise NotRead(f"{past:%a} {past.day} {past:%b %Y} has passed.", how)
    if day is None or reading.meeting:
        raise NotRead(f"I cannot read “{words.strip()[:60]}” as a day.", how)
    return day


def _coming(day: date, said_on: date) -> date:
    for year in range(said_on.year, said_on.year + 9):
        with contextlib.suppress(ValueError):  # 29 February
            if day.replace(year=year) >= said_on:
                return day.replace(year=year)
    return day


def _said(span: Span) -> str:
    return f"{span.first:%a} {span.first.day} {span.first:%b %Y}"


def _without(span: Span, gone: list[Span]) -> list[Span]:
    """What is left of a closure."""
    left = [span]
    for one in gone:
        left = [piece for each in left for piece in _cut(each, one)]
    return left


def _cut(span: Span, gone: Span) -> list[Span]:
    if gone.last < span.first or span.last < gone.first:
        return [span]
    day = timedelta(days=1)
    pieces = [(span.first, gone.first - day), (gone.last + day, span.last)]
    return [Span(first, last) for first, last in pieces if first <= last]


def _merged(found: list[Span]) -> list[Span]:
    """In order, with those that touch as one."""
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.first <= merged[-1].last + timedelta(days=1):
            merged[-1] = Span(merged[-1].first, max(span.last, merged[-1].last))
        else:
            merged.append(span)
    return merged
