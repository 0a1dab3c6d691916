"""Away, back, muted, snoozed: nobody is bothered, and nothing is lost."""

from datetime import date

import pytest

from bot.domain.actions import Status
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.messages import Platform
from tests.unit.bot.kindness import days, ladder, nudges
from tests.world import World, button, london, words


@pytest.fixture
def spring(world: World) -> World:
    """The Monday a fortnight before Easter 2026."""
    world.now = london("2026-03-23 09:30")
    return world


# --- away ------------------------------------------------------------------------------------------------------


def test_away_over_the_due_and_easter(spring: World) -> None:
    """That day included; what fell comes as one message on the first working day back, at the usual hour."""
    spring.say("sam", "add Water testing report @tom by 2 April")
    spring.say("sam", "add Check the filters @tom by 7 April")
    spring.say("sam", "add Book the lab @tom by 6 May")
    said = words(spring.tell("tom", "away until 8 April"))
    assert "away until Wed 8 Apr 2026, and back on Thu 9 Apr" in said
    spring.clock("2026-04-09 12:00")
    (only,) = nudges(spring, "tom")
    assert only.startswith("Thu 09 Apr")
    assert "NWP-1" in only
    assert "NWP-2" in only
    assert "NWP-3" not in only
    (message,) = (s for s in spring.to("tom") if s.row.kind is OutboxKind.NUDGE)
    assert message.at == london("2026-04-09 09:00")


def test_nothing_about_what_was_done_meanwhile(spring: World) -> None:
    """The clerk closed it while they were away: they come back to silence."""
    spring.say("sam", "add Water testing report @tom by 2 April")
    spring.tell("tom", "away until 8 April")
    spring.clock("2026-04-02 12:00")
    spring.say("sam", "done 1 the lab sent it to me")
    spring.clock("2026-04-20 12:00")
    assert nudges(spring, "tom") == []


def test_nothing_is_brought_forward(spring: World) -> None:
    """An absence to come changes nothing before it; back before the due, the rhythm goes on."""
    spring.say("sam", "add Water testing report @tom by 20 April")
    spring.tell("tom", "away from 3 to 10 April")
    spring.clock("2026-04-21 12:00")
    assert days(spring, "tom") == ["Mon 13 Apr", "Fri 17 Apr", "Mon 20 Apr", "Tue 21 Apr"]


def test_away_set_while_a_nudge_waits(spring: World) -> None:
    """It is not said, and not lost: it comes on the first day back."""
    spring.say("sam", "add Water testing report @tom by 24 March")
    spring.now = london("2026-03-24 09:00")
    spring.tick()
    spring.tell("tom", "away until 26 March")
    assert not nudges(spring, "tom", spring.drain())
    (row,) = (r for r in spring.rows() if r.kind is OutboxKind.NUDGE)
    assert (row.state, row.reason) == (OutboxState.SKIPPED, "they are away")
    spring.clock("2026-03-27 12:00")
    assert days(spring, "tom", "NWP-1") == ["Fri 27 Mar"]


def test_back_early(spring: World) -> None:
    """What fell comes the next morning; afterwards the rhythm goes on."""
    spring.say("sam", "add Water testing report @tom by 26 March")
    spring.tell("tom", "away until 8 April")
    spring.clock("2026-03-31 10:00")
    assert "Welcome back" in words(spring.tell("tom", "I'm back"))
    spring.clock("2026-04-02 12:00")
    assert days(spring, "tom") == ["Wed 01 Apr"]
    assert "not away" in words(spring.tell("tom", "back"))


def test_an_absence_undone_has_not_been(spring: World) -> None:
    """Undone days later, what it kept back comes the next morning."""
    spring.say("sam", "add Water testing report @tom by 26 March")
    undo = button(spring.tell("tom", "away until 8 April"), "Undo")
    spring.clock("2026-03-30 10:00")
    assert nudges(spring, "tom") == []
    assert "not away any more" in words(spring.press("tom", undo, direct=True))
    spring.clock("2026-03-31 12:00")
    assert days(spring, "tom") == ["Tue 31 Mar"]
    assert "away" not in words(spring.say("sam", "people"))


