"""The terms of an action: when it is due, who has it, what it says."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.commands.changing import Change, tell_clerk
from bot.commands.dating import Dated, read_phrase
from bot.commands.owners import KnownNames, Matched, match_owners, named_in, partner_asked
from bot.commands.rules import changeable, check_open, ruled, words_of
from bot.commands.session import Session
from bot.commands.targets import Asks, check_may_change, expect
from bot.domain import actions as rules
from bot.domain.actions import Action, Assignment, Part
from bot.domain.boards import Board
from bot.domain.dues import NO_DUE, Due
from bot.domain.history import Verb
from bot.domain.ids import AssignmentId
from bot.domain.people import listed
from bot.language import intents as i
from bot.language.promises import Calendar, lengthened
from bot.language.text import MOST_WHAT, one_line
from bot.messages import Button, Reply
from bot.views import answers
from bot.views.buttons import button_id, undo, when_buttons
from bot.views.forms import assign_form, words_form


def set_due(session: Session, intent: i.SetDue, found: Sequence[Action] | None = None) -> Reply:
    """Another date; a doubtful one is asked about and nothing is changed."""
    found = changeable(session, intent, found)
    check_open(session, found)
    board = session.board(found[0].board)
    if not intent.phrase:
        return ask_when(session, found, Dated(NO_DUE))
    phrase = session.read(intent.phrase)
    if _is_somebody(session, board, phrase):
        return assign(session, i.Assign(intent.refs, intent.phrase, intent.words), found)
    dues = {a.due.day for a in found}
    calendar = Calendar(
        session.today(board),
        session.next_meeting_day(board),
        board.is_working,
        min((due for due in dues if due is not None), default=None),
    )
    longer = lengthened(phrase, calendar)
    if longer is not None and (len(dues) > 1 or not longer):
        return ask_when(session, found, Dated(NO_DUE))  # "another week" of several is another day of each
    dated = read_phrase(session, board, longer or phrase)
    if dated.doubt:
        return ask_when(session, found, dated)
    return change_due(session, found, dated.due, words_of(session, intent.words))


def _is_somebody(session: Session, board: Board, phrase: str) -> bool:
    """ "Move 2 to Kim" gives it to Kim; "April" and "May" are months first."""
    return (
        KnownNames(session.roster(board.id))(phrase) and read_phrase(session, board, phrase).due.day is None
    )


def ask_when(session: Session, found: Sequence[Action], dated: Dated) -> Reply:
    """When? With the days the words may mean, or else some likely ones, as buttons."""
    expect(session, Asks.WHEN, i.SetDue(()), found)
    board = session.board(found[0].board)
    shown = session.shown(found, updates=False)
    buttons = when_buttons(
        [a.id for a in found],
        session.today(board),
        session.next_meeting(board.id),
        board,
        dated.candidates,
    )
    return session.reply(answers.ask_when(shown, dated.doubt, buttons))


def change_due(session: Session, found: Sequence[Action], due: Due, words: str = "") -> Reply:
    """The due is plain: change it."""
    check_may_change(session, found)
    kept = due if due.words or due.day else NO_DUE
    change = Change(session)
    after = [
        change.save(a, ruled(session, a, partial(rules.due_changed, due=kept)), Verb.DUE_CHANGED, words)
        for a in found
    ]
    return session.reply(answers.due_changed(session.shown(after, updates=False), undo(change.id)))


def assign(session: Session, intent: i.Assign, found: Sequence[Action] | None = None) -> Reply:
    """Give it to somebody else; the first one named leads."""
    found = changeable(session, intent, found)
    board = session.board(found[0].board)
    written = named_in(intent.owners)
    if not written:
        form = assign_form(
            [a.id for a in found], answers.refs(session.shown(found, updates=False)), session.roster(board.id)
        )
        return session.reply(None, form=form)
    return reassign(session, found, match_owners(session, board, written))


def reassign(session: Session, found: Sequence[Action], matched: Sequence[Matched]) -> Reply:
    """These owners in the place of the ones there are, on each of the actions."""
    check_may_change(session, found)
    board = session.board(found[0].board)
    _check_plain(session, found, matched)
    change = Change(session)
    after = []
    for action in found:
        changed = ruled(session, action, partial(rules.reassigned, assignments=lines_for(action, matched)))
        after.append(change.save(action, changed, Verb.REASSIGNED))
    notes = [
        f"Nobody on the {board.name} is called “{m.owner.words}”: the name is kept as written, and nobody is nudged."
        for m in matched
        if m.unmatched
    ]
    if notes and (told := _tell_of_strangers(session, after, change)):
        notes[-1] += f" I have told {listed(told)}."
    ids = "+".join(str(action.id) for action in found)
    verb = "owner" if len(found) == 1 else "give"
    asked, whose = partner_asked(session.roster(board.id), matched, verb, ids)
    if len(found) > 1 < len(matched):
        whose = []  # one press would take the other owners away
    view = answers.assigned(session.shown(after, updates=False), [*notes, *asked], [*whose, undo(change.id)])
    return session.reply(view)


def _tell_of_strangers(session: Session, found: Sequence[Action], change: Change) -> list[str]:
    """The clerk hears of names nobody is matched to, as when such an action is added; gives who was told."""
    told: dict[str, None] = {}
    for action in found:
        about: dict[str, object] = {"notice": "unmatched", "action": action.id, "by": session.me.id}
        told |= dict.fromkeys(
            name for name, _ in tell_clerk(session, action.board, f"unmatched:{action.id}:{change.id}", about)
        )
    return list(told)


def _check_plain(session: Session, found: Sequence[Action], matched: Sequence[Matched]) -> None:
    """Raises Answered when a name may be several people; nothing was changed."""
    for match in (m for m in matched if m.several):
        others = [m for m in matched if m is not match]
        buttons: list[Button] = []
        if not others:
            ids = "+".join(str(a.id) for a in found)
            buttons = [
                Button(id=button_id("give", ids, person.id), label=person.name)
                for person in match.several[:5]
            ]
            expect(session, Asks.WHO, i.Assign(()), found)
        names = answers.or_names(match.several)
        words = "Say the whole name." if others else ""
        asked = f"Did you mean {names}?" if match.near else f"“{match.owner.words}” could be {names}."
        session.stop(f"{asked} Nothing was changed.", words, buttons=[*buttons, answers.LIST])


def lines_for(action: Action, matched: Sequence[Matched]) -> list[Assignment]:
    """These owners' lines: the first one leads."""
    return [_line(action, m, place) for place, m in enumerate(matched)]


