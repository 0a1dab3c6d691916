"""kill -9 in the middle of delivery to Teams, which cannot be asked: nothing twice, and every doubt listed."""

import asyncio
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.references import References
from bot import core
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.people import SYSTEM
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Platform, Where
from store.store import SqlStore
from tests.adapters.teams.board import CHANNEL, Board, card_words, member
from tests.adapters.teams.issuer import TENANT

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(240)]

ROOT = Path(__file__).parents[3]
CARDS, KILLS, SLOW = 120, 8, 0.15
SETTLED_AFTER = 17.0
APP_YAML = (
    "server: {host: 127.0.0.1, port: 0}\ndelivery: {in_flight: 5}\nplatforms:\n  teams:\n    emulator: true\n"
)


class Slow:
    """A Teams that takes its time: a message has arrived halfway through."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()
        app = web.Application()
        app.router.add_post("/v3/conversations", self._take)
        app.router.add_post("/v3/conversations/{id}/activities", self._take)
        self.server = TestServer(app, host="127.0.0.1")

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        await asyncio.sleep(SLOW / 2)
        if "activity" in body:
            words = card_words(body["activity"]["attachments"][0]["content"])
            self.arrived[words.split(" ·")[0]] += 1
        await asyncio.sleep(SLOW / 2)
        number = str(sum(self.arrived.values()))
        return web.json_response({"id": f"{CHANNEL};messageid={number}", "activityId": number}, status=201)


def seed(data: Path, service: str) -> None:
    data.mkdir()
    store = SqlStore.open(data / "arising.db")
    board = Board.on(store, datetime.now(UTC).strftime("%Y-%m-%d %H:%M"))
    for number in range(CARDS):
        inbound = Inbound(
            platform=Platform.TEAMS,
            workspace=TENANT,
            delivery=f"d{number}",
            author=Author(workspace=TENANT, id=member("sam")),
            where=Where(kind=PlaceKind.DIRECT, address=board.chat("sam")),
            text=f"add Thing {number}",
        )
        store.transact_sync(lambda unit, inbound=inbound: core.handle(unit, inbound, datetime.now(UTC)))
    store.close_sync()
    references = References(data, service)
    references.learn(TENANT, CHANNEL, service)
    references.close()


async def test_killed_in_the_middle_of_delivery(tmp_path: Path) -> None:
    """0 doubled; what arrived is sent or unknown, what is sent has arrived, nothing is left out."""
    slow = Slow()
    await slow.server.start_server()
    seed(tmp_path / "data", str(slow.server.make_url("/")))
    (tmp_path / "app.yaml").write_text(APP_YAML)
    command = [sys.executable, "-m", "adapters.cli", "run", "--config", str(tmp_path / "app.yaml")]
    chance = random.Random(4)
    output = (tmp_path / "output.txt").open("w")
    for _ in range(KILLS):
        before = sum(slow.arrived.values())
        process = started(command, output)
        for _ in range(400):
            await asyncio.sleep(0.05)
            if sum(slow.arrived.values()) > before or process.poll() is not None:
                break
        await asyncio.sleep(chance.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
    process = started(command, output)
    try:
        await asyncio.sleep(SETTLED_AFTER)
        for _ in range(300):
            if sum(slow.arrived.values()) >= CARDS - KILLS * 5:
                waiting = [r for r in rows(tmp_path) if r[1] in {OutboxState.WAITING, OutboxState.SENDING}]
                if not waiting:
                    break
            await asyncio.sleep(0.2)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        output.close()
        await slow.server.close()
    found = rows(tmp_path)
    states = Counter(state for _, state in found)
    assert [name for name, times in slow.arrived.items() if times > 1] == []
    assert set(states) <= {OutboxState.SENT, OutboxState.UNKNOWN}, states
    sent = {name for name, state in found if state is OutboxState.SENT}
    assert sent <= set(slow.arrived)
    assert {name for name in slow.arrived if name not in sent} <= {
        n for n, s in found if s is OutboxState.UNKNOWN
    }
    assert states[OutboxState.UNKNOWN] > 0, "no kill hit a send: nothing was proven"
    listing = listed([*command[:3], "outbox", "--config", str(tmp_path / "app.yaml")])
    assert len(re.findall("unknown", listing)) >= states[OutboxState.UNKNOWN]
    print(f"{CARDS} cards, {KILLS} kills: {states[OutboxState.UNKNOWN]} unknown, 0 doubled")  # noqa: T201


def started(command: list[str], output: TextIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)


def listed(command: list[str]) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def rows(folder: Path) -> list[tuple[str, OutboxState]]:
    """Each card's ref and the state of its row."""
    store = SqlStore.open(folder / "data" / "arising.db", only_reading=True)
    try:

        def look(unit):
            here = unit.installation(Platform.TEAMS, TENANT)
            log = unit.within(here.organisation).log(SYSTEM)
            found = [r for r in unit.outbox_rows(list(OutboxState), 10_000) if r.kind is OutboxKind.CARD]
            return [(f"NWP-{log.action(r.about['action']).number}", r.state) for r in found]

        return store.read_sync(look)
    finally:
        store.close_sync()
