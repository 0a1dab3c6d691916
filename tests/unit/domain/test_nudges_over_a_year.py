"""A year of nudges about one action, under whatever its board and its owner have set."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.boards import Board, NudgeRule, Pause, QuietHours
from bot.domain.calendars import Span
from bot.domain.clocks import instant, local
from bot.domain.dues import on
from bot.domain.ids import BoardId, PersonId
from bot.domain.nudges import next_of, terms_of
from bot.domain.people import Member, Person, Rhythm, Role, Roster
from bot.domain.settings import own_days, own_rule

ZONES = st.sampled_from(
    ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
)
NATIONS = st.sampled_from(["GB-ENG", "GB-SCT", "IE", "US-CA", "AE"])
DAYS = st.dates(date(2026, 1, 10), date(2026, 11, 30))
SPANS = st.builds(lambda first, long: Span(first, first + timedelta(days=long)), DAYS, st.integers(0, 45))
AHEAD = st.lists(st.integers(0, 30), max_size=4, unique=True).map(lambda n: tuple(sorted(n, reverse=True)))
MORNINGS = st.times(time(7), time(16, 59)).map(lambda t: t.replace(second=0, microsecond=0))
BOARDS = st.builds(
    Board,
    id=st.just(BoardId(1)),
    code=st.just("NWP"),
    name=st.just("A board"),
    zone=ZONES,
    nudges=st.builds(
        NudgeRule,
        at=MORNINGS,
        days_before=AHEAD,
        first_day_after=st.integers(1, 5),
        days_between=st.integers(1, 21),
    ),
    nation=NATIONS,
    closed=st.lists(SPANS, max_size=1).map(tuple),
    quiet=st.just(QuietHours()),
    pause=st.none() | st.builds(Pause, SPANS),
)
PEOPLE = st.builds(
    Person,
    id=st.just(PersonId(2)),
    name=st.just("Hayley Marsh"),
    zone=ZONES,
    nation=st.none() | NATIONS,
    rhythm=st.none()
    | st.builds(
        Rhythm,
        at=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        days_before=st.none() | AHEAD,
        days_between=st.none() | st.integers(1, 40),
    ),
)


@given(board=BOARDS, person=PEOPLE, due=DAYS)
def test_each_comes_at_its_time_on_a_day_it_may(board: Board, person: Person, due: date) -> None:
    """On the owner's clock, on days they work, never in a pause or in quiet hours, each day once; and it goes on."""
    roster = Roster((Member(person, Role.OFFICER),))
    terms = terms_of(person, on(due), board, roster, ())
    rule, is_working = own_rule(board, person.rhythm), own_days(board, person.nation)
    moment = instant(date(2026, 1, 1), time(0), person.zone)
    last = None
    while True:
        found = next_of(terms, person.zone, moment)
        assert found is not None
        assert found > moment
        there = local(found, person.zone)
        if there.year > 2026:
            break
        assert (
            timedelta(0)
            <= there.replace(tzinfo=None) - datetime.combine(there.date(), rule.at)
            <= timedelta(hours=1)
        )
        assert rule.at not in board.quiet
        assert is_working(there.date())
        assert not board.paused_on(there.date())
        assert last is None or there.date() > last
        if last is not None and last > due:
            silent = [last + timedelta(days=n) for n in range(1, (there.date() - last).days)]
            free = sum(is_working(day) and not board.paused_on(day) for day in silent)
            assert free <= board.nudges.days_between
        # Computed anew from any moment before it, it is the same.
        between = moment + (found - moment) / 2
        assert next_of(terms, person.zone, between) == found
        last, moment = there.date(), found
    assert last is None or due < last or due > date(2026, 11, 1) or board.pause or board.closed
