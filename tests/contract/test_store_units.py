"""A unit is one transaction: all of it or nothing; and a reader cannot write."""

import asyncio

import pytest

from bot.domain.people import Role
from bot.messages import Platform
from bot.ports import Stale
from store import writer
from tests.contract.scene import NOW, Scene


def add_board(code, *, fail=False):
    def work(records):
        board = records.boards.add(code, code, "Europe/London", None)
        if fail:
            raise ValueError(code)
        return board

    return work


def codes(here, *wanted):
    return [code for code in wanted if here.look(lambda r, c=code: r.boards.by_code(c))]


@pytest.fixture(params=[False, True], ids=["any", "brief"])
def brief(request: pytest.FixtureRequest, here: Scene, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the work is called so; where it is, the store has been quiet for long enough to heed it."""
    monkeypatch.setattr(writer, "QUICK_SECONDS", 60.0)
    for _ in range(writer.ALONE):
        here.write(lambda r: r.places.touched(here.channel.id, NOW))
    return request.param


async def test_what_was_written_is_there_when_the_caller_hears_of_it(here, brief):
    """The result comes after the commit, and a reader sees it."""
    board = await here.store.transact(lambda u: add_board("ONE")(u.within(here.organisation)), brief=brief)
    assert await here.store.read(lambda u: u.within(here.organisation).boards.by_code("ONE")) == board


async def test_work_that_raises_leaves_nothing(here, brief):
    """And its caller gets the exception, whatever was written before it."""
    with pytest.raises(ValueError, match="ONE"):
        await here.store.transact(
            lambda u: add_board("ONE", fail=True)(u.within(here.organisation)), brief=brief
        )
    assert codes(here, "ONE") == []


async def test_of_many_at_once_only_the_failing_leave_nothing(here, brief):
    """Each piece of work stands for itself."""
    work = [add_board(f"B{n}", fail=n % 3 == 0) for n in range(30)]
    told = await asyncio.gather(
        *(here.store.transact(lambda u, w=w: w(u.within(here.organisation)), brief=brief) for w in work),
        return_exceptions=True,
    )
    assert [isinstance(one, ValueError) for one in told] == [n % 3 == 0 for n in range(30)]
    assert codes(here, *(f"B{n}" for n in range(30))) == [f"B{n}" for n in range(30) if n % 3]


def test_rolling_back_forgets_what_this_unit_wrote_and_nothing_else(here):
    """Afterwards it can be used on, and what it then writes stays."""

    def work(unit):
        records = unit.within(here.organisation)
        records.boards.add("ONE", "One", "Europe/London", None)
        unit.roll_back()
        unit.roll_back()
        records.boards.add("TWO", "Two", "Europe/London", None)

    here.write(add_board("ZERO"))
    here.transact(work)
    assert codes(here, "ZERO", "ONE", "TWO") == ["ZERO", "TWO"]
    here.read(lambda u: u.roll_back())


def test_stale_work_is_run_again(here):
    """From the start, as if it had never run; not for ever."""
    runs = []

    def work(unit):
        runs.append(unit)
        unit.within(here.organisation).boards.add(f"B{len(runs)}", "B", "Europe/London", None)
        if len(runs) < 3:
            raise Stale
        return len(runs)

    assert here.transact(work) == 3
    assert codes(here, "B1", "B2", "B3") == ["B3"]

    def always(unit):
        runs.append(unit)
        raise Stale

    runs.clear()
    with pytest.raises(Stale):
        here.transact(always)
    assert len(runs) in {5, 6}  # on SQLite there is one before, without a savepoint


WRITES = {
    "organisation": lambda u, _: u.add_organisation("No"),
    "installation": lambda u, h: u.add_installation(h.organisation, Platform.SLACK, "T1"),
    "board": lambda u, h: add_board("NO")(u.within(h.organisation)),
    "role": lambda u, h: u.within(h.organisation).people.end_role(h.board.id, h.officer.id),
    "identity": lambda u, h: u.within(h.organisation).people.link(
        h.officer.id, Platform.PLAYGROUND, "W1", "spy"
    ),
    "digest": lambda u, h: u.within(h.organisation).boards.set_next_digest(h.board.id, NOW),
    "place": lambda u, h: u.within(h.organisation).places.touched(h.channel.id, NOW),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_reader_cannot_write(here, write):
    """It is refused by the database or before, and nothing has changed."""
    with pytest.raises(Exception, match=r"cannot write|readonly|read-only"):
        here.read(lambda u: write(u, here))
    assert here.look(lambda r: r.people.roles(here.officer.id)) == {here.board.id: Role.OFFICER}
    assert here.look(lambda r: r.boards.get(here.board.id)) == here.board
    assert codes(here, "NO") == []
    here.write(add_board("YES"))
    assert codes(here, "YES") == ["YES"]


async def test_a_failing_read_is_its_callers_alone(here):
    """The reader serves the next."""

    def fails(_unit):
        raise ValueError("mine")

    for _ in range(5):
        with pytest.raises(ValueError, match="mine"):
            await here.store.read(fails)
    assert await here.store.read(lambda u: u.within(here.organisation).boards.get(here.board.id))


async def test_many_reads_at_once(here):
    """More than there are readers: each is answered."""
    found = await asyncio.gather(
        *(
            here.store.read(lambda u: u.within(here.organisation).people.roster(here.board.id))
            for _ in range(20)
        )
    )
    assert {len(roster.members) for roster in found} == {3}


def test_two_scenes_do_not_meet(store):
    """The suite's own footing: organisations are separate from the start."""
    one, two = Scene.set(store, "W1"), Scene.set(store, "W2")
    one.add("ours")
    assert (one.actions(), two.actions()) == (["ours"], [])


def test_a_closed_store_takes_no_more_work(store):
    """And says so, instead of waiting for ever; closing again does no harm."""
    store.close_sync()
    store.close_sync()
    with pytest.raises(RuntimeError, match="closed"):
        store.transact_sync(lambda _: None)
    with pytest.raises(RuntimeError, match="closed"):
        store.read_sync(lambda _: None)
