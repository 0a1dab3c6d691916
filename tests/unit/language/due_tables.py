"""What the tests of due phrases share: tables in plain text, read with the weekday as a part of each answer."""

import re
from datetime import date

from bot.language.dues import DueReading, read_due

WEDNESDAY = date(2026, 2, 11)
MEETING = date(2026, 4, 21)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read(phrase: str, said_on: date = WEDNESDAY, next_meeting: date | None = MEETING) -> DueReading:
    return read_due(phrase, said_on=said_on, next_meeting=next_meeting)


def rows(table: str) -> list[tuple[str, ...]]:
    """The columns of each row: two blanks or more stand between them."""
    return [tuple(re.split(r" {2,}", line.strip())) for line in table.strip().splitlines()]


def day(words: str) -> date:
    """The day of "Tue 17 Feb 2026"; the weekday is part of the hand-checked answer and has to agree."""
    weekday, number, month, year = words.split()
    found = date(int(year), MONTHS.index(month) + 1, int(number))
    assert f"{found:%a}" == weekday, f"the table is wrong: {words} is a {found:%A}"
    return found


def days(words: str) -> tuple[date, ...]:
    return tuple(day(each) for each in words.split(", "))
