"""The fence on SQLite: an OS lock on a file beside the database, so that a second process refuses to start.

The kernel lets go of it when the process ends, however it ends; a lock file left behind means nothing.
"""

import fcntl
import os
from pathlib import Path
from typing import Self


class AlreadyRunning(RuntimeError):  # noqa: N818 - it names what is the case
    """Another process has this database open."""


class ProcessLock:
    """Held from `take` to `release`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, database: Path) -> Self:
        """Take the lock of a database.

        Raises:
            AlreadyRunning: naming the process that holds it.
        """
        path = database.with_name(database.name + ".lock")
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(handle, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            raise AlreadyRunning(
                f"{database} is already open in process {holder}. Only one process may serve a SQLite database: "
                f"stop that one first."
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        return cls(handle)

    def release(self) -> None:
        """Let the next process in. The file stays: removing it could let two in at once."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
