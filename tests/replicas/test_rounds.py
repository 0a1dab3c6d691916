"""A round of delivery on PostgreSQL: what may go is looked up row by row."""

import asyncio
from itertools import pairwise

from bot.ports import UNPACED
from store.statements import Link
from tests.contract.scene import NOW, Scene, row


async def test_whether_something_goes_first_is_looked_up_by_its_lane(replica):
    """Without any statistics of the table yet, when much has come of late: not by going through all that waits."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)

    def many(records):
        for n in range(300):
            records.outbox.put(row(f"k{n}", f"lane {n}", place=here.channel.id), None, NOW)

    await asyncio.to_thread(here.write, many)
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
        looks = [line for before, line in pairwise(lines) if "ix_outbox_lane" in before]
        assert looks
        assert all("lane" in line and "id <" in line for line in looks), plan
