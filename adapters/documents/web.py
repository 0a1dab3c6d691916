"""Web pages as saved from a site: the text of the page, without its scripts and its navigation.

Left out is only what is surely not minutes: what cannot be seen, what the page itself calls navigation or
its site's header and footer, and, where it marks its main part, what stands outside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents import limits
from adapters.documents.archive import why_not
from adapters.documents.numbers import BULLET, written
from adapters.documents.pieces import Budget, Flow, Gathered, Run, Table
from adapters.documents.plain import decode
from adapters.documents.refusals import TOO_LARGE, Refusal

_UNSEEN = {
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "applet", "audio", "video",
    "canvas", "map", "svg", "math", "select", "textarea", "button", "input", "datalist", "dialog", "link", "meta",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
}  # fmt: skip
_AROUND_ROLES = {"navigation", "banner", "contentinfo", "search"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_ENOUGH = 200
"""Characters of a main part that is worth reading without the rest."""


def read(data: bytes) -> Gathered:
    stated = _CHARSET.search(data[:4096])
    return read_page(decode(data, stated[1].decode("ascii") if stated else None))


def read_page(page: str) -> Gathered:
    """The text of a page that is decoded already."""
    if len(page) > 4 * limits.CHARACTERS:
        raise Refusal(TOO_LARGE)
    # libxml2 stops at a depth of 256 and says nothing; with huge_tree it goes on, and the walk below counts.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(page.encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Refusal(why_not(error)) from None
    if root is None:
        return Gathered("a web page")
    walk = _Walk()
    _refuse_depth(root)
    top, aside = _main(root)
    gathered = Gathered("a web page", walk.flow(top))
    gathered.left_out = list(dict.fromkeys([*aside, *walk.dropped]))
    if walk.pictures:
        gathered.left_out.append("a picture" if walk.pictures == 1 else f"{walk.pictures} pictures")
    return gathered


def _refuse_depth(root: etree._Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.DEPTH:
            raise Refusal("is nested too deep, as pages for attacks are, and was not opened.")


def _main(root: etree._Element) -> tuple[etree._Element, list[str]]:
    """The page's main part, where it marks exactly one of some length."""
    marked = [one for one in root.iter("main", "div", "article", "section") if _is_main(one)]
    if len(marked) == 1 and len("".join(marked[0].itertext()).strip()) >= _ENOUGH:
        return marked[0], ["what stands around the page's main part"]
    return root, []


def _is_main(element: etree._Element) -> bool:
    return element.tag == "main" or element.get("role") == "main"


@dataclass(slots=True)
class _Walk:
    """Gathers the words of a line until something ends it."""

    budget: Budget = field(default_factory=Budget)
    dropped: list[str] = field(default_factory=list)
    pictures: int = 0

    def flow(self, container: etree._Element, indent: int = -1) -> Flow:
        found: Flow = []
        runs: list[Run] = []
        self._into(container, found, runs, indent, bold=False)
        self._end(found, runs)
        return found

    def _end(self, found: Flow, runs: list[Run]) -> None:
        found += self.budget.lines(runs)
        runs.clear()

    def _into(self, parent: etree._Element, found: Flow, runs: list[Run], indent: int, *, bold: bool) -> None:
        self._words(parent.text, parent, runs, bold=bold)
        for element in parent:
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag and not self._leaves_out(element):
                self._element(element, tag, found, runs, indent, bold=bold)
            self._words(element.tail, parent, runs, bold=bold)

    def _words(self, text: str | None, parent: etree._Element, runs: list[Run], *, bold: bool) -> None:
        if text:
            runs.append((text if parent.tag == "pre" else re.sub(r"\s+", " ", text), bold))

    def _element(
        self, element: etree._Element, tag: str, found: Flow, runs: list[Run], indent: int, *, bold: bool
    ) -> None:
        if tag == "br":
            runs.append(("\n", False))
        elif tag == "img":
            self.pictures += 1
        elif tag in _INLINE:
            strong = tag in {"b", "strong"} or bool(_BOLD.search(element.get("style", "")))
            self._into(element, found, runs, indent, bold=bold or strong)
        else:
            self._end(found, runs)
            self._block(element, tag, found, indent, bold=bold)

    def _block(self, element: etree._Element, tag: str, found: Flow, indent: int, *, bold: bool) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            found += self.budget.lines(self._inside(element), "heading", int(tag[1]))
        elif tag == "table":
            rows = [self._row(row) for row in _rows(element)]
            for caption in element.iterchildren("caption"):
                found += self.flow(caption)
            found.append(Table(rows))
        elif tag in {"ul", "ol", "menu"}:
            self._list(element, tag, found, indent + 1)
        else:
            runs: list[Run] = []
            heavy = bold or tag in {"th", "dt"} or bool(_BOLD.search(element.get("style", "")))
            self._into(element, found, runs, indent, bold=heavy)
            self._end(found, runs)

    def _inside(self, element: etree._Element) -> list[Run]:
        """A heading's words, in one line."""
        return [(" ".join("".join(element.itertext()).split()), False)]

    def _list(self, element: etree._Element, tag: str, found: Flow, indent: int) -> None:
        start = element.get("start", "1")
        number = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
        for item in element:
            if item.tag in {"ul", "ol"}:  # a list within a list, without the item the standard wants
                self._list(item, str(item.tag), found, indent + 1)
            elif item.tag == "li" and not self._leaves_out(item):
                value = item.get("value", "")
                number = int(value) if re.fullmatch(r"\d{1,4}", value) else number
                marker = f"{written(number, element.get('type', '1'))}." if tag == "ol" else BULLET
                number += 1
                inner = self.flow(item, indent)
                if inner and not isinstance(inner[0], Table) and inner[0].kind == "paragraph":
                    first = inner[0]
                    inner[0] = type(first)("item", first.text, indent, marker, first.bold)
                found += inner

    def _row(self, row: etree._Element) -> list[Flow]:
        cells: list[Flow] = []
        for cell in row.iterchildren("td", "th"):
            stated = cell.get("colspan", "1")
            spanned = min(int(stated), 63) if re.fullmatch(r"\d{1,4}", stated) else 1
            self.budget.cell(spanned)
            cells += [self.flow(cell), *([] for _ in range(spanned - 1))]
        return cells

    def _leaves_out(self, element: etree._Element) -> bool:
        """Whether an element is surely no part of the minutes."""
        if element.tag in _UNSEEN:
            return True
        if (
            "hidden" in element.attrib
            or element.get("aria-hidden") == "true"
            or _HIDDEN.search(element.get("style", ""))
        ):
            return True
        if element.tag == "nav" or element.get("role") in _AROUND_ROLES or _is_site_frame(element):
            self.dropped.append("the page's navigation, header and footer")
            return True
        if "cookie" in f"{element.get('id', '')} {element.get('class', '')}".lower() and len(element):
            self.dropped.append("the notice on cookies")
            return True
        return False


def _is_site_frame(element: etree._Element) -> bool:
    """A header or footer of the page, not of an article in it, and without a heading's worth of minutes."""
    if element.tag not in {"header", "footer"}:
        return False
    within = {str(above.tag) for above in element.iterancestors()}
    return not within & {"article", "main", "section"} and len("".join(element.itertext())) < 2_000


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from part.iterchildren("tr")
