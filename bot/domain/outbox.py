"""The outbox: what is still to be said, to whom, and why. One row per thing to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain.ids import InstallationId, OrganisationId, OutboxId, PersonId, PlaceId


class OutboxKind(StrEnum):
    CARD = "card"
    REDRAW = "redraw"
    NUDGE = "nudge"
    DIGEST = "digest"
    NOTICE = "notice"


class OutboxState(StrEnum):
    """`sending`: an attempt is committed. `unknown`: nobody can tell whether it arrived; it is never repeated blindly."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"


SETTLED = frozenset({OutboxState.SENT, OutboxState.SKIPPED, OutboxState.FAILED, OutboxState.UNKNOWN})


class Priority(IntEnum):
    """Smaller goes first: what somebody waits for, then what a board waits for, then what can wait."""

    ANSWER = 0
    NOTICE = 1
    MEETING_DIGEST = 2
    WEEKLY_DIGEST = 3
    NUDGE = 4
    REFRESH = 5


PRIORITY = {
    OutboxKind.CARD: Priority.ANSWER,
    OutboxKind.REDRAW: Priority.ANSWER,
    OutboxKind.NOTICE: Priority.NOTICE,
    OutboxKind.DIGEST: Priority.WEEKLY_DIGEST,
    OutboxKind.NUDGE: Priority.NUDGE,
}
"""What each kind goes out with unless its row says otherwise."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One thing to say. Said at `place`, or to `person` wherever they can be reached.

    `key` is unique within the organisation: the constraint that makes it once only. Rows of one `lane` go out one
    after another, in the order they were written. `about` holds ids and local times, never words.
    `not_before` is a UTC instant. `delivery` is what caused it, None for the clock. `installation` and `to` are where
    it is expected to be said, for pacing alone: None while nobody knows.
    """

    id: OutboxId
    organisation: OrganisationId
    key: str
    kind: OutboxKind
    lane: str
    created_at: datetime
    not_before: datetime
    place: PlaceId | None = None
    person: PersonId | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    state: OutboxState = OutboxState.WAITING
    reason: str | None = None
    attempts: int = 0
    settled_at: datetime | None = None
    installation: InstallationId | None = None
    to: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there; `address` is the platform's id of the message."""

    address: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """It is certainly not there; try again after so many seconds.

    `limited`: the platform asked for a pause, which is for everything else that goes there too.
    """

    after: float
    reason: str
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """It will never arrive; `reason` in words the clerk understands."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows whether it arrived."""

    reason: str


Outcome = Sent | Retry | Refused | Ambiguous
