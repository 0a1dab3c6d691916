"""A delivery seen again, at once or later or together with itself, has one effect; a change gets the same reply.

Every kind of thing a person can do is delivered five times, and the whole database is compared with one in which it
was delivered once.
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import core
from bot.commands import dispatch, presses
from bot.commands.heard import Heard
from bot.language.intents import LinkAccounts, LinkBoard, UnlinkAccount
from bot.messages import Inbound, Reply
from bot.views.buttons import read_button
from tests.contract.replaying import READS, Morning, differences, dump, played
from tests.world import World, words

TIMES = 5

Folder = Callable[[str], Path]


@pytest.fixture
def file(tmp_path: Path) -> Folder:
    return lambda name: tmp_path / f"{name}.sqlite3"


@pytest.fixture
def morning(file: Folder) -> Iterator[Morning]:
    with Morning.on(file("often")) as morning:
        yield morning


async def once(path: Path) -> tuple[list[Inbound], dict[str, Reply]]:
    """The reference: everything delivered once, in order."""
    with Morning.on(path) as reference:
        return await played(reference), reference.replies


def read_inbounds(morning: Morning) -> list[Inbound]:
    return [build(morning).model_copy(update={"delivery": name}) for name, build in READS.items()]


# What only a platform with shortcuts, emoji and a first run can say: tests/adapters/slack/test_replays.py delivers it.
ELSEWHERE = {"accept", "form", "home", "leave", "newaction", "propose", "reword", "tick"}

# Asked before one holds a role, so that no session handles them; the script has the accounts' all the same.
BESIDE_THE_LOG = {LinkBoard, LinkAccounts, UnlinkAccount}


# --- that the script is whole ----------------------------------------------------------------------------------


async def test_the_script_has_every_command_and_every_button(
    file: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command or button added to the bot has to be added to this script, or its replay is not tested."""
    commands: set[type] = set()
    for intent, command in dispatch._COMMANDS.items():
        monkeypatch.setitem(
            dispatch._COMMANDS, intent, lambda s, i, c=command: commands.add(type(i)) or c(s, i)
        )
    with Morning.on(file("once")) as morning:
        done = await played(morning)
        for inbound in read_inbounds(morning):
            await morning.once(inbound)
            done.append(inbound)
    verbs = {read_button(i.press.button)[0] for i in done if i.press is not None}
    assert verbs == set(presses._HANDLERS) - ELSEWHERE
    assert commands == set(dispatch._COMMANDS) - BESIDE_THE_LOG
    silent = [name for name, reply in morning.replies.items() if reply == Reply()]
    assert silent == ["plain talk"]


# --- five times ------------------------------------------------------------------------------------------------


async def test_each_delivered_five_times_in_order_has_one_effect(file: Folder, morning: Morning) -> None:
    """Again right after itself: nothing in the database tells it from once, and every reply is the same."""
    _, replies = await once(file("once"))
    await played(morning, TIMES)
    assert morning.replies == replies
    assert differences(file("once"), file("often")) == {}


async def test_each_delivered_five_times_at_once_has_one_effect(file: Folder, morning: Morning) -> None:
    """Together with itself, in whatever commits the writer makes of it: one effect, and five times one reply."""
    _, replies = await once(file("once"))
    await played(morning, TIMES, together=True)
    assert morning.replies == replies
    assert differences(file("once"), file("often")) == {}


async def test_the_whole_morning_again_in_every_order_has_no_effect(file: Folder, morning: Morning) -> None:
    """Replayed when all is over, in order, backwards and in no order, each gets the reply given then."""
    inbounds, replies = await once(file("once"))
    await played(morning)
    shuffled = random.Random(1).sample(inbounds, len(inbounds))
    for inbound in [*inbounds, *reversed(inbounds), *reversed(inbounds), *shuffled]:
        assert await morning.handle(inbound) == replies[inbound.delivery], inbound.delivery
        morning.world.drain()
    assert differences(file("once"), file("often")) == {}


async def test_the_whole_morning_backwards_has_the_effect_of_once_backwards(
    file: Folder, morning: Morning
) -> None:
    """Arriving in the wrong order they mean something else, but five times they mean it once."""
    inbounds, _ = await once(file("script"))
    with Morning.on(file("once")) as reference:
        for inbound in reversed(inbounds):
            await reference.once(inbound)
    # What was not the bot's business had no effect and is not kept: coming again, it may be its business.
    minded = [i for i in reversed(inbounds) if reference.replies[i.delivery] != Reply()]
    for _ in range(TIMES):
        for inbound in minded:
            reply = await morning.handle(inbound)
            assert reply == reference.replies[inbound.delivery], inbound.delivery
            morning.answered(inbound, reply)
    assert differences(file("once"), file("often")) == {}


