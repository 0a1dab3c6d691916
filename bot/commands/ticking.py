"""What the clock does: claims what is due, writes what is to be said, moves the next time. One transaction."""

from datetime import datetime, timedelta

from bot.commands.climbing import climb, step
from bot.commands.digesting import kind_at, scheduled_key
from bot.commands.nudging import Tick
from bot.domain.boards import Board
from bot.domain.digests import LATEST, DigestKind, next_digest, share
from bot.domain.outbox import OutboxKind, OutboxState, Priority
from bot.ports import DueDigest, NewRow, Records, UnitOfWork

_INTERRUPTED = "its time had passed when the clock ran again"


def tick(unit: UnitOfWork, now: datetime, limit: int = 500, spread: timedelta = timedelta()) -> int:
    """Handle up to `limit` things that are due at the aware instant `now`; returns how many, 0 when all is done.

    Boards' weekly digests go out within `spread` of their time, each board's always as long after it.
    """
    digests = unit.claim_digests(now, limit)
    for due in digests:
        _digest(unit.within(due.organisation), due, now, spread)
    nudges = unit.claim_nudges(now, limit)
    if nudges:
        Tick(unit, now).nudge(nudges)
    rungs = unit.claim_escalations(now, limit)
    for rung in rungs:
        climb(unit.within(rung.organisation), rung, now)
    steps = unit.claim_steps(now, limit)
    for one in steps:
        step(unit.within(one.organisation), one, now)
    return len(digests) + len(nudges) + len(rungs) + len(steps)


def _digest(records: Records, due: DueDigest, now: datetime, spread: timedelta) -> None:
    """The latest of what was missed is said, the earlier ones are recorded as skipped."""
    board = records.boards.get(due.board)
    meetings = records.meetings.of_board(board.id)
    at = due.at
    following = next_digest(board, meetings, at)[0]
    while following <= now:
        _put_digest(records, board, at, now, skipped=True)
        at, following = following, next_digest(board, meetings, following)[0]
    _put_digest(records, board, at, now, skipped=now - at > LATEST, spread=spread)
    records.boards.set_next_digest(board.id, following)


def _put_digest(
    records: Records,
    board: Board,
    at: datetime,
    now: datetime,
    *,
    skipped: bool,
    spread: timedelta = timedelta(),
) -> None:
    kind = kind_at(records, board, at)
    # What is said before a meeting, or late already, is not kept back.
    later = at if kind is DigestKind.MEETING else at + share(f"{records.organisation}:{board.id}", spread)
    for place in records.places.of_board(board.id):
        records.outbox.put(
            NewRow(
                key=scheduled_key(board, kind, at, place.id),
                kind=OutboxKind.DIGEST,
                lane=f"digest:{place.id}",
                not_before=max(now, later),
                place=place.id,
                about={"board": board.id, "digest": kind.value, "at": at.isoformat()},
                state=OutboxState.SKIPPED if skipped else OutboxState.WAITING,
                reason=_INTERRUPTED if skipped else None,
                priority=Priority.MEETING_DIGEST if kind is DigestKind.MEETING else None,
            ),
            None,
            now,
        )
