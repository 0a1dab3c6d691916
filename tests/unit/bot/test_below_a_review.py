"""What is typed right below a review: it is said of the proposals, and no action of the log changes by mistake."""

from datetime import date, timedelta

import pytest

from bot.domain.actions import Status
from tests.world import World, button, words

MINUTES = """Northvale Wellbeing Partnership

Minutes of the meeting held on 3 February 2026

Present: Hayley Marsh (HM), Priya Nair (PN), Sam Iqbal (clerk), Cllr Tom Reid

2. Parking

ACTION: HM to print the posters by 6 March
ACTION: The Wardens to walk the route by next meeting
ACTION: Diane Ward to write to the school

3. Budget

RESOLVED: That the budget be approved.
"""
FRIDAY = date(2026, 2, 27)


@pytest.fixture(autouse=True)
def _log_and_review(world: World) -> None:
    """Three actions of the log have the numbers of three proposals, and the clerk has one of them."""
    world.meeting(date(2026, 2, 17))
    for what in ("Alpha paper @tom", "Beta paper @sam", "Gamma paper @tom"):
        world.say("sam", f"add {what} by 27 Feb")
    world.drain()
    world.tell("sam", f"minutes {MINUTES}")


def untouched(world: World) -> bool:
    """Whether the three actions are as they were added."""
    found = [world.action(number) for number in (1, 2, 3)]
    return all(a.status is Status.OPEN and a.due.day == FRIDAY for a in found) and all(
        len(world.entries(number)) == 1 for number in (1, 2, 3)
    )


def title(said: str, number: int) -> str:
    """The line of a proposal's card with its verdict."""
    return next(line for line in said.splitlines() if f"{number} · " in line and "NWP" not in line)


def test_accept_takes_the_proposal_of_that_number(world: World):
    said = words(world.tell("sam", "accept 1"))
    assert "Accepted: 1 “Print the posters”." in said
    assert title(said, 1) == "✓ Goes into the log · 1 · Print the posters"
    assert untouched(world)


def test_a_date_is_the_proposals(world: World):
    """The action of the same number is named as the one that stays, and how to change that."""
    said = words(world.tell("sam", "3 is due 13 March"))
    assert "Accepted: 3 “Write to the school”, due Fri 13 Mar 2026." in said
    assert "NWP-3 in the log is as it was: to change that, say “NWP-3”." in said
    assert untouched(world)


def test_a_date_that_cannot_be_read_changes_nothing(world: World):
    said = words(world.tell("sam", "3 is due 32 Feb"))
    assert "I cannot read “32 Feb” as a date. Nothing was changed." in said
    assert "✓" not in said
    assert untouched(world)


def test_owners_are_the_proposals(world: World):
    said = words(world.tell("sam", "2 is Kim and Diane"))
    assert "Accepted: 2 “Walk the route”, Kim Osei and Diane Ward." in said
    assert untouched(world)


def test_a_decision_has_neither_owner_nor_date(world: World):
    said = words(world.tell("sam", "4 is Kim's"))
    assert "4 is no action: it has no owner and no date. Nothing was changed." in said


@pytest.mark.parametrize("text", ["leave out 2", "drop 2", "2 is not an action", "2 no"])
def test_a_proposal_is_left_out(world: World, text: str):
    """“Drop 2” too, although that is a command for actions."""
    said = words(world.tell("sam", text))
    assert title(said, 2) == "– Left out · 2 · Walk the route"
    assert untouched(world)


def test_all_of_it_in_one_message(world: World):
    said = words(world.tell("sam", "accept all except 2 and put in the log"))
    assert "1 is still to decide, and would be left out." in said
    said = words(world.tell("sam", "leave out 2 and put them in the log"))
    assert "2 actions, 1 decision." in said
    assert [world.action(n).what for n in (4, 5)] == ["Print the posters", "Write to the school"]
    assert untouched(world)


def test_some_of_it_straight_into_the_log(world: World):
    """Those named are accepted first; what nobody has decided on is asked about all the same."""
    reply = world.tell("sam", "put 1 and 3 in the log")
    assert "2 are still to decide, and would be left out." in words(reply)
    assert "2 actions" in words(world.press("sam", button(reply, "Put 2 in the log"), direct=True))


def test_one_kind_of_it(world: World):
    said = words(world.tell("sam", "accept the actions"))
    assert [title(said, n)[:2] for n in (1, 2, 3, 4)] == ["✓ ", "✓ ", "✓ ", "4 "]


