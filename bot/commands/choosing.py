"""The answer to "which one?" and "which board?", pressed or typed: what was said is done to the one chosen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.commands import listing, progress, snoozing, terms
from bot.commands.dispatch import dispatch
from bot.commands.keeping import from_data
from bot.commands.session import Answered, Session
from bot.commands.targets import Asks, may_be_together, which
from bot.domain.actions import Action
from bot.domain.ids import ActionId, BoardId, QuestionId
from bot.language import intents as i
from bot.language.choices import Choice, read_choice
from bot.messages import Mention, Reply
from bot.views import answers

PATIENCE = timedelta(minutes=30)
"""So long a question may be answered by typing; its buttons work for as long as it is kept."""
_LONGEST_NAME = 80


def chosen(session: Session, text: str) -> Reply | None:
    """What the words choose of what the asker was just asked; None for whatever else they say."""
    choice = read_choice(text)
    if choice is None and not _may_name_board(session, text):
        return None
    newest = session.records.questions.newest(session.me.id, session.now - PATIENCE)
    if newest is None or not _asked_here(session, newest[1]):
        return None
    question, about = newest
    if about["asks"] == Asks.BOARD:
        return _named_board(session, question, text)
    return None if choice is None else _of_those(session, question, about, choice)


def kept_about(session: Session, question: QuestionId) -> Mapping[str, Any]:
    """What a question is about.

    Raises:
        Answered: it is forgotten, or somebody else's.
    """
    about = session.records.questions.get(question, session.me.id)
    if about is None:
        session.stop(
            "I have forgotten that question. Say it again with the number: “done 12”.", buttons=[answers.LIST]
        )
    return about


def kept_actions(session: Session, about: Mapping[str, Any], wanted: str = "all") -> list[Action]:
    """Those it offers, or the one of them that is wanted."""
    asked = [ActionId(a) for a in about["candidates"] if wanted in {"all", str(a)}]
    found = list(session.log.actions(asked))
    if not found:
        session.stop("That action is not one you can see here.", buttons=[answers.LIST])
    return found


def kept_intent(session: Session, about: Mapping[str, Any]) -> i.Intent:
    """What was said, with its mentions."""
    session.mentions = [Mention(**m) for m in about["mentions"]]
    return from_data(about)


def pick(session: Session, question: QuestionId, wanted: str) -> Reply:
    """Do what was said to the one chosen, and to nothing else."""
    about = kept_about(session, question)
    return _apply(session, question, about, kept_actions(session, about, wanted))


def pick_board(session: Session, question: QuestionId, board: BoardId) -> Reply:
    """Handle what was said as if it had been said there."""
    about = session.records.questions.get(question, session.me.id)
    if about is None or not session.here().sees(board):
        session.stop("I have forgotten that question. Say it again, please.", buttons=[answers.HELP])
    _settle(session, question, about)
    session.place_board = session.board(board)
    return dispatch(session, kept_intent(session, about))


def apply(session: Session, intent: i.Intent, found: list[Action]) -> Reply:
    """Do what the intent says to these actions."""
    handler = _APPLY.get(type(intent))
    return dispatch(session, intent) if handler is None else handler(session, intent, found)


# --- typed ---------------------------------------------------------------------------------------------------------


def _asked_here(session: Session, about: Mapping[str, Any]) -> bool:
    """Whether the question waits for an answer in this very conversation or thread."""
    here = (session.place.id if session.place else None, session.inbound.thread)
    return (
        about.get("asks") is not None
        and not about.get("answered")
        and (about["place"], about["thread"]) == here
    )


def _of_those(
    session: Session, question: QuestionId, about: Mapping[str, Any], choice: Choice
) -> Reply | None:
    if choice.kind == "none":
        _settle(session, question, about)
        return session.say("Nothing was changed.", buttons=[answers.LIST])
    offered = {a.id: a for a in session.log.actions([ActionId(a) for a in about["candidates"]])}
    actions = [offered[ActionId(a)] for a in about["candidates"] if a in offered]
    found = _chosen_of(session, actions, choice)
    if found is None:
        return None
    intent = kept_intent(session, about)
    if not found or (len(found) > 1 and not may_be_together(intent)):
        raise Answered(which(session, intent, found or actions))
    return _apply(session, question, about, found)


def _chosen_of(session: Session, actions: Sequence[Action], choice: Choice) -> list[Action] | None:
    """Those chosen; none where there are not that many; None where the words name something else."""
    if choice.kind in {"all", "both"}:
        return list(actions) if choice.kind == "all" or len(actions) == 2 else []
    found: list[Action] = []
    for ref in choice.refs:
        named = [
            a for a in actions if a.number == ref.number and ref.code in {None, session.board(a.board).code}
        ]
        if not named and ref.code is None and len(choice.refs) == 1 and ref.number <= len(actions):
            named = [actions[ref.number - 1]]  # the first or second of those that were offered
        if not named:
            return None
        found += named
    if any(not -len(actions) <= place < len(actions) for place in choice.places):
        return []
    found += [actions[place] for place in choice.places]
    return (
        list({a.id: a for a in found}.values()) if len(found) >= len(choice.refs) + len(choice.places) else []
    )


def _may_name_board(session: Session, text: str) -> bool:
    """Asked only of those on several boards, where "which board?" is asked at all."""
    return session.place_board is None and len(session.viewer.roles) > 1 and len(text) <= _LONGEST_NAME


def _named_board(session: Session, question: QuestionId, text: str) -> Reply | None:
    said = text.strip(" .!?,").casefold().removeprefix("the ").removeprefix("for ").removeprefix("the ")
    named = [
        b
        for b in session.boards_seen()
        if said in {b.code.casefold(), b.name.casefold().removeprefix("the ")}
    ]
    return pick_board(session, question, named[0].id) if len(named) == 1 else None


def _apply(session: Session, question: QuestionId, about: Mapping[str, Any], found: list[Action]) -> Reply:
    _settle(session, question, about)
    return apply(session, kept_intent(session, about), found)


def _settle(session: Session, question: QuestionId, about: Mapping[str, Any]) -> None:
    """It has its answer, and what is typed next is none."""
    if about.get("asks") is not None and not about.get("answered"):
        session.records.questions.keep(question, {**about, "answered": True})


_APPLY: dict[type, Callable[[Session, Any, list[Action]], Reply]] = {
    i.Done: progress.done,
    i.Close: progress.close,
    i.Reopen: progress.reopen,
    i.Drop: progress.drop,
    i.GiveUpdate: progress.give_update,
    i.Begin: progress.begin,
    i.Wait: progress.wait,
    i.Disown: progress.disown,
    i.SetDue: terms.set_due,
    i.Assign: terms.assign,
    i.Edit: terms.edit,
    i.Snooze: snoozing.snooze,
    i.Unsnooze: snoozing.unsnooze,
    i.Show: lambda s, _, found: listing.show_these(s, found),
    i.ShowHistory: lambda s, _, found: listing.history_of(s, found[0]),
}
