"""Text into blocks: headings, paragraphs, list items and table rows, each knowing where it stood.

A block's text is tidy (one space where the source has line breaks or emphasis marks), and `span` takes
a stretch of it back to the exact characters of the source. Readers of other formats (Word, web pages)
build a `Document` with `compose` and hand over the layout they know.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.minutes.markup import elements, left_as_html
from bot.minutes.texts import Text, tidy

BlockKind = Literal["heading", "label", "paragraph", "item", "row", "meta"]

WEAK = 9
"""Level of a heading that only its shape gives away: a short line standing alone."""


@dataclass(frozen=True, slots=True)
class Block(Text):
    """One heading, paragraph, list item or table row.

    `level` is a heading's depth (1 is the top; WEAK when guessed from its shape) or a list item's
    indent. `marker` is a list item's or heading's number or bullet as written. `after_gap` says whether
    an empty line came before. `bold` are stretches of `text`.
    """

    kind: BlockKind = "paragraph"
    level: int = 0
    marker: str = ""
    cells: tuple[Text, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    after_gap: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its blocks in order; every block's positions are positions in `text`."""

    text: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of layout as another format knows it, for `compose`."""

    kind: Literal["heading", "paragraph", "item", "row"]
    text: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    marker: str = ""


def compose(parts: Iterable[Part]) -> Document:
    """A document from pieces whose layout is known, such as a Word file's; its text joins them."""
    text: list[str] = []
    blocks: list[Block] = []
    at = 0
    for part in parts:
        written = " | ".join(part.cells) if part.kind == "row" else part.text
        cells: list[Text] = []
        cell_at = at
        if part.kind == "row":
            for cell in part.cells:
                cells.append(tidy(cell, cell_at))
                cell_at += len(cell) + 3
        clean = tidy(written, at)
        blocks.append(
            Block(
                clean.text,
                clean.start,
                clean.end,
                clean.marks,
                kind="label" if part.kind == "heading" and clean.text.endswith(":") else part.kind,
                level=part.level or (1 if part.kind == "heading" else 0),
                marker=part.marker,
                cells=tuple(cells),
                bold=part.bold,
            ),
        )
        text.append(written)
        at += len(written) + 2
    return Document("\n\n".join(text), tuple(blocks))


