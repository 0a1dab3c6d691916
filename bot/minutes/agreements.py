"""What a meeting agreed to do, or agreed that somebody would."""

import re
from collections.abc import Iterator

from bot.minutes.context import Context
from bot.minutes.owners import read_subject
from bot.minutes.phrases import (
    FIRM_DONE,
    VERB,
    Found,
    form,
    opening_subject,
)
from bot.minutes.words import SETTLED, SETTLING, is_order

_AGREED_THAT = form(
    rf"(?<!already )(?<!previously )\b(?:agreed|decided|resolved|voted|confirmed|suggested and agreed|proposed and agreed)\b(?P<between>[^,.;]{{0,40}}?)\s+(?:that\s+)?(?P<who>[^;:]{{2,110}}?)\s+(?:will|would|should|shall|to|is to|are to|must)\s+{VERB}",
    "it was agreed that somebody would do it", 0.84,
)  # fmt: skip
_AGREED_TO = form(
    rf"(?:^(?:members\s+)?(?:also\s+)?|\b(?:it was|was|been|is|were|and|also|therefore)\s+(?:also\s+|then\s+|further\s+|therefore\s+|unanimously\s+)?)(?:agreed|decided|resolved)\s+(?:unanimously\s+)?(?:by\s+(?:the\s+|all\s+)?\w+\s+)?to\s+{VERB}|[–—-]\s+agreed\s+by\s+(?:the\s+|all\s+)?\w+\s+to\s+(?P<verb3>[a-z-]+)"
    rf"|\bdecision\s+(?:was\s+|has been\s+)?(?:made|taken|reached)\s+to\s+(?P<verb2>[a-z-]+)",
    "it was agreed to do it", 0.74,
)  # fmt: skip
_AGREED_PASSIVE = form(
    r"\b(?:agreed|decided|resolved)\s+(?:unanimously\s+)?(?:that\s+)?(?P<thing>[^;:]{3,140}?)\s+(?:will|would|should|shall|must|to|is to|are to)?\s*be\s+(?:\w+ly\s+)?(?P<done>[\w-]+)",
    "it was agreed that something be done", 0.76,
)  # fmt: skip
_ON_THE_AGENDA = form(
    r"\b(?:agreed|decided|resolved)\s+(?:to\s+)?(?P<what>(?:have|put|add|place|include)\s+[^.;]{3,80}?\b(?:agenda|next meeting)\b)",
    "it was agreed to put it on an agenda", 0.66,
)  # fmt: skip
_ALSO_TO = form(rf"(?:\band|,)\s+(?:to\s+also|also\s+to)\s+{VERB}", "it was agreed also to do it", 0.62)


OFFICE = frozenset({"replace", "act", "serve", "become", "chair", "represent", "represents"})
"""What somebody is to be, rather than do: an office is filled."""
_SPENDING = frozenset(
    {"do", "pay", "donate", "fund", "spend", "contribute", "reimburse", "refund", "sponsor", "allocate"}
)


_HOLD_ONE = re.compile(r"hold\s+(?:a|an|another)\s", re.IGNORECASE)
"""“Agreed to hold a drop-in” leaves it to be arranged; “the fair in June” is when it is."""
ORDER_OF_BUSINESS = re.compile(
    r"(?:take|move|discuss|hear|consider|deal with)\s+(?:the\s+)?(?:agenda\s+)?(?:items?|motions?|minutes|points?)\b"
    r"|(?:continue|carry\s+on|go\s+on|remain|stay|leave\s+\w+|keep\s+\w+)\s+(?:[\w’'-]+\s+){0,4}?(?:as\s+(?:currently|now|at\s+present|before|(?:it|they)\s+(?:is|are)|is\b|usual|previously)|unchanged)\b"
    r"|reserve\s+(?:the|its|their|our)\s+(?:right|option|judge?ment|decision|position)\b|wait\s+(?:until|till|for)\b|let\s+(?:these|those|people|members|everyone|them|it|visitors)\b"
    r"|[^.;:]{3,60}?\band\s+(?:donate|pay|give|contribute)\s+(?:£|\$|€|the\s+(?:sum|balance|rest)|half)"
    r"|(?:take|make|do|have|give|hold|issue|raise|send)\s+no(?:thing)?\b|sign\s+off\b"
    r"|meet\s+(?:again\s+|next\s+)?(?:every|weekly|fortnightly|monthly|quarterly|twice|once|on|at|in)\b",
    re.IGNORECASE,
)
"""How a meeting goes about its own business, and when it meets."""


def agreed(text: str, context: Context) -> Iterator[Found]:
    """What a sentence says was agreed, decided or resolved that somebody does."""
    # Most sentences hold none of these words and are passed over at once.
    lower = text.lower()
    if any(word in lower for word in _AGREEING):
        yield from _agreed(text, context)


_AGREEING = ("agreed", "decided", "resolved", "decision", "voted", "confirmed")


