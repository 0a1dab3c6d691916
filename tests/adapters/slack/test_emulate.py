"""The bot on a Slack that is not ours: npm's `emulate`, which keeps channels, threads, metadata and people by itself.

What the bot says goes to it and is read back from it; requests to the bot are the recorded ones, genuinely signed, or
come through a socket. Where it slows the bot down, npm's express-rate-limit does so before it. docs/adr/0110 says what
was looked for besides.
"""

import asyncio
import json
import os
import socket
import subprocess
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.domain.outbox import OutboxState
from tests.adapters.slack.rig import Rig, buttons, payload, said
from tests.adapters.slack.test_sender import LONG, client_of, message
from tests.adapters.slack.workspace import Json, Workspace
from tests.conftest import ROOT, Part
from tests.stores import empty_store

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1", "::1"])]

FOLDER = Path(os.environ.get("EMULATE_FOLDER") or ROOT / "tests" / "node")
EMULATE = Part(
    "npm's emulate",
    lambda: str(FOLDER) if (FOLDER / "node_modules/emulate/dist/index.js").exists() else None,
    "tests/node/install",
)
LIMITED = ROOT / "tests" / "node" / "limited.mjs"
EXPRESS = Part(
    "npm's express-rate-limit",
    lambda: str(FOLDER) if (FOLDER / "node_modules/express-rate-limit").is_dir() else None,
    "tests/node/install",
)
SCOPES = ["chat:write", "channels:history", "im:history", "im:write", "users:read", "users:read.email"]
SEED = {
    "slack": {
        "team": {"name": "Northvale", "domain": "northvale"},
        "users": [
            {"name": "sam", "real_name": "Sam Iqbal", "email": "sam@northvale.example", "is_admin": True},
            {"name": "margaret", "real_name": "Margaret Hale", "email": "margaret@northvale.example"},
            {"name": "hayley", "real_name": "Hayley Marsh", "email": "hayley@northvale.example"},
            {"name": "arising", "real_name": "Matters Arising", "email": "bot@northvale.example"},
        ],
        "channels": [{"name": "nwp-board"}],
        "tokens": [{"token": "xoxb-test", "user": "arising", "scopes": SCOPES}],
    }
}


@pytest.fixture
def emulate(tmp_path: Path) -> Iterator[str]:
    program = Path(EMULATE.need()) / "node_modules/emulate/dist/index.js"
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(SEED))
    port = _free_port()
    with _running(program, port, "start", "--service", "slack", "--port", str(port), "--seed", seed) as url:
        yield url


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _running(program: Path, port: int, *arguments: str | Path) -> Iterator[str]:
    """A program of node's, once it listens; ended at the end."""
    process = subprocess.Popen(
        [FOLDER / "node_modules/node/bin/node", program, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


class Window(Workspace):
    """Passes every call on to the other Slack and its answer back; what was asked can be looked at here."""

    def __init__(self, other: str) -> None:
        super().__init__()
        self.other = other
        self.refusals: list[float] = []

    async def _call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] == "apps.connections.open":
            return await super()._call(request)  # it has no sockets: ours stands in
        body = await request.read()
        given: Json = dict(request.query)
        if request.content_type == "application/json":
            given |= json.loads(body)
        else:
            given |= {k: _read(v) for k, v in (await request.post()).items()}
        self.calls.append((request.match_info["method"], given))
        # It knows Slack's methods as POST alone, where Slack takes questions as GET too.
        headers = {"Authorization": request.headers.get("Authorization", "")}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.other + request.path, json=given, headers=headers) as answer,
        ):
            told = {k: v for k, v in answer.headers.items() if k == "Retry-After"}
            if answer.status == 429:
                self.refusals.append(float(told["Retry-After"]))
            return web.json_response(await answer.json(), status=answer.status, headers=told)

    async def ask(self, method: str, **given: Any) -> Json:
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                f"{self.other}/api/{method}", json=given, headers={"Authorization": "Bearer xoxb-test"}
            ) as answer,
        ):
            found: Json = await answer.json()
            assert found["ok"], (method, found)
            return found


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value


@pytest.fixture
async def window(emulate: str) -> AsyncIterator[Window]:
    window = Window(emulate)
    await window.start()
    yield window
    await window.close()


async def _channel(window: Window) -> str:
    made = await window.ask("conversations.create", name=f"board-{time.time_ns()}")
    return str(made["channel"]["id"])


async def test_the_sender_is_understood_by_another_slack(window: Window) -> None:
    """Post, find by metadata, redraw in place, a long one in a thread."""
    from adapters.slack.sender import SlackSender

    async with aiohttp.ClientSession() as session:
        sender = SlackSender(client_of(window.api_url, session))
        channel = await _channel(window)
        sent = await sender.send(message(address=channel))
        assert await sender.find(message(address=channel)) == sent.address
        assert await sender.find(message(address=channel, key="card:2")) is None
        await sender.send(message("Changed", address=channel, replaces=sent.address))
        long = message(*LONG, address=channel, key="digest:1")
        head = await sender.send(long)
        assert await sender.find(long) == head.address
        there = await window.ask("conversations.history", channel=channel)
        assert "Changed" in said(there["messages"][-1])
        replies = await window.ask("conversations.replies", channel=channel, ts=head.address)
        words = " ".join(said(m) for m in replies["messages"])
        assert [n for n in range(12) if f"part {n} word" not in words] == []


