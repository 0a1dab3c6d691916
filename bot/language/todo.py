"""The verb an action begins with, and how one says that it was done: "Book the hall", "booked on Monday"."""

import re

# What goes on, or is only a step, is not over when it has been done once.
_NEVER_OVER = frozenset(
    {
        "chase", "monitor", "continue", "explore", "consider", "progress", "liaise", "discuss", "work", "look", "follow", "keep",
        "support", "help", "review", "draft", "start", "begin", "try", "plan", "prepare", "develop", "investigate", "consult",
        "approach", "pursue", "encourage", "promote", "seek", "ensure", "maintain", "revisit", "update", "write", "raise", "ask",
        "contact", "email", "ring", "call", "phone", "speak", "talk", "meet", "request", "invite", "need", "feed",
    }
)  # fmt: skip
_IRREGULAR = {
    "hold": ("held",), "find": ("found",), "bring": ("brought",), "make": ("made",), "set": ("set",), "put": ("put",),
    "buy": ("bought",), "pay": ("paid",), "choose": ("chosen", "chose"), "tell": ("told",), "give": ("given", "gave"),
    "take": ("taken", "took"), "build": ("built",), "read": ("read",), "get": ("got",), "let": ("let",), "sell": ("sold",),
    "run": ("run", "ran"), "draw": ("drawn",), "hang": ("hung",),
}  # fmt: skip
_FIRST = re.compile(r"\s*(?:to\s+|please\s+)?([a-z]{2,14})\s+\S", re.IGNORECASE)
_MORE = re.compile(r"\b(?:and|then|&)\b", re.IGNORECASE)


def verb_to_do(what: str) -> str:
    """The verb of an action that is over when it has been done once; empty where there is none, or more to do."""
    first = _FIRST.match(what)
    verb = first[1].casefold() if first else ""
    return "" if not verb or verb in _NEVER_OVER or _MORE.search(what) else verb


def done_of(verb: str) -> tuple[str, ...]:
    """Its past: "booked", "held"."""
    if not verb:
        return ()
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    doubled = re.fullmatch(r"[a-z]*[^aeiou][aeiou][bdgklmnprt]", verb)
    return (f"{verb}ed", f"{verb}{verb[-1]}ed") if doubled else (f"{verb}ed",)
