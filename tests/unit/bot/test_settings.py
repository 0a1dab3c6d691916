"""Settings of a board: shown, changed in plain words, refused kindly, taken back; and what follows from them."""

from datetime import date, timedelta

import pytest

from bot.domain.clocks import local
from bot.domain.outbox import OutboxKind
from bot.domain.people import SYSTEM, Role
from bot.domain.settings import Setting
from bot.messages import Reply
from bot.ports import ActionFilter
from tests.world import World, button, london, words


def board_of(world: World):
    return world.store.read_sync(lambda unit: world.records(unit).boards.by_code(world.code))


def next_nudges(world: World) -> list[str]:
    board = board_of(world).id

    def look(unit):
        found = world.records(unit).log(SYSTEM).listed(board, ActionFilter())
        return [line.next_nudge_at for action in found for line in action.assignments]

    return [f"{local(moment, 'Europe/London'):%a %d %b %H:%M}" for moment in world.store.read_sync(look)]


def test_everybody_sees_them_and_where_each_comes_from(world: World) -> None:
    """The clerk with a button to change them, a member without."""
    reply = world.say("sam", "settings")
    said = words(reply)
    assert "Nation · England · as usual" in said
    assert "Digest · Monday 09:00, 3 working days before a meeting · as usual" in said
    assert (
        "Nudges · 7 and 1 days before, on the day, 1 day after, then every 7 days, at 09:00 · as usual"
        in said
    )
    assert "Escalation · none · as usual" in said
    assert "[Change]" in said
    assert "[Change]" not in words(world.say("kim", "settings"))
    assert "Your nudges" in words(world.tell("kim", "settings"))
    world.say("sam", "settings nation Scotland")
    assert "Nation · Scotland · set by this board" in words(world.say("kim", "settings"))


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("escalation clerk after 5 working days, chair after 10 working days",
         "escalation: clerk after 5 working days, chair after 10 working days"),
        ("digest Tuesday 10:00", "digest: Tuesday 10:00, 3 working days before a meeting"),
        ("digest 4 working days before a meeting", "digest: Monday 09:00, 4 working days before a meeting"),
        ("nation Scotland", "nation: Scotland"),
        ("closed 24 Dec to 2 Jan", "closed days: Thu 24 Dec 2026 to Sat 2 Jan 2027"),
        ("quiet 18:00 to 08:00", "quiet hours: 18:00 to 08:00"),
        ("closed on 25 and 26 May", "closed days: Mon 25 May 2026 to Tue 26 May 2026"),
        ("digest Thursday at 9", "digest: Thursday 09:00, 3 working days before a meeting"),
        ("closed 24-26 Dec", "closed days: Thu 24 Dec 2026 to Sat 26 Dec 2026"),
        ("nation N Ireland", "nation: Northern Ireland"),
        ("nation NI", "nation: Northern Ireland"),
        ("pause until 8 May (pre-election)", "pause: Tue 10 Feb 2026 to Fri 8 May 2026 (pre-election)"),
        ("pause until 8 May pre-election", "pause: Tue 10 Feb 2026 to Fri 8 May 2026 (pre-election)"),
        ("nudges 14, 7 and 1 days before, then every 5 days",
         "nudges: 14, 7 and 1 days before, 1 day after, then every 5 days, at 09:00"),
        ("zone Europe/Dublin", "time zone: Europe/Dublin"),
        ("ask 4 working days before a meeting", "asking owners: 4 working days before a meeting"),
    ],
)  # fmt: skip
def test_each_is_changed_in_plain_words_and_undone(world: World, said: str, holds: str) -> None:
    """The answer says what holds now; Undo brings back what was; and `usual` goes back as well."""
    before = board_of(world)
    reply = world.say("sam", f"settings {said}")
    assert f"Northvale Wellbeing Partnership, {holds}." in words(reply)
    assert board_of(world) != before
    undone = world.press("sam", button(reply, "Undo"))
    assert "again." in words(undone)
    assert board_of(world) == before
    assert "has been undone already" in words(world.press("sam", button(reply, "Undo")))
    world.say("margaret", f"settings {said}")
    name = said.split(maxsplit=1)[0]
    assert "as usual" in words(world.say("sam", f"settings {name} usual"))
    assert board_of(world) == before


def test_only_clerk_and_chair_change_them(world: World) -> None:
    """Others are told who does; nothing is changed."""
    before = board_of(world)
    said = words(world.say("kim", "settings nation Scotland"))
    assert "Only the clerk (Sam Iqbal) or the chair can change the settings on this board." in said
    assert "Only the clerk" in words(world.press("kim", f"settingsform:{before.id}"))
    assert board_of(world) == before


