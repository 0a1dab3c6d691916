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
from bot.language.refs import MONTH, take_refs
from bot.language.text import ATOM, one_line

_LONGEST = 160
_DAY = timedelta(days=1)

_I_AM = r"(?:(?:hi|hello|please note|just so you know|fyi)[,:]? )?(?:(?:i am|i'm|im|i'll be|i will be|i shall be|am) (?:going to be )?(?:now )?)?"
_AWAY = (
    r"(?:away|(?:on |taking )?(?:annual |sick |parental |maternity |paternity |study |some )?leave|on (?:my |a )?(?:holidays?|vacation)"
    r"|off(?: work| sick)?|out of (?:the )?office|out of office|ooo|a/l|unavailable|not (?:in|working|available|at work))"
)
_SAYS_AWAY = re.compile(rf"(?P<lead>{_I_AM}{_AWAY})\b[\s:,]*(?P<rest>.*)", re.IGNORECASE)
_SAYS_BACK = re.compile(
    rf"{_I_AM}back(?: (?:in|at work|in the office|from (?:leave|holiday|my holidays)))?(?: (?:now|again|today))?",
    re.IGNORECASE,
)
_BACK_ON = re.compile(
    rf"{_I_AM}(?:back|returning)(?: (?:in|at work|in the office))?(?: (?:on|from))? (?P<rest>.+)",
    re.IGNORECASE,
)
_NUDGES = r"(?:nudges?|nudging|reminders?|reminding|messages?|messaging|chasing|pestering|asking)"
_STOP = re.compile(
    rf"(?:please |can you |could you )*(?:(?:stop|pause|turn off|switch off|silence) (?:all |the |these |my |your )*{_NUDGES}(?: me)?|stop|mute(?: me)?|unsubscribe"
    rf"|no (?:more )?{_NUDGES}|(?:do not|don't|dont) (?:nudge|remind|message|chase|ask|pester) me(?: any ?more| again)?|leave me alone)"
    r"(?: please| now| any ?more)?[\s:,]*(?P<rest>.*)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"(?:please |you can |you may )*(?:unmute(?: me)?|(?:nudge|remind|message) me again|(?:start|resume) (?:the |my )*{_NUDGES}(?: me)?(?: again)?)"
    r"(?: please| now)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:about|on|for|re) (?=#|[a-z]{2,10}[ -]?[0-9]|[0-9])", re.IGNORECASE)
_UP_TO = r"(?:until|till|til|to|through|thru|up to|up until|ending)(?: and including| the end of(?= (?:today|tomorrow)))?"
_THIS = re.compile(r"(?:about |on |for )?(?:this|it|that)(?: one)?(?: (?P<rest>.+))?", re.IGNORECASE)
_WHEN = re.compile(r"(?:until|till|til|for|today|tomorrow|this|next|before)\b", re.IGNORECASE)
_SAID_OF_ONESELF = re.compile(r"(?:i am|i'm|im|ooo|out of (?:the )?office)\b")
# "Away until I know more" is asked about; "away day outcomes circulated" is an owner's own words.
_BEGINS = re.compile(rf"(?:{_UP_TO}|from|for|on|cover|back|this|next|[0-9])\b", re.IGNORECASE)


def read_personal(text: str) -> i.Intent | None:
    """What somebody says of themselves, if that is all they say; None for anything else."""
    line = _plain(text)
    if not line or len(line) > _LONGEST:
        return None
    if _SAYS_BACK.fullmatch(line):
        return i.Back()
    if _AGAIN.fullmatch(line):
        return i.Unmute()
    if stopped := _STOP.fullmatch(line):
        rest = stopped["rest"]
        if about := _ABOUT.match(rest):
            refs, phrase = take_refs(rest[about.end() :])
            return i.Snooze(refs, phrase.strip(" .!")) if refs else None
        if this := _THIS.fullmatch(rest):
            until = this["rest"] or ""
            return i.Snooze((), until) if not until or _WHEN.match(until) else None
        return i.Mute(rest) if not rest or _WHEN.match(rest) else None
    if back := _BACK_ON.fullmatch(line):
        return i.Away(f"back on {back['rest']}") if _is_absence(f"back on {back['rest']}") else None
    if away := _SAYS_AWAY.fullmatch(line):
        rest = away["rest"]
        lead = away["lead"].casefold()
        if not rest:
            return i.Away("") if lead == "away" or _SAID_OF_ONESELF.match(lead) else None
        said_alone = lead == "away" and len(rest.split()) < 6 and _BEGINS.match(rest) is not None
        return i.Away(rest) if said_alone or _is_absence(rest) else None
    return None


