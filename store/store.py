"""The store: opens a database, and runs the core's work on its writer and its readers."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Engine, make_url

from bot.ports import UnitOfWork
from store import migrate
from store.dialects import database_file, engine_for, in_memory
from store.lock import ProcessLock
from store.readers import Readers
from store.unit import SqlUnit
from store.writer import Writer

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Health:
    """`oldest_waiting` is since when something could have been said that has not been; None when nothing waits."""

    revision: str
    oldest_waiting: datetime | None


class SqlStore:
    """See bot.ports.Store. Open it with `SqlStore.open`; `close` it to leave a clean file."""

    def __init__(
        self, engine: Engine, lock: ProcessLock | None, writer: Writer | None, readers: Readers | None
    ) -> None:
        self._engine = engine
        self._lock = lock
        self._writer = writer
        self._readers = readers

    @classmethod
    def open(cls, url: str | Path, *, synchronous: str = "FULL", only_reading: bool = False) -> Self:
        """Open a database, bringing its schema up to date.

        `url` is SQLAlchemy's, or the path of a SQLite file; `sqlite://` lives in memory, for tests.
        `synchronous` below FULL may lose acknowledged work when the machine loses power: for tests too.
        `only_reading` looks into a database that another process may be serving; it must be up to date.

        Raises:
            AlreadyRunning: another process has it open.
            SchemaTooNew: a later version of this program wrote it.
            SchemaTooOld: it would have to be upgraded, which reading alone may not do.
            FileNotFoundError: there is nothing to read.
        """
        address = make_url(str(url)) if "://" in str(url) else URL.create("sqlite", database=str(url))
        memory = in_memory(address)
        if only_reading and not database_file(address).exists():
            raise FileNotFoundError(f"there is no database at {database_file(address)} yet")
        lock = None if memory or only_reading else ProcessLock.take(database_file(address))
        engine = engine_for(address, synchronous=synchronous)
        try:
            (migrate.check if only_reading else migrate.bring_up)(engine)
            return cls(
                engine,
                lock,
                writer=None if only_reading else Writer(engine),
                readers=None if memory else Readers(engine),
            )
        except BaseException:
            engine.dispose()
            if lock is not None:
                lock.release()
            raise

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run it in a transaction and resolve once that is on disk. Whatever it raises, nothing of it stays.

        The work may be run more than once, so it does nothing but use its unit. A caller that is cancelled does not
        undo it.
        """
        result: T = await self._write.run(work)
        return result

    def transact_sync(self, work: Callable[[UnitOfWork], T]) -> T:
        """`transact` for a caller without an event loop: the command line, tests."""
        result: T = self._write.run_sync(work)
        return result

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run it on a reader that cannot write: one snapshot, beside whatever is being written."""
        result: T = await self._read(work)
        return result

    def read_sync(self, work: Callable[[UnitOfWork], T]) -> T:
        """`read` for a caller without an event loop."""
        if self._readers is None:
            result: T = self._write.run_sync(work, reading=True)
        else:
            result = self._readers.run_sync(work)
        return result

    async def health(self) -> Health:
        """Whether the database answers, and since when its outbox has something to say. Cheap.

        Raises:
            Exception: the database does not answer.
        """
        return Health(migrate.head(), await self._read(lambda unit: unit.oldest_waiting()))

    async def close(self) -> None:
        """Finish what was asked for and leave a clean file; within five seconds."""
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """`close` for a caller without an event loop.

        Raises:
            TimeoutError: a piece of work would not end; the lock stays held until the process does.
        """
        ended = self._writer is None or self._writer.close()
        ended = (self._readers is None or self._readers.close()) and ended
        if not ended:
            raise TimeoutError("work in the store would not end; it is broken off with the process")
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    async def _read(self, work: Callable[[SqlUnit], Any]) -> Any:
        # In memory there is one connection, the writer's.
        if self._readers is None:
            return await self._write.run(work, reading=True)
        return await self._readers.run(work)

    @property
    def _write(self) -> Writer:
        if self._writer is None:
            raise PermissionError("this store was opened for reading")
        return self._writer
