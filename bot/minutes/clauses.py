"""One clause of a resolution: settled, or to be done by somebody, or passed to another body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.minutes.agreements import ORDER_OF_BUSINESS
from bot.minutes.context import Context, imperative
from bot.minutes.model import Kind
from bot.minutes.orders import bare_doer
from bot.minutes.owners import whole_subject
from bot.minutes.words import BODY, SETTLED, SETTLING, first_word, is_order, plain_form

_BE_ASKED = re.compile(
    r"\bbe\s+(?:also\s+|hereby\s+|formally\s+)?(?P<how>requested|asked|instructed|authorised|authorized|invited|tasked|directed|required|encouraged|advised|commissioned|delegated|empowered|urged)\s+(?:authority\s+)?(?:,[^,]{0,80},\s*)?(?:to\s+(?:also\s+)?(?P<verb>[\w-]+)|that\b)",
    re.IGNORECASE,
)
_BE = re.compile(
    r"\b(?P<be>be|to be|is to be|are to be|will be|should be|shall be)\s+(?:also\s+|hereby\s+|formally\s+|duly\s+|now\s+|further\s+|\w+ly\s+|re-)?(?P<done>[\w-]+)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"\b(?:referred|raised|escalated|forwarded|passed|submitted|recommended|reported|presented|taken|considered|put|remitted|discussed|commended)\b"
    r".{0,120}?\b(?:to|at|by|with|before)\s+(?P<body>(?:the\s+|a\s+)?(?:[\w’'&-]+\s+){0,7}?(?:"
    + BODY
    + r")s?\b)",
    re.IGNORECASE,
)
_OWN_MEETING = re.compile(r"\b(?:next|future|subsequent|this|later|following)\b", re.IGNORECASE)
_TO_ALSO = re.compile(r"^(?:that\s+)?to\s+(?P<verb>[\w-]+)", re.IGNORECASE)
_IS_TO = re.compile(r"\s(?:is|are)\s+to\s+(?!be\b|remain\b|continue\b|stay\b)(?P<verb>[a-z]+)", re.IGNORECASE)
_WILL = re.compile(
    r"\s(?:will|would|to|should|shall|must|agree to|undertakes? to|is to|are to)\s+(?:also\s+|each\s+)?(?P<verb>[\w-]+)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:the\s+(?:\w+\s+){0,3}?(?:committee|board|council|panel|cabinet|group)\s+)?(?P<how>request(?:s|ed)?|ask(?:s|ed)?|instruct(?:s|ed)?|invite[sd]?|direct(?:s|ed)?|task(?:s|ed)?|call(?:s|ed) on|urge[sd]?)\s+(?=that\b|the\b|[A-Z]|officers|members|all)",
    re.IGNORECASE,
)
_SETTLES = re.compile(
    r"(?:the\s+(?:\w+\s+){0,3}?(?:committee|board|council|panel|cabinet|group)\s+)?(?:notes|receives|approves|agrees|endorses|accepts|supports|welcomes|adopts|confirms|thanks|delegates|recognises|acknowledges|ratifies|noted|received|approved|endorsed|supported|welcomed)\b",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"\s+to\s+(?:also\s+)?(?P<verb>[\w-]+)", re.IGNORECASE)
_AND = re.compile(r",?\s+(?:and|but)\s+(?:that\s+)?")


_ONLY_BODY = re.compile(rf"(?:that\s+)?(?:the\s+)?(?:[\w’'-]+\s+){{0,4}}?(?:{BODY})\s*[:–-]*$", re.IGNORECASE)
_APPROVING = frozenset({"approve", "adopt", "accept", "note", "receive", "endorse", "ratify"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing resolved: settled, or to be done by somebody."""

    kind: Kind
    what: str
    owners: tuple[str, ...]
    start: int
    end: int


def read_clauses(text: str, start: int, end: int, context: Context) -> Iterator[Clause]:
    """The things one item resolves: "that the report be noted and partners cascade it" is a decision and an order."""
    while start < end and text[start] in " :-–—":
        start += 1
    item = text[start:end]
    if len(re.sub(r"\W|\bthat\b", "", item)) < 5 or _ONLY_BODY.match(item):
        return
    cuts = [start]
    for found in _AND.finditer(item):
        after = item[found.end() :]
        if _stands(after, context) and _stands(item[cuts[-1] - start : found.start()], context):
            cuts.append(start + found.end())
    for number, at in enumerate(cuts):
        until = end if number + 1 == len(cuts) else start + _last_and(item, cuts[number + 1] - start)
        kind, owners, what = classify(text[at:until], context)
        yield Clause(kind, what, owners, at, until)


