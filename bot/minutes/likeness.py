"""Whether two sets of words say the same commitment: so that minutes read twice are not logged twice.

Words are compared without their endings and without those that every action has. Numbers count whole, because
"inspect plot 12" and "inspect plot 14" are two actions. The exact ones are paired first, so that what is left over
is what was changed.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from bot.minutes.words import word_set

K = TypeVar("K", bound=Hashable)
L = TypeVar("L", bound=Hashable)

SAME = 0.62
"""From this likeness on (0 to 1), two wordings from minutes of one meeting are taken for one commitment."""

SAME_MINUTE = 0.5
"""The same where both stand under one minute."""

ALIKE = 0.8
"""From here on, words from anywhere may be an action that is open: whoever reviews is asked."""

REPORTED = 0.6
"""How much of an action's own words a report has to hold to be about it."""

_MOST_COMMON = 60
_TOKEN = re.compile(r"[0-9]+(?:[.:/][0-9]+)*|[^\W\d_]+")
_COMMON = word_set(
    """
    a an the and or for that this these those with will would should shall was were are is be been being has have had
    to of in on at by from as into it its their them they his her our not but any all also which who agreed action
    actions asked
    """,
)


@dataclass(frozen=True, slots=True)
class Worded(Generic[K]):
    """Words with whatever they belong to, and the minute they stand under."""

    key: K
    what: str
    words: str = ""
    minute: str | None = None


def tokens(text: str) -> tuple[str, ...]:
    """The words that carry the matter, cut to their stems, in order."""
    found = (token.casefold() for token in _TOKEN.findall(text))
    return tuple(t if t[0].isdigit() else t[:6] for t in found if t not in _COMMON)


def likeness(one: str, other: str) -> float:
    """How alike two wordings are, from 0 to 1: the words they share, and their order."""
    return _likeness(tokens(one), tokens(other))


def _likeness(first: Sequence[str], second: Sequence[str]) -> float:
    if not first or not second:
        return 0.0
    ours, theirs = set(first), set(second)
    shared = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    return (shared + SequenceMatcher(None, first, second, autojunk=False).ratio()) / 2


class Index(Generic[K]):
    """Many wordings, looked up by the words they share: few of them are worth comparing."""

    def __init__(self, said: Mapping[K, str]) -> None:
        self._tokens = {key: tokens(words) for key, words in said.items()}
        self._by_token: dict[str, list[K]] = defaultdict(list)
        for key, words in self._tokens.items():
            for token in dict.fromkeys(words):
                self._by_token[token].append(key)

    def near(self, words: Iterable[str]) -> list[K]:
        """Those sharing one of the rarer tokens, or the rarest if none is rare."""
        found: dict[K, None] = {}
        for token in sorted(set(words), key=lambda t: (len(self._by_token.get(t, ())), t)):
            keys = self._by_token.get(token, ())
            if len(keys) <= _MOST_COMMON or not found:
                found.update(dict.fromkeys(keys[:_MOST_COMMON]))
        return list(found)

    def likeness(self, words: Sequence[str], key: K) -> float:
        return _likeness(words, self._tokens[key])

    def most_alike(self, words: str) -> tuple[float, K | None]:
        """The wording most like these words, of those with the same numbers in them."""
        said = tokens(words)
        counted = {t for t in said if t[0].isdigit()}
        scores = [
            (self.likeness(said, key), key)
            for key in self.near(said)
            if {t for t in self._tokens[key] if t[0].isdigit()} == counted
        ]
        return max(scores, key=lambda s: s[0], default=(0.0, None))

    def held_in(self, whole: str) -> tuple[float, K | None]:
        """The wording of which most is said in `whole`, and how much (0 to 1); none where two are said alike."""
        said = set(tokens(whole))
        scores = [
            (len(said & set(t)) / len(set(t)), key) for key in self.near(said) if (t := self._tokens[key])
        ]
        best = max((score for score, _ in scores), default=0.0)
        keys = [key for score, key in scores if score == best]
        return (best, keys[0]) if len(keys) == 1 else (best, None)


def paired(new: Iterable[Worded[K]], old: Iterable[Worded[L]]) -> Mapping[K, L]:
    """Which of the old each of the new is, one for one: the exact ones first, then the most alike."""
    waiting = {one.key: one for one in new}
    left = {one.key: one for one in old}
    found: dict[K, L] = {}
    for exactly in (_as_written, _all_of, _words_of, _what_of):
        index: dict[object, list[L]] = defaultdict(list)
        for key, candidate in left.items():
            if (said := exactly(candidate)) is not None:
                index[said].append(key)
        for wanted in list(waiting.values()):
            same = index.get(exactly(wanted))
            if same:
                found[wanted.key] = same.pop(0)
                del waiting[wanted.key], left[found[wanted.key]]
    for _, wanted_key, candidate_key in sorted(_scores(waiting, left), key=lambda s: -s[0]):
        if wanted_key in waiting and candidate_key in left:
            found[wanted_key] = candidate_key
            del waiting[wanted_key], left[candidate_key]
    return found


def _as_written(one: Worded[K]) -> object:
    return (one.minute, one.words, one.what) if one.words else None


def _all_of(one: Worded[K]) -> object:
    return (one.minute, " ".join(one.words.split()).casefold(), tokens(one.what)) if one.words else None


def _words_of(one: Worded[K]) -> object:
    return " ".join(one.words.split()).casefold() or None


def _what_of(one: Worded[K]) -> object:
    return tokens(one.what) or None


def _scores(waiting: Mapping[K, Worded[K]], left: Mapping[L, Worded[L]]) -> list[tuple[float, K, L]]:
    """Every pair that may be one commitment."""
    index = Index({key: one.what for key, one in left.items()})
    found: list[tuple[float, K, L]] = []
    for key, one in waiting.items():
        words = tokens(one.what)
        for candidate in index.near(words):
            score = index.likeness(words, candidate)
            same_minute = one.minute is not None and one.minute == left[candidate].minute
            if score >= (SAME_MINUTE if same_minute else SAME):
                found.append((score + (0.1 if same_minute else 0), key, candidate))
    return found
