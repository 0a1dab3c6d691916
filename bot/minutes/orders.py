"""One order as lists and marked lines put it: who, what and by when, in whichever place each stands.

"JB to write", "JB: write", "Write (JB, by Friday)", "Clerk – write", "@jb to write", "write - JB".
"""

import re
from dataclasses import dataclass, replace

from bot.minutes.context import imperative
from bot.minutes.owners import Subject, owner_shaped, read_owners, read_subject, whole_subject
from bot.minutes.people import Register
from bot.minutes.sentences import Sentence, bare_due, due_words, is_due, sentences
from bot.minutes.texts import Text
from bot.minutes.words import GROUP, ROLE, first_word, is_order, may_be_order, plain_form


@dataclass(frozen=True, slots=True)
class Order:
    """An order within a block's text. `form` says how it was put; `firm` that it reads as one by itself."""

    what: str
    owners: tuple[str, ...]
    due: str | None
    start: int
    end: int
    form: str
    firm: bool


_TO = re.compile(
    r"\s+(?:(?:is|are)\s+going\s+to|(?:will|would)\s+need\s+to|is\s+to|are\s+to|was\s+to|were\s+to|to|will|shall|should|would|must|agreed\s+to|has\s+agreed\s+to|undertook\s+to|needs?\s+to|(?:was|were|is|are)?\s*(?:invited|asked|requested)\s+to)\s+(?:(?:also|then|please|kindly|each|both|now|further|(?!(?:apply|supply|reply|comply|rely|multiply)\b)[a-z]+ly|re|not)[\s-]+)?(?P<verb>@?[\w-]+)",
    re.IGNORECASE,
)
_BE = re.compile(
    r"\b(?:to|will|should|shall|must|is\s+to|are\s+to|needs?\s+to)\s+be\s+(?:\w+ly\s+|also\s+|re-?)?(?P<done>[\w-]+)",
    re.IGNORECASE,
)
_COLON = re.compile(r"\s*(?::|\s[-–—]|-\s)\s*")
_TAIL = re.compile(
    r"\s*(?:\((?P<round>[^()]{1,70})\)|\[(?P<square>[^\[\]]{1,70})\]|(?:[-–—]|\.{2,}|…|:)\s*(?P<dash>[^-–—()\[\]:]{2,50}))\s*[.;]?$"
)
_FOR = re.compile(r"^(?:(?:new|old|open|on-?going)\s+)?for\s+(?=\S)", re.IGNORECASE)
_HEAD = re.compile(r"^\s*(?:\[(?P<square>[^\[\]]{1,60})\]|\((?P<round>[^()]{1,40})\))\s*[:\-–]?\s*")
_BY_WHOM = re.compile(
    r"\b(?:owner|lead|by|who|responsible|assigned to|action(?:ed)? by|for)\s*[:=]\s*(?P<who>[^,;:()]{2,60})",
    re.IGNORECASE,
)
_DUE_TAG = re.compile(
    r"\b(?:due(?: date| by)?|by when|when|deadline|target(?: date)?|by)\s*[:=]\s*(?P<when>[^,;:()]{2,50})",
    re.IGNORECASE,
)


