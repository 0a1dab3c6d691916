"""The writers: a thread and a connection each, and as many pieces of work in one commit as are waiting.

SQLite has one. PostgreSQL has a few, which take turns: while one waits for the disk, the next gathers and runs what has
come meanwhile. Pieces keep no order between them.

A commit costs a wait for the disk, so pieces that arrive meanwhile share the next one; one that raises is undone
alone. Nobody hears of a result before the commit that holds it.

To be undone alone a piece needs a SAVEPOINT. That is dear: SQLite keeps a copy of every page the piece changes, and on
PostgreSQL nothing could be sent together. Most pieces succeed, so a group first runs without, and when one has anything
to undo the whole transaction is rolled back and run again with one each. See docs/adr/0012 and 0014.

A piece may be run more than once (for that, see also `Stale`, and the failures that end a whole transaction), so it
must do nothing but use its unit.

On SQLite a brief piece that is alone is run where it is asked for: the way to the writer's thread and back would take
longer than its commit. See docs/adr/0018.
"""

import asyncio
import contextlib
import queue
import threading
import time
from concurrent.futures import Future
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from bot.domain.boards import Rules
from bot.ports import Stale
from store.dialects import is_busy
from store.ids import BlockIds, NoIds, NoIdsLeft, SequenceIds
from store.memory import Lately
from store.pieces import Piece, Waiting, Work, answer
from store.postgresql import AGAIN
from store.statements import CommitInDoubt, Link, MarkNeeded, TransactionGone
from store.unit import SqlUnit

GROUP = 64
GROUP_OF_SEVERAL = 32
WRITERS = 4
STALE_RUNS = 5
# A piece is run where it is asked for while a commit takes no longer than this,
QUICK_SECONDS = 0.002
# and nobody else comes at the same time: so many pieces have to have been alone before. After one that kept everybody
# waiting for so long, the count begins anew.
ALONE = 16
LONG_SECONDS = 0.01
CLOSE_SECONDS = 3.0
BREAK_SECONDS = 1.0
# How often a lost connection is tried again, waiting longer each time; then whoever waits is told.
PAUSES = (0.0, 0.1, 0.25, 0.5, 1.0, 1.0, 1.0, 1.0)


class Writers:
    """Runs pieces of work in transactions, on one thread or several."""

    def __init__(self, engine: Engine, usual: Rules) -> None:
        self._waiting = Waiting()
        several = engine.dialect.name == "postgresql"
        count = WRITERS if several else 1
        group = GROUP_OF_SEVERAL if several else GROUP
        turn, lately = threading.Lock(), Lately()
        self.each = [Writer(engine, usual, self._waiting, group, turn, lately) for _ in range(count)]
        # Of several there is none that could be had for certain, and a server's answer takes its time.
        self._nearest = None if several else self.each[0]

    async def run(self, work: Work, *, reading: bool = False, brief: bool = False) -> Any:
        """Run it in a transaction; its result once that is on disk.

        One that is `brief` may be run right here, one in each turn of the loop: others that come in the same turn
        have a commit in common.
        """
        if brief and self._nearest is not None:
            piece = Piece(work, None, None, reading=reading)
            if self._nearest.run_here(piece):
                try:
                    await asyncio.sleep(0)
                finally:
                    self._nearest.turned()
                return piece.outcome()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.put(Piece(work, future, loop, reading=reading))
        return await future

    def run_sync(self, work: Work, *, reading: bool = False) -> Any:
        """The same for a caller without an event loop."""
        if any(one.is_run_by_me() for one in self.each):
            raise RuntimeError("a piece of work cannot wait for another: it uses its unit")
        future: Future[Any] = Future()
        self._waiting.put(Piece(work, future, None, reading=reading))
        return future.result()

    def close(self) -> bool:
        """Finish what waits, then stop; False when a piece of work would not end."""
        self._waiting.close(len(self.each))
        ended = [one.ended(CLOSE_SECONDS / len(self.each)) for one in self.each]
        if not all(ended):
            for one in self.each:
                one.break_off()
            ended = [one.ended(BREAK_SECONDS / len(self.each)) for one in self.each]
        return all(ended)


