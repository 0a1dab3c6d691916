"""Slack's payloads -> Inbound. Pure functions of the payload and of what is known of its people.

What the delivery id is for each kind stands in docs/slack-interactions.md: a message is its channel and time stamp,
under however many event ids it arrives.
"""

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from adapters.slack import modals
from adapters.slack.faults import UNREADABLE, Unreadable
from adapters.slack.words import Words, read_words, users_in
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Platform, Press, Profile, Quote, Where

Json = Mapping[str, Any]

PROPOSE = "propose"
TICK = "tick"
_TEXTUAL = frozenset({None, "thread_broadcast", "file_share", "me_message"})
"""Subtypes of message that somebody wrote; all others are Slack's own notices."""
_DIRECT_NAME = "directmessage"
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Here:
    """The workspace as the bot sees it: its id, the bot's own user, its address, and what the emoji mean."""

    team: str
    bot: str
    url: str
    reactions: Mapping[str, str] = field(default_factory=dict)

    def link(self, channel: str, ts: str, thread: str | None = None) -> str:
        """The permanent link of a message, as Slack itself writes it."""
        link = f"{self.url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link


People = Mapping[str, Profile]
P = ParamSpec("P")
T = TypeVar("T")


def _reader(read: Callable[P, T]) -> Callable[P, T]:
    """What is of another shape than Slack's is Unreadable: the sender's fault, not ours."""

    @functools.wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except UNREADABLE as error:
            raise Unreadable(type(error).__name__) from error

    return reading


@_reader
def people_in(payload: Json) -> list[str]:
    """Everybody a payload names, its author first: whose profiles are worth asking the directory for."""
    event = payload.get("event") or {}
    found: list[str] = [str(author) for author in (author_of(payload),) if author]
    texts = [payload.get("text"), event.get("text"), (payload.get("message") or {}).get("text")]
    texts.append((event.get("message") or {}).get("text"))
    for text in texts:
        found += users_in(text) if isinstance(text, str) else []
    state = ((payload.get("view") or {}).get("state") or {}).get("values") or {}
    for elements in state.values():
        for element in elements.values():
            found += element.get("selected_users") or ()
    return list(dict.fromkeys(found))


def author_of(payload: Json) -> str | None:
    """The user who did it."""
    event = payload.get("event") or {}
    changed = event.get("message") or event.get("previous_message") or {}
    user = payload.get("user") or {}
    found = payload.get("user_id") or (user.get("id") if isinstance(user, dict) else None)
    found = found or (event.get("user") if isinstance(event.get("user"), str) else None)
    return found or (changed.get("edited") or {}).get("user") or changed.get("user")


# --- commands and messages ---------------------------------------------------------------------------------------


@_reader
def command(payload: Json, here: Here, people: People) -> Inbound:
    """A slash command. https://docs.slack.dev/interactivity/implementing-slash-commands"""
    words = read_words(payload.get("text") or "", here.bot, people)
    return _inbound(
        payload,
        here,
        people,
        delivery=f"command:{payload['trigger_id']}",
        where=_place(payload["channel_id"], payload.get("channel_name")),
        text=words.text,
        mentions=words.mentions,
        command=True,
        addressed=True,
    )


@_reader
def message(payload: Json, here: Here, people: People) -> Inbound | None:
    """A message or a mention: the same message may come as both. None for what nobody wrote, or the bot did."""
    event = payload["event"]
    if event.get("subtype") in {"message_changed", "message_deleted"}:
        return _news(payload, here, people)
    user = event.get("user")
    if event.get("subtype") not in _TEXTUAL or event.get("bot_id") or not user or event.get("hidden"):
        return None
    if user in {here.bot, _SLACKBOT}:
        return None
    words = read_words(event.get("text") or "", here.bot, people)
    where = _place(event["channel"], None, event.get("channel_type"))
    direct = where.kind is PlaceKind.DIRECT
    ts, thread = event["ts"], event.get("thread_ts")
    return _inbound(
        payload,
        here,
        _with_direct(people, user, where) if direct else people,
        delivery=f"message:{event['channel']}:{ts}",
        where=where,
        text=words.text,
        mentions=words.mentions,
        addressed=direct or words.to_bot,
        thread=thread if thread != ts else None,
        link=here.link(event["channel"], ts, thread),
        opens_forms=False,
    )


