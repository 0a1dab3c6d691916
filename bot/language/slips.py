"""Words that are most likely a mistyped "done", and nods that may mean it: never taken for it, always asked about."""

import re
from difflib import get_close_matches

_WORDS = ("done", "finished", "completed", "complete", "sorted", "circulated", "submitted")
_SLIPS = frozenset({"dun", "doen", "dne", "don", "dome", "doone", "donr", "odne", "fin", "fini"})
# Real words that look like one of them.
_OTHER = frozenset(
    {
        "do",
        "dont",
        "gone",
        "one",
        "none",
        "dine",
        "bone",
        "tone",
        "zone",
        "sort",
        "finish",
        "stored",
        "sported",
        "competed",
    }
)
_NOD = re.compile(
    r"(?:[\U0001f44d\U0001f44c\U0001f64c\U0001f44f\U0001f4aa][\U0001f3fb-\U0001f3ff]?)+|:(?:\+1|thumbsup|ok_hand):|yes|yep|yeah|yup|y|ok|okay",
    re.IGNORECASE,
)


def says_nearly_done(word: str) -> bool:
    """Whether one word said of an action is a mistyped "done", or a nod."""
    said = word.casefold().strip(".,!")
    if _NOD.fullmatch(said) or said in _SLIPS:
        return True
    if len(said) > 12 or said in _WORDS or said in _OTHER:
        return False
    return bool(get_close_matches(said, _WORDS, n=1, cutoff=0.8))
