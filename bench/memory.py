"""Resident memory: the demo idle, and on a log of 100,000 actions; beside a bare Python with the same imports."""

import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from bench import crowd
from tests.demo import Demo

MANY = 100_000
_BARE = "import adapters.bootstrap, psutil; print(psutil.Process().memory_info().rss)"
_FULL = """
import sys, psutil
from tests.world import World, london
from store.store import SqlStore
store = SqlStore.open(sys.argv[1])
world = World(store, london("2026-02-10 09:30"))
world.say("sam", "list overdue"); world.say("sam", "show 500"); world.say("sam", "add One more @tom by 17 Feb")
print(psutil.Process().memory_info().rss)
"""


def measure() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(Path(folder) / "demo").start()
        assert demo.process is not None
        demo.say("sam", "/action list")
        idle = psutil.Process(demo.process.pid).memory_info().rss
        demo.stop()
        bare = int(
            subprocess.run([sys.executable, "-c", _BARE], check=True, capture_output=True, text=True).stdout
        )
        path = Path(folder) / "many.db"
        crowd.build(path, MANY)
        command = [sys.executable, "-c", _FULL, str(path)]
        full = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {
        "MB, the demo idle": _mb(idle),
        "  MB, bare Python with the same imports": _mb(bare),
        "  ratio": f"{idle / bare:.2f}",
        f"MB, a store of {MANY:,} actions after a few commands": _mb(full),
        "  ratio to bare Python with the same imports": f"{full / bare:.2f}",
    }


def _mb(size: int) -> str:
    return f"{size / 1_048_576:.0f}"
