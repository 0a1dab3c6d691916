"""What Slack's published schema of a manifest, version 2, asks of the parts an app like this one has.

Its facts, told in our own words, since the schema comes in no package and its repository names no licence:
https://github.com/slackapi/manifest-schema/blob/main/schemas/manifest.schema.2.0.0.json
Parts of it for other kinds of app (functions, workflows, datastores, agents) are not here: they would be found as
keys nobody knows.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

ADDRESS = r"^https?://"


@dataclass(frozen=True)
class Rule:
    """What may stand in one place. `least` and `most` count characters of a string, and members of a list."""

    kind: type
    keys: Collection[str] = ()
    needs: Collection[str] = ()
    least: int = 0
    most: int | None = None
    pattern: str | None = None
    one_of: Collection[str] | None = None
    unique: bool = False


def _words(most: int | None = None, least: int = 0, **more: Any) -> Rule:
    return Rule(str, least=least, most=most, **more)


def _part(*keys: str, needs: Collection[str] = ()) -> Rule:
    return Rule(dict, keys=keys, needs=needs)


def _list(most: int | None, least: int = 0, *, unique: bool = False) -> Rule:
    return Rule(list, least=least, most=most, unique=unique)


YES_OR_NO = Rule(bool)
SCOPES = _list(255)
NAMES = _words(50)
EVENTS = _list(100, unique=True)

RULES: Mapping[str, Rule] = {
    "": _part(
        "$schema",
        "_metadata",
        "app_directory",
        "display_information",
        "features",
        "oauth_config",
        "settings",
        needs=["display_information"],
    ),
    "_metadata": _part("schema_version", "min_version", "major_version", "minor_version"),
    "_metadata.major_version": Rule(int),
    "_metadata.minor_version": Rule(int),
    "display_information": _part(
        "name", "description", "background_color", "long_description", needs=["name"]
    ),
    "display_information.name": _words(35, 1),
    "display_information.description": _words(140, 1),
    "display_information.long_description": _words(4000, 175),
    "display_information.background_color": _words(7, 4, pattern=r"^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
    "features": _part("app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains"),
    "features.app_home": _part("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"),
    "features.app_home.home_tab_enabled": YES_OR_NO,
    "features.app_home.messages_tab_enabled": YES_OR_NO,
    "features.app_home.messages_tab_read_only_enabled": YES_OR_NO,
    "features.bot_user": _part("display_name", "always_online", needs=["display_name"]),
    "features.bot_user.display_name": _words(80, 1),
    "features.bot_user.always_online": YES_OR_NO,
    "features.shortcuts": _list(10, 1),
    "features.shortcuts[]": _part(
        "name",
        "type",
        "callback_id",
        "description",
        needs=["name", "type", "callback_id", "description"],
    ),
    "features.shortcuts[].name": _words(24, 1),
    "features.shortcuts[].type": _words(one_of=["message", "global"]),
    "features.shortcuts[].callback_id": _words(255, 1),
    "features.shortcuts[].description": _words(150, 1),
    "features.slash_commands": _list(50, 1),
    "features.slash_commands[]": _part(
        "command",
        "url",
        "description",
        "usage_hint",
        "should_escape",
        needs=["command", "description"],
    ),
    "features.slash_commands[].command": _words(32, 2, pattern="^/"),
    "features.slash_commands[].url": _words(3000, pattern=ADDRESS),
    "features.slash_commands[].description": _words(2000, 1),
    "features.slash_commands[].usage_hint": _words(1000, 1),
    "features.slash_commands[].should_escape": YES_OR_NO,
    "oauth_config": _part("redirect_urls", "scopes", "token_management_enabled", "pkce_enabled"),
    "oauth_config.redirect_urls": _list(1000, unique=True),
    "oauth_config.redirect_urls[]": _words(2500),
    "oauth_config.token_management_enabled": YES_OR_NO,
    "oauth_config.pkce_enabled": YES_OR_NO,
    "oauth_config.scopes": _part("user", "bot", "user_optional", "bot_optional"),
    **{
        f"oauth_config.scopes.{whose}{end}": rule
        for whose in ("user", "bot", "user_optional", "bot_optional")
        for end, rule in (("", SCOPES), ("[]", NAMES))
    },
    "settings": _part(
        "allowed_ip_address_ranges",
        "event_subscriptions",
        "incoming_webhooks",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "is_hosted",
        "token_rotation_enabled",
        "siws_links",
        "hermes_app_type",
        "function_runtime",
        "is_mcp_enabled",
    ),
    "settings.allowed_ip_address_ranges": _list(50, 1, unique=True),
    "settings.allowed_ip_address_ranges[]": _words(pattern=r"^\d{1,3}(\.\d{1,3}){3}(/\d{1,2})?$"),
    "settings.event_subscriptions": _part(
        "request_url", "user_events", "bot_events", "metadata_subscriptions"
    ),
    "settings.event_subscriptions.request_url": _words(3500, pattern=ADDRESS),
    "settings.event_subscriptions.user_events": EVENTS,
    "settings.event_subscriptions.user_events[]": NAMES,
    "settings.event_subscriptions.bot_events": EVENTS,
    "settings.event_subscriptions.bot_events[]": NAMES,
    "settings.event_subscriptions.metadata_subscriptions": _list(20, 1, unique=True),
    "settings.event_subscriptions.metadata_subscriptions[]": _part(
        "app_id", "event_type", needs=["app_id", "event_type"]
    ),
    "settings.event_subscriptions.metadata_subscriptions[].app_id": _words(),
    "settings.event_subscriptions.metadata_subscriptions[].event_type": NAMES,
    "settings.incoming_webhooks": _part("incoming_webhooks_enabled"),
    "settings.incoming_webhooks.incoming_webhooks_enabled": YES_OR_NO,
    "settings.interactivity": _part(
        "is_enabled", "request_url", "message_menu_options_url", needs=["is_enabled"]
    ),
    "settings.interactivity.is_enabled": YES_OR_NO,
    "settings.interactivity.request_url": _words(3500, pattern=ADDRESS),
    "settings.interactivity.message_menu_options_url": _words(3500, pattern=ADDRESS),
    "settings.siws_links": _part("initiate_uri"),
    "settings.siws_links.initiate_uri": _words(3500, pattern="^https://"),
    "settings.org_deploy_enabled": YES_OR_NO,
    "settings.socket_mode_enabled": YES_OR_NO,
    "settings.is_hosted": YES_OR_NO,
    "settings.token_rotation_enabled": YES_OR_NO,
    "settings.hermes_app_type": _words(),
    "settings.function_runtime": _words(),
    "settings.is_mcp_enabled": YES_OR_NO,
}


def wrong(given: Any, at: str = "") -> list[str]:
    """Where a manifest, or a part of one, is not as Slack asks, and why."""
    rule = RULES.get(at)
    if rule is None:
        return [f"{at}: unknown here"]
    if type(given) is not rule.kind:
        return [f"{at}: not a {rule.kind.__name__}"]
    if isinstance(given, dict):
        found = [f"{at}: unknown {key}" for key in sorted(set(given) - set(rule.keys))]
        found += [f"{at}: no {key}" for key in rule.needs if key not in given]
        inside = [(v, f"{at}.{k}".strip(".")) for k, v in given.items() if k in rule.keys]
        return found + [each for value, path in inside for each in wrong(value, path)]
    found = [] if not isinstance(given, str | list) else _counted(given, at, rule)
    if isinstance(given, str):
        if rule.pattern and not re.search(rule.pattern, given):
            found.append(f"{at}: {rule.pattern}")
        if rule.one_of is not None and given not in rule.one_of:
            found.append(f"{at}: none of {', '.join(rule.one_of)}")
    if isinstance(given, list):
        if rule.unique and any(each in given[:n] for n, each in enumerate(given)):
            found.append(f"{at}: twice")
        found += [each for inside in given for each in wrong(inside, f"{at}[]")]
    return found


def _counted(given: str | list[Any], at: str, rule: Rule) -> list[str]:
    if len(given) < rule.least:
        return [f"{at}: too short"]
    return [f"{at}: too long"] if rule.most is not None and len(given) > rule.most else []
