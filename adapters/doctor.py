"""What can be wrong with an installation before anybody notices: each finding says what is wrong and how to mend it."""

import http.client
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from adapters.config import Settings, load
from adapters.config_words import ConfigError
from bot.domain.outbox import OutboxState
from bot.ports import UnitOfWork

T = TypeVar("T")

LEAST_SPACE = 200 * 1024 * 1024
OLDEST_PLAUSIBLE = datetime(2026, 1, 1, tzinfo=UTC)
TOLERANCE = timedelta(minutes=5)


class Opened(Protocol):
    """A store, as a caller without an event loop uses it."""

    def read_sync(self, work: Callable[[UnitOfWork], T]) -> T: ...
    def close_sync(self) -> None: ...


class Databases(Protocol):
    """What is asked of the bootstrap. `REFUSALS` are the errors whose text is meant for the operator."""

    REFUSALS: tuple[type[Exception], ...]

    def open_store(self, settings: Settings, *, only_reading: bool = False) -> Opened: ...
    def schema(self, settings: Settings) -> tuple[str | None, str]:
        """The revision the database is at, None where there is none yet; and the one this version works on."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing stands; `mend` says what to do about it, and is empty when there is nothing to do."""

    about: str
    well: bool
    words: str
    mend: str = ""

    def __str__(self) -> str:
        lines = [f"{self.about:<14} {'ok' if self.well else 'wrong':<6} {self.words}"]
        if self.mend:
            lines.append(f"{'':<14} {'mend':<6} {self.mend}")
        return "\n".join(lines)


def examine(
    config: Path,
    environ: Mapping[str, str],
    databases: Databases,
    now: datetime,
    platforms: Callable[[Settings], Sequence[Finding]] = lambda _: (),
) -> tuple[Finding, ...]:
    """Look at everything. Nothing is changed, and the bot may be running meanwhile. `platforms` asks those."""
    try:
        settings = load(config, environ)
    except ConfigError as error:
        name = error.path.name
        in_file = f"Put it right in {name}; docs/configuration.md explains every key."
        outside = (
            f"Put it right in the environment, or in .env beside {name}; docs/configuration.md names each."
        )
        wrong = [
            Finding("configuration", False, str(each), outside if each.key.isupper() else in_file)
            for each in error.problems
        ]
        return (
            *wrong,
            Finding("database", False, "not looked at: the configuration comes first."),
            _clock(now),
        )
    said = f"{config}: {settings.organisation}, {settings.boards.defaults.zone}, nothing wrong."
    return (
        Finding("configuration", True, said),
        _folder(settings.data),
        _database(settings, databases),
        _clock(now, settings.data),
        _bot(settings),
        *platforms(settings),
    )


def _folder(data: Path) -> Finding:
    about = "data folder"
    there = next(each for each in (data, *data.absolute().parents) if each.exists())
    if not there.is_dir():
        return Finding(about, False, f"{there} is no folder.", "Name another under `data`.")
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding(
            about,
            False,
            f"{there} cannot be written to by this user.",
            "Give the user the bot runs as the right to.",
        )
    free = shutil.disk_usage(there).free
    if free < LEAST_SPACE:
        return Finding(
            about, False, f"{there} has only {free // 1024**2} MB left.", "Free some: a full disk stops all."
        )
    if there != data:
        return Finding(about, True, f"{data} is not there yet; the first start makes it.")
    return Finding(about, True, f"{data} can be written to, and {free // 1024**3} GB are free.")


def _database(settings: Settings, databases: Databases) -> Finding:
    about = "database"
    try:
        at, wanted = databases.schema(settings)
        if at is None:
            return Finding(about, True, "there is none yet; the first start makes it.")
        if at != wanted:
            return Finding(
                about,
                False,
                f"it is at revision {at}, and this version works on {wanted}.",
                "Stop the bot, back up, then: arising migrate. If the revision is the later one, install the newer version.",
            )
        return Finding(about, True, f"it answers, at revision {at}. {_outbox(settings, databases)}")
    except databases.REFUSALS as error:
        return Finding(about, False, str(error), "See docs/operate.md, The database.")
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, the operator wants to know
        # The message may hold the address, and the address a password.
        return Finding(
            about,
            False,
            f"it does not answer ({type(error).__name__}).",
            f"Is the server up, and {'ARISING_DATABASE_URL' if settings.database_url else str(settings.data)} right?",
        )


def _outbox(settings: Settings, databases: Databases) -> str:
    store = databases.open_store(settings, only_reading=True)
    try:
        states = (OutboxState.FAILED, OutboxState.UNKNOWN)
        stuck = len(store.read_sync(lambda unit: unit.outbox_rows(states, 1000)))
    finally:
        store.close_sync()
    return f"{stuck} messages failed or are unknown: arising outbox." if stuck else "No message failed."


def _clock(now: datetime, data: Path | None = None) -> Finding:
    about = "clock"
    shown = f"{now:%a %d %b %Y %H:%M} UTC"
    mend = "Set the machine's clock, and let it be kept right: timedatectl set-ntp true."
    if now < OLDEST_PLAUSIBLE:
        return Finding(about, False, f"it says {shown}, which cannot be.", mend)
    try:
        summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London")).utcoffset()
    except (KeyError, OSError):
        summer = None
    if summer != timedelta(hours=1):
        return Finding(
            about,
            False,
            "the time zones of this machine are missing or wrong.",
            "pip install --upgrade tzdata",
        )
    written = max((each.stat().st_mtime for each in _files(data)), default=0.0)
    ahead = datetime.fromtimestamp(written, UTC) - now
    if ahead > TOLERANCE:
        return Finding(about, False, f"it says {shown}, but the database was written {ahead} later.", mend)
    return Finding(about, True, f"it says {shown}, and the time zones are known.")


def _files(data: Path | None) -> list[Path]:
    return list(data.glob("*.db*")) if data is not None and data.is_dir() else []


def _bot(settings: Settings) -> Finding:
    """What the running bot says of itself, if it runs."""
    about = "bot"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.server.host, settings.server.host)  # noqa: S104
    where = f"{host}, port {settings.server.port}"
    connection = http.client.HTTPConnection(host, settings.server.port, timeout=3)
    try:
        connection.request("GET", "/healthz")
        said = json.loads(connection.getresponse().read())
        problems = said["problems"]
        tick = said["last_tick_seconds"]
    except ConnectionRefusedError:
        return Finding(about, True, f"not running at {where}.")
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return Finding(
            about,
            False,
            f"something else answers at {where}, or nothing in time.",
            "Choose another server.port.",
        )
    finally:
        connection.close()
    if problems:
        return Finding(about, False, " ".join(problems), "See docs/operate.md, Health.")
    return Finding(about, True, f"running at {where}, last tick {tick} seconds ago.")
