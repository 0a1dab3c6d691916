"""What a Word document's styles and numbering say of a paragraph."""

import re
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents.archive import attribute, child, local
from adapters.documents.numbers import Counting, Level


@dataclass(frozen=True, slots=True)
class Style:
    outline: int = 0
    """A heading's level, or 0."""
    bold: bool = False
    numbered: tuple[str, int] | None = None
    """The list and level its paragraphs belong to."""


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles by their id, each with what it has from those it is based on."""

    known: dict[str, Style]

    def of(self, style: str) -> Style:
        return self.known.get(style, Style())


def read_styles(root: etree._Element | None) -> Styles:
    elements = (
        {attribute(one, "styleId"): one for one in root if local(one) == "style"} if root is not None else {}
    )
    known: dict[str, Style] = {}
    for name in elements:
        chain: list[str] = []
        at = name
        while at in elements and at not in known and at not in chain:
            chain.append(at)
            at = attribute(child(elements[at], "basedOn"), "val")
        for one in reversed(chain):
            base = attribute(child(elements[one], "basedOn"), "val")
            known[one] = _style(elements[one], known.get(base, Style()))
    return Styles(known)


def _style(element: etree._Element, base: Style) -> Style:
    properties = child(element, "pPr")
    name = attribute(child(element, "name"), "val").lower()
    outline = base.outline
    stated = attribute(child(properties, "outlineLvl"), "val")
    if stated.isdigit():
        outline = int(stated) + 1 if int(stated) < 9 else 0
    elif heading := re.fullmatch(r"heading ([1-9])", name):
        outline = int(heading[1])
    elif name == "title":
        outline = 1
    bold = child(element, "rPr", "b")
    numbers = child(properties, "numPr")
    return Style(
        outline,
        base.bold if bold is None else switched_on(bold),
        _list_of(numbers) if numbers is not None else base.numbered,
    )


def _list_of(properties: etree._Element | None) -> tuple[str, int]:
    level = attribute(child(properties, "ilvl"), "val", "0")
    return attribute(child(properties, "numId"), "val"), int(level) if level.isdigit() else 0


def switched_on(element: etree._Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and attribute(element, "val", "1") not in {"0", "false", "off"}


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and where the count of each has got to."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    """By a list's id: the count it takes part in, and its levels."""
    counts: dict[str, Counting] = field(default_factory=dict)

    def next(self, own: etree._Element | None, of_style: tuple[str, int] | None) -> tuple[int, str] | None:
        """Level and marker of the next paragraph of a list; None where it is in none."""
        where = of_style
        if own is not None:
            number, level = _list_of(own)
            where = (number or (of_style[0] if of_style else ""), level)
        if where is None or where[0] not in self.lists:
            return None  # numId 0 takes a paragraph out of its style's list
        count, levels = self.lists[where[0]]
        return where[1], self.counts.setdefault(count, Counting()).next(levels, where[1])


def read_numbering(root: etree._Element | None) -> Numbering:
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {attribute(one, "abstractNumId"): _levels(one) for one in root if local(one) == "abstractNum"}
    for one in root:
        if local(one) == "num":
            number, base = attribute(one, "numId"), attribute(child(one, "abstractNumId"), "val")
            levels = dict(abstract.get(base, {}))
            anew = False
            for override in one:
                if local(override) != "lvlOverride":
                    continue
                levels |= _levels(override)
                start, level = attribute(child(override, "startOverride"), "val"), attribute(override, "ilvl")
                if start.isdigit() and level.isdigit() and int(level) in levels:
                    was = levels[int(level)]
                    levels[int(level)] = Level(was.form, was.pattern, int(start))
                    anew = True
            numbering.lists[number] = (number if anew else f"of {base}", levels)
    return numbering


def _levels(parent: etree._Element) -> dict[int, Level]:
    found = {}
    for element in parent:
        at = attribute(element, "ilvl")
        if local(element) == "lvl" and at.isdigit():
            start = attribute(child(element, "start"), "val", "1")
            found[int(at)] = Level(
                attribute(child(element, "numFmt"), "val", "decimal"),
                attribute(child(element, "lvlText"), "val", "%1."),
                int(start) if start.isdigit() else 1,
            )
    return found
