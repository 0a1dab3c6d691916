"""What a writer remembers: who is on which board, and where it meets and speaks.

Every inbound asks for these, and they seldom change. Whatever the writer changes in one of their tables makes it forget
everything, and it remembers nothing more until that transaction has ended, be it undone or not. So what is remembered
is always what is committed. Somebody else's change, made by another writer or with a shell, is noticed when the next
transaction begins: see docs/adr/0011 and 0013.

What counters have come to is remembered where nobody else writes meanwhile, which is SQLite: see docs/adr/0015.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from store import tables as t

T = TypeVar("T")

SELDOM_CHANGED = frozenset({t.installations, t.people, t.identities, t.boards, t.roles, t.places, t.meetings})
MOST = 4_096

_NOTHING = object()


class Memory:
    """Answers by question, for one connection. What it gives is shared: nobody may change it."""

    __slots__ = ("_answers", "_counted", "_trusted", "_version")

    def __init__(self) -> None:
        self._answers: dict[Hashable, object] = {}
        self._counted: dict[Hashable, int] = {}
        self._trusted = False
        self._version: object = None

    def begin(self, version: object) -> None:
        """A transaction begins; `version` is another one when somebody else has written."""
        if version != self._version:
            self._clear()
            self._version = version
        self._trusted = True

    def forget(self) -> None:
        """Something of this is being changed: until the transaction ends nobody knows what will stand."""
        self._clear()
        self._trusted = False

    def _clear(self) -> None:
        self._answers.clear()
        self._counted.clear()

    def counted(self, counter: Hashable) -> int | None:
        """What it had come to when the last transaction was committed; None where that has to be asked."""
        return self._counted.get(counter) if self._trusted else None

    def count(self, counter: Hashable, value: int | None) -> None:
        """What it has come to, on disk; None while it is moved, until that is known."""
        if value is None or not self._trusted:
            self._counted.pop(counter, None)
            return
        if len(self._counted) >= MOST:
            self._counted.clear()
        self._counted[counter] = value

    def recall(self, question: Hashable, ask: Callable[[], T]) -> T:
        """The answer remembered, or the one asked for now."""
        if not self._trusted:
            return ask()
        known = self._answers.get(question, _NOTHING)
        if known is not _NOTHING:
            return known  # type: ignore[return-value]  # each question has one kind of answer
        if len(self._answers) >= MOST:
            self._answers.clear()
        answer = self._answers[question] = ask()
        return answer


class Lately:
    """Deliveries the writers of this process answered of late. A guess: what was then undone is among them."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._newer: dict[Hashable, None] = {}
        self._older: dict[Hashable, None] = {}

    def add(self, delivery: Hashable) -> None:
        """One more; the oldest are forgotten."""
        if len(self._newer) >= self._most:
            self._older, self._newer = self._newer, {}
        self._newer[delivery] = None

    def __contains__(self, delivery: Hashable) -> bool:
        return delivery in self._newer or delivery in self._older
