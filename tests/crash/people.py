"""Who uses the bot during a campaign. They never give up: what was not answered is sent again until it is."""

import asyncio
import contextlib
import itertools
import json
import random
import re
from typing import Any

import aiohttp

from tests.adapters.slack.rig import buttons, payload
from tests.adapters.slack.workspace import Json
from tests.crash.fleet import Fleet
from tests.crash.plan import Plan
from tests.crash.platforms import StormySlack
from tests.crash.seeding import errand, minutes

PEOPLE = 6
BACKLOG = 20
"""While so many cards have still to be said nobody adds more: the channels would never be done with them."""


class People:
    """Some who add and finish actions, and a clerk who brings in minutes. `over` is when they go home."""

    def __init__(
        self,
        plan: Plan,
        slack: StormySlack,
        fleet: Fleet,
        session: aiohttp.ClientSession,
        chance: random.Random,
    ) -> None:
        self.plan = plan
        self.refs: dict[int, str] = {}
        self.finished: set[int] = set()
        self.brought_in: set[int] = set()
        self.again = 0
        self.over = asyncio.Event()
        self._slack = slack
        self._fleet = fleet
        self._session = session
        self._chance = chance

    async def all_day(self) -> None:
        async with asyncio.TaskGroup() as group:
            for n in range(PEOPLE):
                group.create_task(self._person(n))
            group.create_task(self._clerk())

    async def _person(self, first: int) -> None:
        """Adds actions, and says of every third that it is done. When there is much to say already, asks again.

        Nobody goes home before there were more adds than blows.
        """
        number = first
        while not self.over.is_set() or len(self.refs) <= self.plan.blows:
            if len(self.refs) - len(self._slack.arrived) < BACKLOG:
                await self.add(number)
                if number % 3 == 0:
                    await self._done(number)
                number += PEOPLE
            elif number > first:
                await self._ask_again(self._chance.randrange(first, number, PEOPLE))
            await self._pause(self._chance.uniform(0.05, 0.4))

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def add(self, number: int) -> None:
        self.refs[number] = await self._added(number)

    async def _added(self, number: int) -> str:
        words = f"add {errand(number)} by 30 days from now"
        answer = await self._say(words, number % self.plan.boards, f"a{number}", number)
        found = re.search(r"B\d+-\d+", answer)
        assert found is not None, answer
        return found[0]

    async def _done(self, number: int) -> None:
        words = f"done {self.refs[number]} sent on Monday"
        answer = await self._say(words, number % self.plan.boards, f"d{number}", number + 1)
        assert self.refs[number] in answer, answer
        self.finished.add(number)

    async def _ask_again(self, number: int) -> None:
        """The same delivery once more, as Slack sends it when an answer got lost: it is answered as it was."""
        again = await self._added(number)
        assert again == self.refs[number], (again, self.refs[number])
        self.again += 1

    async def _clerk(self) -> None:
        """Brings in the minutes of one board after another, and puts all of them in the log."""
        for board in range(self.plan.boards):
            if self.over.is_set():
                break
            answer = await self._say(minutes(board, self.plan.boards), board, f"m{board}", board)
            ids = buttons(json.loads(answer))
            sure = next(v for k, v in ids.items() if k.startswith("Accept all"))
            reviewed = await self._press(board, sure, "Put")
            put = next(v for k, v in buttons(reviewed).items() if k.startswith("Put"))
            await self._press(board, put, "Undo")
            self.brought_in.add(board)
            await self._pause(self._chance.uniform(0, 12))

    async def _press(self, board: int, button: str, wanted: str) -> Json:
        """Press until the answer has come, again and again as a person would: the first may have been lost."""
        name = f"{board}-{button.partition(':')[0]}"
        for again in itertools.count():
            press = payload(
                "button_ephemeral",
                button=button,
                trigger_id=f"p{name}-{again}",
                user__id="USAM",
                response_url=self._slack.response_url_of(name),
                channel__id=f"C{board}",
                container__channel_id=f"C{board}",
            )
            await self._fleet.ask(self._session, "interactive", press, again)
            for _ in range(30):
                for reply in self._slack.replied.get(name, []):
                    if any(label.startswith(wanted) for label in buttons(reply)):
                        return reply
                await asyncio.sleep(0.1)
        raise AssertionError("it is pressed until it answers")

    async def _say(self, text: str, board: int, trigger: str, turn: int) -> str:
        command: dict[str, Any] = payload(
            "command",
            text=text,
            channel_id=f"C{board}",
            channel_name=f"board-{board}",
            trigger_id=trigger,
            response_url="",
        )
        return await self._fleet.ask(self._session, "slash_commands", command, turn)
