"""A board in memory for each test."""

from collections.abc import Iterator

import pytest

from store.store import SqlStore
from tests.world import World


@pytest.fixture
def world() -> Iterator[World]:
    store = SqlStore.open("sqlite://")
    yield World.on(store)
    store.close_sync()
