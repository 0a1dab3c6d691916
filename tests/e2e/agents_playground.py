"""The Microsoft 365 Agents Playground in front of `arising run`, each in a process of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import core
from bot.domain.calendars import USUAL_NATION, calendar
from bot.domain.clocks import today
from bot.domain.people import SYSTEM, Role
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Mention, Platform, Where
from bot.ports import UnitOfWork
from store.store import SqlStore

ROOT = Path(__file__).parents[2]
NODE_FOLDER = ROOT / "tests" / "node"
PROGRAM = NODE_FOLDER / "node_modules" / ".bin" / "agentsplayground"
TENANT = "northvale-tenant"
CHANNEL, GROUP, PERSONAL = "19:announcements@thread.tacv2", "19:group@thread.v2", "a:personal-sam"
SAM, HAYLEY = "29:sam", "29:hayley"


def _user(identity: str, name: str) -> str:
    first, _, last = name.partition(" ")
    mail = f"{first.lower()}@example.com"
    return (
        f'{{id: "{identity}", name: {name}, userPrincipleName: {mail}, aadObjectId: "aad-{first.lower()}", '
        f"givenName: {first}, surname: {last}, email: {mail}}}"
    )


# The playground wants five besides the one who types, exactly.
_OTHERS = {
    "hayley": "Hayley Marsh",
    "priya": "Priya Nair",
    "diane": "Diane Ward",
    "tom": "Tom Reid",
    "kim": "Kim Osei",
}

CONFIG = f"""
version: "0.1.1"
tenantId: {TENANT}
bot: {{id: "28:arising", name: Matters Arising}}
currentUser: {_user(SAM, "Sam Iqbal")}
users: [{", ".join(_user(f"29:{its}", name) for its, name in _OTHERS.items())}]
personalChat: {{id: "{PERSONAL}"}}
groupChat: {{id: "{GROUP}", name: Working group}}
team:
  id: "19:team@thread.tacv2"
  name: Northvale
  aadGroupId: 00000000-0000-0000-0000-000000000031
  channels:
    - {{id: "{CHANNEL}", name: Board}}
"""

APP_YAML = """
organisation: Northvale
data: data
server: {host: 127.0.0.1, port: %d}
platforms:
  teams:
    emulator: true
"""


NUDGED_AFTER = 25
"""Seconds: the bot has started by then, and the page is open."""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def office_hours(now: datetime) -> str:
    """A zone where it is about noon now, so that a nudge may be said whenever the test runs."""
    offset = 12 - now.astimezone(UTC).hour
    return f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT"


def days_to_wednesday(now: datetime) -> int:
    """Nobody is nudged at a weekend or on a bank holiday, and on some days "by Friday" is asked about."""
    is_worked = calendar(USUAL_NATION)
    wednesdays = range((2 - now.weekday()) % 7, 28, 7)
    return next(n for n in wednesdays if is_worked((now + timedelta(days=n)).date()))


def seed(data: Path, now: datetime) -> None:
    """A board with its log in the team's channel and the group; an action of Sam's that is due today."""
    data.mkdir(parents=True, exist_ok=True)
    store = SqlStore.open(data / "arising.db")
    zone = office_hours(now)
    try:
        store.transact_sync(lambda unit: _board(unit, zone))
        words = f"add Circulate the away day outcomes @Sam Iqbal by {today(now, zone):%d %B %Y}"
        at = words.index("@Sam")
        inbound = Inbound(
            platform=Platform.TEAMS,
            workspace=TENANT,
            delivery="seeded",
            author=Author(workspace=TENANT, id=SAM, name="Sam Iqbal"),
            where=Where(kind=PlaceKind.DIRECT, address=PERSONAL),
            text=words,
            mentions=(Mention(start=at, end=at + len("@Sam Iqbal"), id=SAM, name="Sam Iqbal"),),
        )
        before = now - timedelta(days=3)
        store.transact_sync(lambda unit: core.handle(unit, inbound, before))
    finally:
        store.close_sync()


def nudge_at(data: Path, at: datetime) -> None:
    """Nobody's clock is moved: the nudge is simply due then."""
    store = SqlStore.open(data / "arising.db")

    def move(unit: UnitOfWork) -> None:
        here = unit.installation(Platform.TEAMS, TENANT)
        assert here is not None
        records = unit.within(here.organisation)
        board = records.boards.by_code("NWP")
        assert board is not None
        action = records.log(SYSTEM).numbered(board.id, 1)
        assert action is not None
        records.actions.set_next_nudges({line.id: at for line in action.assignments})

    try:
        store.transact_sync(move)
    finally:
        store.close_sync()