def test_only_they_take_their_absence_back(spring: World) -> None:
    """The clerk undoes what others do to the log, not whether they are at work."""
    undo = button(spring.tell("tom", "away until 8 April"), "Undo")
    assert "theirs to take back" in words(spring.press("sam", undo))
    assert "away until Wed 8 Apr" in words(spring.say("sam", "people"))


def test_setting_one_thing_does_not_stand_in_the_way_of_undoing_another(spring: World) -> None:
    """Away, then muted: each has its own undo."""
    spring.say("sam", "add Water testing report @tom by 2 April")
    away = button(spring.tell("tom", "away until 8 April"), "Undo")
    spring.tell("tom", "mute until 20 April")
    assert "Undone" in words(spring.press("tom", away, direct=True))
    seen = words(spring.say("sam", "people"))
    assert "not to be nudged before Mon 20 Apr" in seen
    assert "away" not in seen


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("away from 3 to 8 April", "away from Fri 3 Apr to Wed 8 Apr 2026, and back on Thu 9 Apr"),
        ("away tomorrow", "away on Tue 24 Mar 2026, and back on Wed 25 Mar"),
        ("I'm on leave until 2 April", "away until Thu 2 Apr 2026, and back on Tue 7 Apr"),
        ("back on 9 April", "away until Wed 8 Apr 2026, and back on Thu 9 Apr"),
        ("I\u2019m off next week", "away from Mon 30 Mar to Fri 3 Apr 2026, and back on Tue 7 Apr"),
        ("away until 32 April", "I cannot read \u201c32 April\u201d as a date. Until when are you away?"),
        ("away until 1 March", "Sun 1 Mar has passed. Until when are you away?"),
        ("away from 6 April", "Until when are you away from Mon 6 Apr?"),
        ("away", "Until when are you away?"),
    ],
)
def test_what_was_understood(spring: World, said: str, understood: str) -> None:
    """Both days, so that a mistake is seen at once; what is in doubt is asked about, and changes nothing."""
    reply = words(spring.tell("tom", said))
    assert understood in reply
    assert ("[Undo]" in reply) == ("and back on" in understood)


def test_the_question_is_answered_by_a_button_or_a_form(spring: World) -> None:
    """Until when? A day, or words of their own."""
    reply = spring.tell("tom", "away")
    assert "away until Mon 23 Mar 2026" in words(
        spring.press("tom", button(reply, "Mon 23 Mar"), direct=True)
    )
    assert "When are you away" in words(spring.press("tom", "awayform", direct=True))
    filled = spring.press("tom", "awayform", direct=True, words="3 to 8 April, cover Kim Osei")
    assert "Kim Osei is nudged in your place" in words(filled)
    assert "away from Fri 3 Apr to Wed 8 Apr" in words(spring.tell("tom", "away"))


@pytest.mark.parametrize(
    ("silence", "end"),
    [("stop nudging me", "nudge me again"), ("mute until 2 April", "unmute"), ("away", "back")],
)
def test_silence_for_a_minute_brings_nothing_more(spring: World, silence: str, end: str) -> None:
    """The message of the day was read before it: the same does not come again the day after."""
    spring.now = london("2026-03-20 09:30")
    spring.say("sam", "add Water testing report @tom by 20 March")
    spring.clock("2026-03-23 10:00")
    said = "away until 26 March" if silence == "away" else silence
    spring.tell("tom", said)
    spring.clock("2026-03-23 10:01")
    assert "Nudges come as usual." in words(spring.tell("tom", end))
    spring.clock("2026-04-03 12:00")
    assert days(spring, "tom", "NWP-1") == ["Mon 23 Mar", "Mon 30 Mar"]


