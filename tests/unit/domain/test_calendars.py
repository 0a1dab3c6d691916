"""Bank holidays and closed days: the one thing that decides whether a day is worked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendars import LONGEST_CLOSURE, Span, calendar, works_again
from bot.domain.nations import known, nation, nation_name
from bot.domain.working_days import add_working_days, working_days_between

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (date(2026, 1, 1), {"GB-ENG", "GB-SCT", "GB-NIR", "IE", "US"}),
        (date(2026, 1, 2), {"GB-SCT"}),
        (date(2026, 3, 17), {"GB-NIR", "IE"}),
        (date(2026, 4, 3), {"GB-ENG", "GB-SCT", "GB-NIR"}),  # Good Friday
        (date(2026, 4, 6), {"GB-ENG", "GB-NIR", "IE"}),  # Easter Monday
        (date(2026, 5, 4), {"GB-ENG", "GB-SCT", "GB-NIR", "IE"}),
        (date(2026, 8, 3), {"GB-SCT", "IE"}),
        (date(2026, 8, 31), {"GB-ENG", "GB-NIR"}),
        (date(2026, 12, 28), {"GB-ENG", "GB-SCT", "GB-NIR"}),  # Boxing Day falls on a Saturday
        (date(2027, 12, 27), {"GB-ENG", "GB-SCT", "GB-NIR"}),
        (date(2027, 12, 31), {"US"}),  # New Year's Day, observed the year before
    ],
)
def test_bank_holidays_are_those_of_the_nation(day: date, nations: set[str]) -> None:
    """Each nation has its own, also where they are observed on another day."""
    assert {n for n in ("GB-ENG", "GB-SCT", "GB-NIR", "IE", "US") if not calendar(n)(day)} == nations


def test_weekends_are_the_nations_too() -> None:
    """A Friday is no working day in Kuwait, and its Sunday is one."""
    assert not calendar("KW")(date(2026, 2, 13))
    assert calendar("KW")(date(2026, 2, 15))
    assert not calendar("GB-ENG")(date(2026, 2, 15))


def test_closed_days_are_no_working_days() -> None:
    """The first and the last included, and counted so wherever working days are."""
    closed = calendar("GB-ENG", (Span(date(2026, 12, 24), date(2027, 1, 1)),))
    assert [day for day in (23, 24, 31) if closed(date(2026, 12, day))] == [23]
    assert add_working_days(date(2026, 12, 23), 1, closed) == date(2027, 1, 4)
    assert working_days_between(date(2026, 12, 23), date(2027, 1, 4), closed) == 1


@given(DAYS, st.sampled_from(["GB-ENG", "GB-SCT", "IE", "US-CA", "AE", "DE-BY", "XX"]))
def test_asking_again_gives_the_same_answer(day: date, code: str) -> None:
    """In whatever order days are asked about, and there is always a working day near."""
    first = calendar(code)(day)
    calendar(code)(day + timedelta(days=400))
    assert calendar(code)(day) is first
    assert any(calendar(code)(day + timedelta(days=n)) for n in range(15))


def test_nobody_is_closed_for_ever() -> None:
    """Closures that leave no working day for too long are told apart."""
    short = Span(date(2026, 12, 24), date(2027, 1, 1))
    long = Span(date(2026, 7, 1), date(2026, 7, 1) + timedelta(days=LONGEST_CLOSURE + 10))
    beside = Span(date(2027, 1, 2), date(2027, 3, 10))
    assert works_again("GB-ENG", (short,))
    assert not works_again("GB-ENG", (long,))
    assert not works_again("GB-ENG", (short, beside))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Scotland", "GB-SCT"),
        ("northern  ireland", "GB-NIR"),
        ("gb-wls", "GB-WLS"),
        ("England and Wales", "GB-ENG"),
        ("Ireland", "IE"),
        ("ie", "IE"),
        ("Germany, Bayern", "DE-BY"),
        ("US-CA", "US-CA"),
        ("United States, California", "US-CA"),
        ("the united states", "US"),
    ],
)
def test_a_nation_is_known_by_name_and_code(words: str, code: str) -> None:
    """As people write it; and said back it is found again."""
    assert nation(words).code == code
    assert known(code)
    assert nation(nation_name(code)).code in {code, "GB-ENG"}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("Scottland", "Scotland"),
        ("Irland", "Ireland"),
        ("United Kingdom", "Wales"),
        ("Germany, Bayrn", "Germany, Bayern"),
    ],
)
def test_what_is_no_nation_is_not_guessed(words: str, near: str) -> None:
    """The nearest is offered, and four nations for the United Kingdom."""
    found = nation(words)
    assert found.code is None
    assert near in found.near


@given(st.text(max_size=40))
def test_any_words_may_be_asked_about(words: str) -> None:
    """Whatever is typed gives a nation that is known, or none."""
    found = nation(words)
    assert found.code is None or known(found.code)
