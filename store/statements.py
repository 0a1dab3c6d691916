"""Core statements compiled to text once, and the connection that runs them.

SQLAlchemy stays the one description of every statement. Its own execution costs about four times the driver's for
the short statements the hot path is made of, so a statement is compiled once per database, and its text, with the
conversions its types ask for, goes to the driver's cursor. `bench/store_probe.py` measures it.
"""

import contextlib
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Dialect,
    Engine,
    Insert,
    UpdateBase,
    bindparam,
    false,
    literal_column,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler

from store import postgresql
from store.batches import Batch, Sending, Touched, writing
from store.dialects import (
    BEGIN_HASTILY,
    BEGIN_READING,
    BEGIN_WRITING,
    INSERTS,
    MARK_HASTILY,
    VERSION,
    in_transaction,
    interrupt,
    lost,
    patience,
    read_only,
)
from store.memory import SELDOM_CHANGED, Lately, Memory

T = TypeVar("T")
Row = tuple[Any, ...]

# Up to so many rows are converted one by one; of more, a column at a time is cheaper.
FEW = 8
Convert = Callable[[Any], Any]
Binds = list[BindParameter[Any]]


def constant(value: str) -> ColumnElement[str]:
    """A word of ours written into the statement: a partial index is used only where its condition is spelt out."""
    if not value.replace(" ", "").replace("-", "").isalpha():
        raise ValueError(f"not a word of ours: {value}")
    return literal_column(f"'{value}'")


def constants(values: Iterable[str]) -> list[ColumnElement[str]]:
    """Several of them, always in the same order."""
    return [constant(value) for value in sorted(values)]


def among(column: ColumnElement[Any], binds: Binds) -> ColumnElement[bool]:
    """`column IN (...)`; nothing is among none."""
    return column.in_(binds) if binds else false()


class Statement:
    """A statement with named parameters.

    Either a Core statement, or a function building one from lists of bound parameters: `lists` names the
    parameters that take a collection. Lists are padded to a power of two by repeating their last value, so that
    a handful of texts serves every length.

    `counts` says that it only moves a counter or a time of use, which nobody remembers (see `store.memory`).
    `by` names the value by which it finds its row or none: what waits to be inserted and has another value there
    makes no difference to it (see `store.batches`). `sure` says of an UPDATE that it changes one row, which is as
    it was loaded unless somebody else was quicker: it waits with what is to be inserted.
    """

    def __init__(
        self,
        statement: Executable | Callable[..., Executable],
        *lists: str,
        counts: bool = False,
        by: str | None = None,
        sure: bool = False,
    ) -> None:
        self._statement = statement
        self.lists = lists
        self.counts = counts
        self.by = by
        self.sure = sure

    def build(self, dialect: Dialect, sizes: Mapping[str, int]) -> Executable:
        """The Core statement for lists of these lengths."""
        del dialect
        if not callable(self._statement):
            return self._statement
        return self._statement(
            **{name: [bindparam(f"{name}_{i}") for i in range(size)] for name, size in sizes.items()}
        )


class Counter(Statement):
    """Moves a counter by one and gives its value; `put` writes what it has come to."""

    def __init__(self, move: Executable, put: Executable) -> None:
        super().__init__(move, counts=True)
        self.put = Statement(put, counts=True)


class Once(Statement):
    """An INSERT with an ON CONFLICT clause: the function gets the database's own `insert`."""

    def __init__(self, build: Callable[[Any], Executable]) -> None:
        super().__init__(build)
        self._build = build

    def build(self, dialect: Dialect, sizes: Mapping[str, int]) -> Executable:
        """The statement in the database's own words."""
        del sizes
        return self._build(INSERTS[dialect.name])


class Either(Statement):
    """A statement the databases spell differently; see Statement for its lists."""

    def __init__(self, *lists: str, **by_name: Executable | Callable[..., Executable]) -> None:
        super().__init__(by_name["sqlite"], *lists)
        self._each = {name: Statement(its, *lists) for name, its in by_name.items()}

    def build(self, dialect: Dialect, sizes: Mapping[str, int]) -> Executable:
        """The one for this database."""
        return self._each[dialect.name].build(dialect, sizes)


