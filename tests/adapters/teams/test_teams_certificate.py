"""A certificate in the place of the bot's password, against the local sign-in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import msal
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from adapters.config import ConfigError, load
from adapters.connecting import NotSetUp
from adapters.teams import checks, wiring
from adapters.teams.settings import TeamsSettings
from adapters.teams.signing_in import Unusable, form, read_certificate
from bot.domain.outbox import Retry, Sent
from tests.adapters.teams.issuer import APP, TENANT
from tests.adapters.teams.test_teams_sender import outgoing, refusing

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ENDS = datetime(2031, 3, 4, tzinfo=UTC)


def made(key: Any = None) -> tuple[str, str, x509.Certificate]:
    """A key and its certificate, as PEM, and the certificate itself."""
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "matters-arising")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ENDS - timedelta(days=3650))
        .not_valid_after(ENDS)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode(), certificate


def use(teams: Any, pem: str) -> None:
    """The bot signs in with this from now on."""
    wire = teams.app.sender._wire
    wire._settings = replace(wire._settings, certificate=read_certificate(pem), password=None)
    wire._token = None


async def test_messages_are_sent_with_a_token_the_certificate_asked_for(teams: Any) -> None:
    """Microsoft checks what was signed; each time it is another statement; no password is sent."""
    key, public, certificate = made()
    teams.microsoft.certificate = certificate
    use(teams, key + public)
    assert isinstance(await teams.app.sender.send(outgoing()), Sent)
    teams.microsoft.faults.append(refusing(401))
    assert isinstance(await teams.app.sender.send(outgoing()), Retry)
    assert isinstance(await teams.app.sender.send(outgoing()), Sent)
    assert len(set(teams.microsoft.statements)) == 2
    assert "client_secret" not in form(teams.app.sender._wire._settings)


async def test_another_certificate_gets_no_token_and_is_named(teams: Any) -> None:
    """It is tried again later, with the reason for the operator."""
    teams.microsoft.certificate = made()[2]
    key, public, _ = made()
    use(teams, public + key)
    outcome = await teams.app.sender.send(outgoing())
    assert outcome == Retry(30.0, "Microsoft does not accept the bot's certificate (401 invalid_client)")


def test_the_statement_is_what_microsofts_own_library_would_sign() -> None:
    """The same claims and header, to the letter of the audience, but for its name and the moment."""
    key, public, _ = made()
    posted: list[dict[str, Any]] = []

    class Answer:
        status_code, headers = 200, {}

        def __init__(self, text: str) -> None:
            self.text = text

        def raise_for_status(self) -> None:
            pass

    class Line:
        def get(self, url: str, **_: Any) -> Answer:
            base = f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0"
            return Answer(
                f'{{"issuer": "x", "authorization_endpoint": "{base}/authorize", "token_endpoint": "{base}/token"}}'
            )

        def post(self, url: str, data: Any = None, **_: Any) -> Answer:
            posted.append({"url": url} | data)
            return Answer('{"access_token": "t", "expires_in": 3600}')

        def close(self) -> None:
            pass

    client = msal.ConfidentialClientApplication(
        APP,
        authority=f"https://login.microsoftonline.com/{TENANT}",
        client_credential={"private_key": key, "public_certificate": public},
        http_client=Line(),
        instance_discovery=False,
    )
    client.acquire_token_for_client(["https://api.botframework.com/.default"])
    (theirs,) = posted
    ours = form(TeamsSettings(APP, None, login_tenant=TENANT, certificate=read_certificate(key + public)))
    for name in ("grant_type", "client_assertion_type", "scope", "client_id"):
        assert ours[name] == theirs[name]

    def read(statement: Any) -> tuple[Any, Any]:
        token = statement.decode() if isinstance(statement, bytes) else statement
        claims = jwt.decode(token, options={"verify_signature": False})
        header = jwt.get_unverified_header(token)
        return {k: claims[k] for k in ("aud", "iss", "sub")}, (
            header["alg"],
            header["x5t#S256"].rstrip("="),  # theirs is padded, which RFC 7515 leaves out
        )

    assert read(ours["client_assertion"]) == read(theirs["client_assertion"])


def test_a_certificate_is_read_from_a_file_or_as_it_is(tmp_path: Path) -> None:
    """In either order."""
    key, public, _ = made()
    file = tmp_path / "bot.pem"
    file.write_text(public + key)
    assert read_certificate(str(file)).thumbprint == read_certificate(key + public).thumbprint
    assert read_certificate(str(file)).ends == ENDS
    assert "key" not in repr(read_certificate(str(file)))


def test_what_cannot_be_used_is_said_without_what_it_holds(tmp_path: Path) -> None:
    """A kind word for whoever sets it up."""
    key, public, _ = made()
    _, other, _ = made()
    curve_key, curve_public, _ = made(ec.generate_private_key(ec.SECP256R1()))
    for given, why in (
        (key, "its certificate"),
        (public, "its certificate"),
        ("-----BEGIN nonsense", "its certificate"),
        (key + other, "do not belong together"),
        (curve_key + curve_public, "RSA"),
        (str(tmp_path / "nowhere.pem"), "cannot be read"),
        (str(tmp_path), "cannot be read"),
    ):
        with pytest.raises(Unusable, match=why) as refused:
            read_certificate(given)
        assert key[40:60] not in str(refused.value)


TEAMS = "platforms:\n  teams:\n"


def test_a_certificate_stands_in_the_place_of_the_password(tmp_path: Path) -> None:
    """One of the two, and not both; one that cannot be used stops the start, and the doctor names it."""
    (tmp_path / "app.yaml").write_text(TEAMS)
    key, public, _ = made()
    given = {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_TENANT_ID": TENANT}
    settings = load(tmp_path / "app.yaml", given | {"MICROSOFT_APP_CERTIFICATE": key + public})
    wiring.check(settings)
    assert key + public in settings.secrets
    with pytest.raises(ConfigError, match="MICROSOFT_APP_CERTIFICATE: is set beside"):
        load(
            tmp_path / "app.yaml",
            given | {"MICROSOFT_APP_CERTIFICATE": key, "MICROSOFT_APP_PASSWORD": "hush"},
        )
    wrong = load(tmp_path / "app.yaml", given | {"MICROSOFT_APP_CERTIFICATE": key})
    with pytest.raises(NotSetUp, match="MICROSOFT_APP_CERTIFICATE must hold"):
        wiring.check(wrong)
    (finding,) = wiring.examine(wrong)
    assert not finding.well
    assert "MICROSOFT_APP_CERTIFICATE must hold" in finding.words


def test_the_doctor_says_until_when_it_is_good() -> None:
    """Before the day on which nothing is sent any more."""
    key, public, _ = made()
    settings = TeamsSettings(APP, None, tenants=(TENANT,), certificate=read_certificate(key + public))
    assert "until 4 Mar 2031" in checks.finding(settings, lambda _url, _form: (200, "")).words
    refused = checks.finding(settings, lambda _url, _form: (401, "invalid_client"))
    assert "the bot's certificate (invalid_client)" in refused.words
