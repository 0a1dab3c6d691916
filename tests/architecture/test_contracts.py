"""Who may import whom holds, and each contract is shown to bite by breaking it on purpose in a copy."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "store", "adapters")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
NAMES = {c["id"]: c["name"] for c in PROJECT["tool"]["importlinter"]["contracts"]}

# One offence each: the contract it breaks, the file it is written in, the line.
OFFENCES = [
    ("core", "bot/domain/offence.py", "import bot.messages"),
    ("core", "bot/messages.py", "import bot.ports"),
    ("core", "bot/ports.py", "import bot.views"),
    ("core", "bot/views/offence.py", "import bot.language"),
    ("core", "bot/minutes/offence.py", "import bot.views"),
    ("core", "bot/language/offence.py", "import bot.commands"),
    ("core", "bot/newcomer.py", ""),
    ("edge", "adapters/server.py", "import adapters.playground"),
    ("edge", "adapters/config.py", "import adapters.server"),
    ("edge", "adapters/playground/offence.py", "import adapters.cli"),
    ("edge", "adapters/slack/offence.py", "import adapters.playground"),
    ("edge", "adapters/newcomer.py", ""),
    ("outward", "bot/domain/offence.py", "import store"),
    ("outward", "bot/domain/offence.py", "import adapters"),
    ("outward", "store/offence.py", "import adapters.config"),
    ("apart", "adapters/slack/offence.py", "import adapters.teams"),
    ("apart", "adapters/teams/offence.py", "import adapters.playground"),
    ("apart", "adapters/playground/offence.py", "import store"),
    ("wiring", "adapters/server.py", "import store"),
    ("pure", "bot/domain/offence.py", "import sqlite3"),
    ("pure", "bot/domain/offence.py", "import aiohttp"),
    ("pure", "bot/domain/offence.py", "import structlog"),
    ("slack-sdk", "adapters/server.py", "import slack_bolt.async_app"),
    ("slack-sdk", "adapters/teams/offence.py", "import slack_sdk"),
    ("teams-sdk", "adapters/server.py", "import botbuilder.core"),
    ("teams-sdk", "adapters/slack/offence.py", "import botframework.connector"),
    ("database", "adapters/server.py", "import sqlalchemy.orm"),
    ("database", "adapters/playground/offence.py", "import alembic"),
    ("clock", "adapters/server.py", "import apscheduler.triggers.interval"),
    ("clock", "store/offence.py", "import apscheduler"),
]

# What those who own an SDK may do.
RIGHTS = [
    ("slack-sdk", "adapters/slack/right.py", "import slack_sdk"),
    ("slack-sdk", "adapters/slack/__init__.py", "import slack_bolt"),
    ("teams-sdk", "adapters/teams/right.py", "import botbuilder.core"),
    ("wiring", "adapters/bootstrap.py", "import store"),
    ("database", "store/right.py", "import sqlalchemy"),
    ("clock", "adapters/scheduling.py", "import apscheduler"),
]


def lint(where: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    command = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-logo", "--no-cache", *chosen],
        cwd=where,
        text=True,
        capture_output=True,
        check=False,
        env={"COLUMNS": "200", "PYTHONPATH": str(where)},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their contracts, to be spoilt."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for platform in ("slack", "teams"):  # the contracts hold before these come, and after
        folder = tmp_path / "adapters" / platform
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def write(copy: Path, path: str, line: str) -> None:
    with (copy / path).open("a") as text:
        text.write(f"\n{line}\n")


def test_every_contract_is_kept() -> None:
    """The project's own imports keep every contract."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_contract_has_an_offence() -> None:
    """No contract stands here without a proof that it bites."""
    assert {contract for contract, _, _ in OFFENCES} == set(NAMES)


def test_every_top_level_package_is_linted() -> None:
    """A package that is shipped cannot be one import-linter has never heard of."""
    shipped = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(shipped) == set(PROJECT["tool"]["importlinter"]["root_packages"]) == set(PACKAGES)


@pytest.mark.parametrize(("contract", "path", "line"), OFFENCES)
def test_an_offence_breaks_its_contract(copy: Path, contract: str, path: str, line: str) -> None:
    """The offending import, or the module nobody placed, fails the contract that forbids it, by name."""
    write(copy, path, line)
    result = lint(copy, contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{NAMES[contract]} BROKEN" in result.stdout


@pytest.mark.parametrize(("contract", "path", "line"), RIGHTS)
def test_an_owner_may_use_what_it_owns(copy: Path, contract: str, path: str, line: str) -> None:
    """The contract does not stand in the way of the one folder that may import the SDK."""
    write(copy, path, line)
    result = lint(copy, contract)
    assert f"{NAMES[contract]} KEPT" in result.stdout, result.stdout + result.stderr