class _Text:
    """A statement as the driver takes it."""

    __slots__ = (
        "_converts",
        "_fixed",
        "_named",
        "_names",
        "_pick",
        "_results",
        "numbers",
        "sql",
        "touched",
        "unsettles",
        "writing",
    )

    def __init__(self, described: Statement, dialect: Dialect, sizes: Mapping[str, int]) -> None:
        statement = described.build(dialect, sizes)
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # every Core statement has it
        assert isinstance(compiled, SQLCompiler)
        self.sql = str(compiled)
        names = (compiled.positiontup if compiled.positional else None) or list(compiled.binds)
        binds = compiled.binds
        self._named = not compiled.positional
        self._fixed = {name: binds[name].effective_value for name in names if not binds[name].required}
        self._names = names
        self._pick = itemgetter(*names) if len(names) > 1 else lambda values: tuple(values[n] for n in names)
        self._converts = _converts(_for_driver(binds[name], dialect) for name in names)
        columns = getattr(statement, "exported_columns", None) or ()
        self._results = _converts(
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        )
        self.unsettles = (
            isinstance(statement, UpdateBase) and statement.table in SELDOM_CHANGED and not described.counts
        )
        self.numbers = dialect.name == "postgresql" and described.counts and bool(columns)
        if self.numbers:
            # Whoever is given a number needs ids next: a block of them comes in the same answer.
            self.sql += f", nextval('{postgresql.IDS}')"
        self.touched = Touched(statement)
        waits = described.sure or isinstance(statement, Insert)
        self.writing = (
            writing(statement, self.sql, self.touched, self.bind, names, binds, dialect) if waits else None
        )

    def bind(self, values: dict[str, Any]) -> Any:
        """The parameters as the driver takes them."""
        if self._fixed:
            values = {**self._fixed, **values}
        bound = self._pick(values)
        if self._converts:
            bound = _converted(bound, self._converts)
        return dict(zip(self._names, bound, strict=True)) if self._named else bound

    def rows(self, raw: list[Row]) -> list[Row]:
        """What the driver gave, with the types' own conversions."""
        if not self._results or not raw:
            return raw
        if len(raw) <= FEW:
            return [_converted(row, self._results) for row in raw]
        columns: list[Any] = list(zip(*raw, strict=True))
        for i, convert in self._results:
            columns[i] = map(convert, columns[i])
        return list(zip(*columns, strict=True))


def _for_driver(bind: BindParameter[Any], dialect: Dialect) -> Convert | None:
    if isinstance(bind.type, Date) and dialect.name == "sqlite":
        return date.isoformat  # the same text as SQLAlchemy's own processor makes, in a fifth of the time
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if convert is None and dialect.name == "postgresql":
        return postgresql.converter(bind.type)
    return convert


def _converts(processors: Iterable[Convert | None]) -> list[tuple[int, Convert]]:
    return [(i, convert) for i, convert in enumerate(processors) if convert is not None]


def _converted(row: Row, converts: list[tuple[int, Convert]]) -> Row:
    """With each cell converted that has a value: NULL is None, whatever the type."""
    cells = list(row)
    for i, convert in converts:
        cell = cells[i]
        if cell is not None:
            cells[i] = convert(cell)
    return tuple(cells)


class TransactionGone(Exception):  # noqa: N818 - a signal to the writer
    """A failure ended the whole transaction (a full disk, RAISE(ROLLBACK)); nothing of it is left."""


class MarkNeeded(BaseException):
    """One of several pieces of work that run without a mark between them has something to undo.

    No `except Exception` on the way may keep it for itself.
    """


class CommitInDoubt(RuntimeError):  # noqa: N818 - it names what is the case
    """The connection was lost while a commit was on its way: what was asked for may be done, or not.

    It is not run again. A delivery that comes once more gets the reply it was given, if it was.
    """


class StoreClosed(RuntimeError):  # noqa: N818 - it names what is the case
    """The store takes no more work."""


class _Counted:
    """A counter whose row is this transaction's: what it has come to, and what the row says."""

    __slots__ = ("counter", "its", "value", "written")

    def __init__(self, counter: Counter, its: dict[str, Any], value: int) -> None:
        self.counter = counter
        self.its = its
        self.value = self.written = value


@cache
def _texts(dialect: str) -> dict[Any, _Text]:
    """What every connection to such a database has compiled."""
    del dialect
    return {}


