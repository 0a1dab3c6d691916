"""Days named by their weekday or by their distance from today: Friday, next Tuesday, Monday week, tomorrow."""

import re
from datetime import timedelta

from bot.domain.working_days import add_working_days
from bot.language.dues.forms import Form, coming, first_that_fits, form, monday_of, weekday_number
from bot.language.dues.reading import Asked, DueReading, either, settle, weekday_name

_SATURDAY = 5
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


def _today(_found: re.Match[str], asked: Asked) -> DueReading:
    return settle(asked.said_on, asked)


def _tomorrow(_found: re.Match[str], asked: Asked) -> DueReading:
    return settle(asked.said_on + _DAY, asked)


def _day_after_tomorrow(_found: re.Match[str], asked: Asked) -> DueReading:
    return settle(asked.said_on + 2 * _DAY, asked)


def _yesterday(_found: re.Match[str], asked: Asked) -> DueReading:
    return settle(asked.said_on - _DAY, asked)


def _weekday(found: re.Match[str], asked: Asked) -> DueReading:
    """ "Friday". Said on a Friday it may be today or in a week."""
    weekday = weekday_number(found["weekday"])
    day = coming(weekday, asked.said_on)
    if weekday == asked.said_on.weekday():
        return either((asked.said_on, day), asked)
    return settle(day, asked)


def _coming_weekday(found: re.Match[str], asked: Asked) -> DueReading:
    return settle(coming(weekday_number(found["weekday"]), asked.said_on), asked)


def _this_weekday(found: re.Match[str], asked: Asked) -> DueReading:
    """ "This Friday" is this week's. "This Monday" said on a Wednesday is a slip of some kind."""
    weekday = weekday_number(found["weekday"])
    this_weeks = monday_of(asked.said_on) + timedelta(days=weekday)
    if this_weeks >= asked.said_on:
        return settle(this_weeks, asked)
    if asked.said_on.weekday() >= _SATURDAY:
        return settle(coming(weekday, asked.said_on), asked)
    return either(
        (coming(weekday, asked.said_on),), asked, f"{weekday_name(this_weeks)} of this week has gone"
    )


def _next_weekday(found: re.Match[str], asked: Asked) -> DueReading:
    """ "Next Tuesday" said on a Wednesday is the coming one and next week's at once.

    "Next Friday" said on a Wednesday is this week's to some and next week's to others, and on a weekend people
    do not agree which week is the next: then they have to be asked.
    """
    weekday = weekday_number(found["weekday"])
    soon = coming(weekday, asked.said_on)
    next_weeks = monday_of(asked.said_on) + _WEEK + timedelta(days=weekday)
    if soon == next_weeks and asked.said_on.weekday() < _SATURDAY:
        return settle(soon, asked)
    return either((soon, soon + _WEEK), asked)


def _weekday_week(found: re.Match[str], asked: Asked) -> DueReading:
    """ "Friday week", "Monday fortnight": one or two weeks after the coming one."""
    weekday = weekday_number(found["weekday"])
    day = coming(weekday, asked.said_on) + (2 * _WEEK if found["weeks"] == "fortnight" else _WEEK)
    if weekday == asked.said_on.weekday():
        return either((day - _WEEK, day), asked)
    return settle(day, asked)


def _day_week(found: re.Match[str], asked: Asked) -> DueReading:
    """ "Tomorrow week"."""
    day = asked.said_on + (_DAY if found["day"] == "tomorrow" else 0 * _DAY)
    return settle(day + (2 * _WEEK if found["weeks"] == "fortnight" else _WEEK), asked)


def _weekday_after_next(found: re.Match[str], asked: Asked) -> DueReading:
    day = coming(weekday_number(found["weekday"]), asked.said_on)
    return either((day + _WEEK, day + 2 * _WEEK), asked)


def _following_weekday(found: re.Match[str], asked: Asked) -> DueReading:
    """It follows something that was said before: nobody here knows what."""
    day = coming(weekday_number(found["weekday"]), asked.said_on)
    return either((day, day + _WEEK), asked)


def _last_weekday(found: re.Match[str], asked: Asked) -> DueReading:
    weekday = weekday_number(found["weekday"])
    gone = coming(weekday, asked.said_on) - _WEEK
    return settle(gone - _WEEK if gone == asked.said_on else gone, asked)


def _next_working_day(_found: re.Match[str], asked: Asked) -> DueReading:
    return settle(add_working_days(asked.said_on, 1, asked.is_working), asked, "the next working day")


WEEKDAYS: tuple[Form[DueReading], ...] = (
    form(r"(?:later |on |some time )?today|tonight|this (?:morning|afternoon|evening)|same day", _today),
    form(r"tomorrow(?: night)?", _tomorrow),
    form(r"(?:the )?day after tomorrow", _day_after_tomorrow),
    form(r"yesterday", _yesterday),
    form(r"(?:the )?next working day", _next_working_day),
    form(r"WEEKDAY", _weekday),
    form(r"(?:this |the )?(?:coming|upcoming) WEEKDAY", _coming_weekday),
    form(r"WEEKDAY coming", _coming_weekday),
    form(r"this WEEKDAY", _this_weekday),
    form(r"next WEEKDAY", _next_weekday),
    form(r"WEEKDAY next", _next_weekday),
    form(r"WEEKDAY (?P<weeks>week|fortnight)", _weekday_week),
    form(r"(?P<day>today|tomorrow) (?P<weeks>week|fortnight)", _day_week),
    form(r"(?:the )?WEEKDAY after(?: the)? next", _weekday_after_next),
    form(r"(?:the )?following WEEKDAY", _following_weekday),
    form(r"last WEEKDAY", _last_weekday),
)


def read_weekday(words: str, asked: Asked) -> DueReading | None:
    return first_that_fits(WEEKDAYS, words, asked)
