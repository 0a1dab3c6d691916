"""Several processes' worth of stores on one PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest

from store.store import SqlStore


@pytest.fixture
def replica(postgresql_url: str) -> Iterator[Callable[[], SqlStore]]:
    """Opens another store on the same database."""
    opened: list[SqlStore] = []

    def another() -> SqlStore:
        opened.append(SqlStore.open(postgresql_url))
        return opened[-1]

    yield another
    for store in opened:
        store.close_sync()
