"""The turns of a sentence: each verb that somebody may be bound to, how that is put, and who stands before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.minutes.context import Context
from bot.minutes.owners import NOBODY, Subject, read_subject, whole_subject
from bot.minutes.phrases import ADVERB, NOT_OURS, opening_subject
from bot.minutes.promises import MEANS_TO, PONDERS, at_the_table
from bot.minutes.requests import HERE_AND_NOW
from bot.minutes.sentences import Sentence
from bot.minutes.terse import LETTING, MATTERS_TO_BE, NO_ORDER_BEFORE
from bot.minutes.words import SETTLED, SETTLING, from_doing, is_order, may_be_order, plain_form, word_set


@dataclass(frozen=True, slots=True)
class Turn:
    """A verb somebody may be bound to.

    `how` says how it is put ("will", "is to", "took it on"), `said` is what stands before, and `passive` that
    something is to be done, whoever does it.
    """

    how: str
    verb: str
    passive: bool
    subject: Subject
    said: str
    at: int
    end: int


_BINDS = re.compile(
    rf"(?:\b(?P<modal>will|would|shall|should|must|to)|[’'](?P<ll>ll))\s+{ADVERB}(?P<be>be\s+{ADVERB})?(?P<verb>[A-Za-z][\w-]*)",
    re.IGNORECASE,
)
_DOING = re.compile(rf"\b(?:is|are)\s+{ADVERB}(?P<verb>[a-z]+ing)\b")
_FIRST = re.compile(r"\W*(?:please\s+|also\s+)?(?P<verb>[A-Za-z][\w-]*)")
# What stands before "to", each taken off before the doer is looked for.
_BEFORE_TO = (
    ("took it on", re.compile(r"(?:\b(?:has|have|had|kindly|also|both|all)\s+)*\b(?:agree[ds]?|undertook|undertaken|offer(?:s|ed)|volunteer(?:s|ed)|promised|committed|pledged|happy|willing|content)\s*$", re.IGNORECASE)),
    ("took it on", re.compile(r"(?:\b(?:it|was|were|also|is)\s+)*\b(?:decided|resolved|voted)\s*$", re.IGNORECASE)),
    ("asked", re.compile(r"(?:\b(?:was|were|has|have|been|is|are|be|also|then|therefore)\s+)*\b(?:asked|requested|invited|instructed|tasked|directed|urged|reminded|encouraged|authorised|delegated|mandated|nominated)\s*$", re.IGNORECASE)),
    ("was to", re.compile(r"\b(?:was|were)\s*$", re.IGNORECASE)),
    ("is to", re.compile(r"\b(?:is|are)\s*$", re.IGNORECASE)),
    ("needs to", re.compile(r"\b(?:needs?|needed|has|have|had|ought|required?|requires)\s*$", re.IGNORECASE)),
    ("is going to", re.compile(r"(?:\b(?:is|are|was|were|am)\s+)?\bgoing\s*$", re.IGNORECASE)),
    ("", re.compile(r"\b(?:hop\w+|plan\w*|inten\w+|look\w*|aim\w*|propos\w*|want\w*|wish\w*|like|tr(?:y|ies|ied|ying)|due|expected|likely|continu\w+|prepared|prefer\w*|seek\w*|order|able|unable|as|ready|possib\w+|important|necessary|opportunity|how|what|where|whether|right|ability|work\w*|way|time|access|chance|responsible|best|appropriate|helpful|useful|good|easy|difficult|hard|enough|up|made|used|allow\w*|enabl\w+|help\w*|led|leading|prior|relation|according|addition|subject)\s*$", re.IGNORECASE)),
)  # fmt: skip
_ASKED_WHOM = re.compile(
    r"\b(?:asked|requested|invited|instructed|tasked|directed|urged|reminded|encouraged|asks?|needs?|wants?|would like|for|that|agreed)\s+(?P<who>[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){0,7}?)\s*$",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(
    r"[^.;:]{0,60}?\bby\s+(?:(?P<who>(?:the|a|an)\s+[\w’'-]+(?:\s[\w’'-]+)?)|(?!(?:the|an?|end|next|mid|e-?mail|post|then|this|that|early|late|noon|close|hand|cop)\b)(?P<what>(?-i:[a-z])[a-z]+)\b)",
    re.IGNORECASE,
)
_PARTED = re.compile(r"(?:^|[,;]\s|\b(?:that|and)\s)(?P<who>[^,;]{2,50}),\s[^,;]{2,70},\s*$")
_OF_THINGS = frozenset({"will", "would", "should", "must", "shall"})
_A_THING = re.compile(
    r"\b(?!(?:and|but|also|so|then|now|both|he|she|they|we|members?|officers?|staff|volunteers|everyone|everybody|all|agreed|said|who)\b)[a-z][a-z’'-]+\s*$|^\W*[A-Z][a-z]+\s*$"
)
"""What a thing will do is nobody's to do: "the shop will open"."""
_IN_DOUBT = re.compile(
    r"^\W*(?:if|were|had|unless)\b|\b(?:whether|if|unless|had)\b[^,;]*$|\bremain\w*\s*$", re.IGNORECASE
)
_ATTENDANCE = re.compile(r"\W*(?:apologies|present|in attendance|absent)\b", re.IGNORECASE)
_AND = re.compile(r"\b(?:and|but)(?:\s+(?:also|then|so))?\s*$")
_INTO = re.compile(r"\s+(?:in|into|from|on|about|under|as|to\s+(?:an?\s+end|light|pass))\b")
_MAY = re.compile(r"\b(?:may|can|could|might|cannot|to|not)\s+$", re.IGNORECASE)
_NOUN_AFTER_ALL = re.compile(r"\W*(?:by|of|from|with|is|was|are|were|and|has|have)\b", re.IGNORECASE)
_SERVING = word_set("go see hear report note say be have continue stand serve act stay keep join support")
_CONTENT = re.compile(r"\b(?:happy|willing|content)\s*$", re.IGNORECASE)


