"""Where a due phrase may begin, and what may stand there: the words that lead one in, and those that only look so."""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from bot.language.dues.meetings import NOUNS
from bot.language.dues.reading import DueKind, DueReading
from bot.language.dues.undated import names_event, names_general_meeting, names_season
from bot.language.dues.words import MONTH_WORDS, WEEKDAY_WORDS, spelt

_MONTH, _WEEKDAY = "|".join(MONTH_WORDS), "|".join(WEEKDAY_WORDS)


class Cue(StrEnum):
    """What leads a phrase in, from the most to the least outspoken."""

    DEADLINE = "due, deadline"
    BEFORE = "before, ahead of"
    BY = "by, no later than, until"
    WITHIN = "within, in"
    ON = "on"
    AT = "at"
    FOR = "for"
    TO = "to"
    ONCE = "once, upon, subject to"
    APART = "a comma, a dash, a bracket"
    BARE = "nothing"


CUES = re.compile(
    # Most of a text is passed over for being within a word, or for its first letter.
    r"\b(?<![@'\u2019-])(?=[abdfinopstuw])(?:"
    r"(?P<DEADLINE>due(?: date)?(?: (?:by|on|in|for|at|before|within))?:?|deadline(?: is| of)?:?|target(?: date)?(?: of)?:?)"
    r"|(?P<BEFORE>before|prior to|ahead of|in advance of)"
    r"|(?P<BY>by|no later than|not later than|on or before|until|till)"
    r"|(?P<ONCE>once|upon|subject to|on receipt of|on completion of|on completion"
    r"|when(?=\s(?:available|completed?|ready|published|possible)\W*$))"
    r"|(?P<FOR>in time for|in readiness for|for)|(?P<TO>to)|(?P<WITHIN>within|in)|(?P<ON>on)|(?P<AT>at))(?=\s)",
    re.IGNORECASE,
)
SEPARATORS = re.compile(r"[,;(\[]\s*|\s[-\u2013\u2014]+\s+|\u2014\s?|\.\s+")


