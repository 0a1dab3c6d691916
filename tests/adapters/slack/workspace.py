"""A small Slack for the tests: it records, refuses and stumbles as told. Invented people, Slack's shapes."""

import asyncio
import itertools
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

Json = dict[str, Any]

PEOPLE = {
    "USAM": ("Sam Iqbal", "sam@northvale.example", {"is_admin": True}),
    "UMARGARET": ("Margaret Hale", "margaret@northvale.example", {}),
    "UHAYLEY": ("Hayley Marsh", "hayley@northvale.example", {}),
    "UKIM": ("Kim Osei", "kim@northvale.example", {}),
    "UTOM": ("Tom Reid", "tom@northvale.example", {}),
    "UBOT": ("Matters Arising", None, {"is_bot": True}),
    "UGUEST": (
        "Gwen Est",
        "gwen@elsewhere.example",
        {"team_id": "T2", "is_admin": True, "is_stranger": True},
    ),
}
SCOPES = (
    "app_mentions:read,channels:history,chat:write,commands,files:read,groups:history,im:history,im:write,"
    "reactions:read,users:read,users:read.email"
)


@dataclass
class Fault:
    """How the next call of a method goes. `after` says that it is done all the same, and then fails."""

    status: int = 200
    error: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0
    drop: bool = False
    after: bool = False


