"""Reads a due phrase: our own rules first, dateparser after, and silence where neither is sure."""

import re
from datetime import date
from functools import lru_cache

from bot.domain.working_days import WorkingDays, is_working_day
from bot.language.dues.alternatives import read_alternatives
from bot.language.dues.calendar_days import read_calendar_day
from bot.language.dues.fallback import read_with_dateparser
from bot.language.dues.festivals import read_festival
from bot.language.dues.meetings import NOUNS, read_meeting
from bot.language.dues.periods import read_part, read_period
from bot.language.dues.reading import Asked, DueKind, DueReading, conditional, no_date_yet, settle, unreadable
from bot.language.dues.spans import read_span
from bot.language.dues.undated import read_condition, read_undated, read_vague
from bot.language.dues.weekdays import read_weekday
from bot.language.dues.words import MONTH_WORDS, WEEKDAY_WORDS, canonical, peel, without_lead

LONGEST_PHRASE = 200
# Whatever names a day holds one of these; of ordinary words most do not.
_OF_DAYS = re.compile(
    rf"[0-9]|\b(?:{'|'.join((*MONTH_WORDS, *WEEKDAY_WORDS))}|day|today|tonight|tomorrow|yesterday|morning|afternoon|evening"
    r"|eve|date|hours|week|w/|fortnight|month|quarter|year|fy|christmas|boxing|easter|maundy|good|new|meet"
    rf"|{NOUNS})"
)
_BLANKS = frozenset("-\u2013\u2014? ")  # what stands in an empty column


def read_due(
    phrase: str,
    *,
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays = is_working_day,
) -> DueReading:
    """What a due phrase means, said on a day and with the next meeting known or not.

    Never a guess: of two days that fit, or none, it says so.
    """
    return read_asked(phrase, asked_on(said_on, next_meeting, is_working))


def read_asked(phrase: str, asked: Asked) -> DueReading:
    """The same, of one of several phrases that are asked about at once."""
    if len(phrase) > LONGEST_PHRASE:
        return unreadable(phrase).worded(phrase)
    words = canonical(phrase)
    if not words:
        blank = phrase.strip() and set(phrase) <= _BLANKS
        return (no_date_yet() if blank else unreadable(phrase)).worded(phrase)
    reading = read_by_rule(words, asked) or read_with_dateparser(peel(words)[0], asked)
    return _with_words(reading or unreadable(phrase), phrase)


def asked_on(said_on: date, next_meeting: date | None, is_working: WorkingDays) -> Asked:
    """A meeting that has been is not the next one."""
    ahead = next_meeting if next_meeting is not None and next_meeting >= said_on else None
    return Asked(said_on, ahead, is_working)


def _with_words(reading: DueReading, phrase: str) -> DueReading:
    """The reading with the words as typed; said back where the words themselves are the answer."""
    if reading.kind is DueKind.UNREADABLE:
        return unreadable(without_lead(phrase)).worded(phrase)
    return (reading if reading.reading else conditional(phrase)).worded(phrase)


# For the same reason as `canonical`.
@lru_cache(maxsize=64)
def read_by_rule(words: str, asked: Asked) -> DueReading | None:
    """Canonical words, read by our own rules alone."""
    undated = read_undated(words)
    if undated is not None:
        return undated
    rest, lead, timed = peel(words)
    led = asked.led_by(lead)
    if not rest:
        return settle(asked.said_on, asked) if timed else None
    return (
        read_day(rest, led)
        or read_undated(rest)
        or read_alternatives(rest, led, _half)
        or read_vague(rest)
        or read_condition(words)
        or (conditional() if lead == "before" else None)
    )


def read_day(words: str, asked: Asked) -> DueReading | None:
    """One day, however it is named; the commonest forms first."""
    if not _OF_DAYS.search(words):
        return None
    return (
        read_calendar_day(words, asked)
        or read_weekday(words, asked)
        or read_meeting(words, asked)
        or read_span(words, asked)
        or read_festival(words, asked)
        or read_period(words, asked)
        or read_part(words, asked)
    )


def _half(words: str, asked: Asked) -> DueReading | None:
    """One half of two: it may have a lead and a time of its own."""
    rest, lead, timed = peel(words)
    if not rest:
        return settle(asked.said_on, asked) if timed else None
    return read_undated(rest) or read_day(rest, asked.led_by(lead or asked.lead))
