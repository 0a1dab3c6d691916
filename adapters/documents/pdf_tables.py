"""Tables on the pages of a PDF: those with drawn lines, and those whose columns only stand in line."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from adapters.documents.pdf_page import Line, Rule, Word

_TOUCH = 3.0
"""Points within which two drawn lines meet."""

_CROSSINGS = 60_000
"""Pairs of lines looked at on one page."""

_COLUMNS = 3
"""As many columns as a table without lines has at least: two are often only a wide gap."""


@dataclass(slots=True)
class Grid:
    """Drawn columns and rows, the first row on top."""

    columns: list[float]
    rows: list[float]
    rules: list[Rule]

    def holds(self, word: Word) -> bool:
        x, y = word.middle
        return self.columns[0] < x < self.columns[-1] and self.rows[-1] < y < self.rows[0]

    def cells(self, words: Iterable[Word]) -> list[list[list[Word]]]:
        """The words of each cell, and of a merged one in each row it spans where they are few."""
        wide, deep = len(self.columns) - 1, len(self.rows) - 1
        held: list[list[list[Word]]] = [[[] for _ in range(wide)] for _ in range(deep)]
        falling = [-at for at in self.rows]
        for word in words:
            x, y = word.middle
            row = min(max(bisect_right(falling, -y) - 1, 0), deep - 1)
            column = min(max(bisect_right(self.columns, x) - 1, 0), wide - 1)
            while column and not self._ruled(False, self.columns[column], self._row_middle(row)):
                column -= 1
            held[row][column].append(word)
        self._join_down(held)
        return held

    def _row_middle(self, row: int) -> float:
        return (self.rows[row] + self.rows[row + 1]) / 2

    def _join_down(self, held: list[list[list[Word]]]) -> None:
        for column, (left, right) in enumerate(pairwise(self.columns)):
            row = 0
            while row < len(held):
                last = row
                while last + 1 < len(held) and not self._ruled(True, self.rows[last + 1], (left + right) / 2):
                    last += 1
                if last > row:
                    words = [word for one in held[row : last + 1] for word in one[column]]
                    few = sum(len(word.text) for word in words) <= 60
                    for one in range(row, last + 1):
                        held[one][column] = words if few or one == row else []
                row = last + 1

    def _ruled(self, level: bool, at: float, across: float) -> bool:  # noqa: FBT001
        return any(
            rule.level == level
            and abs(rule.at - at) <= _TOUCH
            and rule.low - _TOUCH <= across <= rule.high + _TOUCH
            for rule in self.rules
        )


def grids(rules: list[Rule]) -> list[Grid]:
    """The tables drawn on a page: groups of lines that cross one another."""
    merged = _merged(rules)
    level = [rule for rule in merged if rule.level]
    upright = [rule for rule in merged if not rule.level]
    if len(level) * len(upright) > _CROSSINGS:
        return []
    found = []
    for group in _connected(level, upright):
        columns = _places(
            [rule.at for rule in group if not rule.level]
            + [end for rule in group if rule.level for end in (rule.low, rule.high)]
        )
        rows = _places(
            [rule.at for rule in group if rule.level]
            + [end for rule in group if not rule.level for end in (rule.low, rule.high)]
        )[::-1]
        if len(columns) > 2 and len(rows) > 1:
            edges = [Rule(False, columns[0], rows[-1], rows[0]), Rule(False, columns[-1], rows[-1], rows[0])]
            found.append(Grid(columns, rows, [*group, *edges]))
    return found


def _merged(rules: list[Rule]) -> list[Rule]:
    """Pieces of one line, such as the edges of cells beside one another, as one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.level, round(rule.at / _TOUCH), rule.low)):
        last = merged[-1] if merged else None
        if (
            last
            and last.level == rule.level
            and abs(last.at - rule.at) <= _TOUCH
            and rule.low <= last.high + _TOUCH
        ):
            merged[-1] = Rule(rule.level, last.at, last.low, max(last.high, rule.high))
        else:
            merged.append(rule)
    return merged


def _connected(level: list[Rule], upright: list[Rule]) -> list[list[Rule]]:
    rules = [*level, *upright]
    above = list(range(len(rules)))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = above[above[at]]
            at = above[at]
        return at

    for i, one in enumerate(level):
        for j, other in enumerate(upright, len(level)):
            if (
                other.low - _TOUCH <= one.at <= other.high + _TOUCH
                and one.low - _TOUCH <= other.at <= one.high + _TOUCH
            ):
                above[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for at, rule in enumerate(rules):
        groups.setdefault(root(at), []).append(rule)
    return [group for group in groups.values() if len(group) > 2]


def _places(values: list[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 2 * _TOUCH:
            places.append(value)
    return places


def aligned(lines: list[Line], at: int) -> tuple[list[list[list[Word]]], int] | None:
    """The rows of a table without drawn lines that begins at a line, and where it ends."""
    starts = [group[0].left for group in lines[at].segments()]
    if len(starts) < _COLUMNS:
        return None
    end = at + 1
    while end < len(lines) and _fits(lines[end], lines[end - 1], starts):
        end += 1
    body = [_columns(line, starts) for line in lines[at:end]]
    if end - at < 2 or not all(any(row[column] for row in body[1:]) for column in range(len(starts))):
        return None
    gaps = [one.bottom - other.bottom for one, other in pairwise(lines[at:end])]
    least = min(gaps)
    spaced = max(gaps) > 1.25 * least
    rows = [body[0]]
    for gap, cells in zip(gaps, body[1:], strict=True):
        filled = sum(map(bool, cells))
        fresh = gap > 1.25 * least if spaced else bool(cells[0]) and filled > 1
        if fresh or (len(rows) == 1 and filled == len(starts)):
            rows.append(cells)
        else:
            rows[-1] = [[*old, *new] for old, new in zip(rows[-1], cells, strict=True)]
    return rows, end


def _fits(line: Line, before: Line, starts: list[float]) -> bool:
    """Whether a line keeps to the columns: nothing runs over a column's beginning, every group begins near one."""
    if before.bottom - line.bottom > 3.5 * before.height or line.height > 1.3 * before.height:
        return False
    groups = line.segments()
    begin_there = all(any(abs(group[0].left - start) < line.height for start in starts) for group in groups)
    runs_over = any(
        group[0].left < start - 2 and group[-1].right > start + 2 for group in groups for start in starts[1:]
    )
    return begin_there and not runs_over


def _columns(line: Line, starts: list[float]) -> list[list[Word]]:
    cells: list[list[Word]] = [[] for _ in starts]
    for word in line.words:
        cells[max(bisect_right([start - 2 for start in starts], word.left) - 1, 0)].append(word)
    return cells
