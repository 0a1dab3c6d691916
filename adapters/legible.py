"""Text on its way to people, whatever the platform: without what hides or reorders, and cut only where it says so."""

import re
import unicodedata

# What reorders or hides its neighbours. Joiners stay: emoji and several scripts are made with them.
_HIDDEN = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0x061C, 0x2060, 0xFEFF, 0x00AD]
)
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CUT = "… (cut)"


def clean(text: str) -> str:
    """Text without control characters, broken code points and characters that hide or reorder others."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text).translate(_HIDDEN)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})


def fit(text: str, most: int, empty: str = "–") -> str:
    """One line of at most so many characters, saying so where it is cut; never empty."""
    line = " ".join(clean(text).split())
    if not line:
        return empty
    if len(line) <= most:
        return line
    mark = CUT if most > 40 else "…"
    return line[: most - len(mark)].rstrip() + mark


def pieces(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many characters, broken at lines or words where that is possible."""
    found: list[str] = []
    while len(text) > most:
        at = max(text.rfind("\n", 1, most), 0) or max(text.rfind(" ", 1, most), 0) or most
        found.append(text[:at])
        text = text[at:]
    return [*found, text] if text else found