class Workspace:
    """Slack's Web API, response URLs and Socket Mode on one port of loopback."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.messages: dict[str, list[Json]] = {}
        self.responses: list[Json] = []
        self.files: dict[str, bytes] = {}
        self.downloads: list[tuple[str, str]] = []
        self.faults: dict[str, deque[Fault]] = {}
        self.people = {user: dict(self._user(user)) for user in PEOPLE}
        self.url = ""
        self.most_per_page = 1000
        self._ts = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._socket: web.WebSocketResponse | None = None
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self._envelopes = itertools.count(1)
        self.connected = asyncio.Event()
        self.gives_files = asyncio.Event()
        self.gives_files.set()
        self._until_spoken = False

    async def start(self, port: int = 0) -> "Workspace":
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_post("/response", self._response)
        app.router.add_get("/link", self._link)
        app.router.add_get("/files/{name}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def response_url(self) -> str:
        return f"{self.url}/response"

    def fail(self, method: str, *faults: Fault) -> None:
        self.faults.setdefault(method, deque()).extend(faults)

    def hold_files(self) -> None:
        """None is handed over before something is said, however it is taken."""
        self.gives_files.clear()
        self._until_spoken = True

    def _spoken(self) -> None:
        if self._until_spoken:
            self.gives_files.set()

    def of(self, method: str) -> list[Json]:
        """What this method was called with."""
        return [given for name, given in self.calls if name == method]

    def say(self, channel: str, user: str, text: str, ts: str, **more: Any) -> None:
        """A message somebody wrote."""
        self.messages.setdefault(channel, []).append(
            {"type": "message", "user": user, "text": text, "ts": ts, **more}
        )

    # --- the Web API -------------------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.method == "GET":
            given: Json = dict(request.query)
        elif request.content_type == "application/json":
            given = await request.json()
        else:
            given = {k: _plain(v) for k, v in (await request.post()).items()}
        given = {**request.query, **given}
        self.calls.append((method, given))
        if method.startswith("chat.post"):
            self._spoken()
        waiting = self.faults.get(method)
        fault = waiting.popleft() if waiting else None
        if fault is not None and not fault.after:
            return await self._stumble(request, fault)
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        answer = handler(given) if handler else {"ok": False, "error": "unknown_method"}
        if fault is not None:
            return await self._stumble(request, fault)
        return web.json_response(answer, headers={"x-oauth-scopes": SCOPES})

    async def _stumble(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.hang:
            await asyncio.sleep(fault.hang)
        if fault.drop:
            assert request.transport is not None
            request.transport.abort()
        body = {"ok": False, "error": fault.error} if fault.error else {"ok": False}
        return web.json_response(body, status=fault.status, headers=fault.headers)

    def _auth_test(self, _: Json) -> Json:
        return {
            "ok": True,
            "url": "https://northvale.slack.example/",
            "team": "Northvale",
            "team_id": "T1",
            "user_id": "UBOT",
            "bot_id": "B1",
        }

    def _user(self, user: str) -> Json:
        name, email, more = PEOPLE[user]
        return {
            "id": user,
            "team_id": "T1",
            "name": name.split()[0].lower(),
            "deleted": False,
            "tz": "Europe/London",
            "profile": {"real_name": name, "email": email},
            "is_bot": False,
            "is_email_confirmed": email is not None,
            **more,
        }

    def _users_info(self, given: Json) -> Json:
        user = self.people.get(given["user"])
        return {"ok": True, "user": user} if user else {"ok": False, "error": "user_not_found"}

    def _users_list(self, given: Json) -> Json:
        ids = sorted(self.people)
        start = int(given.get("cursor") or 0)
        page = ids[start : start + 3]
        following = str(start + 3) if start + 3 < len(ids) else ""
        return {
            "ok": True,
            "members": [self.people[i] for i in page],
            "response_metadata": {"next_cursor": following},
        }

    def _conversations_open(self, given: Json) -> Json:
        return {"ok": True, "channel": {"id": "D" + given["users"][1:]}}

    def _chat_postMessage(self, given: Json) -> Json:  # noqa: N802 - Slack's name
        channel = given["channel"]
        if channel.startswith("U"):
            channel = "D" + channel[1:]
        ts = f"1780000000.{next(self._ts):06}"
        kept = {"type": "message", "user": "UBOT", "bot_id": "B1", "ts": ts, **given, "channel": channel}
        self.messages.setdefault(channel, []).append(kept)
        return {"ok": True, "channel": channel, "ts": ts, "message": kept}

    def _chat_update(self, given: Json) -> Json:
        for message in self.messages.get(given["channel"], []):
            if message["ts"] == given["ts"]:
                message.update(text=given["text"], blocks=given["blocks"])
                return {"ok": True, "channel": given["channel"], "ts": given["ts"]}
        return {"ok": False, "error": "message_not_found"}

    def _chat_postEphemeral(self, _: Json) -> Json:  # noqa: N802
        return {"ok": True, "message_ts": f"1790000000.{next(self._ts):06}"}

    def _conversations_history(self, given: Json) -> Json:
        found = [m for m in self.messages.get(given["channel"], []) if m.get("thread_ts") in {None, m["ts"]}]
        return self._page(found[::-1], given)

    def _conversations_replies(self, given: Json) -> Json:
        found = [
            m for m in self.messages.get(given["channel"], []) if given["ts"] in {m["ts"], m.get("thread_ts")}
        ]
        return self._page(found, given) if found else {"ok": False, "error": "thread_not_found"}

    def _page(self, found: list[Json], given: Json) -> Json:
        start = int(given.get("cursor") or 0)
        limit = min(int(given.get("limit") or 100), self.most_per_page)
        page = [dict(m) for m in found[start : start + limit]]
        if str(given.get("include_all_metadata")).lower() not in {"1", "true"}:
            for message in page:
                message.pop("metadata", None)
        following = str(start + limit) if start + limit < len(found) else ""
        return {"ok": True, "messages": page, "response_metadata": {"next_cursor": following}}

    def _views_open(self, _: Json) -> Json:
        return {"ok": True, "view": {"id": "V1"}}

    _views_publish = _views_open

    def _apps_connections_open(self, _: Json) -> Json:
        return {"ok": True, "url": self.url.replace("http", "ws") + "/link"}

    def upload(self, name: str, data: bytes, **more: Any) -> Json:
        """A file somebody uploaded, as a message names it."""
        self.files[name] = data
        return {
            "id": f"F{len(self.files)}",
            "name": name,
            "mode": "hosted",
            "mimetype": "text/plain",
            "size": len(data),
            "url_private_download": f"{self.url}/files/{name}",
            **more,
        }

    def _files_info(self, given: Json) -> Json:
        name = list(self.files)[int(given["file"][1:]) - 1]
        return {"ok": True, "file": self.upload(name, self.files[name])}

    async def _download(self, request: web.Request) -> web.Response:
        self.downloads.append((request.path, request.headers.get("Authorization", "")))
        await self.gives_files.wait()
        name = request.match_info["name"]
        if name.startswith("moved"):
            return web.Response(status=302, headers={"Location": "https://evil.example/"})
        kind = "text/html" if name.startswith("page") else "text/plain"
        return web.Response(body=self.files[name], content_type=kind)

    async def _response(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        self._spoken()
        return web.Response(text="ok")

    # --- Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode ---------------------------------

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                said = json.loads(message.data)
                waiting = self._acks.get(said.get("envelope_id"))
                if waiting is not None and not waiting.done():
                    waiting.set_result(said)
        return socket

    async def hang_up(self) -> None:
        """The line breaks."""
        assert self._socket is not None
        await self._socket.close()

    async def ask_to_leave(self, reason: str) -> None:
        """What Slack says before it closes a socket itself."""
        assert self._socket is not None
        await self._socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def through_socket(self, kind: str, payload: Json, *, retry: int = 0) -> Json:
        """One envelope, and what it was acknowledged with."""
        assert self._socket is not None
        envelope: Json = {
            "envelope_id": f"e{next(self._envelopes)}",
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        waiting = self._acks[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
        await self._socket.send_json(envelope)
        return await asyncio.wait_for(waiting, 10)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{":
        return json.loads(value)
    return value