def _last_and(item: str, before: int) -> int:
    found = [one for one in _AND.finditer(item) if one.end() == before]
    return found[0].start() if found else before


def _stands(clause: str, context: Context) -> bool:
    """Whether a piece between "and"s is an order or a settling of its own, with its own subject."""
    clause = re.sub(r"^\s*that\s+", "", clause, flags=re.IGNORECASE)
    be = _BE.search(clause[:220])
    if (
        be
        and be.start() > 2
        and " and " not in clause[: be.start()].strip()[-1:]
        and (plain_form(be["done"]) or be["done"].lower() in SETTLED or _BE_ASKED.search(clause[:220]))
    ):
        return True
    told = bare_doer(clause, context.register)
    will = _WILL.search(clause[:200])
    return told is not None or bool(
        will
        and not will.group().lstrip().lower().startswith("to ")
        and is_order(will["verb"])
        and whole_subject(clause[: will.start()], context.register).sort not in {"none", "pronoun"}
    )


def _doer(clause: str, context: Context) -> tuple[tuple[str, ...], str] | None:
    """Who is to do it and the words from the verb on, where a clause names both."""
    told = bare_doer(clause, context.register)
    if told:
        return told[0].owners, told[1]
    will = _WILL.search(clause[:200])
    if will and is_order(will["verb"]):
        subject = whole_subject(clause[: will.start()], context.register)
        if subject.sort not in {"none", "pronoun"}:
            return subject.owners, clause[will.start("verb") :]
    return None


def classify(clause: str, context: Context) -> tuple[Kind, tuple[str, ...], str]:
    """Whether a resolved clause settles something or orders it, who must act, and what."""
    bare = re.sub(r"^\s*(?:and\s+)?that\s+", "", clause, flags=re.IGNORECASE).strip()
    asks = _ASKS.match(bare)
    if asks:
        return _asks(asks, bare, context)
    if _SETTLES.match(bare):
        return "decision", (), imperative(bare)
    asked = _BE_ASKED.search(bare)
    if asked and asked["how"].lower() != "delegated":
        return _be_asked(asked, bare, context)
    return _told(bare, context) or _be_done(bare, context) or _plain(bare)


def _be_asked(asked: re.Match[str], bare: str, context: Context) -> tuple[Kind, tuple[str, ...], str]:
    """An officer "be requested to report": asked or invited it is a request, instructed an action."""
    subject = whole_subject(bare[: asked.start()], context.register)
    what = bare[asked.start("verb") :] if asked["verb"] else bare[asked.end() :]
    soft = asked["how"].lower() in {"requested", "asked", "invited", "encouraged", "urged"}
    return "request" if soft else "action", subject.owners, imperative(what)


def _told(bare: str, context: Context) -> tuple[Kind, tuple[str, ...], str] | None:
    """A doer and what they do; a body that approves or notes settles it by that."""
    doer = _doer(bare, context)
    be = _BE.search(bare)
    if (
        be
        and be["done"].lower() in SETTLED
        and be["be"].lower() == "be"
        and not re.search(r"\b(?:to|will|would|should|shall|must)\s*$", bare[: be.start()])
    ):
        # "the update report be noted": it is settled, whatever verb a word before could be.
        return None
    if doer is None or (be and be.start() < len(bare) - len(doer[1])):
        return None
    if first_word(doer[1]) in _APPROVING:
        return "decision", (), imperative(bare)
    return _maybe_referral(bare), doer[0], imperative(doer[1])


_AS_READ = re.compile(
    r"(?:taken|considered|held)\s+(?:to\s+be\s+|as\s+)(?:read|a\s+true|correct|confirmed)\b", re.IGNORECASE
)


