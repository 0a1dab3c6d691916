"""A board for each test: in memory, or with TEST_STORE=postgresql on a real PostgreSQL."""

import os
from collections.abc import Iterator

import pytest

from store.store import SqlStore
from tests.world import World


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    elsewhere = os.environ.get("TEST_STORE") == "postgresql"
    store = SqlStore.open(request.getfixturevalue("postgresql_url") if elsewhere else "sqlite://")
    yield World.on(store)
    store.close_sync()
