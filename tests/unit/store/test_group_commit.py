"""Pieces that arrive together share a commit, and nobody hears of anything before it."""

import asyncio
import sqlite3
import threading
from contextlib import contextmanager

import pytest

from bot.domain.dues import NO_DUE
from store.ids import LOW, BlockIds
from store.store import SqlStore
from tests.contract.scene import Scene


def add_board(here, code):
    return lambda unit: unit.within(here.organisation).boards.add(code, code, "Europe/London", None).id


def codes(path) -> set[str]:
    """What is committed, as another process would see it."""
    with sqlite3.connect(path) as connection:
        return {code for (code,) in connection.execute("SELECT code FROM boards")} - {"NWP"}


@contextmanager
def traced(store: SqlStore):
    """The statements the writer sends, as they are sent."""
    sent: list[str] = []
    driver = store._writer.each[0]._link._driver
    driver.set_trace_callback(sent.append)
    yield sent
    driver.set_trace_callback(None)


class Gate:
    """A piece of work that holds the writer until it is let go, so that others gather behind it."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, _unit) -> None:
        self.entered.set()
        assert self.opened.wait(10)


async def held(store: SqlStore) -> tuple[Gate, asyncio.Task]:
    gate = Gate()
    task = asyncio.create_task(store.transact(gate))
    await asyncio.to_thread(gate.entered.wait, 10)
    return gate, task


async def test_pieces_that_wait_share_one_commit(store, here, path):
    """Twenty of them, one wait for the disk."""
    gate, task = await held(store)
    with traced(store) as sent:
        pieces = [asyncio.create_task(store.transact(add_board(here, f"B{n}"))) for n in range(20)]
        await asyncio.sleep(0)
        gate.opened.set()
        await asyncio.gather(task, *pieces)
    assert sent.count("COMMIT") == 2
    assert codes(path) == {f"B{n}" for n in range(20)}


async def test_a_group_is_bounded(store, here):
    """However many wait, no transaction grows without end, and nobody waits for all of them."""
    gate, task = await held(store)
    with traced(store) as sent:
        pieces = [asyncio.create_task(store.transact(add_board(here, f"B{n}"))) for n in range(150)]
        await asyncio.sleep(0)
        gate.opened.set()
        await asyncio.gather(task, *pieces)
    assert sent.count("COMMIT") == 1 + 3


async def test_nobody_hears_before_the_commit(store, here, path):
    """A piece that is done waits for those it shares the commit with; then it is there for everybody."""
    gate, task = await held(store)
    last = Gate()
    first = asyncio.create_task(store.transact(add_board(here, "ONE")))
    second = asyncio.create_task(store.transact(last))
    await asyncio.sleep(0)
    gate.opened.set()
    await task
    await asyncio.to_thread(last.entered.wait, 10)
    await asyncio.sleep(0.05)
    assert not first.done()
    assert codes(path) == set()
    last.opened.set()
    await first
    assert codes(path) == {"ONE"}
    await second


async def test_each_is_on_disk_when_its_caller_goes_on(store, here, path):
    """Looked at through a connection of another's, at once."""

    async def add(code):
        await store.transact(add_board(here, code))
        assert code in codes(path)

    await asyncio.gather(*(add(f"B{n}") for n in range(40)))


async def test_pieces_that_succeed_need_no_savepoints(store, here, path):
    """Which are dear: each keeps a copy of what its piece changes."""
    gate, task = await held(store)
    with traced(store) as sent:
        pieces = [asyncio.create_task(store.transact(add_board(here, f"B{n}"))) for n in range(5)]
        await asyncio.sleep(0)
        gate.opened.set()
        await asyncio.gather(task, *pieces)
    assert len(codes(path)) == 5
    assert not [each for each in sent if "SAVEPOINT" in each]


