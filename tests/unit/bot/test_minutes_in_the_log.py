"""Accepted minutes in the log: all or nothing, one message each, recognised when they come again, and undone."""

from datetime import date

import pytest

from bot.domain.minutes import ProposalKind
from bot.domain.people import SYSTEM
from bot.messages import Reply
from tests.unit.bot.test_minutes_review import MINUTES, items, press_on, review
from tests.world import World, button, words


@pytest.fixture(autouse=True)
def _meeting(world: World) -> None:
    world.meeting(date(2026, 2, 17))


def accept_all(world: World, reply: Reply) -> Reply:
    """Every card's Accept, then "Put … in the log"."""
    while any(b.label == "Accept" for b in reply.answer.buttons):
        reply = world.press("sam", button(reply, "Accept"))
    return reply


def put_in(world: World, text: str = MINUTES) -> Reply:
    return world.press("sam", button(accept_all(world, review(world, text)), "Put"))


def kept(world: World) -> list[str]:
    def look(unit) -> list[str]:
        records = world.records(unit)
        board = records.boards.by_code(world.code)
        return [one.what for one in records.log(SYSTEM).resolutions(board.id, list(ProposalKind))]

    return world.store.read_sync(look)


# --- into the log ----------------------------------------------------------------------------------------------


def test_accepted_minutes_are_in_the_log_with_their_minute_and_words(world: World):
    reply = put_in(world)
    assert "In the log, from the minutes of Tue 3 Feb 2026: 3 actions, 1 decision." in words(reply)
    assert "NWP-1 to NWP-3" in words(reply)
    posters = world.action(1)
    assert (posters.what, posters.due.day) == ("Print the posters", date(2026, 3, 6))
    assert (posters.source.minute, posters.source.words) == ("2", "HM to print the posters by 6 March")
    assert [e.verb for e in world.entries(1)] == ["added"]
    card = words(world.say("hayley", "show 1"))
    assert "From the minutes, minute 2; put in the log by Sam Iqbal, Tue 10 Feb" in card
    assert "“HM to print the posters by 6 March”" in card
    assert kept(world) == ["Approve the budget"]


def test_everybody_gets_one_message_and_the_channel_one_summary(world: World):
    """However many actions there are, and no card for each."""
    put_in(world, MINUTES + "\nACTION: Hayley Marsh to ring the printer\n")
    said = world.drain()
    assert sorted(s.message.address for s in said) == ["channel", "direct-diane", "direct-hayley"]
    hayley = next(s for s in world.to("hayley", said))
    assert "Hayley, two actions are yours from the minutes of Tue 3 Feb 2026" in hayley.text
    assert "Sam Iqbal put them in the log" in hayley.text
    assert len([b for b in hayley.message.view.buttons if b.label == "Done"]) == 2
    (summary,) = world.in_channel(said)
    assert "Minutes of Tue 3 Feb 2026 are in the log" in summary.text
    assert "4 actions, 1 decision." in summary.text
    assert "NWP-1 · Print the posters · Hayley Marsh · due Fri 6 Mar" in summary.text


def test_owners_answer_in_the_thread_of_their_message(world: World):
    put_in(world)
    message = next(s for s in world.to("diane", world.drain()))
    assert "NWP-3 is complete" in words(world.tell("diane", "done, posted today", thread=message.address))


def test_what_is_left_undecided_is_asked_about_first(world: World):
    sure = world.press("sam", button(review(world), "Accept all that are sure"))
    asked = world.press("sam", button(sure, "Put 3"))
    assert "1 is still to decide, and would be left out." in words(asked)
    assert world.action(1) is None
    again = world.press("sam", button(asked, "Go on reviewing"))
    assert list(items(again)) == ["Walk the route"]
    world.press("sam", button(asked, "Put 3"))
    assert [world.action(n).what for n in (1, 2)] == ["Print the posters", "Write to the school"]
    assert world.action(3) is None


def test_putting_them_in_twice_puts_them_in_once(world: World):
    """Two windows, two presses: the second is told."""
    ready = accept_all(world, review(world))
    world.press("sam", button(ready, "Put"))
    assert "These minutes are in the log already." in words(world.press("sam", button(ready, "Put")))
    assert world.action(4) is None


