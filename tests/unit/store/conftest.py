"""A SQLite file for each test, and a board in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.store import SqlStore
from tests.contract.scene import Scene


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    opened = SqlStore.open(path)
    yield opened
    opened.close_sync()


@pytest.fixture
def here(store: SqlStore) -> Scene:
    return Scene.set(store)
