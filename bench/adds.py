"""Durable adds: `store.transact(core.handle)` beside the raw driver.

Each add is handed to the store as `adapters.handling` does it. The first ceiling is the raw driver
committing three inserts; the second is the raw driver running the very statements an add runs, in the very grouping the
writer chose, recorded from a run on a copy of the database.
"""

import asyncio
import gc
import shutil
import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from adapters import serving
from bot import core
from bot.commands.heard import Heard
from bot.messages import Inbound
from store.statements import Link
from store.store import SqlStore
from tests.world import World, london

ALONE = 600
TOGETHER = 3200
AT_ONCE = 32
ROUNDS = 9
OWNERS = ("hayley", "priya", "diane", "tom", "kim")
Recorded = list[tuple[str, Any, bool]]


def measure() -> dict[str, str]:
    serving.stay()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        seeded = _seeded(home)
        figures: dict[str, str] = {}
        for name, count, at_once, floor in (
            ("one at a time", ALONE, 1, 0.2),
            ("32 at once", TOGETHER, AT_ONCE, 0.35),
        ):
            statements = _record(home, seeded, count, at_once)
            runs = []
            for _ in range(ROUNDS):
                # Interleaved, so that a noisy neighbour slows all three.
                three = _three_inserts(home, count)
                same = _replay(home, seeded, statements, count)
                ours = _ours(home, seeded, count, at_once)
                runs.append((ours, three, same))
            ours, three, same = (statistics.median(r[i] for r in runs) for i in range(3))
            per_add = len(statements) / count
            figures[f"adds a second, {name}"] = f"{ours:,.0f}"
            figures[f"  raw driver, three inserts and a commit, {name}"] = f"{three:,.0f}"
            figures[f"  ratio to it, {name} (at least {floor}, aim 0.6)"] = f"{ours / three:.2f}"
            figures[f"  raw driver, the same {per_add:.1f} statements an add, {name}"] = f"{same:,.0f}"
            figures[f"  ratio to it, {name}"] = f"{ours / same:.2f}"
        return figures


def _seeded(home: Path) -> Path:
    path = home / "seeded.db"
    store = SqlStore.open(path)
    World.on(store)
    store.close_sync()
    return path


def _fresh(home: Path, seeded: Path) -> Path:
    path = home / "run.db"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    shutil.copy(seeded, path)
    return path


def _inbounds(store: SqlStore, count: int) -> tuple[World, list[Inbound]]:
    world = World(store, london("2026-02-10 09:30"))
    return world, [
        world.inbound(
            "sam", f"add Circulate the outcomes of item {n} @{OWNERS[n % len(OWNERS)]} by {_due(n)}"
        )
        for n in range(count)
    ]


def _due(number: int) -> str:
    """Another day and another form each time: nothing is read from a memory of the last one."""
    day = date(2026, 2, 12) + timedelta(days=number % 300)
    form = ("%d %b", "%d %B %Y", "%d.%m.%y", "%A %d %B")[number % 4]
    return day.strftime(form)


def _ours(
    home: Path, seeded: Path, count: int, at_once: int, around: Callable[[], Any] | None = None
) -> float:
    store = SqlStore.open(_fresh(home, seeded))
    world, inbounds = _inbounds(store, count + 20)
    for inbound in inbounds[count:]:
        store.transact_sync(lambda unit, i=inbound: core.handle(unit, i, world.now))
    # What this bench itself holds, thousands of messages, is nobody's to go through for garbage.
    gc.collect()
    gc.freeze()
    if around is not None:
        around()

    async def run() -> float:
        waiting = iter(inbounds[:count])

        async def client() -> None:
            for inbound in waiting:
                heard = Heard(inbound)
                reply = await store.transact(
                    lambda unit, h=heard: core.handle(unit, h.inbound, world.now, h), brief=core.brief(heard)
                )
                assert reply.answer is not None
                assert reply.answer.line.startswith("Added")

        began = perf_counter()
        await asyncio.gather(*(client() for _ in range(at_once)))
        return perf_counter() - began

    took = asyncio.run(run())
    store.close_sync()
    return count / took


def _record(home: Path, seeded: Path, count: int, at_once: int) -> Recorded:
    """The statements of a run of ours, as they go to the driver."""
    recorded: Recorded = []
    original = Link._execute
    recording = False

    def listen(self: Link, sql: str, bound: Any = (), execute: Any = None) -> Any:
        if recording and not self._reading:
            recorded.append((sql, bound, execute is not None))
        return original(self, sql, bound, execute)

    def begin() -> None:
        nonlocal recording
        recording = True

    Link._execute = listen  # type: ignore[method-assign]
    try:
        _ours(home, seeded, count, at_once, begin)
    finally:
        Link._execute = original  # type: ignore[method-assign]
    return recorded


def _replay(home: Path, seeded: Path, statements: Recorded, count: int) -> float:
    """The recorded statements again, by the driver alone, on the same database."""
    path = _fresh(home, seeded)
    store = SqlStore.open(path)
    world, inbounds = _inbounds(store, count + 20)
    for inbound in inbounds[count:]:
        store.transact_sync(lambda unit, i=inbound: core.handle(unit, i, world.now))
    store.close_sync()
    connection = _raw(path)
    cursor = connection.cursor()
    began = perf_counter()
    for sql, bound, many in statements:
        if many:
            cursor.executemany(sql, bound)
        else:
            cursor.execute(sql, bound).fetchall()
    took = perf_counter() - began
    connection.close()
    return count / took


def _three_inserts(home: Path, count: int) -> float:
    """What durability costs by itself: an action, its history and its message, and one commit."""
    path = home / "raw.db"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    connection = _raw(path)
    connection.executescript(
        "CREATE TABLE actions (id INTEGER PRIMARY KEY, what TEXT, due TEXT);"
        "CREATE TABLE history (id INTEGER PRIMARY KEY, action INTEGER, verb TEXT, at TEXT);"
        "CREATE TABLE outbox (id INTEGER PRIMARY KEY, key TEXT UNIQUE, state TEXT);"
    )
    cursor = connection.cursor()
    began = perf_counter()
    for n in range(count):
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(
            "INSERT INTO actions (what, due) VALUES (?, ?)",
            (f"Circulate the outcomes of item {n}", "2026-02-17"),
        )
        cursor.execute(
            "INSERT INTO history (action, verb, at) VALUES (?, 'added', '2026-02-10 09:30:00')", (n,)
        )
        cursor.execute("INSERT INTO outbox (key, state) VALUES (?, 'waiting')", (f"card:{n}",))
        cursor.execute("COMMIT")
    took = perf_counter() - began
    connection.close()
    return count / took


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
