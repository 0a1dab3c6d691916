"""Every command of docs/operate.md and docs/export.md does what the text around it says: each is run, in order."""

import re
from pathlib import Path

import pytest

from tests.adapters.operating.conftest import install
from tests.adapters.operating.test_backup import worked_at
from tests.world import World

ROOT = Path(__file__).parents[3]
SERVES = ("run", "doctor")


def commands(name: str) -> list[list[str]]:
    """The lines of its code blocks that begin with `arising`, in words."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "docs" / name).read_text(), re.MULTILINE | re.DOTALL)
    lines = [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]
    found = [re.findall(r'"[^"]*"|\S+', line)[1:] for line in lines if line.startswith("arising ")]
    return [[word.strip('"') for word in words] for words in found if words[0] not in SERVES]


@pytest.mark.parametrize("name", ["operate.md", "export.md"])
def test_the_commands_of_the_documentation_run(
    name: str, tmp_path: Path, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On an installation somebody worked at; a restore has its empty place, a move its empty database."""
    monkeypatch.chdir(tmp_path)
    here = install(tmp_path)
    store = here.open()
    worked_at(World.on(store))
    store.close_sync()
    told = commands(name)
    assert len(told) >= 2
    for words in told:
        where = install(tmp_path / "restored") if words[0] == "restore" else here
        done = where.arising(*(_here(word, tmp_path, postgresql_url) for word in _typed(words)))
        assert done.exit_code == 0, (words, done.output)


def _typed(words: list[str]) -> list[str]:
    """Without what the shell takes for itself."""
    return words[: words.index(">")] if ">" in words else words


def _here(word: str, folder: Path, database: str) -> str:
    """What stands for it in this test."""
    if word == "Northvale Council":
        return "Organisation of W1"
    return database if word.startswith("postgresql://") else word.replace("/var/backups/", f"{folder}/")


def test_what_is_run_is_what_the_text_promises() -> None:
    """Each of the operator's commands is shown."""
    shown = {words[0] for words in commands("operate.md") + commands("export.md")}
    assert shown >= {"backup", "restore", "migrate", "erase", "export"}
