"""Signed `/action add` over HTTP to its reply, beside a Bolt handler that does nothing, on the same server.

The server is a process of its own, with its log on disk; the durable commit is inside each reply. Both handlers sit
behind the same aiohttp server and have their requests signed alike. Cards are written to the outbox and not sent.
"""

import asyncio
import multiprocessing
import statistics
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.delivery import Delivery
from adapters.handling import Handling
from adapters.metrics import Metrics
from adapters.server import Parts, create_app
from adapters.slack.app import Access, Slack
from store.store import SqlStore
from tests.adapters.slack.rig import SECRET, encoded, payload, sign
from tests.adapters.slack.workspace import Workspace
from tests.world import london

COUNT = 1_500
AT_ONCE = 32
ROUNDS = 3
A_SECOND = 50
SECONDS = 8
OURS, NOTHING = "/slack/events", "/nothing"
NOW = "2026-02-10 09:30"


def measure() -> dict[str, str]:
    return asyncio.run(_measure())


async def _measure() -> dict[str, str]:
    slack = await Workspace().start()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        here, there = context.Pipe()
        server = context.Process(target=_serve, args=(there, slack.api_url, folder), daemon=True)
        server.start()
        try:
            port = await asyncio.to_thread(here.recv)
            return await _figures(f"http://127.0.0.1:{port}", slack)
        finally:
            server.terminate()
            server.join()
            await slack.close()


async def _figures(url: str, slack: Workspace) -> dict[str, str]:
    connector = aiohttp.TCPConnector(limit=AT_ONCE * 4)
    async with aiohttp.ClientSession(connector=connector) as session:
        await _board(session, url, slack)
        await _at_once(session, url + OURS, "warm", 100)
        await _at_once(session, url + NOTHING, "warm", 100)
        ours, nothing = [], []
        for number in range(ROUNDS):
            # Interleaved, so that a noisy neighbour slows both.
            nothing.append(await _at_once(session, url + NOTHING, f"n{number}", COUNT))
            ours.append(await _at_once(session, url + OURS, f"o{number}", COUNT))
        times = await _steadily(session, url + OURS)
    ratios = [o / n for o, n in zip(ours, nothing, strict=True)]
    return {
        f"signed adds a second, {AT_ONCE} at once, each on disk": f"{statistics.median(ours):,.0f}",
        "  a Bolt handler that does nothing, on the same server": f"{statistics.median(nothing):,.0f}",
        "  ratio to it (at least 0.2, aim 0.4)": f"{statistics.median(ratios):.2f}",
        f"ms, p50 at {A_SECOND} adds a second": f"{times[len(times) // 2] * 1000:.1f}",
        f"ms, p99 at {A_SECOND} adds a second (under 100)": f"{times[int(len(times) * 0.99)] * 1000:.1f}",
    }


# --- the client ------------------------------------------------------------------------------------------------


def _add(number: int, run: str) -> tuple[bytes, dict[str, str]]:
    given = payload(
        "command",
        text=f"add Circulate the outcomes of item {number} <@UHAYLEY|hayley> by 17 Feb",
        response_url="",
        trigger_id=f"{run}.{number}",
    )
    body, content_type = encoded("slash_commands", given)
    return body, {"Content-Type": content_type, **sign(body)}


async def _post(session: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str]) -> str:
    async with session.post(url, data=body, headers=headers) as answer:
        text = await answer.text()
        assert answer.status == 200, (answer.status, text)
        return text


async def _at_once(session: aiohttp.ClientSession, url: str, run: str, count: int) -> float:
    requests = [_add(number, run) for number in range(count)]
    waiting = iter(requests)

    async def client() -> None:
        for body, headers in waiting:
            text = await _post(session, url, body, headers)
            assert url.endswith(NOTHING) or "Added NWP-" in text, text

    began = perf_counter()
    await asyncio.gather(*(client() for _ in range(AT_ONCE)))
    return count / (perf_counter() - began)


async def _steadily(session: aiohttp.ClientSession, url: str) -> list[float]:
    """So many a second whether the last was answered or not; the time counts from when each was due."""
    requests = [_add(number, "steady") for number in range(A_SECOND * SECONDS)]
    began = perf_counter() + 0.1

    async def one(number: int, body: bytes, headers: dict[str, str]) -> float:
        due = began + number / A_SECOND
        await asyncio.sleep(max(due - perf_counter(), 0))
        await _post(session, url, body, headers)
        return perf_counter() - due

    return sorted(await asyncio.gather(*(one(n, *request) for n, request in enumerate(requests))))


async def _board(session: aiohttp.ClientSession, url: str, slack: Workspace) -> None:
    """What an administrator does first, through Slack itself."""

    async def say(kind: str, given: dict[str, Any]) -> None:
        body, content_type = encoded(kind, given)
        await _post(session, url + OURS, body, {"Content-Type": content_type, **sign(body)})

    await say("slash_commands", payload("command", text="board", response_url="", trigger_id="b"))
    view = slack.of("views.open")[-1]["view"]
    words = {"name": "Northvale Wellbeing Partnership", "code": "NWP", "zone": "Europe/London"}
    people = {"clerk": ["USAM"], "chair": ["UMARGARET"], "others": ["UHAYLEY"]}
    state = {k: {"value": {"type": "plain_text_input", "value": v}} for k, v in words.items()}
    state |= {k: {"value": {"type": "multi_users_select", "selected_users": v}} for k, v in people.items()}
    await say(
        "interactive",
        payload("submission", metadata=view["private_metadata"], view__state={"values": state}),
    )


# --- the server ------------------------------------------------------------------------------------------------


def _serve(ready: Connection, api_url: str, folder: str) -> None:
    asyncio.run(_run(ready, api_url, Path(folder)))


async def _run(ready: Connection, api_url: str, folder: Path) -> None:
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    store = SqlStore.open(folder / "bench.db")
    now = london(NOW)
    metrics = Metrics()
    handling = Handling(store, Delivery(store, {}), metrics, lambda: now)
    access = Access(bot_token="xoxb-test", organisation="Bench", signing_secret=SECRET, api_url=api_url)
    slack = Slack(access, handling)
    await slack.start()
    parts = Parts(store=store, metrics=metrics, now=lambda: now, mounts=[slack.mount, _mount_nothing])
    runner = web.AppRunner(create_app(parts), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ready.send(runner.addresses[0][1])
    await asyncio.Event().wait()


def _mount_nothing(app: web.Application) -> None:
    """Bolt with its own check of signatures, answering at once, as its documentation has it."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-test", bot_user_id="UBOT")

    bolt = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    @bolt.command("/action")
    async def nothing(ack: Any) -> None:
        await ack("Done")

    async def receive(request: web.Request) -> web.Response:
        asked = AsyncBoltRequest(
            body=await request.text(), query=request.query_string, headers=dict(request.headers)
        )
        answered = await bolt.async_dispatch(asked)
        return web.Response(status=answered.status, text=answered.body)

    app.router.add_post(NOTHING, receive)
