"""Delivery: drains the outbox through the senders.

The protocol: hold the row, commit the attempt, send, mark, let go. A row whose sender died between the two is in doubt: the platform is
asked whether the message arrived; where it cannot be asked the row becomes unknown, and is never repeated blindly.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from adapters.doubts import Doubts
from adapters.marks import Attempt, Mark, Marks
from bot import core
from bot.domain.ids import InstallationId, OutboxId, PlaceId
from bot.domain.outbox import SETTLED, Ambiguous, OutboxRow, OutboxState, Outcome, Sent
from bot.domain.pace import UNLIMITED, Limits, Pace
from bot.messages import Outgoing, Platform
from bot.ports import Fence, Sender, Store, UnitOfWork

log = structlog.get_logger()

MISSES = 3
LOOK_AGAIN = 0.1
"""While messages are on their way, what may go is looked at again after so many seconds at the latest."""
SHORTEST_WAIT = 0.02

Moment = Callable[[], datetime]


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
        observed: Callable[[str, str, float], None] | None = None,
        fence: Fence | None = None,
        limits: Mapping[Platform, Limits] | None = None,
        stopwatch: Callable[[], float] | None = None,
    ) -> None:
        """`send_timeout` is in seconds, for one send in all; `observed` is told each outcome and its seconds, for the metrics.

        `fence` keeps other processes from what this one sends; without one there can be no others. `limits` are the
        senders' own unless said otherwise. `stopwatch` tells how long something took, in seconds; the event loop's
        own unless given.
        """
        self._store = store
        self._senders = senders
        self._limit = in_flight
        self._timeout = send_timeout
        self._observed = observed
        self._fence = fence
        self._hold = _alone if fence is None else fence.hold
        self._given_limits = limits
        self._stopwatch = stopwatch
        self._flying: set[OutboxId] = set()
        self._sends: set[asyncio.Task[None]] = set()
        self._on_their_way: Counter[InstallationId | None] = Counter()
        self._landed = 0
        self._one_at_a_time = asyncio.Lock()
        self._wake = asyncio.Event()
        self._marked = asyncio.Event()
        self._over = False
        self._marks = Marks(self._mark_all)
        self._doubts = Doubts(
            store, senders, self._hold, self._flying, self._mark, self._changed, send_timeout
        )
        self._ring: Callable[[], None] = lambda: None

    def wake(self) -> None:
        """There is something new to say: this process looks at once, and others are told, if there are any."""
        self._wake.set()
        self._ring()

    def look(self) -> None:
        """There may be something new to say."""
        self._wake.set()

    def rings(self, ring: Callable[[], None]) -> None:
        """How other processes are told that there is something new to say."""
        self._ring = ring

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

    def _changed(self) -> None:
        """Rows were settled otherwise than by being sent, or wait again."""
        self._tell()
        self.wake()

    async def paused(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something during which nothing is sent."""
        async with self._one_at_a_time, self._doubts.paused():
            await work()

    async def drain(self, now: datetime, stop: asyncio.Event | None = None) -> int:
        """Send everything that may go from `now` on; returns how many rows were handled, when nothing more may.

        As a message arrives another goes: nobody waits for somebody else's slow platform. Told to `stop`, it finishes
        what is on its way and leaves the rest waiting.
        """
        handled = missed = 0
        stopwatch = self._stopwatch or asyncio.get_running_loop().time
        began = stopwatch()

        def moment() -> datetime:
            return now + timedelta(seconds=stopwatch() - began)

        async with self._one_at_a_time:
            try:
                # What another process was quicker to hold is not offered again; the next look gives what comes after it.
                while stop is None or not stop.is_set():
                    self._wake.clear()
                    self._landed = 0
                    count = await self._round(moment) if missed < MISSES else None
                    if count is not None:
                        missed = 0 if count else missed + 1
                        handled += count
                    elif self._sends:
                        missed = 0
                        wait = await self._until_room(moment(), LOOK_AGAIN)
                        with contextlib.suppress(TimeoutError):
                            await asyncio.wait_for(self._wake.wait(), wait)
                    elif not self._wake.is_set():
                        break
            except asyncio.CancelledError:
                for send in self._sends:
                    send.cancel()
                raise
            finally:
                await asyncio.gather(*self._sends, return_exceptions=True)
        return handled

    async def _round(self, moment: Moment) -> int | None:
        """As many as there is room for; how many were handled, None when nothing may go."""
        free = self._limit - self._on_their_way.total()
        if free <= 0:
            return None
        pace = self._pace()
        if self._fence is None:
            count, attempts = await self._begin(None, free, pace, moment)
            for attempt in attempts:
                self._send_off(attempt, moment)
            return count or None
        # Held before the attempt is committed: nobody ever sees it begun, and held by nobody.
        now = moment()
        ready = await self._store.read(lambda unit: unit.outbox_ready(now, free, pace))
        if not ready:
            return None
        begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._started(asyncio.create_task(self._held(ready, pace, moment, begun)))
        return await begun

    async def _held(
        self, ready: Sequence[OutboxId], pace: Pace, moment: Moment, begun: "asyncio.Future[int]"
    ) -> None:
        """Hold these until all that was sent of them is marked; `begun` hears how many were handled."""
        try:
            async with self._hold(ready) as held:
                if not held:
                    begun.set_result(0)
                    return
                count, attempts = await self._begin(held, len(held), pace, moment)
                sends = [self._send_off(attempt, moment) for attempt in attempts]
                begun.set_result(count)
                await asyncio.gather(*sends, return_exceptions=True)
        except Exception as error:
            if begun.done():
                raise
            begun.set_exception(error)

    def _pace(self) -> Pace:
        given = self._given_limits
        limits = {str(p): (given or {}).get(p, sender.limits) for p, sender in self._senders.items()}
        # An eighth of what may be on its way is never one workspace's.
        ways = {its: count for its, count in self._on_their_way.items() if its is not None}
        return Pace(limits, self._limit - self._limit // 8, ways)

    def _send_off(self, attempt: Attempt, moment: Moment) -> "asyncio.Task[None]":
        self._on_their_way[attempt.row.installation] += 1
        send = asyncio.create_task(self._deliver(attempt, moment))
        send.add_done_callback(lambda _: self._land(attempt))
        self._started(send)
        return send

    def _started(self, task: "asyncio.Task[None]") -> None:
        self._sends.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._sends.discard(task)
        if not self._sends:
            self._wake.set()

    def _land(self, attempt: Attempt) -> None:
        self._on_their_way[attempt.row.installation] -= 1
        if not self._on_their_way[attempt.row.installation]:
            del self._on_their_way[attempt.row.installation]
        self._landed += 1
        # Not at every single one: looking costs more than a message.
        if self._landed > self._limit // 4:
            self._wake.set()

    async def settle_doubts(self, now: datetime) -> int:
        """Find out what became of messages whose sender did not live to tell; returns how many are settled."""
        return await self._doubts.settle(now)

    async def run(self, clock: Callable[[], datetime], stop: asyncio.Event, *, every: float = 1.0) -> None:
        """Drain until told to stop: whenever woken, where there is room again, and every so many seconds."""
        self._over = False
        await asyncio.gather(self._drain_on(clock, stop, every), self._doubts.run(clock, stop, every))
        self._over = True
        self._tell()

    async def _drain_on(self, clock: Callable[[], datetime], stop: asyncio.Event, every: float) -> None:
        while not stop.is_set():
            self._wake.clear()
            wait = every
            try:
                await self.drain(clock(), stop)
                wait = await self._until_room(clock(), every)
            except Exception:
                # The rows are still there; the next round tries again.
                log.exception("delivery round failed")
            waits = [asyncio.ensure_future(self._wake.wait()), asyncio.ensure_future(stop.wait())]
            await asyncio.wait(waits, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            for each in waits:
                each.cancel()

    async def _until_room(self, now: datetime, every: float) -> float:
        """How many seconds to wait before the next look, `every` at most."""
        if not any(limits != UNLIMITED for limits in self._pace().limits.values()):
            return every
        room = await self._store.read(lambda unit: unit.next_room(now))
        return every if room is None else min(every, max((room - now).total_seconds(), SHORTEST_WAIT))

    # --- one batch -----------------------------------------------------------------------------------------

    async def _begin(
        self, held: frozenset[OutboxId] | None, limit: int, pace: Pace, moment: Moment
    ) -> tuple[int, list[Attempt]]:
        """Commit the attempts at these, or at whatever may go, as they stand now; how many rows were handled."""
        now = moment()
        count, attempts = await self._store.transact(lambda unit: self._claim(unit, held, limit, pace, now))
        if len(attempts) < count:
            self._tell()
        return count, attempts

    def _claim(
        self, unit: UnitOfWork, held: frozenset[OutboxId] | None, limit: int, pace: Pace, now: datetime
    ) -> tuple[int, list[Attempt]]:
        rows = unit.claim_outbox(now, limit, held, pace)
        going: list[tuple[OutboxRow, Outgoing]] = []
        for row, composed in core.compose_all(unit, rows, now):
            match composed:
                case core.Nothing(reason):
                    unit.settle(row, OutboxState.SKIPPED, reason, now)
                case core.Later(until):
                    unit.settle(row, OutboxState.WAITING, row.reason, now, not_before=until)
                case core.Nowhere(reason):
                    core.fail(unit, row, reason, now)
                case Outgoing() if composed.platform not in self._senders:
                    core.fail(unit, row, f"{composed.platform.value} is not connected", now)
                case Outgoing() if composed.place != row.to:
                    unit.reroute(row, PlaceId(composed.place or 0))
                case Outgoing():
                    going.append((row, composed))
        begun = unit.begin_attempts([row for row, _ in going], now)
        self._flying.update(row.id for row in begun)
        unit.spend(begun, pace, now)
        return len(rows), [Attempt(row, message) for row, (_, message) in zip(begun, going, strict=True)]

    async def _deliver(self, attempt: Attempt, moment: Moment) -> None:
        sender = self._senders[attempt.message.platform]
        try:
            stopwatch = self._stopwatch or asyncio.get_running_loop().time
            began = stopwatch()
            outcome = await self._send(sender, attempt.message)
            if self._observed is not None:
                took = stopwatch() - began
                self._observed(attempt.message.platform.value, type(outcome).__name__.lower(), took)
            log.info(
                "sent" if isinstance(outcome, Sent) else "not sent",
                row=attempt.row.id,
                kind=attempt.row.kind.value,
                platform=attempt.message.platform.value,
                outcome=type(outcome).__name__.lower(),
                attempt=attempt.row.attempts,
            )
            await self._marks.write(attempt, outcome, moment(), can_be_asked=sender.can_be_asked)
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
        await self._mark_all([Mark(attempt, outcome, now, can_be_asked)])

    async def _mark_all(self, marks: Sequence[Mark]) -> None:
        def write(unit: UnitOfWork) -> None:
            for its in marks:
                core.delivered(
                    unit,
                    its.attempt.row,
                    its.attempt.message,
                    its.outcome,
                    its.now,
                    can_be_asked=its.can_be_asked,
                )

        await self._store.transact(write)
        self._tell()
