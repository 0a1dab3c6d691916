"""Pieces of work that wait for a writer, and those who wait for them."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from store.statements import StoreClosed
from store.unit import SqlUnit

Work = Callable[[SqlUnit], Any]


class Piece:
    """One piece of work, and who waits for it: a future of a loop, or of a thread; None for whoever runs it."""

    __slots__ = ("error", "future", "loop", "reading", "result", "work")

    def __init__(
        self,
        work: Work,
        future: "asyncio.Future[Any] | Future[Any] | None",
        loop: asyncio.AbstractEventLoop | None,
        *,
        reading: bool,
    ) -> None:
        self.work = work
        self.future = future
        self.loop = loop
        self.reading = reading
        self.result: Any = None
        self.error: BaseException | None = None

    def outcome(self) -> Any:
        """Its result, or else it raises."""
        if self.error is not None:
            raise self.error
        return self.result


class Waiting:
    """The pieces that wait, and whether any more may come."""

    def __init__(self) -> None:
        self.pieces: queue.SimpleQueue[Piece | None] = queue.SimpleQueue()
        self.closed = False
        self._gate = threading.Lock()

    def put(self, piece: Piece) -> None:
        """One more."""
        with self._gate:
            if self.closed:
                raise StoreClosed("the store is closed")
            self.pieces.put(piece)

    def close(self, writers: int) -> None:
        """No more; each writer ends when it has done what waited before."""
        with self._gate:
            if not self.closed:
                self.closed = True
                for _ in range(writers):
                    self.pieces.put(None)


def answer(pieces: list[Piece]) -> None:
    """Wake each loop once for all of its pieces."""
    loops: dict[asyncio.AbstractEventLoop, list[Piece]] = {}
    for piece in pieces:
        if piece.loop is not None:
            loops.setdefault(piece.loop, []).append(piece)
        else:
            _tell(piece)
    for loop, its in loops.items():
        try:
            loop.call_soon_threadsafe(_resolve, its)
        except RuntimeError:  # the loop is closed: nobody waits there any more
            continue


def _resolve(pieces: list[Piece]) -> None:
    for piece in pieces:
        assert piece.future is not None
        if not piece.future.done():  # else the caller was cancelled; what it asked for is done all the same
            _tell(piece)


def _tell(piece: Piece) -> None:
    assert piece.future is not None
    if isinstance(piece.error, StopIteration):  # a future refuses to carry one
        piece.error = RuntimeError("work raised StopIteration")
    if piece.error is not None:
        piece.future.set_exception(piece.error)
    else:
        piece.future.set_result(piece.result)