def test_numbers_stay_with_their_proposals(world: World):
    """A page of what is still to decide shows the same numbers, so that they can be answered."""
    reply = world.tell("sam", "accept 1")
    left = words(world.press("sam", button(reply, "Only what is to decide"), direct=True))
    assert title(left, 2) == "2 · Walk the route"
    assert "Accepted: 3 “Write to the school”." in words(world.tell("sam", "accept 3"))


@pytest.mark.parametrize(
    "text", ["2 done", "done 2", "close 2", "spoke to the printer today", "rang Tom about 2", "edit 2 Omega"]
)
def test_what_may_be_meant_for_the_log_is_asked_about(world: World, text: str):
    """Nothing changes on a guess, and the review goes on."""
    reply = world.tell("sam", text)
    assert untouched(world)
    assert "stands below minutes under review, so nothing was changed." in words(reply)
    assert "Print the posters" in words(world.press("sam", button(reply, "Go on reviewing"), direct=True))
    assert "Accepted: 1" in words(world.tell("sam", "accept 1"))


def test_what_was_typed_is_kept_for_the_action(world: World):
    reply = world.tell("sam", "2 done")
    assert "NWP-2 is complete" in words(world.press("sam", button(reply, "NWP-2 in the log"), direct=True))
    assert world.action(2).status is Status.COMPLETE


def test_words_nobody_can_read_as_a_verdict_go_on_no_action(world: World):
    """No board reads “accept the first one” as somebody's progress."""
    said = words(world.tell("sam", "accept the first one"))
    assert "Of the minutes I read “accept 1 and 3”" in said
    assert "in the log]" not in said
    assert untouched(world)


def test_an_action_named_with_the_boards_letters_is_that_one(world: World):
    assert "NWP-2 is complete" in words(world.tell("sam", "NWP-2 done"))
    assert "NWP-1 and NWP-3 are closed" in words(world.tell("sam", "close NWP-1 and 3"))


def test_commands_are_read_as_ever(world: World):
    assert "Alpha paper" in words(world.tell("sam", "list"))
    assert "Added NWP-4" in words(world.tell("sam", "add Ring the printer @kim by 6 March"))


def test_elsewhere_and_later_a_number_is_an_actions(world: World):
    """In the channel, an hour on, or once the minutes are in the log or set aside."""
    assert "NWP-1 is complete" in words(world.say("sam", "done 1"))
    world.now += timedelta(minutes=61)
    assert "NWP-2 is complete" in words(world.tell("sam", "2 done"))
    assert "Minutes of Tue 3 Feb 2026" in words(world.tell("sam", "minutes"))
    assert "set aside" in words(world.tell("sam", "set these minutes aside"))
    assert "NWP-3 is now due Fri 13 Mar 2026" in words(world.tell("sam", "3 is due 13 March"))


@pytest.mark.parametrize("text", ["accept 1", "accept all", "leave out 2"])
def test_a_verdict_said_long_after_is_still_nobodys_progress(world: World, text: str):
    """The review is offered again; nothing is noted, and nothing is decided unseen."""
    world.now += timedelta(days=1)
    reply = world.tell("sam", text)
    assert "may be meant for minutes under review, so nothing was changed." in words(reply)
    assert "✓" not in words(world.press("sam", button(reply, "Go on reviewing"), direct=True))
    assert "Accepted: 1" in words(world.tell("sam", "accept 1"))
    assert untouched(world)


def test_in_the_channel_too(world: World):
    """Where the review was called for with a command, a command below it is said of it."""
    world.say("sam", "minutes")
    assert "Accepted: 1" in words(world.say("sam", "accept 1"))
    assert "so nothing was changed" in words(world.say("sam", "done 2"))
    assert untouched(world)


def test_a_question_asked_meanwhile_comes_first(world: World):
    """“Which one?” is answered by what is typed after it."""
    world.say("sam", "add Delta paper @sam by 27 Feb")
    world.now += timedelta(minutes=61)
    world.tell("sam", "minutes")
    other = world.tell("sam", "show")
    assert "Which one" in words(other)
    assert "Beta paper" in words(world.tell("sam", "2"))


def test_others_are_not_asked(world: World):
    """Nobody but clerk and chair reviews: an owner's words are about the log."""
    assert "NWP-1 is complete" in words(world.tell("tom", "1 done"))
