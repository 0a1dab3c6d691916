"""One or several `arising run` on one database, which can be killed, frozen and brought back one by one."""

import asyncio
import os
import resource
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.adapters.slack.rig import SECRET, encoded, sign
from tests.adapters.slack.workspace import Json

ROOT = Path(__file__).parents[2]
PATIENCE = 90
"""Seconds after which something that does not happen is a failure."""


@dataclass
class Replica:
    """One process. `awake` is set while somebody who asks it may hope for an answer."""

    config: Path
    environment: dict[str, str]
    port: int = 0
    process: asyncio.subprocess.Process | None = None
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> Path:
        return self.config.with_name(f"output-{self.port}.txt")

    async def start(self) -> None:
        command = ("-m", "adapters.cli", "run", "--config", str(self.config), "--port", str(self.port))
        with self.output.open("a") as output:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *command, cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )
        async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
            while True:
                assert self.process.returncode is None, self.output.read_text()[-2000:]
                try:
                    # Whatever is unsigned is refused at once, before anything is read.
                    async with session.post(f"{self.url}/slack/events", data=b"") as answer:
                        if answer.status == 401:
                            break
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
        self.awake.set()

    async def kill(self) -> None:
        """As a power cut would: no handler runs."""
        self.awake.clear()
        self._signal(signal.SIGKILL)
        assert self.process is not None
        await self.process.wait()

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

    async def stop(self) -> int:
        """As an operator would; gives the exit code."""
        self.awake.clear()
        self._signal(signal.SIGTERM)
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), PATIENCE)

    def _signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)


class Fleet:
    """As many replicas as asked for, and a person's hand on Slack that does not give up."""

    def __init__(self, folder: Path, size: int, database: str | None, app_yaml: str) -> None:
        """`database` is SQLAlchemy's URL; None is the file in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "app.yaml"
        config.write_text(app_yaml)
        environment = {**os.environ, "SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": SECRET}
        if database is not None:
            environment["ARISING_DATABASE_URL"] = database
        self.replicas = [Replica(config, environment) for _ in range(size)]

    async def start(self) -> None:
        # One after the other: the first brings the schema up to date.
        for replica in self.replicas:
            await replica.start()

    async def stop(self) -> None:
        for replica in self.replicas:
            if replica.process is not None and replica.process.returncode is None:
                replica.thaw()
                await replica.kill()

    async def ask(self, session: aiohttp.ClientSession, kind: str, given: Json, turn: int) -> str:
        """One request, sent again to the next replica until one answers: Slack, and whoever pressed Enter again."""
        body, content_type = encoded(kind, given)
        async with asyncio.timeout(PATIENCE):
            while True:
                replica = self.replicas[turn % len(self.replicas)]
                turn += 1
                if len(self.replicas) == 1:
                    await replica.awake.wait()
                try:
                    headers = {"Content-Type": content_type, **sign(body)}
                    async with session.post(
                        f"{replica.url}/slack/events", data=body, headers=headers
                    ) as answer:
                        text = await answer.text()
                        if answer.status == 200:
                            return text
                        assert answer.status in {500, 503}, (answer.status, text)
                except (aiohttp.ClientError, TimeoutError):
                    pass
                await asyncio.sleep(0.05)
