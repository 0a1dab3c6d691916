"""What this platform has to know of its installation, and where Microsoft's services are."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from adapters.config_words import on_loopback

OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
ISSUER = "https://api.botframework.com"
LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://api.botframework.com/.default"
CHANNEL = "msteams"
PATH = "/api/messages"
GLOBAL_SERVICE = "https://smba.trafficmanager.net/teams/"
"""Where Teams takes messages for a tenant nothing has been heard of yet.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Microsoft's services; tests put local ones in their place."""

    openid: str = OPENID
    login: str = LOGIN
    service: str = GLOBAL_SERVICE


@dataclass(frozen=True, slots=True)
class Certificate:
    """A private key, and the certificate Microsoft knows it by. `thumbprint` is its SHA-256 in base64url."""

    key: RSAPrivateKey = field(repr=False)
    thumbprint: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """`tenants` are those whose people may use the bot; none at all means any (the emulator has a tenant of its own).
    `board_makers` are account names or e-mail addresses of those who link channels besides whoever added the bot.

    `login_tenant` is where the bot's own token comes from, shown a `certificate`, or else the password.
    """

    app_id: str
    password: str | None
    tenants: tuple[str, ...] = ()
    login_tenant: str = "botframework.com"
    emulator: bool = False
    organisation: str = "Our organisation"
    board_makers: tuple[str, ...] = ()
    certificate: Certificate | None = None
    endpoints: Endpoints = Endpoints()


def loopback_url(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and parts.hostname is not None and on_loopback(parts.hostname)
