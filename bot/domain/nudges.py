"""When an owner hears about an action, and which of theirs one nudge lists."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.actions import UNFINISHED, Action, Assignment, Owner
from bot.domain.availability import ALWAYS, Hearing
from bot.domain.boards import Board, NudgeRule
from bot.domain.clocks import days, instant, local, today
from bot.domain.dues import Due
from bot.domain.ladder import asks, next_escalation
from bot.domain.meetings import Meeting
from bot.domain.people import Person, Roster
from bot.domain.rhythm import Ask, Terms, nudge_days
from bot.domain.settings import own_days, own_rule
from bot.domain.working_days import WorkingDays, is_working_day

LATEST = time(17, 0)
"""A nudge kept back by an interruption may still be said until then, local to its owner."""

REST = timedelta(hours=20)
"""Never two nudges to one person closer together than this, whatever zone they travel to."""


class Verdict(StrEnum):
    """Whether a nudge whose time has come may be said, and if not, why not."""

    SAY = "say"
    TOO_LATE = "too late in the day"
    TOO_SOON = "nudged less than 20 hours ago"


def next_nudge(
    due: date | None,
    rule: NudgeRule,
    zone: str,
    after: datetime,
    is_working: WorkingDays = is_working_day,
) -> datetime | None:
    """The first instant after `after` at which an owner, living in `zone` and always there, is nudged; None without a due."""
    return next_of(Terms(due, rule, is_working), zone, after)


def next_of(terms: Terms, zone: str, after: datetime) -> datetime | None:
    """The first instant after `after` at which these terms have a nudge; None when none is to come."""
    for found in nudge_days(terms, today(after, zone) - days(1)):
        moment = instant(found.day, terms.rule.at, zone)
        if moment > after:
            return moment
    return None


def hearing_of(person: Person, board: Board, roster: Roster) -> Hearing:
    """Who hears of this person's actions on the board. A cover without a role on it does not."""
    availability = person.availability
    cover = roster.find(availability.cover) if availability.cover is not None else None
    return Hearing(
        availability, cover.availability if cover is not None else None, board.paused_on, board.paused_from
    )


def terms_of(
    person: Person | None,
    due: Due,
    board: Board,
    roster: Roster,
    asks: tuple[Ask, ...],
    snoozed_until: date | None = None,
) -> Terms:
    """On which days this owner hears about an action of the board; None for somebody unknown to its roster."""
    if person is None:
        return Terms(
            due.day,
            board.nudges,
            board.is_working,
            Hearing(paused=board.paused_on, paused_from=board.paused_from),
            snoozed_until,
            asks,
        )
    return Terms(
        due.day,
        own_rule(board, person.rhythm),
        own_days(board, person.nation),
        hearing_of(person, board, roster),
        snoozed_until,
        asks,
    )


def first_nudge(
    owner: Owner,
    due: Due,
    board: Board,
    roster: Roster,
    asks: tuple[Ask, ...],
    now: datetime,
    snoozed_until: date | None = None,
) -> datetime | None:
    """When to look next who is to hear about it: whoever an owner means, on the first of their days.

    The days on which they would hear if nothing kept them are among these: the card stands differently from then on,
    and whether somebody listens is for the day itself to tell. None where nobody can be nudged.
    """
    moments: list[datetime | None] = []
    for whom in owner.people(roster):
        person = roster.find(whom)
        zone = person.zone if person else board.zone
        terms = terms_of(person, due, board, roster, asks, snoozed_until)
        moments.append(next_of(terms, zone, now))
        if terms.hearing.owner is not ALWAYS or snoozed_until is not None or board.pause is not None:
            moments.append(next_nudge(due.day, terms.rule, zone, now, terms.is_working))
    return min([m for m in moments if m is not None], default=None)


def scheduled(
    action: Action, board: Board, roster: Roster, meetings: Iterable[Meeting], now: datetime
) -> Action:
    """The action with the next nudge of each of its owners, and its next rung, computed anew."""
    asked = asks(board, meetings, now)
    return replace(
        action,
        assignments=tuple(
            replace(line, next_nudge_at=next_for(action, line, board, roster, asked, now))
            for line in action.assignments
        ),
        next_escalation_at=next_escalation(action, board, now),
    )


def next_for(
    action: Action,
    line: Assignment,
    board: Board,
    roster: Roster,
    asked: tuple[Ask, ...],
    now: datetime,
) -> datetime | None:
    """When one line of an action is next nudged about; None once it is finished."""
    if not (action.unfinished and line.status in UNFINISHED):
        return None
    return first_nudge(line.owner, action.due, board, roster, asked, now, line.snoozed_until)


def slot(person: Person, board: Board, now: datetime, last: datetime | None) -> datetime | None:
    """The next instant at which somebody hears what is kept for their message of the day; None while they hear nothing.

    Their usual hour on the first day they work and listen, or now where that has come; `last` is when the last was.
    """
    hearing = Hearing(person.availability, paused=board.paused_on)
    rule, is_working = own_rule(board, person.rhythm), own_days(board, person.nation)
    there = local(now, person.zone)
    day = there.date() if there.time() < LATEST else there.date() + days(1)
    while True:
        found = hearing.back_on(day, is_working)
        if found is None:
            return None
        moment = max(now, instant(found, rule.at, person.zone))
        if last is None or moment - last >= REST:
            return moment
        day = found + days(1)


def verdict(now: datetime, zone: str, last: datetime | None) -> Verdict:
    """Whether a nudge may be said now to somebody living in `zone` whose last one was, or is to be, at `last`."""
    if last is not None and abs(now - last) < REST:
        return Verdict.TOO_SOON
    return Verdict.TOO_LATE if local(now, zone).time() >= LATEST else Verdict.SAY


def in_time(day: date, now: datetime, zone: str) -> bool:
    """Whether a nudge meant for a day may still be said now: the same day where its owner is, before 17:00."""
    there = local(now, zone)
    return there.date() == day and there.time() < LATEST


def worth_listing(actions: Iterable[Action], day: date, look_ahead_days: int) -> Sequence[Action]:
    """Of somebody's unfinished actions those overdue on `day` or due within the days ahead, the latest first."""
    horizon = day + days(look_ahead_days)
    listed = [a for a in actions if a.unfinished and a.due.day is not None and a.due.day <= horizon]
    return sorted(listed, key=lambda a: (a.due.day or date.max, a.board, a.number))
