"""People, who they are on each platform, and their roles."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, exists, insert, select, update

from bot.domain.availability import Availability, as_data
from bot.domain.ids import BoardId, PersonId
from bot.domain.people import Member, Person, Role, Roster
from bot.domain.settings import Own
from bot.messages import Platform
from store import mapping
from store.records.family import ORGANISATION, Family, found, the, within
from store.statements import Binds, Once, Statement, among
from store.tables import identities, joinings, people, roles

_ON = and_(identities.c.platform == bindparam("platform"), identities.c.workspace == bindparam("workspace"))
_SAME_PERSON = and_(
    identities.c.organisation_id == people.c.organisation_id, identities.c.person_id == people.c.id
)

_GET = Statement(select(*mapping.PERSON).where(*the(people)))
_SETTINGS = Statement(update(people).where(*the(people)).values(settings=bindparam("own")))
_AVAILABILITY = Statement(update(people).where(*the(people)).values(availability=bindparam("own")))
_ROSTER = Statement(
    select(roles.c.role, *mapping.PERSON)
    .join(people, and_(people.c.organisation_id == roles.c.organisation_id, people.c.id == roles.c.person_id))
    .where(within(roles), roles.c.board_id == bindparam("board"))
    .order_by(roles.c.id)
)
_ROLES = Statement(
    select(roles.c.board_id, roles.c.role).where(within(roles), roles.c.person_id == bindparam("person"))
)


def _of_identities(ids: Binds) -> Select[Any]:
    return (
        select(identities.c.external_id, *mapping.PERSON)
        .join(people, _SAME_PERSON)
        .where(within(identities), _ON, among(identities.c.external_id, ids))
    )


_BY_IDENTITY = Statement(_of_identities, "ids")
_ADD = Statement(insert(people))
_LINK = Once(
    lambda its: (new := its(identities)).on_conflict_do_update(
        index_elements=list(identities.primary_key), set_={"person_id": new.excluded.person_id}
    )
)
_GIVE_ROLE = Once(
    lambda its: (new := its(roles)).on_conflict_do_update(
        index_elements=[roles.c.organisation_id, roles.c.board_id, roles.c.person_id],
        set_={"role": new.excluded.role},
    )
)
_END_ROLE = Statement(
    delete(roles).where(
        within(roles), roles.c.board_id == bindparam("board"), roles.c.person_id == bindparam("person")
    )
)
_ADDRESS = Statement(
    select(identities.c.external_id)
    .where(within(identities), identities.c.person_id == bindparam("person"), _ON)
    .order_by(identities.c.external_id)
)
_WITHOUT = Statement(
    select(*mapping.PERSON)
    .where(
        people.c.organisation_id == ORGANISATION,
        ~exists().where(_SAME_PERSON, _ON),
    )
    .order_by(people.c.id)
)


_FORMERLY = Statement(
    select(*mapping.PERSON)
    .where(
        people.c.organisation_id == ORGANISATION,
        people.c.name == bindparam("name"),
        ~exists().where(
            roles.c.organisation_id == people.c.organisation_id, roles.c.person_id == people.c.id
        ),
        ~exists().where(
            joinings.c.organisation_id == people.c.organisation_id,
            joinings.c.other_id == people.c.id,
            joinings.c.ended_at.is_(None),
        ),
    )
    .order_by(people.c.id)
)


class PeopleRecords(Family):
    """See bot.ports.People."""

    __slots__ = ()

    def get(self, person: PersonId) -> Person:
        row = self._link.row(_GET, organisation=self._organisation, its_id=person)
        return mapping.person(found(row, "person", person))

    def roster(self, board: BoardId) -> Roster:
        def ask() -> Roster:
            rows = self._link.rows(_ROSTER, organisation=self._organisation, board=board)
            return Roster(tuple(Member(mapping.person(row[1:]), mapping.ROLE[row[0]]) for row in rows))

        return self._link.recall(("roster", self._organisation, board), ask)

    def roles(self, person: PersonId) -> Mapping[BoardId, Role]:
        rows = self._link.rows(_ROLES, organisation=self._organisation, person=person)
        return {board: mapping.ROLE[role] for board, role in rows}

    def by_identity(self, platform: Platform, workspace: str, ids: Collection[str]) -> Mapping[str, Person]:
        if not ids:
            return {}

        def ask() -> Mapping[str, Person]:
            rows = self._link.rows(
                _BY_IDENTITY,
                organisation=self._organisation,
                platform=platform.value,
                workspace=workspace,
                ids=ids,
            )
            return {row[0]: mapping.person(row[1:]) for row in rows}

        return self._link.recall(("identities", self._organisation, platform, workspace, *ids), ask)

    def add(self, name: str, zone: str, partner: str | None) -> Person:
        person = Person(PersonId(self._ids.take()), name, zone, partner)
        self._link.run(
            _ADD,
            organisation_id=self._organisation,
            id=person.id,
            name=name,
            zone=zone,
            partner=partner,
            settings=None,
            availability=None,
        )
        return person

    def keep_settings(self, person: PersonId, own: Own) -> Person:
        changed = self._link.run(_SETTINGS, organisation=self._organisation, its_id=person, own=own or None)
        found(changed or None, "person", person)
        return self.get(person)

    def set_availability(self, person: PersonId, availability: Availability) -> None:
        own = as_data(availability) or None
        changed = self._link.run(_AVAILABILITY, organisation=self._organisation, its_id=person, own=own)
        found(changed or None, "person", person)

    def link(self, person: PersonId, platform: Platform, workspace: str, identity: str) -> None:
        self._link.run(
            _LINK,
            organisation_id=self._organisation,
            platform=platform.value,
            workspace=workspace,
            external_id=identity,
            person_id=person,
        )

    def give_role(self, board: BoardId, person: PersonId, role: Role) -> None:
        self._link.run(
            _GIVE_ROLE,
            organisation_id=self._organisation,
            id=self._ids.take(),
            board_id=board,
            person_id=person,
            role=role.value,
        )

    def end_role(self, board: BoardId, person: PersonId) -> None:
        self._link.run(_END_ROLE, organisation=self._organisation, board=board, person=person)

    def address_on(self, person: PersonId, platform: Platform, workspace: str) -> str | None:
        row = self._link.row(
            _ADDRESS,
            organisation=self._organisation,
            person=person,
            platform=platform.value,
            workspace=workspace,
        )
        return None if row is None else row[0]

    def formerly(self, name: str) -> Sequence[Person]:
        rows = self._link.rows(_FORMERLY, organisation=self._organisation, name=name)
        return [mapping.person(row) for row in rows]

    def without_identity(self, platform: Platform, workspace: str) -> Sequence[Person]:
        rows = self._link.rows(
            _WITHOUT, organisation=self._organisation, platform=platform.value, workspace=workspace
        )
        return [mapping.person(row) for row in rows]
