"""Owners named behind what they are to do: after a stroke or dash, in a margin, on a line of their own.

"Print it on card / Ann", "Obtain prices (SI)", "The gutter is blocked. Clerk to action", a column of initials.
"""

import re
from collections.abc import Iterator

from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.names import is_named
from bot.minutes.orders import read_order
from bot.minutes.owners import owner_shaped, read_owners, sort_of
from bot.minutes.people import stands_for
from bot.minutes.sections import Section
from bot.minutes.sentences import Sentence, due_words, sentences
from bot.minutes.status import told_as_done
from bot.minutes.texts import Text
from bot.minutes.words import SETTLED, is_order, may_be_order

_STROKE = re.compile(r"\s/\s(?P<who>[A-Z@][^/.;:]{1,40}?)\s*$")
_NAMES_BEFORE = re.compile(r"(?:[Bb]y|:)\s*[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2}$")
"""“Presented by: Ann Oake / Bo Reed” names two, and asks nothing."""
_TO_ACTION = re.compile(
    r"^(?P<who>.{1,40}?)\s+(?:to\s+(?:action|deal(?:\s+with\s+(?:this|it))?)|actioning)\W*$", re.IGNORECASE
)
_TAIL = re.compile(r"(?:\s[-–—]\s?|\s[(\[]|\.\s+)(?P<who>[A-Z@][^()\[\]–—]{1,40}?)[)\]]?\s*$")
_MARGIN = re.compile(r"\S(?:[ \u00a0]{3,}|[ \u00a0]*\t[ \t]*)(?P<who>[A-Z@][^\n]{1,30}?)[ \t]*$")
_COLUMN = re.compile(
    r"\W*(?:actions?(?: by| for| on| points?)?|owner|who|lead|by whom|responsible|responsibility|initials)\W*$",
    re.IGNORECASE,
)
_MAY_NAME = re.compile(
    r"(?:[/–—(\[.-]|\s-)\s?@?[A-Z][^.]{0,42}$|\b(?:to (?:action|deal)|actioning)\b", re.DOTALL
)
"""Most blocks end in no name and are passed over at once."""
_NOTHING_LEFT = re.compile(
    r"\b(?:no (?:further )?action|action (?:is )?complete\w*|for information|noted|none)\b", re.IGNORECASE
)
_TOPIC_AND_ORDER = re.compile(r"[\w)]\s?[–—:-]\s(?P<verb>[a-z]+)\s+[a-z]")
_A_TOPIC = re.compile(
    r"\W*\w+(?:\s+\w+ed\s+(?:by|to|from|on|in)\b|\s+(?:of|on|for|from|and|&|by|about|against|with|in)\b|\s+\w+$)"
)
"""A word that may be a noun, before a preposition: "Review of fees" is a topic, "Review the fees" an order."""
_HEADS = re.compile(r"\W*(?:To|TO)\s+(?i:consider|receive|note|discuss|approve|confirm|agree|adopt|review)\b")
"""What an agenda's items begin with."""
_POSTS = re.compile(
    r"^(?:the\s+)?(?:\w+\s+)?(?:clerk|chair\w*|secretar\w+|treasurer|warden|caretaker|all|everyone|members)$",
    re.IGNORECASE,
)


def read_behind(context: Context) -> Iterator[Proposal]:
    """Orders whose owner is told after them, without a word such as Action."""
    blocks = context.document.blocks
    column = False
    for index, block in enumerate(blocks):
        section = context.sections[index]
        column = column or (block.kind != "row" and len(block.text) < 24 and bool(_COLUMN.match(block.text)))
        if section.kind in {"people", "agenda", "meta", "slides", "next"} or block.kind in {"row", "label"}:
            continue
        yield from _in_brackets(context, block, section)
        found = _in_the_margin(context, block, section) or _at_the_end(context, block, section)
        if found is None and column and index:
            found = _alone(context, blocks[index - 1], block, section)
        if found is not None:
            yield found


def _known(who: str, context: Context) -> bool:
    """Whether all of some words are people or posts of this meeting, and nothing else."""
    if not owner_shaped(who, context.register):
        return False
    return all(
        context.register.knows(one) or is_named(one.split()) or _POSTS.match(one) for one in read_owners(who)
    )


def _at_the_end(context: Context, block: Block, section: Section) -> Proposal | None:
    text = block.text
    if not _MAY_NAME.search(text[-60:]):
        return None
    said = context.said(block)
    if not said:
        return None
    last = said[-1]
    stroke = _STROKE.search(text)
    if (
        stroke
        and stroke.start() > 8
        and not _NAMES_BEFORE.search(text[: stroke.start()])
        and _known(stroke["who"], context)
    ):
        before = list(sentences(text[: stroke.start()]))
        return _proposal(context, block, before[-1], stroke["who"], section, "behind a stroke", 0.8)
    action = _TO_ACTION.match(last.text)
    if action and sort_of(action["who"], context.register) in {"person", "role", "group"} and len(said) > 1:
        return _proposal(context, block, said[-2], action["who"], section, "told to action it", 0.85)
    if len(said) > 1 and len(last.text) < 30 and _known(last.text, context):
        return _if_ordered(context, block, said[-2], last.text, section)
    tail = _TAIL.search(last.text)
    if tail and tail.start() > 8 and _known(tail["who"], context):
        cut = Sentence(last.text[: tail.start()], last.start, last.start + tail.start())
        return _if_ordered(context, block, cut, tail["who"], section)
    return None


