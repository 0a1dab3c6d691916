"""Files that must be whole or not there at all: snapshots of SQLite's, and putting them in their place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from store.keeping.rows import Progress, Refusal

PAGES_A_STEP = 2048


def snapshot(source: Path, target: Path, progress: Progress) -> None:
    """One moment of a SQLite file, whoever is writing to it meanwhile, as a single checked file.

    Raises:
        Refusal: what was read is damaged.
    """
    address = f"file:{quote(str(source.absolute()))}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, isolation_level=None)) as live,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        # A read transaction of its own keeps the copy to one moment; without it every write would start it again.
        # https://www.sqlite.org/c3ref/backup_finish.html
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        live.backup(
            copy,
            pages=PAGES_A_STEP,
            progress=lambda _, left, whole: progress(source.name, 100 * (whole - left) // max(whole, 1)),
        )
    check(target)


def check(file: Path) -> None:
    """Look through a SQLite file nobody else has open, and make it stand alone, with no log of writes beside it.

    Raises:
        Refusal: it is damaged, or no database.
    """
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
            found = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            astray = database.execute("PRAGMA foreign_key_check").fetchmany(3)
    except sqlite3.DatabaseError as error:
        raise Refusal(f"{file.name} is damaged: {error}.") from None
    if found != ["ok"] or astray:
        raise Refusal(f"{file.name} is damaged: {'; '.join(found)}{' rows point nowhere' if astray else ''}.")


@contextmanager
def workshop(beside: Path) -> Iterator[Path]:
    """A folder next to where something is to be put, on the same disk, gone afterwards."""
    beside.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".arising-", dir=beside) as folder:
        yield Path(folder)


def put(file: Path, where: Path) -> None:
    """Give a finished file its name, once all of it is on the disk.

    Raises:
        Refusal: there is something of that name.
    """
    file.chmod(0o600)
    _sync(file)
    try:
        # Unlike a rename, a link never replaces what is there.
        os.link(file, where)
    except FileExistsError:
        raise Refusal(f"{where} is there already, and is not overwritten.") from None
    except OSError:
        # A network drive may know no links; there nobody else is to be expected at this name within the moment.
        if where.exists():
            raise Refusal(f"{where} is there already, and is not overwritten.") from None
        file.rename(where)
    else:
        file.unlink()
    _sync(where.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
