"""All that Slack's adapter asks of the rest of the program. The bootstrap hands it over; tests have one of their own."""

from collections.abc import Sequence
from typing import Protocol

from bot.messages import Inbound, Platform, Profile, Reply
from bot.ports import Account


class Host(Protocol):
    """The bot behind Slack."""

    async def handle(self, inbound: Inbound) -> Reply:
        """What the bot answers; its changes are on disk when this returns."""
        ...

    async def was_said(self, inbound: Inbound) -> bool:
        """Whether this delivery was answered where the asker sees it."""
        ...

    async def said(self, inbound: Inbound, reply: Reply, address: str | None, thread: str | None) -> None:
        """The answer stands in the message `address`; None where the platform gives it no lasting id."""
        ...

    async def install(self, platform: Platform, workspace: str, organisation: str) -> None:
        """This workspace is served here; the organisation is made where there is none. Repeating is harmless."""
        ...

    async def unreached(self, platform: Platform, workspace: str) -> Sequence[Account]:
        """Accounts of people with a role whose direct conversation there is not known."""
        ...

    async def reached(self, here: Account, account: Account, address: str) -> bool:
        """The bot, `here`, talks with this account at `address`; whether anybody knows whose it is."""
        ...

    async def acquaint(self, platform: Platform, profiles: Sequence[Profile]) -> None:
        """What the directory says of these people: who of them is somebody known already. Harmless to repeat."""
        ...

    async def renamed(self, platform: Platform, workspace: str, address: str, name: str) -> None:
        """A channel is called otherwise now."""
        ...

    async def deactivated(
        self, platform: Platform, workspace: str, identity: str, home: str | None = None
    ) -> None:
        """Somebody's account there is switched off: the clerks of their boards hear of it, once.

        `home` is their own workspace, where it is another.
        """
        ...
