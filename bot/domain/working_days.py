"""Working days: which days count when lateness and notice are reckoned."""

from collections.abc import Callable
from datetime import date, timedelta

WorkingDays = Callable[[date], bool]
"""Says whether a day is worked. Whoever knows bank holidays passes one that knows them too."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST_CLOSURE = 366


def is_working_day(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < _SATURDAY


def add_working_days(day: date, n: int, is_working: WorkingDays = is_working_day) -> date:
    """The working day that is `n` working days after `day`, or before it where `n` is negative.

    `day` itself need not be worked and is never counted: one working day after a Saturday is the Monday.
    """
    step = _DAY if n >= 0 else -_DAY
    for _ in range(abs(n)):
        day = _nearest(day + step, step, is_working)
    return day


def working_day_on_or_before(day: date, is_working: WorkingDays = is_working_day) -> date:
    return _nearest(day, -_DAY, is_working)


def working_day_on_or_after(day: date, is_working: WorkingDays = is_working_day) -> date:
    return _nearest(day, _DAY, is_working)


def working_days_between(earlier: date, later: date, is_working: WorkingDays = is_working_day) -> int:
    """How many working days `d` there are with `earlier < d <= later`; 0 when `later` is not later."""
    return sum(is_working(earlier + timedelta(days=n)) for n in range(1, (later - earlier).days + 1))


def _nearest(day: date, step: timedelta, is_working: WorkingDays) -> date:
    for _ in range(_LONGEST_CLOSURE):
        if is_working(day):
            return day
        day += step
    raise ValueError("No working day within a year: the calendar of working days is wrong")
