"""History: append-only entries saying who did what, from what to what; and how a change is taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.domain.actions import Action, Assignment, NotPossible, Owner, OwnerKind, Part, Status
from bot.domain.dues import NO_DUE, Due, DueKind
from bot.domain.ids import (
    ActionId,
    AssignmentId,
    BoardId,
    ChangeId,
    MeetingId,
    PersonId,
    PlaceId,
    UpdateId,
)


class Verb(StrEnum):
    """What happened, in the past tense, as history says it."""

    ADDED = "added"
    REWORDED = "reworded"
    REASSIGNED = "reassigned"
    DUE_CHANGED = "due changed"
    UPDATED = "updated"
    BEGUN = "begun"
    BLOCKED = "blocked"
    PART_COMPLETED = "part completed"
    COMPLETED = "completed"
    CLOSED = "closed"
    DROPPED = "dropped"
    REOPENED = "reopened"
    DISOWNED = "disowned"
    UNDONE = "undone"
    PERSON_ADDED = "person added"
    PERSON_REMOVED = "person removed"
    MEETING_ADDED = "meeting added"
    MEETING_MOVED = "meeting moved"
    MEETING_CANCELLED = "meeting cancelled"
    ACCOUNT_LINKED = "account linked"
    ACCOUNT_UNLINKED = "account unlinked"
    SETTINGS_CHANGED = "settings changed"
    AWAY = "away"
    BACK = "back"
    MUTED = "muted"
    UNMUTED = "unmuted"
    SNOOZED = "snoozed"
    UNSNOOZED = "unsnoozed"
    SOURCE_EDITED = "source edited"
    SOURCE_DELETED = "source deleted"
    MINUTES_ACCEPTED = "minutes accepted"


NEWS = frozenset({Verb.SOURCE_EDITED, Verb.SOURCE_DELETED})
"""What became of the message an action came from: nobody's change to the action, and nothing to take back."""


OF_SNOOZES = frozenset({Verb.SNOOZED, Verb.UNSNOOZED})
"""Whether an owner hears of an action: nothing a card says, and nothing but another of these stands upon it."""

OF_ONESELF = frozenset({Verb.AWAY, Verb.BACK, Verb.MUTED, Verb.UNMUTED})
"""What somebody says of themselves alone: theirs to take back, and nothing on the log stands upon it."""

