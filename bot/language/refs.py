"""Refs in text: "NWP-12", "nwp12", "NWP 12", "#12", "12 and 14", "actions 12, 14 & 15".

A number is a ref only where it cannot be a count, a date or a time: "20 people came" and "12 March" name no action.
"""

import re
from dataclasses import dataclass

from bot.language.intents import Ref

_NUMBER = r"0{0,3}(?P<number>[1-9][0-9]{0,5})(?![\w%]|[:/.][0-9]|[-\u2013\u2014][0-9]|,[0-9]{3}(?![0-9]))"
_REF = re.compile(
    rf"(?:(?P<code>[A-Za-z][A-Za-z0-9]{{1,9}}?)(?P<tie>[-\u2010\u2011\u2013#]|\s|\s\#)?)?(?P<hash>\#)?{_NUMBER}"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PREFIX = re.compile(
    r"[(\[]?\s*(?:\b(?:numbers?|nos?\.?|nr\.?|actions?|items?|tasks?|refs?\.?)(?=[\s.#\d])\s*)?(?=[#\w])",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[)\]]?(?:\s*(?:[,;&+]|\b(?:and|plus)\b)\s*(?:(?:and\b|&)\s*)?|\s+)", re.IGNORECASE)
_AFTER = re.compile(r"^[\s,:;.!)\]=>\u2013\u2014-]+")
_MOST_IN_RANGE = 12

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)

# A bare number before one of these is part of a date or a count. "12 may need work" is about an action, "12 May" is not.
_COUNTED = re.compile(
    rf"\s*(?:(?!may\s+[a-z]){MONTH}|days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|minutes?|mins?|working|times|o'clock"
    r"|[ap]\.?m|people|persons|copies|pages|per\s?cent|percent|million|thousand|hundred|pounds|of|or|out\s+of|x)\b",
    re.IGNORECASE,
)
# What may stand behind a ref that is not the first, or not plainly one: an end, a mark, or a word that begins to tell.
_TELLS = re.compile(
    r"\s*(?:$|[^\w\s#]|#?[0-9]|(?:an?|another|the|it|it's|its|i|i've|i'm|we|we've|they|is|isn'?t|are|aren'?t|was|were|has|hasn'?t"
    r"|have|haven'?t|had|been|be|will|won'?t|should|could|can|can'?t|to|by|on|in|at|for|from|with|via|and|but|not|no|now|all|both"
    r"|too|also|as|yet|already|just|still|nearly|almost|partly|mostly|half|halfway|done|complete|sent|gone|went|waiting|awaiting|blocked"
    r"|stuck|ongoing|under\s?way|need|needs|please|pls|thanks|thx|ta|yes|this|that|these|those|today|yesterday|tomorrow"
    rf"|last|next|end|mid|until|till|due|because|since|after|before|once|ok|pending|overdue|outstanding|{WEEKDAY}"
    r"|[a-z]{3,}ed)\b)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\s*(?:[:=]|[-\u2013\u2014](?![0-9])|->|[\u2713\u2714\u2705\u2611\u274c\u2717]"
    r"|(?:'s|is|isn'?t|are|aren'?t|has|hasn'?t|have|haven'?t|was|wasn'?t|were|will|won'?t|should|can|can'?t|cannot|needs?|not|now"
    r"|all|both|still|nearly|almost|half|partly|done|complete|sent|waiting|awaiting|blocked|stuck|on\s+hold|in\s+(?:progress|hand)"
    r"|could|(?:i|we)(?:'(?:m|re|ve|ll|d)|\s+(?:need|want|will|can|can't|cannot|could|am|are|have|haven't|should|still|think))"
    r"|(?:down\s+)?as\s+(?=[a-z])"
    r"|on\s+track|ongoing|under\s?way|chasing|no|to\s+(?:be|follow|do)|by|next|another|today|tomorrow|due|please|pls|plz|tbc|overdue|outstanding|pending"
    rf"|on\s+(?:the\s+[0-9]|{WEEKDAY})|mine|wip|too|as\s+well|also|ditto|{WEEKDAY}|[a-z]{{3,}}ed)\b)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:that's|re|regarding|about|concerning|as\s+for|for|on|with)\b:?\s+", re.IGNORECASE)
_IS = re.compile(r"(?:is|are|'s)\s+(?:now\s+)?(?=\S)", re.IGNORECASE)
_MARKED = re.compile(r"\s*[,:;.)\]=\u2013\u2014-]")
_RANGE = re.compile(
    r"(?P<first>[1-9][0-9]{0,5})\s*(?P<tie>-|\u2013|\u2014|to|/|,(?=[0-9])|or)\s*(?P<last>[1-9][0-9]{0,5})(?![\w%]|[:./,-][0-9])",
    re.IGNORECASE,
)

