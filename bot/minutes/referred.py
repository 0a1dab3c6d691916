"""Matters handed to another body, told as done: "Referred to the Housing Board: …", "it was referred to …"."""

import re
from collections.abc import Iterator

from bot.minutes.clauses import passed_to
from bot.minutes.context import Context
from bot.minutes.model import Proposal
from bot.minutes.words import BODY

_TO_BODY = rf"to\s+(?P<body>(?:the\s+|our\s+)?(?:(?!to\b)[\w’'&-]+\s+){{0,6}}?(?:{BODY})s?)\b"
_HEADED = re.compile(
    rf"\W*(?:(?:it was\s+)?agreed\s+to\s+(?:be\s+)?)?(?:referred|refer|referral|escalated|remitted|passed)\s+(?:on\s+)?{_TO_BODY}\s*[:–—-]\s*(?P<what>\S.{{2,}})",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"\W*(?P<what>.{{3,200}}?)\s+(?:was|were|is|are|be)\s+(?:then\s+|also\s+|therefore\s+|now\s+|to\s+be\s+)?(?:referred|escalated|remitted)\s+(?:on\s+|back\s+)?{_TO_BODY}",
    re.IGNORECASE,
)
_PASSING = ("refer", "escalated", "remitted", "passed")
_EARLIER = re.compile(
    r"\b(?:previously|already|last|previous|earlier|had|ago|since|in 20\d\d|which|who|not|if|whether|should|could|may|might)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:next|future|subsequent|this|later|following)\b", re.IGNORECASE)
_PARTS = frozenset({"people", "agenda", "meta", "slides", "review"})


def read_referred(context: Context) -> Iterator[Proposal]:
    """What this meeting passed on to another body; what was passed on before it is history."""
    for block, section in zip(context.document.blocks, context.sections, strict=True):
        if section.kind in _PARTS or block.kind in {"row", "heading", "label"} or "to" not in block.text:
            continue
        for sentence in context.said(block):
            lower = sentence.text.lower()
            if not any(word in lower for word in _PASSING):
                continue
            found = _HEADED.match(sentence.text) or _TOLD.match(sentence.text)
            if found is None or _OURS.search(found["body"]) or _EARLIER.search(found.group()):
                continue
            if passed_to(found.group()) is None:
                continue
            yield context.find(
                block, sentence.start, sentence.end, section=section, kind="referral", what=f"refer {_thing(found['what'])} to {found['body']}",
                confidence=0.7, why="handed to another body",
            )  # fmt: skip


def _thing(words: str) -> str:
    """The matter as it stands within a sentence."""
    words = words.strip(" .;:,")
    first = words.split(" ", 1)[0]
    return words[0].lower() + words[1:] if first in {"The", "A", "An", "This", "These", "It"} else words
