"""When an owner says it will be done: a promise ("should have it by Friday week") or a request ("can I have until March?").

What is said must read as a day. A step on the way ("will chase them on Monday") is no promise of the whole. Clauses come
with single blanks and straight apostrophes (see `bot.language.clauses`).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.working_days import WorkingDays
from bot.language.clauses import saying
from bot.language.dues import DueKind, DueReading, read_due
from bot.language.refs import MONTH, WEEKDAY

_LONGEST_CLAUSE = 160
_LONGEST_PHRASE = 80
_SOON = timedelta(days=183)
_WHEN = frozenset({DueKind.DATE, DueKind.MEETING, DueKind.PAST, DueKind.AMBIGUOUS})


@dataclass(frozen=True, slots=True)
class Calendar:
    """What dates are read against. `due` is when the action is due now, where that is known."""

    said_on: date
    next_meeting: date | None
    is_working: WorkingDays
    due: date | None = None

    def reading(self, phrase: str, said_on: date | None = None) -> DueReading:
        return read_due(
            phrase,
            said_on=said_on or self.said_on,
            next_meeting=self.next_meeting,
            is_working=self.is_working,
        )

    def is_a_day(self, phrase: str) -> bool:
        """Whether the phrase names one day, or one month, gone or to come."""
        return self.reading(phrase).day is not None

    def is_ahead(self, phrase: str) -> bool:
        """Whether a day named without "will" is more likely one to come than one gone by."""
        found = self.reading(phrase)
        day = found.date or min(found.candidates, default=None)
        return found.kind is DueKind.MEETING or (
            day is not None and timedelta() < day - self.said_on <= _SOON
        )


_IT = r"(?>it all|it|this one|this|that one|that|them|these|those|all of it|both)"
_DATE = r"(?>(?:(?:the|my|its) )?(?:(?:new|revised) )?(?:due date|date|due|deadline|target))"
_DONE = r"(?>(?:all )?(?:done|ready|finished|completed|complete|sent|sorted|submitted|circulated|delivered|actioned|with you|to you))"
_SPAN = r"(?:working )?(?:days?|weeks?|wks?|fortnight|months?)"
_MANY = r"(?:[0-9]{1,2}|two|three|four|five|six|eight|ten|couple of|couple|few)"

_FIRST = r"(?>(?:but|so|and|now|then|also|hopefully|probably|currently|still|just|i think|i'd think|i expect|i would say|say|likely) )*"
_WHO = r"(?>this one|that one|i'm|we're|it's|it|this|that|they|these|mine|both|all|i|we)"
_WILL = (
    r"(?:will be able to|should be able to|will try (?:to|and)|will|'?ll be able to|'?ll try (?:to|and)|'?ll|should|shall|ought to"
    r"|can(?! do (?!it|this|that|them))|(?:(?:am|is|are) )?(?:going|due|expected|likely|planning|hoping|aiming|expecting|able|trying) to"
    r"|(?:would )?hopes? to|aims? to|expects? to|plans? to|intend to|try to)"
)
_FINISH = (
    rf"(?:(?P<be>be (?P<state>{_DONE} )?)|(?:have|get) (?:{_IT} )?(?:(?:{_DONE}|off|out|over|across|round) )*"
    rf"|(?:do|finish|complete|send|submit|circulate|deliver|sort|share|return|issue|email|close|action) (?:{_IT} )?"
    r"(?:(?:off|out|over|across|round|up|through|to you|to everyone|then) )*)"
)
_PROMISE = saying(
    rf"{_FIRST}(?P<who>{_WHO}\b ?)?{_WILL} (?>(?:now|hopefully|probably|definitely|all|also|then) )*{_FINISH}(?P<phrase>\S.*)"
)
_DOING = saying(
    rf"{_FIRST}(?:i'?m |i am |we're |we are |am )?(?:doing|finishing|sending|completing|submitting|circulating) {_IT} (?:(?:off|out|over|round) )?"
    r"(?P<phrase>\S.*)"
)
_EXPECTED = saying(
    rf"{_FIRST}(?:(?:it|this|that)(?:'s| is) |i'?m |we'?re |i |we )?(?:expect(?:ed|ing)?|aim(?:ing)?|hop(?:e|ing)|(?:will |'?ll )?try(?:ing)?(?= for)|planned|planning"
    r"|target(?:ing)?|looking (?:at|like)|looks like|likely|eta|due|(?:(?:new|due|target) )?(?:deadline|date)(?! was)|estimated|anticipate[ds]?) "
    rf"(?:{_IT} |completion |to be {_DONE} |(?:date )?is )?(?P<phrase>\S.*)"
)
_NOT_UNTIL = saying(
    rf"{_FIRST}(?:{_WHO} )?(?:(?:(?:is|am|are) )?not (?:going to )?|won'?t |will not |can'?t |cannot |can not |unlikely to )(?:be )?(?:(?:able|going) to )?"
    rf"(?:possible |{_DONE} |(?:do|finish|complete|send|submit) (?:{_IT} )?)?(?:until|untill|till|til) (?P<phrase>\S.*)"
)
# "Done by Friday", said before Friday, promises: it does not report.
_DONE_BY = saying(rf"{_FIRST}(?:{_IT} )?(?:to be )?{_DONE} (?:(?P<cue>by|for|before) )?(?P<phrase>\S.*)")
_TO_COME = saying(
    r"(?:the )?(?:next|tomorrow|tonight|end of|early|mid|late|later|this coming|w/c|week commencing|within"
    r"|in (?:an?|the|[0-9]+|one|two|three|four|six))\b"
)

_PLEASE = (
    r"(?:(?:please|pls|could|can|may|might|would|will|shall|should|we|i|i'd|we'd|i'll|we'll|you|let's|lets|like|want|need|needs|to|it|this|that|it's"
    r"|be|been|being|is|has|had|have|possible|ok|okay|happy|going|suggest|propose|now|i've|we've|i'm|we're|am|are|just|agreed) )*"
)
_UNTIL = r"(?:until|untill|till|til|'til|to)"
_NEED_UNTIL = saying(
    rf"{_PLEASE}(?:need|needs|needing|require|have|give|allow|wait|hold|asking for|ask for|request|requesting|want|extension|leave) "
    rf"(?>(?:{_IT}|{_DATE}|me|us|an?|some|more|extra|further|time|extension|longer|little|bit|of|up) )*{_UNTIL} (?P<phrase>\S.*)"
)
_MOVE_TO = saying(
    rf"{_PLEASE}(?:(?:re-?)?schedul|mov|push|put|extend|delay|postpon|defer|chang|shift|slip|roll|carr|bring|mak|set|revis|slid)[a-z]* "
    rf"(?>(?:{_IT}|{_DATE}|back|out|off|over|forward|again|me) )*{_UNTIL} (?P<phrase>\S.*)"
)
_MAKE_IT = saying(
    rf"{_PLEASE}(?:make (?:it|this|that)|say|(?:go|slip|slide|come|wait) (?:back )?(?:{_UNTIL}|for)|now due|(?:new|revised) (?:due )?(?:date|deadline)(?: is|:)?"
    r"|(?:do|get|have|finish|complete|send) (?:it|this|that)(?: done)? by) (?P<phrase>\S.*)"
)
_ASK = r"(?>(?:need|needs|want|have|asking for|ask for|request|requesting|give me|give us|get|require|could do with|allow|take|about|probably) )*"
_LONGER = saying(
    rf"{_PLEASE}{_ASK}(?>(?:an?|some|bit|little|of|lot|few|the) )*(?:(?:more|extra|additional|further) time|extension|longer|extend|defer|postpone|(?:carry|roll|push|move) (?:it |this )?(?:forward|over|back))"
    rf"(?: (?:on|for|with) {_IT})?(?: (?:needed|required))?(?: (?:{_UNTIL}|of|by) (?P<phrase>\S.*))?"
)
_ANOTHER = saying(
    rf"{_PLEASE}{_ASK}(?:(?:another|an? (?:extra|further|additional)|one more) (?P<one>(?:{_MANY} )?{_SPAN})"
    rf"|(?P<more>(?:an?|one|(?:a )?{_MANY}) (?:more|extra|further) {_SPAN})|(?P<extra>extra|further|additional) (?P<span>{_SPAN})"
    rf"|(?P<by>(?:extend(?:ed)?|push(?:ed)?|postponed?|defer(?:red)?|delay(?:ed)?|slip(?:ped|ping)?|put|move)(?: {_IT})?(?: back)?(?: by)? )?(?P<plain>(?:an?|one|(?:a )?{_MANY}) {_SPAN})(?P<longer> more| longer)?)"
    rf"(?: (?:on|for|with|to (?:do|finish|complete|sort)) {_IT})?"
)
_NEEDS = saying(
    r"\b(?:need|needs|want|give|another|more|extra|further|longer|allow|have|extend(?:ed)?|push(?:ed)?|postponed?|defer(?:red)?|delay(?:ed)?|slip(?:ped|ping)?|put|move|additional)\b"
)
_SPAN_ALONE = saying(rf"(?:an?|one|(?:a )?{_MANY}) {_SPAN}")

_TAIL = saying(
    r"[ ,]+(?:please|pls|plz|thanks|thx|ta|cheers|x+|now|instead|if (?:that'?s|that is|it'?s|it is) (?:ok|okay|alright|all right|fine|possible|poss)"
    r"(?: with (?:you|everyone))?|if (?:possible|poss|i can|i may|ok|okay|we can)|i (?:hope|think|expect|reckon|believe|would say)"
    r"|hopefully|all being well|with luck|ok|okay|sorry|fingers crossed|for this(?: one)?|then|to (?:do|finish|complete) (?:it|this|that))$"
)
_CUE = saying(r"(?:by|until|untill|till|til|to|for|on|is) (?=\S)")
_BARE_START = saying(
    r"(?:by|until|till|til|before|within|in|on|for|at|the|next|this|tomorrow|today|end|mid|early|late|w/[ce]|week (?:ending|commencing|beginning)|a (?:week|fortnight) (?:on|from|today|tomorrow)|q[1-4]|cop|eod|eow|tonight|later (?=this|today)|easter|christmas|first"
    rf"|close of|{WEEKDAY}|{MONTH}|[0-9]+(?:st|nd|rd|th)?)\b"
)
# Said as a day, which no calendar holds: it is asked about.
_DAY_OF_MONTH = saying(
    rf"(?:(?:by|on|until|before|for) )?(?:the )?(?:{WEEKDAY} )?(?:[0-9]{{1,2}}(?:st|nd|rd|th)? ?(?:of )?{MONTH}|{MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?)(?: [0-9]{{2,4}})?"
    r"|by [0-9]{1,2}[./][0-9]{1,2}(?:[./][0-9]{2,4})?"
)
_NO_DAY = saying(
    r"by (?:the )?(?:(?:end|start|beginning) of )?(?:the )?(?:next |this |february |may |october |summer |autumn |spring )?(?:half[- ]?term|term|school holidays|holidays|recess)"
)
_LIKE_A_DAY = saying(
    rf"(?:the )?(?:{WEEKDAY} )?(?:[0-9]+(?:st|nd|rd|th)?[ ./-]?(?:of )?(?:{MONTH}|[0-9]+)(?:[ ./-][0-9]+)?|[0-9]+(?:st|nd|rd|th)|{MONTH} [0-9]+)"
)
_AWAY = saying(
    r"\b(?:leave|holidays?|vacation|away|sick|off (?:until|till|til|work|today|this)|not in|out of (?:the )?office|maternity|paternity)\b|^(?:back|in on)\b"
)
_MAYBE = saying(
    r"\b(?:maybe|might|perhaps|possibly|unless|earliest|at least|depend\w*|not sure|unsure"
    r"|if(?! (?:that|it|poss|possible|ok|okay|i can|i may|we can)\b))\b"
)


def asked_for(clause: str, calendar: Calendar) -> str | None:
    """The phrase of a request for time, "" where none is said, None where the clause asks for none."""
    said = _read_as(clause)
    if not said:
        return None
    another = _ANOTHER.fullmatch(said)
    if another and _NEEDS.search(said):
        return _later_by(another, calendar)
    if longer := _LONGER.fullmatch(said):
        return _when(longer["phrase"] or "", calendar, asked=True) or ""
    for form in (_NEED_UNTIL, _MOVE_TO, _MAKE_IT):
        match = form.fullmatch(said)
        if match and (phrase := _when(match["phrase"], calendar, asked=True)):
            return phrase
    return None


def lengthened(phrase: str, calendar: Calendar) -> str | None:
    """The day that "another week" comes to, counted from the due where that is still to come; None for any other phrase."""
    another = _ANOTHER.fullmatch(phrase.strip(" .!?"))
    return _later_by(another, calendar) if another and _NEEDS.search(another[0]) else None


def promised(clause: str, calendar: Calendar) -> str | None:
    """The phrase of a promise that the whole will be done."""
    said = _read_as(clause)
    promise = _PROMISE.fullmatch(said)
    if promise and _is_presence(promise):
        return None
    for form in (_PROMISE, _DOING, _EXPECTED, _NOT_UNTIL):
        match = form.fullmatch(said)
        if match and (phrase := _when(match["phrase"], calendar, asked=form is _PROMISE)):
            return phrase
    by = _DONE_BY.fullmatch(said)
    if by and calendar.is_ahead(by["phrase"]) and (by["cue"] or _TO_COME.match(by["phrase"])):
        return _when(by["phrase"], calendar)
    return None


def promises_itself(clause: str) -> bool:
    """Whether a promise names what is promised, or who promises, so that it holds whatever was said before it."""
    match = _PROMISE.fullmatch(_read_as(clause))
    return match is not None and bool(match["who"])


def bare_day(clause: str, calendar: Calendar) -> str | None:
    """A clause that is nothing but a day to come: "Friday week", "by 20/2", "hopefully end of March"."""
    said = re.sub(_FIRST, "", _read_as(clause), count=1, flags=re.IGNORECASE)
    if (
        len(said.split()) > 6
        or said.casefold().startswith("at the ")
        or not (_BARE_START.match(said) or _SPAN_ALONE.fullmatch(said))
    ):
        return None
    gone = calendar.reading(said).kind is DueKind.PAST and said[:3].casefold() != "by "
    if _NO_DAY.fullmatch(said):
        return ""
    return None if gone else _when(said, calendar, asked=_DAY_OF_MONTH.fullmatch(said) is not None)


def _is_presence(promise: re.Match[str]) -> bool:
    """ "I will be at the next meeting" is about where somebody is, not about what is done."""
    if not promise["be"] or promise["state"]:
        return False
    who = (promise["who"] or "").strip().casefold()
    return who in {"i", "we", "i'm", "we're", "they"} or promise["phrase"].casefold().startswith("at ")


def _read_as(clause: str) -> str:
    """The clause without what is said at its end out of politeness; empty where it can hold no date to keep to."""
    if len(clause) > _LONGEST_CLAUSE or _AWAY.search(clause) or _MAYBE.search(clause):
        return ""
    said = clause.strip(" .?!,;:-\u2013")
    while tail := _TAIL.search(said):
        said = said[: tail.start()].rstrip(" ,")
    return said


def _when(phrase: str, calendar: Calendar, *, asked: bool = False) -> str | None:
    """The phrase, if it names a day; without the word that leads it in, if it names it without."""
    phrase = phrase.strip(" .?!,;:")
    if not phrase or len(phrase) > _LONGEST_PHRASE:
        return None
    short = phrase
    while cue := _CUE.match(short):
        short = short[cue.end() :]
    for said in (short, phrase):
        if calendar.reading(said).kind in _WHEN:
            return said
    # Asked for outright, with figures in it: it was meant as a day, and the bot asks which.
    return short if asked and len(short) < 30 and _LIKE_A_DAY.fullmatch(short) else None


def _later_by(match: re.Match[str], calendar: Calendar) -> str:
    """ "Another fortnight": counted from the due, where that is known and still to come, else from today."""
    if match["span"]:
        said = f"a {match['span']}"
    elif match["one"]:
        said = match["one"] if re.match(_MANY, match["one"], re.IGNORECASE) else f"a {match['one']}"
    else:
        said = re.sub(r" (?:more|extra|further)\b", "", match["more"] or match["plain"], flags=re.IGNORECASE)
    from_due = calendar.due is not None and calendar.due > calendar.said_on
    start = (
        calendar.due
        if from_due and (not match["plain"] or match["longer"] or match["by"])
        else calendar.said_on
    )
    found = calendar.reading(f"in {said}", start)
    if found.date is None:
        return ""
    return f"in {said}" if start == calendar.said_on else f"{found.date.day} {found.date:%B %Y}"
