"""Weak signs taken together, where no form is recognised.

Who stands before the verb, how the doing is put, which verb it is and what else the sentence holds: none of
them makes an action, and all of them make one likelier or less so. Each adds its weight, and the sum says how
likely it is that somebody is to act. The weights were found on minutes of many bodies and checked on bodies
left out; only what tells anything there was kept.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.minutes.context import Context
from bot.minutes.model import PROPOSED
from bot.minutes.phrases import HYPOTHETICAL, Found
from bot.minutes.sentences import Sentence, due_words
from bot.minutes.turns import Turn, meant, turns
from bot.minutes.words import is_order, word_set

SEVERAL = "several signs together"
LIKELY = 0.55
"""From here on a sentence is proposed: by then it is an action two times out of three."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands."""

    section: str
    block: str
    number: int
    of: int
    marked_by_habit: bool


_KINDS_OF_DOING = (
    ("tell", word_set("send circulate email e-mail write contact ask tell inform notify share forward distribute speak phone ring call liaise advise remind invite publish post advertise communicate copy pass thank reply respond announce issue publicise approach chase talk brief feed feedback disseminate provide supply return")),
    ("report", word_set("report update present bring raise table submit discuss")),
    ("get", word_set("obtain get order buy purchase book arrange organise organize schedule find source seek request recruit hire collect set gather invoice pay convene fetch apply register")),
    ("look", word_set("look investigate check review consider explore confirm examine research verify see follow pursue enquire establish assess evaluate analyse test monitor study read compare clarify ascertain identify")),
    ("make", word_set("prepare draft produce create make compile add amend include revise finalise complete design draw document edit remove correct put develop define change rewrite build open close file merge fix implement release upload")),
    ("do", word_set("install repair replace paint clean cut clear mend move take paste place trim plant erect inspect hold deliver carry do run host action undertake sort deal tidy store print")),
    ("attend", word_set("attend meet visit join represent go come lead chair")),
    ("further", word_set("continue support ensure work help assist encourage improve enable maintain keep promote focus allow manage use try act engage address offer give start begin stay remain")),
    ("be", word_set("be have need know like benefit receive become seem appear mean cost require depend remain exist happen occur belong lose want wish think feel hope expect agree note hear understand say suggest prefer result increase reduce cause affect")),
)  # fmt: skip
_KIND = {verb: kind for kind, verbs in reversed(_KINDS_OF_DOING) for verb in verbs}
_OWN = re.compile(
    r"(?:the\s+)?(?:board|committee|panel|council|group|members?|forum|partnership|meeting|team|exec|executive|parish council|town council|trustees|working group|steering committee|all|everyone|all members|councillors|tsc|pmc)$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:clerk|chair\w*|secretary|treasurer|warden|caretaker|webmaster|manager|director|officer|coordinator|co-ordinator|lead|head|administrator|president|secretariat|editor)s?$",
    re.IGNORECASE,
)
_AGREED = re.compile(r"\b(?:agreed|decided|resolved|agreement|approved)\b", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:asked|requested?)\b", re.IGNORECASE)
_SUGGESTED = re.compile(r"\b(?:suggested|proposed|recommended)\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless|whether|when|once|until)\b", re.IGNORECASE)
_WHICH = re.compile(r"\b(?:which|that|who)\s*$", re.IGNORECASE)
_BEFORE_NOW = re.compile(
    r"\b(?:had been|has been|have been|had already|has already|have already|previously|last (?:year|month|week|meeting)|at the (?:last|previous) meeting|was completed|in the past|earlier)\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\W*(?:in(?:to)?\s+|with\s+|on\s+|up\s+|this\s+)?(?:this|these|it|them|that|him|her)\b", re.IGNORECASE
)
_OTHERS = frozenset({"body", "group", "the body itself", "name", "role"})
_TABLE = frozenset({"person", "post", "he or she"})
_TO_COME = frozenset({"will", "bare to", "is to", "took it on", "asked", "is going to", "would"})
_WISHED = frozenset({"should", "must", "needs to"})

