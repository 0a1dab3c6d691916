"""What each command does and says: the answer as the asker reads it, and the log as the database has it."""

from datetime import date

import pytest

from bot.domain.actions import OwnerKind, Part, Status
from bot.domain.dues import DueKind
from bot.domain.places import PostKind
from bot.messages import Inbound, Mention
from tests.world import World, button, words


def owners(world: World, number: int) -> list[tuple[OwnerKind, str]]:
    names = {p.id: p.name for p in _people(world)}
    return [
        (a.owner.kind, names.get(a.owner.person) or a.owner.words) for a in world.action(number).assignments
    ]


def _people(world: World):
    def look(unit):
        records = world.records(unit)
        return [m.person for m in records.people.roster(records.boards.by_code("NWP").id).members]

    return world.store.read_sync(look)


# --- adding ------------------------------------------------------------------------------------------------------


def test_the_first_owner_named_leads_and_the_others_contribute(world: World) -> None:
    """Several owners: one lead, in the order they were named."""
    reply = world.say("sam", "add Agree the plan @tom @hayley and @kim by 20 Feb")
    assert "Added NWP-1 for Tom Reid, with Hayley Marsh and Kim Osei, due Fri 20 Feb 2026." in words(reply)
    assert [a.part for a in world.action(1).assignments] == [Part.LEAD, Part.CONTRIBUTOR, Part.CONTRIBUTOR]


@pytest.mark.parametrize(
    "said", ["Ring the bank, me, 20 Feb", "I will ring the bank by 20 Feb", "I'll ring the bank by 20 Feb"]
)
def test_whoever_says_me_has_it(world: World, said: str) -> None:
    """ "Me" and "I" are the one who adds it."""
    reply = world.say("kim", f"add {said}")
    assert "Added NWP-1 for Kim Osei, due Fri 20 Feb 2026." in words(reply)
    assert world.action(1).what == "Ring the bank"


def test_no_owner_yet_is_nobody(world: World) -> None:
    """Said outright, it is no name to keep or to tell the clerk of."""
    reply = world.say("kim", "add Mend the sign, no owner yet, 20 Feb")
    assert "Nobody has it yet" in words(reply)
    assert (owners(world, 1), world.action(1).what) == ([], "Mend the sign")


def test_a_name_that_may_be_two_people_is_asked_about(world: World) -> None:
    """The action is added at once without the doubtful owner, and a button says who was meant."""
    world.say("sam", "people add Tom Hale, Northvale Police")
    reply = world.say("sam", "add Walk the route, Tom, 13.03.26")
    assert "could be more than one person" in words(reply)
    assert owners(world, 1) == [(OwnerKind.WORDS, "Tom")]
    world.press("sam", button(reply, "Tom Hale"))
    assert owners(world, 1) == [(OwnerKind.PERSON, "Tom Hale")]


def test_a_name_nobody_has_is_kept_and_the_clerk_told(world: World) -> None:
    """Nothing is guessed: the words stay, and the clerk can give it to somebody from the notice."""
    reply = world.say("tom", "add Walk the route, The Wardens, 13.03.26")
    assert "I have told Sam Iqbal" in words(reply)
    notice = world.to("sam", world.drain())[0].message.view
    assert "The Wardens" in notice.text
    form = world.press("sam", notice.buttons[0].id, direct=True).form
    assert form is not None
    kim = next(o.value for o in form.fields[0].options if o.label.startswith("Kim"))
    world.press("sam", form.id, direct=True, owners=(kim,))
    assert owners(world, 1) == [(OwnerKind.PERSON, "Kim Osei")]


def test_a_doubtful_date_is_left_out_and_asked_about(world: World) -> None:
    """The action is on the log without it, and the answer's button sets it."""
    reply = world.say("sam", "add Publish it @diane by 32 Feb")
    assert world.action(1).due.day is None
    assert "I cannot read “32 Feb” as a date. When is NWP-1 due?" in words(reply)
    world.press("sam", button(reply, "Fri 20 Feb"))
    assert world.action(1).due.day == date(2026, 2, 20)


def test_another_date_is_asked_for_in_a_form_that_says_what_is_wrong(world: World) -> None:
    """A date the form cannot read is said at its field, and what was typed is still there."""
    reply = world.say("sam", "add Publish it @diane by 32 Feb")
    form = world.press("sam", button(reply, "Another date")).form
    again = world.press("sam", form.id, due="31 June").form
    assert (again.fields[0].value, "cannot read" in again.fields[0].error) == ("31 June", True)
    assert "due Tue 30 Jun 2026" in words(world.press("sam", form.id, due="30 June"))


