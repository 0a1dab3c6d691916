"""Sentences of a block, and the words in them that say when something is due."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.minutes.words import word_set

_STOP = re.compile(
    r"[.!?;][\"”’')\]]{0,2}(?:\s+|$)"
    r"|\s(?:[-–—•·]\s(?=[A-Z])|/\s(?=[A-Z][\w’'-]{1,20}(?:\s[A-Z][\w’'-]{1,20})?\s(?:to|will)\s[a-z])|(?=\(?\d{1,2}\)\s?[A-Z]))"
    r"|:\s+[-–•]\s?"
)
_SHORT_WORDS = word_set(
    """
    mr mrs ms dr prof cllr cllrs rev st sgt insp hon no nos ref para approx eg ie etc viz cf vs ltd inc co dept tel
    jan feb mar apr jun jul aug sep sept oct nov dec p pp am pm incl excl
    """,
)
_SHORT = re.compile(
    rf"(?:\b(?:{'|'.join(sorted(_SHORT_WORDS))}|e\.g|i\.e|a\.m|p\.m)|(?<!\w)[A-Z])$", re.IGNORECASE
)


class Sentence(NamedTuple):
    """A sentence within a block's tidy text."""

    text: str
    start: int
    end: int


def sentences(text: str, offset: int = 0) -> Iterator[Sentence]:
    """The sentences of a text; a dash before a capital and a semicolon end one too."""
    at = 0
    for stop in _STOP.finditer(text):
        mark = text[stop.start()]
        if mark == "." and not _ends(text, at, stop.start(), stop.end()):
            continue
        if mark in " :" and not _dash_ends(text, at, stop.start()):
            continue
        end = stop.start() + (1 if mark in "!?:" else 0)
        yield from _trimmed(text, at, end, offset)
        at = stop.end()
    yield from _trimmed(text, at, len(text), offset)


def _ends(text: str, start: int, stop: int, after: int) -> bool:
    before = text[max(start, stop - 12) : stop]
    if (
        (" " in before[-8:] or len(before) < 8)
        and _is_short(before)
        and not (before[-1:].isupper() and len(before) > 1 and before[-2:-1].isupper())
    ):
        following = text[after : after + 1]
        # "5 p.m. The Clerk": an abbreviation may end a sentence too, but a title or an initial never does.
        return bool(re.search(r"\b(?:etc|ltd|inc|[ap]\.?m)$", before, re.IGNORECASE)) and following.isupper()
    following = text[after : after + 1]
    return not following or not following.islower()


def _is_short(before: str) -> bool:
    """Whether what stands before a full stop ends in an abbreviation."""
    last = before[before.rfind(" ") + 1 :]
    if len(last) > 1 and last.isascii() and last.isalpha():
        return last.lower() in _SHORT_WORDS
    return _SHORT.search(before) is not None


def _dash_ends(text: str, start: int, stop: int) -> bool:
    """A dash parts sentences when what stands before it is long enough to be one."""
    if text[stop] == ":":
        return False
    if text[stop + 1] == "/":
        # "Ann Oake / Bo Reed to see it": the stroke stands between two who do it.
        return not re.search(r"(?:^|\s)[A-Z][\w’'-]*$", text[max(start, stop - 25) : stop])
    words = text[start:stop].split()
    return (
        len(words) > 7
        or text[stop + 1].isdigit()
        or text[stop + 1] == "("
        or (len(words) > 2 and bool(_DOER_NEXT.match(text, stop + 1)))
    )


_SIGNS = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+\s*")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}\)|\d{1,2}/\d{1,2}/\d{2,4}-\d{1,3}\s?-)\s?(?=[A-Z])")
_DOER_NEXT = re.compile(r"[–—-]\s(?:The\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s(?:to|will|would)\s[a-z]{3,}")


