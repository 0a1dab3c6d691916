"""A board for each test."""

from collections.abc import Iterator

import pytest

from tests.stores import empty_store
from tests.world import World


@pytest.fixture
def world() -> Iterator[World]:
    store = empty_store()
    yield World.on(store)
    store.close_sync()
