"""What stays overdue climbs to the clerk, then the chair, once each; and the days around a meeting."""

import pytest

from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.people import Role
from tests.unit.bot.kindness import days, ladder, nudges, own_rules
from tests.world import World, button, london


def test_climbs_once_to_each_with_the_owners_words(world: World) -> None:
    """Five working days overdue to the clerk, ten to the chair; then never again for this due."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.clock("2026-02-16 12:00")
    world.tell("tom", "waiting on the lawyers")
    world.clock("2026-06-01 12:00")
    assert days(world, "sam", "NWP-1") == ["Fri 20 Feb"]
    assert days(world, "margaret", "NWP-1") == ["Fri 27 Feb"]
    (to_the_clerk,) = nudges(world, "sam")
    assert "overdue by 5 working days" in to_the_clerk
    assert "\u201cwaiting on the lawyers\u201d" in to_the_clerk


def test_bank_holidays_are_no_lateness(world: World) -> None:
    """Over Easter two working days are four days longer."""
    world.now = london("2026-03-23 09:30")
    ladder(world, clerk=2, chair=4)
    world.say("sam", "add Sign the protocol @tom by 2 April")
    world.clock("2026-05-01 12:00")
    assert days(world, "sam", "NWP-1") == ["Wed 08 Apr"]
    assert days(world, "margaret", "NWP-1") == ["Fri 10 Apr"]


def test_all_that_climbed_is_one_message_with_their_own(world: World) -> None:
    """One message a day, whoever it is."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.say("sam", "add Order the signs @priya by 13 Feb")
    world.say("sam", "add Type the minutes @sam by 20 Feb")
    world.clock("2026-02-20 12:00")
    (today,) = [text for text in nudges(world, "sam") if text.startswith("Fri 20 Feb")]
    own, climbed = today.split("Two actions are still overdue")
    assert "NWP-3" in own
    assert "NWP-1" in climbed
    assert "NWP-2" in climbed


def test_done_before_it_is_said_is_not_said(world: World) -> None:
    """Composed from the state of its moment; skipped with the reason."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.clock("2026-02-20 08:00")
    world.tell("tom", "done 1")
    world.clock("2026-03-20 12:00")
    assert nudges(world, "sam") == []
    (row,) = [
        r for r in world.rows() if r.kind is OutboxKind.NUDGE and r.not_before >= london("2026-02-20 08:00")
    ]
    assert (row.state, row.reason) == (OutboxState.SKIPPED, "nothing left to say")


def test_another_due_climbs_anew(world: World) -> None:
    """Each rung once for each due that was agreed and passed; the same due again is not told again."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.clock("2026-02-23 12:00")
    undo = button(world.say("sam", "due 1 2 March"), "Undo")
    world.clock("2026-02-24 12:00")
    world.press("sam", undo)
    world.clock("2026-02-26 12:00")
    assert days(world, "sam", "NWP-1") == ["Fri 20 Feb"]
    world.say("sam", "due 1 2 March")
    world.clock("2026-04-30 12:00")
    assert days(world, "sam", "NWP-1") == ["Fri 20 Feb", "Mon 09 Mar"]
    assert days(world, "margaret", "NWP-1") == ["Mon 16 Mar"]


def test_reassigned_while_it_climbs(world: World) -> None:
    """The due is as late as it was: the clerk is not told again, the chair hears of the new owner."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.clock("2026-02-23 12:00")
    world.say("sam", "assign 1 @priya")
    world.clock("2026-03-13 12:00")
    assert days(world, "sam", "NWP-1") == ["Fri 20 Feb"]
    (to_the_chair,) = nudges(world, "margaret")
    assert "Priya Nair" in to_the_chair


def test_the_clerks_own_is_not_told_to_the_clerk(world: World) -> None:
    """Their nudges list it; the chair hears of it in its time."""
    ladder(world)
    world.say("margaret", "add Type the minutes @sam by 13 Feb")
    world.clock("2026-02-27 12:00")
    assert not [text for text in nudges(world, "sam") if "come up to you" in text]
    assert days(world, "margaret", "NWP-1") == ["Fri 27 Feb"]


@pytest.mark.parametrize("rung", [(5, None), (None, 10)])
def test_a_ladder_may_have_one_rung(world: World, rung: tuple[int | None, int | None]) -> None:
    ladder(world, *rung)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.clock("2026-03-20 12:00")
    assert days(world, "sam", "NWP-1") == (["Fri 20 Feb"] if rung[0] else [])
    assert days(world, "margaret", "NWP-1") == (["Fri 27 Feb"] if rung[1] else [])


def test_without_a_clerk_it_is_the_chair_once(world: World) -> None:
    """Nothing climbs unseen, and nobody hears of it twice."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    without(world, "sam")
    world.clock("2026-03-20 12:00")
    assert days(world, "margaret", "NWP-1") == ["Fri 20 Feb"]