def test_silence_before_the_message_of_the_day_keeps_it(spring: World) -> None:
    """Muted at eight and heard again at ten: what would have come at nine comes the next morning."""
    spring.say("sam", "add Water testing report @tom by 24 March")
    spring.clock("2026-03-24 08:00")
    spring.tell("tom", "stop nudging me")
    spring.clock("2026-03-24 10:00")
    spring.tell("tom", "nudge me again")
    spring.clock("2026-03-25 12:00")
    assert days(spring, "tom", "NWP-1")[-1] == "Wed 25 Mar"


def test_silence_for_days_keeps_only_what_fell_on_them(spring: World) -> None:
    """Asked for after the day's message, with nothing falling on the days after it: the rhythm goes on."""
    spring.now = london("2026-03-20 09:30")
    spring.say("sam", "add Water testing report @tom by 20 March")
    spring.clock("2026-03-23 10:00")
    spring.tell("tom", "mute until Thursday")
    spring.clock("2026-04-03 12:00")
    assert days(spring, "tom", "NWP-1") == ["Mon 23 Mar", "Mon 30 Mar"]


# --- cover -----------------------------------------------------------------------------------------------------


def test_the_cover_is_nudged_and_may_answer(spring: World) -> None:
    """In one message with their own, saying for whom; their answer counts, and the owner comes back to what is left."""
    spring.say("sam", "add Water testing report @tom by 25 March")
    spring.say("sam", "add Check the filters @tom by 25 March")
    spring.say("sam", "add Easter rota @kim by 25 March")
    assert "Kim Osei is nudged in your place" in words(spring.tell("tom", "away until 26 March, cover @kim"))
    spring.clock("2026-03-25 12:00")
    today = nudges(spring, "kim")[-1]
    assert days(spring, "kim")[-1] == "Wed 25 Mar"
    assert "NWP-3" in today.split("For Tom Reid, who is away until Thu 26 Mar")[0]
    assert "NWP-1" in today.split("For Tom Reid, who is away until Thu 26 Mar")[1]
    assert "NWP-1 is complete" in words(spring.tell("kim", "done 1, sent to the council"))
    spring.clock("2026-03-27 12:00")
    (back,) = nudges(spring, "tom")
    assert back.startswith("Fri 27 Mar")
    assert "NWP-2" in back
    assert "NWP-1" not in back
    assert "Only its owners" in words(spring.tell("kim", "done 2"))


def test_a_cover_who_contributes_is_asked_once(spring: World) -> None:
    """It is listed once; her "done" is her own part, and whether all of it is done she is asked."""
    spring.say("sam", "add Water testing report @tom @kim by 25 March")
    spring.tell("tom", "away until 30 March, cover @kim")
    spring.clock("2026-03-25 12:00")
    today = nudges(spring, "kim")[-1]
    assert (today.count("NWP-1"), "For Tom Reid" in today) == (1, False)
    reply = spring.tell("kim", "done 1, the lab sent theirs")
    assert "Your part of NWP-1 is complete" in words(reply)
    assert "You cover for Tom Reid. Is all of NWP-1 done?" in words(reply)
    assert spring.action(1).status is Status.OPEN
    spring.clock("2026-03-26 12:00")
    assert "NWP-1" in nudges(spring, "kim")[-1].split("For Tom Reid, who is away until Mon 30 Mar")[1]
    pressed = spring.press("kim", button(reply, "All of NWP-1 is done"), direct=True)
    assert "NWP-1 is complete" in words(pressed)
    assert spring.action(1).status is Status.COMPLETE
    spring.clock("2026-04-10 12:00")
    assert days(spring, "kim", "NWP-1")[-1] == "Thu 26 Mar"


def test_a_contributor_who_covers_nobody_is_asked_nothing_more(spring: World) -> None:
    """Their own part is complete, and the lead says the rest."""
    spring.say("sam", "add Water testing report @tom @kim by 25 March")
    reply = words(spring.tell("kim", "done 1"))
    assert "Your part of NWP-1 is complete" in reply
    assert "All of" not in reply


