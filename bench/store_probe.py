"""What the store's statements cost, beside the raw driver in the same run.

    python -m bench.store_probe [--rounds N] [--actions N]

An add is what the core does for one, without the core: arrival, roster, action with an assignment, history with its
wordings, the board's places, an outbox row, the reply. With --actions it also times the claims among that many.
"""

import argparse
import asyncio
import itertools
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.domain.actions import UNFINISHED, Owner, Part, Source
from bot.domain.dues import on
from bot.domain.history import Entry, Verb, snapshot
from bot.domain.ids import BoardId, OrganisationId, PersonId
from bot.domain.outbox import OutboxKind
from bot.domain.people import SYSTEM, Role
from bot.domain.places import PlaceKind
from bot.messages import Author, Heading, Inbound, Paragraph, Platform, Reply, Run, View, Where
from bot.ports import ActionFilter, NewAction, NewAssignment, NewRow, UnitOfWork
from store.store import SqlStore

NOW = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
SECONDS = 0.5
PEOPLE = 8


@dataclass(frozen=True)
class Scene:
    organisation: OrganisationId
    board: BoardId
    owner: PersonId


def furnish(unit: UnitOfWork) -> Scene:
    organisation = unit.add_organisation("Northvale")
    here = unit.add_installation(organisation, Platform.PLAYGROUND, "W1")
    records = unit.within(organisation)
    board = records.boards.add("NWP", "Northvale Wellbeing Partnership", "Europe/London", NOW)
    people = []
    for n in range(PEOPLE):
        people.append(records.people.add(f"Person {n}", "Europe/London", "Northvale Council"))
        records.people.link(people[n].id, Platform.PLAYGROUND, "W1", f"p{n}")
        records.people.give_role(board.id, people[n].id, list(Role)[n % len(Role)])
    records.places.add(here.id, PlaceKind.CHANNEL, "#nwp-board", "nwp-board", board=board.id)
    return Scene(organisation, board.id, people[0].id)


def add(number: int) -> Callable[[UnitOfWork], Reply]:
    """One add, as the core asks the store for it."""
    inbound = Inbound(
        platform=Platform.PLAYGROUND,
        workspace="W1",
        delivery=f"delivery-{number}",
        author=Author(workspace="W1", id="p2"),
        where=Where(kind=PlaceKind.CHANNEL, address="#nwp-board"),
        text="add Circulate the outcomes of the workshop @p0 by 17 Feb",
    )

    def work(unit: UnitOfWork) -> Reply:
        arrival = unit.arrival(inbound)
        assert arrival is not None
        assert arrival.board is not None
        assert arrival.place is not None
        assert arrival.viewer.person is not None
        if arrival.earlier is not None:
            return arrival.earlier
        board, me = arrival.board.id, arrival.viewer.person.id
        records = unit.within(arrival.installation.organisation)
        owner = records.people.roster(board).members[0].person
        action = records.actions.add(
            board,
            NewAction(
                "Circulate the outcomes of the workshop",
                on(date(2026, 2, 17), "by 17 Feb"),
                (NewAssignment(Owner.of(owner.id), Part.LEAD, NOW + timedelta(days=number % 7)),),
                me,
                NOW,
                Source(arrival.place.id, None, inbound.text),
            ),
        )
        change = records.history.new_change()
        entry = Entry(board, Verb.ADDED, change, me, NOW, action.id, place=arrival.place.id)
        records.history.append(Entry(**{**_fields(entry), "after": snapshot(action)}))
        rows = []
        for place in records.places.of_board(board):
            key = f"card:{action.id}:{place.id}"
            new = NewRow(key, OutboxKind.CARD, key, NOW, place.id, about={"action": action.id})
            rows.append(records.outbox.put(new, inbound.delivery, NOW))
        reply = Reply(
            answer=View(
                line="Added",
                blocks=(
                    Heading(text=f"NWP-{action.number}"),
                    Paragraph(lines=((Run(text=action.what, strong=True),), (Run(text=owner.name),))),
                ),
                subjects=(action.id,),
            ),
            rows=tuple(row for row in rows if row is not None),
        )
        unit.keep_reply(arrival.installation.organisation, inbound, reply, NOW)
        return reply

    return work


def _fields(entry: Entry) -> dict:
    return {name: getattr(entry, name) for name in Entry.__slots__}


