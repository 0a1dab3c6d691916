"""Two and three replicas on one database: each nudge and digest exactly once, whoever says it."""

import asyncio
import threading
from collections import Counter
from datetime import timedelta

import pytest

from adapters.delivery import Delivery
from adapters.serving import tick_all
from bot.domain.outbox import OutboxKind, OutboxState, Sent
from bot.domain.pace import UNLIMITED
from bot.messages import Outgoing, Platform
from tests.world import PEOPLE, World, london


class Counting:
    """A platform that counts what arrives, some of it slowly."""

    settles_after = 0.0
    limits = UNLIMITED
    can_be_asked = True

    def __init__(self, seconds: float = 0.01) -> None:
        self.arrived: Counter[str] = Counter()
        self.seconds = seconds

    async def send(self, message: Outgoing) -> Sent:
        await asyncio.sleep(self.seconds)
        self.arrived[message.key] += 1
        return Sent(f"m{self.arrived.total()}")

    async def find(self, message: Outgoing) -> str | None:
        return "found" if self.arrived[message.key] else None


def delivery(store, platform) -> Delivery:
    return Delivery(store, {Platform.PLAYGROUND: platform}, fence=store.fence, in_flight=5)


def crowd(store, boards: int = 3, actions: int = 6) -> list[World]:
    worlds = []
    for n in range(boards):
        world = World.on(store, workspace=f"W{n}", code=f"B{n}")
        for i in range(actions):
            who = [h for h in PEOPLE if h not in {"sam", "margaret"}][i % 5]
            world.say("sam", f"add Thing {i} @{who} by 12 Feb")
        worlds.append(world)
    return worlds


@pytest.mark.parametrize("count", [2, 3])
async def test_replicas_that_tick_and_drain_at_once(replica, count):
    """Over four days: nothing is said twice, and nothing is left."""
    stores = [replica() for _ in range(count)]
    await asyncio.to_thread(crowd, stores[0])
    platform = Counting()
    deliveries = [delivery(store, platform) for store in stores]
    now = london("2026-02-10 09:30")
    for _ in range(8):
        now += timedelta(hours=12)
        await asyncio.gather(*(tick_all(store, now) for store in stores))
        handled = await asyncio.gather(*(one.drain(now) for one in deliveries))
        handled += await asyncio.gather(*(one.settle_doubts(now) for one in deliveries))
        await asyncio.gather(*(one.drain(now) for one in deliveries))
    rows = await stores[0].read(lambda u: u.outbox_rows(list(OutboxState), 10_000))
    assert {row.state for row in rows} <= {OutboxState.SENT, OutboxState.SKIPPED}
    assert set(platform.arrived.values()) == {1}
    assert platform.arrived.total() == sum(row.state is OutboxState.SENT for row in rows)
    kinds = Counter(row.kind for row in rows if row.state is OutboxState.SENT)
    assert kinds[OutboxKind.NUDGE] >= 15


async def test_every_replica_has_its_share(replica):
    """What one holds, the other leaves alone, and takes the next."""
    one, two = replica(), replica()
    await asyncio.to_thread(crowd, one)
    fast, slow = Counting(), Counting()
    now = london("2026-02-10 09:30")
    await asyncio.gather(delivery(one, fast).drain(now), delivery(two, slow).drain(now))
    assert not set(fast.arrived) & set(slow.arrived)
    assert fast.arrived
    assert slow.arrived


async def test_what_is_on_its_way_is_not_in_doubt(replica, postgresql):
    """While its sender holds it; once its session was ended it is, and is left alone while it may yet arrive."""
    one, two = replica(), replica()
    await asyncio.to_thread(crowd, one, 1, 1)
    now = london("2026-02-10 09:30")
    platform = Counting(seconds=1.5)
    draining = asyncio.create_task(delivery(one, platform).drain(now))
    await asyncio.sleep(0.25)
    sending = await two.read(lambda u: u.outbox_rows([OutboxState.SENDING], 10))
    assert sending
    assert await two.read(lambda u: u.in_doubt()) == []
    assert await delivery(two, platform).settle_doubts(now) == 0
    pid = one.fence._pooled.dbapi_connection.info.backend_pid
    assert await asyncio.to_thread(postgresql.sql, f"SELECT pg_terminate_backend({pid}, 5000)") == [(True,)]
    assert [row.id for row in await two.read(lambda u: u.in_doubt())] == [row.id for row in sending]
    platform.settles_after = 10.0
    assert await delivery(two, platform).settle_doubts(now) == 0
    await draining
    assert set(platform.arrived.values()) == {1}
    async with one.fence.hold([1]) as held:
        assert held == {1}


async def test_a_fence_gives_a_row_to_one(replica):
    """And to the next when it is let go of; also twice in the same process."""
    one, two = replica(), replica()
    first, other, again = one.fence.hold([1, 2]), two.fence.hold([2, 3]), one.fence.hold([1])
    async with first as held, other as others, again as nothing:
        assert (held, others, nothing) == ({1, 2}, {3}, frozenset())
    async with two.fence.hold([1, 2, 3]) as all_of_them:
        assert all_of_them == {1, 2, 3}


async def test_numbers_are_counted_once(replica):
    """Adds to one board through three replicas at once: 1 to 30, none twice."""
    stores = [replica() for _ in range(3)]
    world = await asyncio.to_thread(World.on, stores[0])
    from bot import core

    async def add(n: int) -> None:
        inbound = world.inbound("sam", f"add Thing {n} @hayley by 12 Feb")
        reply = await stores[n % 3].transact(lambda unit: core.handle(unit, inbound, world.now))
        assert reply.answer.line.startswith("Added")

    await asyncio.gather(*(add(n) for n in range(30)))
    assert [world.action(n).number for n in range(1, 31)] == list(range(1, 31))
    assert world.action(31) is None


async def test_a_row_a_change_counts_on_is_not_overtaken(replica):
    """Whoever means a waiting card to show the change holds it until the change can be seen."""
    one, two = replica(), replica()
    await asyncio.to_thread(crowd, one, 1, 1)
    now = london("2026-02-10 09:30")
    (row,) = await two.read(lambda u: u.outbox_rows([OutboxState.WAITING], 10))
    counted, go = threading.Event(), threading.Event()

    def change(unit):
        found = unit.within(row.organisation).outbox.waiting_in_lane(row.lane)
        counted.set()
        assert go.wait(10)
        return found

    changing = asyncio.create_task(one.transact(change))
    assert await asyncio.to_thread(counted.wait, 10)
    assert await two.transact(lambda u: u.claim_outbox(now, 10)) == []
    go.set()
    assert await changing == row
    assert await two.transact(lambda u: u.claim_outbox(now, 10)) == [row]
