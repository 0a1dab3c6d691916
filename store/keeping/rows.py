"""Rows as plain data, the same from either database: what a dump holds, and what a copy is compared by."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    collate,
    func,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from store.columns import Instant, Json
from store.tables import metadata, sequences

PlainRow = dict[str, Any]
Progress = Callable[[str, int], None]
"""Told what is being worked at, and how much of it is done."""

BATCH = 1000
# How often it is looked whether a bot that has just stopped has let go, a fifth of a second apart.
LOOKS = 11
# `sequences` is how one of the two databases counts ids, and no content: see store.ids.next_id.
TABLES: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if table is not sequences)
"""Each after those its rows point to."""


class Refusal(RuntimeError):  # noqa: N818 - its text is for the operator
    """It was not done, and nothing was changed; the text says why, and what to do."""


@dataclass(slots=True)
class Fingerprint:
    """How many rows a table has, and a hash over all of them in the order of their key."""

    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, row: PlainRow) -> bytes:
        """Take a row in; gives it as a line of JSON."""
        line = as_line(row)
        self._hash.update(line)
        self.rows += 1
        return line

    @property
    def digest(self) -> str:
        return str(self._hash.hexdigest())

    def same(self, other: "Fingerprint") -> bool:
        return (self.rows, self.digest) == (other.rows, other.digest)


def as_line(row: PlainRow) -> bytes:
    """One line of JSON, always spelt alike."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


_KINDS: dict[str, TypeEngine[Any]] = {
    "instant": Instant(),
    "date": Date(),
    "json": Json,
    "boolean": Boolean(),
    "integer": BigInteger(),
    "text": Text(),
}


def kind_of(column: Column[Any]) -> str:
    """What a dump calls the kind of a column."""
    if isinstance(column.type, Instant):
        return "instant"
    return next(
        name for name, kind in _KINDS.items() if isinstance(column.type, _FAMILY.get(name, type(kind)))
    )


_FAMILY: dict[str, type[TypeEngine[Any]]] = {"text": String, "integer": Integer, "json": JSON}


def table_of(name: str, columns: Mapping[str, str], key: Iterable[str]) -> Table:
    """A table as a dump describes it, which may be of an earlier revision."""
    keys = set(key)
    return Table(
        name,
        MetaData(),
        *(Column(column, _KINDS[kind], primary_key=column in keys) for column, kind in columns.items()),
    )


def read(connection: Connection, table: Table, query: Select[Any] | None = None) -> Iterator[PlainRow]:
    """The rows of a table in the order of its key; `query` narrows them down. They come a batch at a time."""
    found = (select(table) if query is None else query).order_by(*_in_order(connection, table))
    options = {"yield_per": BATCH}
    for row in connection.execute(found, execution_options=options).mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _in_order(connection: Connection, table: Table) -> list[Any]:
    # SQLite compares texts byte by byte; so must PostgreSQL, whatever its locale.
    shared = connection.dialect.name == "postgresql"
    return [
        collate(column, "C") if shared and isinstance(column.type, String) else column
        for column in table.primary_key
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    # PostgreSQL holds no NUL, and the store puts this sign in its place there.
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def fingerprint(connection: Connection, table: Table) -> Fingerprint:
    """Of what the table holds now."""
    found = Fingerprint()
    for row in read(connection, table):
        found.add(row)
    return found


def count(connection: Connection, table: Table) -> int:
    """How many rows the table holds now."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def write(connection: Connection, table: Table, rows: Iterable[PlainRow], progress: Progress) -> Fingerprint:
    """Insert plain rows; gives the fingerprint of what was to be written."""
    kinds = {column.name: kind_of(column) for column in table.columns}
    written = Fingerprint()
    batch: list[PlainRow] = []
    for row in rows:
        written.add(row)
        batch.append(typed(row, kinds))
        if len(batch) == BATCH:
            connection.execute(table.insert(), batch)
            batch.clear()
            progress(table.name, written.rows)
    if batch:
        connection.execute(table.insert(), batch)
    if written.rows:
        progress(table.name, written.rows)
    return written


def typed(row: PlainRow, kinds: Mapping[str, str]) -> PlainRow:
    """A plain row as the database's driver takes it."""
    return {name: _typed(value, kinds[name]) for name, value in row.items()}


def _typed(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "instant":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if kind == "date" else value


def filled(connection: Connection, tables: Iterable[Table] = TABLES) -> str | None:
    """The first table with a row in it, None where all are empty."""
    for table in tables:
        if connection.execute(select(table.primary_key.columns[0]).limit(1)).first() is not None:
            return table.name
    return None


def reading(engine: Engine) -> Connection:
    """A connection to look at one moment of a database with."""
    return engine.connect().execution_options(reading=True)


def refuse_others(connection: Connection) -> None:
    """Raise Refusal where another process of ours has this PostgreSQL database open.

    One that was stopped or killed just now is given two seconds, since its session ends a moment after it.
    """
    for look in range(LOOKS):
        if look:
            # Within a transaction the view shows the same until it is told to look again.
            connection.execute(text("SELECT pg_stat_clear_snapshot(), pg_sleep(0.2)"))
        others = connection.scalar(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND application_name = 'matters-arising'"
            )
        )
        if not others:
            return
    raise Refusal("the bot is running on this database: stop it everywhere first.")