def test_a_cover_who_is_away_too(spring: World) -> None:
    """Nobody is nudged while both are away; said when it is set."""
    spring.say("sam", "add Water testing report @tom by 25 March")
    spring.tell("kim", "away until 25 March")
    said = words(spring.tell("tom", "away until 8 April cover @kim"))
    assert "Kim is away too until Wed 25 Mar" in said
    spring.clock("2026-04-09 12:00")
    assert days(spring, "kim", "NWP-1") == ["Thu 26 Mar", "Thu 02 Apr"]
    assert days(spring, "tom", "NWP-1") == ["Thu 09 Apr"]


def test_two_who_cover_for_each_other_are_left_alone(spring: World) -> None:
    """There is no chain of covers."""
    spring.say("sam", "add Water testing report @tom by 25 March")
    spring.tell("tom", "away until 27 March cover @kim")
    spring.tell("kim", "away until 27 March cover @tom")
    spring.clock("2026-03-30 12:00")
    assert days(spring, "tom") == ["Mon 30 Mar"]
    assert days(spring, "kim") == []


@pytest.mark.parametrize("cover", ["@tom", "Nobody Known"])
def test_a_cover_nobody_can_be(spring: World, cover: str) -> None:
    """Themselves, or nobody on their boards: asked about, and nothing is changed."""
    reply = spring.tell("tom", f"away until 8 April, cover {cover}")
    assert "Nothing was changed" in words(reply)
    assert "away" not in words(spring.say("sam", "people"))
    said = words(spring.press("tom", button(reply, "Nobody covers"), direct=True))
    assert "away until Wed 8 Apr 2026" in said


def test_a_cover_sees_no_board_they_hold_no_role_on(spring: World) -> None:
    """Nobody is nudged about those actions; said when it is set."""

    def another(unit) -> None:
        records = spring.records(unit)
        here = unit.installation(Platform.PLAYGROUND, spring.workspace)
        board = records.boards.add("NSB", "Northvale Safety Board", "Europe/London", None)
        records.places.add(here.id, PlaceKind.CHANNEL, "safety", "nsb-board", board=board.id)
        people = records.people.by_identity(Platform.PLAYGROUND, spring.workspace, ["tom", "sam"])
        for who, role in (("tom", Role.MEMBER), ("sam", Role.CLERK)):
            records.people.give_role(board.id, people[who].id, role)

    spring.store.transact_sync(another)
    spring.say("sam", "add Water testing report @tom by 25 March")
    asked = spring.tell("sam", "add Secret plan @tom by 25 March")
    spring.press("sam", button(asked, "Northvale Safety Board"), direct=True)
    said = words(spring.tell("tom", "away until 26 March, cover @kim"))
    assert "Kim holds no role on the Northvale Safety Board" in said
    spring.clock("2026-03-27 12:00")
    assert not [text for text in nudges(spring, "kim") if "Secret" in text or "NSB" in text]
    (back,) = nudges(spring, "tom")
    assert "NWP-1" in back
    assert "NSB-1" in back


# --- muted -----------------------------------------------------------------------------------------------------


def test_muted_then_due(spring: World) -> None:
    """Silent until that day; what fell comes then, once."""
    spring.say("sam", "add Water testing report @tom by 25 March")
    assert "before Mon 30 Mar 2026. I have told Sam Iqbal" in words(spring.tell("tom", "mute until Monday"))
    spring.clock("2026-03-31 12:00")
    assert days(spring, "tom") == ["Mon 30 Mar"]


def test_stop_is_obeyed_at_once_and_asked_about(spring: World) -> None:
    """The clerk is told and can see it; nothing comes until they say so."""
    spring.say("sam", "add Water testing report @tom by 25 March")
    reply = spring.tell("tom", "stop nudging me")
    assert "I have stopped nudging you" in words(reply)
    assert "Until when?" in words(reply)
    spring.drain()
    assert "Tom Reid asked not to be nudged" in spring.to("sam")[-1].text
    assert "asked not to be nudged" in words(spring.say("sam", "people"))
    spring.clock("2026-05-01 12:00")
    assert nudges(spring, "tom") == []
    assert "nudge you again" in words(spring.tell("tom", "nudge me again"))
    spring.clock("2026-05-05 12:00")
    assert days(spring, "tom") == ["Tue 05 May"]  # Monday 4 May is a bank holiday


