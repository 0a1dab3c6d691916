"""Handing an inbound to the core: the one way in for every platform."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from adapters.delivery import Delivery
from adapters.metrics import Metrics
from bot import core
from bot.commands.heard import Heard
from bot.messages import Inbound, Platform, Profile, Reply
from bot.ports import Account, Store, UnitOfWork

T = TypeVar("T")


class Handling:
    """Runs the core for whatever a platform received, on a reader where nothing changes.

    Args:
        store: where the core's work runs.
        delivery: woken when there may be something new to say.
        metrics: what came in, and how long it took.
        now: the time, aware; asked once for each inbound.
    """

    def __init__(
        self, store: Store, delivery: Delivery, metrics: Metrics, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._metrics = metrics
        self._now = now

    async def handle(self, inbound: Inbound) -> Reply:
        """What to answer; its changes are on disk when this returns. The same delivery again gets the same answer."""
        now, heard = self._now(), Heard(inbound)
        reply = await self._run(heard, lambda unit: core.handle(unit, inbound, now, heard))
        if reply.rows:
            self._delivery.wake()
        return reply

    async def handle_and_tell(self, inbound: Inbound) -> tuple[Reply, bool]:
        """As `handle`; and whether the same delivery was answered before, for whoever answers each once."""
        now, heard = self._now(), Heard(inbound)
        was_said, reply = await self._run(
            heard, lambda unit: (core.was_said(unit, inbound), core.handle(unit, inbound, now, heard))
        )
        if reply.rows:
            self._delivery.wake()
        return reply, was_said

    async def _run(self, heard: Heard, work: Callable[[UnitOfWork], T]) -> T:
        inbound = heard.inbound
        self._metrics.received(inbound.platform.value, "press" if inbound.press else "message")
        if core.reads(heard):
            with self._metrics.transacting("read"):
                return await self._store.read(work)
        with self._metrics.transacting("write"):
            return await self._store.transact(work, brief=core.brief(heard))

    async def said(self, inbound: Inbound, reply: Reply, address: str | None, thread: str | None) -> None:
        """The answer stands at `address` now, in `thread`: replies to it find its actions. Repeating is harmless.

        `address` is None where the platform gives the answer no lasting id; it is remembered as said all the same.
        """
        now = self._now()
        await self._store.transact(lambda unit: core.said(unit, inbound, reply, address, thread, now))

    async def was_said(self, inbound: Inbound) -> bool:
        """Whether this delivery was answered where the asker sees it, so that a replay says it no second time."""
        return await self._store.read(lambda unit: core.was_said(unit, inbound))

    async def install(self, platform: Platform, workspace: str, organisation: str) -> None:
        """This workspace is served here; the organisation is made where there is none. Repeating is harmless."""
        await self._store.transact(lambda unit: core.install(unit, platform, workspace, organisation))

    async def unreached(self, platform: Platform, workspace: str) -> Sequence[Account]:
        """Accounts of people with a role whose direct conversation there is not known."""
        return await self._store.read(lambda unit: core.unreached(unit, platform, workspace))

    async def reached(self, here: Account, account: Account, address: str) -> bool:
        """The bot, `here`, talks with this account at `address`; whether anybody knows whose it is."""
        return await self._store.transact(lambda unit: core.reached(unit, here, account, address))

    async def acquaint(self, platform: Platform, profiles: Sequence[Profile]) -> None:
        """What a platform's directory says of these people: who of them is somebody known already. Harmless to repeat."""
        if not profiles:
            return
        now = self._now()
        if await self._store.transact(lambda unit: core.acquaint(unit, platform, profiles, now)):
            self._delivery.wake()

    async def renamed(self, platform: Platform, workspace: str, address: str, name: str) -> None:
        """A channel is called otherwise now."""
        await self._store.transact(lambda unit: core.renamed(unit, platform, workspace, address, name))

    async def deactivated(
        self, platform: Platform, workspace: str, identity: str, home: str | None = None
    ) -> None:
        """Somebody's account there is switched off: the clerks of their boards hear of it, once.

        `home` is their own workspace, where it is another.
        """
        now = self._now()
        if await self._store.transact(
            lambda unit: core.deactivated(unit, platform, workspace, identity, now, home)
        ):
            self._delivery.wake()
