"""The playground as one aiohttp application, to be mounted at /playground."""

from aiohttp import web

from adapters.playground.draw import Drawer
from adapters.playground.exchange import Exchange
from adapters.playground.gate import Gate
from adapters.playground.guard import guard
from adapters.playground.host import Host
from adapters.playground.live import Live
from adapters.playground.page import Page
from adapters.playground.platform import Platform
from adapters.playground.routes import Api, errors_as_json
from adapters.playground.sender import PlaygroundSender


def playground_app(
    platform: Platform,
    sender: PlaygroundSender,
    host: Host,
    exchange: Exchange | None = None,
    *,
    live: Live | None = None,
) -> web.Application:
    """Everything under /playground. Whoever mounts it makes sure that it is demo mode, and loopback."""
    exchange = exchange or Exchange(platform, host)
    gate, live = Gate(), live or Live(platform)
    app = web.Application(middlewares=[guard, errors_as_json])
    app.add_routes(Api(platform, sender, host, exchange, gate).routes())
    app.add_routes(Page(platform, host, exchange, Drawer(), live, gate).routes())

    async def close_pages(_: web.Application) -> None:
        await live.close()

    app.on_shutdown.append(close_pages)
    return app
