"""The one server: health, metrics, headers, limits, and how it starts and stops. Real HTTP on 127.0.0.1."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.metrics import Metrics
from adapters.server import CannotListen, Parts, Stage, create_app, serve
from bot.domain.ids import OrganisationId, OutboxId
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)


def row(state: OutboxState, minutes_old: int) -> OutboxRow:
    at = NOW - timedelta(minutes=minutes_old)
    return OutboxRow(
        id=OutboxId(minutes_old), organisation=OrganisationId(1), key=f"k{minutes_old}", kind=OutboxKind.NUDGE,
        lane="p1", created_at=at, not_before=at, state=state,
    )  # fmt: skip


class FakeStore:
    """Answers from a list of rows; or not at all."""

    def __init__(self, *rows: OutboxRow, fault: Exception | None = None) -> None:
        self.rows, self.fault = rows, fault

    async def read(self, work: Callable[[Any], Any]) -> Any:
        if self.fault:
            raise self.fault
        return work(self)

    async def health(self) -> "FakeStore":
        return await self.read(lambda _: self)

    @property
    def oldest_waiting(self) -> datetime | None:
        rows = self.outbox_rows((OutboxState.WAITING, OutboxState.SENDING), 1)
        return rows[0].created_at if rows else None

    def outbox_rows(self, states: Sequence[OutboxState], limit: int) -> list[OutboxRow]:
        return sorted((r for r in self.rows if r.state in states), key=lambda r: r.created_at)[:limit]


def parts(store: FakeStore | None = None, age: float | None = 1.0, **more: Any) -> Parts:
    return Parts(store=store or FakeStore(), metrics=Metrics(), now=lambda: NOW, tick_age=lambda: age, **more)


class Running:
    def __init__(self, url: str, stop: asyncio.Event, task: asyncio.Task[None]) -> None:
        self.url, self.stop, self.task = url, stop, task


@asynccontextmanager
async def running(app: web.Application, **more: Any) -> AsyncIterator[Running]:
    stop, ready = asyncio.Event(), asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(app, "127.0.0.1", 0, on_ready=ready.set_result, stop=stop, **more))
    here = Running(await ready, stop, task)
    try:
        yield here
    finally:
        stop.set()
        await task


async def get(url: str, **more: Any) -> tuple[int, Any, str]:
    async with aiohttp.ClientSession() as session, session.get(url, **more) as response:
        return response.status, response.headers, await response.text()


async def test_healthz_is_well_while_the_database_answers_and_the_clock_ticks() -> None:
    """200, with the age of the last tick and of the oldest message still to be said."""
    store = FakeStore(row(OutboxState.WAITING, 5), row(OutboxState.SENDING, 12), row(OutboxState.FAILED, 90))
    async with running(create_app(parts(store))) as here:
        status, _, body = await get(f"{here.url}/healthz")
    assert status == 200
    assert json.loads(body) == {
        "status": "ok", "database": "ok", "last_tick_seconds": 1.0, "oldest_unsent_seconds": 720.0, "problems": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("store", "age", "problem"),
    [
        (FakeStore(fault=OSError("disk I/O error")), 1.0, "The database does not answer."),
        (FakeStore(), 61.0, "The clock last ticked 61 seconds ago."),
        (FakeStore(), None, "The clock has not ticked yet."),
    ],
)
async def test_healthz_fails_with_what_is_wrong(store: FakeStore, age: float | None, problem: str) -> None:
    """503 when the database is silent or the clock stands still; the answer says which, and no more."""
    async with running(create_app(parts(store, age))) as here:
        status, _, body = await get(f"{here.url}/healthz")
    assert (status, json.loads(body)["problems"]) == (503, [problem])
    assert "disk" not in body


async def test_healthz_where_nothing_ticks_by_itself() -> None:
    """In the demonstration the clock is moved by hand: standing still is no failure there."""
    app = create_app(Parts(store=FakeStore(), metrics=Metrics(), now=lambda: NOW))
    async with running(app) as here:
        status, _, body = await get(f"{here.url}/healthz")
    assert (status, json.loads(body)["last_tick_seconds"]) == (200, None)


async def test_metrics_show_what_was_counted() -> None:
    """Prometheus finds requests, the outbox by state, and what others counted; and still does with no database."""
    store = FakeStore(row(OutboxState.UNKNOWN, 3), row(OutboxState.WAITING, 2))
    made = parts(store)
    made.metrics.sends.labels("slack", "sent").inc()
    with made.metrics.transacting():
        pass
    async with running(create_app(made)) as here:
        await get(f"{here.url}/healthz")
        await get(f"{here.url}/nowhere/7")
        _, headers, page = await get(f"{here.url}/metrics")
        store.fault = OSError()
        status, _, _ = await get(f"{here.url}/metrics")
    assert headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in (
        'arising_outbox_rows{state="unknown"} 1.0',
        'arising_outbox_rows{state="failed"} 0.0',
        "arising_outbox_oldest_unsent_seconds 120.0",
        'arising_sends_total{outcome="sent",platform="slack"} 1.0',
        'arising_transact_seconds_count{kind="write"} 1.0',
        'arising_request_seconds_count{route="/healthz",status="200"} 1.0',
        'arising_request_seconds_count{route="unknown",status="404"} 1.0',
    ):
        assert line in page
    assert status == 200


def test_every_metric_is_in_the_docs() -> None:
    """docs/operate.md says what each one means."""
    text = (ROOT / "docs" / "operate.md").read_text()
    families = list(Metrics().registry.collect())
    names = [f.name + "_total" * (f.type == "counter") for f in families]
    assert len(names) == 10
    assert not [name for name in names if f"`{name}`" not in text]


async def test_every_answer_carries_the_security_headers() -> None:
    """Also those of a platform's own routes, which may say more but not forget it; and nobody is told what serves."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="hello", headers={"Content-Security-Policy": "default-src 'self'"})

    def mount(app: web.Application) -> None:
        app.router.add_get("/page", page)

    async with running(create_app(parts(mounts=[mount]))) as here:
        answers = [(await get(here.url + path))[1] for path in ("/healthz", "/page", "/nowhere")]
    for headers in answers:
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Server" not in headers
    assert [h["Content-Security-Policy"].split(";")[0] for h in answers] == [
        "default-src 'none'", "default-src 'self'", "default-src 'none'",
    ]  # fmt: skip