def test_add_alone_opens_a_form_that_adds(world: World) -> None:
    """The form is submitted with people of the board and a due in words."""
    form = world.say("sam", "add").form
    assert [f.name for f in form.fields] == ["what", "owners", "due"]
    tom = next(o.value for o in form.fields[1].options if o.label.startswith("Tom"))
    wrong = world.press("sam", form.id, what="", owners=(tom,), due="yesterday").form
    assert wrong.fields[0].error == "Say what is to be done."
    assert wrong.fields[1].value == (tom,)
    done = world.press("sam", form.id, what="Walk the route", owners=(tom,), due="next Friday week")
    assert done.answer or done.form.fields[2].error
    added = world.press("sam", form.id, what="Walk the route", owners=(tom,), due="20 Feb")
    assert "for Tom Reid, due Fri 20 Feb 2026" in words(added)


def test_words_too_long_for_an_action_come_back_in_a_form(world: World) -> None:
    """Nothing typed is lost, and nothing is added."""
    long = "Circulate the outcomes " * 40
    form = world.say("sam", f"add {long}@tom by 20 Feb").form
    assert form.fields[0].value.startswith("Circulate the outcomes Circulate")
    assert "characters" in form.fields[0].error
    assert world.action(1) is None


def test_text_beyond_all_bounds_is_refused_kindly(world: World) -> None:
    """A clear answer, and nothing happens."""
    assert "20001 characters" in words(world.say("sam", "a" * 20_001))
    assert world.rows() == []


# --- owners' answers ---------------------------------------------------------------------------------------------


def test_done_to_several_is_asked_about_and_changes_nothing(world: World) -> None:
    """Until a button is pressed; then what was said is kept with the one chosen."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("sam", "add Two @hayley by 17 Feb")
    reply = world.tell("hayley", "done, sent this morning")
    assert words(reply).startswith("Which one is done?")
    assert [world.action(n).status for n in (1, 2)] == [Status.OPEN, Status.OPEN]
    assert "[Both]" in words(reply)
    after = world.press("hayley", button(reply, "NWP-2"), direct=True)
    assert "NWP-2 is complete: “sent this morning”" in words(after)
    assert [world.action(n).status for n in (1, 2)] == [Status.OPEN, Status.COMPLETE]


def test_somebody_elses_question_cannot_be_answered(world: World) -> None:
    """A question belongs to the one who was asked."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("sam", "add Two @hayley by 17 Feb")
    reply = world.tell("hayley", "done")
    assert "forgotten" in words(world.press("tom", button(reply, "NWP-2"), direct=True))
    assert world.action(2).status is Status.OPEN


def test_a_cards_thread_means_its_action(world: World) -> None:
    """Said by its owner under the card; talk between others there is not the bot's business."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("sam", "add Two @hayley by 17 Feb")
    card = world.drain()[1]
    quiet = world.say("kim", "good idea, this", thread=card.address, command=False, addressed=False)
    assert quiet.answer is None
    assert "NWP-2 is complete" in words(
        world.say("hayley", "done, all of it", thread=card.address, command=False, addressed=False)
    )
    assert world.action(1).status is Status.OPEN
    refused = world.say("kim", "done", thread=card.address, command=False, addressed=False)
    assert "open" in words(refused) or "change" in words(refused)


def test_plain_talk_in_the_channel_is_not_the_bots_business(world: World) -> None:
    """Nothing is answered and nothing is kept."""
    world.say("sam", "add One @hayley by 17 Feb")
    reply = world.say("hayley", "done with my coffee", command=False, addressed=False)
    assert (reply.answer, reply.form, reply.rows) == (None, None, ())
    assert world.action(1).status is Status.OPEN


def test_words_that_are_no_form_are_kept_as_they_are(world: World) -> None:
    """Verbatim, typography included, and shown on the card."""
    world.say("sam", "add One @hayley by 17 Feb")
    said = "Sergeant Pell’s team has “most of it” & will ring  back <soon>"
    assert said in words(world.tell("hayley", said))
    assert said in words(world.say("sam", "show 1"))


def test_not_mine_takes_the_line_away_and_tells_the_clerk(world: World) -> None:
    """And the undo of it gives it back."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.drain()
    reply = world.tell("hayley", "not mine, ask Tom")
    assert world.action(1).assignments == ()
    assert "Hayley Marsh says NWP-1 is not theirs" in world.to("sam", world.drain())[0].text
    world.press("hayley", button(reply, "Undo"), direct=True)
    assert owners(world, 1) == [(OwnerKind.PERSON, "Hayley Marsh")]


