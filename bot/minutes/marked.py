"""Lines that say they are actions: "ACTION:", "Action 3 –", "AP:", "Action point", "(Action: JB)"."""

import re
from collections.abc import Iterator

from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.names import is_named
from bot.minutes.orders import Order, read_order, split_orders
from bot.minutes.owners import owner_shaped, read_owners
from bot.minutes.sections import Section
from bot.minutes.sentences import due_words, is_due, sentences
from bot.minutes.status import told_as_done
from bot.minutes.words import NOT_OWNERS, SETTLING, first_word, from_doing, is_order, word_set

_NUMBER = r"(?:\s*(?:no\.?\s*|#\s*)?[\d][\w./-]{0,9})?"
_MARK = re.compile(
    rf"(?:(?<=^)|(?<=[\s(\[*.;>|]))(?:[\[(](?=(?i:action|AP\b|AI\b|todo)))?"
    rf"(?:(?:ACTIONS?|Actions?|action)(?:\s(?:[Ii]tem|ITEM|[Pp]oint|POINT|[Rr]equired|REQUIRED|[Aa]greed|for\s+all))?s?(?:\s(?:on|for|by|upon)(?=\s+(?:the\s+)?[A-Z@]))?|AP|A\.P\.|AI|TODO|TO DO|To do){_NUMBER}[\])]?"
    rf"(?P<sep>,?\s+(?=[A-Z@][^:.]{{1,40}}:)|,\s+(?=[A-Za-z@][^:.]{{1,30}}:)|\s*(?::|[-–—](?=\s)|\.(?=\s+[A-Z])(?<=\d\.)|[–—])\s*|\s+(?=(?:[A-Z@]|the\s|all\s)[^.:]{{1,60}}?\s(?:to|will)\s)|\s*\((?P<who>[A-Z@][^()]{{0,30}})\)\s*[:–-]\s*|\s*[\])]\s*:?\s*)",
)
_MARKING = ("ction", "CTION", "AP", "A.P.", "AI", "TODO", "TO DO", "To do")
"""One of these is in every mark: most lines hold none and are passed over at once."""
_DUE_LINE = re.compile(
    r"^\W*(?:due(?: date| by)?|by when|deadline|target(?: date)?|timescale|when|complete by)\s*[:–-]\s*(?P<when>.{1,60})$",
    re.IGNORECASE,
)
_OWNER_LINE = re.compile(
    r"^\W*(?:owner|lead|who|by whom|responsible|assigned to|action by|assignee)s?\s*[:–-]\s*(?P<who>.{1,80})$",
    re.IGNORECASE,
)
_ALL_CLEARED = re.compile(
    r"\bactions?\b.{0,50}\b(?:were|are|was|been)\b.{0,20}\b(?:cleared|completed|closed|discharged|done)\b.{0,40}:\s*$",
    re.IGNORECASE,
)
_NONE = re.compile(r"^\W*(?:none|n/?a|nil|no actions?|no further action|-)?\W*$", re.IGNORECASE)
_NOTED = re.compile(
    r"^(?:for )?(?:information|noting|to note|noted|discussion|decision|approval)\b", re.IGNORECASE
)


_NUMBERED = re.compile(r"\W*(?:action|AP)(?:\s(?:point|item))?\s?\d", re.IGNORECASE)


NAME_ALONE = "an owner named under an action's mark, for the sentence before it"
"""Why, where a mark holds nothing but a name: what stands before it may be the action or not."""


def read_marked(context: Context) -> Iterator[Proposal]:
    """Actions under a mark of their own, wherever they stand."""
    blocks = context.document.blocks
    cleared = False
    for index, block in enumerate(blocks):
        section = context.sections[index]
        if block.kind in {"heading", "label"} or _ALL_CLEARED.search(block.text[-100:]):
            # "Actions raised were cleared as stated:" covers the marks under it, up to the next heading.
            cleared = bool(_ALL_CLEARED.search(block.text[-100:]))
        if (
            cleared
            or context.done_below(index)
            or (context.reported_below(index) and _NUMBERED.match(block.text))
            or section.kind in {"people", "agenda", "meta", "slides"}
            or block.kind == "row"
        ):
            continue
        may_hold = any(word in block.text for word in _MARKING)
        marks = [mark for mark in _MARK.finditer(block.text) if _is_mark(block, mark)] if may_hold else []
        for number, mark in enumerate(marks):
            end = marks[number + 1].start() if number + 1 < len(marks) else len(block.text)
            yield from _under_mark(context, index, mark, end, section)
        if not marks and block.kind in {"paragraph", "item"}:
            yield from _read_behind(context, block, section)


def _is_mark(block: Block, mark: re.Match[str]) -> bool:
    written = mark.group()
    at_start = not re.search(r"\w", block.text[: mark.start()])
    if at_start:
        return not (block.kind in {"heading", "label"} and mark.end() >= len(block.text))
    # Within a paragraph a mark must look like one: a capital and a colon, dash or bracket.
    return written.lstrip("([")[0].isupper() and bool(re.search(r"[:\])–—-]", written))


_ONE_WORD = re.compile(r"\W*[a-z-]+\W*")
"""“Outstanding actions – updates” heads what is told."""
_BEHIND = re.compile(
    r"(?:^|\s)(?:ACTION|Action|(?<=[–—-]\s)action)\s*[:–-]?\s+(?P<who>(?:@?[A-Z][\w’'.-]*|all|the|and|/|,|&|\s)+?)\s*$"
)


