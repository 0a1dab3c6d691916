"""Whose action it is: reading the words before "to", "will" or "agreed to", a cell or a bracket."""

import re
from dataclasses import dataclass

from bot.minutes.names import is_named
from bot.minutes.people import Register, Sort
from bot.minutes.words import BODY, GROUP, NEVER_FIRST, NOT_OWNERS, ROLE, TITLE, VERBS, is_order


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a clause is about. `sort` says how sure it is to be somebody at the table: a "name" is only
    capitalised words, which may be an outsider or a thing.
    """

    owners: tuple[str, ...]
    sort: Sort
    start: int = 0


NOBODY = Subject((), "none")

_SPLIT = re.compile(
    r"\s+(?=@\w)|\s*(?:/|,\s*and\s|,(?!\s*(?:LGA|NHS|CC|DC|BC|PC)\b)|\s&\s|\+|;|\s+(?:and|with support from|or)\s+)\s*"
)
_PAREN = re.compile(r"\s*\([^()]{0,80}\)")
_WITH = re.compile(
    r"\s+(?:with\s+(?:the\s+)?(?:input|support|help|assistance)|supported by|in consultation|together)\b.*$",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(r",?\s+(?:(?:and|&|\+)\s+others|et\.? al\.?)$", re.IGNORECASE)
_INITIALS = re.compile(
    r"(?:[A-Z]{2,4}[a-z]?|[A-Z][A-Za-z]{0,4}[A-Z]|[A-Z]{1,3}-[A-Z]{1,2}|(?:[A-Z]\.){2,4})$"
)
_SHORT_NAMES = frozenset({"AS", "AM", "IS", "BE", "DO", "GO", "HE", "ME", "SO", "US", "WE"})
"""Initials that are words in small letters."""
_HANDLE = re.compile(r"@[\w-]{1,40}$")
_CAP = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.&-]*|of|de|van|von|for|the|and|data\.gov\.uk)"
_NAME = re.compile(rf"(?:{TITLE}\s+)*[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'.&-]*(?:\s+{_CAP}){{0,5}}$")
_TITLED = re.compile(rf"(?:{TITLE}\s+)+[A-Z]", re.IGNORECASE)
_DET = r"(?:(?:the|a|an|our|each|every|all|both|any|its|their|relevant|other|various|appropriate|individual|said)\s+){0,3}"
_PLAIN = r"(?:(?!(?:for|to|with|by|in|on|from|that|which|who|or|at|as)\b)[\w’'&.][\w’'&.-]*\s+)"
_ROLE = re.compile(
    rf"{_DET}{_PLAIN}{{0,6}}(?:{ROLE})s?(?:\s+(?:of|for|from)\s+(?:the\s+)?[\w.’'&-]+(?:\s+[\w.’'&-]+){{0,4}})?(?-i:\s+[A-Z]\w+){{0,2}}$",
    re.IGNORECASE,
)
_GROUP = re.compile(
    rf"{_DET}{_PLAIN}{{0,3}}(?:{GROUP})(?:\s+present)?(?:\s+(?:of|from|on)\s+(?:the\s+)?[\w.’'&-]+(?:\s+[\w.’'&-]+){{0,3}})?$",
    re.IGNORECASE,
)
_BODY = re.compile(rf"{_DET}{_PLAIN}{{0,5}}(?:{BODY})s?(?-i:\s+[A-Z]\w+){{0,1}}$", re.IGNORECASE)
_NAMED_POST = re.compile(
    rf"(?P<name>{TITLE}\s+(?-i:(?:[A-Z]\.?\s+)?[A-Z][\w’'-]+)),?\s+(?:(?-i:[A-Z.]{{2,}})\s+|the\s+|of\s+)?(?-i:(?:[A-Z][\w’'-]+\s+){{0,3}})(?:{ROLE})$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|they|we|i|who|it|you)$", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:and|but|then|also|additionally|furthermore|however|therefore|meanwhile|in addition|in the meantime|as a result"
    r"|accordingly|consequently|instead|otherwise|overall|afterwards|thus|hence|finally|following (?:this|discussion|debate)|after (?:some )?(?:discussion|debate)|subsequently"
    r"|it was (?:also |further |therefore |then )?(?:agreed|decided|resolved|confirmed|noted|suggested|reported|proposed)(?: that)?"
    r"|that|where|if)\b[,:]?\s+",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\s(?:->|=>|→)\s|[,;:]\s+|\s+(?:that|and|but|so|therefore|which|while|whilst|although|though|however|since|until|unless|then|as|when|where|how|why|because|following which|after which|if)\s+|\s[–—-]\s|[.?!]\s+|[\"“”]\s*"
)
_NO_LETTER = re.compile(r"\W")
_VERBISH = re.compile(
    r"\b(?:was|were|is|are|has|have|had|be|been|will|would|should|could|can|may|might|must|said|to|not|how|why|whether)\b",
    re.IGNORECASE,
)

_PAST_VERB = re.compile(
    r"\s(?!(?:appointed|named|retired|elected|united|associated|allied|related|interested|affected|designated|accredited"
    r"|registered|combined|proposed|concerned|involved|nominated|invited|selected|integrated|advanced|shared|need)\b)[a-z]{3,}ed\s"
)


def read_owners(text: str) -> tuple[str, ...]:
    """Owners named in a cell, a bracket or after a colon: split on "and", commas and strokes."""
    text = text.strip(" .:;*-–—[]\t\u200b")
    text = _named_of(_WITH.sub("", text))
    dashed = re.split(r"\s[–—-]\s", text)
    if len(dashed) == 2:
        # "Partners – J. Able/K. Baker": the names say more than the group they come from.
        text = dashed[1] if _NAME.match(dashed[1].split("/")[0].strip(" .")) else dashed[0]
    text = _PAREN.sub("", text).strip(" .,:;")
    if re.fullmatch(r"(?i)(?:-|n/?a|none|tbc|tbd|unassigned|unknown|nobody|no one|various|)", text):
        return ()
    affiliated = re.fullmatch(r"(.+ .+),\s+([A-Z&]{2,8})", text)
    if affiliated:
        text = affiliated[1]
    parts = _join_posts([part.strip(" .") for part in _SPLIT.split(text)], text)
    parts = [
        part
        for part in parts
        if (part and not re.fullmatch(r"[A-Z&]{2,5}", part)) or len(parts) == 1 or _all_short(parts)
    ]
    return tuple(dict.fromkeys(part for part in parts if part))


def _named_of(text: str) -> str:
    """Those who are named of "HM, SI and others"."""
    return _AND_OTHERS.sub("", text) if text.endswith(("others", "al", "al.")) else text


def _join_posts(parts: list[str], text: str) -> list[str]:
    """One post from two parts: "Head of Parks and Play", "the Trees and Hedges Officer"."""
    joined: list[str] = []
    for part in parts:
        before = joined[-1] if joined else ""
        both = f"{before} and {part}"
        one_post = (
            _POST_OF.search(before)
            and not _HAS_ROLE.search(part)
            and not _INITIALS.match(part)
            and not is_named(part.split())
        ) or (
            before[:4].lower() == "the "
            and not _HAS_ROLE.search(before)
            and (_HAS_ROLE.search(part) or _A_UNIT.search(part))
            and sort_of(before) == "name"
        )
        if before and both in text and one_post:
            joined[-1] = both
        else:
            joined.append(part)
    return joined


def _all_short(parts: list[str]) -> bool:
    return any(_INITIALS.match(part) for part in parts)


def owner_shaped(text: str, register: Register | None = None) -> bool:
    """Whether a short text reads as nothing but owners: names, initials, roles or bodies."""
    text = _named_of(_PAREN.sub("", text.strip(" .:;*[]")))
    if not text or len(text) > 80 or len(text.split()) > 10:
        return False
    parts = [
        part for part in re.split(r"\s+(?=@\w)|\s*(?:/|,|;|\s&\s|\+|\s+and\s+|\s[–-]\s)\s*", text) if part
    ]
    return bool(parts) and all(sort_of(part, register) not in {"none", "pronoun"} for part in parts)


_CODE = re.compile(r"[A-Z]{1,5}-?\d[\d./-]*-\d[\w./-]*|\d[\w./-]*")
"""The number of an action or a minute: "DB10-01", "4.2"."""
_BEHIND_A_VERB = frozenset(
    {
        "the",
        "a",
        "an",
        "about",
        "with",
        "to",
        "for",
        "from",
        "on",
        "all",
        "our",
        "any",
        "more",
        "up",
        "out",
        "back",
        "if",
        "whether",
    }
)


def sort_of(part: str, register: Register | None = None) -> Sort:
    """What kind of doer some words name, if any."""
    if register is None:
        return _sort_of(part, register)
    known = register.sorts.get(part)
    if known is None:
        known = register.sorts[part] = _sort_of(part, register)
    return known


def _sort_of(part: str, register: Register | None) -> Sort:  # noqa: C901, PLR0912  the sorts in their order, one test each
    part = _PAREN.sub("", part).strip(" .,’'\"“”*")
    words = part.split()
    if not part or len(words) > 9:
        return "none"
    if register and register.knows(part):
        return "person"
    if _PRONOUN.match(part):
        return "pronoun"
    if _HANDLE.match(part) or (_TITLED.match(part) and _NAME.match(part)):
        return "person"
    if _CODE.fullmatch(part) or part in {"A", "a"} or "--" in part:
        return "none"
    if (
        len(words) > 1
        and words[1].lower() in _BEHIND_A_VERB
        and (is_order(words[0]) or (words[0].islower() and words[0].endswith("ed")))
    ):
        # "Enquire about group members" orders, "invited the Board" tells; neither names anybody.
        return "none"
    last = _NO_LETTER.sub("", words[-1]).lower()
    if last in NOT_OWNERS or (words[0].lower() in NEVER_FIRST and part not in _SHORT_NAMES):
        return "none"
    if (_VERBISH.search(part) or _PAST_VERB.search(part)) and not _NAME.match(part):
        return "none"
    if _INITIALS.match(part):
        return "person" if len(part) <= 3 else "name"
    if _ROLE.match(part):
        return "role"
    if _GROUP.match(part):
        return "group"
    if _BODY.match(part):
        return "body"
    if is_named(words):
        return "person"
    if (
        len(words) == 1
        and len(last) > 4
        and last.endswith("ed")
        and last not in {"ahmed", "syed", "mohammed"}
    ):
        # "Voted to accept": what was done, and not somebody.
        return "none"
    if len(words) == 1 and last.endswith("s") and not last.endswith("ss") and not part.isupper():
        # "Topics to add", "Costs will rise": many of a thing, unless somebody is known by it.
        return "none"
    if len(words) == 1 and last in VERBS and not (register and register.listed and register.knows(part)):
        return "none"
    if len(words) > 1 and is_order(words[0]):
        return "none"
    return "name" if _NAME.match(re.sub(r"^[Tt]he\s+", "", part)) else "none"


_HAS_ROLE = re.compile(rf"\b(?:{ROLE})s?$", re.IGNORECASE)
_A_UNIT = re.compile(r"\s(?:Unit|Department|Directorate|Team|Service|Committee|Group)s?$")
_POST_OF = re.compile(rf"\b(?:{ROLE})\s+(?:of|for)\s", re.IGNORECASE)
_RANK: dict[Sort, int] = {"person": 5, "role": 4, "group": 3, "body": 2, "name": 1, "pronoun": 0, "none": -1}


def read_subject(before: str, register: Register | None = None) -> Subject:
    """The doer at the end of the words before a verb: the longest stretch that names somebody."""
    before = before.rstrip()
    before = before.removesuffix(",")
    # A subject is near its verb; looking no further keeps a page-long sentence cheap.
    cut = max(0, len(before) - 160)
    if cut:
        cut = before.find(" ", cut) + 1
    starts = [cut] if cut == 0 else []
    starts += [cut + found.end() for found in _BREAK.finditer(before[cut:])]
    for start in starts:
        shift, text = start, before[start:]
        while (opening := _OPENING.match(text)) is not None:
            shift += opening.end()
            text = text[opening.end() :]
        subject = whole_subject(text, register)
        if subject.sort != "none":
            return Subject(subject.owners, subject.sort, shift)
    return _behind_a_clause(before[cut:], cut, register) if starts and starts[0] == 0 else NOBODY


_CLAUSE_FIRST = re.compile(
    r"^\W*(?:once|when|after|before|as soon as|following|until|subject to|in the meantime|at the|upon|on (?:receipt|completion|return|an?\b)|as|because|since|given|arising from|further to|in (?:response|relation) to|with (?:regard|reference) to|regarding|re|due to|for the|in|by|with|should|if)\b",
    re.IGNORECASE,
)
_LAST_DOER = re.compile(
    rf"\s(?P<who>(?i:(?:the|our)\s+(?:[\w’'-]+\s+){{0,2}}?(?:{ROLE}))|[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?|[A-Z]{{2,4}})$"
)
_TIED = re.compile(r"\b(?:by|of|to|with|for|from|the|and|or|than|at|about|via|through)$", re.IGNORECASE)


def _behind_a_clause(before: str, cut: int, register: Register | None) -> Subject:
    """The doer behind a clause that no comma ends: "Once prices are in the Clerk | will apply"."""
    found = _LAST_DOER.search(before[-60:]) if _CLAUSE_FIRST.match(before) else None
    if not found or _TIED.search(before[: len(before) - len(found.group())]):
        return NOBODY
    subject = whole_subject(found["who"], register)
    if subject.sort not in {"person", "role"}:
        return NOBODY
    return Subject(subject.owners, subject.sort, cut + len(before) - len(found["who"]))


_BETWEEN = re.compile(r"\s*(?:/|,\s+and\s|,|\s&\s?|\s?&\s|\+|\s+and\s+)\s*")
_LAST_WORD = re.compile(
    r"\s+(?:also|still|yet|then|therefore|now|both|each|kindly|further|will|has|have|had)$"
)
_BOTH = re.compile(r"^(?:both|either|all of)\s+", re.IGNORECASE)
_TITLES = re.compile(r"^(?:the\s+)?(?:Cllr[’']?s|Councillors|Messrs)\.?\s+(?=[A-Z])")


_ACTING = re.compile(r"\bA/(?=[A-Z][a-z])")
_CAPITALISED = r"(?-i:[A-Z][\w’'-]+)"
_OF_A_DEPARTMENT = re.compile(
    rf"(?:the\s+|an?\s+)?(?:[\w’'-]+\s+){{0,6}}(?:{ROLE})s?(?:\s+of\s+\w+)?,\s+(?P<department>{_CAPITALISED}(?:(?:\s+|\s*&\s*|,\s+|\s+and\s+){_CAPITALISED}){{0,5}})$",
    re.IGNORECASE,
)


_DEPARTMENT = re.compile(
    r"\b(?:services?|development|planning|communit(?:y|ies)|housing|environment|culture|leisure|education|finance|resources"
    r"|safety|health|care|roads|transport|affairs|operations|engagement|regeneration|infrastructure|governance"
    r"|communications?|property|enforcement|parks|schools?|families|strategy|policy|facilities|estates|performance)$",
    re.IGNORECASE,
)


def _post(text: str, register: Register | None) -> str | None:
    """A post that a comma or a stroke would part: "The Director, Regional Services", "the A/Senior Engineer"."""
    if "," not in text and "/" not in text:
        return None
    plain = _ACTING.sub("", text)
    if plain != text and sort_of(plain, register) == "role":
        return text
    post = _OF_A_DEPARTMENT.match(plain)
    if post is None:
        return None
    return text if _DEPARTMENT.search(post["department"]) else None


def whole_subject(text: str, register: Register | None = None) -> Subject:
    """The doers that some words name, when they name nothing else."""
    text = text.strip(" .,:;*–-")
    if not text or len(text) > 120:
        return NOBODY
    text = _BOTH.sub("", _LAST_WORD.sub("", _named_of(_WITH.sub("", text))))
    named = _NAMED_POST.match(text)
    if named:
        # "Mr. Able, Conservation Officer": the name is enough.
        text = named["name"]
    post = _post(text, register)
    if post is not None:
        return Subject((_bare(post),), "role")
    whole = sort_of(text, register)
    if whole in {"person", "role", "pronoun"} and " and " not in text:
        return Subject((_bare(text),), whole)
    parts = _join_posts([part for part in _BETWEEN.split(text) if part], text)
    if len(parts) == 1 and " and " in text:
        return NOBODY if _VERBISH.search(text) or len(text.split()) > 9 else Subject((_bare(text),), "role")
    sorts = [sort_of(part, register) for part in parts]
    if (
        len(parts) == 2
        and re.search(r",\s(?!and\b)", text)
        and sorts[1] == "role"
        and sorts[0] in {"person", "name"}
    ):
        if sorts[0] == "name" and parts[1].startswith("the "):
            # "Mill Lane, the clerk": the first is what it is about.
            return Subject((_bare(parts[1]),), "role")
        # "Sam Able, Head of Care": a post behind a name is not a second owner.
        return Subject((_bare(parts[0]),), sorts[0])
    if len(parts) > 1 and all(sort != "none" for sort in sorts):
        return Subject(tuple(_bare(part) for part in parts), min(sorts, key=_RANK.__getitem__))
    return Subject((_bare(text),), whole) if whole != "none" else NOBODY


def _bare(text: str) -> str:
    text = _TITLES.sub("", text)
    return _PAREN.sub("", text).strip(" .,:;*")
