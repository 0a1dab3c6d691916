"""Wires everything: the only file that knows all the parts. Nothing is built at import."""

import asyncio
import contextlib
import json
import webbrowser
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import structlog
from aiohttp import web
from pydantic import SecretStr

from adapters.config import Settings
from adapters.delivery import Delivery
from adapters.doctor import Finding
from adapters.handling import Handling
from adapters.metrics import Metrics
from adapters.playground import seed
from adapters.playground.app import playground_app
from adapters.playground.clock import DemoClock
from adapters.playground.exchange import Exchange
from adapters.playground.host import PersonFacts
from adapters.playground.platform import Platform as PlaygroundFile
from adapters.playground.records import WORKSPACE
from adapters.playground.sender import PlaygroundSender
from adapters.scheduling import AgreedClock, Clock
from adapters.server import Parts, Stage, create_app, serve
from bot import core
from bot.domain.ids import OutboxId, PersonId
from bot.domain.meetings import next_meeting
from bot.domain.people import Person
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import Installation, Sender, UnitOfWork
from store import migrate as migrate_schema
from store.lock import AlreadyRunning
from store.migrate import SchemaTooNew, SchemaTooOld
from store.store import DatabaseAway, Health, SqlStore

if TYPE_CHECKING:
    from adapters.slack.app import Access
    from adapters.teams.settings import TeamsSettings

log = structlog.get_logger(__name__)

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
DEMO_FILE = "demo.sqlite3"


class NotSetUp(Exception):  # noqa: N818 - its text is for the operator
    """A platform lacks something it cannot do without, or does not let the bot in."""


REFUSALS: tuple[type[Exception], ...] = (
    AlreadyRunning,
    DatabaseAway,
    SchemaTooNew,
    SchemaTooOld,
    NotSetUp,
)
"""Errors whose text is meant for the operator."""

_A_BATCH = 500


