"""A stretch of time that has a name."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.language.dues.reading import DueReading


class Unit(StrEnum):
    WEEK = "week"
    WEEKEND = "weekend"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """From its first to its last day.

    `end` is the day by which its end is due (of a week, the Friday). `due` is what the name alone means as a
    deadline, None where that is unsure.
    """

    unit: Unit
    name: str
    first: date
    last: date
    end: date
    due: date | None


Found = Period | DueReading
"""A period, or the reason why there is none: a day that does not exist, or two weeks that both fit."""
