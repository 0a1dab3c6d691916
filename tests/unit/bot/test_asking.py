"""What people ask the bot directly: answered from the log, or declined, and never put on an action as progress."""

from datetime import date

import pytest

from bot.domain.actions import Part
from tests.world import World, button, london, words


@pytest.fixture
def board(world: World) -> World:
    """Six actions, on Wednesday 11 February 2026."""
    world.now = london("2026-02-11 09:30")
    for said in (
        "add Circulate the away day outcomes @hayley by 10 March",
        "add Write the winter summary @hayley by 13 Feb",
        "add Book the venue @hayley by 20 Feb",
        "add Update the risk register @tom",
        "add Approve the data sharing agreement",
        "add Map the falls pathway @hayley @tom by 5 March",
    ):
        world.say("sam", said)
    return world


@pytest.mark.parametrize(
    ("who", "asked", "answered"),
    [
        ("sam", "what is due this week?", "Due this week: 1 action"),
        ("sam", "whats due this week", "NWP-2"),
        ("sam", "list next week", "Due next week: 1 action"),
        ("sam", "list no date", "No date: 2 actions"),
        ("sam", "list unassigned", "Nobody has it yet: 1 action"),
        ("sam", "which actions have no owner?", "NWP-5"),
        ("sam", "list blocked", "Blocked"),
        ("sam", "how many are open?", "Open: 6 actions"),
        ("sam", "how many has hayley got", "Hayley Marsh, open: 4 actions"),
        ("sam", "what has Hayley got due this week", "Hayley Marsh, due this week: 1 action"),
        ("hayley", "what have i got due next week", "Hayley Marsh, due next week: 1 action"),
        ("hayley", "am i late with anything?", "Hayley Marsh, overdue"),
        ("hayley", "when are my actions due", "Yours: 4 actions"),
        ("hayley", "my list", "Yours: 4 actions"),
        ("sam", "find risk register", "NWP-4"),
        ("sam", "which action is about the falls pathway", "NWP-6"),
        ("sam", "who has the risk register", "NWP-4 · Update the risk register · Tom Reid leads"),
        ("margaret", "tell me about the data sharing agreement", "NWP-5"),
        ("margaret", "what's happening with 1", "NWP-1 · Circulate the away day outcomes"),
        ("margaret", "who is dealing with 6?", "Hayley Marsh leads, with Tom Reid"),
        ("margaret", "has hayley done 3?", "NWP-3 · Book the venue"),
        ("margaret", "why is 1 late", "NWP-1"),
        ("margaret", "what happened to 2", "NWP-2 · Write the winter summary: its history"),
        ("margaret", "what can i close", "Complete, for the board to close"),
        ("hayley", "2?", "NWP-2 · Write the winter summary"),
        ("tom", "sorry, who are you?", "What you can say to me"),
        ("tom", "help me", "What you can say to me"),
    ],
)
def test_a_question_is_answered_from_the_log(board: World, who: str, asked: str, answered: str) -> None:
    """Directly, whether the asker has actions or none."""
    assert answered in words(board.tell(who, asked))


@pytest.mark.parametrize("asked", ["brief", "my brief", "where do we stand", "what changed this week"])
def test_the_brief_is_for_whoever_asks_alone(board: World, asked: str) -> None:
    """How the log stands, with nothing in the channel."""
    board.drain()
    assert "6 open" in words(board.tell("margaret", asked))
    assert board.in_channel(board.drain()) == []


def test_due_before_the_meeting_is_what_is_due_until_its_day(board: World) -> None:
    """With the meeting's day; where none is set that is said."""
    assert "none is set" in words(board.tell("sam", "what's due before the meeting?"))
    board.meeting(date(2026, 2, 24))
    said = words(board.tell("sam", "what's due before the meeting?"))
    assert "Due before the meeting on Tue 24 Feb: 2 actions" in said


def test_the_next_page_is_of_the_list_shown_last(board: World) -> None:
    """Where there is none, it is said how a page is asked for."""
    for number in range(7, 30):
        board.say("sam", f"add Action number {number} @kim by 10 April")
    assert "“list all page 2”" in words(board.tell("sam", "next page"))
    assert "1 to 20 of 29" in words(board.tell("sam", "list"))
    assert "21 to 29 of 29" in words(board.tell("sam", "next page"))
    assert "21 to 29 of 29" in words(board.tell("sam", "list all page 2"))
    found = board.tell("sam", "find action number")
    assert "1 to 20 of 23" in words(found)
    assert "21 to 23 of 23" in words(board.press("sam", button(found, "Next"), direct=True))


@pytest.mark.parametrize("said", ["list @tom overdue", "list overdue @tom", "whats tom got overdue"])
def test_a_list_is_narrowed_in_any_order(board: World, said: str) -> None:
    """Nothing of what was asked for is dropped."""
    assert "Tom Reid, overdue" in words(board.tell("sam", said))


