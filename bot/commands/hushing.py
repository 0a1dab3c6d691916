"""Quiet hours: what the bot has to say by itself to one person waits until they are over, on that person's clock."""

from datetime import datetime

from bot.domain.boards import QuietHours
from bot.domain.clocks import days, instant, local
from bot.domain.ids import BoardId
from bot.domain.outbox import OutboxKind, OutboxRow
from bot.ports import Records

TO_A_PERSON = frozenset({OutboxKind.NUDGE, OutboxKind.NOTICE})


def quiet_until(records: Records, row: OutboxRow, now: datetime) -> datetime | None:
    """When what this row says may be said; None where that is now.

    The quiet hours are those of the board it is about; where it is about none, or several, of all the person's boards.
    """
    if row.person is None or row.kind not in TO_A_PERSON:
        return None
    person = records.people.get(row.person)
    about = row.about.get("board") if row.kind is OutboxKind.NOTICE else None
    boards = [BoardId(about)] if about is not None else list(records.people.roles(person.id))
    quiet = [records.boards.get(board).quiet for board in boards]
    until = end_of_quiet(quiet, person.zone, now)
    return until if until > now else None


def end_of_quiet(quiet: list[QuietHours], zone: str, now: datetime) -> datetime:
    """The first instant from `now` on, a UTC instant, that lies in none of these hours where somebody lives."""
    moment = now
    for _ in range(2 * len(quiet)):
        there = local(moment, zone)
        hours = next((q for q in quiet if there.time() in q), None)
        if hours is None:
            return moment
        day = there.date() if there.time() < hours.ends else there.date() + days(1)
        moment = max(moment, instant(day, hours.ends, zone))
    # Boards whose quiet hours leave no hour between them: nothing is kept back for ever.
    return moment if not any(local(moment, zone).time() in q for q in quiet) else now
