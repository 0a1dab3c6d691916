"""All that the playground asks of the rest of the program. hosting.py implements it; tests have one of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.messages import Inbound, Paper, Reply


class PersonFacts(NamedTuple):
    """Somebody of the organisation, as the page shows them. `person` is the core's number for them."""

    person: int
    name: str
    role: str | None
    partner: str | None


class Newcomer(Protocol):
    """Somebody of the organisation with no handle here yet; a domain Person is one."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def first_name(self) -> str: ...


class Host(Protocol):
    """The bot behind the playground."""

    async def handle(self, inbound: Inbound) -> Reply:
        """What the bot answers; its changes are on disk when this returns."""
        ...

    async def said(self, inbound: Inbound, reply: Reply, address: str, thread: str | None) -> None:
        """The answer to `inbound` now stands in the message `address`: remember it as a post. Repeating is harmless."""
        ...

    async def settled(self, rows: Sequence[int], timeout: float) -> Sequence[str]:  # noqa: ASYNC109 - how long to wait is the page's to say
        """Wait until these outbox rows are settled, `timeout` seconds at most; gives the keys of those that are."""
        ...

    async def read_paper(self, name: str, data: bytes) -> Paper:
        """What the minutes in a file hold, or why it could not be read. Never raises."""
        ...

    async def move_clock(self, to: datetime) -> None:
        """Run everything due by then, in order; the clock stands at `to` afterwards.

        Raises:
            Backwards: the clock stands later already.
        """
        ...

    async def reset(self, *, sample: bool, now: datetime | None) -> None:
        """Begin again from the sample, or from the board and its people alone."""
        ...

    async def newcomers(self) -> Sequence[Newcomer]:
        """People of the organisation whom nobody here is yet."""
        ...

    async def enrol(self, person: int, handle: str, address: str, place_name: str) -> None:
        """This person is `handle` here, and the place `address` is their direct conversation. Repeating is harmless."""
        ...

    async def next_meeting_at(self) -> datetime | None:
        """When the board meets next, by demo time."""
        ...

    async def people_facts(self) -> Sequence[PersonFacts]: ...
