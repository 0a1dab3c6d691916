"""A board in memory, a platform that does what it is told to, and the delivery between them."""

from collections.abc import Iterator

import pytest

from adapters.delivery import Delivery
from tests.adapters.delivery.stage import ScriptedSender, over
from tests.stores import empty_store
from tests.world import World


@pytest.fixture
def world() -> Iterator[World]:
    store = empty_store()
    yield World.on(store)
    store.close_sync()


@pytest.fixture
def sender() -> ScriptedSender:
    return ScriptedSender()


@pytest.fixture
def delivery(world: World, sender: ScriptedSender) -> Delivery:
    return over(world, sender)
