"""Slack's traps that no other test of this folder holds: docs/slack-interactions.md lists where each is."""

import json
import re
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from slack_bolt.listener import asyncio_runner

from tests.adapters.slack.rig import PAYLOADS, Rig, encoded, payload, sign
from tests.adapters.slack.workspace import Fault

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


async def test_bolt_answers_within_the_request(http: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told otherwise it sleeps 10 ms for each: a hundred requests would take a second in sleeping alone."""

    async def sleep(seconds: float) -> None:
        raise AssertionError(f"Bolt sleeps for {seconds} s")

    monkeypatch.setattr(asyncio_runner, "asyncio", SimpleNamespace(sleep=sleep))
    card = await http.added()
    await http.event("message_thread", card=card)
    await http.interact("global_shortcut")
    assert http.action(1).status.value == "complete"


async def test_the_answer_is_on_disk_before_it_is_given(http: Rig) -> None:
    """What was acknowledged is not lost: the action is there when the response is."""
    answer = await http.command("add Book the hall")
    assert "Added NWP-1" in json.dumps(answer)
    assert http.action(1).what == "Book the hall"


async def test_a_command_may_be_answered_with_nothing(http: Rig) -> None:
    """A form is opened beside the response, which stays empty; Slack then shows nothing."""
    assert await http.command("add") == {}
    assert len(http.slack.of("views.open")) == 1


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id", "internal_error"])
async def test_a_form_that_came_too_late_is_said_to_be(http: Rig, code: str) -> None:
    """In a plain string, as a command may be answered; and nobody is left with "dispatch_failed"."""
    http.slack.fail("views.open", Fault(error=code))
    body, content_type = encoded("slash_commands", payload("command", text="add", response_url=""))
    headers = {"Content-Type": content_type, **sign(body)}
    async with http.session.post(f"{http.url}/slack/events", data=body, headers=headers) as answer:
        assert answer.status == 200
        assert "say it once more" in await answer.text()


async def test_an_answer_is_given_in_time(http: Rig) -> None:
    """Slack waits three seconds, and the directory may be silent for longer."""
    http.slack.fail("users.info", *[Fault(hang=6)] * 4)
    began = time.monotonic()
    await http.command("add Book the hall <@UTOM|tom>", user="UKIM")
    assert time.monotonic() - began < 3
    assert http.action(1) is not None


async def test_every_block_of_one_message_has_an_id_of_its_own(http: Rig) -> None:
    await http.added()
    ids = [block["block_id"] for block in http.slack.messages["C1"][-1]["blocks"]]
    assert len(ids) == len(set(ids))


def test_every_interaction_of_the_table_has_its_test() -> None:
    """docs/slack-interactions.md names tests that are there, and every recorded payload."""
    folder = Path(__file__).parent
    text = (folder.parents[2] / "docs" / "slack-interactions.md").read_text()
    tests = "\n".join(file.read_text() for file in folder.parent.rglob("test_*.py"))
    named = set(re.findall(r"`(test_[a-z_]+)`", text))
    assert len(named) > 25
    assert [name for name in named if f"def {name}(" not in tests] == []
    files = set(re.findall(r"`(test_[a-z_]+\.py)`", text))
    assert [name for name in files if not (folder / name).exists()] == []
    assert [file.stem for file in PAYLOADS.glob("*.json") if f"`{file.stem}`" not in text] == []
