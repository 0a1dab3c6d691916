"""OpenDocument texts (.odt), straight from their XML, as they look with all changes accepted.

odfpy has had no release since 2020 and parses with the standard library's expat, which expands entities.
https://docs.oasis-open.org/office/OpenDocument/v1.3/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents import limits
from adapters.documents.archive import Archive, attribute, child, local
from adapters.documents.numbers import Counting, Level
from adapters.documents.pieces import Budget, Flow, Gathered, Piece, Run, Table
from adapters.documents.refusals import DAMAGED, Refusal

_THROUGH = {
    "section",
    "index-body",
    "text-box",
    "header-rows",
    "table-header-rows",
    "table-rows",
    "table-row-group",
}
_SKIPPED = {
    "tracked-changes",
    "annotation",
    "annotation-end",
    "sequence-decls",
    "forms",
    "table-of-content",
    "ruby-text",
}
_CARRIED = 60


def read_opendocument(archive: Archive) -> Gathered:
    content = archive.xml("content.xml")
    styles = _Styles()
    if "styles.xml" in archive.names:
        styles.learn(archive.xml("styles.xml"))
    styles.learn(content)
    text = child(content, "body", "text")
    if text is None:
        raise Refusal(DAMAGED)
    walk = _Walk(styles)
    gathered = Gathered("an OpenDocument text", walk.flow(text))
    gathered.left_out = list(walk.left_out())
    return gathered


class _Styles:
    """Which styles are bold, are headings, and how lists count."""

    def __init__(self) -> None:
        self.bold: dict[str, bool] = {}
        self.lists: dict[str, dict[int, Level]] = {}
        self.list_of: dict[str, str] = {}
        self.outline: dict[int, Level] = {}

    def learn(self, root: etree._Element) -> None:
        for element in root.iter("{*}style", "{*}list-style", "{*}outline-style"):
            name = attribute(element, "name")
            if local(element) == "list-style":
                self.lists[name] = _levels(element)
            elif local(element) == "outline-style":
                self.outline = _levels(element)
            else:
                weight = attribute(child(element, "text-properties"), "font-weight")
                parent = attribute(element, "parent-style-name")
                named = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
                self.bold[name] = named if weight else self.bold.get(parent, False)
                if listed := attribute(element, "list-style-name") or self.list_of.get(parent, ""):
                    self.list_of[name] = listed


def _levels(style: etree._Element) -> dict[int, Level]:
    found = {}
    for element in style:
        at = attribute(element, "level")
        if not at.isdigit() or int(at) > 10:
            continue
        form = attribute(element, "num-format") if "bullet" not in local(element) else ""
        shown = attribute(element, "display-levels", "1")
        first = max(1, int(at) - (int(shown) if shown.isdigit() else 1) + 1)
        pattern = ".".join(f"%{level}" for level in range(first, int(at) + 1))
        start = attribute(element, "start-value", "1")
        found[int(at) - 1] = Level(
            form,
            attribute(element, "num-prefix") + pattern + attribute(element, "num-suffix"),
            int(start) if start.isdigit() else 1,
        )
    return found


@dataclass(slots=True)
class _List:
    """The list an item stands in."""

    style: str
    level: int
    count: Counting


@dataclass(slots=True)
class _Walk:
    styles: _Styles
    budget: Budget = field(default_factory=Budget)
    headings: Counting = field(default_factory=Counting)
    lists: dict[str, Counting] = field(default_factory=dict)
    pictures: int = 0
    notes: int = 0
    comments: int = 0

    def left_out(self) -> Iterator[str]:
        for count, one, more in (
            (self.pictures, "a picture", "pictures"),
            (self.notes, "a footnote", "footnotes"),
            (self.comments, "a comment in the margin", "comments in the margin"),
        ):
            if count:
                yield one if count == 1 else f"{count} {more}"

    def flow(self, container: etree._Element, depth: int = 0) -> Flow:
        if depth > limits.DEPTH:
            raise Refusal("is nested too deep, as documents for attacks are, and was not opened.")
        found: Flow = []
        for element in container:
            match local(element):
                case "h" | "p" as name:
                    found += self._paragraph(element, depth, heading=name == "h")
                case "list":
                    found += self._list(element, None, depth)
                case "table":
                    found.append(self._table(element, depth))
                case "frame":
                    found += self._frame(element, depth)
                case name if name in _THROUGH:
                    found += self.flow(element, depth + 1)
        return found

    def _paragraph(
        self,
        element: etree._Element,
        depth: int,
        *,
        heading: bool = False,
        item: tuple[int, str] | None = None,
    ) -> Flow:
        boxes: Flow = []
        bold = self.styles.bold.get(attribute(element, "style-name"), False)
        runs = list(self._runs(element, boxes, depth, bold=bold))
        if not "".join(text for text, _ in runs).strip():
            return boxes
        if heading:
            stated = attribute(element, "outline-level", "1")
            level = int(stated) if stated.isdigit() else 1
            marker = item[1] if item else ""
            if not item and self.styles.outline.get(level - 1, Level("", "")).counts:
                marker = self.headings.next(self.styles.outline, level - 1)
            return [*self.budget.lines(runs, "heading", min(max(level, 1), 8), marker), *boxes]
        if item:
            return [*self.budget.lines(runs, "item", *item), *boxes]
        return [*self.budget.lines(runs), *boxes]

    def _runs(self, parent: etree._Element, boxes: Flow, depth: int, *, bold: bool) -> Iterator[Run]:
        yield parent.text or "", bold
        for element in parent:
            name = local(element)
            if name in {"s", "tab"}:
                yield " ", bold
            elif name == "line-break":
                yield "\n", bold
            elif name == "note":
                self.notes += 1
            elif name == "annotation":
                self.comments += 1
            elif name == "frame":
                boxes += self._frame(element, depth)
            elif name not in _SKIPPED:
                style = attribute(element, "style-name")
                yield from self._runs(element, boxes, depth, bold=self.styles.bold.get(style, bold))
            yield element.tail or "", bold

    def _frame(self, frame: etree._Element, depth: int) -> Flow:
        """A text box's paragraphs; a picture is only counted."""
        box = child(frame, "text-box")
        if box is None:
            self.pictures += 1
            return []
        return self.flow(box, depth + 1)

    def _list(self, element: etree._Element, above: _List | None, depth: int) -> Flow:
        if depth > limits.DEPTH:
            raise Refusal("is nested too deep, as documents for attacks are, and was not opened.")
        style = attribute(element, "style-name") or (above.style if above else "")
        if above:
            here = _List(style, above.level + 1, above.count)
        else:
            # Lists of one style that go on count on; others begin anew.
            goes_on = attribute(element, "continue-numbering") == "true" or attribute(
                element, "continue-list"
            )
            count = self.lists.get(style) if goes_on else None
            here = _List(style, 0, count or Counting())
            self.lists[style] = here.count
        found: Flow = []
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            first = local(item) == "list-item"
            for inner in item:
                name = local(inner)
                if name == "list":
                    found += self._list(inner, here, depth + 1)
                elif name in {"p", "h"}:
                    marker = (
                        here.count.next(self.styles.lists.get(here.style, {}), here.level) if first else ""
                    )
                    found += self._paragraph(
                        inner, depth, heading=name == "h", item=(here.level, marker) if first else None
                    )
                    first = False
        return found

    def _table(self, table: etree._Element, depth: int) -> Table:
        rows: list[list[Flow]] = []
        spanning: dict[int, tuple[int, Flow]] = {}
        for row in _rows(table):
            cells: list[Flow] = []
            for cell in row:
                if local(cell) not in {"table-cell", "covered-table-cell"}:
                    continue
                for _ in range(_many(cell, "number-columns-repeated", 64)):
                    self.budget.cell()
                    left, held = spanning.get(len(cells), (0, []))
                    if local(cell) == "table-cell":
                        held = self.flow(cell, depth + 1)
                        left = _many(cell, "number-rows-spanned", 1000)
                    elif left <= 0:
                        held = []
                    spanning[len(cells)] = (left - 1, _short(held))
                    cells.append(held)
            rows += [cells] * (_many(row, "number-rows-repeated", 100) if any(cells) else 1)
        return Table(rows)


def _short(cell: Flow) -> Flow:
    """A merged cell as short as this (an owner, a date) counts for every row it spans."""
    return cell if len(cell) == 1 and isinstance(cell[0], Piece) and len(cell[0].text) <= _CARRIED else []


def _many(element: etree._Element, name: str, most: int) -> int:
    value = attribute(element, name, "1")
    return min(int(value), most) if value.isdigit() else 1


def _rows(table: Iterable[etree._Element]) -> Iterator[etree._Element]:
    for element in table:
        if local(element) == "table-row":
            yield element
        elif local(element) in _THROUGH:
            yield from _rows(element)
