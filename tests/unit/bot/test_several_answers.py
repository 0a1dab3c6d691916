"""One message about several actions: one change, and each action told what was understood of it."""

from datetime import date

import pytest

from bot.domain.actions import Status
from tests.world import World, button, words


@pytest.fixture
def toms(world: World) -> World:
    """Three of Tom's, and one of Diane's."""
    for number in (1, 2, 3):
        world.say("sam", f"add Do thing {number} @tom by 20 Feb")
    world.say("sam", "add Do thing 4 @diane by 20 Feb")
    world.drain()
    return world


def statuses(world: World) -> list[Status]:
    return [world.action(number).status for number in (1, 2, 3, 4)]


def test_each_action_gets_its_own(toms: World) -> None:
    """The answer names each, and what became of it."""
    reply = toms.tell("tom", "1 done, 2 waiting on legal and 3 will be 6 March")
    assert words(reply).splitlines() == [
        "NWP-1 is complete.",
        "NWP-2 is blocked: “waiting on legal”.",
        "NWP-3 is now due Fri 6 Mar 2026.",
        "It was first promised for Fri 20 Feb.",
        "[Undo]",
    ]
    assert statuses(toms) == [Status.COMPLETE, Status.BLOCKED, Status.OPEN, Status.OPEN]
    assert toms.action(3).due.day == date(2026, 3, 6)


def test_one_undo_takes_all_of_it_back(toms: World) -> None:
    """Also what the clerk is told of: nothing is left of it in the log."""
    reply = toms.tell("tom", "1 done\n2 in progress\n3 not mine")
    assert len({e.change for n in (1, 2, 3) for e in toms.entries(n)[-1:]}) == 1
    toms.press("tom", button(reply, "Undo"), direct=True)
    assert statuses(toms) == [Status.OPEN] * 4
    assert all(len(toms.action(n).assignments) == 1 for n in (1, 2, 3))


@pytest.mark.parametrize("how", ["/action", "thread", "directly"])
def test_it_means_the_same_wherever_it_is_said(toms: World, how: str) -> None:
    """After "/action" no more is completed than to the bot directly or in a card's thread."""
    said = "1 done, 2 waiting on legal"
    if how == "/action":
        toms.say("tom", said)
    elif how == "thread":
        card = next(s.address for s in toms.said if s.message.view.subjects == (toms.action(1).id,))
        toms.say("tom", said, thread=card, command=False, addressed=False)
    else:
        toms.tell("tom", said)
    assert statuses(toms)[:2] == [Status.COMPLETE, Status.BLOCKED]


def test_done_before_two_refs_is_said_of_the_first_alone(toms: World) -> None:
    """ "Done 1, 2 waiting on legal" completes nothing that waits, also as a command."""
    toms.say("tom", "done 1, 2 waiting on legal")
    assert statuses(toms)[:2] == [Status.COMPLETE, Status.BLOCKED]


def test_what_cannot_be_read_is_kept_and_asked_about(toms: World) -> None:
    """A date that does not exist changes no due; its words stay on its own action."""
    reply = toms.tell("tom", "1 done, 2 needs until 32 Feb")
    assert "Noted on NWP-2: “needs until 32 Feb”" in words(reply)
    assert "I cannot read “32 Feb” as a date. When is NWP-2 due?" in words(reply)
    assert toms.action(2).due.day == date(2026, 2, 20)
    answer = toms.press("tom", button(reply, "Fri"), direct=True)
    assert "NWP-2 is now due Fri" in words(answer)
    assert toms.action(1).status is Status.COMPLETE


