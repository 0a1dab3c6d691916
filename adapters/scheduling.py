"""The clock: calls `tick` every few seconds, and stores nothing.

What is due stands in rows of the database, so a late, lost or doubled call of `tick` costs nothing but time. The only
file that knows APScheduler.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.metrics import Metrics

log = structlog.get_logger(__name__)

EVERY = 2.0


class AgreedClock:
    """This machine's clock, set by the database's once a tick, so that replicas agree what time it is.

    `moment` asks the database; it gives None where there is one process, and this machine's clock is as good.
    """

    def __init__(self, moment: Callable[[], Awaitable[datetime | None]]) -> None:
        self._moment = moment
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """The time, as the database had it at the last tick."""
        return datetime.now(UTC) + self._ahead

    async def agree(self) -> datetime:
        """Ask again; the time."""
        moment = await self._moment()
        if moment is None:
            return datetime.now(UTC)
        self._ahead = moment - datetime.now(UTC)
        return moment


class Clock:
    """Calls `tick` one call at a time, from `start` until `stop`. A tick that fails is counted, and the next one comes.

    Args:
        tick: what to call; it asks for the time itself.
        metrics: where ticks are counted and timed.
        every: seconds from one call to the next. A tick that takes longer delays the next, and none are made up for.
    """

    def __init__(self, tick: Callable[[], Awaitable[object]], metrics: Metrics, every: float = EVERY) -> None:
        self._tick = tick
        self._metrics = metrics
        self._every = every
        self._last: float | None = None
        self._running = asyncio.Lock()
        self._scheduler: AsyncIOScheduler | None = None
        metrics.watch_ticks(self.age)

    def age(self) -> float | None:
        """How many seconds ago the last tick that succeeded ended; None before the first."""
        return None if self._last is None else monotonic() - self._last

    def start(self) -> None:
        """Begin, with a first tick at once. Needs a running event loop."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.add_job(
            self._once,
            "interval",
            seconds=self._every,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            # However late the loop comes to it, a tick is still wanted.
            misfire_grace_time=None,
        )
        scheduler.start()
        self._scheduler = scheduler

    async def stop(self) -> None:
        """No more ticks; one that is running is waited for."""
        if self._scheduler is None:
            return
        scheduler, self._scheduler = self._scheduler, None
        scheduler.remove_all_jobs()
        # APScheduler's own shutdown cancels what runs, in the middle of whatever it is doing.
        async with self._running:
            scheduler.shutdown(wait=False)

    async def _once(self) -> None:
        if self._scheduler is None:
            return
        async with self._running:
            with self._metrics.tick_seconds.time():
                try:
                    await self._tick()
                except Exception:
                    self._metrics.tick_failures.inc()
                    log.exception("tick failed")
                else:
                    self._last = monotonic()
