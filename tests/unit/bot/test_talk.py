"""What people say to the bot in a sentence, and what its answers let them see."""

import pytest

from tests.world import World, button, words


def test_one_answer_finishes_one_and_starts_another(world: World) -> None:
    """Directly and in the channel; each action gets what was said of it, with one Undo."""
    for what in ("One", "Two", "Three", "Four"):
        world.say("sam", f"add {what} @priya by 19 Feb")
    said = words(world.tell("priya", "finished 1, started 2"))
    assert "NWP-1 is complete." in said
    assert "NWP-2 is in progress" in said
    said = words(world.say("priya", "mark 3 as done and 4 as in progress"))
    assert "NWP-3 is complete." in said
    assert "NWP-4 is in progress" in said
    world.tell("priya", "undo")
    assert "NWP-3" in words(world.say("sam", "list open"))


def test_what_may_be_changed_of_several_is_offered(world: World) -> None:
    """Nothing was changed so far; one button does the others, and nothing of somebody else's."""
    world.say("sam", "add One @priya by 12 Feb")
    world.say("sam", "add Two @tom by 12 Feb")
    reply = world.tell("priya", "1 done, 2 done")
    assert "Nothing was changed." in words(reply)
    assert "NWP-1 is complete" in words(world.press("priya", button(reply, "Only NWP-1"), direct=True))
    assert world.action(2).status.value == "open"


def test_all_but_one_are_done(world: World) -> None:
    """Of those the answer is about; the one left out stays as it is."""
    for what in ("One", "Two", "Three"):
        world.say("sam", f"add {what} @priya by 12 Feb")
    world.say("sam", "add Four @tom by 12 Feb")
    assert "NWP-1 and NWP-3 are complete" in words(world.tell("priya", "all done except 2"))
    assert world.action(2).status.value == "open"
    assert world.action(4).status.value == "open"


def test_an_owner_answers_in_the_channel_by_the_number(world: World) -> None:
    """ "12 waiting on legal" is an answer there too; whoever may not change the action changes nothing."""
    world.say("sam", "add One @priya by 19 Feb")
    assert "Nothing was changed" in words(world.say("tom", "1 waiting on legal"))
    assert "NWP-1 is blocked: “waiting on legal”." in words(world.say("priya", "1 waiting on legal"))
    assert "NWP-1 is now due Fri 27 Feb 2026." in words(world.say("priya", "need until 27 Feb"))
    assert "nothing open here" in words(world.say("tom", "need until 27 Feb"))


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("what's overdue?", "Overdue: 1 action"),
        ("what have I got?", "Yours: 2 actions"),
        ("when is 2 due?", "NWP-2 · Two"),
        ("what can you do?", "What you can say to me"),
        ("when is the next meeting?", "meetings to come"),
        ("hello", "Hello, Priya. You have 2 open actions."),
        ("thanks", "Thank you, Priya. Nothing was changed."),
    ],
)
def test_a_question_is_answered_where_it_was_asked(world: World, said: str, understood: str) -> None:
    """Directly, where it might be taken for an answer about an action."""
    world.say("sam", "add One @priya by 11 Feb")
    world.say("sam", "add Two @priya by 19 Feb")
    world.clock("2026-02-13 12:00")
    assert understood in words(world.tell("priya", said))
    assert world.action(1).status.value == "open"


def test_lists_say_who_is_away(world: World) -> None:
    """With whoever covers; a card looked at says it too, and neither does once they are back."""
    world.say("sam", "add One @priya by 19 Feb")
    world.tell("priya", "away until 20 Feb, cover @kim")
    assert "Priya Nair (away until Fri 20 Feb, Kim Osei covers)" in words(world.say("sam", "list"))
    assert "Priya Nair is away until Fri 20 Feb, Kim Osei covers" in words(world.say("sam", "show 1"))
    assert "Priya Nair (away until Fri 20 Feb, Kim Osei covers)" in words(world.say("tom", "digest"))
    world.tell("priya", "back")
    assert "away" not in words(world.say("sam", "list")) + words(world.say("sam", "show 1"))


def test_a_cards_post_speaks_of_no_absence(world: World) -> None:
    """It stands for days, and is not drawn anew when somebody comes back early."""
    world.tell("priya", "away until 20 Feb")
    world.say("sam", "add One @priya by 19 Feb")
    (card,) = world.in_channel(world.drain())
    assert "away" not in card.text


def test_history_keeps_the_words_there_were(world: World) -> None:
    """As help says: the earlier words stay in it."""
    world.say("sam", "add Circualte the notes @priya by 19 Feb")
    world.say("sam", "edit 1 Circulate the notes")
    assert "from “Circualte the notes” to “Circulate the notes”" in words(world.say("sam", "history 1"))


def test_an_action_is_dated_by_the_name_of_its_date(world: World) -> None:
    """ "Change the due date of 1" is understood as "due 1" is."""
    world.say("sam", "add One @priya by 19 Feb")
    assert "NWP-1 is now due Fri 6 Mar 2026." in words(
        world.say("sam", "change the due date of 1 to 6 March")
    )


