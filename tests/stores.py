"""The store a test works on: in memory, or with TEST_STORE=postgresql a real PostgreSQL.

So the whole suite can be pointed at either. Tests of what one database does alone open that one themselves.
"""

import os

from store.store import SqlStore
from tests import postgres

ON_POSTGRESQL = os.environ.get("TEST_STORE") == "postgresql"


def empty_store() -> SqlStore:
    """A store with today's schema and no row; whoever asked for it closes it."""
    return SqlStore.open(empty_url() or "sqlite://")


def empty_url() -> str | None:
    """The address of an empty database on the server; None where the tests are not pointed at one."""
    return postgres.running().emptied() if ON_POSTGRESQL else None
