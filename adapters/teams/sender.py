"""Says messages in Teams. See bot.ports.Sender for what it promises."""

from typing import Any, Final

from adapters.legible import fit
from adapters.teams.cards import attachment, view_card
from adapters.teams.references import References
from adapters.teams.wire import Declined, NotThere, Perhaps, Wire
from bot.domain.outbox import Ambiguous, Outcome, Refused, Retry, Sent
from bot.domain.pace import Limit, Limits
from bot.domain.places import PlaceKind
from bot.messages import Outgoing, View

TRY_AGAIN: Final = 30.0
LONGEST_SUMMARY = 200

LIMITS: Final = Limits(workspace=Limit(50, 1.0), place=Limit(7, 14.1))
"""Fifty requests a second a tenant. A conversation’s 1,800 an hour, seven at a time: no more go in one second either.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages#status-codes-from-bot-conversational-apis
_REFUSALS = {
    "BotNotInConversationRoster": "the bot is not in that conversation in Teams",
    "BotNotInstalled": "the bot is not installed for them in Teams",
    "BotNotInstalledForUser": "the bot is not installed for them in Teams",
    "ForbiddenOperationException": "the bot is not installed for them in Teams",
    "BotDisabledByAdmin": "the administrators of Teams have blocked the bot",
    "BotDisabled": "the administrators of Teams have blocked the bot",
    "InstallationBlockedByAdmin": "the administrators of Teams have blocked the bot",
    "MessageWritesBlocked": "they have blocked the bot, or taken it away, in Teams",
    "ConversationBlockedByUser": "they have blocked the bot in Teams",
    "InvalidBotApiHost": "that conversation is in a cloud of Teams the bot does not serve",
    "ConversationNotFound": "Teams no longer has that conversation",
    "BotNotRegistered": "the bot is not registered with Microsoft",
    "NotEnoughPermissions": "the bot may not write there in Teams",
    "UserNotFound": "Teams knows nobody by that account any more",
}
_BY_STATUS = {
    403: "the bot is not installed for them in Teams, or may not write there",
    404: "Teams no longer has that conversation",
    413: "the message is too large for Teams",
}
# These say that nothing was written.
_CERTAINLY_NOT = frozenset({401, 408, 412, 429})


class TeamsSender:
    """bot.ports.Sender for Teams.

    Teams cannot be asked whether a message arrived: there is no way to find one by a key of ours. What was posted
    when its sender died has arrived, or never will, once Teams itself gives up on a request, after 15 seconds.
    """

    settles_after = 15.0
    limits = LIMITS
    can_be_asked = False

    def __init__(self, wire: Wire, references: References) -> None:
        self._wire = wire
        self._references = references

    async def find(self, message: Outgoing) -> str | None:  # noqa: ARG002 - the port's
        """There is no asking Teams."""
        return None

    async def send(self, message: Outgoing) -> Outcome:
        try:
            return await self._send(message)
        except Declined as no:
            return _outcome(no)
        except NotThere as error:
            return Retry(TRY_AGAIN, str(error))
        except Perhaps as error:
            return Ambiguous(str(error))

    async def _send(self, message: Outgoing) -> Outcome:
        tenant, address, kind = message.workspace, message.address, message.place_kind
        if self._references.is_gone(tenant, address):
            return Refused("the bot has been removed from there in Teams")
        service_url = self._references.service_url(tenant, address)
        if message.private_to is not None and kind is not PlaceKind.DIRECT:
            # Nothing in a channel is for one person's eyes: it is said in their own conversation.
            try:
                address = await self.personal(tenant, message.private_to, service_url)
            except Perhaps as error:
                raise NotThere(str(error)) from None  # opened twice is opened once, and nothing was said yet
            kind = PlaceKind.DIRECT
        activity = said(message.view)
        if message.replaces is not None:
            await self._wire.put(service_url, address, message.replaces, activity)
            return Sent(message.replaces, message.thread)
        if kind is PlaceKind.CHANNEL and message.thread is None:
            posted = await self._wire.start_thread(service_url, tenant, address, activity)
        else:
            where = f"{address};messageid={message.thread}" if message.thread else address
            posted = await self._wire.post(service_url, where, activity)
        return Sent(posted or message.key[-255:], message.thread)

    async def personal(self, tenant: str, member: str, service_url: str | None = None) -> str:
        """The id of somebody's own conversation with the bot, opened if there is none yet.

        Raises:
            Trouble: when it cannot be opened.
        """
        found = self._references.personal(tenant, member)
        if found is None:
            where = service_url or self._references.service_url(tenant)
            found = await self._wire.open_personal(where, tenant, member)
            self._references.keep_personal(tenant, member, found)
            self._references.learn(tenant, found, where)
        return found


def said(view: View) -> dict[str, Any]:
    """A view as a message: the card, and the line that stands in the notification."""
    return {
        "type": "message",
        "summary": fit(view.line, LONGEST_SUMMARY),
        "attachments": [attachment(view_card(view))],
    }


def _outcome(no: Declined) -> Outcome:
    words = _REFUSALS.get(no.code) or _BY_STATUS.get(no.status)
    if no.status == 429:
        return Retry(no.retry_after or TRY_AGAIN, "Teams asks for a pause", limited=True)
    if no.status in _CERTAINLY_NOT:
        return Retry(no.retry_after or TRY_AGAIN, f"Teams did not take it ({no})")
    if no.status >= 500:
        # Teams may have written it before it failed: nobody can tell.
        return Ambiguous(f"Teams failed while taking it ({no.status})")
    return Refused(words or f"Teams refused it ({no})")
