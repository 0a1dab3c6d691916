"""An installation's database moved to another one, on SQLite or PostgreSQL, in either direction."""

from collections.abc import Mapping

from sqlalchemy import make_url

from store import migrate
from store.dialects import database_file, engine_for, is_file
from store.keeping import copying, rows
from store.keeping.rows import Fingerprint, Progress, Refusal
from store.lock import ProcessLock


def move(source: str, target: str, progress: Progress) -> Mapping[str, Fingerprint]:
    """Copy everything, compare it row by row, and leave the source as it is. Gives what arrived, by table.

    Raises:
        Refusal: the target holds something, the bot is running on the source, or what arrived is not what was sent.
        AlreadyRunning: the source is open in another process.
        SchemaTooOld, SchemaTooNew: the source is at another revision than this version's.
        FileNotFoundError: there is no source.
    """
    here, there = make_url(source), make_url(target)
    if here == there:
        raise Refusal("the database is there already: it would be moved onto itself.")
    if is_file(here) and not database_file(here).exists():
        raise FileNotFoundError(f"there is no database at {database_file(here)} yet")
    lock = ProcessLock.take(database_file(here)) if is_file(here) else None
    engine = engine_for(here)
    try:
        migrate.check(engine)
        # A reader sees one moment: what is written meanwhile would be left behind without a word.
        with rows.reading(engine) as connection, connection.begin():
            if not is_file(here):
                rows.refuse_others(connection)
            return copying.fill(there, copying.of_connection(connection), progress)
    finally:
        engine.dispose()
        if lock is not None:
            lock.release()