def open_store(settings: Settings, *, only_reading: bool = False) -> SqlStore:
    """The database of this installation, its schema brought up to date."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return SqlStore.open(settings.database.get_secret_value(), only_reading=only_reading)


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


async def tick_all(store: "SqlStore | DemoStore", now: datetime) -> None:
    """Tick until nothing is due any more."""
    while await store.transact(lambda unit: core.tick(unit, now, _A_BATCH)):
        pass


async def run(settings: Settings, *, on_ready: Callable[[str], object] | None = None) -> None:
    """Serve until told to stop."""
    access = slack_access(settings)
    store = open_store(settings)
    senders: dict[Platform, Sender] = {}
    mounts: list[Callable[[web.Application], object]] = []
    closing: list[Stage] = []
    metrics = Metrics()
    delivery = Delivery(
        store,
        senders,
        in_flight=settings.delivery.in_flight,
        send_timeout=settings.delivery.send_timeout,
        observed=_counted(metrics),
        fence=store.fence,
    )
    time = AgreedClock(store.moment)
    handling = Handling(store, delivery, metrics, time.now)
    if settings.platforms.teams is not None:
        from adapters.teams.app import outward, teams_app

        out = outward(teams_settings(settings), settings.data)
        teams = teams_app(out, store, handling, time.now)
        senders[Platform.TEAMS] = teams.sender
        mounts.append(teams.mount)
        closing.append(Stage("teams", teams.close))

    async def tick() -> None:
        now = await time.agree()
        await tick_all(store, now)
        await store.transact(lambda unit: core.forget(unit, now))
        delivery.wake()

    clock = Clock(tick, metrics)
    try:
        if access is not None:
            from adapters.slack.app import CannotConnect, Slack

            slack = Slack(access, handling)
            try:
                senders[Platform.SLACK] = await slack.start()
            except CannotConnect as refused:
                raise NotSetUp(str(refused)) from refused
            mounts.append(slack.mount)
            closing.append(Stage("slack", slack.close))
    except BaseException:
        await store.close()
        raise
    parts = Parts(store=store, metrics=metrics, now=time.now, tick_age=clock.age, mounts=mounts)
    await _serve(
        create_app(parts),
        settings.server.host,
        settings.server.port,
        store,
        delivery,
        time.now,
        clock,
        on_ready,
        closing,
    )


def teams_package(settings: Settings, version: str, website: str) -> bytes:
    """The app package for Teams."""
    from adapters.teams import manifest as teams_manifest

    return teams_manifest.package(_revealed(settings.microsoft_app_id), version, website)


def teams_settings(settings: Settings) -> "TeamsSettings":
    """What Teams has to know."""
    from adapters.teams.settings import TeamsSettings

    teams = settings.platforms.teams
    assert teams is not None, "only asked where Teams is set up"
    own = _revealed(settings.microsoft_app_tenant_id)
    return TeamsSettings(
        app_id=_revealed(settings.microsoft_app_id) or "emulator",
        password=_revealed(settings.microsoft_app_password),
        tenants=() if teams.emulator else (own, *teams.tenants),
        login_tenant=own or "botframework.com",
        emulator=teams.emulator,
        organisation=settings.organisation,
        board_makers=teams.board_makers,
    )


def slack_access(settings: Settings) -> "Access | None":
    """What is needed to reach Slack; None where it is not used.

    Raises:
        NotSetUp: a secret is missing.
    """
    slack = settings.platforms.slack
    if slack is None:
        return None
    from adapters.slack.app import Access

    token, signing = settings.slack_bot_token, settings.slack_signing_secret
    app = settings.slack_app_token if slack.mode == "socket" else None
    needed = {"SLACK_BOT_TOKEN": token}
    needed |= {"SLACK_APP_TOKEN": app} if slack.mode == "socket" else {"SLACK_SIGNING_SECRET": signing}
    missing = [name for name, secret in needed.items() if not _revealed(secret)]
    if missing:
        raise NotSetUp(
            f"platforms.slack needs {' and '.join(missing)} in the environment or in .env. "
            "docs/install-slack.md says where Slack shows it."
        )
    return Access(
        bot_token=_revealed(token),
        organisation=settings.organisation,
        signing_secret=_revealed(signing),
        app_token=_revealed(app),
        api_url=slack.api_url,
        reactions={slack.reactions.propose: "propose", slack.reactions.done: "tick"},
        makers=slack.board_makers,
    )


def manifest(platform: str, settings: Settings) -> str:
    """What is pasted into a platform to make the app there, as JSON.

    Raises:
        NotSetUp: the platform could not reach it.
    """
    assert platform == Platform.SLACK.value
    from adapters.slack import manifest as slack_manifest

    slack = settings.platforms.slack
    try:
        made = slack_manifest.manifest(
            url=settings.server.url, by_socket=slack is not None and slack.mode == "socket"
        )
    except ValueError as error:
        raise NotSetUp(str(error)) from None
    return json.dumps(made, indent=2, ensure_ascii=False)


def examine_platforms(settings: Settings) -> Sequence[Finding]:
    """Whether each platform lets the bot in, and reaches it: the platforms themselves are asked."""
    return [*_examine_slack(settings), *_examine_teams(settings)]


def _examine_teams(settings: Settings) -> Sequence[Finding]:
    if settings.platforms.teams is None:
        return []
    from adapters.teams import checks

    return [checks.finding(teams_settings(settings))]


def _examine_slack(settings: Settings) -> Sequence[Finding]:
    try:
        access = slack_access(settings)
    except NotSetUp as error:
        return [Finding("slack", False, str(error), "Put it there, then ask the doctor again.")]
    if access is None:
        return []
    from adapters.slack.examination import examine

    return asyncio.run(examine(access, settings.server.url))


def _revealed(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""


async def _serve(
    app: web.Application,
    host: str,
    port: int,
    store: "SqlStore | DemoStore",
    delivery: Delivery,
    now: Callable[[], datetime],
    clock: Clock | None,
    on_ready: Callable[[str], object] | None,
    closing: Sequence[Stage] = (),
) -> None:
    """Start the clock and delivery, serve, and stop them in the order that loses nothing."""
    await asyncio.to_thread(core.warm)
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


def _counted(metrics: Metrics) -> Callable[[str, str], None]:
    return lambda platform, outcome: metrics.sends.labels(platform, outcome).inc()


# --- the demo --------------------------------------------------------------------------------------------------


async def demo(
    port: int,
    data: Path,
    *,
    open_browser: bool,
    on_ready: Callable[[str], object] | None = None,
) -> None:
    """The playground on loopback, on an invented board, until told to stop. Nothing of it leaves the machine."""
    store = DemoStore(data)
    platform = PlaygroundFile(data)
    sender = PlaygroundSender(platform)
    metrics = Metrics()
    delivery = Delivery(store, {Platform.PLAYGROUND: sender}, observed=_counted(metrics))
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

    await _serve(
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


class DemoStore:
    """The demo's database, which can be started again from nothing. See bot.ports.Store."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / DEMO_FILE
        self._store = SqlStore.open(self._path)

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._store.transact(work)

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._store.read(work)

    async def health(self) -> Health:
        return await self._store.health()

    async def start_again(self) -> None:
        """Forget everything. Whoever calls it sees that nobody else is using the store."""
        await self._store.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._store = SqlStore.open(self._path)

    async def close(self) -> None:
        await self._store.close()


