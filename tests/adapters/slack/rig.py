"""The bot as it runs, behind its real server, beside a Slack of the tests' own; over HTTP or through a socket."""

import asyncio
import hashlib
import hmac
import json
import math
import time
import urllib.parse
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from adapters.delivery import Delivery
from adapters.handling import Handling
from adapters.metrics import Metrics
from adapters.server import Parts, create_app
from adapters.slack.app import Access, Slack
from adapters.slack.sender import SlackSender
from bot import core
from bot.domain.pace import UNLIMITED
from bot.domain.people import SYSTEM
from bot.messages import Platform
from bot.ports import Sender, UnitOfWork
from store.store import SqlStore
from tests.adapters.slack.workspace import Json, Workspace
from tests.world import london

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PAYLOADS = Path(__file__).parents[2] / "payloads" / "slack"
REACTIONS = {"pushpin": "propose", "white_check_mark": "tick"}


def payload(name: str, **changes: Any) -> Json:
    """A recorded request; `a__b` names a part inside a part, and `{word}` inside it is replaced."""
    text = (PAYLOADS / f"{name}.json").read_text()
    for word in ("response_url", "card", "button", "metadata"):
        if word in changes:
            text = text.replace("{" + word + "}", json.dumps(changes.pop(word))[1:-1])
    found = json.loads(text)
    for path, value in changes.items():
        inside = found
        *parents, last = path.split("__")
        for parent in parents:
            inside = inside[int(parent)] if isinstance(inside, list) else inside[parent]
        inside[last] = value
    return found


