"""Delivery: drains the outbox through the senders.

The protocol: hold the row, commit the attempt, send, mark, let go. A row whose sender died between the two is in doubt: the platform is
asked whether the message arrived; where it cannot be asked the row becomes unknown, and is never repeated blindly.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot import core
from bot.commands.saying import MOST_ATTEMPTS
from bot.domain.ids import OutboxId
from bot.domain.outbox import SETTLED, Ambiguous, OutboxKind, OutboxRow, OutboxState, Outcome, Sent
from bot.messages import Outgoing, Platform
from bot.ports import Fence, Sender, Store, UnitOfWork

log = structlog.get_logger()

MISSES = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """A committed attempt: the row as it stands now, and the message composed in that same transaction."""

    row: OutboxRow
    message: Outgoing


@contextlib.asynccontextmanager
async def _alone(rows: Collection[OutboxId]) -> AsyncIterator[frozenset[OutboxId]]:
    """Where only one process can be sending, it holds whatever it likes."""
    yield frozenset(rows)


class Delivery:
    """Sends what waits. One per process; on SQLite the process's lock on the database is the fence."""

    def __init__(
        self,
        store: Store,
        senders: Mapping[Platform, Sender],
        *,
        in_flight: int = 50,
        send_timeout: float = 8.0,
        observed: Callable[[str, str], None] | None = None,
        fence: Fence | None = None,
    ) -> None:
        """`send_timeout` is in seconds, for one send in all; `observed` is told each outcome, for the metrics.

        `fence` keeps other processes from what this one sends; without one there can be no others.
        """
        self._store = store
        self._senders = senders
        self._limit = in_flight
        self._timeout = send_timeout
        self._observed = observed
        self._fence = fence
        self._hold = _alone if fence is None else fence.hold
        self._flying: set[OutboxId] = set()
        self._one_at_a_time = asyncio.Lock()
        self._wake = asyncio.Event()
        self._marked = asyncio.Event()
        self._over = False

    def wake(self) -> None:
        """There may be something new to say."""
        self._wake.set()

    async def settled(self, rows: Sequence[OutboxId], timeout: float) -> Sequence[OutboxRow]:  # noqa: ASYNC109
        """Wait until these rows are settled, `timeout` seconds at most; gives those that are.

        Once delivery has stopped nothing more will be, and nobody is kept waiting.
        """
        found: list[OutboxRow] = []

        def look(unit: UnitOfWork) -> list[OutboxRow]:
            return [r for r in unit.outbox_by_id(rows) if r.state in SETTLED]

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while True:
                    # The event of this round: what is marked while the rows are read is not missed.
                    marked = self._marked
                    found = await self._store.read(look)
                    if len(found) >= len(set(rows)) or self._over:
                        break
                    await marked.wait()
        return found

    def _tell(self) -> None:
        """Rows were settled: whoever waits looks again."""
        self._marked.set()
        self._marked = asyncio.Event()

    async def paused(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something during which nothing is sent."""
        async with self._one_at_a_time:
            await work()

    async def drain(self, now: datetime, stop: asyncio.Event | None = None) -> int:
        """Send everything that may go at `now`; returns how many rows were handled.

        Told to `stop`, it finishes what is on its way and leaves the rest waiting.
        """
        handled = missed = 0
        async with self._one_at_a_time:
            # What another process was quicker to hold is not offered again; the next look gives what comes after it.
            while missed < MISSES and (stop is None or not stop.is_set()):
                count = await self._round(now)
                if count is None:
                    break
                missed = 0 if count else missed + 1
                handled += count
        return handled

    async def _round(self, now: datetime) -> int | None:
        """One batch; how many were handled, None when nothing may go."""
        if self._fence is None:
            return await self._batch(None, now) or None
        # Held before the attempt is committed: nobody ever sees it begun, and held by nobody.
        ready = await self._store.read(lambda unit: unit.outbox_ready(now, self._limit))
        if not ready:
            return None
        async with self._hold(ready) as held:
            return await self._batch(held, now) if held else 0

    async def _batch(self, held: frozenset[OutboxId] | None, now: datetime) -> int:
        """Send these, or whatever may go, as they stand now; how many were handled."""
        count, attempts = await self._store.transact(lambda unit: self._claim(unit, held, now))
        if len(attempts) < count:
            self._tell()
        async with asyncio.TaskGroup() as group:
            for attempt in attempts:
                group.create_task(self._deliver(attempt, now))
        return count

    async def settle_doubts(self, now: datetime) -> int:
        """Find out what became of messages whose sender did not live to tell; returns how many are settled."""
        async with self._one_at_a_time:
            doubtful = await self._store.read(self._doubtful)
            settled = 0
            for attempt, began in doubtful:
                async with self._hold([attempt.row.id]) as held:
                    if held and await self._unmoved(attempt.row):
                        settled += await self._settle_doubt(attempt, began, now)
            return settled

    async def run(self, clock: Callable[[], datetime], stop: asyncio.Event, *, every: float = 1.0) -> None:
        """Drain until told to stop: whenever woken, and every so many seconds for rows that waited for their time."""
        self._over = False
        while not stop.is_set():
            self._wake.clear()
            try:
                now = clock()
                await self.settle_doubts(now)
                await self.drain(now, stop)
            except Exception:
                # The rows are still there; the next round tries again.
                log.exception("delivery round failed")
            waits = [asyncio.ensure_future(self._wake.wait()), asyncio.ensure_future(stop.wait())]
            await asyncio.wait(waits, timeout=every, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        self._over = True
        self._tell()

    # --- one batch -----------------------------------------------------------------------------------------

    def _claim(
        self, unit: UnitOfWork, held: frozenset[OutboxId] | None, now: datetime
    ) -> tuple[int, list[Attempt]]:
        rows = unit.claim_outbox(now, self._limit, held)
        attempts: list[Attempt] = []
        for row in rows:
            composed = core.compose(unit.within(row.organisation), row, now)
            match composed:
                case core.Nothing(reason):
                    unit.settle(row, OutboxState.SKIPPED, reason, now)
                case core.Nowhere(reason):
                    core.fail(unit, row, reason, now)
                case Outgoing() if composed.platform not in self._senders:
                    core.fail(unit, row, f"{composed.platform.value} is not connected", now)
                case Outgoing():
                    begun = unit.begin_attempt(row, now)
                    self._flying.add(begun.id)
                    attempts.append(Attempt(begun, composed))
        return len(rows), attempts

    async def _deliver(self, attempt: Attempt, now: datetime) -> None:
        sender = self._senders[attempt.message.platform]
        try:
            outcome = await self._send(sender, attempt.message)
            if self._observed is not None:
                self._observed(attempt.message.platform.value, type(outcome).__name__.lower())
            log.info(
                "sent" if isinstance(outcome, Sent) else "not sent",
                row=attempt.row.id,
                kind=attempt.row.kind.value,
                platform=attempt.message.platform.value,
                outcome=type(outcome).__name__.lower(),
                attempt=attempt.row.attempts,
            )
            await self._mark(attempt, outcome, now, can_be_asked=sender.can_be_asked)
        except Exception:
            # Raised further it would break off the other sends of the batch. The row is in doubt until the next round.
            log.exception("could not mark how a send went", row=attempt.row.id)
        finally:
            self._flying.discard(attempt.row.id)

    async def _send(self, sender: Sender, message: Outgoing) -> Outcome:
        try:
            async with asyncio.timeout(self._timeout):
                return await sender.send(message)
        except TimeoutError:
            return Ambiguous(f"no answer within {self._timeout:g} seconds")
        except Exception as error:
            # An adapter's bug must not lose the message nor say it twice.
            log.exception("sender failed", platform=message.platform.value)
            return Ambiguous(f"the sender failed: {type(error).__name__}")

    async def _mark(self, attempt: Attempt, outcome: Outcome, now: datetime, *, can_be_asked: bool) -> None:
        await self._store.transact(
            lambda unit: core.delivered(
                unit, attempt.row, attempt.message, outcome, now, can_be_asked=can_be_asked
            )
        )
        self._tell()

    # --- doubts --------------------------------------------------------------------------------------------

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

    async def _settle_doubt(self, attempt: Attempt, began: datetime, now: datetime) -> int:
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
            if row.attempts >= MOST_ATTEMPTS:
                core.fail(unit, row, f"it did not arrive in {row.attempts} attempts", now)
            else:
                unit.settle(row, OutboxState.WAITING, "did not arrive", now, not_before=now)

        await self._store.transact(write)
        self._tell()

    async def _unknown(self, row: OutboxRow, reason: str, now: datetime) -> None:
        await self._store.transact(lambda unit: core.unknown(unit, row, reason, now))
        self._tell()
