"""What the writer remembers is what is committed, whatever was changed, undone, or changed by somebody else."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from bot.domain.people import Role
from bot.domain.places import PlaceKind
from store.store import SqlStore
from tests.contract.scene import NOW, Scene, later
from tests.contract.test_store_groups import adds


class UndoneError(Exception):
    """Raised by a piece of work that is to leave nothing behind."""


def seen(records, here: Scene):
    """Everything that is remembered of a board."""
    return (
        records.people.roster(here.board.id),
        records.places.of_board(here.board.id),
        records.meetings.of_board(here.board.id),
        records.people.by_identity(here.installation.platform, here.installation.workspace, ["hayley"]),
    )


def arrived(unit, here: Scene):
    return unit.arrival(here.inbound())


def asked(here: Scene) -> int:
    """How many statements a second look at the same things takes."""
    sent: list[str] = []

    def look(unit):
        arrived(unit, here)
        seen(unit.within(here.organisation), here)

    here.transact(look)
    driver = here.store._writer.each[0]._link._driver
    driver.set_trace_callback(sent.append)
    here.transact(look)
    driver.set_trace_callback(None)
    return len([each for each in sent if each.startswith("SELECT")])


def test_what_seldom_changes_is_asked_for_once(here):
    """Of all of it only whether this delivery was answered before."""
    assert asked(here) == 1


CHANGES = {
    "role given": lambda r, here: r.people.give_role(here.board.id, here.stranger.id, Role.MEMBER),
    "role ended": lambda r, here: r.people.end_role(here.board.id, here.officer.id),
    "identity": lambda r, here: r.people.link(
        here.stranger.id, here.installation.platform, here.installation.workspace, "hayley"
    ),
    "place": lambda r, here: r.places.add(
        here.installation.id, PlaceKind.CHANNEL, "#other", "other", board=here.board.id
    ),
    "meeting": lambda r, here: r.meetings.add(here.board.id, later(days=9), None),
    "digest": lambda r, here: r.boards.set_next_digest(here.board.id, later(days=3)),
}


@pytest.mark.parametrize("end", ["kept", "undone", "failed"])
def test_the_writer_sees_what_a_reader_sees(here, end):
    """After any change, kept, rolled back by the work itself or failed, within the transaction and after it."""
    link = here.store._writer.each[0]._link

    def afresh(unit):
        """The same without a memory."""
        link._memory, kept = None, link._memory
        try:
            return arrived(unit, here), seen(unit.within(here.organisation), here)
        finally:
            link._memory = kept

    def look(unit):
        return arrived(unit, here), seen(unit.within(here.organisation), here)

    for change in CHANGES.values():

        def work(unit, change=change):
            assert look(unit) == afresh(unit)
            change(unit.within(here.organisation), here)
            assert look(unit) == afresh(unit)
            if end == "undone":
                unit.roll_back()
            assert look(unit) == afresh(unit)
            if end == "failed":
                raise UndoneError

        if end == "failed":
            with pytest.raises(UndoneError):
                here.transact(work)
        else:
            here.transact(work)
        assert here.transact(lambda unit: look(unit) == afresh(unit))


def test_a_change_made_with_a_shell_is_noticed(here, path):
    """By the next transaction."""
    here.write(lambda r: seen(r, here))
    with sqlite3.connect(path) as shell:
        shell.execute("UPDATE people SET name = 'Hayley Marsh' WHERE name = 'Hayley'")
    roster = here.write(lambda r: r.people.roster(here.board.id))
    assert "Hayley Marsh" in {m.person.name for m in roster.members}


def test_an_add_does_not_make_it_forget(here):
    """Taking the next number, and noting when a conversation was last used, change nothing that is remembered."""
    here.write(lambda r: seen(r, here))
    before = asked(here)
    here.add()
    here.write(lambda r: r.places.touched(here.channel.id, NOW))
    sent: list[str] = []
    driver = here.store._writer.each[0]._link._driver
    driver.set_trace_callback(sent.append)
    here.write(lambda r: seen(r, here))
    driver.set_trace_callback(None)
    assert before == 1
    assert not [each for each in sent if each.startswith("SELECT")]


def number_due(path) -> int:
    with sqlite3.connect(path) as shell:
        return shell.execute("SELECT next_number FROM boards").fetchone()[0]


def fails(unit, here: Scene):
    """An add that is undone in the end."""
    adds(here, "not this")(unit)
    raise UndoneError


def thinks_again(unit, here: Scene):
    """One that is undone, and another."""
    adds(here, "not this")(unit)
    unit.roll_back()
    return adds(here, "but this")(unit)


HAPPENINGS = {
    "adds": lambda unit, here: adds(here, "one")(unit),
    "fails": fails,
    "thinks again": thinks_again,
    "changes the board": lambda unit, here: CHANGES["digest"](unit.within(here.organisation), here),
    "another adds": None,
    "the disk is full": None,
}
MANY_WORDS = "long " * 20_000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(HAPPENINGS)), max_size=12))
def test_the_next_number_is_the_one_on_disk(here, path, happenings):
    """Whatever was kept, undone, refused by the disk, or added by another process since it was last asked for."""
    link = here.store._writer.each[0]._link
    for happening in [*happenings, "adds"]:
        due, work = number_due(path), HAPPENINGS[happening]
        if happening == "another adds":
            other = SqlStore.open(path, beside=True)
            assert other.transact_sync(adds(here, "theirs")) == due
            other.close_sync()
        elif happening == "the disk is full":
            (pages,) = link._driver.execute("PRAGMA page_count").fetchone()
            link._driver.execute(f"PRAGMA max_page_count={pages}")
            with pytest.raises(DBAPIError):
                here.transact(adds(here, MANY_WORDS))
            link._driver.execute("PRAGMA max_page_count=1000000")
            assert number_due(path) == due
        elif happening == "fails":
            with pytest.raises(UndoneError):
                here.transact(lambda unit: fails(unit, here))
            assert number_due(path) == due
        elif happening == "changes the board":
            here.transact(lambda unit, its=work: its(unit, here))
            assert number_due(path) == due
        else:
            assert here.transact(lambda unit, its=work: its(unit, here)) == due
            assert number_due(path) == due + 1


def test_a_number_is_not_asked_for_twice(here):
    """By itself or in a group: nobody else gives any."""
    here.transact(adds(here, "one"))
    sent: list[str] = []
    driver = here.store._writer.each[0]._link._driver
    driver.set_trace_callback(sent.append)
    assert [here.transact(adds(here, f"{n}")) for n in range(2, 5)] == [2, 3, 4]
    driver.set_trace_callback(None)
    moves = [each for each in sent if each.startswith("UPDATE boards")]
    assert len(moves) == 3
    assert not [each for each in moves if "RETURNING" in each]
