"""What a platform tells of itself: that it is installed, and that somebody's account there is switched off."""

from datetime import datetime

from bot.domain.outbox import OutboxKind
from bot.domain.people import Role
from bot.messages import Platform
from bot.ports import Installation, NewRow, UnitOfWork


def install(unit: UnitOfWork, platform: Platform, workspace: str, organisation: str) -> Installation:
    """The workspace's installation; a new one joins the organisation there is, or begins the first."""
    found = unit.installation(platform, workspace)
    if found is not None:
        return found
    existing = unit.organisations()
    its_id = existing[0] if existing else unit.add_organisation(organisation)
    return unit.add_installation(its_id, platform, workspace)


def deactivated(unit: UnitOfWork, platform: Platform, workspace: str, identity: str, now: datetime) -> bool:
    """Tell the clerks of the person's boards, once; whether there was anybody to tell."""
    here = unit.installation(platform, workspace)
    if here is None:
        return False
    records = unit.within(here.organisation)
    person = records.people.by_identity(platform, workspace, [identity]).get(identity)
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
