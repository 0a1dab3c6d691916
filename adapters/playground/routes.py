"""The playground's JSON interface, as docs/playground.md describes it."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web
from pydantic import BaseModel

from adapters.playground.clock import ZONE, Backwards, TooFar, check_move, destination
from adapters.playground.draw import message_json
from adapters.playground.exchange import Exchange, Impossible, Missing
from adapters.playground.gate import Gate
from adapters.playground.host import Host, PersonFacts
from adapters.playground.platform import Platform
from adapters.playground.records import Human, Message
from adapters.playground.requests import (
    Asked,
    Looking,
    Malformed,
    MovedTo,
    Pressed,
    Said,
    StartedAgain,
    ToldToFail,
    TooLong,
    Visiting,
    checked,
    read,
)
from adapters.playground.sender import Faults, PlaygroundSender
from adapters.playground.uploads import read_upload

log = structlog.get_logger(__name__)

_Query = TypeVar("_Query", bound=BaseModel)
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_STATUS: dict[type[Exception], int] = {
    Malformed: 400,
    Missing: 404,
    Backwards: 409,
    TooLong: 413,
    Impossible: 422,
    TooFar: 422,
}


@web.middleware
async def errors_as_json(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Every error is `{"error": words}`; a bug is logged and said to be one."""
    try:
        return await handler(request)
    except tuple(_STATUS) as refused:
        return _error(_STATUS[type(refused)], str(refused))
    except web.HTTPNotFound:
        return _error(404, f"There is nothing at {request.path}. See docs/playground.md.")
    except web.HTTPMethodNotAllowed as refused:
        return _error(
            405, f"{request.path} takes {' or '.join(sorted(set(refused.allowed_methods) - {'HEAD'}))}."
        )
    except web.HTTPRequestEntityTooLarge:
        return _error(413, "The request is too large. Nothing was sent.")
    except web.HTTPException:
        raise
    except Exception as error:  # noqa: BLE001 - a bug must reach the caller as JSON too
        # Where it broke, without what it broke on: an error's words and variables may hold what somebody wrote.
        where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        log.error("playground_request_failed", path=request.path, error=type(error).__name__, where=where)  # noqa: TRY400
        return _error(500, "Something went wrong here, and the log says what. Sending it again is safe.")


def _error(status: int, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)


class Api:
    """Handlers of /playground/api."""

    def __init__(
        self, platform: Platform, sender: PlaygroundSender, host: Host, exchange: Exchange, gate: Gate
    ) -> None:
        self._platform = platform
        self._sender = sender
        self._host = host
        self._exchange = exchange
        self._gate = gate
        self._clock = asyncio.Lock()

    def routes(self) -> list[web.RouteDef]:
        """Relative to where the playground stands."""
        return [
            web.post("/api/messages", self.say),
            web.get("/api/messages", self.messages),
            web.post("/api/press", self.press),
            web.post("/api/files", self.upload),
            web.post("/api/shortcuts", self.shortcut),
            web.get("/api/clock", self.clock),
            web.post("/api/clock", self.move_clock),
            web.post("/api/reset", self.reset),
            web.get("/api/people", self.people),
            web.get("/api/places", self.places),
            web.get("/api/faults", self.faults),
            web.post("/api/faults", self.set_faults),
        ]

    async def say(self, request: web.Request) -> web.Response:
        said = await read(request, Said)
        async with self._gate.shared():
            came = await self._exchange.say(said.who, said.place, said.text, said.thread, said.delivery)
            return web.json_response([self._json(m) for m in came])

    async def press(self, request: web.Request) -> web.Response:
        pressed = await read(request, Pressed)
        async with self._gate.shared():
            came = await self._exchange.press(
                pressed.who, pressed.message, pressed.button, pressed.values, pressed.delivery
            )
            return web.json_response([self._json(m) for m in came])

    async def upload(self, request: web.Request) -> web.Response:
        handed, file = await read_upload(request)
        async with self._gate.shared():
            came = await self._exchange.upload(
                handed.who, handed.place, handed.text, file, handed.thread, handed.delivery
            )
            return web.json_response([self._json(m) for m in came])

    async def shortcut(self, request: web.Request) -> web.Response:
        asked = await read(request, Asked)
        async with self._gate.shared():
            came = await self._exchange.shortcut(asked.who, asked.message, asked.shortcut, asked.delivery)
            return web.json_response([self._json(m) for m in came])

    async def messages(self, request: web.Request) -> web.Response:
        looking = _asked(request, Looking)
        async with self._gate.shared():
            human = self._exchange.human(looking.who)
            room = self._exchange.room(looking.place, human)
            return web.json_response([self._json(m) for m in self._platform.messages(room.id, human.handle)])

    async def clock(self, _: web.Request) -> web.Response:
        async with self._gate.shared():
            return web.json_response({"now": _local(self._platform.now)})

    async def move_clock(self, request: web.Request) -> web.Response:
        wanted = await read(request, MovedTo)
        async with self._gate.shared(), self._clock:
            target = await self._target(wanted)
            check_move(self._platform.now, target)
            await self._host.move_clock(target)
            return web.json_response({"now": _local(self._platform.now)})

    async def _target(self, wanted: MovedTo) -> datetime:
        if (wanted.to is None) is (wanted.by is None):
            raise Malformed('The clock takes "to", a time, or "by", one of hour, day, working-day, meeting.')
        if wanted.to is not None:
            return wanted.to
        assert wanted.by is not None
        meeting = await self._host.next_meeting_at()
        target = destination(wanted.by, self._platform.now, meeting)
        if target is None:
            raise Impossible("No meeting is set. The clerk sets one: /action meeting add 5 March 14:00")
        return target

    async def reset(self, request: web.Request) -> web.Response:
        wanted = await read(request, StartedAgain)
        async with self._gate.alone():
            with self._platform.starting_again():
                await self._host.reset(sample=wanted.sample, now=wanted.now)
            return web.json_response({"now": _local(self._platform.now)})

    async def people(self, _: web.Request) -> web.Response:
        async with self._gate.shared():
            facts = {fact.person: fact for fact in await self._host.people_facts()}
            return web.json_response([_person(h, facts.get(h.person)) for h in self._platform.humans()])

    async def places(self, request: web.Request) -> web.Response:
        visiting = _asked(request, Visiting)
        async with self._gate.shared():
            rooms = self._platform.rooms(self._exchange.human(visiting.who).handle)
            return web.json_response([{"id": r.id, "name": r.label, "kind": r.kind.value} for r in rooms])

    async def faults(self, _: web.Request) -> web.Response:
        return web.json_response(self._sender.faults.model_dump(mode="json"))

    async def set_faults(self, request: web.Request) -> web.Response:
        told = await read(request, ToldToFail)
        self._sender.faults = Faults.model_validate(told.model_dump())
        return await self.faults(request)

    def _json(self, message: Message) -> dict[str, Any]:
        return message_json(message, self._platform.room(message.place))


def _asked(request: web.Request, query: type[_Query]) -> _Query:
    return checked(query, dict(request.query))


def _person(human: Human, facts: PersonFacts | None) -> dict[str, str | None]:
    return {
        "handle": human.handle,
        "name": human.name,
        "role": facts.role if facts else None,
        "partner": facts.partner if facts else None,
    }


def _local(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(ZONE)).isoformat()
