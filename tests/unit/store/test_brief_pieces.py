"""A brief piece of work that is alone is run where it is asked for; it is kept, refused and undone like any other."""

import asyncio
import sqlite3
import threading
import time
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.ports import Stale
from store import writer
from store.pieces import Piece
from store.statements import StoreClosed
from store.store import SqlStore
from tests.contract.scene import NOW
from tests.unit.store.test_group_commit import Gate, add_board, codes, held, traced


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever this machine's disk is doing."""
    monkeypatch.setattr(writer, "QUICK_SECONDS", 60.0)


@pytest.fixture
def idle(here, store: SqlStore) -> SqlStore:
    """A store that has written a few things one by one, and has nothing to do."""
    for _ in range(writer.ALONE):
        here.write(lambda r: r.places.touched(here.channel.id, NOW))
    return store


async def brief(store: SqlStore, work: Any) -> Any:
    return await store.transact(work, brief=True)


async def runs_here(store: SqlStore, **how: bool) -> bool:
    return await store.transact(lambda _: threading.get_ident(), **how) == threading.get_ident()


async def test_alone_it_runs_where_it_is_asked_for_and_is_on_disk(idle, here, path):
    """Not over on the writer's thread; what it wrote is there for everybody when its caller goes on."""
    with traced(idle) as sent:
        for n in range(5):
            assert await brief(idle, add_board(here, f"B{n}"))
            assert f"B{n}" in codes(path)
    assert sent.count("COMMIT") == 5
    assert await runs_here(idle, brief=True)


async def test_what_nobody_calls_brief_never_does(idle):
    """A list of a thousand actions would keep everybody waiting."""
    assert not await runs_here(idle)
    assert not await runs_here(idle, brief=False)


async def test_on_a_disk_that_takes_its_time_the_thread_waits_for_it(idle, here, monkeypatch):
    """The first commit that was slow is the last that anybody waited for where they asked."""

    async def writes_here() -> bool:
        return await brief(idle, writing) == threading.get_ident()

    def writing(unit):
        unit.within(here.organisation).places.touched(here.channel.id, NOW)
        return threading.get_ident()

    monkeypatch.setattr(writer, "QUICK_SECONDS", 0.0)
    assert await writes_here()
    assert not await writes_here()
    # Nothing was there to keep: that says nothing of the disk.
    monkeypatch.setattr(writer, "QUICK_SECONDS", 60.0)
    assert not await runs_here(idle)
    assert not await runs_here(idle, brief=True)
    assert not await writes_here()
    assert await writes_here()


async def test_a_commit_that_fails_says_that_the_disk_is_not_well(idle, here, monkeypatch):
    """Whoever comes next is not kept waiting where they ask."""
    link = idle._writer.each[0]._link
    real, failing = link.commit, [OperationalError("COMMIT", None, OSError("disk I/O error"))] * 2

    def commit() -> None:
        if failing:
            raise failing.pop()
        real()

    monkeypatch.setattr(link, "commit", commit)
    with pytest.raises(OperationalError):
        await brief(idle, add_board(here, "LOST"))
    assert not await runs_here(idle, brief=True)


async def test_one_that_took_long_is_the_last_for_a_while(idle, monkeypatch):
    """Whatever it was that took its time."""
    monkeypatch.setattr(writer, "LONG_SECONDS", 0.0)
    assert await runs_here(idle, brief=True)
    monkeypatch.setattr(writer, "LONG_SECONDS", 60.0)
    assert [await runs_here(idle, brief=True) for _ in range(writer.ALONE + 1)] == [
        *[False] * writer.ALONE,
        True,
    ]


