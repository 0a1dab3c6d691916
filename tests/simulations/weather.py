"""A platform with limits of its own, and a storm over one workspace: half of what is sent there is answered 429 or 5xx."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.outbox import Ambiguous, Outcome, Retry, Sent
from bot.domain.pace import Limits
from bot.messages import Outgoing


@dataclass
class Tried:
    at: float
    message: Outgoing
    outcome: Outcome
    arrived: bool


@dataclass
class StormyPlatform:
    """See bot.ports.Sender. What goes wrong is the same in every run, and in one workspace whatever happens in others.

    `stormy` says whether it storms over a workspace at a moment of the loop's time.
    """

    limits: Limits
    stormy: Callable[[str, float], bool]
    can_be_asked: bool = True
    settles_after: float = 10.0
    tried: list[Tried] = field(default_factory=list)
    there: dict[str, str] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)
    pauses: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    _count: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    async def send(self, message: Outgoing) -> Outcome:
        began = asyncio.get_running_loop().time()
        self._count[message.workspace] += 1
        luck = random.Random(f"{message.workspace}/{self._count[message.workspace]}")
        answers_after = luck.uniform(0.05, 0.6)
        weather = luck.random() if self.stormy(message.workspace, began) else 1.0
        outcome: Outcome
        arrived = False
        if weather < 0.25:
            outcome = Retry(luck.randint(1, 30), "Slack asks the bot to slow down", limited=True)
        elif weather < 0.5:
            arrived = luck.random() < 0.5
            outcome = Ambiguous("Slack answered with an error of its own (503)")
        else:
            arrived = True
            outcome = Sent(message.replaces or f"ts-{message.key}")
        if arrived:
            if message.key in self.there and message.replaces is None:
                self.doubled.append(message.key)
            self.there[message.key] = message.replaces or f"ts-{message.key}"
        self.tried.append(Tried(began, message, outcome, arrived))
        await asyncio.sleep(answers_after)
        if isinstance(outcome, Retry):
            now = asyncio.get_running_loop().time()
            self.pauses[message.workspace].append((now, now + outcome.after))
        return outcome

    async def find(self, message: Outgoing) -> str | None:
        await asyncio.sleep(0.2)
        now = asyncio.get_running_loop().time()
        if self.stormy(message.workspace, now) and random.Random(f"{message.key}@{now:.0f}").random() < 0.5:
            raise ConnectionError("503")
        return self.there.get(message.key)