def test_until_when_is_answered_by_a_button(spring: World) -> None:
    reply = spring.tell("tom", "stop nudging me")
    assert "before Mon 30 Mar 2026" in words(spring.press("tom", button(reply, "Until Mon 30"), direct=True))


def test_a_silence_taken_back_is_none(spring: World) -> None:
    """Undone the same minute: the nudge of the next day comes, and the clerk is told nothing."""
    spring.say("sam", "add Water testing report @tom by 25 March")
    spring.press("tom", button(spring.tell("tom", "stop"), "Undo"), direct=True)
    spring.clock("2026-03-25 12:00")
    assert days(spring, "tom") == ["Tue 24 Mar", "Wed 25 Mar"]
    assert not world_notices(spring)


@pytest.mark.parametrize(
    ("muted", "until"),
    [("mute until Monday", "until Mon 30 Mar."), ("stop nudging me", "until you say “nudge me again”.")],
)
def test_a_silence_that_holds_again_says_until_when(spring: World, muted: str, until: str) -> None:
    """Its end undone, or the longer silence after it: the one before is back, with its day."""
    spring.tell("tom", muted)
    ended = button(spring.tell("tom", "nudge me again"), "Undo")
    assert f"You are muted again {until}" in words(spring.press("tom", ended, direct=True))
    longer = button(spring.tell("tom", "mute until 20 April"), "Undo")
    assert f"You are muted again {until}" in words(spring.press("tom", longer, direct=True))


def world_notices(world: World) -> list[str]:
    return [s.text for s in world.to("sam") if "asked not to be nudged" in s.text]


# --- snoozed ---------------------------------------------------------------------------------------------------


def test_snoozed_past_the_due(world: World) -> None:
    """Quiet until then, and one message on that day, or the next working day; the others are nudged about."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.say("sam", "add Lease the vans @priya by 20 Feb")
    world.clock("2026-02-13 10:00")
    assert "until Sat 28 Feb 2026" in (said := words(world.tell("priya", "snooze 1 until 28 Feb")))
    assert "no working day, so I nudge you on Mon 2 Mar" in said
    world.clock("2026-03-02 12:00")
    assert days(world, "priya", "NWP-1")[-2:] == ["Fri 13 Feb", "Mon 02 Mar"]
    assert days(world, "priya", "NWP-2")[-2:] == ["Mon 23 Feb", "Mon 02 Mar"]


def test_snoozed_then_done(world: World) -> None:
    """Nothing is left to say."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.tell("priya", "snooze 1 3 days")
    world.tell("priya", "done 1")
    world.clock("2026-03-20 12:00")
    assert nudges(world, "priya") == []


def test_snoozed_in_the_nudges_thread(world: World) -> None:
    """Without a number it is the action of the thread; of two it is asked which."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.clock("2026-02-11 10:00")
    thread = world.to("priya")[-1].address
    said = words(world.say("priya", "snooze until Friday", direct=True, thread=thread))
    assert "nothing about NWP-1 until Fri 13 Feb" in said
    world.say("sam", "add Lease the vans @priya by 16 Feb")
    world.clock("2026-02-13 10:00")
    thread = world.to("priya")[-1].address
    asked = world.say("priya", "snooze until Wednesday", direct=True, thread=thread)
    assert "Which one do you want to hear nothing about?" in words(asked)
    both = words(world.press("priya", button(asked, "Both"), direct=True))
    assert "NWP-1 and NWP-2 until Wed 18 Feb" in both


def test_snooze_by_button_asks_until_when(world: World) -> None:
    """The nudge has it behind More."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.clock("2026-02-11 10:00")
    view = world.to("priya")[-1].message.view
    snooze = next(b for b in view.buttons if b.label == "Snooze")
    assert snooze.more
    asked = world.press("priya", snooze.id, direct=True)
    assert "Until when" in words(asked)
    assert "until Mon 16 Feb" in words(world.press("priya", button(asked, "Mon 16"), direct=True))
    world.clock("2026-02-16 12:00")
    assert days(world, "priya", "NWP-1") == ["Wed 11 Feb", "Mon 16 Feb"]


