"""The meetings of a board: added, moved, cancelled. What is due at one goes along."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.commands.changing import Change
from bot.commands.dating import read_phrase
from bot.commands.rescheduling import reschedule_board
from bot.commands.session import Session
from bot.commands.setting_up import check_may_run
from bot.commands.targets import the_board
from bot.domain.actions import Action, NotPossible
from bot.domain.boards import Board
from bot.domain.clocks import instant, local
from bot.domain.digests import next_digest
from bot.domain.dues import Due, DueKind
from bot.domain.history import Verb
from bot.domain.ids import BoardId, MeetingId
from bot.domain.meetings import Meeting
from bot.language import intents as i
from bot.language.dues import DueKind as Kind
from bot.language.joining import read_meeting
from bot.messages import Button, Reply
from bot.views import guides, lists
from bot.views.buttons import undo
from bot.views.words import counted, day_words, moment_words, quoted

_USUAL_START = time(10, 0)
MEETINGS = Button(id="say:meetings", label="Meetings")


def list_meetings(session: Session, intent: i.ListMeetings) -> Reply:
    board = the_board(session, intent)
    ahead = [m for m in session.meetings(board.id) if m.starts_at > session.now]
    return session.reply(lists.meetings_view(board, ahead, session.today(board)))


def add_meeting(session: Session, intent: i.AddMeeting) -> Reply:
    """DATE TIME [place]."""
    board = the_board(session, intent)
    check_may_run(session, board, "add meetings")
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
    """Another day for the next meeting, or for the one named; what is due there moves along."""
    board = the_board(session, intent)
    check_may_run(session, board, "move meetings")
    today = session.today(board)
    old = session.next_meeting(board.id)
    if old is None:
        session.stop("No meeting is set, so there is none to move. Nothing was changed.")
    words = session.read(intent.words)
    named = _FROM_TO.fullmatch(words.strip(" .!"))
    if named and _is_day(session, board, named["which"]) and _is_day(session, board, named["to"]):
        old, words = _named(session, board, named["which"]), named["to"]
    new = read_meeting(words, said_on=today, next_meeting=old.day(board.zone))
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


def cancel_meeting(session: Session, intent: i.CancelMeeting) -> Reply:
    """The next meeting, or the one on the day named, is not held; what is due there waits for the one after it."""
    board = the_board(session, intent)
    check_may_run(session, board, "cancel meetings")
    old = _named(session, board, session.read(intent.words).strip(" .!"))
    due_there = [action for action in session.records.actions.due_at(old.id) if action.unfinished]
    session.records.meetings.cancel(old.id)
    session.forget(board.id)
    change = Change(session)
    change.note(board.id, Verb.MEETING_CANCELLED, meeting=old.id)
    following = session.next_meeting(board.id)
    day = following.day(board.zone) if following else None
    for action in due_there:
        due = replace(action.due, day=day, meeting=following.id if following else None)
        change.save(action, replace(action, due=due), Verb.DUE_CHANGED)
    _digest_again(session, board)
    today = session.today(board)
    said = [f"The meeting on {day_words(old.day(board.zone), None)} is cancelled."]
    if due_there:
        now = f"the meeting on {day_words(day, today)}" if day else "the next meeting, not set yet"
        said.append(f"{_due(due_there)} now due at {now}.")
    return session.say(*said, buttons=[undo(change.id)])


_FROM_TO = re.compile(
    r"(?:(?:on|of|from|the one on)\s+)?(?P<which>\S.{0,40}?)\s+(?:to|until|till)\s+(?P<to>\S.*)",
    re.IGNORECASE,
)


def _is_day(session: Session, board: Board, words: str) -> bool:
    """ "2pm to 4pm" are no two days."""
    day = read_meeting(words, said_on=session.today(board), next_meeting=None).day
    return day.day is not None or bool(day.candidates)


def _named(session: Session, board: Board, words: str) -> Meeting:
    ahead = [m for m in session.meetings(board.id) if m.starts_at > session.now]
    if not ahead:
        session.stop("No meeting is set, so there is none to cancel. Nothing was changed.")
    if not words:
        return ahead[0]
    reading = read_meeting(words, said_on=session.today(board), next_meeting=ahead[0].day(board.zone)).day
    found = [m for m in ahead if m.day(board.zone) == reading.date]
    if len(found) != 1:
        session.stop(f"No meeting is set for {quoted(words, 60)}. Nothing was changed.", buttons=[MEETINGS])
    return found[0]


def hold_after_all(session: Session, board_id: BoardId, meeting_id: MeetingId) -> str:
    """Take a cancelling back: the meeting is on the calendar again."""
    session.records.meetings.cancel(meeting_id, cancelled=False)
    session.forget(board_id)
    board = session.board(board_id)
    _digest_again(session, board)
    return _meets(board, session.records.meetings.get(meeting_id))


def _due(actions: Sequence[Action]) -> str:
    return f"{counted(len(actions), 'action')} {'is' if len(actions) == 1 else 'are'}"


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
