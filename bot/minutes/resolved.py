"""RESOLVED, AGREED and RECOMMENDED: what was settled, and what was ordered in the same breath."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.minutes.clauses import classify, read_clauses
from bot.minutes.context import Context, imperative
from bot.minutes.decisions import ONLY_RESULT
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.orders import read_order
from bot.minutes.owners import sort_of
from bot.minutes.sections import Section
from bot.minutes.sentences import due_words
from bot.minutes.words import BODY, first_word, is_order

_WORD = r"(?:RESOLVED|Resolved|RESOLUTIONS?|Resolutions?|AGREED|Agreed|DECIDED|Decided|DECISIONS?|Decisions?|RECOMMENDED|Recommended|RECOMMENDATIONS?|Recommendations?|ORDERED|APPROVED|NOTED)"
_OPEN = re.compile(
    rf"(?:^|(?<=[.;:] )|(?<=\) ))(?:(?i:and |it was |the \w+ )(?:(?i:unanimously |further |also |therefore )))?"
    rf"(?:\*|[\[(])?{_WORD}(?:\s(?i:unanimously|by the \w+|by \w+|that the \w+|items?|actions?))?[\])]?(?P<sep>\s*(?:,\s(?=that\b)|:\s?[-–—]?|[-–—]|(?<!ON)(?<!ons)(?<!on)(?<!NS)\s(?=(?:THAT|That|that|TO|to)\b)|\s*$))\s*",
)
_CAPITALS = re.compile(
    r"\b(?:RESOLVED|AGREED|DECIDED)\b(?P<sep>\s*(?:,\s(?=that\b)|:\s?[-–—]?|[-–—])?\s*(?=that\b|to\b|THAT\b|TO\b|\(|\d|[ivx]+[.)])|\s*(?::\s?[-–—]?|[-–—])\s*)"
)
_MAY_OPEN = re.compile(
    r"[RADON](?:ESOLV|esolv|ESOLUT|esolut|ECOMM|ecomm|GREED|greed|PPROVED|ECI[DS]|eci[ds]|RDERED|OTED)"
)
_INLINE = re.compile(
    r"(?:^|(?<=[\s;:.,-]))(?:and\s+)?(?:\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)",
    re.IGNORECASE,
)
_THAT = re.compile(r"^\s*(?:and\s+)?(?:that|to)\b", re.IGNORECASE)

_ORPHAN = re.compile(
    r"[“”\"]?(?:\(?[a-z0-9]{1,3}[.)]\s+)?That,?\s+(?:the|a|an|this|it|all|subject|in|no|[A-Z])[^?]{8,}\b(?:be|share|arrange|write|provide|report|is to|are to)\b",
    re.DOTALL,
)


_A_LINE = 90


def read_resolved(context: Context) -> Iterator[Proposal]:
    """Items resolved or agreed under such a word, numbered any way or not at all."""
    blocks = context.document.blocks
    over = -1
    open_until = ""  # what sort of list the words opened goes on in
    for index, block in enumerate(blocks):
        section = context.sections[index]
        text = block.text
        if section.kind in {"people", "agenda", "meta", "slides"} or block.kind == "row":
            open_until = ""
            continue
        opened = _opening(block)
        if (
            section.kind == "decisions"
            and block.kind in {"heading", "label"}
            and opened is not None
            and opened >= len(text)
        ):
            # A heading "Decisions": what stands under it is told, not ordered.
            open_until = ""
            continue
        if opened is not None and not (section.kind == "decisions" and block.kind == "item"):
            if not ONLY_RESULT.match(text[opened:]):
                yield from _items(context, block, opened, len(text), section)
            # What an item itself resolves goes on in the list under it, and not in the next item.
            over = block.level if block.kind == "item" and opened < len(text) else -1
            # "Agreed to close." says all there is to say: "2. Workshop" right under it is the next topic.
            open_until = "any" if opened >= len(text) or text.endswith((":", ",", ";")) else "told"
            continue
        if open_until == "told" and _is_topic(block):
            open_until = ""
        if open_until and _goes_on(block) and (block.kind != "item" or block.level > over):
            yield from _items(context, block, 0, len(text), section)
            continue
        open_until = ""
        if section.kind in {"body", "review"} and (_orphan(text) or _subjunctive(block)):
            # Web pages often lose the word RESOLVED above their list.
            open_until, over = "any", -1
            yield from _items(context, block, 0, len(text), section)
            continue
        if section.kind == "decisions" and block.kind in {"item", "paragraph"}:
            yield from _under_decisions(context, block, section)


_BODY_AGREED = re.compile(
    rf"(?:the\s+)?(?:[\w’'&-]+\s+){{0,5}}?(?:{BODY}|members|councillors|trustees|governors)\s+(?:(?:then|also|unanimously|therefore)\s+)?(?:agreed|resolved|decided)(?:\s+(?:that|to))?\s*[:–-]*\s*$",
    re.IGNORECASE,
)
"""“The Quay Board agreed”, alone above its list."""


def _opening(block: Block) -> int | None:
    if block.kind == "paragraph" and len(block.text) < _A_LINE and _BODY_AGREED.match(block.text):
        return len(block.text)
    if not _MAY_OPEN.search(block.text):
        return None
    found = _OPEN.search(block.text)
    if found is None or (found.start() > 0 and found.group().strip()[:3].islower()):
        found = _CAPITALS.search(block.text)
    if found is None:
        return None
    rest = block.text[found.end() :]
    if not rest and block.kind not in {"label", "heading", "paragraph"}:
        return None
    return found.end()


def _orphan(text: str) -> bool:
    """A sentence that begins "That the …" and orders or settles: an item of a resolution without its word."""
    return bool(_ORPHAN.match(text[:400]))


_LET_IT_BE = re.compile(
    r"(?:the|a|an|this|these|all|it)\b(?:(?!\b(?:to|will|would|should|shall|must|can|could|may|might|cannot|not|has|have|had|is|are|was|were)\b)[^.;:?]){3,140}?\sbe\s(?:\w+ly\s)?(?P<done>[a-z]+(?:ed|ten|ken|wn|ught|nt|ade|eld|aid|et|ut|ven|en))\b"
)


def _subjunctive(block: Block) -> bool:
    """A lettered item that lets something "be endorsed", the word RESOLVED and even That being lost."""
    return block.kind == "item" and block.marker[-1:] in ").(" and bool(_LET_IT_BE.match(block.text))


def _is_topic(block: Block) -> bool:
    """A short numbered line that neither orders nor settles anything."""
    words = block.text.split()
    return (
        block.kind == "item"
        and block.marker[:1].isdigit()
        and len(words) < 6
        and block.text[:1].isupper()
        and not block.text.endswith((".", ";", ","))
        and not _THAT.match(block.text)
        and not is_order(first_word(block.text))
        and not re.search(r"\b(?:be|to|will|is|are|was|were)\b", block.text)
    )


def _goes_on(block: Block) -> bool:
    if block.kind in {"heading", "label"}:
        return bool(_THAT.match(block.text))
    if block.kind == "item":
        return True
    return bool(_THAT.match(block.text) or re.match(r"^\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s", block.text))


def _items(context: Context, block: Block, start: int, end: int, section: Section) -> Iterator[Proposal]:
    text = block.text
    cuts = [
        start,
        *(found.start() for found in _INLINE.finditer(text, start, end) if found.start() > start),
        end,
    ]
    for at, until in pairwise(cuts):
        number = _INLINE.match(text, at, until)
        begin = number.end() if number else at
        stop = _sentence_end(text, begin, until)
        for clause in read_clauses(text, begin, stop, context):
            if clause.kind == "action" and " " not in clause.what:
                # A verb and nothing to do it to: "agreed to proceed".
                continue
            yield context.find(
                block, clause.start, clause.end, section=section, kind=clause.kind, what=clause.what, owners=clause.owners,
                due=due_words(text[clause.start : clause.end]), confidence=0.93 if clause.kind == "decision" else 0.9,
                why="an item resolved or agreed" + ("" if clause.kind == "decision" else ", which orders something"),
            )  # fmt: skip


def _sentence_end(text: str, start: int, end: int) -> int:
    """Up to the full stop; what follows a resolution's sentence is talk again."""
    for found in re.finditer(r"[.](?=\s+[A-Z(]|\s*$)", text[start:end]):
        if not re.search(r"\b(?:Mr|Mrs|Ms|Dr|Cllr|St|No|[A-Z])$", text[start : start + found.start()]):
            end = start + found.start()
            break
    while end > start and text[end - 1] in " .;,":
        end -= 1
    return re.sub(r"[\s;,]+and$", "", text[start:end]).__len__() + start


