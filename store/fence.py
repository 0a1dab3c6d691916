"""The fence while sending: who has a row in hand, no other sender touches.

On SQLite the process's lock on the database is the fence already. On PostgreSQL it is a session advisory lock for each
row, all of them on one connection of their own: however this process ends, the server lets go of them. So there can
be no transaction pooler in between.
https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from bot.domain.ids import OutboxId
from store.postgresql import cursor

_TAKE = "SELECT id FROM unnest($1::bigint[]) AS id WHERE pg_try_advisory_lock(id)"
_LET_GO = "SELECT pg_advisory_unlock(id) FROM unnest($1::bigint[]) AS id"


class AdvisoryFence:
    """See bot.ports.Fence. A connection that is lost has let go of everything; the next hold opens another."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: set[OutboxId] = set()
        self._pooled: PoolProxiedConnection | None = None
        # One thread: what is let go of is let go of after it was taken, also for a caller that was cancelled.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store-fence")

    def hold(self, rows: Collection[OutboxId]) -> AbstractAsyncContextManager[frozenset[OutboxId]]:
        return self._hold(list(rows))

    @asynccontextmanager
    async def _hold(self, rows: list[OutboxId]) -> AsyncIterator[frozenset[OutboxId]]:
        if not rows:
            yield frozenset()
            return
        taking = self._thread.submit(self._take, rows)
        try:
            yield await asyncio.wrap_future(taking)
        finally:
            with suppress(RuntimeError):  # closed meanwhile, and so let go of
                going = self._thread.submit(self._let_go, taking)
                await asyncio.shield(asyncio.wrap_future(going))

    def close(self) -> None:
        """Let go of everything."""
        self._thread.shutdown(wait=True)
        if self._pooled is not None:
            self._pooled.invalidate()
            self._pooled = None

    def _take(self, rows: list[OutboxId]) -> frozenset[OutboxId]:
        # A session takes the same lock twice without complaint, so its own are left out here.
        wanted = [row for row in rows if row not in self._held]
        if not self._connected:
            self._held.clear()
            self._pooled = self._engine.raw_connection()
        taken = frozenset(OutboxId(row[0]) for row in self._ask(_TAKE, wanted))
        self._held |= taken
        return taken

    def _let_go(self, taking: "Future[frozenset[OutboxId]]") -> None:
        if taking.cancelled() or taking.exception() is not None:
            return
        rows = taking.result()
        mine = list(rows & self._held)
        self._held -= rows
        if mine and self._connected:
            with suppress(DBAPIError):  # a lost connection has let go of them
                self._ask(_LET_GO, mine)

    @property
    def _connected(self) -> bool:
        driver: Any = None if self._pooled is None else self._pooled.dbapi_connection
        return driver is not None and not driver.closed

    def _ask(self, sql: str, rows: list[OutboxId]) -> list[Any]:
        from psycopg import Error

        assert self._pooled is not None
        try:
            found: list[Any] = cursor(self._pooled.dbapi_connection).execute(sql, [rows]).fetchall()
        except Error as error:
            refused = DBAPIError.instance(sql, None, error, Error, hide_parameters=True)
            assert isinstance(refused, BaseException)
            raise refused from error
        return found
