"""When a board's channels get a digest, and what it counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.domain.actions import Action, Status
from bot.domain.boards import Board
from bot.domain.clocks import days, instant, today
from bot.domain.history import Update
from bot.domain.meetings import Meeting
from bot.domain.working_days import add_working_days

LATEST = timedelta(hours=12)
"""A digest kept back by an interruption may still be said so long after its time; later it is a recorded skip."""


_LONGEST = 400
"""Days a digest is kept for at most; a pause is shorter."""


class DigestKind(StrEnum):
    WEEKLY = "weekly"
    MEETING = "meeting"


def next_digest(board: Board, meetings: Iterable[Meeting], after: datetime) -> tuple[datetime, DigestKind]:
    """The first digest after `after`: the weekly one, or the one before a meeting, which stands for the weekly.

    One whose day is not worked, or lies in a pause, comes on the next day that is, together with all that were kept.
    Returns a UTC instant; the rule behind it is local to the board's zone.
    """
    notice = board.digests.working_days_before_meeting
    ahead = [m.day(board.zone) for m in meetings if not m.cancelled]
    before_meetings = {add_working_days(day, -notice, board.is_working): day for day in ahead}
    day = today(after, board.zone)
    while True:
        if _may_be_said(board, day):
            kind = _kind_on(board, before_meetings, day)
            moment = instant(day, board.digests.at, board.zone)
            if kind is not None and moment > after:
                return moment, kind
        day += days(1)


def _may_be_said(board: Board, day: date) -> bool:
    return board.is_working(day) and not board.paused_on(day)


def _kind_on(board: Board, before_meetings: Mapping[date, date], day: date) -> DigestKind | None:
    """Which digest a day has: of its own, or kept from the days before it on which none may be said."""
    found = None
    kept = day
    while True:
        if kept in before_meetings and (kept == day or before_meetings[kept] >= day):
            return DigestKind.MEETING
        if kept in before_meetings or kept.weekday() == board.digests.weekday:
            found = DigestKind.WEEKLY
        kept -= days(1)
        if _may_be_said(board, kept) or (day - kept).days > _LONGEST:
            return found


def worth_saying(stand: "Standing", updates: Iterable[Update], since: datetime) -> bool:
    """Whether a weekly digest has anything to say.

    Something is overdue, or due within a week; or was added, changed its status or was reported on from `since` on.
    """
    if stand.overdue or any(u.said_at >= since for u in updates):
        return True
    soon = stand.day + days(7)
    return any(
        (a.unfinished and a.due.day is not None and a.due.day <= soon)
        or max(a.added_at, a.status_at) >= since
        for part in stand.parts
        for a in part
    )


def share(of: str, spread: timedelta) -> timedelta:
    """How far into `spread` this one's turn comes: always as far, in whole seconds, and evenly among many."""
    seconds = int(spread.total_seconds())
    digest = sha256(of.encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:8], "big") % seconds if seconds else 0)


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
