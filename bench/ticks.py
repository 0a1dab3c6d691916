"""Ticks over a million actions: with nothing due, and with 1,000 due; the claim beside the raw query."""

import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import crowd
from bot import core
from store.statements import Link
from store.store import SqlStore

MILLION = 1_000_000
DUE = 1_000
ROUNDS = 9


def measure() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "million.db"
        world = crowd.build(path, MILLION, DUE)
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("PRAGMA cache_size=-65536")
        now = raw.execute(
            "SELECT MAX(next_nudge_at) FROM assignments WHERE next_nudge_at < ?", (crowd.FAR,)
        ).fetchone()[0]
        moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
        query, bound = _claim(path, moment)
        store = SqlStore.open(path)
        # In turn, so that a noisy neighbour slows both.
        queries, claims = _times(
            lambda: len(raw.execute(query, bound).fetchall()) == DUE,
            lambda: len(store.read_sync(lambda unit: unit.claim_nudges(moment, DUE + 1))) == DUE,
        )
        raw.close()
        before = world.now
        (idle,) = _times(lambda: store.transact_sync(lambda unit: core.tick(unit, before)) == 0)
        began = perf_counter()
        done = 0
        while handled := store.transact_sync(lambda unit: core.tick(unit, moment)):
            done += handled
        busy = perf_counter() - began
        assert done == DUE, done
        store.close_sync()
    return {
        "ms, the raw query for 1,000 due": f"{queries * 1000:.2f}",
        "ms, the claim of 1,000 due": f"{claims * 1000:.2f}",
        "  ratio (at most 3)": f"{claims / queries:.2f}",
        "ms, a tick with nothing due": f"{idle * 1000:.2f}",
        "  ratio to the raw query for 1,000": f"{idle / queries:.2f}",
        "ms, ticks until 1,000 due are claimed, written and moved": f"{busy * 1000:.0f}",
        "  ratio to the raw query": f"{busy / queries:.1f}",
    }


def _claim(path: Path, moment: datetime) -> tuple[str, Any]:
    """The claim's own statement, as it goes to the driver."""
    heard: list[tuple[str, Any]] = []
    original = Link._execute

    def listen(self: Link, sql: str, bound: Any = (), execute: Any = None) -> Any:
        if "next_nudge_at <=" in sql:
            heard.append((sql, bound))
        return original(self, sql, bound, execute)

    Link._execute = listen  # type: ignore[method-assign]
    store = SqlStore.open(path)
    try:
        store.read_sync(lambda unit: unit.claim_nudges(moment, DUE + 1))
    finally:
        store.close_sync()
        Link._execute = original  # type: ignore[method-assign]
    return heard[0]


def _times(*works: Callable[[], bool]) -> list[float]:
    """The median seconds of each."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, took in zip(works, found, strict=True):
            began = perf_counter()
            assert work()
            took.append(perf_counter() - began)
    return [statistics.median(took) for took in found]
