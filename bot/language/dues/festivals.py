"""The feasts boards work towards: Christmas, Easter and the new year, and the days around them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

from bot.language.dues.forms import Form, first_that_fits, form, year_number
from bot.language.dues.reading import Asked, DueReading, settle, vague

_JUST_GONE = timedelta(days=31)

# The day itself, by the year; in canonical words, where Good Friday is "good fri".
_FEASTS: dict[str, Callable[[int], date]] = {
    "christmas": lambda year: date(year, 12, 25),
    "christmas day": lambda year: date(year, 12, 25),
    "christmas eve": lambda year: date(year, 12, 24),
    "boxing day": lambda year: date(year, 12, 26),
    "new year eve": lambda year: date(year, 12, 31),
    "new year day": lambda year: date(year, 1, 1),
    "new years eve": lambda year: date(year, 12, 31),
    "new years day": lambda year: date(year, 1, 1),
    "easter": easter,
    "maundy thu": lambda year: easter(year) - timedelta(days=3),
    "good fri": lambda year: easter(year) - timedelta(days=2),
    "easter sun": easter,
    "easter mon": lambda year: easter(year) + timedelta(days=1),
}
# What is wanted by Christmas or Easter is wanted on the last day anybody is there.
_LAST_DAYS_BEFORE = {"christmas": timedelta(days=1), "easter": timedelta(days=3)}
_ROUND_ABOUT = frozenset({"at", "during", "for", "in", "on", "over", "sometime", "some time"})
_NAMES = "|".join(sorted(_FEASTS, key=len, reverse=True))


def _feast(found: re.Match[str], asked: Asked) -> date:
    """The next such day, or the one gone by less than a month ago, as with any month named."""
    feast, said_on = _FEASTS[found["feast"]], asked.said_on
    if found["year"] is not None:
        return feast(year_number(found["year"], said_on))
    years = (said_on.year - 1, said_on.year, said_on.year + 1)
    return next(day for year in years if (day := feast(year)) >= said_on - _JUST_GONE)


def _by_feast(found: re.Match[str], asked: Asked) -> DueReading:
    name = found["feast"]
    notice = _LAST_DAYS_BEFORE.get(name)
    if notice is None:
        return settle(_feast(found, asked), asked)
    if asked.lead in _ROUND_ABOUT:
        return vague()
    return settle(_feast(found, asked) - notice, asked, f"before {name.title()}")


def _feast_itself(found: re.Match[str], asked: Asked) -> DueReading:
    return settle(_feast(found, asked), asked)


def _new_year(_found: re.Match[str], asked: Asked) -> DueReading:
    """Before it is by the last day of the old one; "in the new year" may be any day."""
    if asked.lead in {"before", "by"}:
        return settle(date(asked.said_on.year, 12, 31), asked, "before the new year")
    return vague()


_NAMED = rf"(?P<feast>{_NAMES})(?:,? FULLYEAR)?"
_BY_FEAST: tuple[Form[DueReading], ...] = (
    form(_NAMED, _by_feast),
    form(r"(?:the )?new year", _new_year),
)
_ITSELF: tuple[Form[DueReading], ...] = (form(_NAMED, _feast_itself),)


def read_festival(words: str, asked: Asked) -> DueReading | None:
    """What is due "by Christmas"."""
    return first_that_fits(_BY_FEAST, words, asked)


def read_feast_itself(words: str, asked: Asked) -> DueReading | None:
    """The day from which "two weeks before Christmas" is reckoned."""
    return first_that_fits(_ITSELF, words, asked)
