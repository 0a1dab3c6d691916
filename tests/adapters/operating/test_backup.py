"""`arising backup` and `arising restore`, from either database into either: all of it, or nothing."""

import asyncio
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import arising
from bot.domain.outbox import OutboxKind, OutboxState
from store import migrate
from store.dialects import engine_for
from store.keeping import files, rows
from store.store import SqlStore
from tests.adapters.delivery.stage import ScriptedSender, over
from tests.adapters.operating.conftest import Installation, install
from tests.world import World, words


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """A place with nothing in it, on each database in turn."""
    if request.param == "sqlite":
        yield install(tmp_path / "elsewhere")
        return
    server = request.getfixturevalue("postgresql")
    url = server.empty()
    yield install(tmp_path / "elsewhere", url)
    server.drop(url)


@pytest.fixture
def file_world(tmp_path: Path) -> Iterator[tuple[Installation, World]]:
    """An installation on SQLite, being served."""
    here = install(tmp_path / "file")
    store = here.open()
    yield here, World.on(store)
    store.close_sync()


def worked_at(world: World) -> World:
    """A log with a bit of everything, and a message that still waits."""
    world.say("sam", "add Circulate the outcomes @hayley by 17 Feb")
    world.say("sam", "add Wörk tögether – “really” @tom @diane by next meeting")
    world.drain()
    world.tell("hayley", "done 1, sent this morning")
    world.drain()
    world.say("sam", "add Publish the service standards @priya")
    return world


def content(where: str) -> dict[str, tuple[int, str]]:
    """Every table's rows, as a hash."""
    engine = engine_for(where if "://" in where else f"sqlite:///{where}")
    try:
        with rows.reading(engine) as connection, connection.begin():
            found = {t.name: rows.fingerprint(connection, t) for t in rows.TABLES}
            return {name: (each.rows, each.digest) for name, each in found.items()}
    finally:
        engine.dispose()


def test_what_is_restored_is_what_was_there(
    here: Installation, world: World, elsewhere: Installation, tmp_path: Path
) -> None:
    """While the bot runs; every row of every table the same, from either database into either."""
    worked_at(world)
    file = tmp_path / "backup.zip"
    made = here.arising("backup", file)
    assert made.exit_code == 0, made.output
    assert "1 organisation, 1 board, 7 people, 3 actions" in made.stdout
    before = content(here.where)
    world.say("sam", "add After the backup @tom")
    done = elsewhere.arising("restore", file, "--nothing-said-since")
    assert done.exit_code == 0, done.output
    assert "1 organisation, 1 board, 7 people, 3 actions" in done.stdout
    assert content(elsewhere.where) == before
    assert before["history"][0] >= 4


def test_the_restored_log_goes_on(
    here: Installation, world: World, elsewhere: Installation, tmp_path: Path
) -> None:
    """The next action has the next ref, with an id nobody else had; what waited is said."""
    worked_at(world)
    file = tmp_path / "backup.zip"
    here.arising("backup", file)
    elsewhere.arising("restore", file, "--nothing-said-since")
    store = elsewhere.open()
    try:
        again = World(store, world.now, deliveries=world.deliveries, addresses=world.addresses)
        assert words(again.say("sam", "add One more @kim")).startswith("Added NWP-4")
        assert again.action(4).id > again.action(3).id
        assert [s.message.kind.value for s in again.drain()].count("card") == 2
    finally:
        store.close_sync()


def test_what_waited_is_asked_about_first(
    here: Installation, world: World, elsewhere: Installation, tmp_path: Path
) -> None:
    """It may have been said after the backup: it is in doubt, as of a sender that died while sending."""
    worked_at(world)
    file = tmp_path / "backup.zip"
    here.arising("backup", file)
    result = elsewhere.arising("restore", file)
    assert "1 waited to be said then, and may have been said since" in result.stdout
    store = elsewhere.open()
    try:
        (row,) = store.read_sync(lambda unit: unit.in_doubt())
        assert (row.kind, row.state, row.attempts) == (OutboxKind.CARD, OutboxState.SENDING, 1)
        assert store.read_sync(lambda unit: unit.last_attempt_at(row)) is not None
        assert store.transact_sync(lambda unit: unit.claim_outbox(world.now, 10)) == []
    finally:
        store.close_sync()


