"""Actions of an earlier meeting that are said to be still open: "AP7 JB to ask the school – ONGOING"."""

import re
from collections.abc import Iterator, Sequence

from bot.minutes.context import Context
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.orders import read_order
from bot.minutes.sentences import sentences
from bot.minutes.status import told_as_done

_OPEN_WORD = (
    r"(?:(?:still\s+)?(?:on-?\s?going|outstanding|open|pending|in progress|in hand|stands|live|to be done|not (?:yet )?(?:done|started|complete\w*)|incomplete)"
    r"|(?:to be\s+)?carr(?:y|ied) (?:over|forward)|c/?f(?:wd)?|action (?:continues|remains|outstanding|stands|carried forward)|continu(?:es|ing)|overdue|deferred|wip|no (?:report|update|progress|reply|response|answer|news)(?:\s(?:has|had)(?:\s\w+){1,4})?|(?:still\s+)?(?:awaiting|waiting for)(?:\s[\w’-]+){1,5})"
)
_ENDS_OPEN = re.compile(
    rf"(?:\s[-–—:]\s*|[-–—:]\s+|[.;,]\s+|\s[(\[]|\s/\s)\s*(?:this (?:action )?(?:is|remains)\s+|remains\s+|status:?\s+)?{_OPEN_WORD}\W*$",
    re.IGNORECASE,
)
_ONLY_OPEN = re.compile(rf"\W*(?:status:?\s+)?{_OPEN_WORD}(?:\s*[-–:,.(;].{{0,40}})?\W*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"^\W*(?:(?:action|ap|ai)\s?[-#]?)?[\d][\w./-]{0,10}[.:)]?\s+|^\W*(?:AP|A|AI)[-#\s]?\d[\w./-]{0,8}[.:)]?\s+",
    re.IGNORECASE,
)
_KEPT_OPEN = frozenset({"item", "paragraph"})


def read_reviewed(context: Context) -> Iterator[Proposal]:
    """Old orders with a status that leaves them open, whether behind them or right under them."""
    blocks = context.document.blocks
    for index, block in enumerate(blocks):
        section = context.sections[index]
        if block.kind not in _KEPT_OPEN or section.kind in {"people", "agenda", "meta", "slides"}:
            continue
        end = _open_until(blocks, index)
        if end is None:
            continue
        number = _NUMBER.match(block.text[:end])
        start = number.end() if number else 0
        said = list(sentences(block.text[start:end], start))
        order = read_order(said[0].text, context.register, start) if said else None
        if order is None or not order.firm or told_as_done(block.text):
            continue
        stop = said[0].end
        yield context.find(
            block, start, stop, section=section, what=order.what, owners=order.owners, due=order.due,
            confidence=0.8 if order.owners else 0.64, why="an earlier action that is said to be open",
        )  # fmt: skip


def _open_until(blocks: Sequence[Block], index: int) -> int | None:
    """Where the order ends before its open status, if it has one."""
    block = blocks[index]
    behind = _ENDS_OPEN.search(block.text, max(0, len(block.text) - 90))
    if behind:
        return behind.start()
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    under = following is not None and following.kind in {"item", "paragraph", "heading"}
    if following and under and following.level >= block.level and _only_open(following.text):
        return len(block.text)
    return None


def _only_open(text: str) -> bool:
    return len(text) < 50 and bool(_ONLY_OPEN.match(text))
