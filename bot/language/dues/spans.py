"""So long from today, or from another day: in a fortnight, within 5 working days, two weeks before the meeting."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.working_days import add_working_days
from bot.language.dues.calendar_days import read_calendar_day
from bot.language.dues.festivals import read_feast_itself
from bot.language.dues.forms import Form, add_months, coming, first_that_fits, form, shift, weekday_number
from bot.language.dues.meetings import read_meeting
from bot.language.dues.periods import read_part
from bot.language.dues.reading import (
    Asked,
    DueKind,
    DueReading,
    before_unset_meeting,
    either,
    settle,
)
from bot.language.dues.weekdays import read_weekday
from bot.language.dues.words import WEEKDAY_WORDS

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_BEFORE = frozenset({"before", "prior to", "ahead of", "in advance of", "preceding"})
_Move = Callable[[date], date | None]


def _from_today(found: re.Match[str], asked: Asked) -> DueReading | None:
    day = shift(asked.said_on, found["count"], found["unit"], asked)
    return None if day is None else settle(day, asked, _said(found["count"], found["unit"]))


def _together(found: re.Match[str], asked: Asked) -> DueReading | None:
    """ "A month and two weeks", "1 week, 3 days"."""
    day: date | None = asked.said_on
    for count, unit in _COUNT_AND_UNIT.findall(found["parts"]):
        day = None if day is None else shift(day, count, unit, asked)
    return None if day is None else settle(day, asked)


def _said(count: str, unit: str) -> str:
    """ "In 3 weeks", "in a fortnight", however it was typed."""
    one = unit.removesuffix("s")
    return f"in {count} {one}s" if count.isdigit() and count != "1" else f"in a {one}"


def _ago(found: re.Match[str], asked: Asked) -> DueReading | None:
    day = shift(asked.said_on, found["count"], found["unit"], asked, back=True)
    return None if day is None else settle(day, asked)


def _the_next_unit(found: re.Match[str], asked: Asked) -> DueReading | None:
    """ "Within the next month" is a month from today; "the next month" alone may be the month that follows."""
    unit = found["unit"]
    day = add_months(asked.said_on, 3) if unit == "quarter" else shift(asked.said_on, "1", unit, asked)
    if day is None:
        return None
    if unit == "fortnight" or asked.lead in {"in", "within", "over", "during", "due in"}:
        return settle(day, asked)
    return either((day,), asked, f"the next {unit}: from now, or from its beginning?")


def _within_the_unit(found: re.Match[str], asked: Asked) -> DueReading | None:
    """ "Within the week": by its end, or seven days?"""
    if asked.lead != "within":
        return None
    day = shift(asked.said_on, "1", found["unit"], asked)
    return None if day is None else either((day,), asked, f"within the {found['unit']}: of it, or from now?")


def _this_time_next(found: re.Match[str], asked: Asked) -> DueReading | None:
    day = shift(asked.said_on, "1", found["unit"], asked)
    return None if day is None else settle(day, asked)


def read_anchor(words: str, asked: Asked) -> DueReading | None:
    """The day other days are reckoned from. Christmas is then the 25th, not the last day before it."""
    plain = asked.led_by("")
    return (
        read_feast_itself(words, plain)
        or read_calendar_day(words, plain)
        or read_weekday(words, plain)
        or read_meeting(words, plain)
        or read_part(words, plain)
    )


def _reckoned(anchor: DueReading | None, asked: Asked, move: _Move) -> DueReading | None:
    """The anchor's day moved; both where the anchor itself is one of two; unset while its meeting is."""
    if anchor is None:
        return None
    if anchor.kind is DueKind.MEETING and anchor.date is None:
        return before_unset_meeting()
    if anchor.day is not None:
        day = move(anchor.day)
        return None if day is None else settle(day, asked)
    days = tuple(day for day in map(move, anchor.candidates) if day is not None)
    return either(days, asked) if days else None


def _offset(found: re.Match[str], asked: Asked) -> DueReading | None:
    count, unit, way = found["count"], found["unit"], found["way"]
    anchor = read_anchor(found["anchor"], asked)
    back = way in _BEFORE

    def move(day: date) -> date | None:
        return shift(day, count, unit, asked, back=back)

    if way == "of" and anchor is not None and anchor.meeting:
        return _of_the_meeting(move, asked)
    return _reckoned(anchor, asked, move)


