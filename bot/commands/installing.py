"""What a platform tells of itself: that it is installed, where somebody is reached, that an account is switched off."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands.acquainting import talks_at
from bot.domain.outbox import OutboxKind
from bot.domain.people import Role
from bot.language.text import one_line
from bot.messages import Platform
from bot.ports import Account, Installation, NewRow, UnitOfWork


def install(unit: UnitOfWork, platform: Platform, workspace: str, organisation: str) -> Installation:
    """The workspace's installation; a new one joins the organisation there is, or begins the first."""
    found = unit.installation(platform, workspace)
    if found is not None:
        return found
    existing = unit.organisations()
    its_id = existing[0] if existing else unit.add_organisation(organisation)
    return unit.add_installation(its_id, platform, workspace)


def unreached(unit: UnitOfWork, platform: Platform, workspace: str) -> Sequence[Account]:
    """Accounts of people with a role whose direct conversation with the bot is not known in this workspace."""
    here = unit.installation(platform, workspace)
    if here is None:
        return ()
    records = unit.within(here.organisation)
    people = {m.person.id for b in records.boards.all() for m in records.people.roster(b.id).members}
    found: list[Account] = []
    for person in sorted(people):
        if not any(p.installation == here.id for p in records.places.direct_to(person)):
            found += [a for a in records.linking.accounts(person) if a.platform is platform]
    return found


def reached(unit: UnitOfWork, here: Account, account: Account, address: str) -> bool:
    """The direct conversation with this account is at `address`; whether the organisation knows whose it is.

    `here` is the bot's own account: a guest's may be of another workspace. Repeating is harmless.
    """
    installation = unit.installation(here.platform, here.workspace)
    if installation is None:
        return False
    records = unit.within(installation.organisation)
    known = records.people.by_identity(account.platform, account.workspace, [account.id])
    person = known.get(account.id)
    if person is None:
        return False
    talks_at(records, installation.id, person, address)
    return True


def renamed(unit: UnitOfWork, platform: Platform, workspace: str, address: str, name: str) -> None:
    """A channel is called otherwise now. One that is no place of ours is let be."""
    installation = unit.installation(platform, workspace)
    if installation is None or not name.strip():
        return
    records = unit.within(installation.organisation)
    place = records.places.at(installation.id, address)
    if place is not None and place.name != name:
        records.places.rename(place.id, one_line(name)[:200])


def deactivated(
    unit: UnitOfWork,
    platform: Platform,
    workspace: str,
    identity: str,
    now: datetime,
    home: str | None = None,
) -> bool:
    """Tell the clerks of the person's boards, once; whether there was anybody to tell.

    `home` is the person's own workspace, where they are a guest in this one.
    """
    here = unit.installation(platform, workspace)
    if here is None:
        return False
    records = unit.within(here.organisation)
    person = records.people.by_identity(platform, home or workspace, [identity]).get(identity)
    if person is None:
        return False
    told = False
    for board in records.people.roles(person.id):
        for clerk in records.people.roster(board).holding(Role.CLERK):
            if clerk.id == person.id:
                continue
            row = NewRow(
                key=f"deactivated:{person.id}:{board}:{clerk.id}",
                kind=OutboxKind.NOTICE,
                lane=f"notice:{clerk.id}",
                not_before=now,
                person=clerk.id,
                about={"notice": "deactivated", "person": person.id, "board": board},
            )
            told = records.outbox.put(row, None, now) is not None or told
    return told
