"""What somebody types below a review of minutes: "accept all", "leave out 2", "3 is due 13 March", "put in the log".

The numbers are those of the proposals. Whether words are taken so at all depends on what stands above them.
"""

import re
from dataclasses import dataclass
from typing import Literal, cast

_LONGEST = 400
_MOST = 200

VerdictKind = Literal["accept", "leave", "terms", "log", "aside"]
Whole = Literal["", "all", "sure", "actions", "decisions", "referrals"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of proposals: of those numbered, or of the whole but `besides`.

    `words` are a date or owners, for `terms`. Those of "put 1 and 3 in the log" are accepted first.
    """

    kind: VerdictKind
    numbers: tuple[int, ...] = ()
    whole: Whole = ""
    besides: tuple[int, ...] = ()
    words: str = ""


_ONE = r"(?:(?:numbers?|nos?\.?|proposals?|items?|#)\s*)?[1-9][0-9]{0,2}(?![0-9]|[/:.][0-9])"
_RANGE = rf"{_ONE}(?:\s*(?:-|\u2013|to|until|through)\s*{_ONE})?"
_MONTH_NEXT = r"\s*(?:st|nd|rd|th)?\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_JOINT = r"(?:\s*,(?:\s*(?:and\b|&))?|\s*(?:&|\+|\band\b|\bplus\b))\s*"
_NUMBERS = rf"(?:{_RANGE}(?:(?:{_JOINT}|\s+(?=[0-9])){_RANGE})*)(?!{_MONTH_NEXT})"
# "Move 3 to 13 March" is no range.
_LISTED = rf"(?:{_ONE}(?:{_JOINT}{_ONE})*)"
_SPAN = re.compile(r"(?P<first>[0-9]+)(?:\s*(?:-|\u2013|to|until|through)\s*\D*?(?P<last>[0-9]+))?")
_BUT = rf"(?:\s*,?\s*(?:but|except|apart from|bar|other than|save|without|not)(?:\s+(?:for|not))?\s+(?P<besides>{_NUMBERS}))?"
_SURE = r"(?:(?:all|everything|the ones|those|the)\s+)?(?:(?:of\s+)?(?:the\s+)?(?:ones\s+)?(?:(?:that|which|you)(?:'re|\s+are)\s+|you're\s+)?sure(?:\s+(?:of|about))?(?:\s+ones)?)"
_ALL = r"(?:all(?:\s+(?:of\s+)?(?:them|these|those|it|the\s+(?:rest|others|lot|proposals)))?|everything|the\s+(?:rest|lot|others|whole\s+lot)|them\s+all|them|these)"
_KIND = r"(?:all\s+)?(?:of\s+)?(?:the\s+)?(?P<kind>actions|decisions|referrals)"
_WHAT = rf"(?:(?P<sure>{_SURE})|{_KIND}|(?P<all>{_ALL})|(?P<numbers>{_NUMBERS}))"
_OPENING = re.compile(r"(?:(?:please|pls|ok(?:ay)?|yes|so|then|now|and|but|also|right|thanks)\b[\s,:]*)+(?=\S)", re.IGNORECASE)  # fmt: skip

_ACCEPT = r"(?:accept(?:ed)?|take(?:\s+in)?|keep|include|approve|confirm|agree(?:d)?(?:\s+(?:to|with|on))?|yes(?:\s+to)?|ok(?:ay)?(?:\s+(?:to|with))?)"
_LEAVE = r"(?:leave|leave\s+out|leave\s+off|skip|ignore|reject|decline|drop|remove|delete|omit|discard|exclude|forget|no\s+to|not|no)"
_IS_OK = r"(?:(?:is|are|looks?|seems?)\s+)?(?:all\s+)?(?:ok(?:ay)?|yes|fine|good|right|correct|accepted|agreed|to\s+be\s+(?:accepted|kept)|[\u2713\u2714\u2705\U0001f44d]\ufe0f?)"
_IS_OUT = (
    r"(?:(?:(?:is|are)\s+)?not|isn'?t|aren'?t)\s+(?:an?\s+|really\s+an?\s+|really\s+)?(?:actions?|decisions?|referrals?|needed|wanted|one|right)"
    r"|(?:(?:is|are)\s+)?(?:out|no|rubbish|nonsense|to\s+be\s+left\s+out|left\s+out|rejected|[\u2717\u274c]\ufe0f?)"
)
_LOG = (
    r"(?:(?:put|send|bring|get|enter|add)\s+(?:(?:it|them|these|those|that|all|everything|the\s+(?:lot|rest|accepted(?:\s+ones)?))\s+)*(?:all\s+)?(?:in|into|to|on|onto)\s+(?:the\s+)?(?:action\s+)?log"
    r"|log\s+(?:it|them|these|those|all|everything)(?:\s+all)?|(?:in|into)\s+the\s+log)"
)
_ASIDE = r"(?:(?:set|put)\s+(?:(?:it|them|these|those|the|minutes)\s+)*aside(?:\s+(?:the|these)\s+minutes)?|(?:discard|forget|ignore|leave|drop|skip|delete)\s+(?:the|these|those)\s+minutes)"

_WORDINGS: tuple[tuple[VerdictKind, str], ...] = (
    ("log", _LOG),
    ("aside", _ASIDE),
    ("accept", rf"{_ACCEPT}\s+{_WHAT}{_BUT}"),
    ("leave", rf"{_LEAVE}\s+{_WHAT}{_BUT}(?:\s+out\b)?"),
    (
        "accept",
        rf"(?:(?P<all>{_ALL})|(?P<numbers>{_NUMBERS})){_BUT}\s*[:=-]?\s*{_IS_OK}(?!\s+(?:to|for|by|with)\b)",
    ),
    ("leave", rf"(?:(?P<all>{_ALL})|(?P<numbers>{_NUMBERS}))\s*[:=-]?\s*(?:{_IS_OUT})"),
    ("accept", rf"(?P<numbers>{_NUMBERS})\s*[:=-]?\s*(?:accept|keep|take|approve)"),
    (
        "leave",
        rf"(?P<numbers>{_NUMBERS})\s*[:=-]?\s*(?:leave(?:\s+out)?|skip|ignore|reject|drop|delete|remove)",
    ),
    (
        "accept",
        rf"(?P<all>{_ALL})\s*,?\s*(?:but|except|apart\s+from|bar)(?:\s+for)?\s+(?P<besides>{_NUMBERS})",
    ),
    ("log", rf"log\s+(?P<numbers>{_NUMBERS})"),
    (
        "log",
        rf"(?:put|send|bring|add)\s+(?P<numbers>{_NUMBERS})\s+(?:in|into|to|on)\s+the\s+(?:action\s+)?log",
    ),
)
_FORMS = tuple((kind, re.compile(rf"(?:{form})", re.IGNORECASE)) for kind, form in _WORDINGS)
_TERMS = re.compile(
    rf"(?:(?:due|assign|give|move|set|make|change)\s+(?P<led>{_LISTED})(?!{_MONTH_NEXT})\s*(?:to|for|by|on|is|=|:)?"
    rf"|(?P<numbers>{_LISTED})(?!{_MONTH_NEXT})(?:\s*[:=]|\s+[-\u2013\u2014]|\s*->|'s)?(?:\s+(?:is|are|was|will\s+be|should\s+be|must\s+be|to\s+be|should|goes|go|belongs?)\b)?(?:\s+(?:for|to|with|now))*)\s*"
    r"(?P<due>(?:(?:due|deadline|date|by|until|till|on)\b\s*(?:date\s*)?(?:is\s+|by\s+|on\s+|to\s+|:\s*)?)*)(?P<words>\S.*)",
    re.IGNORECASE,
)
_TIE = re.compile(r"\s*(?:[,;.\n]+\s*(?:and\b|but\b|then\b)?|\b(?:and|but|then)\b)\s*", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_PART = re.compile(r"\s*[;\n]\s*")
_WHOLE_MESSAGE = re.compile(r"[\s.,!]*(?:(?:please|pls|thanks|thank\s+you|thx|ta)\b[\s.!]*)*$", re.IGNORECASE)
_ABOUT_A_REVIEW = re.compile(
    r"\W*(?:accept|reject|leave\s+out|skip|ignore|approve|include|omit|exclude)\b", re.IGNORECASE
)


def read_verdicts(text: str) -> tuple[Said, ...]:
    """Everything the words say of proposals, in order; nothing where any of them says something else."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return ()
    text = _BLANKS.sub(" ", text.replace("\u2019", "'"))
    found: list[Said] = []
    for part in _PART.split(text):
        said = _one_part(part) if part else []
        if said is None:
            return ()
        found += said
    return tuple(found)


def speaks_of_review(text: str) -> bool:
    """Whether words begin as those about a review do, however they go on."""
    return bool(_ABOUT_A_REVIEW.match(text[:40]))


def may_be_of_a_review(text: str) -> bool:
    """Whether words would be taken for a review, if one stood above them."""
    return speaks_of_review(text) or bool(read_verdicts(text))


def _one_part(text: str) -> list[Said] | None:
    found: list[Said] = []
    at = 0
    while True:
        opening = _OPENING.match(text, at)
        said = _form_at(text, at) or (_form_at(text, opening.end()) if opening else None)
        if said is None:
            terms = None if found else _terms(text[opening.end() :] if opening else text)
            return [terms] if terms else None
        one, at = said
        found.append(one)
        if _WHOLE_MESSAGE.match(text, at):
            return found
        tie = _TIE.match(text, at)
        if tie is None and _form_at(text, at + 1):
            at += 1  # "accept 1 leave out 2"
            continue
        if tie is None or tie.end() == at:
            terms = None if len(found) > 1 else _terms(text)
            return [terms] if terms else None
        at = tie.end()


def _form_at(text: str, at: int) -> tuple[Said, int] | None:
    for kind, form in _FORMS:
        match = form.match(text, at)
        if match is None or re.match(r"\w", text[match.end() : match.end() + 1]):
            continue
        named = match.groupdict()
        whole = named.get("kind") or next((name for name in ("sure", "all") if named.get(name)), "")
        numbers = _numbers(named.get("numbers"))
        if named.get("numbers") and not numbers:
            continue
        return Said(kind, numbers, cast("Whole", whole.lower()), _numbers(named.get("besides"))), match.end()
    return None


def _terms(text: str) -> Said | None:
    match = _TERMS.fullmatch(text.strip(" .!"))
    numbers = _numbers(match["led"] or match["numbers"]) if match else ()
    if match is None or not numbers:
        return None
    return Said("terms", numbers, words=f"{'due ' if match['due'] else ''}{match['words'].strip()}")


def _numbers(text: str | None) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for one in _SPAN.finditer(text or ""):
        first, last = int(one["first"]), int(one["last"] or one["first"])
        found.update(dict.fromkeys(range(first, min(last, first + _MOST) + 1)))
    return tuple(found)
