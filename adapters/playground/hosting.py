"""The bot behind the playground: the demo's database, and `adapters.playground.host.Host` on the core."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from adapters.delivery import Delivery
from adapters.documents.papers import read_paper
from adapters.handling import Handling
from adapters.metrics import Metrics
from adapters.playground import seed
from adapters.playground.clock import DemoClock
from adapters.playground.exchange import Exchange
from adapters.playground.host import PersonFacts
from adapters.playground.platform import Platform as PlaygroundFile
from adapters.playground.records import WORKSPACE
from adapters.server import Answer
from adapters.serving import tick_all
from bot import core
from bot.domain.ids import OutboxId, PersonId
from bot.domain.meetings import next_meeting
from bot.domain.people import Person
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import Installation, UnitOfWork

T = TypeVar("T")

DEMO_FILE = "demo.sqlite3"


class Database(Protocol):
    """An opened store."""

    async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T: ...
    async def read(self, work: Callable[[UnitOfWork], T]) -> T: ...
    async def health(self) -> Answer: ...
    async def close(self) -> None: ...


class DemoStore:
    """The demo's database, which can be started again from nothing. See bot.ports.Store.

    `open_file` opens the file there, or makes it.
    """

    def __init__(self, folder: Path, open_file: Callable[[Path], Database]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / DEMO_FILE
        self._open = open_file
        self._store = open_file(self._path)

    async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T:
        return await self._store.transact(work, brief=brief)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._store.read(work)

    async def health(self) -> Answer:
        return await self._store.health()

    async def start_again(self) -> None:
        """Forget everything. Whoever calls it sees that nobody else is using the store."""
        await self._store.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._store = self._open(self._path)

    async def close(self) -> None:
        await self._store.close()


class DemoHost:
    """The bot behind the playground: implements adapters.playground.host.Host on the core."""

    def __init__(
        self, store: DemoStore, platform: PlaygroundFile, delivery: Delivery, metrics: Metrics
    ) -> None:
        self._store = store
        handling = Handling(store, delivery, metrics, lambda: platform.now)
        self.handle = handling.handle
        self.said = handling.said
        self.read_paper = read_paper
        self._platform = platform
        self._delivery = delivery
        self._clock = DemoClock(platform, self._next_moment, self.catch_up)
        self.exchange = Exchange(platform, self)

    async def settled(self, rows: Sequence[int], timeout: float) -> Sequence[str]:  # noqa: ASYNC109 - see the port
        found = await self._delivery.settled([OutboxId(r) for r in rows], timeout)
        return [core.message_key(row) for row in found]

    async def move_clock(self, to: datetime) -> None:
        await self._clock.move_to(to)

    async def catch_up(self, now: datetime) -> None:
        """Do everything that is due at this moment of demo time, and say what came of it."""
        await tick_all(self._store, now)
        await self._delivery.settle_doubts(now)
        await self._delivery.drain(now)

    async def reset(self, *, sample: bool, now: datetime | None) -> None:
        start = (now or seed.SAMPLE_NOW).astimezone(UTC)
        await self._delivery.paused(partial(self._wipe, seed.before_sample(start) if sample else start))
        await self.exchange.welcome()
        if sample:
            await seed.play_sample(self.exchange, self._clock, start)

    async def _wipe(self, start: datetime) -> None:
        await self._store.start_again()
        self._platform.wipe(start)
        await self._store.transact(lambda unit: seed.seed(unit, start))
        seed.furnish(self._platform)

    async def newcomers(self) -> Sequence[Person]:
        def look(unit: UnitOfWork) -> Sequence[Person]:
            here = _here(unit)
            records = unit.within(here.organisation)
            return records.people.without_identity(Platform.PLAYGROUND, WORKSPACE)

        return await self._store.read(look)

    async def enrol(self, person: int, handle: str, address: str, place_name: str) -> None:
        def write(unit: UnitOfWork) -> None:
            here = _here(unit)
            records = unit.within(here.organisation)
            who = PersonId(person)
            if records.people.address_on(who, Platform.PLAYGROUND, WORKSPACE) is None:
                records.people.link(who, Platform.PLAYGROUND, WORKSPACE, handle)
            if not records.places.direct_to(who):
                records.places.add(here.id, PlaceKind.DIRECT, address, place_name, person=who)

        await self._store.transact(write)

    async def next_meeting_at(self) -> datetime | None:
        now = self._platform.now

        def look(unit: UnitOfWork) -> datetime | None:
            records = unit.within(_here(unit).organisation)
            board = records.boards.by_code(seed.BOARD_CODE)
            found = next_meeting(records.meetings.of_board(board.id), now) if board else None
            return found.starts_at if found else None

        return await self._store.read(look)

    async def people_facts(self) -> Sequence[PersonFacts]:
        def look(unit: UnitOfWork) -> Sequence[PersonFacts]:
            records = unit.within(_here(unit).organisation)
            board = records.boards.by_code(seed.BOARD_CODE)
            members = records.people.roster(board.id).members if board else ()
            return [PersonFacts(m.person.id, m.person.name, m.role.value, m.person.partner) for m in members]

        return await self._store.read(look)

    async def _next_moment(self) -> datetime | None:
        return await self._store.read(lambda unit: unit.next_moment())


def _here(unit: UnitOfWork) -> Installation:
    found = unit.installation(Platform.PLAYGROUND, WORKSPACE)
    assert found is not None, "the playground has been seeded"
    return found
