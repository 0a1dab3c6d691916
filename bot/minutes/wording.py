"""How sentences are worded that ask somebody to act, and those that settle something.

Forms are recognised whole; what is left is told by its words. Each word, and each pair of words side by side, that
minutes of many bodies share has a weight, and their sum says how likely a sentence is to hold an action, or a
decision. A name is only known to be one, and a number to be a number. `make minutes-learn` finds the weights anew
from labelled minutes; see docs/adr/0124.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from bot.minutes.layout import Block
from bot.minutes.sections import Section

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|\d+|[:?£\[\]%/]")
_ALONE = frozenset(":?£[]%/")
_BEGIN, _END, _NAME, _NUMBER, _OTHER = "^", "$", "Name", "0", "~"
_LONGEST = 1200


class Likely(NamedTuple):
    """How likely a sentence holds an action, and a decision: 0 to 1."""

    action: float
    decision: float


HARDLY = Likely(action=0.137, decision=0.08)
"""Below this nothing is looked for in a sentence: not even the surest form would be proposed, see LEAST."""
LIKE = Likely(action=0.85, decision=0.5)
"""Above this a sentence is proposed, whether it has a form or not."""
FORMS_COUNT = 0.6
LEAST = Likely(action=-0.75, decision=-1.0)
"""A form is proposed where its words and its own confidence, `FORMS_COUNT` times, come to so much; both as log-odds."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The words that are known, where each sum starts from, and what each trait adds to either; all as log-odds."""

    words: frozenset[str]
    start: tuple[float, float]
    by_trait: Mapping[str, tuple[float, float]]


def traits(text: str, where: Iterable[str], known: frozenset[str]) -> set[str]:
    """The words and pairs of words of a sentence, and of its place; words not `known` tell nothing."""
    found = set(where)
    sort = _sorter(known)
    last = _BEGIN
    for token in _TOKEN.findall(text[:_LONGEST]):
        word = sort(token)
        if word == last and word in {_NAME, _NUMBER}:
            continue
        if word != _OTHER:
            found.add(word)
        found.add(f"{last} {word}")
        last = word
    found.add(f"{last} {_END}")
    return found


def plain_words(text: str) -> set[str]:
    """The words that are written in small letters."""
    return {token for token in _TOKEN.findall(text) if token.isalpha() and token.islower()}


def place(section: Section, block: Block) -> tuple[str, str]:
    """Where a sentence stands."""
    return f"in {section.kind}", f"a {block.kind}"


@cache
def _sorter(known: frozenset[str]) -> Callable[[str], str]:
    """What a token counts as; most texts have few different ones."""

    @lru_cache(maxsize=16_384)
    def sort(token: str) -> str:
        word = token.lower()
        if word in known or token in _ALONE:
            return word
        if token.isdigit():
            return _NUMBER
        return _NAME if token[0].isupper() else _OTHER

    return sort


def likely(text: str, where: Iterable[str]) -> Likely:
    """How likely a sentence that stands there, see `place`, holds an action, and a decision."""
    learnt = _learnt()
    found = traits(text, where, learnt.words)
    action = decision = 0.0
    for weights in map(learnt.by_trait.get, found):
        if weights is not None:
            action += weights[0]
            decision += weights[1]
    # A long sentence is not likelier for being long.
    length = math.sqrt(len(found))
    return Likely(_share(learnt.start[0] + action / length), _share(learnt.start[1] + decision / length))


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def odds(share: float) -> float:
    """The log-odds of a probability; of one that is as good as certain, a large number."""
    share = min(max(share, 0.002), 0.998)
    return math.log(share / (1 - share))


@cache
def _learnt() -> Weights:
    kept = json.loads(resources.files(__package__).joinpath("wording.json").read_text(encoding="utf-8"))
    return Weights(frozenset(kept["words"]), kept["start"], kept["by_trait"])
