"""`arising demo`: the playground on loopback, on an invented board."""

import contextlib
import webbrowser
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from adapters.delivery import Delivery
from adapters.metrics import Metrics
from adapters.playground.app import playground_app
from adapters.playground.hosting import Database, DemoHost, DemoStore
from adapters.playground.platform import Platform as PlaygroundFile
from adapters.playground.sender import PlaygroundSender
from adapters.server import Parts, Stage, create_app
from adapters.serving import serve_all, tick_all
from bot.messages import Platform

LOOPBACK = "127.0.0.1"


async def demo(
    port: int,
    data: Path,
    open_file: Callable[[Path], Database],
    *,
    open_browser: bool,
    on_ready: Callable[[str], object] | None = None,
) -> None:
    """Serve until told to stop. Nothing of it leaves the machine. `open_file` opens a database in a file."""
    store = DemoStore(data, open_file)
    platform = PlaygroundFile(data)
    sender = PlaygroundSender(platform)
    metrics = Metrics()
    # Demo time stands still while something is said: a send that took a second did not begin in its future.
    delivery = Delivery(store, {Platform.PLAYGROUND: sender}, observed=metrics.sent, stopwatch=lambda: 0.0)
    host = DemoHost(store, platform, delivery, metrics)
    if not platform.furnished:
        await host.reset(sample=True, now=None)
    # What a stopped server left is said once this one serves, and can be told to stop.
    await tick_all(store, platform.now)
    parts = Parts(
        store=store,
        metrics=metrics,
        now=lambda: platform.now,
        mounts=[
            lambda app: app.add_subapp("/playground", playground_app(platform, sender, host, host.exchange))
        ],
    )
    app = create_app(parts)
    app.router.add_get("/", _to_playground)

    def ready(url: str) -> None:
        if on_ready is not None:
            on_ready(f"{url}/playground/")
        if open_browser:
            with contextlib.suppress(webbrowser.Error):
                webbrowser.open(f"{url}/playground/")

    async def close_platform() -> None:
        platform.close()

    await serve_all(
        app,
        LOOPBACK,
        port,
        store,
        delivery,
        lambda: platform.now,
        None,
        ready,
        [Stage("playground", close_platform)],
    )


async def _to_playground(_: web.Request) -> web.Response:
    raise web.HTTPFound("/playground/")
