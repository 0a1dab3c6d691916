"""What messages of the day speak of besides their reader's own actions. The key says it once."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, select

from bot.domain.ids import OutboxId, PersonId
from bot.domain.outbox import OutboxRow
from bot.ports import Topic
from store import mapping
from store.records.family import Family, within
from store.statements import Once, Statement
from store.tables import outbox, topics

_PUT = Once(
    lambda its: (new := its(topics)).on_conflict_do_update(
        index_elements=list(topics.primary_key),
        set_={name: new.excluded[name] for name in ("person_id", "outbox_id", "about")},
    )
)
_GET = Statement(
    select(topics.c.key, topics.c.person_id, topics.c.about).where(
        within(topics), topics.c.key == bindparam("key")
    )
)
_ROW = Statement(
    select(*mapping.OUTBOX)
    .join(
        topics,
        and_(topics.c.organisation_id == outbox.c.organisation_id, topics.c.outbox_id == outbox.c.id),
    )
    .where(within(topics), topics.c.key == bindparam("key"))
)
_SAID_IN = Statement(
    select(topics.c.key, topics.c.person_id, topics.c.about)
    .where(within(topics), topics.c.outbox_id == bindparam("row"))
    .order_by(topics.c.key)
)


class TopicRecords(Family):
    """See bot.ports.Topics."""

    __slots__ = ()

    def put(self, topic: Topic, row: OutboxId) -> None:
        self._link.run(
            _PUT,
            organisation_id=self._organisation,
            key=topic.key,
            person_id=topic.person,
            outbox_id=row,
            about=dict(topic.about),
        )

    def get(self, key: str) -> Topic | None:
        row = self._link.row(_GET, organisation=self._organisation, key=key)
        return None if row is None else Topic(row[0], PersonId(row[1]), row[2])

    def row_of(self, key: str) -> OutboxRow | None:
        found = self._link.row(_ROW, organisation=self._organisation, key=key)
        return None if found is None else mapping.outbox_row(found)

    def said_in(self, row: OutboxId) -> Sequence[Topic]:
        rows = self._link.rows(_SAID_IN, organisation=self._organisation, row=row)
        return [Topic(key, PersonId(person), about) for key, person, about in rows]
