"""Starting again has the playground to itself; everything else goes on side by side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Gate:
    """Many may be inside, or one alone. Whoever wants to be alone keeps later ones waiting."""

    def __init__(self) -> None:
        self._changed = asyncio.Condition()
        self._alone = asyncio.Lock()
        self._inside = 0

    @asynccontextmanager
    async def shared(self) -> AsyncIterator[None]:
        async with self._alone, self._changed:
            self._inside += 1
        try:
            yield
        finally:
            async with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        async with self._alone:
            async with self._changed:
                await self._changed.wait_for(lambda: self._inside == 0)
            yield
