"""Whose action a sentence is, where no form tells: whoever stands before the verb, is asked, or is named at an end."""

import re

from bot.minutes.context import Context
from bot.minutes.names import is_named
from bot.minutes.owners import owner_shaped, read_owners, sort_of, whole_subject
from bot.minutes.phrases import opening_subject
from bot.minutes.sentences import is_due
from bot.minutes.words import TITLE, first_word, from_doing, is_order, may_be_order

_IN_FRONT = re.compile(
    r"\W*\[(?P<who>[^\]]{1,40})\]\s*|\W*(?P<name>[^:.,;]{1,40}):\s+|\W*(?P<dashed>[^:.,;–—-]{2,30}?)(?:\s[–—-]{1,2}\s|--)\s?"
)
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
_POST = re.compile(
    r"\b(?:clerk|chair\w*|secretary|treasurer|warden|caretaker|webmaster|manager|director|officer|trustee)s?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\((?P<who>[^()]{2,40}?)\s+(?:to|will)\s+[a-z]")
_AT_THE_END = re.compile(
    r"[\[(](?:(?:new\s+)?for\s+)?(?P<who>[^()\[\]]{2,40})[\])]\W*$|(?<!econded )(?<!roposed )(?<!moved )\bby\s+(?P<name>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3})\W*$"
)


def whose(text: str, context: Context) -> tuple[tuple[str, ...], int]:
    """Those a sentence names for what it asks, surest first, and where it says what; nobody where it names none."""
    front = _IN_FRONT.match(text)
    if front and (front["who"] or _heads(front, context)):
        return read_owners(front["who"] or front["name"] or front["dashed"]), front.end()
    for found in (_TOLD.match(text), _DOES.match(text), _ASKING.search(text), _WITHIN.search(text)):
        if found is None or (found.re is _DOES and not _is_doing(first_word(text[found.end() :]))):
            continue
        subject = whole_subject(found["who"], context.register)
        if subject.sort not in {"none", "pronoun"}:
            return subject.owners, 0 if found.re is _WITHIN else found.end()
    return named_last(text, context) or named_within(text, context) or _named_first(text, context), 0


def _heads(front: re.Match[str], context: Context) -> bool:
    """Whether somebody stands before a colon or a dash, and not a topic."""
    if front["name"]:
        return (
            owner_shaped(front["name"], context.register)
            and sort_of(front["name"], context.register) != "name"
        )
    return sort_of(front["dashed"], context.register) in {"person", "group"}


def _is_doing(word: str) -> bool:
    """Whether it is a verb: "Letter to the mill" names nobody who is to do anything."""
    return is_order(word) or may_be_order(word)


def named_last(text: str, context: Context) -> tuple[str, ...]:
    """Those named in a bracket or behind "by" at the very end: "Letter to go out by HM", "Print the map (Hayley)"."""
    found = _AT_THE_END.search(text)
    if found is None:
        return _in_brackets(text, context)
    owners = read_owners(found["who"] or found["name"])
    return owners if owners and all(sort_of(one, context.register) == "person" for one in owners) else ()


_IN_BRACKETS = re.compile(r"[(\[](?P<who>[@*]{0,2}[A-Z][^()\[\]]{1,40})[)\]]")


def _in_brackets(text: str, context: Context) -> tuple[str, ...]:
    """Somebody known in a bracket further in: "Price the boards (Priya) before the fair"."""
    found: tuple[str, ...] = ()
    for one in _IN_BRACKETS.finditer(text):
        owners = read_owners(one["who"])
        before = text[max(0, one.start() - 40) : one.start()].split()
        if before and before[-1].startswith(one["who"][-1]):
            # "Green Lanes Trust (GLT)": what the letters stand for.
            continue
        if owners and all(context.register.knows(who) or is_named(who.split()) for who in owners):
            found = owners
    return found


_A_NAME = rf"(?:{TITLE}\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){{0,3}}"
_SOMEBODY = rf"(?P<who>@?{_A_NAME}(?:\s+(?:and|&)\s+{_A_NAME})?|[Tt]he(?:\s+[A-Za-z’'-]+){{1,3}}?)"
_WILL = re.compile(
    rf"(?<![\w.’'@&-])(?!BE\b){_SOMEBODY}\s+(?:(?P<to>to)|will|should|(?:is|are)\s+to"
    r"|(?:has\s+|have\s+)?(?:agreed|offered|volunteered)\s+to|(?:was|were)\s+asked\s+to"
    r"|(?:said|stated|confirmed|reported)\s+(?:that\s+)?s?he\s+(?:will|would))\s+"
    r"(?:also\s+|again\s+|then\s+)?(?:be\s+(?P<doing>[a-z]+ing)|(?P<verb>[a-z]+))\b"
)
_WITH_WHOM = re.compile(r"(?<!agreed for)(?<!agreed that)(?<=[\w’')])\s*$", re.IGNORECASE)
"""Behind a word that goes on, "to" may be anybody's: "meet with Ann to plan it"."""
_DONE_BY = re.compile(
    rf"\bbe\s+[a-z]+(?:\s+(?:up|out|on))?\s+by\s+{_SOMEBODY}(?=\W*$|\s*[,.(]|\s+(?:and|to|in|on|at|for|before|tonight|by)\b)"
)
_GOES_ON = re.compile(r"\b(?:he|she|they)\s+(?:will|would|is\s+going\s+to)\b|,\s+(?:and\s+)?will\s")
_TOPIC = re.compile(r"^[^:–—-]{2,60}(?::|\s[–—-])\s+(?=[A-Z])")
_TALKS = re.compile(
    r"\W*\S+(?:\s\S+){0,3}?\s(?:suggest|request|propose|recommend|wonder|felt\b|thought\b|wish|ask(?:s|ed)\b)"
)


def named_within(text: str, context: Context) -> tuple[str, ...]:
    """Whoever is said to do it further on, if nobody else is: "By noon Ann will post it", "to be posted by Ann"."""
    found = [doer for one in _WILL.finditer(text) if (doer := _doer(one, text, context))]
    found = found or [who for one in _DONE_BY.finditer(text) if (who := _named(one["who"], context))]
    if not found and _GOES_ON.search(text):
        return _named_first(text, context)
    return found[0] if len(found) == 1 else ()


def _doer(found: re.Match[str], text: str, context: Context) -> tuple[str, ...]:
    if not (from_doing(found["doing"]) if found["doing"] else _is_doing(found["verb"])):
        return ()
    if found["to"] and _WITH_WHOM.search(text[max(0, found.start() - 16) : found.start()]):
        return ()
    return _named(found["who"], context)


def _named(who: str, context: Context) -> tuple[str, ...]:
    subject = whole_subject(who, context.register)
    return () if subject.sort in {"none", "pronoun"} or is_due(who) else subject.owners


def _named_first(text: str, context: Context) -> tuple[str, ...]:
    """Whoever a sentence begins with: "Ann expects to have the list", but not who would like others to act."""
    if _TALKS.match(text[:120]):
        return ()
    found = opening_subject(_TOPIC.sub("", text.lstrip("> ")), context)
    return found.owners if found.sort == "person" or _POST.search(" ".join(found.owners)) else ()