_BULLET = re.compile(
    r"(?P<indent>[ \t\u00a0]*)(?P<marker>[-*+•·▪■□◦‣●○–—➢➤►▸❖✓§»]|o(?=\s{2,}|\t|\s[A-Z\d])|[\uf000-\uf0ff]"
    r"|\(?(?:\d{1,3}(?:\\?\.\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{1,5})\\?[.)]|[A-Z]{1,3}\d{1,3}[.)]|\d{1,2}\s?/(?=\s+[A-Z])|\d{1,2}(?:\.\d{1,2}){1,3}|\(\d{1,2}\))"
    r"(?P<gap>[ \t\u00a0]+)(?P<box>\[[ xX]\]\s+|[☐☑☒]\s*)?(?=\S)",
)
_HASHES = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]*(?=[^#\s])")
_RULE = re.compile(r"[ \t]*([-=_*~+]\s?){3,}[ \t]*$")
_TABLE_RULE = re.compile(r"[\s|:+=-]+$")
_WHOLE_BOLD = re.compile(r"\s*(\*\*|__)(?P<inside>[^*]+?)\1[ \t:]*$")
_END = (".", ";", ",", "?", "!")
_MINUTE = re.compile(
    r"\d{1,3}(?:[./]\d{1,4}){0,3}[.:)]?\s|[A-Z]{1,6}\d{0,4}[/-]\d{1,4}[.:)]?\s|item \d+", re.IGNORECASE
)
_SPEAKING = re.compile(
    r"\b(?:will|would|is|are|was|were|be|has|have|had|gave|shall|should|agreed|to\s+\w+\s+(?:the|a|an|and|with|to))\b",
)


@dataclass(slots=True)
class _Lines:
    """Lines gathered towards the next block."""

    start: int = 0
    end: int = 0
    kind: BlockKind = "paragraph"
    level: int = 0
    marker: str = ""
    after_gap: bool = True
    open: bool = False
    last: str = ""
    found: list[Block] = field(default_factory=list)


def read_layout(text: str) -> Document:
    """The blocks of a plain or Markdown text."""
    blocks = tuple(_blocks(text))
    return Document(text, blocks)


def _blocks(text: str) -> Iterator[Block]:  # noqa: C901  one line after the other, each kind in turn
    lines = [(found.start(), found.end()) for found in re.finditer(r"[^\n\r\f\v\u2028\u2029]+", text)]
    at = _Lines()
    position = 0
    meta_until = _front_matter(text)
    together = _lines_apart(text)
    for index, (start, end) in enumerate(lines):
        line = text[start:end]
        gap = text.count("\n", position, start) > together or position == 0
        position = end
        if start < meta_until:
            yield from _meta(line, start)
            continue
        if not line.strip() or line.strip() in {"\u200b", "\ufeff", ">"}:
            yield from _flush(text, at)
            at.after_gap = True
            continue
        if gap:
            yield from _flush(text, at)
            at.after_gap = True
        if _RULE.match(line) or ("|" in line and _TABLE_RULE.match(line)):
            yield from _flush(text, at)
            at.after_gap = True
            continue
        if "<" in line and "|" not in line and left_as_html(line):
            yield from _flush(text, at)
            yield from _marked_up(line, start)
            continue
        row = _row(line, start)
        if row:
            yield from _flush(text, at)
            clean = tidy(line, start)
            yield Block(
                clean.text, clean.start, clean.end, clean.marks, kind="row", cells=row, after_gap=at.after_gap
            )
            at.after_gap = False
            continue
        following = text[slice(*lines[index + 1])] if index + 1 < len(lines) else ""
        stands_alone = (
            index + 1 >= len(lines)
            or text.count("\n", end, lines[index + 1][0]) > together
            or not following.strip()
        )
        if at.open and not _continues(at, line):
            yield from _flush(text, at)
        if at.open:
            at.end, at.last = end, line
            continue
        _begin(at, line, start, end, stands_alone=stands_alone, above=following)
        if at.kind in {"heading", "label"}:
            yield from _flush(text, at)
    yield from _flush(text, at)


_NEXT_LINES = re.compile(r"(?P<before>[^\s])[ \t]*\n(?P<gap>\n?)[ \t]*(?P<after>[^\s])")


_A_PAGE = 25


def _lines_apart(text: str) -> int:
    """How many line ends stand between the lines of one paragraph: two where a page's lines were set apart."""
    apart = broken = lines = 0
    for found in _NEXT_LINES.finditer(text):
        lines += 1
        if found["gap"]:
            apart += 1
            broken += found["after"].islower() and (found["before"].isalpha() or found["before"] in ",-")
    return 2 if lines > _A_PAGE and apart > 0.8 * lines and broken > 0.12 * lines else 1


def _marked_up(line: str, start: int) -> Iterator[Block]:
    """A table or list left as HTML in a line: each element's words are a block of their own."""
    for kind, level, at, end in elements(line):
        clean = tidy(line[at:end], start + at)
        if clean.text:
            yield Block(
                clean.text, clean.start, clean.end, clean.marks, kind=kind if len(clean.text) < 90 or kind == "item" else "paragraph",
                level=level, marker="-" if kind == "item" else "",
            )  # fmt: skip


def _front_matter(text: str) -> int:
    """Where a site's header between --- or +++ lines ends."""
    if not text.startswith(("---\n", "+++\n", "---\r\n")):
        return 0
    return text.find("\n" + text[:3], 3, 4000) + 4


def _meta(line: str, start: int) -> Iterator[Block]:
    if line.strip() and not _RULE.match(line):
        clean = tidy(line, start)
        yield Block(clean.text, clean.start, clean.end, clean.marks, kind="meta")


def _row(line: str, start: int) -> tuple[Text, ...]:
    mark = (
        "|"
        if line.count("|") >= 2 or (line.count("|") == 1 and " | " in line) or line.rstrip().endswith(" |")
        else "\t"
    )
    if mark == "|" and line.lstrip().startswith("||"):
        # A wiki's table: "||what||who||".
        mark = "||"
    if mark == "|" and line.count("|") == 1 and _ASIDE.match(line):
        return ()
    if (mark == "\t" and "\t" not in line.strip()) or (_BULLET.match(line) and mark == "\t"):
        return ()
    body = line.strip()
    at = start + line.index(body)
    if mark == "||":
        body, at = body[2:], at + 2
        body = body.removesuffix("||")
    if mark == "|":
        if body.startswith("|"):
            body, at = body[1:], at + 1
        body = body.removesuffix("|")
    cells = []
    for part in body.split(mark):
        cells.append(tidy(part, at))
        at += len(part) + len(mark)
    filled = [cell for cell in cells if cell.text]
    if mark == "\t" and (len(filled) < 2 or re.fullmatch(r"[\d.]+|\W+|\(?\w{1,3}[.)]", filled[0].text)):
        return ()
    return tuple(cells) if filled and len(cells) > 1 else ()


def _continues(at: _Lines, line: str) -> bool:
    """Whether a line is the soft-wrapped rest of the block before it."""
    if _HASHES.match(line) or _BULLET.match(line) or _ASIDE.match(line):
        return False
    if _STATUS_END.search(at.last[-40:]):
        return False
    if _CELL.match(line) or _SPOKEN.match(line) or _MARGIN_END.search(at.last[-60:]):
        return False
    if _ORDER_LINE.match(line) and not _UNFINISHED.search(at.last.rstrip()[-20:]):
        return False
    first = line.lstrip()[:1]
    if first.islower() and not at.last.rstrip().endswith((".", ":")):
        return True
    return len(at.last.rstrip()) >= 60 and not at.last.rstrip().endswith((".", ":", "?", "!"))


# A line that is only a name or a date is a cell of a table flattened to lines, not the end of a sentence.
_CELL = re.compile(
    r"\s*(?:(?:[A-Z][\w’'-]+\s?){1,4}|[A-Z]{2,4}(?:\s?[/,&]\s?[A-Z]{2,4})*|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\s[A-Z][a-z]{2,8}(?:\s\d{4})?)\s*$",
)
# A scribe's line: who speaks, a colon, the words; or dots, for the one before going on.
_SPOKEN = re.compile(r"\s*(?:\.{3,}\s|…|@?[A-Z][\w.-]{0,15}(?:\s[A-Z][\w-]{1,15})?:\s)")
# A line that begins with somebody and what they are to do, after a line that may have ended.
_ORDER_LINE = re.compile(
    r"\s*(?:[A-Z][\w’'-]{1,20}(?:\s[A-Z][\w’'-]{1,20}){0,2}|[A-Z]{2,4}(?:\s?[/,&]\s?[A-Z]{2,4}){0,3})\s(?:to|will)\s[a-z]{3,}",
)
_UNFINISHED = re.compile(
    r"(?:\b(?:the|a|an|of|and|or|to|for|with|by|in|on|at|from|that|as|between|Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|The|Parish|Town)|[,&(–-])$"
)
# A short word set far to the right is a column of its own.
_MARGIN_END = re.compile(r"\S(?: {3,}|\t)\s*[A-Z][\w./& ]{0,20}$")
_STATUS_END = re.compile(
    r"\b(?:DONE|COMPLETED?|CLOSED|ONGOING|ON-GOING|OPEN|OUTSTANDING|IN PROGRESS|CARRIED FORWARD|PENDING)\W*$"
)
_ASIDE = re.compile(
    r"\s*\W{0,4}(?:action|agreed|resolved|decision|due|owner|deadline|recommend)\w*\b.{0,25}[:–—-]",
    re.IGNORECASE,
)


def _begin(at: _Lines, line: str, start: int, end: int, *, stands_alone: bool, above: str) -> None:
    """`above` is the line this one stands right above; "" where there is an empty one between."""
    at.open, at.start, at.end, at.last = True, start, end, line
    at.kind, at.level, at.marker = "paragraph", 0, ""
    hashes = _HASHES.match(line)
    if hashes:
        at.kind, at.level, at.start = "heading", len(hashes[1]), start + hashes.end()
        numbered = _BULLET.match(line, hashes.end())
        if numbered and numbered["marker"][0].isdigit():
            at.marker, at.start = numbered["marker"].replace("\\", ""), start + numbered.end()
        return
    bullet = _BULLET.match(line)
    if bullet and not (bullet["marker"] == "*" and bullet["gap"] == ""):
        inner = bullet.end()
        hashes = _HASHES.match(line, inner)
        inner = hashes.end() if hashes else inner
        box = (bullet["box"] or "").strip()
        at.marker = bullet["marker"].replace("\\", "") + (f" {box}" if box else "")
        indent = len(bullet["indent"].replace("\t", "    "))
        at.kind, at.level, at.start = "item", indent // 2, start + inner
        rest = line[inner:].strip()
        alone = stands_alone or _heads(rest, above)
        stroked = at.marker.endswith("/") and len(rest) < 60
        titled = at.marker[:1].isdigit() and indent < 4 and alone and at.after_gap and _heading_shape(rest)
        if titled or (stroked and rest[:1].isupper() and not rest.endswith(_END)):
            at.kind, at.level = "heading", 3 + at.marker.strip(".").count(".")
        return
    bare = line.strip()
    if _ASIDE.match(line) and not bare.rstrip("*_ ").endswith((":", "-")):
        return
    bold = _WHOLE_BOLD.match(line)
    if (
        bold
        and len(bold["inside"]) <= 90
        and not bold["inside"].rstrip().endswith((".", ";"))
        and not _ASIDE.match(line)
    ):
        at.kind, at.level = ("label" if bare.rstrip("*_ ").endswith(":") else "heading"), 5
    elif bare.endswith(":") and len(bare) <= 60 and "." not in bare[:-1]:
        at.kind, at.level = "label", WEAK
    elif (
        _heading_shape(bare)
        and (at.after_gap or bare.isupper())
        and (stands_alone or bare.isupper() or (len(bare) < 60 and not above.lstrip()[:1].islower()))
    ):
        at.kind, at.level = "heading", WEAK
        number = _MINUTE.match(bare)
        at.marker = number.group().strip() if number else ""


def _heads(line: str, below: str) -> bool:
    """Whether a short numbered line is the title of what stands right under it, and not an item before the next."""
    return (
        len(line) < 60
        and below[:1].isupper()
        and not _BULLET.match(below)
        and (below.rstrip().endswith((".", ":")) or len(below) > 60 or bool(_ASIDE.match(below)))
    )


def _heading_shape(line: str) -> bool:
    if not line or len(line) > 90 or line.endswith(_END) or len(line.split()) > 12:
        return False
    if line.isupper():
        return True
    return (line[0].isupper() or line[0].isdigit() or line[0] in "“‘\"'(*[") and not _SPEAKING.search(line)


def _flush(text: str, at: _Lines) -> Iterator[Block]:
    if not at.open:
        return
    clean = tidy(text[at.start : at.end], at.start)
    at.open = False
    if clean.text:
        yield Block(
            clean.text, clean.start, clean.end, clean.marks,
            kind=at.kind, level=at.level, marker=at.marker, after_gap=at.after_gap,
            bold=_bold(text, clean),
        )  # fmt: skip
    at.after_gap = False


_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,200})\1")


def _bold(text: str, clean: Text) -> tuple[tuple[int, int], ...]:
    """Bold stretches of a Markdown text, as positions in the tidy text."""
    source = text[clean.start : clean.end]
    if "**" not in source and "__" not in source:
        return ()
    found = []
    for run in _BOLD.finditer(source):
        at = clean.text.find(run[2].strip())
        if at >= 0:
            found.append((at, at + len(run[2].strip())))
    return tuple(found)
