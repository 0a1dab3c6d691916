"""What the clock does: claims what is due, writes what is to be said, moves the next time. One transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.commands.changing import redraw_cards
from bot.commands.digesting import kind_at, scheduled_key
from bot.domain.boards import Board
from bot.domain.clocks import today
from bot.domain.digests import LATEST, DigestKind, next_digest, share
from bot.domain.ids import AssignmentId, BoardId, OrganisationId, PersonId
from bot.domain.nudges import Verdict, next_nudge, verdict
from bot.domain.outbox import OutboxKind, OutboxState, Priority
from bot.domain.settings import own_days, own_rule
from bot.ports import DueDigest, DueNudge, NewRow, Records, UnitOfWork

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
        _nudges(unit, nudges, now)
    return len(digests) + len(nudges)


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


def _nudges(unit: UnitOfWork, due: Sequence[DueNudge], now: datetime) -> None:
    boards: dict[tuple[OrganisationId, BoardId], Board] = {}
    asked: set[tuple[OrganisationId, PersonId]] = set()
    times: dict[OrganisationId, dict[AssignmentId, datetime | None]] = {}
    for nudge in due:
        records = unit.within(nudge.organisation)
        key = nudge.organisation, nudge.board
        if key not in boards:
            boards[key] = records.boards.get(nudge.board)
        board = boards[key]
        zone = nudge.zone or board.zone
        for person, their_zone in _whom(records, nudge, zone):
            if (nudge.organisation, person) not in asked:
                asked.add((nudge.organisation, person))
                _put_nudge(records, person, their_zone, now)
        # The days of a nudge are the days on which its card begins to stand differently.
        redraw_cards(records, nudge.action, nudge.board, f"{nudge.at:%Y-%m-%d}", None, now, Priority.REFRESH)
        times.setdefault(nudge.organisation, {})[nudge.assignment] = next_nudge(
            nudge.due, own_rule(board, nudge.rhythm), zone, now, own_days(board, nudge.nation)
        )
    for organisation, moved in times.items():
        unit.within(organisation).actions.set_next_nudges(moved)


def _whom(records: Records, nudge: DueNudge, zone: str) -> list[tuple[PersonId, str]]:
    if nudge.owner.person is not None:
        return [(nudge.owner.person, zone)]
    roster = records.people.roster(nudge.board)
    people = [roster.find(p) for p in nudge.owner.people(roster)]
    return [(p.id, p.zone) for p in people if p is not None]


def _put_nudge(records: Records, person: PersonId, zone: str, now: datetime) -> None:
    """One a day at most, and never within 20 hours of the last."""
    last = records.outbox.last_nudge(person)
    found = verdict(now, zone, last.created_at if last else None)
    records.outbox.put(
        NewRow(
            key=f"nudge:{person}:{today(now, zone)}",
            kind=OutboxKind.NUDGE,
            lane=f"nudge:{person}",
            not_before=now,
            person=person,
            state=OutboxState.WAITING if found is Verdict.SAY else OutboxState.SKIPPED,
            reason=None if found is Verdict.SAY else found.value,
        ),
        None,
        now,
    )