_FRESH = re.compile(
    r"^\W*(?:new|open|ongoing|in progress|carried (?:over|forward)|for|action)\s*(?::|(?<=for)(?=\s+(?:the\s|an?\s|[A-Z])))\s*",
    re.IGNORECASE,
)
_INDIRECT = re.compile(r"^[\w\s]{3,30}\sto\s(?P<who>.{2,60})$")
_ASKED = re.compile(
    r"(?:suggestion|request|question|recommendation|reminder)\s+(?:to|for)\s+(?P<who>[^:]{2,50}):\s*(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)


_CODE = re.compile(r"[A-Z]{1,5}-?\d[\w./-]*\s?[:.)]\s+")
_INITIALS_BEHIND = re.compile(r"[.;,]\s+(?P<who>[A-Z]{2,4}(?:\s?[/&,]\s?[A-Z]{2,4}){0,3})\W*$")


def _initials_behind(body: str, register: Register) -> tuple[tuple[str, ...], str]:
    """ "Book the hall. AB": initials behind the stop."""
    found = _INITIALS_BEHIND.search(body, max(0, len(body) - 24))
    if found and all(register.knows(one) for one in read_owners(found["who"])):
        return read_owners(found["who"]), body[: found.start()]
    return (), body


def read_order(text: str, register: Register, offset: int = 0) -> Order | None:
    """The order a short text gives, or None when the text is empty."""
    body, behind, due = _strip_tail(text, register)
    fresh = _FRESH.match(body)
    start = fresh.end() if fresh else 0
    body, start = body[start:], 0
    code = _CODE.match(body)
    body = body[code.end() :] if code else body
    behind, body = _initials_behind(body, register) if not behind else (behind, body)
    head = _HEAD.match(body)
    if head and not behind and owner_shaped(head["square"] or head["round"], register):
        behind, start = read_owners(head["square"] or head["round"]), head.end()
    rest = body[start:]
    if not rest.strip():
        return None
    owners, what, form, firm = _parts(rest, register)
    if start and behind:
        # "[JB] Newsletter: send it out": the bracket says who, whatever stands before the colon.
        owners = behind
    return Order(
        imperative(what),
        owners or behind,
        due or due_words(rest),
        offset,
        offset + len(text),
        form,
        firm or bool(behind),
    )


def _parts(rest: str, register: Register) -> tuple[tuple[str, ...], str, str, bool]:
    """Who stands in front, what is to be done, the form, and whether it reads as an order by itself."""
    to = _first_to(rest)
    headed = _headed(rest, to.start() if to else 0, register)
    if headed:
        return headed[0], headed[1], "owner in front", True
    if to and not (rest[:1].islower() and is_order(first_word(rest)) and not _DOER_FIRST.match(rest)):
        who = _who_before(rest[: to.start()], to["verb"], register)
        if who:
            return who, rest[to.start("verb") :], "somebody to do something", True
    colon = _COLON.search(rest[:70])
    if (
        colon
        and owner_shaped(rest[: colon.start()], register)
        and not is_order(first_word(rest[: colon.start()]))
    ):
        return read_owners(rest[: colon.start()]), rest[colon.end() :], "owner in front", True
    asked = _ASKED.match(rest)
    if asked:
        return read_owners(asked["who"]), asked["what"], "a request to somebody", True
    told = bare_doer(rest, register)
    if told:
        return told[0].owners, told[1], "somebody told to do something", True
    passive = _BE.search(rest)
    if passive and plain_form(passive["done"]):
        return (), rest, "something to be done", True
    if is_order(first_word(rest)) or (first_word(rest) == "to" and is_order(_second(rest))):
        return (), rest, "an order", True
    return (), rest, "words under an action's mark", False


_DOER_FIRST = re.compile(rf"(?:\S+\s){{1,2}}(?:{ROLE}|{GROUP})\b", re.IGNORECASE)
"""A verb that is no verb in front of a post: "project manager", "lead officer"."""


def _headed(rest: str, to: int, register: Register) -> tuple[tuple[str, ...], str] | None:
    """Somebody before a colon, when what stands between it and "to" is no doer: "AB, CD: press the owners to sign"."""
    colon = _COLON.search(rest[:60])
    if not colon or not to or colon.end() > to or not is_order(first_word(rest[colon.end() :])):
        return None
    who, between = rest[: colon.start()], rest[colon.end() : to]
    if not owner_shaped(who, register) or not all(register.knows(one) for one in read_owners(who)):
        return None
    doer = whole_subject(between, register).sort
    if doer == "person" or (doer == "role" and not is_order(first_word(between))):
        return None
    return read_owners(who), rest[colon.end() :]


def _who_before(before: str, verb: str, register: Register) -> tuple[str, ...]:
    subject = whole_subject(before, register)
    if subject.sort not in {"none", "pronoun"}:
        return subject.owners
    if not is_order(verb):
        return ()
    near = read_subject(before, register)
    if near.sort not in {"none", "pronoun", "name"}:
        return near.owners
    # "Figures to J. Smith to check": the doer is the last one named before the verb.
    indirect = _INDIRECT.match(before)
    person = whole_subject(indirect["who"], register) if indirect else near
    return person.owners if person.sort not in {"none", "pronoun"} and indirect else ()


_BEFORE_NO_VERB = re.compile(
    r"\b(?:to|the|a|an|of|for|and|its|their|be|will|would|should|by|with|in|on|from)\s*$"
)


def bare_doer(clause: str, register: Register) -> tuple[Subject, str] | None:
    """A doer with the plain verb right behind, as in "partners share the leaflet"."""
    words = list(re.finditer(r"\S+", clause[:160]))
    for number, word in enumerate(words[1:12], start=1):
        verb = word.group().strip(",.")
        before = clause[: word.start()]
        if verb.islower() and is_order(verb) and not _BEFORE_NO_VERB.search(before):
            subject = whole_subject(before, register)
            if subject.sort in {"person", "role", "group", "body"} or (
                subject.sort == "name" and number <= 4
            ):
                return subject, clause[word.start() :]
            return None
    return None


def _first_to(text: str) -> re.Match[str] | None:
    for found in _TO.finditer(text[:260]):
        if is_order(found["verb"]) or (
            found.start() < 60
            and (
                found["verb"].lower() in {"be", "have", "continue", "re", "action"}
                or may_be_order(found["verb"])
            )
            and not _BE.match(text[found.start() :].lstrip())
        ):
            return found
    return None


def _second(text: str) -> str:
    words = re.findall(r"[A-Za-z][\w’'-]*", text[:80])
    return words[1] if len(words) > 1 else ""


def _strip_tail(text: str, register: Register) -> tuple[str, tuple[str, ...], str | None]:
    """Owner and due words hung behind an order, in brackets or after a dash."""
    owners: tuple[str, ...] = ()
    due: str | None = None
    who = _BY_WHOM.search(text)
    if who and owner_shaped(who["who"], register) and who["who"][:1].isupper():
        owners = read_owners(who["who"])
        text = text[: who.start()].rstrip(" ,;.(")
    when = _DUE_TAG.search(text)
    if when and is_due(when["when"]):
        due = when["when"].strip(" .")
        text = text[: when.start()].rstrip(" ,;.(")
    for _ in range(2):
        tail = _TAIL.search(text, max(0, len(text) - 90))
        if not tail:
            break
        inside = _FOR.sub("", tail["round"] or tail["square"] or tail["dash"])
        parts = [
            part.strip() for part in re.split(r",|;|\s[-–]\s|\sby\s(?=\d|[A-Z])", inside) if part.strip()
        ]
        dues = [part for part in parts if is_due(part)]
        people = [part for part in parts if part not in dues]
        if not dues and not all(owner_shaped(part, register) for part in people):
            break
        if people and (owners or not all(owner_shaped(part, register) for part in people)):
            break
        if tail["dash"] and people and not all(_named(part, register) for part in people):
            break
        if people:
            owners = read_owners(", ".join(people))
        due = due or (bare_due(dues[0]) if dues else None)
        text = text[: tail.start()]
    return text, owners, due


def _named(part: str, register: Register) -> bool:
    return all(
        register.knows(one)
        or re.fullmatch(
            r"[A-Z]{2,4}|@[\w-]+|(?:[A-Z][\w’'.-]+\s?){1,3}|(?i:the\s)?(?i:clerk|chair\w*|secretary|treasurer|all|secretariat)",
            one,
        )
        for one in read_owners(part)
    )


_ALONE = re.compile(r"[(\[](?P<who>[^()\[\]]{2,50})[)\]]")


def split_orders(where: Text, start: int, end: int, register: Register) -> list[Order]:
    """The orders in a stretch of text: a later sentence is one of its own only when it names its doer
    and what is to be done; else it explains the one before.
    """
    found: list[Order] = []
    for sentence in sentences(where.text[start:end], start):
        alone = _ALONE.fullmatch(sentence.text) if found and not found[-1].owners else None
        if alone and owner_shaped(alone["who"], register):
            # Of "Take the photos. (HM)" the bracket says whose it is.
            found[-1] = replace(found[-1], owners=read_owners(alone["who"]))
            continue
        order = read_order(sentence.text, register, sentence.start)
        if order is None:
            continue
        if not found or (
            _own(sentence, register) and order.owners and order.form == "somebody to do something"
        ):
            found.append(order)
    return found


def _own(sentence: Sentence, register: Register) -> bool:
    to = _first_to(sentence.text)
    return (
        bool(to) and whole_subject(sentence.text[: to.start()], register).sort not in {"none", "pronoun"}
        if to
        else False
    )
