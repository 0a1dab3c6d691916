"""Minutes brought in by the clerk: what is proposed, what is decided, and who sees it."""

from datetime import date

import pytest

from bot.language.text import MOST_TEXT
from bot.messages import Item, Reply
from bot.minutes.papers import read_paper, unread
from bot.views.minutes import PAGE
from tests.world import World, button, words

MINUTES = """Northvale Wellbeing Partnership

Minutes of the meeting held on 3 February 2026

Present: Hayley Marsh (HM), Priya Nair (PN), Sam Iqbal (clerk), Cllr Tom Reid

2. Parking

ACTION: HM to print the posters by 6 March
ACTION: The Wardens to walk the route by next meeting

3. Budget

RESOLVED: That the budget be approved.
ACTION: Diane Ward to write to the school
"""


@pytest.fixture(autouse=True)
def _meeting(world: World) -> None:
    world.meeting(date(2026, 2, 17))


def review(world: World, text: str = MINUTES, who: str = "sam", **how: object) -> Reply:
    return world.say(who, f"minutes {text}", **how)


def items(reply: Reply) -> dict[str, str]:
    """What each proposal's card says, by its words."""
    assert reply.answer is not None
    cards = [block for block in reply.answer.blocks if isinstance(block, Item)]
    return {
        card.title[-1].text.partition(" · ")[2]: "\n".join(
            "".join(run.text for run in line) for line in card.lines
        )
        for card in cards
    }


def press_on(world: World, reply: Reply, what: str, label: str, who: str = "sam", **values: object) -> Reply:
    """The button of the card whose title holds these words."""
    assert reply.answer is not None
    for block in reply.answer.blocks:
        if isinstance(block, Item) and what in block.title[-1].text:
            pressed = next(b.id for b in block.buttons if b.label.startswith(label))
            return world.press(who, pressed, **values)
    raise AssertionError(f"no card says {what}")


# --- what is proposed ------------------------------------------------------------------------------------------


def test_pasted_minutes_are_proposed_and_nothing_is_logged(world: World):
    """Counts first; each card has owner, date in words, minute, the words it came from, and why."""
    reply = review(world)
    assert "3 actions, 1 decision; 1 needs an owner." in words(reply)
    cards = items(reply)
    assert cards["Print the posters"].splitlines()[:2] == [
        "Hayley Marsh · due Fri 6 Mar 2026 · minute 2",
        "“HM to print the posters by 6 March”",
    ]
    assert "Sure: a line marked as an action" in cards["Print the posters"]
    assert "due at the meeting on Tue 17 Feb 2026" in cards["Walk the route"]
    assert world.action(1) is None
    assert world.drain() == []


def test_a_name_nobody_has_is_kept_as_written_and_asked_about(world: World):
    card = items(review(world))["Walk the route"]
    assert "“The Wardens”" in card
    assert "Nobody on the board is called “The Wardens”: kept as written" in card


def test_initials_the_minutes_do_not_explain_are_matched_but_not_sure(world: World):
    """The board's only TR is shown by name, and the clerk looks at it."""
    reply = review(world, "ACTION: TR to find the keys")
    assert "Tom Reid" in items(reply)["Find the keys"]
    assert "Accept all that are sure" not in words(reply)


def test_a_date_before_the_meeting_is_asked_about(world: World):
    text = "Meeting held on 3 February 2026\n\nACTION: Tom Reid to find the keys by 2 January 2026"
    assert "Fri 2 Jan was before the meeting." in items(review(world, text))["Find the keys"]


def test_dates_are_read_as_said_at_the_meeting(world: World):
    """“In two weeks” of minutes from the third is the seventeenth, whenever they are brought in."""
    text = "Meeting held on 3 February 2026\n\nACTION: Tom Reid to find the keys within two weeks"
    assert "due Tue 17 Feb 2026" in items(review(world, text))["Find the keys"]


def test_without_a_day_of_their_own_minutes_are_of_the_latest_meeting(world: World):
    """It is said, and another day reads the dates again."""
    world.meeting(date(2026, 2, 3))
    reply = review(world, "ACTION: Tom Reid to find the keys within two weeks")
    assert "I took your latest one, Tue 3 Feb." in words(reply)
    form = world.press("sam", button(reply, "Date of the meeting"))
    assert form.form.fields[0].value == "Tue 3 Feb 2026"
    again = world.press("sam", form.form.id, day="20 January")
    assert "due Tue 3 Feb 2026" in words(again).replace("was due", "due")
    assert "I took your latest one" not in words(again)


def test_a_day_that_cannot_be_read_keeps_the_form_open(world: World):
    form = world.press("sam", button(review(world), "Date of the meeting"))
    wrong = world.press("sam", form.form.id, day="32 Feb")
    assert "I cannot read “32 Feb” as a day." in words(wrong)


def test_minutes_that_hold_nothing_are_answered_kindly(world: World):
    reply = review(world, "It was a lovely afternoon and everybody enjoyed the cake.")
    assert "I found no actions, decisions or referrals in that text. Nothing was changed." in words(reply)
    assert "Send me the minutes" in words(world.say("sam", "minutes"))


