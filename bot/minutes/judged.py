"""What was found is held against how it is worded: what reads unlike an action goes, what reads like one comes.

A form says who is to do what; its words say how often somebody is. Where a form is recognised it wins unless the words
speak clearly against it, and where none is, they must speak clearly for it. What the minutes mark or list as an action
is one, however it is worded.
"""

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.minutes.clues import Place, likeliest
from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.marked import NAME_ALONE
from bot.minutes.model import PROPOSED, Proposal
from bot.minutes.prose import asks_nothing
from bot.minutes.sections import Section
from bot.minutes.sentences import Sentence, due_words
from bot.minutes.status import only_closes
from bot.minutes.whose import named_last, named_within, whose
from bot.minutes.wording import FORMS_COUNT, LEAST, LIKE, Likely, odds

MARKED = 1
"""The last rank of what stands in a table or is marked as an action."""
LAST = 8
_NAMED = 0.03
"""What is enough where a mark names somebody, or another body is handed the matter."""
_ONLY_MARK = re.compile(r"\W*actions?(?: points?)?\b.{0,60}|.{0,30}\baction:?\s+\S{1,20}\W*", re.IGNORECASE)
_IT_WAS_AGREED = re.compile(r"\W*(?:it\s+(?:was|is)\s+)?agreed\s+(?:to|that)\s+", re.IGNORECASE)
_SHORTEST = 5
_Ranked = tuple[int, Proposal]
_Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Worded:
    """A sentence, or a row of a table, and what its words say."""

    context: Context
    index: int
    block: Block
    section: Section
    sentence: Sentence
    before: Sentence | None
    number: int
    of: int
    start: int
    end: int

    @property
    def likely(self) -> Likely:
        return self.context.likely(self.index)[self.number]


def judge(context: Context, found: Iterable[_Ranked]) -> list[_Ranked]:
    """Those of the ranked proposals that are worded like what they are taken for, and what else is worded so."""
    worded = list(_worded(context))
    ends = [one.end for one in worded]
    kept = [(rank, _with_owner(context, one)) for rank, one in found if _fits(one, rank, worded, ends)]
    actions = sorted((one.start, one.end) for _, one in kept if one.to_do)
    decisions = sorted((one.start, one.end) for _, one in kept if not one.to_do)
    return kept + [
        (LAST, one)
        for each in worded
        if _may_stand(each.block, each.section)
        for one in _read(context, each, actions, decisions)
    ]


def _worded(context: Context) -> Iterator[_Worded]:
    blocks = zip(context.document.blocks, context.sections, strict=True)
    for index, (block, section) in enumerate(blocks):
        row = block.kind == "row"
        said = (Sentence(block.text, 0, len(block.text)),) if row else context.said(block)
        before = None
        for number, sentence in enumerate(said):
            start, end = block.span(sentence.start, sentence.end)
            if end - start >= _SHORTEST:
                yield _Worded(context, index, block, section, sentence, before, number, len(said), start, end)
            before = sentence


def _fits(proposal: Proposal, rank: int, worded: list[_Worded], ends: list[int]) -> bool:
    """Whether any sentence it stands in may be one of its kind."""
    name_alone = proposal.why == NAME_ALONE
    if proposal.kind == "forward" or (rank <= MARKED and not name_alone):
        return True
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
        action = max(one.action for one in said)
        if name_alone or proposal.kind == "referral":
            return action >= _NAMED
        return odds(action) + form >= LEAST.action
    return odds(max(one.decision for one in said)) + form >= LEAST.decision


def _shares(start: int, end: int, first: int, last: int, least: float) -> bool:
    return min(end, last) - max(start, first) >= least * min(end - start, last - first)


def _covered(one: _Worded, spans: _Spans) -> bool:
    at = bisect.bisect_left(spans, (one.end, 0))
    return any(_shares(start, end, one.start, one.end, 0.3) for start, end in spans[max(0, at - 4) : at])


def _with_owner(context: Context, proposal: Proposal) -> Proposal:
    """Whoever is named at the very end of what nobody else was found for."""
    if proposal.owners or not proposal.to_do:
        return proposal
    owners = named_last(proposal.quote, context) or named_within(proposal.quote, context)
    if not owners:
        return proposal
    return replace(
        proposal, owners=owners, owners_resolved=tuple(context.register.name(owner) for owner in owners)
    )


def _may_stand(block: Block, section: Section) -> bool:
    """Whether anything is proposed there for its words alone: a table has readers of its own, and a tick says done."""
    if block.kind in {"row", "label"} or section.kind in {"people", "agenda", "meta", "slides"}:
        return False
    return not (section.of_old_actions or block.marker.lower().endswith("[x]"))


def _may_say(one: _Worded) -> bool:
    """Whether so few words are a sentence, and one that says more than that a matter is closed."""
    block, text = one.block, one.sentence.text
    # Of a heading all its words count, of a sentence its own.
    words = block.text if block.kind == "heading" else text
    short = one.likely.decision > _SURELY and one.number == 0 and block.kind != "heading"
    least = _IN_SHORT if short else _A_SENTENCE
    if len(words.split()) < least or len(text.split()) < least or _ONLY_MARK.fullmatch(text):
        return False
    agreed = _IT_WAS_AGREED.match(text)
    return not only_closes(text[agreed.end() :] if agreed else text)


_A_SENTENCE = 4
_IN_SHORT = 2
_SURELY = 0.85
"""So likely a decision may be told in two words at the start of a line: "Adopted unchanged"."""


def _read(context: Context, one: _Worded, actions: _Spans, decisions: _Spans) -> Iterator[Proposal]:
    text, likely = one.sentence.text, one.likely
    if likely.action > max(LIKE.action, likely.decision):
        # What ends in a colon heads the orders below it.
        heads = one.number == one.of - 1 and text.endswith(":")
        known = heads or _covered(one, actions) or asks_nothing(text) or _goes_on(one, actions)
        if _may_say(one) and not known:
            yield _action(context, one)
        return
    if likely.decision <= LIKE.decision or _covered(one, decisions) or _SECONDED.match(text):
        return
    if _may_say(one):
        yield context.find(
            one.block, one.sentence.start, one.sentence.end, section=one.section, kind="decision",
            what=imperative(text), confidence=PROPOSED, why="worded like a decision",
        )  # fmt: skip


_SECONDED = re.compile(r"\W*(?:proposed|seconded|moved)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\W*(?:it|this|these|they|that)\b", re.IGNORECASE)


def _goes_on(one: _Worded, actions: _Spans) -> bool:
    """Whether it only says more of the action in the sentence before: "Ann is to write it. It is needed by May"."""
    if one.before is None or not _GOES_ON.match(one.sentence.text):
        return False
    start, end = one.block.span(one.before.start, one.before.end)
    return any(_shares(first, last, start, end, 0.3) for first, last in actions)


def _action(context: Context, one: _Worded) -> Proposal:
    """Who and what, as far as the likeliest doing of the sentence tells, or else whoever it names."""
    text = one.sentence.text
    place = Place(one.section.kind, one.block.kind, one.number, one.of, marked_by_habit=False)
    doing = likeliest(text, context, one.before, place)
    owners, at = (doing.owners, doing.what_at) if doing else ((), 0)
    if not owners:
        owners, told_at = whose(text, context)
        at = at or told_at
    return context.find(
        one.block, one.sentence.start, one.sentence.end, section=one.section, what=imperative(text[at:]), owners=owners,
        due=due_words(text), confidence=PROPOSED, why="worded like an action",
    )  # fmt: skip
