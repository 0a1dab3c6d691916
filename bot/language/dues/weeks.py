"""Weeks by name: next week, w/c 9 March, the week of the 9th, the first week of March, the weekend."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.domain.working_days import working_day_on_or_before
from bot.language.dues.calendar_days import read_calendar_day
from bot.language.dues.forms import Form, first_that_fits, form, monday_of
from bot.language.dues.months import MONTHS_AND_YEARS, SHORT_NAMES
from bot.language.dues.period import Found, Period, Unit
from bot.language.dues.reading import Asked, DueReading, contradiction, day_month_year, either
from bot.language.dues.weekdays import read_weekday
from bot.language.dues.words import ordinal

_WEEK = timedelta(days=7)
_TO_FRIDAY = timedelta(days=4)
_TO_SATURDAY = timedelta(days=5)
_TO_SUNDAY = timedelta(days=6)
_MONDAY, _, _WEDNESDAY, _, _FRIDAY = range(5)


def week_from(monday: date, name: str, asked: Asked) -> Period:
    friday = _last_worked(monday, asked)
    return Period(Unit.WEEK, name, monday, monday + _TO_SUNDAY, friday, friday)


def _last_worked(monday: date, asked: Asked) -> date:
    """Friday, or the working day before it in a week that ends early."""
    return max(working_day_on_or_before(monday + _TO_FRIDAY, asked.is_working), monday)


def _this_week(_found: re.Match[str], asked: Asked) -> Period:
    return week_from(monday_of(asked.said_on), "this week", asked)


def _next_week(_found: re.Match[str], asked: Asked) -> Found:
    monday = monday_of(asked.said_on) + _WEEK
    if asked.lead == "within":  # the end of next week, or seven days?
        return either((asked.said_on + _WEEK, monday + _TO_FRIDAY), asked)
    return week_from(monday, "next week", asked)


def _week_after_next(_found: re.Match[str], asked: Asked) -> Period:
    return week_from(monday_of(asked.said_on) + 2 * _WEEK, "the week after next", asked)


def day_naming_week(words: str, asked: Asked) -> DueReading | None:
    """The day after "w/c" or "w/e": "9 March", "9/3", "the 9th", "9", "Monday"."""
    if words.isdigit() and len(words) <= 2:
        words = f"the {words}"
    return read_calendar_day(words, asked) or read_weekday(words, asked)


def _named_by(
    build: Callable[[date, Asked], Found],
) -> Callable[[re.Match[str], Asked], Found | None]:
    """A week named by a day."""

    def read(found: re.Match[str], asked: Asked) -> Found | None:
        named = day_naming_week(found["on"], asked)
        if named is None or named.day is None:
            return named
        return build(named.day, asked)

    return read


def _commencing(monday: date, asked: Asked) -> Found:
    """A deadline "w/c 9 March" is that Monday; once it has gone, the Friday, for the week still runs."""
    if monday.weekday() != _MONDAY:
        return contradiction(monday, _MONDAY, asked)
    friday = _last_worked(monday, asked)
    due = friday if monday < asked.said_on <= friday else monday
    return Period(Unit.WEEK, f"w/c {day_month_year(monday)}", monday, monday + _TO_SUNDAY, friday, due)


def _week_with(day: date, asked: Asked) -> Period:
    return week_from(monday_of(day), f"the week of {day_month_year(day)}", asked)


def _month_in(words: str, asked: Asked) -> Period | None:
    found = first_that_fits(MONTHS_AND_YEARS, words, asked) or first_that_fits(SHORT_NAMES, words, asked)
    return found if isinstance(found, Period) and found.unit is Unit.MONTH else None


def _week_of_month(found: re.Match[str], asked: Asked) -> Found | None:
    """The week with most of its working days in the month; with two only, people count differently: ask."""
    month = _month_in(found["of"], asked)
    if month is None:
        return None
    monday = monday_of(month.first) + timedelta(weeks=int(found["nth"]) - 1)
    begins_on = month.first.weekday()
    if _WEDNESDAY < begins_on <= _FRIDAY:
        return either((monday + _TO_FRIDAY, monday + _WEEK + _TO_FRIDAY), asked)
    if begins_on > _FRIDAY:
        monday += _WEEK
    if monday > month.last or monday + _TO_FRIDAY < month.first:
        return None
    return week_from(monday, f"the {ordinal(int(found['nth']))} week of {month.name}", asked)


def _last_week_of_month(found: re.Match[str], asked: Asked) -> Found | None:
    """A month that ends early in a week leaves its last week in doubt: the full one, or the days left over."""
    month = _month_in(found["of"], asked)
    if month is None:
        return None
    monday = monday_of(month.last)
    if month.last.weekday() <= _WEDNESDAY:
        return either((monday - _WEEK + _TO_FRIDAY, month.last), asked)
    due = min(_last_worked(monday, asked), month.last)
    return Period(Unit.WEEK, f"the last week of {month.name}", monday, monday + _TO_SUNDAY, due, due)


def _weekend(_found: re.Match[str], asked: Asked) -> Period:
    """By the weekend is by Friday; at the weekend is until Sunday."""
    monday = monday_of(asked.said_on)
    sunday, friday = monday + _TO_SUNDAY, _last_worked(monday, asked)
    due = friday if asked.lead in {"by", "before"} and friday >= asked.said_on else sunday
    return Period(Unit.WEEKEND, "the weekend", monday + _TO_SATURDAY, sunday, sunday, due)


def _next_weekend(_found: re.Match[str], asked: Asked) -> Found:
    sunday = monday_of(asked.said_on) + _TO_SUNDAY
    return either((sunday, sunday + _WEEK), asked)


WEEKS: tuple[Form[Found], ...] = (
    form(r"this(?: working)? week", _this_week),
    form(r"next(?: working)? week", _next_week),
    form(r"(?:the )?week after next", _week_after_next),
    form(r"(?:the )?w/c,?(?: of| on)? (?P<on>.+)", _named_by(_commencing)),
    form(r"(?:the )?week (?:of|containing) (?P<on>.+)", _named_by(_week_with)),
    form(r"(?:the )?NTH(?: full)? week (?:of|in) (?P<of>.+)", _week_of_month),
    form(r"(?:the )?(?:last|final) week (?:of|in) (?P<of>.+)", _last_week_of_month),
    form(r"(?:the |this |the coming |this coming )?week ?end", _weekend),
    form(r"next week ?end", _next_weekend),
)

SHORT_WEEK: tuple[Form[Found], ...] = (form(r"(?:the )?(?:working )?week", _this_week),)
