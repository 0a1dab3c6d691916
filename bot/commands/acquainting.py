"""People as a platform's directory knows them become people of the organisation, and can be reached there."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.commands import uniting
from bot.domain.actions import NotPossible
from bot.domain.ids import InstallationId, PersonId
from bot.domain.people import Person, Roster, comparable
from bot.domain.places import Place, PlaceKind
from bot.messages import Inbound, Platform, Profile
from bot.ports import Account, Installation, Records, UnitOfWork


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
    if profile.direct is not None:
        talks_at(records, here.id, person, profile.direct)


def talks_at(records: Records, here: InstallationId, person: Person, address: str) -> Place:
    """The place of the person's direct conversation; one that was somebody else's is theirs from now on."""
    place = records.places.at(here, address)
    if place is None:
        return records.places.add(here, PlaceKind.DIRECT, address, person.name, person=person.id)
    if place.person != person.id:
        records.places.hand_over(place.id, person.id)
    return place


def acquaint(unit: UnitOfWork, platform: Platform, profiles: Sequence[Profile], now: datetime) -> bool:
    """What a directory says of these: whoever has the same verified address as somebody known is that person.

    Whether there may be something to say because of it. Repeating is harmless.
    """
    told = False
    by_home: dict[str, list[Profile]] = {}
    for profile in profiles:
        by_home.setdefault(profile.workspace, []).append(profile)
    for workspace, theirs in by_home.items():
        here = unit.installation(platform, workspace)
        if here is not None:
            records = unit.within(here.organisation)
            people = known(records, platform, theirs)
            for profile in theirs:
                told |= _match(records, platform, profile, people.get(profile.id), now)
    return told


def _match(
    records: Records, platform: Platform, profile: Profile, person: Person | None, now: datetime
) -> bool:
    account = Account(platform, profile.workspace, profile.id)
    email = (profile.verified_email or "").strip().casefold() or None
    # Addresses of people the organisation does not know are none of its business.
    if person is not None and not records.linking.keep_email(account, email):
        return False
    others = _of_email(records, email, account)
    if person is None:
        if len(others) != 1 or uniting.parted(records, others, account):
            return False
        uniting.attach(records, others[0], account, now, by=None)
        records.linking.keep_email(account, email)
        return True
    for other in others:
        if other == person.id or uniting.parted(records, [person.id, other], account):
            continue
        try:
            uniting.join(records, person.id, other, now, by_themselves=False)
        except NotPossible:
            uniting.cannot_be_joined(records, person.id, other, now)
        return True
    return False


def _of_email(records: Records, email: str | None, account: Account) -> list[PersonId]:
    """Whoever else this verified address is of."""
    if email is None:
        return []
    found = [uniting.person_of(records, a) for a in records.linking.with_email(email) if a != account]
    return list(dict.fromkeys(p for p in found if p is not None))


def enrolled(records: Records, here: Installation, profile: Profile, roster: Roster) -> Person:
    """The person of this profile: known by identity or by verified address, added by name alone, or made."""
    person = known(records, here.platform, [profile]).get(profile.id)
    account = Account(here.platform, profile.workspace, profile.id)
    email = (profile.verified_email or "").strip().casefold() or None
    if person is None:
        others = _of_email(records, email, account)
        plain = len(others) == 1 and not uniting.parted(records, others, account)
        person = records.people.get(others[0]) if plain else _by_name(records, profile, roster)
        if person is None:
            person = records.people.add(profile.name[:100], profile.zone or records.boards.usual.zone, None)
        records.people.link(person.id, here.platform, profile.workspace, profile.id)
    if email is not None:
        records.linking.keep_email(account, email)
    reach(records, here, person, profile)
    return person


def _by_name(records: Records, profile: Profile, roster: Roster) -> Person | None:
    """Somebody the clerk added to the board by name alone, if that is plain. Whoever has an account is never meant."""
    wanted = comparable(profile.name)
    same = [m.person for m in roster.members if comparable(m.person.name) == wanted]
    if len(same) != 1:
        return None
    return None if records.linking.accounts(same[0].id) else same[0]
