"""What somebody types in answer to "which one?": "both", "the first one", "3", "NWP-3 please", "neither"."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.language.intents import Ref
from bot.language.vocabulary import NAMES, SYNONYMS

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen of those a question offers. `places` count from 0, and from the end below it."""

    kind: Literal["all", "both", "none", "some", "except"]
    refs: tuple[Ref, ...] = ()
    places: tuple[int, ...] = ()


_PLACES = {
    "first": 0, "1st": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4,
    "5th": 4, "last": -1, "bottom": -1, "former": 0, "latter": -1,
}  # fmt: skip
_OPENING = re.compile(
    r"^(?:(?:oh|ah|um|er|sorry|yes|yep|yeah|ok|okay|just|only|i\s+mean(?:t)?|i\s+meant|it\s+is|it's|it\u2019s|that's|that\u2019s|that\s+is|that\s+would\s+be"
    r"|the\s+answer\s+is|for|please)\b[\s,]*)+",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"[\s,]*(?:\b(?:please|pls|thanks|thank\s+you|thx|ta|cheers|of\s+course|then|obviously|sorry)\b[\s,.!]*)+$",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"both(?:\s+of\s+(?:them|these|those|the\s+two))?|the\s+two(?:\s+of\s+them)?|the\s+pair", re.IGNORECASE
)
_ALL = re.compile(
    r"(?:all|every\s+one|each)(?:\s+(?:of\s+)?(?:them|these|those|it|the\s+lot|the\s+above|[0-9]{1,2}|two|three|four|five|six|seven|eight|nine|ten)){0,2}"
    r"|everything|the\s+lot",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?:neither|none|nothing)(?:\s+of\s+(?:them|these|those))?|no(?:ne)?\s+of\s+them|cancel(?:\s+that)?|never\s*mind|forget\s+(?:it|that)|no",
    re.IGNORECASE,
)
_Whole = Literal["all", "both", "none"]
_AS_A_WHOLE: tuple[tuple[re.Pattern[str], _Whole], ...] = ((_BOTH, "both"), (_ALL, "all"), (_NONE, "none"))
_PIECE = re.compile(
    r"(?:the\s+)?(?:"
    rf"(?P<place>{'|'.join(_PLACES)})(?:\s+(?:one|action|item|of\s+(?:them|these|those|the\s+(?:two|three))))?"
    r"|(?:(?:numbers?|nos?\.?|actions?|items?|option)\s*)?(?:(?P<code>[A-Za-z][A-Za-z0-9]{1,9}?)(?:[-\u2010\u2011\u2013]|(?<=(?-i:[A-Z]))\s)?)?#?(?P<number>[1-9][0-9]{0,5})"
    r")",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"(?:(?:all|every\s*thing|both|the\s+lot)(?:\s+of\s+(?:them|these|those))?\s+)?(?:except(?:\s+for)?|but(?:\s+not)?|apart\s+from|bar|not)\s+",
    re.IGNORECASE,
)
_MANY = {"two": 2, "three": 3, "four": 4, "five": 5}
_SEVERAL_PLACES = re.compile(
    rf"(?:the\s+)?(?:first|top|(?P<last>last|bottom))\s+(?P<many>{'|'.join(_MANY)}|[2-5])(?:\s+(?:ones?|actions|items|of\s+(?:them|these|those)))?",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:,|;|&|\+|/|\band\b|\bplus\b)\s*(?:(?:and|also)\s+)?", re.IGNORECASE)
# Whatever chooses begins with one of these, or holds a figure in its first word.
_BEGINS = frozenset(
    [
        *_PLACES, "the", "both", "all", "every", "each", "everything", "neither", "none", "nothing", "no", "cancel", "never",
        "nevermind", "forget", "not", "except", "apart", "bar", "but", "number", "numbers", "nos", "action", "actions", "item", "items", "option", "oh", "ah", "um",
        "er", "sorry", "yes", "yep", "yeah", "ok", "okay", "just", "only", "i", "it", "it's", "that's", "that", "for", "please",
    ]
)  # fmt: skip
_FIRST = re.compile(r"\W*([\w'\u2019]+)")


def read_choice(text: str) -> Choice | None:
    """What the words choose, if they do nothing but choose; None for anything else that is said."""
    first = _FIRST.match(text[:_LONGEST])
    if first is None or len(text) > _LONGEST:
        return None
    begins = first[1].lower().replace("\u2019", "'")
    if begins not in _BEGINS and not any(map(str.isdigit, text[: first.end() + 8])):
        return None
    words = text.strip(" \t\r\n.,;:!?()[]\"'\u2018\u2019\u201c\u201d")
    words = _OPENING.sub("", _CLOSING.sub("", words), count=1).strip(" .,;:!")
    for shape, kind in _AS_A_WHOLE:
        if shape.fullmatch(words):
            return Choice(kind)
    if several := _SEVERAL_PLACES.fullmatch(words):
        many = _MANY.get(several["many"].lower()) or int(several["many"])
        return Choice("some", places=tuple(range(-many, 0) if several["last"] else range(many)))
    left_out = _EXCEPT.match(words)
    rest = _some(words[left_out.end() :]) if left_out else None
    return replace(rest, kind="except") if rest else _some(words)


def _some(words: str) -> Choice | None:
    """Places and refs, joined as people join them, and nothing else."""
    refs: list[Ref] = []
    places: list[int] = []
    at = 0
    while found := _PIECE.match(words, at):
        if found["place"]:
            places.append(_PLACES[found["place"].lower()])
        elif found["code"] and found["code"].lower() in {*NAMES, *SYNONYMS}:
            return None  # "SHOW 3"
        else:
            refs.append(Ref(int(found["number"]), found["code"].upper() if found["code"] else None))
        at = found.end()
        if at == len(words):
            return Choice("some", tuple(refs), tuple(places))
        joint = _JOINT.match(words, at)
        if joint is None:
            return None
        at = joint.end()
    return None
