"""A year of fifty boards in twelve zones: the real core over a real store, from one moment at which something is due to the next.

The clock is put on by an hour, back by an hour, and on by a month; owners answer some of their nudges.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import core
from bot.domain.actions import Owner, Part, Source
from bot.domain.digests import next_digest
from bot.domain.dues import on
from bot.domain.ids import ActionId, BoardId, InstallationId, PersonId
from bot.domain.nudges import scheduled
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Platform, Where
from bot.ports import NewAction, NewAssignment, Records, UnitOfWork
from store.store import SqlStore
from tests.world import Said, World

ZONES = (
    ("Europe/London", "GB-ENG"),
    ("Europe/Dublin", "IE"),
    ("Europe/Paris", "FR"),
    ("America/New_York", "US"),
    ("America/Los_Angeles", "US-CA"),
    ("America/Sao_Paulo", "BR"),
    ("Asia/Kolkata", "IN"),
    ("Asia/Tokyo", "JP"),
    ("Australia/Sydney", "AU-NSW"),
    ("Pacific/Auckland", "NZ"),
    ("Africa/Johannesburg", "ZA"),
    ("America/St_Johns", "CA-NL"),
)
BEGIN = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
END = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
STEPS = (
    (datetime(2026, 3, 3, 8, 20, tzinfo=UTC), timedelta(hours=1)),
    (datetime(2026, 5, 20, 9, 40, tzinfo=UTC), timedelta(hours=-1)),
    (datetime(2026, 8, 10, 12, 0, tzinfo=UTC), timedelta(days=31)),
)
"""At which moment the clock is put on or back, and by how much."""
OWNS = (1, 2, 3, 5, 10)


@dataclass
class Task:
    """One action, as the simulation knows it: `answered_after` is how many messages with it its owner lets pass."""

    id: ActionId
    board: int
    owner: int
    due: date
    answered_after: int
    done_at: datetime | None = None
    asked: int = 0


@dataclass
class Keeper:
    """A board: its zone and nation, and its meetings' days."""

    id: BoardId
    zone: str
    nation: str
    meetings: list[date] = field(default_factory=list)


@dataclass
class Somebody:
    """An owner: their zone may be another than their board's."""

    id: PersonId
    zone: str
    board: int


@dataclass
class Year:
    """What happened in it."""

    boards: list[Keeper]
    owners: list[Somebody]
    tasks: list[Task]
    rows: list[OutboxRow]
    said: list[Said]
    asked_again: list[str]

    def heard(self) -> list[Counter[date]]:
        """How many messages each owner got on each of their days."""
        found = [Counter[date]() for _ in self.owners]
        who = {f"direct-{n}": n for n in range(len(self.owners))}
        for said in self.said:
            n = who.get(said.message.address)
            if n is not None:
                found[n][said.at.astimezone(ZoneInfo(self.owners[n].zone)).date()] += 1
        return found


def simulate(boards: int = 50, owners_each: int = 2) -> Year:
    store = SqlStore.open("sqlite://")
    try:
        return _Simulation(store, boards, owners_each).run()
    finally:
        store.close_sync()


