"""When an action is due: a date, a meeting, a condition in words, or none."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.ids import MeetingId


class DueKind(StrEnum):
    DATE = "date"
    MEETING = "meeting"
    CONDITION = "condition"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Due:
    """`day` is a calendar day where the board is. `first_date` keeps the first one promised.

    `meeting` is the sitting it was promised for; a due for "the next meeting" before one is set has neither
    a meeting nor a date, and gets both when the meeting is added. `words` are kept as typed.
    """

    kind: DueKind = DueKind.NONE
    day: date | None = None
    meeting: MeetingId | None = None
    words: str | None = None
    first_date: date | None = None

    def moved_to(self, new: "Due") -> "Due":
        """The new due, still remembering the first date promised."""
        return replace(new, first_date=self.first_date or self.day or new.day)


NO_DUE = Due()


def on(day: date, words: str | None = None) -> Due:
    return Due(DueKind.DATE, day, words=words, first_date=day)
