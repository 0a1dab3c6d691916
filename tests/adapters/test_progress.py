"""How a long operation shows that it goes on."""

import io

import pytest

from adapters import progress
from adapters.progress import Shown


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def test_somebody_watching_sees_one_line_which_is_gone_in_the_end(clock: list[float]) -> None:
    """Redrawn ten times a second at most; what follows begins on a clean line."""
    screen = Screen()
    with Shown(screen) as shown:
        shown("actions", 10)
        clock[0] = 0.2
        shown("actions", 1000)
        shown("actions", 2000)
        clock[0] = 0.4
        shown("actions, compared", 0)
    assert screen.getvalue() == "\ractions 1000\033[K\ractions, compared\033[K\r\033[K"


def test_a_log_gets_a_line_now_and_then(clock: list[float]) -> None:
    """Nothing where it was quick; no control characters."""
    log = io.StringIO()
    with Shown(log) as shown:
        for second in range(25):
            clock[0] = second
            shown("history", second)
    assert log.getvalue() == "history 10\nhistory 20\n"