_SAID_BEFORE = (
    ("asked before", _ASKED),
    ("suggested", _SUGGESTED),
    ("wished or guessed", HYPOTHETICAL),
    ("if before", _IF),
    ("which", _WHICH),
)
_START = -0.1
_WEIGHTS: dict[str, float] = {
    "asked before": 2.7,
    "tell": 1.6,
    "tell done": 1.4,
    "due": 1.3,
    "a short way to what is done": 1.0,
    "the table, to come": 1.0,
    "person": 0.8,
    "took it on": 0.8,
    "get": 0.7,
    "doer first": 0.6,
    "post": 0.6,
    "look": 0.5,
    "this": 0.5,
    "will": 0.5,
    "alone": 0.4,
    "last of its paragraph": 0.4,
    "nobody, to come": 0.4,
    "those present are listed": 0.4,
    "long": 0.3,
    "report": 0.3,
    "report done": 0.3,
    "attend": 0.2,
    "in review": 0.2,
    "short": 0.2,
    "others, to come": 0.1,
    "suggested": -0.1,
    "other": -0.2,
    "a thing": -0.3,
    "an order": -0.4,
    "should": -0.4,
    "an order opens an item": -0.5,
    "be": -0.5,
    "before now": -0.5,
    "nobody, an order": -0.6,
    "wished or guessed": -0.8,
    "do": -0.9,
    "further": -0.9,
    "which": -0.9,
    "actions are marked elsewhere": -1.0,
    "others, is doing": -1.0,
    "do done": -1.1,
    "nobody, was to": -1.4,
    "nobody": -1.7,
    "other done": -1.8,
    "needs to": -2.1,
    "a heading": -2.3,
    "is doing": -2.5,
    "no verb of the trade": -2.5,
}


def weighed(text: str, context: Context, before: Sentence | None, place: Place) -> Found | None:
    """The likeliest doing of a sentence, when its signs together make it likely enough."""
    return likeliest(text, context, before, place, least=LIKELY)


def likeliest(
    text: str, context: Context, before: Sentence | None, place: Place, *, least: float = 0.0
) -> Found | None:
    """The likeliest doing of a sentence, which is `least` likely by its signs."""
    best, likely = None, least
    for turn in turns(text, context, before):
        total = _START + sum(_WEIGHTS.get(sign, 0.0) for sign in signs(turn, text, context, place))
        share = 1 / (1 + math.exp(-total))
        if share >= likely:
            best, likely = turn, share
    if best is None:
        return None
    owners = () if best.passive else meant(best, context, before).owners
    return Found(
        SEVERAL,
        PROPOSED + (likely - LIKELY) / 2.5,
        owners,
        0 if best.passive else best.at,
        start=0 if best.passive else best.subject.start,
        due_at=best.at if best.passive else 0,
    )


def signs(turn: Turn, text: str, context: Context, place: Place) -> Iterator[str]:
    """What can be said of a doing, in words that `_WEIGHTS` weighs."""
    yield from _of_the_doer(turn, context)
    yield from _of_the_doing(turn, text)
    yield from _of_the_place(turn, text, place)
    if context.register.listed:
        yield "those present are listed"


def _of_the_doer(turn: Turn, context: Context) -> Iterator[str]:
    doer = _doer(turn, context)
    yield doer
    yield turn.how
    who = "the table" if doer in _TABLE else "others" if doer in _OTHERS else doer
    when = "to come" if turn.how in _TO_COME else "wished" if turn.how in _WISHED else turn.how
    yield f"{who}, {when}"
    if doer not in {"nobody", "a thing"} and turn.subject.start == 0:
        yield "doer first"


def _doer(turn: Turn, context: Context) -> str:
    """What kind of doer stands before the verb, more finely than its sort."""
    subject = turn.subject
    if turn.passive:
        return "a thing"
    if subject.sort == "none":
        return "nobody"
    name = subject.owners[0]
    if subject.sort == "pronoun":
        return "we" if name.lower() in {"we", "i"} else "he or she"
    if subject.sort in {"body", "group"} and all(_OWN.match(owner) for owner in subject.owners):
        return "the body itself"
    if subject.sort == "role" and _POST.search(name):
        return "post"
    return "person" if subject.sort == "name" and context.register.knows(name) else subject.sort


def _of_the_doing(turn: Turn, text: str) -> Iterator[str]:
    after = text[turn.end :]
    kind = _KIND.get(turn.verb) or ("other" if is_order(turn.verb) else "unknown")
    yield f"{kind} done" if turn.passive else kind
    if not is_order(turn.verb):
        yield "no verb of the trade"
    yield from (name for name, pattern in _SAID_BEFORE if pattern.search(turn.said))
    if turn.how in _TO_COME | _WISHED and _AGREED.search(turn.said):
        yield "agreed that it be done" if turn.passive else "agreed that"
    if due_words(after[:300]):
        yield "due"
    if _THIS.match(after[:40]):
        yield "this"
    if turn.passive and len(turn.said.split()) <= 8:
        yield "a short way to what is done"


def _of_the_place(turn: Turn, text: str, place: Place) -> Iterator[str]:
    yield f"in {place.section}"
    yield f"a {place.block}"
    if turn.how == "an order" and place.block == "item" and place.number == 0:
        yield "an order opens an item"
    if place.of == 1:
        yield "alone"
    elif place.number == place.of - 1:
        yield "last of its paragraph"
    words = len(text.split())
    if words <= 12 or words > 30:
        yield "short" if words <= 12 else "long"
    if _BEFORE_NOW.search(text):
        yield "before now"
    if place.marked_by_habit:
        yield "actions are marked elsewhere"