def test_nothing_of_an_import_stays_when_it_fails(world: World, monkeypatch: pytest.MonkeyPatch):
    """A crash between the first action and the last leaves no action at all."""
    ready = accept_all(world, review(world))
    from bot.commands import bringing

    real = bringing._added

    def broken(session, change, board, one):
        if one.what == "Write to the school":
            raise RuntimeError("the power is gone")
        return real(session, change, board, one)

    monkeypatch.setattr(bringing, "_added", broken)
    with pytest.raises(RuntimeError):
        world.press("sam", button(ready, "Put"))
    monkeypatch.undo()
    assert world.action(1) is None
    assert kept(world) == []
    assert world.drain() == []
    world.press("sam", button(ready, "Put"))
    assert world.action(1).what == "Print the posters"


# --- and out of it ---------------------------------------------------------------------------------------------


def test_undo_takes_the_whole_import_back_and_tells_whoever_was_told(world: World):
    reply = put_in(world)
    world.drain()
    undone = world.press("sam", button(reply, "Undo"))
    assert "The minutes of Tue 3 Feb 2026 are out of the log." in words(undone)
    assert {world.action(n).status for n in (1, 2, 3)} == {"withdrawn"}
    assert kept(world) == []
    said = world.drain()
    assert sorted(s.message.address for s in said) == ["channel", "direct-diane", "direct-hayley"]
    assert all("took the minutes of Tue 3 Feb 2026 out of the log again" in s.text for s in said)
    again = world.press("sam", button(undone, "Review them again"))
    assert "4 accepted." in words(again)
    assert "NWP-4 to NWP-6" in words(world.press("sam", button(again, "Put 4")))


def test_undone_before_it_was_said_is_never_said(world: World):
    reply = put_in(world)
    world.press("sam", button(reply, "Undo"))
    assert world.drain() == []


def test_undo_is_refused_kindly_once_somebody_has_built_upon_it(world: World):
    reply = put_in(world)
    world.drain()
    world.tell("diane", "done 3, posted")
    refused = world.press("sam", button(reply, "Undo"))
    assert "NWP-3 has been changed since, so these minutes stay in the log." in words(refused)
    assert world.action(1).status == "open"
    assert kept(world) == ["Approve the budget"]


def test_an_import_of_decisions_alone_can_be_undone_once(world: World):
    reply = put_in(world, "Meeting held on 3 February 2026\n\nRESOLVED: That the budget be approved.")
    assert "The new" not in words(reply)
    assert "out of the log" in words(world.press("sam", button(reply, "Undo")))
    assert kept(world) == []
    assert "undone already" in words(world.press("sam", button(reply, "Undo")))


def test_undo_by_command_takes_the_import_back_too(world: World):
    put_in(world)
    assert "out of the log" in words(world.say("sam", "undo"))


# --- the same minutes again, and amended ones --------------------------------------------------------------------


def test_the_same_minutes_again_are_in_the_log_already(world: World):
    put_in(world)
    again = review(world)
    assert "in the log already: nothing in it is new" in words(again)
    assert "NWP-1 · Print the posters · open" in words(again)
    assert "Send me the minutes" in words(world.say("sam", "minutes"))


