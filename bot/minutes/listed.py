"""Lists under a heading that says "Actions", "Next steps", "Action items"…"""

import re
from collections.abc import Iterator

from bot.minutes.context import Context
from bot.minutes.model import Kind, Proposal
from bot.minutes.orders import read_order, split_orders
from bot.minutes.owners import NOBODY, read_owners, sort_of, whole_subject
from bot.minutes.phrases import FIRM_DONE
from bot.minutes.sections import Section
from bot.minutes.sentences import due_words, stated_due
from bot.minutes.status import told_as_done
from bot.minutes.words import first_word, is_order, word_set

_NONE = re.compile(
    r"^\W*(?:none|n/?a|nil|no (?:new )?actions?\b.*|there were no .*|tbc|post[- ]meeting note.*)\W*$",
    re.IGNORECASE,
)
_LINK = re.compile(r"^\W*(?:see|link|note|nb|cf|https?|refer to)\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"\W*(?:Q\s*:\s*)?(?:should|could|can|do|does|is|are|shall|would|what|when|who)\b|\W*Q\s*:", re.IGNORECASE
)
_ASKED = re.compile(r"\b(?:invited|suggest(?:ion|ed)|request(?:ed)?|asked)\b", re.IGNORECASE)
_DUE_LINE = re.compile(
    r"\W*(?:due(?: date| by)?|by when|when|deadline|timescale|target date)\s*:\s*", re.IGNORECASE
)
_LONGEST_DUE = 90
# "Finance Committee (Oake)", "G3 (Run a summer school)": a heading, with who speaks to it or what it is.
_TOPIC = re.compile(r"[\w’' -]{1,50}?\s\([^()]*\)")


_SHORTEST = 4


def read_listed(context: Context) -> Iterator[Proposal]:
    """Items of lists of actions. A bare topic ("Budget") under such a heading is nobody's action."""
    group: tuple[str, ...] = ()
    for index, block in enumerate(context.document.blocks):
        section = context.sections[index]
        if section.kind != "actions" or block.kind == "row":
            group = ()
            continue
        if block.kind in {"heading", "label"}:
            # "Clerk:" above a list of that owner's actions.
            named = sort_of(block.text.strip(" :"), context.register) in {"person", "role"}
            group = read_owners(block.text) if named else ()
            if not _heading_is_order(block.text):
                continue
        if (
            block.marker.lower().endswith("[x]")
            or told_as_done(block.text)
            or _LINK.match(block.text)
            or _NONE.match(block.text)
            or len(block.text) < 6
        ):
            continue
        yield from _item(context, index, section, group)


def _heading_is_order(text: str) -> bool:
    """A one-line list under "Actions" may look like a heading: it is an order if it reads as one."""
    return (
        len(text.split()) > 3
        and bool(re.search(r"\sto\s", text) or is_order(first_word(text)))
        and not text.endswith(":")
    )


def _item(context: Context, index: int, section: Section, group: tuple[str, ...]) -> Iterator[Proposal]:
    block = context.document.blocks[index]
    if block.kind == "item" and block.level > 1 and _inside_another(context, index):
        return
    if block.text.rstrip().endswith(":") and _opens_orders(context, index):
        return
    orders = split_orders(block, 0, len(block.text), context.register)
    for order in orders:
        if (not order.firm and not _needs(block.text)) or len(order.what) < _SHORTEST:
            continue
        owners = order.owners or _who_will(order.what, context) or _above(context, index) or group
        kind: Kind = (
            "request" if order.form == "a request to somebody" or _ASKED.search(block.text[:40]) else "action"
        )
        if _QUESTION.match(block.text) and "?" in block.text:
            continue
        if order.form == "words under an action's mark" and _TOPIC.fullmatch(block.text):
            continue
        bare = order.form == "words under an action's mark" and not owners
        if block.kind == "paragraph" and bare and not _to_be_done(block.text):
            continue
        yield context.find(
            block, order.start, order.end, section=section, kind=kind, what=order.what, owners=owners,
            due=_due_below(context, index) or order.due, confidence=0.93 if owners else 0.82, why=f"listed under “{section.heading or 'Actions'}”: {order.form}",
        )  # fmt: skip


