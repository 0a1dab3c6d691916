"""What the store asks of PostgreSQL in its own words: connections, errors, and statements SQLite has no like of.

Connections run in the driver's autocommit mode and the store sends BEGIN itself, as it does on SQLite. Statements go
through the driver's raw cursor: numbered parameters, nothing parsed on the way.
https://www.psycopg.org/psycopg3/docs/advanced/cursors.html#cursor-types
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Connection,
    Dialect,
    Engine,
    Integer,
    String,
    create_engine,
    event,
    text,
)
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator, TypeEngine

# The sequence ids come from.
IDS = "ids"
BEGIN_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
# Asked with BEGIN: another one when somebody has changed what the store remembers.
VERSION = "SELECT by FROM seldom_changed"
BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
PREPARED_STATEMENTS = 512
# What is asked is few rows by an index, mostly in memory. At the default of 4 the planner goes through all that waits,
# as long as it remembers the table small, when much has come at once.
# https://www.postgresql.org/docs/current/runtime-config-query.html#GUC-RANDOM-PAGE-COST
RANDOM_PAGE_COST = "1.1"
CONNECT_SECONDS = 5
# How long a piece that shares a transaction waits for a row another connection holds. It holds the rows of those
# before it meanwhile, so waiting without end could be for each other.
LOCK_MILLISECONDS = 100
# A replica that is frozen in the middle of a transaction, or whose machine went away without a word, would keep its
# rows from the others for as long. The fence's session is in no transaction, and holds what it holds.
# https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-IDLE-IN-TRANSACTION-SESSION-TIMEOUT
IDLE_IN_TRANSACTION = "5s"
# Two numbers, where the fence's locks are one: they never meet.
MIGRATING = (1_096_966_739, 1)

# SQLSTATEs after which the same work may well succeed: a serialization failure, a deadlock, a lock not to be had.
AGAIN = frozenset({"40001", "40P01", "55P03"})


def engine(address: URL, *, serving: bool = False) -> Engine:
    """An engine whose connections speak UTC and know no transactions but ours.

    `serving` is beside other replicas, whom no transaction may keep waiting; whoever copies everything takes long.
    """
    made = create_engine(
        address.set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={
            "autocommit": True,
            "connect_timeout": CONNECT_SECONDS,
            # A machine that went away without a word is noticed in well under a minute.
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "application_name": "matters-arising",
        },
    )

    @event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.prepared_max = PREPARED_STATEMENTS
        connection.execute("SET timezone TO 'UTC'")
        connection.execute(f"SET random_page_cost TO {RANDOM_PAGE_COST}")
        if serving:
            connection.execute(f"SET idle_in_transaction_session_timeout TO '{IDLE_IN_TRANSACTION}'")
        # What was acknowledged is on disk, whatever the server's default says.
        connection.execute(
            "SELECT set_config('synchronous_commit', 'on', false) "
            "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
        )

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql(BEGIN_READING if reading else BEGIN_WRITING)

    return made


def cursor(driver: Any) -> Any:
    """Takes $1, $2 as the server does."""
    from psycopg import RawCursor

    return RawCursor(driver)


def dialect() -> Dialect:
    """SQLAlchemy's, spelling parameters as the raw cursor takes them."""
    from sqlalchemy.dialects.postgresql import psycopg

    spelt: Dialect = psycopg.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
    return spelt


def in_transaction(driver: Any) -> bool:
    """Also after an error: what was written before the mark can still be kept. Not once the connection is lost."""
    from psycopg.pq import TransactionStatus as Status

    return driver.info.transaction_status in {Status.INTRANS, Status.INERROR, Status.ACTIVE}


def without_values(error: Exception) -> Exception:
    """The driver's error without its details, which repeat what people typed."""
    diagnosed = getattr(error, "diag", None)
    primary = getattr(diagnosed, "message_primary", None)
    return type(error)(primary) if primary else error


def converter(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """What a value needs before the server takes it."""
    while isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, BigInteger):
        return _below_63_bits
    if isinstance(kind, Integer):
        return _below_31_bits
    return _no_nul if isinstance(kind, String) else None


# An error would abort the transaction, so a number no column can hold is refused before it is sent, as SQLite's
# driver does; and NUL, which no text here can hold, becomes the sign for a character that could not be shown.


def _below_63_bits(number: Any) -> Any:
    if number is not None and not -(1 << 63) <= number < 1 << 63:
        raise OverflowError(f"no id: {number}")
    return number


def _below_31_bits(number: Any) -> Any:
    if number is not None and not -(1 << 31) <= number < 1 << 31:
        raise OverflowError(f"no number of a row: {number}")
    return number


def _no_nul(words: Any) -> Any:
    return words.replace("\0", "\ufffd") if isinstance(words, str) and "\0" in words else words


def wait_for_migration(connection: Connection) -> None:
    """One replica at a time brings the schema up to date; the others find it done."""
    one, two = MIGRATING
    connection.execute(text("SELECT pg_advisory_xact_lock(:one, :two)"), {"one": one, "two": two})
