"""The API's JSON -> Inbound. Pure functions of the request and of who has a handle here."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.playground.records import WORKSPACE, Human, Message, Room
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Mention, Platform, Press, Quote, Where

COMMAND = "/action"
BOT_MENTIONS = ("arising", "matters-arising", "bot")
RESERVED = frozenset({*BOT_MENTIONS, "all", "here", "channel", "everyone", "clerk", "chair", "mine"})
"""Names nobody gets as a handle, because they mean something else after an @."""

_COMMAND = re.compile(rf"\s*{COMMAND}(?=\s|$)\s*", re.IGNORECASE)
_OTHER_COMMAND = re.compile(r"\s*(/[A-Za-z]+)(?=\s|$)")
_BOT = re.compile(rf"(?<![\w@/.])@(?:{'|'.join(BOT_MENTIONS)})(?![\w-])", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@/.])@([\w-]*\w)")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, as the bot is told it."""

    text: str
    addressed: bool
    command: bool


def read(text: str, room: Room) -> Words:
    """Cut the command's name or the bot's mention, and say whether the words are meant for the bot."""
    if cut := _COMMAND.match(text):
        return Words(text[cut.end() :], addressed=True, command=True)
    rest, mentions = _BOT.subn("\x00", text)
    if mentions:
        # A mention in front takes its comma along; one in the middle leaves a single space.
        rest = re.sub(r"^\s*(?:\x00[\s,:]*)+", "", rest)
        rest = re.sub(r"\s*\x00(?=[\s.,;:?!]|$)|\x00", "", rest)
    return Words(
        rest.strip() if mentions else text,
        addressed=bool(mentions) or room.kind is PlaceKind.DIRECT,
        command=False,
    )


def is_command(text: str) -> bool:
    """Whether the words are a slash command, which only its author sees, as on Slack."""
    return _COMMAND.match(text) is not None


def other_command(text: str) -> str | None:
    """A slash command that is not ours. Slack refuses one too, before anybody sees it."""
    found = _OTHER_COMMAND.match(text)
    return found[1] if found and not is_command(text) else None


def mentions_in(text: str, humans: Iterable[Human]) -> tuple[Mention, ...]:
    """Every `@handle` of somebody here; the rest of their name, when it follows, belongs to it.

    An `@` followed by nobody's handle stays what it is: text.
    """
    known = {h.handle: h for h in humans}
    found = []
    for match in _MENTION.finditer(text):
        human = known.get(match[1].casefold())
        if human is None:
            continue
        end = match.end()
        last_names = human.name.partition(" ")[2]
        if last_names and re.match(rf" {re.escape(last_names)}(?!\w)", text[end:], re.IGNORECASE):
            end += 1 + len(last_names)
        found.append(Mention(start=match.start(), end=end, id=human.handle, name=human.name))
    return tuple(found)


def message(
    human: Human,
    room: Room,
    text: str,
    *,
    own: str,
    thread: str | None,
    delivery: str,
    humans: Iterable[Human],
) -> Inbound:
    """Words written in a place. `own` is the id their message has here."""
    words = read(text, room)
    return Inbound(
        platform=Platform.PLAYGROUND,
        workspace=WORKSPACE,
        delivery=delivery,
        author=_author(human),
        where=_where(room),
        text=words.text,
        mentions=mentions_in(words.text, humans),
        addressed=words.addressed,
        thread=thread,
        link=link(room, own),
    )


def shortcut(
    human: Human,
    room: Room,
    about: Message,
    button: str,
    *,
    delivery: str,
    humans: Iterable[Human],
) -> Inbound:
    """Something asked for from the menu of somebody's message."""
    quote = Quote(link=link(room, about.id), text=about.text, mentions=mentions_in(about.text, humans))
    return Inbound(
        platform=Platform.PLAYGROUND,
        workspace=WORKSPACE,
        delivery=delivery,
        author=_author(human),
        where=_where(room),
        addressed=True,
        thread=about.thread or about.id,
        press=Press(button=button),
        quote=quote,
    )


def press(
    human: Human,
    room: Room,
    pressed: Message,
    button: str,
    values: Mapping[str, str | tuple[str, ...]] | None,
    *,
    delivery: str,
) -> Inbound:
    """A button pressed, or a form submitted. A form speaks for the message whose button opened it."""
    post = pressed.origin if pressed.form is not None else pressed.id
    return Inbound(
        platform=Platform.PLAYGROUND,
        workspace=WORKSPACE,
        delivery=delivery,
        author=_author(human),
        where=_where(room),
        addressed=True,
        thread=pressed.thread,
        press=Press(button=button, post=post, values=dict(values) if values is not None else None),
    )


def link(room: Room, message_id: str) -> str:
    """The page's own address for one message."""
    return f"/playground/?place={room.id}#{message_id}"


def handle_for(name: str, first_name: str, taken: Sequence[str], number: int) -> str:
    """A handle for somebody new: the first name, first-last where that is taken, then with a number."""
    first = _plain(first_name)
    last = _plain(name.rpartition(" ")[2])
    whole = "-".join(part for part in (first, last) if part)
    unavailable = RESERVED.union(taken)
    numbered = [f"{whole}-{count}" for count in range(2, len(taken) + 3)] if whole else []
    return next((w for w in [first, whole, *numbered] if w and w not in unavailable), f"person-{number}")


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(
        r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’")
    )
    return "-".join(words)[:40]


def _author(human: Human) -> Author:
    return Author(workspace=WORKSPACE, id=human.handle, name=human.name)


def _where(room: Room) -> Where:
    return Where(kind=room.kind, address=room.id, name=room.name)
