"""The demo clock: it stands still until it is moved, and stops at every due moment on the way."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

import structlog

from adapters.playground.platform import Platform
from bot.domain.clocks import days, instant, local
from bot.domain.working_days import working_day_on_or_after

log = structlog.get_logger(__name__)

ZONE = "Europe/London"
NINE = time(9)
FURTHEST = timedelta(days=800)
"""The longest single move: every nudge and digest on the way is really composed and sent."""
ROUNDS = 50
"""How often one instant may have more to do before the clock goes on without it."""
_STRIDE = timedelta(hours=1)


class Backwards(Exception):  # noqa: N818 - it is an answer, not a fault
    """The clock was asked to go back; its text is for the one who asked."""


class TooFar(Exception):  # noqa: N818 - it is an answer, not a fault
    """The clock was asked to go further than it can in one move; its text is for the one who asked."""


class Move(StrEnum):
    """The moves the page offers."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working-day"
    MEETING = "meeting"


class DemoClock:
    """`next_moment` asks the store what falls due next; `tick_and_drain` runs it and delivers what came of it."""

    def __init__(
        self,
        platform: Platform,
        next_moment: Callable[[], Awaitable[datetime | None]],
        tick_and_drain: Callable[[datetime], Awaitable[None]],
    ) -> None:
        self._platform = platform
        self._next_moment = next_moment
        self._tick_and_drain = tick_and_drain

    def now(self) -> datetime:
        return self._platform.now

    async def move_to(self, target: datetime) -> None:
        """Step through every due moment up to `target`, in order, then stand there.

        Raises:
            Backwards: the clock stands later than `target`.
            TooFar: the move is longer than the clock makes in one go.
        """
        target = target.astimezone(UTC)
        check_move(self.now(), target)
        rounds, stuck = 0, None
        while (moment := await self._next_moment()) is not None and moment <= target:
            now = max(self.now(), moment.astimezone(UTC))
            rounds = rounds + 1 if now == self.now() else 0
            if moment == stuck or rounds > ROUNDS:
                # Something stays due however often it is run. What comes after it must not wait for ever.
                log.warning("clock_moment_stuck", moment=moment.isoformat())
                rounds, stuck = 0, moment
                now = min(self.now() + _STRIDE, target)
                if now == target:
                    break
            await self._stand_at(now)
        await self._stand_at(target)

    async def _stand_at(self, now: datetime) -> None:
        if now != self.now():
            self._platform.now = now
        await self._tick_and_drain(now)


def check_move(now: datetime, target: datetime) -> None:
    """Say no to a move the clock does not make."""
    if target < now:
        raise Backwards(
            f"The clock stands at {spoken(now)} and only goes forward. To go back, start again from then."
        )
    if target - now > FURTHEST:
        raise TooFar(
            f"That is more than two years from {spoken(now)}. Move the clock in steps, or start again from then."
        )


def destination(move: Move, now: datetime, next_meeting: datetime | None) -> datetime | None:
    """Where a move leads; None when there is no meeting to go to."""
    local_now = local(now, ZONE)
    match move:
        case Move.HOUR:
            return now + timedelta(hours=1)
        case Move.DAY:
            return instant(local_now.date() + days(1), local_now.time(), ZONE)
        case Move.WORKING_DAY:
            day = local_now.date() if local_now.time() < NINE else local_now.date() + days(1)
            return instant(working_day_on_or_after(day), NINE, ZONE)
        case Move.MEETING:
            return next_meeting


def spoken(moment: datetime) -> str:
    """A moment as the page says it: "Tue 10 Feb 2026, 10:00"."""
    there = local(moment, ZONE)
    return f"{there:%a} {there.day} {there:%b %Y, %H:%M}"
