"""Lists that a sentence opens: "Ann agreed to:", "The following were asked to report:", "Members took on the tasks below"."""

import re
from collections.abc import Iterator, Sequence

from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import Kind, Proposal
from bot.minutes.orders import read_order
from bot.minutes.owners import owner_shaped, read_owners, read_subject
from bot.minutes.sections import Section
from bot.minutes.sentences import due_words
from bot.minutes.status import told_as_done
from bot.minutes.words import first_word, is_order

_LEAD = re.compile(
    r"\b(?:(?:was|were|be|been|is|are)\s+(?P<asked>asked|requested|invited|instructed|tasked)|(?:agreed|undertook|volunteered|offered)\s+(?:to|that)|responsible\s+for|assigned|allocated|took\s+on|(?:will|would|should|agreed|to|(?:is|are)\s+to)(?:\s+to)?(?:\s+the\s+following|\s+as\s+follows)?\s*[:;]?\s?[-–—]?\s*$)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:[:;]|[:;.]?\s?[-–—]|\b(?:below|as follows|the following)\W*)$", re.IGNORECASE)
_FOLLOWING = re.compile(r"\b(?:the following|below|as follows)\b", re.IGNORECASE)
_TO_ITS_LIST = re.compile(
    r"(?P<before>.{2,120}?)\s(?:will|would|should|shall|to|agreed to|undertook to|(?:was|were|be) (?P<asked>asked|requested|invited|instructed|tasked) to)(?:\s+(?:do|action|carry out))?(?:\s+the following)?\s*[:;]?\s?[-–—]?$",
    re.IGNORECASE,
)
_PLANS = re.compile(r"\b(?:will|would|should|shall)\b", re.IGNORECASE)
_CODE = re.compile(r"\(?[A-Z]{0,3}\d{1,2}[.):]\s+")
_SHORT_TAIL = re.compile(
    r"(?:\s*[-–—:]\s*|\s*\()(?P<who>[A-Za-z@][\w@./&, -]{1,36})\)?\W*$|\s(?P<initials>[A-Z]{2,4}(?:\s?[/,&]\s?[A-Z]{2,4})*)\W*$"
)
_MAY_OPEN = re.compile(r"[:;–—-]\s*$|\bbelow\b|follow")
_TELLS = re.compile(r"(?:The|A|An|This|It|There)\s(?:[\w’'-]+\s){0,8}?(?:was|were|had)\s(?!to\b)")
"""Behind a list of tasks, a sentence that tells what happened is none."""
_MOST = 40


def read_leads(context: Context) -> Iterator[Proposal]:
    """Items under a sentence that says somebody is to do them."""
    blocks = context.document.blocks
    for index, block in enumerate(blocks):
        section = context.sections[index]
        if section.kind in {"people", "agenda", "meta", "slides", "review"} or block.kind in {
            "row",
            "heading",
        }:
            continue
        if not _MAY_OPEN.search(block.text[-40:]) and "follow" not in block.text:
            continue
        said = context.said(block)
        lead = block.text[said[-1].start :] if said else ""
        if not lead or (not _OPENS.search(lead) and not _FOLLOWING.search(lead)):
            continue
        if not _LEAD.search(lead):
            continue
        yield from _under(context, lead, blocks[index + 1 : index + 1 + _MOST], block, section)


def _under(
    context: Context, lead: str, below: Sequence[Block], opener: Block, section: Section
) -> Iterator[Proposal]:
    theirs = _TO_ITS_LIST.match(lead[-160:].strip())
    subject = read_subject(theirs["before"], context.register) if theirs else None
    table = (
        {"person", "role"}
        if not theirs or _PLANS.search(theirs.group())
        else {"person", "role", "group", "body"}
    )
    group = subject.owners if subject and subject.sort in table else ()
    asked = _LEAD.search(lead)
    kind: Kind = (
        "request"
        if asked and (asked["asked"] or "").lower() in {"asked", "requested", "invited"}
        else "action"
    )
    due = due_words(lead)
    for block in below:
        if block.kind not in {"item", "paragraph"} or (block.kind == "item") != _is_item(block, opener):
            return
        code = _CODE.match(block.text)
        if block.kind == "paragraph" and not code:
            return
        found = _one(context, block, code.end() if code else 0, group, section, kind, due)
        if found:
            yield found


def _is_item(block: Block, opener: Block) -> bool:
    return block.kind == "item" and (
        opener.kind != "item" or block.level > opener.level or block.marker != opener.marker
    )


def _one(
    context: Context,
    block: Block,
    start: int,
    group: tuple[str, ...],
    section: Section,
    kind: Kind,
    due: str | None,
) -> Proposal | None:
    text = block.text[start:].rstrip(" .;")
    if told_as_done(text) or text.endswith("?") or len(text) < 6 or _TELLS.match(text):
        return None
    tail = _SHORT_TAIL.search(text[-48:])
    owners: tuple[str, ...] = ()
    end = len(text)
    who = (tail["who"] or tail["initials"]) if tail else ""
    if tail and _owns(who, context):
        owners = read_owners(who)
        end = len(text) - len(text[-48:]) + tail.start()
    what = text[:end].rstrip(" -–—(:")
    order = read_order(what, context.register)
    if (
        not owners
        and order
        and order.owners
        and (order.form == "somebody to do something" or is_order(first_word(order.what)))
    ):
        owners = order.owners
    if not owners and not (group and (is_order(first_word(text)) or (order and order.firm))):
        return None
    return context.find(
        block, start, len(block.text.rstrip(" .;")), section=section, kind=kind,
        what=order.what if order and order.firm else imperative(what), owners=owners or group,
        due=due_words(text) or due, confidence=0.85 if owners else 0.75, why="a list of what somebody is to do",
    )  # fmt: skip


def _owns(who: str, context: Context) -> bool:
    if not owner_shaped(who, context.register):
        return False
    return all(
        context.register.knows(one)
        or one.isupper()
        or re.search(r"(?i)\b(?:group|clerk|chair|all|secretary|treasurer)$", one)
        for one in read_owners(who)
    )
