"""Two days in one phrase: the same one said twice, or a choice or a range that only a person can settle."""

import re
from collections.abc import Callable
from datetime import date

from bot.language.dues.reading import Asked, DueKind, DueReading, either

_Read = Callable[[str, Asked], DueReading | None]

_BETWEEN = re.compile(
    r"(?P<apposed>,(?! or | and )| -| but) |,? (?:or|and|/|to|until|through|then|,? and)(?: by| on| the)? "
)
_OPENING = re.compile(r"^(?:either|between|from|any ?time between|sometime between) ")
_NUMBER = r"(?:the )?[0-9]{1,2}(?:st|nd|rd|th)?"
_ONLY_NUMBER = re.compile(rf"(?:[a-z]{{3}} )?{_NUMBER}")
_NUMBER_AND_REST = re.compile(rf"(?:[a-z]{{3}} )?{_NUMBER}(?P<rest> .+)")
_NUMBERS = re.compile(
    r"(?P<one>[0-9]{1,2})(?:st|nd|rd|th)?[-/](?P<two>[0-9]{1,2}(?:st|nd|rd|th)?)(?P<rest> .+)"
)
_ROUGHLY = re.compile(
    r"(?:about|around|round about|roughly|approximately|circa|ca|c|maybe|perhaps|possibly|probably|provisionally"
    r"|provisional|likely|say|target of) (?P<day>.+)"
)
_UNSURE = re.compile(
    r"(?P<day>.+?),? (?:-,? )?(?:tbc|tba|to be (?:confirmed|agreed)|provisional|provisionally|ish|or thereabouts)"
)
_MOST_SPLITS = 4


def read_alternatives(words: str, asked: Asked, read: _Read) -> DueReading | None:
    """Both halves are read by the rules given; a half that is no day makes the whole unreadable here."""
    roughly = _ROUGHLY.fullmatch(words) or _UNSURE.fullmatch(words)
    if roughly is not None:
        about = read(roughly["day"], asked)
        return about if about is None or about.date is None else either((about.date,), asked)
    numbers = _NUMBERS.fullmatch(words)
    if numbers is not None:
        one, two = numbers["one"] + numbers["rest"], numbers["two"] + numbers["rest"]
        return _settled(read(one, asked), read(two, asked), asked, apposed=False)
    words = _OPENING.sub("", words)
    for number, mark in enumerate(_BETWEEN.finditer(words)):
        if number == _MOST_SPLITS:
            break
        one, two = words[: mark.start()], words[mark.end() :]
        both = read(_completed(one, two), asked), read(_completed_behind(one, two), asked)
        settled = _settled(*both, asked, apposed=mark["apposed"] is not None)
        if settled is not None:
            return settled
    return None


def _completed(one: str, two: str) -> str:
    """The "17" of "17 or 24 February" is of February too."""
    rest = _NUMBER_AND_REST.fullmatch(two)
    return one + rest["rest"] if rest and _ONLY_NUMBER.fullmatch(one) else one


def _completed_behind(one: str, two: str) -> str:
    """And so is the "24" of "17 February or 24"."""
    rest = _NUMBER_AND_REST.fullmatch(one)
    return two + rest["rest"] if rest and _ONLY_NUMBER.fullmatch(two) else two


def _settled(
    one: DueReading | None, two: DueReading | None, asked: Asked, *, apposed: bool
) -> DueReading | None:
    if one is None or two is None:
        return None
    for this, other in ((one, two), (two, one)):
        if this.kind is DueKind.ASAP and other.date is not None:
            return other
        if this.kind is DueKind.TBC and other.date is not None:
            return either((other.date,), asked)
    days, others = _days(one), _days(two)
    if not days or not others:
        return None
    if one.day is not None and one.day == two.day:
        return two if two.meeting else one
    if apposed:  # "next Friday, 20 February": the second says which
        for this, named in ((one, others), (two, days)):
            if this.day in named and this.date is not None:
                return this
    return either((*days, *others), asked)


def _days(reading: DueReading) -> tuple[date, ...]:
    return reading.candidates if reading.day is None else (reading.day,)