def test_a_snooze_is_the_owners_alone(world: World) -> None:
    """Nobody snoozes for another; the other owner of the same action goes on being nudged."""
    world.say("sam", "add Order the signs @priya @kim by 12 Feb")
    assert "not given to you" in words(world.tell("sam", "snooze 1 a week"))
    world.tell("priya", "snooze 1 a week")
    world.clock("2026-02-12 12:00")
    assert days(world, "priya") == []
    assert days(world, "kim") == ["Wed 11 Feb", "Thu 12 Feb"]


@pytest.mark.parametrize("phrase", ["until 32 Feb", "until 1 Feb", "whenever", ""])
def test_no_day_is_guessed_for_a_snooze(world: World, phrase: str) -> None:
    world.say("sam", "add Order the signs @priya by 12 Feb")
    reply = words(world.tell("priya", f"snooze 1 {phrase}".strip()))
    assert "Until when do you want to hear nothing about NWP-1?" in reply
    assert world.action(1).assignments[0].snoozed_until is None


def test_a_snooze_undone_is_none(world: World) -> None:
    world.say("sam", "add Order the signs @priya by 12 Feb")
    reply = world.tell("priya", "snooze 1 a week")
    world.press("priya", button(reply, "Undo"), direct=True)
    world.clock("2026-02-12 12:00")
    assert days(world, "priya") == ["Wed 11 Feb", "Thu 12 Feb"]


@pytest.mark.parametrize("said", ["nudge me about 1 again", "unsnooze 1", "unsnooze"])
def test_a_snooze_is_ended_and_its_end_undone(world: World, said: str) -> None:
    """What it kept back comes the next morning; undone, the silence holds again."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.say("sam", "add Lease the vans @priya by 30 April")
    world.tell("priya", "snooze 1 until 2 March")
    world.clock("2026-02-16 12:00")
    reply = world.tell("priya", said)
    assert "You hear of NWP-1 again. The next nudge comes on Tue 17 Feb." in words(reply).replace("\n", " ")
    assert "NWP-1 as usual. Nothing was changed" in words(world.tell("priya", "unsnooze 1"))
    world.press("priya", button(reply, "Undo"), direct=True)
    assert world.action(1).assignments[0].snoozed_until == date(2026, 3, 2)
    world.tell("priya", said)
    world.clock("2026-02-17 12:00")
    assert days(world, "priya", "NWP-1") == ["Tue 17 Feb"]
    assert "wants to hear of it again" in words(world.say("sam", "history 1"))


def test_the_end_of_a_snooze_brings_nothing_forward(world: World) -> None:
    """What is due much later keeps its rhythm."""
    world.say("sam", "add Order the signs @priya by 30 April")
    world.tell("priya", "snooze 1 until 29 April")
    assert "The next nudge comes on Thu 23 Apr" in words(world.tell("priya", "remind me about 1 again"))
    assert world.action(1).assignments[0].snoozed_until is None


@pytest.mark.parametrize(
    "said", ["remind me about 1 on Friday", "don't nudge me about 1 until Friday", "remind me on Friday"]
)
def test_to_be_reminded_on_a_day_is_silence_until_then(world: World, said: str) -> None:
    """Applied, with an Undo."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    reply = world.tell("priya", said)
    assert "nothing about NWP-1 until Fri 13 Feb" in words(reply)
    assert button(reply, "Undo")
    world.clock("2026-02-13 12:00")
    assert days(world, "priya") == ["Fri 13 Feb"]


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("stop sending me these", "I have stopped nudging you. I have told Sam Iqbal."),
        ("please stop messaging me", "I have stopped nudging you. I have told Sam Iqbal."),
        ("I'm off sick", "Until when are you away?"),
        ("I am on leave", "Until when are you away?"),
        ("off sick today", "away until Tue 10 Feb 2026, and back on Wed 11 Feb"),
        (
            "on holiday from tomorrow for two weeks",
            "from Wed 11 Feb to Tue 24 Feb 2026, and back on Wed 25 Feb",
        ),
        ("away for a week", "away until Mon 16 Feb 2026, and back on Tue 17 Feb"),
        ("off next week", "from Mon 16 Feb to Fri 20 Feb 2026, and back on Mon 23 Feb"),
    ],
)
def test_silence_in_ones_own_words(world: World, said: str, understood: str) -> None:
    """Said in a nudge's thread or not, it is of oneself: the action keeps no update."""
    world.say("sam", "add Order the signs @tom by 12 Feb")
    reply = world.tell("tom", said)
    assert understood in words(reply)
    assert "gave an update" not in words(world.say("sam", "history 1"))


