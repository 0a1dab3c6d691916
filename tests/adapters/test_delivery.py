"""Delivery: commit the attempt, send, mark; and what is done about every way a send can end.

A real store, the real core, and a sender of these tests' own, which does what it is told to.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from adapters.delivery import Delivery
from bot import core
from bot.commands.saying import MOST_ATTEMPTS
from bot.domain.outbox import Ambiguous, OutboxKind, OutboxRow, OutboxState, Outcome, Refused, Retry, Sent
from bot.domain.places import PostKind
from bot.messages import Outgoing, Platform
from bot.ports import Sender, UnitOfWork
from store.store import SqlStore
from tests.world import A_DAY, World, words

T = TypeVar("T")

SECOND = timedelta(seconds=1)
SETTLES = timedelta(seconds=10)
MONDAY_NINE = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)
"""Both the digest's time, and that of a nudge the day before Tuesday 17 February."""


@dataclass(frozen=True)
class Step:
    """How one send goes: whether the message arrives, and then what the sender says; None never answers."""

    says: Outcome | Exception | None = None
    arrives: bool = False


LOST = Step(Ambiguous("the line went dead"))
ARRIVED_UNSEEN = Step(Ambiguous("the line went dead"), arrives=True)
HANGS = Step()
ARRIVES_AND_HANGS = Step(arrives=True)
BUSY = Step(Retry(30, "busy"))
REFUSES = Step(Refused("the channel is archived"))


@dataclass
class Arrived:
    message: Outgoing
    address: str


@dataclass
class ScriptedSender:
    """A platform of these tests: see bot.ports.Sender. What no script speaks of arrives."""

    can_be_asked: bool = True
    settles_after: float = SETTLES.total_seconds()
    steps: dict[PostKind, list[Step]] = field(default_factory=dict)
    always: dict[PostKind, Step] = field(default_factory=dict)
    tried: list[Outgoing] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    finds: Exception | None = None
    hold: asyncio.Event | None = None
    under_way: Counter[PostKind] = field(default_factory=Counter)
    most_at_once: Counter[PostKind] = field(default_factory=Counter)

    async def send(self, message: Outgoing) -> Outcome:
        self.tried.append(message)
        self.under_way[message.kind] += 1
        self.most_at_once |= self.under_way
        try:
            if self.hold is not None:
                await self.hold.wait()
            await asyncio.sleep(0)
            return await self._answer(message)
        finally:
            self.under_way[message.kind] -= 1

    async def _answer(self, message: Outgoing) -> Outcome:
        waiting = self.steps.get(message.kind)
        step = waiting.pop(0) if waiting else self.always.get(message.kind, Step(Sent(""), arrives=True))
        address = message.replaces or f"m{len(self.arrived) + 1}"
        if step.arrives:
            self.arrived.append(Arrived(message, address))
        match step.says:
            case None:
                await asyncio.Event().wait()
            case Exception() as error:
                raise error
            case Sent():
                return Sent(address)
            case other:
                return other
        raise AssertionError("unreachable")

    async def find(self, message: Outgoing) -> str | None:
        assert self.can_be_asked, "a sender that cannot be asked was asked"
        self.asked.append(message.key)
        if self.finds is not None:
            raise self.finds
        return next((a.address for a in self.arrived if a.message.key == message.key), None)

    def texts(self, kind: PostKind | None = None) -> list[str]:
        """What stands on the platform, the earliest first."""
        return [a.message.view.text for a in self.arrived if kind in {None, a.message.kind}]

    def to(self, address: str) -> list[str]:
        return [a.message.view.text for a in self.arrived if a.message.address == address]


