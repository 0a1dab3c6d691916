"""Delivery as a part of the server: waited for, paused, woken and stopped."""

import asyncio
import itertools
from collections.abc import Callable

from adapters.delivery import Delivery
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.places import PostKind
from bot.messages import Platform
from bot.ports import UnitOfWork
from tests.adapters.delivery.stage import (
    BUSY,
    LOST,
    REFUSES,
    SETTLES,
    AsyncStore,
    ScriptedSender,
    T,
    add,
    begun_and_died,
    over,
    rows,
    settle,
    the_row,
    until,
)
from tests.world import World


async def test_whoever_waits_for_rows_hears_of_each_end(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Sent, skipped, failed and unknown all end the wait; however many wait, none of them waits for longer."""
    sender.can_be_asked = False
    sender.steps[PostKind.CARD] = [REFUSES, LOST]
    for number in range(4):
        add(world, f"Thing {number}")
    world.say("sam", "undo")
    cards = rows(world, OutboxKind.CARD)
    waiting = [asyncio.create_task(delivery.settled([c.id], 30)) for c in cards for _ in range(5)]
    waiting.append(asyncio.create_task(delivery.settled([c.id for c in cards], 30)))
    await asyncio.sleep(0)
    await settle(world, delivery)
    async with asyncio.timeout(5):
        found = await asyncio.gather(*waiting)
    assert [len(f) for f in found] == [1] * 20 + [4]
    assert [r.state for r in found[-1]] == [
        OutboxState.FAILED,
        OutboxState.UNKNOWN,
        OutboxState.SENT,
        OutboxState.SKIPPED,
    ]


async def test_a_skipped_message_ends_the_wait_by_itself(world: World, delivery: Delivery) -> None:
    """Nothing was sent that could have woken whoever waits."""
    add(world)
    world.say("sam", "undo")
    waiting = asyncio.create_task(delivery.settled([the_row(world).id], 30))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await delivery.drain(world.now)
        assert [r.state for r in await waiting] == [OutboxState.SKIPPED]


async def test_an_unknown_message_ends_the_wait_by_itself(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """What a dead process left is settled with nothing being sent either."""
    sender.can_be_asked = False
    add(world)
    begun_and_died(world, sender, arrived=False)
    world.now += SETTLES
    waiting = asyncio.create_task(delivery.settled([the_row(world).id], 30))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await delivery.settle_doubts(world.now)
        assert [r.state for r in await waiting] == [OutboxState.UNKNOWN]


async def test_nobody_who_waits_makes_another_miss_the_end(world: World, sender: ScriptedSender) -> None:
    """What is marked while somebody looks is not lost on them, whoever begins to wait meanwhile."""
    gate = asyncio.Event()
    gate.set()

    class SlowToRead(AsyncStore):
        async def read(self, work: Callable[[UnitOfWork], T]) -> T:
            found = await super().read(work)
            await gate.wait()
            return found

    delivery = Delivery(SlowToRead(world.store), {Platform.PLAYGROUND: sender})
    sender.steps[PostKind.CARD] = [BUSY]
    add(world, "Thing that must wait")
    add(world, "Thing that arrives")
    busy, arriving = rows(world, OutboxKind.CARD)
    gate.clear()
    first = asyncio.create_task(delivery.settled([arriving.id], 30))
    await asyncio.sleep(0)
    await delivery.drain(world.now)
    second = asyncio.create_task(delivery.settled([busy.id], 0.2))
    await asyncio.sleep(0)
    gate.set()
    async with asyncio.timeout(5):
        assert [r.state for r in await first] == [OutboxState.SENT]
        assert await second == []


async def test_waiting_ends_in_time_with_what_is_settled_by_then(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """A message that is not there yet does not hold anybody up for longer than they said."""
    sender.steps[PostKind.CARD] = [BUSY]
    add(world, "Thing 1")
    add(world, "Thing 2")
    await settle(world, delivery)
    first, second = rows(world, OutboxKind.CARD)
    found = await delivery.settled([first.id, second.id], 0.05)
    assert [r.id for r in found] == [second.id]


async def test_nobody_waits_for_a_delivery_that_has_stopped(world: World, sender: ScriptedSender) -> None:
    """What is not said by then will not be for now: a server that stops can still answer."""
    sender.hold = asyncio.Event()
    delivery = Delivery(AsyncStore(world.store), {Platform.PLAYGROUND: sender}, in_flight=1)
    add(world, "Thing 1")
    add(world, "Thing 2")
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(lambda: world.now, stop))
    waiting = asyncio.create_task(delivery.settled([r.id for r in world.rows()], 30))
    await until(lambda: sender.tried)
    stop.set()
    sender.hold.set()
    async with asyncio.timeout(5):
        await running
        assert [r.state for r in await waiting] == [OutboxState.SENT]


async def test_nothing_is_sent_while_delivery_is_paused(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Whoever starts the demo again has it to themselves."""
    tried: list[int] = []

    async def alone() -> None:
        draining = asyncio.create_task(delivery.drain(world.now))
        for _ in range(20):
            await asyncio.sleep(0)
        tried.append(len(sender.tried))
        after.append(draining)

    after: list[asyncio.Task[int]] = []
    add(world)
    await delivery.paused(alone)
    await after[0]
    assert (tried, len(sender.tried)) == ([0], 1)


async def test_delivery_runs_until_told_to_stop_and_finishes_what_is_on_its_way(
    world: World, sender: ScriptedSender
) -> None:
    """Told to stop, it marks the sends in hand and begins no more: nothing is left in doubt."""
    sender.hold = asyncio.Event()
    sender.can_be_asked = False
    delivery = Delivery(AsyncStore(world.store), {Platform.PLAYGROUND: sender}, in_flight=2)
    for number in range(6):
        add(world, f"Thing {number}")
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(lambda: world.now, stop))
    await until(lambda: len(sender.tried) == 2)
    stop.set()
    sender.hold.set()
    await running
    assert [r.state for r in world.rows()] == [OutboxState.SENT] * 2 + [OutboxState.WAITING] * 4


