"""The sample's story, at whatever time it is told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.seed import PEOPLE, SAMPLE_NOW, before_sample, story
from bot.domain.clocks import local
from bot.domain.people import Role

NOW = SAMPLE_NOW.astimezone(UTC)


def test_the_board_has_its_people_and_partners() -> None:
    assert [name.split()[0].lower() for name, _, _ in PEOPLE] == [
        "sam", "margaret", "hayley", "priya", "diane", "tom", "kim",
    ]  # fmt: skip
    assert len({partner for _, partner, _ in PEOPLE}) == 4
    assert [role for _, _, role in PEOPLE].count(Role.CLERK) == 1


def test_it_begins_a_week_before_a_meeting() -> None:
    meetings = [step.text for step in story(NOW) if step.text.startswith("meeting add")]
    assert meetings == [
        f"meeting add {day} 2026 14:00 Town Hall" for day in ("20 Jan", "17 Feb", "17 Mar", "21 Apr")
    ]
    assert f"{local(before_sample(NOW), 'Europe/London'):%a %H:%M}" == "Mon 09:30"


@given(st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))
def test_it_can_be_told_at_any_time(now: datetime) -> None:
    """In order, on working days in working hours, with something overdue and something to come."""
    steps = story(now)
    assert steps[0].at == before_sample(now)
    assert before_sample(now) + timedelta(days=13) < now
    assert steps == sorted(steps, key=lambda step: step.at)
    for step in steps:
        there = local(step.at, "Europe/London")
        assert there.weekday() < 5
        assert 9 <= there.hour < 17


@pytest.mark.parametrize("text", [step.text for step in story(NOW)])
def test_nothing_in_it_is_longer_than_a_line(text: str) -> None:
    assert len(text) < 90
