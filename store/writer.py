"""The writer: one thread, one connection, and as many pieces of work in one commit as are waiting.

A commit costs a wait for the disk, so pieces that arrive meanwhile share the next one. Each runs in its own
SAVEPOINT: one that raises is undone alone. Nobody hears of a result before the commit that holds it.

A piece may be run more than once (see `Stale`, and the failures that end a whole transaction), so it must do
nothing but use its unit.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.ports import Stale
from store.ids import BlockIds, NoIds, NoIdsLeft
from store.statements import Link, StoreClosed, TransactionGone
from store.unit import SqlUnit

Work = Callable[[SqlUnit], Any]

GROUP = 64
STALE_RUNS = 5
CLOSE_SECONDS = 3.0


class _Piece:
    """One piece of work, and who waits for it: a future of a loop, or of a thread."""

    __slots__ = ("error", "future", "loop", "reading", "result", "work")

    def __init__(
        self,
        work: Work,
        future: "asyncio.Future[Any] | Future[Any]",
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


class Writer:
    """Runs pieces of work in transactions on a thread of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._link = Link(engine)
        self._ids = BlockIds()
        self._waiting: queue.SimpleQueue[_Piece | None] = queue.SimpleQueue()
        self._closed = False
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    # --- asked from other threads ------------------------------------------------------------------------------

    async def run(self, work: Work, *, reading: bool = False) -> Any:
        """Run it in a transaction; its result once that is on disk."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._put(_Piece(work, future, loop, reading=reading))
        return await future

    def run_sync(self, work: Work, *, reading: bool = False) -> Any:
        """The same for a caller without an event loop."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a piece of work cannot wait for another: it uses its unit")
        future: Future[Any] = Future()
        self._put(_Piece(work, future, None, reading=reading))
        return future.result()

    def close(self) -> bool:
        """Finish what waits, then stop; False when a piece of work would not end."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
        self._thread.join(CLOSE_SECONDS)
        if self._thread.is_alive():
            self._link.interrupt()
            self._thread.join(1.0)
        return not self._thread.is_alive()

    def _put(self, piece: _Piece) -> None:
        with self._gate:
            if self._closed:
                raise StoreClosed("the store is closed")
            self._waiting.put(piece)

    # --- on the thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        open_ = True
        while open_:
            pieces, open_ = self._gather()
            if not pieces:
                continue
            try:
                self._group(pieces)
            except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it
                for piece in pieces:
                    piece.error = error
                self._start_afresh()
            _answer(pieces)
            pieces.clear()
        self._link.close()

    def _gather(self) -> tuple[list[_Piece], bool]:
        """All that wait, a bounded number; and whether more may come."""
        pieces: list[_Piece] = []
        wait = True
        while len(pieces) < GROUP:
            try:
                piece = self._waiting.get(block=wait)
            except queue.Empty:
                break
            if piece is None:
                return pieces, False
            pieces.append(piece)
            wait = False
        return pieces, True

    def _group(self, pieces: list[_Piece]) -> None:
        """Run them in one transaction; one by one where that fails as a whole."""
        while True:
            try:
                self._together(pieces)
            except NoIdsLeft:
                self._link.rollback()
                self._ids.more(self._link)
            except TransactionGone:
                self._link.rollback()
                break
            else:
                if self._committed():
                    return
                break
        for piece in pieces:
            self._alone(piece)

    def _together(self, pieces: list[_Piece]) -> None:
        self._ids.refill(self._link)
        self._link.begin()
        for piece in pieces:
            self._try(piece)

    def _try(self, piece: _Piece) -> None:
        """Run it between savepoints, again when somebody else was first; its error is its own.

        Raises:
            TransactionGone: a failure ended the transaction, and with it the other pieces' work.
        """
        for _ in range(STALE_RUNS):
            piece.result, piece.error = None, None
            self._link.savepoint()
            try:
                piece.result = self._work(piece)
                self._link.release()
            except (NoIdsLeft, TransactionGone):
                raise
            except Stale as stale:
                piece.error = stale
                self._undo()
            except BaseException as error:  # noqa: BLE001 - handed to whoever asked
                piece.error = error
                self._undo()
                return
            else:
                return

    def _undo(self) -> None:
        self._link.undo()
        self._link.release()

    def _work(self, piece: _Piece) -> Any:
        if not piece.reading:
            return piece.work(SqlUnit(self._link, self._ids))
        self._link.only_read(on=True)
        try:
            return piece.work(SqlUnit(self._link, NoIds()))
        finally:
            self._link.only_read(on=False)

    def _committed(self) -> bool:
        """Whether the commit succeeded; where it did not, nothing is left of the transaction."""
        try:
            self._link.commit()
        except DBAPIError:
            self._link.rollback()
            return False
        return True

    def _alone(self, piece: _Piece) -> None:
        """In a transaction of its own, after one shared with others was lost; whatever fails now is its own."""
        while True:
            try:
                self._together([piece])
                self._link.commit()
            except NoIdsLeft:
                self._link.rollback()
                self._ids.more(self._link)
                continue
            except BaseException as error:  # noqa: BLE001 - handed to whoever asked
                piece.error = _cause(error)
                self._link.rollback()
            return

    def _start_afresh(self) -> None:
        """A new connection, when the old one is not even able to roll back."""
        try:
            self._link.rollback()
        except Exception:  # noqa: BLE001 - it is being replaced
            self._link = Link(self._engine)


def _cause(error: BaseException) -> BaseException:
    return error.__cause__ if isinstance(error, TransactionGone) and error.__cause__ else error


def _answer(pieces: list[_Piece]) -> None:
    """Wake each loop once for all of its pieces."""
    loops: dict[asyncio.AbstractEventLoop, list[_Piece]] = {}
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


def _resolve(pieces: list[_Piece]) -> None:
    for piece in pieces:
        if not piece.future.done():  # else the caller was cancelled; what it asked for is done all the same
            _tell(piece)


def _tell(piece: _Piece) -> None:
    if isinstance(piece.error, StopIteration):  # a future refuses to carry one
        piece.error = RuntimeError("work raised StopIteration")
    if piece.error is not None:
        piece.future.set_exception(piece.error)
    else:
        piece.future.set_result(piece.result)
