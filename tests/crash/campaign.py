"""A campaign: people add and finish actions, the clock nudges and posts digests, and processes are killed and frozen.

Afterwards the weather clears, everything settles, and the books are compared: what was acknowledged, what the log
holds, what stands on the platforms, what the outbox says of it.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import aiohttp

from adapters.teams.references import References
from bot.domain.outbox import OutboxState
from store.store import SqlStore
from tests.adapters.teams.issuer import TENANT
from tests.crash.blows import Blows
from tests.crash.books import Books
from tests.crash.fleet import Fleet
from tests.crash.forking import Nursery, nursery
from tests.crash.in_hand import OneFile, Sessions
from tests.crash.people import People
from tests.crash.plan import Plan, Verdict
from tests.crash.platforms import StormySlack, StormyTeams
from tests.crash.seeding import owner_name, seed, teams_channel

SETTLING = 200
NEW_WORK = 1_000_000

APP_YAML = """
organisation: Northvale
data: {data}
server: {{host: 127.0.0.1, port: 0}}
delivery: {{in_flight: 10, send_timeout: 2, spread_digests: 0}}
platforms:
  slack: {{api_url: "{slack}"}}
  teams: {{emulator: true}}
"""


class Campaign:
    """One board of books. `database` is SQLAlchemy's URL, None for a file in the folder."""

    def __init__(self, folder: Path, plan: Plan, database: str | None = None) -> None:
        self.folder = folder
        self.plan = plan
        self.file = folder / "data" / "arising.db"
        self.database = database or f"sqlite:///{self.file}"
        self.sessions = Sessions(database) if database is not None else None
        self.books = Books(self.database, plan)
        self.chance = random.Random(plan.seed)
        self.slack = StormySlack(random.Random(plan.seed + 1))
        self.teams = StormyTeams(random.Random(plan.seed + 2))
        self.verdict = Verdict(plan)
        self.innocent = False
        """It came to its end, and no promise was broken."""
        self.sever: Callable[[], None] = lambda: None
        self.restart: Callable[[], None] = lambda: None

    async def run(self) -> Verdict:
        await self.slack.start()
        await self.teams.server.start_server()
        database = self.sessions or OneFile(self.file)
        try:
            for n in range(self.plan.owners):
                self.slack.employ(f"U{n:03}", owner_name(n))
            await asyncio.to_thread(self._seed)
            with nursery() as parent:
                fleet = self._fleet(parent)
                try:
                    await fleet.start()
                    people = await self._all_that_happens(fleet, database)
                finally:
                    await fleet.stop()
        finally:
            database.close()
            await self.slack.close()
            await self.teams.server.close()
        await asyncio.to_thread(self.books.compare, self.verdict, people, self.slack, self.teams)
        self.innocent = not self.verdict.breaches
        return self.verdict

    async def _all_that_happens(self, fleet: Fleet, database: OneFile | Sessions) -> People:
        began = monotonic()
        self.slack.stormy = self.teams.stormy = True
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=4)) as session:
            people = People(self.plan, self.slack, fleet, session, self.chance)
            blows = Blows(
                self.plan,
                fleet,
                self.slack,
                self.teams,
                database,
                self.chance,
                lambda: people.add(NEW_WORK + len(people.refs)),
                self.sever,
                self.restart,
                self.verdict.met,
            )
            async with asyncio.TaskGroup() as group:
                group.create_task(people.all_day())
                await blows.in_the_storm()
                people.over.set()
        self.slack.stormy = self.teams.stormy = False
        await blows.in_the_calm()
        await self._settled()
        self.verdict.slowest_again = blows.slowest_again
        self.verdict.seconds = monotonic() - began
        return people

    def _fleet(self, parent: Nursery) -> Fleet:
        databases = [
            self.sessions.admit(n) if self.sessions is not None else None for n in range(self.plan.replicas)
        ]
        app_yaml = APP_YAML.format(data=self.folder / "data", slack=self.slack.api_url)
        return Fleet(parent, self.folder, databases, app_yaml)

    def _seed(self) -> None:
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        store = SqlStore.open(self.database)
        try:
            store.transact_sync(lambda unit: seed(unit, self.plan, now))
        finally:
            store.close_sync()
        references = References(self.folder / "data", self.teams.url)
        for n in range(self.plan.on_teams):
            references.learn(TENANT, teams_channel(n), self.teams.url)
        references.close()

    async def _settled(self) -> None:
        """Wait until nothing is on its way any more, nothing waits, and every nudge and digest has been said."""
        began = monotonic()
        rows = await asyncio.to_thread(self.books.rows)
        doubtful = {row.id for row in rows if row.state is OutboxState.SENDING}
        while (left := self.books.unsettled(rows)) and monotonic() - began < SETTLING:
            if doubtful:
                doubtful &= {row.id for row in rows if row.state is OutboxState.SENDING}
                self.verdict.doubts_settled = monotonic() - began
            await asyncio.sleep(0.5)
            rows = await asyncio.to_thread(self.books.rows)
        self.verdict.settling = monotonic() - began
        self.verdict.lost += [f"{each}, after {SETTLING} seconds in which nothing happened" for each in left]
