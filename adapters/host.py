"""What a platform asks of the rest of the program, and its one implementation on the core, the store and delivery."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from adapters.delivery import Delivery
from bot import core
from bot.messages import Inbound, Platform, Reply
from bot.ports import Store


class Host(Protocol):
    """The bot behind a platform."""

    async def handle(self, inbound: Inbound) -> Reply:
        """What the bot answers; its changes are on disk when this returns."""
        ...

    async def was_said(self, inbound: Inbound) -> bool:
        """Whether this delivery was answered where the asker sees it."""
        ...

    async def said(self, inbound: Inbound, reply: Reply, address: str | None, thread: str | None) -> None:
        """The answer stands in the message `address`; None where the platform gives it no lasting id."""
        ...

    async def install(self, platform: Platform, workspace: str) -> None:
        """This workspace is served here. Repeating is harmless."""
        ...

    async def deactivated(self, platform: Platform, workspace: str, identity: str) -> None:
        """Somebody's account there is switched off: the clerks of their boards hear of it, once."""
        ...


class CoreHost:
    """See Host. `now` is the time, aware; `organisation` the name of the one that is made where there is none."""

    def __init__(
        self, store: Store, delivery: Delivery, now: Callable[[], datetime], organisation: str
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._now = now
        self._organisation = organisation

    async def handle(self, inbound: Inbound) -> Reply:
        now = self._now()
        if core.reads(inbound):
            return await self._store.read(lambda unit: core.handle(unit, inbound, now))
        reply = await self._store.transact(lambda unit: core.handle(unit, inbound, now))
        if reply.rows:
            self._delivery.wake()
        return reply

    async def was_said(self, inbound: Inbound) -> bool:
        return await self._store.read(lambda unit: core.was_said(unit, inbound))

    async def said(self, inbound: Inbound, reply: Reply, address: str | None, thread: str | None) -> None:
        now = self._now()
        await self._store.transact(lambda unit: core.said(unit, inbound, reply, address, thread, now))

    async def install(self, platform: Platform, workspace: str) -> None:
        name = self._organisation
        await self._store.transact(lambda unit: core.install(unit, platform, workspace, name))

    async def deactivated(self, platform: Platform, workspace: str, identity: str) -> None:
        now = self._now()
        told = await self._store.transact(
            lambda unit: core.deactivated(unit, platform, workspace, identity, now)
        )
        if told:
            self._delivery.wake()
