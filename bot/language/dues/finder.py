"""Finds the due phrase at the end of an action's words, and leaves ordinary words alone.

Only what stands at the end counts: behind a cue ("by", "no later than", "at" a meeting), behind a comma or a dash, or
bare where it cannot be anything but a date. "Stand by the door" and "minutes of 3 March" hold no due.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.working_days import WorkingDays, is_working_day
from bot.language.dues.cues import (
    CUES,
    DATE_CHARACTERS,
    MAY_END_BARE,
    MAY_OPEN,
    SEPARATORS,
    Candidate,
    Cue,
    fits,
    may_fit,
    may_open,
)
from bot.language.dues.reader import LONGEST_PHRASE, asked_on, read_asked, read_by_rule
from bot.language.dues.reading import Asked, DueKind, DueReading
from bot.language.dues.words import canonical, peel
from bot.language.text import ATOM

_ENDS = " \t\r\n.,;:!?*_)]}\"'\u2019\u201d"
_JOINTS = " \t\r\n.,;:([{-\u2013\u2014"
_WORD = re.compile(r"\w\S*")
_MENTION = re.compile(ATOM)
_MOST_WORDS_BARE = 6
_MOST_WORDS_BACK = 9
_MOST_PLACES = 12
_LONGEST_CUES = 40

_BY_NAME = {cue.name: cue for cue in Cue}
_LEADING = frozenset({Cue.BY, Cue.ON, Cue.BEFORE, Cue.DEADLINE})
_LEFT_OUT = frozenset({Cue.APART, Cue.BARE, Cue.FOR, Cue.TO})  # no part of what is read behind them

_Place = tuple[Cue, int, int]  # the cue, where it begins, where the phrase behind it does


def find_due(
    text: str,
    *,
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays = is_working_day,
) -> tuple[str, str, DueReading] | None:
    """The due phrase that ends the text: (the text before it, the phrase, its reading), or None.

    The reading may be one to ask about: past, ambiguous, or a date that does not exist. The text before is a
    beginning of the text given. The phrase has lost its cue, unless it means something else without it.
    """
    end = len(text.rstrip(_ENDS))
    text_to_end = text[:end]
    asked = asked_on(said_on, next_meeting, is_working)
    for place in _places(text_to_end):
        if _fits(text_to_end, place, asked):
            break
    else:
        return None
    cue, cut, start = _stretched(text_to_end, place, asked)

    whole = read_asked(text_to_end[cut:].strip(_JOINTS), asked)
    phrase = text_to_end[start:].strip(_JOINTS)
    if whole.of_calendar and cue in _LEADING:
        # The same day without its cue.
        return text[:cut].rstrip(_JOINTS), phrase, whole.worded(phrase)
    short = read_asked(phrase, asked)
    same = (whole.kind, whole.date, whole.candidates) == (short.kind, short.date, short.candidates)
    # A date is the same without its "before"; half term and the next meeting are not.
    told = cue is Cue.BEFORE and whole.kind in {DueKind.CONDITION, DueKind.MEETING}
    found = whole if told or not (same or cue in {Cue.APART, Cue.FOR, Cue.TO}) else short
    return text[:cut].rstrip(_JOINTS), found.phrase, found


def _places(text: str) -> Iterator[_Place]:
    """Where the phrase may begin: at the last cue, or one before it; else at a separator; else bare."""
    low = max(0, len(text) - LONGEST_PHRASE)
    cues = list(CUES.finditer(text, low))
    for led in cues[: -_MOST_PLACES - 1 : -1]:
        cue = _BY_NAME[str(led.lastgroup)]
        # "Once" is part of what is said.
        yield cue, led.start(), led.start() if cue is Cue.ONCE else led.end()
    apart = [(Cue.APART, m.start(), m.end()) for m in SEPARATORS.finditer(text, low)]
    yield from apart[: -_MOST_PLACES - 1 : -1]
    last = _last_words(text, low, len(text), _MOST_WORDS_BARE)
    if last and MAY_END_BARE.search(canonical(text[last[0].start() :])):
        yield from ((Cue.BARE, m.start(), m.start()) for m in last)


def _last_words(text: str, low: int, end: int, most: int) -> list[re.Match[str]]:
    """The last words between `low` and `end`, the first of them first."""
    return list(_WORD.finditer(text, max(low, end - LONGEST_PHRASE, 0), end))[-most:]


def _fits(text: str, place: _Place, asked: Asked) -> bool:
    cue, cut, start = place
    words = canonical(text[start if cue in _LEFT_OUT else cut :])
    found = Candidate(cue, text[:cut], words, peel(words)[0])
    return may_fit(found) and fits(found, read_by_rule(words, asked))


def _stretched(text: str, place: _Place, asked: Asked) -> _Place:
    """The phrase from further back, where more of it is part of the date: "a week before the next meeting"."""
    cue, cut, start = place
    # Whatever holds a mention is no date.
    mentions = [mention.end() for mention in _MENTION.finditer(text)]
    spoken = mentions[-1] if mentions else 0
    for word in _last_words(text, text.rfind(" ", 0, spoken), cut, _MOST_WORDS_BACK):
        if word.start() < max(spoken, len(text) - LONGEST_PHRASE) or not may_open(word[0]):
            continue
        words = canonical(text[word.start() :])
        if not (DATE_CHARACTERS.fullmatch(words) and MAY_OPEN.fullmatch(words.partition(" ")[0].rstrip(","))):
            continue
        reading = read_by_rule(words, asked)
        if reading is None or not _is_further(reading, text[word.start() : cut]):
            continue
        cut = start = word.start()
        break
    low = spoken if spoken <= cut else 0
    return cue, _before_cues(text, low, cut), start if cue is Cue.ONCE else _behind_cues(text, start)


def _before_cues(text: str, low: int, cut: int) -> int:
    """Where the cues in front begin: those of "due once completed" are two."""
    for lead in reversed(list(CUES.finditer(text, max(low, cut - _LONGEST_CUES), cut))):
        if lead.lastgroup in {"DEADLINE", "BY"} and not text[lead.end() : cut].strip():
            cut = lead.start()
    return cut


def _behind_cues(text: str, start: int) -> int:
    """Where the phrase itself begins: "by no later than the 14th" has two cues as well."""
    while lead := CUES.match(text, start):
        start = lead.end()
        while text[start : start + 1].isspace():
            start += 1
    return start


def _is_further(reading: DueReading, added: str) -> bool:
    """Whether words further back are part of one date: over a comma they are only if it stays a sure one."""
    if reading.kind in {DueKind.DATE, DueKind.MEETING}:
        return True
    named = reading.kind is DueKind.PAST or bool(reading.candidates)
    return named and "," not in added
