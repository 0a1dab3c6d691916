"""The schema's migrations, run from code."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from store import estimates
from store.dialects import database_file, engine_for, is_file, rebuilding
from store.lock import ProcessLock

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


class SchemaTooNew(RuntimeError):  # noqa: N818 - it names what is the case
    """The database was upgraded by a later version of this program."""


class SchemaTooOld(RuntimeError):  # noqa: N818 - it names what is the case
    """The database has to be upgraded first."""


def head() -> str:
    """The revision this program works on: the last file of `migrations/versions`, which begin with theirs."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current(url: str) -> str | None:
    """The revision a database is at; None when it has no schema, or is not there yet."""
    if is_file(url) and not database_file(url).exists():
        return None
    engine = engine_for(url)
    try:
        return revision_of(engine)
    finally:
        engine.dispose()


def upgrade(url: str, revision: str = "head") -> None:
    """Bring a database to this program's revision, or to an earlier one on the way there.

    Raises:
        AlreadyRunning: a server has the database open.
        SchemaTooNew: it is beyond what this program knows.
    """
    lock = ProcessLock.take(database_file(url)) if is_file(url) else None
    engine = engine_for(url)
    try:
        bring_up(engine, revision)
    finally:
        engine.dispose()
        if lock is not None:
            lock.release()


def revision_of(engine: Engine) -> str | None:
    """The revision behind an engine."""
    with engine.connect().execution_options(reading=True) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)


def bring_up(engine: Engine, revision: str = "head") -> None:
    """`upgrade` for whoever holds the lock. Alembic is imported only when there is something to do."""
    now = revision_of(engine)
    _not_too_new(now)
    if now == head():
        return
    from alembic import command

    with engine.connect() as connection, rebuilding(connection):
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        estimates.tell(connection)


def check(engine: Engine) -> None:
    """Refuse a database at another revision than this program's.

    Raises:
        SchemaTooNew: it is beyond what this program knows.
        SchemaTooOld: it is at an earlier one, or has no schema.
    """
    now = revision_of(engine)
    _not_too_new(now)
    if now != head():
        raise SchemaTooOld(
            f"the database is at revision {now or 'none'}, and this version works on {head()}: start the server, "
            "or run `arising migrate`"
        )


def _not_too_new(now: str | None) -> None:
    if now is not None and now > head():
        raise SchemaTooNew(
            f"the database is at revision {now}, and this version of Matters Arising knows {head()} at most: "
            "install the version that wrote it, or a later one"
        )


def configuration() -> "Config":
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
