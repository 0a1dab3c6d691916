"""Days of the calendar, in any British form: 17 Feb, Tues 17th February 2026, 17.02.15, the 20th of next month."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.language.dues.forms import (
    Form,
    add_months,
    first_that_fits,
    form,
    month_end,
    month_number,
    real_day,
    weekday_number,
    year_number,
)
from bot.language.dues.reading import Asked, DueReading, contradiction, either, in_words, settle, unreadable
from bot.language.dues.words import MONTH_WORDS, WEEKDAY_WORDS

_GONE_THIS_YEAR = timedelta(days=92)
_GONE_LAST_YEAR = timedelta(days=31)


def day_of_year(day: int, month: int, asked: Asked) -> date | None:
    """The day meant by a day and month alone: the next, unless one that has gone is closer.

    "10 April" said in May is a slip or an old date, and not a promise for next year: for three months the answer is
    the day gone by. "25 December" said in February is this year's, and only in January may it be the one just gone.
    None for a day that does not exist.
    """
    said_on = asked.said_on
    this_year = (month, day) >= (said_on.month, said_on.day)
    ahead = real_day(said_on.year + (not this_year), month, day)
    gone = real_day(said_on.year - this_year, month, day)
    if gone is not None and said_on - gone <= (_GONE_LAST_YEAR if this_year else _GONE_THIS_YEAR):
        return gone
    return ahead


def _named(found: re.Match[str], group: str) -> str | None:
    """What a group of that name holds; not every form has one."""
    return found[group] if group in found.re.groupindex else None


def _agreeing(day: date | None, found: re.Match[str], asked: Asked) -> DueReading:
    """The day, unless there is none such, or the weekday written beside it is another."""
    if day is None:
        return unreadable(found.string)
    weekday = _named(found, "weekday")
    if weekday is not None and day.weekday() != weekday_number(weekday):
        return contradiction(day, weekday_number(weekday), asked)
    return settle(day, asked, of_calendar=True)


def _day_and_month(found: re.Match[str], asked: Asked) -> DueReading:
    day, month = int(found["day"]), month_number(found["month"])
    year = _named(found, "year")
    if year is None:
        return _agreeing(day_of_year(day, month, asked), found, asked)
    return _agreeing(real_day(year_number(year, asked.said_on), month, day), found, asked)


def _month_and_number(found: re.Match[str], asked: Asked) -> DueReading:
    """ "March 5" is a day. "March 26", said in 2026 or the year before, may be the whole month as well."""
    number, month = int(found["day"]), month_number(found["month"])
    day = day_of_year(number, month, asked)
    as_year = 0 <= number - asked.said_on.year % 100 <= 1
    if as_year and day and found["weekday"] is None and found["suffix"] is None:
        return either((day, month_end(date(2000 + number, month, 1))), asked)
    return _agreeing(day, found, asked)


def _figures(found: re.Match[str], asked: Asked) -> DueReading:
    day, month = int(found["day"]), int(found["figure"])
    year = _named(found, "year")
    if year is not None:
        return _agreeing(real_day(year_number(year, asked.said_on), month, day), found, asked)
    return _agreeing(day_of_year(day, month, asked), found, asked)


def _dotted(found: re.Match[str], asked: Asked) -> DueReading:
    """ "17.02" is a day; "12.10" may be ten past twelve."""
    day = day_of_year(int(found["day"]), int(found["figure"]), asked)
    if day is not None and found["figure"] in {"05", "10"} and found["weekday"] is None:
        return either((day,), asked, f"{in_words(day)}, or a time?")
    return _agreeing(day, found, asked)


def _decimal(found: re.Match[str], asked: Asked) -> DueReading:
    """ "1.3" may be the first of March, or a number: whoever wrote it is asked."""
    day = day_of_year(int(found["day"]), int(found["figure"]), asked)
    if day is None or day < asked.said_on:
        return _agreeing(day, found, asked)
    return either((day,), asked, f"{in_words(day)}, or a number?")


def _day_of_month(found: re.Match[str], asked: Asked) -> DueReading:
    """ "The 20th": the next there is. A 31st that the month in question lacks has to be asked about."""
    day = int(found["day"])
    month = asked.said_on.replace(day=1)
    if day < asked.said_on.day:
        month = add_months(month, 1)
    meant = real_day(month.year, month.month, day)
    if meant is None and 28 < day <= 31:
        later = add_months(month, 1).replace(day=day)
        return either((month_end(month), later), asked)
    return _agreeing(meant, found, asked)


def _day_of_this_or_next_month(found: re.Match[str], asked: Asked) -> DueReading:
    month = add_months(asked.said_on.replace(day=1), 1 if found["which"] == "next" else 0)
    return _agreeing(real_day(month.year, month.month, int(found["day"])), found, asked)


_FRONT = r"(?:(?:the |this |next |coming |this coming )?WEEKDAY(?:,? the|,| -)? |the )?"
_BEHIND = r"(?:,| -)? WEEKDAY"
_FIGURE = r"(?P<figure>0?[1-9]|1[0-2])"
# "17 Feb, 24" may well be two days; only a year in full, or with its apostrophe, may follow a comma.
_YEAR_BEHIND = r"(?:,(?! [0-9]{2}(?![0-9])))? YEAR"


def _with_weekday(
    body: str, read: Callable[[re.Match[str], Asked], DueReading]
) -> Iterator[Form[DueReading]]:
    """The form with or without a weekday, in front of it or behind."""
    yield form(_FRONT + body, read)
    yield form("(?:the )?" + body + _BEHIND, read)


# The commonest first; of those in figures no two fit the same words.
CALENDAR_DAYS: tuple[Form[DueReading], ...] = (
    *_with_weekday(rf"DAY(?: of)?,? MONTH(?:{_YEAR_BEHIND})?", _day_and_month),
    *_with_weekday(r"(?P<day>[0-9]{1,2})(?P<mark>[-./])" + _FIGURE + "(?P=mark)YEAR", _figures),
    *_with_weekday(r"(?P<day>[0-9]{1,2})/" + _FIGURE, _figures),
    *_with_weekday(r"(?P<day>[0-9]{1,2})\.(?P<figure>0[1-9]|1[0-2])", _dotted),
    form(r"(?:the )?(?P<day>[0-9]{1,2})\.(?P<figure>[1-9])", _decimal),
    form(
        r"(?:the |this |next |coming |this coming )?WEEKDAY(?:,? the|,| -)? (?P<day>[0-9]{1,2})\.(?P<figure>[1-9])",
        _figures,
    ),
    form(_FRONT + r"(?P<day>[0-9]{1,2}) " + _FIGURE + " (?P<year>20[0-9]{2})", _figures),
    form(
        _FRONT + r"(?P<year>(?:19|20)[0-9]{2})(?P<mark>[-./])" + _FIGURE + "(?P=mark)(?P<day>[0-9]{1,2})",
        _figures,
    ),
    form(r"(?P<year>20[0-9]{2})(?P<figure>0[1-9]|1[0-2])(?P<day>[0-3][0-9])", _figures),
    form(_FRONT + r"MONTH(?: the)? (?P<day>[0-9]{1,2})(?P<suffix>st|nd|rd|th)?", _month_and_number),
    form(_FRONT + rf"MONTH(?: the)? DAY{_YEAR_BEHIND}", _day_and_month),
    form(r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)", _day_of_month),
    form(r"the (?P<day>[0-9]{1,2})", _day_of_month),
    form(r"(?:the |this |next |coming |this coming )?WEEKDAY(?:,? the|,| -)? DAY", _day_of_month),
    form(r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)" + _BEHIND, _day_of_month),
    form(
        rf"{_FRONT}DAY(?: of)? (?:the )?(?P<which>this|next|current|same) month", _day_of_this_or_next_month
    ),
    form(rf"{_FRONT}DAY of the (?P<which>month)", _day_of_this_or_next_month),
)


_OPENS = re.compile(
    rf"(?:(?:the|this|next|coming|{'|'.join(WEEKDAY_WORDS)})[ ,-]+)*(?:[0-9]|{'|'.join(MONTH_WORDS)})"
)
"""How every one of these forms begins."""


def read_calendar_day(words: str, asked: Asked) -> DueReading | None:
    if not _OPENS.match(words):
        return None
    return first_that_fits(CALENDAR_DAYS, words, asked)
