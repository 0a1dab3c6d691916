"""Minutes brought into a board's log: the import, what it proposes, and what is kept beside the actions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.actions import Owner
from bot.domain.dues import NO_DUE, Due
from bot.domain.ids import (
    ActionId,
    BoardId,
    ChangeId,
    ImportId,
    PersonId,
    ProposalId,
    ResolutionId,
)

UNKNOWN = ProposalId(0)
"""The id of a proposal the store has not seen."""


class ImportState(StrEnum):
    """Being reviewed; in the log; or left alone, with nothing of it in the log."""

    REVIEWING = "reviewing"
    ACCEPTED = "accepted"
    LEFT = "left"


class ProposalKind(StrEnum):
    """What the minutes hold. A report says how an action already in the log is going."""

    ACTION = "action"
    REQUEST = "request"
    REFERRAL = "referral"
    DECISION = "decision"
    FORWARD = "forward"
    REPORT = "report"

    @property
    def to_do(self) -> bool:
        """Whether it becomes an action when it is accepted."""
        return self in {ProposalKind.ACTION, ProposalKind.REQUEST}

    @property
    def kept(self) -> bool:
        """Whether it is kept beside the actions."""
        return self in {ProposalKind.DECISION, ProposalKind.REFERRAL, ProposalKind.FORWARD}


class Verdict(StrEnum):
    """What the reviewer made of a proposal so far."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    IGNORED = "ignored"


class Standing(StrEnum):
    """How a proposal stands to the log: new; there already; there, with other terms; perhaps there."""

    NEW = "new"
    KNOWN = "known"
    CHANGED = "changed"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class NewImport:
    """Minutes just read. `source` is the file's name, or None for pasted text.

    `meeting` is the day the meeting was held and `next_meeting` the day of the one after it, as far as either is
    known; `stated` says that the minutes themselves say the first. `mark` names the text: the same text has the same.
    """

    board: BoardId
    person: PersonId
    read_at: datetime
    source: str | None
    mark: str
    meeting: date | None = None
    next_meeting: date | None = None
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Import:
    """Minutes being brought in. `change` is the change that put them into the log."""

    id: ImportId
    board: BoardId
    person: PersonId
    read_at: datetime
    source: str | None
    mark: str
    meeting: date | None
    next_meeting: date | None
    stated: bool
    state: ImportState = ImportState.REVIEWING
    change: ChangeId | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class AsRead:
    """What the minutes themselves say: an amended version is compared with this, not with later changes."""

    what: str
    owners: tuple[str, ...] = ()
    due_words: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing the minutes seem to ask for or settle, with the words it came from.

    `words` is the text of the minutes from `start` to `end`; `why` the form that was recognised; `confidence` is
    between 0 and 1. `owners` are those understood so far, in their order; who is written but nobody on the board is
    an owner in words. `doubt` is a sentence about a date that could not be read. `action` is the action it is
    already, or is about, or became; `resolution` what was kept of it. The store gives it its id.
    """

    position: int
    kind: ProposalKind
    what: str
    words: str
    start: int
    end: int
    read: AsRead
    confidence: float
    why: str
    minute: str | None = None
    owners: tuple[Owner, ...] = ()
    due: Due = NO_DUE
    doubt: str | None = None
    verdict: Verdict = Verdict.PENDING
    standing: Standing = Standing.NEW
    sure: bool = False
    action: ActionId | None = None
    resolution: ResolutionId | None = None
    id: ProposalId = UNKNOWN


@dataclass(frozen=True, slots=True)
class NewResolution:
    """`others` is whom a referral goes to, in words."""

    kind: ProposalKind
    what: str
    words: str
    minute: str | None
    meeting: date | None
    others: str | None
    origin: ImportId
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Resolution:
    """A decision, a referral or an item for later: kept beside the actions, and nobody is chased for it.

    `meeting` is the day it was settled, `others` the body a referral goes to, in words.
    """

    id: ResolutionId
    board: BoardId
    kind: ProposalKind
    what: str
    words: str
    minute: str | None
    meeting: date | None
    others: str | None
    origin: ImportId
    kept_at: datetime
