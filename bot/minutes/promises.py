"""What somebody took on: undertook, offered, said they would, will, is to."""

import re
from collections.abc import Iterator

from bot.minutes.context import Context
from bot.minutes.owners import read_subject, sort_of, whole_subject
from bot.minutes.phrases import (
    HYPOTHETICAL,
    NOTHING,
    OPINION,
    VERB,
    Found,
    form,
    opening_subject,
)
from bot.minutes.sentences import Sentence
from bot.minutes.words import SETTLING, from_doing, is_order, may_be_order

_UNDERTOOK = form(
    rf"\s(?:has |have |had |kindly |also |then |both |all |unanimously )?(?:agreed|decided|undertook|undertaken|offered|volunteered|promised|committed(?: himself| herself| themselves)?|pledged"
    rf"|(?:is|was|were) happy(?! to go\b)|will arrange|would arrange|resolved|is going|are going|has been tasked|is due|was due|accepted an action)\s+to\s+{VERB}",
    "somebody undertook or agreed to do it", 0.84,
)  # fmt: skip
_SAID_WOULD = form(
    rf"\b(?:said|stated|confirmed|advised|reported|explained|added|responded|replied|indicated|agreed|noted|promised|offered|assured(?: \w+)*?|informed(?: \w+){{0,3}}?)\s+(?:(?:the\s+)?(?:board|panel|committee|members|meeting|council|group)\s+)?(?:that\s+)?(?P<pronoun>he|she|they|he/she|it|the\s+(?:\w+\s+){{0,3}}?\w+)\s+(?:will|would)\s+{VERB}",
    "somebody said they would do it", 0.78,
)  # fmt: skip
SPEAKER = re.compile(r"^(?P<who>@?[A-Za-z][\w.’-]{0,20}(?:\s[A-Z][\w’-]{1,20})?):\s+")
_I_WILL = re.compile(
    r"^(?:\.{3,}\s*|…\s*)?(?:(?:ok(?:ay)?|yes|sure|agreed|right|fine|great|thanks|yep|yeah)\b[,.!]?\s+)*(?:(?:I|we)\s+(?:will|can|shall)|I’ll|I'll|will|let me|happy to)\s+(?:also\s+|then\s+|try to\s+)?(?P<verb>[a-z][\w-]*)",
    re.IGNORECASE,
)
_IS_TO = form(
    rf"\s(?:is|are|was|were)\s+(?:also\s+|both\s+|each\s+|now\s+|still\s+)?to\s+{VERB}",
    "somebody is to do it",
    0.8,
)
_WILL = form(rf"\s(?P<modal>will|shall|would|’ll|'ll|must)\s+{VERB}", "somebody will do it", 0.74)
_AT_IT = re.compile(
    r"\s(?:is|are)\s+(?:now\s+|currently\s+)?(?P<doing>looking into|looking at|following (?:this |it )?up|chasing|investigating|arranging)\b",
    re.IGNORECASE,
)


def speaks(who: str, context: Context) -> bool:
    """Whether a word before a colon is somebody, as a scribe writes down who says what."""
    return sort_of(who, context.register) == "person"


_UNDER_NAME = re.compile(r"(?:^|[,;]\s+)(?:will|to)\s+(?:also\s+|then\s+)?(?P<verb>[a-z][\w-]*)")


def under_name(text: str, name: str) -> Found | None:
    """What stands under somebody's name in a nested list: "Ann" above "to fetch the keys"."""
    found = _UNDER_NAME.search(text[:200])
    if not found or not is_order(found["verb"]) or text.endswith("?"):
        return None
    return Found("listed under somebody's name", 0.66, (name,), found.start("verb"))


def promised(text: str, speaker: str) -> Found | None:
    """What a speaker takes on in the first person: "AO: Yes, I will ask them"."""
    said = SPEAKER.match(text)
    at = said.end() if said else 0
    found = _I_WILL.match(text[at : at + 160])
    if not found or not (is_order(found["verb"]) or found["verb"].lower() == "do") or text.endswith("?"):
        return None
    return Found("a speaker takes it on", 0.72, (speaker,), at + found.start("verb"))


def undertook(text: str, context: Context) -> Iterator[Found]:
    for found in _UNDERTOOK.pattern.finditer(text):
        if not is_order(found["verb"]):
            continue
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort == "pronoun" and subject.owners[0].lower() in {"he", "she", "they"}:
            subject = opening_subject(text[: found.start()], context)
        if subject.sort in {"none", "pronoun"} or NOTHING.search(text[: found.start() + 1]):
            continue
        collective = subject.sort in {"body", "group"} or re.search(
            r"\b(?:all|members|everyone|councillors)\b", " ".join(subject.owners), re.IGNORECASE
        )
        if collective and found["verb"].lower() in SETTLING:
            continue
        yield Found(
            _UNDERTOOK.why,
            _UNDERTOOK.confidence - (0.1 if subject.sort == "name" else 0),
            subject.owners,
            found.start("verb"),
        )