def _plain(text: str) -> str:
    return one_line(text).replace("\u2019", "'").strip(" .!")


def _is_absence(words: str) -> bool:
    """Whether the words name days, whatever day they are said on."""
    return read_absence(words, said_on=date(2026, 1, 5)).read


# --- the days of an absence ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AbsenceRead:
    """From `first` to `last`, both included, with whoever covers as written ("" for nobody).

    Where the last day is not known `last` is None; `doubt` is the reading that says why, if any was said.
    """

    first: date | None = None
    last: date | None = None
    cover: str = ""
    doubt: DueReading | None = None

    @property
    def read(self) -> bool:
        """Whether days were named, be they gone, or more than one."""
        return (
            self.last is not None
            or self.first is not None
            or (self.doubt is not None and self.doubt.kind is not DueKind.UNREADABLE)
        )


_WHO = rf"(?:{ATOM}|@?[^\W\d_][\w.'-]*(?: [A-Z][\w.'-]*){{0,2}})"
_COVER = re.compile(
    rf"[\s,;.(-]*\b(?:and |with )?(?:(?:my )?cover(?:ed|ing)?(?: (?:is|by|from|will be|provided by))?:?|in my absence,? (?:ask|contact)) (?P<who>{_WHO})\)?"
)
_COVERS = re.compile(
    rf"[\s,;.(-]*(?:\band )?(?P<who>{_WHO})(?:'s)? (?:will (?:be )?|is |has )?cover(?:s|ing)?(?: for me| while i'm away| my actions)?\)?"
)
_BACK = r"(?:and )?(?:i'm |i am |i'll be |i will be )?(?:be )?(?:back|returning)(?: (?:in|at work|in the office))?(?: (?:on|from))?"
_UNTIL = re.compile(rf"(?:now )?{_UP_TO} (?P<last>.+)", re.IGNORECASE)
_SPAN = re.compile(
    rf"(?:from |between |on )?(?P<first>.+?)(?: (?:{_UP_TO}) |\s*[\u2013\u2014]\s*|\s+-\s+|(?<=[0-9])-(?=[0-9]))(?P<last>.+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"between (?P<first>.+?) and (?P<last>.+)", re.IGNORECASE)
_FROM = re.compile(r"from (?P<first>.+)", re.IGNORECASE)
_WEEK_OF = re.compile(r"(?:the )?(?:w/c|week commencing|week beginning|week of) (?P<day>.+)", re.IGNORECASE)
_RETURN = re.compile(rf"(?:(?P<first>.+?)[\s,;]+)?{_BACK} (?P<back>.+)", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:for |the (?=rest))?(?:the next |another )?(?P<count>a|an|one|two|three|four|five|six|[1-9][0-9]?|rest of the|the|this)? ?(?P<what>working days?|days?|weeks?|fortnight|week)",
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "the": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = re.compile(r"(?:the )?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_ITS_MONTH = re.compile(
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?P<rest>(?: of)? {MONTH}\b.*|[./][0-9].*)", re.IGNORECASE
)
_A_MONTH = re.compile(MONTH, re.IGNORECASE)


def read_absence(words: str, *, said_on: date, is_working: WorkingDays = is_working_day) -> AbsenceRead:
    """The days of an absence: "until 8 April", "from 3 to 8 April", "tomorrow", "back on 9 April", "cover Kim"."""
    line, cover = _cover_of(_plain(words))
    days = _Days(said_on, is_working)
    line = re.sub(r"^on (?=leave|holiday)\w+ ", "", line, flags=re.IGNORECASE)
    found = days.of(line)
    return AbsenceRead(found.first, found.last, cover, found.doubt)


