"""Tables and lists that a page's text left as HTML."""

import re
from collections.abc import Iterator
from typing import Literal

_ELEMENT = re.compile(
    r"<(?P<close>/?)(?P<name>table|thead|tbody|tr|th|td|ul|ol|li|p|br|div|h[1-6])\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(?:t[dhr]|li|p|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)

Kind = Literal["item", "heading", "paragraph"]


def left_as_html(line: str) -> bool:
    """Whether a line holds elements that stand for blocks, and not a mere line break."""
    return bool(_BLOCK.search(line))


def elements(line: str) -> Iterator[tuple[Kind, int, int, int]]:
    """What kind of block each element's words are, a heading's level, and where the words stand."""
    at, name = 0, "p"
    for found in (*_ELEMENT.finditer(line), None):
        kind: Kind = "item" if name == "li" else "heading" if name[0] == "h" else "paragraph"
        yield kind, int(name[1]) if kind == "heading" else 0, at, found.start() if found else len(line)
        if found:
            at = found.end()
            name = "p" if found["close"] else found["name"].lower()
