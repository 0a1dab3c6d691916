"""Two that turn out to be one person become one: accounts, roles, actions and what waits. And two again.

Why it is done so, and when it is refused, stands in docs/adr/0204-one-person-across-platforms.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.commands.changing import redraw_cards
from bot.domain.actions import NotPossible, Status
from bot.domain.availability import ALWAYS
from bot.domain.history import Entry, Verb, difference
from bot.domain.ids import BoardId, ChangeId, PersonId
from bot.domain.joining import joined_action, joined_role
from bot.domain.nudges import scheduled
from bot.domain.outbox import OutboxKind
from bot.domain.people import SYSTEM, Role
from bot.ports import Account, Joining, NewRow, Records


def person_of(records: Records, account: Account) -> PersonId | None:
    """Whose account it is."""
    found = records.people.by_identity(account.platform, account.workspace, [account.id]).get(account.id)
    return found.id if found else None


def parted(records: Records, people: Sequence[PersonId], account: Account) -> bool:
    """Whether somebody has taken this account off one of them before: then it is not joined by itself again."""
    return any(j.ended and account in j.accounts for p in people for j in records.linking.of_person(p))


def attach(
    records: Records, person: PersonId, account: Account, now: datetime, *, by: PersonId | None
) -> ChangeId:
    """An account nobody was is this person's from now on."""
    change = records.history.new_change()
    records.people.link(person, account.platform, account.workspace, account.id)
    records.linking.join(Joining(change, person, None, (account,), {}), now)
    for board in records.people.roles(person):
        _note(records, board, change, person, now, by=by)
    _tell_clerks(records, change, person, now)
    return change


def join(
    records: Records, one: PersonId, two: PersonId, now: datetime, *, by_themselves: bool
) -> tuple[PersonId, ChangeId]:
    """They are one person from now on. Who that is, and the change that can be undone.

    Raises:
        NotPossible: they hold two offices on one board; nothing was changed.
    """
    roles = {p: records.people.roles(p) for p in (one, two)}
    # Whoever is on more boards stays; of equals the one known for longer.
    person, other = sorted((one, two), key=lambda p: (-len(roles[p]), p))
    theirs = dict.fromkeys([*roles[person], *roles[other]])
    kept = {b: joined_role(roles[person].get(b), roles[other].get(b)) for b in theirs}
    change = records.history.new_change()
    by = person if by_themselves else None
    for board, role in kept.items():
        assert role is not None
        records.people.give_role(board, person, role)
        records.people.end_role(board, other)
        held = roles[person].get(board), roles[other].get(board)
        _note(records, board, change, person, now, by=by, held=held, role=role)
    accounts = tuple(records.linking.accounts(other))
    moved = {**records.linking.move(other, person), "away": _take_absence(records, other, person, theirs)}
    records.linking.join(Joining(change, person, other, accounts, moved), now)
    _give_actions(records, other, person, change, now, by=by)
    _tell_clerks(records, change, person, now)
    return person, change


def _take_absence(records: Records, other: PersonId, person: PersonId, boards: Iterable[BoardId]) -> bool:
    """Whoever said in either account that they are away is away; whoever they stand in for finds them still.

    Whether the other's absence was taken over.
    """
    for board in boards:
        for member in records.people.roster(board).members:
            absence = member.person.availability
            if absence.cover == other and member.person.id != person:
                records.people.set_availability(member.person.id, replace(absence, cover=person))
    mine, theirs = records.people.get(person).availability, records.people.get(other).availability
    if theirs == ALWAYS or mine != ALWAYS:
        return False
    cover = None if theirs.cover == person else theirs.cover
    records.people.set_availability(person, replace(theirs, cover=cover))
    return True


def _give_actions(
    records: Records,
    other: PersonId,
    person: PersonId,
    change: ChangeId,
    now: datetime,
    *,
    by: PersonId | None,
) -> None:
    for before in records.log(SYSTEM).owned_by(other, frozenset(Status)):
        after = joined_action(before, other, person)
        board = records.boards.get(before.board)
        after = records.actions.save(
            scheduled(after, board, records.people.roster(board.id), records.meetings.of_board(board.id), now)
        )
        old, new = difference(before, after)
        records.history.append(
            Entry(
                board=before.board,
                verb=Verb.ACCOUNT_LINKED,
                change=change,
                actor=by,
                at=now,
                action=before.id,
                before=old,
                after=new,
            )
        )
        redraw_cards(records, before.id, before.board, f"{after.version}:{change}", None, now)


