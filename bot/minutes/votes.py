"""Motions and votes: who moved, who seconded, and the result, which may stand a sentence or a line further on."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.orders import read_order
from bot.minutes.owners import sort_of
from bot.minutes.sections import Section
from bot.minutes.sentences import Sentence, sentences
from bot.minutes.words import SETTLING, first_word

_MOTION = re.compile(
    r"\b(?=mo[tv]|pro|se|2nd|nom)(?:moved\s*(?:[,:&/]|and\b(?!\s+seconds\b))|motions?(?:ed|s)?\b(?!\s+(?:sensors?|to discuss))|mov(?:e|es|ed)\s+(?:to|that|for)\b|proposed\b|proposes\b|proposal\b|seconded\b|2nd(?:ed)?\s+by|nominated\b|nominations?\b)",
    re.IGNORECASE,
)
_SECONDED = re.compile(r"\b(?:second(?:ed|s|er)?|2nd(?:ed)?)\b", re.IGNORECASE)
_RESULT = re.compile(
    r"^\W*(?:(?:it|this|which|the (?:motion|proposal|resolution|amendment|vote|nomination)|motion|proposal|resolution|vote)\s+(?:was\s+|were\s+|is\s+|has\s+)?(?:then\s+|duly\s+|also\s+|unanimously\s+)*"
    r"(?:carrie[sd]|carried|pass(?:ed|es)|approved|adopted|agreed|accepted|unanimous\w*|seconded|defeated|lost|rejected|fail(?:ed|s))\b(?!\s+(?:that|to)\b)"
    r"|(?:all|everyone|members|councillors|those present)\s*(?:present\s+)?(?:were\s+|was\s+)?(?:agreed|in favou?r|approved|voted (?:for|in favou?r)|second\b)"
    r"|all (?:those )?in favou?r|(?:unanimously\s+)?(?:agreed|approved|carried|passed|accepted|adopted|seconded)(?:\s+(?:by|unanimously|nem\.? ?con|without|with|\d|on a)\b.{0,40})?\W*$"
    r"|carried\b|unanimous\b|unanimously\b|approval (?:was )?unanimous|approved by unanimous|(?:the\s+)?(?:committee|board|council|group|trustees|meeting|exec)\s+(?:all\s+)?(?:agreed|approved)\W*$|no (?:objections?|dissent|votes? against)|nem\.? ?con|so (?:moved|agreed|resolved)\b|vote[sd]?\s*:"
    r"|(?:with|(?:as\s+)?there\s+(?:being|were))\s+no\s+(?:other|further)\s+nominations?\b|seconded by|second(?:ed)?\s*:|\d{1,2}\s*(?:votes?\s*)?(?:for|in favou?r|-\s?\d))",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?=vot|ele|bal|res)(?:vot(?:e[sd]?|ing)|election|ballot|result\w*|resolution)\b[^.;]{0,60}?(?:\b(?:for|yes|ayes?|in favou?r)\s*[:=-]?\s*\d|\b\d{1,3}\s*(?:votes?\s+)?(?:for|in favou?r|yes|ayes?)\b|\b\d{1,2}\s?[-–]\s?\d{1,2}\b\s*(?:in favou?r|for|against|\W*$)|\bunanimous)"
    r"|\b(?:vot(?:e|ing)|election)s?\s+results?\b.{0,200}\b(?:all elected|elected|approved|passed)\b",
    re.IGNORECASE,
)
_COUNT_BEHIND = re.compile(
    r"[-–:]\s*\d{1,3}\s+(?:votes?\s+)?(?:in\s+favou?r|for|yes|ayes)\b(?:,\s*\d[^.;]{0,40})?\W*$"
    r"|\s\((?:all\s+in\s+favou?r|unanimous\w*|carried\w*|\d{1,3}\s+(?:in\s+favou?r|for|against|abstain\w*|abstentions?|opposed|yes)\b[^)]{0,60})\)\W*$",
    re.IGNORECASE,
)
"""How the votes fell, behind what was voted upon: "Keep the gate - 5 in favour", "The gate is kept (1 abstain)"."""
_COUNTED_IN = ("vot", "elect", "ballot", "result", "resolution")
_DIGIT_OR_BRACKET = re.compile(r"[0-9(]")
_TAIL = 80
_ONLY_COUNT = re.compile(r"\W*(?:all|for|in favou?r|votes?|ayes?|yes)\b", re.IGNORECASE)
_RESULT_WITHIN = re.compile(
    r"\b(?:carried|unanimous(?:ly)?|nem\.? ?con|passed|approved|adopted|agreed|defeated|lost|all in favou?r|in favou?r)\b",
    re.IGNORECASE,
)
_MOVED_BY = re.compile(
    r"^\W*(?:proposed|moved|motioned|proposer|nominated)\s*(?:by\b|:)|^\W*(?:proposed|moved)\s+[A-Z]",
    re.IGNORECASE,
)
"""Who moved, in a sentence of its own, behind what was moved."""
_NOT_ONE = re.compile(
    r"\b(?:if|whether|would|could|should be (?:moved|proposed)|no seconder|withdrawn|last (?:year|month)|previously|proposed (?:changes?|scheme|works?|dates?|development|plans?|amendments?|new|by the (?:developer|applicant))|employment)\b",
    re.IGNORECASE,
)
_FOR_OFFICE = re.compile(
    r"\b(?:nominated|proposed)\b.{0,80}\b(?:elected|agreed|appointed|as|for)\b", re.IGNORECASE
)

_IN_SHORT = re.compile(
    r"(?:^\W*|[,;:.]\s+|\b(?:and|was|it)\s+)(?P<moved>(?:M/S(?:/[A-Z][a-z]*)?|MS[CAPU](?=\s+(?:to|that)\b))\s+(?P<what>\w))"
)
"""Moved, seconded and carried, or approved, in three letters: "M/S/C to paint the barn"."""
_MAY_BE_SHORT = re.compile(r"M/S|MS[CAPU]\s")
CLEARLY = 0.4
"""How likely a decision must be by its words where the names of those present are listed."""


def read_votes(context: Context) -> Iterator[Proposal]:
    """One decision for each motion with its seconder or result, and for each vote that is counted."""
    blocks = context.document.blocks
    done_with = 0
    for index, block in enumerate(blocks):
        section = context.sections[index]
        if section.kind in {"agenda", "meta", "slides", "actions"} or block.kind in {"row", "label"}:
            continue
        if section.kind == "people" and all(one.decision < CLEARLY for one in context.likely(index)):
            continue
        said = context.said(block)
        if index < done_with or not said:
            continue
        done_with, found = _between_lines(context, index, section)
        if found is not None:
            yield found
            continue
        if all(PROCEDURE.match(sentence.text) for sentence in said) and not _FLAT.match(said[0].text):
            # Who moved and seconded what stands above, which is read for itself.
            continue
        yield from _within(context, index, section)


def _between_lines(context: Context, index: int, section: Section) -> tuple[int, Proposal | None]:
    """A motion whose result stands on lines below it, or a result of what stands above; and how far it goes."""
    blocks = context.document.blocks
    block, said = blocks[index], context.said(blocks[index])
    if OPENS_MOTION.search(said[-1].text):
        until, carried = _went_through(context, index)
        if carried:
            return until, context.find(
                block, said[-1].start, said[-1].end, section=section, kind="decision", what=imperative(said[-1].text),
                confidence=0.74, why="a motion and its result",
            )  # fmt: skip
    base = _moved_above(blocks, index) if len(said[0].text) < 90 and _FLAT.match(said[0].text) else None
    if base is None:
        return 0, None
    where = blocks[base]
    if base == index - 1 and _is_talk(context, where):
        return 0, context.find(
            block, 0, said[0].end, section=section, kind="decision", what=said[0].text, confidence=0.8,
            why="the result of a talk",
        )  # fmt: skip
    ended = block.span(0, said[0].end)[1]
    order = read_order(where.text, context.register)
    ordered = order is not None and bool(order.owners) and order.form == "somebody to do something"
    if (
        order
        and ordered
        and first_word(order.what) not in SETTLING
        and sort_of(order.owners[0], context.register) in {"person", "name", "role"}
    ):
        return 0, context.find(
            where, 0, len(where.text), section=section, what=order.what, owners=order.owners, due=order.due,
            confidence=0.74, why="a motion that orders something, and its result",
        )  # fmt: skip
    return 0, context.find(
        where, 0, len(where.text), section=section, kind="decision", what=where.text, confidence=0.68,
        why="a motion and its result", until=ended,
    )  # fmt: skip


def _is_talk(context: Context, block: Block) -> bool:
    """Several sentences, none of them a motion: what they led to is told by its result alone."""
    said = context.said(block)
    return block.kind == "paragraph" and len(said) > 1 and not any(_is_motion(each.text) for each in said)


def _within(context: Context, index: int, section: Section) -> Iterator[Proposal]:
    """Motions and votes that one block tells from end to end."""
    blocks = context.document.blocks
    block, said = blocks[index], context.said(blocks[index])
    at = 0
    while at < len(said):
        stop = _settled_by(said, at)
        until: int | None = None
        if stop is None and at and _settles_before(said, at):
            at, stop = at - 1, at + 1
        if stop is None and at == len(said) - 1 and _is_motion(said[at].text):
            until = _result_below(blocks, index)
            stop = at + 1 if until else None
        short = _IN_SHORT.search(said[at].text) if _MAY_BE_SHORT.search(said[at].text) else None
        if short:
            yield context.find(
                block, said[at].start + short.start("moved"), said[at].end, section=section, kind="decision",
                what=imperative(said[at].text[short.start("what") :]), confidence=0.9, why="a motion and its result",
            )  # fmt: skip
        if short or stop is None:
            at += 1
            continue
        first = at - 1 if at and _MOVED_BY.match(said[at].text) and len(said[at - 1].text) < 300 else at
        text = block.text[said[first].start : said[stop - 1].end]
        yield context.find(
            block, said[first].start, said[stop - 1].end, section=section, kind="decision", what=imperative(text),
            confidence=0.82 if _is_counted(text) else 0.74, until=until,
            why="a motion and its result" if stop - at > 1 or until else "a motion or vote",
        )  # fmt: skip
        at = stop


OPENS_MOTION = re.compile(
    r"\b(?:ma(?:de|kes)\s+(?:a|the)\s+motion|motion(?:ed|s)\s+(?:to|that)|mov(?:ed|es)\s+(?:to|that))\b",
    re.IGNORECASE,
)
PROCEDURE = re.compile(
    r"\W*(?:[\w.’' ]{2,40}\s(?:second(?:ed|s)|2nd(?:ed)?)(?:\s(?:the\s(?:motion|proposal)|it|this))?"
    r"|[\w.’' ]{2,40}\scall(?:ed|s)\sfor\s(?:the|a)\svote"
    r"|(?:all\s)?(?:those\s)?(?:in\sfavou?r|opposed|against|abstain\w*|abstentions?|ayes?|nays?|noes)\b.{0,40}"
    r"|(?:all\s)?(?:those\s)?in\sfavou?r.{0,40}|none\s(?:opposed|against)"
    r"|(?:the\s)?motion\s(?:was\s)?(?:unanimously\s)?(?:passe[sd]|carrie[sd]|approved|seconded).{0,40}"
    r"|(?:the\s(?:notice\sof\s)?motion\swas\s|this\swas\s)?(?:proposed|moved)\sby\s.{2,40}?\W+(?:and\s)?seconded\sby\s.{2,40}|(?:proposed|moved|seconded)\sby\s(?:[A-Z][\w.’'-]*\s?){1,4})\W*$",
    re.IGNORECASE,
)
"""What only tells how a motion went."""
_CARRIED = re.compile(r"\b(?:passe[sd]|carrie[sd]|approved|in\sfavou?r|ayes?)\b", re.IGNORECASE)
_LONGEST_WAY = 8


def _went_through(context: Context, index: int) -> tuple[int, bool]:
    """How far the lines go that tell how a motion went, and whether it was carried."""
    blocks = context.document.blocks
    carried = False
    at = index + 1
    while at < len(blocks) and at - index <= _LONGEST_WAY:
        said = context.said(blocks[at])
        if not said or not all(PROCEDURE.match(sentence.text) for sentence in said):
            break
        carried = carried or bool(_CARRIED.search(blocks[at].text))
        at += 1
    return at, carried


# Asked of one sentence by each who looks for a motion, a result, and what goes on.
@lru_cache(maxsize=256)
def _is_motion(text: str) -> bool:
    return bool(_MOTION.search(text)) and not _NOT_ONE.search(text) and not text.endswith("?")


def _settled_by(said: Sequence[Sentence], at: int) -> int | None:
    """Where the sentences end that put a matter and settle it, starting with `said[at]`."""
    text = said[at].text
    if text.endswith("?"):
        return None
    motion = _is_motion(text)
    stop = at + 1
    while motion and stop < len(said) and stop - at < 4 and _goes_on(said[stop].text):
        stop += 1
    if stop > at + 1:
        return stop
    second = _SECONDED.search(text) if motion else None
    if (
        second
        and not re.search(r"\bnominated\b", text)
        and (_MOTION.search(text[: second.start()]) or _RESULT_WITHIN.search(text))
    ):
        return stop
    if motion and _RESULT_WITHIN.search(text) and re.search(r"\b(?:motion|nominated)\b", text, re.IGNORECASE):
        return stop
    return stop if _is_counted(text) and not _NOT_ONE.search(text) else None


def _is_counted(text: str) -> bool:
    lower = text.lower()
    if any(word in lower for word in _COUNTED_IN) and _COUNT.search(text):
        return True
    if not _DIGIT_OR_BRACKET.search(text, max(0, len(text) - _TAIL)):
        return False
    behind = _COUNT_BEHIND.search(text, max(0, len(text) - _TAIL))
    return behind is not None and not _ONLY_COUNT.match(text)


_FLAT = re.compile(
    r"^\W*(?:(?:resolution|result|outcome|decision|vote)\s*:\s*)?(?:(?:this|it|the\s+(?:request|application|proposal|suggestion|nomination))\s+was\s+(?:then\s+|duly\s+)?(?:unanimously\s+)?(?:agreed|approved|carried|accepted|adopted|refused|rejected|declined)(?:\s+(?:by|unanimously|nem).{0,40})?|all\s+(?:were\s+)?(?:agreed|in favou?r|in agreement)|agreed\s+(?:by|unanimously).{0,40}|(?:the\s+)?(?:committee|board|council|members|group|trustees|meeting|exec)\s+(?:all\s+)?(?:agreed|approved)|no objections?\b.{0,40}|carried.{0,30}|unanimous\w*.{0,60}|(?:unanimously\s+)?(?:approved|adopted|passed|accepted)(?:,?\s+(?:unanimously|with|by|without|nem).{0,60})?|postponed\b.{0,60}|(?:motion|resolution|proposal|vote)\s+(?:was\s+)?(?:carried|passe[sd]|approved|agreed)|so agreed)(?:\s*\([^()]{0,60}\))?\W*$",
    re.IGNORECASE,
)


def _settles_before(said: Sequence[Sentence], at: int) -> bool:
    """A result for something put without the word motion: "She suggested green. All agreed"."""
    before = said[at - 1].text
    return bool(_FLAT.match(said[at].text)) and 4 < len(before.split()) < 45 and not before.endswith("?")


def _goes_on(text: str) -> bool:
    """A result, or who seconded, in a sentence of its own."""
    return bool(_RESULT.match(text)) or (len(text.split()) < 8 and bool(_SECONDED.search(text)))


def _moved_above(blocks: Sequence[Block], index: int) -> int | None:
    """Which block a result on a line of its own settles, the mover's name between them or not."""
    base = index - 1
    while (
        base > 0
        and index - base < 4
        and len(blocks[base].text) < 80
        and (
            _MOVED_BY.match(blocks[base].text)
            or re.match(r"(?:vote|votes|voting|presenter)\b[^.]*[:\d]", blocks[base].text, re.IGNORECASE)
        )
    ):
        base -= 1
    if base < 0 or blocks[base].kind in {"row", "meta"} or len(blocks[base].text) > 400:
        return None
    return base if base < index - 1 or blocks[base].kind != "heading" else None


def _result_below(blocks: Sequence[Block], index: int) -> int | None:
    """The end of a result that stands on the next line."""
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None or following.kind not in {"item", "paragraph", "heading"}:
        return None
    first = next(sentences(following.text), None)
    if first is None or not _RESULT.match(first.text):
        return None
    return following.span(first.start, first.end)[1]