@pytest.mark.parametrize(
    "asked", ["what has Northvale Police got", "what have the police got", "list police"]
)
def test_a_partners_actions_are_its_peoples_too(board: World, asked: str) -> None:
    """And it is said so."""
    said = words(board.tell("sam", asked))
    assert "Northvale Police and its people, open: 2 actions" in said


def test_a_partner_is_known_by_a_part_of_its_name(board: World) -> None:
    """Where only one can be meant; who there has it is asked."""
    assert "Who at Northvale Police has it?" in words(board.tell("sam", "give 3 to the police"))


# --- no progress ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "what does this mean?",
        "what's overdue for everyone?",
        "can you ask sam to ring me",
        "what?",
        "TOM",
        "chase diane",
        "who do I send it to?",
        "is it ok to share it with the press",
        "seen",
        "could we meet next week?",
        "do you need anything from me",
    ],
)
def test_a_question_or_talk_is_put_on_no_action(world: World, said: str) -> None:
    """Of somebody with one action, where whatever is said might be about it."""
    world.say("sam", "add One @tom by 20 Feb")
    before = world.entries(1)
    assert "Noted" not in words(world.tell("tom", said))
    assert world.entries(1) == before


@pytest.mark.parametrize(
    "said",
    [
        "sent to legal, is that enough?",
        "have the draft ready now",
        "has the go ahead from legal",
        "when Tom is back the rest follows",
        "which is with the printers",
        "spoke to Tom about the map",
        "half done, who prints it?",
        "drafted, who prints it?",
        "asked Kim for the figures",
        "where possible the figures are in",
        "did the first part",
        "find attached the map",
        "list sent to Kim",
    ],
)
def test_words_on_progress_that_look_like_talk_are_kept(world: World, said: str) -> None:
    """They report something."""
    world.say("sam", "add One @tom by 20 Feb")
    assert "NWP-1" in words(world.tell("tom", said))
    assert len(world.entries(1)) > 1


def test_what_was_no_progress_after_all_is_put_on_the_action(world: World) -> None:
    """Nothing typed is lost: a button keeps it as an update."""
    world.say("sam", "add One @tom by 20 Feb")
    asked = world.tell("tom", "does it include the annex?")
    assert "I cannot answer “does it include the annex?”, and have put it on no action." in words(asked)
    kept = world.press("tom", button(asked, "Put it on NWP-1"), direct=True)
    assert "Noted on NWP-1: “does it include the annex?”" in words(kept)


def test_a_day_asked_for_is_offered(world: World) -> None:
    """ "Friday?" changes nothing before it is confirmed."""
    world.say("sam", "add One @tom by 12 Feb")
    asked = world.tell("tom", "20 Feb?")
    assert world.action(1).due.day == date(2026, 2, 12)
    world.press("tom", button(asked, "due 20 Feb"), direct=True)
    assert world.action(1).due.day == date(2026, 2, 20)


def test_a_question_does_not_count_as_an_answer(world: World) -> None:
    """The nudge of the day comes, and so does the one before the meeting."""
    world.say("sam", "add One @tom by 13 Feb")
    world.meeting(date(2026, 3, 5))
    world.clock("2026-02-13 08:30")
    world.tell("tom", "sorry, who are you?")
    world.tell("tom", "is anybody there?")
    assert any("NWP-1" in s.text for s in world.to("tom", world.clock("2026-02-13 12:00")))
    world.clock("2026-02-24 12:00")
    world.tell("tom", "what does this mean?")
    assert any("NWP-1" in s.text for s in world.to("tom", world.clock("2026-03-05 12:00")))


def test_a_question_in_a_cards_thread_is_left_to_people(world: World) -> None:
    """Nobody asked the bot there; words on progress it keeps as ever."""
    world.say("sam", "add One @tom by 20 Feb")
    (card,) = world.in_channel(world.drain())
    in_thread = {"thread": card.address, "addressed": False, "command": False}
    assert world.say("tom", "who has the figures?", **in_thread).answer is None
    assert "Noted on NWP-1" in words(world.say("tom", "spoke to the printers", **in_thread))


# --- whose it is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "3 should go to priya",
        "priya has taken over 3",
        "i've passed 3 to priya",
        "ive handed 3 over to priya",
        "hand 3 over to Priya",
        "3 to priya",
    ],
)
def test_handed_over_in_ones_own_words(board: World, said: str) -> None:
    """Where it is said outright it is done, with an undo."""
    assert "NWP-3: Priya Nair leads it now" in words(board.tell("hayley", said))


