"""One spelling for each word: what the forms of due phrases are matched against.

"Tues. 17th of Feb '26 (a.s.a.p.)" becomes "tue 17th of feb '26, asap". Months and weekdays are three letters,
numbers are digits, brackets are commas, and the many ways of "end of the day" are "eod".
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

MONTH_WORDS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY_WORDS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}


def ordinal(number: int) -> str:
    if number in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


_SPELLINGS = {
    # As they are spelt in full, cut short, or mistyped in a hurry.
    "jan": "january janurary januray",
    "feb": "february febuary febrary feburary febr",
    "mar": "march",
    "apr": "april aprl",
    "jun": "june",
    "jul": "july",
    "aug": "august augst",
    "sep": "september sept septemeber septmber",
    "oct": "october octobr",
    "nov": "november novemeber",
    "dec": "december decemeber",
    "mon": "monday mondy",
    "tue": "tuesday tues tusday tuseday teusday",
    "wed": "wednesday weds wednes wensday wednsday wedensday",
    "thu": "thursday thurs thur thrusday thurday",
    "fri": "friday firday frid",
    "sat": "saturday satur",
    "sun": "sunday",
    "day": "dy",
    "days": "dys",
    "week": "wk",
    "weeks": "wks",
    "month": "mth mnth",
    "months": "mths mnths mos",
    "quarter": "qtr",
    "year": "yr",
    "years": "yrs",
    "hours": "hrs hour hr",
    "meeting": "mtg mtng meting meetng",
    "meetings": "mtgs",
    "today": "tdy",
    "tomorrow": "tmrw tmrow tmw tomo tomoz tomorow tommorow tommorrow tomorro",
    "tonight": "tonite",
    "next": "nxt",
    "before": "b4 befor",
    "until": "til till",
    "christmas": "xmas",
    "beginning": "begining",
    "please": "pls plz",
    "middle": "midle",
    "noon": "midday",
    "lunch": "lunchtime",
    "fortnight": "fortnights",
    "approximately": "approx",
    "working": "business",
    "commencing": "comm beg starting",
    "board": "boards",
    "cannot": "cant",
}
_WORDS = (
    {spelt: word for word, spellings in _SPELLINGS.items() for spelt in spellings.split()}
    | {word: str(n) for n, word in enumerate(_UNITS + _TEENS, 1)}
    | {word: ordinal(n) for n, word in enumerate(_ORDINALS, 1)}
    | {word: str(n) for word, n in _TENS.items()}
    | {"thirtieth": "30th", "workday": "working day", "workdays": "working days"}
)

_LOOKALIKES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u00b4", "'")
    | dict.fromkeys('"\u201c\u201d*_!?\u2026`|\t\r\n', " ")
    | dict.fromkeys("([{;", ", ")
    | dict.fromkeys(")]}", " ")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
    | {"&": " and ", "@": " at ", "~": " about "}
)

_Repair = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _tens_and_units(match: re.Match[str]) -> str:
    tens, unit = _TENS[match[1]], match[2]
    return str(tens + 1 + _UNITS.index(unit)) if unit in _UNITS else ordinal(tens + 1 + _ORDINALS.index(unit))


def _hyphen(match: re.Match[str]) -> str:
    """ "Mon-Fri" and "March-April" are ranges; "mid-March" and "week-end" are one thing."""
    names = {*MONTH_WORDS, *WEEKDAY_WORDS}
    ends = {_WORDS.get(match[1], match[1]), _WORDS.get(match[2], match[2])}
    return f"{match[1]} - {match[2]}" if ends <= names else f"{match[1]} {match[2]}"


_ALL_UNITS = "|".join(_ORDINALS[:9] + _UNITS)
_BEFORE_WORDS: tuple[_Repair, ...] = tuple(
    (re.compile(pattern), repair)
    for pattern, repair in (
        (r"(?<=[a-z])'s\b", ""),  # Friday's meeting, in a month's time
        (r"'(?![0-9]{2}(?![0-9]))", ""),  # "weeks' time", but not "Mar '26"
        (r"\b2 ?mo?rr?ow\b|\b2m(?:oro|rw|oz)\b", "tomorrow"),
        (r"(?<=[a-z])\.(?=[a-z]\b|[ ,]|$)", ""),  # a.s.a.p., Tues., Feb.
        (r"\bn/a\b", "na"),
        (r"\b(?:w|wk) ?/ ?[cb]\b|\bwc\b|\bwb\b", "w/c"),
        (r"\b(?:w|wk) ?/ ?e\b", "w/e"),
        (r"([0-9]) (st|nd|rd|th)\b", r"\1\2"),
        (r"([0-9](?:st|nd|rd|th))(?=[a-z]{3})", r"\1 "),
        (r"([0-9]) ?([./]) ?(?=[0-9])", r"\1\2"),  # 17 / 2, 17. 2. 2026
        (r"((?:st|nd|rd|th)\b) ?([-/]) ?(?=[0-9])", r"\1 \2 "),
        (r"(?<=[0-9])[-/.](?=[a-z])|(?<=[a-z])[-/](?=[0-9])", " "),  # 17-Feb-26
        (r"([0-9])(?!(?:st|nd|rd|th)\b)([a-z])", r"\1 \2"),  # 17Feb, 5pm, 2wks
        (r"([a-z]{2}|\b[a-pr-z])(?=[0-9])", r"\1 "),  # Feb17, but not Q1
        (rf"\b(twenty|thirty)[ -]({_ALL_UNITS})\b", _tens_and_units),
        (r"([a-z]+)-([a-z]+)", _hyphen),
        (r"([a-z]{3,}|th|st|nd|rd) ?/ ?(?=[a-z0-9])", r"\1 / "),  # Mon/Tues
        (r"(?<![0-9]):|:(?![0-9])", " "),
    )
)
# What any of them would change holds one of these, and most phrases hold none: a search instead of all of them.
# Each way begins with one of a few characters, so that nothing else of the phrase is tried.
_MAY_BE_REPAIRED = re.compile(
    r"['./:0-9tw-](?:(?<=')|(?<=[./:-])(?:(?<![0-9].)|(?![0-9]))|(?<=[a-z][0-9])"
    r"|(?<=[0-9])(?:(?!(?:st|nd|rd|th)\b)[a-z]| (?:st|nd|rd|th)\b)|(?<=\b2) m|(?<=\bw)[cb]\b|(?<=\bt)(?:wenty|hirty) )"
)
_NAMES = "|".join((*MONTH_WORDS, *WEEKDAY_WORDS))
_POSITION = re.compile(rf"(?:(?!(?:{_NAMES})\b)[a-z]+ ){{0,4}}(?:[1-9]|10)(?:st|nd|rd|th)")
_DIGIT = re.compile("[0-9]")
_WORD = re.compile(r"[a-z]+")
_AFTER_WORDS: tuple[_Repair, ...] = tuple(
    (re.compile(pattern), repair)
    for pattern, repair in (
        (r"\b(?:a )?couple(?: of)?\b", "2"),
        (r"\bas soon as possible\b", "asap"),
        (r"\bweek (?:commencing|beginning)\b", "w/c"),
        (r"\bweek ending\b", "w/e"),
        (
            r"\b(?:(?:the )?(?:close|end) of (?:play|working|trading|(?:the )?(?:working )?day)|cop|cob|eob)\b",
            "eod",
        ),
        (rf"\b(?:the )?end of (?=(?:{'|'.join(WEEKDAY_WORDS)}|today|tomorrow)\b)", "eod "),
        (r"\b(?:the )?current\b", "this"),
        (r"\bcalendar (?=months?\b)", ""),
        (rf"\b(?:the )?month of (?=(?:{'|'.join(MONTH_WORDS)})\b)", ""),
        (r"\beow\b", "end of week"),
        (r"\beom\b", "end of month"),
        (r"\beoq\b", "end of quarter"),
        (r"\beoy\b", "end of year"),
        (r" *,[ ,]*", ", "),
        (r" {2,}", " "),
    )
)
_MAY_BE_SAID_SHORTER = re.compile(
    r"\b(?:couple|possible|commencing|beginning|ending|close|end|cop|cob|eob|current|calendar|month|eo[wmqy])\b"
    r"| ,|,(?! [^ ,])|  "
)


# While a due is looked for, the same few phrases come up again and again; the next text brings others.
@lru_cache(maxsize=64)
def canonical(phrase: str) -> str:
    """The phrase in the spelling the forms are written in; forms never see what was typed."""
    text = phrase if phrase.isascii() else unicodedata.normalize("NFKC", phrase)
    text = text.lower().translate(_LOOKALIKES).strip(" '.,:-/")
    if _MAY_BE_REPAIRED.search(text):
        for pattern, repair in _BEFORE_WORDS:
            text = pattern.sub(repair, text)
    if not _WORDS.keys().isdisjoint(_WORD.findall(text)):
        text = _WORD.sub(lambda typed: _WORDS.get(typed[0], typed[0]), text)
    if _MAY_BE_SAID_SHORTER.search(text):
        for pattern, repair in _AFTER_WORDS:
            text = pattern.sub(repair, text)
    text = text.strip(" ,.-/")
    # "The second" is an answer to "which one?", and "at first" is no date at all; "the 2nd" is one.
    return text if _DIGIT.search(phrase) or not _POSITION.fullmatch(text) else phrase.lower()


def spelt(word: str) -> str:
    """One word in small letters, as the forms spell it."""
    return _WORDS.get(word, word)


_TIME = (
    r"(?:(?:1[0-2]|0?[1-9])(?:[:.][0-5][0-9])? ?[ap]m"
    r"|(?:[01]?[0-9]|2[0-4])[:.][0-5][0-9] ?(?:hours|h)"
    r"|(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?"
    r"|(?:[01][0-9]|2[0-4])[0-5][0-9] ?hours"
    r"|(?:1[0-2]|[1-9]) oclock"
    r"|(?:12 )?(?:noon|midnight)|eod|lunch|close)"
)
_PART_OF_DAY = r"(?:(?:the )?(?:morning|afternoon|evening|night|am|pm)|1st thing|last thing|early doors)"
_LEADS = (
    "no later than", "not later than", "no later", "at the latest", "at the very latest", "latest", "on or before",
    "on or by", "by or before", "in time for", "in readiness for", "in advance of", "ahead of", "prior to",
    "due date", "due by", "due on", "due for", "due in", "due", "deadline for", "deadline of", "deadline is", "the deadline of",
    "deadline", "target date", "target", "completion by", "complete by", "completed by", "aim for", "aiming for",
    "at least", "hopefully", "ideally", "sometime", "some time", "some point", "by the time of", "by", "before", "for", "at",
    "on", "in", "during", "over", "until", "up to", "within", "is", "of", "and no later than",
)  # fmt: skip
_DONE = (
    r"(?:to be )?(?:completed?|done|finished|delivered|submitted|returned|circulated|ready|in place|required|needed|wanted"
    r"|expected|received|reported)(?= (?:by|before|for|in|within|on|at|no|until) )"
)
# By their first letter: nearly all of them are ruled out at once.
_BY_LETTER = {lead[0]: [each[1:] for each in _LEADS if each[0] == lead[0]] for lead in _LEADS}
_LED = "|".join(
    f"{letter}(?:{'|'.join(sorted(rests, key=len, reverse=True))})" for letter, rests in _BY_LETTER.items()
)
_LEAD = re.compile(rf"(?=[a-z])({_LED}|{_DONE})(?: - |, | )")
_LEADING_TIME = re.compile(
    rf"(?P<clock>{_TIME})(?:,? on|,? of|,)?(?: |$)|(?P<part>{_PART_OF_DAY})(?: on| of)?(?: |$)"
    rf"|(?:1[0-2]|[1-9]) (?=(?:on )?(?:tomorrow|today|{'|'.join(WEEKDAY_WORDS)})\b)(?:on )?"
)
_TRAILING_TIME = re.compile(
    rf"(?<!this)(?:,? at|,? by|,? no later than|,? -|,? in|,)? (?:(?P<clock>{_TIME})|(?P<part>{_PART_OF_DAY}))$"
    r"|,? at (?:1[0-2]|[1-9])(?:[:.][0-5][0-9])?$"
)
_TAIL = re.compile(
    r"(?:,|,? -)? (?:at the (?:very )?latest|at latest|the latest|latest|please|if (?:at all )?possible|thanks|max|maximum"
    r"|at most|or (?:sooner|earlier|before)|if not (?:sooner|earlier|before)|ideally|hopefully|inclusive|sharp|deadline)$"
)
_MAY_TRAIL = re.compile(
    r"[0-9]{1,2}(?:[:.][0-9]{2})?(?::[0-9]{2})?(?:[ap]m|h)?|[ap]m|hours|h|oclock|noon|midnight|eod|lunch|close|morning|afternoon|evening|night|thing"
    r"|doors|latest|please|possible|thanks|max|maximum|most|sooner|earlier|before|ideally|hopefully|inclusive|sharp|deadline"
)
_BEFORE = frozenset({"before", "prior to", "ahead of", "in advance of"})
_MOST_PEELS = 6


@lru_cache(maxsize=64)
def peel(words: str) -> tuple[str, str, bool]:
    """The phrase without what leads it in, times of day and "at the latest": (rest, lead, a clock time was there).

    The lead is "before" for all words that mean so. A rest of "" is a bare lead or a bare time.
    """
    lead = ""
    timed = False
    for _ in range(_MOST_PEELS):
        if found := _LEAD.match(words):
            lead = "before" if found[1] in _BEFORE else found[1]
            words = words[found.end() :].lstrip(", ")
        elif found := _LEADING_TIME.match(words):
            timed = timed or found["part"] is None
            words = words[found.end() :].lstrip(", ")
        elif not _MAY_TRAIL.fullmatch(words, words.rfind(" ") + 1):
            break
        elif found := _TAIL.search(words):
            words = words[: found.start()]
        elif found := _TRAILING_TIME.search(words):
            timed = timed or found["part"] is None
            words = words[: found.start()]
        else:
            break
    return words, lead, timed


_TYPED_LEAD = re.compile(r"\s*(?:due|by|before|on|for|until|no later than)\s+", re.IGNORECASE)


def without_lead(phrase: str) -> str:
    """The phrase as typed, without the word that led it in: what is said back of one that cannot be read."""
    for _ in range(2):
        phrase = _TYPED_LEAD.sub("", phrase, count=1) if _TYPED_LEAD.match(phrase) else phrase
    return phrase
