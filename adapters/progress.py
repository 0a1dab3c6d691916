"""How a long operation shows, on standard error, that it goes on: one line, redrawn where somebody watches."""

import sys
from time import monotonic
from typing import Self, TextIO

EVERY_WATCHED = 0.1
EVERY_LOGGED = 10.0


class Shown:
    """Called with what is being worked at and how far it is; use it as a context, so that the line is ended."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._watched = self._out.isatty()
        self._every = EVERY_WATCHED if self._watched else EVERY_LOGGED
        self._last = monotonic()
        self._drawn = False

    def __call__(self, what: str, done: int) -> None:
        """`done` in whatever `what` is counted in; 0 where it is not counted."""
        now = monotonic()
        if now - self._last < self._every:
            return
        self._last = now
        line = f"{what} {done}" if done else what
        if self._watched:
            # Back to the beginning of the line, and the rest of the older one erased.
            self._out.write(f"\r{line}\033[K")
            self._drawn = True
        else:
            self._out.write(f"{line}\n")
        self._out.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            self._out.write("\r\033[K")
            self._out.flush()
