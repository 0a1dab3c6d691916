"""Letting go of what was kept long enough: a small batch with each tick, so that nobody waits for it."""

from datetime import datetime, timedelta

from bot import core
from bot.domain.ids import OrganisationId, OutboxId
from bot.domain.retention import Retention
from bot.ports import Store

EVERY = timedelta(hours=12)
A_BATCH = 500


class Tidying:
    """Goes through every organisation, and begins again twice a day. A restart begins anew, which costs little."""

    def __init__(self, store: Store, kept: Retention, batch: int = A_BATCH) -> None:
        self._store = store
        self._kept = kept
        self._batch = batch
        self._rest_until: datetime | None = None
        self._left: list[OrganisationId] = []
        self._after = OutboxId(0)

    async def step(self, now: datetime) -> bool:
        """One batch; whether there is more to go through."""
        await self._store.transact(lambda unit: core.forget(unit, now, self._kept))
        if not self._left:
            if self._rest_until is not None and now < self._rest_until:
                return False
            self._left = list(await self._store.read(lambda unit: unit.organisations()))
            self._rest_until = now + EVERY
            if not self._left:
                return False
        here, after = self._left[0], self._after
        reached = await self._store.transact(
            lambda unit: core.tidy(unit.within(here), now, self._kept, after, self._batch)
        )
        if reached is None:
            self._left.pop(0)
        self._after = reached or OutboxId(0)
        return bool(self._left)
