"""People and meetings of a board."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.commands.changing import Change
from bot.commands.dating import read_phrase
from bot.commands.rescheduling import reschedule_board
from bot.commands.session import Session
from bot.commands.targets import the_board
from bot.domain.actions import UNFINISHED, NotPossible
from bot.domain.boards import Board
from bot.domain.clocks import instant, local
from bot.domain.digests import next_digest
from bot.domain.dues import Due, DueKind
from bot.domain.history import Verb
from bot.domain.ids import BoardId, MeetingId, PersonId
from bot.domain.meetings import Meeting
from bot.domain.people import ERASED, Person, Role, comparable
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.language.dues import DueKind as Kind
from bot.language.joining import NewPerson, read_meeting, read_person
from bot.messages import Button, Mention, Reply
from bot.ports import ActionFilter
from bot.views import answers, guides, lists
from bot.views.buttons import button_id, undo
from bot.views.words import counted, day_words, moment_words, quoted

_USUAL_START = time(10, 0)


def list_people(session: Session, intent: i.ListPeople) -> Reply:
    board = the_board(session, intent)
    return session.reply(lists.people_view(board, session.roster(board.id), session.now))


def add_person(session: Session, intent: i.AddPerson) -> Reply:
    """NAME[, partner][, role]."""
    board = the_board(session, intent)
    _check_may_run(session, board, "add people")
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


def list_meetings(session: Session, intent: i.ListMeetings) -> Reply:
    board = the_board(session, intent)
    ahead = [m for m in session.meetings(board.id) if m.starts_at > session.now]
    return session.reply(lists.meetings_view(board, ahead, session.today(board)))


def add_meeting(session: Session, intent: i.AddMeeting) -> Reply:
    """DATE TIME [place]."""
    board = the_board(session, intent)
    _check_may_run(session, board, "add meetings")
    today = session.today(board)
    if not intent.words.strip():
        session.halt(
            guides.usage("meeting", "Say when it is: a date and a time, then the place if you like.")
        )
    new = read_meeting(session.read(intent.words), said_on=today, next_meeting=None)
    if new.day.kind is Kind.PAST:
        session.stop(
            f"{quoted(new.day.phrase, 60)} has passed: a meeting is added before it is held. Nothing was added."
        )
    if new.day.date is None:
        session.halt(
            guides.usage("meeting", f"I cannot read {quoted(intent.words, 80)} as a date. Nothing was added.")
        )
    starts_at = instant(new.day.date, new.at or _USUAL_START, board.zone)
    if starts_at <= session.now:
        session.stop("That time has passed: a meeting is added before it is held. Nothing was added.")
    if any(m.starts_at == starts_at for m in session.meetings(board.id)):
        session.stop(
            f"The {board.name} meets on {moment_words(starts_at, board.zone, today)} already. Nothing was added."
        )
    meeting = session.records.meetings.add(board.id, starts_at, (new.where or None) and new.where[:200])
    session.forget(board.id)
    change = Change(session)
    change.note(board.id, Verb.MEETING_ADDED, meeting=meeting.id)
    _digest_again(session, board)
    bound = _bind_waiting(session, board, change)
    said = [_meets(board, meeting)]
    if new.at is None:
        said.append("No time was said, so I took 10:00.")
    if bound:
        said.append(
            f"{bound} due at the next meeting now {'has' if bound.startswith('1 ') else 'have'} that date."
        )
    return session.say(*said, buttons=[undo(change.id)])


def _meets(board: Board, meeting: Meeting) -> str:
    where = f", {meeting.where}" if meeting.where else ""
    return f"The {board.name} meets on {moment_words(meeting.starts_at, board.zone, None)}{where}."


def move_meeting(session: Session, intent: i.MoveMeeting) -> Reply:
    """Another day for the next meeting; what is due there moves along."""
    board = the_board(session, intent)
    _check_may_run(session, board, "move meetings")
    today = session.today(board)
    old = session.next_meeting(board.id)
    if old is None:
        session.stop("No meeting is set, so there is none to move. Nothing was changed.")
    new = read_meeting(session.read(intent.words), said_on=today, next_meeting=old.day(board.zone))
    if new.day.date is None:
        session.halt(
            guides.usage(
                "meeting", f"I cannot read {quoted(intent.words, 80)} as a date. Nothing was changed."
            )
        )
    starts_at = instant(new.day.date, new.at or local(old.starts_at, board.zone).time(), board.zone)
    if starts_at <= session.now:
        session.stop("That time has passed. Nothing was changed.")
    due_there = session.records.actions.due_at(old.id)
    session.records.meetings.cancel(old.id)
    meeting = session.records.meetings.add(board.id, starts_at, (new.where or old.where or None))
    session.forget(board.id)
    change = Change(session)
    change.note(
        board.id,
        Verb.MEETING_MOVED,
        meeting=meeting.id,
        before={"meeting": old.id},
        after={"meeting": meeting.id},
    )
    day = meeting.day(board.zone)
    for action in due_there:
        due = replace(action.due, day=day, meeting=meeting.id)
        change.save(action, replace(action, due=due), Verb.DUE_CHANGED)
    _digest_again(session, board)
    said = [_meets(board, meeting)]
    if due_there:
        said.append(
            f"{counted(len(due_there), 'action')} due there {'has' if len(due_there) == 1 else 'have'} the new date."
        )
    return session.say(*said, buttons=[undo(change.id)])


def move_back(session: Session, board_id: BoardId, before: int, after: int) -> str:
    """Take a move back: the earlier meeting is on the calendar again."""
    old, new = MeetingId(before), MeetingId(after)
    if session.records.actions.due_at(new):
        raise NotPossible("Actions are due at the new meeting by now. Nothing was changed.")
    session.records.meetings.cancel(new)
    session.records.meetings.cancel(old, cancelled=False)
    session.forget(board_id)
    board = session.board(board_id)
    _digest_again(session, board)
    return _meets(board, session.records.meetings.get(old))


def take_off(session: Session, intent: i.RemovePerson) -> Reply:
    """Somebody leaves the board; whoever still has actions gives them on first."""
    board = the_board(session, intent)
    _check_may_run(session, board, "take people off the board")
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


def remove_meeting(session: Session, board_id: BoardId, meeting_id: MeetingId) -> str:
    """Cancel a meeting; what was due there keeps its day as a date."""
    board = session.board(board_id)
    meeting = session.records.meetings.get(meeting_id)
    if session.records.actions.due_at(meeting_id):
        raise NotPossible("Actions are due at that meeting by now. Nothing was changed.")
    session.records.meetings.cancel(meeting_id)
    session.forget(board_id)
    _digest_again(session, board)
    return f"The meeting on {day_words(meeting.day(board.zone), session.today(board))} is not on the calendar any more."


def _digest_again(session: Session, board: Board) -> None:
    """The meetings have changed: so may the next digest, what is asked before them, and what is said around them."""
    found = next_digest(board, session.meetings(board.id), session.now)
    session.records.boards.set_next_digest(board.id, found[0])
    reschedule_board(session.records, board.id, session.now)


def _bind_waiting(session: Session, board: Board, change: Change) -> str:
    """Actions due at "the next meeting", said before one was set, are due at this one now."""
    meeting: Meeting | None = session.next_meeting(board.id)
    if meeting is None:
        return ""
    day = meeting.day(board.zone)
    waiting = session.records.actions.awaiting_meeting(board.id)
    for action in waiting:
        # Read again: "a week before the next meeting" is not the meeting's own day.
        dated = read_phrase(session, board, action.due.words or "next meeting")
        due = (
            dated.due
            if dated.due.day is not None
            else Due(DueKind.MEETING, day, meeting.id, action.due.words, day)
        )
        change.save(action, replace(action, due=due), Verb.DUE_CHANGED)
    count = len(waiting)
    return f"{count} action{'s' if count != 1 else ''}" if count else ""


def _check_may_run(session: Session, board: Board, what: str) -> None:
    if not may_run_log(session.role(board.id)):
        clerks = session.roster(board.id).holding(Role.CLERK)
        session.halt(answers.only_runners(what, clerks))