# --- who sees it -----------------------------------------------------------------------------------------------


def test_only_whoever_runs_the_log_is_shown_proposals(world: World):
    reply = review(world, who="hayley")
    assert words(reply).startswith("Only the clerk (Sam Iqbal) or the chair can bring minutes in")
    first = review(world)
    for label in ("Accept", "Edit", "Not an action", "Date of the meeting", "Set these minutes"):
        assert "Only the clerk" in words(world.press("hayley", button(first, label)))
    assert "3 actions" in words(world.say("margaret", "minutes"))


def test_another_boards_clerk_sees_nothing_of_them(world: World):
    """An import's number says nothing to somebody who holds no role on its board."""
    other = World.on(world.store, workspace="W2", code="HID")
    pressed = button(review(world), "Accept")
    assert "not ones you can see" in words(other.press("sam", pressed))


# --- deciding --------------------------------------------------------------------------------------------------


def test_accepting_is_the_same_once_and_twice_and_can_be_changed(world: World):
    first = review(world)
    for _ in range(2):
        reply = press_on(world, first, "Write to the school", "Accept")
        assert "1 accepted, 3 to decide." in words(reply)
    reply = press_on(world, reply, "Write to the school", "Not an action")
    assert "1 left out, 3 to decide." in words(reply)
    reply = press_on(world, reply, "Write to the school", "Accept")
    assert "1 accepted, 3 to decide." in words(reply)


def test_a_pressed_button_of_an_earlier_drawing_is_understood_as_it_says(world: World):
    """Two windows: the older one's Accept still means accept."""
    old = review(world)
    press_on(world, old, "Write to the school", "Not an action")
    assert "1 accepted" in words(press_on(world, old, "Write to the school", "Accept"))


def test_all_that_are_sure_leaves_the_others_to_be_looked_at(world: World):
    reply = world.press("sam", button(review(world), "Accept all that are sure"))
    assert "3 accepted, 1 to decide." in words(reply)
    assert "Put 3 in the log" in words(reply)


def test_what_is_edited_is_accepted_as_edited(world: World):
    form = press_on(world, review(world), "Walk the route", "Edit")
    assert [f.name for f in form.form.fields] == ["what", "kind", "owners", "due"]
    tom = next(o.value for o in form.form.fields[2].options if o.label.startswith("Tom Reid"))
    reply = world.press(
        "sam", form.form.id, what="Walk the whole route", kind="action", owners=(tom,), due="20 Feb"
    )
    card = items(reply)["Walk the whole route"]
    assert card.startswith("Tom Reid · due Fri 20 Feb 2026")
    assert "1 accepted" in words(reply)


def test_a_mistake_in_the_form_is_said_at_its_field(world: World):
    form = press_on(world, review(world), "Walk the route", "Edit")
    wrong = world.press("sam", form.form.id, what="", kind="action", owners=(), due="30 Feb")
    assert "Say what it is." in words(wrong)
    assert "I cannot read “30 Feb” as a date." in words(wrong)


def test_somebody_chosen_for_a_name_is_chosen_wherever_it_stands(world: World):
    """The clerk says once who “The Wardens” are."""
    text = MINUTES + "\nACTION: The Wardens to paint the gate\n"
    form = press_on(world, review(world, text), "Walk the route", "Edit")
    kim = next(o.value for o in form.form.fields[2].options if o.label.startswith("Kim Osei"))
    reply = world.press(
        "sam", form.form.id, what="Walk the route", kind="action", owners=(kim,), due="by next meeting"
    )
    assert "“The Wardens” is Kim Osei in 1 other proposal too." in words(reply)
    assert items(reply)["Paint the gate"].startswith("Kim Osei")


def test_a_decision_can_be_made_an_action_and_the_other_way(world: World):
    reply = review(world)
    form = press_on(world, reply, "Approve the budget", "Edit")
    reply = world.press("sam", form.form.id, what="Publish the budget", kind="action", owners=(), due="")
    assert "4 actions" in words(reply)
    form = press_on(world, reply, "Publish the budget", "Edit")
    reply = world.press("sam", form.form.id, what="Publish the budget", kind="decision", owners=(), due="")
    assert "3 actions, 1 decision" in words(reply)


def test_many_proposals_come_in_pages_that_keep_their_place(world: World):
    text = "\n".join(f"ACTION: Tom Reid to inspect plot {n} by 6 March" for n in range(1, 31))
    first = review(world, f"Meeting held on 3 February 2026\n\n{text}")
    assert "30 actions" in words(first)
    assert len(items(first)) == PAGE
    second = world.press("sam", button(first, "Next"))
    assert "9 to 16 of 30" in words(second)
    taken = press_on(world, second, "plot 10", "Accept")
    assert "9 to 16 of 30" in words(taken)
    only = world.press("sam", button(taken, "Only what is to decide"))
    assert "1 to 8 of 29" in words(only)


