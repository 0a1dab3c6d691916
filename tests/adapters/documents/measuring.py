"""Reads files one after another in a process of little memory, and says how long each took and the most memory.

A reader's peak is counted from before it is one, when it still is a copy of whoever starts it; so whoever
starts it has to be small.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


def measured(files: dict[str, tuple[str, Path]]) -> dict[str, dict[str, Any]]:
    """By key: what was said, the seconds, and the most megabytes any reader had taken so far."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.adapters.documents.measuring"],
        input=json.dumps({key: (name, str(path)) for key, (name, path) in files.items()}),
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(run.stdout)


def main() -> None:
    from adapters.documents.hands import read_document_now
    from adapters.documents.refusals import Unreadable

    found = {}
    for key, (name, path) in json.load(sys.stdin).items():
        data = Path(path).read_bytes()
        began = time.monotonic()
        try:
            said, read = read_document_now(name, data).text, True
        except Unreadable as refusal:
            said, read = str(refusal), False
        found[key] = {
            "said": said[:400],
            "read": read,
            "seconds": time.monotonic() - began,
            "megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
