"""Nobody knows whether it arrived: ask where one can, and never repeat blindly."""

from datetime import timedelta

import pytest

from adapters.delivery import Delivery
from bot import core
from bot.commands.saying import MOST_ATTEMPTS
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.places import PostKind
from tests.adapters.delivery.stage import (
    ARRIVED_UNSEEN,
    ARRIVES_AND_HANGS,
    HANGS,
    LOST,
    MONDAY_NINE,
    SECOND,
    SETTLES,
    ScriptedSender,
    Step,
    add,
    begun_and_died,
    over,
    rows,
    settle,
    the_row,
)
from tests.world import A_DAY, World, words

# --- nobody knows ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [ARRIVED_UNSEEN, ARRIVES_AND_HANGS, Step(RuntimeError("a bug"), arrives=True)],
    ids=["no answer", "too slow", "a bug in the sender"],
)
async def test_a_doubtful_message_that_is_found_is_not_said_again(
    world: World, sender: ScriptedSender, delivery: Delivery, step: Step
) -> None:
    """Asked by its key, the platform has it: it is sent, once, and answers to it are understood."""
    sender.steps[PostKind.CARD] = [step]
    add(world)
    await settle(world, delivery)
    assert the_row(world).state is OutboxState.SENDING

    world.now += SETTLES
    await settle(world, delivery)
    await settle(world, delivery)
    assert the_row(world).state is OutboxState.SENT
    assert len(sender.arrived) == len(sender.tried) == 1
    answer = world.say("hayley", "done", thread=sender.arrived[0].address, command=False, addressed=False)
    assert words(answer).startswith("NWP-1 is complete")


@pytest.mark.parametrize(
    "step", [LOST, HANGS, Step(RuntimeError("a bug"))], ids=["no answer", "too slow", "a bug in the sender"]
)
async def test_a_doubtful_message_that_is_not_found_is_said_again_but_not_too_soon(
    world: World, sender: ScriptedSender, delivery: Delivery, step: Step
) -> None:
    """While the first may still arrive nothing is asked or sent; then it is said, and stands there once."""
    sender.steps[PostKind.CARD] = [step]
    add(world)
    await settle(world, delivery)
    world.now += SETTLES - SECOND
    await settle(world, delivery)
    assert (len(sender.tried), sender.asked) == (1, [])

    world.now += SECOND
    await settle(world, delivery)
    assert the_row(world).state is OutboxState.SENT
    assert (len(sender.tried), len(sender.arrived)) == (2, 1)


