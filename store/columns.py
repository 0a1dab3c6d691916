"""Column types of our own: instants, and the numbers ids are."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

Id = BigInteger
Json = JSON(none_as_null=True)


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive datetime is refused: nobody could say which moment it means.

    SQLite has no such type, so it is kept there as text of one width, which sorts as the moments do.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, the database's own type elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Refuse naive moments, keep the others in UTC."""
        return _as_text if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002
        """Always aware, always UTC."""
        return _from_text if dialect.name == "sqlite" else _in_utc


# On the way of every row, so each is as plain as it can be: the class above would call three functions for one.


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is UTC else _utc_of(moment)


def _as_text(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return _utc_as_text(moment if moment.tzinfo is UTC else _utc_of(moment))


def _utc_of(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone cannot be stored: {moment!r}")
    return moment.astimezone(UTC)


# One piece of work writes the same moment many times, and many actions are nudged at the same nine o'clock. In UTC no
# two moments look alike.
@lru_cache(maxsize=1024)
def _utc_as_text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
