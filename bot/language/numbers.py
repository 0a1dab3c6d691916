"""Bare numbers in somebody's words that may name an action."""

import re
from dataclasses import dataclass

from bot.language.refs import MONTH

_NUMBER = re.compile(
    r"(?<![\w.,:/\u00a3$-])#?(?P<number>[1-9][0-9]{0,4})(?![\w%:/-]|[.,][0-9])|^\s*#?(?P<item>[1-9][0-9]{0,4})[.):](?=\s)",
    re.MULTILINE,
)
# A number before or after one of these is part of a date, a time or a count.
_COUNTED = re.compile(
    rf"\s*(?:st|nd|rd|th|(?:of\s+)?(?!may\s+[a-z]){MONTH}|days?|weeks?|wks?|months?|years?|hours?|hrs?|minutes?|mins?"
    r"|people|copies|pages|pm|am|o'clock|of|or|more|other|per|percent|working|residents|members|partners|responses|replies"
    r"|(?!needs|goes|looks|seems|comes|takes|remains|stands|this|yes|always|does|thanks|across|depends|awaits|belongs|was|has|sits|means)"
    r"[a-z]{2,}s)\b",
    re.IGNORECASE,
)
_DATED = re.compile(rf"(?:{MONTH}\.?|[0-9]\s+(?:out\s+)?of)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bare:
    """A number and where it stands, text[start:end]."""

    number: int
    start: int
    end: int


def bare_numbers_at(text: str) -> list[Bare]:
    """The numbers that may be refs, in order."""
    return [
        Bare(int(match["number"] or match["item"]), match.start(), match.end())
        for match in _NUMBER.finditer(text)
        if not _COUNTED.match(text, match.end()) and not _DATED.search(text[: match.start()][-12:])
    ]


def bare_numbers(text: str) -> list[int]:
    """The numbers that may be refs, in order, each once."""
    return list(dict.fromkeys(bare.number for bare in bare_numbers_at(text)))
