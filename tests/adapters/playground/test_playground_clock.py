"""The demo clock: every due moment in order, and no moment for ever."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from adapters.playground.clock import ROUNDS, Backwards, DemoClock, Move, TooFar, destination, spoken
from adapters.playground.platform import Platform
from tests.adapters.playground.fake_host import START, FakeHost

HOUR = timedelta(hours=1)


class Bot:
    """What is due, and when it was run."""

    def __init__(self, *due: datetime, after: Callable[[datetime], datetime | None] | None = None) -> None:
        self.due = sorted(due)
        self.ran: list[datetime] = []
        self.after = after

    async def next_moment(self) -> datetime | None:
        return self.due[0] if self.due else None

    async def tick_and_drain(self, now: datetime) -> None:
        self.ran.append(now)
        if self.due and self.due[0] <= now:
            moment = self.due.pop(0)
            if self.after and (then := self.after(moment)):
                self.due = sorted([*self.due, then])


@pytest.fixture
def platform(fake: FakeHost) -> Platform:
    return fake.platform


def clock(platform: Platform, bot: Bot) -> DemoClock:
    return DemoClock(platform, bot.next_moment, bot.tick_and_drain)


async def test_it_stops_at_every_due_moment_in_order(platform: Platform) -> None:
    bot = Bot(START + 5 * HOUR, START + HOUR, START + 3 * HOUR, START + 9 * HOUR)
    await clock(platform, bot).move_to(START + 6 * HOUR)
    assert bot.ran == [START + n * HOUR for n in (1, 3, 5, 6)]
    assert platform.now == START + 6 * HOUR


async def test_what_a_moment_brings_about_is_met_on_the_same_way(platform: Platform) -> None:
    bot = Bot(START + HOUR, after=lambda moment: moment + timedelta(days=1))
    await clock(platform, bot).move_to(START + timedelta(days=30))
    assert len(bot.ran) == 31
    assert all(later > earlier for earlier, later in pairwise(bot.ran))


async def test_what_was_due_before_is_run_now(platform: Platform) -> None:
    bot = Bot(START - timedelta(days=1))
    await clock(platform, bot).move_to(START)
    assert bot.ran == [START, START]


async def test_something_that_stays_due_does_not_hold_up_the_rest(platform: Platform) -> None:
    """It is left behind, hour by hour, and what is due later still comes."""
    stuck, later = START + HOUR, START + 50 * HOUR

    class Stuck(Bot):
        async def tick_and_drain(self, now: datetime) -> None:
            self.ran.append(now)
            self.due = [moment for moment in self.due if moment == stuck or moment > now]

    bot = Stuck(stuck, later)
    await clock(platform, bot).move_to(START + 60 * HOUR)
    assert bot.due == [stuck]
    assert later in bot.ran
    assert len(bot.ran) < ROUNDS + 70


async def test_it_only_goes_forward(platform: Platform) -> None:
    bot = Bot()
    with pytest.raises(Backwards, match="Tue 10 Feb 2026, 10:00 and only goes forward"):
        await clock(platform, bot).move_to(START - HOUR)
    with pytest.raises(TooFar):
        await clock(platform, bot).move_to(START + timedelta(days=5_000))
    assert (bot.ran, platform.now) == ([], START)


@pytest.mark.parametrize(
    ("move", "now", "then"),
    [
        (Move.HOUR, "2026-02-10 10:00", "2026-02-10 11:00"),
        (Move.DAY, "2026-02-10 10:00", "2026-02-11 10:00"),
        # A day is a day on the wall: 10:00 in winter is 10:00 in summer.
        (Move.DAY, "2026-03-28 10:00", "2026-03-29 09:00"),
        (Move.WORKING_DAY, "2026-02-13 10:00", "2026-02-16 09:00"),
        (Move.WORKING_DAY, "2026-02-14 08:00", "2026-02-16 09:00"),
        (Move.WORKING_DAY, "2026-02-16 08:00", "2026-02-16 09:00"),
        (Move.WORKING_DAY, "2026-02-16 09:00", "2026-02-17 09:00"),
        (Move.WORKING_DAY, "2026-03-27 10:00", "2026-03-30 08:00"),
        (Move.MEETING, "2026-02-10 10:00", "2026-02-17 14:00"),
    ],
)
def test_moves(move: Move, now: str, then: str) -> None:
    """In UTC here; by the clock on a British wall."""
    meeting = datetime(2026, 2, 17, 14, tzinfo=UTC)
    moved = destination(move, datetime.fromisoformat(now).replace(tzinfo=UTC), meeting)
    assert moved == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_spoken() -> None:
    assert spoken(datetime(2026, 7, 1, 8, tzinfo=UTC)) == "Wed 1 Jul 2026, 09:00"
