"""What climbs the ladder, and what is to be said around a meeting, by the clock: each once, in messages of the day."""

from collections.abc import Iterable
from datetime import datetime

from bot.commands.daily import offer
from bot.commands.nudging import listeners
from bot.domain.actions import Action
from bot.domain.boards import Board
from bot.domain.clocks import today
from bot.domain.ids import MeetingId
from bot.domain.ladder import (
    Rung,
    brief_at,
    minutes_at,
    minutes_until,
    next_morning,
    next_rung,
    next_step,
    reached,
    standing_on,
)
from bot.domain.people import SYSTEM, Person, Roster
from bot.ports import DueEscalation, DueStep, Records, Topic


def climb(records: Records, due: DueEscalation, now: datetime) -> None:
    """Tell whoever stands on the rungs an action has reached. Until that is surely said it is looked at every morning."""
    action = records.log(SYSTEM).action(due.action)
    if action is None:
        return
    board = records.boards.get(due.board)
    roster = records.people.roster(board.id)
    looks: list[datetime] = []
    if board.paused_on(today(now, board.zone)):
        looks.append(now)
    else:
        for rung in reached(action, board, today(now, board.zone)):
            looks += _tell(records, action, rung, board, roster, now)
    ahead = [next_rung(action.due.day, board, now), *(next_morning(board, look) for look in looks)]
    records.actions.set_next_escalations({action.id: min((m for m in ahead if m is not None), default=None)})


def _tell(
    records: Records, action: Action, rung: Rung, board: Board, roster: Roster, now: datetime
) -> list[datetime]:
    owners = {p for line in action.assignments for p in line.owner.people(roster)}
    looks = []
    for place, person in enumerate(standing_on(rung, roster)):
        if person.id in owners or _told_below(records, action, rung, person):
            continue  # their own nudges list it; or they heard of it a rung lower
        about = {
            "topic": "climbed",
            "board": board.id,
            "action": action.id,
            "rung": rung.value,
            "due": str(action.due.day),
        }
        topic = Topic(_climbed_key(action, rung, place), person.id, about)
        looks.append(_say(records, topic, person, board, roster, now))
    return [look for look in looks if look is not None]


def _climbed_key(action: Action, rung: Rung, place: int) -> str:
    """Once for each rung and due; whoever comes to the rung later is not told what was told before them."""
    return f"climbed:{action.id}:{rung.value}:{action.due.day}:{place}"


def _told_below(records: Records, action: Action, rung: Rung, person: Person) -> bool:
    if rung is Rung.CLERK:
        return False
    topics = (records.topics.get(_climbed_key(action, Rung.CLERK, place)) for place in range(3))
    return any(topic is not None and topic.person == person.id for topic in topics)


def _say(
    records: Records, topic: Topic, person: Person, board: Board, roster: Roster, now: datetime
) -> datetime | None:
    """To them, or to whoever covers for them."""
    heard = listeners(board, roster, person, today(now, person.zone))
    return offer(records, topic, heard[0] if heard else person, board, now)


def step(records: Records, due: DueStep, now: datetime) -> None:
    """Before a meeting the chair gets a brief, after it the clerk is asked for the minutes."""
    board = records.boards.get(due.board)
    meeting = records.meetings.get(due.meeting)
    roster = records.people.roster(board.id)
    looks: list[datetime | None] = []
    if now < meeting.starts_at:
        if now >= brief_at(meeting, board):
            looks = _around(records, "brief", meeting.id, standing_on(Rung.CHAIR, roster), board, roster, now)
    elif minutes_at(meeting, board) <= now < minutes_until(meeting, board):
        looks = _around(records, "minutes", meeting.id, standing_on(Rung.CLERK, roster), board, roster, now)
    mornings = [next_morning(board, look) for look in looks if look is not None]
    ahead = [next_step(meeting, board, now), *mornings]
    records.meetings.set_next_steps({meeting.id: min((m for m in ahead if m is not None), default=None)})


def _around(
    records: Records,
    what: str,
    meeting: MeetingId,
    people: Iterable[Person],
    board: Board,
    roster: Roster,
    now: datetime,
) -> list[datetime | None]:
    about = {"topic": what, "board": board.id, "meeting": meeting}
    return [
        _say(records, Topic(f"{what}:{meeting}:{place}", person.id, about), person, board, roster, now)
        for place, person in enumerate(people)
    ]
