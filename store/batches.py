"""Rows that wait to be written together, whichever pieces they come from.

Asking a database costs about as much as what it then does, so a group of pieces that runs without marks between them
keeps what it inserts to itself until somebody asks about one of the tables, or the group ends; and what it changes of
single rows that are sure to be as they were loaded. PostgreSQL is sent one statement for all tables, SQLite one for
each. Each row is taken to be written; where one was not, or any was refused, the group is undone and run again with
marks, its rows sent one by one. See docs/adr/0014 to 0016.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, Self

from pydantic_core import to_json
from sqlalchemy import BindParameter, Dialect, Insert, Table, UpdateBase
from sqlalchemy.sql import Executable, visitors

from store.columns import Instant
from store.tables import metadata

Values = dict[str, Any]

_INSERT = re.compile(r"(INSERT INTO \w+ \(.*?\)) VALUES \((.*)\)( ON CONFLICT [^$]*DO NOTHING)?", re.DOTALL)
_UPDATE = re.compile(r"(UPDATE \w+ SET .*) WHERE (.*)", re.DOTALL)
_PARAMETER = re.compile(r"\$(\d+)")
# Stands for the parameter in a text that becomes part of a longer one.
_ROWS = "$rows"


class Touched:
    """The tables a statement has to do with: the one it writes to, those it reads, and those a key points to."""

    __slots__ = ("all", "others", "target")

    def __init__(self, statement: Executable) -> None:
        tables = {each for each in visitors.iterate(statement) if isinstance(each, Table)}  # type: ignore[arg-type]
        self.target: Table | None = None
        self.others = frozenset(tables)
        if isinstance(statement, UpdateBase):
            assert isinstance(statement.table, Table)
            self.target = statement.table
            self.others = frozenset(tables - {self.target})
            tables |= {key.column.table for key in self.target.foreign_keys}
        self.all = frozenset(tables)


class Sending(NamedTuple):
    """A statement with its parameters, and how many rows it has to write.

    `many` says that the parameters are those of each row; else it answers with the number of rows written: one that
    was to be changed twice, or to be changed and is only inserted by this statement, is counted once.
    """

    sql: str
    given: Any
    rows: int
    many: bool


class Writing:
    """An INSERT of one row, or an UPDATE of one, as that of any number, a row after the other."""

    __slots__ = ("_bind", "sql", "touched")

    def __init__(self, sql: str, touched: Touched, bind: Callable[[Values], Any]) -> None:
        self.sql = sql
        self.touched = touched
        self._bind = bind

    def check(self, rows: Sequence[Values]) -> None:
        """Nothing a driver would not refuse by itself, a little later."""

    def sending(self, rows: list[Values]) -> Sending:
        """All of these in one call of the driver."""
        return Sending(self.sql, list(map(self._bind, rows)), len(rows), many=True)


class Recordset(Writing):
    """One of any number given as JSON, which may be a part of a longer statement."""

    __slots__ = ("_moments", "names")

    def __init__(
        self,
        sql: str,
        touched: Touched,
        bind: Callable[[Values], Any],
        names: Sequence[str],
        moments: Sequence[str],
    ) -> None:
        super().__init__(sql, touched, bind)
        self.names = frozenset(names)
        self._moments = moments

    @classmethod
    def of(
        cls,
        sql: str,
        touched: Touched,
        bind: Callable[[Values], Any],
        names: Sequence[str],
        binds: Mapping[str, BindParameter[Any]],
        dialect: Dialect,
    ) -> Self | None:
        """How the rows of this statement are written together; None where they cannot be."""
        found = _INSERT.fullmatch(sql) or _UPDATE.fullmatch(sql)
        fixed = {name: binds[name].effective_value for name in names if not binds[name].required}
        if found is None or not all(type(value) is int for value in fixed.values()):
            return None

        def given(parameter: re.Match[str]) -> str:
            name = names[int(parameter[1]) - 1]
            return str(fixed[name]) if name in fixed else f'given."{name}"'

        asked = [name for name in names if name not in fixed]
        columns = ", ".join(
            f'"{name}" {binds[name].type.dialect_impl(dialect).compile(dialect)}' for name in asked
        )
        rows = f"FROM json_to_recordset({_ROWS}) AS given ({columns})"
        first, second, *conflict = (_PARAMETER.sub(given, part or "") for part in found.groups())
        if conflict:
            text = f"{first} SELECT {second} {rows}{conflict[0]}"
        else:
            text = f"{first} {rows} WHERE {second}"
        return cls(
            f"{text} RETURNING 1",
            touched,
            bind,
            asked,
            [name for name in asked if isinstance(binds[name].type, Instant)],
        )

    def check(self, rows: Sequence[Values]) -> None:
        """Refuse what the database would not; what it does refuse is run again, and refused as ever.

        Raises:
            ValueError: a moment is nobody knows which.
        """
        for row in rows:
            if row.keys() != self.names:
                raise KeyError(f"{row.keys() ^ self.names}")
            for name in self._moments:
                moment: datetime | None = row[name]
                if moment is not None and moment.tzinfo is None:
                    raise ValueError(f"a moment without a time zone cannot be stored: {moment!r}")


def writing(
    statement: Executable,
    sql: str,
    touched: Touched,
    bind: Callable[[Values], Any],
    names: Sequence[str],
    binds: Mapping[str, BindParameter[Any]],
    dialect: Dialect,
) -> Writing | None:
    """How the rows of this INSERT, or of this UPDATE of one row, can wait for others; None where they cannot."""
    if (_INSERT if isinstance(statement, Insert) else _UPDATE).fullmatch(sql) is None:
        return None
    if dialect.name == "postgresql":
        return Recordset.of(sql, touched, bind, names, binds, dialect)
    return Writing(sql, touched, bind)


class Batch:
    """What one transaction has yet to write."""

    __slots__ = ("_others", "_rows", "_targets")

    def __init__(self) -> None:
        self._rows: dict[Writing, list[Values]] = {}
        self._targets: set[Table] = set()
        self._others: set[Table] = set()

    def add(self, writing: Writing, rows: Sequence[Values]) -> None:
        """They wait."""
        writing.check(rows)
        waiting = self._rows.get(writing)
        if waiting is None:
            waiting = self._rows[writing] = []
            assert writing.touched.target is not None
            self._targets.add(writing.touched.target)
            self._others |= writing.touched.others
        waiting.extend(rows)

    def concerns(self, touched: Touched, *, waits: bool, by: tuple[str, Any] | None) -> bool:
        """Whether a statement must not overtake what waits; `waits` for one that would itself be added.

        With `by`, a name and a value, it looks only for rows that have this value there.
        """
        if not self._rows:
            return False
        if touched.target in self._others:
            return True
        asked = touched.others if waits else touched.all
        if self._targets.isdisjoint(asked):
            return False
        if by is None:
            return True
        name, value = by
        return any(
            row.get(name, value) == value
            for writing, rows in self._rows.items()
            if writing.touched.target in asked
            for row in rows
        )

    def taken(self) -> Iterator[Sending]:
        """What has to be sent for all that waits; afterwards nothing does.

        Rows as JSON go in one statement, so they are sent once, and keys that point from one of its tables to another
        are followed when it has ended. Others go table by table, those that are pointed to first.
        """
        rows, self._rows = self._rows, {}
        self._targets.clear()
        self._others.clear()
        if isinstance(next(iter(rows), None), Recordset):
            parameters = tuple([to_json(its).decode() for its in rows.values()])
            yield Sending(_at_once(*rows), parameters, sum(map(len, rows.values())), many=False)
            return
        order = _order()
        for each in sorted(rows, key=lambda writing: order[writing.touched.target]):
            yield each.sending(rows[each])


@cache
def _order() -> dict[Table | None, int]:
    return {table: place for place, table in enumerate(metadata.sorted_tables)}


@cache
def _at_once(*writings: Writing) -> str:
    parts = [f"part{n} AS ({each.sql.replace(_ROWS, f'${n}::JSON')})" for n, each in enumerate(writings, 1)]
    counts = [f"(SELECT count(*) FROM part{n})" for n in range(1, len(writings) + 1)]  # noqa: S608 - numbers
    return f"WITH {', '.join(parts)} SELECT {' + '.join(counts)}"