async def test_a_message_that_never_arrives_is_given_up_and_the_clerk_told(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """A platform that keeps swallowing a message is not tried for ever in silence."""
    sender.always[PostKind.CARD] = LOST
    add(world)
    for _ in range(MOST_ATTEMPTS + 5):
        await settle(world, delivery)
        world.now += timedelta(minutes=10)

    assert len([m for m in sender.tried if m.kind is PostKind.CARD]) == MOST_ATTEMPTS
    assert the_row(world).state is OutboxState.FAILED
    assert len(sender.to("direct-sam")) == 1


@pytest.mark.parametrize("finds", [ConnectionError("no line"), TimeoutError()])
async def test_a_platform_that_cannot_answer_just_now_is_asked_again(
    world: World, sender: ScriptedSender, delivery: Delivery, finds: Exception
) -> None:
    """An unanswered question is no answer: nothing is said again until the platform says it is not there."""
    sender.steps[PostKind.CARD] = [ARRIVED_UNSEEN]
    add(world)
    await settle(world, delivery)
    sender.finds = finds
    for _ in range(3):
        world.now += SETTLES
        await settle(world, delivery)
    assert the_row(world).state is OutboxState.SENDING

    sender.finds = None
    await settle(world, delivery)
    assert the_row(world).state is OutboxState.SENT
    assert len(sender.arrived) == len(sender.tried) == 1


@pytest.mark.parametrize(
    "step",
    [LOST, ARRIVED_UNSEEN, HANGS, ARRIVES_AND_HANGS, Step(RuntimeError("a bug"))],
    ids=["lost", "arrived", "too slow", "too slow but arrived", "a bug in the sender"],
)
async def test_where_nobody_can_be_asked_a_doubtful_message_is_listed_and_never_repeated(
    world: World, sender: ScriptedSender, delivery: Delivery, step: Step
) -> None:
    """It becomes unknown: the operator's list shows it, the clerk is told that it is unsure, nothing is said twice."""
    sender.can_be_asked = False
    sender.steps[PostKind.CARD] = [step]
    add(world)
    for _ in range(4):
        await settle(world, delivery)
        world.now += A_DAY

    listed = world.store.read_sync(lambda unit: unit.outbox_rows([OutboxState.UNKNOWN], 10))
    assert [r.key for r in listed] == [the_row(world).key]
    assert listed[0].reason
    assert len([m for m in sender.tried if m.kind is PostKind.CARD]) == 1
    (notice,) = sender.to("direct-sam")
    assert notice.startswith("I cannot tell whether #nwp-board got the card of an action NWP-1")


# --- a process that died ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("arrived", [True, False])
async def test_what_a_dead_process_left_is_settled_by_asking(
    world: World, sender: ScriptedSender, *, arrived: bool
) -> None:
    """The next process asks for each, not sooner than it can be sure, and every card stands there once."""
    for number in range(5):
        add(world, f"Thing {number}")
    begun_and_died(world, sender, arrived=arrived)
    delivery = over(world, sender)

    world.now += SETTLES - SECOND
    await settle(world, delivery)
    assert (sender.tried, sender.asked) == ([], [])
    world.now += SECOND
    await settle(world, delivery)
    assert sorted(t.splitlines()[0] for t in sender.texts()) == [f"NWP-{n + 1} · Thing {n}" for n in range(5)]
    assert {r.state for r in world.rows()} == {OutboxState.SENT}
    assert len(sender.tried) == (0 if arrived else 5)


@pytest.mark.parametrize("arrived", [True, False])
async def test_what_a_dead_process_left_is_unknown_where_nobody_can_be_asked(
    world: World, sender: ScriptedSender, *, arrived: bool
) -> None:
    """Every one of them is listed, and none is said again."""
    sender.can_be_asked = False
    for number in range(5):
        add(world, f"Thing {number}")
    begun_and_died(world, sender, arrived=arrived)
    world.now += SETTLES
    await settle(world, over(world, sender))
    assert {r.state for r in rows(world, OutboxKind.CARD)} == {OutboxState.UNKNOWN}
    assert [m for m in sender.tried if m.kind is PostKind.CARD] == []


async def test_what_was_on_its_way_to_a_platform_that_is_gone_is_unknown(
    world: World, sender: ScriptedSender
) -> None:
    """It may have arrived before the platform was disconnected: nobody may claim that it failed."""
    add(world)
    begun_and_died(world, sender, arrived=True)
    world.now += SETTLES
    await settle(world, over(world))
    assert the_row(world).state is OutboxState.UNKNOWN


async def test_a_card_found_after_its_action_was_taken_back_still_changes(
    world: World, sender: ScriptedSender
) -> None:
    """The process died, the add was undone, and then the card turned out to have arrived: it shows the undo."""
    add(world)
    begun_and_died(world, sender, arrived=True)
    world.say("sam", "undo")
    world.now += SETTLES
    await settle(world, over(world, sender))
    await settle(world, over(world, sender))
    assert [r.state for r in rows(world, OutboxKind.REDRAW)] == [OutboxState.SENT]
    assert sender.arrived[-1].message.replaces == sender.arrived[0].address


async def test_a_nudge_found_after_everything_was_done_is_not_said_again(
    world: World, sender: ScriptedSender
) -> None:
    """What the nudge would say by now does not matter: the one that arrived is the one there is."""
    add(world)
    await settle(world, over(world, sender))
    world.now = MONDAY_NINE
    world.tick()
    begun_and_died(world, sender, arrived=True)
    world.tell("hayley", "done 1")
    world.now += SETTLES
    await settle(world, over(world, sender))
    assert the_row(world, OutboxKind.NUDGE).state is OutboxState.SENT
    assert len(sender.to("direct-hayley")) == 1


def test_every_message_has_one_name_for_good(world: World) -> None:
    """What a platform is asked about is the same at every attempt, and no other organisation's."""
    add(world)
    row = the_row(world)
    assert core.message_key(row) == core.message_key(world.row(row.id))
    other = World.on(world.store, workspace="W2")
    add(other)
    keys = [core.message_key(r) for r in world.rows()]
    assert len(set(keys)) == 2