def test_without_anybody_it_is_nobody(world: World) -> None:
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    without(world, "sam", "margaret")
    world.clock("2026-03-20 12:00")
    assert nudges(world, "margaret") == []
    assert nudges(world, "sam") == []


def without(world: World, *handles: str) -> None:
    def leave(unit) -> None:
        records = world.records(unit)
        board = records.boards.by_code(world.code)
        for member in records.people.roster(board.id).members:
            if member.person.name.split()[0].casefold() in handles:
                records.people.end_role(board.id, member.person.id)

    world.store.transact_sync(leave)


def test_a_clerk_who_is_away_hears_of_it_back_at_work(world: World) -> None:
    """With a cover it is the cover, on the day."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.tell("sam", "away until 24 Feb")
    world.clock("2026-02-26 12:00")
    assert days(world, "sam", "NWP-1") == ["Wed 25 Feb"]


def test_a_clerk_who_comes_back_early(world: World) -> None:
    """What is kept for a later day holds nothing back that comes before it."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.say("sam", "add Type the minutes @sam by 23 Feb")
    world.tell("sam", "away until 25 Feb")
    world.clock("2026-02-20 12:00")
    world.tell("sam", "back")
    world.clock("2026-02-24 12:00")
    assert days(world, "sam", "NWP-2") == ["Mon 23 Feb", "Tue 24 Feb"]
    world.clock("2026-03-02 12:00")
    assert len(days(world, "sam", "NWP-1")) == 1


def test_a_clerk_with_a_cover(world: World) -> None:
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.tell("sam", "away until 24 Feb, cover @hayley")
    world.clock("2026-03-20 12:00")
    assert days(world, "sam", "NWP-1") == []
    assert days(world, "hayley", "NWP-1") == ["Fri 20 Feb"]


def test_a_clerk_who_asked_for_silence_gets_it(world: World) -> None:
    """Told when they listen again."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.tell("sam", "stop nudging me")
    world.clock("2026-02-26 12:00")
    assert nudges(world, "sam") == []
    world.tell("sam", "nudge me again")
    world.clock("2026-03-06 12:00")
    assert days(world, "sam", "NWP-1") == ["Fri 27 Feb"]


def test_after_a_stop_the_rung_is_told_the_next_morning(world: World) -> None:
    """A rung is never lost to an interruption."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.now = london("2026-02-20 18:00")
    world.tick()
    world.drain()
    assert nudges(world, "sam") == []
    world.clock("2026-02-25 12:00")
    assert days(world, "sam", "NWP-1") == ["Mon 23 Feb"]


def test_a_delivery_that_stopped_over_the_day_tells_it_the_next(world: World) -> None:
    """The row was written and could not be said: it is told on the next working day, once."""
    ladder(world)
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.clock("2026-02-19 12:00")
    world.now = london("2026-02-20 09:00")
    world.tick()
    world.now = london("2026-02-20 19:00")
    world.drain()
    world.clock("2026-03-05 12:00")
    assert days(world, "sam", "NWP-1") == ["Mon 23 Feb"]


def test_other_rules_reach_what_is_late_already(world: World) -> None:
    """A board that sets its ladder later hears the next morning of what has been there for weeks."""
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.clock("2026-03-10 12:00")
    ladder(world)

    from bot.commands.rescheduling import reschedule_board

    def again(unit) -> None:
        records = world.records(unit)
        reschedule_board(records, records.boards.by_code(world.code).id, world.now)

    world.store.transact_sync(again)
    world.clock("2026-03-20 12:00")
    assert days(world, "sam", "NWP-1") == ["Wed 11 Mar"]
    assert days(world, "margaret", "NWP-1") == ["Wed 11 Mar"]


