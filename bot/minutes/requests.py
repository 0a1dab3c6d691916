"""Somebody asked, invited or instructed to do something, plainly or softly."""

import re
from collections.abc import Iterator

from bot.minutes.context import Context
from bot.minutes.model import Kind
from bot.minutes.orders import bare_doer
from bot.minutes.owners import read_subject, whole_subject
from bot.minutes.phrases import (
    VERB,
    Found,
    form,
    opening_subject,
)
from bot.minutes.promises import at_the_table
from bot.minutes.terse import agent
from bot.minutes.words import from_doing, is_order, plain_form

_BINDS_NOBODY = (
    r"(?:asked|pleased|delighted|allowed|forced|supposed|reported|elected|used|entitled|permitted|expected|obliged|inclined|tempted|surprised|disappointed"
    r"|interested|prepared|opposed|limited|referred|needed|required|designed|intended|planned|proposed|hoped|added|believed|considered|thanked|restricted|related"
    r"|believed|rumoured|noted|saddened|concerned|agreed|decided|resolved|committed|enabled|moved|used|scheduled|forecast(?:ed)?|estimated|based|due|tied|attached"
    r"|connected|linked|closed|opened|changed|amended|updated|increased|reduced|extended|delayed|set|left|helped|qualified|authorised|authorized|subjected|compared|determined|excited|relieved)\b"
)
_WAS_ASKED = form(
    rf"\s(?:was|were|is|are|has been|have been|to be)\s+(?:also\s+|then\s+|therefore\s+)?(?P<how>asked|requested|invited|instructed|tasked|directed|nominated|mandated|delegated|authori[sz]ed|given\s+(?:the\s+|an?\s+)?(?:go-ahead|permission|authority|task|job|action)|urged|reminded|encouraged)\s+(?:by\s+(?:the\s+)?[\w ]{{2,30}}\s+)?to\s+{VERB}",
    "somebody was asked to do it", 0.78,
)  # fmt: skip
_WAS_TOLD = re.compile(
    rf"\s(?:was|were|is|are|has been|have been)\s+(?:also\s+|then\s+)?(?P<how>(?!{_BINDS_NOBODY})[a-z]{{4,}}ed)\s+to\s+{VERB}",
)
_ASKED = form(
    rf"\b(?P<how>asked|requested|requesting|(?<=tee |cil |ard |nel |oup )requests|invited|instructed|tasked|directed|urged|reminded|encouraged)\s+(?:that\s+)?(?P<who>(?:the\s+)?[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){{0,7}}?)\s+to\s+{VERB}",
    "somebody was asked to do it", 0.72,
)  # fmt: skip
_ASKED_WHETHER = form(
    rf"\b(?:asked|requested|wondered|enquired|queried)\s+(?:whether|if)\s+(?P<who>(?:the\s+)?[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){{0,6}}?)\s+(?:would|could|might|can|will)\s+(?!be\b){VERB}",
    "somebody was asked whether they would", 0.6,
)  # fmt: skip
_ASKED_THAT = form(
    r"(?<!had )(?<!have )\b(?:asked|requested|requesting|(?<=tee |cil |ard |nel |oup )requests)\s+(?:that\s+|for\s+|(?<=requested )(?P<if>(?:if|whether)\s+)|(?=(?:an?|the|this|these)\s))(?P<thing>.{2,140}?(?<!will)(?<!would)(?<!shall)(?<!could)(?<!can)(?<!may)(?<!might)(?<!then this))\s+(?(if)(?:could|can|might)\s+|(?:to\s+|should\s+)?)be\s+(?:\w+ly\s+)?(?P<done>[\w-]+)(?P<agenda>[^.;]{0,20}?\bagenda\b)?",
    "it was asked that something be done", 0.66,
)  # fmt: skip
_PUT_TO_ALL = re.compile(
    r"^(?:asked|requested)\s+(?:the\s+|all\s+)?(?:meeting|members|board|committee|council|group|panel|councillors)\s+(?:whether|if)\b|\b(?:whether|if)\b[^,;]{0,100}\bshould\s+be\b",
    re.IGNORECASE,
)
"""A question put to the meeting: "asked the meeting whether a gift should be made"."""
_HAPPY_TO = form(
    r"\b(?:requested|asked for|sought|would welcome)\s+(?P<thing>.{3,160}?),?\s+which\s+(?P<who>(?:the\s+)?[\w.’' -]{2,50}?)\s+(?:would be|was|is|were|will be)\s+(?:happy|pleased|glad|able|content|willing)\s+to\s+(?P<verb>\w+)",
    "a request somebody was happy to meet", 0.72,
)  # fmt: skip
_ASKED_SUBJUNCTIVE = form(
    r"\b(?:(?:asked|requested|requesting|(?<=tee |cil |ard |nel |oup )requests|suggested and agreed|proposed and agreed|agreed)\s+that|(?:asked|requested|requesting|(?<=tee |cil |ard |nel |oup )requests)\s+(?=(?-i:Mr|Mrs|Ms|Dr|Cllr|[A-Z]|the\s)))\s*(?P<clause>.{6,400})",
    "it was asked that somebody do it",
    0.66,
)