class Candidate(NamedTuple):
    """A place where the due phrase may begin, and what stands from there on."""

    cue: Cue
    before: str  # the text in front of the cue
    words: str  # canonical words, with the cue
    rest: str  # and without it


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
_LED_INTO_SPAN = re.compile(r"(?:by|no later than|not later than|on or before|until|till) (?:in|within) ")
_DECIMAL = re.compile(r"(?:the )?[0-9]{1,2}\.[1-9]")
_OUTSPOKEN = frozenset({Cue.DEADLINE, Cue.BEFORE, Cue.BY})
# What is done by a number and not by a day.
_MEASURES = re.compile(
    r"\b(?:reduc|cut|increas|rais|grow|lower|improv|decreas|shrink|extend|expand|exceed|multipl|divid|up|down|rise|fall|drop|slash|boost)[a-z]*\b",
    re.IGNORECASE,
)
_SPAN_FIRST = re.compile(_SPAN + r"\b.*")
_SAID_OUTRIGHT = re.compile(
    r"(?:asap|urgent|urgently|immediately|as soon as (?:practicable|practical)|on ?going|continuous|rolling"
    r"|standing(?: agenda)? item|(?:date )?(?:tbc|tba|tbd)|to be (?:confirmed|agreed|decided)|no (?:date|deadline)"
    r"|none|na)"
)
_FEAST = re.compile(r"christmas|easter")
_OF_A_MEETING = re.compile(r"\b(?:next|meetings?|meets?|agm)\b")
_MAY_SIT = re.compile(rf"\b(?:next|meet|agm|egm|{NOUNS})")
_OF_THE_NEXT = re.compile(rf"\b(?:next|coming|upcoming|forthcoming|{_MONTH}|{_WEEKDAY})\b")
_DAY = re.compile(
    rf"\b(?:{_MONTH}|{_WEEKDAY}|today|tomorrow|weeks?|w/c|w/e|christmas|easter|month|quarter|q[1-4])\b"
    r"|[0-9](?:st|nd|rd|th)\b|[0-9][./-][0-9]"
)
_STRETCH = re.compile(
    rf"\b(?:{_MONTH}|weeks?|days?|months?|years?|hours|fortnight|quarter|q[1-4]|spring|summer|autumn|winter"
    r"|20[0-9]{2})\b"
)
_AT_A_TIME = re.compile(
    r"(?:the )?(?:very )?(?:(?:end|start|beginning) of .+|week ?end|(?:month|quarter|year) end|latest.*)"
)
_AWAITED = re.compile(
    r"(?:once|upon|subject to|pending|following|after|as soon as|on (?:receipt|completion|approval)(?: of)?"
    r"|when (?:available|completed?|ready|known|published|received|approved|agreed|possible))(?: .+|$)"
)
_UNMISTAKABLE = re.compile(
    rf"(?:(?:(?:this |next )?(?:{_WEEKDAY}),? )?(?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTH})(?:,? '?[0-9]{{2,4}})?"
    rf"|(?:(?:{_WEEKDAY}),? )?(?:{_MONTH}) [0-9]{{1,2}}(?:st|nd|rd|th)?(?:,? [0-9]{{4}})?"
    rf"|[0-9]{{1,2}}(?P<mark>[./-])[0-9]{{1,2}}(?P=mark)[0-9]{{2,4}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
    rf"|(?:{_WEEKDAY}) [0-9]{{1,2}}(?:st|nd|rd|th)|(?:this|next|this coming) (?:{_WEEKDAY})|(?:{_WEEKDAY}) (?:week|fortnight)"
    rf"|(?:{_WEEKDAY})|(?:this|next) week|today|tonight|(?:day after )?tomorrow(?: [a-z]+)?|eod(?: [a-z]+)?|end of (?:(?:this |next )?(?:week|month|quarter)|{_MONTH})|asap|w/[ce] .+)"
)

# A date behind one of these words belongs to it: "minutes of 3 March", "the year ending 31 March".
_LEANING = re.compile(
    r"(?:of|from|since|to|and|or|the|an?|about|between|with|during|for|on|in|at|than|per|as|is|was|are|were|be|been|by"
    r"|that|this|next|last|after|until|till|through|over|[a-z]+ed|ending|starting|commencing|beginning|following|held"
    r"|good|black|easter|maundy|ash|whit|here|there|begun|done|made|taken|seen|given|sent|met|said|[a-z]+['\u2019]s)",
    re.IGNORECASE,
)
_HAPPENING = re.compile(
    r"(?:meetings?|mtg|workshops?|events?|conferences?|sessions?|days?|visits?|inspections?|hearings?|briefings?|launch"
    r"|training|seminars?|webinars?|calls?|boards?|forums?|agms?|consultations?|elections?|discussions?|minutes"
    r"|presentations?|decisions?|committees?|panels?|councils?|interviews?|exhibitions?|fairs?|incidents?|fires?)",
    re.IGNORECASE,
)
_CARRIED_OUT = re.compile(r"[a-z]+ed (?:out|up|on|off|in|down|over|back)", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:who|whom|whether|if|what|which|how|where|when|why|that)\b", re.IGNORECASE)
# "Once a week", "focus upon the plan".
_NOT_AWAITED = re.compile(
    r"once (?:a|an|per|each|every|more|again|and|in)\b|upon (?!(?:the )?(?:[a-z]+(?:ion|val|ipt|ture|ance|turn)|agreement|appointment)\b)"
)

_MOST_WORDS_AWAITED = 9
_UNDATED = frozenset({DueKind.ASAP, DueKind.ONGOING, DueKind.TBC})


