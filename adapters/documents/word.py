"""Word documents (.docx), straight from their XML.

python-docx leaves out what was inserted as a tracked change and what stands in text boxes and content
controls, and does not count list numbers; so the XML is walked here, as it would look with all changes
accepted. Relations to other files (templates, linked pictures, embedded objects) are not followed.
http://officeopenxml.com/WPdocument.php
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents import limits
from adapters.documents.archive import Archive, attribute, child, local
from adapters.documents.pieces import Budget, Flow, Gathered, Piece, Run, Table
from adapters.documents.refusals import DAMAGED, Refusal
from adapters.documents.word_styles import Numbering, Styles, read_numbering, read_styles, switched_on

_THROUGH = {
    "sdt",
    "sdtContent",
    "ins",
    "moveTo",
    "smartTag",
    "customXml",
    "hyperlink",
    "fldSimple",
    "dir",
    "bdo",
}
"""What only wraps paragraphs or words."""

_GONE = {"del", "moveFrom"}
_CARRIED = 60
"""A merged cell as short as this (an owner, a date) counts for every row it spans."""


def read_word(archive: Archive) -> Gathered:
    main = _main_part(archive)
    folder = main.rpartition("/")[0]
    word = _Word(
        read_styles(_part(archive, f"{folder}/styles.xml")),
        read_numbering(_part(archive, f"{folder}/numbering.xml")),
    )
    body = child(archive.xml(main), "body")
    if body is None:
        raise Refusal(DAMAGED)
    gathered = Gathered("a Word document", word.flow(body))
    gathered.left_out = [*word.left_out(), *_beside(archive, folder)]
    return gathered


def _main_part(archive: Archive) -> str:
    """The document itself, which is nearly always word/document.xml."""
    if "_rels/.rels" in archive.names:
        for relation in archive.xml("_rels/.rels"):
            target = attribute(relation, "Target").lstrip("/")
            if attribute(relation, "Type").endswith("/officeDocument") and target in archive.names:
                return target
    if "word/document.xml" not in archive.names:
        raise Refusal(DAMAGED)
    return "word/document.xml"


def _part(archive: Archive, name: str) -> etree._Element | None:
    return archive.xml(name) if name in archive.names else None


def _beside(archive: Archive, folder: str) -> Iterator[str]:
    """What stands in parts of its own and is not read."""
    around = [name for name in archive.names if re.fullmatch(rf"{folder}/(?:header|footer)\d*\.xml", name)]
    if any(b"<w:t" in archive.read(name).replace(b"<w:tab", b"") for name in around[:50]):
        yield "the page headers and footers"
    if f"{folder}/comments.xml" in archive.names:
        yield "comments in the margin"


@dataclass(slots=True)
class _Word:
    """Walks a document's body."""

    styles: Styles
    numbering: Numbering
    budget: Budget = field(default_factory=Budget)
    carried: list[Run] = field(default_factory=list)
    """Words of a paragraph whose end was deleted: they belong to the next."""
    pictures: int = 0
    notes: int = 0
    files: int = 0

    def left_out(self) -> Iterator[str]:
        for count, one, more in (
            (self.pictures, "a picture", "pictures"),
            (self.notes, "a footnote", "footnotes"),
            (self.files, "an embedded file", "embedded files"),
        ):
            if count:
                yield one if count == 1 else f"{count} {more}"

    def flow(self, container: etree._Element, depth: int = 0) -> Flow:
        """Paragraphs and tables of a body, a cell or a text box."""
        if depth > limits.DEPTH:
            raise Refusal("is nested too deep, as documents for attacks are, and was not opened.")
        found: Flow = []
        for element in container:
            name = local(element)
            if name == "p":
                found += self._paragraph(element, depth)
            elif name == "tbl":
                found.append(self._table(element, depth))
            elif name in _THROUGH:
                found += self.flow(element, depth + 1)
            elif name == "AlternateContent" and len(element):
                found += self.flow(element[0], depth + 1)
            elif name == "altChunk":
                self.files += 1
        return found

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Flow:
        properties = child(paragraph, "pPr")
        style = self.styles.of(attribute(child(properties, "pStyle"), "val"))
        boxes: Flow = []
        runs = [*self.carried, *self._runs(paragraph, style.bold, boxes, depth)]
        self.carried = []
        if child(properties, "rPr", "del") is not None:
            self.carried = runs
            return boxes
        level = style.outline
        outline = attribute(child(properties, "outlineLvl"), "val")
        if outline.isdigit():
            level = int(outline) + 1 if int(outline) < 9 else 0
        if not "".join(text for text, _ in runs).strip():
            return boxes
        numbered = self.numbering.next(child(properties, "numPr"), style.numbered)
        if level:
            return [*self.budget.lines(runs, "heading", level, numbered[1] if numbered else ""), *boxes]
        if numbered:
            return [*self.budget.lines(runs, "item", *numbered), *boxes]
        return [*self.budget.lines(runs), *boxes]

    def _runs(self, parent: etree._Element, bold: bool, boxes: Flow, depth: int) -> Iterator[Run]:  # noqa: FBT001
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self._run(element, bold, boxes, depth)
            elif name in _THROUGH:
                yield from self._runs(element, bold, boxes, depth)
            elif name == "AlternateContent" and len(element):
                yield from self._runs(element[0], bold, boxes, depth)

    def _run(self, run: etree._Element, bold: bool, boxes: Flow, depth: int) -> Iterator[Run]:  # noqa: FBT001
        properties = child(run, "rPr")
        if switched_on(child(properties, "vanish")):
            return
        own = child(properties, "b")
        style = self.styles.of(attribute(child(properties, "rStyle"), "val"))
        bold = switched_on(own) if own is not None else bold or style.bold
        for element in run:
            match local(element):
                case "t":
                    yield element.text or "", bold
                case "tab" | "ptab":
                    yield " ", bold
                case "br" | "cr":
                    yield "\n", bold
                case "noBreakHyphen":
                    yield "-", bold
                case "footnoteReference" | "endnoteReference":
                    self.notes += 1
                case "object":
                    self.files += 1
                case "drawing" | "pict" | "AlternateContent":
                    boxes += self._drawn(element, depth)

    def _drawn(self, drawing: etree._Element, depth: int) -> Flow:
        """The text of boxes; the newer of two drawings of the same thing. Pictures are only counted."""
        found: Flow = []
        if local(drawing) == "AlternateContent":
            drawing = drawing[0] if len(drawing) else drawing
        for element in drawing.iter("{*}txbxContent", "{*}blip", "{*}imagedata"):
            if local(element) != "txbxContent":
                self.pictures += 1
            elif not any(local(above) == "txbxContent" for above in element.iterancestors()):
                found += self.flow(element, depth + 1)
        return found

    def _table(self, table: etree._Element, depth: int) -> Table:
        rows: list[list[Flow]] = []
        spanning: dict[int, Flow] = {}
        for row in _rows(table):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                continue
            cells: list[Flow] = [[] for _ in range(_number(child(properties, "gridBefore"), 0))]
            for cell in _cells(row):
                spanned = _number(child(cell, "tcPr", "gridSpan"), 1)
                self.budget.cell(spanned)
                at = len(cells)
                merged = child(cell, "tcPr", "vMerge")
                if merged is not None and attribute(merged, "val", "continue") == "continue":
                    held = spanning.get(at, [])
                else:
                    held = self.flow(cell, depth + 1)
                    spanning[at] = _short(held) if merged is not None else []
                cells.append(held)
                cells += [[] for _ in range(spanned - 1)]
            rows.append(cells)
        return Table(rows)


def _short(cell: Flow) -> Flow:
    if len(cell) == 1 and isinstance(cell[0], Piece) and len(cell[0].text) <= _CARRIED:
        return cell
    return []


def _number(element: etree._Element | None, default: int) -> int:
    value = attribute(element, "val")
    return min(int(value), 63) if value.isdigit() else default  # Word's own limit of columns


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in _THROUGH:
            yield from _rows(element)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in _THROUGH:
            yield from _cells(element)
