"""A tenant's rows: the installation, and the places Teams tells of. Functions of one unit of work."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.commands.acquainting import talks_at
from bot.domain.ids import PersonId
from bot.domain.people import Person
from bot.domain.places import Place
from bot.messages import Inbound, Platform
from bot.ports import Installation, Records, UnitOfWork


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody the organisation knows, and their direct conversation here, if there is one."""

    person: Person
    place: Place | None


def reached(unit: UnitOfWork, tenant: str, members: Collection[str]) -> dict[str, Reached]:
    """Which of these identities the organisation knows, and how each can be written to."""
    here = unit.installation(Platform.TEAMS, tenant)
    if here is None or not members:
        return {}
    records = unit.within(here.organisation)
    known = records.people.by_identity(Platform.TEAMS, tenant, members)
    return {its: Reached(person, _direct(records, here, person.id)) for its, person in known.items()}


def add_direct(unit: UnitOfWork, tenant: str, member: str, conversation: str) -> None:
    """This is the person's direct conversation. Repeating is harmless; strangers have none."""
    here = unit.installation(Platform.TEAMS, tenant)
    if here is None:
        return
    records = unit.within(here.organisation)
    person = records.people.by_identity(Platform.TEAMS, tenant, [member]).get(member)
    if person is None:
        return
    talks_at(records, here.id, person, conversation)


def _direct(records: Records, here: Installation, person: PersonId) -> Place | None:
    return next((p for p in records.places.direct_to(person) if p.installation == here.id), None)


def belongs_to_a_board(unit: UnitOfWork, inbound: Inbound) -> bool:
    """Whether the place it was said in keeps a board's log, so that an answer about that board may stand there."""
    arrival = unit.arrival(inbound)
    return arrival is not None and arrival.board is not None
