"""When an owner hears about an action, and which of theirs one nudge lists."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.actions import UNFINISHED, Action, Assignment, Owner
from bot.domain.boards import Board, NudgeRule
from bot.domain.clocks import days, instant, local, today
from bot.domain.dues import Due
from bot.domain.people import Roster
from bot.domain.settings import own_days, own_rule
from bot.domain.working_days import (
    WorkingDays,
    is_working_day,
    working_day_on_or_after,
    working_day_on_or_before,
)

LATEST = time(17, 0)
"""A nudge kept back by an interruption may still be said until then, local to its owner."""

REST = timedelta(hours=20)
"""Never two nudges to one person closer together than this, whatever zone they travel to."""


class Verdict(StrEnum):
    """Whether a nudge whose time has come may be said, and if not, why not."""

    SAY = "say"
    TOO_LATE = "too late in the day"
    TOO_SOON = "nudged less than 20 hours ago"


def nudge_days(due: date, rule: NudgeRule, from_day: date, is_working: WorkingDays) -> Iterator[date]:
    """The days from `from_day` on at which an action due on `due` is nudged about, in order, without end.

    A day that is not a working day moves to the one before it while the due is ahead or today, and to the one
    after it once the due has passed.
    """
    ahead = sorted({working_day_on_or_before(due - days(n), is_working) for n in rule.days_before})
    yield from (day for day in ahead if day >= from_day)
    first = due + days(rule.first_day_after)
    # Years of lateness are skipped over, not walked through.
    skipped = max(0, (from_day - first).days // rule.days_between - 1)
    step = first + days(skipped * rule.days_between)
    last = ahead[-1] if ahead else None
    while True:
        day = working_day_on_or_after(step, is_working)
        if day >= from_day and (last is None or day > last):
            yield day
            last = day
        step += days(rule.days_between)


def next_nudge(
    due: date | None,
    rule: NudgeRule,
    zone: str,
    after: datetime,
    is_working: WorkingDays = is_working_day,
) -> datetime | None:
    """The first instant after `after` at which the owner, living in `zone`, is nudged; None without a due."""
    if due is None:
        return None
    for day in nudge_days(due, rule, today(after, zone) - days(1), is_working):
        moment = instant(day, rule.at, zone)
        if moment > after:
            return moment
    return None


def first_nudge(owner: Owner, due: Due, board: Board, roster: Roster, now: datetime) -> datetime | None:
    """When the owner of a new action first hears about it; None where nobody can be nudged, or about no day."""
    people = owner.people(roster)
    person = roster.find(people[0]) if len(people) == 1 else None
    if not people:
        return None
    if person is None:
        return next_nudge(due.day, board.nudges, board.zone, now, board.is_working)
    days_worked = own_days(board, person.nation)
    return next_nudge(due.day, own_rule(board, person.rhythm), person.zone, now, days_worked)


def scheduled(action: Action, board: Board, roster: Roster, now: datetime) -> Action:
    """The action with the next nudge of each of its owners computed anew."""
    return replace(
        action,
        assignments=tuple(
            replace(line, next_nudge_at=_next_for(action, line, board, roster, now))
            for line in action.assignments
        ),
    )


def _next_for(
    action: Action, line: Assignment, board: Board, roster: Roster, now: datetime
) -> datetime | None:
    if not (action.unfinished and line.status in UNFINISHED):
        return None
    return first_nudge(line.owner, action.due, board, roster, now)


def verdict(now: datetime, zone: str, last: datetime | None) -> Verdict:
    """Whether a nudge may be said now to somebody living in `zone` whose last one was at `last`."""
    if last is not None and now - last < REST:
        return Verdict.TOO_SOON
    return Verdict.TOO_LATE if local(now, zone).time() >= LATEST else Verdict.SAY


def in_time(written: datetime, now: datetime, zone: str) -> bool:
    """Whether a nudge written at an instant may still be said now: the same day where its owner is, before 17:00."""
    there = local(now, zone)
    return there.date() == today(written, zone) and there.time() < LATEST


def worth_listing(actions: Iterable[Action], day: date, look_ahead_days: int) -> Sequence[Action]:
    """Of somebody's unfinished actions those overdue on `day` or due within the days ahead, the latest first."""
    horizon = day + days(look_ahead_days)
    listed = [a for a in actions if a.unfinished and a.due.day is not None and a.due.day <= horizon]
    return sorted(listed, key=lambda a: (a.due.day or date.max, a.board, a.number))