def _trimmed(text: str, start: int, end: int, offset: int) -> Iterator[Sentence]:
    while start < end and text[start] in " •·-–—*/":
        start += 1
    if start < end and text[start] > "\u2000":
        sign = _SIGNS.match(text, start, end)
        start = sign.end() if sign else start
    if start < end and (text[start] == "(" or text[start].isdigit()):
        number = _NUMBERED.match(text, start, end)
        start = number.end() if number else start
    while end > start and text[end - 1] in " .;":
        end -= 1
    if end > start:
        yield Sentence(text[start:end], offset + start, offset + end)


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
_YEAR = r"(?:,?\s(?:19|20)\d\d)"
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|a couple of)"
_UNIT = r"(?:working\s|calendar\s)?(?:days?|weeks?|months?|fortnights?)(?:['’])?"
_DAY = (
    rf"(?:(?:{_WEEKDAY},?\s)?(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}{_YEAR}?"
    rf"|(?:{_WEEKDAY},?\s)?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b{_YEAR}?"
    rf"|(?:{_WEEKDAY},?\s)?\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)\b|\d{{4}}[-/]\d\d[-/]\d\d|\d{{1,2}}/\d{{1,2}}\b"
    rf"|(?:{_WEEKDAY}\s)?(?:the\s)?\d{{1,2}}(?:st|nd|rd|th)\b)"
)
_MEETING = (
    r"(?:(?:the|our|its|their|his|her|a|this)\s)?(?:next|following|subsequent|upcoming|forthcoming|future)\s"
    r"(?:[\w’'-]+\s){0,4}?(?:meetings?|session|agm|call(?!\s(?:for|from|to|out|centre|center)\b)|(?:panel|board|council|committee|group)(?:\smeetings?)?)\b(?!\s\d)(?:\sin\s"
    + _MONTH
    + r")?"
    rf"|(?:the\s)?{_MONTH}(?:\s(?:[\w’'-]+\s)?(?:meeting|board|council|committee|panel))\b"
)
_PERIOD = (
    rf"(?:the\s)?(?:end|close|beginning|start|middle)\sof\s(?:the\s)?(?:(?:next|this|w/c|week commencing)\s)?(?:{_DAY}|{_MONTH}{_YEAR}?"
    r"|day|week|month|quarter|year|term|financial year|calendar year|summer|autumn|winter|spring|q[1-4]|play|business)\b"
    rf"(?:\s{_YEAR.replace(',?', '')})?"
    rf"|(?:early|mid|late)[-\s]{_MONTH}{_YEAR}?"
    rf"|(?:w/c|week (?:commencing|beginning|ending)|w/e)\s{_DAY}"
    r"|(?:the\s)?new year|christmas|easter|(?:the\s)?(?:summer|autumn|spring|winter)(?:\s\d{4})?|q[1-4](?:\s\d{4})?"
    r"|next\s(?:week|month|year|term|quarter|"
    + _WEEKDAY[:-2]
    + r")\b|this\s(?:week|month|year|term|"
    + _WEEKDAY[:-2]
    + r")\b"
    r"|tomorrow|tonight|this evening|today|noon\s\w+|(?:later\s(?:in\sthe|this)|(?:the\s)?end\sof\s(?:the|this)|the\sfollowing)\sweek|end\s"
    + _MONTH
    + r"|month\send|(?:the\s)?weekend"
)
_WHEN = rf"(?:{_PERIOD}|{_DAY}|{_MEETING}|{_WEEKDAY}|{_MONTH}{_YEAR}?)"
_FREE = (
    r"asap|a\.s\.a\.p|as soon as (?:possible|practicable|practical)|immediately|in due course|when available"
    r"|once (?:\w+\s){0,2}?(?:complete[d]?|available|received|approved|finalised|ready|published)|ongoing|urgently|on-going"
)
# What due words may begin with is looked at before the words themselves are tried.
_DUE = re.compile(
    r"\b(?=n[eo]|o[nv]|i[nm]|a[ths.]|pr|du|b[ye]|u[nr]|t[iohn]|f[or]|w[ih]|la|en)"
    rf"(?:(?:(?:no later than|not later than|on or before|in advance of|in time for|ahead of|prior to|due(?: by| on)?"
    rf"|by|before|until|till|for|at|to|during|in|from)\s)+(?:{_PERIOD}|{_MEETING})"
    rf"|(?:no later than|not later than|on or before|in advance of|ahead of|prior to|due(?: by| on)?|by|before|until)\s(?:the\sdeadline\sof\s)?{_WHEN}"
    rf"|(?:within|in)\s(?:the\snext\s)?{_NUMBER}\s{_UNIT}(?:\stime)?(?:\sof\sthe\smeeting)?"
    rf"|over the next {_NUMBER} {_UNIT}|(?:within|in|over)\sthe\s(?:next|coming)\s(?:fortnight|month|week)\b"
    rf"|(?:by|before)\s(?:\d{{1,2}}(?:[.:]\d\d)?\s?[ap]\.?m\.?|noon|midday|cop|close of play|cob)\s(?:on\s)?{_WHEN}|(?:over|at|by|before)\s(?:the\s)?weekend"
    rf"|later\s(?:in\sthe|this)\sweek|the\sfollowing\s(?:week|month)\b|tomorrow|tonight|this evening|next time|end\s{_MONTH}{_YEAR}?|from\s{_MONTH}{_YEAR}?"
    rf"|(?:next|this)\s(?:(?:week|month)\b|{_WEEKDAY})"
    rf"|(?:in|during)\s(?:(?:early|mid|late)[-\s])?{_MONTH}{_YEAR}?"
    rf"|on\s(?:{_DAY}|{_WEEKDAY})|{_FREE})",
    re.IGNORECASE,
)
_EXACT = re.compile(rf"\s*\((?P<day>{_DAY})\)", re.IGNORECASE)
_TO_A_DAY = re.compile(rf"^(?:at|to|for|from(?=\s{_MONTH}))\s+", re.IGNORECASE)
_NO_DAY = re.compile(r"on-?going|in due course|when available", re.IGNORECASE)
_LEADING = re.compile(r"^(?:at|for|in|to|from|on|due|during|during the course of)\s+", re.IGNORECASE)
_STANDING = re.compile(
    rf"\W*(?:by\s|before\s)?(?:{_WHEN}|{_FREE}|within\s[\w\s]{{3,20}}|tbc|n/a|-)\W*$", re.IGNORECASE
)