def sign(body: bytes, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """Slack's headers. https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    stamp = str(int(time.time() if at is None else at))
    base = b"v0:" + stamp.encode() + b":" + body
    signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}


def encoded(kind: str, given: Json) -> tuple[bytes, str]:
    """The body as Slack sends it over HTTP."""
    if kind == "events_api":
        return json.dumps(given).encode(), "application/json"
    form = given if kind == "slash_commands" else {"payload": json.dumps(given)}
    return urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"


@dataclass
class Rig:
    """`by` is http or socket. `now` stands still between moves. On a slow machine, too, `patience` never ends."""

    by: str
    store: SqlStore
    slack: Workspace
    now: datetime = field(default_factory=lambda: london("2026-02-10 09:30"))
    url: str = ""
    patience: float = math.inf
    senders: dict[Platform, Sender] = field(default_factory=dict)

    async def start(self, **access: Any) -> "Rig":
        # Time stands still while it drains, so nothing would have room again; the limits have tests of their own.
        self.delivery = Delivery(
            self.store, self.senders, limits=dict.fromkeys(Platform, UNLIMITED), stopwatch=lambda: 0.0
        )
        metrics = Metrics()
        self.handling = Handling(self.store, self.delivery, metrics, lambda: self.now)
        self.platform = Slack(
            Access(
                **{
                    "bot_token": "xoxb-test",
                    "organisation": "Northvale",
                    "signing_secret": SECRET if self.by == "http" else "",
                    "app_token": "xapp-test" if self.by == "socket" else "",
                    "api_url": self.slack.api_url,
                    "reactions": REACTIONS,
                    **access,
                }
            ),
            self.handling,
            self.patience,
        )
        self.senders[Platform.SLACK] = await self.platform.start()
        parts = Parts(store=self.store, metrics=metrics, now=lambda: self.now, mounts=[self.platform.mount])
        self.runner = web.AppRunner(create_app(parts), access_log=None, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession()
        if self.by == "socket":
            await asyncio.wait_for(self.slack.connected.wait(), 10)
        return self

    async def close(self) -> None:
        await self.session.close()
        await self.platform.close()
        await self.runner.cleanup()
        await self.store.close()

    @property
    def sender(self) -> SlackSender:
        return self.senders[Platform.SLACK]  # type: ignore[return-value]

    # --- what Slack sends --------------------------------------------------------------------------------------

    async def deliver(self, kind: str, given: Json, *, retry: int = 0) -> Json:
        """One request, genuinely signed or through the socket; what it was answered with, {} for nothing."""
        if self.by == "socket":
            return (await self.slack.through_socket(kind, given, retry=retry)).get("payload") or {}
        body, content_type = encoded(kind, given)
        headers = {"Content-Type": content_type, **sign(body)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        async with self.session.post(f"{self.url}/slack/events", data=body, headers=headers) as answer:
            text = await answer.text()
            assert answer.status == 200, (answer.status, text)
            return json.loads(text) if text.startswith("{") else {}

    async def command(self, text: str, user: str = "USAM", **more: Any) -> Json:
        self._trigger = getattr(self, "_trigger", 0) + 1
        more = {"trigger_id": f"t{self._trigger}", **more}
        return await self.deliver(
            "slash_commands",
            payload("command", text=text, user_id=user, response_url=self.slack.response_url, **more),
        )

    async def event(self, name: str, retry: int = 0, **more: Any) -> Json:
        return await self.deliver("events_api", payload(name, **more), retry=retry)

    async def interact(self, name: str, **more: Any) -> Json:
        return await self.deliver("interactive", payload(name, response_url=self.slack.response_url, **more))

    # --- what the bot does by itself -----------------------------------------------------------------------------

    async def drain(self) -> None:
        await asyncio.gather(*self.platform._tasks)
        await self.delivery.settle_doubts(self.now)
        await self.delivery.drain(self.now)

    async def clock(self, to: str) -> None:
        """Through every due moment up to a London time."""
        target = london(to)
        while True:
            moment = await self.store.read(lambda unit: unit.next_moment())
            if moment is None or moment > target:
                break
            self.now = max(self.now, moment)
            while await self.store.transact(lambda unit: core.tick(unit, self.now)):
                pass
            await self.drain()
        self.now = target
        await self.drain()

    # --- a board to work on --------------------------------------------------------------------------------------

    async def board(self) -> None:
        """What an administrator does first, through Slack itself."""
        opened = await self.command("board")
        assert opened == {}
        view = self.slack.of("views.open")[-1]["view"]
        state = {
            "name": {"value": {"type": "plain_text_input", "value": "Northvale Wellbeing Partnership"}},
            "code": {"value": {"type": "plain_text_input", "value": "NWP"}},
            "zone": {"value": {"type": "plain_text_input", "value": "Europe/London"}},
            "clerk": {"value": {"type": "multi_users_select", "selected_users": ["USAM"]}},
            "chair": {"value": {"type": "multi_users_select", "selected_users": ["UMARGARET"]}},
            "others": {"value": {"type": "multi_users_select", "selected_users": ["UHAYLEY", "UKIM"]}},
        }
        answer = await self.interact(
            "submission", metadata=view["private_metadata"], view__state={"values": state}
        )
        assert answer == {}, answer
        self.slack.calls.clear()
        self.slack.responses.clear()

    def action(self, number: int = 1) -> Any:
        def look(unit: UnitOfWork) -> Any:
            here = unit.installation(Platform.SLACK, "T1")
            assert here is not None
            records = unit.within(here.organisation)
            board = records.boards.by_code("NWP")
            return records.log(SYSTEM).numbered(board.id, number) if board else None

        return self.store.read_sync(look)

    def channel(self) -> str:
        """How the board's channel is called."""

        def look(unit: UnitOfWork) -> str:
            here = unit.installation(Platform.SLACK, "T1")
            assert here is not None
            place = unit.within(here.organisation).places.at(here.id, "C1")
            assert place is not None
            return place.name

        return self.store.read_sync(look)

    def history(self, number: int = 1) -> list[str]:
        action = self.action(number)

        def look(unit: UnitOfWork) -> list[str]:
            here = unit.installation(Platform.SLACK, "T1")
            assert here is not None
            return [e.verb.value for e in unit.within(here.organisation).log(SYSTEM).entries(action.id)]

        return self.store.read_sync(look)

    async def added(self) -> str:
        """One action with its card in the channel; gives the card's time stamp."""
        await self.command("add Circulate the away day outcomes <@UHAYLEY|hayley> by 17 Feb")
        await self.drain()
        return self.slack.messages["C1"][-1]["ts"]


def said(given: Json) -> str:
    """All the words of a drawn message, and its buttons in brackets."""
    found: list[str] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("type") == "rich_text":
                runs = [run for section in part["elements"] for run in section["elements"]]
                found.append("".join(run["text"] for run in runs))
            elif part.get("type") == "button":
                found.append(f"[{part['text']['text']}]")
            elif isinstance(part.get("text"), str):
                found.append(part["text"])
            else:
                for value in part.values():
                    walk(value)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    walk(given.get("blocks") or (given.get("view") or {}).get("blocks") or [])
    return " ".join(found)


def buttons(given: Json) -> dict[str, str]:
    """Labels and ids of a drawn message's buttons, those of menus included."""
    found: dict[str, str] = {}
    for block in given.get("blocks") or (given.get("view") or {}).get("blocks") or []:
        for element in block.get("elements") or []:
            if element.get("type") == "button":
                found.setdefault(element["text"]["text"], element["value"])
            for option in element.get("options") or []:
                found.setdefault(option["text"]["text"], option["value"])
    return found


A_SECOND = timedelta(seconds=1)
