"""Applying the domain's rules to several actions at once: all of them, or none and a way to go on."""

from collections.abc import Callable, Sequence

from bot.commands.session import Session
from bot.commands.targets import changes, check_may_change, kept, targets
from bot.domain.actions import Action, NotPossible, Status
from bot.domain.people import Role
from bot.language import intents as i
from bot.language.text import MOST_WORDS
from bot.messages import Button
from bot.views import answers, guides
from bot.views.buttons import button_id, pick_all

Rule = Callable[[Action], Action]


def changeable(session: Session, intent: i.Intent, found: Sequence[Action] | None) -> list[Action]:
    """The actions meant, all of which the asker may change.

    Raises:
        Answered: it is not plain which, or one may not be changed; nothing was.
    """
    actions = targets(session, intent) if found is None else list(found)
    able = [a for a in actions if changes(session, a)]
    if able and len(able) < len(actions):
        refused = next(a for a in actions if a not in able)
        question = session.records.questions.ask(session.me.id, kept(session, intent, able), session.now)
        refs = answers.refs(session.shown(able, updates=False))
        session.halt(
            answers.may_not_change(
                session.show(refused),
                session.roster(refused.board).holding(Role.CLERK),
                pick_all(question, f"Only {refs}"[:75]),
            )
        )
    check_may_change(session, actions)
    return actions


def ruled(session: Session, action: Action, rule: Rule) -> Action:
    """Apply a rule; a refusal names the action. Leaving by it rolls everything back."""
    try:
        return rule(action)
    except NotPossible as problem:
        ref = session.board(action.board).ref(action.number)
        raise NotPossible(f"{ref} {problem}. Nothing was changed.") from problem


def check_open(session: Session, found: Sequence[Action]) -> None:
    """See that none of them is over.

    Raises:
        Answered: one is: it is offered to be opened again, and nothing was changed.
    """
    over = [a for a in found if not a.unfinished and a.status is not Status.WITHDRAWN]
    if over:
        refs = [(a, session.board(a.board).ref(a.number)) for a in over]
        session.stop(
            *[f"{ref} is {action.status.value}." for action, ref in refs],
            "Nothing was changed.",
            buttons=[
                *[
                    Button(id=button_id("reopen", action.id), label=f"Reopen {ref}")
                    for action, ref in refs[:3]
                ],
                answers.LIST,
            ],
            subjects=[action.id for action in over],
        )


def check_all(session: Session, intent: i.Intent, found: Sequence[Action], rule: Rule, verb: str) -> None:
    """See that the rule allows every one of them, before anything is written.

    Raises:
        Answered: it refuses some and allows others: the answer says why, with one button for those it allows.
    """
    able: list[Action] = []
    problems: list[str] = []
    for action in found:
        try:
            rule(action)
        except NotPossible as problem:
            problems.append(f"{session.board(action.board).ref(action.number)} {problem}.")
        else:
            able.append(action)
    if not problems or not able:
        return  # all of them, or none: then the rule itself says why
    question = session.records.questions.ask(session.me.id, kept(session, intent, able), session.now)
    shown = session.shown(able, updates=False)
    session.halt(
        answers.lines(
            *problems,
            "Nothing was changed.",
            buttons=[pick_all(question, f"{verb} {answers.refs(shown)}"[:75])],
            subjects=[a.id for a in able],
        )
    )


def words_of(session: Session, words: str) -> str:
    """What was said, as it is kept.

    Raises:
        Answered: it is longer than what is kept; nothing was changed.
    """
    said = session.read(words).strip()
    if len(said) > MOST_WORDS:
        session.halt(
            guides.usage(
                "update",
                f"That is {len(said)} characters; I keep up to {MOST_WORDS} in one update. Nothing was changed: send it in parts.",
            )
        )
    return said