async def test_a_piece_that_takes_its_own_work_back_leaves_the_others(store, here, path):
    """And what it does afterwards is kept, once."""

    def thinks_again(unit):
        add_board(here, "FIRST")(unit)
        unit.roll_back()
        add_board(here, "SECOND")(unit)

    gate, task = await held(store)
    pieces = [
        asyncio.create_task(store.transact(work))
        for work in (add_board(here, "A"), thinks_again, add_board(here, "B"))
    ]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(task, *pieces)
    assert codes(path) == {"A", "SECOND", "B"}
    assert sorted(here.look(lambda r: [b.code for b in r.boards.all()])) == ["A", "B", "NWP", "SECOND"]


async def test_a_piece_that_has_written_nothing_has_nothing_to_take_back(store, here, path):
    """A refused command costs the others in its group no second run."""
    runs = []

    def refused(unit):
        unit.within(here.organisation).boards.all()
        unit.roll_back()

    def counted(unit):
        runs.append(unit)
        add_board(here, "A")(unit)

    gate, task = await held(store)
    pieces = [asyncio.create_task(store.transact(work)) for work in (counted, refused, add_board(here, "B"))]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(task, *pieces)
    assert codes(path) == {"A", "B"}
    assert len(runs) == 1


async def test_a_failing_piece_in_a_group_leaves_the_others(store, here, path):
    """Whether it fails in Python or in the database."""

    def twice(unit):
        add_board(here, "TWICE")(unit)
        add_board(here, "TWICE")(unit)

    def raises(unit):
        add_board(here, "RAISES")(unit)
        raise KeyError

    gate, task = await held(store)
    with traced(store) as sent:
        pieces = [
            asyncio.create_task(store.transact(work))
            for work in (add_board(here, "A"), twice, add_board(here, "B"), raises, add_board(here, "C"))
        ]
        await asyncio.sleep(0)
        gate.opened.set()
        told = await asyncio.gather(task, *pieces, return_exceptions=True)
    assert sent.count("COMMIT") == 2
    assert [type(one).__name__ for one in told] == [
        "NoneType",
        "int",
        "IntegrityError",
        "int",
        "KeyError",
        "int",
    ]
    assert codes(path) == {"A", "B", "C"}


async def test_a_cancelled_caller_does_not_undo_its_work(store, here, path):
    """What it asked for is done; the others in its group hear of theirs."""
    gate, task = await held(store)
    cancelled = asyncio.create_task(store.transact(add_board(here, "GONE")))
    stays = asyncio.create_task(store.transact(add_board(here, "STAYS")))
    await asyncio.sleep(0)
    cancelled.cancel()
    gate.opened.set()
    await asyncio.gather(task, stays)
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert codes(path) == {"GONE", "STAYS"}


async def test_a_piece_may_raise_anything(store, here, path):
    """The writer goes on."""
    for raised in (StopIteration, SystemExit, KeyboardInterrupt, asyncio.CancelledError):

        def work(unit, raised=raised):
            add_board(here, raised.__name__[:9])(unit)
            raise raised

        with pytest.raises(RuntimeError if raised is StopIteration else raised):
            await asyncio.to_thread(store.transact_sync, work)
    assert codes(path) == set()
    await store.transact(add_board(here, "STILL"))
    assert codes(path) == {"STILL"}


def test_a_loop_that_ended_is_nobody_to_tell(store, here, path):
    """Its work is done, and the next caller is served."""

    async def ask_and_leave():
        gate, _ = await held(store)
        task = asyncio.create_task(store.transact(add_board(here, "LEFT")))
        await asyncio.sleep(0)
        task.cancel()
        return gate

    loop = asyncio.new_event_loop()
    gate = loop.run_until_complete(ask_and_leave())
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    gate.opened.set()
    store.transact_sync(add_board(here, "NEXT"))
    assert codes(path) == {"LEFT", "NEXT"}


def test_ids_of_rolled_back_work_are_not_given_again_by_the_next_process(store, here, path):
    """A block is reserved for good before it is used."""
    given = []

    def fails(unit):
        given.append(add_board(here, "NO")(unit))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.transact_sync(fails)
    store.close_sync()
    again = SqlStore.open(path)
    try:
        assert again.transact_sync(add_board(here, "YES")) > given[0]
    finally:
        again.close_sync()


