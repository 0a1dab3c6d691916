"""A parent that has imported everything, and forks processes which run `arising`: back in some tens of milliseconds.

The parent has one thread, no event loop, no database and no connection but the line to whoever started it. What it
forks leads a group of its own and has its own output, environment and folder, and goes through the command line's own
entry point, as a process started from the shell would.
"""

import contextlib
import gc
import importlib
import inspect
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[2]
USED = (
    "adapters.bootstrap",
    "adapters.cli",
    "adapters.logs",
    "adapters.slack.wiring",
    "adapters.teams.wiring",
    "apscheduler.executors.asyncio",
    "apscheduler.triggers.interval",
    "psycopg",
    "slack_bolt.listener_matcher.async_builtins",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
)
"""What a running server has imported."""
AN_ORDER = 1 << 20


class Forked:
    """A process the parent forked: to be used as a `subprocess.Popen` is."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._nursery = nursery
        # Its number is nobody else's before the parent has heard of its end, which it does when it is asked.
        self._handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, negative where a signal ended it."""
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired("arising", timeout or 0)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        if self.returncode is None:
            signal.pidfd_send_signal(self._handle, number)

    def _ended(self, within: float | None) -> int | None:
        if self.returncode is None and select.select([self._handle], [], [], within)[0]:
            self.returncode = self._nursery.ask({"reap": self.pid})["code"]
            os.close(self._handle)
        return self.returncode


class Nursery:
    """The line to the parent. Make it with `nursery`."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._one_at_a_time = threading.Lock()

    def fork(self, arguments: Sequence[str], environment: Mapping[str, str], output: Path) -> Forked:
        """A process that runs `arising` with these arguments, and writes all it says to the end of `output`."""
        order = {"arguments": list(arguments), "environment": dict(environment), "output": str(output)}
        return Forked(self, self.ask(order)["pid"])

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            self._line.sendall(json.dumps(order).encode())
            answer: dict[str, Any] = json.loads(self._line.recv(AN_ORDER))
            return answer


@contextlib.contextmanager
def nursery() -> Iterator[Nursery]:
    """A parent for as long as the block; what it forked ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        with theirs:
            command = (sys.executable, "-m", "tests.crash.forking", str(theirs.fileno()))
            parent = subprocess.Popen(command, cwd=ROOT, pass_fds=(theirs.fileno(),), start_new_session=True)
        try:
            yield Nursery(ours)
        finally:
            ours.close()
            parent.wait()


# --- the parent ----------------------------------------------------------------------------------------------------


def main() -> None:
    line = socket.socket(fileno=int(sys.argv[1]))
    for name in USED:
        importlib.import_module(name)
    importlib.import_module("bot.core").warm()
    # Bolt asks once who called it, and that reads where every module came from.
    inspect.stack()
    assert threading.active_count() == 1, "a thread is not forked"
    gc.freeze()
    order = _orders(line)
    if order is not None:
        line.close()
        _run(order)


def _orders(line: socket.socket) -> dict[str, Any] | None:
    """Fork as told; gives what to run in what was forked, and None in the parent when nobody tells it any more."""
    children: set[int] = set()
    while said := line.recv(AN_ORDER):
        order = json.loads(said)
        if "reap" in order:
            _, status = os.waitpid(order["reap"], 0)
            children.discard(order["reap"])
            answer = {"code": os.waitstatus_to_exitcode(status)}
        else:
            pid = os.fork()
            if not pid:
                return dict(order)
            children.add(pid)
            answer = {"pid": pid}
        line.sendall(json.dumps(answer).encode())
    for pid in children:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return None


def _run(order: dict[str, Any]) -> NoReturn:
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for here, there in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(here, there)
    os.closerange(3, max(nothing, output) + 1)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["arising", *order["arguments"]]
    cli = importlib.import_module("adapters.cli")
    cli.main()


if __name__ == "__main__":
    main()
