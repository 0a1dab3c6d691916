"""People as a platform's directory knows them become people of the organisation, and can be reached there."""

from collections.abc import Iterable

from bot.domain.people import Person, Roster, comparable
from bot.domain.places import PlaceKind
from bot.messages import Inbound, Platform, Profile
from bot.ports import Installation, Records

USUAL_ZONE = "Europe/London"


def known(records: Records, platform: Platform, profiles: Iterable[Profile]) -> dict[str, Person]:
    """Who of them the organisation knows, by identity."""
    by_workspace: dict[str, list[str]] = {}
    for profile in profiles:
        by_workspace.setdefault(profile.workspace, []).append(profile.id)
    found: dict[str, Person] = {}
    for workspace, ids in by_workspace.items():
        found.update(records.people.by_identity(platform, workspace, ids))
    return found


def remember_places(records: Records, here: Installation, inbound: Inbound) -> None:
    """Direct conversations the platform told of, so that their people can be written to."""
    told = [p for p in inbound.people if p.direct is not None]
    if not told:
        return
    people = known(records, inbound.platform, told)
    for profile in told:
        person = people.get(profile.id)
        if person is not None:
            reach(records, here, person, profile)


def reach(records: Records, here: Installation, person: Person, profile: Profile) -> None:
    """See that the person's direct conversation is a place."""
    if profile.direct is None or any(
        p.address == profile.direct and p.installation == here.id for p in records.places.direct_to(person.id)
    ):
        return
    records.places.add(here.id, PlaceKind.DIRECT, profile.direct, person.name, person=person.id)


def enrolled(records: Records, here: Installation, profile: Profile, roster: Roster) -> Person:
    """The person of this profile: known by identity, or by whole name on the board's roster, or made."""
    person = known(records, here.platform, [profile]).get(profile.id)
    if person is None:
        person = _by_name(records, here, profile, roster)
        if person is None:
            person = records.people.add(profile.name[:100], profile.zone or USUAL_ZONE, None)
        records.people.link(person.id, here.platform, profile.workspace, profile.id)
    reach(records, here, person, profile)
    return person


def _by_name(records: Records, here: Installation, profile: Profile, roster: Roster) -> Person | None:
    """Somebody added to the board by name alone, if that is plain."""
    wanted = comparable(profile.name)
    same = [m.person for m in roster.members if comparable(m.person.name) == wanted]
    if len(same) != 1:
        return None
    taken = records.people.address_on(same[0].id, here.platform, profile.workspace)
    return None if taken is not None else same[0]
