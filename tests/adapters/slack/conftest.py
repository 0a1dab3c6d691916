"""A bot beside a small Slack, over HTTP and through a socket."""

import math
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


@pytest.fixture
def patience() -> float:
    """Seconds a file may take before it is said to be read: a test of that gives another."""
    return math.inf


@pytest.fixture(params=["http", "socket"])
async def rig(request, workspace: Workspace, patience: float) -> AsyncIterator[Rig]:
    """The bot before anything was said to it."""
    rig = await Rig(request.param, empty_store(), workspace, patience=patience).start()
    yield rig
    await rig.close()


@pytest.fixture
async def nwp(rig: Rig) -> Rig:
    """The bot with a board linked to the channel C1."""
    await rig.board()
    return rig


@pytest.fixture
async def http(workspace: Workspace, patience: float) -> AsyncIterator[Rig]:
    """Over HTTP alone, with a board."""
    rig = await Rig("http", empty_store(), workspace, patience=patience).start()
    await rig.board()
    yield rig
    await rig.close()