def _read_behind(context: Context, block: Block, section: Section) -> Iterator[Proposal]:
    """The owner pushed to the line's end without a colon: "…will send a copy      Action Sam"."""
    found = _BEHIND.search(block.text, max(0, len(block.text) - 70))
    if not found or found.start() == 0 or not owner_shaped(found["who"], context.register):
        return
    yield from _owner_behind(context, block, found, found["who"], section, None)


def _under_mark(
    context: Context, index: int, mark: re.Match[str], end: int, section: Section
) -> Iterator[Proposal]:
    block = context.document.blocks[index]
    text = block.text
    start = mark.end()
    while end > start and text[end - 1] in " ([*":
        end -= 1
    body = text[start:end].strip()
    if (
        mark.group().lstrip()[:1] in "(["
        and body.endswith((")", "]"))
        and "(" not in body
        and "[" not in body
    ):
        end -= 1
        body = body[:-1]
    if section.of_old_actions and (block.kind == "item" or re.search(r"\d", mark.group())):
        # "AP12 – …" among the actions of an earlier meeting is one of them.
        return
    if _NONE.match(body) or _NOTED.match(body) or told_as_done(body):
        return
    owners, due = _lines_below(context, index) if end >= len(text) - 2 else ((), None)
    if mark["who"] and owner_shaped(mark["who"], context.register):
        # The bracket behind the mark says whose it is.
        owners = read_owners(mark["who"])
    bare = body.strip(" .)]")
    if owner_shaped(bare, context.register) and (
        not is_order(bare.split()[0]) or is_named(bare.split()) or context.register.knows(bare)
    ):
        yield from _owner_behind(context, block, mark, bare, section, due)
        return
    for order in split_orders(block, start, end, context.register):
        if _NONE.match(order.what) or (_ONE_WORD.fullmatch(order.what) and not order.firm and not owners):
            continue
        yield _proposal(context, block, order, section, owners, due)


def _proposal(
    context: Context, block: Block, order: Order, section: Section, owners: tuple[str, ...], due: str | None
) -> Proposal:
    return context.find(
        block, order.start, order.end, section=section, what=order.what, owners=order.owners or owners or _bare_head(block.text[order.start : order.end]),
        due=due or order.due, confidence=0.97 if order.firm else 0.85, why=f"a line marked as an action: {order.form}",
    )  # fmt: skip


_BARE_HEAD = re.compile(
    r"\W*(?:[A-Z]{1,4}\d[\w-]{0,8}:\s)?(?P<who>(?:(?:[Tt]he|[Aa]ll)\s)?[\w-]{3,20})\s+"
    r"(?:(?:to|will|(?:is|are)\s+to)\s+(?:also\s+)?(?P<verb>[a-z][\w-]+)|(?:is|are)\s+(?P<doing>[a-z]+ing)\b)"
)


_NOBODY = word_set("someone somebody anyone nobody they we you")


def _bare_head(text: str) -> tuple[str, ...]:
    """A word we know nothing of that is told to do something under a mark: "stewards to open the gate"."""
    found = _BARE_HEAD.match(text)
    if (
        not found
        or not (from_doing(found["doing"]) if found["doing"] else is_order(found["verb"]))
        or found["verb"] == "follow"
        or is_order(found["who"])
        or found["who"].endswith("ed")
        or found["who"].lower().split()[-1] in NOT_OWNERS | _NOBODY
    ):
        return ()
    return (found["who"],)


_SETTLED_IN_FRONT = re.compile(
    r"^(?:it was\s+)?(?:resolved|agreed|decided)\s*(?:[:–-]\s*)?(?:unanimously\s+)?(?:to|that)\s+(?=\w)",
    re.IGNORECASE,
)


def _owner_behind(
    context: Context, block: Block, mark: re.Match[str], who: str, section: Section, due: str | None
) -> Iterator[Proposal]:
    """The mark names the owner of the sentence before it: "…should be cut back. Action: Clerk"."""
    before = list(sentences(block.text[: mark.start()].rstrip(" ([")))
    where = block
    if not before:
        position = context.document.blocks.index(block)
        if position == 0 or context.document.blocks[position - 1].kind not in {"paragraph", "item"}:
            return
        where = context.document.blocks[position - 1]
        before = list(sentences(where.text))
    if not before:
        return
    # "… an estimate. Agreed. ACTION AB": the word alone is not what AB must do.
    last = before[-2] if len(before) > 1 and len(re.findall(r"\w+", before[-1].text)) < 3 else before[-1]
    said = _SETTLED_IN_FRONT.sub("", last.text)
    order = read_order(said, context.register)
    if order and first_word(order.what.removeprefix("otherwise ")) in SETTLING - {
        "select",
        "hold",
        "maintain",
        "support",
    }:
        return
    yield context.find(
        where, last.start, last.end, section=section, what=order.what if order else imperative(said),
        owners=read_owners(who), due=due or (order.due if order else None), confidence=0.82,
        why=NAME_ALONE,
    )  # fmt: skip


def _lines_below(context: Context, index: int) -> tuple[tuple[str, ...], str | None]:
    """A "Due:" or "Owner:" line right under a marked action."""
    owners: tuple[str, ...] = ()
    due: str | None = None
    for block in context.document.blocks[index + 1 : index + 3]:
        when = _DUE_LINE.match(block.text)
        who = _OWNER_LINE.match(block.text)
        if when:
            said = when["when"].strip(" .")
            due = said if is_due(said) else due_words(said) or said
        elif who:
            owners = read_owners(who["who"])
        else:
            break
    return owners, due
