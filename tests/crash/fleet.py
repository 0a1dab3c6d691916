"""One or several `arising run` on one database, which can be killed, frozen and brought back one by one."""

import asyncio
import os
import random
import resource
import signal
import socket
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import aiohttp

from tests.adapters.slack.rig import SECRET, encoded, sign
from tests.adapters.slack.workspace import Json
from tests.crash.forking import Forked, Nursery

PATIENCE = 90
"""Seconds after which something that does not happen is a failure."""
AWAY = "the database does not let us in"
PORTS = range(20_000, 32_000)
"""Below those the kernel gives to whoever connects: a port stays free while its replica is down."""


@dataclass
class Replica:
    """One process. `awake` is set while somebody who asks it may hope for an answer."""

    number: int
    nursery: Nursery
    config: Path
    environment: dict[str, str]
    port: int = 0
    process: Forked | None = None
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0
    """So many wait for its answer."""
    hit: bool = False
    """A blow has not been survived yet."""

    def __post_init__(self) -> None:
        self.port = _free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> Path:
        return self.config.with_name(f"output-{self.port}.txt")

    async def start(self) -> None:
        await self.launch()
        await self.ready()

    async def launch(self) -> None:
        """Begin to start; it answers when it is `ready`."""
        arguments = ("run", "--config", str(self.config), "--port", str(self.port))
        fork = self.nursery.fork
        self.process = await asyncio.to_thread(fork, arguments, self.environment, self.output)

    async def ready(self) -> None:
        async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
            while True:
                assert self.process is not None
                if self.process.poll() is not None:
                    said = self.output.read_text()
                    assert said.splitlines()[-1].startswith(AWAY), said[-2000:]
                    # Whoever finds no database at the start ends, and is started again, as the units in deploy/ do.
                    await self.launch()
                try:
                    # Whatever is unsigned is refused at once, before anything is read.
                    async with session.post(f"{self.url}/slack/events", data=b"") as answer:
                        if answer.status == 401:
                            break
                except aiohttp.ClientError:
                    await asyncio.sleep(0.02)
        self.awake.set()

    async def kill(self) -> None:
        """As a power cut would: no handler runs."""
        self.awake.clear()
        self._signal(signal.SIGKILL)
        assert self.process is not None
        await asyncio.to_thread(self.process.wait)

    def freeze(self) -> None:
        """As a machine that is paused: nothing is closed, nothing runs, and it knows nothing of it."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def fill_disk(self, *, room: int | None) -> None:
        """From now on no file of this process grows beyond so many bytes, as on a full disk; None is room again.

        https://man7.org/linux/man-pages/man2/prlimit.2.html
        """
        assert self.process is not None
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (hard if room is None else room, hard))

    def _signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)


class Fleet:
    """As many replicas as there are databases given, and a person's hand on Slack that does not give up."""

    def __init__(
        self, nursery: Nursery, folder: Path, databases: Sequence[str | None], app_yaml: str
    ) -> None:
        """`databases` are SQLAlchemy's URLs, one for each replica; None is the file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "app.yaml"
        config.write_text(app_yaml)
        secrets = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": SECRET}
        self.replicas = [
            Replica(
                number,
                nursery,
                config,
                {**os.environ, **secrets, **({"ARISING_DATABASE_URL": url} if url is not None else {})},
            )
            for number, url in enumerate(databases)
        ]
        self._waiting: dict[object, float] = {}
        self._answered = asyncio.Event()

    async def start(self) -> None:
        # One after the other: the first brings the schema up to date.
        for replica in self.replicas:
            await replica.start()

    async def stop(self) -> None:
        for replica in self.replicas:
            if replica.process is not None and replica.process.returncode is None:
                replica.thaw()
                await replica.kill()

    async def nobody_waits(self, too_long: float) -> None:
        """Return when nobody has been waiting for so many seconds for an answer."""
        while any(monotonic() - began > too_long for began in self._waiting.values()):
            self._answered.clear()
            await self._answered.wait()

    async def ask(self, session: aiohttp.ClientSession, kind: str, given: Json, turn: int) -> str:
        """One request, sent again to the next replica until one answers: Slack, and whoever pressed Enter again."""
        who = object()
        began = self._waiting[who] = monotonic()
        tried: Counter[str] = Counter()
        body, content_type = encoded(kind, given)
        try:
            while monotonic() - began < PATIENCE:
                replica = self.replicas[turn % len(self.replicas)]
                turn += 1
                if len(self.replicas) == 1:
                    await replica.awake.wait()
                replica.asked += 1
                try:
                    headers = {"Content-Type": content_type, **sign(body)}
                    async with session.post(
                        f"{replica.url}/slack/events", data=body, headers=headers
                    ) as answer:
                        text = await answer.text()
                        if answer.status == 200:
                            return text
                        assert answer.status in {500, 503}, (answer.status, text)
                        tried[f"{replica.number}: {answer.status} {text}"] += 1
                except (aiohttp.ClientError, TimeoutError) as error:
                    tried[f"{replica.number}: {type(error).__name__}"] += 1
                finally:
                    replica.asked -= 1
                await asyncio.sleep(0.05)
        finally:
            del self._waiting[who]
            self._answered.set()
        raise AssertionError(f"nobody answered within {PATIENCE} seconds: {dict(tried)}, {kind}: {given}")


def _free_port() -> int:
    while True:
        port = random.choice(PORTS)
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
