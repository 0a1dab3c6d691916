"""A campaign: people add and finish actions, the clock nudges and posts digests, and processes are killed and frozen.

Afterwards the weather clears, everything settles, and the books are compared: what was acknowledged, what the log
holds, what stands on the platforms, what the outbox says of it.
"""

import asyncio
import contextlib
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import aiohttp

from adapters.teams.references import References
from bot.domain.actions import Action, Owner, Part, Source, Status
from bot.domain.clocks import today
from bot.domain.dues import on
from bot.domain.history import Verb
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState
from bot.domain.people import SYSTEM, Person, Role
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import ActionFilter, NewAction, NewAssignment, UnitOfWork
from store.store import SqlStore
from tests.adapters.slack.rig import buttons, payload, said
from tests.adapters.slack.workspace import Json
from tests.adapters.teams.issuer import TENANT
from tests.crash.fleet import Fleet
from tests.crash.platforms import StormySlack, StormyTeams

T = TypeVar("T")
SENDING = OutboxState.SENDING

BOARDS = 8
"""The first two of them have a channel in Teams as well."""
ON_TEAMS = 2
FIRST = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")
LAST = ("Oake", "Reed", "Stone", "Vale", "Wren")
OWNERS = len(FIRST) * len(LAST)
LONGEST_FREEZE = 3.0
SETTLING = 200
ADDS_A_BLOW = 4

APP_YAML = """
organisation: Northvale
data: {data}
server: {{host: 127.0.0.1, port: 0}}
delivery: {{in_flight: 10, send_timeout: 1, spread_digests: 0}}
platforms:
  slack: {{api_url: "{slack}"}}
  teams: {{emulator: true}}
"""


@dataclass(frozen=True)
class Plan:
    """How hard it is. `severed` is how often all sessions with the database are ended, `restarts` the server itself.

    `full` is how often the disk fills up under a process, for a while.
    """

    kills: int
    freezes: int
    replicas: int = 1
    severed: int = 0
    restarts: int = 0
    full: int = 0
    seed: int = 1

    @property
    def blows(self) -> int:
        return self.kills + self.freezes + self.severed + self.restarts + self.full


@dataclass
class Verdict:
    """What came of it. Each list names what should not be."""

    plan: Plan
    adds: int = 0
    dones: int = 0
    imports: int = 0
    nudges: int = 0
    digests: int = 0
    said: int = 0
    unknown: int = 0
    failed_after_arriving: int = 0
    pauses: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    doubled_on_teams: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    slowest_again: float = 0.0
    """Seconds until new work flowed, after the database was away or its disk full."""
    doubts_settled: float = 0.0
    """Seconds until nothing was in doubt any more, after the last blow."""

    def __str__(self) -> str:
        plan = self.plan
        return (
            f"{plan.replicas} process{'es' * (plan.replicas > 1)}, {plan.kills} kills, {plan.freezes} freezes"
            + (f", {plan.severed} times all sessions ended" if plan.severed else "")
            + (f", {plan.restarts} restarts of the database" if plan.restarts else "")
            + (f", {plan.full} times a full disk" if plan.full else "")
            + f": {self.adds} adds, {self.dones} done, {self.imports} minutes, {self.nudges} nudges, {self.digests} digests, "
            f"{self.said} messages; {self.failed_after_arriving} arrived and then failed, {self.pauses} asked for a "
            f"pause; {len(self.lost)} lost, {len(self.doubled)} doubled on Slack, "
            f"{len(self.doubled_on_teams)} on Teams, {self.unknown} unknown and listed"
            + (f"; new work within {self.slowest_again:.1f} s" if self.slowest_again else "")
            + f"; in doubt for {self.doubts_settled:.0f} s"
        )


