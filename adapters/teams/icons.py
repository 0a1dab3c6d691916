"""The app's two icons, drawn by code: a list with its last line ticked.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
"""

import math
import struct
import zlib
from collections.abc import Callable

ACCENT = (47, 75, 124)
WHITE = (255, 255, 255)
COLOUR_SIZE = 192
OUTLINE_SIZE = 32
_FINE = 4

Inside = Callable[[float, float], bool]


def colour() -> bytes:
    """192 by 192: white on the accent colour, to the edges."""
    return _png(COLOUR_SIZE, lambda covered: (*_between(ACCENT, WHITE, covered), 255), _glyph(0.62))


def outline() -> bytes:
    """32 by 32: white on nothing."""
    return _png(OUTLINE_SIZE, lambda covered: (*WHITE, round(255 * covered)), _glyph(0.94))


def _glyph(scale: float) -> Inside:
    """The list, in a square from 0 to 1, filling so much of it."""
    dots = [(0.14, 0.2), (0.14, 0.5)]
    strokes = [
        ((0.36, 0.2), (0.92, 0.2)),
        ((0.36, 0.5), (0.92, 0.5)),
        ((0.05, 0.79), (0.14, 0.88)),
        ((0.14, 0.88), (0.3, 0.7)),
        ((0.44, 0.8), (0.92, 0.8)),
    ]

    def inside(x: float, y: float) -> bool:
        x, y = (x - 0.5) / scale + 0.5, (y - 0.5) / scale + 0.5
        if any(math.hypot(x - a, y - b) <= 0.085 for a, b in dots):
            return True
        return any(_distance(x, y, begin, end) <= 0.055 for begin, end in strokes)

    return inside


def _distance(x: float, y: float, begin: tuple[float, float], end: tuple[float, float]) -> float:
    """From a point to a stroke."""
    along, across = end[0] - begin[0], end[1] - begin[1]
    part = ((x - begin[0]) * along + (y - begin[1]) * across) / (along**2 + across**2)
    part = min(1.0, max(0.0, part))
    return math.hypot(x - begin[0] - part * along, y - begin[1] - part * across)


def _between(one: tuple[int, int, int], other: tuple[int, int, int], part: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * part) for a, b in zip(one, other, strict=True))


def _png(size: int, paint: Callable[[float], tuple[int, ...]], inside: Inside) -> bytes:
    """https://www.w3.org/TR/png-3/: eight bits a channel, with alpha, no filter."""
    rows = bytearray()
    steps = [(n + 0.5) / _FINE for n in range(_FINE)]
    for row in range(size):
        rows.append(0)
        for column in range(size):
            hits = sum(inside((column + dx) / size, (row + dy) / size) for dy in steps for dx in steps)
            rows.extend(paint(hits / _FINE**2))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
