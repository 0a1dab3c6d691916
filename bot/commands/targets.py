"""Which action is meant: by ref, by the thread, by the newest nudge, or because there is only one. Else: ask."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from bot.commands.keeping import as_data
from bot.commands.session import Answered, Session
from bot.commands.standing_in import acting_for, line_of
from bot.domain.actions import UNFINISHED, Action, Status
from bot.domain.boards import Board
from bot.domain.ids import ActionId, QuestionId
from bot.domain.people import Role, listed
from bot.domain.permissions import RUNS_THE_LOG, may_change
from bot.domain.places import PostKind
from bot.language import intents as i
from bot.messages import Button, Reply, View
from bot.ports import ActionFilter
from bot.views import answers, guides
from bot.views.buttons import board_buttons, button_id, pick_buttons
from bot.views.words import quoted, shortened

_FINISHED = frozenset({Status.COMPLETE, Status.CLOSED, Status.DROPPED})
_STATUSES: dict[type, frozenset[Status]] = {
    i.Close: UNFINISHED | {Status.COMPLETE},
    i.Reopen: _FINISHED,
    i.Edit: UNFINISHED | {Status.COMPLETE},
    i.Show: UNFINISHED | _FINISHED,
    i.ShowHistory: UNFINISHED | _FINISHED,
}


class Asks(StrEnum):
    """What a question wants to know that may be answered by typing."""

    ACTION = "action"
    BOARD = "board"
    UNTIL = "until"
    WHEN = "when"
    WHO = "who"
    MEANT = "meant"


_TOGETHER = (i.Done, i.Begin, i.Wait, i.Close, i.Drop, i.SetDue, i.GiveUpdate, i.Snooze, i.Unsnooze)
"""Intents that make sense for all the candidates at once."""


def referred(session: Session, refs: Sequence[i.Ref], intent: i.Intent | None = None) -> list[Action]:
    """The actions these refs name, as far as the asker may see them.

    With an intent that changes something, what was said is kept for the actions that may have been meant instead.

    Raises:
        Answered: one does not exist, or may be one of several boards'; nothing was changed.
    """
    found: list[Action] = []
    missing: list[i.Ref] = []
    for ref in refs:
        matches = _numbered(session, ref)
        if len(matches) > 1:
            owned = [a for a in matches if a.assignment_of(session.me.id, session.roster(a.board))]
            matches = owned if len(owned) == 1 else matches
        if len(matches) == 1:
            found.append(matches[0])
        elif matches:
            refs_there = [session.board(a.board).ref(a.number) for a in matches]
            session.stop(f"{ref.number} could be {listed(refs_there)}: say which, with its letters.")
        else:
            missing.append(ref)
    if missing:
        session.halt(_missing(session, missing, found, intent))
    return list({a.id: a for a in found}.values())


def _missing(
    session: Session, missing: Sequence[i.Ref], found: Sequence[Action], intent: i.Intent | None
) -> View:
    """There is no such action, or no such board: what may have been meant, with all that was said kept."""
    boards = {b.code: b.name for b in session.boards_seen()}
    strange = list(dict.fromkeys(r.code for r in missing if r.code is not None and r.code not in boards))
    buttons = [] if intent is None else _instead(session, missing, found, intent)
    if strange and boards:
        return answers.no_such_board(strange, boards, buttons)
    board = session.place_board.name if session.place_board else None
    return answers.no_such_action([_as_written(session, r) for r in missing], board, buttons)


def _instead(
    session: Session, missing: Sequence[i.Ref], found: Sequence[Action], intent: i.Intent
) -> list[Button]:
    """The same numbers on a board there is; or those that were found; or else what is the asker's."""
    numbers = [session.log.numbered(b.id, r.number) for b in session.boards_seen() for r in missing]
    same = [a for a in numbers if a is not None and any(r.code is not None for r in missing)]
    offered = [*found, *same] or candidates(session, _STATUSES.get(type(intent), UNFINISHED))
    shown = session.shown(list({a.id: a for a in offered}.values())[:5], updates=False)
    labels = [(s.action.id, shortened(s.title, 75)) for s in shown]
    if isinstance(intent, i.READS):
        return [Button(id=button_id("show", action), label=label) for action, label in labels]
    if not shown:
        return []
    question = expect(session, Asks.ACTION, intent, [s.action for s in shown])
    together = may_be_together(intent) and len(shown) == len(missing) + len(found)
    return list(pick_buttons(question, labels, together=together))


