"""The app package that is uploaded to Teams: the manifest and two icons, in a zip.

https://learn.microsoft.com/microsoft-365/extensibility/schema/
"""

import io
import json
import zipfile
from typing import Any

from adapters.teams import icons

VERSION = "1.19"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
SCOPES = ("personal", "team", "groupChat")

# Teams shows ten commands at most, 32 characters of a title and 128 of a description.
COMMANDS = {
    "add": "An action, its owner and its due: add Circulate the outcomes @Hayley by 17 Feb",
    "list": "The open actions; also: list mine, list overdue, list done",
    "done": "It is done: done 12, sent on Monday",
    "update": "Progress in your own words: update 12 draft with legal",
    "due": "Another date: due 12 Friday week",
    "assign": "Somebody else has it: assign 12 @Hayley",
    "show": "One action with its card: show 12",
    "digest": "How the log stands now",
    "undo": "Takes back the last thing you did",
    "help": "All that can be said",
}


MESSAGE_ACTIONS = {
    "create": ("Create action", "An action on your board’s log, from this message"),
    "minutes": ("Minutes", "Find the actions and decisions in this message"),
}
"""What stands in the menu of a message; adapters/teams/normalise.py says which button each is."""


def manifest(app_id: str, version: str, website: str) -> dict[str, Any]:
    """What Teams is told of the app. `website` is a page of whoever runs it: who they are, and what becomes of data."""
    commands = [{"title": title, "description": words[:128]} for title, words in COMMANDS.items()]
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": version,
        "id": app_id,
        "developer": {
            "name": "Matters Arising",
            "websiteUrl": website,
            "privacyUrl": website,
            "termsOfUseUrl": website,
        },
        "name": {"short": "Matters Arising", "full": "Matters Arising: a board’s action log"},
        "description": {
            "short": "Keeps your board’s action log, and chases kindly.",
            "full": (
                "Add actions from what was agreed, with an owner and a date. Owners are reminded in a chat of their own"
                " and answer in their own words; the board’s channel sees each action’s card and, before the"
                " next meeting, how every matter arising stands."
            ),
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02X}{:02X}{:02X}".format(*icons.ACCENT),
        "bots": [
            {
                "botId": app_id,
                "scopes": list(SCOPES),
                "supportsFiles": True,
                "isNotificationOnly": False,
                "commandLists": [{"scopes": list(SCOPES), "commands": commands}],
            }
        ],
        "composeExtensions": [
            {
                "botId": app_id,
                "commands": [
                    {
                        "id": its_id,
                        "type": "action",
                        "title": title,
                        "description": words,
                        "context": ["message"],
                        "fetchTask": True,
                    }
                    for its_id, (title, words) in MESSAGE_ACTIONS.items()
                ],
            }
        ],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [],
    }


def package(app_id: str, version: str, website: str) -> bytes:
    """The zip. The same every time for the same facts."""
    told = json.dumps(manifest(app_id, version, website), indent=2, ensure_ascii=False).encode()
    parts = {"manifest.json": told, "color.png": icons.colour(), "outline.png": icons.outline()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in parts.items():
            whole.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()
