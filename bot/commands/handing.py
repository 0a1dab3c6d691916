"""Is it to be given to somebody else? Asked where it was not plainly said; and owners beside the lead, put on and taken off."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.commands.changing import Change
from bot.commands.owners import Matched, match_owners, named_in
from bot.commands.rules import ruled
from bot.commands.session import Session
from bot.commands.standing_in import line_of
from bot.commands.targets import Asks, candidates, check_may_change, expect, kept, referred, targets
from bot.commands.terms import lines_for
from bot.domain import actions as rules
from bot.domain.actions import UNFINISHED, Action, OwnerKind
from bot.domain.history import Verb
from bot.domain.people import Person, listed
from bot.language import intents as i
from bot.messages import Button, Reply, View
from bot.views import answers
from bot.views.buttons import button_id, undo
from bot.views.shown import Shown
from bot.views.words import quoted

_MOST = 20
"""A button gives no more at once."""


def hand_over(session: Session, intent: i.HandOver) -> Reply:
    """Nothing is changed: whoever is meant stands on a button, and the words are kept for the action."""
    found = _meant(session, intent)
    check_may_change(session, found)
    shown = session.shown(found, updates=False)
    which = answers.refs(shown) if len(found) < _MANY else f"all {len(found)} of yours"
    people = _people(session, found[0], intent.owners)
    ids = "+".join(str(a.id) for a in found)
    it = "it" if len(found) == 1 else "them"
    buttons = [
        Button(id=button_id("give", ids, p.id), label=f"Give {it} to {p.name}"[:75], main=len(people) == 1)
        for p in people[:3]
    ]
    buttons.append(Button(id=button_id("assign", ids), label="Somebody else", opens_form=True))
    if len(found) == 1 and line_of(session, found[0]) is not None:
        buttons.append(Button(id=button_id("notmine", found[0].id), label="Not mine"))
    meant = i.GiveUpdate(intent.refs, intent.words)
    question = session.records.questions.ask(session.me.id, kept(session, meant, ()), session.now)
    on = shown[0].ref if len(found) == 1 else "one of mine"
    buttons.append(Button(id=button_id("meant", question), label=f"Only put it on {on}"))
    if len(people) == 1:
        refs = tuple(i.Ref(a.number, session.board(a.board).code) for a in found)
        expect(session, Asks.MEANT, i.Assign(refs, people[0].name))
    else:
        expect(session, Asks.WHO, i.Assign((), ""), found)
    asked = f"Give {which} to {answers.or_names(people)}?" if people else f"Who is to have {which}?"
    view = answers.lines(f"{asked} Nothing was changed yet.", buttons=buttons, subjects=[a.id for a in found])
    return session.reply(view)


_MANY = 4


def _meant(session: Session, intent: i.HandOver) -> list[Action]:
    if intent.refs:
        return referred(session, intent.refs, intent)
    if not intent.everything:
        return targets(session, i.Assign((), intent.owners, intent.words))
    mine = list(session.log.owned_by(session.me.id, UNFINISHED))
    if not mine:
        return targets(session, i.Assign((), intent.owners, intent.words))
    first = (candidates(session) or mine)[0].board
    return [a for a in mine if a.board == first][:_MOST]


def _people(session: Session, action: Action, owners: str) -> list[Person]:
    """The people a written name may mean; a role's holders, and a partner's people."""
    board = session.board(action.board)
    roster = session.roster(board.id)
    found: list[Person] = []
    for matched in match_owners(session, board, named_in(owners)):
        owner = matched.owner
        person = roster.find(owner.person) if owner.person is not None else None
        found += [person] if person is not None else matched.several
        if owner.kind is OwnerKind.PARTNER and owner.words:
            found += roster.of_partner(owner.words)
        if owner.kind is OwnerKind.ROLE:
            found += [m.person for m in roster.members if m.role.value == owner.words]
    return found


def add_owners(session: Session, intent: i.AddOwners) -> Reply:
    """Beside those who have it already, who stay as they are."""
    found = referred(session, intent.refs, intent)
    board = session.board(found[0].board)
    matched = match_owners(session, board, named_in(intent.owners))
    strange = [m for m in matched if m.owner.kind is OwnerKind.WORDS]
    if strange or not matched:
        _not_somebody(session, intent, board.name, strange)
    check_may_change(session, found)
    change = Change(session)
    after = []
    for action in found:
        owners = [Matched(line.owner) for line in action.assignments]
        more = [m for m in matched if m.owner not in [line.owner for line in action.assignments]]
        if not more:
            shown = session.show(action)
            session.stop(
                f"{listed([m.owner.words or _name(session, action, m) for m in matched])} has {shown.ref} already. Nothing was changed."
            )
        lines = lines_for(action, [*owners, *more])
        after.append(
            change.save(
                action, ruled(session, action, partial(rules.reassigned, assignments=lines)), Verb.REASSIGNED
            )
        )
    return session.reply(_as_it_is(session.shown(after, updates=False), [undo(change.id)]))


def _as_it_is(shown: Sequence[Shown], buttons: Sequence[Button]) -> View:
    said = [f"{s.ref}: {s.owners}, {s.due}." for s in shown]
    return answers.lines(*said, buttons=buttons, subjects=[s.action.id for s in shown])


def _name(session: Session, action: Action, matched: Matched) -> str:
    person = session.roster(action.board).find(matched.owner.person) if matched.owner.person else None
    return person.name if person else "That owner"


def _not_somebody(session: Session, intent: i.AddOwners, board: str, strange: Sequence[Matched]) -> None:
    """Raises Answered: it may have been meant as an action, or a name was mistyped."""
    near = [p for m in strange for p in m.several]
    doubt = f" Did you mean {answers.or_names(near)}?" if near else ""
    asked = session.records.questions
    question = asked.ask(session.me.id, kept(session, i.Add(intent.words), ()), session.now)
    again = []
    for person in near[:2]:
        meant = kept(session, replace(intent, owners=person.name), ())
        again.append(
            Button(
                id=button_id("meant", asked.ask(session.me.id, meant, session.now)),
                label=f"Add {person.name}",
            )
        )
    session.stop(
        f"Nobody on the {board} is called {quoted(session.read(intent.owners), 60)}.{doubt} Nothing was changed.",
        buttons=[*again, Button(id=button_id("meant", question), label="Add it as an action"), answers.HELP],
    )


def take_off(session: Session, intent: i.TakeOff) -> Reply:
    """They have it no more; whoever is left goes on, the first of them as its lead."""
    found = referred(session, intent.refs, intent)
    board = session.board(found[0].board)
    matched = match_owners(session, board, named_in(intent.owners))
    away = {m.owner for m in matched}
    check_may_change(session, found)
    change = Change(session)
    after = []
    for action in found:
        left = [Matched(line.owner) for line in action.assignments if line.owner not in away]
        shown = session.show(action)
        if len(left) == len(action.assignments):
            session.stop(
                f"{quoted(session.read(intent.owners), 60)} has no part in {shown.ref}: {shown.owners or 'nobody has it'}. Nothing was changed.",
                buttons=[Button(id=button_id("show", action.id), label=f"Show {shown.ref}")],
            )
        lines = lines_for(action, left)
        after.append(
            change.save(
                action, ruled(session, action, partial(rules.reassigned, assignments=lines)), Verb.REASSIGNED
            )
        )
    return session.reply(_taken_off(session, after, change))


def _taken_off(session: Session, after: Sequence[Action], change: Change) -> View:
    shown = session.shown(after, updates=False)
    nobody = [s for s in shown if not s.action.assignments]
    if not nobody:
        return _as_it_is(shown, [undo(change.id)])
    ids = "+".join(str(s.action.id) for s in nobody)
    assign = Button(id=button_id("assignform", ids), label="Assign", opens_form=True)
    said = [f"{answers.refs(nobody)}: nobody has {'it' if len(nobody) == 1 else 'them'} now."]
    return answers.lines(*said, buttons=[assign, undo(change.id)], subjects=[s.action.id for s in shown])