_DAY_LAST = re.compile(
    r"(?<!\b(?:of|in|at|re|to|vs))(?<!\b(?:the|and|was|met|ref|for))(?<!\b(?:from|held|sent|said|made|paid))(?<!\b(?:dated|since|taken))"
    r"(?<!\battend)(?<![\d:])(?<!\d(?:st|nd|rd|th))"
    r"\s[(\u2013\u2014-]?\s?(?P<day>\d{1,2}[./]\d{1,2}[./](?:20)?\d\d|next meeting"
    rf"|(?-i:(?=[A-Z]))(?:(?:end\s)?{_MONTH}{_YEAR}|end\s{_MONTH}|(?:{_WEEKDAY},?\s)?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day))[)\s.]*$",
    re.IGNORECASE,
)
"""A day that ends an order without a word before it: "ring the school 13/03/26", "I will do it Friday"."""


_DAYS_END = (
    "day",
    "meeting",
    "th",
    "st",
    "nd",
    "rd",
    "ary",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "ber",
)


def due_words(text: str) -> str | None:
    """The words that say by when, as written: "by end of w/c 9 March"; the last ones if there are several."""
    best: str | None = None
    for found in _DUE.finditer(text):
        if (
            best is None
            or _NO_DAY.fullmatch(best)
            or found.group().lower().startswith(("by", "before", "no later", "within", "due", "in time"))
        ):
            best = found.group()
    if best is None:
        end = text.rstrip(").\xa0 \t\r\n")
        # Most sentences end in no day and are passed over at once.
        may_be = end[-1:].isdigit() or end.endswith(_DAYS_END)
        alone = _DAY_LAST.search(text, max(0, len(end) - 40)) if may_be else None
        return alone["day"] if alone else None
    # "Next Monday (1 June)": the day in brackets is the one meant.
    exact = _EXACT.match(text, text.index(best) + len(best))
    return exact["day"] if exact else _TO_A_DAY.sub("", best.strip())


def is_due(text: str) -> bool:
    """Whether a short text, such as a table's cell, is nothing but a due date or words for one."""
    return 0 < len(text) < 60 and bool(_STANDING.match(text))


_A_DAY = re.compile(rf"{_PERIOD}|{_DAY}", re.IGNORECASE)


