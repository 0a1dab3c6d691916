"""What every family of records has in common."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, bindparam

from bot.domain.ids import OrganisationId
from store.ids import Ids
from store.statements import Link

# SQLite takes 32,766 parameters in one statement.
MOST_IDS = 8_192

ORGANISATION: BindParameter[int] = bindparam("organisation")
ITS_ID: BindParameter[int] = bindparam("its_id")


class Family:
    """A connection, where ids come from, and whose rows these are."""

    __slots__ = ("_ids", "_link", "_organisation")

    def __init__(self, link: Link, ids: Ids, organisation: OrganisationId) -> None:
        self._link = link
        self._ids = ids
        self._organisation = organisation


def within(table: FromClause) -> ColumnElement[bool]:
    """The organisation's rows of a table."""
    return table.c.organisation_id == ORGANISATION


def the(table: FromClause) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The one row with this id."""
    return within(table), table.c.id == ITS_ID


def parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """Many ids, as many at a time as one statement takes."""
    left = list(ids)
    for first in range(0, len(left), MOST_IDS):
        yield left[first : first + MOST_IDS]


def found(row: Any, what: str, its_id: int) -> Any:
    """The row, which is there because an id of it is.

    Raises:
        LookupError: it is not, or it is another organisation's.
    """
    if row is None:
        raise LookupError(f"no {what} {its_id} in this organisation")
    return row
