"""Whose action a sentence is, where no form tells: whoever stands before the verb, is asked, or is named at an end."""

import re

from bot.minutes.context import Context
from bot.minutes.owners import owner_shaped, read_owners, sort_of, whole_subject
from bot.minutes.words import first_word, is_order, may_be_order

_IN_FRONT = re.compile(r"\W*\[(?P<who>[^\]]{1,40})\]\s*|\W*(?P<name>[^:.,;]{1,40}):\s+")
_WHO = r"(?P<who>[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){0,4}?)"
_DOES = re.compile(
    r"\W*(?:(?:that|and)\s+)?(?P<who>[^;:]{2,90}?)(?:\s+\([^)]{1,40}\))?,?\s+(?:will|would|shall|to|(?:is|are)\s+(?:also\s+)?to)\s+(?=[a-z])"
)
_ASKING = re.compile(
    r"\b(?:ask(?:ed|s)|request(?:ed|s)|invite[ds]|urge[ds]|told|reminded|instructed|encouraged|tasked)\s+(?:for\s+|that\s+)?"
    rf"{_WHO}\s+(?:to\s+|(?:if|whether)\s+(?:\w+\s+(?:would|could|can|will|might)\s+)?)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\W*(?P<who>[^,;:]{2,60}?)\s+(?:was|were|(?:has|have|will)\s+be(?:en)?|is|are)\s+(?:\w+ly\s+|also\s+|then\s+)?"
    r"(?:told|asked|requested|tasked|invited|instructed|reminded|urged)\s+(?:to\s+|(?:if|whether)\s+\w+\s+(?:would|could|can|will|might)\s+)?",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\((?P<who>[^()]{2,40}?)\s+(?:to|will)\s+[a-z]")
_AT_THE_END = re.compile(
    r"[\[(](?:(?:new\s+)?for\s+)?(?P<who>[^()\[\]]{2,40})[\])]\W*$|(?<!econded )(?<!roposed )(?<!moved )\bby\s+(?P<name>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3})\W*$"
)


def whose(text: str, context: Context) -> tuple[tuple[str, ...], int]:
    """Those a sentence names for what it asks, surest first, and where it says what; nobody where it names none."""
    front = _IN_FRONT.match(text)
    if front and (front["who"] or owner_shaped(front["name"], context.register)):
        return read_owners(front["who"] or front["name"]), front.end()
    for found in (_TOLD.match(text), _DOES.match(text), _ASKING.search(text), _WITHIN.search(text)):
        if found is None or (found.re is _DOES and not _is_doing(first_word(text[found.end() :]))):
            continue
        subject = whole_subject(found["who"], context.register)
        if subject.sort not in {"none", "pronoun"}:
            return subject.owners, 0 if found.re is _WITHIN else found.end()
    return named_last(text, context), 0


def _is_doing(word: str) -> bool:
    """Whether it is a verb: "Letter to the mill" names nobody who is to do anything."""
    return is_order(word) or may_be_order(word)


def named_last(text: str, context: Context) -> tuple[str, ...]:
    """Those named in a bracket or behind "by" at the very end: "Letter to go out by HM", "Print the map (Hayley)"."""
    found = _AT_THE_END.search(text)
    if found is None:
        return ()
    owners = read_owners(found["who"] or found["name"])
    return owners if owners and all(sort_of(one, context.register) == "person" for one in owners) else ()
