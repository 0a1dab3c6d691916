"""Puts the parts of this platform together. Nothing is built at import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from aiohttp import ClientSession, TCPConnector, web

from adapters.config_words import on_loopback
from adapters.documents.meanwhile import PATIENCE
from adapters.teams.authentication import Doorkeeper, Keys
from adapters.teams.connector import Pipeline
from adapters.teams.endpoint import Endpoint
from adapters.teams.exchange import Exchange, Handler
from adapters.teams.files import Files
from adapters.teams.presence import Presence
from adapters.teams.references import References
from adapters.teams.roster import Directory, Roster
from adapters.teams.sender import TeamsSender
from adapters.teams.settings import TeamsSettings
from adapters.teams.wire import Wire
from bot.ports import Store

MOST_CONNECTIONS = 100


class Line:
    """One HTTP session for all that is asked of Microsoft, made inside the event loop that uses it."""

    def __init__(self) -> None:
        self._session: ClientSession | None = None

    def __call__(self) -> ClientSession:
        if self._session is None or self._session.closed:
            self._session = ClientSession(connector=TCPConnector(limit=MOST_CONNECTIONS), trust_env=True)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@dataclass(frozen=True, slots=True)
class TeamsApp:
    """Teams, ready to be served: the sender for delivery, the routes for the server, and how it ends."""

    sender: TeamsSender
    endpoint: Endpoint
    presence: Presence
    references: References
    line: Line

    def mount(self, app: web.Application) -> None:
        self.endpoint.mount(app)

    async def close(self) -> None:
        await self.presence.close()
        await self.line.close()
        self.references.close()


@dataclass(frozen=True, slots=True)
class Outward:
    """What delivery needs, before there is anything to receive with."""

    settings: TeamsSettings
    line: Line
    references: References
    wire: Wire
    sender: TeamsSender


def outward(settings: TeamsSettings, folder: Path) -> Outward:
    """The way out."""
    line = Line()
    references = References(folder, settings.endpoints.service)
    wire = Wire(settings, line, monotonic)
    return Outward(settings, line, references, wire, TeamsSender(wire, references))


def teams_app(
    out: Outward, store: Store, handler: Handler, now: Callable[[], datetime], patience: float = PATIENCE
) -> TeamsApp:
    """The way in, beside a way out. `patience` is in seconds: a file that takes longer is said to be read."""
    settings = out.settings
    directory = Directory(out.wire, out.references, settings)
    service = urlsplit(settings.endpoints.service)
    files = Files(out.line, service.netloc if on_loopback(service.hostname or "") else "")
    exchange = Exchange(
        store, handler, out.wire, out.sender, out.references, directory, now, monotonic, files, patience
    )
    roster = Roster(
        store, out.wire, out.sender, out.references, handler.acquaint, monotonic, emulator=settings.emulator
    )
    presence = Presence(handler, exchange, roster, out.references, settings.organisation, now)
    keys = Keys(settings.endpoints.openid, out.line, monotonic)
    pipeline = Pipeline(settings.app_id, Doorkeeper(settings, keys))
    endpoint = Endpoint(pipeline, exchange, presence, emulator=settings.emulator)
    return TeamsApp(out.sender, endpoint, presence, out.references, out.line)
