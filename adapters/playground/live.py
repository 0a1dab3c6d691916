"""Tells open pages what is written, as it is written."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import WSMsgType, web

from adapters.playground.platform import Platform
from adapters.playground.records import Change

log = structlog.get_logger(__name__)

Drawn = Callable[[Change], Awaitable[dict[str, Any] | None]]
"""What one viewer is told of a change, None for what is not for them."""

_BACKLOG = 2_000


class Live:
    """Every open page's socket. A page that falls far behind is told to look again, and loses nothing."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._open: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request, drawn: Drawn) -> web.WebSocketResponse:
        """Keep one page informed until it goes away."""
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        waiting: asyncio.Queue[Change] = asyncio.Queue(_BACKLOG)

        def hear(change: Change) -> None:
            if waiting.full():
                while not waiting.empty():
                    waiting.get_nowait()
                change = Change(started_again=True)
            waiting.put_nowait(change)

        deaf = self._platform.listen(hear)
        self._open.add(socket)
        talking = asyncio.create_task(_talk(socket, waiting, drawn))
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
        finally:
            deaf()
            self._open.discard(socket)
            talking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await talking
        return socket

    async def close(self) -> None:
        """Say goodbye to every page, so that the server can stop."""
        for socket in tuple(self._open):
            await socket.close(code=1001, message=b"the server is stopping")


async def _talk(socket: web.WebSocketResponse, waiting: asyncio.Queue[Change], drawn: Drawn) -> None:
    try:
        while True:
            told = await drawn(await waiting.get())
            if told is not None:
                await socket.send_json(told)
    except ConnectionError:
        log.debug("page_went_away")
    except Exception as error:  # noqa: BLE001 - a page that is told nothing any more must learn of it
        log.warning("page_not_told", error=type(error).__name__)
        await socket.close(code=1011, message=b"look again")