def _news(payload: Json, here: Here, people: People) -> Inbound | None:
    """A message was edited or deleted; what the bot or another app did to its own is no news."""
    event = payload["event"]
    before, after = event.get("previous_message") or {}, event.get("message") or {}
    deleted = event["subtype"] == "message_deleted" or after.get("subtype") == "tombstone"
    ts = str(event.get("deleted_ts") or after.get("ts") or before.get("ts") or "")
    author = author_of(payload)
    if not ts or not author or before.get("bot_id") or after.get("bot_id") or author == here.bot:
        return None
    if not deleted and (not after.get("edited") or after.get("text") == before.get("text")):
        return None  # a preview was added, or a reply counted
    words = read_words(after.get("text") or "", here.bot, people) if not deleted else Words("", (), False)
    channel = event["channel"]
    stamp = "deleted" if deleted else (after.get("edited") or {}).get("ts", "")
    return _inbound(
        payload,
        here,
        people,
        delivery=f"news:{channel}:{ts}:{stamp}",
        where=_place(channel, None, event.get("channel_type")),
        addressed=False,
        quote=Quote(
            link=here.link(channel, ts, (after or before).get("thread_ts")),
            text=words.text,
            mentions=words.mentions,
        ),
        happened="deleted" if deleted else "edited",
        opens_forms=False,
    )


@_reader
def reaction(
    payload: Json, here: Here, people: People, text: str | None, thread: str | None
) -> Inbound | None:
    """An emoji that means something. `text` is what the message says, as Slack holds it."""
    event = payload["event"]
    meaning, channel, ts = reacted_to(payload, here)
    if meaning is None or event.get("user") == here.bot:
        return None
    quote = None
    if meaning == PROPOSE:
        if not text or event.get("item_user") == here.bot:
            return None
        words = read_words(text, here.bot, people)
        quote = Quote(link=here.link(channel, ts, thread), text=words.text, mentions=words.mentions)
    return _inbound(
        payload,
        here,
        people,
        delivery=f"reaction:{channel}:{ts}:{event['reaction']}:{event['user']}:{event['event_ts']}",
        where=_place(channel, None),
        addressed=False,
        thread=thread if thread != ts else None,
        press=Press(button=meaning, post=ts),
        quote=quote,
        opens_forms=False,
    )


@_reader
def home(payload: Json, here: Here, people: People) -> Inbound:
    """The bot's own page is opened; the event names the conversation beside it."""
    event = payload["event"]
    where = Where(kind=PlaceKind.DIRECT, address=event.get("channel") or "")
    return _inbound(
        payload,
        here,
        _with_direct(people, event["user"], where),
        delivery=f"home:{payload.get('event_id')}",
        where=where,
        press=Press(button="home"),
        addressed=True,
    )


# --- buttons, forms and shortcuts --------------------------------------------------------------------------------


@_reader
def press(payload: Json, here: Here, people: People) -> Inbound | None:
    """A pressed button or a chosen line of a menu; None for elements that only hold a value."""
    action = payload["actions"][0]
    chosen = action.get("selected_option") or {}
    button = action.get("value") or chosen.get("value")
    if not button or action.get("type") not in {"button", "overflow"}:
        return None
    origin = origin_of(payload)
    container = payload.get("container") or {}
    return _inbound(
        payload,
        here,
        people,
        delivery=f"press:{payload['trigger_id']}",
        where=_where(origin),
        addressed=True,
        thread=origin.thread,
        press=Press(button=button[:255], post=origin.post, on_answer=bool(container.get("is_ephemeral"))),
    )


@_reader
def submission(payload: Json, here: Here, people: People) -> Inbound:
    """A form came back. Its hash alone would name two tries alike, so what was filled in belongs to the name."""
    view = payload["view"]
    origin = modals.read_origin(view.get("private_metadata") or "")
    state = (view.get("state") or {}).get("values") or {}
    return _inbound(
        payload,
        here,
        people,
        delivery=f"view:{view['id']}:{view.get('hash')}:{_digest(state)}",
        where=_where(origin),
        addressed=True,
        thread=origin.thread,
        press=Press(button=origin.form, post=origin.post, values=modals.values(state)),
    )


@_reader
def files_of(said: Json) -> list[Json]:
    """The files that came with a message, but for those that are gone."""
    return [f for f in said.get("files") or [] if f.get("mode") not in {"tombstone", "hidden_by_limit"}]


@_reader
def minutes_with(payload: Json, inbound: Inbound | None) -> list[Json]:
    """The files of a message that may be minutes: said to the bot, or with that word. Others' are none of its business."""
    if inbound is None or inbound.happened is not None:
        return []
    meant = inbound.addressed or inbound.text.lstrip().casefold().startswith("minutes")
    return files_of(payload["event"]) if meant else []


