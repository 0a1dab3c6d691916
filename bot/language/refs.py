"""Refs in text: "NWP-12", "12", "12 and 14", "12, 14 & 15"."""

import re

from bot.language.intents import Ref

_REF = r"(?:(?P<code>[A-Za-z][A-Za-z0-9]{1,9})-)?#?(?P<number>[1-9]\d{0,5})(?![\w%:/]|\.\d|-\d)"
_ONE = re.compile(_REF)
_JOINT = re.compile(r"\s*(?:,|&|\+|and\b)\s*(?:and\b\s*)?|\s+", re.IGNORECASE)
_AFTER = re.compile(r"^[\s,:;.\u2013\u2014-]+")
_PREFIX = re.compile(r"^(?:number|no\.?|action|actions|item|items)\s+", re.IGNORECASE)
# A number before one of these is part of a date or a count, not a ref.
_NOT_A_REF = re.compile(
    r"\s*(?:st|nd|rd|th|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|days?|weeks?|months?|years?|hours?|"
    r"minutes?|people|copies|pages|pm|am|o'clock|working|per\s?cent)",
    re.IGNORECASE,
)


def take_refs(text: str) -> tuple[tuple[Ref, ...], str]:
    """The refs the text begins with, each once, and the words after them."""
    text = text.strip()
    start = _PREFIX.match(text)
    at = start.end() if start else 0
    refs: list[Ref] = []
    end = 0
    while True:
        match = _ONE.match(text, at)
        if match is None or (match["code"] is None and _NOT_A_REF.match(text, match.end())):
            break
        ref = _ref(match)
        if ref not in refs:
            refs.append(ref)
        end = match.end()
        joint = _JOINT.match(text, end)
        if joint is None:
            break
        at = joint.end()
    if not refs:
        return (), text
    return tuple(refs), _AFTER.sub("", text[end:]).strip()


def refs_only(text: str) -> tuple[Ref, ...]:
    """The refs the text begins with."""
    return take_refs(text)[0]


def leading_refs(text: str) -> tuple[tuple[Ref, ...], str]:
    """Refs in front of an answer: "14 is waiting on public health" is about 14 and says "waiting on …".

    A bare number counts only before a verb or a mark, so that "20 people came" stays somebody's words.
    """
    refs, rest = take_refs(text)
    if not refs:
        return (), text
    after = re.match(
        r"(?:(?:is|are|was|has been|have been|'s)\b\s*(?:now\s+)?)(.*)", rest, re.IGNORECASE | re.DOTALL
    )
    if after:
        return refs, after[1].strip() or rest
    if (
        any(ref.code for ref in refs)
        or not rest
        or re.match(r"[#\w-]+\s*[,:;\u2013-]", text)
        or _STATUS.match(rest)
    ):
        return refs, rest
    return (), text


_STATUS = re.compile(
    r"(?:all\s+)?(?:done|complete|finished|sorted|sent|waiting|blocked|in progress|started|not mine|no longer|will be|need)",
    re.IGNORECASE,
)


def _ref(match: re.Match[str]) -> Ref:
    code = match["code"]
    return Ref(int(match["number"]), code.upper() if code else None)
