"""What Slack would refuse or misread in a drawn message, modal or page: by slack_sdk's own models, and the limits they miss.

https://docs.slack.dev/reference/block-kit
"""

from collections.abc import Iterable
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View as SlackView

from tests.adapters.hostile import HIDDEN
from tests.adapters.slack.workspace import Json

MOST_SHOWN = 13_200
ACTION_ID = 255
LIVE = ("mrkdwn", "user", "usergroup", "channel", "broadcast", "link", "date", "team", "emoji", "color")
"""Elements through which text would call somebody or become a link; the bot draws none of them."""


def wrong_with_message(given: Json, *, most_blocks: int = 50) -> list[str]:
    """Everything wrong with it; an empty list is a message Slack takes."""
    blocks = given["blocks"]
    found = _models(blocks) + list(_limits(blocks, most_blocks))
    if not given.get("text"):
        found.append("no text for notifications")
    for mark in ("<", ">"):
        if mark in given.get("text", ""):
            found.append(f"{mark} in the text")
    return found


def wrong_with_modal(view: Json) -> list[str]:
    """The same for a modal."""
    found = _models(view["blocks"]) + list(_limits(view["blocks"], 100))
    found += _nested(SlackView(**view))
    for part in ("title", "submit", "close"):
        if not 1 <= len(view[part]["text"]) <= 24:
            found.append(f"{part} of {len(view[part]['text'])}")
    if len(view["private_metadata"]) > 3000:
        found.append("private_metadata too long")
    ids = [b["block_id"] for b in view["blocks"] if b["type"] == "input"]
    if len(ids) != len(set(ids)):
        found.append("an input's id twice")
    return found


def wrong_with_home(view: Json) -> list[str]:
    """The same for the bot's own page."""
    return [*_models(view["blocks"]), *_limits(view["blocks"], 100)]


def _models(blocks: list[Json]) -> list[str]:
    found: list[str] = []
    for given in blocks:
        block = Block.parse(given)
        if block is None:
            found.append(f"no such block: {given.get('type')}")
        else:
            found += _nested(block)
    return found


def _nested(part: Any) -> list[str]:
    """slack_sdk checks only what `validate_json` is called on: here every object inside is."""
    found: list[str] = []
    if isinstance(part, JsonObject):
        try:
            part.validate_json()
        except Exception as error:  # noqa: BLE001 - whatever the model objects to
            found.append(f"{type(part).__name__}: {error}")
        for inside in vars(part).values():
            found += _nested(inside)
    elif isinstance(part, dict):
        for inside in part.values():
            found += _nested(inside)
    elif isinstance(part, list | tuple):
        for inside in part:
            found += _nested(inside)
    return found


def _limits(blocks: list[Json], most_blocks: int) -> Iterable[str]:  # noqa: PLR0912 - a limit a line
    if not 1 <= len(blocks) <= most_blocks:
        yield f"{len(blocks)} blocks"
    ids = [b["block_id"] for b in blocks if "block_id" in b]
    if len(ids) != len(set(ids)):
        yield "a block_id twice"
    shown = 0
    for part in _parts(blocks):
        kind, text = part.get("type"), part.get("text")
        if kind in LIVE:
            yield f"a live {kind}"
        if kind == "plain_text" and part.get("emoji") is not False:
            yield "plain text with emoji names drawn"
        if isinstance(text, str):
            shown += len(text)
            if not text:
                yield f"an empty {kind}"
            if any(ord(c) < 32 and c not in "\n\t" for c in text):
                yield "a control character"
            if HIDDEN & set(text):
                yield "a hidden character"
            try:
                text.encode()
            except UnicodeEncodeError:
                yield "half a character"
        if len(str(part.get("action_id", "x"))) > ACTION_ID:
            yield "a long action_id"
        if kind == "button" and not 1 <= len(part["text"]["text"]) <= 75:
            yield "a button's label"
        if kind == "button" and len(part["value"]) > 2000:
            yield "a button's value"
        if kind == "header" and len(part["text"]["text"]) > 150:
            yield "a long header"
        if kind == "context" and any(len(e["text"]) > 3000 for e in part["elements"]):
            yield "a long context"
        if kind in {"rich_text_section", "rich_text_quote"}:
            if not part["elements"]:
                yield "an empty section"
            if sum(len(e.get("text", "")) for e in part["elements"]) > 3000:
                yield "a long section"
        if kind == "actions":
            actions = [e["action_id"] for e in part["elements"]]
            if not 1 <= len(actions) <= 25 or len(actions) != len(set(actions)):
                yield f"actions: {actions}"
        if kind == "overflow" and not 1 <= len(part["options"]) <= 5:
            yield f"{len(part['options'])} lines in a menu"
        groups = part.get("option_groups") or []
        options = [o for holder in groups or [part] for o in holder.get("options") or []]
        if len(groups) > 100 or any(not 1 <= len(group["options"]) <= 100 for group in groups):
            yield "groups of options"
        if kind in {"static_select", "multi_static_select"} and not groups and not 1 <= len(options) <= 100:
            yield f"{len(options)} options"
        for option in options:
            if not 1 <= len(option["text"]["text"]) <= 75 or not 1 <= len(option["value"]) <= 150:
                yield "an option's length"
        if kind != "overflow" and len({o["value"] for o in options}) != len(options):
            yield "two options of one value"
        for chosen in [*(part.get("initial_options") or ()), *filter(None, [part.get("initial_option")])]:
            if chosen not in options:
                yield "a chosen option that is not offered"
        if kind == "input" and len(part["label"]["text"]) > 2000:
            yield "a long label"
        if kind == "plain_text_input" and len(part.get("initial_value", "")) > part.get("max_length", 3000):
            yield "more in a field than it takes"
    if shown > MOST_SHOWN and most_blocks == 50:
        yield f"{shown} characters in all"


def _parts(given: Any) -> Iterable[Json]:
    if isinstance(given, dict):
        yield given
        for inside in given.values():
            yield from _parts(inside)
    elif isinstance(given, list):
        for inside in given:
            yield from _parts(inside)
