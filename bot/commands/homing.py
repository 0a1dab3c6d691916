"""Home: what is mine, which boards I am on, and what waits for me as clerk or chair."""

from bot.commands.session import Session
from bot.domain.actions import UNFINISHED, Action, OwnerKind, Status
from bot.domain.boards import Board
from bot.domain.permissions import may_run_log
from bot.messages import Reply
from bot.ports import ActionFilter
from bot.views.home import BoardLine, home_view


def home(session: Session) -> Reply:
    """A page of one's own. It changes nothing."""
    mine = session.log.owned_by(session.me.id, UNFINISHED)
    lines: list[BoardLine] = []
    waiting: list[Action] = []
    for board in session.boards_seen():
        role = session.role(board.id)
        if role is None:
            continue
        lines.append(BoardLine(board, role, session.next_meeting(board.id), session.today(board)))
        if may_run_log(role):
            waiting += _waiting(session, board)
    return session.reply(
        home_view(session.me, session.shown(mine), lines, session.shown(waiting, updates=False))
    )


def _waiting(session: Session, board: Board) -> list[Action]:
    """Complete ones to be closed; open ones nobody has, or somebody nobody can match."""
    listed = session.log.listed(board.id, ActionFilter(statuses=UNFINISHED | {Status.COMPLETE}))
    return [a for a in listed if a.status is Status.COMPLETE or _ownerless(a)]


def _ownerless(action: Action) -> bool:
    return not action.assignments or any(a.owner.kind is OwnerKind.WORDS for a in action.assignments)