def test_an_amended_version_changes_and_does_not_double(world: World):
    """Another date, another owner, other words, one more, the rest as it was."""
    put_in(world)
    world.drain()
    amended = (
        MINUTES.replace("by 6 March", "by 13 March")
        .replace("Diane Ward to write to the school", "Kim Osei to write to the school")
        .replace("walk the route", "walk the new route")
    )
    reply = review(world, amended + "\nACTION: Priya Nair to book the hall\n")
    assert "1 action, 3 changes of what is in the log" in words(reply)
    cards = items(reply)
    assert "Changes NWP-1: due Fri 6 Mar 2026 becomes due Fri 13 Mar 2026." in cards["Print the posters"]
    assert "Changes NWP-2: “Walk the route” becomes “Walk the new route”." in cards["Walk the new route"]
    assert "Changes NWP-3: Diane Ward becomes Kim Osei." in cards["Write to the school"]
    done = world.press("sam", button(accept_all(world, reply), "Put"))
    assert "Changed or reported on: NWP-1, NWP-2 and NWP-3." in words(done)
    assert world.action(1).due.day == date(2026, 3, 13)
    assert world.action(1).due.first_date == date(2026, 3, 6)
    assert world.action(2).what == "Walk the new route"
    assert world.action(4).what == "Book the hall"
    assert world.action(5) is None
    back = world.press("sam", button(done, "Undo"))
    assert "1 action withdrawn" in words(back)
    assert world.action(1).due.day == date(2026, 3, 6)
    assert world.action(2).what == "Walk the route"


def test_a_later_change_by_the_board_is_not_taken_back_by_the_same_minutes(world: World):
    """An extension agreed since is no difference between two readings of one document."""
    put_in(world)
    world.say("sam", "due 1 20 March")
    assert "nothing in it is new" in words(review(world))
    assert world.action(1).due.day == date(2026, 3, 20)


def test_what_was_left_out_before_is_left_out_again(world: World):
    ready = accept_all(world, review(world))
    ready = press_on(world, ready, "Walk the route", "Not an action")
    world.press("sam", button(ready, "Put"))
    again = review(world)
    assert "1 proposal you left out before is left out again." in words(again)


def test_an_open_action_from_elsewhere_is_asked_about(world: World):
    """Added by hand at the meeting, and in its minutes a week later: one action, if the clerk says so."""
    world.say("sam", "add Write to the school @diane by 20 Feb")
    reply = review(world)
    assert "Looks like NWP-1, which is open: “Write to the school”." in items(reply)["Write to the school"]
    reply = press_on(world, reply, "Write to the school", "It is NWP-1")
    assert "Write to the school" not in items(reply)
    world.press("sam", button(accept_all(world, reply), "Put"))
    assert world.action(4) is None


def test_words_under_matters_arising_are_offered_as_the_actions_update(world: World):
    """By the action's own words, or by its ref, which is sure."""
    world.say("sam", "add Circulate the away day outcomes @hayley by 10 Feb")
    world.say("sam", "add Book the hall @tom by 20 Feb")
    text = (
        "Meeting held on 9 February 2026\n\n1. Matters arising\n\n"
        "The away day outcomes had been circulated to all partners.\n\n"
        "NWP-2: the hall is booked from nine.\n\n"
        "The weather was discussed at some length.\n"
    )
    reply = review(world, text)
    assert "2 reports on earlier actions" in words(reply)
    cards = items(reply)
    assert (
        "Sure: a line under matters arising, which names it."
        in cards["For NWP-2: NWP-2: the hall is booked from nine."]
    )
    world.press("sam", button(accept_all(world, reply), "Put"))
    assert "The away day outcomes had been circulated" in words(world.say("sam", "show 1"))
    assert world.action(1).status == "open"
    assert "nothing in it is new" in words(review(world, text)) or "no actions" in words(review(world, text))


# --- what is kept beside the actions -----------------------------------------------------------------------------


def test_decisions_and_referrals_are_listed_with_their_minute(world: World):
    text = (
        MINUTES
        + "\n4. Roads\n\nRESOLVED: That the matter of the bridge be referred to the Highways Committee.\n"
    )
    put_in(world, text)
    listed = words(world.say("hayley", "list decisions"))
    assert "Meeting of Tue 3 Feb 2026" in listed
    assert "Approve the budget · minute 3" in listed
    referrals = words(world.say("hayley", "list referrals"))
    assert "minute 4" in referrals
    assert "No items for later" in words(world.press("hayley", "kept:forward:0"))
    assert "No decisions" not in words(world.tell("tom", "list decisions"))


def test_nobody_without_a_role_lists_decisions(world: World):
    put_in(world)
    World.on(world.store, workspace="W2", code="HID")
    assert "budget" not in words(world.say("stranger", "list decisions"))
