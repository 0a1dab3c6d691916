"""Ten minutes in which half of what one workspace is sent is answered 429 or 5xx: nothing is lost, rude or contagious.

The real delivery over a real store, in simulated time.
"""

import asyncio
import itertools
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.delivery import Delivery
from adapters.slack.sender import LIMITS
from bot import core
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState
from bot.messages import Platform
from store.store import SqlStore
from tests.simulations.simulated import Straight, run
from tests.simulations.weather import StormyPlatform, Tried
from tests.world import World

STORM = 600.0
STORMY, CALM = "W1", ("W2", "W3")
EVERYBODY = (STORMY, *CALM)
OWNERS = ("hayley", "priya", "diane", "tom", "kim")
ENOUGH = 3600
ACTIONS = 90
# The loop reckons in fractions, the database in microseconds.
A_ROUNDING = 5e-6


@dataclass
class Run:
    """What came of one run."""

    platform: StormyPlatform
    rows: list[OutboxRow]
    quiet_at: float
    wrote_at: dict[str, float]

    def of(self, workspace: str) -> list[Tried]:
        return [t for t in self.platform.tried if t.message.workspace == workspace]


def simulate(*, storm: bool) -> Run:
    """Three boards take down actions all through the storm and some time after it; then all is waited for."""
    store = SqlStore.open("sqlite://")
    worlds = {w: World.on(store, "2026-02-16 08:57", workspace=w, code=f"B{w}") for w in EVERYBODY}
    start = next(iter(worlds.values())).now
    wrote_at: dict[str, float] = {}

    async def main() -> Run:
        loop = asyncio.get_running_loop()
        began = loop.time()
        platform = StormyPlatform(
            LIMITS, lambda workspace, at: storm and workspace == STORMY and at - began < STORM
        )
        delivery = Delivery(Straight(store), {Platform.PLAYGROUND: platform})

        def clock():
            return start + timedelta(seconds=loop.time() - began)

        async def clerk(world: World, number: int) -> None:
            for n in range(ACTIONS):
                await asyncio.sleep(7 + number * 0.7)
                world.now = clock()
                world.say("sam", f"add Thing {n} @{OWNERS[n % len(OWNERS)]} by 17 Feb")
                if n % 3 == 0:
                    world.say("sam", f"edit {n + 1} Another thing {n}")
                delivery.wake()

        async def ticks() -> None:
            while not stop.is_set():
                while store.transact_sync(lambda unit: core.tick(unit, clock())):
                    delivery.wake()
                await asyncio.sleep(2)

        stop = asyncio.Event()
        running = asyncio.gather(delivery.run(clock, stop), ticks())
        await asyncio.gather(*(clerk(world, n) for n, world in enumerate(worlds.values())))
        for _ in range(ENOUGH):
            if not waiting(store):
                break
            await asyncio.sleep(1)
        quiet_at = loop.time() - began
        stop.set()
        await running
        rows = list(store.read_sync(lambda unit: unit.outbox_rows(list(OutboxState), 100_000)))
        wrote_at.update({f"{r.organisation}:{r.key}": (r.created_at - start).total_seconds() for r in rows})
        return Run(platform, rows, quiet_at, wrote_at)

    try:
        return run(main)
    finally:
        store.close_sync()


def waiting(store: SqlStore) -> bool:
    unsettled = [OutboxState.WAITING, OutboxState.SENDING]
    return bool(store.read_sync(lambda unit: unit.outbox_rows(unsettled, 1)))


@pytest.fixture(scope="module")
def stormed() -> Run:
    return simulate(storm=True)


@pytest.fixture(scope="module")
def calm() -> Run:
    return simulate(storm=False)


def test_it_really_storms(stormed: Run) -> None:
    """About half of what was tried in those ten minutes failed, in both ways."""
    outcomes = [type(t.outcome).__name__ for t in stormed.of(STORMY) if t.at < STORM]
    failed = outcomes.count("Retry") + outcomes.count("Ambiguous")
    assert 0.35 < failed / len(outcomes) < 0.65
    assert min(outcomes.count("Retry"), outcomes.count("Ambiguous")) >= 10
    assert len(stormed.platform.pauses[STORMY]) >= 10


def test_nothing_goes_to_the_workspace_before_the_pause_it_asked_for_is_over(stormed: Run) -> None:
    """To no channel and no person in it."""
    for told, over in stormed.platform.pauses[STORMY]:
        early = [t.at for t in stormed.of(STORMY) if told < t.at < over - A_ROUNDING]
        assert early == [], (told, over)


def test_never_more_than_one_message_a_second_to_a_channel(stormed: Run) -> None:
    """Storm or not."""
    channels = defaultdict(list)
    for tried in stormed.platform.tried:
        channels[tried.message.workspace, tried.message.address].append(tried.at)
    assert len(channels) >= 18
    for times in channels.values():
        assert all(later - earlier >= 1 - A_ROUNDING for earlier, later in itertools.pairwise(times))


def test_never_more_than_a_workspace_takes(stormed: Run) -> None:
    """Five in any second."""
    assert LIMITS.workspace is not None
    for workspace in EVERYBODY:
        times = [t.at for t in stormed.of(workspace)]
        most = LIMITS.workspace.count
        assert all(late - early >= 1 - A_ROUNDING for early, late in zip(times, times[most:], strict=False))


def test_everything_is_said_once_and_nothing_is_given_up(stormed: Run) -> None:
    """Every row is settled as sent, or skipped because it had nothing to say any more."""
    assert {r.state for r in stormed.rows} <= {OutboxState.SENT, OutboxState.SKIPPED}
    assert stormed.platform.doubled == []
    said = {f"{r.organisation}:{r.key}" for r in stormed.rows if r.state is OutboxState.SENT}
    assert said <= set(stormed.platform.there)
    assert (
        len([r for r in stormed.rows if r.kind is OutboxKind.CARD and r.state is OutboxState.SENT])
        == 3 * ACTIONS
    )


def test_all_is_drained_soon_after_the_storm(stormed: Run, calm: Run) -> None:
    """Within five minutes of when it would have been without."""
    assert stormed.quiet_at < max(calm.quiet_at, STORM) + 300


def test_a_storm_over_one_workspace_delays_no_other(stormed: Run, calm: Run) -> None:
    """What the others were sent came when it would have come anyhow."""
    for workspace in CALM:
        came, usual = ([t.at for t in each.of(workspace)] for each in (stormed, calm))
        assert len(came) == len(usual) >= ACTIONS
        assert max(at - before for at, before in zip(came, usual, strict=True)) < 1.0


def test_in_calm_weather_a_card_comes_within_seconds(calm: Run) -> None:
    """So that the comparison means something."""
    first = {t.message.key: t.at for t in reversed(calm.platform.tried)}
    waits = [first[key] - wrote for key, wrote in calm.wrote_at.items() if ":card:" in key]
    assert sorted(waits)[int(len(waits) * 0.99)] < 3.0
