"""The few things SQLite and PostgreSQL do differently. Nothing else in the store asks which database it is."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from pydantic_core import to_json
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool, StaticPool

from store import postgresql as postgres

# How long a connection waits for another's lock; the store has one writer, so this is for backups and shells.
BUSY_MILLISECONDS = 5_000
PREPARED_STATEMENTS = 512


class OnceInsert(Protocol):
    """An INSERT with ON CONFLICT, which both databases spell alike and SQLAlchemy keeps in each one's own module."""

    def __call__(self, table: Table, /) -> Any: ...


INSERTS: dict[str, OnceInsert] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

BEGIN_WRITING = {
    # Takes the one write lock at once: a reader's snapshot that turns writer later fails instead of waiting.
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": f"{postgres.BEGIN_WRITING}; {postgres.VERSION}",
}
BEGIN_READING = {"sqlite": "BEGIN DEFERRED", "postgresql": postgres.BEGIN_READING}
# For a group that is run again, more patiently, where it would have to wait.
BEGIN_HASTILY = {
    "sqlite": BEGIN_WRITING["sqlite"],
    "postgresql": (
        f"{postgres.BEGIN_WRITING}; SET LOCAL lock_timeout = {postgres.LOCK_MILLISECONDS}; {postgres.VERSION}"
    ),
}
# Before each piece of a group that is run again; one that had to wait for a row is then run alone.
MARK_HASTILY = {
    "sqlite": "SAVEPOINT piece",
    "postgresql": f"SET LOCAL lock_timeout = {postgres.LOCK_MILLISECONDS}; SAVEPOINT piece",
}
# Another one when somebody else has written; PostgreSQL is asked when the transaction begins.
VERSION = "PRAGMA data_version"


def in_transaction(dialect: str) -> Callable[[Any], bool]:
    """Whether a driver's connection is inside a transaction; a failure may have ended it."""
    if dialect == "sqlite":
        return lambda connection: bool(connection.in_transaction)
    return postgres.in_transaction


def lost(dialect: str, driver: Any) -> bool:
    """Whether the connection is of no use any more. A file is never lost."""
    return dialect != "sqlite" and bool(driver.closed)


def patience(dialect: str, *, on: bool) -> str | None:
    """What makes a connection wait for another's lock, or not at all; None where it is not the connection that waits."""
    return f"PRAGMA busy_timeout={BUSY_MILLISECONDS if on else 0}" if dialect == "sqlite" else None


def is_busy(error: BaseException | None) -> bool:
    """Whether another connection's lock was in the way of this one, which was not to wait for it."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def interrupt(dialect: str, driver: Any) -> None:
    """Break off what another thread is running on it."""
    if dialect == "sqlite":
        driver.interrupt()
    else:
        driver.cancel_safe(timeout=1.0)


def engine_for(url: str | URL, *, synchronous: str = "FULL", serving: bool = False) -> Engine:
    """An engine whose connections are set up as the store needs them, with the driver's own transactions off.

    Left on, pysqlite sends SAVEPOINT without BEGIN, and what a failed piece wrote stays in the database.
    https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#transactions-with-sqlite-and-the-sqlite3-driver
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return postgres.engine(address, serving=serving)
    if address.get_backend_name() != "sqlite":
        raise NotImplementedError(f"no store for {address.get_backend_name()} yet")
    engine = create_engine(
        address,
        poolclass=StaticPool if in_memory(url) else NullPool,
        connect_args={"check_same_thread": False, "cached_statements": PREPARED_STATEMENTS},
        json_serializer=lambda data: to_json(data).decode(),
    )
    settings = (
        f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
        "PRAGMA journal_mode=WAL",
        f"PRAGMA synchronous={synchronous}",
        "PRAGMA foreign_keys=ON",
        # Else REPLACE would delete a line of history without asking its trigger.
        "PRAGMA recursive_triggers=ON",
        "PRAGMA temp_store=MEMORY",
        # A long read keeps the log of writes growing; afterwards the file gives the room back.
        "PRAGMA journal_size_limit=67108864",
        # Copying the log back into the file costs whoever commits then a millisecond or two; the same pages come again
        # and again in it, so that twice as long a log takes little longer. Longer still is dearer at first: as long as
        # the log grows, each commit waits for the file's new length to be on disk as well.
        "PRAGMA wal_autocheckpoint=2000",
        "PRAGMA cache_size=-32768",
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for setting in settings:
            connection.execute(setting)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql((BEGIN_READING if reading else BEGIN_WRITING)["sqlite"])

    return engine


@contextmanager
def rebuilding(connection: Connection) -> Iterator[None]:
    """While tables are rebuilt: SQLite would follow foreign keys when the old one is dropped.

    It cannot be switched inside a transaction, so what was broken is looked for before the commit instead.
    https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes

    On PostgreSQL, where nobody keeps a second process away, one replica at a time.
    """
    if connection.dialect.name == "postgresql":
        with connection.begin():
            postgres.wait_for_migration(connection)
            yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration would leave rows that point nowhere: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def read_only(dialect: str, *, on: bool) -> str:
    """What makes a connection unable to write, or able again."""
    return {
        "sqlite": f"PRAGMA query_only={'ON' if on else 'OFF'}",
        "postgresql": f"SET default_transaction_read_only = {'on' if on else 'off'}",
    }[dialect]


def is_file(url: str | URL) -> bool:
    """Whether it is a file on this machine, which one process serves."""
    return make_url(url).get_backend_name() == "sqlite" and not in_memory(url)


def in_memory(url: str | URL) -> bool:
    """Whether it lives in this process alone and ends with its one connection."""
    address = make_url(url)
    return address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}


def database_file(url: str | URL) -> Path:
    """The file a SQLite database is in."""
    return Path(make_url(url).database or "").absolute()