async def test_another_process_that_writes_is_waited_for_on_the_thread(idle, here, path):
    """The loop goes on meanwhile, and the piece is done once the other lets go."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = asyncio.create_task(brief(idle, add_board(here, "WAITS")))
        began = time.perf_counter()
        for _ in range(20):
            await asyncio.sleep(0)
        assert time.perf_counter() - began < 2
        assert not asked.done()
        other.execute("COMMIT")
    await asked
    assert codes(path) == {"WAITS"}


async def test_what_comes_in_one_turn_shares_a_commit(idle, here, path):
    """Only the first of them may be run by itself, and none of those that come on its heels."""
    for group in ("A", "B", "C"):
        with traced(idle) as sent:
            await asyncio.gather(*(brief(idle, add_board(here, f"{group}{n}")) for n in range(20)))
        assert sent.count("COMMIT") <= 3
    assert codes(path) == {f"{group}{n}" for group in "ABC" for n in range(20)}


async def test_where_others_came_too_the_thread_has_it_until_it_was_quiet_for_a_while(idle, here):
    """What comes together is dearer one by one, and where two came, a third will."""
    gate, task = await held(idle)
    meets = asyncio.create_task(brief(idle, add_board(here, "MEETS")))
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(task, meets)
    alone = [await runs_here(idle, brief=True) for _ in range(writer.ALONE + 2)]
    assert alone == [False] * (writer.ALONE - 1) + [True] * 3


async def test_the_loop_goes_on_between_two_of_them(idle, here):
    """Whoever has a thousand to write keeps nobody else from their turn."""
    turns = 0
    stop = asyncio.Event()

    async def others():
        nonlocal turns
        while not stop.is_set():
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(others())
    for n in range(50):
        await brief(idle, add_board(here, f"B{n}"))
    stop.set()
    await beside
    assert turns >= 50


async def test_while_the_writer_is_at_work_it_waits_in_line_and_the_loop_does_not(idle, here, path):
    """The connection is one."""
    gate, task = await held(idle)
    waits = asyncio.create_task(brief(idle, add_board(here, "ONE")))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not waits.done()
    assert codes(path) == set()
    gate.opened.set()
    await asyncio.gather(task, waits)
    assert codes(path) == {"ONE"}


async def test_its_error_is_its_callers_and_nothing_of_it_stays(idle, here, path):
    """Raised by Python or by the database; the next is served."""

    def raises(unit):
        add_board(here, "RAISES")(unit)
        raise KeyError("mine")

    def twice(unit):
        add_board(here, "TWICE")(unit)
        add_board(here, "TWICE")(unit)

    def stops(_unit):
        raise StopIteration

    with pytest.raises(KeyError, match="mine"):
        await brief(idle, raises)
    with pytest.raises(Exception, match="UNIQUE"):
        await brief(idle, twice)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await brief(idle, stops)
    await brief(idle, add_board(here, "NEXT"))
    assert codes(path) == {"NEXT"}
    assert await runs_here(idle, brief=True)


async def test_an_interrupt_ends_the_program_and_leaves_nothing(idle, here, path):
    """It is not taken for something to try again."""
    runs = []

    def interrupted(unit):
        runs.append(unit)
        add_board(here, "HALF")(unit)
        raise KeyboardInterrupt

    piece = Piece(interrupted, None, None, reading=False)
    assert idle._writer.each[0].run_here(piece)
    with pytest.raises(KeyboardInterrupt):
        piece.outcome()
    assert len(runs) == 1
    assert codes(path) == set()
    await idle.transact(add_board(here, "NEXT"))
    assert codes(path) == {"NEXT"}


async def test_it_may_take_its_work_back_and_is_run_again_when_it_was_stale(idle, here, path):
    """As any other: what it did before is gone, what it does then is kept once."""
    runs = []

    def thinks_again(unit):
        add_board(here, "FIRST")(unit)
        unit.roll_back()
        add_board(here, "SECOND")(unit)

    def stale(unit):
        runs.append(unit)
        add_board(here, f"S{len(runs)}")(unit)
        if len(runs) < 3:
            raise Stale

    await brief(idle, thinks_again)
    await brief(idle, stale)
    assert codes(path) == {"SECOND", "S3"}


async def test_a_full_disk_is_told_and_room_again_serves(idle, here, path):
    """Nothing half there, and the store need not be opened anew."""
    driver = idle._writer.each[0]._link._driver
    pages = driver.execute("PRAGMA page_count").fetchone()[0]
    driver.execute(f"PRAGMA max_page_count={pages + 4}")

    def big(unit):
        unit.within(here.organisation).boards.add("BIG", "x" * 400_000, "Europe/London", None)

    with pytest.raises(OperationalError, match="full"):
        await brief(idle, big)
    assert codes(path) == set()
    driver.execute("PRAGMA max_page_count=1000000")
    await brief(idle, big)
    assert codes(path) == {"BIG"}


async def test_a_cancelled_caller_does_not_undo_it(idle, here, path):
    """What it asked for is done; and the next one need not wait for it."""
    asked = asyncio.create_task(brief(idle, add_board(here, "DONE")))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert codes(path) == {"DONE"}
    assert await runs_here(idle, brief=True)


async def test_it_cannot_wait_for_another_piece(idle):
    """That would be waiting for itself: it uses its unit."""
    with pytest.raises(RuntimeError, match="uses its unit"):
        await brief(idle, lambda _: idle.transact_sync(lambda _: None))
    assert await runs_here(idle, brief=True)


async def test_a_closed_store_takes_none(idle):
    """And says so."""
    idle.close_sync()
    with pytest.raises(StoreClosed):
        await brief(idle, lambda _: None)


def test_closing_waits_for_the_one_that_runs(idle, here, path):
    """Its caller hears that it is done, and it is there afterwards."""
    gate = Gate()
    told = []

    def work(unit):
        gate(unit)
        add_board(here, "LAST")(unit)
        return threading.get_ident()

    asks = threading.Thread(target=lambda: told.append(asyncio.run(brief(idle, work))))
    asks.start()
    assert gate.entered.wait(10)
    closes = threading.Thread(target=idle.close_sync)
    closes.start()
    closes.join(0.1)
    assert closes.is_alive()
    gate.opened.set()
    closes.join(10)
    asks.join(10)
    assert told == [asks.ident]
    assert codes(path) == {"LAST"}
