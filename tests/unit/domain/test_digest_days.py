"""Which days a board's digests come on, over years of bank holidays, closures, pauses and clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.boards import Board, DigestRule, Pause
from bot.domain.calendars import Span
from bot.domain.clocks import instant, local
from bot.domain.digests import DigestKind, next_digest
from bot.domain.ids import BoardId, MeetingId
from bot.domain.meetings import Meeting
from bot.domain.working_days import add_working_days

NEW_YEAR = date(2026, 1, 1)
ZONES = st.sampled_from(
    ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Kiritimati"]
)


def a_board(**more: object) -> Board:
    known: dict = {"zone": "Europe/London"} | more
    return Board(BoardId(1), "NWP", "A board", **known)


def at_noon(day: date, zone: str) -> Meeting:
    return Meeting(MeetingId(day.toordinal()), BoardId(1), instant(day, time(14), zone))


def of_a_year(board: Board, meetings: list[Meeting]) -> list[tuple[date, DigestKind, datetime]]:
    """Each digest of 2026 as the clock would come upon it."""
    found = []
    moment = instant(NEW_YEAR - timedelta(days=1), time(23), board.zone)
    while True:
        moment, kind = next_digest(board, meetings, moment)
        day = local(moment, board.zone).date()
        if day.year > 2026:
            return found
        # The year is begun an hour early: a late digest of its eve is not the year's.
        if day.year == 2026:
            found.append((day, kind, moment))


spans = st.builds(
    lambda first, long: Span(first, first + timedelta(days=long)),
    st.dates(date(2025, 12, 1), date(2026, 12, 31)),
    st.integers(0, 20),
)


@given(
    zone=ZONES,
    nation=st.sampled_from(["GB-ENG", "GB-SCT", "IE", "AE", "JP"]),
    weekday=st.integers(0, 6),
    at=st.times(min_value=time(0, 30), max_value=time(23, 30)).map(lambda t: t.replace(microsecond=0)),
    closed=st.lists(spans, max_size=2).map(tuple),
    pause=st.none() | st.builds(Pause, spans),
    sittings=st.lists(st.dates(date(2026, 1, 10), date(2026, 12, 20)), max_size=4, unique=True),
)
def test_over_a_year_nothing_is_lost_or_said_twice(
    zone, nation, weekday, at, closed, pause, sittings
) -> None:
    """Each week's digest and each meeting's comes once, at the board's own time: on its day, or the next that is worked."""
    rule = DigestRule(weekday, at, 3)
    board = a_board(zone=zone, nation=nation, digests=rule, closed=closed, pause=pause)
    meetings = [at_noon(day, zone) for day in sittings]
    found = of_a_year(board, meetings)

    def sayable(day: date) -> date:
        while not board.is_working(day) or board.paused_on(day):
            day += timedelta(days=1)
        return day

    whole = [date(2025, 11, 1) + timedelta(days=n) for n in range(430)]
    wanted = {sayable(day) for day in whole if day.weekday() == weekday}
    before = {day: add_working_days(day, -3, board.is_working) for day in sittings}
    wanted |= {sayable(day) for day in before.values()}
    assert [day for day, _, _ in found] == sorted(day for day in wanted if day.year == 2026)
    for day, kind, moment in found:
        there = local(moment, zone).replace(tzinfo=None)
        assert timedelta(0) <= there - datetime.combine(day, at) <= timedelta(hours=2)
        heard = any(sayable(b) == day and (b == day or meeting >= day) for meeting, b in before.items())
        assert kind is (DigestKind.MEETING if heard else DigestKind.WEEKLY)


@pytest.mark.parametrize(
    ("nation", "days"),
    [
        ("GB-ENG", ["Mon 30 Mar", "Tue 07 Apr", "Mon 13 Apr"]),
        ("GB-SCT", ["Mon 30 Mar", "Mon 06 Apr", "Mon 13 Apr"]),
    ],
)
def test_on_a_bank_holiday_it_waits_for_the_day_after(nation: str, days: list[str]) -> None:
    """Easter Monday is none in Scotland."""
    moment = datetime(2026, 3, 26, tzinfo=UTC)
    found = []
    for _ in days:
        moment, _ = next_digest(a_board(nation=nation), [], moment)
        found.append(f"{local(moment, 'Europe/London'):%a %d %b}")
    assert found == days


def test_a_pause_keeps_them_for_one_after_it() -> None:
    """Six weeks before an election: none while it lasts, one on the first working day after it, then as usual."""
    pause = Pause(Span(date(2026, 3, 23), date(2026, 5, 8)), "pre-election")
    found = [f"{day:%d %b}" for day, _, _ in of_a_year(a_board(pause=pause), []) if day.month in {3, 4, 5}]
    assert found == ["02 Mar", "09 Mar", "16 Mar", "11 May", "18 May", "26 May"]


def test_a_pause_with_nothing_to_keep_brings_nothing() -> None:
    """Two days in the middle of a week: the next digest is Monday's."""
    pause = Pause(Span(date(2026, 3, 17), date(2026, 3, 18)))
    found = [f"{day:%d %b}" for day, _, _ in of_a_year(a_board(pause=pause), []) if day.month == 3]
    assert found == ["02 Mar", "09 Mar", "16 Mar", "23 Mar", "30 Mar"]


def test_the_digest_for_a_meeting_after_the_pause_is_that_meetings() -> None:
    """Its day fell into the pause: it comes before the meeting all the same."""
    board = a_board(pause=Pause(Span(date(2026, 3, 9), date(2026, 3, 17))))
    found = {day: kind for day, kind, _ in of_a_year(board, [at_noon(date(2026, 3, 20), "Europe/London")])}
    assert found[date(2026, 3, 18)] is DigestKind.MEETING
    assert date(2026, 3, 17) not in found
