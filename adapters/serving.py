"""Serving as a whole: the clock, delivery and the application, begun together and stopped in order."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from aiohttp import web

from adapters.delivery import Delivery
from adapters.scheduling import Clock
from adapters.server import Stage, serve
from bot import core
from bot.ports import Store

_A_BATCH = 500


class Closable(Protocol):
    """A store, as far as its end goes."""

    async def close(self) -> None: ...


def stay() -> None:
    """Load what the first question would wait for, and take all there is now for here to stay.

    Looking through it for garbage would take some 60 ms each time, in which nobody is answered.
    https://docs.python.org/3/library/gc.html#gc.freeze
    """
    core.warm()
    gc.freeze()


async def tick_all(store: Store, now: datetime, spread: timedelta = timedelta()) -> int:
    """Tick until nothing is due any more; returns how much was."""
    handled = 0
    while count := await store.transact(lambda unit: core.tick(unit, now, _A_BATCH, spread)):
        handled += count
    return handled


async def serve_all(
    app: web.Application,
    host: str,
    port: int,
    store: Closable,
    delivery: Delivery,
    now: Callable[[], datetime],
    clock: Clock | None,
    on_ready: Callable[[str], object] | None,
    closing: Sequence[Stage] = (),
) -> None:
    """Start the clock and delivery, serve, and stop them in the order that loses nothing."""
    await asyncio.to_thread(stay)
    stopping = asyncio.Event()
    delivering = asyncio.create_task(delivery.run(now, stopping))

    async def stop_delivery() -> None:
        stopping.set()
        await delivering

    if clock is not None:
        clock.start()
    stages = [
        *([Stage("clock", clock.stop)] if clock is not None else []),
        Stage("delivery", stop_delivery),
        Stage("store", store.close),
        *closing,
    ]
    await serve(app, host, port, on_ready=on_ready, closing=stages, stop=stopping)
