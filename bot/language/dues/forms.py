"""How a form is written: a shape in canonical words, and the function that reads it.

A shape is a regular expression in which words in capitals stand for pieces: "(?:the )?DAY(?: of)? MONTH" is any
day and month. Canonical words are in small letters, so the two never meet. Shapes are matched in full and hold no
repetition within a repetition: their cost stays in proportion to the phrase.
"""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from bot.domain.working_days import add_working_days
from bot.language.dues.reading import Asked
from bot.language.dues.words import MONTH_WORDS, WEEKDAY_WORDS

T = TypeVar("T")

_PIECES = {
    "DAY": r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?",
    "NTH": r"(?P<nth>[0-9]{1,2})(?:st|nd|rd|th)",
    "MONTH": rf"(?P<month>{'|'.join(MONTH_WORDS)})",
    "WEEKDAY": rf"(?P<weekday>{'|'.join(WEEKDAY_WORDS)})",
    "YEAR": r"(?P<year>(?:19|2[0-9])[0-9]{2}|'[0-9]{2}|[0-9]{2}|(?:this|next) year)",
    "FULLYEAR": r"(?P<year>(?:19|2[0-9])[0-9]{2}|'[0-9]{2}|(?:this|next) year)",
    "QUARTER": r"(?:(?:q ?|quarter )(?P<q>[1-4])|(?:the )?(?P<qth>[1-4])(?:st|nd|rd|th) quarter)",
    "COUNT": r"(?P<count>[0-9]{1,4}|an?)",
    "UNIT": r"(?P<unit>working days?|days?|hours|weeks?|fortnight|months?|years?)",
}
_PIECE = re.compile("|".join(rf"\b{name}\b" for name in _PIECES))


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """A shape of words and what it means; `read` returns None where it means nothing after all."""

    shape: re.Pattern[str]
    read: Callable[[re.Match[str], Asked], T | None]


def form(shape: str, read: Callable[[re.Match[str], Asked], T | None]) -> Form[T]:
    return Form(re.compile(_PIECE.sub(lambda piece: _PIECES[piece[0]], shape)), read)


def first_that_fits(forms: Iterable[Form[T]], words: str, asked: Asked) -> T | None:
    for each in forms:
        found = each.shape.fullmatch(words)
        if found is not None:
            reading = each.read(found, asked)
            if reading is not None:
                return reading
    return None


def month_number(word: str) -> int:
    return MONTH_WORDS.index(word) + 1


def weekday_number(word: str) -> int:
    return WEEKDAY_WORDS.index(word)


def year_number(words: str, said_on: date) -> int:
    """ "2026", "'26", "26", "this year", "next year". Two figures are of this century up to 79."""
    if words.endswith("year"):
        return said_on.year + words.startswith("next")
    figures = words.lstrip("'")
    if len(figures) == 4:
        return int(figures)
    return int(figures) + (2000 if int(figures) < 80 else 1900)


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, or None for the 31st of June."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: date, n: int) -> date:
    """The same day so many months on, or the last of a month that is too short for it."""
    years, month = divmod(day.month - 1 + n, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def coming(weekday: int, after: date) -> date:
    """The first such weekday after the day."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)


_MOST_WORKING_DAYS = 1_500


def shift(day: date, count: str, unit: str, asked: Asked, *, back: bool = False) -> date | None:
    """The day so many units later, or earlier. None for hours that are no whole days, and for absurd counts."""
    n = int(count) if count.isdigit() else 1
    signed = -n if back else n
    if unit.startswith("working"):
        return None if n > _MOST_WORKING_DAYS else add_working_days(day, signed, asked.is_working)
    if unit == "hours":
        return None if n % 24 or not n else day + timedelta(days=signed // 24)
    if unit.startswith("month"):
        return add_months(day, signed)
    if unit.startswith("year"):
        return add_months(day, 12 * signed) if n < 1000 else None
    each = {"d": 1, "w": 7, "f": 14}[unit[0]]
    return day + timedelta(days=each * signed)