# --- changing ----------------------------------------------------------------------------------------------------


def test_a_change_over_several_is_all_or_nothing(world: World) -> None:
    """One that cannot be changed leaves the others as they were."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("sam", "add Two @hayley by 17 Feb")
    world.say("sam", "done 2")
    entries = len(world.entries(1))
    refused = world.say("sam", "done 1 2")
    assert "NWP-2 is already complete." in words(refused)
    assert "Nothing was changed." in words(refused)
    assert "There is no NWP-9" in words(world.say("sam", "done 1 9"))
    assert world.action(1).status is Status.OPEN
    assert len(world.entries(1)) == entries
    world.press("sam", button(refused, "Done with NWP-1"))
    assert world.action(1).status is Status.COMPLETE


@pytest.mark.parametrize("who", ["kim", "priya"])
@pytest.mark.parametrize("verb", ["done", "drop", "edit", "due", "assign", "update"])
def test_only_those_it_concerns_may_change_it(world: World, who: str, verb: str) -> None:
    """Owner, adder, clerk and chair; anybody else is told who may."""
    world.say("diane", "add One @hayley by 17 Feb")
    before = world.action(1)
    assert "can change NWP-1. Nothing was changed." in words(world.say(who, f"{verb} 1 tomorrow"))
    assert world.action(1) == before
    for may in ("hayley", "diane", "sam", "margaret"):
        assert "Nothing was changed" not in words(world.say(may, "update 1 all well"))


def test_closing_is_the_boards(world: World) -> None:
    """The clerk and the chair close; a member's wish reaches the clerk, whose button closes it."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("hayley", "done 1")
    world.drain()
    assert "Only the clerk (Sam Iqbal) or the chair can close" in words(world.say("hayley", "close 1"))
    assert world.action(1).status is Status.COMPLETE
    wish = world.to("sam", world.drain())[0].message.view
    assert "NWP-1 is closed" in words(world.press("sam", wish.buttons[0].id, direct=True))
    assert world.action(1).status is Status.CLOSED


def test_a_wish_to_close_can_be_withdrawn(world: World) -> None:
    """Before the clerk was told nothing is said; afterwards the clerk is told that it is gone."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.drain()
    wish = world.say("hayley", "close 1")
    assert "not yours" in words(world.press("tom", button(wish, "Withdraw")))
    world.press("hayley", button(wish, "Withdraw"))
    assert world.to("sam", world.drain()) == []
    wish = world.say("hayley", "close 1")
    world.drain()
    world.press("hayley", button(wish, "Withdraw"))
    assert "does not ask for NWP-1 to be closed any more" in world.to("sam", world.drain())[0].text


def test_a_due_keeps_the_first_date_promised(world: World) -> None:
    """However often it moves."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("hayley", "due 1 20 Feb")
    world.say("hayley", "due 1 27 Feb")
    due = world.action(1).due
    assert (due.day, due.first_date) == (date(2026, 2, 27), date(2026, 2, 17))


def test_no_date_takes_the_date_away(world: World) -> None:
    """And says so."""
    world.say("sam", "add One @hayley by 17 Feb")
    assert "no date" in words(world.say("hayley", "due 1 no date"))
    assert world.action(1).due.day is None


def test_due_at_a_meeting_not_set_yet_follows_when_it_is(world: World) -> None:
    """And "a week before" it is a week before it."""
    world.say("sam", "add One @hayley by next meeting")
    world.say("sam", "add Two @kim by a week before the next meeting")
    assert world.action(1).due.kind is DueKind.MEETING
    said = world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    assert "2 actions due at the next meeting now have that date" in words(said)
    assert [world.action(n).due.day for n in (1, 2)] == [date(2026, 3, 5), date(2026, 2, 26)]


def test_reworded_the_earlier_words_stay_in_history(world: World) -> None:
    """The card says the new ones."""
    world.say("sam", "add One thing @hayley by 17 Feb")
    world.say("sam", "edit 1 Quite another thing")
    assert world.entries(1)[-1].before["what"]["words"] == "One thing"
    assert "Quite another thing" in words(world.say("sam", "show 1"))


