"""Computing anew when owners hear next: after an absence, a snooze, another meeting, other rules."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.actions import UNFINISHED, Action
from bot.domain.boards import Board
from bot.domain.ids import ActionId, AssignmentId, BoardId, MeetingId, PersonId
from bot.domain.ladder import asks, next_escalation, next_step
from bot.domain.nudges import next_for
from bot.domain.outbox import OutboxState
from bot.domain.people import SYSTEM
from bot.ports import ActionFilter, Records

_JUST_BEFORE = timedelta(microseconds=1)


def reschedule_person(records: Records, person: PersonId, now: datetime) -> None:
    """All that somebody owns, on every board. A nudge still waiting to be said counts as still to come."""
    last = records.outbox.last_nudge(person)
    waiting = last.not_before if last is not None and last.state is OutboxState.WAITING else None
    _reschedule(records, records.log(SYSTEM).owned_by(person, UNFINISHED), now, waiting)


def reschedule_board(records: Records, board: BoardId, now: datetime) -> None:
    """All that is unfinished on a board, and what is to be said around its meetings."""
    _reschedule(records, records.log(SYSTEM).listed(board, ActionFilter(statuses=UNFINISHED)), now, None)
    reschedule_meetings(records, records.boards.get(board), now)


def reschedule_meetings(records: Records, board: Board, now: datetime) -> None:
    """What is to be said around the board's meetings."""
    steps: dict[MeetingId, datetime | None] = {
        m.id: next_step(m, board, now) for m in records.meetings.of_board(board.id)
    }
    records.meetings.set_next_steps(steps)


def _reschedule(records: Records, actions: Iterable[Action], now: datetime, waiting: datetime | None) -> None:
    by_board: dict[BoardId, list[Action]] = {}
    for action in actions:
        by_board.setdefault(action.board, []).append(action)
    nudges: dict[AssignmentId, datetime | None] = {}
    rungs: dict[ActionId, datetime | None] = {}
    for board_id, theirs in by_board.items():
        board, roster = records.boards.get(board_id), records.people.roster(board_id)
        asked = asks(board, records.meetings.of_board(board_id))
        for action in theirs:
            for line in action.assignments:
                # What has fallen due and is not said yet is not lost, whatever has changed.
                due = [m for m in (line.next_nudge_at, waiting) if m is not None and m <= now]
                after = min(due) - _JUST_BEFORE if due else now
                found = next_for(action, line, board, roster, asked, after)
                if found != line.next_nudge_at:
                    nudges[line.id] = found
            rung = next_escalation(action, board, now)
            if rung != action.next_escalation_at:
                rungs[action.id] = rung
    records.actions.set_next_nudges(nudges)
    records.actions.set_next_escalations(rungs)
