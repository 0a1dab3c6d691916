"""What was found is held against how it is worded: what reads unlike an action goes, what reads like one comes.

A form says who is to do what; its words say how often somebody is. Where a form is recognised it wins unless the words
speak clearly against it, and where none is, they must speak clearly for it. What the minutes mark or list as an action
is one, however it is worded.
"""

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.minutes.clues import Place, likeliest
from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import PROPOSED, Proposal
from bot.minutes.owners import NOBODY, read_owners, whole_subject
from bot.minutes.sections import Section
from bot.minutes.sentences import Sentence, due_words
from bot.minutes.wording import FORMS_COUNT, LEAST, LIKE, Likely, odds

MARKED = 1
"""The last rank of what stands in a table or is marked as an action."""
LAST = 8
NAME_ALONE = "an owner named under"
"""A mark with nothing but a name, under what may be its action or not."""
_ONLY_MARK = re.compile(r"\W*(?:\*\*)?actions?(?: points?)?\b.{0,60}|(?:\S+\s*){0,2}", re.IGNORECASE)
_SHORTEST = 5
_NOT_READ = frozenset({"people", "agenda", "meta", "slides"})
_Ranked = tuple[int, Proposal]
_Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Worded:
    """A sentence, or a row of a table, and what its words say."""

    block: Block
    section: Section
    sentence: Sentence
    before: Sentence | None
    number: int
    of: int
    start: int
    end: int
    likely: Likely


def judge(context: Context, found: Iterable[_Ranked]) -> list[_Ranked]:
    """Those of the ranked proposals that are worded like what they are taken for, and what else is worded so."""
    worded = list(_worded(context))
    ends = [one.end for one in worded]
    kept = [
        (rank, one)
        for rank, one in found
        if (rank <= MARKED and not one.why.startswith(NAME_ALONE)) or _fits(one, worded, ends)
    ]
    actions = sorted((one.start, one.end) for _, one in kept if one.to_do)
    decisions = sorted((one.start, one.end) for _, one in kept if not one.to_do)
    return kept + [(LAST, one) for each in worded for one in _read(context, each, actions, decisions)]


def _worded(context: Context) -> Iterator[_Worded]:
    blocks = zip(context.document.blocks, context.sections, strict=True)
    for index, (block, section) in enumerate(blocks):
        row = block.kind == "row"
        said = (Sentence(block.text, 0, len(block.text)),) if row else context.said(block)
        before = None
        for number, (sentence, likely) in enumerate(zip(said, context.likely(index), strict=True)):
            start, end = block.span(sentence.start, sentence.end)
            if end - start >= _SHORTEST:
                yield _Worded(block, section, sentence, before, number, len(said), start, end, likely)
            before = sentence


def _fits(proposal: Proposal, worded: list[_Worded], ends: list[int]) -> bool:
    """Whether any sentence it stands in may be one of its kind."""
    at = bisect.bisect_right(ends, proposal.start)
    said: list[Likely] = []
    while at < len(worded) and worded[at].start < proposal.end:
        if _shares(worded[at].start, worded[at].end, proposal.start, proposal.end, 0.5):
            said.append(worded[at].likely)
        at += 1
    if not said:
        return True
    form = FORMS_COUNT * odds(proposal.confidence)
    if proposal.to_do:
        return odds(max(one.action for one in said)) + form >= LEAST.action
    return odds(max(one.decision for one in said)) + form >= LEAST.decision


def _shares(start: int, end: int, first: int, last: int, least: float) -> bool:
    return min(end, last) - max(start, first) >= least * min(end - start, last - first)


def _covered(one: _Worded, spans: _Spans) -> bool:
    at = bisect.bisect_left(spans, (one.end, 0))
    return any(_shares(start, end, one.start, one.end, 0.3) for start, end in spans[max(0, at - 4) : at])


def _read(context: Context, one: _Worded, actions: _Spans, decisions: _Spans) -> Iterator[Proposal]:
    if (
        one.section.kind in _NOT_READ
        or one.block.kind in {"row", "label"}
        or _ONLY_MARK.fullmatch(one.sentence.text)
    ):
        return
    if one.likely.action > max(LIKE.action, one.likely.decision) and not _covered(one, actions):
        yield _action(context, one)
    elif one.likely.decision > LIKE.decision and not _covered(one, decisions):
        yield context.find(
            one.block, one.sentence.start, one.sentence.end, section=one.section, kind="decision",
            what=imperative(one.sentence.text), confidence=PROPOSED, why="worded like a decision",
        )  # fmt: skip


_IN_BRACKETS = re.compile(r"\W*\[(?P<who>[^\]]{1,40})\]")
_WHO = r"(?P<who>[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){0,4}?)"
_ASKING = re.compile(
    r"\b(?:ask(?:ed|s)|request(?:ed|s)|invite[ds]|urge[ds]|told|reminded|instructed|encouraged|tasked)\s+(?:for\s+|that\s+)?"
    rf"{_WHO}\s+(?:if|whether|to)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\W*(?P<who>[^,;:]{2,60}?)\s+(?:was|were|(?:has|have|will)\s+be(?:en)?|is|are)\s+(?:\w+ly\s+|also\s+|then\s+)?"
    r"(?:told|asked|requested|tasked|invited|instructed|reminded|urged)\b",
    re.IGNORECASE,
)


def _action(context: Context, one: _Worded) -> Proposal:
    """Who and what, as far as the likeliest doing of the sentence tells."""
    text = one.sentence.text
    place = Place(one.section.kind, one.block.kind, one.number, one.of, marked_by_habit=False)
    doing = likeliest(text, context, one.before, place)
    return context.find(
        one.block, one.sentence.start, one.sentence.end, section=one.section,
        what=imperative(text[doing.what_at :] if doing else text),
        owners=_in_brackets(text) or (doing.owners if doing else ()) or _asked(text, context),
        due=due_words(text), confidence=PROPOSED, why="worded like an action",
    )  # fmt: skip


def _in_brackets(text: str) -> tuple[str, ...]:
    """Those a sentence opens with: "[AB] Print the map"."""
    found = _IN_BRACKETS.match(text)
    return read_owners(found["who"]) if found else ()


def _asked(text: str, context: Context) -> tuple[str, ...]:
    """Whoever is asked or told, before the verb or behind it."""
    for found in (_ASKING.search(text), _TOLD.match(text)):
        subject = whole_subject(found["who"], context.register) if found else NOBODY
        if subject.sort not in {"none", "pronoun"}:
            return subject.owners
    return ()
