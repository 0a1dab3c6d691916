"""The manifest: what Slack's schema asks of one, the least permissions, and a reason for each."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from adapters.cli import arising
from adapters.slack.listeners import Listeners
from adapters.slack.manifest import EVENTS, SCOPES, manifest
from tests.adapters.slack.manifest_rules import wrong

DOCS = Path(__file__).parents[3] / "docs"
URL = "https://actions.example.org"
HTTP, SOCKET = manifest(url=URL, by_socket=False), manifest(url=None, by_socket=True)


@pytest.mark.parametrize("made", [HTTP, SOCKET], ids=["http", "socket"])
def test_slack_takes_it(made) -> None:
    """Every part is one the schema knows, of its kind, in its lengths, with what it must have."""
    assert wrong(made) == []


def changed(path: str, value: Any) -> Any:
    """The manifest with one part of it different; None takes it out."""
    made = json.loads(json.dumps(HTTP))
    *parents, last = path.split(".")
    inside = made
    for parent in parents:
        inside = inside[int(parent)] if isinstance(inside, list) else inside[parent]
    inside[last] = value
    if value is None:
        del inside[last]
    return made


MISTAKES = {
    "display_information.name": ("x" * 36, "display_information.name: too long"),
    "display_information": (None, ": no display_information"),
    "features.shortcuts.0.icon": ("x", "features.shortcuts[]: unknown icon"),
    "features.shortcuts.0.type": ("button", "features.shortcuts[].type: none of message, global"),
    "features.slash_commands.0.command": ("action", "features.slash_commands[].command: ^/"),
    "oauth_config.redirect_uris": ([], "oauth_config: unknown redirect_uris"),
    "oauth_config.scopes.bots": ([], "oauth_config.scopes: unknown bots"),
    "oauth_config.scopes.bot": (["a"] * 256, "oauth_config.scopes.bot: too long"),
    "oauth_config.scopes": ({"bot": ["x" * 51]}, "oauth_config.scopes.bot[]: too long"),
    "oauth_config": ({"scopes": {"bot": "users:read"}}, "oauth_config.scopes.bot: not a list"),
    "settings.interactivity": ({}, "settings.interactivity: no is_enabled"),
    "settings.interactivity.is_enabled": ("yes", "settings.interactivity.is_enabled: not a bool"),
    "settings.interactivity.request_url": (
        "actions.example.org",
        "settings.interactivity.request_url: ^https?://",
    ),
    "settings.socket_mode": (True, "settings: unknown socket_mode"),
    "settings.event_subscriptions.bot_events": (
        ["app_mention"] * 2,
        "settings.event_subscriptions.bot_events: twice",
    ),
    "settings.event_subscriptions": (
        {"bot_events": [f"e{n}" for n in range(101)]},
        "settings.event_subscriptions.bot_events: too long",
    ),
}


@pytest.mark.parametrize("path", MISTAKES)
def test_the_check_finds_mistakes(path: str) -> None:
    """One of each kind, by its place: a check that found nothing would pass everything."""
    value, found = MISTAKES[path]
    assert wrong(changed(path, value)) == [found]


def test_an_address_slack_would_refuse_is_found() -> None:
    made = manifest(url="https://actions.example.org/" + "x" * 3500, by_socket=False)
    assert "settings.interactivity.request_url: too long" in wrong(made)


def test_over_http_all_comes_to_one_address() -> None:
    text = json.dumps(HTTP)
    assert text.count(f'"{URL}/slack/events"') == 3
    assert "url" not in json.dumps(SOCKET)
    assert SOCKET["settings"]["socket_mode_enabled"] is True


def test_the_command_escapes_mentions() -> None:
    """With it off "@kim" arrives as words, and nobody is found by their id."""
    assert [c["should_escape"] for c in HTTP["features"]["slash_commands"]] == [True]


def test_every_scope_has_its_reason_in_the_docs() -> None:
    """The same reason in code and docs, and no scope in one of them alone."""
    table = dict(
        re.findall(r"^\| `([a-z_:.]+)` \| (.+) \|$", (DOCS / "install-slack.md").read_text(), re.MULTILINE)
    )
    assert table == SCOPES
    assert all(len(reason) > 20 for reason in SCOPES.values())
    assert HTTP["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)


def test_every_event_is_listened_to_and_may_be_heard() -> None:
    heard: set[str] = set()

    class App:
        def event(self, name):
            heard.add(name)
            return lambda listener: None

        def __getattr__(self, _):
            return lambda *_: lambda listener: None

    Listeners(None, None, None, None, None, None, None).register(App())  # type: ignore[arg-type]
    assert {name.partition(".")[0] for name in EVENTS} | {"app_home_opened"} == heard
    assert {scope for scope in EVENTS.values() if scope} <= set(SCOPES)


def test_every_method_called_has_its_scope() -> None:
    """A new call to Slack is found here, and its scope thought of."""
    needs = {
        "auth_test": None,
        "chat_postMessage": "chat:write",
        "chat_update": "chat:write",
        "chat_postEphemeral": "chat:write",
        "conversations_history": "channels:history",
        "conversations_replies": "channels:history",
        "conversations_open": "im:write",
        "files_info": "files:read",
        "users_info": "users:read",
        "users_list": "users:read",
        "views_open": None,
        "views_publish": None,
        "apps_connections_open": None,
    }
    folder = Path(__file__).parents[3] / "adapters" / "slack"
    source = "\n".join(file.read_text() for file in folder.glob("*.py"))
    called = set(re.findall(r"\bclient\.([a-z]+_[a-zA-Z_]+)\(", source))
    assert called <= set(needs)
    assert {needs[name] for name in called} - {None} <= set(SCOPES)


def _config(tmp_path: Path, text: str) -> str:
    file = tmp_path / "app.yaml"
    file.write_text(text)
    return str(file)


def test_the_command_line_prints_it(tmp_path: Path) -> None:
    config = _config(tmp_path, f"server:\n  url: {URL}\nplatforms:\n  slack:\n")
    result = CliRunner().invoke(arising, ["manifest", "slack", "--config", config])
    assert json.loads(result.output) == HTTP
    config = _config(tmp_path, "platforms:\n  slack:\n    mode: socket\n")
    result = CliRunner().invoke(arising, ["manifest", "slack", "--config", config])
    assert json.loads(result.output) == SOCKET


def test_without_an_address_it_says_what_is_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        arising, ["manifest", "slack", "--config", _config(tmp_path, "platforms: {}\n")]
    )
    assert result.exit_code == 2
    assert "set server.url in app.yaml" in result.output