_MATTERS = {Verb.AWAY: "away", Verb.BACK: "away", Verb.MUTED: "mute", Verb.UNMUTED: "mute"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of history.

    `before` and `after` hold only what changed, as `snapshot` writes it. Entries of one command share `change`.
    The subject is an action, a meeting or a person joining the board. `serial` orders entries; the store sets it.
    """

    board: BoardId
    verb: Verb
    change: ChangeId
    actor: PersonId | None
    at: datetime
    action: ActionId | None = None
    meeting: MeetingId | None = None
    person: PersonId | None = None
    place: PlaceId | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    update: UpdateId | None = None
    undoes: ChangeId | None = None
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Update:
    """An owner's words, verbatim. `taken_back` when the change that brought them was undone."""

    id: UpdateId
    action: ActionId
    person: PersonId | None
    words: str
    said_at: datetime
    taken_back: bool = False


# Words inside a snapshot carry this key, so that the store can keep them where they can be blanked.
WORDS = "words"


def snapshot(action: Action) -> dict[str, Any]:
    """The parts of an action that a change can change, as plain data."""
    return {
        "what": {WORDS: action.what},
        "status": str(action.status),
        "due": due_data(action.due),
        "assignments": [_assignment(a) for a in action.assignments],
    }


def beginning(action: Action) -> dict[str, Any]:
    """What a new action begins with: of its snapshot what says something, its status always."""
    found = snapshot(action)
    for key, empty in _EMPTY.items():
        if found[key] == empty:
            del found[key]
    return found


def difference(before: Action, after: Action) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a change changed: the two sides, only the parts that differ."""
    old, new = snapshot(before), snapshot(after)
    changed = [key for key in old if old[key] != new[key]]
    return {k: old[k] for k in changed}, {k: new[k] for k in changed}


def restored(action: Action, part: Mapping[str, Any], now: datetime) -> Action:
    """The action with what a snapshot holds put back. Nudge times are the caller's to compute again."""
    if "what" in part:
        action = replace(action, what=part["what"][WORDS] or action.what)
    if "status" in part:
        action = replace(action, status=Status(part["status"]), status_at=now)
    if "due" in part:
        action = replace(action, due=read_due(part["due"]))
    if "assignments" in part:
        action = replace(action, assignments=tuple(_read_assignment(a) for a in part["assignments"]))
    return action


def taken_back(action: Action, entries: Sequence[Entry], now: datetime) -> Action:
    """The action as it was before these entries of one change, newest undone first."""
    for entry in sorted(entries, key=lambda e: e.serial, reverse=True):
        if entry.verb is Verb.ADDED:
            action = replace(action, status=Status.WITHDRAWN, status_at=now)
        elif entry.before:
            action = restored(action, entry.before, now)
    return action


def check_undoable(change: ChangeId, entries: Sequence[Entry]) -> None:
    """Refuse when somebody has built upon the change.

    `entries` are all the entries of every subject the change touched. An undo, and what it undid, cancel out.

    Raises:
        NotPossible: with the reason, as it is said to the one who asked.
    """
    undone = {e.undoes for e in entries if e.undoes is not None}
    if change in undone:
        raise NotPossible("has been undone already")
    mine = [e for e in entries if e.change == change]
    if not mine or all(e.undoes is not None for e in mine):
        raise NotPossible("cannot be undone")
    last = max(e.serial for e in mine)
    matters = {_MATTERS.get(e.verb) for e in mine}
    if any(
        e.serial > last
        and e.change != change
        and e.undoes is None
        and e.change not in undone
        and e.verb not in NEWS
        and _MATTERS.get(e.verb) in matters
        and (e.verb not in OF_SNOOZES or any(m.verb in OF_SNOOZES for m in mine))
        for e in entries
    ):
        raise NotPossible("has been built upon since")


def built_upon(change: ChangeId, entries: Sequence[Entry]) -> list[ActionId]:
    """The actions of a change that somebody has changed since. `entries` as for `check_undoable`."""
    undone = {e.undoes for e in entries if e.undoes is not None}
    last = max((e.serial for e in entries if e.change == change), default=0)
    later = (
        e.action
        for e in entries
        if e.serial > last and e.undoes is None and e.change not in undone and e.verb not in NEWS | OF_SNOOZES
    )
    return list(dict.fromkeys(a for a in later if a is not None))


def due_data(due: Due) -> dict[str, Any]:
    return {
        "kind": str(due.kind),
        "date": due.day and due.day.isoformat(),
        "meeting": due.meeting,
        WORDS: due.words,
        "first": due.first_date and due.first_date.isoformat(),
    }


def read_due(data: Mapping[str, Any]) -> Due:
    """A due as a snapshot holds it."""
    return Due(
        kind=DueKind(data["kind"]),
        day=date.fromisoformat(data["date"]) if data["date"] else None,
        meeting=MeetingId(data["meeting"]) if data["meeting"] else None,
        words=data[WORDS],
        first_date=date.fromisoformat(data["first"]) if data["first"] else None,
    )


def _assignment(line: Assignment) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": line.id,
        "kind": str(line.owner.kind),
        "person": line.owner.person,
        WORDS: line.owner.words,
        "part": str(line.part),
        "status": str(line.status),
    }
    if line.snoozed_until:
        data["snoozed"] = line.snoozed_until.isoformat()
    return data


def _read_assignment(data: Mapping[str, Any]) -> Assignment:
    return Assignment(
        id=AssignmentId(data["id"]),
        owner=Owner(OwnerKind(data["kind"]), person=data["person"], words=data[WORDS]),
        part=Part(data["part"]),
        status=Status(data["status"]),
        snoozed_until=date.fromisoformat(data["snoozed"]) if "snoozed" in data else None,
    )


_EMPTY = {"what": {WORDS: ""}, "due": due_data(NO_DUE), "assignments": list[Any]()}