def said_would(text: str, context: Context, before: Sentence | None) -> Iterator[Found]:
    found = _SAID_WOULD.pattern.search(text)
    if not found or not is_order(found["verb"]):
        return
    pronoun = found["pronoun"].lower()
    if pronoun in {"he", "she", "they", "he/she"}:
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort == "pronoun" and before is not None:
            subject = opening_subject(before.text, context)
        if subject.sort in {"person", "role", "name"}:
            yield Found(
                _SAID_WOULD.why,
                _SAID_WOULD.confidence - (0.08 if subject.sort == "name" else 0),
                subject.owners,
                found.start("verb"),
            )
        return
    subject = whole_subject(found["pronoun"], context.register)
    if subject.sort in {"role", "person", "body"}:
        yield Found(_SAID_WOULD.why, 0.66, subject.owners, found.start("verb"))


def is_to(text: str, context: Context) -> Iterator[Found]:
    for found in _IS_TO.pattern.finditer(text):
        known = is_order(found["verb"])
        if not known and not may_be_order(found["verb"]):
            continue
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort in {"none", "pronoun"} or (not known and subject.sort not in {"person", "role"}):
            continue
        less = {"name": 0.2, "body": 0.12}.get(subject.sort, 0) + (0 if known else 0.12)
        if found.group().lstrip().lower().startswith(("was", "were")):
            # "Sam was to ring them" is mostly what an earlier meeting asked.
            less += 0.27
        yield Found(
            _IS_TO.why, _IS_TO.confidence - less, subject.owners, found.start("verb"), start=subject.start
        )


def will_do(text: str, context: Context) -> Iterator[Found]:
    for found in _WILL.pattern.finditer(text):
        known = is_order(found["verb"])
        if not known and not may_be_order(found["verb"]):
            continue
        subject = read_subject(text[: found.start()], context.register)
        if not known and (subject.sort not in {"person", "role"} or found["modal"].lower() != "will"):
            continue
        if (
            subject.sort == "pronoun"
            and subject.owners[0].lower() == "we"
            and subject.start == 0
            and found["modal"].lower() == "will"
        ):
            yield Found("what “we” will do", 0.6, (), found.start("verb"))
            return
        if subject.sort in {"none", "pronoun"} and re.search(r"\band\s*$", text[: found.start()]):
            # "The Clerk had rung them and would report back": the doer is the sentence's own.
            subject = opening_subject(text[: found.start()], context)
        if subject.sort in {"none", "pronoun"}:
            continue
        unlisted = 0.14 if not context.register.listed and subject.start == 0 else 0.24
        confidence = _WILL.confidence - {"name": unlisted, "body": 0.16, "group": 0.06}.get(subject.sort, 0)
        confidence -= 0 if known else 0.1
        if found["modal"].lower() == "would":
            confidence -= 0.08
        if HYPOTHETICAL.search(text[: found.start()]) or OPINION.search(text[: found.start()]):
            confidence -= 0.2
        yield Found(_WILL.why, confidence, subject.owners, found.start("verb"), start=subject.start)


_WILL_BE = re.compile(
    r"\s(?:will|would)\s+(?:also\s+|now\s+)?be\s+(?P<doing>[a-z]+ing)\b(?P<rest>.*)", re.DOTALL
)


def will_be_doing(text: str, context: Context) -> Iterator[Found]:
    """Somebody at the table "will be making the badges"."""
    found = _WILL_BE.search(text[:300])
    if (
        not found
        or not from_doing(found["doing"])
        or found["doing"] in {"working", "going", "meeting", "looking"}
    ):
        return
    subject = read_subject(text[: found.start()], context.register)
    if subject.sort in {"person", "role"} and not HYPOTHETICAL.search(text[: found.start()]):
        yield Found(
            "somebody will be doing it", 0.62, subject.owners, found.start("doing"), start=subject.start
        )


def at_it(text: str, context: Context) -> Iterator[Found]:
    """Somebody has taken it in hand at the table: "Sam is looking into this"."""
    found = _AT_IT.search(text[:160])
    if found:
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort in {"person", "role"} or (subject.sort == "name" and not context.register.listed):
            yield Found("somebody is looking into it", 0.58, subject.owners, found.start("doing"))
