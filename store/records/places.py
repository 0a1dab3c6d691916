"""Places where the bot can speak."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, insert, select, update

from bot.domain.ids import BoardId, InstallationId, PersonId, PlaceId
from bot.domain.places import Place, PlaceKind
from bot.messages import Platform
from bot.ports import Installation
from store import mapping
from store.records.family import Family, found, the, within
from store.statements import Statement, constants
from store.tables import installations, places

_GET = Statement(select(*mapping.PLACE).where(*the(places)))
_ADD = Statement(insert(places))
_OF_BOARD = Statement(
    select(*mapping.PLACE)
    .where(
        within(places),
        places.c.board_id == bindparam("board"),
        places.c.kind.in_(constants([PlaceKind.CHANNEL, PlaceKind.GROUP])),
    )
    .order_by(places.c.id)
)
LAST_USED_FIRST = (places.c.last_used_at.desc().nulls_last(), places.c.id)
_DIRECT_TO = Statement(
    select(*mapping.PLACE)
    .where(
        within(places),
        places.c.person_id == bindparam("person"),
        places.c.kind.in_(constants([PlaceKind.DIRECT])),
    )
    .order_by(*LAST_USED_FIRST)
)
_INSTALLATION = Statement(
    select(installations.c.id, installations.c.platform, installations.c.workspace)
    .join(
        places,
        and_(
            places.c.organisation_id == installations.c.organisation_id,
            places.c.installation_id == installations.c.id,
        ),
    )
    .where(*the(places))
)
_GIVE_TO = Statement(update(places).where(*the(places)).values(board_id=bindparam("board")))
_AT = Statement(
    select(*mapping.PLACE).where(
        within(places),
        places.c.installation_id == bindparam("installation"),
        places.c.address == bindparam("address"),
    )
)
_RENAME = Statement(update(places).where(*the(places)).values(name=bindparam("new_name")))
_HAND_OVER = Statement(update(places).where(*the(places)).values(person_id=bindparam("person")))
_TOUCHED = Statement(update(places).where(*the(places)).values(last_used_at=bindparam("at")), counts=True)


class PlaceRecords(Family):
    """See bot.ports.Places."""

    __slots__ = ()

    def get(self, place: PlaceId) -> Place:
        row = self._link.recall(
            ("place", self._organisation, place),
            lambda: self._link.row(_GET, organisation=self._organisation, its_id=place),
        )
        return mapping.place(found(row, "place", place))

    def at(self, installation: InstallationId, address: str) -> Place | None:
        row = self._link.row(_AT, organisation=self._organisation, installation=installation, address=address)
        return None if row is None else mapping.place(row)

    def rename(self, place: PlaceId, name: str) -> None:
        self._link.run(_RENAME, organisation=self._organisation, its_id=place, new_name=name)

    def hand_over(self, place: PlaceId, person: PersonId | None) -> None:
        self._link.run(_HAND_OVER, organisation=self._organisation, its_id=place, person=person)

    def add(
        self,
        installation: InstallationId,
        kind: PlaceKind,
        address: str,
        name: str,
        board: BoardId | None = None,
        person: PersonId | None = None,
    ) -> Place:
        place = Place(PlaceId(self._ids.take()), installation, kind, address, name, board, person)
        self._link.run(
            _ADD,
            organisation_id=self._organisation,
            id=place.id,
            installation_id=installation,
            kind=kind.value,
            address=address,
            name=name,
            board_id=board,
            person_id=person,
            last_used_at=None,
        )
        return place

    def give_to(self, place: PlaceId, board: BoardId) -> None:
        self._link.run(_GIVE_TO, organisation=self._organisation, its_id=place, board=board)

    def of_board(self, board: BoardId) -> Sequence[Place]:
        def ask() -> tuple[Place, ...]:
            rows = self._link.rows(_OF_BOARD, organisation=self._organisation, board=board)
            return tuple(mapping.place(row) for row in rows)

        return list(self._link.recall(("places", self._organisation, board), ask))

    def direct_to(self, person: PersonId) -> Sequence[Place]:
        rows = self._link.rows(_DIRECT_TO, organisation=self._organisation, person=person)
        return [mapping.place(row) for row in rows]

    def installation(self, place: PlaceId) -> Installation:
        row = self._link.recall(
            ("installation of", self._organisation, place),
            lambda: self._link.row(_INSTALLATION, organisation=self._organisation, its_id=place),
        )
        its_id, platform, workspace = found(row, "place", place)
        return Installation(its_id, self._organisation, Platform(platform), workspace)

    def touched(self, place: PlaceId, at: datetime) -> None:
        self._link.run(_TOUCHED, organisation=self._organisation, its_id=place, at=at)
