"""Direct conversations, opened before they are needed: a nudge goes to people who never wrote to the bot.

Nobody sees that one is open before something is said in it.
"""

from collections.abc import Iterable

from adapters.slack.host import Host
from adapters.slack.normalise import Here
from adapters.slack.people import Directory
from bot.messages import Platform, Profile
from bot.ports import Account


async def reach(
    host: Host, directory: Directory, here: Here, account: Account, *, patient: bool = False
) -> bool:
    """Open the conversation with this account, and let it be known where; whether anybody knows whose it is."""
    address = await directory.direct(account.id, patient=patient)
    return address is not None and await host.reached(
        Account(Platform.SLACK, here.team, here.bot), account, address
    )


class Reaching:
    """Sees to it that everybody who is named can be written to."""

    def __init__(self, host: Host, directory: Directory, here: Here) -> None:
        self._host = host
        self._directory = directory
        self._here = here
        self._settled: set[str] = set()

    def unsettled(self, people: Iterable[Profile]) -> list[Account]:
        """Those of them nobody has seen to."""
        return [
            Account(Platform.SLACK, profile.workspace, profile.id)
            for profile in people
            if profile.direct is None and profile.id not in self._settled
        ]

    async def see_to(self, accounts: Iterable[Account]) -> None:
        """Open a conversation with each; who is of no board yet is asked about again when they are named again."""
        for account in accounts:
            if await reach(self._host, self._directory, self._here, account):
                self._settled.add(account.id)
