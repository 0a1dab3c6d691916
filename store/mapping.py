"""Rows to domain objects and back. Rows are plain tuples; the columns stand beside the function that reads them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from bot.domain.actions import Action, Assignment, Owner, OwnerKind, Part, Source, Status
from bot.domain.availability import from_data
from bot.domain.boards import Board, Rules
from bot.domain.dues import Due, DueKind
from bot.domain.history import WORDS, Entry, Update, Verb
from bot.domain.meetings import Meeting
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState
from bot.domain.people import Person, Rhythm, Role
from bot.domain.places import Place, PlaceKind
from bot.domain.settings import Own, Setting, as_board, rhythm
from store import tables as t
from store.statements import Row

# Looking a value up here costs a third of calling the enumeration.
STATUS = {s.value: s for s in Status}
PART = {p.value: p for p in Part}
OWNER_KIND = {k.value: k for k in OwnerKind}
DUE_KIND = {k.value: k for k in DueKind}
ROLE = {r.value: r for r in Role}
PLACE_KIND = {k.value: k for k in PlaceKind}
VERB = {v.value: v for v in Verb}
OUTBOX_KIND = {k.value: k for k in OutboxKind}
OUTBOX_STATE = {s.value: s for s in OutboxState}

# --- people, boards, places, meetings ------------------------------------------------------------------------------

PERSON = (
    t.people.c.id,
    t.people.c.name,
    t.people.c.zone,
    t.people.c.partner,
    t.people.c.settings,
    t.people.c.availability,
)


def person(row: Sequence[Any]) -> Person:
    """From PERSON."""
    its_id, name, zone, partner, own, availability = row
    if not own and not availability:
        return Person(its_id, name, zone, partner)
    return Person(its_id, name, zone, partner, *own_ways(own), from_data(availability))


def own_ways(own: Own | None) -> tuple[str | None, Rhythm | None]:
    """A person's nation and rhythm, where they set them."""
    if not own:
        return None, None
    return own.get(NATION), rhythm(own[NUDGES]) if NUDGES in own else None


BOARD = (
    t.boards.c.id,
    t.boards.c.code,
    t.boards.c.name,
    t.boards.c.zone,
    t.boards.c.digest_rule,
    t.boards.c.nudge_rule,
    t.boards.c.settings,
    t.boards.c.next_digest_at,
)
# As columns and people name them; a plain string is found faster than an enumeration's member.
DIGEST, NUDGES, NATION = Setting.DIGEST.value, Setting.NUDGES.value, Setting.NATION.value


def board(row: Sequence[Any], usual: Rules) -> Board:
    """From BOARD, with what is usual here where the board set nothing."""
    its_id, code, name, zone, digests, nudges, others, next_digest_at = row
    own: dict[str, Any] = dict(others or {})
    if digests is not None:
        own[DIGEST] = digests
    if nudges is not None:
        own[NUDGES] = nudges
    return as_board(usual, its_id, code, name, zone, next_digest_at, own)


def board_values(own: Own) -> dict[str, Any]:
    """The columns of `boards` that hold what a board set itself."""
    others = {name: value for name, value in own.items() if name not in {DIGEST, NUDGES}}
    return {
        "digest_rule": own.get(DIGEST),
        "nudge_rule": own.get(NUDGES),
        "settings": others or None,
    }


PLACE = (
    t.places.c.id,
    t.places.c.installation_id,
    t.places.c.kind,
    t.places.c.address,
    t.places.c.name,
    t.places.c.board_id,
    t.places.c.person_id,
)


def place(row: Sequence[Any]) -> Place:
    """From PLACE."""
    its_id, installation, kind, address, name, board_id, person_id = row
    return Place(its_id, installation, PLACE_KIND[kind], address, name, board_id, person_id)


MEETING = (
    t.meetings.c.id,
    t.meetings.c.board_id,
    t.meetings.c.starts_at,
    t.meetings.c.where_held,
    t.meetings.c.cancelled,
)


def meeting(row: Sequence[Any]) -> Meeting:
    """From MEETING."""
    return Meeting(*row)


# --- actions -------------------------------------------------------------------------------------------------------

_A = t.actions.c
_S = t.assignments.c
ACTION = (
    _A.id,
    _A.board_id,
    _A.number,
    _A.what,
    _A.adder_id,
    _A.added_at,
    _A.status_at,
    _A.status,
    _A.due_kind,
    _A.due_day,
    _A.due_meeting_id,
    _A.due_words,
    _A.due_first,
    _A.source_place_id,
    _A.source_link,
    _A.source_words,
    _A.source_minute,
    _A.version,
    _A.next_escalation_at,
)
ASSIGNMENT = (
    _S.id,
    _S.owner_kind,
    _S.person_id,
    _S.words,
    _S.part,
    _S.status,
    _S.next_nudge_at,
    _S.snoozed_until,
)
_WIDTH = len(ACTION)


