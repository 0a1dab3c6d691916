"""A demo in a process of its own, people who use it all the time, and what its two files hold when it is gone.

How much of it is set from outside: CRASH_ADDS and CRASH_KILLS.
"""

import asyncio
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from adapters.playground.platform import Platform
from adapters.playground.sender import Faults, PlaygroundSender
from bot import core
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Where
from bot.messages import Platform as PlatformName
from store.store import SqlStore
from tests.crash.forking import nursery
from tests.demo import Demo

ADDS = int(os.environ.get("CRASH_ADDS", "2000"))
KILLS = int(os.environ.get("CRASH_KILLS", "20"))
BACKLOG = 100 * KILLS
"""So much to say that there is still something left to say at the last kill."""

NOW = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
CHANNEL = "nwp-board"
PATIENCE = 60
"""Seconds after which something that does not happen is a failure."""

Message = dict[str, Any]


@contextmanager
def demo_in(data: Path, *, slow: float = 0, can_be_asked: bool = True) -> Iterator[Demo]:
    """A demo on an empty log, running, whose platform takes so many seconds over each message."""
    with nursery() as parent:
        demo = Demo(data, nursery=parent).start()
        try:
            demo.reset(NOW.isoformat())
            weather(demo, slow=slow, can_be_asked=can_be_asked)
            yield demo
        finally:
            if demo.process is not None and demo.process.poll() is None:
                demo.kill()


def weather(demo: Demo, *, slow: float = 0, can_be_asked: bool = True) -> None:
    """How the platform behaves from now on, restarts included; told to a server that runs, or to its file."""
    faults = Faults(slow=slow, can_be_asked=can_be_asked)
    if demo.process is not None and demo.process.poll() is None:
        demo.call("POST", "/faults", faults.model_dump())
    else:
        with closing(Platform(demo.data)) as platform:
            PlaygroundSender(platform).faults = faults


def until(so: Callable[[], Any], what: str, within: float = PATIENCE) -> Any:
    """Wait for something the process does; gives what `so` gave."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = so()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError(f"it did not happen within {within:g} seconds: {what}")


# --- people ----------------------------------------------------------------------------------------------------


@dataclass
class Crowd:
    """Many who add actions at the same time, each add under a delivery id of its own.

    Whoever gets no answer sends the same again, for as long as it takes.
    """

    demo: Demo
    session: aiohttp.ClientSession
    size: int = 24
    acknowledged: dict[int, list[Message]] = field(default_factory=dict)
    in_hand: dict[int, float] = field(default_factory=dict)
    broken: dict[int, float] = field(default_factory=dict)
    up: asyncio.Event = field(default_factory=asyncio.Event)
    progress: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def adds(self, numbers: range) -> None:
        """Add them all, and return when every one is acknowledged."""
        waiting = iter(numbers)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(self.size, len(numbers))):
                group.create_task(self._person(waiting))

    async def _person(self, waiting: Iterator[int]) -> None:
        for number in waiting:
            answer = None
            while answer is None:
                await self.up.wait()
                answer = await self.add(number)
            async with self.progress:
                self.acknowledged[number] = answer
                self.progress.notify_all()

    async def add(self, number: int) -> list[Message] | None:
        """One add. None when the server was gone before it had answered."""
        body = {
            "as": "sam",
            "place": CHANNEL,
            "text": f"/action add {what(number)} @hayley by 17 Feb",
            "delivery": f"add-{number}",
        }
        began = self.in_hand[number] = time.monotonic()
        try:
            async with self.session.post(self.demo.base + "/playground/api/messages", json=body) as response:
                answer = await response.json()
                assert response.status == 200, answer
                return answer
        except (aiohttp.ClientError, ConnectionError):
            self.broken[number] = began
            # Until the server is back there is nobody to ask.
            await asyncio.sleep(0.01)
            return None
        finally:
            del self.in_hand[number]

    async def when_acknowledged(self, count: int) -> None:
        """Wait until so many are, and more are in hand."""
        async with self.progress:
            await self.progress.wait_for(lambda: len(self.acknowledged) >= count and self.in_hand)

    async def start_again(self) -> None:
        """Bring the server back; nobody asks it meanwhile."""
        await asyncio.to_thread(self.demo.start)
        self.up.set()

    @property
    def refs(self) -> dict[int, str]:
        """What each was told their action is called."""
        return {n: answer[0]["text"].split()[1] for n, answer in self.acknowledged.items()}


@asynccontextmanager
async def crowd(demo: Demo, size: int = 24) -> AsyncIterator[Crowd]:
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        people = Crowd(demo, session, size)
        people.up.set()
        yield people


def what(number: int) -> str:
    return f"Errand {number} of many"


# --- a backlog -------------------------------------------------------------------------------------------------


def write_backlog(data: Path, count: int) -> None:
    """Adds, as the server would have taken them had it been stopped before it said a word: nothing is sent yet."""
    store = SqlStore.open(data / "demo.sqlite3")
    try:
        asyncio.run(_backlog(store, count))
    finally:
        store.close_sync()


async def _backlog(store: SqlStore, count: int) -> None:
    def add(number: int) -> Callable[[Any], Any]:
        # Every so often nobody knows the owner: then there is a notice to the clerk as well.
        owner = "@jo" if number % (count // 10) == 0 else "@priya"
        inbound = Inbound(
            platform=PlatformName.PLAYGROUND,
            workspace="playground",
            delivery=f"backlog-{number}",
            author=Author(workspace="playground", id="hayley"),
            where=Where(kind=PlaceKind.CHANNEL, address=CHANNEL),
            text=f"add {what(number)} {owner} by 17 Feb",
            command=True,
        )
        return lambda unit: core.handle(unit, inbound, NOW)

    await asyncio.gather(*(store.transact(add(number)) for number in range(count)))


# --- looking ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row of the outbox, and how many messages stand on the platform under its key."""

    key: str
    kind: str
    state: str
    arrived: int