async def test_delivery_wakes_for_something_new_and_outlives_a_bad_round(
    world: World, sender: ScriptedSender
) -> None:
    """A round that fails as a whole is only a round; what is new goes out at once, not at the next look."""
    broken = [OSError("database is locked")]

    class Flaky(AsyncStore):
        async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T:
            if broken:
                raise broken.pop()
            return await super().transact(work, brief=brief)

    delivery = Delivery(Flaky(world.store), {Platform.PLAYGROUND: sender})
    stop = asyncio.Event()
    add(world, "Thing 1")
    running = asyncio.create_task(delivery.run(lambda: world.now, stop, every=60))
    await until(lambda: not broken)
    delivery.wake()
    await until(lambda: len(sender.arrived) == 1)
    add(world, "Thing 2")
    delivery.wake()
    await until(lambda: len(sender.arrived) == 2)
    stop.set()
    await running
    assert {r.state for r in world.rows()} == {OutboxState.SENT}


async def test_a_drain_goes_on_where_all_arrived_while_it_looked(
    world: World, sender: ScriptedSender
) -> None:
    """There was no room when it began to look, and nothing on its way when it had found nothing: the rest goes too."""

    class SlowToFindNothing(AsyncStore):
        async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T:
            found = await super().transact(work, brief=brief)
            if work.__qualname__.startswith("Delivery._begin") and found == (0, []):
                await until(lambda: not rows(world, OutboxKind.CARD, OutboxState.SENDING))
                for _ in range(10):  # in which those who sent them hear of it
                    await asyncio.sleep(0)
            return found

    delivery = Delivery(SlowToFindNothing(world.store), {Platform.PLAYGROUND: sender}, in_flight=8)
    for n in range(10):
        add(world, f"Thing {n}")
    async with asyncio.timeout(5):
        assert await delivery.drain(world.now) == 10
    assert len(sender.arrived) == 10


async def test_each_outcome_is_counted(world: World, sender: ScriptedSender) -> None:
    """The metrics hear how every send ended, by platform, and how long it took."""
    counted: list[tuple[str, str]] = []
    lasted: list[float] = []

    def observed(platform: str, outcome: str, seconds: float) -> None:
        counted.append((platform, outcome))
        lasted.append(seconds)

    delivery = over(world, sender, observed=observed, stopwatch=itertools.count().__next__)
    sender.steps[PostKind.CARD] = [BUSY, REFUSES, LOST]
    for number in range(4):
        add(world, f"Thing {number}")
    await delivery.drain(world.now)
    assert sorted(counted) == [
        ("playground", "ambiguous"),
        ("playground", "refused"),
        ("playground", "retry"),
        ("playground", "sent"),
        ("playground", "sent"),  # the notice that one was refused
    ]
    assert min(lasted) >= 1
