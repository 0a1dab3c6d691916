"""On which days an owner hears about one action: the rhythm around its due, what is asked before a meeting, and silences.

A day that falls into a silence is kept, not lost: it comes on the first working day after it, once however many fell.
Nothing is brought forward.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.availability import ALL_EARS, Hearing
from bot.domain.boards import NudgeRule
from bot.domain.clocks import days
from bot.domain.working_days import WorkingDays, working_day_on_or_after, working_day_on_or_before


@dataclass(frozen=True, slots=True)
class Ask:
    """On `day` the owners of open actions are asked how they stand, before the meeting on `meeting`."""

    day: date
    meeting: date


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which an action is nudged about. `asked` says that it is for the meeting's sake alone."""

    day: date
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides on which days one owner hears about one action. `snoozed_until` is the day they want to hear again."""

    due: date | None
    rule: NudgeRule
    is_working: WorkingDays
    hearing: Hearing = ALL_EARS
    snoozed_until: date | None = None
    asks: tuple[Ask, ...] = ()


def nudge_days(terms: Terms, from_day: date) -> Iterator[Day]:
    """The days from `from_day` on, in order; without end where there is a due."""
    if terms.due is not None and terms.hearing.always and terms.snoozed_until is None and not terms.asks:
        return _undisturbed(terms, terms.due, from_day)
    return _disturbed(terms, from_day)


def _disturbed(terms: Terms, from_day: date) -> Iterator[Day]:
    """The rhythm with whatever else is to be heeded."""
    named = dict.fromkeys(_asked(terms), True) | dict.fromkeys(_heard(terms, _before(terms)), False)
    ahead = deque(Day(day, asked) for day, asked in sorted(named.items()))
    # Most often the next one is ahead of the due, and nobody need look beyond it.
    last: date | None = None
    while ahead and (terms.due is None or ahead[0].day <= terms.due):
        last = ahead[0].day
        yield from _since(from_day, ahead.popleft())
    for late in _overdue(terms, terms.due, from_day) if terms.due is not None else ():
        if late == last:
            continue  # the day it is due, by a rule that calls it late from then on
        while ahead and ahead[0].day < late:
            yield from _since(from_day, ahead.popleft())
        if ahead and ahead[0].day == late:
            ahead.popleft()
        yield from _since(from_day, Day(late))
    while ahead:
        yield from _since(from_day, ahead.popleft())


def _undisturbed(terms: Terms, due: date, from_day: date) -> Iterator[Day]:
    """The rhythm alone, which is what most have: the next day is known without looking at those after it."""
    last: date | None = None
    for n in sorted(terms.rule.days_before, reverse=True):
        day = working_day_on_or_before(due - days(n), terms.is_working)
        if day >= from_day and day != last:
            yield Day(day)
        last = day
    for late in _overdue(terms, due, from_day):
        if late >= from_day and (last is None or late > last):
            yield Day(late)


def _since(first: date, day: Day) -> tuple[Day, ...]:
    return (day,) if day.day >= first else ()


def wakes_on(terms: Terms) -> date | None:
    """The day on which a snoozed action is heard of again, whatever its due."""
    if terms.snoozed_until is None:
        return None
    return terms.hearing.back_on(terms.snoozed_until, terms.is_working)


def _before(terms: Terms) -> set[date]:
    """The days up to the due, and the one after a snooze. One that is not worked moves to the one before it."""
    found: set[date] = set()
    if terms.due is not None:
        ahead = {
            working_day_on_or_before(terms.due - days(n), terms.is_working) for n in terms.rule.days_before
        }
        found |= {day for day in ahead if terms.snoozed_until is None or day >= terms.snoozed_until}
    if terms.snoozed_until is not None:
        found.add(working_day_on_or_after(terms.snoozed_until, terms.is_working))
    return found


def _heard(terms: Terms, wanted: Iterable[date]) -> set[date]:
    """The days on which those wanted are heard: themselves, by a cover, and when a silence is over."""
    found: set[date] = set()
    for day in wanted:
        if terms.hearing.heard_on(day):
            found.add(day)
            continue
        if terms.hearing.covered_on(day):
            found.add(day)
        back = terms.hearing.back_on(day, terms.is_working)
        if back is not None:
            found.add(back)
    return found


def _asked(terms: Terms) -> set[date]:
    """Asked before a meeting, and after a silence only while the meeting is still ahead."""
    found: set[date] = set()
    for ask in terms.asks:
        if terms.snoozed_until is not None and ask.day < terms.snoozed_until:
            continue
        found |= {day for day in _heard(terms, [ask.day]) if day < ask.meeting}
    return found


def _overdue(terms: Terms, due: date, from_day: date) -> Iterator[date]:
    """From the day after the due on, every so many days; after a silence the count begins anew."""
    between = terms.rule.days_between
    first = due + days(terms.rule.first_day_after)
    if terms.snoozed_until is not None:
        first = max(first, terms.snoozed_until)
    # Years of lateness are skipped over, not walked through; a silence is walked from its beginning.
    began = terms.hearing.begins()
    near = min(from_day, began) if began is not None else from_day
    step = first + timedelta(days=max(0, (near - first).days // between - 1) * between)
    last: date | None = None
    pending: date | None = None
    while True:
        day = working_day_on_or_after(step, terms.is_working)
        step += timedelta(days=between)
        if pending is not None and day >= pending:
            yield pending
            last, step = pending, pending + timedelta(days=between)
            pending = None
            continue
        if terms.hearing.heard_on(day):
            if last is None or day > last:
                yield day
                last = day
            continue
        back = terms.hearing.back_on(day, terms.is_working)
        if back is None and not terms.hearing.owner.away_after(day):
            return  # silent for good
        if terms.hearing.covered_on(day) and (last is None or day > last):
            yield day
            last = day
        pending = back if pending is None else pending


def unsnoozed(terms: Terms) -> Terms:
    """The same for somebody who did not snooze it."""
    return replace(terms, snoozed_until=None)