def _cover_of(line: str) -> tuple[str, str]:
    for form in (_COVER, _COVERS):
        for match in form.finditer(line):
            who = match["who"].lstrip("@")
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
        if _A_MONTH.fullmatch(phrase) and reading.date is not None:
            first = reading.date.replace(day=1)
            asked = _asked(self.said_on, self.is_working)
            return either((first - _DAY, reading.date), asked).worded(phrase)
        return reading if reading.day or reading.candidates else unreadable(phrase).worded(phrase)

    def of(self, line: str) -> AbsenceRead:
        if not line:
            return AbsenceRead()
        if whole := self._whole(line):
            return whole
        if back := _RETURN.fullmatch(line):
            return self._back(back["first"] or "", back["back"])
        if until := _UNTIL.fullmatch(line):
            return self._from_to(self.said_on, self.day(until["last"]))
        return self._span(line) or self._start(line)

    def _span(self, line: str) -> AbsenceRead | None:
        span = _BETWEEN.fullmatch(line) or _SPAN.fullmatch(line)
        if span is None:
            return None
        last = self.day(span["last"])
        if last.day is None:
            return None
        first = self._first(span["first"], last, span["last"])
        return AbsenceRead(doubt=first) if first.date is None else self._from_to(first.date, last)

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
        """Back on a day is away until the day before."""
        reading = self.day(back)
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
                    return settle(ends.replace(day=day), _asked(self.said_on, self.is_working)).worded(phrase)
            return unreadable(phrase + month["rest"]).worded(phrase)
        return self.day(phrase)

    def _whole(self, line: str) -> AbsenceRead | None:
        """A length of time, or a week by its name."""
        plain = line.casefold()
        monday = self.said_on - timedelta(days=self.said_on.weekday())
        if plain in {"today", "this morning", "this afternoon", "now"}:
            return AbsenceRead(self.said_on, self.said_on)
        if plain in {"next week", "all next week", "all of next week"}:
            return AbsenceRead(monday + timedelta(days=7), monday + timedelta(days=11))
        if plain in {"until next week", "til next week", "till next week"}:
            return AbsenceRead(self.said_on, monday + timedelta(days=6))
        length = _LENGTH.fullmatch(plain)
        if length is None:
            return None
        count, what = length["count"] or "", length["what"]
        if what == "week" and count in {"rest of the", "this"}:
            return AbsenceRead(self.said_on, max(monday + timedelta(days=4), self.said_on))
        many = _COUNTS.get(count) or (int(count) if count.isdigit() else 0)
        if not many or (count == "the" and what != "week"):
            return None
        if what.startswith("working"):
            return AbsenceRead(self.said_on, add_working_days(self.said_on - _DAY, many, self.is_working))
        unit = 14 if what == "fortnight" else 7 if what.startswith("week") else 1
        return AbsenceRead(self.said_on, self.said_on + timedelta(days=many * unit - 1))


def _days_in(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY).day


def _asked(said_on: date, is_working: WorkingDays) -> Asked:
    return Asked(said_on, None, is_working)


# --- the day one hears again -----------------------------------------------------------------------------------

_LEAD = re.compile(
    r"^(?:(?:until|till|til|for|to|by|on|in|again|me|(?:it|this)(?= (?:until|till?|for)\b)|please|about it)\s+)+",
    re.IGNORECASE,
)
_SO_LONG = re.compile(
    r"(?:another |the next )?(?P<count>a|an|one|two|three|four|five|six|a couple of|a few|[1-9][0-9]{0,2}) ?(?P<what>working days?|days?|weeks?|fortnights?)",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"(?:a|one|two|three|six|[1-9][0-9]?) months?")
_SOME = {**_COUNTS, "a couple of": 2, "a few": 3}


def read_again(
    phrase: str, *, said_on: date, next_meeting: date | None, is_working: WorkingDays = is_working_day
) -> DueReading:
    """The first day on which somebody wants to hear again: "3 days", "until 26 Feb", "next week" (its Monday)."""
    words = re.sub(r"\s+please$", "", _LEAD.sub("", _plain(phrase)), flags=re.IGNORECASE)
    plain = words.casefold()
    asked = _asked(said_on, is_working)
    monday = said_on + timedelta(days=7 - said_on.weekday())
    named = {
        "today": said_on + _DAY,
        "the day": said_on + _DAY,
        "tonight": said_on + _DAY,
        "this week": monday,
        "the week": monday,
        "rest of the week": monday,
        "the rest of the week": monday,
        "the weekend": monday,
        "after the weekend": monday,
        "next week": monday,
        "next month": (said_on.replace(day=28) + timedelta(days=4)).replace(day=1),
    }.get(plain)
    if named is None and (length := _SO_LONG.fullmatch(plain)):
        many = _SOME.get(length["count"]) or int(length["count"])
        what = length["what"]
        if what.startswith("working"):
            named = add_working_days(said_on, many, is_working)
        else:
            unit = 14 if what.startswith("fortnight") else 7 if what.startswith("week") else 1
            named = said_on + timedelta(days=many * unit)
    if named is not None:
        return settle(named, asked).worded(phrase)
    words = f"in {words}" if _MONTHS.fullmatch(plain) else words
    reading = read_due(words, said_on=said_on, next_meeting=next_meeting, is_working=is_working)
    left = tuple(day for day in reading.candidates if day > said_on)
    if reading.kind is DueKind.AMBIGUOUS and len(left) == 1 and len(reading.candidates) > 1:
        return settle(left[0], asked).worded(phrase)  # "until Monday", said on a Monday
    if reading.date == said_on:
        return DueReading(DueKind.PAST, None, past_date=said_on, phrase=phrase)
    return reading
