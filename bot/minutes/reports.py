"""What the minutes say of earlier actions: the lines under "matters arising" and reviews of the last meeting."""

from collections.abc import Iterator, Sequence

from bot.minutes.context import shorten
from bot.minutes.layout import Document
from bot.minutes.model import Proposal
from bot.minutes.sections import divide

FEWEST_WORDS = 4
MOST = 300
"""Reports taken from one document; a review is never that long."""

WHY = "a line under matters arising"


def read_reports(document: Document, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Lines that may say how an earlier action is going, each as a proposal.

    Which action that is, the log has to tell. What is proposed as an action of its own is none of them.
    """
    taken = [(p.start, p.end) for p in proposals if p.to_do]
    count = 0
    for block, section in zip(document.blocks, divide(document.blocks), strict=True):
        if section.kind != "review" or block.kind in {"heading", "label", "meta"}:
            continue
        if len(block.text.split()) < FEWEST_WORDS or count == MOST:
            continue
        start, end = block.span(0, len(block.text))
        if any(begin < end and start < finish for begin, finish in taken):
            continue
        count += 1
        yield Proposal(
            kind="action",
            what=shorten(block.text),
            quote=document.text[start:end],
            start=start,
            end=end,
            minute=section.minute,
            confidence=0.6,
            why=WHY,
        )