def _line(action: Action, matched: Matched, place: int) -> Assignment:
    """An owner who has it already keeps their line."""
    part = Part.LEAD if place == 0 else Part.CONTRIBUTOR
    mine = next((a for a in action.assignments if a.owner == matched.owner), None)
    if mine is not None:
        return replace(mine, part=part)
    return Assignment(id=AssignmentId(0), owner=matched.owner, part=part)


def edit(session: Session, intent: i.Edit, found: Sequence[Action] | None = None) -> Reply:
    """Other words for the same action; the earlier ones stay in its history."""
    found = changeable(session, intent, found)
    action = found[0]
    if len(found) > 1:
        session.stop("Edit one action at a time. Nothing was changed.", buttons=[answers.LIST])
    what = one_line(session.read(intent.what))
    if not what or len(what) > MOST_WHAT:
        error = None if not what else f"That is {len(what)} characters; an action says it in {MOST_WHAT}."
        form = words_form(
            "editform",
            session.show(action),
            "Edit an action",
            "What is to be done",
            value=what or action.what,
            error=error,
        )
        return session.reply(None, form=form)
    change = Change(session)
    after = change.save(action, ruled(session, action, partial(rules.reworded, what=what)), Verb.REWORDED)
    return session.reply(answers.reworded(session.show(after), undo(change.id)))
