"""One commitment, one proposal: the prose and the table, the line and the list say the same thing."""

import bisect
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from bot.minutes.model import Proposal
from bot.minutes.words import word_set

_WORD = re.compile(r"[a-z0-9£%’']{3,}")
_COMMON = word_set(
    """
    the and for that this with will would should shall was were are has have had been being from into their them
    they its his her our you your not but any all also which who whom agreed action actions board meeting
    panel committee council group next asked requested about regarding regard
    """,
)


_NUMBER = re.compile(r"[0-9]+")

_MOST_COMMON = 40
"""A word kept by that many proposals tells them apart no longer."""

_Kept = tuple[int, Proposal, frozenset[str], list[str]]


def content(text: str) -> frozenset[str]:
    """The words of a text that carry its matter, cut to their stems."""
    return frozenset(
        word if word[-1].isdigit() else word[:6]
        for word in _WORD.findall(text.lower().replace("’", "'"))
        if word not in _COMMON
    )


def dedupe(ranked: Iterable[tuple[int, Proposal]]) -> list[Proposal]:
    """Of proposals that overlap or say the same, the one from the surest form.

    Each comes with its form's rank, the most structured lowest. Two rows of one table are never merged.
    """
    kept: list[_Kept] = []
    spans: list[tuple[int, int, bool]] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    for rank, proposal in sorted(ranked, key=lambda pair: (pair[0], -pair[1].confidence, pair[1].start)):
        words = content(proposal.quote)
        if proposal.what not in proposal.quote:
            words |= content(proposal.what)
        if _overlaps(proposal, spans) or _said_before(rank, proposal, words, kept, by_word):
            continue
        for word in words:
            if len(by_word[word]) < _MOST_COMMON:
                by_word[word].append(len(kept))
        kept.append((rank, proposal, words, _NUMBER.findall(proposal.what)))
        _insert(spans, (proposal.start, proposal.end, proposal.kind == "decision"))
    return sorted(
        (proposal for _, proposal, _, _ in kept), key=lambda proposal: (proposal.start, proposal.end)
    )


def _insert(spans: list[tuple[int, int, bool]], span: tuple[int, int, bool]) -> None:
    bisect.insort(spans, span)


def _overlaps(proposal: Proposal, spans: list[tuple[int, int, bool]]) -> bool:
    at = bisect.bisect_left(spans, (proposal.end, 0, False))
    settles = proposal.kind == "decision"
    for start, end, settled in spans[max(0, at - 3) : at]:
        shared = min(end, proposal.end) - max(start, proposal.start)
        if shared <= 0:
            continue
        # What a sentence settles stands beside what it asks of somebody in passing.
        least = (
            0.5 * (proposal.end - proposal.start)
            if settles and not settled
            else 0.3 * min(end - start, proposal.end - proposal.start)
        )
        if shared > least:
            return True
    return False


def _said_before(
    rank: int,
    proposal: Proposal,
    words: frozenset[str],
    kept: Sequence[_Kept],
    by_word: Mapping[str, list[int]],
) -> bool:
    near = Counter(chain.from_iterable(by_word[word] for word in words if word in by_word))
    for index, shared in [each for each in near.items() if each[1] > 2]:
        before = kept[index]
        # Of two readings of one form, hardly any are the same: most are told apart here at once.
        if rank == before[0] and (shared < 4 or proposal.minute != before[1].minute):
            continue
        if _same(rank, proposal, words, shared, before):
            return True
    return False


def _same(rank: int, proposal: Proposal, words: frozenset[str], shared: int, before: _Kept) -> bool:
    other_rank, other, other_words, other_numbers = before
    if rank == other_rank:
        # "Inspect plot 12" and "inspect plot 14" are two, however alike they are.
        alike = (
            shared >= 0.92 * max(len(words), len(other_words))
            and _NUMBER.findall(proposal.what) == other_numbers
        )
    else:
        close = 0.5 if proposal.minute == other.minute else 0.62
        alike = shared >= close * min(len(words), len(other_words))
    settles, other_settles = proposal.kind == "decision", other.kind == "decision"
    if settles and not other_settles:
        # The names of an order's people in a decision make it no order.
        alike = shared >= 4 and shared >= 0.7 * len(words)
    if not alike:
        return False
    if settles != other_settles and (other_settles or proposal.minute != other.minute):
        return False
    return _owners_agree(proposal, other)


def _owners_agree(one: Proposal, other: Proposal) -> bool:
    if not one.owners or not other.owners:
        return True
    first = {word.lower() for owner in (*one.owners, *one.owners_resolved) for word in owner.split()}
    second = {word.lower() for owner in (*other.owners, *other.owners_resolved) for word in owner.split()}
    return bool(first & second)
