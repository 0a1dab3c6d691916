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

DOCS = Path(__file__).parents[3] / "docs"
URL = "https://actions.example.org"
HTTP, SOCKET = manifest(url=URL, by_socket=False), manifest(url=None, by_socket=True)

LENGTHS = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.background_color": (4, 7),
    "features.bot_user.display_name": (1, 80),
    "features.shortcuts.name": (1, 24),
    "features.shortcuts.callback_id": (1, 255),
    "features.shortcuts.description": (1, 150),
    "features.slash_commands.command": (2, 32),
    "features.slash_commands.url": (1, 3000),
    "features.slash_commands.description": (1, 2000),
    "features.slash_commands.usage_hint": (1, 1000),
}
KEYS = {
    "": {"_metadata", "display_information", "features", "oauth_config", "settings"},
    "_metadata": {"major_version", "minor_version"},
    "display_information": {"name", "description", "background_color", "long_description"},
    "features": {"app_home", "bot_user", "shortcuts", "slash_commands"},
    "features.app_home": {
        "home_tab_enabled",
        "messages_tab_enabled",
        "messages_tab_read_only_enabled",
    },
    "features.bot_user": {"display_name", "always_online"},
    "features.shortcuts": {"name", "type", "callback_id", "description"},
    "features.slash_commands": {"command", "url", "description", "usage_hint", "should_escape"},
    "oauth_config": {"scopes"},
    "oauth_config.scopes": {"bot"},
    "settings": {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    },
    "settings.event_subscriptions": {"request_url", "bot_events"},
    "settings.interactivity": {"is_enabled", "request_url"},
}
"""What Slack's schema, version 2, lets stand where; it forbids all else there.

https://github.com/slackapi/manifest-schema/blob/main/schemas/manifest.schema.2.0.0.json
"""


def wrong(given: Any, at: str = "") -> list[str]:
    if isinstance(given, list):
        return [each for inside in given for each in wrong(inside, at)]
    if isinstance(given, dict):
        found = [f"{at}: {key}" for key in set(given) - KEYS.get(at, set())]
        return found + [w for k, v in given.items() for w in wrong(v, f"{at}.{k}".strip("."))]
    least, most = LENGTHS.get(at, (0, 3000))
    return [at] if isinstance(given, str) and not least <= len(given) <= most else []


@pytest.mark.parametrize("made", [HTTP, SOCKET], ids=["http", "socket"])
def test_slack_takes_it(made) -> None:
    """Nothing but the schema's keys, in the schema's lengths."""
    assert wrong(made) == []
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", made["display_information"]["background_color"])


def test_the_check_finds_mistakes() -> None:
    bad = json.loads(json.dumps(HTTP))
    bad["display_information"]["name"] = "x" * 36
    bad["features"]["shortcuts"][0]["icon"] = "x"
    assert sorted(wrong(bad)) == ["display_information.name", "features.shortcuts: icon"]


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

    Listeners(None, None, None, None, None).register(App())  # type: ignore[arg-type]
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
