"""The invented board, its people, and the sample: what would have happened by now, said through the bot itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.playground.clock import ZONE, DemoClock
from adapters.playground.exchange import Exchange, direct_room
from adapters.playground.normalise import COMMAND
from adapters.playground.platform import Platform as PlaygroundFile
from adapters.playground.records import WORKSPACE, Room
from bot.domain.clocks import days, instant, local
from bot.domain.digests import next_digest
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.domain.working_days import working_day_on_or_after, working_day_on_or_before
from bot.messages import Platform
from bot.ports import UnitOfWork

BOARD_CODE = "NWP"
BOARD_NAME = "Northvale Wellbeing Partnership"
CHANNEL = Room(id="nwp-board", kind=PlaceKind.CHANNEL, name="nwp-board")

COUNCIL = "Northvale Council"
HOSPITALS = "Fellmoor Hospitals NHS Trust"
POLICE = "Northvale Police"
CHARITY = "Open Gate Northvale"

PEOPLE = (
    ("Sam Iqbal", COUNCIL, Role.CLERK),
    ("Margaret Hale", HOSPITALS, Role.CHAIR),
    ("Hayley Marsh", COUNCIL, Role.OFFICER),
    ("Priya Nair", HOSPITALS, Role.OFFICER),
    ("Diane Ward", CHARITY, Role.MEMBER),
    ("Tom Reid", POLICE, Role.MEMBER),
    ("Kim Osei", COUNCIL, Role.MEMBER),
)
"""Invented, as is everything about them. Each gets their first name as a handle."""

SAMPLE_NOW = datetime(2026, 2, 10, 10, 0, tzinfo=ZoneInfo(ZONE))
"""When the demo begins unless it is told otherwise: a Tuesday, a week before a meeting."""

_MEETS_AT = time(14)
_SETTLED = 14
"""Days between the sample's last meeting and its now, at the least: time enough for something to be overdue."""


def seed(unit: UnitOfWork, now: datetime) -> None:
    """The organisation, the board, its channel and its people, before anybody has a handle."""
    organisation = unit.add_organisation(BOARD_NAME)
    installation = unit.add_installation(organisation, Platform.PLAYGROUND, WORKSPACE)
    records = unit.within(organisation)
    board = records.boards.add(BOARD_CODE, BOARD_NAME, ZONE, None)
    records.boards.set_next_digest(board.id, next_digest(board, (), now)[0])
    for name, partner, role in PEOPLE:
        person = records.people.add(name, ZONE, partner)
        records.people.give_role(board.id, person.id, role)
    records.places.add(installation.id, CHANNEL.kind, CHANNEL.id, CHANNEL.name, board=board.id)


def furnish(platform: PlaygroundFile) -> None:
    """The platform's own part of it: the channel. People move in when they are welcomed."""
    platform.add_room(CHANNEL)


# --- the sample ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody says something at a moment of demo time; in the channel, or to the bot directly."""

    at: datetime
    handle: str
    text: str
    directly: bool = False


def before_sample(now: datetime) -> datetime:
    """When the sample's story begins: the working day before the last meeting."""
    day = working_day_on_or_before(_meetings(now)[0] - days(1))
    return instant(day, time(9, 30), ZONE)


async def play_sample(exchange: Exchange, clock: DemoClock, now: datetime) -> None:
    """Tell the story up to `now`, with the clock stopping at everything due on the way."""
    for number, step in enumerate(story(now), 1):
        if step.at >= now:
            continue
        await clock.move_to(max(step.at.astimezone(UTC), clock.now()))
        human = exchange.human(step.handle)
        place = direct_room(human).id if step.directly else CHANNEL.id
        # Nobody delivers while it all begins: the clock, standing where it is, does.
        await exchange.say(step.handle, place, step.text, delivery=f"sample-{number}", patience=0)
        await clock.move_to(clock.now())
    await clock.move_to(now)


def story(now: datetime) -> list[Step]:
    """What was said, the earliest first."""
    return sorted(_story(now), key=lambda step: step.at)


def _story(now: datetime) -> Iterator[Step]:
    last, following, *later = _meetings(now)
    for minute, day in enumerate((last, following, *later)):
        words = f"meeting add {_written(day)} {_MEETS_AT:%H:%M} Town Hall"
        yield Step(before_sample(now) + timedelta(minutes=minute), "sam", words, directly=True)

    def after(count: int) -> date:
        return working_day_on_or_after(last + days(count))

    actions = (
        f"add Publish the service standards @diane by {_written(after(10))}",
        f"add Review the risk register @tom by {_written(after(15))}",
        f"add Circulate the away day outcomes @hayley by {_written(after(24))}",
        f"add Book the hall for the spring workshop @priya by {_written(after(22))}",
        f"add Draft the winter pressures summary @kim @hayley by {_written(following)}",
        f"add Bring the data sharing agreement for signature @tom by {_written(after(38))}",
        f"add Recruit two members with lived experience @priya by {_written(after(69))}",
    )
    for minute, words in enumerate(actions):
        at = instant(last, time(16, 5), ZONE) + timedelta(minutes=2 * minute)
        yield Step(at, "sam", f"{COMMAND} {words}")
    yield Step(
        instant(after(1), time(9, 40), ZONE),
        "margaret",
        "Thank you all for yesterday. Sam has put the actions on the log.",
    )
    yield Step(
        instant(after(13), time(11, 15), ZONE), "diane", "waiting on legal, who have it", directly=True
    )
    yield Step(
        instant(after(14), time(15, 30), ZONE),
        "tom",
        "done 2, sent round with the two new risks marked",
        directly=True,
    )
    yield Step(
        instant(after(17), time(10, 20), ZONE), "kim", "update 5 first draft with Hayley", directly=True
    )


def _meetings(now: datetime) -> list[date]:
    """The sample's meetings, on third Tuesdays: the last one, and the three to come."""
    day = local(now, ZONE).date()
    year, month = day.year, day.month
    while _third_tuesday(year, month) > day - days(_SETTLED):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    found = []
    for _ in range(4):
        found.append(_third_tuesday(year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _third_tuesday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + days((1 - first.weekday()) % 7 + 14)


def _written(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"