# --- undo --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "done 1",
        "drop 1 no need",
        "due 1 20 Feb",
        "assign 1 @tom @kim",
        "edit 1 Other words",
        "update 1 half way",
        "close 1",
    ],
)
def test_every_change_can_be_undone(world: World, change: str) -> None:
    """The action is as it was before, but for the time of its status; and it is nudged as before."""
    world.say("sam", "add One @hayley @diane by 17 Feb")
    before = world.action(1)
    reply = world.say("sam", change)
    assert "Undone. NWP-1" in words(world.press("sam", button(reply, "Undo")))
    after = world.action(1)
    assert (after.what, after.status, after.due, after.assignments) == (
        before.what,
        before.status,
        before.due,
        before.assignments,
    )
    assert "half way" not in words(world.say("sam", "show 1"))


def test_undo_is_refused_once_somebody_has_built_upon_it(world: World) -> None:
    """Until they undo theirs."""
    world.say("sam", "add One @hayley by 17 Feb")
    dropped = world.say("sam", "drop 1 no need")
    world.say("hayley", "reopen 1")
    assert "has been built upon since" in words(world.press("sam", button(dropped, "Undo")))
    world.say("hayley", "undo")
    assert "Undone. NWP-1 is open" in words(world.press("sam", button(dropped, "Undo")))
    assert "undone already" in words(world.press("sam", button(dropped, "Undo")))


def test_an_add_undone_is_withdrawn_and_its_number_never_comes_again(world: World) -> None:
    """It is on no list; its history is still there."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("sam", "undo")
    assert "NWP-1" not in words(world.say("sam", "list all"))
    assert "Added NWP-2" in words(world.say("sam", "add Two @hayley by 17 Feb"))
    assert "took back" in words(world.say("sam", "history 1"))


def test_somebody_elses_change_is_theirs_to_undo(world: World) -> None:
    """The clerk and the chair may, who answer for the log."""
    reply = world.say("diane", "add One @hayley by 17 Feb")
    assert "Only whoever made a change" in words(world.press("tom", button(reply, "Undo")))
    assert "withdrawn" in words(world.press("margaret", button(reply, "Undo")))


def test_whoever_is_added_by_a_mention_is_known_by_their_account(world: World) -> None:
    """What they say is theirs from then on; the same account is nobody else, whatever it is called by now."""

    def mentioning(name: str) -> Inbound:
        at = Mention(start=11, end=12 + len(name), id="newcomer", name=name)
        return world.inbound("sam", f"people add @{name}").model_copy(update={"mentions": (at,)})

    joined = words(world.send(mentioning("Mo Lane")))
    assert "Added Mo Lane to the Northvale Wellbeing Partnership as an officer." in joined
    assert "Mo Lane · officer" in words(world.say("newcomer", "people"))
    again = words(world.send(mentioning("Mo Lane-Hart")))
    assert again == "Mo Lane is on the board already, as officer. Nothing was added."
    world.say("sam", "undo")
    back = words(world.send(mentioning("Mo Lane")))
    assert "Added Mo Lane" in back
    assert words(world.say("sam", "people")).count("Mo Lane") == 1


def test_people_and_meetings_can_be_taken_back(world: World) -> None:
    """As long as nothing hangs on them."""
    joined = world.say("sam", "people add Mo Lane, Open Door, member")
    world.press("sam", button(joined, "Undo"))
    assert "Mo Lane" not in words(world.say("sam", "people"))
    again = world.say("sam", "people add Mo Lane, Open Door, member")
    assert "Added Mo Lane" in words(again)
    world.say("sam", "add One, Mo Lane, 17 Feb")
    assert "has actions on this board" in words(world.press("sam", button(again, "Undo")))
    met = world.say("sam", "meeting add 5 March 2026 14:00")
    world.press("sam", button(met, "Undo"))
    assert "None is set" in words(world.say("sam", "meetings"))


# --- cards, lists and the digest ---------------------------------------------------------------------------------


def test_a_card_is_redrawn_in_place_wherever_the_change_was_made(world: World) -> None:
    """Also from a direct conversation; an action added there has its card in the channel too."""
    world.tell("sam", "add One @hayley by 17 Feb")
    card = world.drain()[0]
    assert (card.message.address, card.message.kind) == ("channel", PostKind.CARD)
    world.tell("hayley", "done 1")
    redrawn = world.drain()[0]
    assert redrawn.message.replaces == card.address
    assert "✓ Complete" in redrawn.text


def test_a_long_list_comes_in_pages(world: World) -> None:
    """Each with a button for the next; no action is left out or shown twice."""
    for n in range(45):
        world.say("sam", f"add Number {n} @hayley by 20 Feb")
    seen: list[int] = []
    reply = world.say("sam", "list")
    while True:
        seen += reply.answer.subjects
        following = [b for b in reply.answer.buttons if b.label.startswith("Next")]
        if not following:
            break
        reply = world.press("sam", following[0].id)
    assert len(seen) == len(set(seen)) == 45


def test_the_digest_by_command_leaves_the_schedule_untouched(world: World) -> None:
    """To the channel from the clerk, to the asker alone from anybody else."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.drain()
    assert "1 open · none overdue" in words(world.say("kim", "digest"))
    assert not world.drain()
    world.say("sam", "digest")
    assert "1 open · none overdue" in world.in_channel(world.drain())[0].text
    assert any("1 open · none overdue" in s.text for s in world.clock("2026-02-16 09:00"))


