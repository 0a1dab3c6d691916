"""Who may speak to the bot: the checks every request from the Bot Connector has to pass.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot

The SDK's own check is not used. It raises other errors than its caller expects for most bad tokens, does not look
for new keys when it meets an unknown one, fetches them on the event loop without a timeout, and takes tokens made
for other bots ("skills") that nobody here has asked for.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt
import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from adapters.teams.settings import CHANNEL, ISSUER, TeamsSettings, loopback_url

log = structlog.get_logger(__name__)

ALGORITHMS: Final = ("RS256",)
LEEWAY = 300
KEYS_LAST = 24 * 3600.0
KEYS_ANEW_AFTER = 60.0
"""An unknown key is looked for once a minute at most: forged tokens must not become traffic to Microsoft."""
FETCH_TIMEOUT = 5.0
LONGEST_TOKEN = 8_000


class Forged(Exception):  # noqa: N818 - it is an answer to whoever knocked
    """Not from Teams, or not for us. The text is for the log; the one who asked is told nothing."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a request's token has vouched for: the only address answers may be sent to."""

    service_url: str
    tenant: str


@dataclass(frozen=True, slots=True)
class Key:
    public: Any
    endorsements: frozenset[str]


class Keys:
    """Microsoft's signing keys, fetched when they are needed and again when an unknown one turns up."""

    def __init__(self, openid: str, session: Callable[[], ClientSession], clock: Callable[[], float]) -> None:
        """`clock` counts seconds and never runs backwards."""
        self._openid = openid
        self._session = session
        self._clock = clock
        self._keys: Mapping[str, Key] = {}
        self._fetched: float | None = None
        self._tried: float | None = None
        self._fetching = asyncio.Lock()

    async def find(self, kid: str) -> Key:
        if kid not in self._keys or self._stale():
            async with self._fetching:
                if (kid not in self._keys or self._stale()) and self._may_try():
                    await self._fetch()
        try:
            return self._keys[kid]
        except KeyError:
            raise Forged("signed with a key nobody knows") from None

    def _stale(self) -> bool:
        return self._fetched is None or self._clock() - self._fetched > KEYS_LAST

    def _may_try(self) -> bool:
        return self._tried is None or self._clock() - self._tried >= KEYS_ANEW_AFTER

    async def _fetch(self) -> None:
        """New keys; the old ones go on serving while Microsoft does not answer."""
        self._tried = self._clock()
        try:
            about = await self._json(self._openid)
            keys = await self._json(about["jwks_uri"])
            found = {key["kid"]: _key(key) for key in keys["keys"] if key.get("kty") == "RSA"}
        except (ClientError, TimeoutError, KeyError, TypeError, ValueError, jwt.PyJWTError):
            log.exception("signing keys could not be fetched")
            return
        self._keys, self._fetched = found, self._clock()

    async def _json(self, url: str) -> Any:
        limit = ClientTimeout(total=FETCH_TIMEOUT)
        async with self._session().get(url, timeout=limit, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)


def _key(described: Mapping[str, Any]) -> Key:
    return Key(jwt.PyJWK.from_dict(dict(described)).key, frozenset(described.get("endorsements") or ()))


class Doorkeeper:
    """Lets in what Teams has signed for this bot, and nothing else."""

    def __init__(self, settings: TeamsSettings, keys: Keys) -> None:
        self._settings = settings
        self._keys = keys

    async def vouch(self, header: str | None, activity: Mapping[str, Any]) -> Vouched:
        """Check the Authorization header against the activity it came with. Reads no database.

        Raises:
            Forged: whatever is wrong.
        """
        service_url = activity.get("serviceUrl")
        if not isinstance(service_url, str) or not service_url:
            raise Forged("the activity names no service")
        if activity.get("channelId") != CHANNEL:
            raise Forged("the activity is from another channel")
        if self._settings.emulator:
            if header:
                raise Forged("the emulator sends no token")
            if not loopback_url(service_url):
                raise Forged("the emulator is on another machine")
        else:
            await self._check(header, service_url)
        return Vouched(service_url, self._tenant(activity))

    async def _check(self, header: str | None, service_url: str) -> None:
        scheme, _, token = (header or "").partition(" ")
        if scheme.casefold() != "bearer" or not token or len(token) > LONGEST_TOKEN:
            raise Forged("there is no token")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            if not isinstance(kid, str):
                raise Forged("the token names no key")
            key = await self._keys.find(kid)
            claims = jwt.decode(
                token,
                key.public,
                algorithms=list(ALGORITHMS),
                audience=self._settings.app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise Forged(f"the token does not hold ({type(error).__name__})") from None
        if CHANNEL not in key.endorsements:
            raise Forged("the key is not endorsed for Teams")
        vouched = claims.get("serviceurl") or claims.get("serviceUrl")
        if not isinstance(vouched, str) or vouched.rstrip("/") != service_url.rstrip("/"):
            raise Forged("the token speaks for another service")

    def _tenant(self, activity: Mapping[str, Any]) -> str:
        tenant = tenant_of(activity)
        if not tenant:
            raise Forged("the activity names no tenant")
        if self._settings.tenants and tenant not in self._settings.tenants:
            raise Forged("the tenant is not one of ours")
        return tenant


def tenant_of(activity: Mapping[str, Any]) -> str | None:
    """Whose people these are: Teams says it in its own part of the activity, newer clients beside the conversation."""
    data = activity.get("channelData")
    tenant = data.get("tenant") if isinstance(data, Mapping) else None
    found = tenant.get("id") if isinstance(tenant, Mapping) else None
    if not found:
        conversation = activity.get("conversation")
        found = conversation.get("tenantId") if isinstance(conversation, Mapping) else None
    return found if isinstance(found, str) and found else None