def part(records: Records, change: ChangeId, entries: Sequence[Entry], now: datetime) -> str:
    """Take a joining back; its actions are given back as any change to an action is. What to say of it.

    Raises:
        NotPossible: it was ended already.
    """
    joining = records.linking.of_change(change)
    if joining is None or joining.ended:
        raise NotPossible("Those accounts have been parted already. Nothing was changed.")
    records.linking.end(change, now)
    name = records.people.get(joining.person).name
    if joining.other is None:
        for account in joining.accounts:
            let_go(records, joining.person, account)
        return f"An account of {name}’s is on its own again."
    records.linking.move_back(joining.moved, joining.other)
    if joining.moved.get("away"):
        records.people.set_availability(joining.person, ALWAYS)
    for entry in entries:
        if entry.person is None or entry.before is None:
            continue
        records.people.end_role(entry.board, joining.person)
        for person, role in ((joining.person, entry.before["role"]), (joining.other, entry.before["other"])):
            if role is not None:
                records.people.give_role(entry.board, person, Role(role))
    return f"{name} is two people again, each with what was theirs."


def let_go(records: Records, person: PersonId, account: Account) -> None:
    """The account is nobody's, and no nudge goes there any more."""
    records.linking.detach(account)
    for place in records.places.direct_to(person):
        here = records.places.installation(place.id)
        alone = not any(
            (a.platform, a.workspace) == (here.platform, here.workspace)
            for a in records.linking.accounts(person)
        )
        if (here.platform, here.workspace) == (account.platform, account.workspace) and alone:
            records.places.hand_over(place.id, None)


def unlink(records: Records, person: PersonId, account: Account, now: datetime) -> None:
    """The person goes on without this account; roles and actions stay with them."""
    active = [j for j in records.linking.of_person(person) if account in j.accounts and not j.ended]
    for joining in active:
        records.linking.end(joining.change, now)
    change = records.history.new_change()
    if not active:
        records.linking.join(Joining(change, person, None, (account,), {}, ended=True), now)
    let_go(records, person, account)
    for board in records.people.roles(person):
        records.history.append(
            Entry(
                board=board,
                verb=Verb.ACCOUNT_UNLINKED,
                change=change,
                actor=person,
                at=now,
                person=person,
            )
        )


def cannot_be_joined(records: Records, one: PersonId, two: PersonId, now: datetime) -> None:
    """The clerks of the boards both are on hear of it, once."""
    first, second = sorted((one, two))
    for board in records.people.roles(first).keys() & records.people.roles(second).keys():
        about: dict[str, object] = {"notice": "not joined", "person": first, "other": second, "board": board}
        _notice(records, board, f"not-joined:{first}:{second}:{board}", about, now, but=None)


def _note(
    records: Records,
    board: BoardId,
    change: ChangeId,
    person: PersonId,
    now: datetime,
    *,
    by: PersonId | None,
    held: tuple[Role | None, Role | None] | None = None,
    role: Role | None = None,
) -> None:
    before = after = None
    if held is not None and role is not None:
        before = {"role": held[0] and held[0].value, "other": held[1] and held[1].value}
        after = {"role": role.value}
    entry = Entry(board=board, verb=Verb.ACCOUNT_LINKED, change=change, actor=by, at=now, person=person)
    records.history.append(replace(entry, before=before, after=after))


def _tell_clerks(records: Records, change: ChangeId, person: PersonId, now: datetime) -> None:
    for board in records.people.roles(person):
        about: dict[str, object] = {"notice": "joined", "person": person, "change": change, "board": board}
        _notice(records, board, f"joined:{change}", about, now, but=person)


def _notice(
    records: Records,
    board: BoardId,
    key: str,
    about: dict[str, object],
    now: datetime,
    *,
    but: PersonId | None,
) -> None:
    """A clerk of several boards hears it once: the key is the same."""
    for clerk in records.people.roster(board).holding(Role.CLERK):
        if clerk.id == but:
            continue
        row = NewRow(
            key=f"{key}:{clerk.id}",
            kind=OutboxKind.NOTICE,
            lane=f"notice:{clerk.id}",
            not_before=now,
            person=clerk.id,
            about=about,
        )
        records.outbox.put(row, None, now)
