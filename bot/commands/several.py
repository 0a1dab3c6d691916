"""One answer that says different things of several actions: one change, one Undo, and each told what was understood.

What cannot be read for certain is kept as the owner's words on its own action, and asked about. What cannot be done at
all stops the rest, which is then offered with one button.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.commands import progress
from bot.commands.changing import Change
from bot.commands.dating import Dated, read_phrase
from bot.commands.owners import match_owners, named_in
from bot.commands.rules import Rule, ruled, words_of
from bot.commands.session import Answered, Session
from bot.commands.targets import check_may_change, kept, referred
from bot.commands.terms import lines_for
from bot.domain import actions as rules
from bot.domain.actions import Action, NotPossible
from bot.domain.dues import NO_DUE
from bot.domain.history import Verb
from bot.domain.people import Role
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.messages import Button, Reply, View
from bot.views import answers
from bot.views import several as views
from bot.views.buttons import button_id, undo, when_buttons
from bot.views.words import quoted

_UNCHANGED = " Nothing was changed."


@dataclass(frozen=True, slots=True)
class _Step:
    """What becomes of one action."""

    action: Action
    rule: Rule
    verb: Verb


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one part of the answer comes to. `dated` is a due that has to be asked about, the words being kept."""

    part: i.Part
    steps: tuple[_Step, ...]
    words: str
    dated: Dated | None = None

    @property
    def found(self) -> list[Action]:
        return [step.action for step in self.steps]


def several(session: Session, intent: i.Several) -> Reply:
    """All that was said, as one change; or nothing of it, where some of it cannot be done."""
    plans: list[_Plan] = []
    problems: list[str] = []
    for part in intent.parts:
        try:
            found = referred(session, part.refs)
            check_may_change(session, found)
            plan = _plan(session, part, found)
            for step in plan.steps:
                ruled(session, step.action, step.rule)
        except Answered as refused:
            said = refused.reply.answer.line if refused.reply.answer else ""
            problems.append(_problem(session, part, said))
        except NotPossible as refused:
            problems.append(_problem(session, part, str(refused)))
        else:
            plans.append(plan)
    ids = [action.id for plan in plans for action in plan.found]
    if len(set(ids)) < len(ids):
        # The same action under two names: what is said of it may contradict itself.
        every = {action.id: action for plan in plans for action in plan.found}
        return progress.give_update(session, i.GiveUpdate((), intent.words), list(every.values()))
    if problems:
        return _offer_the_rest(session, intent, plans, problems)
    return _applied(session, plans)


def _plan(session: Session, part: i.Part, found: Sequence[Action]) -> _Plan:
    made: Callable[[Session, Any, Sequence[Action]], _Plan] = _PLANS[type(part)]
    return made(session, part, found)


def _plainly(
    verb: Verb, rule: Callable[[Session], Rule]
) -> Callable[[Session, Any, Sequence[Action]], _Plan]:
    def plan(session: Session, part: Any, found: Sequence[Action]) -> _Plan:
        words = words_of(session, part.words)
        return _Plan(part, tuple(_Step(a, rule(session), verb) for a in found), words)

    return plan


def _done(session: Session, part: i.Done, found: Sequence[Action]) -> _Plan:
    steps = tuple(_Step(action, *progress.completing(session, action)) for action in found)
    return _Plan(part, steps, words_of(session, part.words))


def _disown(session: Session, part: i.Disown, found: Sequence[Action]) -> _Plan:
    steps = tuple(_Step(a, progress.disowning(session, a), Verb.DISOWNED) for a in found)
    return _Plan(part, steps, words_of(session, part.words))


def _close(session: Session, part: i.Close, found: Sequence[Action]) -> _Plan:
    board = found[0].board
    if not all(may_run_log(session.role(action.board)) for action in found):
        session.halt(answers.only_runners("close actions", session.roster(board).holding(Role.CLERK)))
    rule = partial(rules.closed, now=session.now)
    return _Plan(part, tuple(_Step(a, rule, Verb.CLOSED) for a in found), words_of(session, part.words))


def _due(session: Session, part: i.SetDue, found: Sequence[Action]) -> _Plan:
    words = words_of(session, part.words)
    board = session.board(found[0].board)
    dated = read_phrase(session, board, session.read(part.phrase)) if part.phrase else Dated(NO_DUE)
    if dated.doubt or not part.phrase:
        return replace(_kept(session, part, found), dated=dated)
    due = dated.due if dated.due.words or dated.due.day else NO_DUE
    rule = partial(rules.due_changed, due=due)
    return _Plan(part, tuple(_Step(a, rule, Verb.DUE_CHANGED) for a in found), words)


def _assign(session: Session, part: i.Assign, found: Sequence[Action]) -> _Plan:
    matched = match_owners(session, session.board(found[0].board), named_in(part.owners))
    if not matched or any(m.several or m.unmatched for m in matched):
        return _kept(session, part, found)
    steps = tuple(
        _Step(a, partial(rules.reassigned, assignments=lines_for(a, matched)), Verb.REASSIGNED) for a in found
    )
    return _Plan(part, steps, words_of(session, part.words))


def _kept(session: Session, part: i.Part, found: Sequence[Action]) -> _Plan:
    """Its words stay on the action; what they mean is asked."""
    steps = tuple(_Step(a, _as_it_is, Verb.UPDATED) for a in found)
    return _Plan(part, steps, words_of(session, part.words))