def _agreed(text: str, context: Context) -> Iterator[Found]:
    found = _AGREED_THAT.pattern.search(text)
    if found and is_order(found["verb"]) and not ORDER_OF_BUSINESS.match(text, found.start("verb")):
        subject = read_subject(found["who"], context.register)
        if (
            subject.sort != "none"
            and (subject.sort != "pronoun" or subject.owners[0].lower() == "we")
            and not _personal_opinion(text[: found.start()], context)
        ):
            settles = (found["verb"].lower() in SETTLING and subject.sort in {"body", "pronoun"}) or found[
                "verb"
            ].lower() in OFFICE
            owners = () if subject.sort == "pronoun" else subject.owners
            yield Found(
                _AGREED_THAT.why,
                _AGREED_THAT.confidence - (0.4 if settles else 0),
                owners,
                found.start("verb"),
            )
    to = _AGREED_TO.pattern.search(text)
    if to:
        group = "verb" if to["verb"] else "verb2" if to["verb2"] else "verb3"
        if (
            is_order(to[group])
            and (to[group].lower() not in SETTLING | _SPENDING or _HOLD_ONE.match(text, to.start(group)))
            and not ORDER_OF_BUSINESS.match(text, to.start(group))
            and not (
                to[group].lower() == "make"
                and re.match(
                    r"\s+(?:the|a|an|this)?\s*(?:\w+\s+)?(?:payment|donation|contribution|grant|award)",
                    text[to.end(group) :],
                )
            )
        ):
            members = _MEMBERS.match(to.group())
            it_was = _IT_WAS.match(to.group())
            owners = (
                (members.group(),) if members else () if it_was else _who_also(text[: to.start()], context)
            )
            yield Found(_AGREED_TO.why, _AGREED_TO.confidence, owners, to.start(group))
    go = _TO_GO.pattern.search(text) if _GOES.search(text) else None
    if go and not _personal_opinion(text[: go.start()], context):
        yield Found(_TO_GO.why, _TO_GO.confidence, (), go.start("thing"))
    agenda = _ON_THE_AGENDA.pattern.search(text) if "agenda" in text or "next meeting" in text else None
    if agenda:
        yield Found(_ON_THE_AGENDA.why, _ON_THE_AGENDA.confidence, (), agenda.start("what"))
    also = _ALSO_TO.pattern.search(text) if "also" in text else None
    if (
        also
        and is_order(also["verb"])
        and re.search(r"\b(?:agreed|decided|resolved)\b", text[: also.start()])
    ):
        yield Found(_ALSO_TO.why, _ALSO_TO.confidence, (), also.start("verb"), start=also.start())
    passive = _AGREED_PASSIVE.pattern.search(text) if "be " in text else None
    if (
        passive
        and passive["done"].lower() in FIRM_DONE
        and not _RULE.search(text, passive.end())
        and (passive["done"].lower() not in SETTLED or _TO_THANK.search(passive.group()))
        and not passive["thing"].lower().startswith(("to ", "no ", "nothing "))
        and not re.search(
            r"\b(?:could|can|may|might|not|cannot)(?:\s+need|\s+have)?\s*$", passive["thing"], re.IGNORECASE
        )
        and not _personal_opinion(text[: passive.start()], context)
    ):
        yield Found(_AGREED_PASSIVE.why, _AGREED_PASSIVE.confidence, (), passive.start("thing"))


_RULE = re.compile(
    r"\b(?:starting\s+from|from\s+now\s+on|from\s+then\s+on|henceforth|at\s+all\s+times)\b", re.IGNORECASE
)
"""What is done so from now on is a rule, and settled."""
_IT_WAS = re.compile(r"(?:it was|was|been|is|were)\b|[–—-]", re.IGNORECASE)
_MEMBERS = re.compile(r"members\b", re.IGNORECASE)


def _who_also(before: str, context: Context) -> tuple[str, ...]:
    """Who "also agreed to", or agreed behind an "and", when somebody is told of before."""
    subject = read_subject(before, context.register)
    if subject.sort == "none" and before.strip():
        subject = opening_subject(before, context)
    return subject.owners if subject.sort in {"person", "role"} else ()


_TO_THANK = re.compile(r"\b(?:should|would|will)\s+be\s+(?:\w+ly\s+)?thanked$", re.IGNORECASE)
_GOES = re.compile(r"\b(?:go|appear|come)\s")
_TO_GO = form(
    r"\b(?:agreed|decided|resolved)\s+(?:that\s+)?(?P<thing>[^;:.]{3,80}?)\s+(?:should|would|will|to|must)\s+(?:go|appear|come)\s+(?:on|out|to|into|in|up|back)\b",
    "it was agreed that something go somewhere", 0.7,
)  # fmt: skip


def _personal_opinion(before: str, context: Context) -> bool:
    """One person agreeing that something might be good holds a view; nothing is decided."""
    subject = read_subject(before, context.register)
    return subject.sort in {"person", "pronoun"} and before.strip() != ""