def test_so_much_longer_counts_from_the_due(world: World) -> None:
    """Where it is still to come; what is overdue gets so long from today. Of several with other dues it is asked."""
    world.say("sam", "add One @priya by 19 Feb")
    world.say("sam", "add Two @priya by 27 Feb")
    assert "NWP-1 is now due Thu 5 Mar 2026." in words(world.say("sam", "postpone 1 by two weeks"))
    assert "NWP-1 is now due Thu 12 Mar 2026." in words(world.say("sam", "due 1 another week"))
    assert "When will NWP-1 and NWP-2 be done?" in words(world.say("sam", "extend 1 and 2 by a week"))
    world.clock("2026-03-02 12:00")
    assert "NWP-2 is now due Mon 9 Mar 2026." in words(world.say("sam", "extend 2 by a week"))


def test_a_snooze_undone_says_what_it_means(world: World) -> None:
    """Not who leads the action, which nobody touched."""
    world.say("sam", "add One @priya by 12 Feb")
    world.tell("priya", "snooze 1 until 26 Feb")
    assert "Undone. NWP-1 is nudged about as before." in words(world.tell("priya", "undo"))


def test_a_pause_in_words_of_its_own(world: World) -> None:
    """Said without "settings" it is one too; ended, it says when nudges go on."""
    assert "pause: Tue 10 Feb 2026 to Fri 8 May 2026 (the election)" in words(
        world.say("sam", "pause until 8 May because of the election")
    )
    assert "The pause ends tonight: nudges go on from Wed 11 Feb." in words(world.say("sam", "resume"))


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("settings don't ask owners", "asking owners: none"),
        ("turn off quiet hours", "quiet hours: none"),
        ("settings no quiet hours", "quiet hours: none"),
    ],
)
def test_a_setting_is_refused_in_words(world: World, said: str, holds: str) -> None:
    """The same as its name and "none"."""
    assert holds in words(world.say("sam", said))


@pytest.mark.parametrize(
    "said", ["nudge me 3 days before, at 08:30", "please remind me 3 days before at 08:30"]
)
def test_ones_own_rhythm_is_asked_for_in_a_sentence(world: World, said: str) -> None:
    """Directly, and it is no report on the action one has."""
    world.say("sam", "add One @priya by 19 Feb")
    assert "Your nudges for the Northvale Wellbeing Partnership: 3 days before" in words(
        world.tell("priya", said)
    )


def test_a_meeting_on_a_day_that_does_not_exist(world: World) -> None:
    """Its time of day is no date."""
    said = words(world.say("sam", "meeting add 31 Feb 10:00"))
    assert "I cannot read “31 Feb 10:00” as a date. Nothing was added." in said


def test_a_promised_day_that_does_not_exist_is_asked_about(world: World) -> None:
    """As a requested one is; the due stays where it was."""
    world.say("sam", "add One @priya by 19 Feb")
    assert "I cannot read “30 Feb” as a date. When is NWP-1 due?" in words(
        world.tell("priya", "will be 30 Feb")
    )
    assert str(world.action(1).due.day) == "2026-02-19"


def test_a_meeting_with_no_day_says_what_is_missing(world: World) -> None:
    """Not that nothing cannot be read."""
    said = words(world.say("sam", "meeting add"))
    assert "Say when it is: a date and a time, then the place if you like." in said


# --- partners that are nearly the same --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "partner"),
    [("Ridgeway Hospitals", "Ridgeway Hospitals Trust"), ("Northvale Police Force", "Northvale Police")],
)
def test_a_partner_nearly_the_same_is_asked_about(world: World, said: str, partner: str) -> None:
    """Nobody is added until it is said which, and the name and role are kept."""
    reply = world.say("sam", f"people add Jo Bloggs, {said}, member")
    assert f"Jo Bloggs is not added yet. Is “{said}” {partner}?" in words(reply)
    assert "Jo Bloggs" not in words(world.say("sam", "people"))
    assert f"Added Jo Bloggs from {partner} to the" in words(world.press("sam", button(reply, partner)))


def test_another_partner_may_be_nearly_the_same(world: World) -> None:
    """Its own button adds it as it was written."""
    reply = world.say("sam", "people add Jo Bloggs, Northvale Police Force, member")
    added = words(world.press("sam", button(reply, "Another one")))
    assert "Added Jo Bloggs from Northvale Police Force" in added


@pytest.mark.parametrize(
    ("said", "partner"),
    [
        ("northvale police", "Northvale Police"),
        ("Acorn Trust", "Acorn Trust"),
        ("Southvale Council", "Southvale Council"),
    ],
)
def test_a_partner_that_is_plain_is_not_asked_about(world: World, said: str, partner: str) -> None:
    """The same but for its letters' case, or plainly another."""
    reply = words(world.say("sam", f"people add Jo Bloggs, {said}, member"))
    assert f"Added Jo Bloggs from {partner} to the" in reply
