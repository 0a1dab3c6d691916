"""`arising run` on Slack, killed again and again while it delivers, to a Slack that accepts and then fails.

The process is a real one with a database of its own; Slack is the tests' own, which keeps every message it accepted,
answers many of them with a failure, with silence, or not at all, and can be asked by metadata what arrived. How often
it is killed is set from outside: SLACK_KILLS.
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.domain.outbox import OutboxState
from store.store import SqlStore
from tests.adapters.slack.rig import encoded, payload, said, sign
from tests.adapters.slack.workspace import Fault, Json, Workspace
from tests.crash.fleet import Fleet, Replica
from tests.crash.forking import nursery

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.timeout(280)]

ADDS = int(os.environ.get("SLACK_ADDS", "45"))
KILLS = int(os.environ.get("SLACK_KILLS", "5"))
PATIENCE = 60
ENOUGH = 4
"""Messages that arrived and were then answered with a failure, or not at all."""


class Unsteady(Workspace):
    """A third of what is posted arrives and is then answered badly; everything takes a moment."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)
        self.steady = False
        self.accepted_and_failed = 0

    async def _call(self, request: Any) -> Any:
        if request.match_info["method"] == "chat.postMessage" and not self.steady:
            await asyncio.sleep(self.chance.uniform(0, 0.08))
            if self.chance.random() < 0.33:
                misfortune = self._misfortune()
                self.accepted_and_failed += misfortune.after
                self.fail("chat.postMessage", misfortune)
        return await super()._call(request)

    def _misfortune(self) -> Fault:
        return self.chance.choice(
            [
                Fault(drop=True, after=True),
                Fault(500, after=True),
                Fault(hang=1.5, drop=True, after=True),
                Fault(drop=True),
                Fault(503),
            ]
        )


APP_YAML = """
organisation: Northvale
data: {data}
platforms:
  slack: {{api_url: "{slack}"}}
"""


@pytest.fixture
async def slack() -> AsyncIterator[Unsteady]:
    slack = Unsteady(7)
    await slack.start()
    yield slack
    await slack.close()


async def _send(session: aiohttp.ClientSession, server: Replica, kind: str, given: Json) -> None:
    """Until it is answered: what Slack, and a person whose command timed out, would do."""
    body, content_type = encoded(kind, given)
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                headers = {"Content-Type": content_type, **sign(body)}
                async with session.post(f"{server.url}/slack/events", data=body, headers=headers) as answer:
                    if answer.status == 200:
                        return
                    assert answer.status == 503, await answer.text()
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


async def _board(session: aiohttp.ClientSession, server: Replica, slack: Workspace) -> None:
    await _send(
        session, server, "slash_commands", payload("command", text="board", response_url="", trigger_id="b")
    )
    view = slack.of("views.open")[-1]["view"]
    words = {"name": "Northvale Wellbeing Partnership", "code": "NWP", "zone": "Europe/London"}
    people = {"clerk": ["USAM"], "chair": ["UMARGARET"], "others": ["UHAYLEY"]}
    state = {k: {"value": {"type": "plain_text_input", "value": v}} for k, v in words.items()}
    state |= {k: {"value": {"type": "multi_users_select", "selected_users": v}} for k, v in people.items()}
    form = payload("submission", metadata=view["private_metadata"], view__state={"values": state})
    await _send(session, server, "interactive", form)


def _unsettled(folder: Path) -> Counter[str]:
    store = SqlStore.open(f"sqlite:///{folder / 'arising.db'}", only_reading=True)
    try:
        rows = store.read_sync(lambda unit: unit.outbox_rows(tuple(OutboxState), 10_000))
    finally:
        store.close_sync()
    return Counter(row.state.value for row in rows)


async def test_nothing_is_lost_and_nothing_said_twice(tmp_path: Path, slack: Unsteady) -> None:
    """Every acknowledged add has its card, and has it once: `find` tells what arrived before a kill."""
    slack.steady = True
    app_yaml = APP_YAML.format(data=tmp_path, slack=slack.api_url)
    with nursery() as parent:
        [server] = Fleet(parent, tmp_path, [None], app_yaml).replicas
        await server.start()
        states = await _added_and_killed(server, slack, tmp_path)
    cards = [m for m in slack.messages["C1"] if m.get("metadata")]
    keys = Counter(m["metadata"]["event_payload"]["key"] for m in cards)
    doubled = {key: count for key, count in keys.items() if count > 1}
    told = Counter(n for n in range(ADDS) for m in cards if f"Errand {n} of many" in said(m))
    lost = [n for n in range(ADDS) if not told[n]]
    assert lost == []
    assert doubled == {}
    assert set(states) <= {"sent", "skipped"}
    assert slack.accepted_and_failed >= ENOUGH


async def _added_and_killed(server: Replica, slack: Unsteady, folder: Path) -> Counter[str]:
    """All adds, with kills all along; the states in which the outbox's rows are when all is settled."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        await _board(session, server, slack)
        slack.steady = False
        rounds = [range(start, ADDS, KILLS) for start in range(KILLS)]
        for numbers in rounds:
            adds = asyncio.gather(
                *(
                    _send(
                        session,
                        server,
                        "slash_commands",
                        payload(
                            "command", text=f"add Errand {n} of many", response_url="", trigger_id=f"t{n}"
                        ),
                    )
                    for n in numbers
                )
            )
            await asyncio.sleep(slack.chance.uniform(0.2, 0.9))
            await server.kill()
            await server.start()
            await adds
        # One message a second goes to a channel: it may take a while until enough of them have been mishandled.
        async with asyncio.timeout(PATIENCE):
            while True:
                if slack.accepted_and_failed >= ENOUGH:
                    break
                await asyncio.sleep(0.1)
        slack.steady = True
        async with asyncio.timeout(PATIENCE * 2):
            while True:
                states = _unsettled(folder)
                if not states["waiting"] and not states["sending"]:
                    break
                await asyncio.sleep(0.5)
        await server.kill()
    return states
