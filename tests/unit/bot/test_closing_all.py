"""What waits complete is closed in one go, in words or by the button of a brief, a digest or a list."""

import pytest

from bot.domain.actions import Status
from bot.messages import Mark
from tests.unit.bot.kindness import nudges
from tests.world import World, button, words


@pytest.fixture
def spring(world: World) -> World:
    """Three that are complete, one that is open."""
    for what in ("One", "Two", "Three", "Four"):
        world.say("sam", f"add {what} @tom by 27 Feb")
    for number in (1, 2, 4):
        world.tell("tom", f"done {number}")
    return world


def statuses(world: World) -> list[Status]:
    return [world.action(number).status for number in (1, 2, 3, 4)]


CLOSED = [Status.CLOSED, Status.CLOSED, Status.OPEN, Status.CLOSED]
WAITING = [Status.COMPLETE, Status.COMPLETE, Status.OPEN, Status.COMPLETE]


@pytest.mark.parametrize("who", ["sam", "margaret"])
@pytest.mark.parametrize("said", ["close all", "close the complete ones", "close what is done"])
@pytest.mark.parametrize("direct", [False, True])
def test_all_that_is_complete_is_closed_in_words(spring: World, who: str, said: str, *, direct: bool) -> None:
    """By clerk and chair, anywhere; what is open stays open, and one Undo brings them all back."""
    reply = spring.say(who, said, direct=direct)
    assert "NWP-1, NWP-2 and NWP-4 are closed." in words(reply)
    assert statuses(spring) == CLOSED
    spring.press(who, button(reply, "Undo"), direct=direct)
    assert statuses(spring) == WAITING


def test_nobody_else_closes_all(spring: World) -> None:
    """Neither in words nor by the digest's button, which whoever cannot press it is not shown directly."""
    assert "Only the clerk (Sam Iqbal) or the chair can close" in words(spring.tell("tom", "close all"))
    spring.say("sam", "digest")
    (digest,) = (
        s for s in spring.in_channel(spring.drain()) if "4 complete" in s.text or "complete" in s.text
    )
    closing = next(b.id for b in digest.message.view.buttons if b.label == "Close all 3")
    assert "Only the clerk (Sam Iqbal) or the chair can close" in words(spring.press("tom", closing))
    assert "Close all" not in words(spring.tell("tom", "digest"))
    assert statuses(spring) == WAITING


def test_with_nothing_complete_nothing_is_closed(world: World) -> None:
    """Open actions are never meant."""
    world.say("sam", "add One @tom by 27 Feb")
    assert "Nothing that is complete waits to be closed" in words(world.tell("sam", "close all"))
    assert world.action(1).status is Status.OPEN


def test_the_digests_button_closes_what_it_counted(spring: World) -> None:
    """Not what is completed later; and pressed again it says that nothing is left."""
    spring.say("margaret", "digest")
    (digest,) = (s for s in spring.in_channel(spring.drain()) if "3 complete" in s.text)
    closing = next(b.id for b in digest.message.view.buttons if b.label == "Close all 3")
    spring.clock("2026-02-10 10:00")
    spring.tell("tom", "done 3")
    spring.tell("tom", "reopen 4")
    spring.clock("2026-02-10 10:30")
    spring.tell("tom", "done 4")
    assert "NWP-1 and NWP-2 are closed." in words(spring.press("margaret", closing))
    assert statuses(spring) == [Status.CLOSED, Status.CLOSED, Status.COMPLETE, Status.COMPLETE]
    assert "None of them waits to be closed any more" in words(spring.press("margaret", closing))


def test_the_list_has_the_button_for_whoever_closes(spring: World) -> None:
    """One that is complete is closed by its own."""
    reply = spring.tell("margaret", "list done")
    assert "[Close all 3]" in words(reply)
    assert "[Close" not in words(spring.tell("tom", "list done"))
    assert "[Close" not in words(spring.tell("margaret", "list done @tom"))
    spring.press("margaret", button(reply, "Close all 3"), direct=True)
    assert statuses(spring) == CLOSED
    spring.tell("tom", "done 3")
    assert "[Close NWP-3]" in words(spring.tell("margaret", "list done"))


