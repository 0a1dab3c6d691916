"""One file with everything an installation keeps: `manifest.json`, the database, and the platforms' own files.

The database is a SQLite file, `arising.db`, or, from PostgreSQL, one file of JSON Lines for each table. Either can be
restored into either. The manifest is written last, and holds a hash of every other part.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, make_url

from store import ids, migrate
from store.dialects import database_file, engine_for, is_file
from store.keeping import rows
from store.keeping.files import put, snapshot, workshop
from store.keeping.rows import Fingerprint, Progress, Refusal

FORM = 1
MANIFEST = "manifest.json"
DATABASE = "arising.db"
BESIDE = "beside/"
_PIECE = 1024 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError)


@dataclass(frozen=True, slots=True)
class TableManifest:
    """`columns` names the kind of each; `key` the columns in whose order the rows stand."""

    rows: int
    sha256: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    key: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself. `parts` gives the SHA-256 of each other file in it.

    `tables` counts what was in the database; where the rows are here as JSON, it says how to read them too.
    """

    form: int
    version: str
    made_at: str
    database: str
    revision: str
    next_id: int
    parts: Mapping[str, str]
    tables: Mapping[str, TableManifest]

    @property
    def beside(self) -> Sequence[str]:
        """The names of the platforms' own files."""
        return [name.removeprefix(BESIDE) for name in self.parts if name.startswith(BESIDE)]


def back_up(
    url: str, beside: Sequence[Path], target: Path, version: str, now: datetime, progress: Progress
) -> Manifest:
    """Write an archive while the bot may be running, look through it, and only then give it its name.

    `beside` are the platforms' own SQLite files. `version` is this program's.

    Raises:
        Refusal: there is a file of that name, or something is damaged.
        FileNotFoundError: there is no database yet.
        SchemaTooOld, SchemaTooNew: a PostgreSQL database is at another revision.
    """
    if target.exists():
        raise Refusal(f"{target} is there already, and is not overwritten.")
    address = make_url(url)
    with workshop(target.absolute().parent) as folder:
        made = folder / "archive.zip"
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            parts: dict[str, str] = {}
            if is_file(address):
                about = _of_file(archive, database_file(address), folder, parts, progress)
            else:
                about = _of_server(archive, engine_for(address), parts, progress)
            for file in beside:
                copy = folder / file.name
                snapshot(file, copy, progress)
                parts[BESIDE + file.name] = _add(archive, copy, BESIDE + file.name)
            manifest = Manifest(FORM, version, now.isoformat(), parts=parts, **about)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
        verify(made, progress)
        put(made, target)
    return manifest


def _of_file(
    archive: zipfile.ZipFile, database: Path, folder: Path, parts: dict[str, str], progress: Progress
) -> dict[str, Any]:
    if not database.exists():
        raise FileNotFoundError(f"there is no database at {database} yet")
    copy = folder / DATABASE
    snapshot(database, copy, progress)
    engine = engine_for(f"sqlite:///{copy}")
    try:
        revision = migrate.revision_of(engine)
        if revision is None:
            raise Refusal(f"{database} holds no log of this program.")
        counts: dict[str, TableManifest] = {}
        next_id = 0
        if revision == migrate.head():
            with rows.reading(engine) as connection:
                counts = {t.name: TableManifest(rows.count(connection, t)) for t in rows.TABLES}
                next_id = ids.next_id(connection)
    finally:
        engine.dispose()
    parts[DATABASE] = _add(archive, copy, DATABASE)
    return {"database": "sqlite", "revision": revision, "next_id": next_id, "tables": counts}


def _of_server(
    archive: zipfile.ZipFile, engine: Engine, parts: dict[str, str], progress: Progress
) -> dict[str, Any]:
    try:
        migrate.check(engine)
        # One transaction that sees one moment, whoever is writing meanwhile.
        with rows.reading(engine) as connection, connection.begin():
            tables = {
                table.name: TableManifest(
                    *_dump(archive, connection, table, parts, progress),
                    columns={column.name: rows.kind_of(column) for column in table.columns},
                    key=[column.name for column in table.primary_key],
                )
                for table in rows.TABLES
            }
            next_id = ids.next_id(connection)
    finally:
        engine.dispose()
    return {"database": "postgresql", "revision": migrate.head(), "next_id": next_id, "tables": tables}


def _dump(
    archive: zipfile.ZipFile, connection: Connection, table: Any, parts: dict[str, str], progress: Progress
) -> tuple[int, str]:
    name = _part_of(table.name)
    found = Fingerprint()
    with archive.open(name, "w", force_zip64=True) as lines:
        for row in rows.read(connection, table):
            lines.write(found.add(row))
            if found.rows % rows.BATCH == 0:
                progress(table.name, found.rows)
    parts[name] = found.digest
    return found.rows, found.digest


def _part_of(table: str) -> str:
    return f"tables/{table}.jsonl"


def _add(archive: zipfile.ZipFile, file: Path, name: str) -> str:
    found = hashlib.sha256()
    with file.open("rb") as source, archive.open(name, "w", force_zip64=True) as into:
        while piece := source.read(_PIECE):
            found.update(piece)
            into.write(piece)
    return found.hexdigest()


# --- reading one ---------------------------------------------------------------------------------------------------


@contextmanager
def opened(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive and what it says of itself.

    Raises:
        Refusal: it is no archive of ours, or one of a later form.
    """
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        raise Refusal(f"{file} is no backup, or not the whole of one.") from None
    with closing(archive):
        try:
            said = json.loads(archive.read(MANIFEST))
            said["tables"] = {name: TableManifest(**each) for name, each in said["tables"].items()}
            manifest = Manifest(**said)
        except (KeyError, TypeError, ValueError, AttributeError, *_DAMAGED):
            raise Refusal(
                f"{file} is no backup this version can read. Its {MANIFEST} says which one can."
            ) from None
        if manifest.form != FORM or manifest.revision > migrate.head():
            raise Refusal(
                f"{file} was made by version {manifest.version}, at revision {manifest.revision}: install that "
                "version, or a later one."
            )
        yield archive, manifest


def verify(file: Path, progress: Progress) -> None:
    """Whether every part is there and as it was written; raises Refusal where not."""
    with opened(file) as (archive, manifest):
        for name in manifest.parts:
            progress(f"{name}, checked", 0)
            copy_out(archive, manifest, name, None)


def copy_out(archive: zipfile.ZipFile, manifest: Manifest, name: str, into: Path | None) -> None:
    """Unpack one part, or only look through it; raises Refusal where it is not as it was written."""
    found = hashlib.sha256()
    try:
        with archive.open(name) as part, into.open("wb") if into else _Nowhere() as target:
            while piece := part.read(_PIECE):
                found.update(piece)
                target.write(piece)
    except (KeyError, *_DAMAGED):
        raise Refusal(f"the backup is damaged: {name} cannot be read.") from None
    if found.hexdigest() != manifest.parts[name]:
        raise Refusal(f"the backup is damaged: {name} is not as it was written.")


def lines_of(archive: zipfile.ZipFile, table: str) -> Iterator[rows.PlainRow]:
    """The rows of one table, from their lines."""
    with archive.open(_part_of(table)) as lines:
        for line in lines:
            yield json.loads(line)


class _Nowhere:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def write(self, piece: bytes) -> int:
        return len(piece)
