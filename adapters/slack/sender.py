"""Says messages on Slack: bot.ports.Sender. It translates and decides nothing.

Slack has no idempotency key, so each message carries the outbox's key in its metadata, where `find` reads it back.
https://docs.slack.dev/messaging/message-metadata
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import Part, draw
from adapters.slack.faults import code_of, limited, retry_after
from bot.domain.outbox import Ambiguous, Outcome, Refused, Retry, Sent
from bot.domain.pace import Limit, Limits
from bot.messages import Outgoing

EVENT = "arising_message"
PAGE = 200
MOST_PAGES = 15
CONFIGURATION_AGAIN = 300.0
CONNECTION_AGAIN = 10.0

REFUSALS = {
    "not_in_channel": "the bot is not a member of that channel: say “/invite @Matters Arising” there",
    "channel_not_found": "that channel is gone, or the bot was never invited to it",
    "is_archived": "that channel is archived",
    "user_not_found": "that person is not in this Slack workspace any more",
    "users_not_found": "that person is not in this Slack workspace any more",
    "user_disabled": "their Slack account is deactivated",
    "user_not_visible": "the bot may not see that person in Slack",
    "cannot_dm_bot": "that is a bot, and bots cannot be written to",
    "message_not_found": "the message to redraw was deleted in Slack",
    "cant_update_message": "the message to redraw is not the bot’s own",
    "edit_window_closed": "this workspace does not let messages be changed so late",
    "restricted_action": "this workspace’s rules do not let the bot post there",
    "restricted_action_read_only_channel": "that channel is read-only",
    "restricted_action_thread_locked": "that thread is locked",
    "restricted_action_non_threadable_channel": "that channel allows no threads",
    "restricted_action_thread_only_channel": "that channel allows messages in threads alone",
    "as_user_not_supported": "this workspace’s rules do not let the bot post there",
    "ekm_access_denied": "the workspace’s administrators have suspended the bot’s access to messages",
    "team_access_not_granted": "the bot is not allowed into that workspace",
    "messages_tab_disabled": "direct messages from the bot are switched off for this app",
    "msg_too_long": "the message is longer than Slack takes",
    "msg_blocks_too_long": "the message is longer than Slack takes",
    "no_text": "there was nothing to say",
    "invalid_blocks": "Slack could not draw the message",
}
"""What Slack will go on refusing, in words the clerk understands. https://docs.slack.dev/reference/methods/chat.postMessage"""

CONFIGURATION = {
    "invalid_auth": "Slack does not accept the bot’s token",
    "not_authed": "the bot has no Slack token",
    "not_allowed_token_type": "Slack takes another kind of token for that",
    "account_inactive": "the bot was removed from this Slack workspace",
    "token_revoked": "the bot’s Slack token was revoked",
    "token_expired": "the bot’s Slack token has expired",
    "missing_scope": "the bot lacks a permission in Slack",
    "no_permission": "the bot lacks a permission in Slack",
    "org_login_required": "the Slack workspace is being moved",
    "team_added_to_org": "the Slack workspace is being moved",
    "access_denied": "Slack does not let the bot in",
}
"""What the operator can mend: it was not sent, and is tried again until they have. `arising doctor` names it."""

UNCERTAIN = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
"""Slack says of these that part of it may have been done."""


LIMITS = Limits(workspace=Limit(5, 1.0), place=Limit(1, 1.0))
"""One message a second to a channel; of a workspace’s “several hundred a minute”, three hundred, evenly.

https://docs.slack.dev/apis/web-api/rate-limits
"""


class CannotTell(Exception):  # noqa: N818 - the one who asked tries again later
    """The conversation is too long to say whether a message is in it."""


