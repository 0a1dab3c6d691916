"""Saying things to Teams: the Bot Connector's REST interface.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference

The SDK's client is not used for it. It repeats a POST by itself after a server error, and posting an activity is
not idempotent: people would read the same message twice. It also fetches its token on the event loop.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout
from yarl import URL

from adapters.teams.settings import TeamsSettings, loopback_url
from adapters.teams.signing_in import form, shown, token_url

LONGEST_WAIT = 7.0
TOKEN_WAIT = 4.0
RENEW_BEFORE = 300.0
PAGE = 200
MOST_PAGES = 100


class Trouble(Exception):  # noqa: N818 - each kind says what is known about the message
    """It did not go as it should."""


class NotThere(Trouble):
    """It never left: trying again is safe."""


class Perhaps(Trouble):
    """Nobody knows whether it arrived."""


class Declined(Trouble):
    """Teams answered, and said no. `code` is Teams' word for why."""

    def __init__(self, status: int, code: str, retry_after: float | None) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.retry_after = retry_after


class Wire:
    """One process's line to Teams."""

    def __init__(
        self, settings: TeamsSettings, session: Callable[[], ClientSession], clock: Callable[[], float]
    ) -> None:
        """`clock` counts seconds and never runs backwards."""
        self._settings = settings
        self._session = session
        self._clock = clock
        self._token: tuple[str, float] | None = None
        self._asking = asyncio.Lock()

    async def post(self, service_url: str, conversation: str, activity: Mapping[str, Any]) -> str:
        """Say it; gives the message's id."""
        answer = await self._call(
            "POST", service_url, ("conversations", conversation, "activities"), activity
        )
        return str(answer.get("id") or "")

    async def put(
        self, service_url: str, conversation: str, message: str, activity: Mapping[str, Any]
    ) -> None:
        """Put it in the place of a message of ours."""
        path = ("conversations", conversation, "activities", message)
        await self._call("PUT", service_url, path, dict(activity) | {"id": message})

    async def start_thread(
        self, service_url: str, tenant: str, channel: str, activity: Mapping[str, Any]
    ) -> str:
        """Say it in a channel as the first message of a thread; gives the message's id.

        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-for-bots-and-agents
        """
        asked = {
            "isGroup": True,
            "tenantId": tenant,
            "channelData": {"channel": {"id": channel}, "tenant": {"id": tenant}},
            "activity": activity,
        }
        answer = await self._call("POST", service_url, ("conversations",), asked)
        return str(answer.get("activityId") or str(answer.get("id") or "").partition(";messageid=")[2])

    async def open_personal(self, service_url: str, tenant: str, member: str) -> str:
        """The person's own conversation with the bot, opened if there is none; repeating it gives the same one."""
        asked = {
            "isGroup": False,
            "bot": {"id": bot_id(self._settings.app_id)},
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        answer = await self._call("POST", service_url, ("conversations",), asked)
        found = answer.get("id")
        if not isinstance(found, str) or not found:
            raise Perhaps("Teams opened a conversation and did not say which")
        return found

    async def members(self, service_url: str, conversation: str) -> AsyncIterator[Mapping[str, Any]]:
        """Everybody in a conversation, page after page.

        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
        """
        token = ""
        for _ in range(MOST_PAGES):
            asked = {"pageSize": str(PAGE)} | ({"continuationToken": token} if token else {})
            path = ("conversations", conversation, "pagedmembers")
            page = await self._call("GET", service_url, path, None, asked)
            for member in page.get("members") or ():
                if isinstance(member, Mapping):
                    yield member
            token = page.get("continuationToken") or ""
            if not token:
                return

    # --- one call ----------------------------------------------------------------------------------------------

    async def _call(
        self,
        method: str,
        service_url: str,
        path: tuple[str, ...],
        body: Any,
        query: Mapping[str, str] | None = None,
    ) -> Mapping[str, Any]:
        if self._settings.emulator and not loopback_url(service_url):
            raise NotThere("the emulator is on this machine alone")
        headers = {} if self._settings.emulator else {"Authorization": f"Bearer {await self._bearer()}"}
        parts = "/".join(quote(part, safe="") for part in path)
        url = URL(f"{service_url.rstrip('/')}/v3/{parts}", encoded=True).with_query(query or {})
        limit = ClientTimeout(total=LONGEST_WAIT, sock_connect=3)
        try:
            async with self._session().request(
                method, url, json=body, headers=headers, timeout=limit, allow_redirects=False
            ) as answer:
                text = await answer.text()
                status, after = answer.status, answer.headers.get("Retry-After")
        except ClientConnectorError as error:
            raise NotThere(f"Teams cannot be reached ({type(error).__name__})") from None
        except (ClientError, TimeoutError, OSError, UnicodeDecodeError) as error:
            raise Perhaps(f"Teams did not answer ({type(error).__name__})") from None
        if status == 401:
            self._token = None
        if not 200 <= status < 300:
            raise Declined(status, _code(text), _seconds(after))
        return _json(text)

    async def _bearer(self) -> str:
        """The bot's own token, fetched anew shortly before it ends.

        https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#bot-to-connector
        """
        async with self._asking:
            if self._token is None or self._clock() >= self._token[1]:
                self._token = await self._new_token()
            return self._token[0]

    async def _new_token(self) -> tuple[str, float]:
        settings = self._settings
        asked, url = form(settings), token_url(settings)
        try:
            limit = ClientTimeout(total=TOKEN_WAIT)
            async with self._session().post(url, data=asked, timeout=limit, allow_redirects=False) as answer:
                said = _json(await answer.text())
                status = answer.status
        except (ClientError, TimeoutError, OSError, UnicodeDecodeError) as error:
            raise NotThere(f"Microsoft's sign-in cannot be reached ({type(error).__name__})") from None
        token = said.get("access_token")
        if status != 200 or not isinstance(token, str):
            raise NotThere(
                f"Microsoft does not accept the bot's {shown(settings)} ({status} {said.get('error', '')})".strip()
            )
        lasts = _seconds(str(said.get("expires_in", ""))) or 3600.0
        return token, self._clock() + max(60.0, lasts - RENEW_BEFORE)


def bot_id(app_id: str) -> str:
    """How Teams names a bot: 28 stands for bots, as 29 does for people."""
    return f"28:{app_id}"


def _json(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _code(text: str) -> str:
    """Teams' word for what went wrong, which it writes in more than one place."""
    said = _json(text)
    error = said.get("error")
    inner = error if isinstance(error, Mapping) else said
    deeper = inner.get("innerHttpError") or inner.get("innerError")
    code = (
        inner.get("subCode")
        or inner.get("code")
        or (deeper.get("code") if isinstance(deeper, Mapping) else "")
    )
    return str(code or inner.get("message") or "")[:100]


def _seconds(text: str | None) -> float | None:
    try:
        return max(0.0, float(text)) if text else None
    except ValueError:
        return None