async def _people(window: Window) -> dict[str, str]:
    return {m["name"]: m["id"] for m in (await window.ask("users.list"))["members"]}


async def _board(rig: Rig, window: Window) -> dict[str, str]:
    """A board linked to a channel of that Slack; gives what a command said there carries."""
    people = await _people(window)
    team = (await window.ask("auth.test"))["team_id"]
    here = {"team_id": team, "channel_id": await _channel(window)}
    # It lets a form be opened once, with a trigger of its own making.
    trigger = (await window.ask("views.generateTriggerId", user_id=people["sam"]))["trigger_id"]
    assert await rig.command("board", user=people["sam"], trigger_id=trigger, **here) == {}
    view = window.of("views.open")[-1]["view"]
    words = {"name": "Northvale Wellbeing Partnership", "code": "NWP", "zone": "Europe/London"}
    chosen = {"clerk": "sam", "chair": "margaret", "others": "hayley"}
    state: Json = {k: {"value": {"type": "plain_text_input", "value": v}} for k, v in words.items()}
    state |= {
        k: {"value": {"type": "multi_users_select", "selected_users": [people[v]]}} for k, v in chosen.items()
    }
    sam = {"id": people["sam"], "team_id": team}
    form = payload("submission", metadata=view["private_metadata"], view__state={"values": state}, user=sam)
    assert await rig.deliver("interactive", form) == {}
    return here


@pytest.mark.parametrize("by", ["http", "socket"])
async def test_the_loop_on_another_slack(window: Window, by: str) -> None:
    """Add, card, nudge, done by a button, the card redrawn; all of it read back from there."""
    people = await _people(window)
    rig = await Rig(by, empty_store(), window).start()
    try:
        here = await _board(rig, window)
        team, channel = here["team_id"], here["channel_id"]
        added = await rig.command(
            f"add Circulate the outcomes <@{people['hayley']}> by 17 Feb", user=people["sam"], **here
        )
        assert "Added NWP-1 for Hayley Marsh, due Tue 17 Feb 2026." in said(added)
        await rig.drain()
        card = (await window.ask("conversations.history", channel=channel))["messages"][0]
        assert "NWP-1 · Circulate the outcomes" in said(card)

        await rig.clock("2026-02-16 10:00")
        direct = (await window.ask("conversations.open", users=people["hayley"]))["channel"]["id"]
        nudges = (await window.ask("conversations.history", channel=direct))["messages"]
        assert len(nudges) == 1
        assert "NWP-1 · Circulate the outcomes" in said(nudges[0])

        await rig.interact(
            "button",
            card=card["ts"],
            button=buttons(card)["Done"],
            user={"id": people["hayley"], "team_id": team},
            channel={"id": channel, "name": "nwp-board"},
            container={"type": "message", "message_ts": card["ts"], "channel_id": channel},
        )
        await rig.drain()
        redrawn = (await window.ask("conversations.history", channel=channel))["messages"]
        card = next(m for m in redrawn if m["ts"] == card["ts"])
        assert "✓ Complete" in said(card)
    finally:
        await rig.close()


@pytest.fixture
async def limited(emulate: str) -> AsyncIterator[Window]:
    """The same Slack, behind a limit of two posts a second."""
    EXPRESS.need()
    port = _free_port()
    with _running(LIMITED, port, str(port), emulate, "2", "1000") as url:
        window = Window(url)
        await window.start()
        yield window
        await window.close()


async def test_a_slack_that_slows_the_bot_down_hears_all_and_nothing_twice(limited: Window) -> None:
    """Seven cards at two a second: each is kept back for as long as it was told to, and arrives once."""
    people = await _people(limited)
    rig = await Rig("http", empty_store(), limited).start()
    try:
        here = await _board(rig, limited)
        for number in range(7):
            await rig.command(f"add Action number {number}", user=people["sam"], **here)
        await rig.drain()
        refused = len(limited.refusals)
        assert refused >= 5
        waiting = rig.store.read_sync(lambda unit: unit.outbox_rows((OutboxState.WAITING,), 100))
        assert {row.not_before - rig.now for row in waiting} == {
            timedelta(seconds=seconds) for seconds in set(limited.refusals)
        }
        # Not a moment sooner: a second less, and it is not even asked.
        rig.now += timedelta(seconds=min(limited.refusals), milliseconds=-1)
        await rig.drain()
        assert len(limited.refusals) == refused
        rig.now += timedelta(milliseconds=1)
        async with asyncio.timeout(30):
            while rig.store.read_sync(lambda unit: unit.outbox_rows((OutboxState.WAITING,), 100)):
                await asyncio.sleep(max(limited.refusals))  # its clock is its own
                await rig.drain()
                rig.now += timedelta(seconds=max(limited.refusals))
        there = (await limited.ask("conversations.history", channel=here["channel_id"], limit=100))[
            "messages"
        ]
        cards = Counter(n for m in there for n in range(7) if f"Action number {n}" in said(m))
        assert cards == dict.fromkeys(range(7), 1)
    finally:
        await rig.close()
