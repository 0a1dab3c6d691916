"""Numbers that a word processor counts by itself and does not write into the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

BULLET = "•"
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERED = {"lowerLetter", "a"}
_NUMBERED = {"decimal", "decimalZero", "1", "lowerRoman", "upperRoman", "i", "I", "upperLetter", "A"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the form of its number, and the pattern it stands in ("%1.%2.")."""

    form: str
    pattern: str
    start: int = 1

    @property
    def counts(self) -> bool:
        return self.form in _LETTERED | _NUMBERED


@dataclass(slots=True)
class Counting:
    """Where one list has got to."""

    at: dict[int, int] = field(default_factory=dict)

    def next(self, levels: Mapping[int, Level], level: int) -> str:
        """The marker of the next item at a level; deeper levels begin anew."""
        form = levels.get(level)
        if form is None or not form.counts:
            return BULLET
        self.at = {deep: n for deep, n in self.at.items() if deep <= level}
        self.at[level] = self.at[level] + 1 if level in self.at else form.start

        def number(found: re.Match[str]) -> str:
            which = int(found[1]) - 1
            of = levels.get(which, form)
            return written(self.at.get(which, of.start), of.form)

        return re.sub(r"%([1-9])", number, form.pattern)


def written(number: int, form: str) -> str:
    """A number as a list writes it: 3, c, C, iii, III."""
    if form in {"lowerLetter", "a", "upperLetter", "A"} and number > 0:
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 4 + 1)
    elif form in {"lowerRoman", "upperRoman", "i", "I"} and 0 < number < 90:
        text = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            text += letters * count
    else:
        return str(number)
    return text.upper() if form in {"upperLetter", "A", "upperRoman", "I"} else text
