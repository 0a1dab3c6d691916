"""What the logs let through, and what they never do."""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog

from adapters import logs
from bot.domain.outbox import OutboxState

WORDS = "Hayley Marsh to circulate the away day outcomes"
SECRET = "k3y-of-thirty-two-characters-or-more"
ADDRESS = "postgresql://arising:pa55phrase@db.example/arising"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Logs at their most talkative, kept in a string; the process's own logging is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("debug", "json", [SECRET, ADDRESS], stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail_with_words() -> None:
    try:
        _ = {}[WORDS]
    except KeyError as error:
        raise ValueError(f"cannot add {WORDS!r} with {SECRET}") from error


def test_a_line_says_when_where_and_what(written: io.StringIO) -> None:
    """Ids, counts and states pass, as plain JSON."""
    structlog.get_logger("adapters.delivery").info(
        "sent", row=7, state=OutboxState.SENT, moment=datetime(2026, 11, 23, tzinfo=UTC), seconds=0.25
    )
    (line,) = lines(written)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*Z", line.pop("at"))
    assert line == {
        "event": "sent", "level": "info", "logger": "adapters.delivery", "row": 7, "state": "sent",
        "moment": "2026-11-23T00:00:00+00:00", "seconds": 0.25,
    }  # fmt: skip


@pytest.mark.parametrize(
    "key",
    [
        "text",
        "words",
        "what",
        "name",
        "reply",
        "view",
        "token",
        "secret",
        "authorization",
        "payload",
        "values",
    ],
)
def test_a_messages_words_never_pass(written: io.StringIO, key: str) -> None:
    """Whatever key is not known to be harmless is left out; the line says which it was."""
    structlog.get_logger().warning("received", **{key: WORDS}, row=7)
    (line,) = lines(written)
    assert WORDS not in written.getvalue()
    assert line["left_out"] == [key]
    assert line["row"] == 7


def test_an_object_under_a_harmless_key_gives_only_its_type(written: io.StringIO) -> None:
    """An Inbound logged whole by mistake does not bring its text along."""
    structlog.get_logger().info("received", delivery={"text": WORDS}, action=object())
    (line,) = lines(written)
    assert WORDS not in written.getvalue()
    assert (line["delivery"], line["action"]) == ("dict", "object")


def test_a_sentence_under_a_harmless_key_does_not_pass(written: io.StringIO) -> None:
    """No id and no state reads like a sentence."""
    structlog.get_logger().info("received", kind=WORDS, rows=[WORDS], path=f"/{WORDS}", state="in progress")
    (line,) = lines(written)
    assert WORDS not in written.getvalue()
    assert (line["kind"], line["rows"], line["state"]) == ("[words]", ["[words]"], "in progress")


def test_an_exception_gives_its_kinds_and_lines_but_not_its_message(written: io.StringIO) -> None:
    """A failed insert quotes the row it was given; the log says only which line of which file failed, and how."""
    try:
        fail_with_words()
    except ValueError:
        structlog.get_logger().exception("failed")
    (line,) = lines(written)
    assert WORDS not in written.getvalue()
    assert (line["error"], line["cause"]) == ("ValueError", ["KeyError"])
    assert re.fullmatch(r"tests/adapters/test_logs.py:\d+ fail_with_words", line["where"][-1])


def test_a_librarys_words_never_pass(written: io.StringIO) -> None:
    """Libraries log through the same door: templates without their arguments, exceptions without their words."""
    library = logging.getLogger("somebody.elses")
    library.warning("posting %s", WORDS)
    library.error(f"posted {WORDS}")
    try:
        fail_with_words()
    except ValueError:
        library.exception("posting failed")
    first, second, third = lines(written)
    assert WORDS not in written.getvalue()
    assert SECRET not in written.getvalue()
    assert (first["event"], first["logger"]) == ("posting %s", "somebody.elses")
    assert second["event"] == "a library logged something"
    assert second["where"][0].startswith("test_logs:")
    assert third["error"] == "ValueError"


@pytest.mark.parametrize("secret", [SECRET, ADDRESS, "pa55phrase"])
def test_a_secret_never_passes_under_any_key(written: io.StringIO, secret: str) -> None:
    """Not in the event, not under a harmless key, not in a list, not in a library's template."""
    structlog.get_logger().info(f"opening {secret}", url=f"x{secret}x", rows=[1, secret])
    logging.getLogger("lib").warning(f"opening {secret} %s", 1)  # noqa: G004
    assert secret not in written.getvalue()
    assert lines(written)[0]["url"] == "x[secret]x"


def test_the_console_form_is_as_discreet(written: io.StringIO) -> None:
    """The form for people goes through the same guard."""
    stream = io.StringIO()
    logs.configure("info", "console", [SECRET], stream)
    try:
        fail_with_words()
    except ValueError:
        structlog.get_logger().exception("failed", text=WORDS, url=SECRET)
    assert "failed" in stream.getvalue()
    assert WORDS not in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_less_important_lines_are_left_out(written: io.StringIO) -> None:
    """`logs.level` holds for the bot and for its libraries."""
    logs.configure("warning", "json", stream=written)
    structlog.get_logger().info("quiet")
    logging.getLogger("lib").info("quiet %s", 1)
    assert written.getvalue() == ""
