"""What has fallen due, in every organisation: nudges, digests, and what the outbox may say now.

`FOR UPDATE SKIP LOCKED` keeps two replicas from claiming the same rows; SQLite, which has one writer, leaves it out.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import Select, and_, bindparam, false, func, insert, null, select, union_all, update

from bot.domain.ids import OutboxId
from bot.domain.outbox import SETTLED, OutboxRow, OutboxState
from bot.domain.pace import Chosen, Pace, choose
from bot.ports import DueDigest, DueEscalation, DueNudge, DueStep, Stale
from store import mapping, pacing
from store.records.actions import OF_ACTION, UNFINISHED_ONES
from store.statements import Binds, Either, Link, Row, Statement, among, constant
from store.tables import (
    actions,
    assignments,
    attempts,
    boards,
    installations,
    meetings,
    organisations,
    outbox,
    people,
)

_WAITING = pacing.WAITING

_NUDGES = Statement(
    select(
        assignments.c.organisation_id,
        actions.c.board_id,
        assignments.c.action_id,
        assignments.c.id,
        assignments.c.next_nudge_at,
        assignments.c.owner_kind,
        assignments.c.person_id,
        assignments.c.words,
        actions.c.due_day,
        people.c.zone,
        people.c.settings,
        assignments.c.snoozed_until,
    )
    .join(actions, OF_ACTION)
    .outerjoin(
        people,
        and_(
            people.c.organisation_id == assignments.c.organisation_id, people.c.id == assignments.c.person_id
        ),
    )
    .where(assignments.c.next_nudge_at <= bindparam("now"), UNFINISHED_ONES)
    .order_by(
        assignments.c.next_nudge_at,
        assignments.c.organisation_id,
        assignments.c.person_id,
        assignments.c.id,
    )
    .limit(bindparam("count"))
    .with_for_update(key_share=True, skip_locked=True, of=assignments)
)
_DIGESTS = Statement(
    select(boards.c.organisation_id, boards.c.id, boards.c.next_digest_at)
    .where(boards.c.next_digest_at <= bindparam("now"))
    .order_by(boards.c.next_digest_at, boards.c.organisation_id, boards.c.id)
    .limit(bindparam("count"))
    .with_for_update(key_share=True, skip_locked=True)
)
_ESCALATIONS = Statement(
    select(actions.c.organisation_id, actions.c.board_id, actions.c.id, actions.c.next_escalation_at)
    .where(actions.c.next_escalation_at <= bindparam("now"), UNFINISHED_ONES)
    .order_by(actions.c.next_escalation_at, actions.c.organisation_id, actions.c.id)
    .limit(bindparam("count"))
    .with_for_update(key_share=True, skip_locked=True)
)
_STEPS = Statement(
    select(meetings.c.organisation_id, meetings.c.board_id, meetings.c.id, meetings.c.next_step_at)
    .where(meetings.c.next_step_at <= bindparam("now"), meetings.c.cancelled == false())
    .order_by(meetings.c.next_step_at, meetings.c.organisation_id, meetings.c.id)
    .limit(bindparam("count"))
    .with_for_update(key_share=True, skip_locked=True)
)


def _of_these(ids: Binds) -> Select[Row]:
    # Looked at once more: on PostgreSQL another sender may have moved one of them on before its budget was locked.
    return (
        select(*mapping.OUTBOX)
        .where(_WAITING, among(outbox.c.id, ids))
        .with_for_update(key_share=True, skip_locked=True, of=outbox)
    )


_OUTBOX_OF_THESE = Statement(_of_these, "ids")


# One for each state, spelt out, so that the few rows in trouble are found among the many that were sent.
_IN_STATE = {
    state: Statement(
        select(*mapping.OUTBOX)
        .where(outbox.c.state == constant(state))
        .order_by(outbox.c.id)
        .limit(bindparam("count"))
    )
    for state in OutboxState
}


def _by_id(ids: Binds) -> Select[Row]:
    # Ids are unique in the whole database, but the key begins with the organisation.
    return (
        select(*mapping.OUTBOX)
        .where(outbox.c.organisation_id.in_(select(organisations.c.id)), among(outbox.c.id, ids))
        .order_by(outbox.c.id)
    )


_BY_ID = Statement(_by_id, "ids")
_SENDING = (
    select(*mapping.OUTBOX).where(outbox.c.state == constant(OutboxState.SENDING)).order_by(outbox.c.id)
)
_IN_DOUBT = Either(sqlite=_SENDING, postgresql=_SENDING.where(pacing.IN_NOBODYS_HAND))
_THE_ROW = and_(
    outbox.c.organisation_id == bindparam("organisation"),
    outbox.c.id == bindparam("its_id"),
    outbox.c.state == bindparam("loaded_state"),
    outbox.c.attempts == bindparam("loaded_attempts"),
)
_BEGIN = Statement(
    update(outbox)
    .where(_THE_ROW)
    .values(state=constant(OutboxState.SENDING), attempts=bindparam("attempts"), settled_at=null()),
    sure=True,
)
_ADD_ATTEMPT = Statement(insert(attempts))
_SETTLE = Statement(
    update(outbox)
    .where(_THE_ROW)
    .values(
        state=bindparam("state"),
        reason=bindparam("reason"),
        settled_at=bindparam("settled_at"),
        not_before=bindparam("not_before"),
    ),
    sure=True,
)
_END_ATTEMPT = Statement(
    update(attempts)
    .where(
        attempts.c.organisation_id == bindparam("organisation"),
        attempts.c.outbox_id == bindparam("its_id"),
        attempts.c.number == bindparam("its_number"),
    )
    .values(ended_at=bindparam("ended_at"), outcome=bindparam("outcome"), reason=bindparam("reason")),
    sure=True,
)
_LAST_ATTEMPT = Statement(
    select(func.max(attempts.c.began_at)).where(
        attempts.c.organisation_id == bindparam("organisation"), attempts.c.outbox_id == bindparam("its_id")
    )
)
# Workspace by workspace, as the index on what waits is ordered: SQLite would else read the rows themselves.
_FIRST_MOMENT = select(func.min(outbox.c.not_before)).where(_WAITING)
_OF_NOBODY = _FIRST_MOMENT.where(outbox.c.installation_id.is_(None))
_OF_WORKSPACE = _FIRST_MOMENT.where(
    outbox.c.installation_id == installations.c.id,
    outbox.c.organisation_id == installations.c.organisation_id,
)
_OLDEST = select(func.min(_OF_WORKSPACE.correlate(installations).scalar_subquery())).select_from(
    installations
)
_OLDEST_WAITING = Statement(union_all(_OLDEST, _OF_NOBODY))
_MOMENTS = Statement(
    union_all(
        select(
            select(assignments.c.next_nudge_at.label("at"))
            .join(actions, OF_ACTION)
            .where(assignments.c.next_nudge_at.is_not(None), UNFINISHED_ONES)
            .order_by(assignments.c.next_nudge_at)
            .limit(1)
            .scalar_subquery()
            .label("at")
        ),
        select(func.min(boards.c.next_digest_at)).where(boards.c.next_digest_at.is_not(None)),
        select(
            select(actions.c.next_escalation_at.label("at"))
            .where(actions.c.next_escalation_at.is_not(None), UNFINISHED_ONES)
            .order_by(actions.c.next_escalation_at)
            .limit(1)
            .scalar_subquery()
            .label("at")
        ),
        select(func.min(meetings.c.next_step_at)).where(
            meetings.c.next_step_at.is_not(None), meetings.c.cancelled == false()
        ),
        # Whatever stands behind another in its lane goes after it, however early it might.
        _FIRST_MOMENT.where(pacing.FIRST_IN_LANE),
    )
)


def due_nudges(link: Link, now: datetime, limit: int) -> Sequence[DueNudge]:
    """See bot.ports.UnitOfWork.claim_nudges.

    Where the limit cuts through assignments of one person due at the same time, they are left for the next claim,
    unless there is nobody before them.
    """
    rows = link.rows(_NUDGES, now=now, count=limit)
    if len(rows) == limit and _whose(rows[-1]) != _whose(rows[0]):
        last = _whose(rows[-1])
        rows = [row for row in rows if _whose(row) != last]
    return [
        DueNudge(
            organisation,
            board,
            action,
            assignment,
            at,
            mapping.owner(kind, person, words),
            due,
            zone,
            *mapping.own_ways(own),
            snoozed,
        )
        for organisation, board, action, assignment, at, kind, person, words, due, zone, own, snoozed in rows
    ]


def _whose(row: Row) -> Row:
    # Who is not one person (a role, a partner) has only the assignment itself in common.
    return (row[4], row[0], row[6]) if row[6] is not None else (row[4], row[0], row[3], None)


def due_digests(link: Link, now: datetime, limit: int) -> Sequence[DueDigest]:
    """See bot.ports.UnitOfWork.claim_digests."""
    return [DueDigest(*row) for row in link.rows(_DIGESTS, now=now, count=limit)]


def due_escalations(link: Link, now: datetime, limit: int) -> Sequence[DueEscalation]:
    """See bot.ports.UnitOfWork.claim_escalations."""
    return [DueEscalation(*row) for row in link.rows(_ESCALATIONS, now=now, count=limit)]


def due_steps(link: Link, now: datetime, limit: int) -> Sequence[DueStep]:
    """See bot.ports.UnitOfWork.claim_steps."""
    return [DueStep(*row) for row in link.rows(_STEPS, now=now, count=limit)]


def due_outbox(
    link: Link, now: datetime, limit: int, among_these: Collection[OutboxId] | None, pace: Pace
) -> tuple[Sequence[OutboxRow], Chosen]:
    """See bot.ports.UnitOfWork.claim_outbox. Also what was chosen, for `pacing.spend`."""
    chosen = choose(pacing.SqlQueue(link, locking=True, among_these=among_these), pace, limit, now)
    if not chosen.rows:
        return [], chosen
    found = {row[0]: row for row in link.rows(_OUTBOX_OF_THESE, ids=[each.row for each in chosen.rows])}
    return [mapping.outbox_row(found[each.row]) for each in chosen.rows if each.row in found], chosen


def outbox_ready(link: Link, now: datetime, limit: int, pace: Pace) -> Sequence[OutboxId]:
    """See bot.ports.UnitOfWork.outbox_ready."""
    return [each.row for each in choose(pacing.SqlQueue(link, locking=False), pace, limit, now).rows]


def in_states(link: Link, states: Collection[OutboxState], limit: int) -> Sequence[OutboxRow]:
    """See bot.ports.UnitOfWork.outbox_rows."""
    rows = [row for state in states for row in link.rows(_IN_STATE[state], count=limit)]
    return [mapping.outbox_row(row) for row in sorted(rows, key=itemgetter(0))[:limit]]


def by_id(link: Link, ids: Collection[OutboxId]) -> Sequence[OutboxRow]:
    """See bot.ports.UnitOfWork.outbox_by_id."""
    return [mapping.outbox_row(row) for row in link.rows(_BY_ID, ids=ids)]


def in_doubt(link: Link) -> Sequence[OutboxRow]:
    """See bot.ports.UnitOfWork.in_doubt."""
    return [mapping.outbox_row(row) for row in link.rows(_IN_DOUBT)]


def begin_attempts(link: Link, rows: Collection[OutboxRow], now: datetime) -> None:
    """The next attempt at each of these rows as they were loaded.

    Raises:
        Stale: one of them has moved on since.
    """
    began = [{"attempts": row.attempts + 1, **_loaded(row)} for row in rows]
    if link.run_many(_BEGIN, began) != len(began):
        raise Stale("a row of the outbox is not as it was loaded")
    link.run_many(
        _ADD_ATTEMPT,
        [
            {
                "organisation_id": row.organisation,
                "outbox_id": row.id,
                "number": row.attempts + 1,
                "began_at": now,
                "ended_at": None,
                "outcome": None,
                "reason": None,
            }
            for row in rows
        ],
    )


def settle(
    link: Link,
    row: OutboxRow,
    state: OutboxState,
    reason: str | None,
    now: datetime,
    not_before: datetime | None,
) -> None:
    """End the attempt at the row as it was loaded.

    Raises:
        Stale: the row has moved on since, so this sender is no longer the one to tell.
    """
    changed = link.run(
        _SETTLE,
        state=state.value,
        reason=reason,
        settled_at=now if state in SETTLED else None,
        not_before=not_before or row.not_before,
        **_loaded(row),
    )
    if not changed:
        raise Stale(f"outbox row {row.id} is not as it was loaded")
    if row.state is OutboxState.SENDING:
        link.run(
            _END_ATTEMPT,
            organisation=row.organisation,
            its_id=row.id,
            its_number=row.attempts,
            ended_at=now,
            outcome=state.value,
            reason=reason,
        )


def _loaded(row: OutboxRow) -> dict[str, object]:
    return {
        "organisation": row.organisation,
        "its_id": row.id,
        "loaded_state": row.state.value,
        "loaded_attempts": row.attempts,
    }


def last_attempt_at(link: Link, row: OutboxRow) -> datetime | None:
    """See bot.ports.UnitOfWork.last_attempt_at."""
    found = link.row(_LAST_ATTEMPT, organisation=row.organisation, its_id=row.id)
    return found[0] if found else None


def oldest_waiting(link: Link) -> datetime | None:
    """Since when something could have been said that has not been."""
    return min((row[0] for row in link.rows(_OLDEST_WAITING) if row[0] is not None), default=None)


def next_moment(link: Link) -> datetime | None:
    """See bot.ports.UnitOfWork.next_moment."""
    return min((row[0] for row in link.rows(_MOMENTS) if row[0] is not None), default=None)
