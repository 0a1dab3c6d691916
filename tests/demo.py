"""A real demo in a process of its own, for tests that drive it through its JSON interface."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.crash.forking import Forked, Nursery

ROOT = Path(__file__).parents[1]
STARTS_WITHIN = 60


class Demo:
    """`arising demo`, started and stopped. Killed, it can be started again on the same data."""

    def __init__(self, data: Path, port: int = 0, nursery: Nursery | None = None) -> None:
        """Forked in a `nursery`, it is back in a moment."""
        self.data = data
        self.port = port
        self.nursery = nursery
        self.process: subprocess.Popen[str] | Forked | None = None
        self.base = ""
        self._from = 0

    def start(self) -> "Demo":
        self.launch()
        self.wait_until_ready()
        return self

    def launch(self) -> None:
        """Start the process, and do not wait for it."""
        self.data.mkdir(parents=True, exist_ok=True)
        arguments = ("demo", "--port", str(self.port), "--data", str(self.data), "--no-browser")
        with self._output.open("a", encoding="utf-8") as output:
            self._from = output.tell()
            if self.nursery is not None:
                self.process = self.nursery.fork(arguments, os.environ, self._output)
                return
            command = (sys.executable, "-m", "adapters.cli", *arguments)
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, text=True
            )

    def wait_until_ready(self) -> None:
        assert self.process is not None
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until:
            found = re.search(r"http://127\.0\.0\.1:\d+", self.output)
            if found:
                self.base = found[0]
                return
            if self.process.poll() is not None:
                raise AssertionError(f"the demo did not start: {self.output[-2000:]}")
            time.sleep(0.02)
        raise AssertionError("the demo did not say where it is")

    @property
    def output(self) -> str:
        """What the process that was started last has written."""
        return self._output.read_bytes()[self._from :].decode()

    @property
    def _output(self) -> Path:
        return self.data / "output.txt"

    def kill(self) -> None:
        """As a power cut would: no handler runs."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """As an operator would; gives the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)

    def call(self, method: str, path: str, body: Any = None, timeout: float = 60) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.base + "/playground/api" + path,
            method=method,
            data=data,
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return json.loads(answer.read() or b"null")

    def reset(self, now: str, *, sample: bool = False) -> None:
        self.call("POST", "/reset", {"sample": sample, "now": now})

    def place(self, who: str, kind: str) -> str:
        return next(p["id"] for p in self.call("GET", f"/places?as={who}") if p["kind"] == kind)

    def say(
        self,
        who: str,
        text: str,
        *,
        direct: bool = False,
        thread: str | None = None,
        delivery: str | None = None,
    ) -> list[dict[str, Any]]:
        body = {"as": who, "place": self.place(who, "direct" if direct else "channel"), "text": text}
        if thread:
            body["thread"] = thread
        if delivery:
            body["delivery"] = delivery
        return self.call("POST", "/messages", body)

    def press(self, who: str, message: str, button: str, **more: Any) -> list[dict[str, Any]]:
        return self.call("POST", "/press", {"as": who, "message": message, "button": button, **more})

    def clock(self, to: str) -> None:
        self.call("POST", "/clock", {"to": to})

    def messages(self, who: str, *, direct: bool = False) -> list[dict[str, Any]]:
        return self.call(
            "GET", f"/messages?place={self.place(who, 'direct' if direct else 'channel')}&as={who}"
        )


@contextlib.contextmanager
def running(data: Path) -> Iterator[Demo]:
    demo = Demo(data).start()
    try:
        yield demo
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired):
            demo.stop()
        assert demo.process is not None
        if demo.process.poll() is None:
            demo.kill()
