"""A board: the body that meets and keeps one action log, and the rules it works by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from bot.domain.calendars import USUAL_NATION, Span, calendar
from bot.domain.ids import BoardId
from bot.domain.working_days import WorkingDays

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
class QuietHours:
    """Nobody hears from the bot by itself from `begins` until `ends`, local to them; the same twice means never."""

    begins: time = time(19, 0)
    ends: time = time(7, 0)

    def __contains__(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


NEVER_QUIET = QuietHours(time(0, 0), time(0, 0))


@dataclass(frozen=True, slots=True)
class Escalation:
    """After how many working days overdue the clerk hears of an action, and the chair; None: they do not."""

    clerk: int | None = None
    chair: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """While it lasts, first and last day included, nothing is nudged about or said weekly: it is kept for after."""

    days: Span
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a board that has set nothing itself works by: app.yaml's, or else these.

    `ask` is how many working days before a meeting owners are asked for an update; 0 means they are not.
    """

    zone: str = "Europe/London"
    nation: str = USUAL_NATION
    closed: tuple[Span, ...] = ()
    digests: DigestRule = field(default_factory=DigestRule)
    nudges: NudgeRule = field(default_factory=NudgeRule)
    quiet: QuietHours = field(default_factory=QuietHours)
    escalation: Escalation = field(default_factory=Escalation)
    ask: int = 5


@dataclass(frozen=True, slots=True)
class Board:
    """`code` begins every ref ("NWP-12"); `zone` is an IANA name; `next_digest_at` is a UTC instant.

    `own` is what the board has set itself, as bot.domain.settings writes it; the fields before it say what holds.
    """

    id: BoardId
    code: str
    name: str
    zone: str
    digests: DigestRule = field(default_factory=DigestRule)
    nudges: NudgeRule = field(default_factory=NudgeRule)
    next_digest_at: datetime | None = None
    nation: str = USUAL_NATION
    closed: tuple[Span, ...] = ()
    quiet: QuietHours = field(default_factory=QuietHours)
    escalation: Escalation = field(default_factory=Escalation)
    ask: int = 5
    pause: Pause | None = None
    own: Mapping[str, Any] = field(default_factory=dict)

    def ref(self, number: int) -> str:
        return f"{self.code}-{number}"

    @property
    def is_working(self) -> WorkingDays:
        """Which days the board works."""
        return calendar(self.nation, self.closed)

    @property
    def paused_from(self) -> date | None:
        """The first day of its pause, also of one that is over."""
        return self.pause.days.first if self.pause is not None else None

    def paused_on(self, day: date) -> bool:
        return self.pause is not None and day in self.pause.days
