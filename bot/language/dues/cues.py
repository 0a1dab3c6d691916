"""Where a due phrase may begin, and what may stand there: the words that lead one in, and those that only look so."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.language.dues.reading import DueKind, DueReading
from bot.language.dues.undated import names_event
from bot.language.dues.words import MONTH_WORDS, WEEKDAY_WORDS

_MONTH, _WEEKDAY = "|".join(MONTH_WORDS), "|".join(WEEKDAY_WORDS)


class Cue(StrEnum):
    """What leads a phrase in, from the most to the least outspoken."""

    DEADLINE = "due, deadline"
    BEFORE = "before, ahead of"
    BY = "by, no later than, until"
    WITHIN = "within, in"
    ON = "on"
    AT = "at"
    FOR = "for, to"
    ONCE = "once, upon, subject to"
    APART = "a comma, a dash, a bracket"
    BARE = "nothing"


CUES = re.compile(
    r"(?<![\w@'\u2019-])(?:"
    r"(?P<DEADLINE>due(?: date)?(?: (?:by|on|in|for|at|before|within))?:?|deadline(?: is| of)?:?|target(?: date)?(?: of)?:?)"
    r"|(?P<BEFORE>before|prior to|ahead of|in advance of)"
    r"|(?P<BY>by|no later than|not later than|on or before|until|till)"
    r"|(?P<ONCE>once|upon|subject to|on receipt of|on completion of|on completion)"
    r"|(?P<FOR>in time for|in readiness for|for|to)|(?P<WITHIN>within|in)|(?P<ON>on)|(?P<AT>at))(?=\s)",
    re.IGNORECASE,
)
SEPARATORS = re.compile(r"[,;(\[]\s*|\s[-\u2013\u2014]+\s+|\u2014\s?|\.\s+|:\s+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where the due phrase may begin, what stands from there on, and how that reads by rule."""

    cue: Cue
    before: str  # the text in front of the cue
    rest: str  # canonical words, without the cue
    reading: DueReading | None


# What has to stand there before the writer of a phrase that cannot be read is asked which day was meant.
_DATE_WORD = re.compile(
    rf"(?:[0-9]{{1,4}}(?:st|nd|rd|th)?|'?[0-9]{{2}}|[0-9]{{1,4}}(?:[./-][0-9]{{1,4}}){{1,2}}|{_MONTH}|{_WEEKDAY}"
    r"|the|of|in|on|at|this|next|am|pm|end|mid|early|late|-|or|and|/|to|year|noon|week|w/c|w/e|coming),?"
)
_SURELY_A_DATE = re.compile(
    rf"\b(?:{_MONTH}|{_WEEKDAY})\b|\b[0-9]{{1,2}}(?:st|nd|rd|th)\b|[0-9][./-][0-9]+[./-][0-9]|[0-9]/[0-9]"
)
_SPAN = r"(?:the )?(?:next )?(?:[0-9]{1,4}|an?) (?:working )?(?:days?|weeks?|months?|years?|hours|fortnight)"
_SPAN_ALONE = re.compile(_SPAN)
_SPAN_FIRST = re.compile(_SPAN + r"\b.*")
_SAID_OUTRIGHT = re.compile(
    r"(?:asap|urgent|urgently|immediately|as soon as (?:practicable|practical)|on ?going|continuous|rolling"
    r"|standing(?: agenda)? item|(?:date )?(?:tbc|tba|tbd)|to be (?:confirmed|agreed|decided)|no (?:date|deadline)"
    r"|none|na)"
)
_OF_A_MEETING = re.compile(r"\b(?:next|meetings?|meets?|agm)\b")
_NAMES_A_DAY = re.compile(
    rf"\b(?:{_MONTH}|{_WEEKDAY}|today|tomorrow|weeks?|w/c|w/e|christmas|easter|month|quarter|q[1-4])\b"
    r"|[0-9](?:st|nd|rd|th)\b|[0-9][./-][0-9]"
)
_NAMES_A_STRETCH = re.compile(
    rf"\b(?:{_MONTH}|weeks?|days?|months?|years?|hours|fortnight|quarter|q[1-4]|spring|summer|autumn|winter"
    r"|20[0-9]{2})\b"
)
_AT_A_TIME = re.compile(
    r"(?:the )?(?:very )?(?:(?:end|start|beginning) of .+|week ?end|(?:month|quarter|year) end|latest.*)"
)
_AWAITED = re.compile(
    r"(?:once|upon|subject to|pending|following|after|as soon as|on (?:receipt|completion|approval)(?: of)?"
    r"|when (?=available|complete|ready|known|published|received|approved|agreed|possible))(?: .+|$)"
)
_UNMISTAKABLE = re.compile(
    rf"(?:(?:(?:this |next )?(?:{_WEEKDAY}),? )?(?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})(?:,? '?[0-9]{{2,4}})?"
    rf"|(?:(?:{_WEEKDAY}),? )?(?:{_MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?(?:,? [0-9]{{4}})?"
    rf"|[0-9]{{1,2}}(?P<mark>[./-])[0-9]{{1,2}}(?P=mark)[0-9]{{2,4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|(?:{_WEEKDAY}) [0-9]{{1,2}}(?:st|nd|rd|th)|(?:this|next|this coming) (?:{_WEEKDAY})|(?:{_WEEKDAY}) (?:week|fortnight)"
    rf"|today|tonight|(?:day after )?tomorrow(?: [a-z]+)?|eod(?: [a-z]+)?|end of (?:week|month|{_MONTH})|asap|w/[ce] .+)"
)

