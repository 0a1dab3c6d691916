""" "Which one?" and "which board?" may be answered by typing, in the conversation they were asked in."""

from datetime import timedelta

import pytest

from bot.domain.actions import Status
from bot.domain.people import Role
from bot.ports import UnitOfWork
from tests.world import World, button, words


@pytest.fixture
def toms(world: World) -> World:
    """Three of Tom's."""
    for number in (1, 2, 3):
        world.say("sam", f"add Do thing {number} @tom by 20 Feb")
    world.drain()
    return world


def statuses(world: World) -> list[Status]:
    return [world.action(number).status for number in (1, 2, 3)]


OPEN, DONE, BLOCKED = Status.OPEN, Status.COMPLETE, Status.BLOCKED


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("2", [OPEN, DONE, OPEN]),
        ("NWP-2", [OPEN, DONE, OPEN]),
        ("the second one please", [OPEN, DONE, OPEN]),
        ("1 and 3", [DONE, OPEN, DONE]),
        ("all of them", [DONE, DONE, DONE]),
        ("the last", [OPEN, OPEN, DONE]),
        ("none of them", [OPEN, OPEN, OPEN]),
    ],
)
def test_a_typed_answer_does_what_its_button_would(toms: World, typed: str, left: list[Status]) -> None:
    """To what was chosen, and to nothing else."""
    assert "Which one is done?" in words(toms.tell("tom", "done"))
    toms.tell("tom", typed)
    assert statuses(toms) == left


def test_what_was_said_goes_to_the_one_chosen(toms: World) -> None:
    """With all its words."""
    toms.tell("tom", "waiting on legal")
    reply = toms.tell("tom", "the first one")
    assert "NWP-1 is blocked: “waiting on legal”." in words(reply)
    assert statuses(toms) == [BLOCKED, OPEN, OPEN]


def test_it_can_be_undone(toms: World) -> None:
    """As if the button had been pressed."""
    toms.tell("tom", "done")
    reply = toms.tell("tom", "3")
    toms.press("tom", button(reply, "Undo"), direct=True)
    assert statuses(toms) == [OPEN] * 3


def test_a_question_is_answered_once(toms: World) -> None:
    """A number typed after that is looked at, as ever; after a button too."""
    asked = toms.tell("tom", "done")
    toms.press("tom", button(asked, "NWP-1"), direct=True)
    assert "NWP-2 · Do thing 2" in words(toms.tell("tom", "2"))
    assert statuses(toms) == [DONE, OPEN, OPEN]


def test_nothing_asked_nothing_chosen(toms: World) -> None:
    """A number alone shows its action, and "both" is somebody's own words."""
    assert "NWP-2 · Do thing 2" in words(toms.tell("tom", "2"))
    assert statuses(toms) == [OPEN] * 3


def test_a_number_that_was_not_offered_is_looked_at(toms: World) -> None:
    """It is somebody else's, and no answer."""
    toms.say("sam", "add Do thing 4 @diane by 20 Feb")
    toms.tell("tom", "done")
    assert "NWP-4 · Do thing 4" in words(toms.tell("tom", "4"))
    assert "Which one is done?" not in words(toms.tell("tom", "the second"))
    assert statuses(toms) == [OPEN, DONE, OPEN]


def test_both_of_three_is_asked_again(toms: World) -> None:
    """Nothing is guessed, and what was said is kept."""
    toms.tell("tom", "done")
    assert "Which one is done?" in words(toms.tell("tom", "both"))
    assert statuses(toms) == [OPEN] * 3
    toms.tell("tom", "1 and 2")
    assert statuses(toms) == [DONE, DONE, OPEN]


def test_an_old_question_is_not_answered_by_typing(toms: World) -> None:
    """After half an hour a number is just that; the buttons still work."""
    asked = toms.tell("tom", "done")
    toms.now += timedelta(minutes=31)
    toms.tell("tom", "2")
    assert statuses(toms) == [OPEN] * 3
    toms.press("tom", button(asked, "NWP-2"), direct=True)
    assert statuses(toms) == [OPEN, DONE, OPEN]


def test_it_is_answered_where_it_was_asked(toms: World) -> None:
    """A number in the channel is no answer to what was asked in the direct conversation."""
    toms.tell("tom", "done")
    toms.say("tom", "2")
    assert statuses(toms) == [OPEN] * 3
    toms.say("tom", "done")
    toms.say("tom", "2")
    assert statuses(toms) == [OPEN, DONE, OPEN]


def test_nobody_answers_for_another(toms: World) -> None:
    """In a channel others type numbers too."""
    toms.say("tom", "done")
    toms.say("sam", "2")
    assert statuses(toms) == [OPEN] * 3


def test_the_same_delivery_again_chooses_nothing_more(toms: World) -> None:
    """It gets the answer it was given."""
    toms.tell("tom", "done")
    typed = toms.inbound("tom", "2", direct=True)
    first, again = toms.send(typed), toms.send(typed)
    assert first == again
    assert statuses(toms) == [OPEN, DONE, OPEN]


def test_which_board_is_answered_with_its_name_or_letters(toms: World) -> None:
    """And what was said is done there."""

    def second(unit: UnitOfWork) -> None:
        records = toms.records(unit)
        board = records.boards.add("SEC", "Second Board", "Europe/London", None)
        sam = next(m.person for m in records.people.roster(records.boards.by_code("NWP").id).members)
        records.people.give_role(board.id, sam.id, Role.CLERK)

    toms.store.transact_sync(second)
    for typed in ("sec", "Second Board", "the Second Board."):
        assert "Which board is this for?" in words(toms.tell("sam", "add Book the hall by 20 Feb"))
        assert "Added SEC-" in words(toms.tell("sam", typed))


@pytest.mark.parametrize("typed", ["2", "the second"])
def test_a_question_in_a_thread_is_answered_there(toms: World, typed: str) -> None:
    """Without naming the bot again."""
    toms.say("sam", "digest")
    toms.drain()
    post = toms.said[-1].address
    where = {"thread": post, "command": False}
    assert "Which one" in words(toms.say("tom", "done", **where))
    toms.say("tom", typed, addressed=False, **where)
    assert statuses(toms) == [OPEN, DONE, OPEN]