def _numbered(session: Session, ref: i.Ref) -> list[Action]:
    if ref.code is not None:
        boards = [b for b in session.boards_seen() if b.code == ref.code]
    elif session.place_board is not None:
        boards = [session.place_board]
    else:
        thread = session.thread_post
        subjects = session.log.actions(thread.subjects) if thread else []
        inside = [a for a in subjects if a.number == ref.number]
        if inside:
            return inside
        boards = list(session.boards_seen())
    found = [session.log.numbered(board.id, ref.number) for board in boards]
    return [a for a in found if a is not None]


def _as_written(session: Session, ref: i.Ref) -> str:
    if ref.code:
        return f"{ref.code}-{ref.number}"
    board = session.place_board or next(iter(session.boards_seen()), None)
    return board.ref(ref.number) if board and len(session.boards_seen()) < 2 else str(ref.number)


def candidates(session: Session, statuses: frozenset[Status] = UNFINISHED) -> list[Action]:
    """The actions an answer without a ref may mean.

    In a thread those its first message is about; in a direct conversation those of the newest nudge, or else all
    of that person's; in a channel the person's own on that board.
    """
    thread = session.thread_post
    if thread is not None and thread.subjects:
        return [a for a in session.log.actions(thread.subjects) if a.status in statuses]
    if session.in_direct and session.place is not None:
        nudge = session.records.posts.newest(session.place.id, PostKind.NUDGE)
        if nudge is not None:
            nudged = [a for a in session.log.actions(nudge.subjects) if a.status in statuses]
            mine = [a for a in nudged if line_of(session, a) is not None]
            if mine:
                return mine
    return list(session.log.owned_by(session.me.id, statuses))


def targets(session: Session, intent: i.Intent) -> list[Action]:
    """The actions the intent is about.

    Raises:
        Answered: there is none, or it is not plain which: the reply asks with a button for each, and nothing is
            recorded until one is pressed.
    """
    refs: tuple[i.Ref, ...] = getattr(intent, "refs", ())
    if refs:
        return referred(session, refs, intent)
    statuses = _STATUSES.get(type(intent), UNFINISHED)
    found = _to_close(session) if isinstance(intent, i.Close) else candidates(session, statuses)
    if len(found) == 1:
        return found
    if not found:
        session.halt(_nothing(session, intent))
    if isinstance(intent, i.Done) and intent.everything:
        return found
    raise Answered(which(session, intent, found))


def _to_close(session: Session) -> list[Action]:
    """For whoever closes: in a thread its actions, else what waits complete for the board to close."""
    here = candidates(session, _STATUSES[i.Close])
    if session.thread_post is not None:
        return here
    waiting: list[Action] = []
    for board in session.boards_seen():
        if session.role(board.id) in RUNS_THE_LOG:
            complete = ActionFilter(statuses=frozenset({Status.COMPLETE}))
            waiting += session.log.listed(board.id, complete)
    return waiting or here


def which(session: Session, intent: i.Intent, found: Sequence[Action], *, likely: bool = False) -> Reply:
    """Ask which action is meant, `likely` the first; what was typed is kept with the question."""
    question = expect(session, Asks.ACTION, intent, found)
    shown = session.shown(found, updates=False)
    together = may_be_together(intent) and len(found) <= 10
    buttons = pick_buttons(
        question,
        [(s.action.id, shortened(s.title, 75)) for s in shown[:10]],
        together=together,
        likely=likely,
    )
    verb, words = _QUESTIONS.get(type(intent), ("show", "Which one do you mean?"))
    if isinstance(intent, i.Snooze) and intent.reminds:
        words = "Which one shall I remind you of?"
    return session.reply(answers.which_one(words, shown[:10], len(found), buttons, verb))


