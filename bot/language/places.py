"""Actions named by their place in the list somebody was asked about: "the first one", "both", "all of them", "1) … 2) …".

The words are put as if the refs had been said. They say the same, and are read like any other answer.
"""

import re
from collections.abc import Sequence

from bot.language.clauses import plain
from bot.language.intents import Ref
from bot.language.refs import WEEKDAY, refs_at

_MOST = 10
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "last": -1,
}  # fmt: skip
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_HOW_MANY = rf"(?:{'|'.join(_COUNTS)}|[2-9])"
_TELLS = (
    r"(?:is|isn'?t|was|has|hasn'?t|will|won'?t|needs?|are|aren'?t|both|all|now|done|complete|completed|finished|sorted|sent|not|by|until|till"
    r"|should|can|can'?t|waiting|awaiting|blocked|stuck|on\s+hold|in\s+(?:progress|hand)|nearly|almost|another|today|tomorrow|next|this"
    rf"|end\s+of|no\s+longer|belongs?|started|under\s?way|on\s+track|to\s+(?:be|follow)|{WEEKDAY})\b"
)
_PLACE = re.compile(
    r"(?P<lead>^\s*|[.,;:!?\n]\s*(?:(?:and|but)\s+)?|\b(?:and|but|then|done|did|finished|started|for|with|on)\s+)(?:the\s+)?"
    rf"(?:(?P<place>first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last)(?P<one>\s+(?:one|action|item))?|(?P<many>first|last)\s+(?P<count>{_HOW_MANY})(?:\s+(?:ones|actions|items|of\s+them))?)"
    rf"(?P<tells>(?=\s*(?:[:=]|[-\u2013\u2014]\s)|\s+{_TELLS})|(?=\s*(?:$|[.,;!\n])|\s+(?:and|but)\b))",
    re.IGNORECASE,
)
_BOTH = r"both(?:\s+of\s+(?:them|these|those))?(?:\s+(?:actions|items))?"
_ALL = rf"(?:all|everything)(?:\s+(?P<count>{_HOW_MANY}))?(?:\s+of\s+(?:them|these|those|mine)|\s+(?:my\s+)?(?:actions|items))?"
_WHOLE = re.compile(
    rf"\s*(?:they(?:'?re|\s+are)\s+)?(?:(?P<both>{_BOTH})|{_ALL})(?=\s*(?:[:=]|[-\u2013\u2014]\s)|\s+{_TELLS})",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\s*(?P<both>neither|none)(?:\s+(?:of\s+(?:them|these|those)|one))?\s+(?P<verb>is|are|was|were|will\s+be|has\s+been|have\s+been|can\s+be)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?P<said>\S.*?)[,\s]+(?:(?:for|on|with)\s+)?(?:(?P<both>(?:either|neither|both)\s+of\s+(?:them|these|those|the\s+two)|(?<=for\s)both)"
    r"|(?:all|any|none)\s+of\s+(?:them|these|those)|(?<=for\s)all)[\s.!]*",
    re.IGNORECASE | re.DOTALL,
)
_ITEM = re.compile(
    r"\s*\(?#?(?P<number>[1-9][0-9]{0,4})\s*(?:[.):]|[-\u2013\u2014](?=\s))[ \t]*(?P<said>\S.*)"
)


def by_place(text: str, refs: Sequence[Ref]) -> str | None:
    """The same with the refs of those that are meant in this list of several; None where no place in it is named."""
    if not 1 < len(refs) <= _MOST:
        return None
    read = plain(text)
    return _as_a_whole(text, read, refs) or _placed(text, read, refs)


def by_item(text: str, refs: Sequence[Ref]) -> str | None:
    """A numbered list of answers with the refs of the actions each is about.

    Its numbers are refs, or places in the list of actions: None where that is in doubt.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = [(line, _ITEM.match(line)) for line in lines]
    items = [item for _, item in found if item]
    if (
        len(items) < 2
        or found[0][1] is None
        or any(refs_at(plain(m["said"]), 0, careful=True)[0] for m in items)
    ):
        return None
    numbers = [int(item["number"]) for item in items]
    named = _numbered(numbers, refs)
    if named is None:
        return None
    those = iter(named)
    return "\n".join(f"{written(next(those))}: {item['said']}" if item else line for line, item in found)


def _numbered(numbers: Sequence[int], refs: Sequence[Ref]) -> list[Ref] | None:
    known = {ref.number: ref for ref in refs}
    by_ref = [known.get(number) for number in numbers]
    counted = list(numbers) == list(range(1, len(numbers) + 1))
    by_place = list(refs[: len(numbers)]) if counted and len(numbers) <= len(refs) else None
    if len(known) < len(refs):
        return None  # the same number on two boards
    named = [ref for ref in by_ref if ref is not None]
    if len(named) == len(numbers) and len(set(numbers)) == len(numbers):
        return named if by_place in (None, named) else None
    return by_place if by_place is not None and not named and len(by_place) == len(refs) else None


def _as_a_whole(text: str, read: str, refs: Sequence[Ref]) -> str | None:
    every = _listed(refs)
    if (none := _NONE.match(read)) and (none["both"].lower() == "none" or len(refs) == 2):
        return (
            f"{every} {none['verb'].split()[0]} not {' '.join(none['verb'].split()[1:])}{text[none.end() :]}"
        )
    whole = _WHOLE.match(read)
    if whole and _of_so_many(whole, refs):
        return f"{every}{text[whole.end() :]}"
    behind = _BEHIND.fullmatch(read)
    if behind and (not behind["both"] or len(refs) == 2):
        said = text[behind.start("said") : behind.end("said")]
        return f"{every} {re.sub(r'[ ,]+(?:for|on|with)$', '', said, flags=re.IGNORECASE)}"
    return None


def _of_so_many(whole: re.Match[str], refs: Sequence[Ref]) -> bool:
    count = (whole["count"] or "").lower()
    return (not whole["both"] or len(refs) == 2) and (not count or _count(count) == len(refs))


def _placed(text: str, read: str, refs: Sequence[Ref]) -> str | None:
    made: list[str] = []
    at = 0
    for match in _PLACE.finditer(read):
        bare = not match["one"] and not match["many"]
        if match["tells"] is None or (bare and not _follows(read, match.end(), match["place"].lower())):
            continue
        if match["many"]:
            count = _count(match["count"].lower())
            meant = refs[:count] if match["many"].lower() == "first" else refs[-count:]
            if count > len(refs):
                return None
        else:
            place = _ORDINALS[match["place"].lower()]
            if place >= len(refs):
                return None
            meant = [refs[place]]
        made += [text[at : match.end("lead")], _listed(meant)]
        at = match.end()
    return "".join([*made, text[at:]]) if made else None


def _follows(read: str, end: int, place: str) -> bool:
    """Whether an ordinal by itself is told of: "2nd: Friday", and not "first, we need …" or "the last is best"."""
    return (
        place != "last"
        and re.match(rf"\s*[:=]|\s+[-\u2013\u2014]\s|\s+{_TELLS}", read[end:], re.IGNORECASE) is not None
    )


def _count(said: str) -> int:
    return _COUNTS.get(said) or int(said)


def _listed(refs: Sequence[Ref]) -> str:
    said = [written(ref) for ref in refs]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def written(ref: Ref) -> str:
    """As one types it: "NWP-12"."""
    return f"{ref.code}-{ref.number}" if ref.code else str(ref.number)
