"""A bot beside a small Slack, over HTTP and through a socket."""

from collections.abc import AsyncIterator, Iterator

import pytest

from store.store import SqlStore
from tests.adapters.slack.rig import Rig
from tests.adapters.slack.workspace import Workspace
from tests.stores import empty_store


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    slack = await Workspace().start()
    yield slack
    await slack.close()


@pytest.fixture
def store() -> Iterator[SqlStore]:
    store = empty_store()
    yield store
    store.close_sync()


@pytest.fixture(params=["http", "socket"])
async def rig(request, workspace: Workspace) -> AsyncIterator[Rig]:
    """The bot before anything was said to it."""
    rig = await Rig(request.param, empty_store(), workspace).start()
    yield rig
    await rig.close()


@pytest.fixture
async def nwp(rig: Rig) -> Rig:
    """The bot with a board linked to the channel C1."""
    await rig.board()
    return rig


@pytest.fixture
async def http(workspace: Workspace) -> AsyncIterator[Rig]:
    """Over HTTP alone, with a board."""
    rig = await Rig("http", empty_store(), workspace).start()
    await rig.board()
    yield rig
    await rig.close()
