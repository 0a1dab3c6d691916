"""Months, quarters and years by name: March 2027, next month, Q2, the end of 2026/27, the financial year."""

import re
from datetime import date, timedelta

from bot.language.dues.forms import (
    Form,
    add_months,
    form,
    month_end,
    month_number,
    year_number,
)
from bot.language.dues.period import Found, Period, Unit
from bot.language.dues.reading import LONG_MONTHS, Asked, either

_JUST_GONE = timedelta(days=31)
_A_QUARTER = timedelta(days=92)
_APRIL = 4
_WITHIN = frozenset({"in", "during", "within", "at", "on", "over"})


def _month(first: date) -> Period:
    last = month_end(first)
    return Period(Unit.MONTH, f"{LONG_MONTHS[first.month - 1]} {first.year}", first, last, last, last)


def _named_month(found: re.Match[str], asked: Asked) -> Period:
    """The month of the year said; else the next to end, unless one that has only just ended is meant."""
    month, said_on = month_number(found["month"]), asked.said_on
    if found["year"] is not None:
        return _month(date(year_number(found["year"], said_on), month, 1))
    firsts = (date(year, month, 1) for year in (said_on.year - 1, said_on.year, said_on.year + 1))
    return _month(next(first for first in firsts if month_end(first) >= said_on - _JUST_GONE))


def _month_in_figures(found: re.Match[str], _asked: Asked) -> Period:
    return _month(date(int(found["year"]), int(found["figure"]), 1))


def _this_month(_found: re.Match[str], asked: Asked) -> Period:
    return _month(asked.said_on.replace(day=1))


def _next_month(_found: re.Match[str], asked: Asked) -> Found:
    if asked.lead == "within":  # the end of next month, or one month?
        month = add_months(asked.said_on.replace(day=1), 1)
        return either((add_months(asked.said_on, 1), month_end(month)), asked)
    return _month(add_months(asked.said_on.replace(day=1), 1))


def _month_after_next(_found: re.Match[str], asked: Asked) -> Period:
    return _month(add_months(asked.said_on.replace(day=1), 2))


def _quarter(first: date, name: str) -> Period:
    last = month_end(add_months(first, 2))
    return Period(Unit.QUARTER, name, first, last, last, last)


def _quarter_number(found: re.Match[str]) -> int:
    return int(found["q"] or found["qth"])


def _calendar_quarter(found: re.Match[str], asked: Asked) -> Found:
    """Quarters of the calendar year. One that has ended this year may be meant as the financial year's."""
    number, said_on = _quarter_number(found), asked.said_on
    if found["year"] is not None:
        year = year_number(found["year"], said_on)
        return _quarter(date(year, 3 * number - 2, 1), f"Q{number} {year}")
    this_years = _quarter(date(said_on.year, 3 * number - 2, 1), f"Q{number} {said_on.year}")
    if this_years.last >= said_on:
        return this_years
    next_years = add_months(this_years.first, 14)
    financial = _quarter_of_financial_year(number, _financial_year_of(said_on))
    return either((month_end(next_years), financial.last), asked)


def _this_quarter(_found: re.Match[str], asked: Asked) -> Period:
    return _quarter(_quarter_start(asked.said_on), "this quarter")


def _next_quarter(_found: re.Match[str], asked: Asked) -> Period:
    return _quarter(add_months(_quarter_start(asked.said_on), 3), "next quarter")


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _financial_year_of(day: date) -> int:
    """The year in whose April it began."""
    return day.year if day.month >= _APRIL else day.year - 1


def _quarter_of_financial_year(number: int, began: int) -> Period:
    name = f"Q{number} of {_financial_name(began)}"
    return _quarter(add_months(date(began, _APRIL, 1), 3 * (number - 1)), name)


def _financial_quarter(found: re.Match[str], asked: Asked) -> Found | None:
    """The quarter of the financial year named, or the next to end; one that has only just ended is asked about."""
    number, groups = _quarter_number(found), found.groupdict()
    if groups.get("from") is not None:
        began = _years_named(found)
        return None if began is None else _quarter_of_financial_year(number, began)
    began = _financial_year_of(asked.said_on) + (groups.get("which") == "next")
    quarter = _quarter_of_financial_year(number, began)
    if quarter.last >= asked.said_on:
        return quarter
    following = _quarter_of_financial_year(number, began + 1)
    just_ended = asked.said_on - quarter.last <= _A_QUARTER
    return either((following.last,), asked) if just_ended else following


