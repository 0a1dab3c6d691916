"""Meetings as deadlines: the next one, the March one, the meeting on 21 April, and those nobody has set yet."""

import re

from bot.language.dues.calendar_days import read_calendar_day
from bot.language.dues.period import Period, Unit
from bot.language.dues.periods import named_period
from bot.language.dues.reading import Asked, DueKind, DueReading, at_meeting, conditional, either
from bot.language.dues.weekdays import read_weekday
from bot.language.dues.words import canonical

# Words the board's own meeting goes by. "The next Finance Committee" is somebody else's, or may be.
_OWN = frozenset(
    {
        "board", "body", "cabinet", "committee", "council", "executive", "formal", "forum", "full", "governing",
        "governors", "group", "main", "monthly", "ordinary", "panel", "parish", "partnership", "public",
        "quarterly", "regular", "scheduled", "town", "trustee", "trustees", "weekly",
    }
)  # fmt: skip
_SITTING = frozenset({"meeting", "board"})
# A meeting called by these words is none to come, or the phrase is about another day than the meeting's.
_NOT_A_NAME = frozenset(
    {
        "a", "advance", "after", "ahead", "any", "at", "before", "date", "day", "days", "each", "every", "following",
        "from", "in", "last", "no", "of", "on", "previous", "prior", "the", "this", "to", "until", "week", "weeks",
        "within",
    }
)  # fmt: skip

NOUNS = "meeting|board|panel|committee|council|group|forum|cabinet|trustees|governors|partnership|executive"
# What follows the noun is another part of it ("board meeting"), or says more about it ("meeting on 21 April").
_MORE = rf"(?P<more>(?!,? (?:{NOUNS})(?![a-z])),? .+)?"
_NEXT = re.compile(
    rf"(?:the |our )?(?:very )?(?:next|coming|upcoming|forthcoming) (?P<whose>(?:[a-z]+ ){{0,5}}?)(?:{NOUNS}){_MORE}"
)
_PLAIN = re.compile(rf"(?:the |our )?(?P<whose>(?:[a-z]+ ){{0,4}}?)(?:meeting|board){_MORE}")
_WHEN_WE_MEET = re.compile(
    r"(?:when |until )?(?:we|the board|the group|the committee) (?:next meets?|meets? next|meets? again)"
    r"|(?:the )?next time (?:that )?(?:we|the board|the group|the committee) meets?|when we meet"
)
_WHOSE_BEHIND = re.compile(rf"^ of(?: the)?(?: (?:{'|'.join(sorted(_OWN))})(?![a-z]))+")
_CONNECTS = re.compile(r"^[, -]*(?:is |due |to be held |scheduled )?(?:(?:on|of|in|at|for) )?(?:the )?")
_COUNTED = re.compile(r"[0-9]+(?:st|nd|rd|th)?")  # "the second meeting" is not on the 2nd
_ON = re.compile(r",? ?(?:is |due |to be held |scheduled )?(?:on|of|for) ")
_BUT_ONE = frozenset({"but 1", "after next", "after that"})


def read_meeting(words: str, asked: Asked) -> DueReading | None:
    if _WHEN_WE_MEET.fullmatch(words):
        return at_meeting(asked)
    dated = _dated_in_front(words, asked)
    if dated is not None:
        return dated
    found = _NEXT.fullmatch(words)
    if found is not None:
        return _named(found, asked, is_next=True)
    found = _PLAIN.fullmatch(words)
    return None if found is None else _named(found, asked, is_next=False)


def _dated_in_front(words: str, asked: Asked) -> DueReading | None:
    """ "The March meeting", "next month's board", "Thursday's partnership meeting"."""
    tokens = words.split()
    if len(tokens) < 2 or tokens.pop() not in _SITTING:
        return None
    while tokens and tokens[-1] in _OWN:
        tokens.pop()
    if tokens and tokens[0] in {"the", "our"}:
        tokens.pop(0)
    when = " ".join(tokens)
    if not when or _COUNTED.fullmatch(when):
        return None
    return _meeting_when(when, asked) or _meeting_when(canonical(when.removesuffix("s")), asked)


def _meeting_when(when: str, asked: Asked) -> DueReading | None:
    """The meeting of a day or a month: the next one where they agree, and otherwise one nobody has set here."""
    reading = read_calendar_day(when, asked) or read_weekday(when, asked)
    if reading is not None:
        days = (reading.day, *reading.candidates)
        return at_meeting(asked) if asked.next_meeting and asked.next_meeting in days else reading
    period = named_period(when, asked)
    if not isinstance(period, Period) or period.unit is Unit.YEAR:
        return None
    if asked.next_meeting and period.first <= asked.next_meeting <= period.last:
        return at_meeting(asked)
    return DueReading(DueKind.CONDITION, None, f"a meeting in {period.name}, not yet set")


def _named(found: re.Match[str], asked: Asked, *, is_next: bool) -> DueReading | None:
    whose, said_more = set(found["whose"].split()), _WHOSE_BEHIND.sub("", found["more"] or "")
    more = _CONNECTS.sub("", said_more, count=1)
    if whose == {"following"} and not more:
        return either((asked.next_meeting,), asked) if asked.next_meeting else at_meeting(asked)
    if whose & _NOT_A_NAME:
        return None
    if more in _BUT_ONE:
        return DueReading(DueKind.CONDITION, None, "the meeting after the next, not yet set")
    if not whose <= _OWN:  # somebody else's: only its day counts, where it is told
        told = read_calendar_day(more, asked) if _ON.match(said_more) else None
        return told or conditional()
    if not more:
        return at_meeting(asked)
    when = _meeting_when(more, asked)
    if when is None or when.meeting or when.day is None or asked.next_meeting is None or not is_next:
        return when
    return either((asked.next_meeting, when.day), asked)  # "the next meeting", and a day on which it is not
