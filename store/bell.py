"""The bell between replicas: whoever writes something to say rings it, so that the others look before their next turn.

Nothing rests on it. A ring that is lost, or a connection that is, costs the others up to a second, until they look of
their own accord. https://www.postgresql.org/docs/current/sql-notify.html
"""

import threading
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

CHANNEL = "arising_outbox"
LISTENS_FOR = 0.25
"""Seconds between a ring and its going out at most; many rings meanwhile are one."""
PAUSE = 2.0


class Bell:
    """One thread and one connection. `heard` is called on that thread, for every ring of another replica."""

    def __init__(self, engine: Engine, heard: Callable[[], object]) -> None:
        self._engine = engine
        self._heard = heard
        self._rung = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-bell", daemon=True)
        self._thread.start()

    def ring(self) -> None:
        """Let the others know. Returns at once."""
        self._rung.set()

    def close(self) -> None:
        self._closing.set()
        self._thread.join(timeout=2 * PAUSE)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                pooled = self._engine.raw_connection()
            except DBAPIError:
                self._closing.wait(PAUSE)
                continue
            try:
                self._listen(pooled)
            finally:
                pooled.invalidate()

    def _listen(self, pooled: PoolProxiedConnection) -> None:
        """Until the connection is lost."""
        from psycopg import Connection, OperationalError

        driver = pooled.dbapi_connection
        assert isinstance(driver, Connection)
        own = driver.info.backend_pid
        try:
            driver.execute(f"LISTEN {CHANNEL}")
            while not self._closing.is_set():
                if self._rung.is_set():
                    self._rung.clear()
                    driver.execute(f"NOTIFY {CHANNEL}")
                rings = [
                    ring for ring in driver.notifies(timeout=LISTENS_FOR, stop_after=1) if ring.pid != own
                ]
                if rings:
                    self._heard()
        except OperationalError:
            self._closing.wait(LISTENS_FOR)
