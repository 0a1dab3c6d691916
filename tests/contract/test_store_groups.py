"""Pieces that share a commit: each is as if it had been alone, on either database."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.actions import Source
from bot.domain.dues import NO_DUE
from bot.domain.history import Entry, Verb, snapshot
from bot.domain.outbox import OutboxState
from bot.domain.people import SYSTEM
from bot.ports import ActionFilter, NewAction, Stale
from store.statements import Link
from tests.contract.scene import NOW, later, row
from tests.unit.store.test_group_commit import held


def new(what: str) -> NewAction:
    return NewAction(what=what, due=NO_DUE, owners=(), adder=None, added_at=NOW, source=Source())


async def together(store, *works) -> list:
    """Let them gather behind a gate, then through it; what each gives or raises."""
    gate, gated = await held(store)
    tasks = [asyncio.create_task(store.transact(work)) for work in works]
    await asyncio.sleep(0)
    gate.opened.set()
    await gated
    return await asyncio.gather(*tasks, return_exceptions=True)


def adds(here, what: str, board=None):
    """An action with its first line of history."""

    def work(unit):
        records = unit.within(here.organisation)
        action = records.actions.add((board or here.board).id, new(what))
        tells(here, action, Verb.ADDED)(unit)
        return action.number

    return work


def tells(here, action, verb: Verb, at: datetime = NOW):
    """A line of history about an action."""

    def work(unit):
        history = unit.within(here.organisation).history
        return history.append(
            Entry(
                board=action.board,
                verb=verb,
                change=history.new_change(),
                actor=here.clerk.id,
                at=at,
                action=action.id,
                after=snapshot(action),
            )
        )

    return work


def fails(work):
    """The same, and then something goes wrong."""

    def failing(unit):
        work(unit)
        raise KeyError

    return failing


def numbers(here, board) -> list[int]:
    found = here.look(lambda r: r.log(SYSTEM).listed(board.id, ActionFilter()))
    return sorted(action.number for action in found)


def test_numbers_of_a_group_follow_one_another(here, monkeypatch):
    """The board's counter is asked once and written once; the next add goes on from there."""
    sent: list[str] = []
    execute = Link._execute

    def listen(self, sql, bound=(), by=None):
        sent.append(sql)
        return execute(self, sql, bound, by)

    monkeypatch.setattr(Link, "_execute", listen)
    given_ = asyncio.run(together(here.store, *(adds(here, f"number {n}") for n in range(1, 11))))
    monkeypatch.undo()
    assert given_ == list(range(1, 11))
    assert len([sql for sql in sent if sql.startswith("UPDATE boards")]) == 2
    assert here.transact(adds(here, "the next")) == 11
    assert numbers(here, here.board) == list(range(1, 12))


def test_a_piece_that_fails_takes_no_number(here):
    """Whether others have counted before it or after."""
    told = asyncio.run(
        together(
            here.store,
            fails(adds(here, "not at all")),
            adds(here, "first"),
            fails(adds(here, "neither")),
            adds(here, "second"),
        )
    )
    assert [one for one in told if isinstance(one, int)] == [1, 2]
    assert numbers(here, here.board) == [1, 2]
    assert here.transact(adds(here, "third")) == 3


def test_a_piece_that_counted_and_thinks_again_takes_no_number(here):
    """It wrote nothing yet but a number."""

    def thinks_again(unit):
        adds(here, "not this")(unit)
        unit.roll_back()
        return adds(here, "but this")(unit)

    assert asyncio.run(together(here.store, adds(here, "a"), thinks_again, adds(here, "b"))) == [1, 2, 3]
    assert numbers(here, here.board) == [1, 2, 3]


def test_a_number_taken_for_what_then_failed_is_given_back(here):
    """Also where the piece keeps the failure to itself, and had written nothing but the number."""

    def keeps_it_to_itself(unit):
        broken = replace(new("broken"), owners=(None,))
        with suppress(AttributeError):
            unit.within(here.organisation).actions.add(here.board.id, broken)
        unit.roll_back()
        return "well"

    told = asyncio.run(together(here.store, adds(here, "a"), keeps_it_to_itself, adds(here, "b")))
    assert told == [1, "well", 2]
    assert numbers(here, here.board) == [1, 2]


def test_rows_are_inserted_after_those_they_point_to(here):
    """Whichever of its tables a group came to first: one that had to run twice would run its pieces twice."""
    old = here.add("old")
    runs = []

    def counted(unit):
        runs.append(unit)
        return adds(here, "new")(unit)

    told = asyncio.run(together(here.store, tells(here, old, Verb.REWORDED), counted))
    assert [type(one) for one in told] == [int, int]
    assert len(runs) == 1
    assert numbers(here, here.board) == [1, 2]


def test_whoever_reads_in_a_group_sees_what_came_before(here):
    """Also one that may not write."""

    def look(unit):
        return [
            a.what for a in unit.within(here.organisation).log(SYSTEM).listed(here.board.id, ActionFilter())
        ]

    async def run():
        gate, gated = await held(here.store)
        tasks = [
            asyncio.create_task(here.store.transact(adds(here, "one"))),
            asyncio.create_task(here.store.transact(look)),
            asyncio.create_task(here.store._writer.run(look, reading=True)),
        ]
        await asyncio.sleep(0)
        gate.opened.set()
        await gated
        return await asyncio.gather(*tasks)

    assert asyncio.run(run()) == [1, ["one"], ["one"]]


@pytest.mark.parametrize("first", [OutboxState.SENT, OutboxState.FAILED])
def test_of_two_who_settle_one_message_the_first_does(here, first):
    """The other is told, and what shares the commit with them is done."""
    ids = [here.write(lambda r, k=key: r.outbox.put(row(k), None, NOW)) for key in ("one", "two")]
    rows = here.read(lambda unit: unit.outbox_by_id(ids))
    begun, other = here.transact(lambda unit: unit.begin_attempts(rows, NOW))
    second = OutboxState.FAILED if first is OutboxState.SENT else OutboxState.SENT
    told = asyncio.run(
        together(
            here.store,
            lambda unit: unit.settle(begun, first, None, later(seconds=1)),
            lambda unit: unit.settle(begun, second, None, later(seconds=1)),
            lambda unit: unit.settle(other, OutboxState.SENT, None, later(seconds=1)),
            adds(here, "something"),
        )
    )
    assert [type(each) for each in told] == [type(None), Stale, type(None), int]
    kept = here.read(lambda unit: unit.outbox_by_id(ids))
    assert [each.state for each in kept] == [first, OutboxState.SENT]
    assert numbers(here, here.board) == [1]


def test_of_one_thing_serials_grow_as_it_changed(here):
    """However many pieces of one group change it."""
    action = replace(here.add("one"))
    pieces = [tells(here, action, Verb.REWORDED), adds(here, "two"), tells(here, action, Verb.REWORDED)] * 5
    told = asyncio.run(together(here.store, *pieces))
    serials = [one for n, one in enumerate(told) if n % 3 != 1]
    assert serials == sorted(set(serials))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=12))
def test_numbers_have_no_gaps(here, asked):
    """Of no board, whatever groups adds come in and whichever of them fail."""
    boards = here.look(lambda r: list(r.boards.all()))
    while len(boards) < 3:
        code = f"B{len(boards)}"
        boards.append(here.write(lambda r, c=code: r.boards.add(c, c, "Europe/London", None)))
    works = [(adds(here, "something", boards[n]), well) for n, well in asked]
    asyncio.run(together(here.store, *(work if well else fails(work) for work, well in works)))
    for board in boards:
        found = numbers(here, board)
        assert found == list(range(1, len(found) + 1))