@pytest.mark.parametrize(
    "said", ["3 should be priya", "3 is really Priya's, I only help", "priya is doing number 3"]
)
def test_where_it_is_only_told_it_is_asked(board: World, said: str) -> None:
    """Nothing is changed before a button is pressed, or yes is said."""
    asked = board.tell("hayley", said)
    assert "Give NWP-3 to Priya Nair? Nothing was changed yet." in words(asked)
    assert "Not mine" in words(asked)
    assert "NWP-3: Priya Nair leads it now" in words(board.tell("hayley", "yes"))


def test_somebody_else_is_asked_for(board: World) -> None:
    """Who it is can be typed."""
    assert "Who is to have NWP-3?" in words(board.tell("hayley", "can someone else take 3"))
    assert "NWP-3: Kim Osei leads it now" in words(board.tell("hayley", "Kim"))


@pytest.mark.parametrize("said", ["give everything to priya", "im leaving, priya takes over"])
def test_all_of_ones_actions_are_given_at_once(board: World, said: str) -> None:
    """After a question that says how many."""
    asked = board.tell("hayley", said)
    assert "Give all 4 of yours to Priya Nair?" in words(asked)
    board.press("hayley", button(asked, "Give them to Priya Nair"), direct=True)
    assert "Priya Nair, open: 4 actions" in words(board.tell("sam", "list @priya"))


@pytest.mark.parametrize("said", ["move 2 to Kim", "change 2 to Kim", "4 to Kim"])
def test_the_clerk_gives_it_to_a_name(board: World, said: str) -> None:
    """A name is no date, and no setting."""
    assert "Kim Osei leads it now" in words(board.tell("sam", said))


@pytest.mark.parametrize(
    "said", ["3 should go to the printers", "3 goes to press on Monday", "the map has gone to priya"]
)
def test_what_goes_somewhere_is_handed_to_nobody(board: World, said: str) -> None:
    """Only somebody of the board can have an action."""
    board.tell("hayley", said)
    assert [line.owner.person for line in board.action(3).assignments] == [
        board.action(1).assignments[0].owner.person
    ]


def test_one_that_is_thought_not_to_be_ones_own(board: World) -> None:
    """With its number it is as without."""
    assert "NWP-3 is no longer yours. I have told Sam Iqbal." in words(
        board.tell("hayley", "i dont think 3 is mine")
    )


# --- more owners ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["add tom to 3", "add @tom to NWP-3", "add Tom Reid as a contributor to 3"])
def test_somebody_is_added_beside_the_lead(board: World, said: str) -> None:
    """No new action; the lead stays the lead."""
    assert "NWP-3: Hayley Marsh leads, with Tom Reid" in words(board.tell("hayley", said))
    assert [line.part for line in board.action(3).assignments] == [Part.LEAD, Part.CONTRIBUTOR]
    assert board.action(7) is None
    board.tell("hayley", "undo")
    assert len(board.action(3).assignments) == 1


@pytest.mark.parametrize("said", ["take Tom off 6", "remove tom from 6"])
def test_somebody_is_taken_off(board: World, said: str) -> None:
    """In the channel and directly; of the last one it is said that nobody has it."""
    assert "NWP-6: Hayley Marsh leads, due Thu 5 Mar." in words(board.say("sam", said))
    assert "“Kim” has no part in NWP-6" in words(board.tell("sam", "take Kim off 6"))
    assert "nobody has it now" in words(board.tell("sam", "take Hayley off 6"))


def test_whoever_is_nobodys_name_is_asked_about(board: World) -> None:
    """It may have been meant as an action: nothing is added before that is known."""
    asked = board.say("sam", "add maps to 3")
    assert "Nobody on the Northvale Wellbeing Partnership is called “maps”." in words(asked)
    assert board.action(7) is None
    assert "Added NWP-7" in words(board.press("sam", button(asked, "Add it as an action")))


def test_only_who_may_change_it_adds_owners(board: World) -> None:
    """As for any other change."""
    assert "Nothing was changed" in words(board.tell("kim", "add kim to 3"))
    assert len(board.action(3).assignments) == 1


# --- the board -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["say", "tell"])
def test_a_meeting_is_added_in_a_sentence(board: World, how: str) -> None:
    """And somebody to the board."""
    speak = getattr(board, how)
    said = words(speak("sam", "add a meeting on 5 march at 2pm in the Town Hall"))
    assert "meets on Thu 5 Mar 2026 at 14:00, the Town Hall" in said
    assert "meets on Thu 2 Apr 2026 at 14:00" in words(speak("sam", "new meeting 2 April 14:00"))
    assert "Added Jo Bloggs" in words(speak("sam", "add Jo Bloggs to the board"))
    assert "Did you mean “people add jo”?" in words(speak("sam", "add jo to the board"))
    assert board.action(7) is None


