"""Where an answer goes: into a command's response, to the asker alone, into the direct conversation, or a modal."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks import Part, draw, draw_home
from adapters.slack.modals import Origin, draw_form, errors
from adapters.slack.sender import said
from bot.domain.places import PlaceKind
from bot.messages import Form, Inbound, Reply, View

log = structlog.get_logger(__name__)

MOST_BY_RESPONSE_URL = 5
"""Slack lets a response URL be used so often. https://docs.slack.dev/interactivity/handling-user-interaction"""
TOO_LONG = "The rest is longer than fits here. In our direct conversation I can say all of it."

Ack = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer came to stand; `address` is None where Slack gives it no lasting id."""

    address: str | None
    thread: str | None = None


class Answers:
    """Says immediate replies. `session` is shared, since a connection for each would be slow."""

    def __init__(self, client: AsyncWebClient, session: ClientSession) -> None:
        self._client = client
        self._session = session

    def as_response(self, view: View) -> tuple[dict[str, Any], list[Part]]:
        """A command's response, and what does not fit into it."""
        first, *rest = draw(view)
        return {"response_type": "ephemeral", "text": first.text, "blocks": first.blocks}, rest

    async def answer(self, inbound: Inbound, reply: Reply, origin: Origin) -> Place | None:
        """Say it where the asker is; gives where it stands, None when it could not be said."""
        if reply.answer is None:
            return None
        parts = draw(reply.answer)
        if origin.response_url:
            return await self._by_url(
                origin.response_url, parts, replace=reply.replaces, thread=origin.thread
            )
        if inbound.where.kind is PlaceKind.DIRECT:
            return await self._directly(inbound, parts, reply, origin)
        return await self._privately(inbound, parts)

    async def open(self, trigger: str, form: Form, origin: Origin) -> None:
        """Open a modal, within three seconds of what asked for it."""
        await self._client.views_open(trigger_id=trigger, view=draw_form(form, origin))

    async def publish(self, user: str, view: View, channel: str) -> None:
        """The bot's own page of one person; it remembers the conversation beside it."""
        drawn = draw_home(view)
        origin = Origin(channel=channel, kind=PlaceKind.DIRECT)
        await self._client.views_publish(user_id=user, view={**drawn, "private_metadata": origin.packed()})

    async def follow(self, url: str | None, rest: list[Part]) -> None:
        """What did not fit into a response."""
        if url and rest:
            await self._by_url(url, rest, replace=False, thread=None)

    async def _by_url(
        self, url: str, parts: list[Part], *, replace: bool, thread: str | None
    ) -> Place | None:
        webhook = AsyncWebhookClient(url, session=self._session, timeout=5, retry_handlers=[])
        for number, part in enumerate(_at_most(parts, MOST_BY_RESPONSE_URL)):
            body: dict[str, Any] = {
                "response_type": "ephemeral",
                "replace_original": replace and number == 0,
                "text": part.text,
                "blocks": part.blocks,
            }
            if thread and not body["replace_original"]:
                body["thread_ts"] = thread
            answer = await webhook.send_dict(body)
            if answer.status_code != 200:
                log.warning("a response was not taken", status=answer.status_code)
                return None
        return Place(None)

    async def _directly(
        self, inbound: Inbound, parts: list[Part], reply: Reply, origin: Origin
    ) -> Place | None:
        """In a direct conversation an answer is a message like any other, and can be replied to."""
        channel = inbound.where.address or inbound.author.id
        first, *rest = parts
        if reply.replaces and origin.post:
            await self._client.chat_update(
                channel=channel, ts=origin.post, text=first.text, blocks=first.blocks, parse="none"
            )
            head = origin.post
        else:
            posted = await self._client.chat_postMessage(
                channel=channel, thread_ts=inbound.thread, **said(first)
            )
            head = posted["ts"]
        for part in rest:
            await self._client.chat_postMessage(
                channel=channel, thread_ts=inbound.thread or head, **said(part)
            )
        return Place(head, inbound.thread)

    async def _privately(self, inbound: Inbound, parts: list[Part]) -> Place | None:
        """To the asker alone, in the thread it was asked in."""
        first: str | None = None
        for part in parts:
            posted = await self._client.chat_postEphemeral(
                channel=inbound.where.address,
                user=inbound.author.id,
                thread_ts=inbound.thread,
                text=part.text,
                blocks=part.blocks,
                parse="none",
                link_names=False,
            )
            first = first or posted["message_ts"]
        return Place(first, inbound.thread)


def submitted(form: Form, origin: Origin) -> dict[str, Any]:
    """What a submission is answered with when it cannot be taken yet: errors at the fields, or another form."""
    if form.id == origin.form and (wrong := errors(form)):
        return {"response_action": "errors", "errors": wrong}
    return {"response_action": "update", "view": draw_form(form, origin)}


def plainly(words: str) -> list[Part]:
    """Words of the adapter's own, as a message."""
    text = {"type": "plain_text", "text": words, "emoji": False}
    return [Part(words, [{"type": "context", "elements": [text]}])]


def _at_most(parts: list[Part], most: int) -> list[Part]:
    if len(parts) <= most:
        return parts
    return [*parts[: most - 1], *plainly(TOO_LONG)]
