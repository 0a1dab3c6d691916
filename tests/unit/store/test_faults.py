"""What the disk and the database do to a group: nobody is told of something that is not there."""

import asyncio
import os
import re
import sqlite3
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from store import writer
from store.statements import TransactionGone
from store.store import CannotWrite, SqlStore
from tests.unit.store.test_group_commit import add_board, codes, held, traced

NOBODY = 65534


async def told_of(store, *works) -> list:
    """What each caller of one group is told: "done", or the name of the error."""
    gate, task = await held(store)
    pieces = [asyncio.create_task(store.transact(work)) for work in works]
    await asyncio.sleep(0)
    gate.opened.set()
    told = await asyncio.gather(task, *pieces, return_exceptions=True)
    return ["done" if not isinstance(one, BaseException) else type(one).__name__ for one in told[1:]]


def raw(sql, *values):
    """A piece of work that sends a statement of its own."""
    return lambda unit: unit._link._execute(sql, values)


def rows(path, sql) -> list:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def small_disk(store, here):
    """A database that may grow by a few pages more."""
    driver = store._writer.each[0]._link._driver
    pages = driver.execute("PRAGMA page_count").fetchone()[0]
    driver.execute(f"PRAGMA max_page_count={pages + 12}")
    yield here
    driver.execute("PRAGMA max_page_count=1000000")


async def test_a_disk_that_fills_in_mid_group(small_disk, store, path):
    """Only those that do not fit fail; every other is there, and what was promised is."""

    def big(unit):
        unit.within(small_disk.organisation).boards.add("BIG", "x" * 400_000, "Europe/London", None)

    works = [add_board(small_disk, "A"), big, add_board(small_disk, "B"), big, add_board(small_disk, "C")]
    told = await told_of(store, *works)
    assert told == ["done", "OperationalError", "done", "OperationalError", "done"]
    assert codes(path) == {"A", "B", "C"}


async def test_a_full_disk_fails_everybody_and_room_again_serves_everybody(small_disk, store, path):
    """Nothing is half there, and the store need not be opened anew."""

    def big(code):
        return lambda unit: unit.within(small_disk.organisation).boards.add(
            code, "x" * 20_000, "Europe/London", None
        )

    told = await told_of(store, *(big(f"B{n}") for n in range(12)))
    assert "OperationalError" in told
    assert codes(path) == {f"B{n}" for n, one in enumerate(told) if one == "done"}
    store._writer.each[0]._link._driver.execute("PRAGMA max_page_count=1000000")
    assert await told_of(store, big("MORE")) == ["done"]


async def test_a_file_that_is_read_only_for_a_while(store, here, path):
    """Everybody is told while it is; once it is not, everybody is served, and the store need not be opened anew."""
    driver = store._writer.each[0]._link._driver
    driver.execute("PRAGMA query_only=ON")
    assert await told_of(store, add_board(here, "A"), add_board(here, "B")) == ["OperationalError"] * 2
    driver.execute("PRAGMA query_only=OFF")
    assert await told_of(store, add_board(here, "A"), add_board(here, "B")) == ["done"] * 2
    assert codes(path) == {"A", "B"}


@pytest.mark.parametrize("which", ["file", "folder"])
def test_a_file_nobody_may_write_refuses_to_open(which):
    """At the start and in words, not hours later at the first change."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "log.sqlite3"
        SqlStore.open(file).close_sync()
        refused = file if which == "file" else folder
        for path in (folder, *folder.iterdir()):
            path.chmod(0o555 if path == refused else 0o777)
        with unprivileged(), pytest.raises(CannotWrite, match=re.escape(f"{refused} cannot be written")):
            SqlStore.open(file)


@contextmanager
def unprivileged():
    """Without an administrator's right to write everywhere, for whoever has it."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(mine)


