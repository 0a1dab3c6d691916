"""The page: the same conversations as HTML, and the socket that keeps it up to date."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from adapters.playground.clock import ZONE, spoken
from adapters.playground.draw import BOT_NAME, Drawer, Thread, threads
from adapters.playground.exchange import Exchange, Missing
from adapters.playground.gate import Gate
from adapters.playground.host import Host, PersonFacts
from adapters.playground.live import Live
from adapters.playground.platform import Platform
from adapters.playground.records import BOT, Change, Human, Message, Room
from adapters.playground.requests import Malformed
from bot.domain.clocks import local

ONE_PAGE = 60
"""First messages shown at once; earlier ones are a button away."""
ANNOUNCED = 160
"""Characters of a new message that a screen reader is told."""

_STATIC = Path(__file__).parent / "static"


class Page:
    """Handlers of /playground itself."""

    def __init__(
        self, platform: Platform, host: Host, exchange: Exchange, drawer: Drawer, live: Live, gate: Gate
    ) -> None:
        self._platform = platform
        self._host = host
        self._exchange = exchange
        self._drawer = drawer
        self._live = live
        self._gate = gate

    def routes(self) -> list[web.AbstractRouteDef]:
        """Relative to where the playground stands."""
        return [
            web.get("", self.home),
            web.get("/", self.page),
            web.get("/threads", self.threads),
            web.get("/forms/{message}", self.form),
            web.get("/live", self.live),
            web.static("/static", _STATIC),
        ]

    async def home(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{request.path.rstrip('/')}/")

    async def page(self, request: web.Request) -> web.Response:
        async with self._gate.shared():
            people = self._platform.humans()
            if not people:
                raise Missing("Nobody is here yet: the demo is being set up.")
            human = self._platform.human(request.query.get("as", "")) or people[0]
            rooms = self._platform.rooms(human.handle)
            room = next((r for r in rooms if r.id == request.query.get("place")), rooms[0])
            facts = {f.person: f for f in await self._host.people_facts()}
            shown, earlier = self._shown(room, human, None)
            now = self._platform.now
            text = self._drawer.page(
                me=human,
                facts=facts.get(human.person),
                about={h.handle: _about(facts.get(h.person)) for h in people},
                people=people,
                rooms=rooms,
                room=room,
                links={r.id: f"?{urlencode({'as': human.handle, 'place': r.id})}" for r in rooms},
                other=next((h for h in people if h.handle != human.handle), human),
                threads=shown,
                earlier=earlier,
                now=now,
                zone=ZONE,
                meeting=_short(await self._host.next_meeting_at()),
            )
        return web.Response(text=text, content_type="text/html")

    async def threads(self, request: web.Request) -> web.Response:
        """One stretch of a conversation: the latest, or what was before a message."""
        async with self._gate.shared():
            human = self._exchange.human(request.query.get("as", ""))
            room = self._exchange.room(request.query.get("place", ""), human)
            shown, earlier = self._shown(room, human, _number(request.query.get("before")))
            people, now = self._platform.humans(), self._platform.now
            html = "".join(self._drawer.thread(t, room, people, now) for t in shown)
        return web.json_response({"html": html, "earlier": earlier})

    def _shown(self, room: Room, human: Human, before: int | None) -> tuple[list[Thread], int | None]:
        """What one page holds, and from where there is more, if there is."""
        found = threads(self._platform.page(room.id, human.handle, before, ONE_PAGE + 1))
        more = len(found) > ONE_PAGE
        shown = found[-ONE_PAGE:]
        return shown, shown[0].head.seq if more else None

    async def form(self, request: web.Request) -> web.Response:
        async with self._gate.shared():
            human = self._exchange.human(request.query.get("as", ""))
            message, _ = self._exchange.seen(request.match_info["message"], human)
            if message.form is None:
                raise Missing("That form has been submitted already.")
            return web.Response(text=self._drawer.form(message), content_type="text/html")

    async def live(self, request: web.Request) -> web.StreamResponse:
        human = self._exchange.human(request.query.get("as", ""))
        return await self._live.serve(request, self._drawn_for(human))

    def _drawn_for(self, human: Human) -> Callable[[Change], Awaitable[dict[str, Any] | None]]:
        async def drawn(change: Change) -> dict[str, Any] | None:
            if change.started_again:
                return {"kind": "again"}
            if change.people:
                return {"kind": "people"}
            if change.clock is not None:
                meeting = _short(await self._host.next_meeting_at())
                return {"kind": "clock", "now": spoken(change.clock), "meeting": meeting}
            return self._news(change.message, human) if change.message is not None else None

        return drawn

    def _news(self, message: Message, human: Human) -> dict[str, Any] | None:
        room = self._platform.room(message.place)
        if room is None or not self._exchange.sees(human, message, room):
            return None
        people, now = self._platform.humans(), self._platform.now
        first = message.thread is None
        if first:
            html = self._drawer.thread(Thread(message, ()), room, people, now)
        else:
            html = self._drawer.message(message, room, people, now)
        author = next((h.name for h in people if h.handle == message.author), message.author)
        words = message.view.line if message.view is not None else message.text
        return {
            "kind": "message",
            "id": message.id,
            "place": room.id,
            "head": message.thread or message.id,
            "seq": message.seq,
            "html": html,
            "mine": message.author == human.handle,
            "redrawn": message.revision > 0,
            "said": f"{BOT_NAME if message.author == BOT else author}: {words[:ANNOUNCED]}",
        }


def _about(facts: PersonFacts | None) -> str:
    return " · ".join(part for part in (facts.role, facts.partner) if part) if facts is not None else ""


def _short(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    there = local(moment, ZONE)
    return f"{there:%a} {there.day} {there:%b}"


def _number(words: str | None) -> int | None:
    if words is None:
        return None
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        raise Malformed('"before" takes the number of a message.')
    return int(words)
