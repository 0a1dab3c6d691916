"""The claim of a thousand due among a thousand, 100,000 and a million actions, beside the raw query, on both databases."""

import sqlite3
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench import crowd
from store.statements import Link
from store.store import SqlStore
from tests import postgres
from tests.world import World

SIZES = (1_000, 100_000, 1_000_000)
DUE = 1_000
ROUNDS = 9
FIRST = 1_000_000_000


def measure() -> dict[str, str]:
    figures: dict[str, str] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "crowd.db"
            crowd.build(path, size, DUE)
            raw = sqlite3.connect(path, isolation_level=None)
            raw.execute("PRAGMA cache_size=-65536")
            at = raw.execute("SELECT MIN(next_nudge_at) FROM assignments").fetchone()[0]
            moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
            _compare(figures, f"SQLite, {size:,}", SqlStore.open(path), moment, raw.execute)
            raw.close()
    with postgres.serving() as server:
        for size in SIZES:
            with server.database() as url:
                moment = _crowd(url, size)
                with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
                    cursor = psycopg.RawCursor(connection)
                    _compare(figures, f"PostgreSQL, {size:,}", SqlStore.open(url), moment, cursor.execute)
    return figures


def _compare(
    figures: dict[str, str], name: str, store: SqlStore, moment: datetime, execute: Callable[..., Any]
) -> None:
    # PostgreSQL lets no reader lock rows, and SQLite needs no lock.
    run = store.transact_sync if name.startswith("PostgreSQL") else store.read_sync

    def claim() -> bool:
        return len(run(lambda unit: unit.claim_nudges(moment, DUE + 1))) == DUE

    sql, bound = _heard(claim)
    queries, claims = [], []
    for _ in range(ROUNDS):
        queries.append(_seconds(lambda: len(execute(sql, bound).fetchall()) == DUE))
        claims.append(_seconds(claim))
    store.close_sync()
    ours, raw = statistics.median(claims), statistics.median(queries)
    figures[f"ms, the claim of 1,000 due, {name} actions"] = f"{ours * 1000:.2f}"
    figures[f"  ratio to the raw query, {name} (at most 3)"] = f"{ours / raw:.2f}"


def _heard(claim: Callable[[], bool]) -> tuple[str, Any]:
    """The claim's own statement, as it goes to the driver."""
    heard: list[tuple[str, Any]] = []
    original = Link._execute

    def listen(self: Link, sql: str, bound: Any = (), execute: Any = None) -> Any:
        if "next_nudge_at <=" in sql:
            heard.append((sql, bound))
        return original(self, sql, bound, execute)

    Link._execute = listen  # type: ignore[method-assign]
    try:
        assert claim()
    finally:
        Link._execute = original  # type: ignore[method-assign]
    return heard[0]


def _seconds(work: Callable[[], bool]) -> float:
    began = perf_counter()
    assert work()
    return perf_counter() - began


def _crowd(url: str, size: int) -> datetime:
    """As `crowd.build` makes it, by the server itself; the moment at which a thousand are due."""
    store = SqlStore.open(url)
    world = World.on(store, crowd.NOW)
    world.say("sam", "add The pattern @hayley by 17 Feb")
    store.close_sync()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        row = connection.execute("SELECT MIN(next_nudge_at) FROM assignments").fetchone()
        assert row is not None
        connection.execute("UPDATE assignments SET next_nudge_at = %s", (crowd.FAR,))
        for table, changed in (
            ("actions", {"id": f"{FIRST} + n", "number": "10 + n", "what": "'Action ' || n"}),
            ("people", {"id": f"{FIRST} + n", "name": "'Person ' || n"}),
            (
                "assignments",
                {
                    "id": f"{FIRST} + n",
                    "action_id": f"{FIRST} + n",
                    "person_id": f"{FIRST} + n % {DUE}",
                    "next_nudge_at": f"CASE WHEN n < {DUE} THEN '{row[0].isoformat()}'::timestamptz "
                    f"ELSE '{crowd.FAR}'::timestamptz END",
                },
            ),
        ):
            count = DUE if table == "people" else size
            columns = [
                each[0]
                for each in connection.execute(
                    "SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,)
                ).fetchall()
            ]
            values = ", ".join(changed.get(column, f'pattern."{column}"') for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            connection.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} "
                f"FROM (SELECT * FROM {table} LIMIT 1) AS pattern, generate_series(0, {count - 1}) AS n"
            )
        connection.execute("UPDATE boards SET next_digest_at = NULL")
        connection.execute("VACUUM ANALYZE")
    moment: datetime = row[0]
    return moment


if __name__ == "__main__":
    for line, figure in measure().items():
        print(f"{line:64} {figure:>10}")
