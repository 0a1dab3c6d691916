"""`arising migrate --to`: a database moved to another one, every row compared, or nothing at all."""

import signal
import subprocess
import sys
import threading
from itertools import count
from pathlib import Path

import pytest

from store.keeping import rows
from tests.adapters.operating.conftest import Installation, install
from tests.adapters.operating.test_backup import content, elsewhere, worked_at
from tests.world import World, london, words

__all__ = ["elsewhere"]


@pytest.fixture
def left(here: Installation) -> Installation:
    """A log somebody worked at, and the bot is stopped."""
    store = here.open()
    worked_at(World.on(store))
    store.close_sync()
    return here


def address(installation: Installation) -> str:
    return installation.url or f"sqlite:///{installation.where}"


def test_everything_arrives_and_goes_on(left: Installation, elsewhere: Installation) -> None:
    """From either database to either: the same rows, the next ref, larger ids, and what waited is said."""
    before = content(left.where)
    done = left.arising("migrate", "--to", address(elsewhere))
    assert done.exit_code == 0, done.output
    assert "Moved 1 organisation, 1 board, 7 people, 3 actions" in done.stdout
    assert content(elsewhere.where) == before
    assert content(left.where) == before
    store = elsewhere.open()
    try:
        world = World(store, london("2026-02-10 10:30"), deliveries=count(100), addresses=count(100))
        assert words(world.say("sam", "add One more @kim")).startswith("Added NWP-4")
        assert world.action(4).id > world.action(3).id
        assert [s.message.kind.value for s in world.drain()].count("card") == 2
    finally:
        store.close_sync()


def test_a_target_with_something_in_it_is_refused(left: Installation, elsewhere: Installation) -> None:
    """And nothing of either is changed."""
    store = elsewhere.open()
    World.on(store, workspace="W9")
    store.close_sync()
    before, there = content(left.where), content(elsewhere.where)
    refused = left.arising("migrate", "--to", address(elsewhere))
    assert refused.exit_code == 2
    assert "not overwritten" in refused.stderr
    assert (content(left.where), content(elsewhere.where)) == (before, there)


def test_onto_itself_is_refused(left: Installation) -> None:
    """In a sentence."""
    refused = left.arising("migrate", "--to", address(left))
    assert refused.exit_code == 2
    assert "onto itself" in refused.stderr


def test_an_address_that_is_none_is_refused_and_not_repeated(left: Installation) -> None:
    """It may hold a password."""
    refused = left.arising("migrate", "--to", "mysql://arising:hunter2@db/arising")
    assert refused.exit_code == 2
    assert "--to must begin with sqlite:///" in refused.stderr
    assert "hunter2" not in refused.output


def test_the_bot_has_to_be_stopped(here: Installation, world: World, elsewhere: Installation) -> None:
    """What it wrote meanwhile would be left behind."""
    worked_at(world)
    refused = here.arising("migrate", "--to", address(elsewhere))
    assert refused.exit_code == 2
    assert "already open in process" in refused.stderr or "stop it everywhere first" in refused.stderr


def test_a_bot_that_stops_just_now_is_waited_for(
    postgresql_url: str, tmp_path: Path, elsewhere: Installation
) -> None:
    """Its sessions on a server end a moment after it: whoever stops and moves in one breath is not refused."""
    stops = install(tmp_path / "stops", postgresql_url)
    store = stops.open()
    worked_at(World.on(store))
    stopping = threading.Timer(0.5, store.close_sync)
    stopping.start()
    done = stops.arising("migrate", "--to", address(elsewhere))
    stopping.join()
    assert done.exit_code == 0, done.output
    assert content(elsewhere.where) == content(stops.where)


def test_what_arrives_otherwise_than_it_was_sent_is_not_kept(
    left: Installation, elsewhere: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A driver that changes a single word is found out, and the target stays empty."""
    usual = rows.typed

    def garbling(row, kinds):
        return {k: "X" if k == "what" else v for k, v in usual(row, kinds).items()}

    monkeypatch.setattr(rows, "typed", garbling)
    refused = left.arising("migrate", "--to", address(elsewhere))
    assert refused.exit_code == 2
    assert "what arrived in actions is not what was sent" in refused.stderr
    monkeypatch.undo()
    done = left.arising("migrate", "--to", address(elsewhere))
    assert done.exit_code == 0, done.output


KILLED = """
import os, signal, sys
from store.keeping import moving, rows
seen = []
def progress(what, done):
    seen.append(what)
    if len(seen) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
moving.move(sys.argv[1], sys.argv[2], progress)
"""


@pytest.mark.parametrize("when", [12, 25])
def test_a_move_that_is_killed_leaves_nothing(left: Installation, elsewhere: Installation, when: int) -> None:
    """Wherever it was: the target is still empty, and the next try goes through."""
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, address(left), address(elsewhere), str(when)], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    if elsewhere.url is None:
        assert not Path(elsewhere.where).exists()
    done = left.arising("migrate", "--to", address(elsewhere))
    assert done.exit_code == 0, done.output
    assert content(elsewhere.where) == content(left.where)
