"""POST /api/messages: what Teams sends, checked, then done, then answered.

200 says that it is done and on disk, so that Teams need not send it again; a failure of ours is a 5xx, and it does.
"""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from aiohttp import hdrs, web

from adapters.teams import normalise, words
from adapters.teams.authentication import Forged, Vouched
from adapters.teams.connector import Answer, Pipeline
from adapters.teams.exchange import Exchange
from adapters.teams.normalise import Unreadable
from adapters.teams.presence import Presence
from adapters.teams.settings import PATH

log = structlog.get_logger(__name__)

LARGEST = 256 * 1024


class Endpoint:
    """Answers the Bot Connector."""

    def __init__(self, pipeline: Pipeline, exchange: Exchange, presence: Presence, *, emulator: bool) -> None:
        self._pipeline = pipeline
        self._exchange = exchange
        self._presence = presence
        self._emulator = emulator

    def mount(self, app: web.Application) -> None:
        app.router.add_post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        header = request.headers.get(hdrs.AUTHORIZATION)
        if header is None and not self._emulator:
            return _refused("there is no token")
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413)
        try:
            activity = json.loads(await request.read())
        except (ValueError, RecursionError):
            activity = None
        if not isinstance(activity, dict):
            # Whoever cannot show a token learns nothing of what we can read.
            return web.Response(status=400 if self._emulator else 401)
        try:
            answer = await self._pipeline.turn(activity, header, self._turn)
        except Forged as error:
            return _refused(str(error))
        except Unreadable as error:
            log.warning("activity not understood", reason=str(error))
            return web.Response(status=400)
        return _written(answer)

    async def _turn(self, activity: Mapping[str, Any], vouched: Vouched) -> Mapping[str, Any] | None:
        match activity.get("type"):
            case "message":
                await self._exchange.message(activity, vouched)
            case "invoke" if activity.get("name") in normalise.PRESSES:
                return await self._press(activity, vouched)
            case "conversationUpdate":
                await self._presence.changed(activity, vouched)
            case "installationUpdate":
                await self._presence.installed(activity, vouched)
            case _:
                # Reactions, typing, edits: nothing here is the bot's business.
                pass
        return None

    async def _press(self, activity: Mapping[str, Any], vouched: Vouched) -> Mapping[str, Any]:
        try:
            return await self._exchange.press(activity, vouched)
        except Unreadable:
            raise
        except Exception:
            # Teams does not send a press again: the person does, when told.
            log.exception("press failed")
            if activity.get("name") == normalise.CARD_ACTION:
                error = {"code": "InternalServerError", "message": words.BUSY}
                return {"statusCode": 500, "type": "application/vnd.microsoft.error", "value": error}
            return {"task": {"type": "message", "value": words.BUSY}}


def _refused(reason: str) -> web.Response:
    log.warning("request refused", reason=reason)
    return web.Response(status=401)


def _written(answer: Answer) -> web.Response:
    if answer.body is None:
        return web.Response(status=answer.status)
    return web.json_response(answer.body, status=answer.status)