def _due_below(context: Context, index: int) -> str | None:
    """What a line "Due:" under an action says, on that line or the next."""
    below = context.document.blocks[index + 1 : index + 3]
    said = _DUE_LINE.match(below[0].text) if below and below[0].kind != "row" else None
    if said is None:
        return None
    rest = below[0].text[said.end() :] or (below[1].text if len(below) > 1 else "")
    return stated_due(rest) if rest and len(rest) < _LONGEST_DUE else None


def _opens_orders(context: Context, index: int) -> bool:
    """Whether an item only heads the items under it, each of which orders something itself."""
    blocks = context.document.blocks
    below = []
    for block in blocks[index + 1 : index + 12]:
        if block.kind != "item" or block.level <= blocks[index].level:
            break
        below.append(block)
    return bool(below) and all(
        (order := read_order(block.text, context.register)) is not None and order.firm for block in below
    )


def _inside_another(context: Context, index: int) -> bool:
    for before in reversed(context.document.blocks[max(0, index - 12) : index]):
        if before.kind != "item":
            return False
        if before.level < context.document.blocks[index].level:
            if _TOPIC.fullmatch(before.text) or before.text.rstrip().endswith(":"):
                return False
            return read_order(before.text, context.register) is not None
    return False


_WHO_WILL = re.compile(r"(?P<who>.{2,60}?)(?:\s+(?:will|to|is to|are to|agreed to))?\W*")


def _above(context: Context, index: int) -> tuple[str, ...]:
    """Whoever the item names, and nothing else, that an item stands under: "Ann", or "Ann will:", above "book the hall"."""
    level = context.document.blocks[index].level
    for before in reversed(context.document.blocks[max(0, index - 20) : index]):
        if before.kind != "item" or not level:
            return ()
        if before.level < level:
            named = _WHO_WILL.fullmatch(before.text)
            subject = whole_subject(named["who"], context.register) if named else NOBODY
            return subject.owners if subject.sort in {"person", "role", "group"} else ()
    return ()


def _needs(text: str) -> bool:
    will = _WILL.search(text)
    return bool(
        re.search(r"\b(?:needs? to|should|must|has to|have to)\b", text) or (will and is_order(will["verb"]))
    )


_WILL = re.compile(r"\swill\s(?:also\s)?(?P<verb>[a-z]+)\b")


def _who_will(text: str, context: Context) -> tuple[str, ...]:
    """Who stands before "will" and a doing."""
    will = _WILL.search(text)
    if not will or not is_order(will["verb"]):
        return ()
    subject = whole_subject(text[: will.start()], context.register)
    return () if subject.sort in {"none", "pronoun"} else subject.owners


def _to_be_done(text: str) -> bool:
    """Whether a thing should or will be worked on, in so many words."""
    found = _BE_DONE.search(text)
    return found is not None and found["done"].lower() in FIRM_DONE - _UP_FOR_TALK


_BE_DONE = re.compile(r"\b(?:should|must|would|will|to)\s+be\s+(?P<done>[a-z]+)\b", re.IGNORECASE)
_UP_FOR_TALK = word_set(
    "considered discussed presented reviewed tabled held taken reported provided brought raised put"
)


def read_forward(context: Context) -> Iterator[Proposal]:
    """Items for a later meeting: nobody's action, but not to be forgotten."""
    for block, section in zip(context.document.blocks, context.sections, strict=True):
        if (
            section.kind == "forward"
            and block.kind == "item"
            and len(block.text) > 4
            and len(context.said(block)) < 2
            and not _NONE.match(block.text)
        ):
            kind: Kind = "action" if _to_be_done(block.text) else "forward"
            yield context.find(
                block, 0, len(block.text.rstrip(" .;")), section=section, kind=kind, what=block.text,
                due=due_words(block.text), confidence=0.7, why=f"listed under “{section.heading}”",
            )  # fmt: skip
