"""Silence, and its end: no nudges, nudges again, and nothing about one action until a day.

Only what is said whole is understood: "stop sending me these" is said to the bot, "stop sending me the drafts" is not.
"""

import re
from datetime import date, timedelta

from bot.domain.working_days import WorkingDays, add_working_days, is_working_day
from bot.language import intents as i
from bot.language.dues import DueKind, DueReading, read_due
from bot.language.dues.reading import Asked, either, settle
from bot.language.refs import MONTH, take_refs
from bot.language.text import one_line

_DAY = timedelta(days=1)

_ASKING = r"(?:(?:please|kindly|just|can you|could you|will you|would you|you can|you may|i want you to|i'd like you to) )*"
_POLITELY = re.compile(r"(?:please )?(?:can|could|will|would) you\b", re.IGNORECASE)
_THINGS = r"(?:nudges?|reminders?|messages?|notifications?|alerts?|pings?)"
_DOING = r"(?:nudging|reminding|messaging|texting|emailing|pinging|chasing|contacting|writing to|pestering|bothering|hassling|asking)"
_DO = r"(?:nudge|remind|message|text|email|ping|chase|contact|write to|pester|bother|hassle|ask)"
_ALL = r"(?:(?:all|any|more|of|the|these|those|this|your|my) )*"
# What the bot sends, said to the bot: by its name, or as what is there to be seen.
_SENT = rf"(?:(?:me )?{_ALL}{_THINGS}(?: to me)?|me (?:any (?:more )?of )?(?:these|those|them)|(?:these|those|them) to me)"
_STOP = re.compile(
    rf"{_ASKING}(?:(?:stop|pause|turn off|switch off|silence) {_ALL}(?:{_DOING}|{_THINGS})(?: me)?|(?:turn|switch) {_ALL}{_THINGS} off"
    rf"|(?:stop|do not|don't|dont) send(?:ing)? {_SENT}|stop sending me(?= (?:this|it|that)\b)|stop|mute(?: me)?|unsubscribe(?: me)?|opt (?:me )?out"
    rf"|no (?:more )?(?:of )?{_ALL}(?:{_THINGS}|{_DOING})|i (?:do not|don't|dont|no longer) (?:want|need) (?:to (?:get|have|receive) )?{_ALL}{_THINGS}"
    rf"|(?:do not|don't|dont) {_DO} me(?: any ?more| again)?|leave me (?:alone|be))"
    r"(?: please| now| any ?more)*[\s:,]*(?P<rest>.*)",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    rf"{_ASKING}(?:unmute(?: me)?|(?:nudge|remind|message|text|email|ping) me again|(?:start|resume|carry on|go on) (?:the |my |your )*(?:{_DOING}|{_THINGS})(?: me)?(?: again)?"
    rf"|(?:start|resume) sending (?:me )?{_ALL}{_THINGS}(?: again)?|(?:turn|switch) (?:the |my |your )*{_THINGS} (?:back )?on(?: again)?"
    rf"|(?:turn|switch) (?:back )?on (?:the |my |your )*{_THINGS}(?: again)?)(?: please| now)?",
    re.IGNORECASE,
)
_UNSNOOZE = re.compile(
    rf"{_ASKING}(?:un-?snooze|(?:end|cancel|stop|lift|undo|remove) (?:the |my )?snooze|(?P<also>unmute))(?:\s+(?:of|on|for|about))?(?:\s+(?P<rest>.+))?",
    re.IGNORECASE,
)
_REMIND = re.compile(
    rf"{_ASKING}(?:(?:nudge|remind|message|ping|chase|ask) me(?P<again> again)?|(?P<start>(?:start|resume) (?:{_DOING}|{_THINGS})(?: me)?(?: again)?))[\s,]+(?P<rest>.+)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:about|on|for|re|of|regarding) (?:action )?(?=#|[a-z]{2,10}[ -]?[0-9]|[0-9])", re.IGNORECASE
)
_ABOUT_WORDS = re.compile(r"(?:about|re|of|regarding)\b", re.IGNORECASE)
_LATER_ABOUT = re.compile(
    r"(?P<before>.*?)[\s,]*\b(?:about|re|of|regarding) (?P<what>(?:action )?#?(?:[a-z]{2,10}[ -]?)?#?[0-9].*|(?:this|it|that)(?: one)?)",
    re.IGNORECASE,
)
_THIS = re.compile(r"(?:about |on |for |of )?(?:this|it|that)(?: one)?(?: (?P<rest>.+))?", re.IGNORECASE)
_WHEN = re.compile(r"(?:until|till|til|for|today|tomorrow|this|next|before)\b", re.IGNORECASE)
_ONCE_MORE = re.compile(r"[\s,]*\bagain\b(?: please)?[\s,]*|[\s,]+please$", re.IGNORECASE)
A_MONTH = re.compile(MONTH, re.IGNORECASE)


def plain(text: str) -> str:
    """On one line, without a mark at its end."""
    return one_line(text).replace("\u2019", "'").strip(" .!")