async def test_a_body_too_large_is_refused() -> None:
    """413 before it is held in memory; one at the limit is read."""

    async def echo(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    app = create_app(parts(mounts=[lambda a: a.router.add_post("/echo", echo)], largest_body=1000))
    async with running(app) as here, aiohttp.ClientSession() as session:
        async with session.post(f"{here.url}/echo", data=b"x" * 1000) as small:
            assert (small.status, await small.text()) == (200, "1000")
        async with session.post(f"{here.url}/echo", data=b"x" * 1001) as large:
            assert large.status == 413


async def test_a_handler_that_fails_answers_without_its_reasons() -> None:
    """500 and one sentence; what went wrong stands in the log, not in the answer."""

    async def fail(_: web.Request) -> web.Response:
        raise RuntimeError("the words of Hayley Marsh")

    async with running(create_app(parts(mounts=[lambda a: a.router.add_get("/fail", fail)]))) as here:
        status, _, body = await get(f"{here.url}/fail")
    assert status == 500
    assert "went wrong" in body
    assert "Hayley" not in body


async def test_stopping_goes_in_order_and_finishes_what_is_in_flight() -> None:
    """No new connection is taken, the request in flight gets its answer, then each stage is closed, in order."""
    steps: list[str] = []
    begun = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        begun.set()
        await asyncio.sleep(0.3)
        steps.append("answered")
        return web.Response(text="done")

    def stage(name: str) -> Stage:
        async def close() -> None:
            steps.append(name)

        return Stage(name, close)

    app = create_app(parts(mounts=[lambda a: a.router.add_get("/slow", slow)]))
    stages = [stage("clock"), stage("delivery"), stage("store")]
    async with running(app, closing=stages) as here:
        asked = asyncio.create_task(get(f"{here.url}/slow"))
        await begun.wait()
        here.stop.set()
        await asyncio.sleep(0.1)
        with pytest.raises(aiohttp.ClientConnectorError):
            await get(f"{here.url}/healthz")
        assert (await asked)[2] == "done"
    assert steps == ["answered", "clock", "delivery", "store"]


async def test_a_stage_that_fails_or_hangs_does_not_keep_the_next_from_its_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The store is closed whatever delivery does; what cannot be stopped in time ends the process."""
    monkeypatch.setattr("adapters.server.STOP_WITHIN", 1.0)
    monkeypatch.setattr("adapters.server.LEFT_FOR_EACH_LATER_STAGE", 0.1)
    closed, gave_up = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    async def fail() -> None:
        raise OSError("no")

    async def hang() -> None:
        await asyncio.sleep(60)

    async def close() -> None:
        closed.set()

    stages = [Stage("clock", fail), Stage("delivery", hang), Stage("store", close)]
    began = time.monotonic()
    async with running(
        create_app(parts()), closing=stages, give_up=lambda: loop.call_soon_threadsafe(gave_up.set)
    ) as here:
        here.stop.set()
        await here.task
        assert closed.is_set()
        assert time.monotonic() - began < 1.0
        await asyncio.wait_for(gave_up.wait(), 1)


async def test_a_port_in_use_is_said_in_one_sentence() -> None:
    """What is wrong and what to do, and whatever was open already is closed."""
    closed = asyncio.Event()

    async def close() -> None:
        closed.set()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=rf"^Port {port} is in use on 127.0.0.1 already\. .*--port\.$"):
            await serve(create_app(parts()), "127.0.0.1", port, closing=[Stage("store", close)])
    assert closed.is_set()


async def test_an_address_of_another_machine_is_said_so() -> None:
    """server.host must be one of this machine's."""
    with pytest.raises(CannotListen, match=r"^192\.0\.2\.1 is no address of this machine"):
        await serve(create_app(parts()), "192.0.2.1", 0)


SERVER = """
    import asyncio
    from aiohttp import web
    from adapters import logs
    from adapters.server import Parts, Stage, create_app, serve
    from tests_server import parts

    async def slow(_):
        print("begun", flush=True)
        await asyncio.sleep(0.5)
        return web.Response(text="done")

    async def drain():
        await asyncio.sleep({drain})
        print("drained", flush=True)

    async def store():
        print("closed", flush=True)

    logs.configure()
    app = create_app(parts(mounts=[lambda a: a.router.add_get("/slow", slow)]))
    stages = [Stage("delivery", drain), Stage("store", store)]
    asyncio.run(serve(app, "127.0.0.1", 0, on_ready=lambda url: print(url, flush=True), closing=stages))
    print("over", flush=True)
"""


@pytest.fixture
def process(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    script = tmp_path / "server.py"
    script.write_text(textwrap.dedent(SERVER).format(drain=request.param))
    (tmp_path / "tests_server.py").write_text(Path(__file__).read_text())
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as started:  # fmt: skip
        yield started
        started.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.mark.parametrize("process", [0.2], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_drains_and_stops_the_process(
    process: subprocess.Popen[str], number: signal.Signals
) -> None:
    """A real process, a real signal, a request in flight: it is answered, everything is closed, the exit code is 0."""
    url = said(process)
    asked = asyncio.create_task(get(f"{url}/slow"))
    assert await asyncio.to_thread(said, process) == "begun"
    began = time.monotonic()
    process.send_signal(number)
    assert (await asked)[2] == "done"
    assert [await asyncio.to_thread(said, process) for _ in range(3)] == ["drained", "closed", "over"]
    assert await asyncio.to_thread(process.wait, 5) == 0
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("process", [30], indirect=True)
async def test_a_process_whose_delivery_hangs_is_gone_within_ten_seconds(
    process: subprocess.Popen[str],
) -> None:
    """The hard cap: the store is still closed, and nothing waits for an operator's patience."""
    said(process)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(said, process) == "closed"
    await asyncio.to_thread(process.wait, 12)
    assert time.monotonic() - began < 10.5


@pytest.mark.parametrize("process", [30], indirect=True)
async def test_a_second_signal_stops_at_once(process: subprocess.Popen[str]) -> None:
    """Whoever presses Ctrl-C twice means it."""
    said(process)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    await asyncio.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert await asyncio.to_thread(process.wait, 5) == 1
    assert time.monotonic() - began < 3
