"""The process that opens files can do nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(attempt: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import socket, os, subprocess, ctypes, resource\n"
        "from adapters.documents.worker import give_up_rights\n"
        f"give_up_rights()\n{attempt}\nprint('done')"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/tmp/arising-worker', 'w')",
        "socket.socket()",
        "socket.getaddrinfo('localhost', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "bytearray(300_000_000)",
        "while True: pass",
    ],
)
def test_what_it_may_not_do_fails(attempt: str) -> None:
    """Files, sockets, children, memory, endless work."""
    ended = run(attempt)
    assert ended.returncode
    assert "done" not in ended.stdout


def test_what_it_may_do_works() -> None:
    """Answering on what is open already."""
    assert run("").stdout == "done\n"


def test_reading_imports_nothing_of_the_bot() -> None:
    """The process is small and quick to start: parsers, and nothing of ours but what gathers pieces."""
    code = (
        "import sys\nfrom adapters.documents import worker, zipped, pdf, web, mail, plain\n"
        "print([m for m in sys.modules if m.split('.')[0] in {'bot', 'pydantic', 'asyncio', 'aiohttp'}])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