# --- around a meeting ------------------------------------------------------------------------------------------


def test_owners_are_asked_the_chair_is_briefed_the_clerk_is_asked_for_minutes(world: World) -> None:
    """Five working days before, three before, and one after."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 20 March")
    world.say("sam", "add Lease the vans @priya")
    world.say("sam", "add Sign the protocol @tom by 13 Feb")
    world.say("sam", "add Order the signs @kim by 27 Feb")
    world.clock("2026-02-20 12:00")
    world.say("sam", "due 4 20 March")
    world.clock("2026-03-06 12:00")
    assert days(world, "diane", "Thu 5 Mar") == ["Thu 26 Feb"]
    assert days(world, "priya", "NWP-2") == ["Thu 26 Feb"]
    (brief,) = nudges(world, "margaret")
    assert brief.startswith("Mon 02 Mar")
    assert "Thu 5 Mar at 14:00, Town Hall" in brief
    assert "4 open · 1 overdue · 1 put off\n" in brief
    assert "first promised for Fri 27 Feb" in brief
    (minutes,) = nudges(world, "sam")
    assert minutes.startswith("Fri 06 Mar")
    assert "minutes" in minutes


def test_what_was_answered_lately_is_not_asked(world: World) -> None:
    """Within the week before; what was said earlier is asked about again."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    for owner in ("diane", "priya", "tom"):
        world.say("sam", f"add Do a thing @{owner} by 20 March")
    world.clock("2026-02-12 10:00")
    world.tell("priya", "drafted")
    world.clock("2026-02-24 10:00")
    world.tell("diane", "drafted")
    world.tell("tom", "need until 27 March")
    world.clock("2026-03-04 12:00")
    assert days(world, "diane") == []
    assert days(world, "tom") == []
    assert days(world, "priya") == ["Thu 26 Feb"]


def test_asked_once_though_nudged_again(world: World) -> None:
    """The message of the day asks; the one of the next day does not ask for all of it again."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 20 March")
    world.say("sam", "add Book the hall @diane by 27 Feb")
    world.clock("2026-03-04 12:00")
    assert days(world, "diane", "Thu 5 Mar") == ["Thu 26 Feb"]
    assert days(world, "diane", "NWP-1") == ["Thu 26 Feb"]
    assert days(world, "diane", "NWP-2") == ["Fri 20 Feb", "Thu 26 Feb", "Fri 27 Feb", "Mon 02 Mar"]


def test_moved_after_owners_were_asked(world: World) -> None:
    """By a day: they are not asked twice in a week. By a fortnight: they are asked again, for the new day."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.clock("2026-02-26 12:00")
    world.say("sam", "meeting move to 6 March 14:00")
    world.clock("2026-03-03 12:00")
    assert days(world, "diane") == ["Thu 26 Feb"]
    world.say("sam", "meeting move to 26 March 14:00")
    world.clock("2026-03-27 12:00")
    assert days(world, "diane") == ["Thu 26 Feb", "Thu 19 Mar"]
    assert "Thu 26 Mar" in nudges(world, "diane")[-1]
    assert days(world, "margaret", "Your brief") == ["Tue 03 Mar", "Mon 23 Mar"]
    assert days(world, "sam", "minutes") == ["Fri 27 Mar"]


def test_cancelled_is_not_spoken_of(world: World) -> None:
    """Taken off the calendar: nobody is asked, nobody is briefed, no minutes are wanted."""
    undo = button(world.say("sam", "meeting add 5 March 2026 14:00 Town Hall"), "Undo")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.press("sam", undo)
    world.clock("2026-03-10 12:00")
    assert nudges(world, "diane") == []
    assert nudges(world, "margaret") == []
    assert nudges(world, "sam") == []


def test_cancelled_between_the_tick_and_the_saying(world: World) -> None:
    """Composed from the state of its moment."""
    undo = button(world.say("sam", "meeting add 5 March 2026 14:00 Town Hall"), "Undo")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.now = london("2026-02-26 09:00")
    world.tick()
    world.press("sam", undo)
    assert not nudges(world, "diane", world.drain())


