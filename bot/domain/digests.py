"""When a board's channels get a digest, and what it counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.actions import Action, Status
from bot.domain.boards import Board
from bot.domain.clocks import days, instant, today
from bot.domain.meetings import Meeting
from bot.domain.working_days import WorkingDays, add_working_days, is_working_day

LATEST = timedelta(hours=12)
"""A digest kept back by an interruption may still be said so long after its time; later it is a recorded skip."""


class DigestKind(StrEnum):
    WEEKLY = "weekly"
    MEETING = "meeting"


def next_digest(
    board: Board,
    meetings: Iterable[Meeting],
    after: datetime,
    is_working: WorkingDays = is_working_day,
) -> tuple[datetime, DigestKind]:
    """The first digest after `after`: the weekly one, or the one before a meeting, which stands for the weekly.

    Returns a UTC instant; the rule behind it is local to the board's zone.
    """
    before_meetings = {
        add_working_days(m.day(board.zone), -board.digests.working_days_before_meeting, is_working)
        for m in meetings
        if not m.cancelled
    }
    day = today(after, board.zone)
    while True:
        if day in before_meetings or day.weekday() == board.digests.weekday:
            moment = instant(day, board.digests.at, board.zone)
            if moment > after:
                return moment, DigestKind.MEETING if day in before_meetings else DigestKind.WEEKLY
        day += days(1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a board's log stands on one day. `horizon` is the next meeting's day, or a week ahead without one."""

    day: date
    horizon: date
    meeting: Meeting | None
    since: date
    overdue: Sequence[Action]
    before: Sequence[Action]
    later: Sequence[Action]
    complete: Sequence[Action]
    closed: Sequence[Action]

    @property
    def parts(self) -> tuple[Sequence[Action], ...]:
        """All of them, in the order they are said."""
        return self.overdue, self.before, self.later, self.complete, self.closed

    @property
    def open_count(self) -> int:
        return len(self.overdue) + len(self.before) + len(self.later)


def standing(
    board: Board, actions: Iterable[Action], meeting: Meeting | None, since: datetime, now: datetime
) -> Standing:
    """Every action of the board in the part of the digest where it belongs.

    `meeting` is the next one. Closed ones count from `since`, a UTC instant, on; complete ones until the board has
    closed them, however long that takes.
    """
    day = today(now, board.zone)
    horizon = meeting.day(board.zone) if meeting else day + days(7)
    overdue, before, later, complete, closed = [], [], [], [], []
    for action in actions:
        if action.status is Status.COMPLETE:
            complete.append(action)
        elif action.status is Status.CLOSED:
            if action.status_at >= since:
                closed.append(action)
        elif not action.unfinished:
            continue
        elif action.overdue_on(day):
            overdue.append(action)
        elif action.due.day is not None and action.due.day <= horizon:
            before.append(action)
        else:
            later.append(action)
    return Standing(
        day=day,
        horizon=horizon,
        meeting=meeting,
        since=today(since, board.zone),
        overdue=sorted(overdue, key=_by_due),
        before=sorted(before, key=_by_due),
        later=sorted(later, key=_by_due),
        complete=sorted(complete, key=lambda a: a.number),
        closed=sorted(closed, key=lambda a: a.number),
    )


def _by_due(action: Action) -> tuple[date, int]:
    return action.due.day or date.max, action.number
