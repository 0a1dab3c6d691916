"""How long the bot keeps what has served its purpose. The log itself is kept for good: it is the board's record."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.outbox import OutboxKind

PASSING = frozenset({OutboxKind.NUDGE, OutboxKind.DIGEST, OutboxKind.REDRAW})
"""Messages whose rows may go once they are settled. The rows of cards and notices keep them from being said twice."""


@dataclass(frozen=True, slots=True)
class Retention:
    """`deliveries` are the answers given, kept so that the same delivery again gets the same; `questions` what
    somebody said that waits for a button; `messages` how nudges, digests and redraws went, with every attempt.
    """

    deliveries: timedelta = timedelta(days=7)
    questions: timedelta = timedelta(days=30)
    messages: timedelta = timedelta(days=90)
