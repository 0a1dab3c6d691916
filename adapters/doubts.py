"""Messages in doubt: what became of those whose sender did not live to tell, or was not told itself.

The platform is asked whether the message arrived; where it cannot be asked the row becomes unknown, and is never
repeated blindly. Each workspace is asked on its own, so that one that does not answer keeps no other waiting.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import datetime, timedelta

import structlog

from adapters.marks import Attempt
from bot import core
from bot.commands.saying import hopeless
from bot.domain.ids import OutboxId
from bot.domain.outbox import Ambiguous, OutboxKind, OutboxRow, OutboxState, Sent
from bot.messages import Outgoing, Platform
from bot.ports import Sender, Store, UnitOfWork

log = structlog.get_logger()

Hold = Callable[[Collection[OutboxId]], AbstractAsyncContextManager[frozenset[OutboxId]]]


class Doubts:
    """Settles what is in doubt. `flying` are the rows this process is sending just now, which are not."""

    def __init__(
        self,
        store: Store,
        senders: Mapping[Platform, Sender],
        hold: Hold,
        flying: Collection[OutboxId],
        mark: Callable[..., Awaitable[None]],
        changed: Callable[[], None],
        timeout: float,
    ) -> None:
        self._store = store
        self._senders = senders
        self._hold = hold
        self._flying = flying
        self._mark = mark
        self._changed = changed
        self._timeout = timeout
        self._asking: set[tuple[Platform, str]] = set()
        self._rounds: set[asyncio.Task[None]] = set()
        self._paused = asyncio.Lock()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Nobody is asked anything meanwhile."""
        async with self._paused:
            await asyncio.gather(*self._rounds)
            yield

    async def run(self, clock: Callable[[], datetime], stop: asyncio.Event, every: float) -> None:
        """Look every so many seconds, until told to stop."""
        while not stop.is_set():
            round_ = asyncio.create_task(self._round(clock))
            self._rounds.add(round_)
            round_.add_done_callback(self._rounds.discard)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every)
        await asyncio.gather(*self._rounds)

    async def _round(self, clock: Callable[[], datetime]) -> None:
        try:
            await self.settle(clock())
        except Exception:
            # The rows are still there; the next round tries again.
            log.exception("messages in doubt could not be settled")

    async def settle(self, now: datetime) -> int:
        """Settle what can be at `now`; returns how many. A workspace that is still being asked is left alone."""
        if self._paused.locked():
            return 0
        doubtful = await self._store.read(self._doubtful)
        workspaces: dict[tuple[Platform, str], list[tuple[Attempt, datetime]]] = {}
        for attempt, began in doubtful:
            where = attempt.message.platform, attempt.message.workspace
            if where not in self._asking:
                workspaces.setdefault(where, []).append((attempt, began))
        counts = await asyncio.gather(*(self._one_by_one(w, each, now) for w, each in workspaces.items()))
        return sum(counts)

    async def _one_by_one(
        self, where: tuple[Platform, str], doubtful: Sequence[tuple[Attempt, datetime]], now: datetime
    ) -> int:
        self._asking.add(where)
        settled = 0
        try:
            for attempt, began in doubtful:
                async with self._hold([attempt.row.id]) as held:
                    if held and await self._unmoved(attempt.row):
                        settled += await self._settle(attempt, began, now)
        finally:
            self._asking.discard(where)
        return settled

    def _doubtful(self, unit: UnitOfWork) -> Sequence[tuple[Attempt, datetime]]:
        found: list[tuple[Attempt, datetime]] = []
        for row in unit.in_doubt():
            if row.id in self._flying:
                continue
            records = unit.within(row.organisation)
            began = unit.last_attempt_at(row) or row.created_at
            composed = core.compose(records, row, began)
            message = composed if isinstance(composed, Outgoing) else core.envelope(records, row)
            if message is not None:
                found.append((Attempt(row, message), began))
        return found

    async def _unmoved(self, row: OutboxRow) -> bool:
        """Whether it is still the attempt that was in doubt, now that it is held."""
        now = await self._store.read(lambda unit: unit.outbox_by_id([row.id]))
        return [(one.state, one.attempts) for one in now] == [(row.state, row.attempts)]

    async def _settle(self, attempt: Attempt, began: datetime, now: datetime) -> int:
        row, message = attempt.row, attempt.message
        sender = self._senders.get(message.platform)
        if sender is not None and now - began < timedelta(seconds=sender.settles_after):
            return 0
        if row.kind is OutboxKind.REDRAW:
            # Drawing a card again is the same as drawing it once.
            await self._mark(
                attempt, Ambiguous(row.reason or "nobody knows whether it arrived"), now, can_be_asked=False
            )
            return 1
        if sender is None:
            await self._unknown(row, f"it was on its way when {message.platform.value} was disconnected", now)
            return 1
        if not sender.can_be_asked:
            reason = row.reason or "the sender stopped before it knew whether this arrived"
            await self._unknown(row, reason, now)
            return 1
        try:
            async with asyncio.timeout(self._timeout):
                address = await sender.find(message)
        except Exception:
            log.exception("could not ask whether a message arrived", row=row.id)
            return 0
        if address is not None:
            await self._mark(attempt, Sent(address), now, can_be_asked=True)
        else:
            await self._again(row, now)
        return 1

    async def _again(self, row: OutboxRow, now: datetime) -> None:
        """It is certain now that it did not arrive. What never does is given up, and the clerk told."""

        def write(unit: UnitOfWork) -> None:
            if hopeless(row, now):
                core.fail(unit, row, f"it did not arrive in {row.attempts} attempts", now)
            else:
                unit.settle(row, OutboxState.WAITING, "did not arrive", now, not_before=now)

        await self._store.transact(write)
        self._changed()

    async def _unknown(self, row: OutboxRow, reason: str, now: datetime) -> None:
        await self._store.transact(lambda unit: core.unknown(unit, row, reason, now))
        self._changed()
