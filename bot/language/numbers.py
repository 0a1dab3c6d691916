"""Bare numbers in somebody's words that may name an action."""

import re

_NUMBER = re.compile(
    r"(?<![\w.,:/\u00a3$-])#?([1-9][0-9]{0,4})(?![\w%:/-]|[.,][0-9])|^\s*#?([1-9][0-9]{0,4})[.):](?=\s)",
    re.MULTILINE,
)
# A number before or after one of these is part of a date, a time or a count.
_COUNTED = re.compile(
    r"\s*(?:st|nd|rd|th|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?"
    r"|people|copies|pages|pm|am|o'clock|of|more|other|per|percent|working|residents|members|partners|responses|replies)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*$", re.IGNORECASE)


def bare_numbers(text: str) -> list[int]:
    """The numbers that may be refs, in order, each once."""
    found = [
        int(match[1] or match[2])
        for match in _NUMBER.finditer(text)
        if not _COUNTED.match(text, match.end()) and not _DATED.search(text[: match.start()][-12:])
    ]
    return list(dict.fromkeys(found))