# Words that stand before a number and are no board's letters.
_NO_CODE = re.compile(
    r"about|cop|eod|eta|action|after|all|and|apr|april|around|as|at|aug|august|before|by|can|chapter|close|complete|covid"
    r"|day|dec|december|did|do|done|draft|drop|due|edit|fact|feb|february|fig|figure|for|fri|friday|from|gp"
    r"|group|had|half|has|have|in|into|is|iso|it|item|jan|january|jul|july|jun|june|just|level|lot|mar|march"
    r"|may|mid|mon|monday|nearly|next|no|not|nov|november|now|number|oct|october|of|on|only|or|over|page|para"
    r"|part|past|phase|plan|point|post|pre|q|quarter|room|round|sat|saturday|section|see|sent|sep|sept"
    r"|september|show|since|site|some|stage|step|sun|sunday|table|task|team|term|than|that|the|then|this|thu"
    r"|thursday|tier|till|to|top|tue|tuesday|under|until|up|update|vat|version|vol|ward|was|we|wed|wednesday"
    r"|week|with|wk|year",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an answer, text[start:end], and the actions it is about.

    `led` is where a verb stands before its refs, "done" in "done 12, sent on Monday": it belongs to what is said.
    """

    refs: tuple[Ref, ...]
    start: int
    end: int
    led: tuple[int, int] = (0, 0)


def take_refs(text: str) -> tuple[tuple[Ref, ...], str]:
    """The refs the text begins with, each once, and the words after them."""
    text = text.strip()
    refs, end = refs_at(text, 0)
    if not refs and (about := _ABOUT.match(text)):
        refs, end = refs_at(text, about.end(), careful=True)
    return (refs, _AFTER.sub("", text[end:]).strip()) if refs else ((), text)


def refs_only(text: str) -> tuple[Ref, ...]:
    """The refs the text begins with."""
    return take_refs(text)[0]


def leading_refs(text: str) -> tuple[tuple[Ref, ...], str]:
    """Refs in front of an answer: "14 is waiting on public health" is about 14 and says "waiting on …".

    A bare number counts only before a verb or a mark, so that "20 people came" stays somebody's words.
    """
    text = text.strip()
    refs, end = _head_at(text, 0)
    if not refs:
        return (), text
    rest = _AFTER.sub("", text[end:]).strip()
    return refs, _IS.sub("", rest, count=1) if _IS.match(rest) else rest


def parts(text: str, start: int = 0) -> list[Part]:
    """The answer from `start` cut up by the actions it speaks of: "12 done, 14 not started" has two parts.

    The first part has no refs where words come before any ref.
    """
    refs, at = _head_at(text, start)
    led = (0, 0)
    found: list[Part] = []
    if not refs and (mark := _MARK.match(text, start)):
        marked, end = refs_at(text, mark.end(), careful=True)
        refs, at = (marked, end) if marked and _AS.match(text, end) else (refs, at)
    told = None if refs else _told_first(text, start, _HEADED, _FOR, _NEARLY)
    if told and (text[told[1] :].strip(" .!)]") or not told[0][0].code or _HEADED.match(text, start)):
        refs, at, led = told
    elif not refs and (verb := _LED.match(text, start)):
        refs, end = (
            ((), at) if _RANGE_SAID.match(text, verb.end()) else refs_at(text, verb.end(), careful=True)
        )
        led, at = ((start, verb.end(1)), end) if refs else (led, at)
        last = _LAST.search(text, verb.end(), at) if len(refs) > 1 and _STATE.match(text, at) else None
        if last is not None:
            # "Done 12, 14 waiting on legal": the verb is said of the first, and what follows of the last.
            found.append(Part(refs[:-1], last.start(), last.start(), led))
            refs, led = refs[-1:], (0, 0)
    look = at
    while boundary := _BOUNDARY.search(text, look):
        more, end = refs_at(text, boundary.end(), careful=True)
        look = max(end, boundary.end())
        if more and _begins_part(text, more, end, marked=boundary["mark"] is not None):
            found.append(Part(refs, at, boundary.end() if boundary["state"] else boundary.start(), led))
            refs, at, led = more, end, (0, 0)
        elif (
            refs
            and not boundary["state"]
            and (told := _told_first(text, boundary.end(), _HEADED, _LED_BEHIND, _FOR, _WILL, _NEARLY))
        ):
            found.append(Part(refs, at, boundary.start(), led))
            refs, at, led = told
            look = at
    return [*found, Part(refs, at, len(text), led)]


def _told_first(
    text: str, at: int, *forms: re.Pattern[str]
) -> tuple[tuple[Ref, ...], int, tuple[int, int]] | None:
    """What is said before its refs, "started 14" or "need until Friday for 15", where no count can be meant."""
    for form in forms:
        verb = form.match(text, at)
        if verb is None or _RANGE_SAID.match(text, verb.end()):
            continue
        refs, end = refs_at(text, verb.end(), careful=True)
        if refs and (form is _WILL or _ENDS_THERE.match(text, end)):
            return refs, end, (at, verb.end(1))
        last = _LAST.search(text, verb.end(), end) if len(refs) > 1 and _PREDICATE.match(text, end) else None
        if last is not None:
            return refs[:-1], last.start(), (at, verb.end(1))
    return None


_RANGE_SAID = re.compile(r"#?[0-9]+\s*(?:-|\u2013|\u2014|\bto\b|\bor\b)\s*#?[0-9]", re.IGNORECASE)
_I_HAVE = r"(?:(?:i|we)(?:'?ve|'?m|'re|\s+have|\s+am|\s+are)?\s+|(?:now|just|already|all|please|yes|also|still)\s+)*"
_BEGUN = r"started|begun|(?:not|haven't|have\s+not)\s+(?:yet\s+)?(?:started|begun|finished|done)|working\s+on|making\s+progress\s+(?:on|with)"
_LED = re.compile(
    rf"({_I_HAVE}"
    r"(?:done|finished|completed?|sorted|sent|closed?|circulated|submitted|actioned|delivered|ticked\s+off|[\u2705\u2714\u2713\u2611]"
    rf"|{_BEGUN}))"
    r"(?:\s+(?:with|off|on))?(?:\s*[:;,]|\s+[-\u2013])?\s+",
    re.IGNORECASE,
)
# "12 done, sent 14 to legal" may be copies: further on only what is said of nothing but an action.
_LED_BEHIND = re.compile(
    rf"({_I_HAVE}(?:done|finished|completed?|closed|ticked\s+off|dropped|{_BEGUN}"
    r"|(?:so|as|which)\s+(?:is|are|has|have)|same\s+(?:for|with|goes\s+for)|ditto))(?:\s+(?:with|on|for))?(?:\s*:)?[ \t]+",
    re.IGNORECASE,
)
# "Need until Friday for 15", "waiting on legal for 12": of the action at its end.
_FOR = re.compile(
    r"((?:(?:i|we|i'm|we're|i'd|please|but|still|am|are|also|can|could|like|may)\s+)*"
    r"(?:(?:more\s+time|an?\s+extension)|(?:needs?|have|give\s+(?:me|us)|another|an?\s+extra|a?waiting|blocked|stuck|held\s+up|chasing|no\s+(?:reply|news|progress))\b"
    r"[^.;,\n]{3,60}?))\s+(?:for|on|re|about|with|regarding)[ \t]+(?=[#0-9]|[A-Za-z]{2,10}[- ]?#?[0-9])",
    re.IGNORECASE,
)
# "In progress: 14, 15".
_HEADED = re.compile(
    r"((?:(?:still|now)\s+)?(?:in\s+(?:progress|hand|train)|on-?going|under\s?way|wip|blocked|stuck|on\s+hold|(?:a?waiting|pending)"
    r"|outstanding|overdue|to\s+do|not\s+(?:yet\s+)?(?:started|done|mine|needed)|no\s+longer\s+needed|dropped|cancelled|on\s+track|open"
    r"|done|finished|completed?))\s*(?::|\s[-\u2013\u2014])[ \t]*",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"((?:(?:i|we)\s+)?(?:(?:i|we)'ll|will|shall|should|am\s+going\s+to|are\s+going\s+to|going\s+to|hope\s+to|hoping\s+to|aim\s+to|aiming\s+to|expect\s+to|plan\s+to|intend\s+to)"
    r"\s+(?:hopefully\s+)?(?:finish|complete|do|have|get))[ \t]+",
    re.IGNORECASE,
)
# "Nearly there with 14", "not mine 15".
_NEARLY = re.compile(
    r"((?:(?:i'?m|we're|it's|i|we|am|are|is|still|sorry)\s+)*"
    r"(?:(?:(?:very\s+)?nearly|almost|just\s+about|mostly|half)\s+(?:there|done|finished|completed?|sorted|ready)|half\s?way|getting\s+there|not\s+mine))"
    r"(?:\s+(?:with|on|for|through))?(?:\s*[:;,]|\s+[-\u2013])?[ \t]+",
    re.IGNORECASE,
)
_ENDS_THERE = re.compile(
    r"[)\]]?\s*(?:$|[.,;:!?\n&]|[-\u2013\u2014]\s|(?:and|but|while|though|too|as\s+well|also|now|yet|today|yesterday|already)\b)",
    re.IGNORECASE,
)
# "Mark 12 as done and 14 as in progress".
_MARK = re.compile(
    r"(?:(?:please|pls|kindly|(?:can|could|would)\s+you)\s+)*(?:mark|set|put|flag|record|log)\s+(?:down\s+)?",
    re.IGNORECASE,
)
_AS = re.compile(r"\s+(?:down\s+)?(?:as|to)\s+(?=[a-z])", re.IGNORECASE)
_LAST = re.compile(r"[\s,;&]*(?:\band\s+|\bplus\s+)?(?:[A-Za-z]{2,10}[- ]?)?#?[0-9]+$", re.IGNORECASE)
_STATE = re.compile(
    r"\s+(?:is|isn'?t|has|hasn'?t|was|wasn'?t|will|won'?t|not(?!\s*#?[0-9])|still|nearly|almost|half|partly|waiting|awaiting|blocked"
    r"|stuck|on\s+hold|in\s+(?:progress|hand)|on\s+track|ongoing|under\s?way|needs?|to\s+follow|chasing|tbc|pending|outstanding"
    r"|overdue|delayed|started|wip)\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"(?:(?P<mark>[.,;:!?\n(&]|\s[-\u2013\u2014/]+\s)\s*(?:(?:and|but)\s+)?|(?<!all )(?<!everything )\b(?:and|but|while|whilst|whereas|though|although|then)\s+"
    r"|(?P<state>\b(?:done|complete|completed|finished|sorted|sent|ok)\s+|[\u2705\u2714\u2713\u2611\u274c]\ufe0f?\s*))(?=[(\[#0-9A-Za-z])",
    re.IGNORECASE,
)


def _begins_part(text: str, refs: tuple[Ref, ...], end: int, *, marked: bool) -> bool:
    if _PREDICATE.match(text, end):
        return True
    return marked and any(ref.code for ref in refs) and _MARKED.match(text, end) is not None


def several_meant(text: str) -> tuple[Ref, ...]:
    """The refs that "12-14", "12/14" or "12 or 14" may mean: for asking, never for acting, since nobody named them all."""
    text = text.strip()
    match = _RANGE.match(text, _start(text, 0))
    if match is None or _COUNTED.match(text, match.end()):
        return ()
    first, last = int(match["first"]), int(match["last"])
    if match["tie"].casefold() in {"-", "\u2013", "\u2014", "to"}:
        return tuple(Ref(n) for n in range(first, last + 1)) if 0 < last - first <= _MOST_IN_RANGE else ()
    if match["tie"] == "/" and first <= 31 and last <= 12:
        return ()  # a day of a month
    return (Ref(first), Ref(last))


def refs_at(text: str, at: int, *, careful: bool = False) -> tuple[tuple[Ref, ...], int]:
    """The refs that stand at a place in the text, and where they end.

    A careful reading wants to see, behind a bare number, that it is no count: an end, a mark, or a telling word.
    """
    refs: dict[Ref, None] = {}
    end = at
    at = _start(text, at)
    while match := _REF.match(text, at):
        ref = _ref(match, inherited=next(reversed(refs)).code if refs else None)
        bare = match["code"] is None and match["hash"] is None
        apart = match["hash"] is None and (match["tie"] is None or match["tie"].isspace())
        if ref is None or (apart and _COUNTED.match(text, match.end())):
            break
        if bare and (careful or refs) and (_YEAR.fullmatch(match[0]) or not _TELLS.match(text, match.end())):
            break
        refs[ref] = None
        end = match.end()
        joint = _JOINT.match(text, end)
        if joint is None:
            break
        at = _start(text, joint.end())
    return tuple(refs), end


def _start(text: str, at: int) -> int:
    prefix = _PREFIX.match(text, at)
    return prefix.end() if prefix else at


def _head_at(text: str, at: int) -> tuple[tuple[Ref, ...], int]:
    """Refs that begin an answer, where what follows shows that it is about them."""
    about = _ABOUT.match(text, at)
    refs, end = refs_at(text, about.end() if about else at, careful=True)
    plain = any(ref.code for ref in refs) or "#" in text[at:end] or not text[end:].strip(" .!)]")
    if refs and (
        plain or _MARKED.match(text, end) or (_PREDICATE.match(text, end) and not _counts(text, refs, end))
    ):
        return refs, end
    return (), at


def _counts(text: str, refs: tuple[Ref, ...], end: int) -> bool:
    """ "20 are sorted" counts; "20 is sorted" names."""
    return (
        len(refs) == 1
        and re.match(r"\s*(?:are|have|were|all)\b", text[end : end + 20], re.IGNORECASE) is not None
    )


def _ref(match: re.Match[str], inherited: str | None) -> Ref | None:
    number, code, tie = int(match["number"]), match["code"], match["tie"]
    if code is None:
        return Ref(number, inherited)
    if _NO_CODE.fullmatch(code):
        return None
    glued = tie is None and (not code.isalpha() or (len(code) < 3 and not code.isupper()))
    spaced = tie is not None and tie.isspace() and not (code.isalpha() and code.isupper())
    return None if glued or spaced else Ref(number, code.upper())
