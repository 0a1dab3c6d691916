"""One suite over every store: a store that is not in the list here is not supported."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.store import SqlStore
from tests.contract.scene import Scene


@pytest.fixture(params=["sqlite-file", "sqlite-memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """Each store in turn, empty."""
    if request.param == "sqlite-file":
        opened = SqlStore.open(tmp_path / "log.sqlite3", synchronous="OFF")
    elif request.param == "sqlite-memory":
        opened = SqlStore.open("sqlite://")
    else:
        opened = SqlStore.open(request.getfixturevalue("postgresql_url"))
    yield opened
    opened.close_sync()


@pytest.fixture
def here(store: SqlStore) -> Scene:
    """An organisation with a board, its people and a channel."""
    return Scene.set(store)
