"""What is due in a period, before it, or in a part of it: March, before March, the end of Q1, Friday of next week."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.working_days import add_working_days, working_day_on_or_before
from bot.language.dues.forms import Form, add_months, coming, first_that_fits, form, weekday_number
from bot.language.dues.months import MONTHS_AND_YEARS, SHORT_NAMES
from bot.language.dues.period import Found, Period, Unit
from bot.language.dues.reading import Asked, DueReading, either, settle, vague, weekday_name
from bot.language.dues.weeks import SHORT_WEEK, WEEKS, day_naming_week

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_NAMED = (*WEEKS, *MONTHS_AND_YEARS)
_ALSO_SHORT = (*_NAMED, *SHORT_WEEK, *SHORT_NAMES)


def named_period(words: str, asked: Asked) -> Found | None:
    """A period named well enough to stand alone: "next week", "March", "Q2"."""
    return first_that_fits(_NAMED, words, asked)


def _period_within(words: str, asked: Asked) -> Found | None:
    """The same and "the month", "the year", as they stand in "the end of the month"."""
    return first_that_fits(_ALSO_SHORT, words, asked)


def read_period(words: str, asked: Asked) -> DueReading | None:
    """A period as a deadline is its last day; before it is the day before it begins."""
    period = named_period(words, asked)
    if not isinstance(period, Period):
        return period
    if asked.lead == "before":
        return _day_before(period, asked)
    if period.due is None:
        if asked.lead == "by":  # before it begins, or before it ends?
            return either((period.first - _DAY, period.last), asked)
        return either((period.last,), asked, f"some time in {period.name}")
    if period.due < period.first:
        return settle(period.due, asked, f"before {period.name}")
    return _settle_in(period, period.due, asked, period.name)


def _day_before(period: Period, asked: Asked) -> DueReading:
    last = period.first - _DAY
    if period.unit is Unit.WEEK or period.unit is Unit.WEEKEND:
        last = add_working_days(period.first, -1, asked.is_working)
    return settle(last, asked, f"before {period.name}")


def _settle_in(period: Period, day: date, asked: Asked, how: str) -> DueReading:
    """ "This week" said on a Saturday, or "early this week" on a Thursday: next week, or never."""
    running = period.unit is Unit.WEEK and period.first <= asked.said_on <= period.last
    if running and day < asked.said_on:
        return either((day + _WEEK,), asked, f"{weekday_name(day)} of this week has gone")
    return settle(day, asked, how)


_Pick = Callable[[Period], date | None]


def _early(period: Period) -> date | None:
    days = {Unit.WEEK: 1, Unit.MONTH: 6}.get(period.unit)
    return None if days is None else period.first + days * _DAY


def _middle(period: Period) -> date | None:
    days = {Unit.WEEK: 2, Unit.MONTH: 14}.get(period.unit)
    return None if days is None else period.first + days * _DAY


def _late(period: Period) -> date | None:
    return period.end if period.unit in {Unit.WEEK, Unit.MONTH} else None


def _half(period: Period) -> date | None:
    if period.unit is Unit.YEAR:
        return add_months(period.first, 6) - _DAY
    return _middle(period) if period.unit is Unit.MONTH else None


def _part(name: str, pick: _Pick) -> Callable[[re.Match[str], Asked], DueReading | None]:
    """A part of a period, where it falls on one day: early 2027 does not."""

    def read(found: re.Match[str], asked: Asked) -> DueReading | None:
        period = _period_within(found["of"], asked)
        if not isinstance(period, Period):
            return period
        day = pick(period)
        if day is None:
            return vague(f"{name} {period.name} is no one day")
        if day == asked.said_on and day < period.end and period.unit is Unit.WEEK:
            return either((day, day + _WEEK), asked)  # "early in the week", on its Tuesday
        return _settle_in(period, day, asked, f"{name} {period.name}")

    return read


def _year_end(_found: re.Match[str], asked: Asked) -> DueReading:
    """The calendar's or the accounts': boards use both."""
    december = date(asked.said_on.year, 12, 31)
    march = date(asked.said_on.year + (asked.said_on.month > 3), 3, 31)
    return either((december, march), asked)


def _nth_within(found: re.Match[str], asked: Asked) -> DueReading | None:
    """The first Monday, the last working day, the second Thursday of a period."""
    period = _period_within(found["of"], asked)
    if not isinstance(period, Period):
        return period
    nth = found["nth"]
    day = (
        _from_the_end(period, found, asked)
        if nth is None
        else _from_the_start(period, int(nth), found, asked)
    )
    if not period.first <= day <= period.last:
        return None
    return settle(day, asked)


def _from_the_start(period: Period, nth: int, found: re.Match[str], asked: Asked) -> date:
    eve = period.first - _DAY
    if found["weekday"]:
        return coming(weekday_number(found["weekday"]), eve) + (nth - 1) * _WEEK
    return add_working_days(eve, nth, asked.is_working) if found["working"] else eve + nth * _DAY


def _from_the_end(period: Period, found: re.Match[str], asked: Asked) -> date:
    if found["weekday"]:
        return coming(weekday_number(found["weekday"]), period.last) - _WEEK
    return working_day_on_or_before(period.last, asked.is_working) if found["working"] else period.last


def _weekday_within(found: re.Match[str], asked: Asked) -> DueReading | None:
    """ "Friday of next week", "next week on Friday"."""
    week = named_period(found["of"], asked)
    if not isinstance(week, Period):
        return week
    if week.unit is not Unit.WEEK:
        return None
    return settle(week.first + weekday_number(found["weekday"]) * _DAY, asked)


def _week_ending(found: re.Match[str], asked: Asked) -> DueReading | None:
    """ "Week ending 13 March" is that day."""
    return day_naming_week(found["on"], asked)


_OF = r"(?:(?: of| in)?(?: the)?) (?P<of>.+)"
PARTS: tuple[Form[DueReading], ...] = (
    form(r"(?:the )?year end", _year_end),
    form(rf"(?:the )?(?:very )?(?:end|back end|tail end|close){_OF}", _part("the end of", lambda p: p.end)),
    form(r"(?:the )?(?P<of>.+) end", _part("the end of", lambda p: p.end)),
    form(rf"(?:the )?(?:very )?(?:start|beginning){_OF}", _part("the start of", lambda p: p.first)),
    form(rf"(?:the )?early(?: part)?(?: on)?{_OF}", _part("early in", _early)),
    form(
        rf"(?:the )?(?:mid|middle|midway|midpoint|halfway)(?: point| through)?{_OF}",
        _part("the middle of", _middle),
    ),
    form(rf"(?:the )?(?:late|later)(?: on)?{_OF}", _part("late in", _late)),
    form(rf"(?:the )?latter (?:part|end){_OF}", _part("late in", _late)),
    form(rf"(?:the )?1st half{_OF}", _part("the first half of", _half)),
    form(rf"(?:the )?(?:2nd|latter) half{_OF}", _part("the second half of", lambda p: p.end)),
    form(
        rf"(?:the )?(?:NTH|last|final|very last) (?:WEEKDAY|(?P<working>working )?day){_OF}",
        _nth_within,
    ),
    form(r"(?:the )?w/e,?(?: on)? (?P<on>.+)", _week_ending),
    form(rf"WEEKDAY,?{_OF}", _weekday_within),
    form(r"(?P<of>.+?),?(?: on)? WEEKDAY", _weekday_within),
)


def read_part(words: str, asked: Asked) -> DueReading | None:
    return first_that_fits(PARTS, words, asked)