class Raw:
    """The driver alone: three inserts, one commit, on disk."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=FULL"):
            self.connection.execute(f"PRAGMA {setting}")
        for table in ("action", "history", "outbox"):
            self.connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT)")

    def add(self, number: int) -> None:
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        for table in ("action", "history", "outbox"):
            execute(f"INSERT INTO {table} (a, b, c) VALUES (?, ?, ?)", (str(number), "x" * 60, "y" * 120))
        execute("COMMIT")


def raw_rate(raw: Raw, numbers: Iterator[int]) -> float:
    began, done = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        raw.add(next(numbers))
        done += 1
    return done / (time.perf_counter() - began)


async def store_rate(store: SqlStore, numbers: Iterator[int], at_once: int) -> float:
    done = 0
    began = time.perf_counter()

    async def adder() -> None:
        nonlocal done
        while time.perf_counter() - began < SECONDS:
            await store.transact(add(next(numbers)))
            done += 1

    await asyncio.gather(*(adder() for _ in range(at_once)))
    return done / (time.perf_counter() - began)


async def rates(store: SqlStore, raw: Raw, numbers: Iterator[int], rounds: int) -> None:
    """In turns, so that what else the machine does falls on all of them."""
    await store_rate(store, numbers, 32)
    found = [
        (raw_rate(raw, numbers), await store_rate(store, numbers, 1), await store_rate(store, numbers, 32))
        for _ in range(rounds)
    ]
    raws, ones, many = zip(*found, strict=True)
    print(f"{'raw driver, three inserts a commit':<44}{statistics.median(raws):>9,.0f}/s")
    for name, each in (("store, one add at a time", ones), ("store, 32 at once", many)):
        ratio = statistics.median(a / b for a, b in zip(each, raws, strict=True))
        print(f"{name:<44}{statistics.median(each):>9,.0f}/s   {ratio:.2f} of raw")


def microseconds(work: Callable[[], object], times: int = 200) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1e6


def reads(store: SqlStore, scene: Scene) -> None:
    """What each read costs inside a unit."""
    inbound = Inbound(
        platform=Platform.PLAYGROUND,
        workspace="W1",
        delivery="never",
        author=Author(workspace="W1", id="p2"),
        where=Where(kind=PlaceKind.CHANNEL, address="#nwp-board"),
    )

    def work(unit: UnitOfWork) -> dict[str, float]:
        records = unit.within(scene.organisation)
        log = records.log(SYSTEM)
        action = log.numbered(scene.board, 1)
        assert action is not None
        return {
            "arrival": microseconds(lambda: unit.arrival(inbound)),
            "roster": microseconds(lambda: records.people.roster(scene.board)),
            "places of the board": microseconds(lambda: records.places.of_board(scene.board)),
            "one action": microseconds(lambda: log.action(action.id)),
            "its history": microseconds(lambda: log.entries(action.id)),
        }

    for name, taken in store.read_sync(work).items():
        print(f"{name:<44}{taken:>9,.0f} µs")


def seeded(store: SqlStore, scene: Scene, count: int) -> None:
    """Actions whose nudges fall due one after another, far apart from now but for the first thousand."""

    def piece(first: int) -> Callable[[UnitOfWork], None]:
        def work(unit: UnitOfWork) -> None:
            actions = unit.within(scene.organisation).actions
            for n in range(first, min(first + 5_000, count)):
                at = NOW + (timedelta(0) if n < 1_000 else timedelta(days=1, seconds=n))
                new = NewAssignment(Owner.of(scene.owner), Part.LEAD, at)
                due = on(date(2026, 3, 1) + timedelta(days=n % 300))
                actions.add(scene.board, NewAction(f"Action {n}", due, (new,), scene.owner, NOW, Source()))

        return work

    for first in range(0, count, 5_000):
        store.transact_sync(piece(first))


def claims(store: SqlStore, scene: Scene) -> None:
    """The clock's questions among many actions, beside the same rows asked of the driver."""

    def work(unit: UnitOfWork) -> dict[str, float]:
        log = unit.within(scene.organisation).log(SYSTEM)
        return {
            "tick's claim, nothing due": microseconds(lambda: unit.claim_nudges(NOW - timedelta(1), 1_000)),
            "tick's claim, 1,000 due": microseconds(lambda: unit.claim_nudges(NOW, 1_000), 20),
            "the next moment": microseconds(unit.next_moment),
            "what the outbox may say now": microseconds(lambda: unit.claim_outbox(NOW, 50), 20),
            "overdue on the board": microseconds(
                lambda: log.listed(
                    scene.board, ActionFilter(statuses=UNFINISHED, overdue_on=date(2026, 3, 1))
                ),
                3,
            ),
        }

    for name, taken in store.transact_sync(work).items():
        print(f"{name:<44}{taken:>9,.0f} µs")
    raw = sqlite3.connect(store._engine.url.database)
    query = (
        "SELECT s.id, s.next_nudge_at, a.board_id, a.due_day FROM assignments s JOIN actions a "
        "ON a.organisation_id = s.organisation_id AND a.id = s.action_id "
        "WHERE s.next_nudge_at <= ? ORDER BY s.next_nudge_at LIMIT 1000"
    )
    at = NOW.isoformat(timespec="microseconds")
    taken = microseconds(lambda: raw.execute(query, (at,)).fetchall(), 20)
    print(f"{'the driver asked for the same 1,000':<44}{taken:>9,.0f} µs")
    raw.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--actions", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = SqlStore.open(Path(folder) / "log.sqlite3")
        scene = store.transact_sync(furnish)
        asyncio.run(rates(store, Raw(Path(folder) / "raw.sqlite3"), itertools.count(1), asked.rounds))
        reads(store, scene)
        if asked.actions:
            seeded(store, scene, asked.actions)
            claims(store, scene)
        store.close_sync()


if __name__ == "__main__":
    main()
