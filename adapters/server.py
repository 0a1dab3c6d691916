"""One aiohttp application for everything that speaks HTTP, and how it starts and stops.

/healthz and /metrics are here; platforms add their own routes through `Parts.mounts`.
"""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import NamedTuple, Protocol, TypeVar

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from adapters.metrics import CONTENT_TYPE, UNSETTLED, Metrics
from bot.domain.outbox import OutboxState
from bot.ports import UnitOfWork

log = structlog.get_logger(__name__)

LARGEST_BODY = 1024 * 1024
TICK_TOO_OLD = 60.0
DATABASE_TOO_SLOW = 3.0
MOST_ROWS_COUNTED = 1000

STOP_WITHIN = 10.0
REQUESTS_WITHIN = 4.0
LEFT_FOR_EACH_LATER_STAGE = 0.5

# What a browser must know of every answer. A route that shows a page says more itself.
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}

T = TypeVar("T")


class Answer(Protocol):
    """`oldest_waiting` is since when something could have been said that has not been; None when nothing waits."""

    @property
    def oldest_waiting(self) -> datetime | None: ...


class Watched(Protocol):
    """What the server asks of the store. `health` raises when the database does not answer."""

    async def health(self) -> Answer: ...
    async def read(self, work: Callable[[UnitOfWork], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made of.

    Attributes:
        store: asked by /healthz and /metrics whether the database answers, and what waits in the outbox.
        metrics: shown at /metrics; requests are timed there.
        now: the time by which the outbox is kept, aware.
        tick_age: seconds since the last tick, None before the first. None in its place: nothing ticks by itself.
        mounts: each adds a platform's routes or sub-application.
        largest_body: in bytes; a larger request is refused.
    """

    store: Watched
    metrics: Metrics
    now: Callable[[], datetime]
    tick_age: Callable[[], float | None] | None = None
    mounts: Sequence[Callable[[web.Application], object]] = ()
    largest_body: int = LARGEST_BODY


class Stage(NamedTuple):
    """One step of stopping: its name in the log, and what to wait for."""

    name: str
    close: Callable[[], Awaitable[object]]


class CannotListen(Exception):  # noqa: N818 - its text is for the one who started it
    """The address cannot be listened on; the text says why and what to do."""


def create_app(parts: Parts) -> web.Application:
    """The application, not yet listening."""
    app = web.Application(middlewares=[_watch(parts.metrics)], client_max_size=parts.largest_body)
    health = _Health(parts)
    app.add_routes([web.get("/healthz", health.show), web.get("/metrics", health.metrics)])
    app.on_response_prepare.append(_harden)
    for mount in parts.mounts:
        mount(app)
    return app


async def _harden(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.pop(hdrs.SERVER, None)


def _watch(metrics: Metrics) -> Middleware:
    """Time every request, and answer for a handler that failed without showing why."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        began, status = monotonic(), 500
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "unknown"
        try:
            response = await handler(request)
            status = response.status
        except web.HTTPException as refused:
            status = refused.status
            raise
        except asyncio.CancelledError:
            status = 499  # whoever asked went away
            raise
        except Exception:
            log.exception("request failed", method=request.method, route=route)
            return web.json_response(
                {"error": "Something went wrong here, and the log says what."}, status=status
            )
        finally:
            metrics.request_seconds.labels(route, str(status)).observe(monotonic() - began)
        return response

    return watch


class _Health:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def show(self, _: web.Request) -> web.Response:
        """200 while the database answers and the clock ticks; 503 with what is wrong otherwise.

        An old unsent message is shown, but is no failure of this process: restarting it would not help.
        """
        problems = []
        oldest: float | None = None
        answers = True
        try:
            oldest = await self._oldest_unsent()
        except Exception:
            log.exception("database does not answer")
            answers = False
            problems.append("The database does not answer.")
        age = self._parts.tick_age() if self._parts.tick_age else None
        if self._parts.tick_age and age is None:
            problems.append("The clock has not ticked yet.")
        if age is not None and age > TICK_TOO_OLD:
            problems.append(f"The clock last ticked {age:.0f} seconds ago.")
        said = {
            "status": "failing" if problems else "ok",
            "database": "ok" if answers else "does not answer",
            "last_tick_seconds": None if age is None else round(age, 1),
            "oldest_unsent_seconds": None if oldest is None else round(oldest, 1),
            "problems": problems,
        }
        return web.json_response(said, status=503 if problems else 200)

    async def metrics(self, _: web.Request) -> web.Response:
        with contextlib.suppress(Exception):  # /healthz says so; the other figures are still worth having
            counts = await asyncio.wait_for(self._parts.store.read(_counts), DATABASE_TOO_SLOW)
            self._parts.metrics.show_outbox(counts, await self._oldest_unsent())
        return web.Response(body=self._parts.metrics.page(), headers={hdrs.CONTENT_TYPE: CONTENT_TYPE})

    async def _oldest_unsent(self) -> float | None:
        health = await asyncio.wait_for(self._parts.store.health(), DATABASE_TOO_SLOW)
        since = health.oldest_waiting
        return None if since is None else max(0.0, (self._parts.now() - since).total_seconds())


def _counts(unit: UnitOfWork) -> Mapping[OutboxState, int]:
    return {state: len(unit.outbox_rows((state,), MOST_ROWS_COUNTED)) for state in UNSETTLED}


async def serve(
    app: web.Application,
    host: str,
    port: int,
    *,
    on_ready: Callable[[str], object] | None = None,
    closing: Sequence[Stage] = (),
    stop: asyncio.Event | None = None,
    give_up: Callable[[], object] = lambda: os._exit(1),
) -> None:
    """Serve until SIGTERM, SIGINT or `stop`; then drain and stop, within 10 seconds whatever happens.

    In order: no new connections, requests in flight are finished, then each stage of `closing` (the clock, delivery,
    the store). A stage that takes too long or fails is logged, and the next one still gets its turn. The stages are
    closed too when the address cannot be listened on.

    Args:
        app: what to serve.
        host: the address to listen on.
        port: 0 means any that is free.
        on_ready: called with the address as people open it, once connections are accepted.
        closing: what else has to be closed, in this order.
        stop: set it to stop without a signal.
        give_up: called when something cannot be stopped in time, and at a second signal; ends the process.

    Raises:
        CannotListen: with a sentence for the one who started it.
    """
    stop = stop or asyncio.Event()
    # No access log: it would hold every address asked for. The metrics count the requests.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=REQUESTS_WITHIN)
    with _signals(stop, give_up):
        try:
            await runner.setup()
            url = await _listen(runner, host, port)
            log.info("listening", url=url)
            if on_ready is not None:
                on_ready(url)
            await stop.wait()
            log.info("stopping")
        finally:
            began = monotonic()
            await _close([Stage("requests", runner.cleanup), *closing], began, give_up)
    log.info("stopped", seconds=round(monotonic() - began, 2))


async def _listen(runner: web.AppRunner, host: str, port: int) -> str:
    try:
        await web.TCPSite(runner, host, port).start()
    except (OSError, OverflowError) as error:
        raise CannotListen(_why(error, host, port)) from error
    shown = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1", "": "127.0.0.1"}.get(host, host)  # noqa: S104
    return f"http://{shown}:{runner.addresses[0][1]}"


def _why(error: Exception, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"Port {port} is in use on {host} already. Stop what uses it, or choose another with --port."
    if number == errno.EACCES:
        return f"Port {port} needs rights this user does not have. Choose one from 1024 up with --port."
    if number == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return f"{host} is no address of this machine. Put 127.0.0.1 or 0.0.0.0 under server.host."
    return f"Port {port} on {host} cannot be listened on: {error}."


@contextlib.contextmanager
def _signals(stop: asyncio.Event, give_up: Callable[[], object]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    caught = []

    def heard(name: str) -> None:
        log.info("signal", signal=name)
        if stop.is_set():
            give_up()
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        # Only the main thread of a POSIX process can; elsewhere there is still `stop`.
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(each, heard, each.name)
            caught.append(each)
    try:
        yield
    finally:
        for each in caught:
            loop.remove_signal_handler(each)


async def _close(stages: Sequence[Stage], began: float, give_up: Callable[[], object]) -> None:
    """Close each in turn, leaving the later ones a little of the time. What hangs beyond all reach ends the process."""
    # A thread, since whatever hangs may be holding up this very loop.
    watchdog = threading.Timer(STOP_WITHIN - (monotonic() - began), give_up)
    watchdog.daemon = True
    watchdog.start()
    in_time = True
    for index, stage in enumerate(stages):
        later = (len(stages) - index) * LEFT_FOR_EACH_LATER_STAGE
        left = STOP_WITHIN - (monotonic() - began) - later
        try:
            await asyncio.wait_for(stage.close(), max(left, LEFT_FOR_EACH_LATER_STAGE / 2))
        except TimeoutError:
            in_time = False
            log.warning("not closed in time", stage=stage.name)
        except Exception:
            log.exception("not closed cleanly", stage=stage.name)
    if in_time:
        watchdog.cancel()
