"""A backup put back: into an empty place, all of it or nothing."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from sqlalchemy import URL, Connection, insert, literal, make_url, select, update

from bot.domain.outbox import OutboxState
from store import migrate
from store.dialects import database_file, engine_for, is_file
from store.keeping import archive as archives
from store.keeping import copying, rows
from store.keeping.archive import Manifest
from store.keeping.copying import Content
from store.keeping.files import check, put, workshop
from store.keeping.rows import Progress, Refusal
from store.lock import ProcessLock
from store.tables import actions, attempts, boards, history, organisations, outbox, people


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `doubtful` messages waited then: each platform is asked first whether they were said since."""

    manifest: Manifest
    counts: Mapping[str, int]
    doubtful: int


def restore(url: str, data: Path, file: Path, progress: Progress, *, nothing_said_since: bool) -> Restored:
    """Put a backup back into an empty database, with the platforms' own files into the data folder.

    Raises:
        Refusal: something is there already, or the backup is damaged. Nothing was changed.
        AlreadyRunning: another process has the database open.
    """
    address = make_url(url)
    with archives.opened(file) as (archive, manifest), workshop(data) as folder:
        for name in manifest.beside:
            if (data / name).exists():
                raise Refusal(f"{data / name} is there already, and is not overwritten. Move it away first.")
        if is_file(address):
            copying.refuse_existing(database_file(address))
        for name in manifest.parts:
            progress(f"{name}, unpacked and checked", 0)
            archives.copy_out(
                archive, manifest, name, None if name.startswith("tables/") else folder / Path(name).name
            )
        doubted = _Doubted(manifest, nothing_said_since=nothing_said_since)
        beside = [folder / name for name in manifest.beside]
        for each in beside:
            check(each)
        if manifest.database != "sqlite":
            copying.fill(address, _of_lines(archive, manifest), progress, doubted)
        elif is_file(address):
            _put_file(folder / archives.DATABASE, database_file(address), doubted)
        else:
            _from_file(folder / archives.DATABASE, address, progress, doubted)
        # Last, so that what is missing when this is broken off is learnt again.
        for each in beside:
            put(each, data / each.name)
    return Restored(manifest, doubted.counts, doubted.doubtful)


def _of_lines(archive: ZipFile, manifest: Manifest) -> Content:
    tables = [rows.table_of(name, each.columns, each.key) for name, each in manifest.tables.items()]
    return Content(
        manifest.revision, manifest.next_id, tables, lambda table: archives.lines_of(archive, table.name)
    )


def _put_file(unpacked: Path, place: Path, doubted: "_Doubted") -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    lock = ProcessLock.take(place)
    try:
        check(unpacked)
        engine = engine_for(f"sqlite:///{unpacked}")
        try:
            migrate.bring_up(engine)
            with engine.connect() as connection, connection.begin():
                doubted(connection)
        finally:
            engine.dispose()
        check(unpacked)
        if unpacked.parent.stat().st_dev == place.parent.stat().st_dev:
            put(unpacked, place)
        else:
            with workshop(place.parent) as nearer:
                copy = nearer / place.name
                shutil.copyfile(unpacked, copy)
                put(copy, place)
    finally:
        lock.release()


def _from_file(unpacked: Path, address: URL, progress: Progress, doubted: "_Doubted") -> None:
    check(unpacked)
    engine = engine_for(f"sqlite:///{unpacked}")
    try:
        migrate.bring_up(engine)
        with rows.reading(engine) as connection, connection.begin():
            copying.fill(address, copying.of_connection(connection), progress, doubted)
    finally:
        engine.dispose()


class _Doubted:
    """What the bot said after the backup it has no memory of, so what waited then may have been said since.

    Such a row is put as a sender would leave it that died while sending: the platform is asked whether the message
    is there, and only then is it said, or, where it cannot be asked, listed as unknown.
    """

    def __init__(self, manifest: Manifest, *, nothing_said_since: bool) -> None:
        self._made_at = datetime.fromisoformat(manifest.made_at)
        self._none = nothing_said_since
        self.doubtful = 0
        self.counts: dict[str, int] = {}

    def __call__(self, connection: Connection) -> None:
        told = (organisations, boards, people, actions, history)
        self.counts = {table.name: rows.count(connection, table) for table in told}
        if self._none:
            return
        waiting = outbox.c.state == OutboxState.WAITING.value
        began = literal(self._made_at, attempts.c.began_at.type)
        fresh = select(outbox.c.organisation_id, outbox.c.id, outbox.c.attempts + 1, began).where(waiting)
        names = ["organisation_id", "outbox_id", "number", "began_at"]
        connection.execute(insert(attempts).from_select(names, fresh))
        self.doubtful = connection.execute(
            update(outbox)
            .where(waiting)
            .values(state=OutboxState.SENDING.value, attempts=outbox.c.attempts + 1)
        ).rowcount
