"""A board's meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.clocks import today
from bot.domain.ids import BoardId, MeetingId


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting. `starts_at` is a UTC instant; which day that is depends on the board's zone."""

    id: MeetingId
    board: BoardId
    starts_at: datetime
    where: str | None = None
    cancelled: bool = False

    def day(self, zone: str) -> date:
        return today(self.starts_at, zone)


def next_meeting(meetings: Sequence[Meeting], now: datetime) -> Meeting | None:
    """The first meeting still to begin."""
    ahead = [m for m in meetings if not m.cancelled and m.starts_at > now]
    return min(ahead, key=lambda m: m.starts_at, default=None)


def last_meeting(meetings: Sequence[Meeting], now: datetime) -> Meeting | None:
    """The latest meeting already begun."""
    past = [m for m in meetings if not m.cancelled and m.starts_at <= now]
    return max(past, key=lambda m: m.starts_at, default=None)
