"""What people say of themselves, not of an action: away, back, no nudges, nudges again.

Only what is said whole is understood: "I'm on leave until 8 April" is an absence, "I'm on leave so it will be late" an
owner's answer about an action.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.working_days import WorkingDays, add_working_days, is_working_day
from bot.language import intents as i
from bot.language.dues import DueKind, DueReading, read_due
from bot.language.dues.reading import Asked, either, settle, unreadable
from bot.language.refs import MONTH
from bot.language.silences import A_MONTH, COUNTS, plain, read_silence
from bot.language.text import ATOM, one_line

_LONGEST = 160
_DAY = timedelta(days=1)

_I_AM = r"(?:(?:hi|hello|sorry|apologies|i'm afraid|i am afraid|please note|just so you know|fyi)[,:]? )?(?:(?:i am|i'm|im|i'll be|i will be|i shall be|am) (?:going to be )?(?:now )?)?"
_AWAY = (
    r"(?:away|(?:on |taking )?(?:annual |sick |parental |maternity |paternity |mat |pat |study |some )?leave|on (?:my |a |our |me )?(?:holidays?|hols|jollies|vacation|vacay)"
    r"|off(?: work| sick| ill| poorly| unwell)?|(?<=i'm )(?:sick|ill|poorly|unwell)|(?<=i am )(?:sick|ill|poorly|unwell)|out of (?:the )?office|out of office|ooo|a/l|unavailable|not (?:in|around|here|working|available|at work))"
)
_THANKS = re.compile(
    r"[\s,.;-]+(?:sorry|thanks|thank you|many thanks|cheers|i'm afraid|i am afraid)$", re.IGNORECASE
)
# Other ways of saying the same, said as the forms below know it.
_SAME = (
    (
        re.compile(r"^i (?:won't|will not) be (?=(?:in|around|here|working|available)\b)", re.IGNORECASE),
        "i'm not ",
    ),
    (re.compile(r"^(?:i have|i've|i have got|i've got) (?=(?:\w+ )?leave\b)", re.IGNORECASE), "i'm on "),
    (re.compile(r"\b(?:going|go|off) (?=on (?:my |a )?(?:holiday|vacation|\w* ?leave))", re.IGNORECASE), ""),
    (re.compile(r"[\s,(]+(?:incl?|inclusive|including)\)?$", re.IGNORECASE), ""),
    (
        re.compile(
            r"\b(?:until|till|til) further notice\b|\bfor (?:a while|now|the foreseeable(?: future)?)$",
            re.IGNORECASE,
        ),
        "",
    ),
)
_SAYS_AWAY = re.compile(rf"(?P<lead>{_I_AM}{_AWAY})\b[\s:,]*(?P<rest>.*)", re.IGNORECASE)
_SAYS_BACK = re.compile(
    rf"{_I_AM}(?:not|no longer) away(?: any ?more| after all| now)?|{_I_AM}back(?: (?:in|at work|in the office|from (?:leave|holiday|my holidays)))?(?: (?:now|again|today))?",
    re.IGNORECASE,
)
_BACK_ON = re.compile(
    rf"{_I_AM}(?:back|returning)(?: (?:in|at work|in the office))?(?: (?:on|from))? (?P<rest>.+)",
    re.IGNORECASE,
)
_UP_TO = r"(?:until|till|til|to|through|thru|up to|up until|ending)(?: and including| the end of(?= (?:today|tomorrow)))?"
# Said alone it can only be of a person; "unavailable" and "off" may be said of a hall.
_OF_A_PERSON = re.compile(
    r"away|(?:sorry|apologies|hi|hello|i'm afraid|i am afraid)?[,:]? ?(?:i am|i'm|im|i'll be|i will be|i shall be)\b.*|ooo|a/l|out of (?:the )?office"
    r"|off (?:work|sick|ill|poorly|unwell)|(?:on )?(?:annual|sick|parental|maternity|paternity|study) leave|on leave|on (?:my |a |our |me )?(?:holidays?|hols|jollies|vacation|vacay)",
    re.IGNORECASE,
)
# "Away until I know more" is asked about; "away day outcomes circulated" is an owner's own words.
_BEGINS = re.compile(rf"(?:{_UP_TO}|from|for|on|cover|back|this|next|[0-9])\b", re.IGNORECASE)


def read_personal(text: str) -> i.Intent | None:
    """What somebody says of themselves, if that is all they say; None for anything else."""
    line = re.sub(
        r"^(?:actually|oh)[, ]+", "", _THANKS.sub("", plain(text).rstrip(" .")), flags=re.IGNORECASE
    )
    if not line or len(line) > _LONGEST:
        return None
    for form, same in _SAME:
        line = form.sub(same, line, count=1)
    if _SAYS_BACK.fullmatch(line):
        return i.Back()
    if asked := read_silence(line):
        return asked
    if back := _BACK_ON.fullmatch(line):
        return i.Away(f"back on {back['rest']}") if _is_absence(f"back on {back['rest']}") else None
    if away := _SAYS_AWAY.fullmatch(line):
        rest = away["rest"]
        lead = away["lead"].casefold()
        if not rest:
            return i.Away("") if _OF_A_PERSON.fullmatch(lead) else None
        said_alone = lead == "away" and len(rest.split()) < 6 and _BEGINS.match(rest) is not None
        return i.Away(rest) if said_alone or _is_absence(rest) else None
    return None


def _is_absence(words: str) -> bool:
    """Whether the words name days, whatever day they are said on."""
    return read_absence(words, said_on=date(2026, 1, 5)).read


# --- the days of an absence ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AbsenceRead:
    """From `first` to `last`, both included, with whoever covers as written ("" for nobody).

    Where the last day is not known `last` is None; `doubt` is the reading that says why, if any was said, and `either`
    the spans it may be where only their beginning is in doubt: "for two weeks from Monday", said on a Monday.
    """

    first: date | None = None
    last: date | None = None
    cover: str = ""
    doubt: DueReading | None = None
    either: tuple[tuple[date, date], ...] = ()

    @property
    def read(self) -> bool:
        """Whether days were named, be they gone, or more than one."""
        return (
            self.last is not None
            or self.first is not None
            or (self.doubt is not None and self.doubt.kind is not DueKind.UNREADABLE)
        )


_NAME = r"(?:[\w'-]|\.(?=\w))*"
_WHO = rf"(?:{ATOM}|@?[^\W\d_]{_NAME}(?: [A-Z]{_NAME}){{0,2}})"
_COVER = re.compile(
    rf"[\s,;.(-]*\b(?:and |with )?(?:(?:my )?cover(?:ed|ing)?(?: (?:is|by|from|will be|provided by))?:?|(?:in my absence,? )?(?:please )?(?:ask|contact|speak to|go to|see)) (?P<who>{_WHO})(?: in my absence| while i'm away| instead)?\)?"
)
_COVERS = re.compile(
    rf"[\s,;.(-]*(?:\band )?(?P<who>{_WHO})(?:'s)? (?:will (?:be )?|is |has )?cover(?:s|ing)?(?: for me| while i'm away| my actions)?\)?"
)
_BACK = r"(?:and )?(?:i'm |i am |i'll be |i will be )?(?:be )?(?:back|returning)(?: (?:in|at work|in the office))?(?: (?:on|from))?"
_UNTIL = re.compile(rf"(?:now )?{_UP_TO} (?P<last>.+)", re.IGNORECASE)
_SPAN = re.compile(
    rf"(?:from |between |on )?(?P<first>.+?)(?: (?:{_UP_TO}) |\s*[\u2013\u2014]\s*|\s+-\s+|(?<=[0-9])(?:st|nd|rd|th)?-(?=[0-9]))(?P<last>.+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"between (?P<first>.+?) and (?P<last>.+)", re.IGNORECASE)
_AND = re.compile(r"(?:on )?(?P<first>.+?) and (?:on )?(?P<last>.+)", re.IGNORECASE)
_FROM = re.compile(r"from (?P<first>.+)", re.IGNORECASE)
_WEEK_OF = re.compile(r"(?:the )?(?:w/c|week commencing|week beginning|week of) (?P<day>.+)", re.IGNORECASE)
_RETURN = re.compile(rf"(?:(?P<first>.+?)[\s,;]+)?{_BACK} (?P<back>.+)", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:for |the (?=rest))?(?:the next |another )?(?P<count>a|an|one|two|three|four|five|six|[1-9][0-9]?|rest of the|the|this)? ?(?P<what>working days?|days?|weeks?|fortnight|week)",
    re.IGNORECASE,
)
_LONG_FROM = re.compile(
    rf"(?P<long>{_LENGTH.pattern}) (?:from|starting(?: from| on)?|beginning(?: on)?|as of) (?P<first>.+)",
    re.IGNORECASE,
)
_FROM_FOR = re.compile(
    rf"(?:from |starting (?:from |on )?|beginning (?:on )?|as of |on )?(?P<first>.+?),? (?P<long>for {_LENGTH.pattern.removeprefix('(?:for |the (?=rest))?')})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_ITS_MONTH = re.compile(
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?P<rest>(?: of)? {MONTH}\b.*|[./][0-9].*)", re.IGNORECASE
)


def read_absence(words: str, *, said_on: date, is_working: WorkingDays = is_working_day) -> AbsenceRead:
    """The days of an absence: "until 8 April", "from 3 to 8 April", "tomorrow", "back on 9 April", "cover Kim"."""
    line, cover = _cover_of(plain(words))
    days = _Days(said_on, is_working)
    line = re.sub(r"^on (?=leave|holiday)\w+ ", "", line, flags=re.IGNORECASE)
    found = days.of(line)
    return AbsenceRead(found.first, found.last, cover, found.doubt, found.either)


def _cover_of(line: str) -> tuple[str, str]:
    for form in (_COVER, _COVERS):
        for match in form.finditer(line):
            who = match["who"].lstrip("@").removesuffix("'s")
            if who.casefold() in {"from", "until", "by", "is", "for", "on", "april"}:
                continue
            return one_line(f"{line[: match.start()]} {line[match.end() :]}").strip(" ,;.()"), who
    return line, ""


@dataclass(frozen=True, slots=True)
class _Days:
    said_on: date
    is_working: WorkingDays

    def day(self, phrase: str) -> DueReading:
        """One day named in an absence. "Until September" may mean its beginning or its end: that is asked about."""
        phrase = re.sub(r"^(?:on|the morning of|from)\s+", "", phrase.strip(" ,.;"), flags=re.IGNORECASE)
        reading = read_due(phrase, said_on=self.said_on, next_meeting=None, is_working=self.is_working)
        if A_MONTH.fullmatch(phrase) and reading.date is not None:
            first = reading.date.replace(day=1)
            asked = Asked(self.said_on, None, self.is_working)
            return either((first - _DAY, reading.date), asked).worded(phrase)
        return reading if reading.day or reading.candidates else unreadable(phrase).worded(phrase)

    def of(self, line: str) -> AbsenceRead:
        if not line:
            return AbsenceRead()
        if whole := self.whole(line):
            return whole
        if back := _RETURN.fullmatch(line):
            return self._back(back["first"] or "", back["back"])
        if long := _LONG_FROM.fullmatch(line) or _FROM_FOR.fullmatch(line):
            return self._for(long["first"], long["long"])
        if until := _UNTIL.fullmatch(line):
            return self._from_to(self.said_on, self.day(until["last"]))
        return self._span(line) or self._two_days(line) or self._start(line)

    def _for(self, first: str, long: str) -> AbsenceRead:
        """So long from that day on; "from next week" begins on its Monday."""
        begins = self.whole(first) if first.casefold().endswith("next week") else None
        reading = self.day(first)
        day = begins.first if begins else reading.date
        if day is not None:
            return _Days(day, self.is_working).whole(long) or AbsenceRead(day)
        spans = [_Days(d, self.is_working).whole(long) for d in reading.candidates]
        either = tuple((s.first, s.last) for s in spans if s and s.first and s.last)
        return AbsenceRead(doubt=reading, either=either)

    def _span(self, line: str) -> AbsenceRead | None:
        span = _BETWEEN.fullmatch(line) or _SPAN.fullmatch(line)
        if span is None:
            return None
        last = self.day(span["last"])
        if last.day is None:
            return None
        first = self._first(span["first"], last, span["last"])
        return AbsenceRead(doubt=first) if first.date is None else self._from_to(first.date, last)

    def _two_days(self, line: str) -> AbsenceRead | None:
        """ "Thursday and Friday": two days that follow one another."""
        both = _AND.fullmatch(line)
        if both is None:
            return None
        first, last = self.day(both["first"]).date, self.day(both["last"]).date
        return AbsenceRead(first, last) if first and last and last - first == _DAY else None

    def _start(self, line: str) -> AbsenceRead:
        if start := _FROM.fullmatch(line):
            first = self.day(start["first"])
            return AbsenceRead(first.date, doubt=first if first.date is None else None)
        if week := _WEEK_OF.fullmatch(line):
            first = self.day(week["day"])
            if first.date is not None:
                return AbsenceRead(first.date, first.date + timedelta(days=4))
        one = self.day(line)
        return self._from_to(one.date, one) if one.date else AbsenceRead(doubt=one.worded(line))

    def _from_to(self, first: date, last: DueReading) -> AbsenceRead:
        if last.date is None:
            return AbsenceRead(doubt=last)
        if last.date < first:
            return AbsenceRead(doubt=unreadable(last.phrase).worded(last.phrase))
        return AbsenceRead(first, last.date)

    def _back(self, before: str, back: str) -> AbsenceRead:
        """Back on a day is away until the day before; "to Monday 6 April, back Tuesday" means the Tuesday after."""
        known = self.of(before).last if before else None
        reading = (_Days(known, self.is_working) if known else self).day(back)
        if known and (reading.date is None or reading.date <= known):
            return AbsenceRead(doubt=unreadable(back).worded(back))
        if reading.date is None or reading.date <= self.said_on:
            gone = reading.kind is DueKind.PAST or reading.date is not None
            return AbsenceRead(doubt=self._past(reading, back) if gone else reading)
        last = reading.date - _DAY
        away = self.of(before) if before else AbsenceRead(self.said_on, last)
        if away.first is None or away.first > last or (away.last is not None and away.last > last):
            return AbsenceRead(doubt=away.doubt or unreadable(back).worded(back))
        return AbsenceRead(away.first, last)

    def _past(self, reading: DueReading, phrase: str) -> DueReading:
        return reading if reading.kind is DueKind.PAST else unreadable(phrase).worded(phrase)

    def _first(self, phrase: str, last: DueReading, last_words: str) -> DueReading:
        """The first day; "from 3 to 8 April" names its month once."""
        bare = _NUMBER.fullmatch(phrase.strip())
        if bare is None or last.day is None:
            return self.day(phrase)
        if month := _ITS_MONTH.search(last_words):
            day = int(bare["day"])
            for ends in (last.day, last.day.replace(day=1) - _DAY):
                if day <= _days_in(ends) and ends.replace(day=day) <= last.day:
                    return settle(ends.replace(day=day), Asked(self.said_on, None, self.is_working)).worded(
                        phrase
                    )
            return unreadable(phrase + month["rest"]).worded(phrase)
        return self.day(phrase)

    def whole(self, line: str) -> AbsenceRead | None:
        """A length of time, or a week by its name."""
        said = line.casefold()
        monday = self.said_on - timedelta(days=self.said_on.weekday())
        if said in {"today", "this morning", "this afternoon", "now"}:
            return AbsenceRead(self.said_on, self.said_on)
        if re.fullmatch(r"(?:for )?(?:(?:all|the whole) (?:of )?)?next week", said):
            return AbsenceRead(monday + timedelta(days=7), monday + timedelta(days=11))
        if said in {"until next week", "til next week", "till next week"}:
            return AbsenceRead(self.said_on, monday + timedelta(days=6))
        if said in {"all day", "all day today", "for today", "tonight"}:
            return AbsenceRead(self.said_on, self.said_on)
        said = re.sub(r"^(?:for )?(?:all|the whole|the rest)(?: of)? (?:this |the )?(?=week$)", "this ", said)
        length = _LENGTH.fullmatch(said)
        if length is None:
            return None
        count, what = length["count"] or "", length["what"]
        if what == "week" and count in {"rest of the", "this"}:
            return AbsenceRead(self.said_on, max(monday + timedelta(days=4), self.said_on))
        many = COUNTS.get(count) or (int(count) if count.isdigit() else 0)
        if not many or (count == "the" and what != "week"):
            return None
        if what.startswith("working"):
            return AbsenceRead(self.said_on, add_working_days(self.said_on - _DAY, many, self.is_working))
        unit = 14 if what == "fortnight" else 7 if what.startswith("week") else 1
        return AbsenceRead(self.said_on, self.said_on + timedelta(days=many * unit - 1))


def _days_in(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY).day