class DemoHost:
    """The bot behind the playground: implements adapters.playground.host.Host on the core."""

    def __init__(
        self, store: DemoStore, platform: PlaygroundFile, delivery: Delivery, metrics: Metrics
    ) -> None:
        self._store = store
        handling = Handling(store, delivery, metrics, lambda: platform.now)
        self.handle = handling.handle
        self.said = handling.said
        self._platform = platform
        self._delivery = delivery
        self._clock = DemoClock(platform, self._next_moment, self.catch_up)
        self.exchange = Exchange(platform, self)

    async def settled(self, rows: Sequence[int], timeout: float) -> Sequence[str]:  # noqa: ASYNC109 - see the port
        found = await self._delivery.settled([OutboxId(r) for r in rows], timeout)
        return [core.message_key(row) for row in found]

    async def move_clock(self, to: datetime) -> None:
        await self._clock.move_to(to)

    async def catch_up(self, now: datetime) -> None:
        """Do everything that is due at this moment of demo time, and say what came of it."""
        await tick_all(self._store, now)
        await self._delivery.settle_doubts(now)
        await self._delivery.drain(now)

    async def reset(self, *, sample: bool, now: datetime | None) -> None:
        start = (now or seed.SAMPLE_NOW).astimezone(UTC)
        await self._delivery.paused(partial(self._wipe, seed.before_sample(start) if sample else start))
        await self.exchange.welcome()
        if sample:
            await seed.play_sample(self.exchange, self._clock, start)

    async def _wipe(self, start: datetime) -> None:
        await self._store.start_again()
        self._platform.wipe(start)
        await self._store.transact(lambda unit: seed.seed(unit, start))
        seed.furnish(self._platform)

    async def newcomers(self) -> Sequence[Person]:
        def look(unit: UnitOfWork) -> Sequence[Person]:
            here = _here(unit)
            records = unit.within(here.organisation)
            return records.people.without_identity(Platform.PLAYGROUND, WORKSPACE)

        return await self._store.read(look)

    async def enrol(self, person: int, handle: str, address: str, place_name: str) -> None:
        def write(unit: UnitOfWork) -> None:
            here = _here(unit)
            records = unit.within(here.organisation)
            who = PersonId(person)
            if records.people.address_on(who, Platform.PLAYGROUND, WORKSPACE) is None:
                records.people.link(who, Platform.PLAYGROUND, WORKSPACE, handle)
            if not records.places.direct_to(who):
                records.places.add(here.id, PlaceKind.DIRECT, address, place_name, person=who)

        await self._store.transact(write)

    async def next_meeting_at(self) -> datetime | None:
        now = self._platform.now

        def look(unit: UnitOfWork) -> datetime | None:
            records = unit.within(_here(unit).organisation)
            board = records.boards.by_code(seed.BOARD_CODE)
            found = next_meeting(records.meetings.of_board(board.id), now) if board else None
            return found.starts_at if found else None

        return await self._store.read(look)

    async def people_facts(self) -> Sequence[PersonFacts]:
        def look(unit: UnitOfWork) -> Sequence[PersonFacts]:
            records = unit.within(_here(unit).organisation)
            board = records.boards.by_code(seed.BOARD_CODE)
            members = records.people.roster(board.id).members if board else ()
            return [PersonFacts(m.person.id, m.person.name, m.role.value, m.person.partner) for m in members]

        return await self._store.read(look)

    async def _next_moment(self) -> datetime | None:
        return await self._store.read(lambda unit: unit.next_moment())


def _here(unit: UnitOfWork) -> Installation:
    found = unit.installation(Platform.PLAYGROUND, WORKSPACE)
    assert found is not None, "the playground has been seeded"
    return found
