"""When a year's digests and nudges are due, by walking through every local day: nothing of the bot's own rules is used."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from tests.simulations.year import BEGIN, END, Keeper, Task, Year

DAY = timedelta(days=1)
MONDAY = 0
DIGEST_NOTICE = 3
ASK_NOTICE = 5
AHEAD = (7, 1, 0)


@cache
def free_days(nation: str) -> frozenset[date]:
    """Bank holidays, from the calendar itself."""
    country, _, part = nation.partition("-")
    years = range(2025, 2028)
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=years))


def works(nation: str, day: date) -> bool:
    return day.weekday() < 5 and day not in free_days(nation)


def nine(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo(zone)).astimezone(UTC)


def back(nation: str, day: date, count: int) -> date:
    """So many working days before."""
    while count:
        day -= DAY
        count -= works(nation, day)
    return day


def year_of(board: Keeper) -> list[date]:
    first = BEGIN.date() - 10 * DAY
    return [first + n * DAY for n in range((END.date() - first).days + 12)]


def digests(board: Keeper) -> dict[str, datetime]:
    """Each digest's kind and local time, and the instant at which it is due."""
    before = {back(board.nation, meeting, DIGEST_NOTICE): meeting for meeting in board.meetings}
    found: dict[str, datetime] = {}
    weekly, meeting = False, None
    for day in year_of(board):
        weekly = weekly or day.weekday() == MONDAY
        meeting = before.get(day, meeting)
        if not works(board.nation, day):
            continue
        if weekly or meeting is not None:
            kind = "meeting" if meeting is not None and (day in before or meeting >= day) else "weekly"
            at = nine(day, board.zone)
            if BEGIN < at <= END:
                found[f"{kind}:{day}T09:00"] = at
        weekly, meeting = False, None
    return found


def nudge_days(task: Task, nation: str) -> set[date]:
    """Every day of the year on which its owner is nudged about it, for as long as it is unfinished."""
    found = set()
    for ahead in AHEAD:
        day = task.due - ahead * DAY
        while not works(nation, day):
            day -= DAY
        found.add(day)
    late = task.due + DAY
    while late <= END.date() + DAY:
        day = late
        while not works(nation, day):
            day += DAY
        found.add(day)
        late += 7 * DAY
    return found


def nudges(year: Year) -> dict[tuple[int, date], datetime]:
    """Each owner's days, and the instants; an owner hears once of all that is theirs."""
    found = {}
    for task in year.tasks:
        owner, board = year.owners[task.owner], year.boards[task.board]
        for day in nudge_days(task, board.nation):
            at = nine(day, owner.zone)
            if BEGIN < at <= END and (task.done_at is None or at <= task.done_at):
                found[task.owner, day] = at
    return found


def ask_days(board: Keeper) -> set[date]:
    """On which owners are asked for an update before a meeting."""
    return {back(board.nation, meeting, ASK_NOTICE) for meeting in board.meetings}