def test_a_typo_in_a_command_is_offered_as_a_button_that_works(world: World) -> None:
    """What was meant is one press away."""
    world.say("sam", "add One @hayley by 17 Feb")
    reply = world.say("sam", "shwo 1")
    assert "Did you mean “show 1”?" in words(reply)
    assert "NWP-1 · One" in words(world.press("sam", button(reply, "show 1")))


def test_a_meeting_moves_and_what_is_due_there_moves_along(world: World) -> None:
    """And the undo of it brings both back."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring it @diane by next meeting")
    moved = world.say("sam", "meeting move to 12 March")
    assert "meets on Thu 12 Mar 2026 at 14:00, Town Hall" in words(moved)
    assert world.action(1).due.day == date(2026, 3, 12)
    assert "Thu 5 Mar" not in words(world.say("sam", "meetings"))
    world.press("sam", button(moved, "Undo"))
    assert world.action(1).due.day == date(2026, 3, 5)
    assert "Thu 5 Mar" in words(world.say("sam", "meetings"))


def test_a_cancelled_meeting_leaves_what_is_due_there_to_the_one_after_it(world: World) -> None:
    """With none after it, to the next one there will be; the undo of it brings the meeting and the dues back."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring it @diane by next meeting")
    world.say("sam", "add Book the room @kim by next meeting")
    world.say("kim", "done 2")
    gone = world.say("sam", "cancel the meeting")
    assert world.action(2).due.day == date(2026, 3, 5)
    assert "The meeting on Thu 5 Mar 2026 is cancelled." in words(gone)
    assert "1 action is now due at the next meeting, not set yet." in words(gone)
    assert (world.action(1).due.kind, world.action(1).due.day) == (DueKind.MEETING, None)
    assert "Thu 5 Mar" not in words(world.say("sam", "meetings"))
    world.press("sam", button(gone, "Undo"))
    assert world.action(1).due.day == date(2026, 3, 5)
    assert "Thu 5 Mar" in words(world.say("sam", "meetings"))
    world.say("sam", "meeting add 2 April 2026 14:00 Town Hall")
    moved = world.say("sam", "meeting cancel 5 March")
    assert "1 action is now due at the meeting on Thu 2 Apr." in words(moved)
    assert world.action(1).due.day == date(2026, 4, 2)


def test_only_a_meeting_that_is_set_is_cancelled_and_only_by_who_runs_the_log(world: World) -> None:
    """Anything else is answered with what to do, and nothing changes."""
    assert "No meeting is set" in words(world.say("sam", "meeting cancel"))
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    wrong = world.say("sam", "cancel the meeting on 6 March")
    assert "No meeting is set for “6 March”. Nothing was changed." in words(wrong)
    assert "Thu 5 Mar" in words(world.press("sam", button(wrong, "Meetings")))
    assert "Only the clerk" in words(world.say("tom", "cancel the meeting"))
    assert "Thu 5 Mar" in words(world.say("sam", "meetings"))


def test_somebody_leaves_once_their_actions_are_given_on(world: World) -> None:
    """Coming back they are the same person."""
    world.say("sam", "people add Mo Lane, Open Door, member")
    world.say("sam", "add One, Mo Lane, 17 Feb")
    assert "1 open action on the Northvale Wellbeing Partnership: give it to somebody else first" in words(
        world.say("sam", "people remove Mo Lane")
    )
    world.say("sam", "assign 1 @kim")
    gone = world.say("sam", "people remove Mo Lane")
    assert "Mo Lane" not in words(world.say("sam", "people"))
    world.press("sam", button(gone, "Undo"))
    assert "Mo Lane · member" in words(world.say("sam", "people"))
    world.say("sam", "people remove Mo Lane")
    before = len(_people(world))
    world.say("sam", "people add Mo Lane, Open Door, member")
    assert len(_people(world)) == before + 1


