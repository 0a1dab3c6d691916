"""`arising outbox retry`: what failed is said after all, and what cannot be is refused with the reason."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.outbox import OutboxKind, OutboxState, Refused, Sent
from tests.adapters.operating.conftest import Installation
from tests.world import World


@pytest.fixture
def failed(world: World) -> World:
    """A card that a platform refused. By the wall clock, as the command line has it: at night the clerk's notice waits."""
    world.now = datetime.now(UTC)
    world.say("sam", "add Circulate the outcomes @hayley")
    world.drain(Refused("the channel is archived"))
    return world


def card(world: World):
    (row,) = [row for row in world.rows() if row.kind is OutboxKind.CARD]
    return row


def test_what_failed_is_said_after_all(here: Installation, failed: World) -> None:
    """While the bot runs: it waits again, goes out with the next round, and is remembered as said."""
    listed = here.arising("outbox").output
    assert re.search(rf"^{card(failed).id} +failed +card .* the channel is archived$", listed, re.MULTILINE)
    result = here.arising("outbox", "retry", card(failed).id)
    assert result.output == "1 message waits to be said again.\n"
    assert result.exit_code == 0
    failed.now += timedelta(minutes=1)
    (said,) = failed.drain()
    assert "Circulate the outcomes" in said.text
    assert card(failed).state is OutboxState.SENT


def test_all_that_failed_at_once(here: Installation, failed: World) -> None:
    """The card goes out; then nothing is left that failed."""
    assert "1 message waits to be said again." in here.arising("outbox", "retry", "--failed").output
    failed.now += timedelta(minutes=1)
    assert len(failed.drain()) == 1
    assert here.arising("outbox", "retry", "--failed").output == "Nothing failed.\n"


def test_it_may_fail_again(here: Installation, failed: World) -> None:
    """With the newer reason."""
    here.arising("outbox", "retry", card(failed).id)
    failed.now += timedelta(minutes=1)
    failed.drain(Refused("the bot was removed"))
    row = card(failed)
    assert (row.state, row.reason, row.attempts) == (OutboxState.FAILED, "the bot was removed", 2)


def test_what_may_have_arrived_is_not_repeated(here: Installation, world: World) -> None:
    """An unknown one stays unknown, and the operator is told what to do instead."""
    world.say("sam", "add Circulate the outcomes @hayley")
    world.store.transact_sync(lambda unit: _lose(unit, world))
    result = here.arising("outbox", "retry", card(world).id)
    assert result.exit_code == 1
    assert "it may have arrived. Look there" in result.output
    assert card(world).state is OutboxState.UNKNOWN


def _lose(unit, world: World) -> None:
    from bot import core

    (row,) = unit.claim_outbox(world.now, 1)
    core.unknown(unit, unit.begin_attempt(row, world.now), "nobody knows", world.now)


def test_what_has_nothing_to_say_any_more_is_refused(here: Installation, failed: World) -> None:
    """It is let go, with the reason."""
    failed.say("sam", "undo")
    result = here.arising("outbox", "retry", card(failed).id)
    assert result.exit_code == 1
    assert "withdrawn before its card was posted" in result.output
    assert card(failed).state is OutboxState.SKIPPED


def test_others_are_refused_kindly(here: Installation, world: World) -> None:
    """What arrived, what waits, and what was never there."""
    world.say("sam", "add Circulate the outcomes @hayley")
    row = card(world)
    assert f"{row.id}: it still waits to be said." in here.arising("outbox", "retry", row.id).output
    world.drain(Sent("m1"))
    result = here.arising("outbox", "retry", row.id, 10**15)
    assert f"{row.id}: it has arrived." in result.output
    assert f"{10**15}: there is no such message." in result.output
    assert "0 messages wait to be said again." in result.output


def test_it_wants_ids_or_all(here: Installation, world: World) -> None:
    """Neither and both are mistakes, said in a sentence."""
    for words in [(), ("--failed", "7")]:
        result = here.arising("outbox", "retry", *words)
        assert result.exit_code == 2
        assert result.stderr.startswith("Name the ids")