def may_fit(found: Candidate) -> bool:
    """Whether it is worth reading at all: behind some cues only certain words are ever a due phrase."""
    may = _MAY_STAND_BEHIND.get(found.cue)
    return may is None or may(found)


def fits(found: Candidate, reading: DueReading | None) -> bool:
    """Whether what stands there, read so by rule, is a due phrase, sure or to be asked about, and not just words."""
    if reading is None or reading.kind is DueKind.UNREADABLE:
        return _was_meant_as_date(found)
    if reading.kind in _UNDATED:
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
    if len(found.words.split()) > _MOST_WORDS_AWAITED:
        return False
    if found.cue is Cue.DEADLINE:
        return True
    if found.cue is Cue.ONCE:
        return _NOT_AWAITED.match(found.words) is None
    if found.cue is Cue.APART:
        return _AWAITED.fullmatch(found.rest) is not None and _NOT_AWAITED.match(found.rest) is None
    if found.cue is Cue.WITHIN:
        return _SPAN_FIRST.fullmatch(found.rest) is not None
    knows = {Cue.BEFORE: names_event, Cue.BY: names_season, Cue.AT: names_general_meeting}.get(found.cue)
    if knows is not None and knows(found.rest):
        return True
    # A reading in words of its own names a meeting not yet set: "the June meeting".
    return bool(reading.reading) and found.cue in {Cue.BEFORE, Cue.BY, Cue.AT, Cue.FOR, Cue.TO}


def _is_day(found: Candidate, reading: DueReading) -> bool:
    if _SPAN_ALONE.fullmatch(found.rest) and found.cue not in {Cue.DEADLINE, Cue.WITHIN}:
        # "Cut waiting times by 3 weeks", "a pilot, 3 weeks"; but "by in 3 days" is a day.
        return found.cue is Cue.BY and _LED_INTO_SPAN.match(found.words) is not None
    if _DECIMAL.fullmatch(found.rest) and (found.cue not in _OUTSPOKEN or _MEASURES.search(found.before)):
        return False  # "feedback on 1.3", "cut the budget by 1.3"
    return _A_DAY_BEHIND[found.cue](found, reading)


def _behind_due(_found: Candidate, _reading: DueReading) -> bool:
    return True


def _behind_by(found: Candidate, reading: DueReading) -> bool:
    # "Approved by the board" tells who, "by the next board" when.
    return not reading.meeting or _OF_A_MEETING.search(found.rest) is not None


def _behind_within(found: Candidate, reading: DueReading) -> bool:
    return reading.kind is not DueKind.PAST and _names(_STRETCH, found) and _own(found)


def _behind_on(found: Candidate, reading: DueReading) -> bool:
    return _is_offered(reading) and _names(_DAY, found) and _own(found)


def _behind_at(found: Candidate, _reading: DueReading) -> bool:
    return _names(_OF_A_MEETING, found) or _AT_A_TIME.fullmatch(found.rest) is not None


def _behind_for(found: Candidate, reading: DueReading) -> bool:
    return (reading.meeting or "meeting" in found.rest) and _names(_OF_A_MEETING, found)


def _behind_to(found: Candidate, reading: DueReading) -> bool:
    # "Welcome members to the meeting" is no due, "bring it to the next meeting" is.
    return _behind_for(found, reading) and _names(_OF_THE_NEXT, found)


def _behind_once(_found: Candidate, _reading: DueReading) -> bool:
    return False


def _apart(found: Candidate, reading: DueReading) -> bool:
    if reading.kind is DueKind.AMBIGUOUS and (not reading.candidates or found.rest[:4].isdigit()):
        return False  # "the plan, 2027"
    return _FEAST.fullmatch(found.rest) is None and _behind_by(found, reading)  # "window displays - Easter"


def _bare(found: Candidate, reading: DueReading) -> bool:
    return _is_offered(reading) and _is_unmistakable(found) and _own(found)


