"""Every way a send can end with certainty: it arrived, it may be tried again, it never will."""

from datetime import timedelta

from adapters.delivery import Delivery
from bot.commands.saying import MOST_ATTEMPTS
from bot.domain.outbox import OutboxKind, OutboxState, Outcome
from bot.domain.places import PostKind
from bot.messages import Outgoing, Platform
from tests.adapters.delivery.stage import (
    BUSY,
    HANGS,
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
)
from tests.world import A_DAY, World, words

# --- a send that arrives ---------------------------------------------------------------------------------------


async def test_a_message_that_arrives_is_said_once_and_remembered(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """A card arrives, its row is sent, and an answer in its thread finds its action."""
    add(world)
    await settle(world, delivery)
    await settle(world, delivery)

    assert [t.splitlines()[0] for t in sender.texts()] == ["NWP-1 · Book the hall"]
    assert the_row(world).state is OutboxState.SENT
    answer = world.say("hayley", "done", thread=sender.arrived[0].address, command=False, addressed=False)
    assert words(answer).startswith("NWP-1 is complete")


async def test_nothing_goes_out_before_its_attempt_is_committed(world: World) -> None:
    """While a message is on its way its row says so: a sender that dies now leaves a trace."""
    seen: list[OutboxState] = []

    class Looking(ScriptedSender):
        async def send(self, message: Outgoing) -> Outcome:
            found = await world.store.read(lambda unit: unit.outbox_rows(list(OutboxState), 10))
            seen.append(found[0].state)
            return await super().send(message)

    add(world)
    await settle(world, over(world, Looking()))
    assert seen == [OutboxState.SENDING]


# --- certainly not there: retry --------------------------------------------------------------------------------


async def test_a_busy_platform_is_tried_again_when_it_said_and_not_before(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Told to come back in 30 seconds, delivery does so then, and the message is there once."""
    sender.steps[PostKind.CARD] = [BUSY]
    add(world)
    await settle(world, delivery)
    assert (the_row(world).state, the_row(world).reason) == (OutboxState.WAITING, "busy")

    world.now += 29 * SECOND
    await settle(world, delivery)
    assert len(sender.tried) == 1

    world.now += SECOND
    await settle(world, delivery)
    assert len(sender.tried) == 2
    assert len(sender.arrived) == 1
    assert the_row(world).state is OutboxState.SENT


async def test_a_platform_that_stays_busy_is_given_up_and_the_clerk_told(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """After so many certain failures the message has failed, visibly, and is not tried again."""
    sender.always[PostKind.CARD] = BUSY
    add(world)
    for _ in range(MOST_ATTEMPTS + 5):
        await settle(world, delivery)
        world.now += timedelta(minutes=10)

    assert len([m for m in sender.tried if m.kind is PostKind.CARD]) == MOST_ATTEMPTS
    assert the_row(world).state is OutboxState.FAILED
    assert sender.to("direct-sam") == [
        "I could not reach #nwp-board with the card of an action NWP-1 (busy).\nNobody has been told in their place."
    ]


async def test_an_outage_of_less_than_an_hour_gives_nothing_up(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """However often it was tried meanwhile."""
    sender.always[PostKind.CARD] = BUSY
    add(world)
    for _ in range(110):
        await settle(world, delivery)
        world.now += timedelta(seconds=30)
    sender.always.clear()
    await settle(world, delivery)
    assert the_row(world).state is OutboxState.SENT


# --- refused ---------------------------------------------------------------------------------------------------


async def test_a_refused_message_has_failed_and_the_clerk_hears_once_a_day(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Two refusals on one day are one notice to the clerk; one on the next day is another. All stay listed."""
    sender.always[PostKind.CARD] = REFUSES
    add(world, "Book the hall")
    await settle(world, delivery)
    add(world, "Print the agenda")
    await settle(world, delivery)
    assert len(sender.to("direct-sam")) == 1
    assert "#nwp-board" in sender.to("direct-sam")[0]
    assert "the channel is archived" in sender.to("direct-sam")[0]

    world.now += A_DAY
    add(world, "Order the badges")
    await settle(world, delivery)
    assert len(sender.to("direct-sam")) == 2
    failed = rows(world, OutboxKind.CARD, OutboxState.FAILED)
    assert [r.reason for r in failed] == ["the channel is archived"] * 3
    assert len([m for m in sender.tried if m.kind is PostKind.CARD]) == 3


async def test_a_notice_that_fails_causes_no_other(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Where even the clerk cannot be told, it ends there, in the operator's list."""
    sender.always = {PostKind.CARD: REFUSES, PostKind.NOTICE: REFUSES}
    add(world)
    for _ in range(5):
        await settle(world, delivery)
    assert [r.kind for r in world.rows()] == [OutboxKind.CARD, OutboxKind.NOTICE]
    assert {r.state for r in world.rows()} == {OutboxState.FAILED}


# --- one bad send does not harm the others ---------------------------------------------------------------------


async def test_a_broken_send_does_not_break_off_its_neighbours(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Of many on their way together, one that raises and one that hangs leave the rest as they are."""
    sender.steps[PostKind.CARD] = [Step(RuntimeError("a bug")), HANGS]
    for number in range(6):
        add(world, f"Thing {number}")
    await settle(world, delivery)
    assert len(rows(world, OutboxKind.CARD, OutboxState.SENT)) == 4
    assert len(rows(world, OutboxKind.CARD, OutboxState.SENDING)) == 2


async def test_a_mark_that_cannot_be_written_does_not_break_off_its_neighbours(
    world: World, sender: ScriptedSender
) -> None:
    """A full disk at the moment of marking leaves one row in doubt, to be asked about; the rest are sent."""
    store = AsyncStore(world.store, failing=2)  # all together, and then one by itself
    senders = {Platform.PLAYGROUND: sender}
    delivery = Delivery(store, senders, send_timeout=0.05, stopwatch=lambda: 0.0)
    for number in range(6):
        add(world, f"Thing {number}")
    await settle(world, delivery)
    assert len(rows(world, OutboxKind.CARD, OutboxState.SENT)) == 5
    world.now += SETTLES
    await settle(world, delivery)
    assert len(rows(world, OutboxKind.CARD, OutboxState.SENT)) == 6
    assert len(sender.tried) == len(sender.arrived) == 6


# --- nowhere to say it -----------------------------------------------------------------------------------------


async def test_with_no_platform_connected_a_message_fails_visibly(world: World) -> None:
    """It is in the operator's list with the reason, and delivery goes on."""
    add(world)
    await settle(world, over(world))
    failed = world.store.read_sync(lambda unit: unit.outbox_rows([OutboxState.FAILED], 10))
    assert {r.reason for r in failed} == {"playground is not connected"}
    assert OutboxKind.CARD in {r.kind for r in failed}
