"""Pages of words with places into headings, paragraphs, items and tables, in the order they are read.

A PDF knows neither paragraphs nor columns: a line that could have held the next one's first word ends its
paragraph; what is larger than most is a heading; what stands in drawn cells is a table.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from adapters.documents.numbers import BULLET
from adapters.documents.pdf_page import Line, Page, Rule, Word, lines_of
from adapters.documents.pdf_tables import aligned, grids
from adapters.documents.pieces import Budget, Flow, Piece, Run, Table

__all__ = ["Page", "Rule", "Word", "lay_out"]

_BULLETS = set("•▪◦‣●○■□➢➤✓–—-*·\uf0b7\uf0a7\uf0d8")
_MARKER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[a-z]|[ivx]{1,5})[.)]|\d{1,3}(?:\.\d{1,3}){1,3}\.?")
_LOOSE_MARKER = re.compile(r"\d{1,3}|[A-Z][.)]|\d{1,3}/\d{1,4}")
"""A marker only where a wide gap follows: else "J. Smith" and "3 March" would begin items."""
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_ENDED = (".", ":", ";", "?", "!")


@dataclass(slots=True)
class _Measures:
    """What is usual in a document."""

    height: float
    leading: float
    sizes: list[float]
    """Heights of larger lines, the largest first."""


def lay_out(pages: list[Page], budget: Budget) -> tuple[Flow, bool]:
    """What stands on the pages, and whether lines repeated on each were left out."""
    lines = [lines_of(page.words) for page in pages]
    repeated = _repeated(lines)
    for index, page in enumerate(pages):
        lines[index] = _without(lines[index], page, repeated, several=len(pages) > 1)
    measures = _measures([line for page in lines for line in page])
    flow: Flow = []
    for page, kept in zip(pages, lines, strict=True):
        here = _page(page, kept, measures, budget)
        if flow and here and _goes_on(flow[-1], here[0]):
            flow[-1] = _joined(flow[-1], here.pop(0))
        flow += here
    return flow, bool(repeated)


def _repeated(pages: list[list[Line]]) -> set[str]:
    """Lines that stand at the top or bottom of most pages."""
    if len(pages) < 3:
        return set()
    seen = Counter(text for lines in pages for text in {_shape(line) for line in (*lines[:2], *lines[-2:])})
    return {text for text, times in seen.items() if times > len(pages) / 2}


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _without(lines: list[Line], page: Page, repeated: set[str], *, several: bool) -> list[Line]:
    kept = []
    for at, line in enumerate(lines):
        outer = at < 2 or at >= len(lines) - 2
        edge = line.top > page.height * 0.92 or line.bottom < page.height * 0.08
        number = several and edge and _PAGE_NUMBER.fullmatch(line.text)
        if not (outer and (_shape(line) in repeated or number)):
            kept.append(line)
    return kept


def _measures(lines: list[Line]) -> _Measures:
    height = median(line.height for line in lines) if lines else 12.0
    gaps = Counter(
        round(one.bottom - other.bottom)
        for one, other in pairwise(lines)
        if 0 < one.bottom - other.bottom < 3 * height
    )
    leading = float(max(gaps, key=gaps.__getitem__)) if gaps else 1.2 * height
    sizes = sorted({round(line.height) for line in lines if line.height > 1.12 * height}, reverse=True)
    return _Measures(height, max(leading, height), [float(size) for size in sizes[:4]])


def _page(page: Page, lines: list[Line], measures: _Measures, budget: Budget) -> Flow:
    """One page: drawn tables are lifted out, and put back where they stood."""
    words = [word for line in lines for word in line.words]
    placed: list[tuple[float, Flow]] = []
    for grid in grids(page.rules):
        inside = [word for word in words if grid.holds(word)]
        if not inside:
            continue
        gone = set(map(id, inside))
        words = [word for word in words if id(word) not in gone]
        rows = [
            [_cell(cell, right, measures, budget) for cell, right in zip(row, grid.columns[1:], strict=True)]
            for row in grid.cells(inside)
        ]
        rows = [row for row in rows if any(row)]
        placed.append((max(word.top for word in inside), [Table(rows)]))
    rest = lines_of(words)
    for line in rest:
        line.bulleted = any(0 < line.left - x < 40 and line.bottom <= y <= line.top for x, y in page.bullets)
    right = max(
        [line.right for line in rest if len(line.words) > 5]
        or [page.width - min((line.left for line in rest), default=0)]
    )
    at, tops = 0, sorted(placed, key=lambda one: -one[0])
    flow: Flow = []
    for top, table in tops:
        until = at
        while until < len(rest) and rest[until].bottom >= top - 1:
            until += 1
        flow += _lines(rest[at:until], right, measures, budget)
        flow += table
        at = until
    return flow + _lines(rest[at:], right, measures, budget)


def _cell(words: list[Word], right: float, measures: _Measures, budget: Budget) -> Flow:
    budget.cell()
    if not words:
        return []
    flow: Flow = []
    lines = lines_of(words)
    for group in _paragraphs(lines, right - 6, measures):
        flow += _pieces(group, measures, budget, headings=False)
    return flow


def _lines(lines: list[Line], right: float, measures: _Measures, budget: Budget) -> Flow:
    """Lines outside drawn tables: paragraphs, and tables that only stand in columns."""
    flow: Flow = []
    start = at = 0
    while at < len(lines):
        table = aligned(lines, at)
        if table is None:
            at += 1
            continue
        flow += _text(lines[start:at], right, measures, budget)
        rows, at = table
        flow.append(Table([[_plain_cell(cell, budget) for cell in row] for row in rows]))
        start = at
    return flow + _text(lines[start:], right, measures, budget)


def _plain_cell(words: list[Word], budget: Budget) -> Flow:
    budget.cell()
    return [*budget.lines([(word.text + " ", word.bold) for word in words])]


def _text(lines: list[Line], right: float, measures: _Measures, budget: Budget) -> Flow:
    flow: Flow = []
    for group in _paragraphs(lines, right, measures):
        flow += _pieces(group, measures, budget)
    return flow


def _paragraphs(lines: list[Line], right: float, measures: _Measures) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, right, measures):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(group: list[Line], line: Line, right: float, measures: _Measures) -> bool:
    before = group[-1]
    if line.bulleted or _marked(line) or abs(line.height - before.height) > 0.12 * before.height:
        return False
    if before.bottom - line.bottom > 1.25 * max(measures.leading, before.height):
        return False
    if line.left < group[0].left - before.height:
        return False
    if all(word.bold for word in before.words) and not any(word.bold for word in line.words):
        return False
    first = line.words[0]
    full = before.right + (first.right - first.left) + 0.2 * first.height > right
    return full or (first.text[:1].islower() and not before.text.endswith(_ENDED))


def _marked(line: Line) -> str:
    """The bullet or number a line begins with."""
    first = line.words[0]
    if len(line.words) < 2:
        return ""
    gap = line.words[1].left - first.right
    if first.text in _BULLETS:
        return BULLET
    if _MARKER.fullmatch(first.text) or (gap > 0.6 * first.height and _LOOSE_MARKER.fullmatch(first.text)):
        return first.text
    return ""


def _pieces(group: list[Line], measures: _Measures, budget: Budget, *, headings: bool = True) -> list[Piece]:
    marker = _marked(group[0])
    runs: list[Run] = [run for line in group for run in line.runs]
    if marker:
        runs = runs[1:]
    elif group[0].bulleted:
        marker = BULLET
    large = group[0].height > 1.12 * measures.height and len(runs) <= 20
    kind: Literal["heading", "paragraph", "item"] = "item" if marker else "paragraph"
    level = 0
    if headings and large:
        size = round(group[0].height)
        level = measures.sizes.index(size) + 1 if size in measures.sizes else 4
        kind, marker = "heading", "" if marker == BULLET else marker
    return budget.lines(_unhyphenated(runs), kind, level, marker)


def _unhyphenated(runs: list[Run]) -> list[Run]:
    """A word broken at the end of a line stays as it was written: "co-" and "operate" may be either."""
    return [(text[:-1] if text.endswith("- ") and len(text) > 3 else text, bold) for text, bold in runs]


def _goes_on(last: Piece | Table, first: Piece | Table) -> bool:
    """Whether a paragraph goes on over the page, or a table does."""
    if isinstance(last, Piece) and isinstance(first, Piece):
        return (
            last.kind in {"paragraph", "item"}
            and first.kind == "paragraph"
            and first.text[:1].islower()
            and not last.text.endswith(_ENDED)
        )
    return (
        isinstance(last, Table)
        and isinstance(first, Table)
        and bool(last.rows and first.rows)
        and len(last.rows[0]) == len(first.rows[0])
    )


def _joined(last: Piece | Table, first: Piece | Table) -> Piece | Table:
    if isinstance(last, Table) and isinstance(first, Table):
        return Table([*last.rows, *first.rows])
    assert isinstance(last, Piece)
    assert isinstance(first, Piece)
    shift = len(last.text) + 1
    bold = (*last.bold, *((start + shift, end + shift) for start, end in first.bold))
    return Piece(last.kind, f"{last.text} {first.text}", last.level, last.marker, bold)
