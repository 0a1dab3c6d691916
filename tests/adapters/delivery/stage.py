"""What delivery is tested with: a real store, the real core, and a sender that does what it is told to."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from adapters.delivery import Delivery
from bot.domain.outbox import Ambiguous, OutboxKind, OutboxRow, OutboxState, Outcome, Refused, Retry, Sent
from bot.domain.pace import UNLIMITED, Limits
from bot.domain.places import PostKind
from bot.messages import Outgoing, Platform
from bot.ports import Sender, UnitOfWork
from store.store import SqlStore
from tests.world import World

T = TypeVar("T")

SECOND = timedelta(seconds=1)
SETTLES = timedelta(seconds=10)
MONDAY_NINE = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)
"""Both the digest's time, and that of a nudge the day before Tuesday 17 February."""


@dataclass(frozen=True)
class Step:
    """How one send goes: whether the message arrives, and then what the sender says; None never answers."""

    says: Outcome | Exception | None = None
    arrives: bool = False


LOST = Step(Ambiguous("the line went dead"))
ARRIVED_UNSEEN = Step(Ambiguous("the line went dead"), arrives=True)
HANGS = Step()
ARRIVES_AND_HANGS = Step(arrives=True)
BUSY = Step(Retry(30, "busy"))
REFUSES = Step(Refused("the channel is archived"))


@dataclass
class Arrived:
    message: Outgoing
    address: str


@dataclass
class ScriptedSender:
    """A platform of these tests: see bot.ports.Sender. What no script speaks of arrives."""

    can_be_asked: bool = True
    settles_after: float = SETTLES.total_seconds()
    limits: Limits = UNLIMITED
    steps: dict[PostKind, list[Step]] = field(default_factory=dict)
    always: dict[PostKind, Step] = field(default_factory=dict)
    tried: list[Outgoing] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    finds: Exception | None = None
    hold: asyncio.Event | None = None
    under_way: Counter[PostKind] = field(default_factory=Counter)
    most_at_once: Counter[PostKind] = field(default_factory=Counter)

    async def send(self, message: Outgoing) -> Outcome:
        self.tried.append(message)
        self.under_way[message.kind] += 1
        self.most_at_once |= self.under_way
        try:
            if self.hold is not None:
                await self.hold.wait()
            await asyncio.sleep(0)
            return await self._answer(message)
        finally:
            self.under_way[message.kind] -= 1

    async def _answer(self, message: Outgoing) -> Outcome:
        waiting = self.steps.get(message.kind)
        step = waiting.pop(0) if waiting else self.always.get(message.kind, Step(Sent(""), arrives=True))
        address = message.replaces or f"m{len(self.arrived) + 1}"
        if step.arrives:
            self.arrived.append(Arrived(message, address))
        match step.says:
            case None:
                await asyncio.Event().wait()
            case Exception() as error:
                raise error
            case Sent():
                return Sent(address)
            case other:
                return other
        raise AssertionError("unreachable")

    async def find(self, message: Outgoing) -> str | None:
        assert self.can_be_asked, "a sender that cannot be asked was asked"
        self.asked.append(message.key)
        if self.finds is not None:
            raise self.finds
        return next((a.address for a in self.arrived if a.message.key == message.key), None)

    def texts(self, kind: PostKind | None = None) -> list[str]:
        """What stands on the platform, the earliest first."""
        return [a.message.view.text for a in self.arrived if kind in {None, a.message.kind}]

    def to(self, address: str) -> list[str]:
        return [a.message.view.text for a in self.arrived if a.message.address == address]


@dataclass
class AsyncStore:
    """The real store, and a way to make the next commits of a kind of work fail as a full disk would."""

    store: SqlStore
    failing: int = 0

    async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T:
        if self.failing and work.__qualname__.startswith("Delivery._mark"):
            self.failing -= 1
            raise OSError("database or disk is full")
        return await self.store.transact(work, brief=brief)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.store.read(work)


def over(world: World, sender: Sender | None = None, **how: object) -> Delivery:
    """The delivery of one process; its sends have a twentieth of a second."""
    senders = {Platform.PLAYGROUND: sender} if sender is not None else {}
    return Delivery(AsyncStore(world.store), senders, send_timeout=0.25, **{"stopwatch": lambda: 0.0, **how})


async def until(so: Callable[[], object]) -> None:
    """Let other tasks run until it is so."""
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 - what is waited for is a plain list of a test
            await asyncio.sleep(0)


async def settle(world: World, delivery: Delivery) -> None:
    """One round, as `run` does it, at the world's now."""
    await delivery.settle_doubts(world.now)
    await delivery.drain(world.now)


def rows(world: World, kind: OutboxKind, *states: OutboxState) -> list[OutboxRow]:
    return [r for r in world.rows() if r.kind is kind and (not states or r.state in states)]


def the_row(world: World, kind: OutboxKind = OutboxKind.CARD) -> OutboxRow:
    (row,) = rows(world, kind)
    return row


def add(world: World, what: str = "Book the hall", who: str = "sam") -> None:
    world.say(who, f"add {what} @hayley by 17 Feb")


def begun_and_died(world: World, sender: ScriptedSender, *, arrived: bool) -> None:
    """A process committed its attempts, sent or did not, and lived no longer."""
    for row, message in world.store.transact_sync(world._claim) or ():
        if arrived:
            sender.arrived.append(Arrived(message, f"d{row.id}"))
