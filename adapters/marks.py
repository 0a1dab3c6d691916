"""How sends went, written down: all that end while one commit is under way share the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.outbox import OutboxRow, Outcome
from bot.messages import Outgoing


@dataclass(frozen=True, slots=True)
class Attempt:
    """A committed attempt: the row as it stands now, and the message composed in that same transaction."""

    row: OutboxRow
    message: Outgoing


@dataclass(frozen=True, slots=True)
class Mark:
    """How one send went, at `now`; `can_be_asked` is whether its platform can be."""

    attempt: Attempt
    outcome: Outcome
    now: datetime
    can_be_asked: bool


class Marks:
    """Writes marks together; where that fails each by itself, so that one takes no other with it."""

    def __init__(self, write: Callable[[Sequence[Mark]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[tuple[Mark, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, attempt: Attempt, outcome: Outcome, now: datetime, *, can_be_asked: bool) -> None:
        """Write it down; returns once it is on disk.

        Raises:
            Exception: it could not be written.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((Mark(attempt, outcome, now, can_be_asked), done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._all())
        await done

    async def _all(self) -> None:
        try:
            while self._waiting:
                marks, self._waiting = self._waiting, []
                try:
                    await self._write([mark for mark, _ in marks])
                except Exception:  # noqa: BLE001 - each hears of its own below
                    for mark, done in marks:
                        await self._alone(mark, done)
                else:
                    for _, done in marks:
                        if not done.done():
                            done.set_result(None)
        finally:
            self._writing = None

    async def _alone(self, mark: Mark, done: "asyncio.Future[None]") -> None:
        try:
            await self._write([mark])
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            if not done.done():
                done.set_exception(error)
        else:
            if not done.done():
                done.set_result(None)