def _if_ordered(
    context: Context, block: Block, sentence: Sentence, who: str, section: Section
) -> Proposal | None:
    """A name behind a topic is who spoke to it; behind an order it is who must do it."""
    order = read_order(sentence.text, context.register, sentence.start)
    told = _TOPIC_AND_ORDER.search(sentence.text)
    if told and is_order(told["verb"]):
        return _proposal(
            context, block, sentence, who, section, "behind a topic and what to do about it", 0.7
        )
    if order is None or order.form not in {"an order", "something to be done"}:
        return None
    if _HEADS.match(sentence.text):
        return None
    if order.form == "an order" and re.match(r"\W*(?:[A-Z][a-z]+|[A-Z]{2,})\s+[A-Z]", sentence.text):
        # "Mark Oake (Clerk)" is somebody, and "DO" may be initials.
        return None
    if _STANDS_FOR.fullmatch(who) and _initials(sentence.text).endswith(who):
        # "Green Lanes Trust (GLT)": what the letters stand for, and nobody's order.
        return None
    if order.form == "an order" and (len(sentence.text.split()) < 3 or _A_TOPIC.match(sentence.text)):
        return None
    return _proposal(context, block, sentence, who, section, "at the end of an order", 0.78)


_STANDS_FOR = re.compile(r"[A-Z]{2,6}")


def _initials(text: str) -> str:
    return "".join(re.findall(r"\b[A-Z]", text))


_BRACKETED = re.compile(
    r"[(\[](?P<inside>(?P<who>[A-Z@][^()\[\]]{1,40}?)\s(?:to|will)\s(?P<verb>[a-z]+)[^()\[\]]{0,160})[)\]]"
)


def _in_brackets(context: Context, block: Block, section: Section) -> Iterator[Proposal]:
    """An aside that orders: "… the hall is cold [AB to bleed the radiators]"."""
    if block.text[:1] in "([" and block.text.endswith((")", "]")):
        return
    for found in _BRACKETED.finditer(block.text):
        sort = sort_of(found["who"], context.register)
        if (is_order(found["verb"]) or may_be_order(found["verb"])) and (
            sort in {"person", "role", "group"} or _known(found["who"], context)
        ):
            sentence = Sentence(found["inside"], found.start("inside"), found.end("inside"))
            proposal = _proposal(context, block, sentence, found["who"], section, "in an aside", 0.8)
            if proposal:
                yield proposal


def _in_the_margin(context: Context, block: Block, section: Section) -> Proposal | None:
    """An owner set apart by a wide gap, as a column of initials becomes in plain text."""
    source = context.document.text[block.start : block.end]
    margin = _MARGIN.search(source, max(0, len(source) - 80))
    if not margin or not _known(margin["who"], context):
        return None
    before = list(sentences(block.text[: len(block.text) - len(margin["who"])]))
    if not before or len(before[-1].text.split()) < 3 or stands_for(before[-1].text):
        return None
    if before[-1].text.count(",") > 2 or not re.search(r"\s[a-z]{2,}\s", before[-1].text):
        # A list of names, not a sentence.
        return None
    return _proposal(context, block, before[-1], margin["who"], section, "in the margin", 0.72)


def _alone(context: Context, above: Block, block: Block, section: Section) -> Proposal | None:
    """Initials alone on a line, in minutes whose column of owners became lines."""
    if len(block.text) > 30 or not _known(block.text, context) or above.kind == "row":
        return None
    if len(above.text.split()) < 4 or "://" in above.text:
        return None
    said = list(sentences(above.text))
    if not said:
        return None
    ordered = [one for one in said if (order := read_order(one.text, context.register)) and order.firm]
    whole = Sentence(above.text, 0, len(above.text))
    one = ordered[0] if len(ordered) == 1 else whole if len(above.text.split()) < 40 else said[-1]
    return _proposal(context, above, one, block.text, section, "on a line of its own", 0.76)


def _proposal(
    context: Context,
    where: Text,
    sentence: Sentence,
    who: str,
    section: Section,
    place: str,
    confidence: float,
) -> Proposal | None:
    text = sentence.text
    if told_as_done(text) or _NOTHING_LEFT.search(text[-40:]) or text.endswith("?"):
        return None
    order = read_order(text, context.register)
    first = (order.what if order else text).split(" ", 1)[0].lower()
    if first in SETTLED:
        return None
    return context.find(
        where, sentence.start, sentence.end, section=section, what=order.what if order and order.firm else imperative(text),
        owners=(order.owners if order and order.firm else ()) or read_owners(who), due=due_words(text), confidence=confidence,
        why=f"an owner {place}",
    )  # fmt: skip