class _Simulation:
    def __init__(self, store: SqlStore, boards: int, owners_each: int) -> None:
        self.world = World(store, BEGIN)
        self.boards: list[Keeper] = []
        self.owners: list[Somebody] = []
        self.tasks: list[Task] = []
        self.asked_again: list[str] = []
        self._answers = 0
        store.transact_sync(lambda unit: self._seed(unit, boards, owners_each))
        self._of_action = {task.id: task for task in self.tasks}

    def _seed(self, unit: UnitOfWork, boards: int, owners_each: int) -> None:
        organisation = unit.add_organisation("An organisation")
        here = unit.add_installation(organisation, Platform.PLAYGROUND, "W1")
        records = unit.within(organisation)
        for n in range(boards):
            zone, nation = ZONES[n % len(ZONES)]
            board = records.boards.add(f"B{n}", f"Board {n}", zone, None)
            board = records.boards.keep_settings(board.id, zone, {"nation": nation})
            keeper = Keeper(board.id, zone, nation)
            self.boards.append(keeper)
            records.places.add(here.id, PlaceKind.CHANNEL, f"channel-{n}", f"c{n}", board=board.id)
            for month in range(1 + n % 2, 13, 2):
                day = date(2026, month, 5 + n % 20)
                keeper.meetings.append(day)
                at = datetime.combine(day, time(14), ZoneInfo(zone)).astimezone(UTC)
                records.meetings.add(board.id, at, "Town Hall")
            meetings = records.meetings.of_board(board.id)
            records.boards.set_next_digest(board.id, next_digest(board, meetings, BEGIN)[0])
            for _ in range(owners_each):
                self._owner(records, here.id, n)
            roster = records.people.roster(board.id)
            newest = range(len(self.owners) - owners_each, len(self.owners))
            for task_n, number in enumerate(o for o in newest for _ in range(OWNS[o % len(OWNS)])):
                owner = self.owners[number]
                due = date(2026, 1, 12) + timedelta(days=(n * 37 + task_n * 53 + number * 11) % 330)
                action = records.actions.add(
                    board.id,
                    NewAction(
                        what=f"Thing {n}-{task_n}",
                        due=on(due),
                        owners=(NewAssignment(Owner.of(owner.id), Part.LEAD, None),),
                        adder=owner.id,
                        added_at=BEGIN,
                        source=Source(),
                    ),
                )
                records.actions.save(scheduled(action, board, roster, meetings, BEGIN))
                self.tasks.append(Task(action.id, n, number, due, 1 + (number + task_n) % 5))

    def _owner(self, records: Records, here: InstallationId, board: int) -> None:
        number = len(self.owners)
        zone = self.boards[board].zone if number % 5 else ZONES[(board + 5) % len(ZONES)][0]
        person = records.people.add(f"Owner {number}", zone, None)
        records.people.give_role(self.boards[board].id, person.id, Role.OFFICER)
        records.people.link(person.id, Platform.PLAYGROUND, "W1", f"p{number}")
        records.places.add(here, PlaceKind.DIRECT, f"direct-{number}", f"d{number}", person=person.id)
        self.owners.append(Somebody(person.id, zone, board))

    # --- the year ----------------------------------------------------------------------------------------------

    def run(self) -> Year:
        world, steps = self.world, list(STEPS)
        while True:
            moment = world.store.read_sync(lambda unit: unit.next_moment())
            if moment is None or moment > END:
                break
            if steps and moment >= steps[0][0]:
                at, by = steps.pop(0)
                world.now = max(world.now, at) + by
            else:
                world.now = max(world.now, moment)
            world.tick()
            for said in world.drain():
                self._hear(said)
        return Year(self.boards, self.owners, self.tasks, self._rows(), world.said, self.asked_again)

    def _rows(self) -> list[OutboxRow]:
        states = list(OutboxState)
        return list(self.world.store.read_sync(lambda unit: unit.outbox_rows(states, 1_000_000)))

    def _hear(self, said: Said) -> None:
        """An owner reads a message, and answers what they have let pass often enough."""
        if said.row.kind is not OutboxKind.NUDGE:
            return
        for subject in said.message.view.subjects:
            task = self._of_action.get(ActionId(subject))
            if task is None:
                continue
            if task.done_at is not None:
                self.asked_again.append(f"{said.row.key} asks about {subject}, done at {task.done_at}")
            task.asked += 1
            if task.asked >= task.answered_after and task.done_at is None:
                self._done(task)

    def _done(self, task: Task) -> None:
        self._answers += 1
        number = task.owner
        action = self.world.store.read_sync(self._number_of(task))
        inbound = Inbound(
            platform=Platform.PLAYGROUND,
            workspace="W1",
            delivery=f"done-{self._answers}",
            author=Author(workspace="W1", id=f"p{number}", name=f"Owner {number}"),
            where=Where(kind=PlaceKind.DIRECT, address=f"direct-{number}"),
            text=f"done B{task.board}-{action}",
            addressed=True,
        )
        now = self.world.now
        self.world.store.transact_sync(lambda unit: core.handle(unit, inbound, now))
        task.done_at = now

    def _number_of(self, task: Task) -> Callable[[UnitOfWork], int]:
        from bot.domain.people import SYSTEM

        def look(unit: UnitOfWork) -> int:
            found = unit.within(unit.organisations()[0]).log(SYSTEM).action(task.id)
            assert found is not None
            return found.number

        return look
