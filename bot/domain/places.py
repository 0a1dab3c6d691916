"""Places where the bot can speak, and the posts it made there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ActionId, BoardId, InstallationId, OutboxId, PersonId, PlaceId, PostId


class PlaceKind(StrEnum):
    CHANNEL = "channel"
    GROUP = "group"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Place:
    """`address` is the platform's own name for the place, opaque to the core.

    `person` is whose direct conversation it is; `board` is the board a channel belongs to.
    """

    id: PlaceId
    installation: InstallationId
    kind: PlaceKind
    address: str
    name: str
    board: BoardId | None = None
    person: PersonId | None = None


class PostKind(StrEnum):
    CARD = "card"
    ANSWER = "answer"
    NUDGE = "nudge"
    DIGEST = "digest"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Post:
    """A message the bot has said. `address` and `thread` are the platform's ids; `subjects` in the order shown."""

    id: PostId
    place: PlaceId
    kind: PostKind
    address: str
    thread: str | None
    outbox: OutboxId | None
    subjects: tuple[ActionId, ...]
    said_at: datetime