def test_so_long_from_a_day_that_may_be_two(spring: World) -> None:
    """Said on a Monday, "from Monday" is today or next week: both spans are offered whole."""
    asked = spring.tell("tom", "on holiday from Monday for two weeks, cover Kim Osei")
    assert "Which days are you away?" in words(asked)
    assert "away" not in words(spring.say("sam", "people"))
    said = words(spring.press("tom", button(asked, "Mon 30 Mar to Sun 12 Apr"), direct=True))
    assert "away from Mon 30 Mar to Sun 12 Apr 2026" in said
    assert "Kim Osei is nudged in your place" in said


@pytest.mark.parametrize(
    "said", ["Tom is on leave until Friday, so waiting", "the plan is off next week's agenda"]
)
def test_a_report_on_an_action_stays_one(world: World, said: str) -> None:
    """Somebody else's leave, and what is off an agenda, are no absence of the one who says it."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.tell("priya", said)
    history = words(world.say("sam", "history 1"))
    assert "waiting" in history or "gave an update" in history
    assert said in words(world.say("sam", "show 1"))
    assert "away" not in words(world.say("sam", "people"))


def test_what_is_given_on_is_not_snoozed(world: World) -> None:
    """A snooze goes with its owner."""
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.tell("priya", "snooze 1 until 20 Feb")
    world.say("sam", "assign 1 @tom")
    world.clock("2026-02-20 12:00")
    assert days(world, "tom")[0] == "Wed 11 Feb"
    assert days(world, "priya") == []


def test_a_role_owners_holder_away(world: World) -> None:
    """What is given to the chair waits for the chair."""
    world.say("sam", "add Open the fair, the chair, 17 Feb")
    world.tell("margaret", "away until 18 Feb")
    world.clock("2026-02-19 12:00")
    assert days(world, "margaret") == ["Thu 19 Feb"]


def test_a_snooze_does_not_stop_the_ladder(world: World) -> None:
    """Who is silent for themselves is not silent for the board."""
    ladder(world)
    world.say("sam", "add Order the signs @priya by 12 Feb")
    world.tell("priya", "snooze 1 until 20 March")
    world.clock("2026-02-19 12:00")
    assert days(world, "sam", "NWP-1") == ["Thu 19 Feb"]


def test_which_snooze_ends_is_asked_and_answered(world: World) -> None:
    """By a button for each, also where a number was wrong; the other stays as it is."""
    world.say("sam", "add One @priya by 12 Feb")
    world.say("sam", "add Two @priya by 12 Feb")
    world.tell("priya", "snooze 1 and 2 until 26 Feb")
    asked = world.tell("priya", "unsnooze")
    assert "Which one do you want to hear of again?" in words(asked)
    assert "You hear of NWP-1 again." in words(world.press("priya", button(asked, "NWP-1"), direct=True))
    asked = world.tell("priya", "unsnooze 9")
    assert "You hear of NWP-2 again." in words(world.press("priya", button(asked, "NWP-2"), direct=True))
