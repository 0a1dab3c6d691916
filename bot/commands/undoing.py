"""Undo: a compensating entry that takes one change back, unless somebody has built upon it."""

from collections.abc import Callable, Sequence

from bot.commands.absences import said_again
from bot.commands.bringing import brought_by, check_still_in, take_out, undone_view
from bot.commands.changing import Change, redraw
from bot.commands.meetings import hold_after_all, move_back, remove_meeting
from bot.commands.session import Session
from bot.commands.setting_up import come_back, remove_person
from bot.commands.settings import about_the_same, take_back
from bot.commands.uniting import part
from bot.domain.actions import Action, NotPossible, Status
from bot.domain.history import OF_ONESELF, Entry, Verb, built_upon, check_undoable, difference, taken_back
from bot.domain.ids import ActionId, ChangeId
from bot.domain.nudges import scheduled
from bot.domain.permissions import may_run_log
from bot.messages import Reply
from bot.views import answers
from bot.views.imports import still_in_use
from bot.views.lists import came_back


def undo_last(session: Session) -> Reply:
    """Take back the asker's latest change that still stands, on the boards they see here."""
    change = session.records.history.last_by(session.me.id, list(session.here().roles))
    if change is None:
        session.stop("There is nothing of yours to undo here.", buttons=[answers.LIST])
    return undo_change(session, change)


def undo_change(session: Session, change: ChangeId) -> Reply:
    """Take back one change, as its Undo button does. One's own; the clerk and the chair any."""
    history = session.records.history
    entries = history.of_change(change)
    if not entries or not all(session.here().sees(e.board) for e in entries):
        session.stop("That change is not one you can see here.")
    if any(e.actor != session.me.id and e.verb in OF_ONESELF for e in entries):
        session.stop("That is theirs to take back. Nothing was changed.")
    if any(e.actor != session.me.id and not may_run_log(session.role(e.board)) for e in entries):
        session.stop("Only whoever made a change, the clerk or the chair can undo it. Nothing was changed.")
    minutes = brought_by(entries)
    found = about_the_same(entries, history.of_subjects(entries))
    known = {e.serial: e for e in [*entries, *found]}
    try:
        if minutes is not None:
            check_still_in(session, minutes)
        check_undoable(change, list(known.values()))
    except NotPossible as problem:
        since = session.log.actions(built_upon(change, list(known.values()))) if minutes else []
        if since:
            session.halt(still_in_use(session.shown(since, updates=False)))
        session.stop(
            f"{_subject(session, entries)}: that change {problem}. Nothing was changed.",
            buttons=[answers.LIST],
        )
    compensating = Change(session)
    actions, changes = _actions(session, compensating, change, entries)
    if minutes is not None and (brought := take_out(session, compensating, minutes)) is not None:
        return undone_view(session, brought, [a.id for a in actions if a.status is Status.WITHDRAWN])
    others = _people_and_meetings(session, compensating, change, entries)
    shown = session.shown(actions, updates=False)
    view = answers.undone(shown, [came_back(s, back) for s, back in zip(shown, changes, strict=True)])
    if others:
        view = answers.lines(*(f"Undone. {o}" for o in others))
    return session.reply(view)


def _actions(
    session: Session, change: Change, undoes: ChangeId, entries: Sequence[Entry]
) -> tuple[list[Action], list[set[str]]]:
    """The actions as they are again, and which of their parts came back."""
    done: list[Action] = []
    changes: list[set[str]] = []
    ids: list[ActionId] = list(dict.fromkeys(e.action for e in entries if e.action is not None))
    for before in session.log.actions(ids):
        mine = [e for e in entries if e.action == before.id]
        for entry in mine:
            if entry.update is not None:
                session.records.history.take_back_update(entry.update)
        after = taken_back(before, mine, session.now)
        board = session.board(before.board)
        after = session.records.actions.save(
            scheduled(after, board, session.roster(board.id), session.meetings(board.id), session.now)
        )
        old, new = difference(before, after)
        change.note(before.board, Verb.UNDONE, action=before.id, undoes=undoes, before=old, after=new)
        redraw(session, after)
        done.append(after)
        words = {"words"} if any(e.update is not None for e in mine) else set()
        hushed = {e.verb.value for e in mine if e.verb in {Verb.SNOOZED, Verb.UNSNOOZED}}
        changes.append(hushed or set(new) | words)
    return done, changes


def _people_and_meetings(
    session: Session, change: Change, undoes: ChangeId, entries: Sequence[Entry]
) -> list[str]:
    said: list[str] = []
    for entry in entries:
        if entry.verb is Verb.ACCOUNT_LINKED:
            if not said:
                said.append(part(session.records, entry.change, entries, session.now))
            session.forget(entry.board)
        elif entry.verb in _TAKEN_BACK:
            said.append(_TAKEN_BACK[entry.verb](session, entry))
        else:
            continue
        setting = entry.verb is Verb.SETTINGS_CHANGED
        change.note(
            entry.board,
            Verb.UNDONE,
            person=entry.person,
            meeting=entry.meeting,
            undoes=undoes,
            before=dict(entry.after or {}) if setting else None,
            after=dict(entry.before or {}) if setting else None,
        )
    return said


def _removed(session: Session, entry: Entry) -> str:
    assert entry.person is not None
    return remove_person(session, entry.board, entry.person)


def _back(session: Session, entry: Entry) -> str:
    assert entry.person is not None
    return come_back(session, entry.board, entry.person, (entry.before or {})["role"])


def _moved(session: Session, entry: Entry) -> str:
    return move_back(session, entry.board, (entry.before or {})["meeting"], (entry.after or {})["meeting"])


def _off_the_calendar(session: Session, entry: Entry) -> str:
    assert entry.meeting is not None
    return remove_meeting(session, entry.board, entry.meeting)


def _on_the_calendar(session: Session, entry: Entry) -> str:
    assert entry.meeting is not None
    return hold_after_all(session, entry.board, entry.meeting)


_TAKEN_BACK: dict[Verb, Callable[[Session, Entry], str]] = {
    Verb.PERSON_ADDED: _removed,
    Verb.PERSON_REMOVED: _back,
    Verb.MEETING_ADDED: _off_the_calendar,
    Verb.MEETING_MOVED: _moved,
    Verb.MEETING_CANCELLED: _on_the_calendar,
    Verb.SETTINGS_CHANGED: take_back,
    **dict.fromkeys(OF_ONESELF, said_again),
}


def _subject(session: Session, entries: Sequence[Entry]) -> str:
    first = next((e for e in entries if e.action is not None), None)
    if first is None or first.action is None:
        return "Your change"
    action = session.log.action(first.action)
    return session.board(action.board).ref(action.number) if action else "Your change"
