"""Looking for actions by words: "find risk register", "which action is about the falls pathway?"."""

import re

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_MOST_WORDS = 8
# Words of a question, not of what is asked about.
_LITTLE = frozenset([
    "a", "about", "again", "all", "already", "am", "an", "and", "any", "anyone", "anything", "are", "as",
    "ask", "at", "be", "been", "before", "but", "by", "can", "could", "did", "do", "does", "doing", "done",
    "due", "for", "from", "get", "give", "go", "going", "got", "had", "happen", "happened", "happening",
    "has", "have", "he", "help", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "know",
    "last", "list", "log", "long", "look", "made", "many", "me", "mine", "more", "much", "must", "my",
    "need", "needs", "new", "next", "no", "not", "now", "of", "on", "one", "or", "our", "out", "over",
    "own", "please", "progress", "put", "say", "says", "she", "should", "so", "some", "somebody", "someone",
    "status", "still", "take", "tell", "that", "the", "their", "them", "then", "there", "these", "they",
    "thing", "things", "this", "those", "to", "up", "us", "was", "we", "were", "what", "when", "where",
    "which", "who", "whose", "why", "will", "with", "would", "yet", "you", "your", "action", "actions",
    "item", "items", "task", "tasks", "board", "late", "overdue", "open", "sorry", "mean", "means",
])  # fmt: skip
_SHORTEST_STEM = 4


def searched(said: str) -> list[str]:
    """The words to look for, as they are compared."""
    words = [w.casefold() for w in _WORD.findall(said.replace("\u2019", "'"))]
    told = [w.removesuffix("'s") for w in words if w not in _LITTLE]
    return list(dict.fromkeys(told))[:_MOST_WORDS]


def how_many(wanted: list[str], text: str) -> int:
    """How many of these words the text holds, the ends of longer ones left aside."""
    there = {w.casefold().removesuffix("'s") for w in _WORD.findall(text.replace("\u2019", "'"))}
    return sum(any(_same(word, other) for other in there) for word in wanted)


def _same(word: str, other: str) -> bool:
    return (
        word == other
        or _stem(word) == _stem(other)
        or (len(word) >= _SHORTEST_STEM and other.startswith(word))
    )


def _stem(word: str) -> str:
    for end in ("ing", "ies", "es", "ed", "s", "y", "e"):
        if word.endswith(end) and len(word) - len(end) >= _SHORTEST_STEM:
            return word.removesuffix(end)
    return word
