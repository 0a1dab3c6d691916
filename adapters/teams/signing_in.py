"""How the bot shows Microsoft who it is: with a password, or with a certificate that signs a short-lived statement.

https://learn.microsoft.com/entra/identity-platform/certificate-credentials

The SDK's own credentials are not used: they fetch tokens on the event loop, with no timeout of ours.
"""

import base64
import time
import uuid
from pathlib import Path
from typing import Final
from urllib.parse import quote

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from adapters.teams.settings import SCOPE, Certificate, TeamsSettings

STATEMENT: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LASTS: Final = 600.0
"""Seconds for which a signed statement is good: long enough for two clocks that differ."""


class Unusable(ValueError):  # noqa: N818 - its text is for whoever sets it up
    """What was given is no certificate with its key."""


def read_certificate(given: str) -> Certificate:
    """From a PEM file's path, or its text: the private key and its certificate, in either order.

    Raises:
        Unusable: saying what is wrong with it, and nothing of what it holds.
    """
    pem = given if "-----BEGIN" in given else _file(given)
    try:
        key = load_pem_private_key(pem.encode(), password=None)
        certificate = x509.load_pem_x509_certificate(pem.encode())
    except (ValueError, TypeError):
        raise Unusable("must hold a private key without a passphrase and its certificate, as PEM") from None
    if not isinstance(key, RSAPrivateKey):
        raise Unusable("must hold an RSA key: Microsoft takes no other")
    if key.public_key() != certificate.public_key():
        raise Unusable("holds a key and a certificate that do not belong together")
    digest = certificate.fingerprint(hashes.SHA256())
    thumbprint = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return Certificate(key, thumbprint, certificate.not_valid_after_utc)


def _file(path: str) -> str:
    try:
        return Path(path).read_text()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Unusable(f"names a file that cannot be read ({type(error).__name__})") from None


def token_url(settings: TeamsSettings) -> str:
    return f"{settings.endpoints.login}/{quote(settings.login_tenant, safe='')}/oauth2/v2.0/token"


def shown(settings: TeamsSettings) -> str:
    """What Microsoft is shown, in words."""
    return "password" if settings.certificate is None else "certificate"


def form(settings: TeamsSettings) -> dict[str, str]:
    """What is posted to `token_url` for a token of the bot's own."""
    asked = {"grant_type": "client_credentials", "client_id": settings.app_id, "scope": SCOPE}
    if settings.certificate is None:
        return asked | {"client_secret": settings.password or ""}
    return asked | {
        "client_assertion_type": STATEMENT,
        "client_assertion": _statement(settings.certificate, settings.app_id, token_url(settings)),
    }


def _statement(certificate: Certificate, app_id: str, audience: str) -> str:
    now = time.time()
    claims = {
        "aud": audience,
        "iss": app_id,
        "sub": app_id,
        "jti": str(uuid.uuid4()),
        "iat": int(now),
        "nbf": int(now),
        "exp": int(now + LASTS),
    }
    headers = {"x5t#S256": certificate.thumbprint}
    return jwt.encode(claims, certificate.key, algorithm="PS256", headers=headers)
