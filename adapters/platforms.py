"""Which platforms there are. Each is imported only where it is used: their SDKs are large."""

from collections.abc import Callable, Sequence
from datetime import datetime

from adapters.config import Settings
from adapters.connecting import Connected
from adapters.doctor import Finding
from adapters.handling import Handling
from bot.messages import Platform
from bot.ports import Store


def check(settings: Settings) -> None:
    """Whether what each platform needs is there, before anything is opened.

    Raises:
        NotSetUp: something is missing.
    """
    if settings.platforms.slack is not None:
        from adapters.slack import wiring as slack

        slack.access_of(settings)
    if settings.platforms.teams is not None:
        from adapters.teams import wiring as teams

        teams.check(settings)


async def connect(
    settings: Settings, store: Store, handling: Handling, now: Callable[[], datetime]
) -> Sequence[Connected]:
    """All that the settings name; where one fails, those already connected are let go.

    Raises:
        NotSetUp: a platform does not let the bot in.
    """
    made: list[Connected] = []
    try:
        if settings.platforms.teams is not None:
            from adapters.teams import wiring as teams

            made.append(teams.connect(settings, store, handling, now))
        if settings.platforms.slack is not None:
            from adapters.slack import wiring as slack

            made.append(await slack.connect(slack.access_of(settings), handling))
    except BaseException:
        for each in made:
            await each.close()
        raise
    return made


def examine(settings: Settings) -> Sequence[Finding]:
    """Whether each platform lets the bot in, and reaches it: the platforms themselves are asked."""
    found: list[Finding] = []
    if settings.platforms.slack is not None:
        from adapters.slack import wiring as slack

        found += slack.examine(settings)
    if settings.platforms.teams is not None:
        from adapters.teams import wiring as teams

        found += teams.examine(settings)
    return found


def erase(settings: Settings, platform: str, workspace: str, account: str) -> None:
    """Let go of what a platform keeps of this account in a file of its own."""
    if platform == Platform.TEAMS.value:
        from adapters.teams.references import erase as erase_teams

        erase_teams(settings.data, workspace, account)


def slack_manifest(settings: Settings) -> str:
    """What is pasted into Slack to make the app there, as JSON.

    Raises:
        NotSetUp: Slack could not reach it.
    """
    from adapters.slack import wiring as slack

    return slack.manifest(settings)


def teams_package(settings: Settings, version: str, website: str) -> bytes:
    """The app package that is uploaded to Teams: its manifest and two icons, in a zip."""
    from adapters.teams import wiring as teams

    return teams.package(settings, version, website)
