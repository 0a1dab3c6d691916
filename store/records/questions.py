"""What somebody said that waits for a button."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from bot.domain.ids import PersonId, QuestionId
from store.records.family import Family, the, within
from store.statements import Statement
from store.tables import questions

_ASK = Statement(insert(questions))
_GET = Statement(
    select(questions.c.about).where(*the(questions), questions.c.person_id == bindparam("person"))
)
_NEWEST = Statement(
    select(questions.c.id, questions.c.about, questions.c.asked_at)
    .where(within(questions), questions.c.person_id == bindparam("person"))
    .order_by(questions.c.id.desc())
    .limit(1)
)
_KEEP = Statement(update(questions).where(*the(questions)).values(about=bindparam("data")))
_oldest = (
    select(questions.c.id, questions.c.asked_at)
    .where(within(questions))
    .order_by(questions.c.id)
    .limit(bindparam("count"))
    .subquery()
)
# Only the first few are looked at: they are the oldest, and none of them is ever skipped.
_FORGET = Statement(
    delete(questions).where(
        within(questions),
        questions.c.id.in_(select(_oldest.c.id).where(_oldest.c.asked_at < bindparam("before"))),
    )
)


class QuestionRecords(Family):
    """See bot.ports.Questions."""

    __slots__ = ()

    def ask(self, person: PersonId, about: Mapping[str, Any], at: datetime) -> QuestionId:
        question = QuestionId(self._ids.take())
        self._link.run(
            _ASK,
            organisation_id=self._organisation,
            id=question,
            person_id=person,
            about=dict(about),
            asked_at=at,
        )
        return question

    def get(self, question: QuestionId, person: PersonId) -> Mapping[str, Any] | None:
        row = self._link.row(_GET, organisation=self._organisation, its_id=question, person=person)
        return None if row is None else row[0]

    def newest(self, person: PersonId, since: datetime) -> tuple[QuestionId, Mapping[str, Any]] | None:
        row = self._link.row(_NEWEST, organisation=self._organisation, person=person)
        return None if row is None or row[2] < since else (QuestionId(row[0]), row[1])

    def keep(self, question: QuestionId, about: Mapping[str, Any]) -> None:
        self._link.run(_KEEP, organisation=self._organisation, its_id=question, data=dict(about))

    def forget(self, before: datetime, limit: int) -> int:
        return self._link.run(_FORGET, organisation=self._organisation, before=before, count=limit)
