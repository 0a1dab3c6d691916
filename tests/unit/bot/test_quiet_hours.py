"""Quiet hours: nobody hears from the bot by itself in them, and nothing is lost."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.hushing import end_of_quiet
from bot.domain.boards import NEVER_QUIET, QuietHours
from bot.domain.clocks import local
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from tests.world import World, london, words

HOURS = st.builds(
    QuietHours,
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.times().map(lambda t: t.replace(microsecond=0)),
)
ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda m: m.replace(tzinfo=UTC))


@given(MOMENTS, ZONES, st.lists(HOURS, max_size=3))
def test_it_ends_outside_all_of_them(now: datetime, zone: str, quiet: list[QuietHours]) -> None:
    """At once where it is not quiet; else at the first instant that is, and within a day or so."""
    until = end_of_quiet(quiet, zone, now)
    assert until >= now
    inside = [q for q in quiet if local(now, zone).time() in q]
    if not inside:
        assert until == now
    if until > now:
        assert not any(local(until, zone).time() in q for q in quiet)
        assert any(local(until - timedelta(seconds=1), zone).time() in q for q in quiet)
        assert until - now <= timedelta(hours=27) * len(quiet)


def test_the_same_time_twice_is_never() -> None:
    """And hours over midnight hold both of its sides."""
    assert not any(time(h) in NEVER_QUIET for h in range(24))
    night = QuietHours(time(19), time(7))
    assert [h for h in range(24) if time(h) in night] == [0, 1, 2, 3, 4, 5, 6, 19, 20, 21, 22, 23]


def test_a_notice_waits_until_the_morning(world: World) -> None:
    """Said in the evening, told the clerk at seven; the asker is answered at once."""
    world.say("sam", "add A thing @tom by 17 Feb")
    world.now = london("2026-02-10 21:00")
    assert "I have told Sam Iqbal" in words(world.tell("tom", "not mine"))
    assert not world.to("sam", world.drain())
    said = world.to("sam", world.clock("2026-02-11 08:00"))
    assert [s.at for s in said] == [london("2026-02-11 07:00")]
    assert "NWP-1" in said[0].text


def test_quiet_hours_are_the_persons_own(world: World) -> None:
    """It is noon in London and seven in the morning in New York."""

    def far(unit) -> None:
        records = world.records(unit)
        board = records.boards.by_code("NWP")
        clerk = records.people.add("Fay Away", "America/New_York", None)
        records.people.give_role(board.id, clerk.id, Role.CLERK)
        here = records.places.of_board(board.id)[0].installation
        records.places.add(here, PlaceKind.DIRECT, "direct-fay", "Fay", person=clerk.id)

    world.store.transact_sync(far)
    world.say("sam", "add A thing @tom by 17 Feb")
    world.tell("tom", "not mine")
    world.drain()
    assert len(world.to("sam")) == 1
    assert not world.to("fay")
    world.clock("2026-02-10 18:00")
    assert [s.at for s in world.to("fay")] == [london("2026-02-10 12:00")]


def test_hours_set_anew_hold_for_what_waits(world: World) -> None:
    """A nudge written at nine is not said once the clerk has made the morning quiet."""
    world.say("sam", "settings nudges at 11:00")
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.now = london("2026-02-17 11:00")
    world.tick()
    world.say("sam", "settings nudges at 14:00")
    world.say("sam", "settings quiet 18:00 to 12:00")
    assert not world.to("hayley", world.drain())
    assert [s.at for s in world.to("hayley", world.clock("2026-02-17 18:00"))] == [london("2026-02-17 12:00")]


def test_cards_and_digests_are_no_persons(world: World) -> None:
    """A channel has no night."""
    world.now = london("2026-02-10 22:00")
    world.say("sam", "add A thing @tom by 17 Feb")
    assert len(world.in_channel(world.drain())) == 1
