"""All that Slack's adapter asks of the rest of the program. The bootstrap hands it over; tests have one of their own."""

from typing import Protocol

from bot.messages import Inbound, Platform, Reply


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

    async def deactivated(self, platform: Platform, workspace: str, identity: str) -> None:
        """Somebody's account there is switched off: the clerks of their boards hear of it, once."""
        ...
