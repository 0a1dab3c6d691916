"""An activity's JSON -> Inbound. Pure functions: nothing is looked up, nothing is decided.

https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

from adapters.teams.files import DOWNLOAD
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Mention, Platform, Press, Quote, Where

BUTTON = "button"
FIELDS = "fields"
POST = "post"
KINDS = {"personal": PlaceKind.DIRECT, "groupChat": PlaceKind.GROUP, "channel": PlaceKind.CHANNEL}

CARD_ACTION = "adaptiveCard/action"
DIALOG_OPENS = "task/fetch"
DIALOG_SUBMITS = "task/submit"
MESSAGE_ACTION = "composeExtension/fetchTask"
MESSAGE_ACTION_SUBMITS = "composeExtension/submitAction"
MESSAGE_ACTIONS = frozenset({MESSAGE_ACTION, MESSAGE_ACTION_SUBMITS})
PRESSES = frozenset({CARD_ACTION, DIALOG_OPENS, DIALOG_SUBMITS}) | MESSAGE_ACTIONS
CREATE, MINUTES = "newaction", "minutesof"
COMMANDS = {"create": CREATE, "minutes": MINUTES}
"""What stands in a message's menu, by its id in the manifest, and the button it is."""
LONGEST_QUOTE = 20_000

_WITH_BOT = "a:"
"""How the id of a chat with the bot alone begins; two people's is named after both."""
_FILE = "reference"
_BOT, _MENTION = "\x00", "\x01"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_THREAD = re.compile(r";messageid=([^;]+)")


class Unreadable(ValueError):  # noqa: N818 - it is an answer to whoever sent it
    """Not an activity as Teams sends them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an activity happened: the conversation without its thread, the thread's first message, and the kind."""

    conversation: str
    thread: str | None
    kind: PlaceKind
    name: str | None
    team: str | None


def spot(activity: Mapping[str, Any]) -> Spot:
    conversation = _section(activity, "conversation")
    whole = _text(conversation, "id")
    if not whole:
        raise Unreadable("the activity names no conversation")
    kind = KINDS.get(_text(conversation, "conversationType"))
    if kind is None:
        kind = PlaceKind.GROUP if conversation.get("isGroup") else PlaceKind.DIRECT
    if (
        kind is PlaceKind.DIRECT
        and activity.get("name") in MESSAGE_ACTIONS
        and not whole.startswith(_WITH_BOT)
    ):
        kind = PlaceKind.GROUP  # two people's own chat: a message's menu is there too, and the bot is not
    base, _, _ = whole.partition(";")
    thread = _THREAD.search(whole)
    data = _section(activity, "channelData")
    team = _section(data, "team")
    # The team's own id is its General channel's; Teams leaves that channel's name out.
    name = _text(_section(data, "channel"), "name") or _text(conversation, "name")
    if kind is PlaceKind.CHANNEL and not name and _text(team, "id") == base:
        name = "General"
    first = thread[1] if thread is not None and kind is PlaceKind.CHANNEL else None
    return Spot(base, first, kind, name or None, _text(team, "id") or None)


def author(activity: Mapping[str, Any], tenant: str) -> Author:
    """Whoever did it, by the id Teams gives people towards this bot: mentions and rosters hold the same one."""
    person = _section(activity, "from")
    found = _text(person, "id")
    if not found:
        raise Unreadable("the activity names nobody")
    return Author(workspace=tenant, id=found, name=_text(person, "name") or None)


def delivery(activity: Mapping[str, Any]) -> str:
    """An activity's name for good: conversation and activity id. Teams sends the same again when it hears nothing."""
    its_id = _text(activity, "id")
    if not its_id:
        raise Unreadable("the activity has no id")
    conversation = spot(activity).conversation
    name = f"{conversation}|{its_id}"
    return name if len(name) <= 255 else hashlib.sha256(name.encode()).hexdigest()


