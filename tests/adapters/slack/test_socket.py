"""Socket Mode on a bad line: what breaks is opened again, and what came twice over it counts once."""

import asyncio

import aiohttp
import pytest

from adapters.slack import app as slack_app
from adapters.slack.app import CannotConnect
from store.store import SqlStore
from tests.adapters.slack.rig import Rig, payload, said
from tests.adapters.slack.workspace import Fault, Workspace

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
async def socket(workspace: Workspace):
    rig = await Rig("socket", SqlStore.open("sqlite://"), workspace).start()
    await rig.board()
    yield rig
    await rig.close()


async def _again(slack: Workspace) -> None:
    await asyncio.wait_for(slack.connected.wait(), 20)


async def test_a_dropped_socket_is_opened_again(socket: Rig) -> None:
    for number in (1, 2):
        socket.slack.connected.clear()
        await socket.slack.hang_up()
        await _again(socket.slack)
        assert f"Added NWP-{number}" in said(await socket.command("add Book the hall"))


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_slack_asks_for_another_socket_now_and_then(socket: Rig, reason: str) -> None:
    """Its own go on for some hours only."""
    socket.slack.connected.clear()
    await socket.slack.ask_to_leave(reason)
    await _again(socket.slack)
    assert "Added NWP-1" in said(await socket.command("add Book the hall"))


async def test_what_was_not_acknowledged_comes_over_the_next_socket_and_counts_once(socket: Rig) -> None:
    given = payload("message_mention", event__text="<@UBOT> add Book the hall")
    await socket.deliver("events_api", given)
    socket.slack.connected.clear()
    await socket.slack.hang_up()
    await _again(socket.slack)
    await socket.deliver("events_api", given, retry=1)
    assert socket.action(1).what == "Book the hall"
    assert socket.action(2) is None
    assert len(socket.slack.of("chat.postEphemeral")) == 1


@pytest.mark.parametrize("code", ["invalid_auth", "missing_scope", "token_revoked"])
async def test_a_wrong_app_token_ends_the_start_and_is_named(workspace: Workspace, code: str) -> None:
    """It is not tried for ever in silence."""
    workspace.fail("apps.connections.open", Fault(error=code))
    rig = Rig("socket", SqlStore.open("sqlite://"), workspace)
    with pytest.raises(CannotConnect, match="SLACK_APP_TOKEN"):
        await rig.start()
    await rig.store.close()


@pytest.mark.parametrize("faults", [[Fault(500)], [Fault(drop=True)] * 2, [Fault(error="internal_error")]])
async def test_a_slack_out_of_reach_does_not_hold_up_the_start(
    workspace: Workspace, faults: list[Fault], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the bot runs; the socket opens when it can."""
    monkeypatch.setattr(slack_app, "AGAIN_AFTER", 0.05)
    workspace.fail("apps.connections.open", *faults)
    rig = await Rig("socket", SqlStore.open("sqlite://"), workspace).start()
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{rig.url}/healthz") as answer:
            assert answer.status == 200
        await rig.board()
        assert "Added NWP-1" in said(await rig.command("add Book the hall"))
    finally:
        await rig.close()
