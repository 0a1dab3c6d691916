"""From starting the demo's process to its first answer, beside starting Python with the same imports."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.demo import Demo

ROUNDS = 3


def measure() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        Demo(Path(folder)).start().stop()  # the sample is made once
        starts, imports = [], []
        for _ in range(ROUNDS):
            began = perf_counter()
            subprocess.run([sys.executable, "-c", "import adapters.bootstrap"], check=True)
            imports.append(perf_counter() - began)
            began = perf_counter()
            demo = Demo(Path(folder)).start()
            demo.say("sam", "/action list")
            starts.append(perf_counter() - began)
            demo.stop()
    ours, peer = min(starts), min(imports)
    return {
        "seconds from start to first answer": f"{ours:.2f}",
        "  of which Python's start and the imports": f"{peer:.2f}",
        "  ratio": f"{ours / peer:.2f}",
    }
