"""The ladder an overdue action climbs, owner to clerk to chair; and the days around a meeting.

A rung is climbed once for each due: when another date has been agreed and passes in its turn, it is climbed again.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.actions import Action
from bot.domain.boards import Board
from bot.domain.clocks import days, instant, today
from bot.domain.meetings import Meeting
from bot.domain.people import Person, Role, Roster
from bot.domain.rhythm import Ask
from bot.domain.working_days import add_working_days, working_day_on_or_after


class Rung(StrEnum):
    CLERK = "clerk"
    CHAIR = "chair"


_WHO = {
    Rung.CLERK: (Role.CLERK, Role.CHAIR, Role.VICE_CHAIR),
    Rung.CHAIR: (Role.CHAIR, Role.VICE_CHAIR, Role.CLERK),
}
"""Who stands on a rung: whoever holds the first of these roles that anybody holds."""

EARLY = time(5, 0)
"""When what climbs and what a meeting needs is looked at, where the board is: before anybody's message of the day."""

_LONG_OVER = timedelta(days=3)
"""A meeting that began longer ago than this was on an earlier day wherever anybody lives."""

MINUTES_WANTED_FOR = 5
"""For so many working days after a meeting its clerk may still be asked for the minutes, when it could not be sooner."""


def rungs(board: Board) -> tuple[tuple[Rung, int], ...]:
    """The board's rungs with the working days overdue at which each is reached."""
    set_days = ((Rung.CLERK, board.escalation.clerk), (Rung.CHAIR, board.escalation.chair))
    return tuple((rung, count) for rung, count in set_days if count is not None)


def reached(action: Action, board: Board, day: date) -> tuple[Rung, ...]:
    """The rungs an action has climbed to on `day`, a calendar day where the board is."""
    if not action.overdue_on(day) or action.due.day is None:
        return ()
    due = action.due.day
    return tuple(r for r, count in rungs(board) if day >= add_working_days(due, count, board.is_working))


def next_escalation(action: Action, board: Board, after: datetime) -> datetime | None:
    """The first instant after `after` at which to look whether the action has climbed; None while nothing is to climb.

    One that stands on a rung already is looked at again the next working morning: whether that was said is for
    the rows to tell.
    """
    if not action.unfinished or action.due.day is None:
        return None
    if reached(action, board, today(after, board.zone)):
        return next_morning(board, after)
    return next_rung(action.due.day, board, after)


def next_rung(due: date | None, board: Board, after: datetime) -> datetime | None:
    """The first instant after `after` at which an action due on that day reaches a rung."""
    if due is None:
        return None
    ahead = [
        moment
        for _, count in rungs(board)
        if (moment := _morning(board, add_working_days(due, count, board.is_working))) > after
    ]
    return min(ahead, default=None)


def next_morning(board: Board, after: datetime) -> datetime:
    """Early on the first working day of the board that is still to come."""
    day = today(after, board.zone)
    while (moment := _morning(board, day)) <= after:
        day += days(1)
    return moment


def _morning(board: Board, day: date) -> datetime:
    """Early on that day, or on the first day after it that is worked and not paused."""
    day = working_day_on_or_after(day, board.is_working)
    while board.paused_on(day):
        day = working_day_on_or_after(day + days(1), board.is_working)
    return instant(day, EARLY, board.zone)


def standing_on(rung: Rung, roster: Roster) -> tuple[Person, ...]:
    """Who hears of what has climbed there. With nobody in the role it is whoever is nearest: nothing climbs unseen."""
    return next((found for role in _WHO[rung] if (found := roster.holding(role))), ())


# --- around a meeting ------------------------------------------------------------------------------------------


def asks(board: Board, meetings: Iterable[Meeting], after: datetime | None = None) -> tuple[Ask, ...]:
    """When the owners of open actions are asked before each meeting.

    With `after`, those after it: meetings that had been by then are left out, of which a board has more every month.
    """
    if not board.ask:
        return ()
    over = after - _LONG_OVER if after is not None else None
    ahead = [m.day(board.zone) for m in meetings if not m.cancelled and (over is None or m.starts_at > over)]
    return tuple([Ask(add_working_days(day, -board.ask, board.is_working), day) for day in ahead])


def brief_at(meeting: Meeting, board: Board) -> datetime:
    """From when on the chair may get the brief: in the morning of the digest before the meeting."""
    before = -board.digests.working_days_before_meeting
    day = add_working_days(meeting.day(board.zone), before, board.is_working)
    return instant(day, EARLY, board.zone)


def minutes_at(meeting: Meeting, board: Board) -> datetime:
    """From when on the clerk may be asked for the minutes: in the morning of the working day after."""
    day = add_working_days(meeting.day(board.zone), 1, board.is_working)
    return instant(day, EARLY, board.zone)


def minutes_until(meeting: Meeting, board: Board) -> datetime:
    """From when on nobody is asked for the minutes any more."""
    day = add_working_days(meeting.day(board.zone), 1 + MINUTES_WANTED_FOR, board.is_working)
    return instant(day, EARLY, board.zone)


def next_step(meeting: Meeting, board: Board, after: datetime) -> datetime | None:
    """The first instant after `after` at which the meeting is something to speak of; None once all has been."""
    steps: Sequence[datetime] = (brief_at(meeting, board), minutes_at(meeting, board))
    return None if meeting.cancelled else min((s for s in steps if s > after), default=None)
