"""Closing all at once what waits complete for the board to agree."""

from datetime import UTC, datetime, timedelta

from bot.commands import progress
from bot.commands.session import Session
from bot.commands.targets import which
from bot.domain.actions import Action, Status
from bot.domain.boards import Board
from bot.domain.ids import BoardId
from bot.domain.people import Role
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.messages import Reply
from bot.ports import ActionFilter
from bot.views import answers
from bot.views.buttons import LIST_COMPLETE

_COMPLETE = ActionFilter(statuses=frozenset({Status.COMPLETE}))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def close_all(session: Session, intent: i.Close) -> Reply:
    """All that is complete, of this place's board or the asker's one; in a thread those it is about. Open ones stay open."""
    boards = _boards(session)
    found = [a for board in boards for a in session.log.listed(board.id, _COMPLETE)]
    thread = session.thread_post
    if thread is not None and thread.subjects:
        found = [a for a in found if a.id in set(thread.subjects)]
    if not found:
        return session.say(
            "Nothing that is complete waits to be closed. Nothing was changed.", buttons=[answers.LIST]
        )
    if len({a.board for a in found}) > 1:
        return which(session, intent, found)
    return _closed(session, found)


def close_waiting(session: Session, board: BoardId, until: int) -> Reply:
    """What a message counted as complete, by its button: not what was completed since."""
    if not session.here().sees(board):
        session.stop("That board is not one you can see here.")
    _check_may_close(session, [session.board(board)])
    latest = _EPOCH + timedelta(microseconds=until)
    found = [a for a in session.log.listed(board, _COMPLETE) if a.status_at <= latest]
    if not found:
        return session.say("None of them waits to be closed any more.", buttons=[LIST_COMPLETE])
    return _closed(session, found)


def _closed(session: Session, found: list[Action]) -> Reply:
    found.sort(key=lambda action: action.number)
    return progress.close(session, i.Close(()), found)


def _boards(session: Session) -> list[Board]:
    """Those of here whose log the asker runs.

    Raises:
        Answered: there is none.
    """
    here = [session.place_board] if session.place_board is not None else list(session.boards_seen())
    found = [board for board in here if may_run_log(session.role(board.id))]
    if not found:
        _check_may_close(session, here)
    return found


def _check_may_close(session: Session, boards: list[Board]) -> None:
    if not any(may_run_log(session.role(board.id)) for board in boards):
        clerks = session.roster(boards[0].id).holding(Role.CLERK) if boards else []
        session.halt(answers.only_runners("close actions", clerks))
