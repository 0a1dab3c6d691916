"""What befalls the processes: killed, frozen, cut off from their database, in an order and at moments of chance.

The next blow falls on another replica while the last one is still coming back, on one that only just starts, or on all
of them at once. Every so often there is a moment to breathe in.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from itertools import takewhile
from time import monotonic

from tests.crash.fleet import Fleet, Replica
from tests.crash.in_hand import Database, Met, any_of
from tests.crash.plan import CALM, Plan
from tests.crash.platforms import StormySlack, StormyTeams

SOON = (0.0, 0.6)
BREATHING = (1.0, 3.0)
BREATHERS = 0.1
"""So many blows are preceded by a moment to breathe in."""
TOO_LONG = 20.0
"""Somebody who has waited so many seconds for an answer gets one before the next blow, if there is any to be had."""
A_FREEZE = (0.1, 1.2)
A_LONG_FREEZE = (1.5, 3.0)
LONG_FREEZES = 0.2
LONGER_THAN_A_DOUBT = (10.5, 12.5)
"""From the moment it has a message in hand: whoever only looks at the clock takes that for one in doubt meanwhile."""
LONGEST_FREEZES = 0.1
AIMING = 3.0
"""Seconds to wait for that moment."""
AT_ONCE = 0.15
"""So many kills kill all replicas that stand."""
WHILE_STARTING = 0.25
"""So many kills are followed by another before the process has answered."""
A_START = (0.0, 0.4)
AN_OUTAGE = (0.5, 3.0)
ON_REPLICAS = frozenset({"kill", "freeze"})


@dataclass
class Blows:
    """All there will be. `sever` and `restart` are done to the database; `flows_again` waits until new work is taken."""

    plan: Plan
    fleet: Fleet
    slack: StormySlack
    teams: StormyTeams
    database: Database
    chance: random.Random
    flows_again: Callable[[], Awaitable[None]]
    sever: Callable[[], None] = lambda: None
    restart: Callable[[], None] = lambda: None
    met: Met = field(default_factory=Met)
    slowest_again: float = 0.0

    def __post_init__(self) -> None:
        kills, freezes = (round(count * (1 - CALM)) for count in (self.plan.kills, self.plan.freezes))
        stormy = ["kill"] * kills + ["freeze"] * freezes
        stormy += ["sever"] * self.plan.severed + ["restart"] * self.plan.restarts
        stormy += ["full"] * self.plan.full
        calm = ["kill"] * (self.plan.kills - kills) + ["freeze"] * (self.plan.freezes - freezes)
        self.chance.shuffle(stormy)
        self.chance.shuffle(calm)
        self._stormy, self._calm = stormy, calm
        self._survived = asyncio.Event()

    async def in_the_storm(self) -> None:
        await self._deal(self._stormy)

    async def in_the_calm(self) -> None:
        """When everything only has to settle."""
        await self._deal(self._calm)

    async def _deal(self, blows: list[str]) -> None:
        async with asyncio.TaskGroup() as group:
            while blows:
                await self.fleet.nobody_waits(TOO_LONG)
                await self._standing([] if blows[0] in ON_REPLICAS else self.fleet.replicas)
                await asyncio.sleep(
                    self.chance.uniform(*(BREATHING if self._now_and_then(BREATHERS) else SOON))
                )
                if blows[0] not in ON_REPLICAS:
                    await self._on_the_database(blows.pop(0))
                    continue
                blow = blows.pop(0)
                struck = [self.chance.choice(self._awaited or self._up)]
                if blow == "kill" and len(self._up) > 1 and self._now_and_then(AT_ONCE):
                    more = list(takewhile("kill".__eq__, blows))[: len(self._up) - 1]
                    del blows[: len(more)]
                    struck += self.chance.sample([r for r in self._up if r not in struck], len(more))
                for replica in struck:
                    replica.hit = True
                    self._look(replica)
                if blow == "kill":
                    followed = blows[:1] == ["kill"] and self._now_and_then(WHILE_STARTING)
                    if followed:
                        del blows[0]
                    await asyncio.gather(*(replica.kill() for replica in struck))
                    for n, replica in enumerate(struck):
                        group.create_task(self._back(replica, killed_again=followed and n == 0))
                elif len(self.fleet.replicas) > 1 and self._now_and_then(LONGEST_FREEZES):
                    group.create_task(self._outlive_a_doubt(struck[0]))
                else:
                    struck[0].freeze()
                    how_long = A_LONG_FREEZE if self._now_and_then(LONG_FREEZES) else A_FREEZE
                    group.create_task(self._thaw(struck[0], how_long))

    async def _back(self, replica: Replica, *, killed_again: bool) -> None:
        await replica.launch()
        if killed_again:
            await asyncio.sleep(self.chance.uniform(*A_START))
            self._look(replica, starting=True)
            await replica.kill()
            await replica.launch()
        await replica.ready()
        self._stands(replica)

    async def _outlive_a_doubt(self, replica: Replica) -> None:
        begins = self.database.as_it_begins_to_send
        await asyncio.to_thread(begins, replica.number, AIMING, replica.freeze)
        await self._thaw(replica, LONGER_THAN_A_DOUBT)

    async def _thaw(self, replica: Replica, how_long: tuple[float, float]) -> None:
        await asyncio.sleep(self.chance.uniform(*how_long))
        replica.thaw()
        self._stands(replica)

    async def _on_the_database(self, blow: str) -> None:
        began = monotonic()
        match blow:
            case "sever":
                await asyncio.to_thread(self.sever)
                return
            case "restart":
                await asyncio.to_thread(self.restart)
            case "full":
                replica = self.chance.choice(self.fleet.replicas)
                replica.fill_disk(room=4096)
                await asyncio.sleep(self.chance.uniform(*AN_OUTAGE))
                replica.fill_disk(room=None)
                began = monotonic()
        await self.flows_again()
        self.slowest_again = max(self.slowest_again, monotonic() - began)

    def _look(self, replica: Replica, *, starting: bool = False) -> None:
        assert replica.process is not None
        pid = replica.process.pid
        self.met.count(
            starting=starting,
            answers=replica.asked > 0 and not starting,
            messages=any_of(pid, self.slack.messages_in_hand + self.teams.messages_in_hand),
            questions=any_of(pid, self.slack.questions_in_hand),
            writing=self.database.writing(pid, replica.number),
        )

    @property
    def _up(self) -> list[Replica]:
        return [replica for replica in self.fleet.replicas if not replica.hit]

    @property
    def _awaited(self) -> list[Replica]:
        """Those somebody waits for: of several replicas most are at rest, and a blow to these proves nothing."""
        return [replica for replica in self._up if replica.asked > 0]

    async def _standing(self, wanted: Collection[Replica]) -> None:
        """Wait until all of these have survived what befell them, or any at all."""
        while any(replica.hit for replica in wanted) or not self._up:
            self._survived.clear()
            await self._survived.wait()

    def _stands(self, replica: Replica) -> None:
        replica.hit = False
        self._survived.set()

    def _now_and_then(self, share: float) -> bool:
        return self.chance.random() < share