@pytest.mark.parametrize("how", ["say", "tell"])
def test_a_meeting_is_moved_in_a_sentence(board: World, how: str) -> None:
    """The next one, or the one that is named; what is due there moves along."""
    board.meeting(date(2026, 3, 5))
    board.meeting(date(2026, 4, 2))
    speak = getattr(board, how)
    assert "Fri 27 Feb 2026 at 14:00" in words(speak("sam", "move the meeting to 27 Feb"))
    assert "Fri 3 Apr 2026 at 14:00" in words(speak("sam", "meeting move 2 April to 3 April"))
    said = words(speak("sam", "meetings"))
    assert "Fri 27 Feb" in said
    assert "Thu 2 Apr" not in said


@pytest.mark.parametrize("said", ["pause until 8 May", "pause until 8 May because of the election"])
def test_a_pause_said_directly(board: World, said: str) -> None:
    """It needs no "settings"; on its first day it ends as it began."""
    assert "pause: Wed 11 Feb 2026 to Fri 8 May 2026" in words(board.tell("sam", said))
    assert "pause: ends today" in words(board.tell("sam", "unpause"))
    assert "The pause ends tonight already: nudges go on from Thu 12 Feb." in words(
        board.tell("sam", "resume")
    )


def test_a_pause_of_ones_own_is_silence(board: World) -> None:
    """Only the clerk or the chair pauses a board: whoever else says so is offered to hear nothing."""
    asked = board.tell("tom", "pause until 8 May")
    assert "Only the clerk (Sam Iqbal) or the chair can pause on this board." in words(asked)
    said = words(board.press("tom", button(asked, "No nudges for me"), direct=True))
    assert "Fri 8 May" in said


def test_a_name_that_is_nobodys_as_lead_is_told_to_the_clerk(board: World) -> None:
    """As when an action is added so."""
    board.drain()
    assert "I have told Sam Iqbal." in words(board.tell("hayley", "give 3 to bob"))
    assert any("“bob”" in s.text for s in board.to("sam", board.drain()))


def test_whoever_is_to_be_asked_is_no_owner(board: World) -> None:
    """ "Ask Northvale Police to …" is something to do."""
    said = words(board.say("sam", "add Ask Northvale Police to walk the route by 27 Feb"))
    assert "Added NWP-7, due Fri 27 Feb 2026." in said


def test_a_due_may_stand_before_its_owner(board: World) -> None:
    """ "By 27 Feb Diane will …"."""
    said = words(board.say("sam", "add By 27 Feb Diane will write to the MP"))
    assert "Added NWP-7 for Diane Ward, due Fri 27 Feb 2026." in said


@pytest.mark.parametrize("how", ["say", "tell"])
def test_what_somebody_else_needs_to_do_is_offered_as_an_action(board: World, how: str) -> None:
    """To whoever gives out actions; nothing is added before they say so."""
    asked = getattr(board, how)("sam", "Tom needs to send the crime figures by 20 Feb")
    assert board.action(7) is None
    said = words(board.press("sam", button(asked, "add Tom needs"), direct=how == "tell"))
    assert "Added NWP-7 for Tom Reid, due Fri 20 Feb 2026." in said


def test_a_new_action_said_directly(board: World) -> None:
    """ "New action: …"."""
    said = words(board.tell("sam", "new action: chase the accountant, me, tomorrow"))
    assert "Added NWP-7 for Sam Iqbal, due Thu 12 Feb 2026." in said


def test_reminding_is_not_silence(board: World) -> None:
    """What is asked is which one to remind them of."""
    assert "Which one shall I remind you of?" in words(board.tell("hayley", "remind me tomorrow"))
    assert "Which one shall I remind you of?" in words(board.tell("hayley", "remind me later"))


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("settings digest friday and monday", "A digest goes out on one day of the week."),
        (
            "settings escalation after 5 days to me and after 10 to margaret",
            "“after 5 days to me and after 10 to margaret”",
        ),
    ],
)
def test_what_a_setting_cannot_be_is_said_in_the_words_that_were_typed(
    board: World, said: str, answered: str
) -> None:
    """Nothing of them is mangled."""
    assert answered in words(board.tell("sam", said))


def test_it_is_no_reason_to_reopen(world: World) -> None:
    """ "Reopen it, not finished" says only that it is not finished."""
    world.say("sam", "add One @tom by 20 Feb")
    (card,) = world.in_channel(world.drain())
    world.say("sam", "done 1")
    said = words(world.say("sam", "reopen it, not finished", thread=card.address))
    assert "NWP-1 is open again: “not finished”." in said


def test_holidays_by_another_name(world: World) -> None:
    """ "On hols"."""
    assert "from Mon 16 Feb to Fri 20 Feb 2026" in words(world.tell("hayley", "on hols 16th to 20th"))