_ASKED_SHORT = form(
    rf"^(?P<who>[^,;:]{{2,50}}?)\s+(?:also\s+|then\s+)?(?P<how>asked|requested|instructed|tasked|authorised|delegated|directed|nominated|invited)\s+(?:by\s+(?:the\s+)?\w+\s+)?to\s+{VERB}",
    "somebody was asked, in few words", 0.66,
)  # fmt: skip
_NEEDED = form(
    rf"(?:^|\bwe\s+|\bI\s+)(?:will\s+)?(?:need|want|would like|ask)\s+(?P<who>[\w@.’'&-]+(?:\s[\w@.’'&-]+){{0,3}}?)\s+to\s+{VERB}",
    "somebody is needed to do it", 0.66,
)  # fmt: skip
_WANTED = re.compile(r"\b(?:need|want|like|ask)\s", re.IGNORECASE)
_PLEASE_DO = re.compile(
    r"(?:please|pls)\s+(?:can\s+(?:you|everyone|all)\s+)?(?P<verb>[a-z]+)\s", re.IGNORECASE
)
_FOR_READERS = frozenset(
    {"note", "see", "find", "visit", "refer", "read", "click", "use", "call", "view", "check", "keep"}
)
_PLEASE = re.compile(r"^(?:please\s+)?(?:can|could|would)\s+(?:please\s+)?(?=\S)", re.IGNORECASE)
_FROM = form(
    r"\b(?:asked|requested|called)\s+for\s+(?P<thing>.{3,100}?)\s+from\s+(?P<who>(?:the\s+|all\s+)?[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){0,4}?)(?=\s+(?:to|by|on|for|about|at|before)\b|[,.;]|$)",
    "something was asked of somebody", 0.62,
)  # fmt: skip
_WAS = re.compile(r"\s+(?:was|were)\s+(?:also\s+|then\s+)?$")
_AND_WAS = re.compile(r"\band$")
_FOR_ONESELF = frozenset({"speak", "address", "leave", "join", "be", "know", "see", "withdraw", "ask"})
HERE_AND_NOW = frozenset(
    {
        "comment",
        "ask",
        "speak",
        "discuss",
        "introduce",
        "contribute",
        "raise",
        "give",
        "present",
        "share",
        "explain",
    }
)
"""What people are invited to do at the table itself."""
_HAD = re.compile(r"\b(?:had|has|have)\s+(?:also\s+|already\s+)?$", re.IGNORECASE)
_DUTY = re.compile(
    r"\b(?:interests?|code of conduct|mobile phones?|standing orders|obligation|duty)\b", re.IGNORECASE
)


_TASKED_WITH = re.compile(
    r"(?:^|\s)(?:(?:was|were|is|are|been)\s+)?(?:tasked|charged|entrusted)\s+with\s+(?P<doing>[a-z]+ing)\b"
)


def tasked_with(text: str, context: Context) -> Iterator[Found]:
    """ "Bo Reed tasked with finding a venue"."""
    found = _TASKED_WITH.search(text[:200])
    if found and from_doing(found["doing"]):
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort not in {"none", "pronoun"}:
            yield Found("somebody was tasked with it", 0.74, subject.owners, found.start("doing"))


