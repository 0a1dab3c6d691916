"""Which days are worked: weekends and bank holidays of a nation, and the days a board is closed.

`calendar` is the one place that decides it. A nation is an ISO 3166 code, with a part of the country where those
differ: "GB-SCT", "IE", "US-CA".
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.working_days import WorkingDays, is_working_day

USUAL_NATION = "GB-ENG"
LONGEST_CLOSURE = 60
"""Days: whoever is closed for longer pauses."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@lru_cache(maxsize=4096)
def calendar(nation: str, closed: tuple[Span, ...] = ()) -> WorkingDays:
    """Whether a day is worked there. The same arguments give the same object, so that it costs nothing to ask again.

    A nation nobody knows has no bank holidays: what is known is checked where it is set.
    """
    free: dict[int, frozenset[date]] = {}

    def is_worked(day: date) -> bool:
        of_year = free.get(day.year)
        if of_year is None:
            of_year = free[day.year] = _free(nation, day.year) | _closed(closed, day.year)
        return day not in of_year

    return is_worked


def warm() -> None:
    """Load what the first question would wait for."""
    calendar(USUAL_NATION)(date(2026, 1, 1))


def works_again(nation: str, closed: tuple[Span, ...]) -> bool:
    """Whether no closure keeps anybody from working for more than `LONGEST_CLOSURE` days in a row."""
    is_worked = calendar(nation, closed)
    return all(
        any(is_worked(span.first + timedelta(days=n)) for n in range(LONGEST_CLOSURE + 1)) for span in closed
    )


def _closed(closed: tuple[Span, ...], year: int) -> frozenset[date]:
    """The days of one year that fall into any of these."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    spans = ((max(span.first, begins), min(span.last, ends)) for span in closed)
    return frozenset(
        first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)
    )


@lru_cache(maxsize=512)
def _free(nation: str, year: int) -> frozenset[date]:
    """The weekends and bank holidays of one year."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    days = [day for day in days if day.year == year]
    country, _, part = nation.partition("-")
    if not country:
        return frozenset(day for day in days if not is_working_day(day))
    # Loaded when the first day is asked about; core.warm asks before anybody waits.
    import holidays

    try:
        # A holiday in January may be observed in December: the years beside it count too.
        years = (year - 1, year, year + 1)
        known = holidays.country_holidays(country, subdiv=part or None, years=years, expand=False)
    except NotImplementedError:
        return frozenset(day for day in days if not is_working_day(day))
    return frozenset(day for day in days if not known.is_working_day(day))
