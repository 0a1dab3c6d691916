"""The store: opens a database, and runs the core's work on its writer and its readers."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import URL, Engine, func, make_url, select
from sqlalchemy.exc import OperationalError

from bot.domain.boards import Rules
from bot.ports import UnitOfWork
from store import migrate
from store.bell import Bell
from store.columns import Instant
from store.dialects import database_file, engine_for, in_memory, is_file
from store.fence import AdvisoryFence
from store.lock import ProcessLock
from store.readers import Readers
from store.statements import Statement
from store.unit import SqlUnit
from store.writer import Writers

T = TypeVar("T")

USUAL = Rules()
_NOW = Statement(select(func.clock_timestamp(type_=Instant)))


class DatabaseAway(RuntimeError):  # noqa: N818 - it names what is the case
    """The database server does not answer, or does not let us in."""


class CannotWrite(RuntimeError):  # noqa: N818 - it names what is the case
    """The file of the database, or its folder, may not be written."""


@dataclass(frozen=True, slots=True)
class Health:
    """`oldest_waiting` is since when something could have been said that has not been; None when nothing waits."""

    revision: str
    oldest_waiting: datetime | None


class SqlStore:
    """See bot.ports.Store. Open it with `SqlStore.open`; `close` it to leave a clean file."""

    def __init__(
        self, engine: Engine, lock: ProcessLock | None, writer: Writers | None, readers: Readers | None
    ) -> None:
        """`fence` keeps other processes from what this one is sending; None where there can be no others."""
        self._engine = engine
        self._lock = lock
        self._writer = writer
        self._readers = readers
        self._shared = engine.dialect.name == "postgresql"
        self.fence = AdvisoryFence(engine) if self._shared and writer is not None else None
        self._bell: Bell | None = None

    @classmethod
    def open(
        cls,
        url: str | Path,
        *,
        synchronous: str = "FULL",
        only_reading: bool = False,
        beside: bool = False,
        usual: Rules = USUAL,
    ) -> Self:
        """Open a database, bringing its schema up to date.

        `url` is SQLAlchemy's, or the path of a SQLite file; `sqlite://` lives in memory, for tests. A PostgreSQL
        database may be open in any number of processes.
        `synchronous` below FULL may lose acknowledged work when the machine loses power: for tests too.
        `only_reading` looks into a database that another process may be serving; it must be up to date.
        `beside` changes something in one, and nothing that is another process's to send. `usual` is what boards work
        by that have set nothing themselves.

        Raises:
            AlreadyRunning: another process has it open.
            SchemaTooNew: a later version of this program wrote it.
            SchemaTooOld: it would have to be upgraded, which reading alone may not do.
            FileNotFoundError: there is nothing to read.
            DatabaseAway: the database server does not answer.
            CannotWrite: the file, or the folder it is in, is read-only for whoever runs this.
        """
        address = make_url(str(url)) if "://" in str(url) else URL.create("sqlite", database=str(url))
        memory = in_memory(address)
        if (only_reading or beside) and is_file(address) and not database_file(address).exists():
            raise FileNotFoundError(f"there is no database at {database_file(address)} yet")
        lock = None
        if is_file(address) and not (only_reading or beside):
            _must_be_writable(database_file(address))
            lock = ProcessLock.take(database_file(address))
        engine = engine_for(address, synchronous=synchronous, serving=True)
        try:
            (migrate.check if only_reading or beside else migrate.bring_up)(engine)
            return cls(
                engine,
                lock,
                writer=None if only_reading else Writers(engine, usual),
                readers=None if memory else Readers(engine, usual),
            )
        except OperationalError as error:
            engine.dispose()
            if lock is not None:
                lock.release()
            if is_file(address) or memory:
                raise
            raise DatabaseAway(
                f"the database does not let us in: {str(error.orig).splitlines()[0]}"
            ) from None
        except BaseException:
            engine.dispose()
            if lock is not None:
                lock.release()
            raise

    async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T:
        """Run it in a transaction and resolve once that is on disk. Whatever it raises, nothing of it stays.

        The work may be run more than once, so it does nothing but use its unit. A caller that is cancelled does not
        undo it. `brief` says that it is the work of a millisecond or two as a rule: it may then be run on the caller's
        thread.
        """
        result: T = await self._write.run(work, brief=brief)
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

    def listen(self, heard: Callable[[], object]) -> Callable[[], None]:
        """Have `heard` called, on a thread of the store's, when another process has written something to say.

        Returns what lets the others know in turn. Where there can be no others, neither ever happens.
        """
        if not self._shared:
            return lambda: None
        self._bell = Bell(self._engine, heard)
        return self._bell.ring

    async def health(self) -> Health:
        """Whether the database answers, and since when its outbox has something to say. Cheap.

        Raises:
            Exception: the database does not answer.
        """
        return Health(migrate.head(), await self._read(lambda unit: unit.oldest_waiting()))

    async def moment(self) -> datetime | None:
        """What time the database says it is, so that replicas agree; None where this machine's clock is as good."""
        if not self._shared:
            return None
        row = await self._read(lambda unit: unit.ask(_NOW))
        moment: datetime = row[0]
        return moment

    async def close(self) -> None:
        """Finish what was asked for and leave a clean file; within five seconds."""
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """`close` for a caller without an event loop.

        Raises:
            TimeoutError: a piece of work would not end; the lock stays held until the process does.
        """
        if self._bell is not None:
            self._bell.close()
        ended = self._writer is None or self._writer.close()
        ended = (self._readers is None or self._readers.close()) and ended
        if self.fence is not None:
            self.fence.close()
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
    def _write(self) -> Writers:
        if self._writer is None:
            raise PermissionError("this store was opened for reading")
        return self._writer


def _must_be_writable(file: Path) -> None:
    # SQLite itself would say so only at the first change, long after the start.
    for path in (file.parent, *(p for p in (file, *_beside(file)) if p.exists())):
        if not os.access(path, os.W_OK, effective_ids=True):
            raise CannotWrite(
                f"{path} cannot be written by whoever runs this. Give it to that account (chown), or see whether its "
                "disk is mounted read-only."
            )


def _beside(file: Path) -> list[Path]:
    return [file.with_name(file.name + suffix) for suffix in ("-wal", "-shm", ".lock")]