def test_a_slip_in_a_name_is_offered_put_right(world: World) -> None:
    """Nobody is guessed: the words stay until a button is pressed."""
    reply = world.say("sam", "add Walk the route, Haley Marsh, 13.03.26")
    assert "Did you mean Hayley Marsh?" in words(reply)
    assert owners(world, 1)[0][0] is OwnerKind.WORDS
    world.press("sam", button(reply, "Hayley Marsh"))
    assert owners(world, 1) == [(OwnerKind.PERSON, "Hayley Marsh")]


def test_assign_and_due_take_several_at_once(world: World) -> None:
    """Every one of them, and the answer names each."""
    for n in range(3):
        world.say("sam", f"add Number {n} @hayley by 17 Feb")
    said = words(world.say("sam", "assign 1 2 3 @kim and Tom Reid"))
    assert all(f"NWP-{n}: Kim Osei leads it now, with Tom Reid" in said for n in (1, 2, 3))
    asked = world.say("sam", "due 1 2 32 Feb")
    world.press("sam", button(asked, "Fri 20 Feb"))
    assert [world.action(n).due.day.day for n in (1, 2, 3)] == [20, 20, 17]
    form = world.say("sam", "drop 1 2").form
    world.press("sam", form.id, words="overtaken")
    assert [world.action(n).status for n in (1, 2, 3)] == [Status.DROPPED, Status.DROPPED, Status.OPEN]


def test_a_number_said_is_the_action_meant(world: World) -> None:
    """Also once it is complete: its words never land on another action."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("sam", "add Two @hayley by 17 Feb")
    world.tell("hayley", "done 1")
    assert "NWP-1 · One" in words(world.tell("hayley", "is 1 closed then"))
    reply = world.tell("hayley", "1 goes on the web page then")
    assert "NWP-2" not in words(reply) or "Which one is this about?" in words(reply)
    assert "web page then" not in words(world.say("sam", "show 2"))


def test_complete_actions_stay_in_the_digest_until_the_board_has_closed_them(world: World) -> None:
    """However many meetings go by."""
    world.say("sam", "add One @hayley by 17 Feb")
    world.say("sam", "add Two @hayley by 17 Feb")
    world.say("hayley", "done 1")
    digests = [s.text for s in world.in_channel(world.clock("2026-04-07 12:00")) if "open ·" in s.text]
    assert len(digests) == 8
    assert all("✓ Complete, for the board to close" in text and "NWP-1" in text for text in digests)
    world.say("margaret", "close 1")
    assert "for the board to close" not in words(world.say("kim", "digest"))


@pytest.mark.parametrize("words_", ["no date", "none"])
def test_no_date_in_words_is_no_date(world: World, words_: str) -> None:
    """As the button says it."""
    world.say("sam", "add One @hayley by 17 Feb")
    assert "no date" in words(world.say("hayley", f"due 1 {words_}"))
    assert world.action(1).due.kind is DueKind.NONE


# --- a partner's -------------------------------------------------------------------------------------------------


def test_whoever_gives_it_to_a_partner_is_asked_who_there_has_it(world: World) -> None:
    """One button for each of the partner's people; the one chosen leads in its place, and is nudged."""
    reply = world.say("kim", "add Ridgeway Hospitals Trust to price the beds by 20 Feb")
    assert owners(world, 1) == [(OwnerKind.PARTNER, "Ridgeway Hospitals Trust")]
    assert "Who at Ridgeway Hospitals Trust has it?" in words(reply)
    assert {"[Priya Nair]", "[Diane Ward]"} <= set(words(reply).splitlines())
    chosen = world.press("kim", button(reply, "Priya Nair"))
    assert owners(world, 1) == [(OwnerKind.PERSON, "Priya Nair")]
    assert world.action(1).assignments[0].next_nudge_at is not None
    world.press("kim", button(chosen, "Undo"))
    assert owners(world, 1) == [(OwnerKind.PARTNER, "Ridgeway Hospitals Trust")]


def test_assigned_to_a_partner_the_same_is_asked(world: World) -> None:
    """Also of several actions at once."""
    world.say("sam", "add Price the beds @kim by 20 Feb")
    reply = world.say("sam", "assign 1 Northvale Police")
    assert "Who at Northvale Police has it?" in words(reply)
    world.press("sam", button(reply, "Tom Reid"))
    assert owners(world, 1) == [(OwnerKind.PERSON, "Tom Reid")]
