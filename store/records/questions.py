"""What somebody said that waits for a button."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from bot.domain.ids import PersonId, QuestionId
from store.records.family import Family, the, within
from store.statements import Statement
from store.tables import questions

_ASK = Statement(insert(questions))
_GET = Statement(
    select(questions.c.about).where(*the(questions), questions.c.person_id == bindparam("person"))
)


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

    def forget(self, before: datetime, limit: int) -> int:
        return self._link.run(_FORGET, organisation=self._organisation, before=before, count=limit)
