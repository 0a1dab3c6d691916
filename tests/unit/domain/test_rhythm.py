"""The days on which an owner hears about an action, through silences, bank holidays and before meetings."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice, takewhile

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.actions import Owner
from bot.domain.availability import ALWAYS, UNTIL_THEY_SAY_SO, Availability, Hearing, as_data, from_data
from bot.domain.boards import Board, NudgeRule
from bot.domain.dues import on
from bot.domain.ids import BoardId, MeetingId, PersonId
from bot.domain.ladder import asks
from bot.domain.meetings import Meeting
from bot.domain.nudges import first_nudge
from bot.domain.people import Member, Person, Role, Roster
from bot.domain.rhythm import Ask, Terms, nudge_days, wakes_on
from bot.domain.working_days import is_working_day

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
AWAY = st.builds(
    lambda first, length: Availability(away_from=first, away_until=first + timedelta(days=length)),
    DAYS,
    st.integers(0, 40),
)
MUTED = st.builds(
    lambda first, length: Availability(muted_from=first, muted_until=first + timedelta(days=length)),
    DAYS,
    st.integers(1, 40),
)


def worked(day: date) -> bool:
    return is_working_day(day) and day not in EASTER


def terms(due: date | None, **more: object) -> Terms:
    return Terms(due=due, rule=NudgeRule(), is_working=worked, **more)


def days(found: Terms, start: date, count: int = 5) -> list[str]:
    return [f"{d.day:%a %d %b}" for d in islice(nudge_days(found, start), count)]


def away(first: date, last: date, cover: Availability | None = None) -> Hearing:
    return Hearing(Availability(away_from=first, away_until=last), cover)


def test_what_falls_into_an_absence_comes_once_after_it() -> None:
    """Away over the due and Easter: one message on the first working day back, then every week from there."""
    found = terms(date(2026, 4, 2), hearing=away(date(2026, 3, 23), date(2026, 4, 8)))
    assert days(found, date(2026, 3, 23), 3) == ["Thu 09 Apr", "Thu 16 Apr", "Thu 23 Apr"]


def test_back_before_a_bank_holiday_is_after_it() -> None:
    """Away until Maundy Thursday: the first working day is the Tuesday after Easter."""
    found = terms(date(2026, 4, 1), hearing=away(date(2026, 3, 30), date(2026, 4, 2)))
    assert days(found, date(2026, 3, 30), 2) == ["Tue 07 Apr", "Tue 14 Apr"]


def test_nothing_fell_nothing_comes() -> None:
    """An absence between two nudges changes nothing."""
    due = date(2026, 5, 20)
    assert days(terms(due, hearing=away(date(2026, 4, 20), date(2026, 4, 24))), date(2026, 4, 1)) == days(
        terms(due), date(2026, 4, 1)
    )


def test_a_cover_hears_in_their_place_unless_away_too() -> None:
    """And who comes back hears once of what is still there."""
    cover = Availability(away_from=date(2026, 4, 1), away_until=date(2026, 4, 1))
    found = terms(date(2026, 4, 2), hearing=away(date(2026, 3, 23), date(2026, 4, 8), cover))
    assert days(found, date(2026, 3, 23), 5) == [
        "Thu 26 Mar",
        "Thu 02 Apr",
        "Tue 07 Apr",
        "Thu 09 Apr",
        "Thu 16 Apr",
    ]


def test_a_snooze_is_silence_until_its_day() -> None:
    """Heard of that day, or the next working one, and weekly from there."""
    found = terms(date(2026, 2, 12), snoozed_until=date(2026, 2, 26))
    assert days(found, date(2026, 2, 13), 3) == ["Thu 26 Feb", "Thu 05 Mar", "Thu 12 Mar"]
    weekend = terms(date(2026, 2, 12), snoozed_until=date(2026, 2, 28))
    assert days(weekend, date(2026, 2, 13), 2) == ["Mon 02 Mar", "Mon 09 Mar"]
    assert wakes_on(weekend) == date(2026, 3, 2)


def test_a_snooze_without_a_due_is_heard_of_once() -> None:
    assert days(terms(None, snoozed_until=date(2026, 2, 26)), date(2026, 2, 13)) == ["Thu 26 Feb"]


def test_asked_before_a_meeting_whatever_the_due() -> None:
    """Five working days before; after an absence only while the meeting is ahead."""
    asks = (Ask(date(2026, 2, 26), date(2026, 3, 5)),)
    found = list(islice(nudge_days(terms(date(2026, 3, 20), asks=asks), date(2026, 2, 20)), 2))
    assert [(d.day, d.asked) for d in found] == [(date(2026, 2, 26), True), (date(2026, 3, 13), False)]
    back_in_time = terms(None, asks=asks, hearing=away(date(2026, 2, 23), date(2026, 3, 2)))
    assert days(back_in_time, date(2026, 2, 20)) == ["Tue 03 Mar"]
    too_late = terms(None, asks=asks, hearing=away(date(2026, 2, 23), date(2026, 3, 4)))
    assert days(too_late, date(2026, 2, 20)) == []


def test_silent_for_good_hears_nothing() -> None:
    silent = Availability(muted_from=date(2026, 2, 10), muted_until=UNTIL_THEY_SAY_SO)
    assert days(terms(date(2026, 2, 12), hearing=Hearing(silent)), date(2026, 2, 10)) == []


@given(due=DAYS, start=DAYS, owner=AWAY | MUTED, snooze=st.none() | DAYS)
def test_no_day_is_silent_and_none_is_brought_forward(
    due: date, start: date, owner: Availability, snooze: date | None
) -> None:
    """In order, on worked days, outside silences; and never fewer days than fell before any day."""
    found = terms(due, hearing=Hearing(owner), snoozed_until=snooze)
    seen = [d.day for d in islice(nudge_days(found, start), 12)]
    assert seen == sorted(set(seen))
    for day in seen:
        assert worked(day)
        assert not owner.silent_on(day)
        assert day >= start
        assert snooze is None or day >= snooze
    if seen and snooze is None:
        assert next(nudge_days(terms(due), date(2025, 1, 1))).day <= seen[0]


@given(due=DAYS, owner=AWAY | MUTED)
def test_what_fell_is_never_lost(due: date, owner: Availability) -> None:
    """If any nudge fell into the silence, the first working day after it has one."""
    assert owner.begins() is not None
    hearing = Hearing(owner)
    fell = [
        d.day
        for d in takewhile(lambda d: d.day <= date(2027, 3, 1), nudge_days(terms(due), owner.begins() or due))
        if owner.silent_on(d.day)
    ]
    if fell:
        back = hearing.back_on(fell[0], worked)
        assert back in [d.day for d in islice(nudge_days(terms(due, hearing=hearing), fell[0]), 3)]


@given(due=DAYS, start=DAYS, owner=AWAY | MUTED, snooze=st.none() | DAYS, later=st.integers(0, 300))
def test_where_one_begins_to_look_does_not_matter(
    due: date, start: date, owner: Availability, snooze: date | None, later: int
) -> None:
    """The schedule is the same computed today or on any later day."""
    found = terms(due, hearing=Hearing(owner), snoozed_until=snooze)
    begin = start + timedelta(days=later)
    horizon = begin + timedelta(days=120)
    early = [d for d in takewhile(lambda d: d.day <= horizon, nudge_days(found, start)) if d.day >= begin]
    assert early == list(takewhile(lambda d: d.day <= horizon, nudge_days(found, begin)))


@given(owner=AWAY | MUTED, cover=st.none() | st.integers(1, 9))
def test_availability_is_kept_as_plain_data(owner: Availability, cover: int | None) -> None:
    kept = Availability(
        owner.away_from,
        owner.away_until,
        PersonId(cover) if cover else None,
        owner.muted_from,
        owner.muted_until,
    )
    assert from_data(as_data(kept)) == kept


@given(
    due=DAYS,
    start=DAYS,
    before=st.lists(st.integers(0, 20), unique=True, max_size=5),
    after=st.integers(0, 5),
    between=st.integers(1, 30),
    ended=DAYS,
)
# The day it is due is the first late one as well.
@example(due=date(2026, 1, 1), start=date(2026, 1, 1), before=[0], after=0, between=1, ended=date(2026, 1, 1))
def test_a_pause_long_over_changes_nothing(
    due: date, start: date, before: list[int], after: int, between: int, ended: date
) -> None:
    """Whoever was never kept from hearing anything has the very days of somebody with nothing set any more."""
    rule = NudgeRule(days_before=tuple(before), first_day_after=after, days_between=between)
    never, once = Hearing(), Hearing(paused_from=min(ended, due, start) - timedelta(days=400))
    assert never.always
    assert not once.always
    found, likewise = (
        list(islice(nudge_days(Terms(due, rule, worked, hearing), start), 8)) for hearing in (never, once)
    )
    assert found == likewise
    assert found == sorted(found, key=lambda each: each.day)


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    hours=st.lists(st.one_of(st.integers(-80, 0), st.integers(-400, 1500)), max_size=6),
    ask=st.integers(0, 20),
    lives=st.sampled_from(["Europe/London", "Etc/GMT+12", "Pacific/Kiritimati"]),
    meets=st.sampled_from(["Europe/London", "Etc/GMT+12", "Pacific/Kiritimati"]),
    owner=st.one_of(st.just(ALWAYS), AWAY, MUTED),
    due=DAYS,
)
# It met eight hours ago, and where its owner lives the day on which they are asked is only beginning.
@example(
    now=datetime(2026, 12, 3, 17, 50, tzinfo=UTC),
    hours=[-8],
    ask=1,
    lives="Etc/GMT+12",
    meets="Pacific/Kiritimati",
    owner=ALWAYS,
    due=date(2026, 12, 31),
)
def test_a_meeting_that_has_been_nudges_nobody(
    now: datetime, hours: list[int], ask: int, lives: str, meets: str, owner: Availability, due: date
) -> None:
    """Of an action added now nobody is nudged sooner or later for what met before, wherever they live."""
    board = Board(BoardId(1), "NWP", "Northvale", meets, ask=ask)
    roster = Roster((Member(Person(PersonId(1), "Hayley", lives, availability=owner), Role.MEMBER),))
    meetings = [Meeting(MeetingId(n), board.id, now + timedelta(hours=hour)) for n, hour in enumerate(hours)]
    every, ahead = (
        first_nudge(Owner.of(PersonId(1)), on(due), board, roster, asked, now)
        for asked in (asks(board, meetings), asks(board, meetings, now))
    )
    assert every == ahead
