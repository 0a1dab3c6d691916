"""Who signs for Teams, and Teams itself, on this machine: real keys, real tokens, and a record of what was said."""

import asyncio
import base64
import itertools
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

APP = "0b5e8f7a-1111-4222-8333-444455556666"
TENANT = "c0ffee00-aaaa-4bbb-8ccc-ddddeeeeffff"
ISSUER = "https://api.botframework.com"


class SigningKey:
    """An RSA key with its name. `endorsements` are the channels it may speak for."""

    def __init__(self, kid: str, *endorsements: str) -> None:
        self.kid = kid
        self.endorsements = endorsements
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def public(self) -> dict[str, Any]:
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        return told | {"kid": self.kid, "use": "sig", "endorsements": list(self.endorsements)}


class Microsoft:
    """The token issuer, the sign-in, and the Bot Connector, behind one address."""

    def __init__(self) -> None:
        self.key = SigningKey("first", "msteams")
        self.keys = [self.key, SigningKey("elsewhere", "webchat")]
        self.fetched = 0
        self.answered = 0
        self.slow = 0.0
        self.said: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.opened: dict[str, str] = {}
        self.members: list[dict[str, Any]] = []
        self.page = 2
        self.files: dict[str, bytes] = {}
        self.fetched_files: list[dict[str, str]] = []
        self.gives_files = asyncio.Event()
        self.gives_files.set()
        self._until_spoken = False
        self.faults: list[Callable[[web.Request], web.Response | None]] = []
        self.tokens = 0
        self.password = "hush"
        self.certificate: x509.Certificate | None = None
        self.statements: list[str] = []
        self._ids = itertools.count(1)
        app = web.Application()
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/files/{name}", self._file)
        app.router.add_post("/login/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_post("/teams/v3/conversations", self._create)
        app.router.add_post("/teams/v3/conversations/{id}/activities", self._post)
        app.router.add_put("/teams/v3/conversations/{id}/activities/{message}", self._put)
        app.router.add_get("/teams/v3/conversations/{id}/pagedmembers", self._members)
        self._server = TestServer(app, host="127.0.0.1")

    async def start(self) -> None:
        await self._server.start_server()

    async def stop(self) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    @property
    def service(self) -> str:
        return f"{self.url}/teams/"

    def token(self, key: SigningKey | None = None, **claims: Any) -> str:
        """A token as Teams sends it; a claim given as None is left out."""
        key = key or self.key
        now = int(time.time())
        usual = {"iss": ISSUER, "aud": APP, "nbf": now - 5, "exp": now + 600, "serviceurl": self.service}
        told = {k: v for k, v in (usual | claims).items() if v is not None}
        return jwt.encode(told, key.private, algorithm="RS256", headers={"kid": key.kid})

    def hold_files(self) -> None:
        """None is handed over before something is said, however it is taken."""
        self.gives_files.clear()
        self._until_spoken = True

    def to(self, conversation: str) -> list[dict[str, Any]]:
        return [each for each in self.said if each["conversation"] == conversation]

    # --- what it serves ----------------------------------------------------------------------------------------

    async def _openid(self, _: web.Request) -> web.Response:
        self.fetched += 1
        await asyncio.sleep(self.slow)
        self.answered += 1
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _file(self, request: web.Request) -> web.Response:
        """As OneDrive serves a file: the link alone lets one in."""
        self.fetched_files.append(dict(request.headers))
        await self.gives_files.wait()
        name = request.match_info["name"]
        if name.startswith("moved"):
            return web.Response(status=302, headers={"Location": "https://evil.example/"})
        return web.Response(body=self.files[name])

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": [key.public() for key in self.keys]})

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        assert form["client_id"] == APP
        if not self._knows(form, request.match_info["tenant"]):
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens += 1
        return web.json_response({"access_token": f"bot-token-{self.tokens}", "expires_in": 3600})

    def _knows(self, form: Any, tenant: str) -> bool:
        """A password, unless a certificate was uploaded: then what that one has signed, as Microsoft checks it."""
        if self.certificate is None:
            return bool(form.get("client_secret") == self.password)
        if form.get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer":
            return False
        statement = str(form.get("client_assertion"))
        digest = base64.urlsafe_b64encode(self.certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
        try:
            claims = jwt.decode(
                statement,
                self.certificate.public_key(),
                algorithms=["PS256"],
                audience=f"{self.url}/login/{tenant}/oauth2/v2.0/token",
                issuer=APP,
                options={"require": ["exp", "iss", "aud", "sub", "jti", "nbf"]},
            )
        except jwt.PyJWTError:
            return False
        new = claims["jti"] not in self.statements
        self.statements.append(claims["jti"])
        return new and claims["sub"] == APP and jwt.get_unverified_header(statement)["x5t#S256"] == digest

    def _fault(self, request: web.Request) -> web.Response | None:
        assert request.headers.get("Authorization", "").startswith("Bearer bot-token")
        for fault in self.faults:
            if (answer := fault(request)) is not None:
                self.faults.remove(fault)
                return answer
        return None

    async def _create(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.append(body)
        if (fault := self._fault(request)) is not None:
            return fault
        if "activity" in body:
            number = str(next(self._ids))
            channel = body["channelData"]["channel"]["id"]
            self.said.append({"conversation": channel, "id": number, "thread": None, **body["activity"]})
            return web.json_response(
                {"id": f"{channel};messageid={number}", "activityId": number}, status=201
            )
        member = body["members"][0]["id"]
        chat = self.opened.setdefault(member, f"a:chat-{member}")
        return web.json_response({"id": chat}, status=201)

    async def _post(self, request: web.Request) -> web.Response:
        if self._until_spoken:
            self.gives_files.set()
        if (fault := self._fault(request)) is not None:
            return fault
        number = str(next(self._ids))
        where, _, thread = unquote(request.match_info["id"]).partition(";messageid=")
        self.said.append(
            {"conversation": where, "id": number, "thread": thread or None, **await request.json()}
        )
        return web.json_response({"id": number}, status=201)

    async def _put(self, request: web.Request) -> web.Response:
        if (fault := self._fault(request)) is not None:
            return fault
        where = unquote(request.match_info["id"])
        self.said.append({"conversation": where, **await request.json(), "redrawn": True})
        return web.json_response({"id": request.match_info["message"]})

    async def _members(self, request: web.Request) -> web.Response:
        if (fault := self._fault(request)) is not None:
            return fault
        start = int(request.query.get("continuationToken") or 0)
        end = start + min(self.page, int(request.query["pageSize"]))
        page: dict[str, Any] = {"members": self.members[start:end]}
        if end < len(self.members):
            page["continuationToken"] = str(end)
        return web.json_response(page)
