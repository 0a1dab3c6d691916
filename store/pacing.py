"""How fast workspaces and places may be spoken to, as the database keeps it: see bot.domain.pace.

Whoever claims rows of the outbox locks the budgets of the workspaces they go to, so that replicas share one. What
another replica has locked is left to it. Places' buckets are written under that lock too.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Insert,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    true,
    union_all,
    update,
)

from bot.domain.ids import InstallationId, OrganisationId, OutboxId, PlaceId
from bot.domain.outbox import OutboxRow, OutboxState
from bot.domain.pace import (
    EMPTY,
    Bucket,
    Candidate,
    Chosen,
    Pace,
    Workspace,
    charge,
    halved,
    held,
)
from store.statements import Binds, Either, Link, Once, Row, Statement, among, constant
from store.tables import buckets, budgets, installations, outbox, places

WHOLE = 1000

WAITING = outbox.c.state == constant(OutboxState.WAITING)
_earlier = outbox.alias("earlier")
_EARLIER = (
    select(_earlier.c.id)
    .where(
        _earlier.c.lane == outbox.c.lane,
        # The sums keep PostgreSQL to the index on lanes, whatever it last saw of the table: by the organisation and id
        # it would go through all that waits.
        _earlier.c.organisation_id + 0 == outbox.c.organisation_id,
        _earlier.c.id + 0 < outbox.c.id,
        # As the index on lanes spells it, which is used only so.
        or_(
            _earlier.c.state == constant(OutboxState.SENDING),
            _earlier.c.state == constant(OutboxState.WAITING),
        ),
    )
    .correlate_except(_earlier)
)
FIRST_IN_LANE = ~_EARLIER.exists()
# The offset keeps PostgreSQL from joining the rows to all that waits, which it takes for little when much has come of
# late: each row is looked up by its lane.
MAY_GO = and_(WAITING, outbox.c.not_before <= bindparam("now"), ~_EARLIER.offset(0).exists())
URGENT_FIRST = (outbox.c.priority, outbox.c.id)

_OF_BUDGET = and_(
    budgets.c.organisation_id == installations.c.organisation_id,
    budgets.c.installation_id == installations.c.id,
)
_WORKSPACES = (
    select(
        installations.c.organisation_id,
        installations.c.id,
        installations.c.platform,
        budgets.c.sent,
        budgets.c.held_until,
        budgets.c.pace,
        budgets.c.cut_at,
        budgets.c.changed_at,
    )
    .join(budgets, _OF_BUDGET)
    .where(
        exists().where(
            outbox.c.installation_id == installations.c.id,
            outbox.c.organisation_id == installations.c.organisation_id,
            WAITING,
            outbox.c.not_before <= bindparam("now"),
        )
    )
)
_LOOKED_AT = Statement(_WORKSPACES)
_LOCKED = Statement(_WORKSPACES.with_for_update(key_share=True, skip_locked=True, of=budgets))

# A bucket changed after now belongs to a clock put back since; whether there really is room is reckoned afterwards.
_FULL = exists().where(
    buckets.c.organisation_id == outbox.c.organisation_id,
    buckets.c.place_id == outbox.c.to_place_id,
    buckets.c.free_at > bindparam("now"),
    buckets.c.changed_at <= bindparam("now"),
)


_HEAD = (outbox.c.id, outbox.c.priority, outbox.c.installation_id, outbox.c.to_place_id)
_NOBODYS = outbox.c.installation_id.is_(None)
_THEIRS = and_(
    outbox.c.installation_id == installations.c.id,
    outbox.c.organisation_id == installations.c.organisation_id,
    ~_FULL,
)
# PostgreSQL alone: the rows no sender has in hand, by the locks its fence would hold. Looking takes none itself.
IN_NOBODYS_HAND = text(
    "outbox.id NOT IN (SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks "
    "WHERE locktype = 'advisory' AND objsubid = 1 AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


def _next_of(*where: Any) -> Select[Any]:
    """The next rows of one workspace, or of those bound for nobody knows where: in the order of their index."""
    order = (outbox.c.organisation_id, *URGENT_FIRST)
    return select(*_HEAD).where(MAY_GO, *where).order_by(*order).limit(bindparam("each"))


def _with_buckets(heads: Any, columns: Any) -> Select[Any]:
    its = and_(
        buckets.c.organisation_id == columns.organisation_id,
        buckets.c.place_id == columns.to_place_id,
    )
    return select(
        columns.id,
        columns.priority,
        columns.installation_id,
        columns.to_place_id,
        buckets.c.sent,
        buckets.c.held_until,
        buckets.c.changed_at,
    ).select_from(heads.outerjoin(buckets, its))


def _heads_on_sqlite(workspaces: Binds) -> Select[Any]:
    rows = outbox.alias("next")
    next_ones = _next_of(_THEIRS).with_only_columns(outbox.c.id).correlate(installations)
    heads = installations.join(
        rows, and_(rows.c.organisation_id == installations.c.organisation_id, rows.c.id.in_(next_ones))
    )
    return (
        _with_buckets(heads, rows.c)
        .where(among(installations.c.id, workspaces))
        .order_by(installations.c.id, rows.c.priority, rows.c.id)
    )


def _heads_on_postgresql(*more: Any) -> Any:
    def heads(workspaces: Binds) -> Select[Any]:
        next_ones = (
            _next_of(_THEIRS, *more).add_columns(outbox.c.organisation_id).correlate(installations).lateral()
        )
        return (
            _with_buckets(installations.join(next_ones, true()), next_ones.c)
            .where(among(installations.c.id, workspaces))
            .order_by(installations.c.id, next_ones.c.priority, next_ones.c.id)
        )

    return heads


_HEADS = Either("workspaces", sqlite=_heads_on_sqlite, postgresql=_heads_on_postgresql(IN_NOBODYS_HAND))
_HEADS_OF_NOBODY = Either(sqlite=_next_of(_NOBODYS), postgresql=_next_of(_NOBODYS, IN_NOBODYS_HAND))


def _heads_among(ids: Binds) -> Select[Any]:
    return (
        _with_buckets(outbox, outbox.c)
        .where(MAY_GO, among(outbox.c.id, ids))
        .order_by(outbox.c.installation_id, *URGENT_FIRST)
    )


_HEADS_AMONG = Statement(_heads_among, "ids")


class SqlQueue:
    """bot.domain.pace.Queue: to look, or to claim, with the budgets locked; of all rows, or among these."""

    def __init__(self, link: Link, *, locking: bool, among_these: Collection[OutboxId] | None = None) -> None:
        self._link = link
        self._workspaces = _LOCKED if locking else _LOOKED_AT
        self._these = among_these

    def workspaces(self, now: datetime) -> Sequence[Workspace]:
        return [
            Workspace(
                OrganisationId(organisation),
                InstallationId(its_id),
                platform,
                Bucket(_from_json(sent), held_until, pace / WHOLE, cut_at, changed_at),
            )
            for organisation, its_id, platform, sent, held_until, pace, cut_at, changed_at in self._link.rows(
                self._workspaces, now=now
            )
        ]

    def heads(self, workspaces: Collection[InstallationId], now: datetime, each: int) -> Sequence[Candidate]:
        if self._these is not None:
            known = set(workspaces)
            rows = self._link.rows(_HEADS_AMONG, now=now, ids=self._these)
            return [_candidate(row) for row in rows if row[2] is None or row[2] in known]
        found = [
            _candidate((*row, None, None, None))
            for row in self._link.rows(_HEADS_OF_NOBODY, now=now, each=each)
        ]
        if workspaces:
            rows = self._link.rows(_HEADS, now=now, each=each, workspaces=workspaces)
            found += [_candidate(row) for row in rows]
        return found


def _candidate(row: Row) -> Candidate:
    its_id, priority, workspace, place, sent, held_until, changed_at = row
    bucket = EMPTY if changed_at is None else Bucket(_from_json(sent), held_until, changed_at=changed_at)
    return Candidate(its_id, priority, workspace, place, bucket)


def _from_json(sent: Iterable[Sequence[Any]]) -> tuple[tuple[datetime, int], ...]:
    return tuple((datetime.fromisoformat(at), count) for at, count in sent)


def _bucket_row(bucket: Bucket, free: datetime | None) -> dict[str, Any]:
    return {
        "sent": [(at.isoformat(), count) for at, count in bucket.sent],
        "held_until": bucket.held_until,
        "changed_at": bucket.changed_at,
        "free_at": free,
    }


# --- writing -------------------------------------------------------------------------------------------------------

NEW_BUDGET = Statement(insert(budgets))
_KEEP_BUDGET = Statement(
    update(budgets)
    .where(
        budgets.c.organisation_id == bindparam("organisation"),
        budgets.c.installation_id == bindparam("its_id"),
    )
    .values(
        {name: bindparam(name) for name in ("sent", "held_until", "changed_at", "free_at", "pace", "cut_at")}
    )
)


def _keep_bucket(its: Any) -> Insert:
    new = its(buckets)
    kept = {name: new.excluded[name] for name in ("sent", "held_until", "changed_at", "free_at")}
    put: Insert = new.on_conflict_do_update(
        index_elements=[buckets.c.organisation_id, buckets.c.place_id], set_=kept
    )
    return put


_KEEP_BUCKET = Once(_keep_bucket)
_BUDGET = select(
    budgets.c.sent, budgets.c.held_until, budgets.c.pace, budgets.c.cut_at, budgets.c.changed_at
).where(
    budgets.c.organisation_id == bindparam("organisation"),
    budgets.c.installation_id == bindparam("its_id"),
)
_THE_BUDGET = Statement(_BUDGET.with_for_update(key_share=True))
_THE_BUCKET = Statement(
    select(buckets.c.sent, buckets.c.held_until, buckets.c.changed_at).where(
        buckets.c.organisation_id == bindparam("organisation"), buckets.c.place_id == bindparam("place")
    )
)
_FREE = Statement(
    union_all(
        *(
            select(
                select(func.min(table.c.free_at))
                .where(table.c.free_at > bindparam("now"))
                .scalar_subquery()
                .label("at")
            )
            for table in (budgets, buckets)
        )
    )
)


def new_budget(link: Link, organisation: OrganisationId, installation: InstallationId) -> None:
    """Every workspace has one from the start, so that there is something to lock."""
    link.run(
        NEW_BUDGET,
        organisation_id=organisation,
        installation_id=installation,
        pace=WHOLE,
        cut_at=None,
        **_bucket_row(EMPTY, None),
    )


def spend(link: Link, chosen: Chosen, rows: Collection[OutboxRow], pace: Pace, now: datetime) -> None:
    """See bot.ports.UnitOfWork.spend. `chosen` is what the claim chose, its budgets locked."""
    charged = charge(chosen, [row.id for row in rows], pace, now)
    for its, (bucket, free) in charged.workspaces.items():
        _keep(link, chosen.workspaces[its], bucket, free)
    owners = {row.to: row.organisation for row in rows}
    link.run_many(
        _KEEP_BUCKET,
        [
            {"organisation_id": owners[place], "place_id": place, **_bucket_row(bucket, free)}
            for place, (bucket, free) in charged.places.items()
        ],
    )


def _keep(link: Link, workspace: Workspace, bucket: Bucket, free: datetime) -> None:
    link.run(
        _KEEP_BUDGET,
        organisation=workspace.organisation,
        its_id=workspace.id,
        pace=round(bucket.pace * WHOLE),
        cut_at=bucket.cut_at,
        **_bucket_row(bucket, free),
    )


def slow_down(link: Link, row: OutboxRow, after: float, began: datetime, now: datetime) -> None:
    """See bot.ports.UnitOfWork.slow_down."""
    if row.installation is None:
        return
    found = link.row(_THE_BUDGET, organisation=row.organisation, its_id=row.installation)
    if found is None:
        return
    sent, held_until, rate, cut_at, changed_at = found
    bucket = Bucket(_from_json(sent), held_until, rate / WHOLE, cut_at, changed_at)
    bucket = held(halved(bucket, began, now), after, now)
    workspace = Workspace(row.organisation, row.installation, "", bucket)
    _keep(link, workspace, bucket, bucket.held_until or now)
    if row.to is not None:
        place = link.row(_THE_BUCKET, organisation=row.organisation, place=row.to)
        of_place = EMPTY if place is None else Bucket(_from_json(place[0]), place[1], changed_at=place[2])
        of_place = held(of_place, after, now)
        link.run(
            _KEEP_BUCKET,
            organisation_id=row.organisation,
            place_id=row.to,
            **_bucket_row(of_place, of_place.held_until),
        )


def next_room(link: Link, now: datetime) -> datetime | None:
    """See bot.ports.UnitOfWork.next_room."""
    return min((row[0] for row in link.rows(_FREE, now=now) if row[0] is not None), default=None)


_REROUTE = Statement(
    update(outbox)
    .where(outbox.c.organisation_id == bindparam("organisation"), outbox.c.id == bindparam("its_id"))
    .values(
        to_place_id=bindparam("to"),
        installation_id=select(places.c.installation_id)
        .where(places.c.organisation_id == bindparam("organisation"), places.c.id == bindparam("to"))
        .scalar_subquery(),
    )
)


def reroute(link: Link, row: OutboxRow, to: PlaceId) -> None:
    """See bot.ports.UnitOfWork.reroute."""
    link.run(_REROUTE, organisation=row.organisation, its_id=row.id, to=to)
