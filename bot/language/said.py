"""One part of an answer, as it is read: the actions it is about, its words, and its clauses."""

from dataclasses import dataclass

from bot.language.clauses import Clause
from bot.language.intents import Ref
from bot.language.text import one_line


@dataclass(frozen=True, slots=True)
class Said:
    """One part of an answer: the actions it is about, its words as typed, and its clauses as they are read.

    `words` are what is said of the actions; `whole` has a verb that stands before their refs too: "done 12, sent on Monday".
    """

    refs: tuple[Ref, ...]
    words: str
    whole: str
    read: str
    clauses: tuple[Clause, ...]

    @property
    def head(self) -> Clause:
        return self.clauses[0]

    @property
    def line(self) -> str:
        return one_line(self.read)

    def words_from(self, at: int) -> str:
        """The words as typed from a place in them as they are read: both end alike."""
        left = len(self.read) - at
        return self.words[max(len(self.words) - left, 0) :] if left else ""

    def asks(self, clause: Clause) -> bool:
        return self.read[clause.end :].lstrip().startswith("?")
