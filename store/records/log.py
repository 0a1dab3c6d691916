"""Reading the boards' logs. What the viewer may not see is left out by the database, not afterwards."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, union
from sqlalchemy.sql.expression import false

from bot.domain.actions import Action, OwnerKind, Status
from bot.domain.history import Entry, Update, Verb
from bot.domain.ids import ActionId, BoardId, OrganisationId, PersonId
from bot.domain.minutes import ProposalKind, Resolution
from bot.domain.people import Viewer
from bot.ports import ActionFilter
from store import mapping
from store.records.actions import NOT_WITHDRAWN, OF_ACTION, UNFINISHED_ONES, whole_actions
from store.records.family import parts, within
from store.records.history import entries_from
from store.records.minutes import RESOLUTION, resolution
from store.statements import Binds, Link, Statement, among, constant
from store.tables import actions, assignments, history, resolutions, roles, updates

_mine = assignments.alias("mine")
_BY_DUE = (actions.c.due_day.nulls_last(), actions.c.board_id, actions.c.number, assignments.c.position)
_ACTION_OF_UPDATE = and_(
    updates.c.organisation_id == actions.c.organisation_id, updates.c.action_id == actions.c.id
)


class _Seen:
    """One reading statement, for a viewer of certain boards and for one that sees all of the organisation."""

    def __init__(self, build: Any, board: ColumnElement[Any], *lists: str) -> None:
        self._everything = Statement(build, *lists)
        self._boards = Statement(
            lambda viewer_boards, **others: build(**others).where(among(board, viewer_boards)),
            "viewer_boards",
            *lists,
        )

    def rows(self, link: Link, viewer: Viewer, **values: Any) -> list[tuple[Any, ...]]:
        """What of it the viewer may see."""
        if viewer.everything:
            return link.rows(self._everything, **values)
        if not viewer.roles:
            return []
        return link.rows(self._boards, viewer_boards=viewer.roles, **values)


_ACTION = _Seen(
    lambda: (
        whole_actions()
        .where(within(actions), actions.c.id == bindparam("action"))
        .order_by(assignments.c.position)
    ),
    actions.c.board_id,
)
_ACTIONS = _Seen(
    lambda ids: (
        whole_actions()
        .where(within(actions), among(actions.c.id, ids))
        .order_by(actions.c.id, assignments.c.position)
    ),
    actions.c.board_id,
    "ids",
)
_NUMBERED = _Seen(
    lambda: (
        whole_actions()
        .where(
            within(actions),
            actions.c.board_id == bindparam("board"),
            actions.c.number == bindparam("number"),
        )
        .order_by(assignments.c.position)
    ),
    actions.c.board_id,
)


def _owned_by(statuses: Binds) -> Select[Any]:
    own = select(assignments.c.action_id).where(
        within(assignments), assignments.c.person_id == bindparam("person")
    )
    by_role = (
        select(assignments.c.action_id)
        .join(
            roles,
            and_(
                roles.c.organisation_id == assignments.c.organisation_id,
                roles.c.role == assignments.c.words,
            ),
        )
        .join(actions, and_(OF_ACTION, actions.c.board_id == roles.c.board_id))
        .where(
            within(roles),
            roles.c.person_id == bindparam("person"),
            assignments.c.owner_kind == constant(OwnerKind.ROLE),
        )
    )
    return (
        whole_actions()
        .where(
            within(actions),
            actions.c.id.in_(union(own, by_role)),
            among(actions.c.status, statuses),
        )
        .order_by(*_BY_DUE)
    )


_OWNED_BY = _Seen(_owned_by, actions.c.board_id, "statuses")
_ENTRIES = _Seen(
    lambda: (
        select(*mapping.ENTRY)
        .where(within(history), history.c.action_id == bindparam("action"))
        .order_by(history.c.serial)
    ),
    history.c.board_id,
)
_UPDATES = _Seen(
    lambda: (
        select(*mapping.UPDATE)
        .join(actions, _ACTION_OF_UPDATE)
        .where(
            within(updates),
            updates.c.action_id == bindparam("action"),
            updates.c.taken_back == false(),
        )
        .order_by(updates.c.id)
    ),
    actions.c.board_id,
)


def _latest_updates(ids: Binds) -> Select[Any]:
    later = updates.alias("later")
    return (
        select(*mapping.UPDATE)
        .join(actions, _ACTION_OF_UPDATE)
        .where(
            within(updates),
            among(updates.c.action_id, ids),
            updates.c.id
            == select(func.max(later.c.id))
            .where(
                later.c.organisation_id == updates.c.organisation_id,
                later.c.action_id == updates.c.action_id,
                later.c.taken_back == false(),
            )
            .scalar_subquery(),
        )
    )


def _spoken_of(ids: Binds, verbs: Binds) -> Select[Any]:
    return (
        select(history.c.action_id)
        .distinct()
        .where(
            within(history),
            among(history.c.action_id, ids),
            history.c.actor_id == bindparam("person"),
            history.c.at >= bindparam("since"),
            among(history.c.verb, verbs),
        )
    )


_SPOKEN_OF = _Seen(_spoken_of, history.c.board_id, "ids", "verbs")
_LATEST_UPDATES = _Seen(_latest_updates, actions.c.board_id, "ids")

_RESOLUTIONS = _Seen(
    lambda kinds: (
        select(*RESOLUTION)
        .where(
            within(resolutions),
            resolutions.c.board_id == bindparam("board"),
            among(resolutions.c.kind, kinds),
            resolutions.c.withdrawn == false(),
        )
        .order_by(resolutions.c.meeting_day.desc().nulls_last(), resolutions.c.import_id, resolutions.c.id)
    ),
    resolutions.c.board_id,
    "kinds",
)


@cache
def _listed(*given: str) -> _Seen:
    """The list with just the conditions that were given, so that each finds its own index."""

    def build(**lists: Binds) -> Select[Any]:
        wanted = [within(actions), actions.c.board_id == bindparam("board")]
        wanted.append(among(actions.c.status, lists["statuses"]) if "statuses" in given else NOT_WITHDRAWN)
        owners = []
        if "owner" in given:
            owners.append(_mine.c.person_id == bindparam("owner"))
        if "owner_roles" in given:
            owners.append(
                and_(
                    _mine.c.owner_kind == constant(OwnerKind.ROLE),
                    among(_mine.c.words, lists["owner_roles"]),
                )
            )
        if owners:
            wanted.append(
                exists().where(
                    _mine.c.organisation_id == actions.c.organisation_id,
                    _mine.c.action_id == actions.c.id,
                    or_(*owners),
                )
            )
        if "overdue_on" in given:
            wanted.extend([UNFINISHED_ONES, actions.c.due_day < bindparam("overdue_on")])
        if "due_until" in given:
            wanted.append(actions.c.due_day <= bindparam("due_until"))
        if "since" in given:
            wanted.append(actions.c.status_at >= bindparam("since"))
        return whole_actions().where(*wanted).order_by(*_BY_DUE)

    return _Seen(build, actions.c.board_id, *(name for name in ("statuses", "owner_roles") if name in given))


class LogRecords:
    """See bot.ports.Log."""

    __slots__ = ("_link", "_organisation", "_viewer")

    def __init__(self, link: Link, organisation: OrganisationId, viewer: Viewer) -> None:
        self._link = link
        self._organisation = organisation
        self._viewer = viewer

    def action(self, action: ActionId) -> Action | None:
        return _only(mapping.actions(self._rows(_ACTION, action=action)))

    def actions(self, ids: Collection[ActionId]) -> Sequence[Action]:
        rows = [row for part in parts(ids) for row in self._rows(_ACTIONS, ids=part)]
        known = {one.id: one for one in mapping.actions(rows)}
        return [known[one] for one in dict.fromkeys(ids) if one in known]

    def numbered(self, board: BoardId, number: int) -> Action | None:
        return _only(mapping.actions(self._rows(_NUMBERED, board=board, number=number)))

    def listed(self, board: BoardId, wanted: ActionFilter) -> Sequence[Action]:
        given: dict[str, Any] = {}
        if wanted.statuses is not None:
            given["statuses"] = [status.value for status in wanted.statuses]
        if wanted.owner is not None:
            given["owner"] = wanted.owner
        if wanted.owner_roles:
            given["owner_roles"] = [role.value for role in wanted.owner_roles]
        if wanted.overdue_on is not None:
            given["overdue_on"] = wanted.overdue_on
        if wanted.due_until is not None:
            given["due_until"] = wanted.due_until
        if wanted.since is not None:
            given["since"] = wanted.since
        return mapping.actions(self._rows(_listed(*given), board=board, **given))

    def owned_by(self, person: PersonId, statuses: Collection[Status]) -> Sequence[Action]:
        rows = self._rows(_OWNED_BY, person=person, statuses=[status.value for status in statuses])
        return mapping.actions(rows)

    def entries(self, action: ActionId) -> Sequence[Entry]:
        return entries_from(self._link, self._organisation, self._rows(_ENTRIES, action=action))

    def updates(self, action: ActionId) -> Sequence[Update]:
        return [mapping.update(row) for row in self._rows(_UPDATES, action=action)]

    def latest_updates(self, ids: Collection[ActionId]) -> Mapping[ActionId, Update]:
        rows = [row for part in parts(ids) for row in self._rows(_LATEST_UPDATES, ids=part)]
        return {one.action: one for one in map(mapping.update, rows)}

    def resolutions(self, board: BoardId, kinds: Collection[ProposalKind]) -> Sequence[Resolution]:
        rows = self._rows(_RESOLUTIONS, board=board, kinds=[kind.value for kind in kinds])
        return [resolution(row) for row in rows]

    def spoken_of(
        self, person: PersonId, ids: Collection[ActionId], verbs: Collection[Verb], since: datetime
    ) -> Collection[ActionId]:
        return {
            row[0]
            for part in parts(ids)
            for row in self._rows(
                _SPOKEN_OF, person=person, ids=part, verbs=[verb.value for verb in verbs], since=since
            )
        }

    def _rows(self, statement: _Seen, **values: Any) -> list[tuple[Any, ...]]:
        return statement.rows(self._link, self._viewer, organisation=self._organisation, **values)


def _only(found: list[Action]) -> Action | None:
    return found[0] if found else None
