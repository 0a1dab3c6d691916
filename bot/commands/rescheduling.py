"""Computing anew when owners hear next: after other rules of a board, or of their own."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.actions import UNFINISHED, Action
from bot.domain.ids import AssignmentId, BoardId, PersonId
from bot.domain.nudges import scheduled
from bot.domain.people import SYSTEM
from bot.ports import ActionFilter, Records


def reschedule_board(records: Records, board: BoardId, now: datetime) -> None:
    """All that is unfinished on a board."""
    _reschedule(records, records.log(SYSTEM).listed(board, ActionFilter(statuses=UNFINISHED)), now)


def reschedule_person(records: Records, person: PersonId, now: datetime) -> None:
    """All that somebody owns, on every board."""
    _reschedule(records, records.log(SYSTEM).owned_by(person, UNFINISHED), now)


def _reschedule(records: Records, actions: Iterable[Action], now: datetime) -> None:
    by_board: dict[BoardId, list[Action]] = {}
    for action in actions:
        by_board.setdefault(action.board, []).append(action)
    times: dict[AssignmentId, datetime | None] = {}
    for board_id, theirs in by_board.items():
        board, roster = records.boards.get(board_id), records.people.roster(board_id)
        for action in theirs:
            after = scheduled(action, board, roster, now)
            times |= {
                new.id: new.next_nudge_at
                for new, old in zip(after.assignments, action.assignments, strict=True)
                if new.next_nudge_at != old.next_nudge_at
            }
    records.actions.set_next_nudges(times)