class Link:
    """One connection to the database. Used by one thread at a time; nothing is open between calls."""

    def __init__(self, engine: Engine, *, reading: bool = False, lately: Lately | None = None) -> None:
        self._engine = engine
        self._lately = lately
        self._postgresql = engine.dialect.name == "postgresql"
        self._dialect = postgresql.dialect() if self._postgresql else engine.dialect
        self._reading = reading
        self._begin = (BEGIN_READING if reading else BEGIN_WRITING)[engine.dialect.name]
        self._begin_hastily = BEGIN_HASTILY[engine.dialect.name]
        self._mark_hastily = MARK_HASTILY[engine.dialect.name]
        self._in_transaction = in_transaction(engine.dialect.name)
        self._texts = _texts(engine.dialect.name)
        self._memory: Memory | None = None
        self._numbers: Memory | None = None
        driver = engine.dialect.loaded_dbapi
        assert driver is not None
        self._error: type[Exception] = driver.Error
        self._gone: BaseException | None = None
        self._changes = 0
        self._marked = False
        self._wrote = True
        self._hopeful = False
        self._batch: Batch | None = None
        self._counted: dict[Hashable, _Counted] = {}
        # Ids reserved together with a number, until anything else is looked at, which may have larger ones.
        self.block: int | None = None
        # Whether the database was asked for anything since ids were last reserved.
        self.looked = True
        self._open()

    def _open(self) -> None:
        try:
            self._pooled = self._engine.raw_connection()
        except self._error as error:
            # The pool gives the driver's own.
            raise DBAPIError.instance("", None, error, self._error, dialect=self._dialect) from error
        self._driver: Any = self._pooled.dbapi_connection
        if self._postgresql:
            self._cursor: Any = postgresql.cursor(self._driver)
            # Several in one text cannot be prepared, which the driver does of its own accord.
            self._control: Callable[..., Any] | None = partial(self._cursor.execute, prepare=False)
        else:
            self._cursor, self._control = self._pooled.cursor(), None
        self._gone = None
        self._patient = True
        # Of another server, which may have taken the place of the one that was lost, nothing is known.
        self._memory = None if self._reading else Memory()
        self._numbers = None if self._postgresql else self._memory
        if self._reading:
            self.only_read(on=True)

    @property
    def lost(self) -> bool:
        """Whether the database went away: the connection has to be opened anew."""
        return lost(self._dialect.name, self._driver)

    def reopen(self) -> None:
        """A new connection in the place of one that is lost.

        Raises:
            DBAPIError: the database does not answer.
        """
        with contextlib.suppress(Exception):
            self._pooled.invalidate()
        self._open()

    # --- transactions ------------------------------------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        """False after a failure that ended the transaction."""
        return self._in_transaction(self._driver)

    def be_patient(self, *, on: bool) -> None:
        """Wait for other processes' locks from now on, or fail at once."""
        if on is not self._patient:
            setting = patience(self._dialect.name, on=on)
            if setting is not None:
                self._cursor.execute(setting).fetchall()
            self._patient = on

    @property
    def has_written(self) -> bool:
        """Whether this transaction has changed a row so far, where the driver counts them."""
        return self._changed() != self._changes

    def _changed(self) -> int:
        return 0 if self._postgresql else self._driver.total_changes

    def begin(self, *, hopeful: bool = False) -> None:
        """Open a transaction: with the write lock for a writer, one snapshot for a reader.

        `hopeful` is for work that is run again with marks when anything of it has to be undone: what is written
        waits until somebody asks about it, or `settle` is called, and on PostgreSQL no row is waited for long.
        """
        self._gone = None
        self._marked = False
        self._hopeful = hopeful
        self._batch = Batch() if hopeful else None
        self._counted.clear()
        self._execute(self._begin_hastily if hopeful else self._begin, (), self._control)
        self._changes = self._changed()
        if self._memory is not None:
            self._memory.begin(self._version())

    def _version(self) -> object:
        """Another one when somebody else has written what is remembered."""
        if self._postgresql:
            # Asked for together with BEGIN, it is the last answer.
            while self._cursor.nextset():
                pass
            return self._cursor.fetchone() or object()
        return self._execute(VERSION).fetchone()

    def commit(self) -> None:
        """On disk when this returns. Where it raises, the transaction may still be open.

        Raises:
            CommitInDoubt: nobody knows whether it is.
        """
        try:
            self._execute("COMMIT", (), self._control)
        except DBAPIError as error:
            if self.lost:
                raise CommitInDoubt("the database went away while this was being written") from error
            raise
        if self._postgresql and self._cursor.statusmessage != "COMMIT":
            raise TransactionGone("PostgreSQL rolled an aborted transaction back")
        if self._numbers is not None:
            for key, counted in self._counted.items():
                self._numbers.count(key, counted.value)

    def rollback(self) -> None:
        """End the transaction, if there still is one."""
        self._gone = None
        self._batch = None
        if self.in_transaction:
            self._execute("ROLLBACK", (), self._control)

    def unmarked(self) -> None:
        """A piece of work begins without a mark. As long as it has written nothing, it has nothing to undo."""
        self._wrote = False

    def settle(self) -> None:
        """Write what has been waiting for that: rows, and what counters have come to.

        Raises:
            MarkNeeded: one of the rows was refused, or was there already.
        """
        self._write()
        try:
            for counted in self._counted.values():
                if counted.value != counted.written:
                    self.run(counted.counter.put, **counted.its, value=counted.value)
        except Exception as error:
            raise MarkNeeded from error

    def _write(self) -> None:
        if self._batch is None:
            return
        try:
            missing = sum(sending.rows - self._written(sending) for sending in self._batch.taken())
        except Exception as error:
            raise MarkNeeded from error
        if missing:
            raise MarkNeeded

    def _written(self, sending: Sending) -> int:
        if sending.many:
            return int(self._execute(sending.sql, sending.given, self._cursor.executemany).rowcount)
        return int(self._execute(sending.sql, sending.given).fetchone()[0])

    def savepoint(self, *, patient: bool = True) -> None:
        """Mark where one piece of work begins, which waits as long as it takes for a row, or not for long."""
        self._execute("SAVEPOINT piece" if patient else self._mark_hastily, (), self._control)
        self._marked = True

    def undo(self) -> None:
        """Undo what was written since the mark, and that alone. A reader has written nothing.

        Raises:
            TransactionGone: there is no transaction any more.
            MarkNeeded: there is no mark.
        """
        if self._reading:
            return
        if not self.in_transaction:
            raise TransactionGone from self._gone
        if not self._marked:
            if not self._wrote:
                return
            raise MarkNeeded
        self._execute("ROLLBACK TO SAVEPOINT piece", (), self._control)

    def release(self) -> None:
        """Keep what was written since the mark."""
        self._execute("RELEASE SAVEPOINT piece", (), self._control)

    # --- statements --------------------------------------------------------------------------------------------

    def rows(self, statement: Statement, /, **values: Any) -> list[Row]:
        """Every row the statement gives."""
        text = self._ready(statement, values)
        try:
            found = self._execute(text.sql, text.bind(values)).fetchall()
        except OverflowError:
            return []  # a number no row can have, as somebody may type one
        self.block = found[0][-1] if text.numbers and found else None
        self.looked = self.block is None
        return text.rows([row[:-1] for row in found] if text.numbers else found)

    def row(self, statement: Statement, /, **values: Any) -> Row | None:
        """The first row, or None."""
        found = self.rows(statement, **values)
        return found[0] if found else None

    def count(self, counter: Counter, /, **its: Any) -> int | None:
        """Move the counter of the row that has these values by one; what it was, or None where there is no such row.

        In a hopeful transaction the row is asked once, and on SQLite, which has one writer, not even that where it is
        remembered. It is nobody else's until the commit, so from then on it is counted here, and written when the
        transaction is settled.
        """
        key = (counter, *its.values())
        counted = self._counted.get(key)
        if counted is None and self._hopeful and self._numbers is not None:
            last = self._numbers.counted(key)
            counted = None if last is None else self._counted.setdefault(key, _Counted(counter, its, last))
        if counted is None:
            if self._numbers is not None:
                self._numbers.count(key, None)
            row = self.row(counter, **its)
            if row is None:
                return None
            if self._hopeful:
                self._counted[key] = _Counted(counter, its, row[0])
            return int(row[0]) - 1
        self._wrote = True
        counted.value += 1
        return counted.value - 1

    def run(self, statement: Statement, /, **values: Any) -> int:
        """Execute it; how many rows it changed."""
        text = self._ready(statement, values)
        if self._batch is not None and text.writing is not None:
            self._batch.add(text.writing, [values])
            return 1
        self.looked = True
        return int(self._execute(text.sql, text.bind(values)).rowcount)

    def run_many(self, statement: Statement, many: Sequence[dict[str, Any]], /) -> int:
        """Execute it for each set of values, which is one round trip to a server; how many rows it changed."""
        if not many:
            return 0
        text = self._ready(statement, many[0])
        if self._batch is not None and text.writing is not None:
            self._batch.add(text.writing, many)
            return len(many)
        self.looked = True
        if len(many) == 1:
            return int(self._execute(text.sql, text.bind(many[0])).rowcount)
        self._execute(text.sql, [text.bind(values) for values in many], self._cursor.executemany)
        return int(self._cursor.rowcount)

    @property
    def remembers(self) -> bool:
        """Whether `recall` may know an answer from an earlier piece of work."""
        return self._memory is not None

    @property
    def hopeful(self) -> bool:
        """Whether this transaction is one that is run again when anything of it has to be undone."""
        return self._hopeful

    def answers(self, delivery: Hashable) -> None:
        """This delivery is being answered."""
        if self._lately is not None:
            self._lately.add(delivery)

    def answered_lately(self, delivery: Hashable) -> bool:
        """Whether it may have been answered by this process a while ago; a guess."""
        return self._lately is not None and delivery in self._lately

    def recall(self, question: Hashable, ask: Callable[[], T]) -> T:
        """What `ask` gives, or gave before if nothing of it can have changed; see `store.memory`."""
        return ask() if self._memory is None else self._memory.recall(question, ask)

    def only_read(self, *, on: bool) -> None:
        """Refuse whatever would write, until told otherwise; what waits is written before."""
        if on:
            self._write()
        self._cursor.execute(read_only(self._dialect.name, on=on))

    def _execute(self, sql: str, bound: Any = (), execute: Callable[..., Any] | None = None) -> Any:
        # Work that swallowed an error must not go on writing outside any transaction.
        if self._gone is not None:
            raise TransactionGone from self._gone
        try:
            return (execute or self._cursor.execute)(sql, bound)
        except self._error as error:
            plain = postgresql.without_values(error) if self._postgresql else error
        # What was bound is what people typed: it stays out of the error, and so out of the logs.
        refused = DBAPIError.instance(
            sql, None, plain, self._error, hide_parameters=True, dialect=self._dialect
        )
        if not self.in_transaction:
            self._gone = refused
        raise refused from plain

    def _ready(self, statement: Statement, values: dict[str, Any]) -> _Text:
        """Its text, when it may be sent: what it must not overtake is written, what it changes is forgotten."""
        text = self._texts.get(statement) or self._text(statement, values)
        if text.touched.target is not None:
            self._wrote = True
        if text.unsettles and self._memory is not None:
            self._memory.forget()
        if self._batch is not None:
            by = None if statement.by is None else (statement.by, values[statement.by])
            if self._batch.concerns(text.touched, waits=text.writing is not None, by=by):
                self._write()
        return text

    def _text(self, statement: Statement, values: dict[str, Any]) -> _Text:
        """Compiled now, or earlier for lists of these lengths."""
        if not statement.lists:
            return self._texts.setdefault(statement, _Text(statement, self._dialect, {}))
        sizes = {name: _spread(name, values) for name in statement.lists}
        key = (statement, *sizes.values())
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = _Text(statement, self._dialect, sizes)
        return found

    # --- its end -----------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        """Break off what another thread is running on it."""
        interrupt(self._dialect.name, self._driver)

    def close(self) -> None:
        """Roll back what is open and let go of the file."""
        if self.lost:
            self._pooled.invalidate()
            return
        self.rollback()
        self._cursor.close()
        self._pooled.close()


def _spread(name: str, values: dict[str, Any]) -> int:
    """Replace the collection by numbered values, padded; how many there are."""
    collection: Collection[Any] = values.pop(name)
    items = list(collection)
    if not items:
        return 0
    size = 1 << (len(items) - 1).bit_length()
    items.extend(items[-1:] * (size - len(items)))
    for i, item in enumerate(items):
        values[f"{name}_{i}"] = item
    return size
