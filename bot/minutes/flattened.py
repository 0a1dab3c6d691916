"""Tables saved as text with each cell on a line of its own, the header's cells first."""

import re
from collections.abc import Iterator, Sequence

from bot.minutes.context import Context
from bot.minutes.layout import WEAK, Block
from bot.minutes.model import Proposal
from bot.minutes.orders import read_order
from bot.minutes.owners import owner_shaped
from bot.minutes.people import Register
from bot.minutes.sentences import is_due
from bot.minutes.status import is_done_status
from bot.minutes.tables import Column, Header, column_of, read_row
from bot.minutes.texts import Text, tidy

_NUMBER = re.compile(r"[A-Z]{0,5}[\d./-]{1,10}[.)]?$")
_STATUS = re.compile(
    r"(?:open|in progress|ongoing|on-?going|not started|started|on track|overdue|pending|red|amber|green|due|deferred|carried forward)\b",
    re.IGNORECASE,
)
_NOTHING = Text("", 0, 0)


def read_flattened(context: Context) -> Iterator[Proposal]:
    """Rows found by reading lines in turn against the columns the header named."""
    blocks = context.document.blocks
    at = 0
    while at < len(blocks) - 2:
        header, width = _header(blocks, at)
        at += max(width, 1)
        while header is not None:
            cells, after = _cells(context, header, blocks, at)
            if cells is None:
                break
            yield from read_row(context, header, cells, context.sections[at])
            at = after


def _header(blocks: Sequence[Block], at: int) -> tuple[Header | None, int]:
    columns: list[Column] = []
    for block in blocks[at : at + 7]:
        column = column_of(block.text)
        if (
            block.kind in {"row", "meta"}
            or len(block.text) > 40
            or column == "other"
            or ": " in block.text
            or block.text.endswith(".")
        ):
            break
        columns.append(column)
    for width in range(len(columns), 1, -1):
        kinds = columns[:width]
        if len(set(kinds)) == width and "what" in kinds and {"who", "when"} & set(kinds):
            return Header(tuple(kinds)), width
    return None, 0


def _cells(
    context: Context, header: Header, blocks: Sequence[Block], at: int
) -> tuple[list[Text] | None, int]:
    """The cells of one row and where the next begins; a cell left empty in the table has no line at all."""
    cells: list[Text] = []
    filled = 0
    for number, column in enumerate(header.columns):
        if (
            at >= len(blocks)
            or blocks[at].kind in {"row", "meta"}
            or (blocks[at].kind == "heading" and blocks[at].level < WEAK)
        ):
            if column == "what" or filled == 0:
                return None, at
            cells.append(_NOTHING)
            continue
        if column in {"what", "topic", "other"}:
            cell, after = _wording(context, header.columns[number + 1 :], blocks, at, talk=column != "what")
            if cell is None:
                return None, at
            cells.append(cell)
            at = after
            filled += 1
        elif _fits(blocks[at].text, column, context.register):
            cells.append(blocks[at])
            at += 1
            filled += 1
        elif column in {"who", "when", "status"} and "what" in header.columns[:number]:
            cells.append(_NOTHING)
        else:
            return None, at
    return (cells, at) if filled > 1 else (None, at)


def _wording(
    context: Context, rest: Sequence[Column], blocks: Sequence[Block], at: int, *, talk: bool
) -> tuple[Text | None, int]:
    """A cell of words: its line, and the lines after it until one that fits the next column."""
    if not talk and (len(blocks[at].text) > 600 or read_order(blocks[at].text, context.register) is None):
        return None, at
    if not rest or talk:
        return blocks[at], at + 1
    for more in range(1, 6):
        if at + more >= len(blocks) or (
            blocks[at + more].kind == "heading" and blocks[at + more].level < WEAK
        ):
            break
        if any(_fits(blocks[at + more].text, column, context.register) for column in rest[:2]):
            end = blocks[at + more - 1]
            source = context.document.text[blocks[at].start : end.end]
            return (blocks[at] if more == 1 else tidy(source, blocks[at].start)), at + more
    return None, at


def _fits(text: str, column: Column, register: Register) -> bool:
    if column == "who":
        return owner_shaped(text, register) and not is_due(text)
    if column == "when":
        return is_due(text)
    if column == "number":
        return bool(_NUMBER.match(text))
    if column == "status":
        return len(text) <= 80 and (bool(_STATUS.match(text)) or is_done_status(text))
    return False