@_reader
def shortcut(payload: Json, here: Here, people: People, button: str = "newaction") -> Inbound:
    """ "Create action", on a message or from anywhere; or "Minutes", on a message."""
    quote = None
    where = Where(kind=PlaceKind.DIRECT, address="")
    if payload["type"] == "message_action":
        said = payload["message"]
        channel = payload["channel"]
        words = read_words(said.get("text") or "", here.bot, people)
        where = _place(channel["id"], channel.get("name"))
        quote = Quote(
            link=here.link(channel["id"], said["ts"], said.get("thread_ts")),
            text=words.text,
            mentions=words.mentions,
        )
    return _inbound(
        payload,
        here,
        people,
        delivery=f"shortcut:{payload['trigger_id']}",
        where=where,
        addressed=True,
        press=Press(button=button),
        quote=quote,
    )


@_reader
def origin_of(payload: Json) -> modals.Origin:
    """Where a button was pressed or a shortcut used, to be kept in the modal that may come of it."""
    container, channel = payload.get("container") or {}, payload.get("channel") or {}
    said = payload.get("message") or {}
    if container.get("type") == "view":
        return modals.read_origin((payload.get("view") or {}).get("private_metadata") or "")
    address = channel.get("id") or container.get("channel_id") or payload.get("channel_id") or ""
    where = _place(address, channel.get("name") or payload.get("channel_name"))
    thread, ts = container.get("thread_ts") or said.get("thread_ts"), container.get("message_ts")
    return modals.Origin(
        channel=where.address,
        name=where.name,
        kind=where.kind,
        thread=thread if thread != ts else None,
        post=ts,
        response_url=payload.get("response_url") or None,
    )


@_reader
def form_origin(payload: Json) -> modals.Origin:
    """Where the form that came back was opened from."""
    return modals.read_origin(payload["view"].get("private_metadata") or "")


@_reader
def reacted_to(payload: Json, here: Here) -> tuple[str | None, str, str]:
    """What an emoji means, None for nothing; and the channel and time stamp of the message it is on."""
    event = payload["event"]
    item = event.get("item") or {}
    if item.get("type") != "message":
        return None, "", ""
    # A skin tone is no other meaning: "pushpin::skin-tone-3".
    return here.reactions.get(str(event.get("reaction")).partition("::")[0]), item["channel"], item["ts"]


@_reader
def changed(payload: Json, here: Here) -> tuple[str, str, bool]:
    """Whose profile changed: the id, its workspace, and whether the account is switched off."""
    user = payload["event"]["user"]
    return user["id"], user.get("team_id") or here.team, bool(user.get("deleted"))


@_reader
def renamed(payload: Json) -> tuple[str, str | None]:
    """A channel, and what it is called now where a message tells of that. https://docs.slack.dev/reference/events/message"""
    event = payload["event"]
    is_news = event.get("subtype") in {"channel_name", "group_name"}
    return str(event["channel"]), str(event.get("name") or "") or None if is_news else None


# --- parts -------------------------------------------------------------------------------------------------------


def _inbound(
    payload: Json, here: Here, people: People, *, delivery: str, where: Where, **more: Any
) -> Inbound:
    author = author_of(payload) or ""
    named = [people[name] for name in people_in(payload) if name in people]
    return Inbound(
        platform=Platform.SLACK,
        workspace=here.team,
        delivery=delivery if len(delivery) <= 255 else _digest(delivery),
        author=Author(
            workspace=_team_of(payload, here, people.get(author)),
            id=author,
            name=people[author].name if author in people else None,
        ),
        where=where,
        people=tuple(dict.fromkeys(named)),
        **more,
    )


def _team_of(payload: Json, here: Here, profile: Profile | None) -> str:
    """The author's own workspace: in a shared channel it may be another than the channel's."""
    if profile is not None:
        return profile.workspace
    event, user = payload.get("event") or {}, payload.get("user") or {}
    told = event.get("user_team") or event.get("source_team") or event.get("team")
    return told or (user.get("team_id") if isinstance(user, dict) else None) or here.team


def _where(origin: modals.Origin) -> Where:
    return Where(kind=origin.kind, address=origin.channel, name=origin.name)


def _place(channel: str, name: str | None, kind: str | None = None) -> Where:
    """Slack tells the kind in events; elsewhere the id's first letter and the name do."""
    if kind == "im" or name == _DIRECT_NAME or not channel or channel.startswith("D"):
        return Where(kind=PlaceKind.DIRECT, address=channel)
    if kind == "mpim" or (name or "").startswith("mpdm-"):
        return Where(kind=PlaceKind.GROUP, address=channel, name=name)
    # For a private channel a command is told no better name than this.
    return Where(kind=PlaceKind.CHANNEL, address=channel, name=None if name == "privategroup" else name)


def _with_direct(people: People, user: str, where: Where) -> People:
    """The author's profile, knowing the conversation it was written in."""
    found = people.get(user)
    if found is None or not where.address:
        return people
    return {**people, user: found.model_copy(update={"direct": where.address})}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:32]