def _years_named(found: re.Match[str]) -> int | None:
    """ "2026/27": the year it begins, or None where the second does not follow the first."""
    began = int(found["from"]) % 100
    return 2000 + began if int(found["to"]) % 100 == (began + 1) % 100 else None


def _financial_name(began: int) -> str:
    return f"{began}/{(began + 1) % 100:02d}"


def _financial_year(found: re.Match[str], asked: Asked) -> Period | None:
    groups = found.groupdict()
    named = groups.get("from") is not None
    began = _years_named(found) if named else _financial_year_of(asked.said_on)
    if began is None:
        return None
    later = groups.get("which") in {"next", "new"}
    began += later
    first, last = date(began, _APRIL, 1), date(began + 1, 3, 31)
    due = None if later or named else last
    if groups.get("which") == "new" and asked.lead not in _WITHIN:
        due = first - timedelta(days=1)  # as "by the new year" is the last day of the old one
    return Period(Unit.YEAR, f"the financial year {_financial_name(began)}", first, last, last, due)


def _this_year(_found: re.Match[str], asked: Asked) -> Period:
    return _calendar_year(asked.said_on.year, sure=True)


def _next_year(_found: re.Match[str], asked: Asked) -> Period:
    return _calendar_year(asked.said_on.year + 1, sure=False)


def _numbered_year(found: re.Match[str], _asked: Asked) -> Period:
    return _calendar_year(int(found["year"]), sure=False)


def _calendar_year(year: int, *, sure: bool) -> Period:
    """By 2027 may be before it begins or before it ends; by the end of it is sure."""
    last = date(year, 12, 31)
    return Period(Unit.YEAR, str(year), date(year, 1, 1), last, last, last if sure else None)


_FINANCIAL = r"(?:financial|fiscal)"
_FINANCIAL_YEAR = rf"(?:{_FINANCIAL} year|fy)"
_YEARS = r"(?P<from>20[0-9]{2}|[0-9]{2})[-/](?P<to>20[0-9]{2}|[0-9]{2})"

MONTHS_AND_YEARS: tuple[Form[Found], ...] = (
    form(r"MONTH(?:,? (?:of )?FULLYEAR)?", _named_month),
    form(r"(?P<figure>0?[1-9]|1[0-2])/(?P<year>20[0-9]{2})", _month_in_figures),
    form(r"this month", _this_month),
    form(r"next month", _next_month),
    form(r"(?:the )?month after next", _month_after_next),
    form(r"QUARTER(?:,? (?:of )?YEAR)?", _calendar_quarter),
    form(r"FULLYEAR QUARTER", _calendar_quarter),
    form(rf"(?:the )?{_FINANCIAL} QUARTER(?:,? {_YEARS})?", _financial_quarter),
    form(rf"QUARTER,? {_FINANCIAL}", _financial_quarter),
    form(
        rf"QUARTER,? (?:of |in )?(?:the )?(?:(?P<which>this|next) )?{_FINANCIAL_YEAR}(?: {_YEARS})?",
        _financial_quarter,
    ),
    form(rf"QUARTER,? (?:of )?(?:the )?{_YEARS}(?: {_FINANCIAL_YEAR})?", _financial_quarter),
    form(r"this quarter", _this_quarter),
    form(r"next quarter", _next_quarter),
    form(r"this(?: calendar)? year", _this_year),
    form(r"next(?: calendar)? year", _next_year),
    form(r"(?P<year>20[0-9]{2})", _numbered_year),
    form(rf"this {_FINANCIAL_YEAR}", _financial_year),
    form(rf"(?:the )?(?P<which>next|new) {_FINANCIAL_YEAR}", _financial_year),
    form(rf"(?:the )?{_FINANCIAL_YEAR} {_YEARS}", _financial_year),
    form(rf"(?:the )?{_YEARS} {_FINANCIAL_YEAR}", _financial_year),
)

# Sure only within more words: "the end of the month", "month end".
SHORT_NAMES: tuple[Form[Found], ...] = (
    form(r"(?:the )?month", _this_month),
    form(r"(?:the )?quarter", _this_quarter),
    form(r"(?:the )?(?:calendar )?year", _this_year),
    form(rf"(?:the )?{_FINANCIAL_YEAR}", _financial_year),
    form(_YEARS, _financial_year),
)
