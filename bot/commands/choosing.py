"""What is typed in answer to the bot's own question, and what a button that answers one does.

A question waits for half an hour, in the conversation or thread it was asked in, and until whoever was asked has
changed something else. Only what answers it is taken for an answer: whatever else is said means what it ever did.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.commands import absences, listing, progress, snoozing, terms
from bot.commands.dating import NO_DATE
from bot.commands.dispatch import dispatch
from bot.commands.keeping import from_data
from bot.commands.owners import match_owners, named_in
from bot.commands.session import Answered, Session
from bot.commands.targets import Asks, may_be_together, which
from bot.domain.actions import Action
from bot.domain.clocks import today
from bot.domain.ids import ActionId, BoardId, QuestionId
from bot.language import intents as i
from bot.language.absences import read_absence
from bot.language.choices import Choice, read_choice
from bot.language.dues import DueKind, read_due
from bot.language.refs import MONTH
from bot.language.silences import read_again
from bot.messages import Mention, Reply
from bot.views import answers

PATIENCE = timedelta(minutes=30)
"""So long a question may be answered by typing; its buttons work for as long as it is kept."""
_LONGEST = 80


def answered(session: Session, text: str, *, commanded: bool) -> Reply | None:
    """What the words answer of what the asker was just asked; None for whatever else they say.

    `commanded` are words that are plainly a command: of those a number alone may still be a choice.
    """
    choice = read_choice(text)
    if len(text) > _LONGEST or (commanded and choice is None):
        return None
    newest = session.records.questions.newest(session.me.id, session.now - PATIENCE)
    if newest is None or not _waits_here(session, *newest):
        return None
    question, about = newest
    asks = Asks(about["asks"])
    if asks is Asks.ACTION:
        return _which(session, question, about, text, choice)
    if choice is not None and choice.kind == "none" and asks is not Asks.BOARD:
        _settle(session, question, about)
        return session.say("Nothing was changed.", buttons=[answers.LIST])
    return _ANSWERS[asks](session, question, about, text)


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
    found = kept_actions(session, about, wanted)
    _settle(session, question, about)
    return apply(session, kept_intent(session, about), found)


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


def _waits_here(session: Session, question: QuestionId, about: Mapping[str, Any]) -> bool:
    """Whether it waits for an answer in this very conversation, and nothing was changed since by whoever was asked."""
    if about.get("asks") is None or about.get("answered"):
        return False
    here = (session.place.id if session.place else None, session.inbound.thread)
    if (about["place"], about["thread"]) != here:
        return False
    last = session.records.history.last_by(session.me.id, list(session.viewer.roles))
    return last is None or last < question


def _which(
    session: Session, question: QuestionId, about: Mapping[str, Any], text: str, choice: Choice | None
) -> Reply | None:
    """Of those offered, by number, place or words of its own."""
    if choice is not None and choice.kind == "none":
        _settle(session, question, about)
        return session.say("Nothing was changed.", buttons=[answers.LIST])
    offered = {a.id: a for a in session.log.actions([ActionId(a) for a in about["candidates"]])}
    actions = [offered[ActionId(a)] for a in about["candidates"] if a in offered]
    found = _named_by(actions, text) if choice is None else _chosen_of(session, actions, choice)
    if found is None:
        return None
    intent = kept_intent(session, about)
    if not found or (len(found) > 1 and not may_be_together(intent)):
        raise Answered(which(session, intent, found or actions))
    _settle(session, question, about)
    return apply(session, intent, found)


def _named_by(actions: Sequence[Action], text: str) -> list[Action] | None:
    """The one whose own words these are: "the venue one", "winter summary". None where they say more, or fit several."""
    wanted = [w for w in _WORD.findall(text.casefold()) if w not in _EMPTY_WORDS]
    if not wanted or len(wanted) > _MOST_WORDS:
        return None
    titles = [(action, _WORD.findall(action.what.casefold())) for action in actions]
    named = [action for action, has in titles if all(_stands_in(word, has) for word in wanted)]
    return named if len(named) == 1 else None


def _stands_in(word: str, words: Sequence[str]) -> bool:
    return any(each == word or (len(word) > 3 and each.rstrip("s") == word.rstrip("s")) for each in words)


def _until(session: Session, question: QuestionId, about: Mapping[str, Any], text: str) -> Reply | None:
    """The end of an absence, of a silence or of a snooze."""
    intent, rest = kept_intent(session, about), _UNTIL.sub("", text.strip(" .!"), count=1)
    if isinstance(intent, i.Away):
        day = today(session.now, session.me.zone)
        said = (f"{intent.words} until {rest}", f"until {rest}", f"{intent.words} {rest}", rest)
        for words in said:
            read = read_absence(words.strip(), said_on=day)
            if read.first is not None and read.last is not None:
                _settle(session, question, about)
                return absences.away(session, i.Away(words.strip()))
        return absences.away(session, i.Away(text.strip())) if _is_meant_as_day(text) else None
    found = kept_actions(session, about) if about["candidates"] else []
    board = session.board(found[0].board) if found else next(iter(session.boards_seen()), None)
    if board is None:
        return None
    reading = read_again(
        rest, said_on=today(session.now, session.me.zone), next_meeting=None, is_working=board.is_working
    )
    if reading.date is None and not reading.candidates and not _is_meant_as_day(text):
        return None
    _settle(session, question, about)
    if isinstance(intent, i.Mute):
        return absences.mute(session, i.Mute(rest))
    return snoozing.snooze(session, i.Snooze(phrase=rest), found)


def _is_meant_as_day(text: str) -> bool:
    """Whether it is an answer all the same, though no day can be read: then the same is asked again."""
    return len(text.split()) <= _MOST_WORDS and _DAY.match(text.strip()) is not None


def _when(session: Session, question: QuestionId, about: Mapping[str, Any], text: str) -> Reply | None:
    """Another due, for all the question was about."""
    found = kept_actions(session, about)
    board = session.board(found[0].board)
    phrase = session.read(text).strip(" .!")
    reading = read_due(
        phrase,
        said_on=session.today(board),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    dated = reading.kind in {DueKind.DATE, DueKind.MEETING, DueKind.PAST} or bool(reading.candidates)
    if not dated and phrase.casefold() not in NO_DATE and not _is_meant_as_day(text):
        return None
    _settle(session, question, about)
    return terms.set_due(session, i.SetDue((), phrase), found)


def _who(session: Session, question: QuestionId, about: Mapping[str, Any], text: str) -> Reply | None:
    """Somebody of the board, to have what the question was about."""
    found = kept_actions(session, about)
    written = named_in(_GIVE.sub("", text.strip(" .!"), count=1))
    matched = match_owners(session, session.board(found[0].board), written)
    if not matched or any(m.unmatched for m in matched):
        return None
    _settle(session, question, about)
    return terms.reassign(session, found, matched)


def _meant(session: Session, question: QuestionId, about: Mapping[str, Any], text: str) -> Reply | None:
    """Yes, that was meant."""
    if _YES.fullmatch(text.strip(" .!")) is None:
        return None
    _settle(session, question, about)
    return dispatch(session, kept_intent(session, about))


def _chosen_of(session: Session, actions: Sequence[Action], choice: Choice) -> list[Action] | None:
    """Those chosen; none where there are not that many; None where the words name something else."""
    if choice.kind in {"all", "both"}:
        return list(actions) if choice.kind == "all" or len(actions) == 2 else []
    if choice.kind == "except":
        left_out = _chosen_of(session, actions, Choice("some", choice.refs, choice.places))
        return None if left_out is None else [a for a in actions if left_out and a not in left_out]
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


def _named_board(
    session: Session, question: QuestionId, _about: Mapping[str, Any], text: str
) -> Reply | None:
    """One of the asker's boards, by its letters or its name."""
    said = text.strip(" .!?,").casefold().removeprefix("the ").removeprefix("for ").removeprefix("the ")
    named = [
        b
        for b in session.boards_seen()
        if said in {b.code.casefold(), b.name.casefold().removeprefix("the ")}
    ]
    return pick_board(session, question, named[0].id) if len(named) == 1 else None


