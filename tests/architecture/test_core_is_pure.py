"""The core is pure: alone in a fresh process it loads no SDK and no database, and knows no clock, environment or zone."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "adapters", "aiohttp", "alembic", "apscheduler", "botbuilder", "botframework", "click", "jinja2",
    "prometheus_client", "pydantic_settings", "slack_bolt", "slack_sdk", "sqlalchemy", "sqlite3", "store",
    "structlog",
}  # fmt: skip

IMPORT_ALL = """
import importlib, json, pkgutil, sys
import bot
names = [m.name for m in pkgutil.walk_packages(bot.__path__, "bot.")]
for name in names:
    importlib.import_module(name)
print(json.dumps({"imported": names, "loaded": sorted(sys.modules)}))
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        text=True,
        capture_output=True,
        check=False,
    )


def test_importing_all_of_bot_loads_no_sdk_and_no_database() -> None:
    """Every module of `bot`, imported in a fresh process, brings in nothing that touches the world."""
    result = run(sys.executable, "-c", IMPORT_ALL)
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)
    assert "bot.domain.actions" in said["imported"]
    loaded = {name.partition(".")[0] for name in said["loaded"]}
    assert not loaded & FORBIDDEN


@pytest.mark.timeout(900)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/St_Johns"])
def test_unit_tests_hold_wherever_the_machine_stands(zone: str) -> None:
    """The core's tests pass at both ends of the calendar: nothing in it asks what zone the machine is in.

    All of them in CI; elsewhere those of the rules and of the language, which is where dates are read.
    """
    chosen = ["tests/unit"] if os.environ.get("CI") else ["tests/unit/domain", "tests/unit/language"]
    result = run(
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=quick", *chosen,
        TZ=zone,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout[-4000:]


BANS = [
    ("TID251", "import time\n\nBEGUN = time.time()\n"),
    ("TID251", "import time\n\nBEGUN = time.monotonic()\n"),
    ("TID251", "from datetime import UTC, datetime\n\nBEGUN = datetime.now(UTC)\n"),
    ("TID251", "from datetime import date\n\nBEGUN = date.today()\n"),
    ("DTZ005", "from datetime import datetime\n\nBEGUN = datetime.now()\n"),
    ("DTZ001", "from datetime import datetime\n\nBEGUN = datetime(2026, 11, 23)\n"),
    ("TID251", 'import os\n\nHOME = os.environ["HOME"]\n'),
    ("TID251", 'import os\n\nHOME = os.getenv("HOME")\n'),
    ("TID251", 'from os import environ\n\nHOME = environ["HOME"]\n'),
]


@pytest.mark.parametrize("package", ["bot", "store"])
@pytest.mark.parametrize(("rule", "offence"), BANS)
def test_clock_and_environment_are_banned(package: str, rule: str, offence: str) -> None:
    """A module of the core or the store that reads the clock or the environment does not pass `make check`."""
    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise",
         "--stdin-filename", f"{package}/offence.py", "-"],
        cwd=ROOT, input=f'"""Made to offend."""\n\n{offence}', text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1, result.stdout + result.stderr
    assert rule in result.stdout