@pytest.mark.parametrize(
    ("said", "answer", "offered"),
    [
        ("nation Scottland", "I know no bank holidays of “Scottland”. Did you mean Scotland", "[Scotland]"),
        ("digest Tuseday", "I cannot read “Tuseday” as a weekday", "[Tuesday]"),
        ("digest 25:00", "I cannot read “25:00” as a time of day", "[Show settings]"),
        ("zone Europe/Londn", "Did you mean Europe/London", "[Europe/London]"),
        ("closed 32 Dec", "I cannot read “32 Dec” as a day", "“closed 24 Dec to 2 Jan”"),
        ("closed 1 March to 30 June", "Nobody would work for more than 60 days in a row", "“pause until 8 May”"),
        ("quiet 8:00 to 18:00", "Nudges come at 09:00, which lies in the quiet hours, 08:00 to 18:00", "“nudges at 09:00”"),
        ("nudges at 20:00", "Nudges come at 20:00, which lies in the quiet hours", "“nudges at 09:00”"),
        ("nudges at 17:30", "Nobody is nudged from 17:00 on", "“nudges at 09:00”"),
        ("nudges 700 days before", "700 days before the due is too many: 0 to 60 are possible", "“nudges at 10:00”"),
        ("escalation clerk after 10 days, chair after 5 days", "The chair hears of it after the clerk", "“escalation none”"),
        ("escalation the mayor", "I cannot read “mayor” as who hears", "“escalation none”"),
        ("pause", "Pause of the Northvale Wellbeing Partnership: none", "settings pause until 8 May"),
        ("pause until 3 Feb 2026", "Tue 3 Feb 2026 has passed", "“pause off”"),
        ("eskalation clerk after 5 days", "I know no setting “eskalation”", "[settings escalation clerk after 5 days]"),
        ("colour blue", "I know no setting “colour”", "zone, nation, closed, digest"),
        ("my zone Europe/Paris", "Your own zone cannot be set", "“nudges 3 days before”"),
    ],
)  # fmt: skip
def test_what_was_not_understood_is_named(world: World, said: str, answer: str, offered: str) -> None:
    """With what is possible, and the nearest as a button; nothing was changed."""
    before = board_of(world)
    reply = words(world.say("sam", f"settings {said}"))
    assert answer in reply
    assert offered in reply
    assert board_of(world) == before


def test_the_nearest_is_one_press_away(world: World) -> None:
    """The button says the whole command again, put right."""
    reply = world.say("sam", "settings nation Scottland")
    world.press("sam", button(reply, "Scotland"))
    assert board_of(world).nation == "GB-SCT"


def test_undo_is_refused_once_the_setting_was_changed_again(world: World) -> None:
    """But not because another one was."""
    first = world.say("sam", "settings nation Scotland")
    second = world.say("sam", "settings digest Tuesday")
    world.say("margaret", "settings nation Ireland")
    assert "Nothing was changed" in words(world.press("sam", button(first, "Undo")))
    assert board_of(world).nation == "IE"
    assert "again." in words(world.press("sam", button(second, "Undo")))
    assert board_of(world).digests.weekday == 0


def test_undo_in_words_takes_the_last_back(world: World) -> None:
    """As any other change."""
    world.say("sam", "settings quiet 18:00 to 08:00")
    assert "quiet hours: 19:00 to 07:00 again" in words(world.say("sam", "undo"))


def test_somebody_added_can_be_taken_back_though_settings_changed(world: World) -> None:
    """A board's settings are nothing that is built upon its people."""
    added = world.say("sam", "people add Zoe Park, Open Door")
    world.say("sam", "settings nation Scotland")
    assert "is not on the board any more" in words(world.press("sam", button(added, "Undo")))


# --- what follows --------------------------------------------------------------------------------------------------


def test_open_actions_follow_a_new_rhythm(world: World) -> None:
    """Their next nudges are computed anew, in the same breath."""
    world.say("sam", "add One @hayley by 31 March")
    world.say("sam", "add Two @priya by 16 Feb")
    assert next_nudges(world) == ["Fri 13 Feb 09:00", "Tue 24 Mar 09:00"]
    world.say("sam", "settings nudges 14 and 2 days before, at 10:30")
    assert next_nudges(world) == ["Fri 13 Feb 10:30", "Tue 17 Mar 10:30"]
    world.say("sam", "undo")
    assert next_nudges(world) == ["Fri 13 Feb 09:00", "Tue 24 Mar 09:00"]


