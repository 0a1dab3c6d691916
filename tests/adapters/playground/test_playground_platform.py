"""The platform's own file: what it keeps, and what it does not promise."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.playground.platform import FILE, Platform
from adapters.playground.records import Change, Draft, Human
from adapters.playground.sender import Fault, Faults, PlaygroundSender
from bot.domain.outbox import Ambiguous, Refused, Retry, Sent
from bot.domain.places import PlaceKind, PostKind
from bot.messages import Outgoing
from bot.messages import Platform as PlatformName
from bot.ports import Sender
from tests.adapters.playground.fake_host import CHANNEL, START, FakeHost, card, furnish


def outgoing(key: str = "k1", **more: object) -> Outgoing:
    return Outgoing.model_validate(
        {
            "key": key,
            "kind": PostKind.CARD,
            "platform": PlatformName.PLAYGROUND,
            "workspace": "playground",
            "place_kind": PlaceKind.CHANNEL,
            "address": CHANNEL.id,
            "view": card("x"),
            **more,
        }
    )


@pytest.fixture
def platform(fake: FakeHost) -> Platform:
    return fake.platform


@pytest.fixture
def sender(fake: FakeHost) -> PlaygroundSender:
    return fake.sender


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    """Demo time, people, messages and bad weather."""
    first = Platform(tmp_path)
    assert not first.furnished
    furnish(first, START)
    first.now = START + timedelta(days=3)
    first.write(Draft(id="m-1", place=CHANNEL.id, author="sam", text="x"))
    PlaygroundSender(first).faults = Faults(slow=0.5)
    first.close()
    again = Platform(tmp_path)
    assert again.now == START + timedelta(days=3)
    assert again.furnished
    assert [m.text for m in again.messages(CHANNEL.id, "kim")] == ["x"]
    assert PlaygroundSender(again).faults.slow == 0.5
    again.wipe(START)
    assert not again.furnished
    assert PlaygroundSender(again).faults == Faults()
    again.close()


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / FILE)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(RuntimeError, match="another version"):
        Platform(tmp_path)


def test_the_same_id_is_one_message(platform: Platform) -> None:
    heard: list[Change] = []
    platform.listen(heard.append)
    first = platform.write(Draft(id="m-1", place=CHANNEL.id, author="sam", text="x"))
    assert platform.write(Draft(id="m-1", place=CHANNEL.id, author="sam", text="y")) == first
    assert len(heard) == 1


def test_a_redraw_keeps_its_place(platform: Platform) -> None:
    platform.write(Draft(id="m-1", place=CHANNEL.id, author="bot", text="x"))
    platform.write(Draft(id="m-2", place=CHANNEL.id, author="bot", text="y", thread="m-1"))
    platform.redraw("m-1", text="z")
    assert [(m.text, m.revision) for m in platform.messages(CHANNEL.id, "sam")] == [("z", 1), ("y", 0)]


def test_nothing_is_told_while_it_starts_again(platform: Platform) -> None:
    heard: list[Change] = []
    deaf = platform.listen(heard.append)
    with platform.starting_again():
        furnish(platform, START)
    assert heard == [Change(started_again=True)]
    deaf()
    platform.now = START + timedelta(hours=1)
    assert len(heard) == 1


def test_a_failed_write_leaves_nothing(platform: Platform) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        platform.write(Draft(id="m-1", place="nowhere", author="sam", text="x"))
    assert platform.message("m-1") is None
    platform.add_human(Human("rosa", 9, "Rosa Bianchi"))
    assert platform.human("rosa") is not None


def test_the_clock_must_be_set(tmp_path: Path) -> None:
    platform = Platform(tmp_path)
    with pytest.raises(RuntimeError, match="has not been set"):
        _ = platform.now
    platform.now = datetime(2026, 6, 1, 10, tzinfo=UTC)
    assert platform.now == datetime(2026, 6, 1, 10, tzinfo=UTC)
    platform.close()


# --- the sender ------------------------------------------------------------------------------------------------


async def test_it_says_and_finds(platform: Platform, sender: PlaygroundSender) -> None:
    port: Sender = sender
    assert await port.find(outgoing()) is None
    sent = await port.send(outgoing())
    assert isinstance(sent, Sent)
    assert await port.find(outgoing()) == sent.address
    (message,) = platform.messages(CHANNEL.id, "kim")
    assert (message.id, message.author) == (sent.address, "bot")


async def test_sent_twice_is_there_twice(platform: Platform, sender: PlaygroundSender) -> None:
    """As on Slack: keeping once-only is the bot's promise, and this file must not hide a breach of it."""
    first, second = await sender.send(outgoing()), await sender.send(outgoing())
    assert first != second
    assert len(platform.messages(CHANNEL.id, "kim")) == 2


async def test_a_redraw_is_found_by_its_own_key(platform: Platform, sender: PlaygroundSender) -> None:
    sent = await sender.send(outgoing())
    assert isinstance(sent, Sent)
    redraw = outgoing("k2", replaces=sent.address, view=card("x", done=True))
    for _ in range(2):
        assert await sender.send(redraw) == sent
    assert await sender.find(redraw) == sent.address
    (message,) = platform.messages(CHANNEL.id, "kim")
    assert "✓ Complete" in message.text


async def test_private_and_in_a_thread(platform: Platform, sender: PlaygroundSender) -> None:
    head = await sender.send(outgoing())
    assert isinstance(head, Sent)
    reply = await sender.send(outgoing("k2", thread=head.address, private_to="sam"))
    assert isinstance(reply, Sent)
    assert reply.thread == head.address
    assert len(platform.messages(CHANNEL.id, "sam")) == 2
    assert len(platform.messages(CHANNEL.id, "kim")) == 1


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"address": "nowhere"}, "no such place"),
        ({"private_to": "nobody"}, "nobody"),
        ({"replaces": "m-0"}, "no longer"),
    ],
)
async def test_what_cannot_arrive_is_refused(
    sender: PlaygroundSender, more: dict[str, object], reason: str
) -> None:
    outcome = await sender.send(outgoing(**more))
    assert isinstance(outcome, Refused)
    assert reason in outcome.reason


async def test_it_fails_as_it_is_told(platform: Platform, sender: PlaygroundSender) -> None:
    """Each of the four ways, so many times, in order; then it is well again."""
    sender.faults = Faults(
        next=(
            Fault(answer="retry", after=7, times=2),
            Fault(answer="refused"),
            Fault(answer="ambiguous"),
            Fault(answer="ambiguous-arrived"),
        )
    )
    outcomes = [await sender.send(outgoing(f"k{n}")) for n in range(6)]
    assert [type(outcome) for outcome in outcomes] == [Retry, Retry, Refused, Ambiguous, Ambiguous, Sent]
    assert outcomes[0] == Retry(after=7, reason="the playground was told to be busy")
    assert [await sender.find(outgoing(f"k{n}")) is not None for n in range(6)] == [False] * 4 + [True] * 2
    assert len(platform.messages(CHANNEL.id, "kim")) == 2


async def test_it_can_be_deaf_to_questions(sender: PlaygroundSender) -> None:
    assert sender.can_be_asked
    sender.can_be_asked = False
    assert not sender.faults.can_be_asked
    assert sender.settles_after == 0.0
