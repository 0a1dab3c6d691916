"""Snooze: an owner does not want to hear of an action until a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.commands.changing import Change
from bot.commands.dating import Dated, understood
from bot.commands.session import Session
from bot.commands.standing_in import line_of
from bot.commands.targets import Asks, candidates, expect, targets
from bot.domain.actions import Action
from bot.domain.clocks import days, local, today
from bot.domain.dues import NO_DUE
from bot.domain.history import Verb
from bot.domain.nudges import worth_listing
from bot.domain.working_days import working_day_on_or_after
from bot.language import intents as i
from bot.language.silences import read_again
from bot.messages import Reply
from bot.views import absences as views
from bot.views import answers
from bot.views.buttons import undo
from bot.views.words import day_words


def snooze(session: Session, intent: i.Snooze, found: Sequence[Action] | None = None) -> Reply:
    """Until a day; without one it is asked for, and nothing is changed."""
    found = targets(session, intent) if found is None else list(found)
    _check_theirs(session, found)
    if not intent.phrase:
        return ask(session, found, Dated(NO_DUE))
    dated, day = read(session, found, intent.phrase)
    return ask(session, found, dated) if day is None else set_snooze(session, found, day)


def read(session: Session, found: Sequence[Action], phrase: str) -> tuple[Dated, date | None]:
    """The day a phrase means, or the doubt about it."""
    board = session.board(found[0].board)
    reading = read_again(
        session.read(phrase),
        said_on=today(session.now, session.me.zone),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    return understood(session, board, reading), reading.date


def ask(session: Session, found: Sequence[Action], dated: Dated) -> Reply:
    """Until when?"""
    _check_theirs(session, found)
    expect(session, Asks.UNTIL, i.Snooze(), found)
    refs = answers.refs(session.shown(found, updates=False))
    ids = "+".join(str(a.id) for a in found)
    day = today(session.now, session.me.zone)
    return session.reply(views.ask_snooze(refs, ids, dated.doubt, dated.candidates, day))


def set_snooze(session: Session, found: Sequence[Action], until: date) -> Reply:
    """Their lines are silent until then, and heard of that day, or on the next working day."""
    _check_theirs(session, found)
    day = today(session.now, session.me.zone)
    if until <= day:
        return ask(session, found, Dated(NO_DUE, f"{day_words(until, day)} is not ahead."))
    change = Change(session)
    after = []
    for action in found:
        mine = line_of(session, action)
        lines = tuple(replace(a, snoozed_until=until) if a == mine else a for a in action.assignments)
        after.append(change.save(action, replace(action, assignments=lines), Verb.SNOOZED))
    shown = session.shown(after, updates=False)
    wakes = working_day_on_or_after(until, session.board(found[0].board).is_working)
    said = f"You hear nothing about {answers.refs(shown)} until {day_words(until)}."
    more = f"That is no working day, so I nudge you on {day_words(wakes, day)}." if wakes != until else ""
    due = [s for s in shown if s.action.due.day is not None and s.action.due.day < wakes]
    late = f"{answers.refs(due)} {'stays' if len(due) == 1 else 'stay'} due as before." if due else ""
    return session.say(said, more, late, buttons=[undo(change.id)], subjects=[a.id for a in found])


def unsnooze(session: Session, intent: i.Unsnooze, found: Sequence[Action] | None = None) -> Reply:
    """Heard of again. What a snooze kept back, and is still worth saying, comes at the next usual hour."""
    if found is None:
        found = _snoozed(session) if not intent.refs else []
        found = found if len(found) == 1 else targets(session, intent)
    _check_theirs(session, found)
    change = Change(session)
    after = []
    for action in found:
        mine, until = line_of(session, action), _heard_again(session, action)
        if mine is None or mine.snoozed_until is None or (until is not None and mine.snoozed_until <= until):
            continue
        lines = tuple(replace(a, snoozed_until=until) if a == mine else a for a in action.assignments)
        after.append(change.save(action, replace(action, assignments=lines), Verb.UNSNOOZED))
    if not after:
        refs = answers.refs(session.shown(found, updates=False))
        return session.say(f"You are nudged about {refs} as usual. Nothing was changed.")
    said = f"You hear of {answers.refs(session.shown(after, updates=False))} again."
    hours = [n for a in after if (line := line_of(session, a)) is not None and (n := line.next_nudge_at)]
    day = today(session.now, session.me.zone)
    more = f"The next nudge comes on {day_words(today(min(hours), session.me.zone), day)}." if hours else ""
    return session.say(said, more, buttons=[undo(change.id)], subjects=[a.id for a in after])


def _snoozed(session: Session) -> list[Action]:
    """What the asker, or whoever they cover for, wants to hear nothing of today, in this thread or else anywhere."""
    day = today(session.now, session.me.zone)
    lines = ((a, line_of(session, a)) for a in candidates(session))
    return [a for a, line in lines if line is not None and line.snoozed_until and line.snoozed_until > day]


def _heard_again(session: Session, action: Action) -> date | None:
    """The day on which a nudge says at once what is overdue or nearly due; None where the rhythm is soon enough."""
    there = local(session.now, session.me.zone)
    board = session.board(action.board)
    usual = there.date() if there.time() < board.nudges.at else there.date() + days(1)
    return usual if worth_listing([action], usual, board.nudges.look_ahead_days) else None


def _check_theirs(session: Session, found: Sequence[Action]) -> None:
    """Raises Answered when one is not given to the asker, nor to anybody they cover for; nothing was changed."""
    for action in found:
        ref = session.board(action.board).ref(action.number)
        if not action.unfinished:
            session.stop(f"{ref} is {action.status.value}: you are not nudged about it. Nothing was changed.")
        if line_of(session, action) is None:
            session.stop(
                f"{ref} is not given to you, so you are not nudged about it. Nothing was changed.",
                buttons=[answers.LIST],
            )