@dataclass(frozen=True)
class Left:
    """What a process left in its files."""

    actions: list[tuple[int, str]]
    rows: list[Row]
    deliveries: int
    attempts: int

    def keys(self, *states: str) -> set[str]:
        return {r.key for r in self.rows if r.state in states}

    @property
    def states(self) -> Counter[str]:
        return Counter(r.state for r in self.rows)


def left_in(data: Path) -> Left:
    """Read from a copy: the files themselves, and what has to be recovered of them, are for the next process."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("demo.sqlite3", "playground.sqlite3"):
            for suffix in ("", "-wal"):
                if (data / (name + suffix)).exists():
                    shutil.copy(data / (name + suffix), scratch)
        with closing(sqlite3.connect(Path(scratch) / "playground.sqlite3")) as platform:
            arrived = dict(
                platform.execute("SELECT key, count(*) FROM arrivals WHERE NOT redraw GROUP BY key")
            )
        with closing(sqlite3.connect(Path(scratch) / "demo.sqlite3")) as database:
            rows = database.execute("SELECT organisation_id, key, kind, state FROM outbox").fetchall()
            return Left(
                actions=database.execute("SELECT number, what FROM actions ORDER BY number").fetchall(),
                rows=[Row(k, kind, state, arrived.pop(f"{o}:{k}", 0)) for o, k, kind, state in rows],
                deliveries=database.execute(
                    "SELECT count(*) FROM deliveries WHERE reply LIKE '%Added NWP-%'"
                ).fetchone()[0],
                attempts=database.execute("SELECT count(*) FROM attempts").fetchone()[0],
            )


def peek(data: Path, table: str, where: str = "TRUE") -> int | None:
    """How many rows there are, by looking over the running process's shoulder; None when it cannot be seen just now."""
    try:
        with closing(
            sqlite3.connect(f"file:{data / 'demo.sqlite3'}?mode=ro", uri=True, timeout=1)
        ) as database:
            return database.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0]
    except sqlite3.OperationalError:  # it is only just opening the file itself
        return None


def until_all_is_said(demo: Demo) -> None:
    """Wait until nothing is on its way any more, and nothing waits."""
    until(lambda: peek(demo.data, "outbox", "state IN ('waiting', 'sending')") == 0, "everything is settled")


def until_it_sends(demo: Demo, before: int = 0) -> None:
    """Wait until more sends have begun than those before."""
    until(lambda: (peek(demo.data, "attempts") or 0) > before, "the restarted server sends")


def kill_while_sending(demo: Demo, before: int, slow: float, chance: random.Random) -> Left:
    """Start it, kill it some time after it began to send; what it left. `before` it there were so many attempts."""
    demo.launch()
    until_it_sends(demo, before)
    time.sleep(chance.uniform(0, 1.5 * slow))
    demo.kill()
    return left_in(demo.data)
