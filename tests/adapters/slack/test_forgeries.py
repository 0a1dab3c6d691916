"""What did not come from Slack is refused before anything is read: neither the database nor Slack hears of it."""

import io
import json
import time
from collections.abc import Callable

import aiohttp
import pytest

from tests.adapters.slack.rig import PAYLOADS, SECRET, Rig, encoded, payload, sign
from tests.adapters.slack.workspace import Workspace
from tests.stores import empty_store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KINDS = {"command": "slash_commands", "url_verification": "events_api", "user_change": "events_api"}
NAMES = sorted(file.stem for file in PAYLOADS.glob("*.json"))
WORDS = {"card": "1.0", "button": "home", "metadata": "{}", "response_url": "https://hooks.example/x"}

Sent = tuple[bytes, dict[str, str]]
Forgery = Callable[[bytes], Sent]


def kind_of(name: str) -> str:
    given = payload(name, **WORDS)
    return KINDS.get(name) or ("events_api" if given.get("type") == "event_callback" else "interactive")


def _with(body: bytes, **headers: str | None) -> Sent:
    found = {**sign(body), **{k.replace("_", "-"): v for k, v in headers.items() if v is not None}}
    return body, {k: v for k, v in found.items() if headers.get(k.replace("-", "_"), "") is not None}


def _signature(body: bytes) -> str:
    return sign(body)["X-Slack-Signature"]


FORGERIES: dict[str, Forgery] = {
    "nothing": lambda b: (b, {}),
    "no signature": lambda b: _with(b, X_Slack_Signature=None),
    "no timestamp": lambda b: _with(b, X_Slack_Request_Timestamp=None),
    "empty signature": lambda b: _with(b, X_Slack_Signature=""),
    "another's signature": lambda b: _with(b, X_Slack_Signature=_signature(b"something else")),
    "cut signature": lambda b: _with(b, X_Slack_Signature=_signature(b)[:-1]),
    "longer signature": lambda b: _with(b, X_Slack_Signature=_signature(b) + "0"),
    "its version alone": lambda b: _with(b, X_Slack_Signature="v0="),
    "version 1": lambda b: _with(b, X_Slack_Signature="v1" + _signature(b)[2:]),
    "not ASCII": lambda b: _with(b, X_Slack_Signature="v0=é" + _signature(b)[4:]),
    "another secret": lambda b: (b, sign(b, secret="0" * 32)),
    "an empty secret": lambda b: (b, sign(b, secret="")),
    "301 s old": lambda b: (b, sign(b, time.time() - 301)),
    "301 s ahead": lambda b: (b, sign(b, time.time() + 302)),  # a second passes on the way
    "an hour old": lambda b: (b, sign(b, time.time() - 3600)),
    "edited body": lambda b: (b.replace(b"token", b"taken", 1), sign(b)),
    "not UTF-8": lambda b: (b + b"\xff", sign(b)),
    "not UTF-8, signed": lambda b: (b + b"\xff", sign(b + b"\xff")),
    "one byte more": lambda b: (b + b"&", sign(b)),
    "one byte less": lambda b: (b[:-1], sign(b)),
    "another timestamp": lambda b: _with(b, X_Slack_Request_Timestamp=str(int(time.time()) - 7)),
    "a timestamp in words": lambda b: _with(b, X_Slack_Request_Timestamp="now"),
    "a negative timestamp": lambda b: _with(b, X_Slack_Request_Timestamp=f"-{int(time.time())}"),
    "a timestamp with a fraction": lambda b: _with(b, X_Slack_Request_Timestamp=f"{time.time():.3f}"),
    "an endless timestamp": lambda b: _with(b, X_Slack_Request_Timestamp="9" * 400),
    "a timestamp in other digits": lambda b: _with(b, X_Slack_Request_Timestamp="١٧٧٠٧١٥٨٠٠"),
}


class Untouchable:
    """A store that must not be asked anything."""

    def __init__(self) -> None:
        self.asked = 0

    async def read(self, work: object) -> None:
        self.asked += 1

    transact = read


