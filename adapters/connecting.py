"""What a connected platform brings to the server that runs. Each platform's `wiring` makes one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.messages import Platform
from bot.ports import Sender


class NotSetUp(Exception):  # noqa: N818 - its text is for the operator
    """A platform lacks something it cannot do without, or does not let the bot in."""


@dataclass(frozen=True, slots=True)
class Connected:
    """`sender` is delivery's; `mount` adds the routes; `close` lets go of everything, after the store is closed."""

    platform: Platform
    sender: Sender
    mount: Callable[[web.Application], object]
    close: Callable[[], Awaitable[object]]
