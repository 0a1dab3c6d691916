"""What was typed, made fit to be kept: and mentions as single characters that no pattern can break apart."""

import re
import unicodedata
from collections.abc import Sequence

from bot.messages import Mention

MOST_TEXT = 20_000
MOST_WHAT = 500
MOST_WORDS = 3_000

# Characters that reorder or hide their neighbours, or show nothing at all: they say nothing a board could mean.
_UNSEEN = dict.fromkeys(
    [
        *(0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),  # bidirectional overrides
        *(0x00AD, 0x180E, 0x200B, 0xFEFF, *range(0x2060, 0x2065), *range(0x206A, 0x2070)),  # of no width
        *(0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, *range(0xFFF9, 0xFFFC)),  # blank letters and annotations
    ]
)
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Joiners hold together letters of some scripts and parts of an emoji; beside ASCII they only hide.
_IDLE_JOINERS = re.compile(r"(?<![^\x00-\x7f\s])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\x7f\s])")
# Tags spell the flags of England, Scotland and Wales behind a black flag; anywhere else they carry hidden text.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]{1,7})|[\U000e0000-\U000e007f]")
_UNFIT = frozenset({"Cc", "Cs", "Co"})
_NO_CHARACTERS = range(0xFDD0, 0xFDF0)

_FIRST_ATOM = 0xE000
_ATOMS = 0x1000
ATOM = "[\ue000-\uefff]"
_ATOM = re.compile(ATOM)


def tidy(text: str) -> str:
    """Text without control characters, bidirectional overrides, broken code points and private-use characters."""
    return _IDLE_JOINERS.sub("", _fit(text).strip()).strip()


def _fit(text: str) -> str:
    """As `tidy`, with the blanks around it left: those beside a mention matter."""
    if text.isascii() and text.isprintable():
        return text
    text = _TAGS.sub(r"\1", _BREAKS.sub("\n", text).translate(_UNSEEN))
    return "".join(c for c in text if c in "\n\t" or _is_fit(c))


def _is_fit(char: str) -> bool:
    code = ord(char)
    return unicodedata.category(char) not in _UNFIT and code & 0xFFFE != 0xFFFE and code not in _NO_CHARACTERS


def one_line(text: str) -> str:
    """White space folded: what an action's words look like on a card."""
    return " ".join(text.split())


def with_atoms(text: str, mentions: Sequence[Mention]) -> str:
    """The tidied text with each mention as one private-use character, numbered in the order of `mentions`.

    A mention that lies outside the text, or over another one, stays as it was typed.
    """
    parts: list[str] = []
    at = 0
    for number, mention in enumerate(mentions[:_ATOMS]):
        if not at <= mention.start < mention.end <= len(text):
            continue
        parts += [_clean(text[at : mention.start]), chr(_FIRST_ATOM + number)]
        at = mention.end
    parts.append(_clean(text[at:]))
    return "".join(parts).strip()


def _clean(text: str) -> str:
    return text if text.isascii() and text.isprintable() else _IDLE_JOINERS.sub("", _fit(text))


def atom_number(atom: str) -> int:
    """Which of the mentions this one character stands for."""
    return ord(atom) - _FIRST_ATOM


def atoms(text: str) -> list[int]:
    """The numbers of the mentions in the text, in order, each once."""
    return list(dict.fromkeys(map(atom_number, _ATOM.findall(text))))


def without_atoms(text: str, shown: Sequence[str]) -> str:
    """The text as a person reads it, each mention as it is shown."""
    if text.isascii():
        return text

    def name(match: re.Match[str]) -> str:
        number = atom_number(match[0])
        return shown[number] if number < len(shown) else ""

    return _ATOM.sub(name, text)
