"""Pieces that share a commit on PostgreSQL: what they insert is sent together, and each is as if it had been alone."""

import asyncio
from contextlib import contextmanager
from datetime import datetime

import pytest

from bot import core
from bot.domain.history import Entry, Verb, snapshot
from bot.domain.people import SYSTEM, Role
from store.statements import Link
from tests.contract.scene import NOW, Scene
from tests.contract.test_store_groups import adds, new, tells, together
from tests.unit.store.test_group_commit import Gate, add_board
from tests.world import World


@contextmanager
def traced():
    """The statements all writers send."""
    sent: list[str] = []
    execute = Link._execute

    def listen(self, sql, bound=(), by=None):
        if not self._reading:
            sent.append(sql)
        return execute(self, sql, bound, by)

    Link._execute = listen
    yield sent
    Link._execute = execute


def opened(store, number: int) -> World:
    return World.on(store, workspace=f"W{number}", code=f"B{number}")


def codes(here: Scene) -> set[str]:
    return {board.code for board in here.look(lambda r: r.boards.all())} - {"NWP"}


async def test_what_a_group_inserts_is_sent_together(replica):
    """Ten adds to ten boards: one number each, and one statement for all their rows, before one commit."""
    store = replica()
    worlds = [await asyncio.to_thread(opened, store, n) for n in range(10)]
    for world in worlds:
        await asyncio.to_thread(world.say, "sam", "add Book the room @hayley by 12 Feb")
    inbounds = [(w, w.inbound("sam", "add Send the papers @hayley by 13 Feb")) for w in worlds]
    with traced() as sent:
        replies = await together(
            store, *(lambda unit, w=w, i=i: core.handle(unit, i, w.now) for w, i in inbounds)
        )
    assert {reply.answer.line.split()[0] for reply in replies} == {"Added"}
    assert len([sql for sql in sent if "INSERT INTO" in sql]) == 1
    assert len([sql for sql in sent if sql.startswith("UPDATE boards")]) == 10
    assert sent.count("COMMIT") == 2
    assert {world.action(2).what for world in worlds} == {"Send the papers"}


async def test_what_was_inserted_is_seen_by_whoever_asks(replica):
    """By the same piece, and by the next of its group."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)

    def add_and_look(what):
        def work(unit):
            records = unit.within(here.organisation)
            action = records.actions.add(here.board.id, new(what))
            records.history.append(
                Entry(
                    board=here.board.id,
                    verb=Verb.ADDED,
                    change=records.history.new_change(),
                    actor=here.clerk.id,
                    at=NOW,
                    action=action.id,
                    after=snapshot(action),
                )
            )
            seen = records.log(SYSTEM).action(action.id)
            return seen.what, [entry.verb for entry in records.log(SYSTEM).entries(action.id)]

        return work

    def look(unit):
        return [a.what for a in unit.within(here.organisation).actions.from_message("nowhere")]

    found = await together(store, add_and_look("one"), look, add_and_look("two"))
    assert found == [("one", [Verb.ADDED]), [], ("two", [Verb.ADDED])]


async def test_a_failing_piece_leaves_the_others(replica):
    """Whether it fails in Python, in the database at once, or when what it inserted is sent."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)

    def raises(unit):
        add_board(here, "RAISES")(unit)
        raise KeyError

    def thinks_again(unit):
        add_board(here, "FIRST")(unit)
        unit.roll_back()
        add_board(here, "SECOND")(unit)

    told = await together(
        store, add_board(here, "A"), add_board(here, "A"), raises, thinks_again, add_board(here, "B")
    )
    assert [type(one).__name__ for one in told] == ["int", "IntegrityError", "KeyError", "NoneType", "int"]
    assert await asyncio.to_thread(codes, here) == {"A", "SECOND", "B"}


async def test_what_the_database_refuses_of_one_row_is_told_to_its_piece(replica):
    """And not to those whose rows were sent with it: a number too large, a moment nobody knows."""
    store = replica()
    here = await asyncio.to_thread(Scene.set, store)

    def words(said, at=NOW, person=None):
        def work(unit):
            records = unit.within(here.organisation)
            action = records.actions.add(here.board.id, new("Book the room"))
            records.history.add_update(action.id, person, said, at)
            return action.id

        return work

    naive = datetime(2026, 2, 10, 9, 30)
    given = await together(
        store,
        words("a\0b \u2028 \\u0000 'quoted'"),
        words("c", naive),
        words("d", person=1 << 70),
        words("e"),
    )
    assert [type(each).__name__ for each in given] == ["int", "ValueError", "OverflowError", "int"]
    said = await asyncio.to_thread(
        here.look, lambda r: [[u.words for u in r.log(SYSTEM).updates(given[n])] for n in (0, 3)]
    )
    assert said == [["a\ufffdb \u2028 \\u0000 'quoted'"], ["e"]]


