"""What the writer remembers is what is committed, whatever was changed, undone, or changed by somebody else."""

import sqlite3

import pytest

from bot.domain.people import Role
from bot.domain.places import PlaceKind
from tests.contract.scene import NOW, Scene, later


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
