"""What the one writer of a database remembers: who is on which board, and where it meets and speaks.

Every inbound asks for these, and they seldom change. Whatever the writer changes in one of their tables makes it forget
everything, and it remembers nothing more until that transaction has ended, be it undone or not. So what is remembered
is always what is committed. Somebody else's change, made with a shell say, is noticed when the next transaction begins.

Where a database has several writers (PostgreSQL) each remembers for one piece of work alone: whoever composes fifty
messages of one board asks once who is on it.
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

    __slots__ = ("_answers", "_trusted", "_version")

    def __init__(self) -> None:
        self._answers: dict[Hashable, object] = {}
        self._trusted = False
        self._version: object = None

    def begin(self, version: object) -> None:
        """A transaction begins; `version` is another one when somebody else has written."""
        if version != self._version:
            self._answers.clear()
            self._version = version
        self._trusted = True

    def forget(self) -> None:
        """Something of this is being changed: until the transaction ends nobody knows what will stand."""
        self._answers.clear()
        self._trusted = False

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
