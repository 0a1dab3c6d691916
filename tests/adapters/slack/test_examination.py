"""`arising doctor` asks Slack itself, and says what to do."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.config import load
from adapters.connecting import NotSetUp
from adapters.slack import wiring
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


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN is an app-level token. OAuth & Permissions"),
        ({"SLACK_BOT_TOKEN": "xoxp-1"}, "SLACK_BOT_TOKEN is a person's own token. OAuth & Permissions"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN is no app-level token. Basic Information"),
        ({"SLACK_BOT_TOKEN": ""}, "platforms.slack needs SLACK_BOT_TOKEN in the environment or in .env"),
    ],
)
def test_tokens_put_in_each_others_place_are_named(tmp_path: Path, given: dict[str, str], why: str) -> None:
    """Before Slack is asked: it would take a person's token, and the bot would be that person."""
    (tmp_path / "app.yaml").write_text("platforms: {slack: {mode: socket}}")
    right = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    (found,) = wiring.examine(load(tmp_path / "app.yaml", right | given))
    assert not found.well
    assert why in found.words
    with pytest.raises(NotSetUp, match=why.partition(".")[0]):
        wiring.access_of(load(tmp_path / "app.yaml", right | given))


@pytest.mark.parametrize("secret", ["gIkuvaNzQIHg97ATvDxqgjtO", "x", SECRET.upper()])
async def test_what_is_no_signing_secret_is_named(http: Rig, tmp_path: Path, secret: str) -> None:
    """The verification token stands beside it, and nothing Slack sends would be let in; it is not repeated."""
    text = f"platforms: {{slack: {{api_url: '{http.slack.api_url}'}}}}"
    (tmp_path / "app.yaml").write_text(text)

    def asked(given: str) -> list[str]:
        env = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": given}
        return [str(f) for f in wiring.examine(load(tmp_path / "app.yaml", env)) if f.about == "slack secret"]

    (found,) = await asyncio.to_thread(asked, secret)
    assert "SLACK_SIGNING_SECRET is not as Slack makes them" in found
    assert secret == "x" or secret not in found
    assert await asyncio.to_thread(asked, "0123456789abcdef" * 2) == []


@pytest.mark.parametrize(
    ("code", "words"), [("not_allowed_token_type", "another kind of token"), ("brand_new", "(brand_new)")]
)
async def test_a_slack_that_answers_is_not_said_to_be_silent(
    workspace: Workspace, code: str, words: str
) -> None:
    workspace.fail("auth.test", Fault(error=code))
    (found,) = await examine(access(workspace), None)
    assert words in found.words
    assert "does not answer" not in found.words