def turns(text: str, context: Context, before: Sentence | None) -> Iterator[Turn]:
    """What a sentence may bind somebody to, one verb at a time. A question binds nobody, nor does an outsider's plan."""
    if text.endswith("?") or _ATTENDANCE.match(text) or (" be " in text and MATTERS_TO_BE.match(text)):
        return
    for found in _BINDS.finditer(text):
        turn = _bound(found, text, context)
        if turn and turn.verb == "consider" and PONDERS.match(text, found.start()):
            continue
        if turn and not _ours_is_not(turn, text) and meant(turn, context, before).sort != "pronoun":
            yield turn
    for found in _DOING.finditer(text) if "ing" in text else ():
        doing, said = from_doing(found["verb"]), text[: found.start()]
        if doing:
            subject = read_subject(said, context.register)
            yield Turn("is doing", doing, False, subject, said, found.start("verb"), found.end())
    first = _FIRST.match(text)
    if first and is_order(first["verb"]) and not _NOUN_AFTER_ALL.match(text, first.end()):
        verb = first["verb"].lower()
        yield Turn("an order", verb, False, NOBODY, "", first.start("verb"), first.end())


def _bound(found: re.Match[str], text: str, context: Context) -> Turn | None:
    how, said = (found["modal"] or "will").lower(), text[: found.start()]
    verb, passive = _verb(found)
    if how == "to":
        how, said = _before_to(said, verb)
    if not how or not _can_bind(verb, passive=passive, said=said, after=text[found.end() :]):
        return None
    subject = read_subject(said, context.register)
    if subject.sort == "none":
        subject = _parted(said, context) if not _AND.search(said) else _begun(said, context)
        if subject.sort != "none" and not is_order(verb):
            return None
    if how == "bare to" and subject.sort == "none":
        asked = _asked(said, verb, context)
        if asked is not None:
            how, subject = "asked", asked
        elif not passive:
            return None
    return Turn(how, verb, passive, subject, said, found.start("verb"), found.end())


_COSTING = word_set("cost mean depend seem remain belong benefit happen occur appear become")
"""What things do, and nobody is told to."""


def _can_bind(verb: str, *, passive: bool, said: str, after: str) -> bool:
    """Whether a verb may be somebody's to do: not "letter to follow", not what will "come into force"."""
    if verb in _COSTING or (verb in {"provide", "offer", "give", "create"} and MEANS_TO.match(verb + after)):
        return False
    if verb in {"follow", "come"} and (_INTO.match(after) or not after.strip(" .")):
        return False
    return passive or bool(said.strip() and (is_order(verb) or may_be_order(verb)))