@pytest.mark.parametrize("said_since", [True, False])
async def test_what_was_said_after_the_backup_is_not_said_again(
    file_world: tuple[Installation, World], tmp_path: Path, *, said_since: bool
) -> None:
    """The platform is asked; what is not there is said, and once."""
    here, world = file_world
    world.say("sam", "add Circulate the outcomes @hayley by 17 Feb")
    await asyncio.to_thread(here.arising, "backup", tmp_path / "backup.zip")
    sender = ScriptedSender()
    if said_since:
        await over(world, sender).drain(world.now)
        assert len(sender.arrived) == 1
    there = install(tmp_path / "there")
    await asyncio.to_thread(there.arising, "restore", tmp_path / "backup.zip")
    store = there.open()
    try:
        # By the wall clock, by which the backup was made.
        again = World(store, datetime.now(UTC) + timedelta(minutes=1))
        delivery = over(again, sender)
        for _ in range(2):
            await delivery.settle_doubts(again.now)
            await delivery.drain(again.now)
            again.now += timedelta(minutes=1)
        assert [a.message.kind.value for a in sender.arrived] == ["card"]
        assert [r.state for r in again.rows()] == [OutboxState.SENT]
    finally:
        await store.close()


def test_nothing_is_overwritten(here: Installation, world: World, tmp_path: Path) -> None:
    """Neither a file that is there, nor a database with something in it."""
    worked_at(world)
    file = tmp_path / "backup.zip"
    here.arising("backup", file)
    taken = file.read_bytes()
    again = here.arising("backup", file)
    assert again.exit_code == 2
    assert "is there already, and is not overwritten" in again.stderr
    assert file.read_bytes() == taken
    before = content(here.where)
    refused = here.arising("restore", file)
    assert refused.exit_code == 2
    assert "not overwritten" in refused.stderr
    assert content(here.where) == before
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_the_platforms_own_files_belong_to_it(here: Installation, world: World, tmp_path: Path) -> None:
    """Also while somebody has them open; a file that is there already is not overwritten."""
    own = here.data / "teams.sqlite3"
    with closing(sqlite3.connect(own, isolation_level=None)) as open_file:
        open_file.execute("PRAGMA journal_mode=WAL")
        open_file.execute("CREATE TABLE tenant (id TEXT)")
        open_file.execute("INSERT INTO tenant VALUES ('northvale')")
        file = tmp_path / "backup.zip"
        assert "With teams.sqlite3." in here.arising("backup", file).stdout
    there = install(tmp_path / "there")
    assert "With teams.sqlite3." in there.arising("restore", file).stdout
    with closing(sqlite3.connect(there.data / "teams.sqlite3")) as restored:
        assert restored.execute("SELECT id FROM tenant").fetchall() == [("northvale",)]
    (there.data / "arising.db").unlink()
    refused = there.arising("restore", file)
    assert refused.exit_code == 2
    assert "teams.sqlite3 is there already" in refused.stderr
    assert not (there.data / "arising.db").exists()


@pytest.mark.parametrize("harm", ["cut off", "a byte", "something else", "a later form"])
def test_a_damaged_backup_is_refused_and_nothing_is_left(
    here: Installation, world: World, tmp_path: Path, harm: str
) -> None:
    """Half a restore is none."""
    worked_at(world)
    file = tmp_path / "backup.zip"
    here.arising("backup", file)
    spoil(file, harm)
    there = install(tmp_path / "there")
    result = there.arising("restore", file)
    assert result.exit_code == 2
    assert re_said(result.stderr, harm)
    assert not (there.data / "arising.db").exists()
    assert list(there.data.glob(".arising-*")) == []


def re_said(said: str, harm: str) -> bool:
    expected = {"a later form": "install that version", "a byte": "damaged"}.get(harm, "no backup")
    return expected in said


