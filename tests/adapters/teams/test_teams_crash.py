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
from bot.domain.people import SYSTEM, Role
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Platform, Where
from bot.ports import UnitOfWork
from store.store import SqlStore
from tests.adapters.teams.board import Board, card_words, member
from tests.adapters.teams.issuer import TENANT

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(240)]

ROOT = Path(__file__).parents[3]
BOARDS, CARDS, KILLS, SLOW = 30, 120, 8, 0.15
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
        return web.json_response(
            {"id": f"19:a@thread.tacv2;messageid={number}", "activityId": number}, status=201
        )


def seed(data: Path, service: str) -> None:
    data.mkdir()
    store = SqlStore.open(data / "arising.db")
    Board.on(store, datetime.now(UTC).strftime("%Y-%m-%d %H:%M"))
    channels = store.transact_sync(more_boards)
    for number in range(CARDS):
        inbound = Inbound(
            platform=Platform.TEAMS,
            workspace=TENANT,
            delivery=f"d{number}",
            author=Author(workspace=TENANT, id=member("sam")),
            where=Where(kind=PlaceKind.CHANNEL, address=channels[number % BOARDS]),
            text=f"add Thing {number}",
            command=True,
        )
        store.transact_sync(lambda unit, inbound=inbound: core.handle(unit, inbound, datetime.now(UTC)))
    store.close_sync()
    references = References(data, service)
    for channel in channels:
        references.learn(TENANT, channel, service)
    references.close()


def more_boards(unit: UnitOfWork) -> list[str]:
    """Channels enough for a few cards each: one alone may be sent no more than seven in a quarter of a minute."""
    here = unit.installation(Platform.TEAMS, TENANT)
    assert here is not None
    records = unit.within(here.organisation)
    sam = records.people.by_identity(Platform.TEAMS, TENANT, [member("sam")])[member("sam")]
    channels = [f"19:board{number}@thread.tacv2" for number in range(BOARDS)]
    for number, channel in enumerate(channels):
        board = records.boards.add(f"B{number}", f"Board {number}", "Europe/London", None)
        records.people.give_role(board.id, sam.id, Role.CLERK)
        records.places.add(here.id, PlaceKind.CHANNEL, channel, f"board-{number}", board=board.id)
    return channels


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
            records = unit.within(here.organisation)
            found = [r for r in unit.outbox_rows(list(OutboxState), 10_000) if r.kind is OutboxKind.CARD]
            actions = [records.log(SYSTEM).action(r.about["action"]) for r in found]
            refs = [records.boards.get(a.board).ref(a.number) for a in actions]
            return list(zip(refs, [r.state for r in found], strict=True))

        return store.read_sync(look)
    finally:
        store.close_sync()
