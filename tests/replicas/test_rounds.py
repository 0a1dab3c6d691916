"""A round of delivery on PostgreSQL: its messages are begun together, marked together, and looked up one by one."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import make_url

from adapters.delivery import Delivery
from bot.domain.outbox import OutboxState, Sent
from bot.domain.pace import UNLIMITED
from bot.messages import Outgoing, Platform
from bot.ports import UNPACED
from store.statements import Link
from tests.contract.scene import NOW, Scene, later, row
from tests.replicas.test_groups import opened, traced
from tests.unit.store.test_group_commit import Gate
from tests.world import World

CARDS = 12


class AllAtOnce:
    """A platform that answers nobody before so many have spoken."""

    settles_after = 0.0
    limits = UNLIMITED
    can_be_asked = True

    def __init__(self, count: int) -> None:
        self.count = count
        self.there = asyncio.Event()
        self.said: dict[str, str] = {}

    async def send(self, message: Outgoing) -> Sent:
        self.said[message.key] = message.view.text
        if len(self.said) == self.count:
            self.there.set()
        await self.there.wait()
        return Sent(message.key)

    async def find(self, message: Outgoing) -> str | None:
        return message.key if message.key in self.said else None


def boards(store) -> list[World]:
    """Two organisations with cards to be said, each of another action."""
    worlds = [opened(store, n) for n in range(2)]
    for n in range(CARDS // 2):
        for world in worlds:
            world.say("sam", f"add Thing {n} of {world.code} @hayley by 12 Feb")
    return worlds


async def test_a_round_asks_little_however_many_go(replica, postgresql):
    """One statement begins all attempts and one marks them all; every card shows its own action."""
    store = replica()
    worlds = await asyncio.to_thread(boards, store)
    platform = AllAtOnce(CARDS)
    delivery = Delivery(store, {Platform.PLAYGROUND: platform}, fence=store.fence)
    with traced() as sent:
        await delivery.drain(worlds[0].now)
    texts = sorted(platform.said.values())
    for world in worlds:
        for n in range(CARDS // 2):
            assert len([text for text in texts if f"Thing {n} of {world.code}" in text]) == 1
    assert len([sql for sql in sent if "UPDATE outbox" in sql or "UPDATE attempts" in sql]) == 2
    assert Counter(sql.split(",")[0] for sql in sent)["SELECT actions.id"] == len(worlds)
    database = store._engine.url.database
    kept = await asyncio.to_thread(
        postgresql.sql,
        "SELECT state, attempts, number, outcome, began_at <= ended_at FROM outbox "
        "JOIN attempts ON outbox_id = outbox.id",
        database,
    )
    assert kept == [("sent", 1, 1, "sent", True)] * CARDS


async def test_who_holds_a_row_is_waited_for(replica, postgresql):
    """One of a round's rows is locked by somebody else's transaction: all are marked when it has ended, and once."""
    one, two = replica(), replica()
    here = await asyncio.to_thread(Scene.set, one)
    ids = [await asyncio.to_thread(here.write, putting(f"k{n}", lane=f"k{n}")) for n in range(3)]
    rows = await one.read(lambda unit: unit.outbox_by_id(ids))
    begun = await one.transact(lambda unit: unit.begin_attempts(rows, NOW))
    gate = Gate()

    def holds(unit):
        unit.reroute(begun[1], here.channel.id)
        gate(unit)

    holding = asyncio.create_task(two.transact(holds))
    await asyncio.to_thread(gate.entered.wait, 10)

    def marks(unit):
        for each in begun:
            unit.settle(each, OutboxState.SENT, None, later(seconds=1))

    marking = asyncio.create_task(one.transact(marks))
    waiting = f"SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = '{one._engine.url.database}'"
    async with asyncio.timeout(10):
        while not await asyncio.to_thread(postgresql.sql, waiting):
            assert not marking.done()
    gate.opened.set()
    await asyncio.gather(holding, marking)
    kept = await one.read(lambda unit: unit.outbox_by_id(ids))
    assert [each.state for each in kept] == [OutboxState.SENT] * 3


def putting(key, lane=None):
    return lambda records: records.outbox.put(row(key, lane), None, NOW)


@pytest.mark.parametrize("looked_at", ["nothing", "ANALYZE outbox", "VACUUM ANALYZE outbox"])
@pytest.mark.parametrize("waiting", [0, 5])
async def test_whether_something_goes_first_is_looked_up_by_its_lane(
    replica, postgresql, postgresql_url, looked_at, waiting
):
    """Whatever autovacuum last saw of the table before much came at once: not by going through all that waits."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)

    def puts(first, end):
        def put_all(records):
            for n in range(first, end):
                records.outbox.put(row(f"k{n}", f"lane {n}", place=here.channel.id), None, NOW)

        return put_all

    await asyncio.to_thread(here.write, puts(0, waiting))
    if looked_at != "nothing":
        await asyncio.to_thread(postgresql.sql, looked_at, make_url(postgresql_url).database)
    await asyncio.to_thread(here.write, puts(waiting, 6000))
    plans: list[str] = []
    execute = Link._execute

    def explain(link, sql, bound=(), by=None):
        if "FROM outbox AS earlier" in sql:
            found = execute(link, f"EXPLAIN {sql}", bound, link._control).fetchall()
            plans.append("\n".join(line for (line,) in found))
        return execute(link, sql, bound, by)

    Link._execute = explain
    try:
        ready = await store.read(lambda unit: unit.outbox_ready(NOW, 50))
        assert len(ready) == 50
        await store.transact(lambda unit: unit.claim_outbox(NOW, 50, ready, UNPACED))
    finally:
        Link._execute = execute
    assert len(plans) == 3
    for plan in plans:
        lines = plan.splitlines()
        looks = [
            line
            for before, line in pairwise(lines)
            if "on ix_outbox_lane" in before or "ix_outbox_lane on outbox earlier" in before
        ]
        assert looks, plan
        assert all("lane" in line for line in looks), plan
