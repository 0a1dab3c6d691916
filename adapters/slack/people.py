"""Slack's directory: who somebody is, remembered for an hour, and asked for page by page.

https://docs.slack.dev/reference/methods/users.info, https://docs.slack.dev/reference/methods/users.list
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from time import monotonic
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import FAILURES, limited, retry_after
from bot.messages import Profile

log = structlog.get_logger(__name__)

KEPT = 3600.0
"""Seconds a profile is believed."""
PAGE = 200
MOST_LISTED = 5_000
AT_ONCE = 8
PATIENCE = 1.5
"""Seconds an interaction waits for the directory: Slack gives it three in all."""


class Directory:
    """The workspace's people. `makers` are e-mail addresses or ids the operator lets link boards."""

    def __init__(self, client: AsyncWebClient, team: str, makers: Collection[str] = ()) -> None:
        self._client = client
        self._team = team
        self._makers = {maker.casefold() for maker in makers}
        self._known: dict[str, tuple[float, Profile | None]] = {}
        self._direct: dict[str, str] = {}
        self._news: dict[str, Profile] = {}

    async def profiles(self, ids: Iterable[str]) -> dict[str, Profile]:
        """Those of them the directory knows in time; bots and deactivated people are left out."""
        wanted = list(dict.fromkeys(ids))
        missing = [user for user in wanted if not self._fresh(user)]
        if missing:
            gate = asyncio.Semaphore(AT_ONCE)
            try:
                async with asyncio.timeout(PATIENCE):
                    await asyncio.gather(*(self._ask(user, gate) for user in missing))
            except TimeoutError:
                log.warning("the directory is slow", missing=len(missing))
        found = ((user, self._known[user][1]) for user in wanted if user in self._known)
        return {user: profile for user, profile in found if profile is not None}

    async def with_direct(self, profiles: Mapping[str, Profile]) -> dict[str, Profile]:
        """The same people with the address of their direct conversation, which is opened where there is none."""
        found: dict[str, Profile] = {}
        for user, profile in profiles.items():
            direct = await self.direct(user)
            found[user] = profile.model_copy(update={"direct": direct})
        return found

    async def direct(self, user: str, *, patient: bool = False) -> str | None:
        """Where the bot talks with them alone; None where Slack lets it not. `patient` waits as Slack asks to."""
        return self._direct.get(user) or await self._open(user, patient=patient)

    def news(self) -> list[Profile]:
        """Whoever was learnt of since this was asked last."""
        found = list(self._news.values())
        self._news.clear()
        return found

    def forget(self, user: str) -> None:
        """What was known of them has changed."""
        self._known.pop(user, None)

    async def list_all(self) -> list[tuple[str, str]]:
        """Remember everybody, page by page; gives those who are deactivated, each with their own workspace."""
        deactivated: list[tuple[str, str]] = []
        cursor, seen = "", 0
        while seen < MOST_LISTED:
            try:
                page = await self._client.users_list(limit=PAGE, cursor=cursor or None)
            except SlackApiError as error:
                if not limited(error):
                    raise
                await asyncio.sleep(retry_after(error))
                continue
            for user in page.get("members") or []:
                seen += 1
                self._learn(user)
                if user.get("deleted"):
                    deactivated.append((user["id"], user.get("team_id") or self._team))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        else:
            log.warning("the directory is longer than is read at the start", read=seen)
        return deactivated

    def _fresh(self, user: str) -> bool:
        known = self._known.get(user)
        return known is not None and monotonic() - known[0] < KEPT

    async def _ask(self, user: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            try:
                answer = await self._client.users_info(user=user)
            except FAILURES as error:
                # What was known an hour ago is better than nothing.
                log.warning("the directory does not answer", error=type(error).__name__)
                return
        self._learn(answer["user"])

    def _learn(self, user: Mapping[str, Any]) -> None:
        profile = self._profile(user)
        self._known[user["id"]] = (monotonic(), profile)
        if profile is not None:
            self._news[profile.id] = profile

    def _profile(self, user: Mapping[str, Any]) -> Profile | None:
        if user.get("is_bot") or user.get("deleted") or user.get("id") == "USLACKBOT":
            return None
        shown = user.get("profile") or {}
        name = (
            shown.get("real_name") or user.get("real_name") or shown.get("display_name") or user.get("name")
        )
        email = shown.get("email") or None
        named = {str(user["id"]).casefold(), (email or "").casefold()} & self._makers
        administers = user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner")
        workspace = user.get("team_id") or self._team
        return Profile(
            workspace=workspace,
            id=user["id"],
            name=str(name or "Somebody")[:200],
            zone=user.get("tz") or None,
            email=email,
            # Slack has seen an answer from that address. Another workspace's people are vouched for by nobody here.
            verified_email=email if user.get("is_email_confirmed") and workspace == self._team else None,
            # An administrator of another organisation's workspace administers nothing here.
            makes_boards=bool(named or (administers and workspace == self._team)),
        )

    async def _open(self, user: str, *, patient: bool) -> str | None:
        try:
            opened = await self._client.conversations_open(users=user)
        except FAILURES as error:
            if patient and isinstance(error, SlackApiError) and limited(error):
                await asyncio.sleep(retry_after(error))
                return await self._open(user, patient=True)
            log.warning("no direct conversation could be opened", error=type(error).__name__)
            return None
        address: str = opened["channel"]["id"]
        self._direct[user] = address
        return address
