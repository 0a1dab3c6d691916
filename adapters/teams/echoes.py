"""What Teams had no answer to in time comes again: at once under the same id, and half a minute later under another.

https://github.com/microsoft/botbuilder-dotnet/issues/5005
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.messages import Inbound

IN_TIME = 10.0
"""Seconds within which an answer certainly arrives: Teams waits for 15."""
COMES_WITHIN = 120.0


@dataclass(frozen=True, slots=True)
class _Late:
    delivery: str
    began: float


class Echoes:
    """Knows a form again that was not answered in time, so that it is not taken twice.

    A button alone needs none of this: pressed twice, it finds what it wanted done.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` counts seconds and never runs backwards."""
        self._clock = clock
        self._late: dict[str, _Late] = {}

    @contextmanager
    def known(self, inbound: Inbound) -> Iterator[Inbound]:
        """The same inbound; an echo bears the name of the delivery it repeats. Left when it is answered."""
        if inbound.press is None or inbound.press.values is None:
            yield inbound
            return
        began = self._clock()
        self._late = {n: late for n, late in self._late.items() if began - late.began <= COMES_WITHIN}
        name = _filled_in(inbound)
        first = self._late.setdefault(name, _Late(inbound.delivery, began))
        yield inbound.model_copy(update={"delivery": first.delivery})
        if self._clock() - began < IN_TIME and first.delivery == inbound.delivery:
            self._late.pop(name, None)


def _filled_in(inbound: Inbound) -> str:
    """Who filled in what, and where."""
    same = inbound.model_copy(update={"delivery": "-"})
    return hashlib.sha256(same.model_dump_json().encode()).hexdigest()
