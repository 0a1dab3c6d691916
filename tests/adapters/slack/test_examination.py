"""`arising doctor` asks Slack itself, and says what to do."""

from dataclasses import replace

import pytest

from adapters.slack.app import Access
from adapters.slack.examination import examine
from adapters.slack.manifest import SCOPES
from tests.adapters.slack import workspace as slack
from tests.adapters.slack.rig import SECRET, Rig
from tests.adapters.slack.workspace import Fault, Workspace

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def access(workspace: Workspace, **more: str) -> Access:
    return Access(
        bot_token="xoxb-test",
        organisation="Northvale",
        signing_secret=SECRET,
        api_url=workspace.api_url,
        **more,
    )


async def test_all_is_well_over_http(http: Rig, monkeypatch) -> None:
    monkeypatch.setattr(slack, "SCOPES", ",".join(SCOPES))
    found = await examine(access(http.slack), http.url)
    assert [f.well for f in found] == [True, True, True], found
    assert "refuses what is not signed" in found[2].words


async def test_all_is_well_through_a_socket(workspace: Workspace, monkeypatch) -> None:
    monkeypatch.setattr(slack, "SCOPES", ",".join(SCOPES))
    found = await examine(access(workspace, app_token="xapp-test"), None)
    assert [f.well for f in found] == [True, True, True], found


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked"])
async def test_a_token_that_is_not_accepted(workspace: Workspace, code: str) -> None:
    workspace.fail("auth.test", Fault(error=code))
    (found,) = await examine(access(workspace), None)
    assert not found.well
    assert "SLACK_BOT_TOKEN" in found.mend
    assert "xoxb" not in str(found)


async def test_an_unreachable_slack(workspace: Workspace) -> None:
    (found,) = await examine(replace(access(workspace), api_url="http://127.0.0.1:9/api/"), None)
    assert not found.well
    assert "does not answer" in found.words


async def test_missing_and_needless_permissions(workspace: Workspace, monkeypatch) -> None:
    monkeypatch.setattr(slack, "SCOPES", ",".join([s for s in SCOPES if s != "im:write"] + ["files:write"]))
    found = (await examine(access(workspace), None))[1]
    assert not found.well
    assert "im:write" in found.words
    assert "arising manifest slack" in found.mend
    monkeypatch.setattr(slack, "SCOPES", ",".join([*SCOPES, "files:write"]))
    found = (await examine(access(workspace), None))[1]
    assert found.well
    assert "files:write" in found.words


async def test_a_door_that_is_not_the_bots(workspace: Workspace) -> None:
    """Something else answers at the address, nothing does, or there is none."""
    for url, said in (
        (workspace.url, "404"),
        ("http://127.0.0.1:9", "does not answer"),
        (None, "nobody knows"),
    ):
        found = (await examine(access(workspace), url))[2]
        assert not found.well
        assert said in found.words


async def test_a_socket_that_cannot_be_opened(workspace: Workspace) -> None:
    workspace.fail("apps.connections.open", Fault(error="invalid_auth"))
    found = (await examine(access(workspace, app_token="xapp-test"), None))[2]
    assert not found.well
    assert "SLACK_APP_TOKEN" in found.mend
