"""A Teams message to its reply, durable add included, beside botbuilder's own adapter that does nothing but reply.

Both take the activity as JSON and post one reply over HTTP to the same local service; nobody's token is checked.
The peer has no store and no answer to think of. Rounds alternate, so that a noisy neighbour slows both.
"""

import asyncio
import contextlib
import itertools
import statistics
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from botbuilder.core import BotFrameworkAdapter, BotFrameworkAdapterSettings, TurnContext
from botbuilder.schema import Activity

from adapters.delivery import Delivery
from adapters.handling import Handling
from adapters.metrics import Metrics
from adapters.teams.app import outward, teams_app
from adapters.teams.settings import TeamsSettings
from store.store import SqlStore
from tests.adapters.teams.board import Board

MESSAGES = 300
AT_ONCE = 32
ROUNDS = 3
Turn = Callable[[dict[str, Any]], Awaitable[object]]


def measure() -> dict[str, str]:
    return asyncio.run(_measure())


async def _measure() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        async with _service() as url, _ours(Path(folder), url) as ours:
            peer = _peer()
            figures: dict[str, str] = {}
            numbers = itertools.count(1)
            for name, at_once in (("one at a time", 1), ("32 at once", AT_ONCE)):
                await _rate(ours, url, numbers, at_once)
                await _rate(peer, url, numbers, at_once)
                runs = [
                    (await _rate(ours, url, numbers, at_once), await _rate(peer, url, numbers, at_once))
                    for _ in range(ROUNDS)
                ]
                mine, theirs = (statistics.median(r[i] for r in runs) for i in range(2))
                figures[f"messages a second to their replies, {name}"] = f"{mine:,.0f}"
                figures[f"  botbuilder's adapter, a reply and nothing else, {name}"] = f"{theirs:,.0f}"
                figures[f"  ratio to it, {name} (at least 0.2, aim 0.4)"] = f"{mine / theirs:.2f}"
            return figures


async def _rate(turn: Turn, url: str, numbers: Any, at_once: int) -> float:
    queue = [_message(url, next(numbers)) for _ in range(MESSAGES)]

    async def work() -> None:
        while queue:
            await turn(queue.pop())

    began = perf_counter()
    await asyncio.gather(*(work() for _ in range(at_once)))
    return MESSAGES / (perf_counter() - began)


def _message(url: str, number: int) -> dict[str, Any]:
    given = Board.activity(Board, "hayley", "personal", str(number), None)  # type: ignore[arg-type]
    return given | {
        "type": "message", "text": f"add Circulate the outcomes, part {number}, by 17 Feb",
        "channelId": "msteams", "serviceUrl": url,
    }  # fmt: skip


@contextlib.asynccontextmanager
async def _service() -> AsyncIterator[str]:
    async def take(request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"id": "1"}, status=201)

    app = web.Application()
    app.router.add_post("/{rest:.*}", take)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/"))


@contextlib.asynccontextmanager
async def _ours(folder: Path, url: str) -> AsyncIterator[Turn]:
    store = SqlStore.open(folder / "bench.db")
    board = Board.on(store)
    out = outward(TeamsSettings(app_id="bench", password=None, emulator=True), folder / "data")
    metrics = Metrics()
    handling = Handling(store, Delivery(store, {}), metrics, lambda: board.now)
    app = teams_app(out, store, handling, lambda: board.now)
    endpoint = app.endpoint
    yield lambda given: endpoint._pipeline.turn(given, None, endpoint._turn)
    assert url
    await app.close()
    await store.close()


def _peer() -> Turn:
    adapter = BotFrameworkAdapter(BotFrameworkAdapterSettings("", ""))

    async def reply(context: TurnContext) -> None:
        await context.send_activity("Added.")

    return lambda given: adapter.process_activity(Activity.deserialize(given), "", reply)
