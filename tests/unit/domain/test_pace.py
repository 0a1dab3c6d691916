"""How fast a platform may be spoken to, and who is next: never over a limit, never unfair, never stuck."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import (
    EMPTY,
    PLENTY,
    RECOVERY,
    SLOWEST,
    Bucket,
    Candidate,
    Limit,
    free_at,
    halved,
    held,
    in_turn,
    pace_at,
    room,
    spent,
)

NOW = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)
CHANNEL = Limit(1, 1.0)
LIMITS = st.builds(Limit, st.integers(1, 60), st.floats(0.5, 90))


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@given(LIMITS, st.lists(st.tuples(st.floats(0, 5), st.integers(1, 80)), min_size=1, max_size=80))
def test_no_window_ever_holds_more_than_the_limit(limit: Limit, asks: list[tuple[float, int]]) -> None:
    """However often and for however many one asks, whoever sends only where there is room keeps to it."""
    bucket, moment, sends = EMPTY, NOW, []
    for wait, wanted in asks:
        moment += timedelta(seconds=wait)
        count = min(wanted, room(bucket, limit, moment))
        if count:
            bucket = spent(bucket, limit, count, moment)
            sends.append((moment, count))
    for end, _ in sends:
        within = [n for at, n in sends if end - timedelta(seconds=limit.seconds) < at <= end]
        assert sum(within) <= limit.count


@given(LIMITS, st.lists(st.floats(0, 3), max_size=40))
def test_there_is_room_when_it_was_said_there_would_be(limit: Limit, waits: list[float]) -> None:
    """And none a moment before, so that nothing waits for longer than it has to."""
    bucket, moment = EMPTY, NOW
    for wait in waits:
        moment += timedelta(seconds=wait)
        if room(bucket, limit, moment):
            bucket = spent(bucket, limit, room(bucket, limit, moment), moment)
    free = free_at(bucket, limit, moment)
    assert room(bucket, limit, free) > 0
    if free > moment:
        assert room(bucket, limit, free - timedelta(microseconds=1)) == 0


def test_one_message_a_second() -> None:
    """At exactly a second's distance, not a microsecond earlier."""
    bucket = spent(EMPTY, CHANNEL, 1, NOW)
    assert [room(bucket, CHANNEL, after(s)) for s in (0, 0.999999, 1.0, 60)] == [0, 0, 1, 1]


def test_a_pause_is_kept_to_the_second() -> None:
    """Nothing before it ends, whatever the limit; a shorter one asked for later does not end it sooner."""
    bucket = held(held(EMPTY, 30, NOW), 5, after(1))
    for limit in (None, CHANNEL):
        assert [room(bucket, limit, after(s)) > 0 for s in (1, 6, 29.999999, 30)] == [
            False,
            False,
            False,
            True,
        ]
        assert free_at(bucket, limit, after(2)) == after(30)


def test_half_the_pace_is_gone_and_comes_back_evenly() -> None:
    """Once for all that was on its way; down to a floor, and back to the whole in a minute at most."""
    bucket = halved(EMPTY, NOW, after(2))
    assert halved(bucket, after(1), after(3)) == bucket
    assert pace_at(bucket, after(2)) == 0.5
    assert pace_at(bucket, after(17)) == 0.75
    assert pace_at(bucket, after(32)) == pace_at(bucket, after(3600)) == 1.0
    for second in range(3, 20):
        bucket = halved(bucket, after(second), after(second))
    assert pace_at(bucket, after(19)) >= SLOWEST
    assert pace_at(bucket, after(19) + RECOVERY) == 1.0


def test_at_half_the_pace_half_as_many_go() -> None:
    """Over any stretch: five a second become five in two."""
    limit = Limit(5, 1.0)
    bucket = spent(halved(EMPTY, NOW, NOW), limit, 5, NOW)
    assert room(bucket, limit, after(1)) == 0
    assert free_at(bucket, limit, NOW) == after(2)


def test_a_clock_put_back_does_not_silence_anybody() -> None:
    """What was written down in an hour that is to come again is not believed."""
    bucket = held(spent(EMPTY, CHANNEL, 1, after(3600)), 60, after(3600))
    assert room(bucket, CHANNEL, NOW) == 1
    assert free_at(bucket, CHANNEL, NOW) == NOW
    assert spent(bucket, CHANNEL, 1, NOW) == Bucket(((NOW, 1),), changed_at=NOW)


def test_a_bucket_stays_small() -> None:
    """However long a workspace is busy."""
    bucket = EMPTY
    for n in range(5000):
        bucket = spent(bucket, Limit(1800, 3600.0), 1, after(n / 10))
    assert len(bucket.sent) <= 65


def one(row: int, workspace: int | None, place: int | None = None, priority: int = 4) -> Candidate:
    return Candidate(row, priority, workspace, place)


def test_workspaces_take_turns() -> None:
    """One with thousands waiting goes no more often than one with three; the most urgent of a turn goes first."""
    many = [one(n, 1) for n in range(50)]
    few = [one(100 + n, 2) for n in range(3)]
    digest = [one(200, 3, priority=2), one(201, 3)]
    chosen = in_turn([*many, *few, *digest], {1: PLENTY, 2: PLENTY, 3: PLENTY}, {}, 9)
    assert [c.row for c in chosen] == [200, 0, 100, 1, 101, 201, 2, 102, 3]


def test_no_more_go_than_there_is_room_for() -> None:
    """In a workspace and in a place; what is bound for nobody knows where is not held up."""
    waiting = [one(1, 1, 10), one(2, 1, 10), one(3, 1, 11), one(4, 1, 12), one(5, 2, 20), one(6, None)]
    chosen = in_turn(waiting, {1: 2, 2: 0}, {10: 1, 11: 5, 12: 5, 20: 5}, 100)
    assert [c.row for c in chosen] == [1, 6, 3]


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(0, 5)), max_size=60),
    st.integers(1, 30),
)
def test_the_most_urgent_of_a_workspace_go_first(rows: list[tuple[int, int, int]], limit: int) -> None:
    """Where its places have room: nothing less urgent passes what could have gone."""
    waiting = sorted(
        (
            Candidate(n, priority, workspace, 10 * workspace + place % 3)
            for n, (workspace, place, priority) in enumerate(rows)
        ),
        key=lambda c: (c.workspace, c.priority, c.row),
    )
    chosen = in_turn(waiting, dict.fromkeys(range(1, 5), PLENTY), {c.place: PLENTY for c in waiting}, limit)
    assert len(chosen) == min(limit, len(waiting))
    for workspace in range(1, 5):
        its = [c.row for c in waiting if c.workspace == workspace]
        assert [c.row for c in chosen if c.workspace == workspace] == its[
            : len([c for c in chosen if c.workspace == workspace])
        ]
