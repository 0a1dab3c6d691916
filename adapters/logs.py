"""Structured logs that never hold what somebody wrote, nor a secret.

Only the keys in `KEPT` pass, and only as plain short values; of an exception only its kind and the lines of code it
came through, since its message may quote a row. Of what libraries log, the words are kept only when they are a
template apart from its arguments. So a careless line of code costs a value in the log, never a person's words.
"""

import logging
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from datetime import date
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TextIO
from urllib.parse import urlsplit

import structlog
from structlog.typing import Processor

Event = MutableMapping[str, Any]

ROOT = Path(__file__).parents[1]
LONGEST = 160

# Ids, counts, states and places in the code. Nothing here is ever typed by a person.
KEPT = frozenset({
    "action", "after", "age", "assignment", "at", "attempt", "attempts", "board", "cause", "claimed", "code", "count",
    "delivery", "digests", "due", "error", "event", "every", "failed", "host", "in_flight", "installation", "key",
    "kind", "lane", "left_out", "level", "limit", "logger", "meeting", "method", "moment", "nudges", "open",
    "organisation", "outcome", "path", "person", "pid", "place", "platform", "port", "post", "rejected", "revision",
    "route", "row", "rows", "seconds", "sent", "signal", "size", "skipped", "stage", "state", "status", "tick",
    "unknown", "until", "url", "version", "waiting", "where", "written", "zone",
})  # fmt: skip

QUIET = {"apscheduler": logging.ERROR, "alembic": logging.WARNING, "asyncio": logging.WARNING}


def configure(
    level: str = "info",
    form: Literal["json", "console"] = "json",
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Set up logging for the whole process; called once, by whoever starts it.

    Args:
        level: the least important level that is written.
        form: "json", one object a line, or "console".
        secrets: values that must not appear anywhere, whatever the key.
        stream: where to write; standard error unless given.
    """
    guard: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        without_the_exceptions_words,
        only_what_is_kept,
        WithoutSecrets(secrets),
    ]
    draw = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *guard,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[without_a_librarys_words, *guard],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, draw],
            use_get_message=False,
            pass_foreign_args=True,
            # The raw exception would be drawn beside what the guard made of it.
            keep_exc_info=False,
            keep_stack_info=False,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(capture=True)


def without_a_librarys_words(_logger: Any, _method: str, event: Event) -> Event:
    """Keep a library's message only as its template: the arguments, or a finished sentence, may hold anything."""
    record: logging.LogRecord = event["_record"]
    if not event.pop("positional_args", None):
        event["event"] = "a library logged something"
    event["where"] = [f"{record.module}:{record.lineno} {record.funcName}"]
    return event


def without_the_exceptions_words(_logger: Any, _method: str, event: Event) -> Event:
    """An exception becomes the names of its kinds and the lines of code it came through."""
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    error = _exception(given)
    if error is not None:
        event["error"] = _kind(error)
        event["where"] = _where(error.__traceback__)
        causes = list(_causes(error))
        if causes:
            event["cause"] = [_kind(cause) for cause in causes]
    return event


def only_what_is_kept(_logger: Any, _method: str, event: Event) -> Event:
    """Leave out every key that is not in `KEPT`, and say which were."""
    left_out = sorted(key for key in event if key not in KEPT and not key.startswith("_"))
    kept = {key: value if key == "event" or key[0] == "_" else _plain(value) for key, value in event.items()}
    for key in left_out:
        del kept[key]
    return kept | {"left_out": left_out} if left_out else kept


class WithoutSecrets:
    """Replaces the values of secret settings wherever they turn up; of an address, its password too."""

    def __init__(self, secrets: Iterable[str]) -> None:
        given = {secret for secret in secrets if secret}
        passwords = {word for secret in given if "://" in secret and (word := urlsplit(secret).password)}
        # The longest first: a password inside an address must not spoil the match of the whole.
        self._secrets = sorted(given | passwords, key=len, reverse=True)

    def __call__(self, _logger: Any, _method: str, event: Event) -> Event:
        return {key: value if key.startswith("_") else self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._clean(each) for each in value]
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, "[secret]")
        return value


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | float():
            return value
        case date():
            return value.isoformat()
        case str():
            # No id, state or path reads like a sentence: this is somebody's, under a key that is not for it.
            return "[words]" if len(value) > LONGEST or value.count(" ") > 2 else value
        case list() | tuple() | set() | frozenset():
            return [_plain(each) for each in value]
        case _:
            return type(value).__name__


def _exception(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1]  # type: ignore[no-any-return]
    return sys.exception() if given else None


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _causes(error: BaseException) -> Iterable[BaseException]:
    seen = {id(error)}
    below = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    while below is not None and id(below) not in seen:
        seen.add(id(below))
        yield below
        below = below.__cause__ or (None if below.__suppress_context__ else below.__context__)


def _where(frames: TracebackType | None) -> list[str]:
    """The lines of code, the innermost last; no source text, which may hold words too."""
    return [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.StackSummary.extract(traceback.walk_tb(frames), limit=-12, lookup_lines=False)
    ]


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])