def test_two_meetings_in_a_fortnight(world: World) -> None:
    """Each is asked about by its name; the answer to the first, a week old, does not answer the second."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "meeting add 19 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.clock("2026-02-27 12:00")
    world.tell("diane", "drafted")
    world.clock("2026-03-20 12:00")
    asked = nudges(world, "diane")
    assert [text[:10] for text in asked] == ["Thu 26 Feb", "Thu 12 Mar"]
    assert "Thu 5 Mar" in asked[0]
    assert "Thu 19 Mar" in asked[1]
    assert days(world, "sam", "minutes") == ["Fri 06 Mar", "Fri 20 Mar"]


def test_around_easter(world: World) -> None:
    """Working days know the bank holidays: asked, briefed and thanked around them."""
    world.now = london("2026-03-23 09:30")
    world.say("sam", "meeting add 9 April 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.clock("2026-04-14 12:00")
    assert days(world, "diane", "Thu 9 Apr") == ["Tue 31 Mar"]
    assert days(world, "margaret", "Your brief") == ["Thu 02 Apr"]
    assert days(world, "sam", "minutes") == ["Fri 10 Apr"]


def test_how_long_before_is_the_boards_to_say(world: World) -> None:
    """Two days, or not at all."""
    own_rules(world, ask=2)
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.clock("2026-03-04 12:00")
    assert days(world, "diane") == ["Tue 03 Mar"]


def test_a_board_may_ask_nobody(world: World) -> None:
    own_rules(world, ask=0)
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.clock("2026-03-04 12:00")
    assert nudges(world, "diane") == []


def test_away_on_the_day_one_would_be_asked(world: World) -> None:
    """Asked on the first day back while the meeting is ahead; after it, not at all."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.say("sam", "add Lease the vans @priya by 30 April")
    world.tell("diane", "away until 27 Feb")
    world.tell("priya", "away until 5 March")
    world.clock("2026-03-10 12:00")
    assert days(world, "diane", "Thu 5 Mar") == ["Mon 02 Mar"]
    assert nudges(world, "priya") == []


def test_before_the_first_meeting_the_brief_counts_all_that_was_finished(world: World) -> None:
    """There is no meeting to count from: what was done weeks ago waits for the board all the same."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add One @tom by 12 Feb")
    world.tell("tom", "done")
    world.clock("2026-03-02 12:00")
    (brief,) = nudges(world, "margaret")
    assert "none overdue · 1 complete so far" in brief
    assert "NWP-1 · One" in brief


def test_a_chair_elsewhere_has_the_brief_in_their_morning(world: World) -> None:
    """At their own usual hour, whatever the board's is."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")

    def move(unit) -> None:
        records = world.records(unit)
        board = records.boards.by_code(world.code)
        here = records.places.of_board(board.id)[0].installation
        for member in records.people.roster(board.id).members:
            if member.role is Role.CHAIR:
                records.people.end_role(board.id, member.person.id)
        far = records.people.add("Fay Away", "America/New_York", None)
        records.people.give_role(board.id, far.id, Role.CHAIR)
        from bot.domain.places import PlaceKind

        records.places.add(here, PlaceKind.DIRECT, "direct-fay", "Fay", person=far.id)

    world.store.transact_sync(move)
    world.clock("2026-03-06 12:00")
    (brief,) = world.to("fay")
    assert brief.at == london("2026-03-02 14:00")


def test_the_brief_is_kept_for_the_next_morning_while_the_meeting_is_ahead(world: World) -> None:
    """After an interruption over the whole day; never after the meeting."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add Bring the framework @diane by 30 April")
    world.clock("2026-03-01 12:00")
    world.now = london("2026-03-02 18:00")
    world.tick()
    world.drain()
    world.clock("2026-03-05 12:00")
    assert days(world, "margaret", "Your brief") == ["Tue 03 Mar"]


def test_a_meeting_in_the_past_week_wants_no_minutes_for_ever(world: World) -> None:
    """A clerk away for a month is not asked for them a month later."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.tell("sam", "away from 6 March to 10 April")
    world.clock("2026-05-01 12:00")
    assert days(world, "sam", "minutes") == []


def test_a_log_with_nothing_in_it_needs_no_question(world: World) -> None:
    """Nobody owns anything: nobody is asked; the chair still hears that the board meets."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.clock("2026-03-05 12:00")
    assert "0 open" in nudges(world, "margaret")[0]
    assert all(nudges(world, who) == [] for who in ("diane", "tom", "sam"))
