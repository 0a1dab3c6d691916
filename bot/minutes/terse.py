"""Orders in few words: "Clerk to write", "hedge to be cut", an officer told in passing."""

import re
from collections.abc import Iterator

from bot.minutes.context import Context
from bot.minutes.owners import NOBODY, Subject, whole_subject
from bot.minutes.phrases import (
    FIRM_DONE,
    HYPOTHETICAL,
    OPINION,
    VERB,
    Found,
    form,
)
from bot.minutes.words import is_order, may_be_order

_ROLE_TO = form(
    rf"(?P<before>\b\w{{1,20}})?\s{{0,3}}(?P<who>\b(?:the\s+|parish\s+|town\s+|vice[- ])*(?:clerk|secretary|chair|chairman|chairwoman|treasurer|secretariat))\s+to\s+{VERB}",
    "an officer to do it, in passing", 0.72,
)  # fmt: skip
_OFFICER = re.compile(r"(?:clerk|secretar(?:y|iat)|chair(?:wo)?(?:man)?|treasurer)\s+to\s", re.IGNORECASE)
_CLAUSE = re.compile(r"[:;,] ")
_NEXT_TOPIC = re.compile(r",\s+(?=[A-Z][\w.]*\s)|\s:\s|;\s")
_TO = form(rf"\s+to\s+{VERB}", "somebody to do it", 0.86)
_TO_BE = form(
    r"\s(?P<be>(?:is|are|was|were)\s+to\s+be|to\s+be|will\s+(?:now\s+|also\s+|then\s+)?be|would\s+(?:now\s+|also\s+|then\s+)?be|shall\s+be|must\s+be)\s+(?:also\s+|\w+ly\s+|re-?)?(?P<done>[\w-]+)",
    "something is to be done", 0.62,
)  # fmt: skip
_GRANTED = re.compile(
    r"(?:for|asked|requires?|required|wanted|allow\w*|authoris\w*|thanked|invited|requested|instructed|enabl\w*|of|by|with|from|and|told|wish\w*|like|delegated|to|permit\w*)$",
    re.IGNORECASE,
)


def officer_to(text: str, context: Context) -> Iterator[Found]:
    """An officer told to do it, wherever it stands: "…boiler service overdue, clerk to book it"."""
    found = _ROLE_TO.pattern.search(text) if _OFFICER.search(text) else None
    if not found or not is_order(found["verb"]) or _GRANTED.match(found["before"] or ""):
        return
    if whole_subject(text[: found.end("who")], context.register).sort in {"none", "pronoun"}:
        start = (
            max(
                text.rfind(mark, 0, found.start("who")) + len(mark)
                for mark in (": ", "; ", ", ")
                if mark in text[: found.start("who")]
            )
            if _CLAUSE.search(text[: found.start("who")])
            else 0
        )
        stop = _NEXT_TOPIC.search(text, found.end())
        yield Found(
            _ROLE_TO.why,
            _ROLE_TO.confidence,
            (found["who"],),
            found.start("verb"),
            start=start,
            end=stop.start() if stop else -1,
        )


_TOPIC_TO = re.compile(r"^(?P<topic>[A-Z][\w’'/& ]{2,60}?)\s*(?:[–—:]|\s-)\s*to\s+(?P<verb>[a-z][\w-]+)\s")


def topic_to(text: str) -> Iterator[Found]:
    """A topic, a dash, and what is to be done about it: "Boiler – to get a price"."""
    found = _TOPIC_TO.match(text[:120])
    if (
        found
        and is_order(found["verb"])
        and found["verb"] not in {"note", "receive", "consider", "approve", "discuss", "review", "be"}
    ):
        yield Found("a topic and what to do about it", 0.64, (), found.start("verb"))


def terse(text: str, context: Context) -> Iterator[Found]:
    found = _TO.pattern.search(text[:200])
    while found:
        subject_text = text[: found.start()]
        subject = _terse_subject(subject_text, context)
        if (
            (is_order(found["verb"]) or (subject.sort in {"person", "role"} and may_be_order(found["verb"])))
            and subject.sort not in {"none", "pronoun"}
            and not re.search(r"[,;.]\s*$", subject_text)
        ):
            named = subject.sort == "name" and not context.register.knows(subject.owners[0])
            verb_like = len(subject_text.split()) > 4 and subject.sort == "name"
            if not verb_like:
                yield Found(
                    _TO.why,
                    _TO.confidence - (0.22 if named else 0 if is_order(found["verb"]) else 0.12),
                    subject.owners,
                    found.start("verb"),
                )
            return
        if len(subject_text.split()) > 12:
            return
        found = _TO.pattern.search(text[:200], found.end())


def _terse_subject(before: str, context: Context) -> Subject:
    """Who stands before "to": the whole of it, or somebody known behind a topic and a dash, colon or comma."""
    if before.rstrip()[-1:] in {"–", "—", "-", ":"}:
        return NOBODY
    whole = whole_subject(before, context.register)
    if whole.sort not in {"none", "pronoun"}:
        return whole
    topic = re.search(r"^.{2,110}(?:[:–—]|\s-|,(?:\s+(?:however|so|therefore|but|and),?)?|;)\s+", before)
    if not topic:
        return NOBODY
    near = whole_subject(before[topic.end() :], context.register)
    return (
        near
        if near.sort in {"person", "role"}
        or (near.sort in {"name", "group", "body"} and before[: topic.end()].rstrip()[-1] in ":–—-")
        else NOBODY
    )


def passive_order(text: str, context: Context) -> Iterator[Found]:
    alone = re.match(r"to\s+be\s+(?:also\s+|\w+ly\s+)?(?P<done>[\w-]+)", text, re.IGNORECASE)
    if alone and alone["done"].lower() in FIRM_DONE and len(text) < 160:
        yield Found(
            "something is to be done, told in few words", 0.66, _agent(text[alone.end() :], context), 0
        )
        return
    for found in _TO_BE.pattern.finditer(text):
        done, be = found["done"].lower(), found["be"].lower()
        if done not in FIRM_DONE:
            continue
        before = text[: found.start()]
        if re.search(
            r"\b(?:which|who|that|need|needs|needed|have|has|had|ought|likely|due|going|able|seem\w*|appear\w*|continue\w*|expected|because|as|when|if|not)\s*$",
            before,
            re.IGNORECASE,
        ):
            continue
        if HYPOTHETICAL.search(before) or OPINION.search(before) or len(before.split()) > 22:
            continue
        confidence = _TO_BE.confidence
        if be.startswith("to"):
            confidence += 0.08 if len(before.split()) <= 10 else -0.12
        elif be.startswith(("is", "are")):
            confidence += 0.1
        elif be.startswith("would"):
            confidence -= 0.1
        elif be.startswith(("was", "were")):
            confidence -= 0.04
        owners = _agent(text[found.end() :], context)
        yield Found(_TO_BE.why, confidence + (0.08 if owners else 0), owners, 0)
        return


def _agent(after: str, context: Context) -> tuple[str, ...]:
    by = re.match(r"(?:\s+\w+){0,3}?\s+by\s+(?P<who>(?:the\s+)?[\w.’'@&-]+(?:\s+[A-Z][\w.’'-]+){0,3})", after)
    if not by:
        return ()
    subject = whole_subject(by["who"], context.register)
    return subject.owners if subject.sort in {"person", "role", "body", "group"} else ()
