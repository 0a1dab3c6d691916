"""A board's log is seen only in its own places, and by people with a role on it."""

import pytest

from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import UnitOfWork
from bot.views.buttons import button_id
from tests.stores import empty_store
from tests.world import World, words

SECRET = "Reword the confidential annex"
COMMANDS = [
    "list", "list all", "list mine", "list overdue", "list done", "list @hayley", "show 1", "show NWP-1", "history 1",
    "history NWP-1", "done 1", "done NWP-1 yes", "update 1 words", "update NWP-1 words", "assign NWP-1 @kim",
    "due NWP-1 20 Feb", "edit NWP-1 other words", "drop NWP-1 why", "reopen NWP-1", "close NWP-1", "undo", "digest",
    "people", "meetings", "people add Mo Lane", "meeting add 5 March 14:00", "add Something @hayley", "add", "help", "lst",
]  # fmt: skip
VERBS = ["done", "close", "reopen", "begin", "notmine", "later", "nodate", "update", "drop", "dropform", "editform", "dueform", "assign", "assignform", "show", "history"]  # fmt: skip


@pytest.fixture
def guarded(world: World) -> World:
    """A board with one action, a stranger in the same workspace, and a neighbour who is on another board."""
    world.say("sam", f"add {SECRET} @hayley by 17 Feb")
    world.drain()

    def write(unit: UnitOfWork) -> None:
        records = world.records(unit)
        here = unit.installation(Platform.PLAYGROUND, world.workspace)
        stranger = records.people.add("Stella Strange", "Europe/London", None)
        records.people.link(stranger.id, Platform.PLAYGROUND, world.workspace, "stella")
        records.places.add(here.id, PlaceKind.DIRECT, "direct-stella", "Stella", person=stranger.id)
        other = records.boards.add("OTH", "Other Board", "Europe/London", None)
        neighbour = records.people.add("Ned Neighbour", "Europe/London", None)
        records.people.give_role(other.id, neighbour.id, Role.CLERK)
        records.people.link(neighbour.id, Platform.PLAYGROUND, world.workspace, "ned")
        records.places.add(here.id, PlaceKind.DIRECT, "direct-ned", "Ned", person=neighbour.id)
        records.places.add(here.id, PlaceKind.CHANNEL, "other-channel", "other", board=other.id)

    world.store.transact_sync(write)
    return world


def leaks(said: str) -> bool:
    return any(part in said for part in (SECRET, "Hayley", "Northvale", "Sam Iqbal", "Margaret"))


@pytest.mark.parametrize("who", ["stella", "ned", "nobody-at-all"])
@pytest.mark.parametrize("direct", [True, False])
@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_role_no_command_shows_or_changes_anything(
    guarded: World, who: str, direct: bool, command: str
) -> None:
    """Whatever is said, wherever: nothing of the board comes back, and nothing of it changes."""
    before, entries = guarded.action(1), guarded.entries(1)
    reply = guarded.say(who, command, direct=direct, command=True)
    said = words(reply)
    if not (who == "ned" and "help" in command):
        # A name the asker wrote themselves is theirs to see again.
        assert not leaks(said.replace("Hayley Marsh", "") if "@hayley" in command else said)
    assert guarded.action(1) == before
    assert guarded.entries(1) == entries


@pytest.mark.parametrize("who", ["stella", "ned"])
@pytest.mark.parametrize("verb", VERBS)
def test_without_a_role_no_button_works(guarded: World, who: str, verb: str) -> None:
    """A button's id can be sent by anybody; it opens nothing to somebody without a role."""
    before = guarded.action(1)
    for direct in (True, False):
        reply = guarded.press(
            who, button_id(verb, before.id), direct=direct, words="x", due="20 Feb", owners=("1",)
        )
        assert not leaks(words(reply))
    assert guarded.action(1) == before


def test_without_a_role_no_change_can_be_undone(guarded: World) -> None:
    """Not by its button either."""
    change = guarded.entries(1)[0].change
    reply = guarded.press("ned", button_id("undo", change), direct=True)
    assert "not one you can see" in words(reply)
    assert guarded.action(1).status == "open"


def test_another_boards_action_is_not_shown_in_a_channel(guarded: World) -> None:
    """Also to somebody who is on both boards: the channel is the other board's place."""

    def both(unit: UnitOfWork) -> None:
        records = guarded.records(unit)
        sam = next(m.person for m in records.people.roster(records.boards.by_code("NWP").id).members)
        records.people.give_role(records.boards.by_code("OTH").id, sam.id, Role.MEMBER)

    guarded.store.transact_sync(both)
    inbound = guarded.inbound("sam", "show NWP-1")
    elsewhere = inbound.model_copy(
        update={"where": inbound.where.model_copy(update={"address": "other-channel"})}
    )
    assert not leaks(words(guarded.send(elsewhere)))
    assert SECRET in words(guarded.tell("sam", "show NWP-1"))


def test_two_organisations_with_the_same_names_never_meet() -> None:
    """The same codes, people and refs in another organisation: each sees and changes its own."""
    store = empty_store()
    one, two = World.on(store), World.on(store, workspace="W2")
    one.say("sam", f"add {SECRET} @hayley by 17 Feb")
    assert "There is no NWP-1" in words(two.say("sam", "show 1"))
    two.say("sam", "add A thing of our own @hayley by 18 Feb")
    one.say("hayley", "done 1")
    assert (one.action(1).status, two.action(1).status) == ("complete", "open")
    assert SECRET not in words(two.say("sam", "list all"))
    change = one.entries(1)[0].change
    assert "not one you can see" in words(two.press("sam", button_id("undo", change)))
    assert "not one you can see" in words(two.press("sam", button_id("done", one.action(1).id)))
    store.close_sync()


def test_an_observer_sees_and_changes_nothing(world: World) -> None:
    """An observer follows the board's log."""
    world.say("sam", "add A thing @hayley by 17 Feb")

    def write(unit: UnitOfWork) -> None:
        records = world.records(unit)
        board = records.boards.by_code("NWP")
        kim = next(m.person for m in records.people.roster(board.id).members if m.person.name == "Kim Osei")
        records.people.end_role(board.id, kim.id)
        records.people.give_role(board.id, kim.id, Role.OBSERVER)

    world.store.transact_sync(write)
    assert "A thing" in words(world.say("kim", "list"))
    assert "observer" in words(world.say("kim", "add Another @kim"))
    assert "Nothing was changed" in words(world.say("kim", "done 1"))
    assert world.action(1).status == "open"
