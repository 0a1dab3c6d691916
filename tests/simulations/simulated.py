"""Time in which nothing is waited for: an event loop that goes to the next moment at which something happens."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.ports import UnitOfWork
from store.store import SqlStore

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Where the loop would wait for so many seconds, they have passed."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("nothing will ever happen again: everybody waits for somebody else")
            self.passed += max(timeout, 0.0)
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is its own. Nothing in it may wait for a thread or a socket."""

    def __init__(self) -> None:
        self._its_selector = _Selector()
        super().__init__(self._its_selector)

    def time(self) -> float:
        return self._its_selector.passed


def run(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run it to its end in simulated time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(main())


class Straight:
    """The real store, whose work takes no simulated time: see bot.ports.Store."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T:
        del brief
        return self._store.transact_sync(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return self._store.read_sync(work)
