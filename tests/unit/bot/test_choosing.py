""" "Which one?" and "which board?" may be answered by typing, in the conversation they were asked in."""

from datetime import date, timedelta

import pytest

from bot.domain.actions import Status
from bot.domain.availability import Availability
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


def availability(world: World) -> Availability:
    """Tom's."""

    def look(unit: UnitOfWork) -> Availability:
        records = world.records(unit)
        members = records.people.roster(records.boards.by_code("NWP").id).members
        return next(m.person.availability for m in members if m.person.name == "Tom Reid")

    return world.store.read_sync(look)


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


# --- until when, when, who, and what was meant ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "typed", "last"),
    [
        ("im off sick", "until 27 feb", date(2026, 2, 27)),
        ("im off sick", "27 feb", date(2026, 2, 27)),
        ("away", "until next friday", None),
        ("i'm on annual leave", "for two weeks", date(2026, 2, 23)),
        ("away", "til friday", date(2026, 2, 13)),
    ],
)
def test_until_when_somebody_is_away(toms: World, said: str, typed: str, last: date | None) -> None:
    """The end of the absence, and no action's due: a doubtful day is asked about."""
    assert "Until when" in words(toms.tell("tom", said))
    reply = words(toms.tell("tom", typed))
    assert "You are away" in reply or last is None, reply
    assert [toms.action(n).due.day for n in (1, 2, 3)] == [date(2026, 2, 20)] * 3
    assert availability(toms).away_until == last


def test_until_when_somebody_hears_nothing(toms: World) -> None:
    """They asked for silence, and then say until when."""
    assert "Until when?" in words(toms.tell("tom", "stop nudging me"))
    toms.tell("tom", "until 2 march")
    assert availability(toms).muted_until == date(2026, 3, 2)
    assert [toms.action(n).due.day for n in (1, 2, 3)] == [date(2026, 2, 20)] * 3


@pytest.mark.parametrize(
    ("typed", "until"), [("3 days", date(2026, 2, 13)), ("until monday", date(2026, 2, 16))]
)
def test_until_when_an_action_sleeps(toms: World, typed: str, until: date) -> None:
    """Its due stays."""
    assert "Until when" in words(toms.tell("tom", "snooze 2"))
    toms.tell("tom", typed)
    assert toms.action(2).assignments[0].snoozed_until == until
    assert toms.action(2).due.day == date(2026, 2, 20)


def test_when_it_is_due(toms: World) -> None:
    """Also where the first answer could not be read, and by whoever added it."""
    assert "When is NWP-4 due?" in words(toms.say("sam", "add Book the hall @tom by 32 Feb"))
    assert "NWP-4 is now due Fri 27 Feb 2026" in words(toms.say("sam", "27 feb"))
    assert "When will NWP-2 be done?" in words(toms.tell("tom", "2 needs more time"))
    assert "NWP-2 is now due Wed 25 Feb 2026" in words(toms.tell("tom", "25 feb"))


@pytest.mark.parametrize("typed", ["kim", "for Kim Osei", "give it to @kim", "assign to kim"])
def test_who_has_it(toms: World, typed: str) -> None:
    """An action nobody has, given to somebody with their name alone."""
    assert "Nobody has it yet" in words(toms.say("sam", "add Book the hall by 20 Feb"))
    assert "Kim Osei leads it now" in words(toms.say("sam", typed))


def test_yes_that_was_meant(toms: World) -> None:
    """And "no" changes nothing."""
    assert "Did you mean" in words(toms.say("sam", "lsit"))
    assert "Do thing 1" in words(toms.say("sam", "yes"))
    toms.say("sam", "lsit")
    assert "Nothing was changed." in words(toms.say("sam", "no"))


@pytest.mark.parametrize("typed", ["1 done", "waiting on legal", "list mine", "thanks"])
def test_whatever_else_is_said_is_no_answer(toms: World, typed: str) -> None:
    """It means what it means without a question before it, and the question still waits."""
    plain = words(toms.tell("tom", typed))
    toms.tell("tom", "undo")
    toms.tell("tom", "im off sick")
    assert words(toms.tell("tom", typed)) == plain


def test_after_another_change_a_day_is_no_answer(toms: World) -> None:
    """Nobody remembers what was asked before that."""
    toms.tell("tom", "im off sick")
    toms.tell("tom", "1 done")
    toms.tell("tom", "friday")
    assert availability(toms).away_until is None


@pytest.mark.parametrize("typed", ["the hall", "hall one please", "the one about the hall"])
def test_one_of_those_offered_by_its_own_words(toms: World, typed: str) -> None:
    """What was said first is done to it, with all its words."""
    toms.say("sam", "add Book the hall @tom by 20 Feb")
    toms.tell("tom", "waiting on legal")
    assert "NWP-4 is blocked: “waiting on legal”." in words(toms.tell("tom", typed))


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("all except 2", [DONE, OPEN, DONE]),
        ("not the first", [OPEN, DONE, DONE]),
        ("the first two", [DONE, DONE, OPEN]),
        ("the last two", [OPEN, DONE, DONE]),
    ],
)
def test_several_of_those_offered(toms: World, typed: str, left: list[Status]) -> None:
    """By leaving some out, or by how many."""
    toms.tell("tom", "done")
    toms.tell("tom", typed)
    assert statuses(toms) == left


@pytest.mark.parametrize("asked", ["im off sick", "stop nudging me", "snooze 2"])
@pytest.mark.parametrize("typed", ["until 31 feb", "until 30/2", "until yesterday"])
def test_a_day_that_cannot_be_is_asked_for_again(toms: World, asked: str, typed: str) -> None:
    """The same question once more, which the next day typed answers; no action's due is touched, nor asked about."""
    toms.tell("tom", asked)
    again = words(toms.tell("tom", typed))
    assert "ntil when" in again, again
    toms.tell("tom", "27 feb")
    assert [toms.action(n).due.day for n in (1, 2, 3)] == [date(2026, 2, 20)] * 3
    known = availability(toms)
    slept = toms.action(2).assignments[0].snoozed_until
    assert date(2026, 2, 27) in {known.away_until, known.muted_until, slept}


def test_a_due_that_cannot_be_is_asked_for_again(toms: World) -> None:
    """Of the action it was asked for."""
    toms.say("sam", "add Book the hall @tom by 32 Feb")
    assert "When is NWP-4 due?" in words(toms.say("sam", "31 feb"))
    toms.say("sam", "27 feb")
    assert toms.action(4).due.day == date(2026, 2, 27)
