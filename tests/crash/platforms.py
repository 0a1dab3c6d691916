"""A Slack and a Teams that accept and then fail, ask for a pause, or fall silent; each counts what arrived."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.adapters.slack.workspace import Fault, Json, Workspace
from tests.adapters.teams.board import CHANNEL, card_words

BAD = 0.3
"""How many of the messages are answered badly while the weather is bad."""
PAUSES = 0.03
"""How many of those with a pause asked for: each of them halves the pace, and little would be on its way."""
LONGEST = 0.7
"""Seconds until a message has arrived, and then again until that is said."""


A_LOOK = 0.2
"""Seconds, at the longest, until it says what it is asked."""


class StormySlack(Workspace):
    """A part of what is posted is refused for a while, or arrives and is then answered badly.

    `messages_in_hand` and `questions_in_hand` are what it is being told and asked just now, by the port it comes from.
    """

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.stormy = False
        self.accepted_and_failed = 0
        self.paused = 0
        self.replied: dict[str, list[Json]] = {}
        self.arrived: Counter[str] = Counter()
        """How often each message stands there, by the key its sender gave it."""
        self.messages_in_hand: Counter[int] = Counter()
        self.questions_in_hand: Counter[int] = Counter()

    def response_url_of(self, name: str) -> str:
        """Where an answer goes that only whoever pressed may see; by this name it is found again."""
        return f"{self.response_url}?to={name}"

    async def _response(self, request: web.Request) -> web.Response:
        self.replied.setdefault(request.query.get("to", ""), []).append(await request.json())
        return web.Response(text="ok")

    def employ(self, user: str, name: str) -> None:
        """Somebody works there from now on."""
        profile = {"real_name": name, "email": f"{user.lower()}@northvale.example"}
        self.people[user] = {**self.people["UKIM"], "id": user, "name": user.lower(), "profile": profile}

    def _users_list(self, _: Json) -> Json:
        return {"ok": True, "members": list(self.people.values()), "response_metadata": {"next_cursor": ""}}

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        says = method in {"chat.postMessage", "chat.update"}
        with _in_hand(request, self.messages_in_hand if says else self.questions_in_hand):
            if not self.stormy:
                return await super()._call(request)
            if not says:
                await asyncio.sleep(self.chance.uniform(0, A_LOOK))
                return await super()._call(request)
            await asyncio.sleep(self.chance.uniform(0, LONGEST))
            if method == "chat.postMessage" and self.chance.random() < BAD:
                fault = self._misfortune()
                self.accepted_and_failed += fault.after
                self.paused += fault.status == 429
                self.fail(method, fault)
            answer = await super()._call(request)
            await asyncio.sleep(self.chance.uniform(0, LONGEST))
            return answer

    def _misfortune(self) -> Fault:
        if self.chance.random() < PAUSES:
            return Fault(429, error="ratelimited", headers={"Retry-After": "1"})
        return self.chance.choice(
            [
                Fault(drop=True, after=True),
                Fault(500, after=True),
                Fault(hang=2.2, after=True),
                Fault(drop=True),
                Fault(503),
            ]
        )

    def _chat_postMessage(self, given: Json) -> Json:  # noqa: N802 - Slack's name
        if given.get("metadata"):
            self.arrived[given["metadata"]["event_payload"]["key"]] += 1
        return super()._chat_postMessage(given)


class StormyTeams:
    """A Teams that takes its time, and a part of whose answers say nothing true. It cannot be asked."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.stormy = False
        self.arrived: Counter[str] = Counter()
        self.accepted_and_failed = 0
        self.paused = 0
        self.messages_in_hand: Counter[int] = Counter()
        app = web.Application()
        app.router.add_post("/v3/conversations", self._take)
        app.router.add_post("/v3/conversations/{id}/activities", self._take)
        app.router.add_put("/v3/conversations/{id}/activities/{activity}", self._redraw)
        self.server = TestServer(app, host="127.0.0.1")

    @property
    def url(self) -> str:
        return str(self.server.make_url("/"))

    async def _take(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        with _in_hand(request, self.messages_in_hand):
            bad = self.stormy and self.chance.random() < BAD
            fault = self.chance.choice(["pause", "fail", "hang", "drop"]) if bad else None
            await self._moment()
            if fault == "pause":
                self.paused += 1
                return web.json_response({}, status=429, headers={"Retry-After": "1"})
            self._arrives(body)
            if fault is not None:
                self.accepted_and_failed += 1
            if fault == "fail":
                return web.json_response({"error": {"code": "ServiceError"}}, status=500)
            if fault == "hang":
                await asyncio.sleep(2.5)
            if fault == "drop" and request.transport is not None:
                request.transport.abort()
            await self._moment()
        number = str(self.arrived.total())
        return web.json_response({"id": f"{CHANNEL};messageid={number}", "activityId": number}, status=201)

    def _arrives(self, body: Json) -> None:
        activity = body.get("activity", body)
        if activity.get("attachments"):
            self.arrived[title(activity["attachments"][0]["content"])] += 1

    async def _redraw(self, request: web.Request) -> web.Response:
        with _in_hand(request, self.messages_in_hand):
            await request.json()
            await self._moment()
        return web.json_response({"id": request.match_info["activity"]})

    async def _moment(self) -> None:
        await asyncio.sleep(self.chance.uniform(0, LONGEST if self.stormy else 0))


@contextmanager
def _in_hand(request: web.Request, hand: Counter[int]) -> Iterator[None]:
    peer = request.transport.get_extra_info("peername") if request.transport is not None else None
    port = peer[1] if peer else 0
    hand[port] += 1
    try:
        yield
    finally:
        hand[port] -= 1


def title(card: dict[str, Any]) -> str:
    """What tells a message from every other: an action's ref, or whose digest or summary of minutes it is."""
    words = card_words(json.loads(json.dumps(card)))
    head = words.splitlines()[0].split(" ·")[0]
    return f"minutes of {head}" if "are in the log" in words else head