class Campaign:
    """One board of books. `database` is SQLAlchemy's URL, None for a file in the folder."""

    def __init__(self, folder: Path, plan: Plan, database: str | None = None) -> None:
        self.folder = folder
        self.plan = plan
        self.database = database or f"sqlite:///{folder / 'data' / 'arising.db'}"
        self.given = database
        self.chance = random.Random(plan.seed)
        self.slack = StormySlack(random.Random(plan.seed + 1))
        self.teams = StormyTeams(random.Random(plan.seed + 2))
        self.verdict = Verdict(plan)
        self.refs: dict[int, str] = {}
        self.finished: set[int] = set()
        self.brought_in: set[int] = set()
        self.over = asyncio.Event()
        self.sever: Callable[[], None] = lambda: None
        self.restart: Callable[[], None] = lambda: None

    async def run(self) -> Verdict:
        await self.slack.start()
        await self.teams.server.start_server()
        fleet = Fleet(
            self.folder,
            self.plan.replicas,
            self.given,
            APP_YAML.format(data=self.folder / "data", slack=self.slack.api_url),
        )
        try:
            for n in range(OWNERS):
                self.slack.employ(f"U{n:03}", owner_name(n))
            await asyncio.to_thread(self._seed)
            await fleet.start()
            self.slack.stormy = self.teams.stormy = True
            timeout = aiohttp.ClientTimeout(total=4)
            async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
                people = [group.create_task(self._person(session, fleet, n)) for n in range(6)]
                people.append(group.create_task(self._clerk(session, fleet)))
                await self._mischief(session, fleet)
                self.over.set()
                await asyncio.gather(*people)
            self.slack.stormy = self.teams.stormy = False
            await self._settled()
        finally:
            await fleet.stop()
            await self.slack.close()
            await self.teams.server.close()
        await asyncio.to_thread(self._compare)
        return self.verdict

    # --- what goes on ------------------------------------------------------------------------------------------

    async def _mischief(self, session: aiohttp.ClientSession, fleet: Fleet) -> None:
        """Every blow in an order of chance, each a moment after the last one was survived."""
        plan = self.plan
        blows = ["kill"] * plan.kills + ["freeze"] * plan.freezes
        blows += ["sever"] * plan.severed + ["restart"] * plan.restarts + ["full"] * plan.full
        self.chance.shuffle(blows)
        for blow in blows:
            await asyncio.sleep(self.chance.uniform(0.1, 1.0))
            replica = self.chance.choice(fleet.replicas)
            match blow:
                case "kill":
                    await replica.kill()
                    await replica.start()
                case "freeze":
                    replica.freeze()
                    await asyncio.sleep(self.chance.uniform(0.2, LONGEST_FREEZE))
                    replica.thaw()
                case "sever":
                    await asyncio.to_thread(self.sever)
                case "restart":
                    began = monotonic()
                    await asyncio.to_thread(self.restart)
                    await self._flows_again(session, fleet, began)
                case "full":
                    replica.fill_disk(room=4096)
                    await asyncio.sleep(self.chance.uniform(0.5, LONGEST_FREEZE))
                    replica.fill_disk(room=None)
                    await self._flows_again(session, fleet, monotonic())

    async def _flows_again(self, session: aiohttp.ClientSession, fleet: Fleet, began: float) -> None:
        await self._add(session, fleet, 1_000_000 + len(self.refs))
        self.verdict.slowest_again = max(self.verdict.slowest_again, monotonic() - began)

    async def _person(self, session: aiohttp.ClientSession, fleet: Fleet, first: int) -> None:
        """Adds an action a second or so, and says of every third that it is done.

        Not without end: what is said in a channel goes at one a second, and all of it has to have been said.
        """
        number = first
        while not self.over.is_set() and number < ADDS_A_BLOW * self.plan.blows + 30:
            await self._add(session, fleet, number)
            if number % 3 == 0:
                await self._done(session, fleet, number)
            number += 6
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.over.wait(), 1.2)

    async def _add(self, session: aiohttp.ClientSession, fleet: Fleet, number: int) -> None:
        board = number % BOARDS
        words = f"add {errand(number)} by 30 days from now"
        answer = await fleet.ask(session, "slash_commands", self._command(words, board, f"a{number}"), number)
        found = re.search(r"B\d+-\d+", answer)
        assert found is not None, answer
        self.refs[number] = found[0]

    async def _done(self, session: aiohttp.ClientSession, fleet: Fleet, number: int) -> None:
        words = f"done {self.refs[number]} sent on Monday"
        command = self._command(words, number % BOARDS, f"d{number}")
        answer = await fleet.ask(session, "slash_commands", command, number + 1)
        assert self.refs[number] in answer, answer
        self.finished.add(number)

    async def _clerk(self, session: aiohttp.ClientSession, fleet: Fleet) -> None:
        """Brings in the minutes of one board after another, and puts all of them in the log."""
        for board in range(BOARDS):
            if self.over.is_set():
                break
            answer = await fleet.ask(
                session, "slash_commands", self._command(minutes(board), board, f"m{board}"), board
            )
            ids = buttons(json.loads(answer))
            sure = next(v for k, v in ids.items() if k.startswith("Accept all"))
            reviewed = await self._press(session, fleet, board, sure, "Put")
            put = next(v for k, v in buttons(reviewed).items() if k.startswith("Put"))
            await self._press(session, fleet, board, put, "Undo")
            self.brought_in.add(board)
            await asyncio.sleep(self.chance.uniform(0.5, 2.0))

    async def _press(
        self, session: aiohttp.ClientSession, fleet: Fleet, board: int, button: str, wanted: str
    ) -> Json:
        """Press until the answer has come, again and again as a person would: the first may have been lost."""
        name = f"{board}-{button.partition(':')[0]}"
        for again in itertools.count():
            press = payload(
                "button_ephemeral",
                button=button,
                trigger_id=f"p{name}-{again}",
                user__id="USAM",
                response_url=self.slack.response_url_of(name),
                channel__id=f"C{board}",
                container__channel_id=f"C{board}",
            )
            await fleet.ask(session, "interactive", press, again)
            for _ in range(30):
                for reply in self.slack.replied.get(name, []):
                    if any(label.startswith(wanted) for label in buttons(reply)):
                        return reply
                await asyncio.sleep(0.1)
        raise AssertionError("it is pressed until it answers")

    def _command(self, text: str, board: int, trigger: str) -> dict[str, Any]:
        return payload(
            "command",
            text=text,
            channel_id=f"C{board}",
            channel_name=f"board-{board}",
            trigger_id=trigger,
            response_url="",
        )

    # --- before and after --------------------------------------------------------------------------------------

    def _seed(self) -> None:
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC)
        store = SqlStore.open(self.database)
        try:
            store.transact_sync(lambda unit: self._boards(unit, now))
        finally:
            store.close_sync()
        references = References(self.folder / "data", self.teams.url)
        for n in range(ON_TEAMS):
            references.learn(TENANT, teams_channel(n), self.teams.url)
        references.close()

    def _boards(self, unit: UnitOfWork, now: datetime) -> None:
        """Everybody's nudge and every board's digest falls due while processes are being killed."""
        organisation = unit.add_organisation("Northvale")
        slack = unit.add_installation(organisation, Platform.SLACK, "T1")
        teams = unit.add_installation(organisation, Platform.TEAMS, TENANT)
        records = unit.within(organisation)
        zone = in_the_morning(now)
        whole = timedelta(seconds=1.5 * self.plan.blows + 5)

        def person(user: str, name: str) -> Person:
            made = records.people.add(name, zone, None)
            records.people.link(made.id, Platform.SLACK, "T1", user)
            records.places.add(slack.id, PlaceKind.DIRECT, "D" + user[1:], name, person=made.id)
            return made

        sam = person("USAM", "Sam Iqbal")
        owners = [person(f"U{n:03}", owner_name(n)) for n in range(OWNERS)]
        for n in range(BOARDS):
            board = records.boards.add(f"B{n}", f"Board {n}", zone, None)
            records.boards.set_next_digest(board.id, now + whole * ((n + 1) / (BOARDS + 1)))
            records.places.add(slack.id, PlaceKind.CHANNEL, f"C{n}", f"board-{n}", board=board.id)
            if n < ON_TEAMS:
                records.places.add(
                    teams.id, PlaceKind.CHANNEL, teams_channel(n), f"board-{n}", board=board.id
                )
            records.people.give_role(board.id, sam.id, Role.CLERK)
            for i, owner in enumerate(owners[n::BOARDS]):
                records.people.give_role(board.id, owner.id, Role.OFFICER)
                at = now + whole * ((i + 1) / (OWNERS // BOARDS + 1))
                line = NewAssignment(Owner.of(owner.id), Part.LEAD, next_nudge_at=at)
                new = NewAction(f"Standing errand {i}", on(today(now, zone)), (line,), sam.id, now, Source())
                records.actions.add(board.id, new)

    async def _settled(self) -> None:
        """Wait until nothing is on its way any more, nothing waits, and every nudge and digest has been said."""
        began, doubtful = (
            monotonic(),
            {r.id for r in await asyncio.to_thread(self._rows) if r.state is SENDING},
        )
        async with asyncio.timeout(SETTLING):
            while True:
                rows = await asyncio.to_thread(self._rows)
                states = Counter(row.state for row in rows)
                if doubtful:
                    doubtful &= {row.id for row in rows if row.state is SENDING}
                    self.verdict.doubts_settled = monotonic() - began
                kinds = Counter(row.kind for row in rows)
                if (
                    not states[OutboxState.WAITING]
                    and not states[SENDING]
                    and kinds[OutboxKind.NUDGE] == OWNERS
                    and kinds[OutboxKind.DIGEST] >= BOARDS + ON_TEAMS
                ):
                    return
                await asyncio.sleep(0.5)

    def _rows(self) -> list[OutboxRow]:
        return self._look(lambda unit: list(unit.outbox_rows(tuple(OutboxState), 100_000)))

    def _look(self, read: Callable[[UnitOfWork], T]) -> T:
        store = SqlStore.open(self.database, only_reading=True)
        try:
            return store.read_sync(read)
        finally:
            store.close_sync()

    # --- the books ---------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        verdict, rows = self.verdict, self._rows()
        on_teams = self._look(self._teams_rows)
        verdict.adds, verdict.dones = len(self.refs), len(self.finished)
        verdict.nudges = sum(row.kind is OutboxKind.NUDGE for row in rows)
        verdict.digests = sum(row.kind is OutboxKind.DIGEST for row in rows)
        verdict.said = self.slack.arrived.total() + self.teams.arrived.total()
        verdict.failed_after_arriving = self.slack.accepted_and_failed + self.teams.accepted_and_failed
        verdict.pauses = self.slack.paused + self.teams.paused
        self._compare_log()
        self._compare_cards()
        verdict.lost += [
            f"{row.key} is {row.state}: {row.reason}"
            for row in rows
            if row.kind is OutboxKind.REDRAW and row.state not in {OutboxState.SENT, OutboxState.SKIPPED}
        ]
        for row in rows:
            if row.kind is OutboxKind.REDRAW or row.id in on_teams:
                continue
            times = self.slack.arrived[f"{row.organisation}:{row.key}"]
            if times > 1:
                verdict.doubled.append(row.key)
            if row.state is not OutboxState.SENT or not times:
                # A card whose action was finished before it was drawn is drawn all the same: nothing is skipped here.
                verdict.lost.append(f"{row.key} is {row.state}: {row.reason}, arrived {times}")
        for row in rows:
            if row.id not in on_teams or row.kind is OutboxKind.REDRAW:
                continue
            times = self.teams.arrived[on_teams[row.id]]
            if times > 1:
                verdict.doubled_on_teams.append(on_teams[row.id])
            if row.state is OutboxState.UNKNOWN:
                verdict.unknown += 1
            elif row.state is not OutboxState.SENT:
                verdict.lost.append(f"{row.key} is {row.state}: {row.reason}")
            elif not times:
                verdict.unlisted.append(f"{row.key} is sent, and is not there")

    def _compare_log(self) -> None:
        """Every acknowledged add is there once, and is complete once where that was acknowledged."""

        def read(unit: UnitOfWork) -> dict[str, list[Action]]:
            records = unit.within(unit.organisations()[0])
            log = records.log(SYSTEM)
            found: dict[str, list[Action]] = {}
            for board in records.boards.all():
                for action in log.listed(board.id, ActionFilter()):
                    found.setdefault(action.what, []).append(action)
                    done = [e for e in log.entries(action.id) if e.verb is Verb.COMPLETED]
                    if len(done) > 1:
                        self.verdict.doubled.append(f"done said twice of {action.what}")
            return found

        found = self._look(read)
        self.verdict.imports = len(self.brought_in)
        for board in range(BOARDS):
            kept = [len(found.get(what, [])) for what in agreed(board)]
            if max(kept) > 1:
                self.verdict.doubled.append(f"minutes of board {board}: {kept}")
            elif len(set(kept)) > 1 or (board in self.brought_in and not all(kept)):
                self.verdict.lost.append(f"minutes of board {board}: {kept}")
        for number in self.refs:
            kept = found.get(errand(number), [])
            if len(kept) != 1:
                (self.verdict.doubled if kept else self.verdict.lost).append(errand(number))
            elif number in self.finished and kept[0].status is not Status.COMPLETE:
                self.verdict.lost.append(f"done of {errand(number)}")

    def _compare_cards(self) -> None:
        """A card shows how its action stands, whatever happened between the change and its redrawing."""
        cards = {
            found[0]: said(message)
            for n in range(BOARDS)
            for message in self.slack.messages.get(f"C{n}", [])
            if (found := re.search(r"^B\d+-\d+(?= ·)", said(message)))
        }
        for number in self.finished:
            if "✓ Complete" not in cards.get(self.refs[number], ""):
                self.verdict.lost.append(f"the card of {errand(number)} does not say that it is complete")

    def _teams_rows(self, unit: UnitOfWork) -> dict[int, str]:
        """Which rows go to Teams, and what their messages begin with there."""
        records = unit.within(unit.organisations()[0])
        log = records.log(SYSTEM)
        found: dict[int, str] = {}
        for row in unit.outbox_rows(tuple(OutboxState), 100_000):
            if row.place is None or records.places.installation(row.place).platform is not Platform.TEAMS:
                continue
            if row.kind is OutboxKind.REDRAW:
                found[row.id] = ""
            elif row.kind is OutboxKind.CARD:
                action = log.action(row.about["action"])
                assert action is not None
                found[row.id] = records.boards.get(action.board).ref(action.number)
            elif "import" in row.about:
                found[row.id] = f"minutes of {records.boards.get(row.about['board']).name}"
            else:
                found[row.id] = records.boards.get(row.about["board"]).name
        return found


def errand(number: int) -> str:
    return f"Errand {number} of many"


def owner_name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST)]}"


def agreed(board: int) -> list[str]:
    """What is agreed in the minutes of a board."""
    things = ("the winter timetable", "the library roof", "the new charter", "the parking", "the away day")
    return [f"Write to residents of area {board} about {thing}" for thing in things]


def minutes(board: int) -> str:
    lines = [
        f"ACTION: {owner_name(board + len(FIRST) * n)} to {what[:1].lower() + what[1:]}."
        for n, what in enumerate(agreed(board))
    ]
    return f"minutes\nBoard {board}\nMinutes of the meeting held yesterday\n\n1. Business\n" + "\n".join(
        lines
    )


def teams_channel(number: int) -> str:
    return f"19:board{number}@thread.tacv2"


def in_the_morning(now: datetime) -> str:
    """A zone where it is about ten o'clock: nudges may be said there for hours."""
    ahead = (10 - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
