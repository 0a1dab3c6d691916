"""The live side, for `arising doctor`: whether Slack lets the bot in, with what permissions, and reaches it."""

from collections.abc import Sequence

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.doctor import Finding
from adapters.slack.app import PATH, Access
from adapters.slack.faults import FAILURES, code_of
from adapters.slack.manifest import SCOPES
from adapters.slack.sender import CONFIGURATION

TIMEOUT = 5
_REINSTALL = "In the app's settings put in what `arising manifest slack` prints, then install the app again."


async def examine(access: Access, url: str | None) -> Sequence[Finding]:
    """Ask Slack itself. Nothing is changed there."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT)) as session:
        client = AsyncWebClient(
            token=access.bot_token,
            base_url=access.api_url,
            session=session,
            timeout=TIMEOUT,
            retry_handlers=[],
        )
        client.retry_handlers.clear()
        try:
            who = await client.auth_test()
        except FAILURES as error:
            return [_shut_out(error, access.api_url)]
        name, user = who.get("team") or who["team_id"], who.get("user") or "the bot"
        return [
            Finding("slack", True, f"it lets the bot in, as {user} in {name}."),
            _scopes(who),
            await (_socket(client, access) if access.by_socket else _door(session, url)),
        ]


def _shut_out(error: BaseException, api_url: str) -> Finding:
    code = code_of(error) if isinstance(error, SlackApiError) else ""
    if code in CONFIGURATION:
        return Finding(
            "slack",
            False,
            f"{CONFIGURATION[code]}.",
            "Copy the Bot User OAuth Token from the app's page OAuth & Permissions into SLACK_BOT_TOKEN.",
        )
    if code:
        return Finding("slack", False, f"Slack does not let the bot in ({code}).", _REINSTALL)
    return Finding(
        "slack",
        False,
        f"{api_url} does not answer ({type(error).__name__}).",
        "Let this machine call https://slack.com, or set platforms.slack.api_url right.",
    )


def _scopes(who: AsyncSlackResponse) -> Finding:
    """Slack names a token's permissions in a header of every answer."""
    said = next((v for k, v in who.headers.items() if k.lower() == "x-oauth-scopes"), "")
    given = {each.strip() for each in str(said).split(",") if each.strip()}
    missing, more = sorted(set(SCOPES) - given), sorted(given - set(SCOPES))
    if missing:
        return Finding("slack rights", False, f"missing: {', '.join(missing)}.", _REINSTALL)
    if more:
        return Finding(
            "slack rights", True, f"all there; not needed: {', '.join(more)}. They can be taken away."
        )
    return Finding("slack rights", True, "exactly those that are needed.")


async def _socket(client: AsyncWebClient, access: Access) -> Finding:
    try:
        await client.apps_connections_open(app_token=access.app_token)
    except FAILURES as error:
        code = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        return Finding(
            "slack way in",
            False,
            f"no socket can be opened ({code}).",
            "Make an app-level token with connections:write under Basic Information, and put it into SLACK_APP_TOKEN.",
        )
    return Finding("slack way in", True, "a socket can be opened; nothing has to reach this machine.")


async def _door(session: aiohttp.ClientSession, url: str | None) -> Finding:
    """An unsigned request must be refused: by the bot, and not by something before it."""
    about = "slack way in"
    if url is None:
        return Finding(
            about, False, "nobody knows where Slack reaches this server.", "Set server.url in app.yaml."
        )
    try:
        async with session.post(f"{url}{PATH}", data=b"", allow_redirects=False) as answer:
            status = answer.status
    except FAILURES as error:
        return Finding(
            about,
            False,
            f"{url} does not answer ({type(error).__name__}).",
            f"Start the bot, and let the proxy pass {PATH} on to it. Without a public address use mode: socket.",
        )
    if status != 401:
        return Finding(
            about,
            False,
            f"{url}{PATH} answers {status}, and the bot would answer 401 to an unsigned request.",
            f"Let the proxy pass {PATH} on to the bot as it comes.",
        )
    return Finding(about, True, f"{url}{PATH} is the bot, and refuses what is not signed.")
