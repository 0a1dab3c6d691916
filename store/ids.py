"""Ids: numbers unique in the whole database, handed out from blocks.

On SQLite a block is reserved in a transaction of its own, before the work that uses it, so a piece of work rolled
back, or a process that dies, leaves a gap and never an id that is handed out again. They only grow within one
process, which is what history's order rests on. On PostgreSQL blocks come from a sequence, a fresh one for each piece
of work: see docs/adr/0009-ids-on-postgresql.md.
"""

from typing import Protocol

from sqlalchemy import Connection, Sequence, bindparam, insert, select, text, update

from store import postgresql
from store.statements import Link, Statement
from store.tables import sequences

BLOCK = 20_000
LOW = 4_000

_NAME = "ids"
_TAKE = Statement(
    update(sequences)
    .where(sequences.c.name == bindparam("sequence"))
    .values(next=sequences.c.next + bindparam("size"))
    .returning(sequences.c.next)
)
_START = Statement(insert(sequences))
_HAS = Statement(select(sequences.c.next).where(sequences.c.name == bindparam("sequence")))


class NoIdsLeft(BaseException):
    """A transaction used up the block: it is rolled back, and run again with a larger one.

    A signal to the writer, which no `except Exception` on the way may keep for itself.
    """


class Ids(Protocol):
    """Where rows get their ids."""

    def take(self) -> int: ...


class BlockIds:
    """Ids from reserved blocks. Used by whoever has the writer's connection, one thread at a time."""

    def __init__(self) -> None:
        self._next = 0
        self._end = 0
        self._block = BLOCK
        self._began = 0

    def take(self) -> int:
        """The next id; never the same one twice.

        Raises:
            NoIdsLeft: the writer reserves more, and runs the work again.
        """
        taken = self._next
        if taken >= self._end:
            raise NoIdsLeft
        self._next = taken + 1
        return taken

    def refill(self, link: Link, *, wanted: int = LOW) -> None:
        """See to it that so many are left, before a transaction begins."""
        if self._end - self._next >= wanted:
            self._began = self._next
            return
        size = max(self._block, wanted)
        link.begin()
        try:
            if link.row(_HAS, sequence=_NAME) is None:
                link.run(_START, name=_NAME, next=1)
            row = link.row(_TAKE, sequence=_NAME, size=size)
            assert row is not None
            link.commit()
        except BaseException:
            link.rollback()
            raise
        self._next, self._end = row[0] - size, row[0]
        self._began = self._next

    def again(self) -> None:
        """All that was written since `refill` is undone, and the same pieces run once more: with the same ids.

        Nobody has seen what they were given, since nothing of it was committed.
        """
        self._next = self._began

    def fresh(self) -> None:
        """A piece of work begins; one connection's ids grow anyhow."""

    def more(self, link: Link) -> None:
        """After NoIdsLeft: a larger block, for a transaction that writes very much."""
        self._block *= 4
        self.refill(link, wanted=self._block)


# The step of the sequence; the migration that makes it says the same.
STEP = 32
_NEXT_BLOCK = Statement(select(Sequence(postgresql.IDS).next_value()))


class SequenceIds:
    """Ids from a sequence of the database, in small blocks. Used by one writer's thread alone.

    A block is reserved when a piece of work first asks for an id, or with the number it is given, which is after it has
    read what it will change. So whoever changes the same thing afterwards has larger ids. What is left of it is for the
    next piece of the same transaction, if nothing was looked at meanwhile, and is dropped otherwise.
    """

    def __init__(self) -> None:
        self._next = 0
        self._end = 0
        self._fresh = True
        self._link: Link | None = None

    def take(self) -> int:
        """The next id; never the same one twice, whoever asks."""
        if self._fresh or self._next >= self._end:
            self._reserve()
        self._next += 1
        return self._next - 1

    def _reserve(self) -> None:
        """The next block: what may be used of the last, one that came with a number, or one that is asked for."""
        assert self._link is not None
        link = self._link
        block, link.block = link.block, None
        if block is None and self._fresh and self._next < self._end and not link.looked:
            self._fresh = False
            return
        if block is None:
            row = link.row(_NEXT_BLOCK)
            assert row is not None
            block = int(row[0])
        self._next, self._end = block, block + STEP
        self._fresh = False
        link.looked = False

    def refill(self, link: Link) -> None:
        """A transaction begins: of those before it nothing is left."""
        self._link = link
        self._next = self._end = 0

    def more(self, link: Link) -> None:
        """There are always more."""

    def again(self) -> None:
        """The same pieces run once more; with other ids, which others may have had meanwhile."""

    def fresh(self) -> None:
        """A piece of work begins."""
        self._fresh = True
        if self._link is not None:
            self._link.block = None


class NoIds:
    """For readers, which write nothing."""

    def take(self) -> int:
        """A reader has none."""
        raise PermissionError("a reader cannot write")


def next_id(connection: Connection) -> int:
    """The first id that nobody was given and nobody will be given from a block already reserved."""
    if connection.dialect.name == "postgresql":
        last, called = connection.execute(text("SELECT last_value, is_called FROM ids")).one()
        return int(last) + STEP if called else int(last)
    found = connection.scalar(select(sequences.c.next).where(sequences.c.name == _NAME))
    return int(found or 1)


def continue_from(connection: Connection, first: int) -> None:
    """Let ids be given from here on, in a database nobody has got any from."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval('ids', :first, false)"), {"first": first})
    else:
        connection.execute(insert(sequences).values(name=_NAME, next=first))
