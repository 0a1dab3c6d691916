"""Ticks over a million actions: with nothing due, and with 1,000 due; the claim beside the raw query."""

import sqlite3
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bench import crowd
from bot import core
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
        query = (
            "SELECT organisation_id, action_id, id, next_nudge_at, person_id FROM assignments"
            " WHERE next_nudge_at <= ? ORDER BY next_nudge_at LIMIT 1000"
        )
        queries = _times(lambda: len(raw.execute(query, (now,)).fetchall()) == DUE)
        raw.close()

        store = SqlStore.open(path)
        moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
        claims = _times(lambda: len(store.read_sync(lambda unit: unit.claim_nudges(moment, DUE + 1))) == DUE)
        before = world.now
        idle = _times(lambda: store.transact_sync(lambda unit: core.tick(unit, before)) == 0)
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


def _times(work) -> float:
    found = []
    for _ in range(ROUNDS):
        began = perf_counter()
        assert work()
        found.append(perf_counter() - began)
    return statistics.median(found)
