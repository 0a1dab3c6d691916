"""Working days: what counts, adding, going to the nearest, counting lateness."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.working_days import (
    add_working_days,
    is_working_day,
    working_day_on_or_after,
    working_day_on_or_before,
    working_days_between,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
GOOD_FRIDAY, EASTER_MONDAY = date(2026, 4, 3), date(2026, 4, 6)


def with_bank_holidays(day: date) -> bool:
    return is_working_day(day) and day not in {GOOD_FRIDAY, EASTER_MONDAY}


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 9), True),  # Monday
        (date(2026, 2, 13), True),  # Friday
        (date(2026, 2, 14), False),  # Saturday
        (date(2026, 2, 15), False),  # Sunday
    ],
)
def test_monday_to_friday_are_working_days(day: date, worked: bool) -> None:
    """The week runs from Monday to Friday until somebody says otherwise."""
    assert is_working_day(day) is worked


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 2, 11), 0, date(2026, 2, 11)),
        (date(2026, 2, 11), 1, date(2026, 2, 12)),
        (date(2026, 2, 11), 3, date(2026, 2, 16)),  # over a weekend
        (date(2026, 2, 14), 0, date(2026, 2, 14)),  # nothing added, nothing moved
        (date(2026, 2, 14), 1, date(2026, 2, 16)),  # from a Saturday
        (date(2026, 2, 16), -1, date(2026, 2, 13)),
        (date(2026, 2, 15), -1, date(2026, 2, 13)),  # back from a Sunday
        (date(2026, 2, 11), -5, date(2026, 2, 4)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
    ],
)
def test_adding_skips_weekends(day: date, n: int, expected: date) -> None:
    """So many working days after, or before, a day, which is itself not counted."""
    assert add_working_days(day, n) == expected


def test_every_helper_takes_bank_holidays() -> None:
    """Whoever knows the bank holidays can say so to each of the helpers."""
    maundy_thursday, tuesday = date(2026, 4, 2), date(2026, 4, 7)
    assert add_working_days(maundy_thursday, 1, with_bank_holidays) == tuesday
    assert add_working_days(tuesday, -1, with_bank_holidays) == maundy_thursday
    assert working_day_on_or_before(EASTER_MONDAY, with_bank_holidays) == maundy_thursday
    assert working_day_on_or_after(GOOD_FRIDAY, with_bank_holidays) == tuesday
    assert working_days_between(maundy_thursday, tuesday, with_bank_holidays) == 1


def test_nearest_working_days() -> None:
    """A working day stays; a weekend goes back to the Friday or on to the Monday."""
    friday, saturday, sunday, monday = (date(2026, 2, 13) + timedelta(days=n) for n in range(4))
    assert working_day_on_or_before(friday) == working_day_on_or_before(sunday) == friday
    assert working_day_on_or_after(saturday) == working_day_on_or_after(monday) == monday


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2026, 1, 30), date(2026, 2, 4), 3),  # due Friday, now Wednesday: overdue by 3 working days
        (date(2026, 2, 13), date(2026, 2, 15), 0),  # due Friday, now Sunday
        (date(2026, 2, 14), date(2026, 2, 16), 1),
        (date(2026, 2, 11), date(2026, 2, 11), 0),
        (date(2026, 2, 12), date(2026, 2, 11), 0),  # not later at all
    ],
)
def test_lateness_counts_the_days_after_the_first_up_to_the_last(
    earlier: date, later: date, expected: int
) -> None:
    """The day it was due is no lateness, the day it is now is."""
    assert working_days_between(earlier, later) == expected


def test_a_calendar_without_working_days_is_an_error_not_a_hang() -> None:
    """A broken calendar is told, not walked through for ever."""
    with pytest.raises(ValueError, match="No working day"):
        add_working_days(date(2026, 2, 11), 1, lambda _day: False)


@given(days, st.integers(min_value=1, max_value=60))
def test_adding_lands_on_a_working_day_and_counts_back(day: date, n: int) -> None:
    """What is added is what is counted, there and back."""
    after = add_working_days(day, n)
    assert is_working_day(after)
    assert working_days_between(day, after) == n
    assert working_days_between(add_working_days(day, -n), working_day_on_or_before(day)) in {n, n - 1}


@given(days)
def test_nearest_days_are_worked_and_close(day: date) -> None:
    """Neither helper goes further than a weekend, and each goes its own way."""
    before, after = working_day_on_or_before(day), working_day_on_or_after(day)
    assert is_working_day(before)
    assert is_working_day(after)
    assert day - timedelta(days=2) <= before <= day <= after <= day + timedelta(days=2)