def test_bank_holidays_and_closed_days_move_nudges(world: World) -> None:
    """Easter Monday is no working day in England, and one in Scotland; then the board closes."""
    world.say("sam", "add One @kim by 6 April")
    world.clock("2026-04-06 12:00")
    assert next_nudges(world) == ["Tue 07 Apr 09:00"]
    world.say("sam", "settings closed 7 April to 9 April")
    assert next_nudges(world) == ["Fri 10 Apr 09:00"]


def test_the_next_digest_follows(world: World) -> None:
    """Another day, another zone, a pause: each says when it comes."""
    assert "The next digest comes on Wed 11 Feb at 10:00." in words(
        world.say("sam", "settings digest Wednesday 10:00")
    )
    assert board_of(world).next_digest_at == london("2026-02-11 10:00")
    world.say("sam", "settings zone America/New_York")
    assert board_of(world).next_digest_at == london("2026-02-11 15:00")
    world.say("sam", "settings zone usual")
    paused = words(world.say("sam", "settings pause until 8 May (pre-election)"))
    assert "The next digest comes on Mon 11 May at 10:00." in paused
    resumed = words(world.say("sam", "settings resume"))
    assert "pause: ends today." in resumed
    assert board_of(world).next_digest_at == london("2026-02-11 10:00")


def test_a_day_has_one_digest_however_its_time_is_changed(world: World) -> None:
    """Monday's was said at nine; ten o'clock begins a week later."""
    world.say("sam", "add One @hayley by 12 Feb")
    world.clock("2026-02-16 09:30")
    world.say("sam", "settings digest 10:00")
    said = [s for s in world.in_channel(world.clock("2026-02-23 12:00")) if s.row.kind is OutboxKind.DIGEST]
    assert [f"{s.at:%d %H:%M}" for s in said] == ["23 10:00"]


def test_a_thousand_open_actions_are_no_trouble(world: World) -> None:
    """All are computed anew in the one transaction."""

    def many(unit) -> None:
        from bot.domain.actions import Owner, Part, Source
        from bot.domain.dues import on
        from bot.ports import NewAction, NewAssignment

        records = world.records(unit)
        board = records.boards.by_code("NWP")
        people = [m.person.id for m in records.people.roster(board.id).members]
        for n in range(1000):
            due = on(date(2026, 3, 2) + timedelta(days=n % 200))
            owner = NewAssignment(Owner.of(people[n % len(people)]), Part.LEAD, world.now)
            records.actions.add(board.id, NewAction(f"Thing {n}", due, (owner,), None, world.now, Source()))

    world.store.transact_sync(many)
    reply = world.say("sam", "settings nudges 10 days before, at 11:00")
    assert "Open actions follow it from now on." in words(reply)
    assert all(moment.endswith("11:00") for moment in next_nudges(world))
    assert len(next_nudges(world)) == 1000


# --- the form ------------------------------------------------------------------------------------------------------


def filled(world: World, **more: str) -> dict[str, str]:
    form = world.press("sam", f"settingsform:{board_of(world).id}").form
    assert form is not None
    return {f.name: f.value for f in form.fields} | more


def submit(world: World, **values: str) -> Reply:
    return world.press("sam", f"settingsform:{board_of(world).id}", **values)


def test_the_form_changes_several_at_once_and_undoes_them_together(world: World) -> None:
    """Only what was changed in it."""
    before = board_of(world)
    reply = submit(world, **filled(world, nation="Wales", digest="Friday 08:30", closed="24 Dec, 3 April"))
    after = board_of(world)
    assert set(after.own) == {"nation", "digest", "closed"}
    assert after.nation == "GB-WLS"
    assert filled(world)["closed"] == "Fri 3 Apr 2026, Thu 24 Dec 2026"
    submit(world, **filled(world, closed="Thu 24 Dec 2026"))
    assert filled(world)["closed"] == "Thu 24 Dec 2026"
    world.say("sam", "undo")
    world.press("sam", button(reply, "Undo"))
    assert board_of(world) == before


def test_a_mistake_in_the_form_changes_nothing(world: World) -> None:
    """Each stands beside its field, with all that was typed."""
    before = board_of(world)
    reply = submit(world, **filled(world, nation="Scottland", digest="Friday"))
    assert reply.form is not None
    errors = {f.name: f.error for f in reply.form.fields if f.error}
    assert set(errors) == {"nation"}
    assert {f.name: f.value for f in reply.form.fields}["digest"] == "Friday"
    assert board_of(world) == before
    assert "Nothing was changed" in words(submit(world, **filled(world)))


