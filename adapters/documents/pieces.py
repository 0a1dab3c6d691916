"""What the readers of each format gather: paragraphs, headings, items and tables, within limits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from adapters.documents import limits
from adapters.documents.refusals import Refusal

Bold = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph or list item. `level` is a heading's depth or an item's indent."""

    kind: Literal["heading", "paragraph", "item"]
    text: str
    level: int = 0
    marker: str = ""
    bold: Bold = ()

    def packed(self) -> list[Any]:
        return [self.kind, self.text, self.level, self.marker, self.bold]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; each cell holds what stands in it, tables within tables included."""

    rows: list[list["Flow"]]

    def packed(self) -> list[Any]:
        return ["table", [[[one.packed() for one in cell] for cell in row] for row in self.rows]]


Flow = list[Piece | Table]
Run = tuple[str, bool]
"""Words, and whether they are bold."""


@dataclass(slots=True)
class Gathered:
    """What was read from a file: its pieces in order, what was left out, and what it was."""

    what: str
    """"a Word document", for the sentence that says the name was misleading."""

    pieces: Flow = field(default_factory=list)
    text: str | None = None
    """Plain or Markdown text whose layout is still to be read, instead of pieces."""

    left_out: list[str] = field(default_factory=list)

    def packed(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "text": self.text,
            "pieces": [piece.packed() for piece in self.pieces],
            "left_out": self.left_out,
        }


@dataclass(slots=True)
class Budget:
    """Counts what is gathered, and refuses the file when it is more than minutes can be."""

    pieces: int = limits.PIECES
    cells: int = limits.CELLS
    characters: int = limits.CHARACTERS

    def cell(self, count: int = 1) -> None:
        self.cells -= count
        if self.cells < 0:
            raise Refusal(
                f"has tables of more than {limits.CELLS:,} cells. Send the minutes without their annexes."
            )

    def piece(self, text: str) -> None:
        self.pieces -= 1
        self.characters -= len(text)
        if self.pieces < 0:
            raise Refusal(
                f"has more than {limits.PIECES:,} paragraphs. Send the minutes without their annexes."
            )
        if self.characters < 0:
            raise Refusal(
                f"has more than {limits.CHARACTERS:,} characters. Send the minutes without their annexes."
            )

    def lines(
        self,
        runs: Iterable[Run],
        kind: Literal["heading", "paragraph", "item"] = "paragraph",
        level: int = 0,
        marker: str = "",
    ) -> list[Piece]:
        """One piece a line; the first has the marker, and further lines of an item stand by themselves."""
        made: list[Piece] = []
        for text, bold in _lines(runs):
            self.piece(text)
            if made and kind == "item":
                made.append(Piece("paragraph", text, bold=bold))
            else:
                made.append(Piece(kind, text, level, marker if not made else "", bold))
        return made


def _lines(runs: Iterable[Run]) -> Iterable[tuple[str, Bold]]:
    """Runs as lines with one space where there was any, and the stretches of each that are bold."""
    words: list[str] = []
    bold: list[tuple[int, int]] = []
    length = 0

    def add(text: str, *, is_bold: bool) -> None:
        nonlocal length
        if is_bold and text.strip():
            if bold and bold[-1][1] == length:
                bold[-1] = (bold[-1][0], length + len(text))
            else:
                bold.append((length, length + len(text)))
        words.append(text)
        length += len(text)

    for raw, is_bold in runs:
        for index, line in enumerate(raw.split("\n")):
            if index:
                yield from _line(words, bold)
                words, bold, length = [], [], 0
            spaced = " ".join(line.split())
            if line[:1].isspace() and length and not words[-1].endswith(" "):
                add(" ", is_bold=False)
            if spaced:
                add(spaced, is_bold=is_bold)
                if line[-1:].isspace():
                    add(" ", is_bold=False)
    yield from _line(words, bold)


def _line(words: list[str], bold: list[tuple[int, int]]) -> Iterable[tuple[str, Bold]]:
    text = "".join(words).rstrip()
    if text:
        yield text, tuple((start, min(end, len(text))) for start, end in bold if start < len(text))