class SlackSender:
    """See bot.ports.Sender. The client must not retry by itself: a repeated post is a second message."""

    settles_after = 10.0
    can_be_asked = True
    limits = LIMITS

    def __init__(self, client: AsyncWebClient) -> None:
        """`client` without retry handlers."""
        assert not client.retry_handlers, "a sender's client must not send twice by itself"
        self._client = client

    async def send(self, message: Outgoing) -> Outcome:
        parts = draw(message.view)
        try:
            if message.replaces is not None:
                return await self._redraw(message, message.replaces, parts)
            if message.private_to is not None:
                return await self._privately(message, parts)
            return await self._post(message, parts)
        except SlackApiError as error:
            return refused_as(error)
        except ClientConnectorError:
            return Retry(CONNECTION_AGAIN, "Slack cannot be reached")
        except (ClientError, TimeoutError, OSError) as error:
            return Ambiguous(f"the connection to Slack broke ({type(error).__name__})")

    async def find(self, message: Outgoing) -> str | None:
        """The time stamp of the message with this key, once all its parts are there.

        Raises:
            CannotTell: the conversation goes on beyond what may be read.
            SlackApiError: Slack does not answer; it is asked again later.
        """
        there = await self._arrived(message)
        head = there.get(0)
        if head is None or len(there) < len(draw(message.view)):
            return None  # the rest is sent when it is tried again
        return head

    async def _post(self, message: Outgoing, parts: list[Part]) -> Outcome:
        """Post it; what does not fit into one message follows in its thread.

        A long one may have been cut short before: what has arrived is not said again.
        """
        there = await self._arrived(message) if len(parts) > 1 else {}
        head = there.get(0)
        for number, part in enumerate(parts):
            if number in there:
                continue
            thread = message.thread or (head if number else None)
            try:
                ts = await self._say(message, part, number, thread)
            except SlackApiError as error:
                outcome = refused_as(error)
                if head is None or isinstance(outcome, Refused):
                    raise
                # Its beginning stands: it is looked up, and the rest sent, when its turn comes again.
                after = max(getattr(outcome, "after", 0.0), self.settles_after)
                asked = isinstance(outcome, Retry) and outcome.limited
                return Retry(after, outcome_reason(outcome), limited=asked)
            head = head or ts
        assert head is not None
        return Sent(address=head, thread=message.thread)

    async def _say(self, message: Outgoing, part: Part, number: int, thread: str | None) -> str:
        answer = await self._client.chat_postMessage(
            channel=message.address,
            thread_ts=thread,
            metadata={
                "event_type": EVENT,
                "event_payload": {"key": message.key, "part": number},
            },
            **said(part),
        )
        ts: str = answer["ts"]
        return ts

    async def _redraw(self, message: Outgoing, ts: str, parts: list[Part]) -> Outcome:
        """Draw the message anew. Its metadata stays; a card fits into one message."""
        await self._client.chat_update(
            channel=message.address,
            ts=ts,
            text=parts[0].text,
            blocks=parts[0].blocks,
            link_names=False,
            parse="none",
        )
        for number, part in enumerate(parts[1:], 1):
            await self._say(message, part, number, ts)
        return Sent(address=ts, thread=message.thread)

    async def _privately(self, message: Outgoing, parts: list[Part]) -> Outcome:
        """To one person alone. Slack keeps no such message, so it cannot be asked about it either."""
        first: str | None = None
        for part in parts:
            answer = await self._client.chat_postEphemeral(
                channel=message.address,
                user=message.private_to or "",
                thread_ts=message.thread,
                text=part.text,
                blocks=part.blocks,
                link_names=False,
                parse="none",
            )
            first = first or answer["message_ts"]
        return Sent(address=first or "", thread=message.thread)

    async def _arrived(self, message: Outgoing) -> dict[int, str]:
        """The parts of the message that are there: their numbers and time stamps."""
        found: dict[int, str] = {}
        if message.thread is not None:
            async for each in self._messages(message.address, message.thread):
                found |= _part(each, message.key)
            return found
        async for each in self._messages(message.address, None):
            found |= _part(each, message.key)
            if 0 in found:
                break
        if 0 in found and len(draw(message.view)) > 1:
            async for each in self._messages(message.address, found[0]):
                found |= _part(each, message.key)
        return found

    async def _messages(self, channel: str, thread: str | None) -> AsyncIterator[dict[str, Any]]:
        """The newest messages of a channel, or all of a thread."""
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._page(channel, thread, cursor)
            for each in page.get("messages") or []:
                yield each
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return
        raise CannotTell(f"more than {PAGE * MOST_PAGES} messages")

    async def _page(self, channel: str, thread: str | None, cursor: str | None) -> dict[str, Any]:
        while True:
            try:
                if thread is None:
                    answer = await self._client.conversations_history(
                        channel=channel, limit=PAGE, cursor=cursor, include_all_metadata=True
                    )
                else:
                    answer = await self._client.conversations_replies(
                        channel=channel, ts=thread, limit=PAGE, cursor=cursor, include_all_metadata=True
                    )
            except SlackApiError as error:
                if code_of(error) == "thread_not_found":
                    return {}
                if not limited(error):
                    raise
                await asyncio.sleep(retry_after(error))
                continue
            return answer.data if isinstance(answer.data, dict) else {}


def said(part: Part) -> dict[str, Any]:
    """A message's arguments: nothing in it is markup, and no link is opened for a preview."""
    return {
        "text": part.text,
        "blocks": part.blocks,
        "mrkdwn": False,
        "parse": "none",
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def refused_as(error: SlackApiError) -> Outcome:
    """What Slack's answer means for the message."""
    status, code = error.response.status_code, code_of(error)
    if limited(error) or code == "message_limit_exceeded":
        return Retry(retry_after(error), "Slack asks the bot to slow down", limited=True)
    if code in CONFIGURATION:
        return Retry(CONFIGURATION_AGAIN, f"{CONFIGURATION[code]}: arising doctor says what to do")
    if code in REFUSALS:
        return Refused(REFUSALS[code])
    if status >= 500 or code in UNCERTAIN or not code:
        return Ambiguous(f"Slack answered with an error of its own ({code or status})")
    return Refused(f"Slack does not take it ({code})")


def outcome_reason(outcome: Outcome) -> str:
    """Why it did not arrive."""
    return "" if isinstance(outcome, Sent) else outcome.reason


def _part(message: dict[str, Any], key: str) -> dict[int, str]:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT or payload.get("key") != key:
        return {}
    return {int(payload.get("part", 0)): str(message["ts"])}