def asked_shortly(text: str, context: Context) -> Iterator[Found]:
    """ "Clerk asked to obtain quotes", and "need everyone to check it"."""
    found = _ASKED_SHORT.pattern.match(text)
    if found and is_order(found["verb"]) and found["verb"].lower() not in _FOR_ONESELF:
        subject = whole_subject(found["who"], context.register)
        if subject.sort in {"person", "role"}:
            kind: Kind = "request" if found["how"].lower() in {"asked", "requested", "invited"} else "action"
            yield Found(
                _ASKED_SHORT.why, _ASKED_SHORT.confidence, subject.owners, found.start("verb"), kind=kind
            )
    need = _NEEDED.pattern.search(text) if _WANTED.search(text) else None
    if need and is_order(need["verb"]):
        subject = whole_subject(need["who"], context.register)
        if subject.sort in {"person", "role", "group"}:
            yield Found(_NEEDED.why, _NEEDED.confidence, subject.owners, need.start("verb"), kind="request")


def asked_from(text: str, context: Context) -> Iterator[Found]:
    """ "Asked for figures from the schools"."""
    found = _FROM.pattern.search(text)
    if found:
        subject = whole_subject(found["who"], context.register)
        if subject.sort in {"person", "role", "group", "body"}:
            yield Found(_FROM.why, _FROM.confidence, subject.owners, found.start("thing"), kind="request")


_WHO_PLEASE = re.compile(
    r"(?!(?:Could|Can|Would|Will|And|But|So)\b)(?P<who>@?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*|\s(?:members|all)){0,2}),?\s+(?:could\s+you\s+)?please\s+(?P<verb>[a-z]+)\s"
)
_ASKS_NOW = re.compile(
    r"(?:^|[:;,]\s)(?P<by>@?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)\s(?:asks|invites|reminds|requests|tasks)\s(?P<who>@?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?|all|everyone|everybody|members)\sto\s(?P<verb>[a-z]+)\b"
)


def asks_now(text: str, context: Context) -> Iterator[Found]:
    """ "Ann invites Bo to write it up": asked, in minutes that tell it in the present."""
    found = _ASKS_NOW.search(text)
    if found and is_order(found["verb"]) and found["verb"] not in HERE_AND_NOW:
        by, subject = (
            whole_subject(found["by"], context.register),
            whole_subject(found["who"], context.register),
        )
        if by.sort in {"person", "role"} and subject.sort in {"person", "role", "group"}:
            yield Found(
                "somebody is asked to do it", 0.66, subject.owners, found.start("verb"), kind="request"
            )


def pleaded(text: str, context: Context) -> Iterator[Found]:
    """ "Please can all members return the form"."""
    bare = _PLEASE_DO.match(text)
    if bare and is_order(bare["verb"]) and bare["verb"] not in _FOR_READERS:
        yield Found("everybody is asked, with a please", 0.6, (), bare.start("verb"), kind="request")
        return
    who = _WHO_PLEASE.match(text)
    if who and is_order(who["verb"]) and who["verb"] not in _FOR_READERS:
        subject = whole_subject(who["who"], context.register)
        if subject.sort in {"person", "role", "group", "body"} or who["who"].isupper():
            yield Found(
                "somebody is asked, with a please", 0.64, subject.owners, who.start("verb"), kind="request"
            )
            return
    found = _PLEASE.match(text)
    asked = text[found.end() :].replace(" please ", " ", 1) if found and "please" in text.lower() else ""
    told = bare_doer(asked, context.register) if asked else None
    if told:
        yield Found(
            "somebody is asked, with a please", 0.66, told[0].owners, len(text) - len(told[1]), kind="request"
        )


_LEFT_TO = re.compile(
    rf"\b(?:was|were|is)\s+left\s+(?:to|with)\s+(?P<who>(?:the\s+)?[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){{0,4}}?)\s+to\s+{VERB}",
    re.IGNORECASE,
)
_BE_TOLD = re.compile(
    rf"\b(?:agreed|resolved|decided)\s+(?:that\s+)?(?P<who>(?:the\s+)?[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){{0,5}}?)\s+(?:should\s+|would\s+)?be\s+"
    rf"(?P<how>asked|requested|instructed|authori[sz]ed|invited|delegated|tasked|directed)\s+to\s+{VERB}",
    re.IGNORECASE,
)


def left_to(text: str, context: Context) -> Iterator[Found]:
    """ "It was left to the Clerk to arrange a date", and "agreed that the Clerk be asked to write"."""
    found = _BE_TOLD.search(text) or _LEFT_TO.search(text)
    if found and is_order(found["verb"]):
        subject = whole_subject(found["who"], context.register)
        if subject.sort not in {"none", "pronoun"}:
            asked = "how" in found.groupdict() and found["how"].lower() in {"asked", "requested", "invited"}
            kind: Kind = "request" if asked else "action"
            yield Found(
                "it was left to somebody, or they were told",
                0.8,
                subject.owners,
                found.start("verb"),
                kind=kind,
            )