@pytest.mark.parametrize("seed", range(3))
async def test_everything_at_once_has_the_effect_of_each_once(
    file: Folder, morning: Morning, seed: int
) -> None:
    """All of it five times in one heap: the database is as if only the first of each had come."""
    inbounds, _ = await once(file("script"))
    heap = random.Random(seed).sample(inbounds * TIMES, len(inbounds) * TIMES)
    firsts = list({i.delivery: i for i in heap}.values())
    with Morning.on(file("once")) as reference:
        expected = dict(zip([i.delivery for i in firsts], await reference.at_once(firsts), strict=True))
        reference.world.drain()
    for inbound, reply in zip(heap, await morning.at_once(heap), strict=True):
        assert reply == expected[inbound.delivery], inbound.delivery
    morning.world.drain()
    assert differences(file("once"), file("often")) == {}


async def test_a_replay_a_week_later_still_gets_the_reply_given_then(morning: Morning) -> None:
    """What was added, done and closed meanwhile changes nothing about it."""
    inbounds = await played(morning)
    morning.world.now += core.AS_USUAL.deliveries - timedelta(minutes=1)
    morning.world.store.transact_sync(lambda unit: core.forget(unit, morning.world.now))
    for inbound in inbounds:
        assert await morning.handle(inbound) == morning.replies[inbound.delivery], inbound.delivery


# --- what it is not --------------------------------------------------------------------------------------------


async def test_the_same_words_under_another_delivery_are_another_thing(morning: Morning) -> None:
    """Only the platform knows what is the same: two adds in the same words are two actions."""
    for delivery in ("first", "second"):
        await morning.once(morning.world.inbound("sam", "add Book the hall", delivery=delivery))
    assert [morning.world.action(n).what for n in (1, 2)] == ["Book the hall"] * 2


async def test_the_same_delivery_of_another_workspace_is_another_thing(morning: Morning) -> None:
    """A delivery id is a name within one installation."""
    other = World.on(morning.world.store, workspace="W2")
    for world in (morning.world, other):
        await morning.handle(world.inbound("sam", "add Book the hall", delivery="same"))
    assert [w.action(1).what for w in (morning.world, other)] == ["Book the hall"] * 2


async def test_a_failed_change_is_answered_once_and_for_all(morning: Morning) -> None:
    """A refusal is a reply too: replayed when it would succeed by now, it is still the refusal."""
    world = morning.world
    await morning.once(world.inbound("sam", "add Book the hall @hayley", delivery="add"))
    refused = world.inbound("sam", "reopen 1", delivery="refused")
    reply = await morning.once(refused)
    assert "already open" in words(reply)
    await morning.once(world.inbound("sam", "drop 1 no hall", delivery="drop"))
    assert await morning.handle(refused) == reply
    assert world.action(1).status == "dropped"


# --- reads -----------------------------------------------------------------------------------------------------


async def test_a_read_stores_nothing_however_often_it_comes(file: Folder, morning: Morning) -> None:
    """It runs where nothing can be written, and leaves no trace of the delivery."""
    await played(morning)
    reads = read_inbounds(morning)
    assert all(core.reads(Heard(inbound)) for inbound in reads)
    before = dump(file("often"))
    for inbound in reads:
        first, *others = await morning.at_once([inbound] * TIMES)
        assert all(other == first for other in others), inbound.delivery
    assert dump(file("often")) == before


async def test_a_read_delivered_again_is_computed_anew(morning: Morning) -> None:
    """A replay shows the log as it is now, not as it was."""
    await played(morning)
    shows = {
        "list": "Find another hall",
        "list all by button": "Find another hall",
        "show": "Find another hall",
        "show by button": "Find another hall",
        "history": "Find another hall",
        "history by button": "Find another hall",
        "people": "Ana Bell",
        "meetings": "14 Apr",
    }
    reads = [inbound for inbound in read_inbounds(morning) if inbound.delivery in shows]
    before = [await morning.handle(inbound) for inbound in reads]
    assert not [i.delivery for i, r in zip(reads, before, strict=True) if shows[i.delivery] in words(r)]
    for text in (
        "edit 1 Find another hall",
        "reopen 1",
        "people add Ana Bell",
        "meeting add 14 April 14:00 Town Hall",
    ):
        await morning.once(morning.world.inbound("sam", text, delivery=text))
    after = [await morning.handle(inbound) for inbound in reads]
    assert not [i.delivery for i, r in zip(reads, after, strict=True) if shows[i.delivery] not in words(r)]
