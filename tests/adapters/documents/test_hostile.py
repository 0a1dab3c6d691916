"""Files made to hurt: each refused by name, within five seconds and 256 MB."""

from pathlib import Path
from typing import Any

import pytest

from adapters.documents import limits
from tests.adapters.documents.hostile import HOSTILE
from tests.adapters.documents.measuring import measured

MEGABYTES = 256


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """All of them sent, one after another."""
    folder: Path = tmp_path_factory.mktemp("hostile")
    files = {}
    for number, (key, (name, make, _)) in enumerate(HOSTILE.items()):
        path = folder / str(number)
        path.write_bytes(make())
        files[key] = (name, path)
    return measured(files)


@pytest.mark.parametrize("key", HOSTILE)
def test_hostile_file_is_refused_by_name(key: str, answers: dict[str, dict[str, Any]]) -> None:
    """The sentence has the file's name and says what is wrong; some are harmless, and read."""
    name, _, words = HOSTILE[key]
    answer = answers[key]
    assert words in answer["said"]
    if words:
        assert not answer["read"]
        assert answer["said"].startswith(f"“{name}” ")


@pytest.mark.parametrize("key", HOSTILE)
def test_hostile_file_is_answered_in_time(key: str, answers: dict[str, dict[str, Any]]) -> None:
    """Within five seconds, whatever it holds."""
    assert answers[key]["seconds"] < 5


def test_hostile_files_stay_within_their_memory(answers: dict[str, dict[str, Any]]) -> None:
    """No reader of them has taken more than 256 MB."""
    assert max(answer["megabytes"] for answer in answers.values()) < MEGABYTES
    assert limits.MEMORY < MEGABYTES * limits.MB
