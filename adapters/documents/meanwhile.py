"""While a long file is read, whoever sent it hears that it is."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from adapters.documents.refusals import shown
from bot.messages import Paper, View
from bot.views.minutes import being_read

log = structlog.get_logger(__name__)

PATIENCE = 1.5
"""Seconds a file may take before it is said that it is being read."""

MOST_SAYING = 3.0
"""Seconds that may take. The answer comes after it, and waits no longer."""


async def read_meanwhile_said(
    reading: Coroutine[Any, Any, Paper],
    name: str,
    say: Callable[[View], Awaitable[None]],
    patience: float,
    most_saying: float = MOST_SAYING,
) -> Paper:
    """What comes of the reading. Where it takes longer than `patience`, `say` is called meanwhile, whatever comes of that.

    Args:
        reading: reads the file.
        name: the file's; empty where it is not known yet.
        say: says it to the one who sent the file.
        patience: seconds.
        most_saying: seconds.
    """
    under_way = asyncio.create_task(reading)
    try:
        await asyncio.wait({under_way}, timeout=patience)
        if not under_way.done():
            try:
                async with asyncio.timeout(most_saying):
                    await say(being_read(shown(name) if name else ""))
            except Exception as error:  # noqa: BLE001 - the file is read all the same, and its answer says so
                log.warning("that a file is being read could not be said", error=type(error).__name__)
        return await under_way
    finally:
        under_way.cancel()