def spoil(file: Path, harm: str) -> None:
    whole = bytearray(file.read_bytes())
    if harm == "cut off":
        file.write_bytes(whole[: len(whole) // 2])
    elif harm == "something else":
        file.write_text("minutes of a meeting")
    elif harm == "a byte":
        with zipfile.ZipFile(file) as archive:
            largest = max(archive.infolist(), key=lambda part: part.compress_size)
        whole[largest.header_offset + 200] ^= 0xFF
        file.write_bytes(whole)
    else:
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | {"form": 2}).encode()
        with zipfile.ZipFile(file, "w") as archive:
            for name, body in parts.items():
                archive.writestr(name, body)


def test_a_backup_of_an_earlier_revision_is_brought_up_to_date(tmp_path: Path) -> None:
    """A SQLite file as the first version of the schema had it."""
    old = install(tmp_path / "old")
    old.data.mkdir()
    migrate.upgrade(f"sqlite:///{old.where}", "0001")
    file = tmp_path / "backup.zip"
    assert "at revision 0001" in old.arising("backup", file).stdout
    there = install(tmp_path / "there")
    assert there.arising("restore", file).exit_code == 0
    assert migrate.current(f"sqlite:///{there.where}") == migrate.head()


def test_a_dump_of_an_earlier_revision_is_brought_up_to_date(
    postgresql_url: str, elsewhere: Installation, tmp_path: Path
) -> None:
    """Rows of tables as they were then, with what came later at its default."""
    here = install(tmp_path / "here", postgresql_url)
    store = here.open()
    worked_at(World.on(store))
    store.close_sync()
    file = tmp_path / "backup.zip"
    here.arising("backup", file)
    as_of_first_revision(file, tmp_path / "first.db")
    done = elsewhere.arising("restore", file)
    assert done.exit_code == 0, done.output
    assert "3 actions" in done.stdout
    store = elsewhere.open(only_reading=True)
    store.close_sync()


def as_of_first_revision(file: Path, first: Path) -> None:
    """The same dump with only the tables and columns the first revision had."""
    migrate.upgrade(f"sqlite:///{first}", "0001")
    with closing(sqlite3.connect(first)) as database:
        named = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        known = {t: {c[1] for c in database.execute(f"PRAGMA table_info({t})")} for t in named}
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        dumped = {t: archive.read(f"tables/{t}.jsonl").splitlines() for t in manifest["tables"]}
    manifest["revision"] = "0001"
    with zipfile.ZipFile(file, "w") as archive:
        for table, lines in dumped.items():
            if table not in known:
                del manifest["tables"][table], manifest["parts"][f"tables/{table}.jsonl"]
                continue
            kept = [{k: v for k, v in json.loads(line).items() if k in known[table]} for line in lines]
            body = b"".join(rows.as_line(row) for row in kept)
            about = manifest["tables"][table]
            about["columns"] = {k: v for k, v in about["columns"].items() if k in known[table]}
            about["sha256"] = manifest["parts"][f"tables/{table}.jsonl"] = hashlib.sha256(body).hexdigest()
            archive.writestr(f"tables/{table}.jsonl", body)
        archive.writestr("manifest.json", json.dumps(manifest))


def test_there_has_to_be_something_to_back_up(tmp_path: Path) -> None:
    """A sentence, and no empty file."""
    nothing = install(tmp_path / "nothing")
    result = nothing.arising("backup", tmp_path / "backup.zip")
    assert result.exit_code == 2
    assert "there is no database" in result.stderr
    assert not (tmp_path / "backup.zip").exists()


def test_a_restore_is_refused_where_somebody_serves(
    file_world: tuple[Installation, World], tmp_path: Path
) -> None:
    """The file may be gone while a process still holds its lock: it is named, and nothing is put there."""
    here, _ = file_world
    file = tmp_path / "backup.zip"
    here.arising("backup", file)
    for each in here.data.glob("arising.db*"):
        if not each.name.endswith(".lock"):
            each.unlink()
    result = here.arising("restore", file)
    assert result.exit_code == 2
    assert "already open in process" in result.stderr
    assert not (here.data / "arising.db").exists()


def test_writes_go_on_while_a_backup_is_made(
    file_world: tuple[Installation, World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written in the middle of it is not in it, and neither side is held up."""
    here, world = file_world
    monkeypatch.setattr(files, "PAGES_A_STEP", 16)
    for number in range(300):
        world.say("sam", f"add Number {number} @tom {'x' * 200}")
    steps: list[int] = []

    def interrupt(_: str, done: int) -> None:
        if not steps:
            world.say("sam", "add In the middle of it @tom")
        steps.append(done)

    files.snapshot(Path(here.where), tmp_path / "copy.db", interrupt)
    assert len(steps) > 10
    assert steps == sorted(steps), "it began again"
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM actions").fetchone() == (300,)


def test_a_demonstration_goes_on_where_it_was(tmp_path: Path) -> None:
    """`--data` names its folder: the database, and the playground's own file with what was said there."""
    demo, again = tmp_path / "demo", tmp_path / "again"
    demo.mkdir()
    store = SqlStore.open(demo / "demo.sqlite3")
    worked_at(World.on(store))
    store.close_sync()
    with closing(sqlite3.connect(demo / "playground.sqlite3")) as own:
        own.execute("CREATE TABLE messages (text)")
    run = CliRunner()
    made = run.invoke(arising, ["backup", str(tmp_path / "demo.zip"), "--data", str(demo)])
    assert "With playground.sqlite3." in made.output, made.output
    done = run.invoke(arising, ["restore", str(tmp_path / "demo.zip"), "--data", str(again)])
    assert done.exit_code == 0, done.output
    assert {each.name for each in again.glob("*.sqlite3")} == {"demo.sqlite3", "playground.sqlite3"}
