"""Slack's traps that no other test of this folder holds: docs/slack-interactions.md lists where each is."""

import json
import time

import pytest

from tests.adapters.slack.rig import Rig

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


async def test_bolt_answers_within_the_request(http: Rig) -> None:
    """Told otherwise it sleeps 10 ms for each: a hundred requests would take a second in sleeping alone."""
    app = http.platform._app
    assert app is not None
    assert app._process_before_response is True
    assert app.listener_runner.process_before_response is True
    assert (
        app._request_verification_enabled is False if hasattr(app, "_request_verification_enabled") else True
    )


async def test_the_answer_is_on_disk_before_it_is_given(http: Rig) -> None:
    """What was acknowledged is not lost: the action is there when the response is."""
    answer = await http.command("add Book the hall")
    assert "Added NWP-1" in json.dumps(answer)
    assert http.action(1).what == "Book the hall"


async def test_a_command_may_be_answered_with_nothing(http: Rig) -> None:
    """A form is opened beside the response, which stays empty; Slack then shows nothing."""
    assert await http.command("add") == {}
    assert len(http.slack.of("views.open")) == 1


async def test_an_answer_is_given_in_time(http: Rig) -> None:
    """Slack waits three seconds, and the directory may be silent for longer."""
    from tests.adapters.slack.workspace import Fault

    http.slack.fail("users.info", *[Fault(hang=6)] * 4)
    began = time.monotonic()
    await http.command("add Book the hall <@UTOM|tom>", user="UKIM")
    assert time.monotonic() - began < 3
    assert http.action(1) is not None


async def test_every_block_of_one_message_has_an_id_of_its_own(http: Rig) -> None:
    await http.added()
    ids = [block["block_id"] for block in http.slack.messages["C1"][-1]["blocks"]]
    assert len(ids) == len(set(ids))
