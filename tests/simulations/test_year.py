"""A year of fifty boards in twelve zones, with bank holidays and a clock that is put on and back: each thing once, in time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.outbox import OutboxKind, OutboxState
from tests.simulations import oracle
from tests.simulations.year import STEPS, Year, simulate

LATE_DIGEST = timedelta(hours=12)


@pytest.fixture(scope="module")
def year() -> Year:
    return simulate()


def stepped_over(at: datetime) -> datetime | None:
    """When the clock came to, if it was put on over this instant."""
    for when, by in STEPS:
        if by > timedelta() and when <= at <= when + by:
            return when + by
    return None


def of_kind(year: Year, kind: OutboxKind) -> list:
    return [row for row in year.rows if row.kind is kind]


def test_the_year_is_worth_the_name(year: Year) -> None:
    """Fifty boards, twelve zones, clocks that change, and holidays that move something."""
    assert len(year.boards) == 50
    assert len({b.zone for b in year.boards}) == 12
    assert len(of_kind(year, OutboxKind.DIGEST)) > 2_000
    assert len([s for s in year.said if s.row.kind is OutboxKind.NUDGE]) > 500
    moved = [key for board in year.boards for key in oracle.digests(board) if "weekly" in key]
    assert any(datetime.fromisoformat(key.removeprefix("weekly:")).weekday() != 0 for key in moved)
    assert len([t for t in year.tasks if t.done_at is not None]) > 100


def test_every_digest_is_written_once_for_its_local_time(year: Year) -> None:
    """Those of every board and no others, over the whole year; what the clock was put on over is among them."""
    for n, board in enumerate(year.boards):
        keys = [r.key for r in of_kind(year, OutboxKind.DIGEST) if r.key.startswith(f"digest:{board.id}:")]
        written = sorted(":".join(key.split(":")[2:5]) for key in keys)
        assert written == sorted(oracle.digests(board)), f"board {n} in {board.zone}"


def test_every_digest_is_said_at_nine_where_its_board_is(year: Year) -> None:
    """Or not at all, with nothing to say; after the clock was put on, late or as a recorded skip."""
    said = {s.row.key: s.at for s in year.said if s.row.kind is OutboxKind.DIGEST}
    assert len(said) == len([s for s in year.said if s.row.kind is OutboxKind.DIGEST])
    due = {(b.id, key): at for b in year.boards for key, at in oracle.digests(b).items()}
    for row in of_kind(year, OutboxKind.DIGEST):
        _, board, *local, _ = row.key.split(":")
        at = due[int(board), ":".join(local)]
        came_to = stepped_over(at)
        if row.key not in said:
            assert row.state is OutboxState.SKIPPED
            assert came_to is not None or "nothing" in (row.reason or ""), row
        elif came_to is None:
            assert said[row.key] == at
        else:
            assert at <= said[row.key] <= at + LATE_DIGEST


def test_every_owner_is_nudged_once_on_each_of_their_days_at_nine(year: Year) -> None:
    """On those days and no others, but for the one on which they are asked for an update before a meeting."""
    owners = {owner.id: n for n, owner in enumerate(year.owners)}
    said = {}
    for each in year.said:
        if each.row.kind is OutboxKind.NUDGE:
            assert each.row.person is not None
            n = owners[each.row.person]
            day = each.at.astimezone(ZoneInfo(year.owners[n].zone)).date()
            assert (n, day) not in said, "twice in a day"
            said[n, day] = each.at
    expected = {whom: at for whom, at in oracle.nudges(year).items() if stepped_over(at) is None}
    missing = {whom: at for whom, at in expected.items() if said.get(whom) != at}
    assert missing == {}
    for n, day in said.keys() - expected.keys():
        owner = year.owners[n]
        board = year.boards[owner.board]
        asked = day in oracle.ask_days(board)
        resumed = any(when + by <= said[n, day] <= when + by + timedelta(hours=20) for when, by in STEPS)
        assert asked or resumed, (n, day, owner.zone, board.zone)


def test_nobody_hears_more_than_once_a_day_nor_is_asked_what_they_answered(year: Year) -> None:
    """However many actions they have."""
    assert max(count for days in year.heard() for count in days.values()) == 1
    assert year.asked_again == []


def test_everything_is_settled_at_the_end(year: Year) -> None:
    """Nothing is left waiting, and nothing was given up."""
    states = {row.state for row in year.rows if row.not_before < datetime(2026, 12, 31, tzinfo=UTC)}
    assert states == {OutboxState.SENT, OutboxState.SKIPPED}
