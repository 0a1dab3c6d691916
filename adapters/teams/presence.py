"""Where the bot is: added to and removed from teams, groups and chats; people who come; channels that go.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog

from adapters.teams import normalise, words
from adapters.teams.authentication import Vouched
from adapters.teams.exchange import Exchange, Handler
from adapters.teams.normalise import Spot
from adapters.teams.references import References
from adapters.teams.roster import Roster
from bot.domain.places import PlaceKind
from bot.messages import Platform

log = structlog.get_logger(__name__)


class Presence:
    """Follows what Teams tells about the bot's own whereabouts."""

    def __init__(
        self,
        handler: Handler,
        exchange: Exchange,
        roster: Roster,
        references: References,
        organisation: str,
        now: Callable[[], datetime],
    ) -> None:
        self._handler = handler
        self._exchange = exchange
        self._roster = roster
        self._references = references
        self._organisation = organisation
        self._now = now
        self._work: set[asyncio.Task[None]] = set()

    async def installed(self, activity: Mapping[str, Any], vouched: Vouched) -> None:
        at = normalise.spot(activity)
        if str(activity.get("action", "")).startswith("remove"):
            self._references.lose(vouched.tenant, at.conversation)
            return
        await self._arrived(activity, vouched, at)

    async def changed(self, activity: Mapping[str, Any], vouched: Vouched) -> None:
        at = normalise.spot(activity)
        bot = _id(activity.get("recipient"))
        match _event(activity):
            case "channelDeleted":
                self._references.lose(vouched.tenant, _channel(activity, at))
                return
            case "channelRenamed":
                await self._handler.renamed(
                    Platform.TEAMS, vouched.tenant, _channel(activity, at), _name(activity)
                )
                return
            case "channelRestored":
                self._references.find_again(vouched.tenant, _channel(activity, at))
                return
            case "teamDeleted" | "teamHardDeleted":
                self._references.lose(vouched.tenant, at.conversation)
                return
        gone = [_id(m) for m in activity.get("membersRemoved") or ()]
        if bot in gone:
            self._references.lose(vouched.tenant, at.conversation)
            return
        came = [_id(m) for m in activity.get("membersAdded") or ()]
        if bot in came or (came and at.kind is PlaceKind.DIRECT):
            await self._arrived(activity, vouched, at)
        elif came:
            self._exchange.learn(activity, vouched)
            self._call_roll(vouched.tenant, at)

    async def close(self) -> None:
        """Let go of what is under way: it is taken up again with the next activity."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)

    async def _arrived(self, activity: Mapping[str, Any], vouched: Vouched, at: Spot) -> None:
        """The bot is here now. Teams tells so in two ways, and may tell twice: it greets once."""
        self._exchange.learn(activity, vouched)
        await self._handler.install(Platform.TEAMS, vouched.tenant, self._organisation)
        member = _id(activity.get("from"))
        if at.kind is PlaceKind.DIRECT and member is not None:
            await self._exchange.reach(vouched.tenant, member, at.conversation)
        elif member is not None:
            self._references.keep_adder(vouched.tenant, at.team or at.conversation, member)
        name = f"welcome|{vouched.tenant}|{at.conversation}"
        if self._references.claim_answer(name, self._now().timestamp()):
            direct = at.kind is PlaceKind.DIRECT
            await self._exchange.say_at(vouched.tenant, at.conversation, words.welcome(direct=direct))
        self._call_roll(vouched.tenant, at)

    def _call_roll(self, tenant: str, at: Spot) -> None:
        """See who is there, after the request is answered: a team may have thousands of members."""
        if at.kind is PlaceKind.DIRECT:
            return
        task = asyncio.create_task(self._roster.call(tenant, at.team or at.conversation))
        self._work.add(task)
        task.add_done_callback(self._work.discard)


def _channel(activity: Mapping[str, Any], at: Spot) -> str:
    """The channel it is about: such an activity happens in the team's own, General."""
    return _id(_section(activity, "channelData").get("channel")) or at.conversation


def _name(activity: Mapping[str, Any]) -> str:
    name = _section(_section(activity, "channelData"), "channel").get("name")
    return name if isinstance(name, str) else ""


def _event(activity: Mapping[str, Any]) -> str:
    return str(_section(activity, "channelData").get("eventType") or "")


def _section(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def _id(given: Any) -> str | None:
    found = given.get("id") if isinstance(given, Mapping) else None
    return found if isinstance(found, str) else None