def was_told(text: str, context: Context) -> Iterator[Found]:
    """ "Ann was assigned to draft it": told in whichever word the body has for it."""
    told = _WAS_TOLD.search(text)
    if not told or not is_order(told["verb"]):
        return
    before = text[: told.start()]
    subject = read_subject(before, context.register)
    if subject.sort == "pronoun" or (subject.sort == "none" and _AND_WAS.search(before)):
        subject = opening_subject(before, context)
    if subject.sort == "person" or at_the_table(subject):
        yield Found(_WAS_ASKED.why, 0.66, subject.owners, told.start("verb"))


def happy_to(text: str, context: Context) -> Iterator[Found]:
    found = _HAPPY_TO.pattern.search(text)
    if found:
        subject = whole_subject(found["who"], context.register)
        if subject.sort != "none":
            yield Found(
                _HAPPY_TO.why, _HAPPY_TO.confidence, subject.owners, found.start("thing"), kind="request"
            )


def asked(text: str, context: Context) -> Iterator[Found]:  # noqa: C901  the forms of asking, one test each
    was = None if _DUTY.search(text) else _WAS_ASKED.pattern.search(text)
    if was and is_order(was["verb"]):
        subject = read_subject(text[: was.start()], context.register)
        if subject.sort not in {"none", "pronoun", "name"} or (subject.sort == "name" and subject.start == 0):
            kind: Kind = (
                "action"
                if was["how"].lower()
                not in {"asked", "requested", "invited", "urged", "reminded", "encouraged", "delegated"}
                else "request"
            )
            yield Found(_WAS_ASKED.why, _WAS_ASKED.confidence, subject.owners, was.start("verb"), kind=kind)
    for asked in _ASKED.pattern.finditer(text):
        if not is_order(asked["verb"]) or (
            asked["how"].lower() == "invited"
            and (asked["verb"].lower() in HERE_AND_NOW or _HAD.search(text, 0, asked.start()))
        ):
            continue
        subject = whole_subject(asked["who"], context.register)
        if subject.sort not in {"none", "pronoun"} and not re.search(
            r"\b(?:was|were|been|is|are|be)\s+$", text[: asked.start()]
        ):
            kind = "action" if asked["how"].lower() in {"instructed", "tasked", "directed"} else "request"
            yield Found(_ASKED.why, _ASKED.confidence, subject.owners, asked.start("verb"), kind=kind)
    whether = _ASKED_WHETHER.pattern.search(text)
    if whether and is_order(whether["verb"]):
        subject = whole_subject(whether["who"], context.register)
        if subject.sort == "pronoun" and _WAS.search(text[: whether.start()]):
            # "Mr Reed was asked if he would": whoever was asked.
            subject = read_subject(_WAS.sub("", text[: whether.start()]), context.register)
        if subject.sort not in {"none", "pronoun"}:
            yield Found(
                _ASKED_WHETHER.why,
                _ASKED_WHETHER.confidence,
                subject.owners,
                whether.start("verb"),
                kind="request",
            )
    subjunctive = _ASKED_SUBJUNCTIVE.pattern.search(text)
    told = bare_doer(subjunctive["clause"], context.register) if subjunctive else None
    if subjunctive and told and told[0].sort != "name":
        ordered = "agreed" in subjunctive.group()[:24].lower()
        yield Found(
            "it was agreed that somebody do it" if ordered else _ASKED_SUBJUNCTIVE.why,
            0.8 if ordered else _ASKED_SUBJUNCTIVE.confidence,
            told[0].owners,
            subjunctive.end() - len(told[1]),
            kind="action" if ordered else "request",
        )
    that = _ASKED_THAT.pattern.search(text)
    if (
        that
        and not _PUT_TO_ALL.search(that.group())
        and (plain_form(that["done"]) or (that["agenda"] and that["done"].lower() == "on"))
    ):
        by = agent(text[that.end() :], context)
        yield Found(_ASKED_THAT.why, _ASKED_THAT.confidence, by, that.start("thing"), kind="request")
