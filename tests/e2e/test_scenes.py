"""The scenes of ../shared/scenarios, played against a demo in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo import running

pytestmark = [pytest.mark.shared, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory):
    with running(tmp_path_factory.mktemp("scenes")) as demo:
        yield demo.base


@pytest.mark.parametrize("kind", ["loop", "engine"])
def test_every_scene_holds(base: str, shared_folder: Path, kind: str) -> None:
    """Every conversation holds, line by line."""
    scenes = sorted((shared_folder / "scenarios").glob(f"{kind}-*.scene"))
    assert scenes
    played = subprocess.run(
        [sys.executable, shared_folder / "scenarios" / "run.py", base, *scenes],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert f"{len(scenes)} of {len(scenes)} scenes hold" in played.stdout
