"""Whoever is not Teams gets a 401, and leaves no trace."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.teams import authentication
from tests.adapters.teams.board import BOT
from tests.adapters.teams.issuer import SigningKey

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def unsigned(claims: dict[str, Any], algorithm: str) -> str:
    def part(given: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(given).encode()).rstrip(b"=").decode()

    return f"{part({'alg': algorithm, 'typ': 'JWT', 'kid': 'first'})}.{part(claims)}."


def forgeries(microsoft: Any) -> dict[str, str | None]:
    now = int(time.time())
    good = {
        "iss": "https://api.botframework.com",
        "aud": "x",
        "exp": now + 600,
        "serviceurl": microsoft.service,
    }
    pem = microsoft.key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    bare = unsigned(good, "HS256").rstrip(".")
    keyed = hmac.digest(pem, bare.encode(), hashlib.sha256)
    pretender = SigningKey("first", "msteams")
    return {
        "missing": None,
        "garbage": "garbage",
        "three parts of garbage": "a.b.c",
        "wrong key": microsoft.token(pretender),
        "expired": microsoft.token(exp=now - 3600, nbf=now - 7200),
        "not yet": microsoft.token(nbf=now + 3600, exp=now + 7200),
        "no expiry": microsoft.token(exp=None),
        "wrong issuer": microsoft.token(iss="https://sts.windows.net/elsewhere/"),
        "no issuer": microsoft.token(iss=None),
        "wrong audience": microsoft.token(aud="11111111-2222-4333-8444-555566667777"),
        "no audience": microsoft.token(aud=None),
        "unknown kid": microsoft.token(SigningKey("nobody's", "msteams")),
        "unendorsed channel": microsoft.token(microsoft.keys[1]),
        "hs256": f"{bare}.{base64.urlsafe_b64encode(keyed).rstrip(b'=').decode()}",
        "alg none": unsigned(good, "none"),
        "foreign serviceUrl": microsoft.token(serviceurl="https://elsewhere.example/teams/"),
        "no serviceUrl": microsoft.token(serviceurl=None),
        "another bot": microsoft.token(aud=None, azp="x", appid="x", ver="2.0"),
        "too long": "a." + "b" * 8_100 + ".c",
    }


PRESSED = {"data": {"button": "help"}}
KINDS: list[dict[str, Any]] = [
    {"type": "message", "text": "add Forged"},
    {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": PRESSED}},
    {"type": "invoke", "name": "task/fetch", "value": PRESSED},
    {"type": "invoke", "name": "task/submit", "value": PRESSED},
    {"type": "invoke", "name": "composeExtension/fetchTask", "value": {"commandId": "create"}},
    {"type": "invoke", "name": "composeExtension/submitAction", "value": PRESSED},
    {"type": "invoke", "name": "signin/verifyState"},
    {"type": "installationUpdate", "action": "add"},
    {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]},
    {"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]},
    {"type": "strange"},
    {},
]


async def test_every_forgery_is_a_401_before_the_database_is_read(teams: Any) -> None:
    """Of every kind: nothing is read, nothing is written, nothing is said."""
    await teams.tell("hayley", "list")
    used, said = teams.store.used, len(teams.microsoft.said)
    for name, token in forgeries(teams.microsoft).items():
        for kind in KINDS:
            status, _ = await teams.send(teams.activity("hayley", **kind), token)
            assert status == 401, (name, kind)
    assert teams.store.used == used
    assert len(teams.microsoft.said) == said


async def test_a_swapped_service_url_is_refused(teams: Any) -> None:
    """A token that holds vouches for its own service alone: an answer never goes anywhere else."""
    activity = teams.activity("hayley", type="message", text="list", serviceUrl="https://elsewhere.example/")
    status, _ = await teams.send(activity)
    assert status == 401
    assert teams.store.used == 0


@pytest.mark.parametrize(
    "change", [{"channelId": "webchat"}, {"channelId": None}, {"serviceUrl": None}, {"serviceUrl": 5}]
)
async def test_an_activity_that_is_not_teams_is_refused(teams: Any, change: dict[str, Any]) -> None:
    """With a good token, too."""
    status, _ = await teams.send(teams.activity("hayley", type="message", text="list") | change)
    assert status == 401
    assert teams.store.used == 0


async def test_a_foreign_tenant_is_refused(teams: Any) -> None:
    """Teams signs for every tenant; only ours may use the bot."""
    activity = teams.activity("hayley", type="message", text="list")
    activity["channelData"] = {"tenant": {"id": "somebody-elses"}}
    status, _ = await teams.send(activity)
    assert status == 401
    assert teams.store.used == 0


async def test_other_schemes_and_a_body_that_is_none_are_refused(teams: Any) -> None:
    """Also without reading what was sent."""
    for header in ("Basic abc", "Bearer", "", "Bearer  "):
        async with teams.client.post("/api/messages", json={}, headers={"Authorization": header}) as answer:
            assert answer.status == 401
    async with teams.client.post("/api/messages", data=b"{", headers={"Authorization": "Bearer x"}) as answer:
        assert answer.status == 401
    assert teams.store.used == 0


async def test_a_new_key_is_believed_as_soon_as_microsoft_shows_it(teams: Any, monkeypatch: Any) -> None:
    """Keys rotate; a bot that kept the old ones for a day would be deaf. The SDK's own check is."""
    assert (await teams.tell("hayley", "list"))[0] == 200
    clock = [0.0]
    keys = teams.app.endpoint._pipeline._doorkeeper._keys
    monkeypatch.setattr(keys, "_clock", lambda: clock[0])
    keys._tried, keys._fetched = 0.0, 0.0
    rotated = SigningKey("second", "msteams")
    teams.microsoft.keys, teams.microsoft.key = [rotated], rotated
    fetched = teams.microsoft.fetched
    clock[0] = 61.0
    assert (await teams.tell("hayley", "list"))[0] == 200
    assert teams.microsoft.fetched == fetched + 1


async def test_unknown_keys_are_looked_for_once_a_minute_at_most(teams: Any) -> None:
    """Otherwise anybody could make the bot hammer Microsoft."""
    await teams.tell("hayley", "list")
    fetched = teams.microsoft.fetched
    token = teams.microsoft.token(SigningKey("x", "msteams"))
    for _ in range(20):
        assert (await teams.send(teams.activity("hayley", type="message", text="x"), token))[0] == 401
    assert teams.microsoft.fetched <= fetched + 1


async def test_the_server_goes_on_serving_while_keys_are_fetched(teams: Any) -> None:
    """The metadata is fetched off the loop's back and given up in time: others are answered meanwhile."""
    teams.microsoft.slow = 2.0
    slow = asyncio.create_task(teams.tell("hayley", "list"))
    await asyncio.sleep(0.05)
    async with teams.client.get("/healthz") as answer:
        await answer.read()
    assert teams.microsoft.answered == 0
    assert (await slow)[0] == 200


async def test_keys_that_cannot_be_fetched_are_a_401_in_time(teams: Any, monkeypatch: Any) -> None:
    """Microsoft hangs: nobody is let in, and nobody waits for ever."""
    monkeypatch.setattr(authentication, "FETCH_TIMEOUT", 0.2)
    teams.microsoft.slow = 4.0
    assert (await teams.tell("hayley", "list"))[0] == 401
    assert (teams.microsoft.fetched, teams.microsoft.answered) == (1, 0)
