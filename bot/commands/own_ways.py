"""What somebody sets for themselves: when they are nudged, within what their boards say, and whose bank holidays they have."""

from typing import Any

from bot.commands.changing import Change
from bot.commands.rescheduling import reschedule_person
from bot.commands.session import Session
from bot.domain.actions import NotPossible
from bot.domain.history import Entry, Verb
from bot.domain.ids import PersonId
from bot.domain.nudges import LATEST
from bot.domain.people import Person
from bot.domain.settings import Own, Setting, own_data, own_rule
from bot.language.settings import NotRead, read_own
from bot.messages import Reply
from bot.views import settings as views
from bot.views.answers import lines
from bot.views.buttons import undo

_HOW = "“my nudges 3 days before”, “my nudges at 08:30”, “my nation Scotland”"


def change_own(session: Session, setting: Setting, words: str) -> Reply:
    """Change one's own nudges or nation, on every board.

    Raises:
        NotRead: it was not understood, or goes beyond what a board allows; nothing was changed.
    """
    before = own_data(session.me)
    data = read_own(setting, words, before.get(setting.value, {}))
    after = {name: v for name, v in {**before, setting.value: data}.items() if v}
    if after == before:
        session.stop("That is how it is already. Nothing was changed.", buttons=[views.SHOW])
    if setting is Setting.NUDGES and data:
        _within_limits(session, data)
    person = _keep(session, session.me.id, after)
    change = Change(session)
    boards = session.boards_seen() or [session.board(b) for b in session.viewer.roles]
    change.note(
        boards[0].id,
        Verb.SETTINGS_CHANGED,
        person=person.id,
        before={"setting": setting.value, "value": before.get(setting.value)},
        after={"setting": setting.value, "value": data},
    )
    rows = [_said(person, setting, board) for board in boards[:5]]
    return session.reply(lines(*dict.fromkeys(rows), buttons=[undo(change.id)]))


def _said(person: Person, setting: Setting, board: Any) -> str:
    if setting is Setting.NATION:
        whose = views.nation_words(person) or "as the board says"
        return f"Your bank holidays: {whose}."
    back = "" if person.rhythm else ", as the board says"
    return f"Your nudges for the {board.name}: {views.rhythm_words(own_rule(board, person.rhythm))}{back}."


def _within_limits(session: Session, data: Own) -> None:
    """Once an action is overdue nobody is reminded later or more rarely than their board says."""
    at = data.get("at")
    if at is not None and at >= f"{LATEST:%H:%M}":
        raise NotRead(f"Nobody is nudged from {LATEST:%H:%M} on.", _HOW)
    for board in (session.board(b) for b in session.viewer.roles):
        rule, quiet = board.nudges, board.quiet
        if at is not None and type(quiet.begins).fromisoformat(at) in quiet:
            problem = f"{at} lies in the quiet hours of the {board.name}, {quiet.begins:%H:%M} to {quiet.ends:%H:%M}."
            raise NotRead(problem, _HOW)
        if data.get("days_between", 0) > rule.days_between:
            problem = f"The {board.name} reminds every {rule.days_between} days at least: you can be reminded more often, not more rarely."
            raise NotRead(problem, _HOW)
        if data.get("first_day_after", 0) > rule.first_day_after:
            late = f"{rule.first_day_after} {'day' if rule.first_day_after == 1 else 'days'}"
            problem = f"The {board.name} reminds {late} after the due: you can be reminded sooner, not later."
            raise NotRead(problem, _HOW)


def _keep(session: Session, person: PersonId, own: Own) -> Person:
    kept = session.records.people.keep_settings(person, own)
    for board in session.viewer.roles:
        session.forget(board)
    reschedule_person(session.records, person, session.now)
    return kept


def take_back_own(session: Session, entry: Entry) -> str:
    """A person's setting as it was before this entry.

    Raises:
        NotPossible: it is not as the entry left it.
    """
    assert entry.person is not None
    assert entry.before is not None
    assert entry.after is not None
    name = entry.after["setting"]
    person = session.records.people.get(entry.person)
    own = own_data(person)
    if (own.get(name) or None) != (entry.after["value"] or None):
        raise NotPossible("That setting has been changed since. Nothing was changed.")
    kept = _keep(session, person.id, {n: v for n, v in {**own, name: entry.before["value"]}.items() if v})
    return f"{_said(kept, Setting(name), session.board(entry.board))[:-1]} again."
