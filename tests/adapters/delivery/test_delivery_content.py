"""What is said is composed from the state of its moment, in an order people can follow."""

import asyncio
from datetime import timedelta

import pytest

from adapters.delivery import Delivery
from bot.commands.saying import MOST_ATTEMPTS
from bot.domain.outbox import OutboxKind, OutboxState, Retry
from bot.domain.places import PostKind
from bot.messages import Platform
from tests.adapters.delivery.stage import (
    ARRIVED_UNSEEN,
    BUSY,
    LOST,
    MONDAY_NINE,
    REFUSES,
    SECOND,
    SETTLES,
    AsyncStore,
    ScriptedSender,
    Step,
    add,
    over,
    rows,
    settle,
    the_row,
    until,
)
from tests.world import A_DAY, World

# --- nothing left to say ---------------------------------------------------------------------------------------


async def test_a_card_of_an_action_taken_back_is_skipped_with_the_reason(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Undone before its card went out: nobody ever saw it."""
    add(world)
    world.say("sam", "undo")
    await settle(world, delivery)
    assert sender.tried == []
    assert [(r.state, r.reason) for r in rows(world, OutboxKind.CARD)] == [
        (OutboxState.SKIPPED, "withdrawn before its card was posted")
    ]


async def test_a_nudge_whose_actions_were_done_meanwhile_is_skipped_with_the_reason(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Composed from the state of its moment, there is nothing to nudge about."""
    add(world)
    world.now = MONDAY_NINE
    world.tick()
    world.tell("hayley", "done 1")
    await settle(world, delivery)
    assert sender.to("direct-hayley") == []
    row = the_row(world, OutboxKind.NUDGE)
    assert (row.state, row.reason) == (OutboxState.SKIPPED, "nothing left to say")


async def test_a_nudge_kept_back_until_the_next_day_is_not_said_beside_that_days_own(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """A platform that was down for a day does not get a person two nudges in one day."""
    add(world)
    await settle(world, delivery)
    sender.steps[PostKind.NUDGE] = [Step(Retry(23.9 * 3600, "down"))]
    for world.now in (MONDAY_NINE, MONDAY_NINE + A_DAY, MONDAY_NINE + A_DAY + SECOND):
        world.tick()
        await settle(world, delivery)
    assert len(sender.to("direct-hayley")) == 1
    assert sorted(r.state for r in rows(world, OutboxKind.NUDGE)) == [OutboxState.SENT, OutboxState.SKIPPED]


@pytest.mark.parametrize(
    ("kind", "hours", "ends"),
    [
        (OutboxKind.NUDGE, 7.9, OutboxState.SENT),
        (OutboxKind.NUDGE, 8.1, OutboxState.SKIPPED),
        (OutboxKind.DIGEST, 11.9, OutboxState.SENT),
        (OutboxKind.DIGEST, 12.1, OutboxState.SKIPPED),
    ],
)
async def test_what_was_kept_back_for_too_long_is_skipped(
    world: World,
    sender: ScriptedSender,
    delivery: Delivery,
    kind: OutboxKind,
    hours: float,
    ends: OutboxState,
) -> None:
    """Nudges until 17:00, digests for 12 hours: whether the clock was late or the platform took nothing."""
    add(world)
    sender.steps[PostKind(kind.value)] = [Step(Retry(hours * 3600, "down"))]
    world.now = MONDAY_NINE
    world.tick()
    await settle(world, delivery)
    world.now += timedelta(hours=hours)
    await settle(world, delivery)
    assert the_row(world, kind).state is ends


# --- cards and their redraws -----------------------------------------------------------------------------------


async def test_changes_before_a_card_goes_out_are_in_the_card(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """No redraw follows a card that shows the newest state already."""
    add(world)
    world.say("sam", "edit 1 Book the big hall")
    await settle(world, delivery)
    assert [t.splitlines()[0] for t in sender.texts()] == ["NWP-1 · Book the big hall"]
    assert rows(world, OutboxKind.REDRAW) == []


async def test_redraws_that_wait_become_one_showing_the_newest_state(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Three changes while nothing could be sent are one redraw, in the card's own message."""
    add(world)
    await settle(world, delivery)
    world.say("sam", "edit 1 Book the big hall")
    world.say("sam", "due 1 24 Feb")
    world.say("hayley", "done 1 at last")
    await settle(world, delivery)
    assert len(sender.arrived) == 2
    redraw = sender.arrived[1]
    assert redraw.message.replaces == sender.arrived[0].address
    assert "Book the big hall" in redraw.message.view.text
    assert "✓ Complete" in redraw.message.view.text
    assert len(rows(world, OutboxKind.REDRAW)) == 1


async def test_a_redraw_comes_after_its_card_even_when_that_is_slow(
    world: World, sender: ScriptedSender
) -> None:
    """A change made while the card is on its way is drawn once the card is there."""
    sender.hold = asyncio.Event()
    delivery = Delivery(AsyncStore(world.store), {Platform.PLAYGROUND: sender})
    add(world)
    first = asyncio.create_task(delivery.drain(world.now))
    await until(lambda: sender.tried)
    world.say("sam", "edit 1 Book the big hall")
    sender.hold.set()
    await first
    await settle(world, delivery)
    assert [m.replaces for m in sender.tried] == [None, sender.arrived[0].address]
    assert [t.splitlines()[0] for t in sender.texts()] == [
        "NWP-1 · Book the hall",
        "NWP-1 · Book the big hall",
    ]


async def test_a_redraw_waits_for_a_card_that_is_in_doubt(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Nothing is drawn into a card before it is known whether there is one."""
    sender.steps[PostKind.CARD] = [ARRIVED_UNSEEN]
    add(world)
    await settle(world, delivery)
    world.say("sam", "edit 1 Book the big hall")
    await settle(world, delivery)
    assert len(sender.tried) == 1
    world.now += SETTLES
    await settle(world, delivery)
    assert [t.splitlines()[0] for t in sender.texts()] == [
        "NWP-1 · Book the hall",
        "NWP-1 · Book the big hall",
    ]


async def test_a_doubtful_redraw_is_drawn_again(world: World, sender: ScriptedSender) -> None:
    """Drawing a card twice is the same as drawing it once, also where nobody can be asked."""
    sender.can_be_asked = False
    delivery = over(world, sender)
    add(world)
    await settle(world, delivery)
    sender.steps[PostKind.CARD] = [LOST]
    world.say("sam", "edit 1 Book the big hall")
    await settle(world, delivery)
    world.now += SETTLES
    await settle(world, delivery)
    assert the_row(world, OutboxKind.REDRAW).state is OutboxState.SENT
    assert "Book the big hall" in sender.texts()[-1]


async def test_a_redraw_that_never_gets_through_is_given_up_and_the_clerk_told(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """A card that stays as it was for ever is a failed delivery, and no silent one."""
    add(world)
    await settle(world, delivery)
    sender.always[PostKind.CARD] = LOST
    world.say("sam", "edit 1 Book the big hall")
    for _ in range(MOST_ATTEMPTS + 5):
        await settle(world, delivery)
        world.now += timedelta(minutes=10)
    assert the_row(world, OutboxKind.REDRAW).state is OutboxState.FAILED
    assert len(sender.to("direct-sam")) == 1


async def test_the_redraw_of_a_card_that_failed_is_skipped(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """There is nothing to draw into, and the failure of the card has been told already."""
    sender.steps[PostKind.CARD] = [REFUSES]
    add(world)
    await settle(world, delivery)
    world.say("sam", "edit 1 Book the big hall")
    await settle(world, delivery)
    row = the_row(world, OutboxKind.REDRAW)
    assert (row.state, row.reason) == (OutboxState.SKIPPED, "its card never arrived")
    assert len(sender.to("direct-sam")) == 1


# --- order -----------------------------------------------------------------------------------------------------


async def test_what_people_wait_for_goes_before_what_they_do_not(
    world: World, sender: ScriptedSender
) -> None:
    """Cards first, then notices, then the digest, then nudges, then cards that only grew older."""
    delivery = over(world, sender, in_flight=1)
    add(world, "Something long ago")
    await settle(world, delivery)
    world.now = MONDAY_NINE
    world.tick()
    world.say("kim", "add Find a speaker @jo")
    sender.tried.clear()
    await settle(world, delivery)
    assert [m.kind for m in sender.tried] == [
        PostKind.CARD,
        PostKind.NOTICE,
        PostKind.DIGEST,
        PostKind.NUDGE,
        PostKind.CARD,
    ]


async def test_many_are_on_their_way_at_once_but_never_two_of_one_lane(
    world: World, sender: ScriptedSender
) -> None:
    """Cards of different actions go together, as many as allowed; notices to one clerk one after another."""
    delivery = over(world, sender, in_flight=4)
    for number in range(6):
        world.say("kim", f"add Errand {number} @jo")
    await settle(world, delivery)
    assert sender.most_at_once == {PostKind.CARD: 4, PostKind.NOTICE: 1}
    assert [t.split("\n")[1].split(" · ")[1] for t in sender.to("direct-sam")] == [
        f"Errand {n}" for n in range(6)
    ]


async def test_notices_to_one_person_keep_their_order_when_the_first_must_wait(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """A lane does not overtake itself."""
    sender.steps[PostKind.NOTICE] = [BUSY]
    for number in range(2):
        world.say("kim", f"add Errand {number} @jo")
    await settle(world, delivery)
    assert sender.to("direct-sam") == []
    world.now += 30 * SECOND
    await settle(world, delivery)
    assert ["NWP-1" in t for t in sender.to("direct-sam")] == [True, False]
