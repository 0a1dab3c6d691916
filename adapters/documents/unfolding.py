"""What came from a file as the parts of a document.

Tables of actions and short ones stay tables. One that only lays out the page, with the minutes in its
cells, is unfolded to paragraphs, cell by cell: as rows its sentences would not be read as sentences.
Paragraphs that are headings or items in all but name become such, by the rules for plain text.
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.minutes import Block, Part, read_layout
from bot.minutes.layout import WEAK
from bot.minutes.tables import read_header
from bot.minutes.texts import tidy

_LONG = 240
"""Characters of a cell in a table that lays out a page rather than lists things."""

_HEADER_ROWS = 3
_MARKED = re.compile(r"\W|\w{1,8}[.):]|\d|o\s", re.ASCII)


def parts(pieces: list[Any]) -> Iterator[Part]:
    """Parts for `compose`."""
    for piece in pieces:
        if piece[0] == "table":
            yield from _table(piece[1])
        else:
            yield _part(*piece)


def _table(rows: list[list[list[Any]]]) -> Iterator[Part]:
    texts = [[_words(cell) for cell in row] for row in rows]
    if max(map(len, texts), default=0) < 2 or (
        any(_is_page(row) for row in rows)
        and not any(read_header(list(row)) for row in texts[:_HEADER_ROWS] if len(row) > 1)
    ):
        for row in rows:
            for cell in row:
                yield from parts(cell)
        return
    for cells in texts:
        if any(cells):
            yield Part("row", cells=tuple(cells))


def _words(cell: list[Any]) -> str:
    """All the words of a cell; what stood on lines of its own still does."""
    lines: list[str] = []
    for piece in cell:
        if piece[0] == "table":
            lines += ["; ".join(filter(None, map(_words, row))) for row in piece[1]]
        else:
            lines.append(f"{piece[3]} {piece[1]}" if piece[3][:1].isalnum() else piece[1])
    return "\n".join(lines)


def _is_page(row: list[list[Any]]) -> bool:
    return any(
        len(_words(cell)) > _LONG or any(piece[0] in {"table", "heading"} for piece in cell) for cell in row
    )


def _part(kind: str, text: str, level: int, marker: str, bold: list[list[int]]) -> Part:
    spans = tuple((start, end) for start, end in bold)
    if tidy(text).text != text:  # its positions are about to move
        spans = ()
    whole = sum(end - start for start, end in bold) >= len(text.rstrip(" :")) - 1 > 0
    if kind == "heading":
        level = level or 1
        numbered = None if marker else _shaped(f"{'#' * min(level, 6)} {text}")
        if numbered and numbered.marker:
            return Part("heading", numbered.text, level, marker=numbered.marker)
        return Part("heading", text, level, marker=marker)
    if kind == "item":
        if whole and marker[:1].isdigit() and (shaped := _shaped(f"**{text}**")):
            return Part("heading", text, 3 + marker.strip(".").count("."), marker=marker, bold=spans)
        return Part("item", text, level, marker=marker or "•", bold=spans)
    if shaped := _shaped(f"**{text}**" if whole else text):
        as_item = shaped.kind == "item"
        return Part("item" if as_item else "heading", shaped.text, shaped.level or WEAK, marker=shaped.marker)
    return Part("paragraph", text, bold=spans)


def _shaped(text: str) -> Block | None:
    """What a line standing alone would be in plain text, if it is more than a paragraph."""
    if len(text) > 120 and not _MARKED.match(text):  # too long for a heading, and no item
        return None
    blocks = read_layout(text).blocks
    return blocks[0] if len(blocks) == 1 and blocks[0].kind in {"heading", "label", "item"} else None
