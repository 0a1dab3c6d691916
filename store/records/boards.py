"""Boards."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from bot.domain.boards import Board, Rules
from bot.domain.ids import BoardId, OrganisationId
from bot.domain.settings import Own, as_board
from store import mapping
from store.ids import Ids
from store.records.family import Family, found, the, within
from store.statements import Link, Statement
from store.tables import boards

_GET = Statement(select(*mapping.BOARD).where(*the(boards)))
_BY_CODE = Statement(select(*mapping.BOARD).where(within(boards), boards.c.code == bindparam("code")))
_ALL = Statement(select(*mapping.BOARD).where(within(boards)).order_by(boards.c.name, boards.c.id))
_ADD = Statement(insert(boards))
_SETTINGS = Statement(
    update(boards)
    .where(*the(boards))
    .values(
        zone=bindparam("its_zone"),
        digest_rule=bindparam("digests"),
        nudge_rule=bindparam("nudges"),
        settings=bindparam("others"),
    )
)
_NEXT_DIGEST = Statement(update(boards).where(*the(boards)).values(next_digest_at=bindparam("at")))


class BoardRecords(Family):
    """See bot.ports.Boards."""

    __slots__ = ("_usual",)

    def __init__(self, link: Link, ids: Ids, organisation: OrganisationId, usual: Rules) -> None:
        super().__init__(link, ids, organisation)
        self._usual = usual

    @property
    def usual(self) -> Rules:
        return self._usual

    def get(self, board: BoardId) -> Board:
        row = self._link.row(_GET, organisation=self._organisation, its_id=board)
        return mapping.board(found(row, "board", board), self._usual)

    def by_code(self, code: str) -> Board | None:
        row = self._link.row(_BY_CODE, organisation=self._organisation, code=code)
        return None if row is None else mapping.board(row, self._usual)

    def all(self) -> Sequence[Board]:
        return [
            mapping.board(row, self._usual) for row in self._link.rows(_ALL, organisation=self._organisation)
        ]

    def add(self, code: str, name: str, zone: str, next_digest_at: datetime | None) -> Board:
        board = BoardId(self._ids.take())
        self._link.run(
            _ADD,
            organisation_id=self._organisation,
            id=board,
            code=code,
            name=name,
            zone=zone,
            digest_rule=None,
            nudge_rule=None,
            settings=None,
            next_number=1,
            next_digest_at=next_digest_at,
        )
        return as_board(self._usual, board, code, name, zone, next_digest_at, {})

    def keep_settings(self, board: BoardId, zone: str, own: Own) -> Board:
        kept = mapping.board_values(own)
        changed = self._link.run(
            _SETTINGS,
            organisation=self._organisation,
            its_id=board,
            its_zone=zone,
            digests=kept["digest_rule"],
            nudges=kept["nudge_rule"],
            others=kept["settings"],
        )
        found(changed or None, "board", board)
        return self.get(board)

    def set_next_digest(self, board: BoardId, at: datetime | None) -> None:
        changed = self._link.run(_NEXT_DIGEST, organisation=self._organisation, its_id=board, at=at)
        found(changed or None, "board", board)
