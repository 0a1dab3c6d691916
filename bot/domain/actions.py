"""Actions and their assignments, and every rule that changes one. Each returns a new action."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from bot.domain.dues import NO_DUE, Due
from bot.domain.ids import ActionId, AssignmentId, BoardId, PersonId, PlaceId
from bot.domain.people import Role, Roster
from bot.domain.working_days import WorkingDays, working_days_between


class Status(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in progress"
    BLOCKED = "blocked"
    COMPLETE = "complete"
    CLOSED = "closed"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


UNFINISHED = frozenset({Status.OPEN, Status.IN_PROGRESS, Status.BLOCKED})


class Part(StrEnum):
    """What one owner has to do with the action."""

    LEAD = "lead"
    CONTRIBUTOR = "contributor"
    DELEGATE = "delegate"


class OwnerKind(StrEnum):
    PERSON = "person"
    ROLE = "role"
    PARTNER = "partner"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Owner:
    """A person, whoever holds a role, a partner, or words nobody is matched to yet."""

    kind: OwnerKind
    person: PersonId | None = None
    words: str | None = None

    @classmethod
    def of(cls, person: PersonId) -> "Owner":
        return cls(OwnerKind.PERSON, person=person)

    @classmethod
    def holder(cls, role: Role) -> "Owner":
        return cls(OwnerKind.ROLE, words=role.value)

    @classmethod
    def partner(cls, name: str) -> "Owner":
        return cls(OwnerKind.PARTNER, words=name)

    @classmethod
    def written(cls, words: str) -> "Owner":
        return cls(OwnerKind.WORDS, words=words)

    def people(self, roster: Roster) -> tuple[PersonId, ...]:
        """Whom this owner means today: the ones to nudge, and who may say "done"."""
        match self.kind:
            case OwnerKind.PERSON:
                return (self.person,) if self.person is not None else ()
            case OwnerKind.ROLE:
                return tuple(p.id for p in roster.holding(Role(self.words or "")))
            case _:
                return ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """One owner's line of an action. `next_nudge_at` is a UTC instant; None means no nudge is to come.

    `snoozed_until` is the day on which its owner wants to hear of it again.
    """

    id: AssignmentId
    owner: Owner
    part: Part
    status: Status = Status.OPEN
    next_nudge_at: datetime | None = None
    snoozed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where an action came from: the message's link and words, or the number of a minute."""

    place: PlaceId | None = None
    link: str | None = None
    words: str | None = None
    minute: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a board's log. `status_at` says since when it has its status (UTC).

    `next_escalation_at` is the UTC instant at which to look whether it has climbed the ladder; None for never.
    """

    id: ActionId
    board: BoardId
    number: int
    what: str
    adder: PersonId | None
    added_at: datetime
    status_at: datetime
    status: Status = Status.OPEN
    due: Due = NO_DUE
    assignments: tuple[Assignment, ...] = ()
    source: Source = field(default_factory=Source)
    version: int = 1
    next_escalation_at: datetime | None = None

    @property
    def unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def lead(self) -> Assignment | None:
        return next((a for a in self.assignments if a.part is Part.LEAD), None)

    def overdue_on(self, day: date) -> bool:
        return self.unfinished and self.due.day is not None and self.due.day < day

    def working_days_overdue(self, day: date, is_working: WorkingDays) -> int:
        """How late it is on `day`, a calendar day where the board is, by the days it works; 0 when it is not."""
        if not self.overdue_on(day) or self.due.day is None:
            return 0
        return working_days_between(self.due.day, day, is_working)

    def assignment_of(self, person: PersonId, roster: Roster) -> Assignment | None:
        """The person's own line, the lead's first."""
        lines = [a for a in self.assignments if person in a.owner.people(roster)]
        return min(lines, key=lambda a: a.part is not Part.LEAD, default=None)


class NotPossible(Exception):  # noqa: N818 - it is an answer, not a fault
    """A change the rules do not allow; its text is said to the one who asked."""


def completed(action: Action, now: datetime) -> Action:
    """The lead, or somebody who runs the log, says all of it is done."""
    if action.status in {Status.COMPLETE, Status.CLOSED}:
        raise NotPossible(f"is already {action.status.value}")
    _must_be(action, UNFINISHED)
    lines = tuple(replace(a, status=Status.COMPLETE) for a in action.assignments)
    return replace(_with_status(action, Status.COMPLETE, now), assignments=lines)


def part_completed(action: Action, person: PersonId, roster: Roster) -> Action:
    """A contributor says their own part is done; the action stays with its lead."""
    _must_be(action, UNFINISHED)
    mine = action.assignment_of(person, roster)
    if mine is None:
        raise NotPossible("is not yours")
    if mine.status is Status.COMPLETE:
        raise NotPossible("already has your part as complete")
    return replace(
        action,
        assignments=tuple(
            replace(a, status=Status.COMPLETE) if a.id == mine.id else a for a in action.assignments
        ),
    )


def closed(action: Action, now: datetime) -> Action:
    """The board agrees it is finished. Open ones may be closed too: the board decides."""
    if action.status is Status.CLOSED:
        raise NotPossible("is already closed")
    _must_be(action, UNFINISHED | {Status.COMPLETE})
    lines = tuple(replace(a, status=Status.CLOSED) for a in action.assignments)
    return replace(_with_status(action, Status.CLOSED, now), assignments=lines)


def dropped(action: Action, now: datetime) -> Action:
    if action.status is Status.DROPPED:
        raise NotPossible("is already dropped")
    _must_be(action, UNFINISHED | {Status.COMPLETE})
    return _with_status(action, Status.DROPPED, now)


def reopened(action: Action, now: datetime) -> Action:
    """Back to open, for everybody it was given to."""
    if action.unfinished:
        raise NotPossible(f"is already {action.status.value}")
    if action.status is Status.WITHDRAWN:
        raise NotPossible("was withdrawn, and its ref is never used again")
    lines = tuple(replace(a, status=Status.OPEN) for a in action.assignments)
    return replace(_with_status(action, Status.OPEN, now), assignments=lines)


def begun(action: Action, now: datetime) -> Action:
    _must_be(action, UNFINISHED)
    return action if action.status is Status.IN_PROGRESS else _with_status(action, Status.IN_PROGRESS, now)


def blocked(action: Action, now: datetime) -> Action:
    _must_be(action, UNFINISHED)
    return action if action.status is Status.BLOCKED else _with_status(action, Status.BLOCKED, now)


def reassigned(action: Action, assignments: Sequence[Assignment]) -> Action:
    _must_be(action, UNFINISHED)
    return replace(action, assignments=tuple(assignments))


def due_changed(action: Action, due: Due) -> Action:
    _must_be(action, UNFINISHED)
    return replace(action, due=action.due.moved_to(due))


def reworded(action: Action, what: str) -> Action:
    if action.status is Status.WITHDRAWN:
        raise NotPossible("was withdrawn")
    return replace(action, what=what)


def _with_status(action: Action, status: Status, now: datetime) -> Action:
    return replace(action, status=status, status_at=now)


def _must_be(action: Action, allowed: frozenset[Status]) -> None:
    if action.status not in allowed:
        raise NotPossible(f"is {action.status.value}")
