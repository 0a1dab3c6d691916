"""Nudges and digests by the clock, and what an interruption does to them."""

from collections import Counter
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import core
from bot.domain.boards import NudgeRule
from bot.domain.clocks import instant, local
from bot.domain.digests import share
from bot.domain.nudges import next_nudge
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState, Retry
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from tests.world import World, london, words

ZONES = st.sampled_from(
    [
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Africa/Casablanca",
        "America/Santiago",
    ]
)
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@given(day=DAYS, at=st.times(), zone=ZONES)
def test_a_local_time_is_one_instant(day: date, at: time, zone: str) -> None:
    """Read back it is the same wall-clock time, or, in a gap, one that lies after it by the gap."""
    moment = instant(day, at, zone)
    there = local(moment, zone)
    wall = there.replace(tzinfo=None)
    wanted = wall.replace(
        year=day.year,
        month=day.month,
        day=day.day,
        hour=at.hour,
        minute=at.minute,
        second=at.second,
        microsecond=at.microsecond,
    )
    assert wall == wanted or timedelta(0) < wall - wanted <= timedelta(hours=2)
    assert there.fold == 0


def test_a_time_in_the_gap_moves_forward_and_one_in_the_fold_comes_once() -> None:
    """01:30 on the day the clocks go forward in London is 02:30; on the day they go back it is the first one."""
    assert local(instant(date(2026, 3, 29), time(1, 30), "Europe/London"), "Europe/London").time() == time(
        2, 30
    )
    fold = instant(date(2026, 10, 25), time(1, 30), "Europe/London")
    assert fold == london("2026-10-25 01:30")
    assert local(fold, "Europe/London").utcoffset() == timedelta(hours=1)


@given(due=DAYS, zone=ZONES, start=st.integers(-20, 60))
def test_nudges_come_at_nine_on_working_days_in_order(due: date, zone: str, start: int) -> None:
    """Wherever one begins to look: later than that, at 09:00 local, Monday to Friday, never twice the same."""
    after = instant(due + timedelta(days=start), time(12), zone)
    seen = []
    for _ in range(6):
        after = next_nudge(due, NudgeRule(), zone, after)
        assert after is not None
        seen.append(after)
    assert seen == sorted(set(seen))
    for moment in seen:
        there = local(moment, zone)
        assert there.weekday() < 5
        assert there.time() >= time(9)
        assert (there - timedelta(hours=2)).time() <= time(9)


@pytest.mark.parametrize(
    ("due", "days"),
    [
        (date(2026, 2, 17), ["Tue 10", "Mon 16", "Tue 17", "Wed 18", "Wed 25", "Wed 04"]),
        (
            date(2026, 2, 15),
            ["Fri 06", "Fri 13", "Mon 16", "Mon 23", "Mon 02"],
        ),  # a Sunday: before it, then after it
        (date(2026, 2, 14), ["Fri 06", "Fri 13", "Mon 16", "Mon 23", "Mon 02"]),  # a Saturday
        (date(2026, 2, 16), ["Mon 09", "Fri 13", "Mon 16", "Tue 17", "Tue 24"]),  # its day before is a Sunday
    ],
)
def test_the_rhythm_of_a_due(due: date, days: list[str]) -> None:
    """Seven days, one day and none before; one after and every seven. Weekends move, backwards before the due."""
    moment = london("2026-02-01 12:00")
    found = []
    for _ in days:
        moment = next_nudge(due, NudgeRule(), "Europe/London", moment)
        found.append(f"{local(moment, 'Europe/London'):%a %d}")
    assert found == days


def test_a_due_years_ago_costs_nothing() -> None:
    """The next nudge of something long forgotten is found at once, and comes within the week."""
    now = london("2026-02-10 12:00")
    moment = next_nudge(date(1990, 1, 1), NudgeRule(), "Europe/London", now)
    assert now < moment <= now + timedelta(days=7)


def test_after_a_stop_the_days_nudges_still_come_until_five(world: World) -> None:
    """The clock was stopped over nine o'clock: the nudge comes late, in working hours."""
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.now = london("2026-02-17 16:30")
    world.tick()
    assert len(world.to("hayley", world.drain())) == 1


def test_after_five_the_nudge_is_a_recorded_skip_and_the_next_day_has_its_own(world: World) -> None:
    """Nobody is disturbed in the evening, and the day after is not lost."""
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.now = london("2026-02-17 17:05")
    world.tick()
    assert not world.drain() or not world.to("hayley")
    skipped = [r for r in world.rows() if r.kind is OutboxKind.NUDGE]
    assert [(r.state, r.reason) for r in skipped] == [(OutboxState.SKIPPED, "too late in the day")]
    world.clock("2026-02-18 09:01")
    assert len(world.to("hayley")) == 1


def test_three_weeks_of_silence_bring_one_digest(world: World) -> None:
    """The latest that is still fresh is said, the older ones are recorded as skipped."""
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.drain()
    world.now = london("2026-03-09 14:00")
    world.tick()
    said = world.in_channel(world.drain())
    assert ["digest" in s.message.kind for s in said].count(True) == 1
    states = [r.state for r in world.rows() if r.kind is OutboxKind.DIGEST]
    assert sorted(states) == [OutboxState.SENT, *[OutboxState.SKIPPED] * 3]


