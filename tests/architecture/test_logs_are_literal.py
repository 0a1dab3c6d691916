"""What a log line says happened is written in the code, never put together from what somebody wrote."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
LOGGERS = {"log", "logger"}


def composed(source: str) -> list[int]:
    """The lines on which a logger is given anything but a literal to say."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS
        if isinstance(call.func.value, ast.Name | ast.Attribute) and _name(call.func.value) in LOGGERS
        if not (call.args and _literal(call.args[0]))
    ]


def _literal(node: ast.expr) -> bool:
    """A constant, or a choice between constants."""
    if isinstance(node, ast.IfExp):
        return _literal(node.body) and _literal(node.orelse)
    return isinstance(node, ast.Constant)


def _name(node: ast.Name | ast.Attribute) -> str:
    return (node.id if isinstance(node, ast.Name) else node.attr).removeprefix("_")


@pytest.mark.parametrize("package", ["adapters", "store"])
def test_log_events_are_literals(package: str) -> None:
    """The one part of a line the logs' guard must trust is a constant in the source."""
    found = {str(file): composed(file.read_text()) for file in sorted((ROOT / package).rglob("*.py"))}
    assert {file: at for file, at in found.items() if at} == {}


@pytest.mark.parametrize(
    "offence", ['log.info(f"got {text}")', "self._log.warning(text)", 'log.error("got " + x)']
)
def test_a_composed_event_is_found(offence: str) -> None:
    """The check above can fail."""
    assert composed(offence) == [1]