def _is_unmistakable(found: Candidate) -> bool:
    # Without a time behind it, but not without a word in front: "a room for Friday" is no due.
    untimed = found.rest if found.words.startswith(found.rest) else found.words
    return (_UNMISTAKABLE.fullmatch(found.words) or _UNMISTAKABLE.fullmatch(untimed)) is not None


_A_DAY_BEHIND: dict[Cue, Callable[[Candidate, DueReading], bool]] = {
    Cue.DEADLINE: _behind_due,
    Cue.BEFORE: _behind_due,
    Cue.BY: _behind_by,
    Cue.WITHIN: _behind_within,
    Cue.ON: _behind_on,
    Cue.AT: _behind_at,
    Cue.FOR: _behind_for,
    Cue.TO: _behind_to,
    Cue.ONCE: _behind_once,
    Cue.APART: _apart,
    Cue.BARE: _bare,
}


_MAY_STAND_BEHIND: dict[Cue, Callable[[Candidate], bool]] = {
    Cue.WITHIN: lambda found: _names(_STRETCH, found),
    Cue.ON: lambda found: _names(_DAY, found),
    Cue.AT: lambda found: _names(_MAY_SIT, found) or _AT_A_TIME.fullmatch(found.rest) is not None,
    Cue.FOR: lambda found: _names(_MAY_SIT, found),
    Cue.TO: lambda found: _names(_MAY_SIT, found),
    Cue.BARE: lambda found: found.rest == "asap" or _is_unmistakable(found),
}


def _is_offered(reading: DueReading) -> bool:
    return reading.kind is DueKind.DATE or bool(reading.candidates)


def _names(shape: re.Pattern[str], found: Candidate) -> bool:
    return shape.search(found.rest) is not None


def _own(found: Candidate) -> bool:
    """The date is the action's, and not that of something the action is about."""
    return not _leans(found.before) and _ASKING.search(found.before) is None


def _leans(before: str) -> bool:
    words = before.split()[-2:]
    if not words:
        return False
    if words[0].lower() == "be" and words[-1].endswith("ed"):
        return False  # "to be finalised in March"
    leaning = _LEANING.fullmatch(words[-1]) or _HAPPENING.fullmatch(words[-1])
    return leaning is not None or _CARRIED_OUT.fullmatch(" ".join(words)) is not None


MAY_OPEN = re.compile(
    rf"(?:[0-9'].*|an?|the|at|by|on|in|within|no|not|before|after|due|until|till|noon|midnight|eod|end|start|beginning|early"
    rf"|mid|late|later|last|next|this|sometime|week|w/c|w/e|{_MONTH}|{_WEEKDAY}|today|tomorrow|deadline|target|prior|ahead)"
)
"""The canonical words a due phrase can open with when it turns out to reach further back than its last cue."""

MAY_END_BARE = re.compile(
    rf"[0-9]|\b(?:{_MONTH}|{_WEEKDAY}|week|month|today|tonight|tomorrow|eod|asap|w/[ce])\b"
)
"""What is in the last words, made canonical, of every text that ends in a phrase without a cue."""

DATE_CHARACTERS = re.compile(r"[a-z0-9 ,./:'-]+")
"""All that the canonical words of a day are made of: whatever holds a mention is none."""

# Those that canonical() makes an opening word of, together with the words behind them.
_OPEN_TOGETHER = frozenset(
    ["close", "cob", "cop", "couple", "current", "eob", "eom", "eoq", "eow", "eoy", "month", "w", "wb", "wc"]
)


# Asked of every word in front of a date; the same words come again.
@lru_cache(maxsize=2048)
def may_open(typed: str) -> bool:
    """Whether the word, as typed, may become one of MAY_OPEN; what is no plain word may become anything."""
    word = typed.rstrip(".,;:").lower()
    if not (word.isascii() and word.isalpha()):
        return True
    word = spelt(word)
    return word in _OPEN_TOGETHER or MAY_OPEN.fullmatch(word) is not None
