"""Orders that name nobody among items that do: "Ask the band for its list" between "Ann to …" and "Bo to …"."""

import re
from collections.abc import Iterator, Sequence

from bot.minutes.context import Context
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.orders import read_order
from bot.minutes.owners import sort_of
from bot.minutes.sentences import due_words
from bot.minutes.status import told_as_done
from bot.minutes.words import first_word, is_order

_NEAR = 6
_NAMED = re.compile(
    r"(?P<who>[A-Z@][\w’'.-]*(?:(?:\s?[/&,]\s?|\sand\s|\s)[A-Z][\w’'.-]*){0,3})\s(?:to|will)\s(?P<verb>[a-z]+)\b"
)
_TOPIC = re.compile(r"\W*\w+(?:\s+(?:of|on|from|and|&|by|against|in)\b|\s+\w+$|\s*[:–—-])")


def read_neighbours(context: Context) -> Iterator[Proposal]:
    """Items that begin with a plain order, where at least two items near them are orders to somebody."""
    blocks = context.document.blocks
    for index, block in enumerate(blocks):
        section = context.sections[index]
        if block.kind != "item" or section.kind not in {"body", "review"} or section.of_old_actions:
            continue
        if (
            not block.text[:1].isupper()
            or not is_order(first_word(block.text[:24]))
            or _TOPIC.match(block.text)
        ):
            continue
        if told_as_done(block.text) or block.text.endswith(":") or not _among_orders(context, blocks, index):
            continue
        order = read_order(block.text, context.register)
        if order and order.form == "an order" and len(block.text.split()) > 3:
            yield context.find(
                block, 0, len(block.text.rstrip(" .;")), section=section, what=order.what, owners=order.owners,
                due=due_words(block.text), confidence=0.64, why="an order among orders to others",
            )  # fmt: skip


def _among_orders(context: Context, blocks: Sequence[Block], index: int) -> bool:
    near = [
        one
        for one in blocks[max(0, index - _NEAR) : index + _NEAR + 1]
        if one.kind == "item" and one.level == blocks[index].level and one is not blocks[index]
    ]
    return sum(_told(one, context) for one in near) >= 2


def _told(block: Block, context: Context) -> bool:
    found = _NAMED.match(block.text)
    return bool(
        found and is_order(found["verb"]) and sort_of(found["who"], context.register) in {"person", "role"}
    )
