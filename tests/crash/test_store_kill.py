"""A writer killed in the middle of its work: what it acknowledged is there, once; what it did not is there whole or not at all."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.store import SqlStore
from tests.contract.scene import Scene

# Each line said is an acknowledged action: it is said only after `transact` returned.
ADDING = """
import asyncio, sys
from bot.domain.actions import Owner, Part, Source
from bot.domain.dues import NO_DUE
from bot.domain.history import Entry, Verb, snapshot
from bot.domain.ids import BoardId, OrganisationId, PersonId
from bot.ports import NewAction, NewAssignment
from store.store import SqlStore
from tests.contract.scene import NOW, row

path, organisation, board, person = sys.argv[1], *map(int, sys.argv[2:])

def add(unit):
    records = unit.within(OrganisationId(organisation))
    owners = (NewAssignment(Owner.of(PersonId(person)), Part.LEAD),)
    action = records.actions.add(BoardId(board), NewAction("Kept", NO_DUE, owners, None, NOW, Source()))
    change = records.history.new_change()
    records.history.append(
        Entry(action.board, Verb.ADDED, change, None, NOW, action.id, after=snapshot(action))
    )
    records.outbox.put(row(f"card:{action.id}"), None, NOW)
    return action

async def main():
    store = SqlStore.open(path)
    print("open", flush=True)
    async def adder():
        while True:
            action = await store.transact(add)
            print(action.id, action.number, flush=True)
    await asyncio.gather(*(adder() for _ in range(16)))

asyncio.run(main())
"""
KILLS = 6


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(tmp_path: Path) -> None:
    """Killed six times at different moments; each time the next process opens the file at once."""
    path = tmp_path / "log.sqlite3"
    with opened(path) as store:
        scene = Scene.set(store)
    acknowledged: list[tuple[int, int]] = []
    for kill in range(KILLS):
        acknowledged += add_until_killed(path, scene, after=0.05 + 0.07 * kill)
    assert len(acknowledged) > KILLS * 10
    assert len({its_id for its_id, _ in acknowledged}) == len(acknowledged)
    assert len({number for _, number in acknowledged}) == len(acknowledged)
    with opened(path) as store:

        def ask(sql: str) -> list:
            return store.transact_sync(lambda unit: unit._link._execute(sql).fetchall())

        there = dict(ask("SELECT id, number FROM actions"))
        assert {its_id: there.get(its_id) for its_id, _ in acknowledged} == dict(acknowledged)
        assert sorted(there.values()) == list(range(1, len(there) + 1))
        ids = set(there)
        assert {row[0] for row in ask("SELECT action_id FROM assignments")} == ids
        assert {row[0] for row in ask("SELECT action_id FROM history")} == ids
        assert {int(row[0].removeprefix("card:")) for row in ask('SELECT "key" FROM outbox')} == ids
        assert ask("PRAGMA integrity_check") == [("ok",)]
        assert ask("PRAGMA foreign_key_check") == []


@contextmanager
def opened(path: Path) -> Iterator[SqlStore]:
    store = SqlStore.open(path)
    yield store
    store.close_sync()


def add_until_killed(path: Path, scene: Scene, *, after: float) -> list[tuple[int, int]]:
    """What a process acknowledged from when it had the database open until it was killed."""
    arguments = (path, scene.organisation, scene.board.id, scene.officer.id)
    process = subprocess.Popen(
        [sys.executable, "-c", ADDING, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "open\n"
    timer = threading.Timer(after, os.kill, (process.pid, signal.SIGKILL))
    timer.start()
    said, _ = process.communicate(timeout=60)
    timer.join()
    assert process.returncode == -signal.SIGKILL
    whole = said[: said.rfind("\n") + 1]  # the last line may be cut
    return [(int(its_id), int(number)) for its_id, number in map(str.split, whole.splitlines())]