def actions(rows: Iterable[Row]) -> list[Action]:
    """From ACTION + ASSIGNMENT, one row per assignment, those of one action together and in their order."""
    found: list[Action] = []
    head: Row | None = None
    lines: list[Assignment] = []
    for row in rows:
        if head is None or row[0] != head[0]:
            if head is not None:
                found.append(_action(head, lines))
            head, lines = row, []
        if row[_WIDTH] is not None:
            lines.append(_assignment(row[_WIDTH:]))
    if head is not None:
        found.append(_action(head, lines))
    return found


def _assignment(row: Sequence[Any]) -> Assignment:
    its_id, kind, person_id, words, part, status, next_nudge_at, snoozed_until = row
    return Assignment(
        its_id, owner(kind, person_id, words), PART[part], STATUS[status], next_nudge_at, snoozed_until
    )


@lru_cache(maxsize=1024)
def owner(kind: str, person_id: Any, words: str | None) -> Owner:
    """The same few people own most actions."""
    return Owner(OWNER_KIND[kind], person_id, words)


def _action(row: Row, lines: list[Assignment]) -> Action:
    return Action(
        id=row[0],
        board=row[1],
        number=row[2],
        what=row[3],
        adder=row[4],
        added_at=row[5],
        status_at=row[6],
        status=STATUS[row[7]],
        due=Due(DUE_KIND[row[8]], row[9], row[10], row[11], row[12]),
        source=_source(*row[13:17]),
        version=row[17],
        next_escalation_at=row[18],
        assignments=tuple(lines),
    )


@lru_cache(maxsize=64)
def _source(place_id: Any, link: str | None, words: str | None, minute: str | None) -> Source:
    return Source(place_id, link, words, minute)


def due_values(due: Due) -> dict[str, Any]:
    """The columns of `actions` that hold the due."""
    return {
        "due_kind": str(due.kind),
        "due_day": due.day,
        "due_meeting_id": due.meeting,
        "due_words": due.words,
        "due_first": due.first_date,
    }


# --- history -------------------------------------------------------------------------------------------------------

_H = t.history.c
ENTRY = (
    _H.board_id,
    _H.verb,
    _H.change_id,
    _H.actor_id,
    _H.at,
    _H.action_id,
    _H.meeting_id,
    _H.person_id,
    _H.place_id,
    _H.before,
    _H.after,
    _H.update_id,
    _H.undoes_id,
    _H.serial,
)
WORDING = "wording"
BLANKED = ""


def entry(row: Row, texts: Mapping[int, str | None]) -> Entry:
    """From ENTRY, with the words put back."""
    cells = list(row)
    cells[1] = VERB[cells[1]]
    cells[9] = revealed(cells[9], texts)
    cells[10] = revealed(cells[10], texts)
    return Entry(*cells)


_PLAIN = frozenset({str, int, bool, type(None)})  # most of what is in one


def concealed(data: Any, keep: Callable[[str], int]) -> Any:
    """A snapshot with ids in place of words; `keep` stores one text and says its id."""
    if type(data) in _PLAIN:
        return data
    if type(data) is dict or isinstance(data, Mapping):
        found: dict[str, Any] = {}
        for key, value in data.items():
            if key == WORDS and isinstance(value, str):
                found[key] = {WORDING: keep(value)}
            else:
                found[key] = value if type(value) in _PLAIN else concealed(value, keep)
        return found
    if isinstance(data, (list, tuple)):
        return [item if type(item) in _PLAIN else concealed(item, keep) for item in data]
    return data


def wordings_in(data: Any) -> list[int]:
    """The ids of the words a stored snapshot stands for."""
    if isinstance(data, Mapping):
        found: list[int] = []
        for key, value in data.items():
            if key == WORDS and isinstance(value, Mapping):
                found.append(value[WORDING])
            else:
                found.extend(wordings_in(value))
        return found
    if isinstance(data, list):
        return [wording for item in data for wording in wordings_in(item)]
    return []


def revealed(data: Any, texts: Mapping[int, str | None]) -> Any:
    """A stored snapshot with its words again, empty where they were blanked."""
    if isinstance(data, Mapping):
        return {
            key: texts.get(value[WORDING]) or BLANKED
            if key == WORDS and isinstance(value, Mapping)
            else revealed(value, texts)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [revealed(item, texts) for item in data]
    return data


_U = t.updates.c
UPDATE = (_U.id, _U.action_id, _U.person_id, _U.words, _U.said_at, _U.taken_back)


def update(row: Row) -> Update:
    """From UPDATE."""
    return Update(*row)


# --- outbox --------------------------------------------------------------------------------------------------------

_O = t.outbox.c
OUTBOX = (
    _O.id,
    _O.organisation_id,
    _O.key,
    _O.kind,
    _O.lane,
    _O.created_at,
    _O.not_before,
    _O.place_id,
    _O.person_id,
    _O.about,
    _O.state,
    _O.reason,
    _O.attempts,
    _O.settled_at,
    _O.installation_id,
    _O.to_place_id,
)


def outbox_row(row: Row) -> OutboxRow:
    """From OUTBOX."""
    cells = list(row)
    cells[3] = OUTBOX_KIND[cells[3]]
    cells[10] = OUTBOX_STATE[cells[10]]
    return OutboxRow(*cells)
