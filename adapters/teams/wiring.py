"""Teams from the settings: connected for the server, examined for the doctor, packed for its upload."""

from collections.abc import Callable, Sequence
from datetime import datetime

from adapters.config import Settings, revealed
from adapters.connecting import Connected, NotSetUp
from adapters.doctor import Finding
from adapters.handling import Handling
from adapters.teams import checks, manifest
from adapters.teams.app import outward, teams_app
from adapters.teams.settings import Certificate, TeamsSettings
from adapters.teams.signing_in import Unusable, read_certificate
from bot.messages import Platform
from bot.ports import Store


def check(settings: Settings) -> None:
    """Whether the certificate can be used.

    Raises:
        NotSetUp: it cannot.
    """
    _settings(settings)


def connect(settings: Settings, store: Store, handling: Handling, now: Callable[[], datetime]) -> Connected:
    """Ready to be served. Nothing is reached yet."""
    app = teams_app(outward(_settings(settings), settings.data), store, handling, now)
    return Connected(Platform.TEAMS, app.sender, app.mount, app.close)


def examine(settings: Settings) -> Sequence[Finding]:
    """Whether Microsoft knows the bot by what is set."""
    try:
        found = checks.finding(_settings(settings))
    except NotSetUp as wrong:
        return [Finding(checks.ABOUT, False, str(wrong), "docs/install-teams.md says how one is made.")]
    assert settings.platforms.teams is not None
    return [found] if settings.platforms.teams.emulator else [found, checks.door(settings.server.url)]


def package(settings: Settings, version: str, website: str) -> bytes:
    """The app package that is uploaded to Teams."""
    return manifest.package(revealed(settings.microsoft_app_id).casefold(), version, website)


def _settings(settings: Settings) -> TeamsSettings:
    teams = settings.platforms.teams
    assert teams is not None, "only asked where Teams is set up"
    # Microsoft writes its ids in small letters, and the tokens and activities that bear them too.
    own = revealed(settings.microsoft_app_tenant_id).casefold()
    return TeamsSettings(
        app_id=revealed(settings.microsoft_app_id).casefold() or "emulator",
        password=revealed(settings.microsoft_app_password),
        tenants=() if teams.emulator else (own, *teams.tenants),
        login_tenant=own or "botframework.com",
        emulator=teams.emulator,
        organisation=settings.organisation,
        board_makers=teams.board_makers,
        certificate=_certificate(settings),
    )


def _certificate(settings: Settings) -> Certificate | None:
    given = revealed(settings.microsoft_app_certificate)
    try:
        return read_certificate(given) if given else None
    except Unusable as wrong:
        raise NotSetUp(f"MICROSOFT_APP_CERTIFICATE {wrong}.") from None
