"""A thousand messages that do nothing: written and drained, beside procrastinate on the same PostgreSQL.

    python -m bench.drains

Ours are cards: each is composed from the log, its attempt committed, sent, remembered as a post and marked. procrastinate
enqueues a thousand jobs and runs them, as many at once. APScheduler's own job store is measured too, for what falls due
at one moment; it keeps no history and sends nothing.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import structlog

from adapters.delivery import Delivery
from bot.domain.outbox import OutboxKind, Outcome, Sent
from bot.domain.pace import UNLIMITED
from bot.domain.people import SYSTEM
from bot.messages import Outgoing, Platform
from bot.ports import NewRow, UnitOfWork
from store.store import SqlStore
from tests import postgres
from tests.world import World

MESSAGES = 1_000
AT_ONCE = 50
ROUNDS = 3


class Nothing:
    """A platform that takes everything at once."""

    settles_after = 0.0
    can_be_asked = True
    limits = UNLIMITED

    def __init__(self) -> None:
        self.count = 0

    async def send(self, message: Outgoing) -> Outcome:
        self.count += 1
        return Sent(message.key)

    async def find(self, message: Outgoing) -> str | None:
        return message.key


def ours(url: str | Path, round_: int) -> tuple[float, float]:
    """Seconds to write a thousand messages, and seconds to drain them."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    store = SqlStore.open(url)
    world = World.on(store, workspace=f"W{round_}", code=f"B{round_}")
    world.say("sam", "add A thing @hayley by 17 Feb")
    world.drain()
    action = world.action(1).id

    def write(unit: UnitOfWork, number: int) -> None:
        records = world.records(unit)
        place = records.places.of_board(records.log(SYSTEM).action(action).board)[0]
        new = NewRow(
            key=f"again:{number}",
            kind=OutboxKind.CARD,
            lane=f"again:{number}",
            not_before=world.now,
            place=place.id,
            about={"action": action},
        )
        assert records.outbox.put(new, None, world.now) is not None

    async def run() -> tuple[float, float]:
        sender = Nothing()
        delivery = Delivery(store, {Platform.PLAYGROUND: sender}, in_flight=AT_ONCE, fence=store.fence)
        began = perf_counter()
        waiting = iter(range(MESSAGES))

        async def client() -> None:
            for number in waiting:
                await store.transact(lambda unit, number=number: write(unit, number))

        await asyncio.gather(*(client() for _ in range(AT_ONCE)))
        written = perf_counter() - began
        began = perf_counter()
        await delivery.drain(world.now)
        assert sender.count == MESSAGES, sender.count
        return written, perf_counter() - began

    found = asyncio.run(run())
    store.close_sync()
    return found


def procrastinates(url: str) -> tuple[float, float]:
    """Seconds to enqueue a thousand jobs, and seconds to run them."""
    import procrastinate

    async def run() -> tuple[float, float]:
        app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=url.replace("+psycopg", ""), min_size=4, max_size=AT_ONCE
            )
        )
        done = 0

        @app.task
        async def nothing(number: int) -> None:  # noqa: ARG001
            nonlocal done
            done += 1

        async with app.open_async():
            if not await app.check_connection_async():
                await app.schema_manager.apply_schema_async()
            began = perf_counter()
            waiting = iter(range(MESSAGES))

            async def client() -> None:
                for number in waiting:
                    await nothing.defer_async(number=number)

            await asyncio.gather(*(client() for _ in range(AT_ONCE)))
            written = perf_counter() - began
            began = perf_counter()
            await app.run_worker_async(
                wait=False, concurrency=AT_ONCE, install_signal_handlers=False, listen_notify=False
            )
            assert done == MESSAGES, done
            return written, perf_counter() - began

    return asyncio.run(run())


def apschedulers(path: Path) -> tuple[float, float]:
    """Seconds to add a thousand jobs to APScheduler's SQL job store, and seconds to find those due and take them out."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone=UTC)
    store = SQLAlchemyJobStore(url=f"sqlite:///{path}")
    scheduler.add_jobstore(store)
    scheduler.start(paused=True)
    soon = datetime.now(UTC) + timedelta(hours=1)
    began = perf_counter()
    for n in range(MESSAGES):
        scheduler.add_job(print, "date", run_date=soon, args=[n], id=str(n))
    written = perf_counter() - began
    began = perf_counter()
    due = store.get_due_jobs(soon)
    for job in due:
        store.remove_job(job.id)
    took = perf_counter() - began
    assert len(due) == MESSAGES
    scheduler.shutdown(wait=False)
    return written, took


def _median(runs: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)


def measure() -> dict[str, str]:
    mine, theirs, files, jobs = [], [], [], []
    with postgres.serving() as server, server.database() as url, server.database() as other:
        for n in range(ROUNDS):
            mine.append(ours(url, n))
            theirs.append(procrastinates(other))
    with tempfile.TemporaryDirectory() as folder:
        for n in range(ROUNDS):
            files.append(ours(Path(folder) / f"{n}.db", n))
            jobs.append(apschedulers(Path(folder) / f"jobs{n}.db"))
    figures: dict[str, str] = {}

    def row(name: str, found: tuple[float, float]) -> float:
        both = found[0] + found[1]
        figures[name] = f"{MESSAGES / both:,.0f}"
        figures[f"  of which: written {MESSAGES / found[0]:,.0f}, drained"] = f"{MESSAGES / found[1]:,.0f}"
        return both

    a = row("no-op messages a second, written and drained, PostgreSQL", _median(mine))
    b = row("procrastinate, the same", _median(theirs))
    figures["  ratio to it (at least 2)"] = f"{b / a:.2f}"
    c = row("no-op messages a second, written and drained, SQLite", _median(files))
    d = row("APScheduler's job store on SQLite, added and taken out", _median(jobs))
    figures["  ratio to it"] = f"{d / c:.2f}"
    return figures


def _show(measured: Callable[[], dict[str, str]]) -> None:
    for name, figure in measured().items():
        print(f"{name:64} {figure:>10}")


if __name__ == "__main__":
    _show(measure)