def message(activity: Mapping[str, Any], tenant: str) -> Inbound:
    """Words somebody wrote."""
    at = spot(activity)
    bot = _text(_section(activity, "recipient"), "id")
    words = _words(_text(activity, "text"), _mentioned(activity), bot)
    return Inbound(
        platform=Platform.TEAMS,
        workspace=tenant,
        delivery=delivery(activity),
        author=author(activity, tenant),
        where=Where(kind=at.kind, address=at.conversation, name=at.name),
        text=words.text,
        mentions=words.mentions,
        addressed=words.to_bot or at.kind is PlaceKind.DIRECT,
        command=words.to_bot,
        thread=at.thread,
        link=link(activity, tenant, at),
    )


def file_of(activity: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first file that came with the words; Teams hands one over only in a chat with the bot alone."""
    attached = activity.get("attachments")
    for one in attached if isinstance(attached, Sequence) and not isinstance(attached, str) else ():
        if isinstance(one, Mapping) and one.get("contentType") == DOWNLOAD:
            return one
    return None


def press(activity: Mapping[str, Any], tenant: str) -> Inbound:
    """A pressed button, a dialog asked for, or a form submitted. What a client sends is checked by the core."""
    at = spot(activity)
    if activity.get("name") == MESSAGE_ACTION:
        return _message_action(activity, tenant, at)
    given = pressed_data(activity)
    button = given.get(BUTTON)
    if not isinstance(button, str) or not button or len(button) > 255:
        raise Unreadable("the press names no button")
    fields = given.get(FIELDS)
    values = None
    if isinstance(fields, Mapping) and _text(activity, "name") != DIALOG_OPENS:
        values = {str(name): _value(given.get(name), many=kind == "people") for name, kind in fields.items()}
    post = given.get(POST) or _text(activity, "replyToId")
    return Inbound(
        platform=Platform.TEAMS,
        workspace=tenant,
        delivery=delivery(activity),
        author=author(activity, tenant),
        where=Where(kind=at.kind, address=at.conversation, name=at.name),
        addressed=True,
        thread=at.thread,
        press=Press(button=button, post=post if isinstance(post, str) and post else None, values=values),
    )


def _message_action(activity: Mapping[str, Any], tenant: str, at: Spot) -> Inbound:
    """ "Create action" or "Minutes" on a message: its words and its link, as Teams hands them over.

    https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/define-action-command
    """
    button = COMMANDS.get(_text(_section(activity, "value"), "commandId"))
    if button is None:
        raise Unreadable("the message action is none of ours")
    payload = _message_payload(activity)
    body = _section(payload, "body")
    its_id = _text(payload, "id")
    own = _text(payload, "linkToMessage") or link({"id": its_id}, tenant, at)
    words = _text(body, "content")
    if _text(body, "contentType") == "html":
        words = _plain(words)
    return Inbound(
        platform=Platform.TEAMS,
        workspace=tenant,
        delivery=delivery(activity),
        author=author(activity, tenant),
        where=Where(kind=at.kind, address=at.conversation, name=at.name),
        addressed=True,
        thread=at.thread,
        press=Press(button=button),
        # Minutes cut short would lack actions: the core says so of what is too long.
        quote=Quote(link=own or "", text=words if button == MINUTES else words[:LONGEST_QUOTE])
        if its_id
        else None,
    )


def file_of_message(activity: Mapping[str, Any]) -> str | None:
    """The name of the first file beside the message whose menu "Minutes" was chosen from."""
    attached = _message_payload(activity).get("attachments")
    for one in attached if isinstance(attached, list) else ():
        if isinstance(one, Mapping) and one.get("contentType") == _FILE:
            return _text(one, "name") or "The file"
    return None


def _message_payload(activity: Mapping[str, Any]) -> Mapping[str, Any]:
    return _section(_section(activity, "value"), "messagePayload")


def _plain(html: str) -> str:
    """What a person reads of a message's HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).replace("\xa0", " ").split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects text; what ends a line on the screen ends one here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(_CONTROL.sub("", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p", "div", "li", "tr"}:
            self.pieces.append("\n")
        # An emoji is a picture with its name beside it.
        self.pieces += [value for name, value in attrs if tag in {"emoji", "img"} and name == "alt" and value]


def pressed_data(activity: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the card's action carried, with the inputs beside it: Teams mixes them into one object."""
    value = _section(activity, "value")
    if _text(activity, "name") == CARD_ACTION:
        value = _section(value, "action")
    return _section(value, "data")


def link(activity: Mapping[str, Any], tenant: str, at: Spot) -> str | None:
    """A permanent link to the message.

    https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
    """
    its_id = _text(activity, "id")
    where = (
        f"https://teams.microsoft.com/l/message/{quote(at.conversation, safe='')}/{quote(its_id, safe='')}"
    )
    if at.kind is not PlaceKind.CHANNEL:
        return f"{where}?{urlencode({'context': json.dumps({'contextType': 'chat'})})}"
    group = _text(_section(_section(activity, "channelData"), "team"), "aadGroupId")
    facts = {"tenantId": tenant, "groupId": group, "parentMessageId": at.thread or its_id}
    return f"{where}?{urlencode({k: v for k, v in facts.items() if v})}"


# --- words and mentions ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    mentions: tuple[Mention, ...]
    to_bot: bool


def _mentioned(activity: Mapping[str, Any]) -> Sequence[tuple[str, str, str | None]]:
    """Each mention's markup in the text, the identity it names, and how that one is called."""
    entities = activity.get("entities")
    found = []
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, Mapping) and entity.get("type") == "mention":
            who = _section(entity, "mentioned")
            markup, its_id = _text(entity, "text"), _text(who, "id")
            if markup and its_id:
                found.append((markup, its_id, _text(who, "name") or None))
    return found


def _words(text: str, mentioned: Sequence[tuple[str, str, str | None]], bot: str) -> _Words:
    """Cut the bot's own mention; the others stand in the text as @ and their name."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    order: list[tuple[int, str, str, str | None]] = []
    taken: list[tuple[int, int]] = []
    for markup, its_id, name in mentioned:
        at = _next(text, markup, taken)
        if at >= 0:
            taken.append((at, at + len(markup)))
            order.append((at, markup, its_id, name))
    order.sort()
    marked, end = "", 0
    for at, markup, its_id, _ in order:
        marked += text[end:at] + (_BOT if its_id == bot else _MENTION)
        end = at + len(markup)
    marked += text[end:]
    to_bot = _BOT in marked
    # A mention in front takes its comma along; one in the middle leaves a single space.
    marked = re.sub(rf"^\s*(?:{_BOT}[\s,:]*)+", "", marked)
    marked = re.sub(rf"\s*{_BOT}(?=[\s.,;:?!]|$)|{_BOT}", "", marked).strip()
    others = [(its_id, name) for _, _, its_id, name in order if its_id != bot]
    return _Words(*_expanded(marked, others), to_bot=to_bot)


def _expanded(marked: str, others: Sequence[tuple[str, str | None]]) -> tuple[str, tuple[Mention, ...]]:
    pieces = marked.split(_MENTION)
    text, mentions = pieces[0], []
    for (its_id, name), after in zip(others, pieces[1:], strict=True):
        shown = _CONTROL.sub("", name or "somebody")
        start = len(text)
        text += f"@{shown}"
        mentions.append(Mention(start=start, end=len(text), id=its_id, name=name))
        text += after
    return text, tuple(mentions)


def _next(text: str, markup: str, taken: Sequence[tuple[int, int]]) -> int:
    """Where this markup stands and no earlier mention does."""
    at = text.find(markup)
    while at >= 0 and any(start < at + len(markup) and at < end for start, end in taken):
        at = text.find(markup, at + 1)
    return at


# --- reading JSON that anybody could have written --------------------------------------------------------------


def _section(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(given: Mapping[str, Any], name: str) -> str:
    found = given.get(name)
    return found if isinstance(found, str) else ""


def _value(given: Any, *, many: bool) -> str | tuple[str, ...]:
    """An input's value. A choice of several comes as one string with commas between."""
    text = given if isinstance(given, str) else "" if given is None else str(given)
    return tuple(part for part in text.split(",") if part) if many else text
