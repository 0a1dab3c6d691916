"""What a database that goes away does to work in hand: nothing is lost, nothing is done twice, and it goes on."""

import asyncio
import threading
from time import monotonic

import pytest

from bot.domain.actions import Source
from bot.domain.dues import NO_DUE
from bot.ports import NewAction
from store.statements import CommitInDoubt, Link
from store.store import SqlStore
from tests import postgres
from tests.contract.scene import NOW, Scene


def add_board(here, code):
    return lambda unit: unit.within(here.organisation).boards.add(code, code, "Europe/London", None).id


def add_action(here):
    """Takes the board's next number, which is locked until it is committed."""
    new = NewAction("Kept", NO_DUE, (), None, NOW, Source())
    return lambda unit: unit.within(here.organisation).actions.add(here.board.id, new).number


def codes(store, here) -> set[str]:
    known = [f"B{n}" for n in range(200)]
    return {c for c in known if store.read_sync(lambda u, c=c: u.within(here.organisation).boards.by_code(c))}


def ended(server) -> None:
    """Every session of the bot's is ended."""
    server.sql(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'matters-arising'"
    )


async def test_sessions_ended_while_idle(replica, postgresql):
    """The next piece and the next read open another, and nobody hears of it."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)
    for n in range(3):
        await asyncio.to_thread(ended, postgresql)
        await asyncio.gather(*(store.transact(add_board(here, f"B{n * 10 + i}")) for i in range(8)))
        await asyncio.to_thread(ended, postgresql)
        assert len(await asyncio.to_thread(codes, store, here)) == 8 * (n + 1)


async def test_a_session_ended_in_the_middle_of_work(replica, postgresql):
    """Nothing of it was committed, so it is run again, from the start."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)
    runs = []

    def work(unit):
        runs.append(unit)
        add_board(here, "B1")(unit)
        if len(runs) == 1:
            ended(postgresql)
        return add_board(here, "B2")(unit)

    await store.transact(work)
    assert len(runs) == 2
    assert await asyncio.to_thread(codes, store, here) == {"B1", "B2"}


async def test_a_replica_that_is_frozen_in_the_middle_of_its_work(replica):
    """What it has locked holds the others up for seconds, however long it is frozen; then its own work is run again."""
    frozen, other = replica(), replica()
    here = await asyncio.to_thread(Scene.set, frozen)
    has_locked, thawed, runs = threading.Event(), threading.Event(), []

    def work(unit):
        runs.append(unit)
        add_action(here)(unit)
        if len(runs) == 1:
            has_locked.set()
            thawed.wait(60)
        return add_action(here)(unit)

    asleep = asyncio.create_task(frozen.transact(work))
    try:
        await asyncio.to_thread(has_locked.wait)
        assert await asyncio.wait_for(other.transact(add_action(here)), 10) == 1
    finally:
        thawed.set()
    assert await asleep == 3
    assert len(runs) == 2


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_commit_nobody_knows_of(replica, postgresql, monkeypatch, arrived):
    """Whoever waited is told that it may have happened; it is not run again by itself."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)
    execute, lost, runs = Link._execute, [], []

    def execute_or_lose(self, sql, bound=(), by=None):
        if sql == "COMMIT" and not lost:
            lost.append(self)
            if arrived:
                execute(self, sql, bound, by)
            ended(postgresql)
        return execute(self, sql, bound, by)

    def work(unit):
        runs.append(unit)
        add_board(here, "B1")(unit)

    monkeypatch.setattr(Link, "_execute", execute_or_lose)
    with pytest.raises(CommitInDoubt):
        await store.transact(work)
    assert len(runs) == 1
    assert await asyncio.to_thread(codes, store, here) == ({"B1"} if arrived else set())
    await store.transact(add_board(here, "B2"))


async def test_a_restart_under_load():
    """Each piece is there or its caller was told; and ten seconds later everything flows."""
    with postgres.serving() as server:
        store = SqlStore.open(server.fresh())
        here = await asyncio.to_thread(Scene.set, store)
        told: dict[str, str] = {}
        stop = asyncio.Event()
        numbers = iter(range(10_000))

        async def client() -> None:
            while not stop.is_set():
                code = f"R{next(numbers)}"
                try:
                    await store.transact(add_board(here, code))
                    told[code] = "done"
                except Exception as error:  # noqa: BLE001
                    told[code] = type(error).__name__

        clients = [asyncio.create_task(client()) for _ in range(6)]
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.restart, "immediate")
        began = monotonic()
        await store.transact(add_board(here, "AFTER"))
        assert monotonic() - began < 10
        await asyncio.sleep(0.5)
        stop.set()
        await asyncio.gather(*clients)
        database = store._engine.url.database
        there = {row[0] for row in await asyncio.to_thread(server.sql, "SELECT code FROM boards", database)}
        done = {code for code, how in told.items() if how == "done"}
        assert done <= there
        assert {told[code] for code in there & set(told)} <= {"done", "CommitInDoubt"}
        # Nobody is told at once: whoever asks meanwhile waits some seconds for it to come back.
        assert list(told.values()).count("OperationalError") < 60
        store.close_sync()
