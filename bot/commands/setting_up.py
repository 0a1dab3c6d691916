"""The people of a board."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.changing import Change
from bot.commands.session import Session
from bot.commands.targets import kept, the_board
from bot.domain.actions import UNFINISHED, NotPossible
from bot.domain.boards import Board
from bot.domain.history import Verb
from bot.domain.ids import BoardId, PersonId
from bot.domain.people import ERASED, Person, Role, Roster, comparable, nearly_the_same
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.language.joining import NewPerson, read_person
from bot.messages import Button, Mention, Reply
from bot.ports import ActionFilter
from bot.views import answers, guides, lists
from bot.views.buttons import button_id, undo
from bot.views.words import counted, quoted


def list_people(session: Session, intent: i.ListPeople) -> Reply:
    board = the_board(session, intent)
    return session.reply(lists.people_view(board, session.roster(board.id), session.now))


def add_person(session: Session, intent: i.AddPerson) -> Reply:
    """NAME[, partner][, role]."""
    board = the_board(session, intent)
    check_may_run(session, board, "add people")
    new = read_person(session.read(intent.words))
    if not new.name:
        session.halt(guides.usage("people", "Say who: a name, then their partner and role if you like."))
    if len(new.name) > 100 or len(new.partner or "") > 100:
        session.stop("A name and a partner keep to 100 characters each. Nothing was added.")
    roster = session.roster(board.id)
    same = [m for m in roster.members if comparable(m.person.name) == comparable(new.name)]
    if same:
        session.stop(
            f"{same[0].person.name} is on the board already, as {same[0].role.value}. Nothing was added."
        )
    new = replace(new, partner=intent.partner or _partner(session, roster, intent, new))
    person = _meant(session, board, new, session.mentioned(intent.words))
    if already := [m for m in roster.members if m.person.id == person.id]:
        session.stop(f"{person.name} is on the board already, as {already[0].role.value}. Nothing was added.")
    session.records.people.give_role(board.id, person.id, new.role)
    session.forget(board.id)
    change = Change(session)
    change.note(board.id, Verb.PERSON_ADDED, person=person.id, after={"role": new.role.value})
    whose = f" from {new.partner}" if new.partner else ""
    article = "an" if new.role.value[0] in "aeiou" else "a"
    unique = {Role.CHAIR, Role.CLERK}
    what = f"the {new.role.value}" if new.role in unique else f"{article} {new.role.value}"
    return session.say(f"Added {new.name}{whose} to the {board.name} as {what}.", buttons=[undo(change.id)])


def _partner(session: Session, roster: Roster, intent: i.AddPerson, new: NewPerson) -> str | None:
    """The partner as the board calls it.

    Raises:
        Answered: one that is nearly the same is on the board; nothing was added, and a button for each says which.
    """
    if new.partner is None:
        return None
    same = [p for p in roster.partners if p.casefold() == new.partner.casefold()]
    near = [p for p in roster.partners if nearly_the_same(p, new.partner)]
    if same or not near:
        return same[0] if same else new.partner
    buttons = []
    for partner in [*near[:3], new.partner]:
        chosen = kept(session, replace(intent, partner=partner), ())
        question = session.records.questions.ask(session.me.id, chosen, session.now)
        label = f"Another one: {partner}" if partner == new.partner else partner
        buttons.append(Button(id=button_id("meant", question), label=label[:75]))
    return session.stop(
        f"{new.name} is not added yet. Is {quoted(new.partner, 60)} {' or '.join(near[:3])}?",
        buttons=buttons,
    )


def _meant(session: Session, board: Board, new: NewPerson, mentioned: Sequence[Mention]) -> Person:
    """Who is to join: whose account was mentioned, or somebody who was on a board before, or a new person."""
    people = session.records.people
    account = mentioned[0] if len(mentioned) == 1 else None
    if account is None:
        former = [p for p in people.formerly(new.name) if new.partner in {None, p.partner}]
        return former[0] if former else people.add(new.name, board.zone, new.partner)
    known = session.people_named([account]).get(account.id)
    if known is not None:
        return known
    platform, workspace = session.inbound.platform, account.workspace or session.inbound.workspace
    former = [
        p
        for p in people.formerly(new.name)
        # Somebody of the same name with another account there is somebody else.
        if new.partner in {None, p.partner} and people.address_on(p.id, platform, workspace) is None
    ]
    person = former[0] if former else people.add(new.name, board.zone, new.partner)
    people.link(person.id, platform, workspace, account.id)
    return person


def remove_person(session: Session, board: BoardId, person: PersonId) -> str:
    """Take back a person's joining, unless actions name them by now."""
    found = session.records.people.get(person)
    if session.records.actions.owned_in_any_way(board, person):
        raise NotPossible(f"{found.name} has actions on this board by now. Nothing was changed.")
    session.records.people.end_role(board, person)
    session.forget(board)
    return f"{found.name} is not on the board any more."


def take_off(session: Session, intent: i.RemovePerson) -> Reply:
    """Somebody leaves the board; whoever still has actions gives them on first."""
    board = the_board(session, intent)
    check_may_run(session, board, "take people off the board")
    roster = session.roster(board.id)
    named = roster.named(session.read(intent.words).strip(" @"))
    if len(named) != 1:
        said = f"Nobody on the {board.name} is called {quoted(session.read(intent.words), 60)}."
        if named:
            said = f"{quoted(session.read(intent.words), 60)} could be {answers.or_names(named)}: say the whole name."
        session.stop(f"{said} Nothing was changed.", buttons=[Button(id="people", label="People")])
    person = named[0]
    theirs = session.log.listed(board.id, ActionFilter(statuses=UNFINISHED, owner=person.id))
    if theirs:
        session.stop(
            f"{person.name} has {counted(len(theirs), 'open action')} on the {board.name}: give {'it' if len(theirs) == 1 else 'them'} to somebody else first. Nothing was changed.",
            buttons=[
                Button(
                    id=button_id("list", "open", 0, person.id), label=f"{person.first_name}’s actions"[:75]
                )
            ],
        )
    role = next(m.role for m in roster.members if m.person.id == person.id)
    session.records.people.end_role(board.id, person.id)
    session.forget(board.id)
    change = Change(session)
    change.note(board.id, Verb.PERSON_REMOVED, person=person.id, before={"role": role.value})
    return session.say(f"{person.name} is not on the {board.name} any more.", buttons=[undo(change.id)])


def come_back(session: Session, board: BoardId, person: PersonId, role: str) -> str:
    """Take somebody's leaving back.

    Raises:
        NotPossible: they were erased meanwhile.
    """
    if session.records.people.get(person).name == ERASED:
        raise NotPossible("Whoever that was is no longer here. Nothing was changed.")
    session.records.people.give_role(board, person, Role(role))
    session.forget(board)
    return f"{session.records.people.get(person).name} is on the board again, as {role}."


def check_may_run(session: Session, board: Board, what: str) -> None:
    if not may_run_log(session.role(board.id)):
        clerks = session.roster(board.id).holding(Role.CLERK)
        session.halt(answers.only_runners(what, clerks))
