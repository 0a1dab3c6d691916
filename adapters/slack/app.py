"""Slack as a whole: connected at the start, mounted at /slack/events or on a socket, closed at the end."""

import asyncio
import contextlib
import logging
from collections.abc import Collection, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from aiohttp import hdrs, web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.documents.meanwhile import PATIENCE
from adapters.slack.answers import Answers
from adapters.slack.faults import FAILURES, UNREADABLE, code_of
from adapters.slack.files import Files
from adapters.slack.host import Host
from adapters.slack.listeners import Listeners
from adapters.slack.normalise import Here
from adapters.slack.people import Directory
from adapters.slack.reaching import reach
from adapters.slack.sender import CONFIGURATION, SlackSender
from bot.messages import Platform

log = structlog.get_logger(__name__)

PATH = "/slack/events"
CALL_TIMEOUT = 7
PEOPLE_AT_ONCE = 100
AGAIN_AFTER = 30.0

# Bolt's own warnings quote whole request bodies, which hold what people wrote.
_QUIET = logging.getLogger("adapters.slack.bolt")
_QUIET.setLevel(logging.CRITICAL)


class CannotConnect(Exception):  # noqa: N818 - its text is for the one who started it
    """Slack does not let the bot in; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Access:
    """What is needed to reach one workspace. Secrets come from the environment alone.

    `reactions` says what an emoji's name means; `makers` who may link boards besides the administrators.
    """

    bot_token: str
    organisation: str
    signing_secret: str = ""
    app_token: str = ""
    api_url: str = "https://slack.com/api/"
    reactions: Mapping[str, str] = field(default_factory=dict)
    makers: Collection[str] = ()

    @property
    def by_socket(self) -> bool:
        return bool(self.app_token)


class Slack:
    """One workspace, connected."""

    def __init__(self, access: Access, host: Host, patience: float = PATIENCE) -> None:
        """Nothing is reached before `start`. `patience` is in seconds: what takes longer to read is said to be read."""
        self._access = access
        self._host = host
        self._patience = patience
        self._app: AsyncApp | None = None
        self._session: aiohttp.ClientSession | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._verifier = SignatureVerifier(access.signing_secret) if access.signing_secret else None

    @property
    def connected(self) -> bool:
        """Whether requests can be answered."""
        return self._app is not None

    async def start(self) -> SlackSender:
        """Open the way to Slack, and keep trying to learn who we are there. Gives the sender.

        Raises:
            CannotConnect: the token is not accepted.
        """
        self._session = aiohttp.ClientSession()
        client = AsyncWebClient(
            token=self._access.bot_token,
            base_url=self._access.api_url,
            timeout=CALL_TIMEOUT,
            session=self._session,
            # A repeated post is a second message: delivery alone decides on another try.
            retry_handlers=[],
        )
        client.retry_handlers.clear()
        try:
            await self._connect(client)
        except CannotConnect:
            await self.close()
            raise
        except FAILURES as error:
            if isinstance(error, SlackApiError) and code_of(error) in CONFIGURATION:
                await self.close()
                said = CONFIGURATION[code_of(error)]
                raise CannotConnect(
                    f"{said}. Put the right one into SLACK_BOT_TOKEN, then start again."
                ) from None
            log.warning("slack cannot be reached yet", error=type(error).__name__)
            self._spawn(self._keep_connecting(client))
        return SlackSender(client)

    def mount(self, app: web.Application) -> None:
        """Add Slack's route. In Socket Mode there is none to add: nobody has to reach us."""
        if self._verifier is not None and not self._access.by_socket:
            app.router.add_post(PATH, self._receive)

    async def close(self) -> None:
        """Stop listening, and let go of every connection."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._socket is not None:
            with contextlib.suppress(Exception):
                await self._socket.close_async()  # type: ignore[no-untyped-call]
        if self._session is not None:
            await self._session.close()

    # --- connecting ------------------------------------------------------------------------------------------

    async def _connect(self, client: AsyncWebClient) -> None:
        who = await client.auth_test()
        here = Here(
            team=who["team_id"],
            bot=who["user_id"],
            url=who.get("url") or "https://slack.com/",
            reactions=self._access.reactions,
        )
        await self._host.install(Platform.SLACK, here.team, self._access.organisation)
        if self._access.by_socket:
            await self._try_app_token(client)
        assert self._session is not None
        directory = Directory(client, here.team, self._access.makers)
        app = bolt_app(
            client, self._access.signing_secret, here, bot_id=who.get("bot_id"), token=self._access.bot_token
        )
        answers = Answers(client, self._session)
        files = Files(client, self._session, self._access.bot_token)
        Listeners(self._host, here, directory, answers, client, self._spawn, files, self._patience).register(
            app
        )
        self._app = app
        self._spawn(self._learn_people(directory, here))
        if self._access.by_socket:
            self._socket = AsyncSocketModeHandler(
                app, self._access.app_token, logger=_QUIET, web_client=client
            )
            self._spawn(self._open(self._socket))
        else:
            log.info("slack is connected", by="http")

    async def _try_app_token(self, client: AsyncWebClient) -> None:
        """Whether a socket may be opened: the SDK would go on asking with a wrong token for ever, and say nothing.

        Raises:
            CannotConnect: the token is not accepted.
        """
        try:
            await client.apps_connections_open(app_token=self._access.app_token)
        except SlackApiError as error:
            if code_of(error) not in CONFIGURATION:
                raise
            raise CannotConnect(
                f"Slack lets no socket be opened ({code_of(error)}). Put an app-level token with connections:write "
                "into SLACK_APP_TOKEN, then start again."
            ) from None

    async def _open(self, handler: AsyncSocketModeHandler) -> None:
        """Open the socket, however long it takes; the SDK opens it again whenever it breaks."""
        opening = asyncio.ensure_future(handler.connect_async())  # type: ignore[no-untyped-call]
        try:
            while not (await asyncio.wait({opening}, timeout=AGAIN_AFTER))[0]:
                log.warning("the socket to slack does not open yet")
                handler.client.wss_uri = None  # the address it keeps trying was good for half a minute
            await opening
        finally:
            opening.cancel()
        log.info("slack is connected", by="socket")

    async def _keep_connecting(self, client: AsyncWebClient) -> None:
        while not self.connected:
            await asyncio.sleep(AGAIN_AFTER)
            try:
                await self._connect(client)
            except (CannotConnect, *FAILURES) as error:
                # A token withdrawn meanwhile may be put right in Slack: `arising doctor` says so.
                log.warning("slack cannot be reached yet", error=type(error).__name__)

    async def _learn_people(self, directory: Directory, here: Here) -> None:
        """Fill the directory, report who was deactivated while nobody listened, and see that all can be nudged."""
        try:
            for user, home in await directory.list_all():
                await self._host.deactivated(Platform.SLACK, here.team, user, home)
            everybody = directory.news()
            for first in range(0, len(everybody), PEOPLE_AT_ONCE):
                await self._host.acquaint(Platform.SLACK, everybody[first : first + PEOPLE_AT_ONCE])
            for account in await self._host.unreached(Platform.SLACK, here.team):
                await reach(self._host, directory, here, account, patient=True)
        except FAILURES as error:
            log.warning("the directory could not be read", error=type(error).__name__)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- receiving -------------------------------------------------------------------------------------------

    async def _receive(self, request: web.Request) -> web.Response:
        """Check the signature over the very bytes that came, before anything is made of them.

        https://docs.slack.dev/authentication/verifying-requests-from-slack
        """
        body = await request.read()
        if not self._signed(body, request):
            log.warning("a request was refused", reason="not signed by Slack, or long ago")
            return web.Response(status=401)
        if self._app is None:
            return web.Response(status=503, headers={hdrs.RETRY_AFTER: str(int(AGAIN_AFTER))})
        try:
            asked = AsyncBoltRequest(
                body=body.decode(), query=request.query_string, headers=dict(request.headers)
            )
            answered = await self._app.async_dispatch(asked)
        except UNREADABLE as error:
            # What a listener fails with goes to its own handler; this is Bolt making nothing of the request.
            log.warning("a request from Slack makes no sense", error=type(error).__name__)
            return web.Response(status=400)
        kind = "application/json" if answered.body.startswith("{") else "text/plain"
        return web.Response(status=answered.status, text=answered.body, content_type=kind)

    def _signed(self, body: bytes, request: web.Request) -> bool:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if self._verifier is None or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16):
            return False
        try:
            return signature.isascii() and self._verifier.is_valid(body, stamp, signature)
        except UnicodeDecodeError:  # the SDK reads the body as UTF-8, as all of Slack's is
            return False


def bolt_app(
    client: AsyncWebClient, signing_secret: str, here: Here, *, bot_id: str | None, token: str
) -> AsyncApp:
    """Bolt's app. It answers in the request itself: waiting for an early ack costs it a 10 ms sleep each time."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult:
        del team_id  # a shared channel's author may be of another; the request itself is signed for this app
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=here.team,
            bot_user_id=here.bot,
            bot_id=bot_id,
            bot_token=token,
        )

    return AsyncApp(
        client=client,
        signing_secret=signing_secret or "unused in Socket Mode",
        authorize=authorize,
        process_before_response=True,
        # The signature has been checked over the raw bytes already, and Socket Mode has none.
        request_verification_enabled=False,
        logger=_QUIET,
    )
