"""Slack's notation for messages, read into plain words and mentions.

https://docs.slack.dev/messaging/formatting-message-text/#retrieving-messages
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.text import unescape
from bot.messages import Mention, Profile

_TOKEN = re.compile(r"<([^<>\n]{1,4000})>")
_USER = re.compile(r"@([UW][A-Z0-9]{1,30})(?:\|(.*))?", re.DOTALL)
_USERS = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_MARK = "\x00"


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote. `to_bot` says that the bot itself was mentioned; that mention is cut."""

    text: str
    mentions: tuple[Mention, ...]
    to_bot: bool


def users_in(text: str) -> list[str]:
    """The ids of everybody mentioned."""
    return list(dict.fromkeys(_USERS.findall(text)))


def read_words(text: str, bot: str, people: Mapping[str, Profile]) -> Words:
    """Plain words: mentions by their names, links by their addresses, what would call everybody as inert words."""
    text = text.replace(_MARK, "")
    cut, found = _without_bot(text, bot)
    parts: list[str] = []
    mentions: list[Mention] = []
    length = at = 0

    def put(words: str) -> None:
        nonlocal length
        parts.append(words)
        length += len(words)

    for token in _TOKEN.finditer(cut):
        put(unescape(cut[at : token.start()]))
        at = token.end()
        user = _USER.fullmatch(token[1])
        if user is None:
            put(_shown(token[1]))
            continue
        profile = people.get(user[1])
        name = profile.name if profile else unescape(user[2] or "") or None
        start = length
        put(f"@{name or 'somebody'}")
        mentions.append(
            Mention(
                start=start,
                end=length,
                id=user[1],
                name=name,
                workspace=profile.workspace if profile else None,
            )
        )
    put(unescape(cut[at:]))
    return _stripped("".join(parts), mentions, to_bot=found)


def _without_bot(text: str, bot: str) -> tuple[str, bool]:
    """A mention in front takes its comma along; one in the middle leaves a single space."""
    if not bot or f"<@{bot}" not in text:
        return text, False
    rest, count = re.subn(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>", _MARK, text)
    if not count:
        return text, False
    rest = re.sub(rf"^\s*(?:{_MARK}[\s,:]*)+", "", rest)
    return re.sub(rf"\s*{_MARK}(?=[\s.,;:?!]|$)|{_MARK}", "", rest), True


def _stripped(text: str, mentions: list[Mention], *, to_bot: bool) -> Words:
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if not lead:
        return Words(text, tuple(mentions), to_bot)
    moved = tuple(m.model_copy(update={"start": m.start - lead, "end": m.end - lead}) for m in mentions)
    return Words(text, moved, to_bot)


def _shown(token: str) -> str:
    """A channel, a group, a date or a link, as a person reads it."""
    body, bar, label = token.partition("|")
    label = unescape(label)
    if body.startswith("#"):
        return f"#{label}" if label else "#channel"
    if body.startswith("!"):
        if label:
            return label
        return "@" + body[1:].partition("^")[0]
    address = unescape(body)
    if body.startswith("mailto:"):
        return label or address.removeprefix("mailto:")
    if not bar or label == address or address.endswith(f"//{label}"):
        return address if "://" in address else f"<{address}>" if not bar else label
    return f"{label} ({address})"
