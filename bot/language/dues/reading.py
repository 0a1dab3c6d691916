"""What a due phrase was understood to mean, and the plain words that say so."""

import datetime as dt
from enum import StrEnum
from typing import NamedTuple

from bot.domain.clocks import MONTHS, day_and_month
from bot.domain.working_days import WorkingDays

LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEARS_AHEAD = 5
_MOST_SHOWN = 60


class DueKind(StrEnum):
    DATE = "date"
    MEETING = "meeting"
    CONDITION = "condition"
    ASAP = "asap"
    ONGOING = "ongoing"
    TBC = "tbc"
    PAST = "past"
    AMBIGUOUS = "ambiguous"
    UNREADABLE = "unreadable"


# Tuples, for several of them are made of every phrase that is looked at.
class DueReading(NamedTuple):
    """How a phrase was understood. Only `date` and `meeting` carry a date, and it is never before it was said.

    `reading` says it in plain words. `meeting` is true when the phrase names the next meeting itself, so that
    the due moves with it; its date is None while no meeting is set. `past_date` is the day of a phrase that
    came too late, `candidates` the days an ambiguous one may mean (none where it names no day at all).
    """

    kind: DueKind
    date: dt.date | None = None
    reading: str = ""
    meeting: bool = False
    phrase: str = ""
    past_date: dt.date | None = None
    candidates: tuple[dt.date, ...] = ()
    # A day of the calendar is the same whatever leads it in.
    of_calendar: bool = False

    @property
    def day(self) -> dt.date | None:
        """The day named, gone or to come: what "a week before …" is reckoned from."""
        return self.date or self.past_date

    def worded(self, phrase: str) -> "DueReading":
        """The same with the words as typed."""
        return DueReading(
            self.kind,
            self.date,
            self.reading,
            self.meeting,
            phrase,
            self.past_date,
            self.candidates,
            self.of_calendar,
        )


class Asked(NamedTuple):
    """What a phrase is read against, and the word it was led in by ("by", "before", "in", or none)."""

    said_on: dt.date
    next_meeting: dt.date | None
    is_working: WorkingDays
    lead: str = ""

    def led_by(self, lead: str) -> "Asked":
        """The same for a phrase with another word in front."""
        return self if lead == self.lead else Asked(self.said_on, self.next_meeting, self.is_working, lead)


def in_words(day: dt.date) -> str:
    return f"{day_and_month(day)} {day.year}"


def weekday_name(day: dt.date) -> str:
    return _LONG_WEEKDAYS[day.weekday()]


def day_month_year(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def settle(day: dt.date, asked: Asked, how: str = "", *, of_calendar: bool = False) -> DueReading:
    """The day is known: a date to keep to, unless it is gone, or so far off that it must be a slip."""
    if day < asked.said_on:
        past = f"{day_month_year(day)} is in the past"
        return DueReading(DueKind.PAST, None, past, past_date=day, of_calendar=of_calendar)
    if (day.year - _YEARS_AHEAD, day.month, day.day) > (
        asked.said_on.year,
        asked.said_on.month,
        asked.said_on.day,
    ):
        return DueReading(
            DueKind.AMBIGUOUS,
            None,
            f"{in_words(day)} is more than {_YEARS_AHEAD} years ahead",
            candidates=(day,),
        )
    reading = f"{how}: {in_words(day)}" if how else in_words(day)
    return DueReading(DueKind.DATE, day, reading, of_calendar=of_calendar)


def at_meeting(asked: Asked) -> DueReading:
    """The next meeting, whenever that is."""
    day = asked.next_meeting
    if day is None:
        return DueReading(DueKind.MEETING, None, "the next meeting, not yet set", meeting=True)
    when = "before the next meeting" if asked.lead == "before" else "the next meeting"
    return DueReading(DueKind.MEETING, day, f"{when}, {in_words(day)}", meeting=True)


def before_unset_meeting() -> DueReading:
    """So long before or after a meeting that is not set: kept with it until it is."""
    return DueReading(DueKind.MEETING, None, "reckoned from the next meeting, not yet set")


def either(days: tuple[dt.date, ...], asked: Asked, why: str = "") -> DueReading:
    """One of several days: whoever said it has to choose. Days already gone are not offered."""
    left = tuple(sorted({day for day in days if day >= asked.said_on}))
    said = why or " or ".join(in_words(day) for day in left) or "the days named are in the past"
    return DueReading(DueKind.AMBIGUOUS, None, said, candidates=left)


def vague(why: str = "no one day") -> DueReading:
    return DueReading(DueKind.AMBIGUOUS, None, why)


def contradiction(day: dt.date, weekday: int, asked: Asked) -> DueReading:
    """ "Monday 17 February" of a year in which that is a Tuesday: the day said, or the weekday next to it."""
    ahead = (weekday - day.weekday()) % 7
    near = day + dt.timedelta(days=ahead if ahead <= 3 else ahead - 7)
    why = f"{day_month_year(day)} is a {weekday_name(day)}, not a {_LONG_WEEKDAYS[weekday]}"
    return either((day, near), asked, why)


def conditional(phrase: str = "") -> DueReading:
    """Without the phrase, its reading is left to be filled in by whoever knows how it was typed."""
    said = f'a condition, no date: "{shown(phrase)}"' if phrase else ""
    return DueReading(DueKind.CONDITION, None, said)


def as_soon_as_possible() -> DueReading:
    return DueReading(DueKind.ASAP, None, "as soon as possible, no date")


def ongoing() -> DueReading:
    return DueReading(DueKind.ONGOING, None, "ongoing, no date")


def no_date_yet() -> DueReading:
    return DueReading(DueKind.TBC, None, "no date yet")


def unreadable(phrase: str) -> DueReading:
    return DueReading(DueKind.UNREADABLE, None, f'cannot read "{shown(phrase)}" as a date')


def shown(phrase: str) -> str:
    """The words as typed, on one line and short enough to be said back."""
    words = " ".join(phrase.split())
    return words if len(words) <= _MOST_SHOWN else words[: _MOST_SHOWN - 1].rstrip() + "…"
