"""What is there before a campaign: boards, their people, and what falls due while processes are killed."""

from datetime import date, datetime, timedelta

from bot.domain.actions import Owner, Part, Source
from bot.domain.calendars import calendar
from bot.domain.clocks import local, today
from bot.domain.dues import on
from bot.domain.people import Person, Role
from bot.domain.places import PlaceKind
from bot.domain.settings import Setting
from bot.messages import Platform
from bot.ports import NewAction, NewAssignment, UnitOfWork
from tests.adapters.teams.issuer import TENANT
from tests.crash.plan import OWNERS_A_BOARD, Plan

FIRST = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")
LAST = ("Oake", "Reed", "Stone", "Vale", "Wren", "Marsh", "Field", "Hill", "Brook", "Wood")
A_BLOW = 0.7
"""Seconds a blow takes, about; what falls due is spread over them all."""
NATIONS = ("GB-ENG", "IR", "EG", "HK", "NE", "IN", "JP", "IL")
"""Between them, some weekday, Saturday and Sunday is worked in one: a nudge comes on working days alone."""


def seed(unit: UnitOfWork, plan: Plan, now: datetime) -> None:
    """Everybody's nudge and every board's digest falls due while processes are being killed."""
    organisation = unit.add_organisation("Northvale")
    slack = unit.add_installation(organisation, Platform.SLACK, "T1")
    teams = unit.add_installation(organisation, Platform.TEAMS, TENANT)
    records = unit.within(organisation)
    zone = in_the_morning(now)
    nation = at_work(local(now, zone).date())
    whole = timedelta(seconds=A_BLOW * plan.blows + 5)

    def person(user: str, name: str) -> Person:
        made = records.people.add(name, zone, None)
        records.people.link(made.id, Platform.SLACK, "T1", user)
        records.places.add(slack.id, PlaceKind.DIRECT, "D" + user[1:], name, person=made.id)
        return made

    sam = person("USAM", "Sam Iqbal")
    owners = [person(f"U{n:03}", owner_name(n)) for n in range(plan.owners)]
    for n in range(plan.boards):
        board = records.boards.add(f"B{n}", f"Board {n}", zone, None)
        records.boards.keep_settings(board.id, zone, {Setting.NATION.value: nation})
        records.boards.set_next_digest(board.id, now + whole * ((n + 1) / (plan.boards + 1)))
        records.places.add(slack.id, PlaceKind.CHANNEL, f"C{n}", f"board-{n}", board=board.id)
        if n < plan.on_teams:
            records.places.add(teams.id, PlaceKind.CHANNEL, teams_channel(n), f"board-{n}", board=board.id)
        records.people.give_role(board.id, sam.id, Role.CHAIR)
        # Each board its own: what cannot be told of messages to Teams goes to the clerk, at one a second.
        records.people.give_role(board.id, owners[n].id, Role.CLERK)
        for i, owner in enumerate(owners[n :: plan.boards]):
            records.people.give_role(board.id, owner.id, Role.OFFICER)
            at = now + whole * ((i + 1 + n / plan.boards) / (OWNERS_A_BOARD + 2))
            line = NewAssignment(Owner.of(owner.id), Part.LEAD, next_nudge_at=at)
            new = NewAction(f"Standing errand {i}", on(today(now, zone)), (line,), sam.id, now, Source())
            records.actions.add(board.id, new)


def errand(number: int) -> str:
    return f"Errand {number} of many"


def owner_name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST)]}"


def agreed(board: int) -> list[str]:
    """What is agreed in the minutes of a board."""
    things = ("the winter timetable", "the library roof", "the new charter", "the parking", "the away day")
    return [f"Write to residents of area {board} about {thing}" for thing in things]


def minutes(board: int, boards: int) -> str:
    """Of one of so many boards."""
    lines = [
        f"ACTION: {owner_name(board + boards * n)} to {what[:1].lower() + what[1:]}."
        for n, what in enumerate(agreed(board))
    ]
    return f"minutes\nBoard {board}\nMinutes of the meeting held yesterday\n\n1. Business\n" + "\n".join(
        lines
    )


def teams_channel(number: int) -> str:
    return f"19:board{number}@thread.tacv2"


def in_the_morning(now: datetime) -> str:
    """A zone where it is about ten o'clock: nudges may be said there for hours."""
    ahead = (10 - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def at_work(day: date) -> str:
    """A nation where that day is worked."""
    return next(nation for nation in NATIONS if calendar(nation)(day))