_RULE = re.compile(
    r"\b(?:must|should|shall)\s+(?:not\b|(?:always\s+|only\s+)?be\s+(?:\w+ly\s+)?(?:used|applied|followed|adopted|required|allowed|limited|treated|seen|based|kept|available|open|free)\b)",
    re.IGNORECASE,
)
"""How things are to be from now on is settled: "the form must be used"."""


def _be_done(bare: str, context: Context) -> tuple[Kind, tuple[str, ...], str] | None:
    """Something "be noted", which settles it, or "be circulated", which orders it."""
    be = _BE.search(bare)
    if _RULE.search(bare):
        return "decision", (), imperative(bare)
    if be is None:
        return None
    done = be["done"].lower()
    if _AS_READ.match(bare[be.start("done") :]):
        return "decision", (), imperative(bare)
    if done in SETTLED and not re.match(r"be\s+set\s+up\b", bare[be.start() :], re.IGNORECASE):
        return "decision", (), imperative(bare)
    if not plain_form(done):
        return None
    rest = bare[be.start() :]
    return _maybe_referral(rest), _by_whom(rest, context), imperative(bare)


def _plain(bare: str) -> tuple[Kind, tuple[str, ...], str]:
    """What is to come, or to be done by nobody named; else it is settled."""
    coming = _IS_TO.search(bare[:200])
    if coming:
        return _maybe_referral(bare[coming.start() :]), (), imperative(bare)
    to = _TO_ALSO.match(bare)
    ordered = to["verb"].lower() if to else first_word(bare) if bare[:1].isupper() else ""
    settles = ordered in SETTLING or ORDER_OF_BUSINESS.match(bare, to.start("verb") if to else 0)
    if is_order(ordered) and not settles:
        return _maybe_referral(bare), (), imperative(re.sub(r"^to\s+", "", bare, flags=re.IGNORECASE))
    return "decision", (), imperative(bare)


def _asks(asks: re.Match[str], bare: str, context: Context) -> tuple[Kind, tuple[str, ...], str]:
    """What the body "requests", in lists that go on from "RESOLVED: That the Committee"."""
    kind: Kind = "action" if asks["how"].lower().startswith(("instruct", "direct", "task")) else "request"
    rest = bare[asks.end() :]
    to = _TO_DO.search(rest[:160])
    if to and is_order(to["verb"]) and not rest.lower().startswith("that "):
        subject = whole_subject(rest[: to.start()], context.register)
        return kind, subject.owners, imperative(rest[to.start("verb") :])
    told = bare_doer(re.sub(r"^that\s+", "", rest, flags=re.IGNORECASE), context.register)
    if told:
        return kind, told[0].owners, imperative(told[1])
    return kind, (), imperative(rest)


_PASS_ON = re.compile(
    r"(?:refer|raise|escalate|pass(?:\s+on)?|recommend|remit|discuss)\b.{0,120}?\b(?:to|at|with|by)\s+(?P<body>(?:upcoming\s+)?(?:the\s+|a\s+)?(?:[\w’'&-]+\s+){0,6}?(?:"
    + BODY
    + r")s?)\b",
    re.IGNORECASE,
)


def passes_on(what: str) -> bool:
    """Whether an order hands the matter to another body: "raise it at the Housing Forum"."""
    found = _PASS_ON.match(what[:240])
    return bool(found) and not _OWN_MEETING.search(found.group() if found else "")


def passed_to(text: str) -> str | None:
    """The body a matter is handed to, as written: "the Housing Forum" of "refer it to the Housing Forum"."""
    for pattern in (_PASS_ON, _PASSED_ON):
        found = pattern.search(text[:300])
        if found and not _OWN_MEETING.search(found["body"]):
            return found["body"]
    return None


def _maybe_referral(text: str) -> Kind:
    passed = _PASSED_ON.search(text[:300])
    return (
        "referral"
        if passed and not _OWN_MEETING.search(text[passed.start() : passed.end() + 1])
        else "action"
    )


def _by_whom(text: str, context: Context) -> tuple[str, ...]:
    found = re.search(r"\bby\s+(?P<who>(?:the\s+)?[A-Z@a-z][\w’'@& -]{2,50})$", text.strip(" ."))
    if not found:
        return ()
    subject = whole_subject(found["who"], context.register)
    return subject.owners if subject.sort in {"person", "role", "group", "body"} else ()