def _as_it_is(action: Action) -> Action:
    return action


_PLANS: dict[type, Callable[[Session, Any, Sequence[Action]], _Plan]] = {
    i.Done: _done,
    i.Begin: _plainly(Verb.BEGUN, lambda s: partial(rules.begun, now=s.now)),
    i.Wait: _plainly(Verb.BLOCKED, lambda s: partial(rules.blocked, now=s.now)),
    i.Drop: _plainly(Verb.DROPPED, lambda s: partial(rules.dropped, now=s.now)),
    i.GiveUpdate: _kept,
    i.Close: _close,
    i.Reopen: _plainly(Verb.REOPENED, lambda s: partial(rules.reopened, now=s.now)),
    i.Disown: _disown,
    i.SetDue: _due,
    i.Assign: _assign,
}


# --- saying ----------------------------------------------------------------------------------------------------


def _applied(session: Session, plans: Sequence[_Plan]) -> Reply:
    change = Change(session)
    said: list[View] = []
    asked: list[_Plan] = []
    for plan in plans:
        after = [
            change.save(s.action, ruled(session, s.action, s.rule), s.verb, plan.words) for s in plan.steps
        ]
        said.append(_said(session, plan, after, change))
        if plan.steps[0].verb is Verb.UPDATED:
            asked.append(plan)
    questions = [_question(session, plan) for plan in asked if plan.dated is not None]
    buttons = [b for plan in asked for b in _buttons(session, plan, alone=len(asked) == 1)]
    return session.reply(views.together(said, questions, [*buttons, undo(change.id)]))


def _said(session: Session, plan: _Plan, after: Sequence[Action], change: Change) -> View:
    """What became of one part's actions, in the words a command of its own would say it in."""
    shown = session.shown(after, updates=False)
    back = undo(change.id)
    match plan.steps[0].verb:
        case Verb.COMPLETED | Verb.PART_COMPLETED:
            whole = {s.action.id for s in plan.steps if s.verb is Verb.COMPLETED}
            completed = [s for s in shown if s.action.id in whole]
            parts = [s for s in shown if s.action.id not in whole]
            meeting = session.next_meeting(after[0].board)
            return answers.completed(completed, parts, plan.words, meeting, back)
        case Verb.BEGUN:
            return answers.changed(shown, "in progress", plan.words, [back])
        case Verb.BLOCKED:
            return answers.changed(shown, "blocked", plan.words, [back])
        case Verb.CLOSED:
            return answers.changed(shown, "closed", plan.words, [back])
        case Verb.REOPENED:
            return answers.changed(shown, "open again", plan.words, [back])
        case Verb.DROPPED:
            return answers.changed(shown, "dropped", plan.words, [back])
        case Verb.DUE_CHANGED:
            return answers.due_changed(shown, back)
        case Verb.DISOWNED:
            told = [name for action in after for name in progress.tell_disowned(session, action, change)]
            return answers.disowned(shown, list(dict.fromkeys(told)), back)
        case Verb.REASSIGNED:
            return answers.assigned(shown, [], [back])
        case _:
            return answers.noted(shown, plan.words, back)


def _question(session: Session, plan: _Plan) -> str:
    assert plan.dated is not None
    return answers.ask_when(session.shown(plan.found, updates=False), plan.dated.doubt, []).line


def _buttons(session: Session, plan: _Plan, *, alone: bool) -> list[Button]:
    """What may have been meant: all of it where one thing is asked, else the likeliest of each."""
    found = plan.found
    shown = session.shown(found, updates=False)
    refs, ids = answers.refs(shown), "+".join(str(a.id) for a in found)
    if plan.dated is not None and alone:
        board = session.board(found[0].board)
        meeting = session.next_meeting(board.id)
        return list(
            when_buttons([a.id for a in found], session.today(board), meeting, board, plan.dated.candidates)
        )
    if plan.dated is not None:
        return [Button(id=button_id("dueform", ids), label=f"Date for {refs}"[:75], opens_form=True)]
    if isinstance(plan.part, i.Assign):
        return [Button(id=button_id("assignform", ids), label=f"Assign {refs}"[:75], opens_form=True)]
    return [b for one in shown for b in views.progress_buttons(one, alone=alone and len(shown) == 1)]


def _problem(session: Session, part: i.Part, said: str) -> str:
    after = f" {quoted(session.read(part.words), 300)} is not recorded." if part.words else ""
    return said.removesuffix(_UNCHANGED) + after


def _offer_the_rest(
    session: Session, intent: i.Several, plans: Sequence[_Plan], problems: Sequence[str]
) -> Reply:
    """Nothing was changed: what stands in the way, and a button for everything else that was said."""
    if not plans:
        session.stop(*problems, "Nothing was changed.", buttons=[answers.LIST])
    named = [
        replace(plan.part, refs=tuple(i.Ref(a.number, session.board(a.board).code) for a in plan.found))
        for plan in plans
    ]
    rest = i.Several(tuple(named), intent.words)
    found = [action for plan in plans for action in plan.found]
    question = session.records.questions.ask(session.me.id, kept(session, rest, found), session.now)
    refs = answers.refs(session.shown(found, updates=False))
    button = Button(id=button_id("meant", question), label=f"Record {refs}"[:75])
    session.stop(
        *problems,
        "Nothing was changed.",
        buttons=[button, answers.LIST],
        subjects=[action.id for action in found],
    )