def _settle(session: Session, question: QuestionId, about: Mapping[str, Any]) -> None:
    """It has its answer, and what is typed next is none."""
    if about.get("asks") is not None and not about.get("answered"):
        session.records.questions.keep(question, {**about, "answered": True})


_WORD = re.compile(r"[\w'\u2019]+")
_EMPTY_WORDS = frozenset(
    [
        "the", "a", "an", "one", "that", "this", "it", "about", "of", "with", "for", "to", "on", "its", "action", "item",
        "please", "thanks", "pls", "just", "only", "i", "mean", "meant",
    ]
)  # fmt: skip
_MOST_WORDS = 5
_UNTIL = re.compile(r"(?:un)?til+\s+|till?\s+|to\s+(?=\S)", re.IGNORECASE)
_DAY = re.compile(
    rf"(?:un)?till?\s+\S|(?:by|before)\s+(?!me\b|us\b|then\b)\S"
    rf"|(?:(?:for|on|from)\s+)?(?:the\s+)?[0-9]{{1,2}}(?:(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b|[/.][0-9])",
    re.IGNORECASE,
)
_GIVE = re.compile(
    r"(?:please\s+)?(?:(?:(?:assign|give|pass|hand)(?:\s+(?:it|that|this|them))?(?:\s+over)?\s+to|it\s+is|it'?s|that\s+is|that'?s|for|to|make\s+it)\s+)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"(?:yes|yep|yeah|yup|aye|y|ok|okay|correct|exactly|right|indeed|sure|i\s+did|that'?s\s+(?:it|right))(?:[\s,]+(?:please|thanks|thank\s+you|i\s+did|that'?s\s+it))?",
    re.IGNORECASE,
)

_ANSWERS: dict[Asks, Callable[[Session, QuestionId, Mapping[str, Any], str], Reply | None]] = {
    Asks.BOARD: _named_board,
    Asks.UNTIL: _until,
    Asks.WHEN: _when,
    Asks.WHO: _who,
    Asks.MEANT: _meant,
}

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
