"""What a process has in hand at the moment it is hit. A blow that meets nothing proves nothing.

Looking changes nothing: the kernel is asked which sockets are the process's and who holds SQLite's lock, and
PostgreSQL what its sessions are doing.
"""

import fcntl
import os
import struct
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import make_url

TELLING = """
CREATE FUNCTION tell_of_attempt() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_notify('attempts', current_user); RETURN NULL; END $$;
CREATE TRIGGER tell_of_attempt AFTER INSERT ON attempts EXECUTE FUNCTION tell_of_attempt()
"""
"""PostgreSQL tells of an attempt as its transaction is committed, and whose it is."""


@dataclass
class Met:
    """How many blows there were, and what they met. One may have met several things."""

    blows: int = 0
    starting: int = 0
    """Came before the process had answered for the first time since it was started."""
    at_work: int = 0
    """Met anything of what follows."""
    answers: int = 0
    """Somebody was waiting for an answer."""
    messages: int = 0
    """A message was on its way to a platform."""
    questions: int = 0
    """A platform was being asked what had arrived."""
    transactions: int = 0

    def __str__(self) -> str:
        return (
            f"{self.at_work} of {self.blows} blows met work in hand: an answer {self.answers}, a message on its way "
            f"{self.messages}, a question to Slack {self.questions}, a transaction {self.transactions}; "
            f"{self.starting} while it started"
        )

    def count(self, *, starting: bool, answers: bool, messages: bool, questions: bool, writing: bool) -> None:
        self.blows += 1
        self.starting += starting
        self.answers += answers
        self.messages += messages
        self.questions += questions
        self.transactions += writing
        self.at_work += answers or messages or questions or writing


class Database(Protocol):
    """Which process is in a transaction."""

    def writing(self, pid: int, replica: int) -> bool: ...
    def as_it_begins_to_send(self, replica: int, within: float, strike: Callable[[], None]) -> None:
        """Strike the moment it has committed an attempt, before the message has left it; at last after so long."""
        ...

    def close(self) -> None: ...


class OneFile:
    """SQLite: whoever writes holds one byte of the file that its processes share.

    https://www.sqlite.org/walformat.html#wal_locks
    """

    WRITING = 120
    _AS_C = "@hhqqi4x"

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + "-shm")
        self._file: int | None = None

    def writing(self, pid: int, replica: int) -> bool:
        with suppress(FileNotFoundError):
            if self._file is not None and os.fstat(self._file).st_ino != self._path.stat().st_ino:
                self.close()
            # It stays open: to close it would let go of the locks of those who read here at the same time.
            if self._file is None:
                self._file = os.open(self._path, os.O_RDWR)
            asked = struct.pack(self._AS_C, fcntl.F_WRLCK, os.SEEK_SET, self.WRITING, 1, 0)
            kind, _, _, _, holder = struct.unpack(self._AS_C, fcntl.fcntl(self._file, fcntl.F_GETLK, asked))
            return kind != fcntl.F_UNLCK and holder == pid
        return False

    def as_it_begins_to_send(self, replica: int, within: float, strike: Callable[[], None]) -> None:
        strike()

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


class Sessions:
    """PostgreSQL: each replica has a user of its own, so that its sessions are told from the others'."""

    def __init__(self, url: str) -> None:
        self._conninfo = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._session: psycopg.Connection | None = None

    def admit(self, replica: int) -> str:
        """The URL for one of the replicas."""
        name = f"replica_{replica}"
        with suppress(psycopg.errors.DuplicateObject):
            self._connected().execute(f"CREATE ROLE {name} SUPERUSER LOGIN")
        if not replica:
            self._connected().execute(TELLING)
        url = make_url(self._conninfo).set(drivername="postgresql+psycopg", username=name)
        return url.render_as_string(hide_password=False)

    def writing(self, pid: int, replica: int) -> bool:
        try:
            found = self._connected().execute(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND xact_start IS NOT NULL",
                [f"replica_{replica}"],
            )
            return bool(found.fetchall()[0][0])
        except psycopg.OperationalError:  # the database is away just now
            return False

    def as_it_begins_to_send(self, replica: int, within: float, strike: Callable[[], None]) -> None:
        with suppress(psycopg.OperationalError), psycopg.connect(self._conninfo, autocommit=True) as session:
            session.execute("LISTEN attempts")
            for told in session.notifies(timeout=within):
                if told.payload == f"replica_{replica}":
                    break
        strike()

    def _connected(self) -> psycopg.Connection:
        if self._session is None or self._session.closed:
            self._session = psycopg.connect(self._conninfo, autocommit=True)
        return self._session

    def close(self) -> None:
        if self._session is not None:
            self._session.close()


def any_of(pid: int, ports: Counter[int]) -> bool:
    """Whether one of these connections, by the ports they come from, is the process's."""
    wanted = {port for port, count in ports.items() if count > 0}
    return bool(wanted) and bool(wanted & set(ports_of(pid)))


def ports_of(pid: int) -> Iterable[int]:
    """The ports of a process's own ends of its connections. https://man7.org/linux/man-pages/man5/proc_net.5.html"""
    sockets: dict[str, int] = {}
    with suppress(FileNotFoundError):
        for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            sockets[f"socket:[{fields[9]}]"] = int(fields[1].partition(":")[2], 16)
        for each in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                port = sockets.get(str(each.readlink()))
                if port is not None:
                    yield port
