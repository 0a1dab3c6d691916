"""The message of the day: everything the clock has for one person goes into one row, once a day.

Owners' nudges, what has climbed to the clerk or the chair, what a meeting needs: whoever comes first writes the row,
the others join it. What is said is composed when it goes out, by `bot.commands.speaking`.
"""

from datetime import date, datetime

from bot.domain.boards import Board
from bot.domain.clocks import days, instant, local
from bot.domain.ids import OutboxId, PersonId
from bot.domain.nudges import Verdict, in_time, slot, verdict
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState
from bot.domain.people import Person
from bot.domain.settings import own_rule
from bot.ports import NewRow, Records, Topic


def daily_key(person: PersonId, day: date) -> str:
    """The constraint that makes it one a day; the day is the person's own."""
    return f"nudge:{person}:{day}"


def day_of(row: OutboxRow) -> date:
    """The day a message of the day is for. Its time may have moved since, its day never does."""
    return date.fromisoformat(row.key.rsplit(":", 1)[-1])


def put_nudge(records: Records, person: Person, board: Board, now: datetime) -> OutboxId | None:
    """Today's message, because of a nudge that is due: the row that waits to be said, None where none does.

    One a day at most, and never within 20 hours of the last; what cannot be said is a recorded skip.
    """
    there = local(now, person.zone)
    usual = instant(there.date(), own_rule(board, person.rhythm).at, person.zone)
    meant = max(now, usual)
    last = records.outbox.last_nudge(person.id)
    key = daily_key(person.id, there.date())
    if last is not None and last.key == key:
        return _joined(last)
    found = verdict(meant, person.zone, _heard(person, last, now))
    return _put(records, person.id, there.date(), meant, now, found) or _waiting(records, key)


def offer(records: Records, topic: Topic, person: Person, board: Board, now: datetime) -> datetime | None:
    """See that a topic is said in the person's next message of the day, once; when to look whether it was.

    None where nothing is left to look after: it has been said, or is on its way.
    """
    row = records.topics.row_of(topic.key)
    if row is not None and row.state is OutboxState.WAITING:
        return max(row.not_before, now)
    if row is not None and row.state is not OutboxState.SKIPPED:
        return None
    last = records.outbox.last_nudge(person.id)
    if last is not None and (joined := _joined(last)) is not None and _will_hear(person, last, now):
        records.topics.put(topic, joined)
        return max(last.not_before, now)
    after = now
    while True:
        moment = slot(person, board, after, _heard(person, last, now))
        if moment is None:
            return now
        day = local(moment, person.zone).date()
        found = _put(records, person.id, day, moment, now, Verdict.SAY) or _waiting(
            records, daily_key(person.id, day)
        )
        if found is not None:
            records.topics.put(topic, found)
            return moment
        after = instant(day + days(1), own_rule(board, person.rhythm).at, person.zone)


def offer_into(records: Records, topic: Topic, row: OutboxId) -> None:
    """A topic that is said in a row that waits, whatever else is."""
    records.topics.put(topic, row)


def _will_hear(person: Person, row: OutboxRow, now: datetime) -> bool:
    """Whether a row that waits can still be said, as things stand."""
    day = day_of(row)
    in_due_time = in_time(day, max(row.not_before, now), person.zone)
    return in_due_time and not (person.availability.away_on(day) or person.availability.muted_on(day))


def _heard(person: Person, last: OutboxRow | None, now: datetime) -> datetime | None:
    """When they heard, or will hear, the last message of the day; None for one that waited until its day was over."""
    if last is None:
        return None
    over = last.state is OutboxState.WAITING and not in_time(
        day_of(last), max(last.not_before, now), person.zone
    )
    return None if over else last.not_before


def _joined(row: OutboxRow) -> OutboxId | None:
    """A row that no attempt was made for yet will be composed from the state of its moment."""
    return row.id if row.state is OutboxState.WAITING and row.attempts == 0 else None


def _waiting(records: Records, key: str) -> OutboxId | None:
    row = records.outbox.keyed(key)
    return _joined(row) if row is not None else None


def _put(
    records: Records, person: PersonId, day: date, meant: datetime, now: datetime, found: Verdict
) -> OutboxId | None:
    says = found is Verdict.SAY
    row = records.outbox.put(
        NewRow(
            key=daily_key(person, day),
            kind=OutboxKind.NUDGE,
            # A day's own lane: one kept for a later day holds nothing back.
            lane=daily_key(person, day),
            not_before=meant,
            person=person,
            state=OutboxState.WAITING if says else OutboxState.SKIPPED,
            reason=None if says else found.value,
        ),
        None,
        now,
    )
    return row if says else None
