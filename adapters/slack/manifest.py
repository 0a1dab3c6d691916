"""The app's manifest: what is pasted into Slack to make the app, with the least permissions, each with its reason.

https://docs.slack.dev/reference/app-manifest, and the schema at https://github.com/slackapi/manifest-schema
"""

from typing import Any

from adapters.slack.app import PATH
from adapters.slack.listeners import COMMAND, MINUTES, SHORTCUT

NAME = "Matters Arising"

SCOPES: dict[str, str] = {
    "app_mentions:read": "hears “@Matters Arising add …” in channels it was invited to",
    "channels:history": "reads replies in a card's thread and the message an emoji is on, in public channels it is in; and asks whether a message of its own arrived",
    "chat:write": "says cards, digests, nudges and answers, and redraws its own cards",
    "commands": "offers /action and the shortcuts “Create action” and “Minutes”",
    "files:read": "fetches the minutes that are uploaded to it, or with the word “minutes”; no other file",
    "groups:history": "the same as channels:history, in private channels it was invited to",
    "im:history": "reads what people say to it directly",
    "im:write": "opens the direct conversation in which an owner is nudged",
    "mpim:history": "the same as channels:history, in group conversations it was added to",
    "reactions:read": "sees the emoji that propose an action or say that one is done",
    "users:read": "knows people by name and time zone, and who administers the workspace",
    "users:read.email": "recognises a person who is in another workspace or in Teams too, and those named in board_makers",
}
"""What the bot may do, and what for. docs/install-slack.md says the same; a test holds the two together."""

EVENTS: dict[str, str] = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "user_change": "users:read",
}
"""What the bot hears, and the permission each needs."""


def manifest(*, url: str | None, by_socket: bool) -> dict[str, Any]:
    """The manifest of an app at this address; in Socket Mode it has none.

    Raises:
        ValueError: Slack cannot reach an app that has no address.
    """
    if not by_socket and not url:
        raise ValueError("Slack needs the address it reaches this server by: set server.url in app.yaml.")
    address = {} if by_socket else {"url": f"{url}{PATH}"}
    request = {} if by_socket else {"request_url": f"{url}{PATH}"}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": "Keeps your board's action log, and chases kindly.",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": "Create action",
                    "type": kind,
                    "callback_id": SHORTCUT,
                    "description": said,
                }
                for kind, said in (
                    ("message", "Make an action of this message"),
                    ("global", "Add an action to a board's log"),
                )
            ]
            + [
                {
                    "name": "Minutes",
                    "type": "message",
                    "callback_id": MINUTES,
                    "description": "Find the actions and decisions in this",
                }
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Add, list, show or change a board's actions",
                    "usage_hint": "add Book the hall @name by 20 Feb",
                    # Without it "@name" arrives as mere words.
                    "should_escape": True,
                    **address,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**request, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **request},
            "org_deploy_enabled": False,
            "socket_mode_enabled": by_socket,
            "token_rotation_enabled": False,
        },
    }
