"""Says messages on the playground, and can be told to fail in every way a real platform does."""

import asyncio
import uuid
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.playground.platform import Platform
from adapters.playground.records import BOT, Draft, Room
from bot.domain.outbox import Ambiguous, Outcome, Refused, Retry, Sent
from bot.domain.pace import UNLIMITED
from bot.domain.places import PlaceKind
from bot.messages import Outgoing

_FAULTS = "faults"


class Fault(BaseModel):
    """The next `times` sends are answered so. `after` is for retries: in how many seconds to try again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Literal["retry", "refused", "ambiguous", "ambiguous-arrived"]
    times: int = Field(default=1, ge=1, le=1_000_000)
    after: float = Field(default=30, ge=0, le=86_400)


class Faults(BaseModel):
    """How the platform misbehaves. `slow` seconds pass in every send, half before and half after it has arrived.

    Kept in the platform's file, so that a restarted server finds the same bad weather.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    next: tuple[Fault, ...] = ()
    slow: float = Field(default=0, ge=0, le=60)
    can_be_asked: bool = True


class PlaygroundSender:
    """bot.ports.Sender for the playground."""

    settles_after = 0.0
    limits = UNLIMITED

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    @property
    def faults(self) -> Faults:
        kept = self._platform.setting(_FAULTS)
        return Faults.model_validate(kept) if kept else Faults()

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._platform.keep(_FAULTS, faults.model_dump(mode="json"))

    @property
    def can_be_asked(self) -> bool:
        return self.faults.can_be_asked

    @can_be_asked.setter
    def can_be_asked(self, able: bool) -> None:
        self.faults = self.faults.model_copy(update={"can_be_asked": able})

    async def send(self, message: Outgoing) -> Outcome:
        fault = self._next_fault()
        slow = self.faults.slow
        if slow:
            await asyncio.sleep(slow / 2)
        match fault:
            case Fault(answer="retry", after=after):
                return Retry(after=after, reason="the playground was told to be busy")
            case Fault(answer="refused"):
                return Refused("the playground was told to refuse")
            case Fault(answer="ambiguous"):
                return Ambiguous("the playground was told not to answer")
        outcome = self._arrive(message)
        if slow:
            await asyncio.sleep(slow / 2)
        if fault is not None and isinstance(outcome, Sent):
            return Ambiguous("the playground was told not to answer")
        return outcome

    async def find(self, message: Outgoing) -> str | None:
        """The id of the message that was sent or redrawn under this key, if it has arrived."""
        return next(iter(self._platform.arrived([message.key])), None)

    def _next_fault(self) -> Fault | None:
        faults = self.faults
        if not faults.next:
            return None
        first, rest = faults.next[0], faults.next[1:]
        left = (first.model_copy(update={"times": first.times - 1}),) if first.times > 1 else ()
        self.faults = faults.model_copy(update={"next": left + rest})
        return first

    def _arrive(self, message: Outgoing) -> Outcome:
        room = self._platform.room(message.address)
        if room is None:
            return Refused("there is no such place in the playground")
        if message.private_to is not None and self._platform.human(message.private_to) is None:
            return Refused("nobody in the playground has that handle")
        if message.replaces is not None:
            return self._redraw(message, message.replaces)
        written = self._platform.write(
            Draft(
                id=f"m-{uuid.uuid4().hex[:20]}",
                place=room.id,
                author=BOT,
                text=message.view.text,
                thread=self._thread(message, room),
                visible_to=message.private_to if room.kind is not PlaceKind.DIRECT else None,
                view=message.view,
                key=message.key,
            )
        )
        return Sent(address=written.id, thread=written.thread)

    def _redraw(self, message: Outgoing, replaces: str) -> Outcome:
        there = self._platform.message(replaces)
        if there is None or there.place != message.address:
            return Refused("the message to redraw is no longer in the playground")
        written = self._platform.redraw(there.id, text=message.view.text, view=message.view, key=message.key)
        return Sent(address=written.id, thread=written.thread)

    def _thread(self, message: Outgoing, room: Room) -> str | None:
        """The first message of the thread it belongs in; a thread that is not here is not answered in."""
        head = self._platform.message(message.thread) if message.thread is not None else None
        if head is None or head.place != room.id:
            return None
        return head.thread or head.id
