"""What/Who/When tables, whole or flattened to lines, in any order of columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.minutes.context import Context
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.orders import Order, read_order, split_orders
from bot.minutes.owners import owner_shaped, read_owners
from bot.minutes.people import Register
from bot.minutes.sections import Section
from bot.minutes.sentences import due_words, is_due, sentences
from bot.minutes.status import is_done_status, told_as_done
from bot.minutes.texts import Text

Column = Literal["what", "who", "when", "status", "number", "topic", "other"]

_STATUS = re.compile(
    r"^(?:(?:current |latest |action )?(?:status|progress|position|rag|update|outcome|state|done)|complete[d]?|closed|latest position|comments?|notes?)\b.{0,24}$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"^(?:who|owners?|leads?|(?:by |for )whom|by who|assign\w*|assignees?|resp?|responsib\w+|person\w*(?: responsible)?|officers?|(?:action(?:ed)?|lead)\s(?:by|owner|officer|lead|for)|to be actioned by|action on|named? (?:lead|person)|champion|initials|(?:lead|responsible) \w+|accountab\w+|delegate[d]?(?: to)?)\b.{0,30}$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:when|(?:by |due )(?:when|date)|due(?: date| by)?|date due|deadlines?|timescales?|target(?: date)?|time ?frame|completion(?: date)?|complete by|by|date(?: to be completed)?|action date|review date|timing|eta)\b.{0,24}$",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"^(?:what|actions?|tasks?|(?:agreed |key |new )?actions?(?: (?:points?|items?|required|agreed|description|to be taken|needed))?|action/decision|to ?do|activity|description|work|deliverable|what needs to (?:be done|happen)|next steps?|follow[- ]?up)\b.{0,24}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:no\.?|ref\.?|#|number|id|s\.?no\.?|action (?:no|ref|id|number)\.?|item no\.?|min(?:ute)?\.? (?:no|ref)\.?|minute|date raised|raised|(?:date )?logged|log date|date opened|opened|meeting(?: date)?|meeting)$",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"^(?:issue|topic|item|agenda(?: item)?|subject|area|theme|title|discussion|minutes?|matter|notes|detail|summary|priority|objective)s?\b.{0,24}$",
    re.IGNORECASE,
)


_NAMES_ACTIONS = re.compile(r"\bactions?\b(?!\s*(?:status|progress|update|ref|no|id|log))", re.IGNORECASE)
_ACTIONS_FIRST = re.compile(r"\W*actions?\b", re.IGNORECASE)
_ANY_TIME = re.compile(r"\W*(?:on-?\s?going|tbc|continuous)\W*$", re.IGNORECASE)
"""What a column says of no day gives way to the day the row's own words name."""
_TALK = re.compile(r"\b(?:notes?|discussion|minutes?|summary|comments?|decisions?|details?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """Which column of a table holds what."""

    columns: tuple[Column, ...]
    talk: bool = False
    """Whether the column of actions holds discussion too ("Notes / actions")."""

    def at(self, column: Column) -> int | None:
        return self.columns.index(column) if column in self.columns else None


def column_of(heading: str) -> Column:
    """What a column's heading says it holds."""
    if len(heading) > 60:
        return "other"
    text = re.sub(r"\s+", " ", heading.strip(" *:_?()"))
    if not text or len(text) > 50:
        return "other"
    if _WHO.match(text):
        return "who"
    if _NUMBER.match(text):
        return "number"
    if _WHEN.match(text):
        return "when"
    if _NAMES_ACTIONS.search(text):
        return "what"
    if _STATUS.match(text):
        return "status"
    if _WHAT.match(text):
        return "what"
    if _TOPIC.match(text):
        return "topic"
    return "other"


def read_header(cells: Sequence[str]) -> Header | None:
    """A header that makes the table one of actions, or None."""
    columns = [column_of(cell) for cell in cells]
    if len(columns) < 2 or len({*columns} & {"what", "who", "when", "status"}) < 1:
        return None
    if "what" not in columns:
        if "who" not in columns or not ({"when", "status"} & {*columns} or "topic" in columns):
            return None
        # "Item | Lead | Deadline": the topic, or else an unnamed column, is what is to be done.
        wanted: Column = "topic" if "topic" in columns else "other"
        if wanted not in columns:
            return None
        columns[len(columns) - 1 - columns[::-1].index(wanted)] = "what"
    # "Notes / action items | Actions": the second holds them, the first the talk they come of.
    named = [at for at, column in enumerate(columns) if column == "what"]
    meant = next((at for at in named if _ACTIONS_FIRST.match(cells[at])), named[0])
    columns = ["topic" if at in named and at != meant else column for at, column in enumerate(columns)]
    if not {"who", "when", "status", "topic", "number"} & {*columns}:
        return None
    talk = _TALK.search(cells[meant]) and not (len(named) > 1 and _ACTIONS_FIRST.match(cells[meant]))
    return Header(tuple(columns), talk=bool(talk))


def read_tables(context: Context) -> Iterator[Proposal]:
    """Rows of tables of actions; a row marked complete is history."""
    blocks = context.document.blocks
    header: Header | None = None
    for index, block in enumerate(blocks):
        section = context.sections[index]
        if block.kind != "row":
            header = None
            continue
        named = any(_NAMES_ACTIONS.search(cell.text) for cell in block.cells)
        if section.kind == "people" or (section.kind == "agenda" and header is None and not named):
            continue
        fresh = read_header([cell.text for cell in block.cells])
        if fresh and all(len(cell.text) < 50 for cell in block.cells):
            header = _action_means_owner(fresh, blocks[index + 1 : index + 9], context.register)
            continue
        if header is not None:
            yield from read_row(context, header, block.cells, section)


def _action_means_owner(header: Header, rows: Sequence[Block], register: Register) -> Header:
    """In "Item | Discussion | Action" the last column often holds only initials: then it is who."""
    what, topic = header.at("what"), header.at("topic")
    if what is None or topic is None or header.at("who") is not None:
        return header
    cells = [
        row.cells[what].text
        for row in rows
        if row.kind == "row" and len(row.cells) > what and row.cells[what].text.strip()
    ]
    if not cells or not all(owner_shaped(cell, register) and len(cell.split()) < 5 for cell in cells):
        return header
    columns = list(header.columns)
    columns[what] = "who"
    last = len(columns) - 1 - columns[::-1].index("topic")
    columns[last] = "what"
    return Header(tuple(columns), talk=True)


def read_row(context: Context, header: Header, cells: Sequence[Text], section: Section) -> Iterator[Proposal]:
    def cell(column: Column) -> Text | None:
        at = header.at(column)
        return cells[at] if at is not None and at < len(cells) and cells[at].text.strip(" -–—") else None

    what, who, when, status = cell("what"), cell("who"), cell("when"), cell("status")
    if what is None or len(what.text) < 4 or re.fullmatch(r"(?i)none|n/a|nil", what.text.strip()):
        return
    if any(is_done_status(one.text) for one in (status, when) if one) or told_as_done(what.text):
        return
    owners = read_owners(who.text) if who else ()
    due = (None if is_due(when.text) else due_words(when.text)) or when.text.strip(" .") if when else None
    if (
        who
        and not owners
        and header.at("who") is not None
        and "topic" in header.columns
        and header.at("when") is None
        and header.at("status") is None
    ):
        return
    if who is None and header.at("who") is not None and _owner_column_of_minutes(header):
        return
    if header.talk:
        yield from _orders_in_talk(context, what, owners, due, section)
        return
    found = _orders(context, what)
    confidence = 0.95 if owners or due else 0.8 if found and found[0].firm else 0.55
    if not found:
        return
    for order in found:
        end = order.end if len(found) > 1 else len(what.text.rstrip(" ."))
        yield context.find(
            what, order.start, end, section=section, what=order.what, owners=owners if owners and len(found) == 1 else order.owners or owners,
            due=(order.due or due) if due and _ANY_TIME.match(due) else due or order.due, confidence=confidence, why="a row of a table of actions",
        )  # fmt: skip


def _orders(context: Context, what: Text) -> list[Order]:
    """What a cell of actions orders: one thing, unless it is a list or names an owner for each of several."""
    if "<li>" in context.document.text[what.start : what.end]:
        each = (read_order(one.text, context.register, one.start) for one in sentences(what.text))
        return [order for order in each if order is not None]
    found = split_orders(what, 0, len(what.text), context.register) or []
    return found if len(found) < 2 or all(order.owners for order in found) else found[:1]


def _orders_in_talk(
    context: Context, what: Text, owners: tuple[str, ...], due: str | None, section: Section
) -> Iterator[Proposal]:
    """The sentences of a cell that order something, in a column where talk stands too."""
    for sentence in sentences(what.text):
        order = read_order(sentence.text, context.register, sentence.start)
        if order is None or not (order.firm or (owners and order.due)):
            continue
        yield context.find(
            what, order.start, order.end, section=section, what=order.what,
            owners=order.owners if order.form == "owner in front" else owners or order.owners,
            due=order.due or due, confidence=0.75, why="an order in a table's column of notes and actions",
        )  # fmt: skip


def _owner_column_of_minutes(header: Header) -> bool:
    """Minutes set as a table with an owner column: a row without an owner is discussion."""
    return header.at("when") is None and header.at("status") is None and "topic" in header.columns