def test_the_same_text_again_shows_the_review_as_it_stands(world: World):
    press_on(world, review(world), "Write to the school", "Accept")
    again = review(world)
    assert "under review already" in words(again)
    assert "1 accepted" in words(again)
    assert "1 accepted" in words(world.say("sam", "minutes"))


def test_minutes_set_aside_leave_nothing(world: World):
    reply = review(world)
    assert "set aside" in words(world.press("sam", button(reply, "Set these minutes")))
    assert "were set aside" in words(world.press("sam", button(reply, "Accept")))
    assert world.action(1) is None


# --- files -----------------------------------------------------------------------------------------------------


def drop(world: World, who: str, text: str, *, paper=None, **how: object) -> Reply:
    inbound = world.inbound(who, text, **how)
    made = paper or read_paper(MINUTES, name="minutes.docx")
    return world.send(inbound.model_copy(update={"paper": made}))


def test_a_file_given_to_the_bot_is_read(world: World):
    assert "3 actions" in words(drop(world, "sam", "", direct=True))
    assert "3 actions" in words(drop(world, "sam", "minutes"))
    assert "3 actions" in words(drop(world, "sam", "minutes please", command=False, addressed=False))


def test_a_file_in_the_channel_that_is_nothing_to_the_bot_is_let_lie(world: World):
    """Others' files, and files beside talk, are nobody's minutes."""
    assert drop(world, "sam", "the menu for Friday", command=False, addressed=False) == Reply()
    assert drop(world, "sam", "", command=False, addressed=False) == Reply()
    assert drop(world, "hayley", "minutes of the choir", command=False, addressed=False) == Reply()
    assert "Added NWP-1" in words(drop(world, "sam", "add Book the hall by 20 Feb"))


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(world: World):
    problem = "“minutes.docx” is protected by a password. Save it without one and send it again."
    reply = drop(world, "sam", "minutes", paper=unread("minutes.docx", problem))
    assert problem in words(reply)
    assert "Send me the minutes" in words(world.say("sam", "minutes"))


def test_a_paste_too_long_is_pointed_to_the_file(world: World):
    reply = review(world, "ACTION: Tom Reid to find the keys\n" * (MOST_TEXT // 30))
    assert "Save them as a file and upload it" in words(reply)


def test_in_a_direct_conversation_the_board_the_minutes_name_is_meant(world: World):
    """A chair of two boards is asked only where the minutes do not say."""
    reply = drop(world, "sam", "", direct=True)
    assert "Northvale Wellbeing Partnership" in words(reply)


# --- as it is worded -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "what", "due"),
    [
        ("ACTION: HM to send the list by 13/03/26", "Send the list", "due Fri 13 Mar 2026"),
        ("ACTION: HM to ring the Trust 13/03/26", "Ring the Trust", "due Fri 13 Mar 2026"),
        ("ACTION: HM to chase, by 3/4", "Chase", "due Fri 3 Apr 2026"),
        ("ACTION: HM to bring the photographs next time", "Bring the photographs", "due at the meeting on Tue 17 Feb 2026"),
        (
            "ACTION: HM to map the route and bring it to the next meeting",
            "Map the route and bring it to the next meeting",
            "due at the meeting on Tue 17 Feb 2026",
        ),
        ("ACTION: HM to report back at the next meeting", "Report back", "due at the meeting on Tue 17 Feb 2026"),
        ("ACTION: HM to report back at the February meeting", "Report back", "due at the meeting on Tue 17 Feb 2026"),
        ("ACTION: HM to report by 6 March", "Report by 6 March", "due Fri 6 Mar 2026"),
    ],
)  # fmt: skip
def test_a_card_says_what_and_when_each_once(world: World, line: str, what: str, due: str):
    """The day stands beside the words, and no word is left hanging where it was."""
    text = (
        f"Meeting held on 3 February 2026\n\nPresent: Hayley Marsh (HM), Sam Iqbal\n\n2. Routes\n\n{line}\n"
    )
    card = items(review(world, text))[what]
    assert f"Hayley Marsh · {due} · minute 2" in card


def test_a_day_in_a_table_is_read(world: World):
    text = (
        "Meeting held on 3 February 2026\n\nPresent: Hayley Marsh (HM), Sam Iqbal\n\n2. Routes\n\n"
        "| Action | Who | When |\n| Invite speakers | HM | 13/03/26 |\n"
    )
    assert "due Fri 13 Mar 2026 · minute 2" in items(review(world, text))["Invite speakers"]


def test_that_somebody_finished_an_open_action_is_offered_as_a_report(world: World):
    """Wherever in the minutes it is said."""
    world.say("sam", "add Write the winter summary @tom by 27 Feb")
    text = (
        "Meeting held on 3 February 2026\n\nPresent: Hayley Marsh (HM), Tom Reid (TR)\n\n3. Reports\n\n"
        "Winter summary - TR has finished this and sent it round. Agreed to close.\n"
    )
    reply = review(world, text)
    assert "1 report on an earlier action" in words(reply)
    assert "For NWP-1: Winter summary - TR has finished this and sent it round. Agreed to close" in words(
        reply
    )