async def test_a_trigger_that_ends_the_whole_transaction(store, here, path):
    """The others of the group are run again, each alone; the one that did it fails."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TRIGGER bomb BEFORE INSERT ON boards WHEN NEW.code = 'BOMB' "
            "BEGIN SELECT RAISE(ROLLBACK, 'bomb'); END"
        )
    works = [add_board(here, code) for code in ("A", "BOMB", "B")]
    assert await told_of(store, *works) == ["done", "IntegrityError", "done"]
    assert codes(path) == {"A", "B"}


async def test_work_that_swallows_the_end_of_its_transaction(store, here, path):
    """Cannot go on writing outside any: that would stay whatever happens."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TRIGGER bomb BEFORE INSERT ON boards WHEN NEW.code = 'BOMB' "
            "BEGIN SELECT RAISE(ROLLBACK, 'bomb'); END"
        )

    def swallows(unit):
        try:
            add_board(here, "BOMB")(unit)
        except DBAPIError:
            with pytest.raises(TransactionGone):
                add_board(here, "OUTSIDE")(unit)

    assert await told_of(store, add_board(here, "A"), swallows, add_board(here, "B")) == [
        "done",
        "IntegrityError",
        "done",
    ]
    assert codes(path) == {"A", "B"}


@pytest.fixture
def deferring(store, here, path):
    """A table whose foreign key is looked at only when the transaction commits."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE late (x INTEGER, o INTEGER REFERENCES organisations(id) DEFERRABLE INITIALLY DEFERRED)"
        )
    return here


async def test_a_commit_that_fails(deferring, store, path):
    """Those that shared it are run again, each alone, and only the one that broke it hears of an error."""
    works = [add_board(deferring, "A"), raw("INSERT INTO late VALUES (1, 999)"), add_board(deferring, "B")]
    with traced(store) as sent:
        assert await told_of(store, *works) == ["done", "IntegrityError", "done"]
    assert sent.count("COMMIT") == 1 + 1 + 3
    assert codes(path) == {"A", "B"}
    assert rows(path, "SELECT * FROM late") == []


async def test_a_commit_that_fails_for_one_alone(deferring, store, path):
    """Its caller is told, nothing stays, and the next is served."""
    assert await told_of(store, raw("INSERT INTO late VALUES (1, 999)")) == ["IntegrityError"]
    assert rows(path, "SELECT * FROM late") == []
    assert await told_of(store, add_board(deferring, "A")) == ["done"]


async def test_somebody_else_holding_the_file(store, here, path, monkeypatch):
    """After the wait everybody is told, and when it is free again everybody is served."""
    store._writer.each[0]._link._driver.execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DBAPIError, match="locked"):
        await store.transact(add_board(here, "A"))
    assert await store.read(lambda u: u.within(here.organisation).boards.get(here.board.id))
    other.execute("ROLLBACK")
    other.close()
    await store.transact(add_board(here, "B"))
    assert codes(path) == {"B"}


async def test_an_error_does_not_repeat_what_people_typed(store, here):
    """It may be logged, so it names the statement and the constraint, never the values."""

    def twice(unit):
        for _ in range(2):
            unit.within(here.organisation).boards.add("X", "Private words", "Europe/London", None)

    with pytest.raises(DBAPIError) as refused:
        await store.transact(twice)
    assert "UNIQUE" in str(refused.value)
    assert "Private" not in str(refused.value) + repr(refused.value) + repr(vars(refused.value))


def test_history_is_not_replaced_either(store, here):
    """INSERT OR REPLACE would delete the line it replaces."""
    entry = here.entry(here.add())
    with pytest.raises(DBAPIError, match="append-only"):
        store.transact_sync(
            raw(
                "INSERT OR REPLACE INTO history (organisation_id, serial, board_id, verb, change_id, at) "
                "VALUES (?, ?, ?, 'closed', ?, '2026-01-01')",
                here.organisation,
                entry.serial,
                here.board.id,
                entry.change,
            )
        )


def test_a_store_is_as_durable_as_it_says(store, path):
    """The settings the design rests on, asked of the connection that writes."""
    ask = store._writer.each[0]._link._driver.execute
    assert {
        name: ask(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
    } == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
    }
    assert store._writer.each[0]._link._driver.isolation_level is None


async def test_a_writer_that_finds_no_way_back_lives_on(store, here, path, monkeypatch):
    """Neither a rollback nor a new connection: whoever waits is told, and once there is one the next is served."""
    one = store._writer.each[0]
    broken = one._link

    def never(*_, **__):
        raise OSError("the server is gone")

    with monkeypatch.context() as gone:
        for way in ("begin", "rollback"):
            gone.setattr(broken, way, never)
        gone.setattr(writer, "Link", never)
        for _ in range(2):
            with pytest.raises(OSError, match="gone"):
                await store.transact(add_board(here, "LOST"))
        assert one.thread.is_alive()
    await store.transact(add_board(here, "NEXT"))
    assert codes(path) == {"NEXT"}
