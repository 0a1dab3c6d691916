"""Filling an empty database with everything another one holds, in one transaction, compared before it is kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, Table

from store import ids, migrate
from store.dialects import database_file, engine_for, is_file
from store.keeping import rows
from store.keeping.files import check, put, workshop
from store.keeping.rows import Fingerprint, PlainRow, Progress, Refusal
from store.lock import ProcessLock


@dataclass(frozen=True, slots=True)
class Content:
    """All rows there are, at a revision. `rows_of` gives a table's in the order of its key."""

    revision: str
    next_id: int
    tables: Sequence[Table]
    rows_of: Callable[[Table], Iterable[PlainRow]]


def of_connection(connection: Connection) -> Content:
    """What a database of today's revision holds, seen in the connection's transaction."""
    return Content(
        migrate.head(), ids.next_id(connection), rows.TABLES, lambda table: rows.read(connection, table)
    )


def fill(
    url: URL,
    content: Content,
    progress: Progress,
    finish: Callable[[Connection], None] = lambda _: None,
) -> Mapping[str, Fingerprint]:
    """Make this database hold that, and be at today's revision.

    A SQLite file is built beside its place and given its name at the end. In PostgreSQL all is one transaction; what
    an interruption leaves is a schema without a row. `finish` is done to the rows before they are kept.

    Raises:
        Refusal: it is there already, it holds something already, or what arrived is not what was sent.
        AlreadyRunning: another process has the file open.
    """
    if not is_file(url):
        return _fill(url, content, progress, finish)
    place = database_file(url)
    refuse_existing(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = ProcessLock.take(place)
    try:
        with workshop(place.parent) as folder:
            new = folder / place.name
            written = _fill(URL.create("sqlite", database=str(new)), content, progress, finish)
            check(new)
            put(new, place)
    finally:
        lock.release()
    return written


def refuse_existing(place: Path) -> None:
    """Raise Refusal where there is a database."""
    if place.exists():
        raise Refusal(
            f"there is a database at {place} already, and it is not overwritten. Move it away first."
        )


def _fill(
    url: URL, content: Content, progress: Progress, finish: Callable[[Connection], None]
) -> Mapping[str, Fingerprint]:
    engine = engine_for(url, synchronous="OFF")
    try:
        _refuse_filled(engine)
        migrate.bring_up(engine, content.revision)
        with engine.connect() as connection, connection.begin():
            _check_empty(connection, content.tables)
            written = {
                table.name: rows.write(connection, table, content.rows_of(table), progress)
                for table in content.tables
            }
            for table in content.tables:
                progress(f"{table.name}, compared", written[table.name].rows)
                if not rows.fingerprint(connection, table).same(written[table.name]):
                    raise Refusal(f"what arrived in {table.name} is not what was sent. Nothing was kept.")
            ids.continue_from(connection, content.next_id)
            finish(connection)
        migrate.bring_up(engine)
    finally:
        engine.dispose()
    return written


def _refuse_filled(engine: Engine) -> None:
    # Before anything is touched: a database at an earlier revision is not to be upgraded on the way.
    found = migrate.revision_of(engine)
    if found is not None:
        if found != migrate.head():
            raise Refusal(f"the database to fill is at revision {found}: name an empty one.")
        with rows.reading(engine) as connection:
            _check_empty(connection, rows.TABLES)


def _check_empty(connection: Connection, tables: Sequence[Table]) -> None:
    found = rows.filled(connection, tables)
    if found is not None:
        raise Refusal(
            f"the database to fill holds something already (rows in {found}), and it is not overwritten: "
            "name an empty one."
        )
