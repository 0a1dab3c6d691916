"""A board: the body that meets and keeps one action log, and the rules it set for itself."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time

from bot.domain.ids import BoardId

CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class DigestRule:
    """When the board's channels hear from the bot: weekly, and before a meeting. Local to the board's zone."""

    weekday: int = 0
    at: time = time(9, 0)
    working_days_before_meeting: int = 3


@dataclass(frozen=True, slots=True)
class NudgeRule:
    """When an owner hears about an action, in days from its due; times are local to the owner."""

    at: time = time(9, 0)
    days_before: tuple[int, ...] = (7, 1, 0)
    first_day_after: int = 1
    days_between: int = 7
    look_ahead_days: int = 7


@dataclass(frozen=True, slots=True)
class Board:
    """`code` begins every ref ("NWP-12"); `zone` is an IANA name; `next_digest_at` is a UTC instant."""

    id: BoardId
    code: str
    name: str
    zone: str
    digests: DigestRule = field(default_factory=DigestRule)
    nudges: NudgeRule = field(default_factory=NudgeRule)
    next_digest_at: datetime | None = None

    def ref(self, number: int) -> str:
        return f"{self.code}-{number}"
