"""When a digest has something to say, and what a pause does to it."""

from datetime import date

from bot.domain.boards import Pause
from bot.domain.calendars import Span
from bot.domain.digests import next_digest
from bot.domain.outbox import OutboxKind
from bot.domain.settings import Setting, pause_data
from tests.world import Said, World


def digests(world: World, said: list[Said]) -> list[str]:
    return [f"{s.at:%d %b}" for s in world.in_channel(said) if s.row.kind is OutboxKind.DIGEST]


def skipped(world: World) -> list[str | None]:
    return [r.reason for r in world.rows() if r.kind is OutboxKind.DIGEST and r.state == "skipped"]


def paused(world: World, first: date, last: date) -> None:
    """As the command does it, without its words."""

    def write(unit) -> None:
        records = world.records(unit)
        board = records.boards.by_code(world.code)
        pause = Pause(Span(first, last), "pre-election")
        board = records.boards.keep_settings(board.id, board.zone, {Setting.PAUSE: pause_data(pause)})
        meetings = records.meetings.of_board(board.id)
        records.boards.set_next_digest(board.id, next_digest(board, meetings, world.now)[0])

    world.store.transact_sync(write)


def test_an_empty_log_has_no_weekly_digest(world: World) -> None:
    """Nobody is told every Monday that nothing is open."""
    assert digests(world, world.clock("2026-03-03 12:00")) == []
    assert skipped(world) == ["nothing to say"] * 3


def test_the_week_of_an_add_has_one_and_quiet_weeks_have_none(world: World) -> None:
    """Then again in the week before the due, and every week it is overdue."""
    world.say("sam", "add A thing @hayley by 31 March")
    assert digests(world, world.clock("2026-04-21 12:00")) == [
        "16 Feb",
        "30 Mar",
        "07 Apr",
        "13 Apr",
        "20 Apr",
    ]


def test_an_update_makes_a_week_worth_telling(world: World) -> None:
    """What an owner reports is news to the board."""
    world.say("sam", "add A thing @hayley by 30 April")
    world.clock("2026-03-04 12:00")
    world.say("hayley", "update 1 the draft is out")
    assert digests(world, world.clock("2026-03-24 12:00")) == ["09 Mar"]


def test_what_is_done_is_told_once_and_waits_for_the_meeting(world: World) -> None:
    """Complete ones are in the next weekly digest, and in the one before the meeting."""
    world.say("sam", "add A thing @hayley by 30 April")
    world.say("hayley", "done 1")
    world.meeting(date(2026, 3, 26))
    assert digests(world, world.clock("2026-03-27 12:00")) == ["16 Feb", "23 Mar"]


def test_before_a_meeting_it_always_comes(world: World) -> None:
    """The board meets, and is told also that nothing is open."""
    world.meeting(date(2026, 3, 5))
    said = world.clock("2026-03-06 12:00")
    assert digests(world, said) == ["02 Mar"]
    assert "Nothing is open." in world.in_channel(said)[-1].text


def test_a_pause_is_silent_and_one_digest_follows_it(world: World) -> None:
    """Of everything that happened in the weeks before."""
    world.say("sam", "add A thing @hayley by 30 June")
    world.clock("2026-03-20 12:00")
    paused(world, date(2026, 3, 23), date(2026, 5, 8))
    world.clock("2026-04-14 12:00")
    world.say("hayley", "update 1 the draft is out")
    assert digests(world, world.clock("2026-05-26 12:00")) == ["11 May"]


def test_a_paused_boards_actions_are_in_nobodys_nudge(world: World) -> None:
    """Even one that was written before the pause was set."""
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.now = world.now.replace(day=17, hour=9, minute=0)
    world.tick()
    paused(world, date(2026, 2, 17), date(2026, 2, 20))
    assert not world.to("hayley", world.drain())


def test_the_clerk_may_ask_for_one_during_a_pause(world: World) -> None:
    """Whoever asks is answered; only what the bot says by itself waits."""
    world.say("sam", "add A thing @hayley by 30 June")
    paused(world, date(2026, 2, 10), date(2026, 5, 8))
    world.say("sam", "digest")
    assert digests(world, world.drain()) == ["10 Feb"]