def stated_due(text: str) -> str | None:
    """The due in words that stand behind "Due:": all of them, or the first day among them ("Books Board - 5 April")."""
    if is_due(text):
        return text.strip(" .;")
    found = _A_DAY.search(text)
    return found.group() if found else due_words(text)


def bare_due(words: str) -> str:
    """Due words without the preposition that ties them to the sentence: "at the next meeting" -> "the next meeting"."""
    return _LEADING.sub("", words)


_FOR_ALL = re.compile(
    r"\ball (?:other )?actions?(?: points?| items?)?\b[^.\n]{0,30}?\b(?P<due>(?:for|by|before|at|to)\b[^.;,()\n]{3,40}?)\s*,?\s*(?:\(?(?:unless|except)\b)",
    re.IGNORECASE,
)


def due_for_all(text: str) -> str | None:
    """The due words of "all actions for the next meeting unless stated"."""
    lower = text.lower()
    found = _FOR_ALL.search(text) if "all action" in lower or "all other action" in lower else None
    return due_words(found["due"]) if found else None


_MEETS_IN = re.compile(
    rf"(?:(?:at|for|to|by|before|with|during|in|the)\s){{0,3}}(?P<month>{_MONTH}{_YEAR}?)\s(?:[\w’'-]+\s){{0,3}}?(?:meetings?|mtg|board|council|committee|panel|forum|agenda|pack)\b.*",
    re.IGNORECASE,
)
_MEETING_ITSELF = re.compile(r"\bmeeting\W*$", re.IGNORECASE)
_NEXT_TIME = re.compile(r"\W*(?:for\s+|by\s+)?next time\W*", re.IGNORECASE)
_NEXT_CALL = re.compile(
    r"\b(?:next|following|subsequent|upcoming)\s(?:[\w’'-]+\s){0,3}?call\b(?!\s(?:for|from|to|out|centre|center)\b)",
    re.IGNORECASE,
)
"""A body that meets by telephone calls its meetings so."""
_MONTH_FIRST = re.compile(r"(?<![\d/])(?P<month>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])\b(?!/)")


def plain_due(words: str, next_meeting: dt.date | None = None) -> str:
    """Due words as a calendar is asked for them: "the June meeting" is the next one or some day in June, "8/15" is 15/8."""
    if _NEXT_TIME.fullmatch(words) or _NEXT_CALL.search(words):
        return "next meeting"
    within = _MEETS_IN.fullmatch(words.strip())
    if within:
        month = within["month"]
        if next_meeting and _MEETING_ITSELF.search(words) and _is_in(next_meeting, month):
            return "next meeting"
        return f"in {month}"
    words = re.sub(
        r"\b(?:cob|cop|close of (?:play|business)|noon|midday)\s(?:on\s)?(?=\d|\w+day\b)",
        "",
        words,
        flags=re.IGNORECASE,
    )
    words = re.sub(r"\b(\d{4})/(\d\d)/(\d\d)\b", r"\1-\2-\3", words)
    return _MONTH_FIRST.sub(
        r"\g<day>/\g<month>", re.sub(r"\bover weekend\b", "over the weekend", words, flags=re.IGNORECASE)
    )


def _is_in(day: dt.date, month: str) -> bool:
    """Whether a day lies in a month as written: "Sept", "March 2026"."""
    year = re.search(r"\d{4}", month)
    return _MONTHS[day.month - 1] == month[:3].lower() and (year is None or int(year[0]) == day.year)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


_WHOSE = re.compile(
    r"\b(board|council|committee|panel|group|forum|cabinet|assembly|trust|tsc|pmc|agm)\b(?=.{0,20}\bmeetings?\b)|\bmeetings? of (?:the )?(?:[\w’'-]+\s){0,5}?(board|council|committee|panel|group|forum|cabinet)\b",
    re.IGNORECASE,
)


def names_another_meeting(words: str, body: str | None) -> bool:
    """Whether due words speak of another body's meeting: "next board meeting" in a committee's minutes."""
    whose = _WHOSE.search(words)
    return (
        bool(whose and body) and (whose[1] or whose[2]).lower() not in (body or "").lower()
        if whose
        else False
    )
