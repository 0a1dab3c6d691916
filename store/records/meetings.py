"""Boards' meetings."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, false, insert, select, update

from bot.domain.ids import BoardId, MeetingId
from bot.domain.meetings import Meeting
from store import mapping
from store.records.family import Family, found, the, within
from store.statements import Statement
from store.tables import meetings

_ADD = Statement(insert(meetings))
_CANCEL = Statement(update(meetings).where(*the(meetings)).values(cancelled=bindparam("is_cancelled")))
_NEXT_STEP = Statement(update(meetings).where(*the(meetings)).values(next_step_at=bindparam("at")))
_GET = Statement(select(*mapping.MEETING).where(*the(meetings)))
_OF_BOARD = Statement(
    select(*mapping.MEETING)
    .where(within(meetings), meetings.c.board_id == bindparam("board"), meetings.c.cancelled == false())
    .order_by(meetings.c.starts_at, meetings.c.id)
)


class MeetingRecords(Family):
    """See bot.ports.Meetings."""

    __slots__ = ()

    def add(self, board: BoardId, starts_at: datetime, where: str | None) -> Meeting:
        its_id = MeetingId(self._ids.take())
        self._link.run(
            _ADD,
            organisation_id=self._organisation,
            id=its_id,
            board_id=board,
            starts_at=starts_at,
            where_held=where,
            cancelled=False,
            next_step_at=None,
        )
        return Meeting(its_id, board, starts_at.astimezone(UTC), where)

    def cancel(self, meeting: MeetingId, *, cancelled: bool = True) -> None:
        found(
            self._link.run(_CANCEL, organisation=self._organisation, its_id=meeting, is_cancelled=cancelled)
            or None,
            "meeting",
            meeting,
        )

    def set_next_steps(self, times: Mapping[MeetingId, datetime | None]) -> None:
        self._link.run_many(
            _NEXT_STEP,
            [{"organisation": self._organisation, "its_id": one, "at": at} for one, at in times.items()],
        )

    def get(self, meeting: MeetingId) -> Meeting:
        row = self._link.row(_GET, organisation=self._organisation, its_id=meeting)
        return mapping.meeting(found(row, "meeting", meeting))

    def of_board(self, board: BoardId) -> Sequence[Meeting]:
        def ask() -> tuple[Meeting, ...]:
            rows = self._link.rows(_OF_BOARD, organisation=self._organisation, board=board)
            return tuple(mapping.meeting(row) for row in rows)

        return list(self._link.recall(("meetings", self._organisation, board), ask))
