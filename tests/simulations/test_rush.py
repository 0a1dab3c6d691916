"""The Monday rush in small: whatever the platforms take is used, digests come first, and nobody is favoured."""

import itertools

import pytest

from adapters.slack.sender import LIMITS as SLACK
from adapters.teams.sender import LIMITS as TEAMS
from bench.rush import Rush, rush
from bot.domain.outbox import Priority

BOARDS, OWNERS = 300, 6_000


@pytest.fixture(
    scope="module", params=[(SLACK, 1), (SLACK, 10), (TEAMS, 1), (TEAMS, 10)], ids=["S1", "S10", "T1", "T10"]
)
def went(request) -> Rush:
    limits, workspaces = request.param
    return rush(limits, workspaces, BOARDS, OWNERS, in_flight=1_000)


def test_what_the_platforms_take_is_used(went: Rush) -> None:
    """Nothing is missed, and nineteen twentieths of the bound are reached while anything waits."""
    assert went.sent == BOARDS + OWNERS
    assert went.too_late == 0
    assert went.ratio >= 0.95


def test_the_platforms_limit_is_kept(went: Rush) -> None:
    """In any second, in every workspace."""
    for times in went.times.values():
        windows = zip(times, times[went.limit.count :], strict=False)
        assert all(late - early >= went.limit.seconds - 1e-6 for early, late in windows)


def test_digests_come_before_nudges(went: Rush) -> None:
    """Those before a meeting as soon as the platform takes them, the weekly ones as their turn comes."""
    per_workspace = BOARDS / len(went.times)
    fastest = per_workspace / 10 / went.limit.count
    assert went.last[Priority.MEETING_DIGEST] <= fastest + 2
    assert went.last[Priority.WEEKLY_DIGEST] <= 300 + 2


def test_workspaces_end_at_the_same_time(went: Rush) -> None:
    """With as much to say each, none is served before another."""
    ends = sorted(went.last_nudge.values())
    assert all(later - earlier < 3 for earlier, later in itertools.pairwise(ends))