@dataclass
class AsyncStore:
    """The real store, and a way to make the next commits of a kind of work fail as a full disk would."""

    store: SqlStore
    failing: int = 0

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        if self.failing and work.__qualname__.startswith("Delivery._mark"):
            self.failing -= 1
            raise OSError("database or disk is full")
        return await self.store.transact(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.store.read(work)


@pytest.fixture
def world() -> Iterator[World]:
    store = SqlStore.open("sqlite://")
    yield World.on(store)
    store.close_sync()


@pytest.fixture
def sender() -> ScriptedSender:
    return ScriptedSender()


@pytest.fixture
def delivery(world: World, sender: ScriptedSender) -> Delivery:
    return over(world, sender)


def over(world: World, sender: Sender | None = None, **how: object) -> Delivery:
    """The delivery of one process; its sends have a twentieth of a second."""
    senders = {Platform.PLAYGROUND: sender} if sender is not None else {}
    return Delivery(AsyncStore(world.store), senders, send_timeout=0.05, **how)


async def until(so: Callable[[], object]) -> None:
    """Let other tasks run until it is so."""
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 - what is waited for is a plain list of a test
            await asyncio.sleep(0)


async def settle(world: World, delivery: Delivery) -> None:
    """One round, as `run` does it, at the world's now."""
    await delivery.settle_doubts(world.now)
    await delivery.drain(world.now)


def rows(world: World, kind: OutboxKind, *states: OutboxState) -> list[OutboxRow]:
    return [r for r in world.rows() if r.kind is kind and (not states or r.state in states)]


def the_row(world: World, kind: OutboxKind = OutboxKind.CARD) -> OutboxRow:
    (row,) = rows(world, kind)
    return row


def add(world: World, what: str = "Book the hall", who: str = "sam") -> None:
    world.say(who, f"add {what} @hayley by 17 Feb")


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
        world.now += timedelta(minutes=1)

    assert len([m for m in sender.tried if m.kind is PostKind.CARD]) == MOST_ATTEMPTS
    assert the_row(world).state is OutboxState.FAILED
    assert sender.to("direct-sam") == [
        "I could not reach #nwp-board with the card of an action NWP-1 (busy).\nNobody has been told in their place."
    ]


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
        world.now += SETTLES

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


def begun_and_died(world: World, sender: ScriptedSender, *, arrived: bool) -> None:
    """A process committed its attempts, sent or did not, and lived no longer."""
    for row, message in world.store.transact_sync(world._claim) or ():
        if arrived:
            sender.arrived.append(Arrived(message, f"d{row.id}"))


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
    store = AsyncStore(world.store, failing=1)
    delivery = Delivery(store, {Platform.PLAYGROUND: sender}, send_timeout=0.05)
    for number in range(6):
        add(world, f"Thing {number}")
    await settle(world, delivery)
    assert len(rows(world, OutboxKind.CARD, OutboxState.SENT)) == 5
    world.now += SETTLES
    await settle(world, delivery)
    assert len(rows(world, OutboxKind.CARD, OutboxState.SENT)) == 6
    assert len(sender.tried) == len(sender.arrived) == 6


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
        world.now += SETTLES
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


# --- nowhere to say it -----------------------------------------------------------------------------------------


async def test_with_no_platform_connected_a_message_fails_visibly(world: World) -> None:
    """It is in the operator's list with the reason, and delivery goes on."""
    add(world)
    await settle(world, over(world))
    failed = world.store.read_sync(lambda unit: unit.outbox_rows([OutboxState.FAILED], 10))
    assert {r.reason for r in failed} == {"playground is not connected"}
    assert OutboxKind.CARD in {r.kind for r in failed}


# --- waiting for it, pausing it, stopping it -------------------------------------------------------------------


async def test_whoever_waits_for_rows_hears_of_each_end(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Sent, skipped, failed and unknown all end the wait; however many wait, none of them waits for longer."""
    sender.can_be_asked = False
    sender.steps[PostKind.CARD] = [REFUSES, LOST]
    for number in range(4):
        add(world, f"Thing {number}")
    world.say("sam", "undo")
    cards = rows(world, OutboxKind.CARD)
    waiting = [asyncio.create_task(delivery.settled([c.id], 30)) for c in cards for _ in range(5)]
    waiting.append(asyncio.create_task(delivery.settled([c.id for c in cards], 30)))
    await asyncio.sleep(0)
    await settle(world, delivery)
    async with asyncio.timeout(5):
        found = await asyncio.gather(*waiting)
    assert [len(f) for f in found] == [1] * 20 + [4]
    assert [r.state for r in found[-1]] == [
        OutboxState.FAILED,
        OutboxState.UNKNOWN,
        OutboxState.SENT,
        OutboxState.SKIPPED,
    ]


async def test_waiting_ends_in_time_with_what_is_settled_by_then(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """A message that is not there yet does not hold anybody up for longer than they said."""
    sender.steps[PostKind.CARD] = [BUSY]
    add(world, "Thing 1")
    add(world, "Thing 2")
    await settle(world, delivery)
    first, second = rows(world, OutboxKind.CARD)
    found = await delivery.settled([first.id, second.id], 0.05)
    assert [r.id for r in found] == [second.id]


async def test_nobody_waits_for_a_delivery_that_has_stopped(world: World, sender: ScriptedSender) -> None:
    """What is not said by then will not be for now: a server that stops can still answer."""
    sender.hold = asyncio.Event()
    delivery = Delivery(AsyncStore(world.store), {Platform.PLAYGROUND: sender}, in_flight=1)
    add(world, "Thing 1")
    add(world, "Thing 2")
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(lambda: world.now, stop))
    waiting = asyncio.create_task(delivery.settled([r.id for r in world.rows()], 30))
    await until(lambda: sender.tried)
    stop.set()
    sender.hold.set()
    async with asyncio.timeout(5):
        await running
        assert [r.state for r in await waiting] == [OutboxState.SENT]


async def test_nothing_is_sent_while_delivery_is_paused(
    world: World, sender: ScriptedSender, delivery: Delivery
) -> None:
    """Whoever starts the demo again has it to themselves."""
    tried: list[int] = []

    async def alone() -> None:
        draining = asyncio.create_task(delivery.drain(world.now))
        for _ in range(20):
            await asyncio.sleep(0)
        tried.append(len(sender.tried))
        after.append(draining)

    after: list[asyncio.Task[int]] = []
    add(world)
    await delivery.paused(alone)
    await after[0]
    assert (tried, len(sender.tried)) == ([0], 1)


async def test_delivery_runs_until_told_to_stop_and_finishes_what_is_on_its_way(
    world: World, sender: ScriptedSender
) -> None:
    """Told to stop, it marks the sends in hand and begins no more: nothing is left in doubt."""
    sender.hold = asyncio.Event()
    sender.can_be_asked = False
    delivery = Delivery(AsyncStore(world.store), {Platform.PLAYGROUND: sender}, in_flight=2)
    for number in range(6):
        add(world, f"Thing {number}")
    stop = asyncio.Event()
    running = asyncio.create_task(delivery.run(lambda: world.now, stop))
    await until(lambda: len(sender.tried) == 2)
    stop.set()
    sender.hold.set()
    await running
    assert [r.state for r in world.rows()] == [OutboxState.SENT] * 2 + [OutboxState.WAITING] * 4


async def test_delivery_wakes_for_something_new_and_outlives_a_bad_round(
    world: World, sender: ScriptedSender
) -> None:
    """A round that fails as a whole is only a round; what is new goes out at once, not at the next look."""
    broken = [OSError("database is locked")]

    class Flaky(AsyncStore):
        async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
            if broken:
                raise broken.pop()
            return await super().transact(work)

    delivery = Delivery(Flaky(world.store), {Platform.PLAYGROUND: sender})
    stop = asyncio.Event()
    add(world, "Thing 1")
    running = asyncio.create_task(delivery.run(lambda: world.now, stop, every=60))
    await until(lambda: not broken)
    delivery.wake()
    await until(lambda: len(sender.arrived) == 1)
    add(world, "Thing 2")
    delivery.wake()
    await until(lambda: len(sender.arrived) == 2)
    stop.set()
    await running
    assert {r.state for r in world.rows()} == {OutboxState.SENT}


async def test_each_outcome_is_counted(world: World, sender: ScriptedSender) -> None:
    """The metrics hear how every send ended, by platform."""
    counted: list[tuple[str, str]] = []
    delivery = over(world, sender, observed=lambda *what: counted.append(what))
    sender.steps[PostKind.CARD] = [BUSY, REFUSES, LOST]
    for number in range(4):
        add(world, f"Thing {number}")
    await delivery.drain(world.now)
    assert sorted(counted) == [
        ("playground", "ambiguous"),
        ("playground", "refused"),
        ("playground", "retry"),
        ("playground", "sent"),
        ("playground", "sent"),  # the notice that one was refused
    ]


def test_every_message_has_one_name_for_good(world: World) -> None:
    """What a platform is asked about is the same at every attempt, and no other organisation's."""
    add(world)
    row = the_row(world)
    assert core.message_key(row) == core.message_key(world.row(row.id))
    other = World.on(world.store, workspace="W2")
    add(other)
    keys = [core.message_key(r) for r in world.rows()]
    assert len(set(keys)) == 2
