"""`arising run` as a real process: it serves, refuses a second one, and stops when told."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ROOT = Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "app.yaml"
    path.write_text("server:\n  port: 0\n")
    return path


@pytest.fixture
def served(config: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A real `arising run`, and the address it logs."""
    with subprocess.Popen(
        [sys.executable, "-m", "adapters.cli", "run", "--config", str(config)],
        cwd=ROOT, text=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr
        for line in process.stderr:
            if json.loads(line)["event"] == "listening":
                yield process, json.loads(line)["url"]
                break
        process.kill()


def healthy(url: str) -> bool:
    """Within 5 s: for a moment after the start the clock has not ticked yet."""
    for _ in range(50):
        with suppress(urllib.error.HTTPError), urllib.request.urlopen(f"{url}/healthz") as answer:
            return json.load(answer)["status"] == "ok"
        time.sleep(0.1)
    return False


def arising_now(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "adapters.cli", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False, timeout=60)


def test_run_serves_until_it_is_told_to_stop(served: tuple[subprocess.Popen[str], str], config: Path) -> None:
    """A real process: healthy, looked into while it runs, alone on its database, and gone within 10 s of SIGTERM."""
    process, url = served
    assert healthy(url)
    port = url.rpartition(":")[2]
    config.write_text(config.read_text().replace("port: 0", f"port: {port}"))
    assert re.search(r"bot +ok +running .*last tick", arising_now("doctor", "--config", config).stdout)
    assert arising_now("outbox", "--config", config, "--json").stdout == "[]\n"
    second = arising_now("run", "--config", config)
    assert second.returncode == 2
    assert re.fullmatch(r".* is already open in process \d+\..*\n", second.stderr)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def test_run_says_that_the_port_is_in_use(config: Path) -> None:
    """One sentence, after the log's lines, and exit code 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = arising_now("run", "--config", config, "--port", port)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"Port {port} is in use on 127.0.0.1 already.")
    assert "Traceback" not in done.stderr