def test_a_transaction_larger_than_any_block_of_ids(store, here, monkeypatch):
    """Is run again with a block that is large enough; whoever shares it is run again too."""
    monkeypatch.setattr("store.ids.BLOCK", 10)
    store._writer.each[0]._ids = BlockIds()
    runs = []

    def large(unit):
        runs.append(unit)
        return [unit.within(here.organisation).history.new_change() for _ in range(LOW * 3)]

    before = store.transact_sync(add_board(here, "B1"))
    ids = store.transact_sync(large)
    after = store.transact_sync(add_board(here, "B2"))
    assert len(runs) > 1
    assert sorted(set(ids)) == ids
    assert before < ids[0]
    assert ids[-1] < after


def test_work_that_keeps_every_exception_to_itself_still_gets_its_ids(store, here, monkeypatch):
    """Running out of ids is the writer's affair, and no `except Exception` hides it."""
    monkeypatch.setattr("store.ids.BLOCK", 10)
    store._writer.each[0]._ids = BlockIds()

    def work(unit):
        try:
            return [unit.within(here.organisation).history.new_change() for _ in range(LOW * 2)]
        except Exception:  # noqa: BLE001
            return []

    assert len(store.transact_sync(work)) == LOW * 2


def test_work_cannot_wait_for_other_work(store):
    """It would wait for ever: the writer is one thread."""
    with pytest.raises(RuntimeError, match="uses its unit"):
        store.transact_sync(lambda _: store.transact_sync(lambda _: None))


async def test_closing_finishes_what_was_asked_for(path):
    """Then the file is clean: nothing beside it but the lock's own."""
    store = SqlStore.open(path)
    here = await asyncio.to_thread(Scene.set, store)
    gate, task = await held(store)
    pieces = [asyncio.create_task(store.transact(add_board(here, f"B{n}"))) for n in range(10)]
    await asyncio.sleep(0)
    closing = asyncio.create_task(store.close())
    await asyncio.sleep(0.05)
    gate.opened.set()
    await asyncio.gather(task, *pieces, closing)
    assert sorted(p.name for p in path.parent.iterdir()) == ["log.sqlite3", "log.sqlite3.lock"]
    assert codes(path) == {f"B{n}" for n in range(10)}
    assert not [t for t in threading.enumerate() if t.name.startswith("store-writer")]


async def test_closing_breaks_off_a_read_that_will_not_end(store, here):
    """The store closes within seconds, whatever somebody is reading."""
    link = store._readers._links[0]
    started = threading.Event()

    def endless(unit):
        started.set()
        unit._link._cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        )

    reading = asyncio.create_task(store.read(endless))
    await asyncio.to_thread(started.wait, 10)
    await asyncio.wait_for(store.close(), 5)
    with pytest.raises(sqlite3.OperationalError, match="interrupt"):
        await reading
    assert link not in store._readers._links


def test_a_reader_sees_one_snapshot(store, here):
    """What is committed meanwhile is for the next read."""
    seen = []

    def look(unit):
        records = unit.within(here.organisation)
        seen.append(records.boards.by_code("ONE"))
        store.transact_sync(add_board(here, "ONE"))
        seen.append(records.boards.by_code("ONE"))

    store.read_sync(look)
    assert seen == [None, None]
    assert store.read_sync(lambda u: u.within(here.organisation).boards.by_code("ONE"))


def test_writing_waits_for_no_reader(store, here):
    """A long read holds up no commit."""
    started, done = threading.Event(), threading.Event()

    def look(unit):
        unit.within(here.organisation).boards.get(here.board.id)
        started.set()
        assert done.wait(10)

    reader = threading.Thread(target=store.read_sync, args=(look,))
    reader.start()
    started.wait(10)
    here.add("meanwhile", due=NO_DUE)
    done.set()
    reader.join()
    assert here.actions() == ["meanwhile"]
