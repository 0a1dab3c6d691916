"""One process serves a SQLite file; a second one is told so, and by whom it is held."""

import os
import signal
import subprocess
import sys

import pytest

from store import migrate
from store.lock import AlreadyRunning
from store.store import SqlStore

OPEN = """
import sys
from store.store import SqlStore
try:
    store = SqlStore.open(sys.argv[1])
except Exception as error:
    print(type(error).__name__, error, flush=True)
else:
    print("open", flush=True)
    sys.stdin.read()
"""


def start(path) -> tuple[subprocess.Popen, str]:
    """Another process that opens the store, and what it says."""
    process = subprocess.Popen(
        [sys.executable, "-c", OPEN, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, process.stdout.readline().strip()


def end(process, how=None) -> None:
    if how is not None:
        process.send_signal(how)
    process.communicate(timeout=20)


def test_a_second_process_is_refused_and_told_who_holds_it(store, path):
    """With the pid, in a sentence that says what to do."""
    process, said = start(path)
    end(process)
    assert said.startswith("AlreadyRunning")
    assert f"process {os.getpid()}" in said
    assert "stop that one first" in said


def test_this_process_cannot_open_it_twice_either(store, path):
    """Two writers in one process would be two writers."""
    with pytest.raises(AlreadyRunning, match=str(os.getpid())):
        SqlStore.open(path)


def test_the_lock_goes_with_the_process(path):
    """However it ends; the file it leaves means nothing."""
    process, said = start(path)
    assert said == "open"
    with pytest.raises(AlreadyRunning, match=str(process.pid)):
        SqlStore.open(path)
    end(process, signal.SIGKILL)
    SqlStore.open(path).close_sync()


def test_a_closed_store_lets_the_next_one_in(path):
    """At once."""
    for _ in range(3):
        SqlStore.open(path).close_sync()


def test_a_store_that_could_not_be_opened_holds_nothing(tmp_path):
    """Neither the lock nor a half-made schema."""
    path = tmp_path / "log.sqlite3"
    path.write_bytes(b"This is no database, however long it is. " * 200)
    for _ in range(2):
        with pytest.raises(Exception, match="not a database"):
            SqlStore.open(path)


def test_any_path_will_do(tmp_path):
    """Whatever a folder is called."""
    for name in ("what? #1 %20.db", "café 100%.sqlite3"):
        SqlStore.open(tmp_path / name).close_sync()
        assert (tmp_path / name).exists()


def test_upgrading_is_refused_while_it_is_open(store, path):
    """A migration beside a running server would pull the tables from under it."""
    with pytest.raises(AlreadyRunning):
        migrate.upgrade(f"sqlite:///{path}")


def test_looking_in_needs_no_lock(store, here, path):
    """The operator's commands read beside the server, and cannot write."""
    look = SqlStore.open(path, only_reading=True)
    try:
        assert look.read_sync(lambda u: u.within(here.organisation).boards.get(here.board.id)) == here.board
        with pytest.raises(PermissionError):
            look.transact_sync(lambda u: u.add_organisation("No"))
    finally:
        look.close_sync()
    here.add("still writing")


def test_there_must_be_something_to_look_into(path):
    """Looking makes no file."""
    with pytest.raises(FileNotFoundError, match="no database"):
        SqlStore.open(path, only_reading=True)
    assert not path.exists()
