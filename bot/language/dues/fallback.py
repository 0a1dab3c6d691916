"""dateparser, for whole dates that our own rules do not know. It guesses, so it is believed only where it cannot."""

import re
from datetime import date, datetime, time

from bot.language.dues.reading import Asked, DueReading, settle
from bot.language.dues.words import MONTH_WORDS

_NOON = time(12)  # far from either midnight, whatever is added
_MONTH = "|".join(MONTH_WORDS)
_WHOLE_DATE = re.compile(
    rf"(?=.*\b(?P<month>{_MONTH})\b)(?=.*\b(?P<year>20[0-9]{{2}})\b)[a-z0-9 ,:./-]{{8,60}}"
)
_NUMBERS = re.compile(r"(?<![0-9:.])[0-9]{1,2}(?![0-9:.])")
_DATE_WORDS = re.compile(rf"(?:{_MONTH}|mon|tue|wed|thu|fri|sat|sun|st|nd|rd|th|of|the|at|am|pm)")
_A_LETTER_WORD = re.compile(r"[a-z]+")


def read_with_dateparser(words: str, asked: Asked) -> DueReading | None:
    """A date in full in some order of its own: "2026 Feb 17", "Tue Feb 17 10:00:00 2026"."""
    found = _WHOLE_DATE.fullmatch(words)
    if found is None or not all(_DATE_WORDS.fullmatch(w) for w in _A_LETTER_WORD.findall(words)):
        return None
    day = _dateparser(words, asked.said_on)
    as_written = (
        day is not None
        and day.year == int(found["year"])
        and day.month == MONTH_WORDS.index(found["month"]) + 1
        and [day.day] == [int(n) for n in _NUMBERS.findall(words)]
    )
    return settle(day, asked) if day is not None and as_written else None


def warm() -> None:
    """Bear dateparser's first call at start-up, where nobody waits for it."""
    _dateparser("2026 february 17", date(2026, 1, 1))


def _dateparser(words: str, said_on: date) -> date | None:
    import dateparser  # slow to import: only when it is needed

    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time", "relative-time"],  # its timestamps depend on the machine's zone
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(said_on, _NOON),
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    return None if found is None else found.date()