def _of_the_meeting(move: _Move, asked: Asked) -> DueReading | None:
    """ "Within a month of the meeting", said at one: of that, or of the next?"""
    days = (move(asked.said_on), move(asked.next_meeting) if asked.next_meeting else None)
    return either(tuple(day for day in days if day), asked)


def _day_beside(found: re.Match[str], asked: Asked) -> DueReading | None:
    """ "The day before the meeting", "the first working day after Easter"."""
    step = -1 if found["way"] in _BEFORE else 1
    worked = found["working"]

    def move(day: date) -> date:
        return add_working_days(day, step, asked.is_working) if worked else day + step * _DAY

    return _reckoned(read_anchor(found["anchor"], asked), asked, move)


def _weekday_beside(found: re.Match[str], asked: Asked) -> DueReading | None:
    """ "The Friday before the next meeting"."""
    weekday = weekday_number(found["weekday"])

    def move(day: date) -> date:
        return coming(weekday, day - _WEEK - _DAY) if found["way"] in _BEFORE else coming(weekday, day)

    return _reckoned(read_anchor(found["anchor"], asked), asked, move)


def _day_of(found: re.Match[str], asked: Asked) -> DueReading | None:
    anchor = read_anchor(found["anchor"], asked)
    if anchor is not None and found["eve"]:
        return _reckoned(anchor, asked, lambda day: day - _DAY)
    return anchor


_WAY = r"(?P<way>before|prior to|ahead of|in advance of|preceding|after|following|from|later than|on|of)"
_BESIDE = r"(?P<way>before|prior to|ahead of|in advance of|preceding|after|following)"
_WEEKDAY = f"(?:{'|'.join(WEEKDAY_WORDS)})"
_AT_MOST = r"(?:at least |no more than |not more than |a maximum of |maximum |max |up to |inside |a full |another |a further )?"
_ON = r"(?: time| from now| from today| from todays date| hence| away| today| on from today)?"

_PART = r"(?:[0-9]{1,4}|an?) (?:day|week|month|year)s?"
_COUNT_AND_UNIT = re.compile(r"([0-9]+|an?) ([a-z]+)")

SPANS: tuple[Form[DueReading], ...] = (
    form(rf"{_AT_MOST}(?:(?:the )?(?:next|coming) )?COUNT UNIT{_ON}", _from_today),
    form(
        rf"(?P<parts>{_PART}(?:(?:,|,? and)? (?=[0-9]){_PART}|(?:,|,? and) {_PART}){{1,3}}){_ON}", _together
    ),
    form(r"(?:the )?next (?P<unit>fortnight)", _the_next_unit),
    form(r"the (?:next|coming) (?P<unit>week|fortnight|month|quarter|year)", _the_next_unit),
    form(r"coming (?P<unit>week|fortnight|month|quarter|year)", _the_next_unit),
    form(r"(?:the |this )?(?P<unit>week|month|fortnight|year)", _within_the_unit),
    form(r"(?:this|the same|same) time next (?P<unit>week|month|year)", _this_time_next),
    form(r"COUNT UNIT ago", _ago),
    form(
        rf"{_AT_MOST}COUNT UNIT(?: time)? (?:of|from|after|following) (?:this|todays|the date of this) meeting",
        _from_today,
    ),
    form(rf"{_AT_MOST}COUNT UNIT(?: time)? {_WAY} (?P<anchor>.+)", _offset),
    form(rf"COUNT UNIT (?P<way>)(?P<anchor>tomorrow|(?:this |next |this coming )?{_WEEKDAY})", _offset),
    form(
        rf"(?P<count>)(?P<unit>week|fortnight) (?P<way>)(?:on |from |this )?(?P<anchor>tomorrow|today|{_WEEKDAY})",
        _offset,
    ),
    form(rf"(?P<count>)(?P<unit>fortnight){_ON}", _from_today),
    form(
        rf"(?:the )?(?:last |1st |next |very next )?(?P<working>working )?day {_BESIDE} (?P<anchor>.+)",
        _day_beside,
    ),
    form(
        rf"(?:the )?(?:last |1st |next )?WEEKDAY (?:immediately )?{_BESIDE} (?P<anchor>.+)", _weekday_beside
    ),
    form(r"(?:the )?(?:day|date|(?P<eve>eve)) of (?P<anchor>.+)", _day_of),
)


def read_span(words: str, asked: Asked) -> DueReading | None:
    return first_that_fits(SPANS, words, asked)
