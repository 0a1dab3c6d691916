"""The playground on a real file in a scratch folder, with a bot of canned answers behind it."""

import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.playground.app import playground_app
from adapters.playground.platform import Platform
from tests.adapters.playground.fake_host import FakeHost, fake_playground


@dataclass
class Playground:
    """The interface as a script uses it."""

    client: TestClient[web.Request, web.Application]
    platform: Platform
    host: FakeHost

    async def get(self, path: str, status: int = 200) -> Any:
        async with self.client.get(f"/playground/api/{path}") as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def post(self, path: str, status: int = 200, **body: Any) -> Any:
        if "who" in body:
            body["as"] = body.pop("who")
        async with self.client.post(f"/playground/api/{path}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def say(self, who: str, text: str, place: str = "nwp-board", **more: Any) -> Any:
        return await self.post("messages", who=who, place=place, text=text, **more)

    async def upload(
        self, who: str, name: str, data: bytes, status: int = 200, place: str = "nwp-board", **more: str
    ) -> Any:
        form = FormData({"as": who, "place": place, **more}, quote_fields=False)
        form.add_field("file", io.BytesIO(data), filename=name)
        async with self.client.post("/playground/api/files", data=form) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def press(self, who: str, message: str, button: str, **more: Any) -> Any:
        return await self.post("press", who=who, message=message, button=button, **more)

    async def messages(self, who: str, place: str = "nwp-board") -> Any:
        return await self.get(f"messages?as={who}&place={place}")


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeHost]:
    platform, host = fake_playground(tmp_path)
    yield host
    platform.close()


@pytest.fixture
async def playground(fake: FakeHost) -> AsyncIterator[Playground]:
    whole = web.Application()
    whole.add_subapp("/playground", playground_app(fake.platform, fake.sender, fake))
    async with TestClient(TestServer(whole, host="127.0.0.1")) as client:
        yield Playground(client, fake.platform, fake)
