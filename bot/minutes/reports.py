"""What the minutes say of earlier actions: the lines under "matters arising" and reviews of the last meeting."""

import re
from collections.abc import Iterator, Sequence

from bot.minutes.context import shorten
from bot.minutes.layout import Document
from bot.minutes.model import Proposal
from bot.minutes.sections import Section, divide

FEWEST_WORDS = 4
MOST_WORDS = 50
MOST = 300
"""Reports taken from one document; a review is never that long."""

WHY = "a line under matters arising"
WHY_DONE = "a line that says something is done"

_DONE = re.compile(
    r"\b(?:has|have)\s+(?:now\s+|since\s+|already\s+|all\s+|both\s+)?(?:been\s+)?(?:finished|completed|done|closed|sorted|delivered|circulated|submitted|sent)\b"
    r"|\b(?:is|are)\s+(?:now\s+|all\s+)?(?:complete|completed|finished|done|closed|discharged)\b"
    r"|\bagreed\s+(?:to\s+close|(?:that\s+)?(?:it|this|the\s+action)\s+(?:be|is|was|could\s+be)\s+closed)\b"
    r"|\baction\s+(?:complete|completed|closed|discharged)\b",
    re.IGNORECASE,
)


def _says_done(section: Section, text: str) -> bool:
    """A short one: in a long paragraph the words of any action are found."""
    short = len(text.split()) <= MOST_WORDS
    return short and section.kind in {"body", "actions"} and bool(_DONE.search(text))


def read_reports(document: Document, proposals: Sequence[Proposal]) -> Iterator[Proposal]:
    """Lines that may say how an earlier action is going, each as a proposal.

    Which action that is, the log has to tell. What is proposed as an action of its own is none of them.
    """
    taken = [(p.start, p.end) for p in proposals if p.to_do]
    count = 0
    for block, section in zip(document.blocks, divide(document.blocks), strict=True):
        reviewed = section.kind == "review"
        if block.kind in {"heading", "label", "meta"} or not (reviewed or _says_done(section, block.text)):
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
            why=WHY if reviewed else WHY_DONE,
        )
