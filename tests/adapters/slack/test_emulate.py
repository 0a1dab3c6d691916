"""The bot on a Slack that is not ours: npm's `emulate`, which keeps channels, threads, metadata and people by itself.

What the bot says goes to it and is read back from it; requests to the bot are the recorded ones, genuinely signed.
"""

import json
import os
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from store.store import SqlStore
from tests.adapters.slack.rig import Rig, buttons, payload, said
from tests.adapters.slack.test_sender import LONG, client_of, message
from tests.adapters.slack.workspace import Json, Workspace
from tests.conftest import ROOT, Part

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1", "::1"])]

FOLDER = Path(os.environ.get("EMULATE_FOLDER") or ROOT / "tests" / "node")
EMULATE = Part(
    "npm's emulate",
    lambda: str(FOLDER) if (FOLDER / "node_modules/emulate/dist/index.js").exists() else None,
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


@pytest.fixture(scope="module")
def emulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = Path(EMULATE.need())
    seed = tmp_path_factory.mktemp("emulate") / "seed.json"
    seed.write_text(json.dumps(SEED))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = folder / "node_modules"
    node, program = modules / "node/bin/node", modules / "emulate/dist/index.js"
    process = subprocess.Popen(
        [node, program, "start", "--service", "slack", "--port", str(port), "--seed", seed],
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

    async def _call(self, request: web.Request) -> web.StreamResponse:
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
            return web.json_response(await answer.json(), status=answer.status)

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


async def test_the_loop_on_another_slack(window: Window) -> None:
    """Add, card, nudge, done by a button, the card redrawn; all of it read back from there."""
    people = {m["name"]: m["id"] for m in (await window.ask("users.list"))["members"]}
    team = (await window.ask("auth.test"))["team_id"]
    channel = await _channel(window)
    rig = await Rig("http", SqlStore.open("sqlite://"), window).start()
    here = {"team_id": team, "channel_id": channel}
    try:
        # It lets a form be opened once, with a trigger of its own making.
        trigger = (await window.ask("views.generateTriggerId", user_id=people["sam"]))["trigger_id"]
        assert await rig.command("board", user=people["sam"], trigger_id=trigger, **here) == {}
        view = window.of("views.open")[-1]["view"]
        words = {"name": "Northvale Wellbeing Partnership", "code": "NWP", "zone": "Europe/London"}
        chosen = {"clerk": "sam", "chair": "margaret", "others": "hayley"}
        state: Json = {k: {"value": {"type": "plain_text_input", "value": v}} for k, v in words.items()}
        state |= {
            k: {"value": {"type": "multi_users_select", "selected_users": [people[v]]}}
            for k, v in chosen.items()
        }
        sam = {"id": people["sam"], "team_id": team}
        form = payload(
            "submission", metadata=view["private_metadata"], view__state={"values": state}, user=sam
        )
        assert await rig.deliver("interactive", form) == {}
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
