"""Which of several actions somebody's words name by its own: "sent the outcomes this morning"."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_SHORTEST = 4
# Words of many actions, and of what is said of them, name none.
_COMMON = frozenset(
    {
        "action", "actions", "about", "another", "board", "complete", "date", "does", "done", "draft", "finish", "finished", "from",
        "have", "into", "make", "meeting", "meetings", "more", "need", "needs", "next", "send", "sent", "start", "started", "still",
        "that", "their", "them", "this", "until", "update", "updated", "week", "weeks", "will", "with", "work", "write", "written",
        "your",
    }
)  # fmt: skip


def named_by(text: str, titles: Sequence[str]) -> int | None:
    """The place of the one title of which the text holds a word that no other title has; None where there is none, or several."""
    said = _words(text)
    has = [_words(title) for title in titles]
    named = [
        n
        for n, words in enumerate(has)
        if any(w in said and sum(w in each for each in has) == 1 for w in words)
    ]
    return named[0] if len(named) == 1 else None


def with_it(text: str, title: str) -> str:
    """The text with the words of the title put as "it"."""
    stems = sorted({re.escape(word) for word in _words(title)}, key=len, reverse=True)
    run = rf"\b(?:(?:the|my|our|this|that)\s+)?(?:(?:{'|'.join(stems)})s?\s+)*(?:{'|'.join(stems)})s?(?:\s+(?:one|action|item))?\b"
    return re.sub(run, "it", text, count=1, flags=re.IGNORECASE) if stems else text


def _words(text: str) -> frozenset[str]:
    words = (word.casefold() for word in _WORD.findall(text))
    return frozenset(w.removesuffix("s") for w in words if len(w) >= _SHORTEST and w not in _COMMON)
