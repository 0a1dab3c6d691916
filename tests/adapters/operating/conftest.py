"""An installation in a folder, on either database, and the operator's command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.cli import arising
from store.store import SqlStore
from tests.world import World


@dataclass
class Installation:
    """Its configuration, and the database that belongs to it."""

    config: Path
    url: str | None = None

    @property
    def data(self) -> Path:
        return self.config.parent / "data"

    @property
    def where(self) -> str:
        """What the store opens."""
        return self.url or str(self.data / "arising.db")

    def open(self, **how: bool) -> SqlStore:
        self.data.mkdir(exist_ok=True)
        return SqlStore.open(self.where, **how)

    def arising(self, *words: object, typed: str | None = None) -> Result:
        """Run a command here; what went wrong keeps its traceback."""
        env = {"ARISING_DATABASE_URL": self.url} if self.url else {"ARISING_DATABASE_URL": None}
        return CliRunner().invoke(
            arising,
            [*map(str, words), "--config", str(self.config)],
            input=typed,
            env=env,
            catch_exceptions=False,
        )


def install(folder: Path, url: str | None = None) -> Installation:
    """A configuration in a folder of its own; the database comes with the first use."""
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "app.yaml"
    config.write_text("organisation: Northvale\nserver:\n  port: 0\n")
    return Installation(config, url)


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    """An installation on each database in turn."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    return install(tmp_path / "here", url)


@pytest.fixture
def world(here: Installation) -> Iterator[World]:
    """A board in it. The store is open, as it is while the bot runs."""
    store = here.open()
    yield World.on(store)
    store.close_sync()
