"""Slack from the settings: connected for the server, examined for the doctor, its manifest for the operator."""

import asyncio
import json
import re
from collections.abc import Sequence

from adapters.config import Settings, revealed
from adapters.connecting import Connected, NotSetUp
from adapters.doctor import Finding
from adapters.slack.app import Access, CannotConnect, Slack
from adapters.slack.examination import examine as examine_slack
from adapters.slack.host import Host
from adapters.slack.manifest import manifest as made_manifest
from bot.messages import Platform


async def connect(access: Access, host: Host) -> Connected:
    """On the way to Slack, and trying on where it cannot be reached yet.

    Raises:
        NotSetUp: Slack does not accept the token.
    """
    slack = Slack(access, host)
    try:
        sender = await slack.start()
    except CannotConnect as refused:
        raise NotSetUp(str(refused)) from refused
    return Connected(Platform.SLACK, sender, slack.mount, slack.close)


def access_of(settings: Settings) -> Access:
    """What is needed to reach Slack.

    Raises:
        NotSetUp: a secret is missing.
    """
    slack = settings.platforms.slack
    assert slack is not None, "only asked where Slack is set up"
    token, signing = settings.slack_bot_token, settings.slack_signing_secret
    app = settings.slack_app_token if slack.mode == "socket" else None
    needed = {"SLACK_BOT_TOKEN": token}
    needed |= {"SLACK_APP_TOKEN": app} if slack.mode == "socket" else {"SLACK_SIGNING_SECRET": signing}
    missing = [name for name, secret in needed.items() if not revealed(secret)]
    if missing:
        raise NotSetUp(
            f"platforms.slack needs {' and '.join(missing)} in the environment or in .env. "
            "docs/install-slack.md says where Slack shows it."
        )
    confused = _confused(revealed(token), revealed(app))
    if confused:
        raise NotSetUp(confused)
    return Access(
        bot_token=revealed(token),
        organisation=settings.organisation,
        signing_secret=revealed(signing),
        app_token=revealed(app),
        api_url=slack.api_url,
        reactions={slack.reactions.propose: "propose", slack.reactions.done: "tick"},
        makers=slack.board_makers,
    )


def _confused(bot: str, app: str) -> str | None:
    """Tokens that stand beside the right one in Slack: it would take some of them, and the bot be somebody else."""
    if bot.startswith("xapp-"):
        return f"SLACK_BOT_TOKEN is an app-level token. {_BOT_TOKEN}"
    if bot.startswith("xoxp-"):
        return f"SLACK_BOT_TOKEN is a person's own token. {_BOT_TOKEN}"
    if app.startswith(("xoxb-", "xoxp-")):
        return "SLACK_APP_TOKEN is no app-level token. Basic Information, App-Level Tokens, shows it: xapp-…"
    return None


_BOT_TOKEN = "OAuth & Permissions shows the bot's: xoxb-…"  # noqa: S105 - where it is


def examine(settings: Settings) -> Sequence[Finding]:
    """Whether Slack lets the bot in, and reaches it: Slack itself is asked."""
    try:
        access = access_of(settings)
    except NotSetUp as error:
        return [Finding("slack", False, str(error), "Put it right there, then ask the doctor again.")]
    found = asyncio.run(examine_slack(access, settings.server.url))
    if access.by_socket or re.fullmatch(r"[0-9a-f]{32}", access.signing_secret):
        return found
    words = "SLACK_SIGNING_SECRET is not as Slack makes them: 32 figures and letters from a to f."
    return [
        *found,
        Finding(
            "slack secret", False, words, "Basic Information, App Credentials, shows the Signing Secret."
        ),
    ]


def manifest(settings: Settings) -> str:
    """What is pasted into Slack to make the app there, as JSON.

    Raises:
        NotSetUp: Slack could not reach it.
    """
    slack = settings.platforms.slack
    try:
        made = made_manifest(url=settings.server.url, by_socket=slack is not None and slack.mode == "socket")
    except ValueError as error:
        raise NotSetUp(str(error)) from None
    return json.dumps(made, indent=2, ensure_ascii=False)
