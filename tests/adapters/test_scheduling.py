"""The clock: it calls, it counts, and nothing a tick does stops it."""

import asyncio

from prometheus_client import CollectorRegistry

from adapters.metrics import Metrics
from adapters.scheduling import Clock


def value(registry: CollectorRegistry, name: str) -> float:
    found = registry.get_sample_value(name)
    assert found is not None
    return found


class Ticks:
    """Counts calls; the nth does what `what` says."""

    def __init__(self, what: str = "") -> None:
        self.what, self.begun, self.ended, self.at_once, self.most = what, 0, 0, 0, 0
        self.came, self.first = asyncio.Condition(), asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        self.first.set()
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            if self.what == "slow":
                await asyncio.sleep(0.12)
            if self.what == "fails":
                raise RuntimeError("no")
        finally:
            self.at_once -= 1
            self.ended += 1
            async with self.came:
                self.came.notify_all()

    async def wait_for(self, count: int) -> None:
        async with self.came:
            await asyncio.wait_for(self.came.wait_for(lambda: self.ended >= count), 5)


async def test_it_ticks_at_once_and_then_again_and_again() -> None:
    """What fell due while the process was down is seen at the start, not one interval later."""
    ticks, metrics = Ticks(), Metrics()
    clock = Clock(ticks, metrics, every=0.05)
    assert clock.age() is None
    clock.start()
    await ticks.wait_for(3)
    await clock.stop()
    assert (clock.age() or 99) < 1
    assert value(metrics.registry, "arising_tick_seconds_count") >= 3
    assert value(metrics.registry, "arising_tick_age_seconds") < 1


async def test_a_tick_that_fails_is_counted_and_the_next_one_comes() -> None:
    """Failures are seen in the metrics and in the age, which counts only ticks that succeeded."""
    ticks, metrics = Ticks("fails"), Metrics()
    clock = Clock(ticks, metrics, every=0.05)
    clock.start()
    await ticks.wait_for(3)
    await clock.stop()
    assert value(metrics.registry, "arising_tick_failures_total") >= 3
    assert clock.age() is None


async def test_ticks_never_overlap_and_are_not_made_up_for() -> None:
    """A tick slower than the interval delays the next; no crowd of late ones follows."""
    ticks = Ticks("slow")
    clock = Clock(ticks, Metrics(), every=0.02)
    clock.start()
    await ticks.wait_for(2)
    await clock.stop()
    assert ticks.most == 1
    assert ticks.begun <= 4


async def test_stopping_waits_for_the_tick_that_runs_and_no_more_come() -> None:
    """The work of a tick is not cut off in the middle, and after `stop` nothing is called."""
    ticks = Ticks("slow")
    clock = Clock(ticks, Metrics(), every=0.02)
    clock.start()
    await asyncio.wait_for(ticks.first.wait(), 5)
    await clock.stop()
    assert ticks.begun == ticks.ended
    begun = ticks.begun
    await asyncio.sleep(0.1)
    assert ticks.begun == begun
    await clock.stop()