def _board(unit: UnitOfWork, zone: str) -> None:
    organisation = unit.add_organisation("Northvale")
    here = unit.add_installation(organisation, Platform.TEAMS, TENANT)
    records = unit.within(organisation)
    board = records.boards.add("NWP", "Northvale Wellbeing Partnership", zone, None)
    records.places.add(here.id, PlaceKind.CHANNEL, CHANNEL, "Board", board=board.id)
    records.places.add(here.id, PlaceKind.GROUP, GROUP, "Working group", board=board.id)
    for name, identity, role in (("Sam Iqbal", SAM, Role.CLERK), ("Hayley Marsh", HAYLEY, Role.OFFICER)):
        person = records.people.add(name, zone, "Northvale Council")
        records.people.give_role(board.id, person.id, role)
        records.people.link(person.id, Platform.TEAMS, TENANT, identity)
        if identity == SAM:
            records.places.add(here.id, PlaceKind.DIRECT, PERSONAL, name, person=person.id)


@dataclass
class Walk:
    """Both programs, running."""

    page: str
    folder: Path


@contextlib.contextmanager
def running(folder: Path, moment: datetime) -> Iterator[Walk]:
    """Seed, start the bot on a Wednesday, start the playground; end both."""
    ahead = days_to_wednesday(moment)
    now = moment + timedelta(days=ahead)
    bot_port, page_port = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "app.yaml").write_text(APP_YAML % bot_port)
    (folder / ".m365agentsplayground.yml").write_text(CONFIG)
    seed(folder / "data", now)
    nudge_at(folder / "data", now + timedelta(seconds=NUDGED_AFTER))
    bot = _start(
        [sys.executable, "-m", "tests.e2e.ahead", str(ahead), "run", "--config", str(folder / "app.yaml")],
        ROOT,
        folder,
        "bot",
    )
    try:
        _wait(f"http://127.0.0.1:{bot_port}/healthz", folder / "bot.txt")
        endpoint = f"http://127.0.0.1:{bot_port}/api/messages"
        command = [str(PROGRAM), "-e", endpoint, "-c", "msteams", "-p", str(page_port), "--disable-telemetry"]
        more = {"TEAMSAPPTESTER_BROWSER": "none", "SEND_INSTALLATION_ACTIVITY": "true"}
        playground = _start(command, folder, folder, "playground", **more)
        try:
            _wait_for("Listening on", folder / "playground.txt")
            yield Walk(f"http://127.0.0.1:{page_port}", folder)
        finally:
            _end(playground)
    finally:
        _end(bot)


def _start(command: list[str], cwd: Path, folder: Path, name: str, **more: str) -> subprocess.Popen[str]:
    with (folder / f"{name}.txt").open("w", encoding="utf-8") as output:
        return subprocess.Popen(
            command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT, text=True, env={**os.environ, **more}
        )


def _wait(url: str, output: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise AssertionError(f"{url} does not answer: {output.read_text(encoding='utf-8')[-2000:]}")


def _wait_for(words: str, output: Path) -> None:
    until = time.monotonic() + 60
    while words not in output.read_text(encoding="utf-8"):
        assert time.monotonic() < until, output.read_text(encoding="utf-8")[-2000:]
        time.sleep(0.1)


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