async def test_one_delivery_twice_in_a_group(replica):
    """Done once, and both are given the same reply."""
    store = replica()
    world = await asyncio.to_thread(World.on, store)
    inbound = world.inbound("sam", "add Book the room @hayley by 12 Feb")
    replies = await together(store, *[lambda unit: core.handle(unit, inbound, world.now)] * 3)
    assert len({reply.model_dump_json() for reply in replies}) == 1
    assert world.action(1) is not None
    assert world.action(2) is None


@pytest.mark.parametrize("same", [True, False])
async def test_a_delivery_that_was_answered_before(replica, same):
    """By this process or another: the reply it was given then, though the log has gone on since."""
    one, two = replica(), replica()
    world = await asyncio.to_thread(World.on, one)
    await asyncio.to_thread(world.say, "sam", "add Book the room @hayley by 12 Feb")
    done = world.inbound("hayley", f"done {world.action(1).number}")
    first = await one.transact(lambda unit: core.handle(unit, done, world.now))
    await asyncio.to_thread(world.say, "sam", "reopen 1")
    store = one if same else two
    again, other = await together(
        store,
        lambda unit: core.handle(unit, done, world.now),
        lambda unit: core.handle(
            unit, world.inbound("sam", "add Send the papers @hayley by 13 Feb"), world.now
        ),
    )
    assert again == first
    assert other.answer.line.startswith("Added")
    assert world.action(1).status.value == "open"


async def test_a_row_that_another_replica_holds(replica):
    """Keeps its own piece waiting; those that arrived with it are done."""
    one, two = replica(), replica()
    worlds = [await asyncio.to_thread(opened, one, n) for n in range(2)]
    here = await one.read(lambda unit: unit.arrival(worlds[0].inbound("sam", "list")))
    gate = Gate()

    def holds(unit):
        unit.within(here.installation.organisation).actions.add(here.board.id, new("held"))
        gate(unit)

    holding = asyncio.create_task(one.transact(holds))
    await asyncio.to_thread(gate.entered.wait, 10)
    inbounds = [(w, w.inbound("sam", "add Send the papers @hayley by 13 Feb")) for w in worlds]
    waits, goes = [
        asyncio.create_task(two.transact(lambda unit, w=w, i=i: core.handle(unit, i, w.now)))
        for w, i in inbounds
    ]
    assert (await asyncio.wait_for(goes, 10)).answer.line.startswith("Added")
    assert not waits.done()
    gate.opened.set()
    await holding
    assert "B0-2" in (await waits).answer.line


async def test_a_replica_notices_what_another_has_changed(replica, postgresql):
    """Of what writers remember; also what was changed with a shell. A number taken is no change."""
    one, two = replica(), replica()
    here = await asyncio.to_thread(Scene.set, one)

    def roster(unit):
        return {m.person.name for m in unit.within(here.organisation).people.roster(here.board.id).members}

    def give(unit):
        unit.within(here.organisation).people.give_role(here.board.id, here.stranger.id, Role.MEMBER)

    def undone(unit):
        give(unit)
        raise KeyError

    def asked(sent):
        return [sql for sql in sent if sql.startswith("SELECT roles.role")]

    for _ in range(8):
        assert await two.transact(roster) == {"Margaret", "Sam", "Hayley"}
    with traced() as sent:
        await asyncio.to_thread(here.add)
        with pytest.raises(KeyError):
            await one.transact(undone)
        assert await two.transact(roster) == {"Margaret", "Sam", "Hayley"}
    assert asked(sent) == []
    await one.transact(give)
    assert await two.transact(roster) == {"Margaret", "Sam", "Hayley", "Nobody"}
    database = two._engine.url.database
    await asyncio.to_thread(
        postgresql.sql, "UPDATE people SET name = 'Hayley Marsh' WHERE name = 'Hayley'", database
    )
    assert await two.transact(roster) == {"Margaret", "Sam", "Hayley Marsh", "Nobody"}
    assert await one.transact(roster) == {"Margaret", "Sam", "Hayley Marsh", "Nobody"}


async def test_ids_left_by_one_piece_are_not_for_another_that_has_looked(replica):
    """What another replica wrote since they were reserved has larger ones, and a later change must have larger ones still."""
    one, two = replica(), replica()
    here = await asyncio.to_thread(Scene.set, one)
    action = await asyncio.to_thread(here.add, "old")
    theirs: list[int] = []

    def after_another(unit):
        theirs.append(two.transact_sync(tells(here, action, Verb.REWORDED)))
        assert unit.within(here.organisation).log(SYSTEM).entries(action.id)
        return tells(here, action, Verb.REWORDED)(unit)

    told = await together(one, adds(here, "new"), after_another)
    assert told[0] == 2
    assert told[1] > theirs[-1]