_QUESTIONS: dict[type, tuple[str, str]] = {
    i.Done: ("done", "Which one is done?"),
    i.Close: ("close", "Which one is to be closed?"),
    i.Drop: ("drop", "Which one is no longer needed?"),
    i.Reopen: ("reopen", "Which one is to be reopened?"),
    i.SetDue: ("due", "Which one needs another date?"),
    i.Disown: ("not mine", "Which one is not yours?"),
    i.Begin: ("update", "Which one is in progress?"),
    i.Snooze: ("snooze", "Which one do you want to hear nothing about?"),
    i.Unsnooze: ("unsnooze", "Which one do you want to hear of again?"),
    i.Wait: ("update", "Which one is waiting?"),
    i.GiveUpdate: ("update", "Which one is this about?"),
    i.ShowHistory: ("history", "Whose history?"),
    i.Assign: ("assign", "Which one is to be given to somebody else?"),
    i.Edit: ("edit", "Which one is to be reworded?"),
}


def _nothing(session: Session, intent: i.Intent) -> View:
    """Nothing can be meant: there is nothing open, or not in this thread."""
    if session.thread_post is not None and session.thread_post.subjects:
        return guides.nothing_open("Nothing in this thread is open any more. Nothing was changed.")
    if isinstance(intent, i.GiveUpdate) and intent.words:
        said = quoted(session.read(intent.words), 300)
        return guides.nothing_open(f"You have nothing open here, so {said} is on no action yet.")
    return guides.nothing_open("You have nothing open here. Nothing was changed.")


def kept(session: Session, intent: i.Intent, found: Sequence[Action]) -> dict[str, Any]:
    """An intent as plain data, for a question. Words are the asker's own and stay out of history."""
    return {
        **as_data(intent),
        "mentions": [m.model_dump() for m in session.mentions],
        "candidates": [a.id for a in found],
    }


def expect(session: Session, asks: Asks, intent: i.Intent, found: Sequence[Action] = ()) -> QuestionId:
    """Keep what was said with a question that may be answered by typing too, where it was asked."""
    place = session.place.id if session.place else None
    about = {
        **kept(session, intent, found),
        "asks": asks.value,
        "place": place,
        "thread": session.inbound.thread,
    }
    return session.records.questions.ask(session.me.id, about, session.now)


def may_be_together(intent: i.Intent) -> bool:
    """Whether what is said makes sense of several at once."""
    return isinstance(intent, _TOGETHER)


def check_may_change(session: Session, actions: Sequence[Action]) -> None:
    """Raises Answered when the asker may not change one of them; nothing was changed."""
    refused = next((a for a in actions if not changes(session, a)), None)
    if refused is not None:
        clerks = session.roster(refused.board).holding(Role.CLERK)
        session.halt(answers.may_not_change(session.show(refused), clerks))


def changes(session: Session, action: Action) -> bool:
    """Whether the asker may change it, also as the cover of its owner."""
    roster = session.roster(action.board)
    acting = roster.find(acting_for(session, action)) or session.me
    return may_change(acting, session.role(action.board), action, roster)


def the_board(session: Session, intent: i.Intent) -> Board:
    """The board that is meant: the place's, or the only one the asker is on.

    Raises:
        Answered: there is none, or it is not plain which; the reply asks.
    """
    if session.place_board is not None:
        return session.place_board
    boards = session.boards_seen()
    if len(boards) == 1:
        return boards[0]
    if not boards:
        session.halt(guides.no_board() if session.viewer.roles else guides.stranger())
    thread = session.thread_post
    if thread is not None:
        about = {a.board for a in session.log.actions(thread.subjects)}
        if len(about) == 1:
            return session.board(about.pop())
    question = expect(session, Asks.BOARD, intent)
    raise Answered(
        session.say(
            "Which board is this for?", buttons=board_buttons(question, [(b.id, b.name) for b in boards])
        )
    )


def by_id(session: Session, action: str) -> Action:
    """The action a button is about, as far as the presser may see it.

    Raises:
        Answered: they may not, or there is none.
    """
    found = session.log.action(ActionId(int(action))) if action.isdigit() else None
    if found is None:
        session.stop("That action is not one you can see here.", buttons=[answers.LIST])
    return found