def test_every_value_is_read_back_as_it_is_said(world: World) -> None:
    """The form's own words, for whatever was set."""
    for said in (
        "escalation chair after 3 weeks", "digest Thursday at noon", "quiet none", "ask none", "pause for 2 weeks",
        "nudges 3 days before and on the day, daily", "closed 24 to 28 Dec, 3 April", "zone Asia/Kolkata",
        "nation Germany, Bayern",
    ):  # fmt: skip
        world.say("sam", f"settings {said}")
    before, values = board_of(world), filled(world)
    world.say("sam", "settings nation usual")
    submit(world, **values)
    after = board_of(world)
    assert {s: after.own.get(s) for s in Setting} == {s: before.own.get(s) for s in Setting}


# --- one's own -----------------------------------------------------------------------------------------------------


def test_a_person_sets_their_own_rhythm(world: World) -> None:
    """Said directly; nobody else's changes; shown in their settings; and undone."""
    world.say("sam", "add One @hayley by 31 March")
    world.say("sam", "add Two @priya by 31 March")
    reply = world.tell("hayley", "my nudges 3 days before, at 08:30")
    assert (
        "Your nudges for the Northvale Wellbeing Partnership: 3 days before, 1 day after, then every 7 days, at 08:30."
        in words(reply)
    )
    assert next_nudges(world) == ["Fri 27 Mar 08:30", "Tue 24 Mar 09:00"]
    assert "at 08:30 · set by you" in words(world.tell("hayley", "settings"))
    world.clock("2026-04-01 12:00")
    assert [f"{s.at.astimezone(london('2026-04-01 00:00').tzinfo):%d %b %H:%M}" for s in world.to("hayley")][
        :1
    ] == ["27 Mar 08:30"]
    assert "as the board says" in words(world.tell("hayley", "undo"))
    assert "set by you" not in words(world.tell("hayley", "settings"))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("settings my nudges every 14 days", "reminds every 7 days at least"),
        ("settings my nudges first 5 days after", "reminds 1 day after the due"),
        ("settings my nudges at 06:30", "lies in the quiet hours of the Northvale Wellbeing Partnership"),
        ("settings my nudges at 17:30", "Nobody is nudged from 17:00 on"),
        ("settings my nudges whenever", "I cannot read “whenever”"),
    ],
)
def test_within_what_the_board_says(world: World, said: str, answer: str) -> None:
    """Nobody sets themselves a rhythm that their board's chasing would not survive."""
    assert answer in words(world.tell("hayley", said))
    assert "set by you" not in words(world.tell("hayley", "settings"))


def test_a_person_has_the_bank_holidays_of_their_own_nation(world: World) -> None:
    """Easter Monday is worked in Scotland."""
    world.say("sam", "add One @hayley by 6 April")
    world.say("sam", "add Two @priya by 6 April")
    world.tell("hayley", "my nation Scotland")
    said = world.clock("2026-04-06 12:00")
    assert "NWP-1" in world.to("hayley", said)[-1].text
    assert f"{world.to('hayley', said)[-1].at:%d %b}" == "06 Apr"
    assert f"{world.to('priya', said)[-1].at:%d %b}" == "02 Apr"


def test_plain_talk_about_settings_is_an_owners_own(world: World) -> None:
    """What is no setting is kept as an update."""
    world.say("sam", "add One @hayley by 31 March")
    world.tell("hayley", "settings on the website are updated")
    world.tell("hayley", "my holidays begin on Monday")
    said = words(world.say("sam", "history 1"))
    assert "settings on the website are updated" in said
    assert "my holidays begin on Monday" in said


def test_the_board_is_asked_about_where_it_is_not_plain(world: World) -> None:
    """Somebody on two boards says which."""

    def second(unit) -> None:
        records = world.records(unit)
        board = records.boards.add("SEC", "Second Board", "Europe/London", None)
        sam = next(m.person for m in records.people.roster(records.boards.by_code("NWP").id).members)
        records.people.give_role(board.id, sam.id, Role.CLERK)

    world.store.transact_sync(second)
    reply = world.tell("sam", "settings nation Scotland")
    assert "Which board is this for?" in words(reply)
    world.press("sam", button(reply, "Second Board"), direct=True)
    assert board_of(world).nation == "GB-ENG"
