"""What PDFium knows of a page: words with boxes, and drawn rules. Lines are made of the words here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from adapters.documents.pieces import Run


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool = False

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: level ones lie at a height `at`, upright ones at a distance from the left."""

    level: bool
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: list[Word]
    rules: list[Rule] = field(default_factory=list)
    bullets: list[tuple[float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """Words beside one another."""

    words: list[Word]
    bulleted: bool = False

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def bottom(self) -> float:
        return min(word.bottom for word in self.words)

    @property
    def top(self) -> float:
        return max(word.top for word in self.words)

    @property
    def height(self) -> float:
        return median(word.height for word in self.words)

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def runs(self) -> list[Run]:
        return [(word.text + " ", word.bold) for word in self.words]

    def segments(self, gap: float = 0.75) -> list[list[Word]]:
        """The words in groups that a wide gap keeps apart."""
        groups = [[self.words[0]]]
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.left - before.right > gap * word.height:
                groups.append([])
            groups[-1].append(word)
        return groups


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words into lines, from the top down and from left to right."""
    lines: list[Line] = []
    base = height = 0.0
    for word in sorted(words, key=lambda word: (-word.middle[1], word.left)):
        middle = word.middle[1]
        if not lines or base - middle > 0.45 * min(height, word.height):
            lines.append(Line([]))
            base, height = middle, word.height
        lines[-1].words.append(word)
    for line in lines:
        line.words.sort(key=lambda word: word.left)
    return lines