def test_the_brief_can_be_acted_upon(spring: World) -> None:
    """Each row opens its action, and what is complete is closed in one go."""
    spring.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    spring.clock("2026-03-02 12:00")
    (brief,) = (s for s in spring.to("margaret") if "Your brief" in s.text)
    labels = [b.label for b in brief.message.view.buttons]
    assert labels == ["Show NWP-3", "Show NWP-1", "Show NWP-2", "Show NWP-4", "Close all 3", "List complete"]
    closing = next(b.id for b in brief.message.view.buttons if b.label == "Close all 3")
    assert "are closed" in words(spring.press("margaret", closing, direct=True))
    assert statuses(spring) == CLOSED


def test_zeros_are_left_out_of_the_first_line(world: World) -> None:
    """A phone shows what there is; that nothing is overdue is said."""
    world.say("sam", "add One @tom by 27 Feb")
    first = words(world.tell("kim", "digest")).splitlines()[1]
    assert first == "1 open · none overdue"
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.clock("2026-03-02 12:00")
    (brief,) = nudges(world, "margaret")
    assert "1 open · 1 overdue\n" in brief


def test_a_row_bears_the_mark_of_its_heading(world: World) -> None:
    """Due on the day of the meeting, in another week: not "on track" under "due before the meeting"."""
    world.say("sam", "meeting add 5 March 2026 14:00 Town Hall")
    world.say("sam", "add One @tom by 5 March")
    world.say("sam", "add Two @tom by 20 March")
    reply = world.tell("kim", "digest")
    assert reply.answer is not None
    marks = {b.title[0].text: b.mark for b in reply.answer.blocks if b.kind == "item"}
    assert marks == {"NWP-1 · One": Mark.DUE_SOON, "NWP-2 · Two": Mark.ON_TRACK}


# --- the digest by command -------------------------------------------------------------------------------------


def digests(world: World) -> int:
    return sum("2 open" in s.text for s in world.in_channel(world.drain()))


def test_asked_for_directly_the_digest_is_shown_there_too(world: World) -> None:
    """It goes to the channel, and whoever asked reads it where they are."""
    world.say("sam", "add One @tom by 27 Feb")
    world.say("sam", "add Two @tom by 27 Feb")
    said = words(world.tell("margaret", "digest"))
    assert "2 open" in said
    assert "NWP-1 · One" in said
    assert "It is on its way to #nwp-board too." in said
    assert digests(world) == 1


@pytest.mark.parametrize("direct", [False, True])
def test_a_digest_just_posted_is_not_posted_again_unasked(world: World, *, direct: bool) -> None:
    """Whoever asked for the first; the button posts it all the same, and a quarter of an hour later it is news again."""
    world.say("sam", "add One @tom by 27 Feb")
    world.say("sam", "add Two @tom by 27 Feb")
    world.say("sam", "digest")
    reply = world.say("margaret", "digest", direct=direct)
    assert digests(world) == 1
    assert "The digest was posted in #nwp-board at 09:30." in words(reply)
    assert ("NWP-1 · One" in words(reply)) is direct
    again = button(reply, "Post it again")
    assert "Only the clerk or the chair" in words(world.press("tom", again))
    assert digests(world) == 0
    world.press("margaret", again, direct=direct)
    assert digests(world) == 1
    world.clock("2026-02-10 09:46")
    world.say("margaret", "digest", direct=direct)
    assert digests(world) == 1


def test_after_the_weekly_digest_it_is_asked_about_too(world: World) -> None:
    """The channel has had it at nine."""
    world.say("sam", "add One @tom by 27 Feb")
    world.say("sam", "add Two @tom by 27 Feb")
    world.clock("2026-02-16 09:10")
    assert "was posted in #nwp-board at 09:0" in words(world.say("sam", "digest"))
    assert digests(world) == 0
