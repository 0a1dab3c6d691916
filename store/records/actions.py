"""Writing the log. Numbers never repeat: each is taken from its board's own counter, in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, exists, insert, or_, select, update

from bot.domain.actions import UNFINISHED, Action, Assignment, Status
from bot.domain.dues import DueKind
from bot.domain.ids import ActionId, AssignmentId, BoardId, MeetingId, PersonId
from bot.ports import NewAction, Stale
from store import mapping
from store.records.family import Family, found, the, within
from store.statements import Binds, Counter, Once, Statement, among, constant, constants
from store.tables import actions, assignments, boards

OF_ACTION = and_(
    assignments.c.organisation_id == actions.c.organisation_id, assignments.c.action_id == actions.c.id
)
UNFINISHED_ONES = actions.c.status.in_(constants(UNFINISHED))
NOT_WITHDRAWN = actions.c.status != constant(Status.WITHDRAWN)


def whole_actions() -> Select[Any]:
    """Actions with their assignments, a row for each."""
    return select(*mapping.ACTION, *mapping.ASSIGNMENT).outerjoin_from(actions, assignments, OF_ACTION)


_NEXT_NUMBER = Counter(
    update(boards)
    .where(*the(boards))
    .values(next_number=boards.c.next_number + 1)
    .returning(boards.c.next_number),
    put=update(boards).where(*the(boards)).values(next_number=bindparam("value")),
)
_ADD = Statement(insert(actions))
_ADD_ASSIGNMENT = Statement(insert(assignments))
_KEPT_COLUMNS = (
    "owner_kind",
    "person_id",
    "words",
    "part",
    "status",
    "position",
    "next_nudge_at",
    "snoozed_until",
)
_KEEP_ASSIGNMENT = Once(
    lambda its: (new := its(assignments)).on_conflict_do_update(
        index_elements=list(assignments.primary_key),
        set_={name: new.excluded[name] for name in _KEPT_COLUMNS},
    )
)
_SAVED_COLUMNS = (
    "what",
    "status",
    "status_at",
    "due_kind",
    "due_day",
    "due_meeting_id",
    "due_words",
    "due_first",
    "version",
    "next_escalation_at",
)
_SAVE = Statement(
    update(actions)
    .where(*the(actions), actions.c.version == bindparam("loaded_version"))
    .values({name: bindparam(name) for name in _SAVED_COLUMNS})
)


def _others(kept: Binds) -> Any:
    return delete(assignments).where(
        within(assignments),
        assignments.c.action_id == bindparam("action"),
        ~among(assignments.c.id, kept),
    )


_REMOVE_OTHERS = Statement(_others, "kept")
_NEXT_NUDGE = Statement(update(assignments).where(*the(assignments)).values(next_nudge_at=bindparam("at")))
_NEXT_ESCALATION = Statement(update(actions).where(*the(actions)).values(next_escalation_at=bindparam("at")))
_AWAITING = Statement(
    whole_actions()
    .where(
        within(actions),
        actions.c.board_id == bindparam("board"),
        UNFINISHED_ONES,
        actions.c.due_kind == constant(DueKind.MEETING),
        actions.c.due_meeting_id.is_(None),
    )
    .order_by(actions.c.id, assignments.c.position)
)
_DUE_AT = Statement(
    whole_actions()
    .where(within(actions), actions.c.due_meeting_id == bindparam("meeting"), NOT_WITHDRAWN)
    .order_by(actions.c.id, assignments.c.position)
)
_FROM_MESSAGE = Statement(
    whole_actions()
    .where(within(actions), actions.c.source_link == bindparam("link"), NOT_WITHDRAWN)
    .order_by(actions.c.board_id, actions.c.number, assignments.c.position)
)
_OWNED_IN_ANY_WAY = Statement(
    select(actions.c.id)
    .where(
        within(actions),
        actions.c.board_id == bindparam("board"),
        or_(
            actions.c.adder_id == bindparam("person"),
            exists().where(OF_ACTION, assignments.c.person_id == bindparam("person")),
        ),
    )
    .limit(1)
)


class ActionRecords(Family):
    """See bot.ports.Actions."""

    __slots__ = ()

    def add(self, board: BoardId, new: NewAction) -> Action:
        number: int = found(
            self._link.count(_NEXT_NUMBER, organisation=self._organisation, its_id=board), "board", board
        )
        added_at = new.added_at.astimezone(UTC)
        action = Action(
            id=ActionId(self._ids.take()),
            board=board,
            number=number,
            what=new.what,
            adder=new.adder,
            added_at=added_at,
            status_at=added_at,
            due=new.due,
            assignments=tuple(
                [
                    Assignment(
                        AssignmentId(self._ids.take()), one.owner, one.part, next_nudge_at=one.next_nudge_at
                    )
                    for one in new.owners
                ]
            ),
            source=new.source,
            next_escalation_at=new.next_escalation_at,
        )
        # Not passed by name: what comes from another dictionary would be put together twice.
        row = {
            "organisation_id": self._organisation,
            "id": action.id,
            "board_id": board,
            "number": number,
            "what": action.what,
            "status": str(action.status),
            "status_at": added_at,
            "adder_id": action.adder,
            "added_at": added_at,
            "source_place_id": new.source.place,
            "source_link": new.source.link,
            "source_words": new.source.words,
            "source_minute": new.source.minute,
            "version": action.version,
            "next_escalation_at": action.next_escalation_at,
            **mapping.due_values(action.due),
        }
        self._link.run_many(_ADD, [row])
        self._link.run_many(_ADD_ASSIGNMENT, self._lines(action))
        return action

    def save(self, action: Action) -> Action:
        """Keep the changed action, its assignments included; see the port."""
        saved = replace(
            action,
            version=action.version + 1,
            assignments=tuple(
                one if one.id else replace(one, id=AssignmentId(self._ids.take()))
                for one in action.assignments
            ),
        )
        changed = self._link.run(
            _SAVE,
            organisation=self._organisation,
            its_id=action.id,
            loaded_version=action.version,
            what=saved.what,
            status=str(saved.status),
            status_at=saved.status_at,
            version=saved.version,
            next_escalation_at=saved.next_escalation_at,
            **mapping.due_values(saved.due),
        )
        if not changed:
            raise Stale(f"action {action.id} was saved by somebody else after version {action.version}")
        self._link.run_many(_KEEP_ASSIGNMENT, self._lines(saved))
        self._link.run(
            _REMOVE_OTHERS,
            organisation=self._organisation,
            action=saved.id,
            kept=[one.id for one in saved.assignments],
        )
        return saved

    def set_next_nudges(self, times: Mapping[AssignmentId, datetime | None]) -> None:
        self._link.run_many(
            _NEXT_NUDGE,
            [
                {"organisation": self._organisation, "its_id": assignment, "at": at}
                for assignment, at in times.items()
            ],
        )

    def set_next_escalations(self, times: Mapping[ActionId, datetime | None]) -> None:
        self._link.run_many(
            _NEXT_ESCALATION,
            [
                {"organisation": self._organisation, "its_id": action, "at": at}
                for action, at in times.items()
            ],
        )

    def awaiting_meeting(self, board: BoardId) -> Sequence[Action]:
        rows = self._link.rows(_AWAITING, organisation=self._organisation, board=board)
        return mapping.actions(rows)

    def due_at(self, meeting: MeetingId) -> Sequence[Action]:
        rows = self._link.rows(_DUE_AT, organisation=self._organisation, meeting=meeting)
        return mapping.actions(rows)

    def from_message(self, link: str) -> Sequence[Action]:
        rows = self._link.rows(_FROM_MESSAGE, organisation=self._organisation, link=link)
        return mapping.actions(rows)

    def owned_in_any_way(self, board: BoardId, person: PersonId) -> bool:
        row = self._link.row(_OWNED_IN_ANY_WAY, organisation=self._organisation, board=board, person=person)
        return row is not None

    def _lines(self, action: Action) -> list[dict[str, Any]]:
        return [
            {
                "organisation_id": self._organisation,
                "id": one.id,
                "action_id": action.id,
                "position": position,
                "owner_kind": str(one.owner.kind),
                "person_id": one.owner.person,
                "words": one.owner.words,
                "part": str(one.part),
                "status": str(one.status),
                "next_nudge_at": one.next_nudge_at,
                "snoozed_until": one.snoozed_until,
            }
            for position, one in enumerate(action.assignments)
        ]