def test_a_digest_half_a_day_late_is_not_said(world: World) -> None:
    """A digest of this morning has no place in the channel at night."""
    world.now = london("2026-02-16 21:05")
    world.tick()
    assert not world.drain()
    assert [r.state for r in world.rows() if r.kind is OutboxKind.DIGEST] == [OutboxState.SKIPPED]


def test_done_before_the_nudge_goes_out_says_nothing(world: World) -> None:
    """What was settled meanwhile is not asked about."""
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.now = london("2026-02-17 09:00")
    world.tick()
    world.say("hayley", "done 1")
    said = world.drain()
    assert not world.to("hayley", said)
    row = next(r for r in world.rows() if r.kind is OutboxKind.NUDGE)
    assert (row.state, row.reason) == (OutboxState.SKIPPED, "nothing left to say")


def test_a_contributor_who_is_done_is_left_alone(world: World) -> None:
    """Their own part is complete; the lead goes on being nudged."""
    world.say("sam", "add A thing @hayley @tom by 17 Feb")
    said = world.say("tom", "done 1, my half is with Hayley")
    assert "Your part of NWP-1 is complete" in words(said)
    world.clock("2026-02-18 12:00")
    assert not world.to("tom")
    assert world.to("hayley")
    assert world.action(1).status == "open"


def test_the_holder_of_a_role_is_nudged(world: World) -> None:
    """An action given to the chair is the chair's, whoever that is."""
    assert "for the chair" in words(world.say("sam", "add Open the fair, the chair, 17 Feb"))
    world.clock("2026-02-17 09:30")
    assert "NWP-1" in world.to("margaret")[-1].text


def test_a_nudge_comes_in_the_owners_own_zone(world: World) -> None:
    """Nine o'clock is the owner's, not the board's."""

    def move(unit) -> None:
        records = world.records(unit)
        board = records.boards.by_code("NWP")
        far = records.people.add("Fay Away", "America/New_York", None)
        records.people.give_role(board.id, far.id, Role.MEMBER)
        here = records.places.of_board(board.id)[0].installation
        records.places.add(here, PlaceKind.DIRECT, "direct-fay", "Fay", person=far.id)

    world.store.transact_sync(move)
    world.say("sam", "add A thing, Fay Away, 17 Feb")
    world.clock("2026-02-17 23:00")
    said = [f"{local(s.at, 'America/New_York'):%d %H:%M}" for s in world.to("fay")]
    assert said == ["10 09:00", "16 09:00", "17 09:00"]


# --- digests that do not all go at once ----------------------------------------------------------------------------

FIVE_MINUTES = timedelta(minutes=5)


def digest_rows(world: World) -> list[OutboxRow]:
    while world.store.transact_sync(lambda unit: core.tick(unit, world.now, spread=FIVE_MINUTES)):
        pass
    return [r for r in world.rows() if r.kind is OutboxKind.DIGEST]


def test_a_weekly_digest_waits_its_turn_within_five_minutes(world: World) -> None:
    """Its key, and so its being said once, is that of its scheduled time; only when it may go is moved."""
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.drain()
    nine = world.now = london("2026-02-16 09:00")
    (row,) = digest_rows(world)
    assert nine < row.not_before < nine + FIVE_MINUTES
    assert "2026-02-16T09:00" in row.key
    assert OutboxKind.DIGEST not in {s.row.kind for s in world.drain()}
    world.now = row.not_before
    assert [s.row.key for s in world.drain()] == [row.key]


def test_the_digest_before_a_meeting_comes_at_its_time(world: World) -> None:
    """A board that meets on Thursday does not wait for others."""
    world.meeting(date(2026, 2, 19))
    nine = world.now = london("2026-02-16 09:00")
    assert [r.not_before for r in digest_rows(world)] == [nine]


def test_what_is_late_already_is_not_kept_back_further(world: World) -> None:
    """After an interruption it goes at once."""
    now = world.now = london("2026-02-16 09:30")
    assert [r.not_before for r in digest_rows(world)] == [now]


def test_every_boards_turn_is_its_own_and_they_are_spread_evenly() -> None:
    """Always as long after its time, whatever else there is; no minute has more than its share and a little."""
    shares = [share(f"1:{board}", FIVE_MINUTES) for board in range(10_000)]
    assert shares == [share(f"1:{board}", FIVE_MINUTES) for board in range(10_000)]
    minutes = Counter(int(s / timedelta(minutes=1)) for s in shares)
    assert set(minutes) == set(range(5))
    assert max(minutes.values()) < 2_200
    assert share("1:1", timedelta()) == timedelta()


# --- a card that changes many times is drawn once -------------------------------------------------------------------


def test_a_change_after_a_card_was_drawn_is_drawn_again(world: World) -> None:
    """Also when the one before could not be drawn at first: the last state is what stands in the end."""
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.drain()
    world.say("sam", "due 1 18 Feb")
    world.drain(Retry(30, "busy"))
    for day in (19, 20, 23):
        world.say("sam", f"due 1 {day} Feb")
    world.now += timedelta(seconds=30)
    drawn = [s for s in world.in_channel(world.drain()) if s.message.replaces]
    assert 1 <= len(drawn) <= 2
    assert all("23 Feb" in s.text for s in drawn)
    world.say("sam", "due 1 24 Feb")
    assert ["24 Feb" in s.text for s in world.in_channel(world.drain())] == [True]