def read_silence(line: str) -> i.Intent | None:
    """What a plain line asks the bot to be silent about, or to speak of again, if that is all it says."""
    line = line.rstrip(" ?") if _POLITELY.match(line) else line
    if _AGAIN.fullmatch(line):
        return i.Unmute()
    if ended := _UNSNOOZE.fullmatch(line):
        refs, more = take_refs(ended["rest"] or "")
        this = not ended["also"] and (not ended["rest"] or _THIS.fullmatch(ended["rest"]) is not None)
        if this or (refs and not _ONCE_MORE.sub("", more)):
            return i.Unsnooze(refs)
    if stopped := _STOP.fullmatch(line):
        return _stopped(stopped["rest"])
    remind = _REMIND.fullmatch(line)
    return (
        _remind(remind["rest"], again=bool(remind["again"]), start=bool(remind["start"])) if remind else None
    )


def _stopped(rest: str) -> i.Intent | None:
    refs, this, phrase = _about(rest)
    if refs:
        return i.Snooze(refs, phrase)
    if this:
        return i.Snooze((), phrase) if not phrase or _WHEN.match(phrase) else None
    return i.Mute(rest) if not rest or _WHEN.match(rest) else None


def _remind(rest: str, *, again: bool, start: bool) -> i.Intent | None:
    """On a day: silence until then. Without one: an end to the silence about it."""
    once = _ONCE_MORE.sub(" ", rest).strip()
    refs, this, when = _about(once)
    if (start and not refs and not this) or _ABOUT_WORDS.match(when):
        return None  # "start messages on Friday", "remind me about 2 weeks' notice"
    again = again or start or once != rest.strip()
    if not when:
        return i.Unsnooze(refs) if refs or (this and again) else None
    if _LATER.fullmatch(when):
        return i.Snooze(refs, "", reminds=True)
    return i.Snooze(refs, when, reminds=True) if _is_again(when) else None


def _about(rest: str) -> tuple[tuple[i.Ref, ...], bool, str]:
    """The actions named, or whether "this" is; and what else is said: "about 12 on Friday", "until Friday about 12"."""
    if about := _ABOUT.match(rest):
        refs, phrase = take_refs(rest[about.end() :])
        if refs:
            return refs, False, phrase.strip(" .!")
    if this := _THIS.fullmatch(rest):
        return (), True, (this["rest"] or "").strip(" .!")
    if later := _LATER_ABOUT.fullmatch(rest):
        refs, phrase = take_refs(later["what"])
        again = _ONCE_MORE.sub("", phrase)
        if refs and not again:
            return refs, False, f"{later['before']} {phrase}".strip(" ,")
        if not refs and _THIS.fullmatch(later["what"]):
            return (), True, later["before"].strip(" ,")
    return (), False, rest


_LATER = re.compile(
    r"(?:(?:again )?(?:later|another (?:time|day)|some other time|soon|in a (?:bit|while)))(?: on)?",
    re.IGNORECASE,
)


def _is_again(words: str) -> bool:
    """Whether the words name a day, whatever day they are said on."""
    read = read_again(words, said_on=date(2026, 1, 5), next_meeting=date(2026, 2, 3))
    return read.day is not None or bool(read.candidates)


# --- the day one hears again -----------------------------------------------------------------------------------

COUNTS = {"a": 1, "an": 1, "one": 1, "the": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_LEAD = re.compile(
    r"^(?:(?:until|till|til|for|to|by|on|in|again|me|(?:it|this)(?= (?:until|till?|for)\b)|please|about it)\s+)+",
    re.IGNORECASE,
)
_SO_LONG = re.compile(
    r"(?:another |the next )?(?P<count>a|an|one|two|three|four|five|six|a couple of|a few|[1-9][0-9]{0,2}) ?(?P<what>working days?|days?|weeks?|fortnights?)",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"(?:a|one|two|three|six|[1-9][0-9]?) months?")
_SOME = {**COUNTS, "a couple of": 2, "a few": 3}


def read_again(
    phrase: str, *, said_on: date, next_meeting: date | None, is_working: WorkingDays = is_working_day
) -> DueReading:
    """The first day on which somebody wants to hear again: "3 days", "until 26 Feb", "next week" (its Monday)."""
    words = re.sub(r"\s+please$", "", _LEAD.sub("", plain(phrase)), flags=re.IGNORECASE)
    said = words.casefold()
    asked = Asked(said_on, None, is_working)
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
    }.get(said)
    if named is None and (length := _SO_LONG.fullmatch(said)):
        many = _SOME.get(length["count"]) or int(length["count"])
        what = length["what"]
        if what.startswith("working"):
            named = add_working_days(said_on, many, is_working)
        else:
            unit = 14 if what.startswith("fortnight") else 7 if what.startswith("week") else 1
            named = said_on + timedelta(days=many * unit)
    if named is not None:
        return settle(named, asked).worded(phrase)
    words = f"in {words}" if _MONTHS.fullmatch(said) else words
    reading = read_due(words, said_on=said_on, next_meeting=next_meeting, is_working=is_working)
    if A_MONTH.fullmatch(words) and reading.date is not None and reading.date.replace(day=1) > said_on:
        return either((reading.date.replace(day=1), reading.date), asked).worded(phrase)
    left = tuple(day for day in reading.candidates if day > said_on)
    if reading.kind is DueKind.AMBIGUOUS and len(left) == 1 and len(reading.candidates) > 1:
        return settle(left[0], asked).worded(phrase)  # "until Monday", said on a Monday
    if reading.date == said_on:
        return DueReading(DueKind.PAST, None, past_date=said_on, phrase=phrase)
    return reading
