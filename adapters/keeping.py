"""What keeps an installation's data: backup, restore, the move to another database, export."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from adapters import config_words as words
from adapters import platforms
from adapters.config import Settings
from store.keeping import archive, erasing, exporting, moving, restoring
from store.keeping.archive import Manifest
from store.keeping.erasing import Erasure, Somebody
from store.keeping.restoring import Restored
from store.keeping.rows import Refusal

Progress = Callable[[str, int], None]
BESIDE = "*.sqlite3"
"""The platforms' own files in the data folder."""

__all__ = [
    "BESIDE",
    "Erasure",
    "Progress",
    "Somebody",
    "address",
    "back_up",
    "erase",
    "export",
    "move",
    "restore",
    "whom",
]


def back_up(settings: Settings, target: Path, version: str, now: datetime, progress: Progress) -> Manifest:
    """One file with all that must survive; the bot may be running. See store.keeping.archive."""
    return archive.back_up(_url(settings), _beside(settings), target, version, now, progress)


def restore(settings: Settings, file: Path, progress: Progress, *, nothing_said_since: bool) -> Restored:
    """Put a backup back where there is nothing yet. See store.keeping.restoring."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return restoring.restore(
        _url(settings), settings.data, file, progress, nothing_said_since=nothing_said_since
    )


def move(settings: Settings, target: str, progress: Progress) -> Mapping[str, int]:
    """Move the database; gives how many rows arrived, by table. See store.keeping.moving."""
    arrived = moving.move(_url(settings), target, progress)
    return {table: found.rows for table, found in arrived.items()}


def export(
    settings: Settings,
    organisation: str | None,
    write: Callable[[str], object],
    version: str,
    now: datetime,
    progress: Progress,
) -> Mapping[str, int]:
    """All data of one organisation, a line at a time; the bot may be running. See store.keeping.exporting."""
    return exporting.export(_url(settings), organisation, write, version, now, progress)


def whom(settings: Settings, words: str) -> Sequence[Somebody]:
    """Whom a name, an id or an address may mean."""
    return erasing.find(_url(settings), words)


def erase(settings: Settings, somebody: Somebody, now: datetime, *, dry: bool) -> Erasure:
    """Erase a person from the database and from the platforms' own files; `dry` only says what would go."""
    done = erasing.erase(_url(settings), somebody, now, dry=dry)
    if not dry:
        for platform, workspace, account in done.accounts:
            platforms.erase(settings, platform, workspace, account)
    return done


def address(given: str) -> str:
    """What names another database, looked at as ARISING_DATABASE_URL is.

    Raises:
        Refusal: it names none; the text says why.
    """
    try:
        found = words.database_url(given)
        assert found is not None, "something was given"
        return found.get_secret_value()
    except ValueError as error:
        raise Refusal(f"--to {error}") from None


def _url(settings: Settings) -> str:
    return settings.database.get_secret_value()


def _beside(settings: Settings) -> Sequence[Path]:
    """The platforms' own files, of which the database, in a demonstration's folder, is none."""
    own = _url(settings).rpartition("/")[2]
    return sorted(each for each in settings.data.glob(BESIDE) if each.name != own)