async def _post(rig: Rig, kind: str, body: bytes, headers: dict[str, str]) -> int:
    content_type = "application/json" if kind == "events_api" else "application/x-www-form-urlencoded"
    headers = {"Content-Type": content_type, **headers}
    data = io.BytesIO(body) if body else b""
    async with rig.session.post(f"{rig.url}/slack/events", data=data, headers=headers) as answer:
        await answer.read()
        return answer.status


@pytest.mark.parametrize("name", NAMES)
async def test_every_forgery_of_every_payload_is_refused_unread(http: Rig, name: str, monkeypatch) -> None:
    """401 for each; the store is never asked, and Slack's API is never called."""
    http.slack.calls.clear()
    store = Untouchable()
    monkeypatch.setattr(http.handling, "_store", store)
    kind = kind_of(name)
    body, _ = encoded(kind, payload(name, **WORDS))
    found = {forgery: await _post(http, kind, *make(body)) for forgery, make in FORGERIES.items()}
    assert found == dict.fromkeys(FORGERIES, 401)
    assert store.asked == 0
    assert http.slack.calls == []


@pytest.mark.parametrize("shift", [-290, 0, 290])
async def test_a_clock_a_little_wrong_is_let_in(http: Rig, shift: int) -> None:
    """Slack's five minutes, both ways."""
    body, _ = encoded("slash_commands", payload("command", text="list", response_url=""))
    assert await _post(http, "slash_commands", body, sign(body, time.time() + shift)) == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"7",
        b'"words"',
        b"{",
        b"payload=",
        b"payload=%7B",
        b"payload=null",
        b"payload=%5B%5D",
        b"\x00",
        b"command=/action",
        b'{"type":"event_callback"}',
        b'{"type":"event_callback","event":{}}',
        b'{"type":"event_callback","event":{"type":"message"}}',
        b'{"type":"event_callback","event":{"type":"message","channel":1,"ts":{}}}',
        b'{"type":"event_callback","event":{"type":"reaction_added","item":7}}',
        b"payload=" + b"%7B%22type%22%3A%22block_actions%22%7D",
        b"payload=" + b"%7B%22type%22%3A%22view_submission%22%7D",
        b"[" * 100_000,
    ],
    ids=lambda body: body[:40].decode("latin-1") or "nothing",
)
@pytest.mark.parametrize("kind", ["events_api", "interactive"])
async def test_signed_nonsense_breaks_nothing(http: Rig, body: bytes, kind: str) -> None:
    """Whoever holds the secret may still send what makes no sense; it is answered, not with a failure of ours."""
    assert await _post(http, kind, body, sign(body)) in {200, 400, 404}


async def test_a_request_too_large_is_refused(http: Rig) -> None:
    """Before its signature is even looked at."""
    body = b"x" * (1024 * 1024 + 1)
    assert await _post(http, "events_api", body, sign(body)) == 413


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_nothing_but_a_post_is_taken(http: Rig, method: str) -> None:
    async with http.session.request(method, f"{http.url}/slack/events") as answer:
        assert answer.status == 405


async def test_a_tokens_match_is_no_signature(http: Rig) -> None:
    """Slack's deprecated verification token lets nobody in."""
    body = json.dumps({"token": "not-a-secret", "type": "url_verification", "challenge": "x"}).encode()
    assert await _post(http, "events_api", body, {}) == 401


async def test_in_socket_mode_there_is_no_door(workspace: Workspace) -> None:
    """Not even for what is genuinely signed."""
    rig = await Rig("socket", empty_store(), workspace).start()
    try:
        for name in NAMES:
            kind = kind_of(name)
            body, _ = encoded(kind, payload(name, **WORDS))
            assert await _post(rig, kind, body, sign(body)) == 404
    finally:
        await rig.close()


async def test_the_secret_is_not_repeated(http: Rig, capsys: pytest.CaptureFixture[str]) -> None:
    """A refusal says nothing at all; the log says why, for whoever put in another app's secret."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{http.url}/slack/events", data=b"x") as answer,
    ):
        assert await answer.read() == b""
    logged = capsys.readouterr().out
    assert "not signed by Slack" in logged
    assert SECRET not in logged
