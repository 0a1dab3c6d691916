"""Teams in front of a real store and the real server, with Microsoft's part played on this machine."""

import itertools
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.delivery import Delivery
from adapters.handling import Handling
from adapters.metrics import Metrics
from adapters.server import Parts, create_app
from adapters.teams.app import TeamsApp, outward, teams_app
from adapters.teams.settings import Endpoints, TeamsSettings
from bot.domain.pace import UNLIMITED
from bot.messages import Platform
from store.store import SqlStore
from tests.adapters.teams.board import Board
from tests.adapters.teams.issuer import APP, TENANT, Microsoft
from tests.stores import empty_store


class CountingStore:
    """A store that counts what is asked of it."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.used = 0

    async def transact(self, work: Any, *, brief: bool = False) -> Any:
        self.used += 1
        return await self._store.transact(work, brief=brief)

    async def read(self, work: Any) -> Any:
        self.used += 1
        return await self._store.read(work)

    async def health(self) -> Any:
        return await self._store.health()


@dataclass
class Teams:
    """Everything a test looks at, and Teams' part in it."""

    board: Board
    store: CountingStore
    microsoft: Microsoft
    client: TestClient
    app: TeamsApp
    delivery: Delivery
    ids: Any = field(default_factory=lambda: itertools.count(1000))

    async def send(self, activity: dict[str, Any], token: str | None = "", **more: Any) -> Any:
        """POST it as Teams does; the answer's status and JSON."""
        given = {"serviceUrl": self.microsoft.service, "channelId": "msteams", **activity}
        headers = {} if token is None else {"Authorization": f"Bearer {token or self.microsoft.token()}"}
        async with self.client.post("/api/messages", json=given, headers=headers | more) as answer:
            text = await answer.text()
            return answer.status, (await answer.json() if text.startswith("{") else text)

    def activity(
        self, who: str, kind: str = "personal", thread: str | None = None, **more: Any
    ) -> dict[str, Any]:
        return self.board.activity(who, kind, str(next(self.ids)), thread, **more)

    async def tell(self, who: str, text: str, **more: Any) -> Any:
        """Something said to the bot in a chat of its own."""
        return await self.send(self.activity(who, text=text, type="message", **more))

    async def mention(self, who: str, text: str, kind: str = "channel", **more: Any) -> Any:
        """Something said in a channel or group with the bot mentioned first."""
        activity = self.activity(who, kind, type="message", **more)
        return await self.send(activity | self.board.mentioning(text))

    async def press(
        self, who: str, data: dict[str, Any], post: str, kind: str = "personal", **more: Any
    ) -> Any:
        value = {"action": {"type": "Action.Execute", "verb": "arising", "data": data}, "trigger": "manual"}
        activity = self.activity(
            who, kind, type="invoke", name="adaptiveCard/action", value=value, replyToId=post, **more
        )
        return await self.send(activity)

    async def dialog(
        self, who: str, name: str, data: dict[str, Any], post: str | None, kind: str = "personal"
    ) -> Any:
        value = {"data": data, "context": {"theme": "default"}}
        activity = self.activity(who, kind, type="invoke", name=name, value=value, replyToId=post)
        return await self.send(activity)

    async def deliver(self) -> None:
        await self.delivery.drain(self.board.now)

    def chat(self, who: str) -> str:
        return self.board.chat(who)


@pytest.fixture
async def microsoft() -> AsyncIterator[Microsoft]:
    there = Microsoft()
    await there.start()
    yield there
    await there.stop()


@pytest.fixture
def patience() -> float:
    """Seconds a file may take before it is said to be read: a test of that gives another."""
    return math.inf


@pytest.fixture
async def teams(tmp_path: Path, microsoft: Microsoft, patience: float) -> AsyncIterator[Teams]:
    real = empty_store()
    board = Board.on(real)
    store = CountingStore(real)
    metrics = Metrics()
    settings = TeamsSettings(
        app_id=APP,
        password="hush",
        tenants=(TENANT,),
        login_tenant=TENANT,
        endpoints=Endpoints(f"{microsoft.url}/openid", f"{microsoft.url}/login", microsoft.service),
    )
    out = outward(settings, tmp_path / "data")
    # Time stands still while it drains, so nothing would have room again; the limits have tests of their own.
    unlimited = {Platform.TEAMS: UNLIMITED}
    delivery = Delivery(store, {Platform.TEAMS: out.sender}, limits=unlimited, stopwatch=lambda: 0.0)
    handling = Handling(store, delivery, metrics, lambda: board.now)
    app = teams_app(out, store, handling, lambda: board.now, patience)
    whole = create_app(Parts(store=store, metrics=metrics, now=lambda: board.now, mounts=[app.mount]))
    async with TestClient(TestServer(whole, host="127.0.0.1")) as client:
        yield Teams(board, store, microsoft, client, app, delivery)
    await app.close()
    await real.close()
