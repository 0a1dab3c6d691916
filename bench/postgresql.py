"""Durable adds on PostgreSQL, 16 at once, beside the raw driver on 16 connections, in one run.

    python -m bench.postgresql [--rounds N] [--adds N]

An add is `core.handle` and all it reads and writes; the raw driver's is three inserts and a commit. The server waits
for the disk at every commit, as in earnest. Rounds alternate, so that a noisy neighbour slows both; medians are shown.
"""

import argparse
import asyncio
import statistics
import threading
from time import perf_counter

import psycopg

from bench.adds import _inbounds
from bot import core
from bot.messages import Inbound
from store.store import SqlStore
from tests import postgres
from tests.world import World

AT_ONCE = 16
FLOOR = 0.25


def _in_workspace(inbound: Inbound, workspace: str) -> dict[str, object]:
    return {
        "workspace": workspace,
        "author": inbound.author.model_copy(update={"workspace": workspace}),
    }


def ours(url: str, adds: int, first: int, boards: int = AT_ONCE) -> float:
    """Adds a second through the store, each of those at once to a board of its own: one counts its numbers in turn."""
    store = SqlStore.open(url)
    world, inbounds = _inbounds(store, adds + 4 * AT_ONCE)
    inbounds = [
        each.model_copy(update={"delivery": f"r{first}-{n}", **_in_workspace(each, f"W{n % boards}")})
        for n, each in enumerate(inbounds)
    ]
    for inbound in inbounds[adds:]:
        store.transact_sync(lambda unit, i=inbound: core.handle(unit, i, world.now))

    async def run() -> float:
        waiting = iter(inbounds[:adds])

        async def client() -> None:
            for inbound in waiting:
                reply = await store.transact(lambda unit, i=inbound: core.handle(unit, i, world.now))
                assert reply.answer is not None
                assert reply.answer.line.startswith("Added")

        began = perf_counter()
        await asyncio.gather(*(client() for _ in range(AT_ONCE)))
        return perf_counter() - began

    took = asyncio.run(run())
    store.close_sync()
    return adds / took


def raw(url: str, adds: int) -> float:
    """Three inserts and a commit, each of 16 threads on a connection of its own."""
    address = url.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("DROP TABLE IF EXISTS raw_actions, raw_history, raw_outbox")
        connection.execute("CREATE TABLE raw_actions (id bigserial PRIMARY KEY, what text, due text)")
        connection.execute(
            "CREATE TABLE raw_history (id bigserial PRIMARY KEY, action bigint, verb text, at text)"
        )
        connection.execute("CREATE TABLE raw_outbox (id bigserial PRIMARY KEY, key text UNIQUE, state text)")
    gate = threading.Barrier(AT_ONCE + 1)

    def client(number: int) -> None:
        with psycopg.connect(address) as connection:
            gate.wait()
            for n in range(number, adds, AT_ONCE):
                connection.execute(
                    "INSERT INTO raw_actions (what, due) VALUES (%s, %s)",
                    (f"Circulate the outcomes of item {n}", "2026-02-17"),
                )
                connection.execute(
                    "INSERT INTO raw_history (action, verb, at) VALUES (%s, 'added', '2026-02-10 09:30:00')",
                    (n,),
                )
                connection.execute(
                    "INSERT INTO raw_outbox (key, state) VALUES (%s, 'waiting')", (f"card:{n}",)
                )
                connection.commit()

    clients = [threading.Thread(target=client, args=(n,)) for n in range(AT_ONCE)]
    for each in clients:
        each.start()
    gate.wait()
    began = perf_counter()
    for each in clients:
        each.join()
    return adds / (perf_counter() - began)


def measure(rounds: int = 3, adds: int = 800) -> dict[str, str]:
    with postgres.serving() as server, server.database() as url:
        store = SqlStore.open(url)
        for n in range(AT_ONCE):
            World.on(store, workspace=f"W{n}", code=f"B{n}")
        store.close_sync()
        runs = [(ours(url, adds, n), raw(url, adds)) for n in range(rounds)]
    mine, three = (statistics.median(run[i] for run in runs) for i in range(2))
    return {
        "adds a second on PostgreSQL, 16 at once": f"{mine:,.0f}",
        "  raw driver, three inserts and a commit, 16 connections": f"{three:,.0f}",
        f"  ratio to it (at least {FLOOR}, aim 1.0)": f"{mine / three:.2f}",
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--adds", type=int, default=800)
    given = parser.parse_args()
    for name, figure in measure(given.rounds, given.adds).items():
        print(f"{name:60} {figure:>10}")
