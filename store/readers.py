"""Readers: connections that cannot write, each on its own thread, each read one snapshot."""

import asyncio
import queue
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.domain.boards import Rules
from store.ids import NoIds
from store.statements import Link, StoreClosed, TransactionGone
from store.unit import SqlUnit

READERS = 2
CLOSE_SECONDS = 0.5
# How often a lost connection is tried again, waiting longer each time.
PAUSES = (0.0, 0.1, 0.25, 0.5, 1.0, 1.5)


class Readers:
    """A few of them; a read that finds none free waits."""

    def __init__(self, engine: Engine, usual: Rules, count: int = READERS) -> None:
        self._usual = usual
        self._links = [Link(engine, reading=True) for _ in range(count)]
        self._free: queue.SimpleQueue[Link] = queue.SimpleQueue()
        for link in self._links:
            self._free.put(link)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="store-reader")
        self._closed = False

    async def run(self, work: Callable[[SqlUnit], Any]) -> Any:
        """Run it on one of the threads."""
        self._check()
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.run_sync, work)

    def run_sync(self, work: Callable[[SqlUnit], Any]) -> Any:
        """Run it here."""
        self._check()
        link = self._free.get()
        try:
            return self._read(link, work)
        finally:
            self._free.put(link)

    def close(self) -> bool:
        """Let what still runs end, break off what will not; False when even that did not help."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        if not self._all_free():
            for link in self._links:
                link.interrupt()
            if not self._all_free():
                return False
        while self._links:
            self._links.pop().close()
        return True

    def _check(self) -> None:
        if self._closed:
            raise StoreClosed("the store is closed")

    def _all_free(self) -> bool:
        """Whether nobody reads any more, after a little patience with each."""
        taken: list[Link] = []
        try:
            for _ in self._links:
                taken.append(self._free.get(timeout=CLOSE_SECONDS))  # noqa: PERF401 - kept also where one fails
        except queue.Empty:
            return False
        finally:
            for link in taken:
                self._free.put(link)
        return True

    def _read(self, link: Link, work: Callable[[SqlUnit], Any]) -> Any:
        for pause in PAUSES:
            try:
                if link.lost:
                    time.sleep(pause)
                    link.reopen()
                link.begin()
                try:
                    return work(SqlUnit(link, NoIds(), self._usual))
                finally:
                    link.rollback()
            except (DBAPIError, TransactionGone):
                # A read does no harm by being run again on a new connection.
                if not link.lost or pause == PAUSES[-1]:
                    raise
        raise AssertionError("the last pause raises")
