"""The migrations lead from every earlier revision to exactly the tables the program works on."""

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from store import migrate
from store.dialects import engine_for
from store.migrate import SchemaTooNew, SchemaTooOld
from store.store import SqlStore
from store.tables import metadata

TRIGGERS = {"history_no_update", "history_no_delete"}
REVISIONS = [
    None,
    *(
        s.revision
        for s in reversed(list(ScriptDirectory.from_config(migrate.configuration()).walk_revisions()))
    ),
]


@pytest.fixture
def url(path) -> str:
    return f"sqlite:///{path}"


def schema(path) -> dict[str, str]:
    """Every table, index and trigger as the database spells it."""
    with sqlite3.connect(path) as connection:
        found = connection.execute(
            "SELECT type || ' ' || name, sql FROM sqlite_master "
            "WHERE sql IS NOT NULL AND name <> 'alembic_version' AND name NOT LIKE 'sqlite%'"
        )
        return {name: " ".join(sql.split()) for name, sql in found}


@pytest.mark.parametrize("revision", REVISIONS, ids=str)
def test_upgrading_from_every_revision(url, path, revision):
    """Ends at the same schema, its triggers included."""
    if revision is not None:
        migrate.upgrade(url, revision)
        assert migrate.current(url) == revision
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head() == REVISIONS[-1]
    assert {name.removeprefix("trigger ") for name in schema(path) if name.startswith("trigger")} == TRIGGERS
    engine = engine_for(url)
    with engine.connect().execution_options(reading=True) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_rebuilding_tables_keeps_their_rows(url, path):
    """Whatever was in them before, column by column, and what points to them."""
    migrate.upgrade(url, "0007")
    rebuilt = ("actions", "wordings", "history", "outbox")

    def rows(connection):
        return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in rebuilt]

    with sqlite3.connect(path) as connection:
        for (table,) in connection.execute(
            "SELECT tbl_name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            values = [1 if "INT" in kind else name for _, name, kind, *_ in columns]
            if table not in {"alembic_version", "sqlite_stat1", "sqlite_stat4"}:
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
        before = rows(connection)
    connection.close()
    migrate.upgrade(url, "0008")
    with sqlite3.connect(path) as connection:
        assert rows(connection) == before
    connection.close()
    assert all(before)


def test_the_migrated_schema_is_that_of_the_tables(url, path, tmp_path):
    """To the letter: constraints' names, partial indexes and all."""
    migrate.upgrade(url)
    other = tmp_path / "other.sqlite3"
    engine = engine_for(f"sqlite:///{other}")
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()
    migrated = {name: sql for name, sql in schema(path).items() if not name.startswith("trigger")}
    assert migrated == schema(other)


def test_every_connection_follows_foreign_keys_after_a_migration(path):
    """They are off only while tables are rebuilt."""
    store = SqlStore.open(path)
    try:
        with pytest.raises(Exception, match="FOREIGN KEY"):
            store.transact_sync(lambda u: u.within(999).boards.add("X", "X", "Europe/London", None))
    finally:
        store.close_sync()


def test_opening_upgrades_and_opening_again_changes_nothing(url, path):
    """Whoever starts the program need not know of migrations."""
    SqlStore.open(path).close_sync()
    assert migrate.current(url) == migrate.head()
    before = schema(path)
    SqlStore.open(path).close_sync()
    assert schema(path) == before


def test_a_database_of_a_later_version_is_refused(url, path):
    """Working on a schema one does not know would spoil it."""
    SqlStore.open(path).close_sync()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for attempt in (lambda: SqlStore.open(path), lambda: migrate.upgrade(url)):
        with pytest.raises(SchemaTooNew, match="9999"):
            attempt()


def test_looking_into_an_earlier_schema_is_refused(path):
    """Reading alone may not upgrade."""
    sqlite3.connect(path).close()
    path.touch()
    with pytest.raises(SchemaTooOld, match="arising migrate"):
        SqlStore.open(path, only_reading=True)


def test_a_migration_that_fails_leaves_nothing(url, path, monkeypatch):
    """Neither tables nor a revision: it can be run again."""
    monkeypatch.setattr("alembic.op.execute", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(url)
    assert migrate.current(url) is None
    assert schema(path) == {}
    monkeypatch.undo()
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()


def test_asking_for_the_revision_makes_no_database(url, path):
    """It is None, and no file is there."""
    assert migrate.current(url) is None
    assert not path.exists()