# A date behind one of these words belongs to it: "minutes of 3 March", "the year ending 31 March".
_LEANING = re.compile(
    r"(?:of|from|since|to|and|or|the|an?|about|between|with|during|for|on|in|at|than|per|as|is|was|are|were|be|been|by"
    r"|that|this|next|last|after|until|till|through|over|[a-z]+ed|ending|starting|commencing|beginning|following|held"
    r"|begun|done|made|taken|seen|given|sent|met|said|[a-z]+['\u2019]s)",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"(?:meetings?|mtg|workshops?|events?|conferences?|sessions?|days?|visits?|inspections?|hearings?|briefings?|launch"
    r"|training|seminars?|webinars?|calls?|boards?|forums?|agms?|consultations?|elections?|discussions?|minutes"
    r"|presentations?|decisions?|committees?|panels?|councils?|interviews?|exhibitions?|fairs?|incidents?|fires?)",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:who|whom|whether|if|what|which|how|where|when|why|that)\b", re.IGNORECASE)
_ONCE_A = re.compile(r"once (?:a|an|per|each|every|more|again|and|in)\b.*")

_NAMED = frozenset({DueKind.DATE, DueKind.MEETING, DueKind.PAST, DueKind.AMBIGUOUS})


def fits(found: Candidate) -> bool:
    """Whether what stands there is a due phrase, sure or to be asked about, and not just words."""
    reading = found.reading
    if reading is None or reading.kind is DueKind.UNREADABLE:
        return _was_meant_as_date(found)
    if reading.kind in {DueKind.ASAP, DueKind.ONGOING, DueKind.TBC}:
        return _said_outright(found)
    if reading.kind is DueKind.CONDITION:
        return _is_awaited(found, reading)
    return _is_day(found, reading)


def _was_meant_as_date(found: Candidate) -> bool:
    if found.cue not in {Cue.DEADLINE, Cue.BEFORE, Cue.BY, Cue.APART}:
        return False
    words = found.rest.split()
    return all(_DATE_WORD.fullmatch(word) for word in words) and _SURELY_A_DATE.search(found.rest) is not None


def _said_outright(found: Candidate) -> bool:
    if found.cue is Cue.DEADLINE:
        return True
    if found.cue is Cue.BARE:
        return found.rest == "asap" and not _leans(found.before)
    return found.cue in {Cue.BY, Cue.APART} and _SAID_OUTRIGHT.fullmatch(found.rest) is not None


def _is_awaited(found: Candidate, reading: DueReading) -> bool:
    if found.cue is Cue.DEADLINE:
        return True
    if found.cue is Cue.ONCE:
        return _ONCE_A.fullmatch(found.rest) is None
    if found.cue is Cue.APART:
        return _AWAITED.fullmatch(found.rest) is not None and _ONCE_A.fullmatch(found.rest) is None
    if found.cue is Cue.WITHIN:
        return _SPAN_FIRST.fullmatch(found.rest) is not None
    if found.cue in {Cue.BEFORE, Cue.BY, Cue.AT} and names_event(found.rest):
        return True
    # A reading in words of its own names a meeting not yet set: "the June meeting".
    return bool(reading.reading) and found.cue in {Cue.BEFORE, Cue.BY, Cue.AT, Cue.FOR}


def _is_day(found: Candidate, reading: DueReading) -> bool:
    rest, cue = found.rest, found.cue
    if cue is Cue.WITHIN:
        return reading.kind is not DueKind.PAST and _NAMES_A_STRETCH.search(rest) is not None and _own(found)
    if _SPAN_ALONE.fullmatch(rest) and cue is not Cue.DEADLINE:
        return False  # "cut waiting times by 3 weeks", "a pilot, 3 weeks"
    if cue is Cue.ON:
        named = reading.kind is DueKind.DATE or bool(reading.candidates)
        return named and _NAMES_A_DAY.search(rest) is not None and _own(found)
    if cue is Cue.BARE:
        sure = reading.kind is DueKind.DATE or bool(reading.candidates)
        return sure and _UNMISTAKABLE.fullmatch(rest) is not None and _own(found)
    if cue is Cue.AT:
        return _OF_A_MEETING.search(rest) is not None or _AT_A_TIME.fullmatch(rest) is not None
    if cue is Cue.FOR:
        names_it = reading.meeting or "meeting" in rest
        return names_it and _OF_A_MEETING.search(rest) is not None
    if cue is Cue.ONCE:
        return False
    if reading.meeting and cue in {Cue.BY, Cue.APART}:
        return _OF_A_MEETING.search(rest) is not None  # "approved by the board"
    return cue is not Cue.APART or not rest.isdigit()


def _own(found: Candidate) -> bool:
    """The date is the action's, and not that of something the action is about."""
    return not _leans(found.before) and _ASKING.search(found.before) is None


def _leans(before: str) -> bool:
    last = before.split()[-1:]
    return bool(last) and any(shape.fullmatch(last[0]) for shape in (_LEANING, _HAPPENING))


MAY_OPEN = re.compile(
    rf"(?:[0-9'].*|an?|the|at|by|on|in|within|no|not|before|after|due|until|till|noon|midnight|eod|end|start|beginning|early"
    rf"|mid|late|later|last|next|this|sometime|week|w/c|w/e|{_MONTH}|{_WEEKDAY}|today|tomorrow|deadline|target|prior|ahead)"
)
"""The canonical words a due phrase can open with when it turns out to reach further back than its last cue."""
