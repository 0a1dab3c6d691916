"""What the reader hands back: proposals with the words they came from."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Kind = Literal["action", "request", "referral", "decision", "forward"]

PROPOSED = 0.55
"""Below this a reading is not put before anybody."""

SURE = 0.8
"""A proposal at or above this confidence may be accepted without being looked at one by one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing the minutes seem to ask for or settle, for a clerk to accept, correct or ignore.

    `text[start:end] == quote` always holds for the text that was read. `owners` are the document's own
    words; `owners_resolved` has the names where the list of those present explains initials, and is
    otherwise the same. `due_words` are unresolved: which day they mean is for the caller, who knows the
    calendar. `due_elsewhere` says that they name another body's meeting, which this board's calendar cannot
    date.
    """

    kind: Kind
    what: str
    quote: str
    start: int
    end: int
    owners: tuple[str, ...] = ()
    owners_resolved: tuple[str, ...] = ()
    due_words: str | None = None
    due_elsewhere: bool = False
    minute: str | None = None
    confidence: float = 0.5
    why: str = ""

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE

    @property
    def to_do(self) -> bool:
        """Whether somebody must act on it: an action, a request or a referral."""
        return self.kind in {"action", "request", "referral"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the minutes say of the meeting itself; None where they do not say."""

    body: str | None = None
    date: dt.date | None = None
    next_meeting: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody listed as present, attending or sending apologies."""

    name: str
    initials: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one document, in the order of the document."""

    meeting: Meeting
    people: tuple[Person, ...]
    proposals: tuple[Proposal, ...]

    @property
    def actions(self) -> tuple[Proposal, ...]:
        """What somebody must do: actions, requests and referrals."""
        return tuple(p for p in self.proposals if p.to_do)

    @property
    def decisions(self) -> tuple[Proposal, ...]:
        return tuple(p for p in self.proposals if p.kind == "decision")
