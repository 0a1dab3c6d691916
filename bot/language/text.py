"""What was typed, made fit to be kept: and mentions as single characters that no pattern can break apart."""

import re
import unicodedata
from collections.abc import Sequence

from bot.messages import Mention

MOST_TEXT = 20_000
MOST_WHAT = 500
MOST_WORDS = 3_000

# Characters that reorder or hide their neighbours; they say nothing a board could mean.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF])
_FIRST_ATOM = 0xE000
_ATOMS = 0x1000
ATOM = "[\ue000-\uefff]"
_ATOM = re.compile(ATOM)


def tidy(text: str) -> str:
    """Text without control characters, bidirectional overrides, broken code points and private-use characters."""
    plain = text.isascii()
    if plain and text.isprintable():
        return text.strip()
    kept = [
        c
        for c in text.translate(_BIDI)
        if c in "\n\t" or not (unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} and c != "\r")
    ]
    return "".join(kept).replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """White space folded: what an action's words look like on a card."""
    return " ".join(text.split())


def with_atoms(text: str, mentions: Sequence[Mention]) -> str:
    """The tidied text with each mention as one private-use character, numbered in the order of `mentions`."""
    parts: list[str] = []
    at = 0
    for number, mention in enumerate(mentions[:_ATOMS]):
        if mention.start < at or mention.end > len(text):
            continue
        parts += [_clean(text[at : mention.start]), chr(_FIRST_ATOM + number)]
        at = mention.end
    parts.append(_clean(text[at:]))
    return "".join(parts).strip()


def _clean(text: str) -> str:
    # tidy() strips; here the blanks around a mention must stay.
    if not text:
        return text
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    inner = tidy(text)
    return lead + inner + tail if inner else (lead or tail)


def atoms(text: str) -> list[int]:
    """The numbers of the mentions in the text, in order, each once."""
    return list(dict.fromkeys(ord(c) - _FIRST_ATOM for c in _ATOM.findall(text)))


def without_atoms(text: str, shown: Sequence[str]) -> str:
    """The text as a person reads it, each mention as it is shown."""

    def name(match: re.Match[str]) -> str:
        number = ord(match[0]) - _FIRST_ATOM
        return shown[number] if number < len(shown) else ""

    return _ATOM.sub(name, text)
