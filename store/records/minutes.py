"""Minutes being brought into a log, what they propose, and what is kept of them beside the actions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select, update

from bot.domain.actions import Owner, OwnerKind
from bot.domain.history import due_data, read_due
from bot.domain.ids import ActionId, BoardId, ImportId, ProposalId, ResolutionId
from bot.domain.minutes import (
    AsRead,
    Import,
    ImportState,
    NewImport,
    NewResolution,
    Proposal,
    ProposalKind,
    Resolution,
    Standing,
    Verdict,
)
from bot.ports import Stale
from store.records.family import Family, the, within
from store.statements import Row, Statement, among, constant
from store.tables import imports, proposals, resolutions

_I = imports.c
_IMPORT = (
    _I.id,
    _I.board_id,
    _I.person_id,
    _I.read_at,
    _I.source,
    _I.mark,
    _I.meeting_day,
    _I.next_day,
    _I.stated,
    _I.state,
    _I.accepted_as,
    _I.version,
)
_P = proposals.c
_PROPOSAL = (
    _P.id,
    _P.position,
    _P.kind,
    _P.what,
    _P.words,
    _P.starts,
    _P.ends,
    _P.as_read,
    _P.confidence,
    _P.why,
    _P.minute,
    _P.owners,
    _P.due,
    _P.doubt,
    _P.verdict,
    _P.standing,
    _P.sure,
    _P.action_id,
    _P.resolution_id,
)
_R = resolutions.c
RESOLUTION = (
    _R.id,
    _R.board_id,
    _R.kind,
    _R.what,
    _R.words,
    _R.minute,
    _R.meeting_day,
    _R.others,
    _R.import_id,
    _R.kept_at,
)

_ADD = Statement(insert(imports))
_ADD_PROPOSAL = Statement(insert(proposals))
_KEEP = Statement(insert(resolutions))
_GET = Statement(select(*_IMPORT).where(*the(imports)))
_OF_BOARD = Statement(
    lambda states: (
        select(*_IMPORT)
        .where(within(imports), _I.board_id == bindparam("board"), among(_I.state, states))
        .order_by(_I.id.desc())
        .limit(bindparam("most"))
    ),
    "states",
)
_SAVE = Statement(
    update(imports)
    .where(*the(imports), _I.version == bindparam("loaded_version"))
    .values(
        {n: bindparam(n) for n in ("meeting_day", "next_day", "stated", "state", "accepted_as", "version")}
    )
)
_PROPOSALS = Statement(
    select(*_PROPOSAL).where(within(proposals), _P.import_id == bindparam("import_")).order_by(_P.position)
)
_SAVED = (
    "kind",
    "what",
    "owners",
    "due",
    "doubt",
    "verdict",
    "standing",
    "sure",
    "action_id",
    "resolution_id",
)
_SAVE_PROPOSAL = Statement(
    update(proposals).where(*the(proposals)).values({name: bindparam(name) for name in _SAVED})
)
_EARLIER = Statement(
    select(*_PROPOSAL)
    .join(
        imports,
        and_(_I.organisation_id == _P.organisation_id, _I.id == _P.import_id),
    )
    .where(
        within(proposals),
        _I.board_id == bindparam("board"),
        or_(
            _I.mark == bindparam("mark"),
            _I.meeting_day == bindparam("meeting"),
            _I.source == bindparam("source"),
        ),
        _I.state == constant(ImportState.ACCEPTED),
    )
    .order_by(_P.import_id.desc(), _P.position)
)
_WITHDRAW = Statement(
    update(resolutions)
    .where(within(resolutions), _R.import_id == bindparam("import_"))
    .values(withdrawn=bindparam("is_withdrawn"))
)


class MinutesRecords(Family):
    """See bot.ports.Minutes."""

    __slots__ = ()

    def add(self, new: NewImport, found: Sequence[Proposal]) -> Import:
        its_id = ImportId(self._ids.take())
        self._link.run(
            _ADD,
            organisation_id=self._organisation,
            id=its_id,
            board_id=new.board,
            person_id=new.person,
            read_at=new.read_at,
            source=new.source,
            mark=new.mark,
            meeting_day=new.meeting,
            next_day=new.next_meeting,
            stated=new.stated,
            state=ImportState.REVIEWING.value,
            accepted_as=None,
            version=1,
        )
        self._link.run_many(_ADD_PROPOSAL, [self._new(its_id, one) for one in found])
        return Import(
            its_id,
            new.board,
            new.person,
            new.read_at.astimezone(UTC),
            new.source,
            new.mark,
            new.meeting,
            new.next_meeting,
            new.stated,
        )

    def get(self, its_id: ImportId) -> Import | None:
        row = self._link.row(_GET, organisation=self._organisation, its_id=its_id)
        return None if row is None else _import(row)

    def of_board(self, board: BoardId, states: Collection[ImportState], limit: int) -> Sequence[Import]:
        rows = self._link.rows(
            _OF_BOARD,
            organisation=self._organisation,
            board=board,
            states=[state.value for state in states],
            most=limit,
        )
        return [_import(row) for row in rows]

    def save(self, changed: Import) -> Import:
        """Keep its state, days and change; see the port."""
        saved = replace(changed, version=changed.version + 1)
        written = self._link.run(
            _SAVE,
            organisation=self._organisation,
            its_id=saved.id,
            loaded_version=changed.version,
            meeting_day=saved.meeting,
            next_day=saved.next_meeting,
            stated=saved.stated,
            state=saved.state.value,
            accepted_as=saved.change,
            version=saved.version,
        )
        if not written:
            raise Stale(f"import {changed.id} was saved by somebody else after version {changed.version}")
        return saved

    def proposals(self, its_id: ImportId) -> Sequence[Proposal]:
        rows = self._link.rows(_PROPOSALS, organisation=self._organisation, import_=its_id)
        return [_proposal(row) for row in rows]

    def save_proposals(self, changed: Sequence[Proposal]) -> None:
        self._link.run_many(
            _SAVE_PROPOSAL,
            [{"organisation": self._organisation, "its_id": one.id, **_changeable(one)} for one in changed],
        )

    def earlier(
        self, board: BoardId, *, mark: str, meeting: date | None, source: str | None
    ) -> Sequence[Proposal]:
        rows = self._link.rows(
            _EARLIER, organisation=self._organisation, board=board, mark=mark, meeting=meeting, source=source
        )
        return [_proposal(row) for row in rows]

    def keep(self, board: BoardId, new: NewResolution) -> ResolutionId:
        its_id = ResolutionId(self._ids.take())
        self._link.run(
            _KEEP,
            organisation_id=self._organisation,
            id=its_id,
            board_id=board,
            kind=new.kind.value,
            what=new.what,
            words=new.words,
            minute=new.minute,
            meeting_day=new.meeting,
            others=new.others,
            import_id=new.origin,
            kept_at=new.kept_at,
            withdrawn=False,
        )
        return its_id

    def withdraw(self, its_id: ImportId, *, withdrawn: bool = True) -> None:
        self._link.run(_WITHDRAW, organisation=self._organisation, import_=its_id, is_withdrawn=withdrawn)

    def _new(self, its_id: ImportId, one: Proposal) -> dict[str, Any]:
        return {
            "organisation_id": self._organisation,
            "id": self._ids.take(),
            "import_id": its_id,
            "position": one.position,
            "words": one.words,
            "starts": one.start,
            "ends": one.end,
            "as_read": {
                "what": one.read.what,
                "owners": list(one.read.owners),
                "due": one.read.due_words,
            },
            "confidence": round(one.confidence * 100),
            "why": one.why,
            "minute": one.minute,
            **_changeable(one),
        }


def _changeable(one: Proposal) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "what": one.what,
        "owners": [_owner_data(owner) for owner in one.owners],
        "due": due_data(one.due),
        "doubt": one.doubt,
        "verdict": one.verdict.value,
        "standing": one.standing.value,
        "sure": one.sure,
        "action_id": one.action,
        "resolution_id": one.resolution,
    }


def _owner_data(owner: Owner) -> dict[str, Any]:
    return {"kind": owner.kind.value, "person": owner.person, "words": owner.words}


def _owner(data: Mapping[str, Any]) -> Owner:
    return Owner(OwnerKind(data["kind"]), person=data["person"], words=data["words"])


def _import(row: Row) -> Import:
    cells = list(row)
    cells[9] = ImportState(cells[9])
    return Import(*cells)


def _proposal(row: Row) -> Proposal:
    read = row[7]
    return Proposal(
        id=ProposalId(row[0]),
        position=row[1],
        kind=ProposalKind(row[2]),
        what=row[3],
        words=row[4],
        start=row[5],
        end=row[6],
        read=AsRead(read["what"], tuple(read["owners"]), read["due"]),
        confidence=row[8] / 100,
        why=row[9],
        minute=row[10],
        owners=tuple(_owner(one) for one in row[11]),
        due=read_due(row[12]),
        doubt=row[13],
        verdict=Verdict(row[14]),
        standing=Standing(row[15]),
        sure=bool(row[16]),
        action=None if row[17] is None else ActionId(row[17]),
        resolution=None if row[18] is None else ResolutionId(row[18]),
    )


def resolution(row: Row) -> Resolution:
    """From RESOLUTION."""
    its_id, board, kind, *others = row
    return Resolution(its_id, board, ProposalKind(kind), *others)