def _ours_is_not(turn: Turn, text: str) -> bool:
    """Whether it is nobody's, an outsider's, or no order at all."""
    if (
        _IN_DOUBT.search(turn.said)
        or _A_PAPER_ASKS.search(turn.said)
        or (not turn.passive and LETTING.match(turn.said) and turn.how in {"bare to", "asked"})
    ):
        return True
    if (
        not turn.passive
        and turn.subject.sort == "none"
        and turn.how in _OF_THINGS
        and _A_THING.search(turn.said)
    ):
        return True
    if not turn.passive:
        return bool(NOT_OURS.search(" ".join(turn.subject.owners) or " ".join(turn.said.split()[-3:])))
    if turn.verb in SETTLING | SETTLED:
        return True
    by = _BY_WHOM.match(text, turn.end)
    return bool(
        NO_ORDER_BEFORE.search(turn.said[-200:]) or (by and (by["what"] or NOT_OURS.search(by["who"])))
    )


def meant(turn: Turn, context: Context, before: Sentence | None) -> Subject:
    """Whom the turn binds. "He", "she" and "they" are whom the sentence, or the one before it, began with."""
    subject = turn.subject
    if subject.sort != "pronoun":
        return subject
    if subject.owners[0].lower() in {"we", "i"}:
        return NOBODY
    where = before.text if before is not None and subject.start < 12 else turn.said
    found = opening_subject(where, context)
    return found if found.sort == "person" or at_the_table(found) else subject


def _parted(said: str, context: Context) -> Subject:
    """A doer whom a clause between commas parts from the verb: "the Clerk, having the keys, | will"."""
    found = _PARTED.search(said, max(0, len(said) - 160))
    subject = whole_subject(found["who"], context.register) if found else NOBODY
    if not found or not (subject.sort == "person" or at_the_table(subject)):
        return NOBODY
    return Subject(subject.owners, subject.sort, found.start("who"))


def _begun(said: str, context: Context) -> Subject:
    """The doer a sentence began with, who goes on behind "and": "Ann told of the fire and offered to | ask"."""
    subject = opening_subject(said, context)
    return subject if subject.sort == "person" or at_the_table(subject) else NOBODY


def _verb(found: re.Match[str]) -> tuple[str, bool]:
    """The verb in its plain form, and whether something is to be done rather than somebody to do it."""
    verb = found["verb"].lower()
    if not found["be"]:
        return verb, False
    plain = plain_form(verb)
    if plain:
        return plain, True
    doing = from_doing(verb)
    if doing:
        return doing, False
    return (verb, True) if verb.endswith("ed") else ("be", False)


def _before_to(said: str, verb: str) -> tuple[str, str]:
    """How "to" ties the verb to its doer, and the words before that tie; "" where it binds nobody."""
    if verb in _SERVING and _CONTENT.search(said):
        return "", said
    for how, pattern in _BEFORE_TO:
        found = pattern.search(said, max(0, len(said) - 60))
        if found:
            return how, said[: found.start()]
    return "bare to", said


_A_PAPER_ASKS = re.compile(
    r"\b(?:letter|circular|leaflet|guidance|notice|guide|paper|report|scheme|plan|survey|form|law|act|rules?|policy|strategy)s?\s+(?:also\s+)?(?:asks?|invites?|requires?|requests?|encourages?|urges?)\s",
    re.IGNORECASE,
)
"""A paper asks those it is written for, and nobody at the table."""


def _asked(said: str, verb: str, context: Context) -> Subject | None:
    found = _ASKED_WHOM.search(said, max(0, len(said) - 140))
    if found and verb in HERE_AND_NOW and found.group().startswith("invited"):
        return None
    if not found or _MAY.search(said, max(0, found.start() - 8), found.start()):
        return None
    subject = whole_subject(found["who"], context.register)
    return (
        Subject(subject.owners, subject.sort, found.start("who"))
        if subject.sort not in {"none", "pronoun"}
        else None
    )