def _under_decisions(context: Context, block: Block, section: Section) -> Iterator[Proposal]:
    text = block.text
    stop = _sentence_end(text, 0, len(text))
    start = 0
    lead = re.match(
        r"(?:it was\s+)?(?:agreed|decided|resolved|approved|deferred|noted|accepted|endorsed)\b(?:\s+(?:that|to))?\s*",
        text,
        re.IGNORECASE,
    )
    if len(text) < 8 or re.match(r"(?i)\W*(?:none|n/a|post[- ]meeting note)\W*$", text):
        return
    if block.kind == "paragraph" and not lead and len(text) > 200:
        return
    order = read_order(text[:stop], context.register)
    told_who = order is not None and (
        order.form == "owner in front"
        or (
            order.form == "somebody to do something"
            and text.startswith(order.owners)
            and all(sort_of(owner, context.register) == "person" for owner in order.owners)
        )
    )
    if not lead and order and told_who and is_order(first_word(order.what)):
        # "Ann: mend the gate" under "Resolved" is hers to do.
        yield context.find(
            block, 0, stop, section=section, what=order.what, owners=order.owners, due=order.due, confidence=0.85,
            why=f"listed under “{section.heading}”, with an owner in front",
        )  # fmt: skip
        return
    told = lead or re.match(
        r"(?:it|the [\w ]{3,40}|members|we)\s+(?:was\s+|were\s+)?(?:unanimously\s+)?(?:agreed|decided|resolved|approved|noted)\b",
        text,
        re.IGNORECASE,
    )
    listed = any(one.kind == "actions" for one in context.sections)
    kind, owners, what = (
        ("decision", (), imperative(text[:stop])) if told or listed else classify(text[:stop], context)
    )
    yield context.find(
        block, start, stop, section=section, kind=kind, what=what, owners=owners, due=due_words(text[:stop]),
        confidence=0.85, why=f"listed under “{section.heading}”",
    )  # fmt: skip
