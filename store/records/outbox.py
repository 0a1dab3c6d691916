"""What is still to be said within one organisation. Written once: the key is unique."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, literal_column, null, select, update

from bot.domain.ids import OutboxId, PersonId
from bot.domain.outbox import PRIORITY, SETTLED, OutboxKind, OutboxRow, OutboxState
from bot.domain.places import PlaceKind
from bot.ports import NewRow
from store import mapping
from store.columns import Id
from store.records.family import Family, the, within
from store.records.places import LAST_USED_FIRST
from store.statements import Once, Statement, among, constant
from store.tables import attempts, outbox, places, posts, topics

# Where it will be said, as far as one can tell now: its place, or the conversation its person last wrote in.
_TO = func.coalesce(
    bindparam("its_place", type_=Id),
    select(places.c.id)
    .where(
        within(places),
        places.c.person_id == bindparam("its_person", type_=Id),
        places.c.kind == constant(PlaceKind.DIRECT),
    )
    .order_by(*LAST_USED_FIRST)
    # Spelt out: as parameters they would be put to each row's.
    .limit(literal_column("1"))
    .offset(literal_column("0"))
    .scalar_subquery(),
)
_there = places.alias("there")
_VALUES = {column.name: bindparam(column.name, type_=column.type) for column in outbox.c} | {
    "to_place_id": _TO,
    "installation_id": select(_there.c.installation_id)
    .where(within(_there), _there.c.id == _TO)
    .scalar_subquery(),
}
_PUT = Once(
    lambda its: (
        its(outbox)
        .values(_VALUES)
        .on_conflict_do_nothing(index_elements=[outbox.c.organisation_id, outbox.c.key])
    )
)
_GET = Statement(select(*mapping.OUTBOX).where(*the(outbox)))
_IN_LANE = Statement(
    select(*mapping.OUTBOX)
    .where(
        within(outbox),
        outbox.c.lane == bindparam("lane"),
        outbox.c.state == constant(OutboxState.WAITING),
        outbox.c.attempts == 0,
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
    # Whoever counts on it to show a change must not be overtaken by a sender that composes it without that change.
    .with_for_update(key_share=True)
)
_KEYED = Statement(select(*mapping.OUTBOX).where(within(outbox), outbox.c.key == bindparam("key")))
_EXISTS = Statement(select(outbox.c.id).where(within(outbox), outbox.c.key == bindparam("key")))
_LAST_NUDGE = Statement(
    select(*mapping.OUTBOX)
    .where(
        within(outbox),
        outbox.c.person_id == bindparam("person"),
        outbox.c.kind == constant(OutboxKind.NUDGE),
        outbox.c.state != constant(OutboxState.SKIPPED),
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_SEND_AGAIN = Statement(
    update(outbox)
    .where(
        *the(outbox),
        outbox.c.state == constant(OutboxState.UNKNOWN),
        outbox.c.attempts == bindparam("loaded_attempts"),
    )
    .values(state=constant(OutboxState.WAITING), not_before=bindparam("at"), reason=null(), settled_at=null())
)


# Looked at in the order of ids, which is that of age, so that no index is needed that every message would pay for.
_IN_ORDER = Statement(
    select(
        outbox.c.id,
        outbox.c.kind,
        outbox.c.created_at,
        outbox.c.settled_at,
        exists()
        .where(topics.c.organisation_id == outbox.c.organisation_id, topics.c.outbox_id == outbox.c.id)
        .label("spoken_of"),
    )
    .where(within(outbox), outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
    .limit(bindparam("count"))
)
_LET_GO_OF = Statement(
    lambda ids: update(posts).where(within(posts), among(posts.c.outbox_id, ids)).values(outbox_id=None),
    "ids",
)
_FORGET_ATTEMPTS = Statement(
    lambda ids: delete(attempts).where(within(attempts), among(attempts.c.outbox_id, ids)), "ids"
)
_FORGET = Statement(lambda ids: delete(outbox).where(within(outbox), among(outbox.c.id, ids)), "ids")


class OutboxRecords(Family):
    """See bot.ports.Outbox."""

    __slots__ = ()

    def put(self, row: NewRow, delivery: str | None, now: datetime) -> OutboxId | None:
        its_id = OutboxId(self._ids.take())
        written = self._link.run(
            _PUT,
            organisation=self._organisation,
            its_place=row.place,
            its_person=row.person,
            organisation_id=self._organisation,
            id=its_id,
            key=row.key,
            kind=str(row.kind),
            lane=row.lane,
            priority=int(PRIORITY[row.kind] if row.priority is None else row.priority),
            state=str(row.state),
            created_at=now,
            not_before=row.not_before,
            place_id=row.place,
            person_id=row.person,
            about=dict(row.about),
            delivery=delivery,
            reason=row.reason,
            attempts=0,
            settled_at=now if row.state in SETTLED else None,
        )
        return its_id if written else None

    def forget(
        self, kinds: Collection[OutboxKind], before: datetime, after: OutboxId, limit: int
    ) -> OutboxId | None:
        rows = self._link.rows(_IN_ORDER, organisation=self._organisation, after=after, count=limit)
        old = [row for row in rows if row[2] < before]
        ids = [
            row[0] for row in old if row[1] in kinds and row[3] is not None and row[3] < before and not row[4]
        ]
        if ids:
            for statement in (_LET_GO_OF, _FORGET_ATTEMPTS, _FORGET):
                self._link.run(statement, organisation=self._organisation, ids=ids)
        return OutboxId(rows[-1][0]) if len(rows) == limit and len(old) == limit else None

    def get(self, row: OutboxId) -> OutboxRow | None:
        found = self._link.row(_GET, organisation=self._organisation, its_id=row)
        return None if found is None else mapping.outbox_row(found)

    def waiting_in_lane(self, lane: str) -> OutboxRow | None:
        found = self._link.row(_IN_LANE, organisation=self._organisation, lane=lane)
        return None if found is None else mapping.outbox_row(found)

    def exists(self, key: str) -> bool:
        return self._link.row(_EXISTS, organisation=self._organisation, key=key) is not None

    def keyed(self, key: str) -> OutboxRow | None:
        found = self._link.row(_KEYED, organisation=self._organisation, key=key)
        return None if found is None else mapping.outbox_row(found)

    def last_nudge(self, person: PersonId) -> OutboxRow | None:
        found = self._link.row(_LAST_NUDGE, organisation=self._organisation, person=person)
        return None if found is None else mapping.outbox_row(found)

    def send_again(self, row: OutboxId, attempts: int, now: datetime) -> bool:
        changed = self._link.run(
            _SEND_AGAIN, organisation=self._organisation, its_id=row, loaded_attempts=attempts, at=now
        )
        return changed == 1
