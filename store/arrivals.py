"""What is known about an inbound before it is read, and the replies kept for its replays. On the hot path."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pydantic_core import to_json
from sqlalchemy import and_, bindparam, delete, select, tuple_

from bot.domain.boards import Rules
from bot.domain.people import Viewer
from bot.messages import Inbound, Reply
from bot.ports import Arrival, Installation
from store import mapping
from store.statements import Link, Once, Row, Statement
from store.tables import boards, deliveries, identities, installations, people, places, roles

_HERE = (
    installations.c.platform == bindparam("platform"),
    installations.c.workspace == bindparam("workspace"),
)
# One row for each role of the author.
_WHO_AND_WHERE = (
    select(
        installations.c.organisation_id,
        installations.c.id,
        *mapping.PERSON,
        *mapping.PLACE,
        *mapping.BOARD,
        roles.c.board_id,
        roles.c.role,
    )
    .outerjoin_from(
        installations,
        identities,
        and_(
            identities.c.organisation_id == installations.c.organisation_id,
            identities.c.platform == installations.c.platform,
            identities.c.workspace == bindparam("author_workspace"),
            identities.c.external_id == bindparam("author"),
        ),
    )
    .outerjoin(
        people,
        and_(
            people.c.organisation_id == identities.c.organisation_id,
            people.c.id == identities.c.person_id,
        ),
    )
    .outerjoin(
        places,
        and_(
            places.c.organisation_id == installations.c.organisation_id,
            places.c.installation_id == installations.c.id,
            places.c.address == bindparam("address"),
        ),
    )
    .outerjoin(
        boards,
        and_(boards.c.organisation_id == places.c.organisation_id, boards.c.id == places.c.board_id),
    )
    .outerjoin(
        roles,
        and_(roles.c.organisation_id == people.c.organisation_id, roles.c.person_id == people.c.id),
    )
    .where(*_HERE)
)
_PERSON, _PLACE = 2, 2 + len(mapping.PERSON)
_BOARD = _PLACE + len(mapping.PLACE)
_ROLE = _BOARD + len(mapping.BOARD)
_REPLY = _ROLE + 2

_KNOWN = Statement(_WHO_AND_WHERE)
_EARLIER = Statement(
    select(deliveries.c.reply).where(
        deliveries.c.organisation_id == bindparam("organisation"),
        deliveries.c.installation_id == bindparam("installation"),
        deliveries.c.delivery == bindparam("delivery"),
    ),
    by="delivery",
)
# Both in one statement, for a database every question to which is a journey.
_ARRIVAL = Statement(
    _WHO_AND_WHERE.add_columns(deliveries.c.reply).outerjoin(
        deliveries,
        and_(
            deliveries.c.organisation_id == installations.c.organisation_id,
            deliveries.c.installation_id == installations.c.id,
            deliveries.c.delivery == bindparam("delivery"),
        ),
    )
)
INSTALLATION = Statement(select(installations.c.organisation_id, installations.c.id).where(*_HERE))
KEEP_REPLY = Once(
    lambda its: its(deliveries).on_conflict_do_nothing(index_elements=list(deliveries.primary_key))
)
MARK_SAID = Once(
    lambda its: (new := its(deliveries)).on_conflict_do_update(
        index_elements=list(deliveries.primary_key), set_={"said_at": new.excluded.said_at}
    )
)
WAS_SAID = Statement(
    select(deliveries.c.said_at)
    .join(
        installations,
        and_(
            installations.c.organisation_id == deliveries.c.organisation_id,
            installations.c.id == deliveries.c.installation_id,
        ),
    )
    .where(*_HERE, deliveries.c.delivery == bindparam("delivery"))
)
_DELIVERY = (deliveries.c.organisation_id, deliveries.c.installation_id, deliveries.c.delivery)
FORGET = Statement(
    delete(deliveries).where(
        tuple_(*_DELIVERY).in_(
            select(*_DELIVERY)
            .where(deliveries.c.at < bindparam("before"))
            .order_by(deliveries.c.at)
            .limit(bindparam("count"))
        )
    )
)


def arrival(link: Link, inbound: Inbound, usual: Rules, *, asking: bool = True) -> Arrival | None:
    """See bot.ports.UnitOfWork.arrival. Without `asking`, nobody looks whether it was answered earlier."""
    author = inbound.author
    asked = (str(inbound.platform), inbound.workspace, author.workspace, author.id, inbound.where.address)
    if not link.remembers:
        rows = link.rows(_ARRIVAL, **_named(asked), delivery=inbound.delivery)
        return _with_reply(_known(inbound, rows, usual), rows[0][_REPLY]) if rows else None

    def ask() -> Arrival | None:
        rows = link.rows(_KNOWN, **_named(asked))
        return _known(inbound, rows, usual) if rows else None

    known = link.recall(("arrival", *asked), ask)
    if known is None or not asking:
        return known
    earlier = reply_to(link, known.installation, inbound.delivery)
    return known if earlier is None else _with_reply(known, earlier)


def _named(asked: Sequence[str]) -> dict[str, str]:
    return dict(zip(("platform", "workspace", "author_workspace", "author", "address"), asked, strict=True))


def reply_to(link: Link, here: Installation, delivery: str) -> str | None:
    """The reply this delivery was given earlier, if it was given one."""
    row = link.row(_EARLIER, organisation=here.organisation, installation=here.id, delivery=delivery)
    return None if row is None else row[0]


def _known(inbound: Inbound, rows: Sequence[Row], usual: Rules) -> Arrival:
    row = rows[0]
    return Arrival(
        installation=Installation(row[1], row[0], inbound.platform, inbound.workspace),
        viewer=_viewer(rows),
        place=None if row[_PLACE] is None else mapping.place(row[_PLACE:_BOARD]),
        board=None if row[_BOARD] is None else mapping.board(row[_BOARD:_ROLE], usual),
        earlier=None,
    )


def _with_reply(known: Arrival, reply: str | None) -> Arrival:
    return known if reply is None else replace(known, earlier=Reply.model_validate_json(reply))


def _viewer(rows: Sequence[Row]) -> Viewer:
    row = rows[0]
    if row[_PERSON] is None:
        return Viewer(person=None)
    held = {row[_ROLE]: mapping.ROLE[row[_ROLE + 1]] for row in rows if row[_ROLE] is not None}
    return Viewer(mapping.person(row[_PERSON:_PLACE]), held)


def keep_reply(
    link: Link, organisation: int, installation: int, delivery: str, reply: Reply, now: datetime
) -> bool:
    """Keep it; False when this delivery has been answered already."""
    written = link.run(
        KEEP_REPLY,
        organisation_id=organisation,
        installation_id=installation,
        delivery=delivery,
        reply=to_json(reply).decode(),
        at=now,
        said_at=None,
    )
    return bool(written)


def mark_said(
    link: Link, organisation: int, installation: int, delivery: str, reply: Reply, now: datetime
) -> None:
    """Remember that the answer stands where it is seen, also to a delivery of which nothing was kept so far."""
    link.run(
        MARK_SAID,
        organisation_id=organisation,
        installation_id=installation,
        delivery=delivery,
        reply=to_json(reply).decode(),
        at=now,
        said_at=now,
    )


def was_said(link: Link, inbound: Inbound) -> bool:
    """See bot.ports.UnitOfWork.was_said."""
    row = link.row(
        WAS_SAID,
        platform=inbound.platform.value,
        workspace=inbound.workspace,
        delivery=inbound.delivery,
    )
    return row is not None and row[0] is not None
