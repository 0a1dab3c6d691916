"""History: appended to, never changed. The words it quotes live beside it, where they can be blanked."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, insert, or_, select, true, update

from bot.domain.history import NEWS, Entry, Update
from bot.domain.ids import ActionId, BoardId, ChangeId, OrganisationId, PersonId, UpdateId
from store import mapping
from store.records.family import Family, parts, the, within
from store.statements import Binds, Link, Row, Statement, among, constants
from store.tables import history, updates, wordings

_APPEND = Statement(insert(history))
_KEEP_WORDING = Statement(insert(wordings))
_WORDINGS = Statement(
    lambda ids: select(wordings.c.id, wordings.c.text).where(within(wordings), among(wordings.c.id, ids)),
    "ids",
)
_OF_CHANGE = Statement(
    select(*mapping.ENTRY)
    .where(within(history), history.c.change_id == bindparam("change"))
    .order_by(history.c.serial)
)
_undoing = history.alias("undoing")


def _last_by(boards: Binds) -> Select[Any]:
    return (
        select(history.c.change_id)
        .where(
            within(history),
            history.c.actor_id == bindparam("person"),
            among(history.c.board_id, boards),
            history.c.undoes_id.is_(None),
            history.c.verb.not_in(constants(NEWS)),
            ~exists().where(
                _undoing.c.organisation_id == history.c.organisation_id,
                _undoing.c.undoes_id == history.c.change_id,
            ),
        )
        .order_by(history.c.serial.desc())
        .limit(1)
    )


_LAST_BY = Statement(_last_by, "boards")


def _of_subjects(actions: Binds, meetings: Binds, people: Binds, boards: Binds) -> Select[Any]:
    of_a_board = and_(
        among(history.c.board_id, boards),
        history.c.action_id.is_(None),
        history.c.meeting_id.is_(None),
        history.c.person_id.is_(None),
    )
    # A part that is never true would keep SQLite from taking an index for each of the others.
    return (
        select(*mapping.ENTRY)
        .where(
            within(history),
            or_(
                among(history.c.action_id, actions),
                among(history.c.meeting_id, meetings),
                among(history.c.person_id, people),
                *([of_a_board] if boards else ()),
            ),
        )
        .order_by(history.c.serial)
    )


_OF_SUBJECTS = Statement(_of_subjects, "actions", "meetings", "people", "boards")
_ADD_UPDATE = Statement(insert(updates))
_TAKE_BACK = Statement(update(updates).where(*the(updates)).values(taken_back=true()))


def entries_from(link: Link, organisation: OrganisationId, rows: list[Row]) -> list[Entry]:
    """Rows of ENTRY with their words put back, all of them in one statement."""
    ids = [wording for row in rows for data in (row[9], row[10]) for wording in mapping.wordings_in(data)]
    texts: dict[int, str | None] = {}
    for part in parts(ids):
        texts.update(link.rows(_WORDINGS, organisation=organisation, ids=part))
    return [mapping.entry(row, texts) for row in rows]


class HistoryRecords(Family):
    """See bot.ports.History."""

    __slots__ = ()

    def new_change(self) -> ChangeId:
        return ChangeId(self._ids.take())

    def append(self, entry: Entry) -> int:
        kept: list[dict[str, Any]] = []

        def keep(words: str) -> int:
            its_id = self._ids.take()
            kept.append(
                {
                    "organisation_id": self._organisation,
                    "id": its_id,
                    "action_id": entry.action,
                    "text": words,
                }
            )
            return its_id

        before = mapping.concealed(entry.before, keep)
        after = mapping.concealed(entry.after, keep)
        serial = self._ids.take()
        self._link.run_many(_KEEP_WORDING, kept)
        self._link.run(
            _APPEND,
            organisation_id=self._organisation,
            serial=serial,
            board_id=entry.board,
            verb=str(entry.verb),
            change_id=entry.change,
            actor_id=entry.actor,
            at=entry.at,
            action_id=entry.action,
            meeting_id=entry.meeting,
            person_id=entry.person,
            place_id=entry.place,
            update_id=entry.update,
            undoes_id=entry.undoes,
            before=before,
            after=after,
        )
        return serial

    def of_change(self, change: ChangeId) -> Sequence[Entry]:
        rows = self._link.rows(_OF_CHANGE, organisation=self._organisation, change=change)
        return entries_from(self._link, self._organisation, rows)

    def last_by(self, person: PersonId, boards: Collection[BoardId]) -> ChangeId | None:
        row = self._link.row(_LAST_BY, organisation=self._organisation, person=person, boards=boards)
        return None if row is None else row[0]

    def of_subjects(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        rows = self._link.rows(
            _OF_SUBJECTS,
            organisation=self._organisation,
            actions={entry.action for entry in entries if entry.action is not None},
            meetings={entry.meeting for entry in entries if entry.meeting is not None},
            people={entry.person for entry in entries if entry.person is not None},
            boards={e.board for e in entries if (e.action or e.meeting or e.person) is None},
        )
        return entries_from(self._link, self._organisation, rows)

    def add_update(self, action: ActionId, person: PersonId | None, words: str, at: datetime) -> Update:
        new = Update(UpdateId(self._ids.take()), action, person, words, at.astimezone(UTC))
        self._link.run(
            _ADD_UPDATE,
            organisation_id=self._organisation,
            id=new.id,
            action_id=action,
            person_id=person,
            words=words,
            said_at=at,
            taken_back=False,
        )
        return new

    def take_back_update(self, update: UpdateId) -> None:
        self._link.run(_TAKE_BACK, organisation=self._organisation, its_id=update)