class Writer:
    """One thread, with a connection of its own."""

    def __init__(
        self,
        engine: Engine,
        usual: Rules,
        waiting: Waiting,
        group: int,
        turn: threading.Lock,
        lately: Lately,
    ) -> None:
        self._engine = engine
        self._usual = usual
        self._lately = lately
        self._link = Link(engine, lately=lately)
        self._ids: BlockIds | SequenceIds = (
            SequenceIds() if engine.dialect.name == "postgresql" else BlockIds()
        )
        self._several = engine.dialect.name == "postgresql"
        self._unit: SqlUnit | None = None
        self._waiting = waiting
        self._most = group
        self._turn = turn
        self._has_turn = False
        # Held by whoever uses the connection: the thread, or who runs a brief piece where it is asked for.
        self._at_work = threading.Lock()
        self._runner: int | None = None
        # How it was of late: so many pieces in a row came alone, and a disk with something to keep answered at once.
        self._alone_in_a_row = 0
        self._quick = False
        self._ran_in_this_turn = False
        self.thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self.thread.start()

    def ended(self, patience: float) -> bool:
        """Whether it has stopped, after so many seconds at most."""
        self.thread.join(patience)
        return not self.thread.is_alive()

    def break_off(self) -> None:
        """Break off what it is running, if it has not stopped."""
        if self.thread.is_alive():
            self._link.interrupt()

    def is_run_by_me(self) -> bool:
        """Whether it is the calling thread that runs a piece."""
        return self._runner == threading.get_ident()

    def run_here(self, piece: Piece) -> bool:
        """Run it on the thread that asks, unless others come too, or the disk takes its time; whether it was run.

        It waits for no lock of another process's: one that would have to was not run, and is for the writer's thread.
        Whoever had it run lets the loop turn, and then says so.
        """
        if self._ran_in_this_turn or not self._at_work.acquire(blocking=False):
            self._alone_in_a_row = 0
            return False
        try:
            if self._alone_in_a_row < ALONE or not self._quick or self._waiting.closed:
                return False
            began = time.perf_counter()
            self._do([piece], patient=False)
            busy = is_busy(piece.error)
            if busy or time.perf_counter() - began > LONG_SECONDS:
                self._alone_in_a_row = 0
        finally:
            self._at_work.release()
        self._ran_in_this_turn = not busy
        return not busy

    def turned(self) -> None:
        """The loop has turned since a piece was run here."""
        self._ran_in_this_turn = False

    # --- on the thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        open_ = True
        while open_:
            if self._several:
                self._turn.acquire()
                self._has_turn = True
            pieces, open_ = self._gather()
            try:
                if pieces:
                    with self._at_work:
                        self._do(pieces, patient=True)
            finally:
                self._next_ones_turn()
            answer(pieces)
            pieces.clear()
        with self._at_work:
            self._link.close()

    # --- by whoever is at work ---------------------------------------------------------------------------------

    def _do(self, pieces: list[Piece], *, patient: bool) -> None:
        """See to it that each has a result or an error. Without patience another process's lock is such an error."""
        self._runner = threading.get_ident()
        self._alone_in_a_row = self._alone_in_a_row + 1 if len(pieces) == 1 else 0
        try:
            self._link.be_patient(on=patient)
            self._group(pieces)
        except BaseException as error:  # noqa: BLE001 - whoever waits must hear of it
            for piece in pieces:
                piece.error = error
            self._start_afresh()
        finally:
            self._runner = None

    def _next_ones_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._turn.release()

    def _gather(self) -> tuple[list[Piece], bool]:
        """All that wait, a bounded number; and whether more may come."""
        pieces: list[Piece] = []
        while len(pieces) < self._most:
            try:
                piece = self._waiting.pieces.get(block=not pieces)
            except queue.Empty:
                break
            if piece is None:
                return pieces, False
            pieces.append(piece)
        return pieces, True

    def _group(self, pieces: list[Piece]) -> None:
        """Run them in one transaction; one by one where that fails as a whole."""
        alone = pieces
        marked = False
        self._connected()
        while True:
            try:
                aside = self._together(pieces, marked=marked)
            except MarkNeeded:
                self._next_ones_turn()
                self._link.rollback()
                self._ids.again()
                marked = True
            except NoIdsLeft:
                self._link.rollback()
                self._ids.more(self._link)
            except TransactionGone:
                self._link.rollback()
                break
            except DBAPIError:
                if not self._link.lost:
                    raise
                break
            else:
                alone = self._kept(pieces, aside)
                break
        self._next_ones_turn()
        for piece in alone:
            self._alone(piece)

    def _kept(self, pieces: list[Piece], aside: list[Piece]) -> list[Piece]:
        """Commit; whoever has to be run alone. Where some were put aside, the others need not wait for them."""
        self._next_ones_turn()
        if not self._committed():
            return pieces
        if aside:
            answer([piece for piece in pieces if piece not in aside])
            pieces[:] = aside
        return aside

    def _together(self, pieces: list[Piece], *, marked: bool = True) -> list[Piece]:
        """Those it gives back could not get a row somebody else holds: they are run once this is committed.

        Raises:
            MarkNeeded: they were not marked off from one another, and one has something to undo.
        """
        self._ids.refill(self._link)
        self._link.begin(hopeful=not marked)
        if not marked:
            for piece in pieces:
                self._straight(piece)
            self._next_ones_turn()
            self._link.settle()
            return []
        # By itself it holds nothing anybody could be waiting for, and may wait as long as it takes.
        return [piece for piece in pieces if not self._try(piece, patient=len(pieces) == 1)]

    def _straight(self, piece: Piece) -> None:
        """Run it, in the hope that nothing of it has to be undone."""
        self._ids.fresh()
        self._link.unmarked()
        piece.error = None
        try:
            piece.result = self._work(piece)
            self._never_answered()
        except (NoIdsLeft, TransactionGone, MarkNeeded, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise MarkNeeded from error

    def _never_answered(self) -> None:
        if self._unit is not None and self._unit.answered_before():
            raise MarkNeeded

    def _try(self, piece: Piece, *, patient: bool) -> bool:
        """Run it between savepoints, again when somebody else was first; its error is its own.

        Raises:
            TransactionGone: a failure ended the transaction, and with it the other pieces' work.
        """
        piece.error = None
        before: BaseException | None
        for _ in range(STALE_RUNS):
            piece.result = None
            self._ids.fresh()
            self._link.savepoint(patient=patient)
            try:
                piece.result = self._work(piece)
                self._link.release()
                piece.error = None
            except (NoIdsLeft, TransactionGone):
                raise
            except Stale as stale:
                piece.error = stale
                self._undo()
            except BaseException as error:  # noqa: BLE001 - handed to whoever asked
                before = piece.error
                piece.error = error
                self._undo()
                if before is None and self._overtaken(error):
                    continue
                return not _again(error)
            else:
                return True
        return True

    def _overtaken(self, error: BaseException) -> bool:
        """Whether the same delivery, answered by another connection meanwhile, may be why the work failed.

        Run again it finds that answer; whatever else was wrong with it is wrong again.
        """
        return (
            self._several and isinstance(error, Exception) and self._unit is not None and self._unit.answering
        )

    def _undo(self) -> None:
        self._link.undo()
        self._link.release()

    def _work(self, piece: Piece) -> Any:
        self._unit = None
        if not piece.reading:
            self._unit = SqlUnit(self._link, self._ids, self._usual)
            return piece.work(self._unit)
        self._link.only_read(on=True)
        try:
            return piece.work(SqlUnit(self._link, NoIds(), self._usual))
        finally:
            self._link.only_read(on=False)

    def _committed(self) -> bool:
        """Whether the commit succeeded; where it did not, nothing is left of the transaction.

        Raises:
            CommitInDoubt: for everybody who shared it.
        """
        try:
            self._commit()
        except (DBAPIError, TransactionGone):
            self._link.rollback()
            return False
        return True

    def _commit(self) -> None:
        """Commit, and remember how long the disk took; where there was nothing to keep it was not asked."""
        wrote, quick = self._link.has_written, False
        began = time.perf_counter()
        try:
            self._link.commit()
            quick = time.perf_counter() - began < QUICK_SECONDS
        finally:
            self._quick = quick and (wrote or self._quick)

    def _alone(self, piece: Piece) -> None:
        """In a transaction of its own, after one shared with others was lost; whatever fails now is its own."""
        runs = 0
        again: list[Piece] = []
        while True:
            runs += 1
            try:
                self._connected()
            except DBAPIError as error:
                piece.error = error
                return
            try:
                again = self._together([piece])
                self._commit()
            except NoIdsLeft:
                self._link.rollback()
                self._ids.more(self._link)
                continue
            except CommitInDoubt as doubt:
                piece.error = doubt
                return
            except BaseException as error:  # noqa: BLE001 - handed to whoever asked
                piece.error = _cause(error)
                self._link.rollback()
                # Nothing was committed: a lost connection, or a deadlock, is worth another run.
                again = [piece] if self._link.lost or _again(piece.error) else []
            if not again or runs >= STALE_RUNS:
                return

    def _connected(self) -> None:
        """See to it that there is a connection, waiting a few seconds for a database that restarts.

        Raises:
            DBAPIError: it does not answer.
        """
        if not self._link.lost:
            return
        self._next_ones_turn()
        for last, pause in ((i == len(PAUSES) - 1, pause) for i, pause in enumerate(PAUSES)):
            time.sleep(pause)
            try:
                self._link.reopen()
            except DBAPIError:
                if last:
                    raise
            else:
                return

    def _start_afresh(self) -> None:
        """A new connection, when the old one is not even able to roll back; where there is none to be had, next time."""
        try:
            self._link.rollback()
        except Exception:  # noqa: BLE001 - it is being replaced
            with contextlib.suppress(Exception):
                self._link = Link(self._engine, lately=self._lately)


def _again(error: BaseException | None) -> bool:
    """Whether the same work may well succeed when it is run again: it met with somebody else's."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in AGAIN


def _cause(error: BaseException) -> BaseException:
    return error.__cause__ if isinstance(error, TransactionGone) and error.__cause__ else error
