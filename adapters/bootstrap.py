"""Wires everything: the only file that knows all the parts. Nothing is built at import."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from adapters import platforms
from adapters.config import Settings
from adapters.connecting import NotSetUp
from adapters.delivery import Delivery
from adapters.handling import Handling
from adapters.metrics import Metrics
from adapters.playground import demo as playground
from adapters.playground.hosting import DEMO_FILE
from adapters.scheduling import AgreedClock, Clock
from adapters.server import Parts, Stage, create_app
from adapters.serving import serve_all, tick_all
from adapters.tidying import Tidying
from bot import core
from bot.domain.ids import OutboxId
from bot.messages import Platform
from bot.ports import Sender
from store import migrate as migrate_schema
from store.keeping.rows import Refusal
from store.lock import AlreadyRunning
from store.migrate import SchemaTooNew, SchemaTooOld
from store.store import CannotWrite, DatabaseAway, SqlStore

REFUSALS: tuple[type[Exception], ...] = (
    AlreadyRunning,
    CannotWrite,
    DatabaseAway,
    SchemaTooNew,
    SchemaTooOld,
    NotSetUp,
    Refusal,
)
"""Errors whose text is meant for the operator."""

PASSING: tuple[type[Exception], ...] = (DatabaseAway,)
"""Those of them another start may mend: whoever looks after the process starts it again."""


def open_store(settings: Settings, *, only_reading: bool = False, beside: bool = False) -> SqlStore:
    """The database of this installation, its schema brought up to date; `beside` the process that serves it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    url, usual = settings.database.get_secret_value(), settings.boards.defaults.rules
    return SqlStore.open(url, only_reading=only_reading, beside=beside, usual=usual)


@contextmanager
def beside(settings: Settings) -> Iterator[SqlStore]:
    """The database, to change something in while the bot may be running."""
    store = open_store(settings, beside=True)
    try:
        yield store
    finally:
        store.close_sync()


def say_again(settings: Settings, ids: Sequence[int], now: datetime) -> Mapping[OutboxId, str | None]:
    """Try these rows again, or all that failed: why not, for each that is not."""
    with beside(settings) as store:
        rows = [OutboxId(each) for each in ids]
        return store.transact_sync(lambda unit: core.say_again(unit, rows, now))


def schema(settings: Settings) -> tuple[str | None, str]:
    """The revision the database is at, None where there is none yet; and the one this version works on."""
    return migrate_schema.current(settings.database.get_secret_value()), migrate_schema.head()


def migrate(settings: Settings) -> tuple[str | None, str]:
    """Bring the database up to date; the revision before and after."""
    settings.data.mkdir(parents=True, exist_ok=True)
    before, after = schema(settings)
    migrate_schema.upgrade(settings.database.get_secret_value())
    return before, after


def demo_settings(data: Path) -> Settings:
    """The settings that find a demo's database."""
    return Settings(data=data, database_url=SecretStr(f"sqlite:///{data / DEMO_FILE}"))


async def run(settings: Settings, *, on_ready: Callable[[str], object] | None = None) -> None:
    """Serve until told to stop."""
    platforms.check(settings)
    store = open_store(settings)
    senders: dict[Platform, Sender] = {}
    metrics = Metrics()
    delivery = Delivery(
        store,
        senders,
        in_flight=settings.delivery.in_flight,
        send_timeout=settings.delivery.send_timeout,
        observed=metrics.sent,
        fence=store.fence,
    )
    loop = asyncio.get_running_loop()
    delivery.rings(store.listen(lambda: loop.call_soon_threadsafe(delivery.look)))
    time = AgreedClock(store.moment)
    handling = Handling(store, delivery, metrics, time.now)

    tidying = Tidying(store, settings.retention.rule)

    async def tick() -> None:
        now = await time.agree()
        handled = await tick_all(store, now, timedelta(minutes=settings.delivery.spread_digests))
        await tidying.step(now)
        (delivery.wake if handled else delivery.look)()

    clock = Clock(tick, metrics)
    try:
        connected = await platforms.connect(settings, store, handling, time.now)
    except BaseException:
        await store.close()
        raise
    senders.update({each.platform: each.sender for each in connected})
    mounts = [each.mount for each in connected]
    parts = Parts(store=store, metrics=metrics, now=time.now, tick_age=clock.age, mounts=mounts)
    await serve_all(
        create_app(parts),
        settings.server.host,
        settings.server.port,
        store,
        delivery,
        time.now,
        clock,
        on_ready,
        [Stage(each.platform.value, each.close) for each in connected],
    )


async def demo(
    port: int,
    data: Path,
    *,
    open_browser: bool,
    on_ready: Callable[[str], object] | None = None,
) -> None:
    """The playground on loopback, on an invented board, until told to stop. Nothing of it leaves the machine."""
    await playground.demo(port, data, SqlStore.open, open_browser=open_browser, on_ready=on_ready)