def test_words_on_progress_stay_on_their_own_action(toms: World) -> None:
    """With buttons for what they may have meant, which name it."""
    reply = toms.tell("tom", "1 done, 2 drafted the map")
    assert "Noted on NWP-2: “drafted the map”" in words(reply)
    toms.press("tom", button(reply, "NWP-2 in progress"), direct=True)
    assert statuses(toms)[:2] == [Status.COMPLETE, Status.IN_PROGRESS]
    assert [e.update for e in toms.entries(1)] == [None, None]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("1 done, 4 waiting on legal", "can change NWP-4. “waiting on legal” is not recorded."),
        ("1 done, 44 waiting on legal", "There is no NWP-44. “waiting on legal” is not recorded."),
        ("NWP-1 done, XYZ-2 in progress", "No board here has the letters XYZ: there is NWP"),
    ],
)
def test_what_cannot_be_done_stops_the_rest_until_a_button_is_pressed(
    toms: World, said: str, why: str
) -> None:
    """All or nothing, and nothing lost: the button does what was said of the others."""
    reply = toms.tell("tom", said)
    assert why in words(reply)
    assert "Nothing was changed." in words(reply)
    assert statuses(toms) == [Status.OPEN] * 4
    answer = toms.press("tom", button(reply, "Record NWP-1"), direct=True)
    assert "NWP-1 is complete." in words(answer)
    assert statuses(toms) == [Status.COMPLETE, Status.OPEN, Status.OPEN, Status.OPEN]


def test_the_same_action_by_two_names_is_not_guessed_at(toms: World) -> None:
    """ "NWP-1 done, 1 waiting": the words are kept whole."""
    toms.tell("tom", "NWP-1 done, 1 waiting on legal")
    assert statuses(toms)[0] is Status.OPEN


def test_a_number_nobody_knows_is_no_action(toms: World) -> None:
    """ "20 was the total" is about a count: the words are an update, and close nothing."""
    reply = toms.tell("tom", "1 done, 20 was the total")
    assert "Noted on NWP-1: “1 done, 20 was the total”" in words(reply)
    assert statuses(toms)[0] is Status.OPEN


def test_a_contributor_completes_their_own_part_alone(toms: World) -> None:
    """As they would by a command of its own."""
    toms.say("sam", "add Walk the route @diane and @tom by 20 Feb")
    reply = toms.tell("tom", "1 in progress, 5 done")
    assert "Your part of NWP-5 is complete." in words(reply)
    assert toms.action(5).status is Status.OPEN


# --- a board there is not --------------------------------------------------------------------------------------


def test_a_ref_of_no_board_keeps_the_words(toms: World) -> None:
    """It says which letters there are, and a button does what was said to the one meant."""
    reply = toms.tell("tom", "XYZ-2 waiting on the printers")
    assert "No board here has the letters XYZ: there is NWP (Northvale Wellbeing Partnership)" in words(reply)
    answer = toms.press("tom", button(reply, "NWP-2"), direct=True)
    assert "NWP-2 is blocked: “waiting on the printers”." in words(answer)
    assert statuses(toms) == [Status.OPEN, Status.BLOCKED, Status.OPEN, Status.OPEN]


def test_a_number_there_is_not_offers_ones_own(toms: World) -> None:
    """What was said is not lost with it."""
    reply = toms.tell("tom", "NWP-77 done, sent on Monday")
    toms.press("tom", button(reply, "NWP-3"), direct=True)
    assert statuses(toms) == [Status.OPEN, Status.OPEN, Status.COMPLETE, Status.OPEN]


def test_letters_of_a_board_one_is_not_on_are_not_told_apart_from_none(toms: World) -> None:
    """A board somebody holds no role on is not named, whether it exists or not."""

    def another(unit: object) -> None:
        toms.records(unit).boards.add("NSB", "Northvale Safety Board", "Europe/London", None)

    before = words(toms.tell("tom", "NSB-1 done"))
    toms.store.transact_sync(another)
    assert words(toms.tell("tom", "NSB-1 done")) == before
    assert "Safety" not in before


def test_another_week_is_a_week_after_the_due(toms: World) -> None:
    """Asked for a week more, an action due on the 20th is due on the 27th."""
    toms.tell("tom", "1 another week, 2 done")
    assert toms.action(1).due.day == date(2026, 2, 27)
    toms.tell("tom", "need another week for NWP-3")
    assert toms.action(3).due.day == date(2026, 2, 27)


def test_a_name_the_board_knows_takes_it_over(toms: World) -> None:
    """ "Handed to Kim Osei" gives it to Kim; in somebody's own words there is no @."""
    reply = toms.tell("tom", "3 handed to Kim Osei, 1 done")
    assert "NWP-3: Kim Osei leads it now" in words(reply)
