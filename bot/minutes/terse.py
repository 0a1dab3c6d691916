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
from bot.minutes.words import SETTLED, is_order, may_be_order, plain_form, word_set

_ROLE_TO = form(
    rf"(?P<before>\b\w{{1,20}})?\s{{0,3}}(?P<who>\b(?:the\s+|parish\s+|town\s+|vice[- ])*(?:clerk|secretary|chair|chairman|chairwoman|treasurer|secretariat))\s+to\s+{VERB}",
    "an officer to do it, in passing", 0.72,
)  # fmt: skip
_OFFICER = re.compile(r"(?:clerk|secretar(?:y|iat)|chair(?:wo)?(?:man)?|treasurer)\s+to\s", re.IGNORECASE)
_OFFICES = ("clerk", "secretar", "chair", "treasurer")
_NEXT_TOPIC = re.compile(r",\s+(?=[A-Z][\w.]*\s)|\s?:\s(?=[A-Z])|;\s")
_TO = form(rf"\s+to\s+{VERB}", "somebody to do it", 0.86)
_TO_BE = form(
    r"\s(?P<be>(?:is|are|was|were)\s+to\s+be|(?:needs?|requires?)\s+to\s+be|to\s+be|will\s+(?:now\s+|also\s+|then\s+)?be|would\s+(?:now\s+|also\s+|then\s+)?be|shall\s+be|must\s+be)\s+(?:also\s+|\w+ly\s+|re-)?(?P<done>[\w-]+)",
    "something is to be done", 0.62,
)  # fmt: skip
_GRANTED = re.compile(
    r"(?:for|asked|requires?|required|wanted|allow\w*|authoris\w*|thanked|invited|requested|instructed|enabl\w*|of|by|with|from|and|told|wish\w*|like|delegated|to|permit\w*|ask|tell|for|may|if|want|wants|needs?|allows?)$",
    re.IGNORECASE,
)


_THING_GOES = re.compile(
    r"^(?:(?:an?|the|this|these)\s)?(?:[\w’'&-]+\s){0,5}?(?:letters?|notices?|posters?|emails?|articles?|copies|copy|leaflets?|invitations?|reports?|items?|notes?|details|information|flyers?|signs?|reminders?|minutes|photos?|adverts?)\s(?:[\w’'&-]+\s){0,4}?to\sgo\s(?:to|on|out|in|into|up|round)\b",
    re.IGNORECASE,
)


def thing_goes(text: str) -> Iterator[Found]:
    """ "Letters to go to all tenants": somebody has to send them."""
    found = _THING_GOES.search(text[:140]) if " to go " in text else None
    if found:
        yield Found("something is to go somewhere", 0.66, (), 0)


_LONG_ENOUGH = 8
_SAID = re.compile(r"\.\s|\s?:\s")


def _where_told(text: str, who: int) -> int:
    """Where the clause begins that tells an officer; a short one behind a dash needs its matter:
    "The gate is loose – clerk to write".
    """
    marks: tuple[str, ...] = (": ", "; ", ", ")
    if len(_SAID.split(text[who:], maxsplit=1)[0].split()) >= _LONG_ENOUGH:
        marks = (*marks, " - ", " – ")
    return max((at + len(mark) for mark in marks if (at := text.rfind(mark, 0, who)) >= 0), default=0)


def officer_to(text: str, context: Context) -> Iterator[Found]:
    """An officer told to do it, wherever it stands: "…boiler service overdue, clerk to book it"."""
    lower = text.lower()
    may_tell = any(office in lower for office in _OFFICES) and _OFFICER.search(text)
    found = _ROLE_TO.pattern.search(text) if may_tell else None
    before = found["before"] or "" if found else ""
    if not found or not is_order(found["verb"]) or _GRANTED.match(before) or is_order(before):
        return
    if whole_subject(text[: found.end("who")], context.register).sort in {"none", "pronoun"}:
        start = _where_told(text, found.start("who"))
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


_STEP_IS = re.compile(
    r"\baction\s+(?:was|is|has\s+been|were)\s+(?:created|raised|taken|recorded|assigned|set|agreed|opened|given|noted)\s+(?:for\s+(?P<whose>.{2,40}?)\s+)?to\s+(?P<does>[a-z-]+)|\b(?:actions?|next steps?|task)\s+(?:is|are|will\s+be)\s+(?:now\s+|therefore\s+)?(?:for\s+(?P<who>.{2,40}?)\s+)?to\s+(?P<verb>[a-z-]+)",
    re.IGNORECASE,
)


def step_is(text: str, context: Context) -> Iterator[Found]:
    """ "The next step is to ask for prices": an order, and whose is told if at all."""
    found = _STEP_IS.search(text[:240])
    verb = "does" if found and found["does"] else "verb"
    if found and is_order(found[verb]) and not HYPOTHETICAL.search(text[: found.start()]):
        who = found["who"] or found["whose"]
        subject = whole_subject(who, context.register) if who else NOBODY
        yield Found("the next step is to do it", 0.68, subject.owners, found.start(verb))


def terse(text: str, context: Context) -> Iterator[Found]:
    found = _TO.pattern.search(text[:200])
    while found:
        if found.group().lstrip().startswith("To ") and not text.isupper():
            # "CHAIR To appoint a chair": a heading, and the item under it.
            return
        subject_text = text[: found.start()]
        subject = _terse_subject(subject_text, context)
        if (
            (
                is_order(found["verb"])
                or (found["verb"] == "action" and text[found.end() :].strip(" ."))
                or (subject.sort in {"person", "role"} and may_be_order(found["verb"]))
            )
            and subject.sort not in {"none", "pronoun"}
            and not re.search(r"[,;.]\s*$", subject_text)
        ):
            named = subject.sort == "name" and not context.register.knows(subject.owners[0])
            verb_like = len(subject_text.split()) > 4 and subject.sort == "name"
            if not verb_like:
                yield Found(
                    _TO.why,
                    _TO.confidence - (0.26 if named else 0 if is_order(found["verb"]) else 0.12),
                    subject.owners,
                    found.start("verb"),
                )
            return
        if len(subject_text.split()) > 12:
            return
        found = _TO.pattern.search(text[:200], found.end())


_TOLD_VERB = re.compile(
    r"\s(?:\w{2,}ed|chose|began|went|came|had|has|is|are|was|were|able|due|keen|likely|free|happy|ready)$"
    r"|\s(?:asks|invites|requires|requests|encourages|urges|advises|recommends|allows|enables|expects|wants|plans|proposes|seeks|aims|continues|hopes|intends)\s[^:;,–—]*$"
)


LETTING = re.compile(r"\W*(?:allow|enabl|permit)(?:s|ed|ing|e|es)?\s", re.IGNORECASE)
"""“Allowing the group to meet there” lets somebody do it, and asks nobody to."""


def _terse_subject(before: str, context: Context) -> Subject:
    """Who stands before "to": the whole of it, or somebody known behind a topic and a dash, colon or comma."""
    if LETTING.match(before):
        return NOBODY
    if _TOLD_VERB.search(before) and not context.register.knows(before):
        # "Ann declined | to comment", "Bo Reed" being spared.
        return NOBODY
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


NO_ORDER_BEFORE = re.compile(
    r"\b(?:which|who|that|need|needs|needed|about|have|has|had|ought|likely|due|going|able|seem\w*|appear\w*|continue\w*|expected|because|as|when|if|not|supposed|meant|hoped)\s*$"
    r"|\b(?:how|what|where)\b[^,;]{0,40}$|\b(?:because|as|since)(?:\s[\w’'-]+){1,4}\s*$|\b(?:had|has|have)\s+(?:also\s+)?(?:requested|asked|wanted|wished)\b[^,;]{0,60}$|\blimited to\b|\bthere\s+(?:is|are|was|were|will be)\b",
    re.IGNORECASE,
)


MATTERS_TO_BE = re.compile(
    r"(?:\w+\s){0,3}?\w+s\s(?:to|that will|which will)\sbe\s(?:considered|discussed|covered|raised|tabled|reviewed)\b\W*(?:\binclud\w+|$|(?:at|for)\b[^.]{0,60}$|[-–—:])",
    re.IGNORECASE,
)
"""A heading over what comes up: "Books to be considered – …"."""


_BEHIND = re.compile(
    r"(?P<by>\s[-–—]\s+|,\s+|\sand\s+)(?P<thing>(?!(?:which|who|that|it|they|these|he|she|and|but|or|as|if|when|with|for|to|not|what|would)\b)(?:[\w’'-]+\s){1,5}?)(?P<be>to\s+be|will\s+(?:now\s+|also\s+)?be)\s+(?P<done>[\w-]+)",
    re.IGNORECASE,
)


def order_behind(text: str, context: Context) -> Iterator[Found]:
    """What is to be done about a matter told before it: "the lock is stiff – a price to be obtained"."""
    for found in _BEHIND.finditer(text, 12):
        done, by = found["done"].lower(), found["by"].strip()
        sure = by in {"-", "–", "—"} or (by == "," and found["be"].lower().startswith("to"))
        if done not in (FIRM_DONE - _HAPPENS if sure else _SENT) or done in SETTLED:
            continue
        if NO_ORDER_BEFORE.search(found["thing"].strip()) or _TOLD_IN.search(found["thing"]):
            continue
        if by == "," and not sure and found["thing"].strip().lower() not in {"this", "these"}:
            continue
        if HYPOTHETICAL.search(text[: found.start()]) and not sure:
            continue
        what_at = found.start("thing")
        yield Found(
            "what is to be done about it, behind it",
            0.62,
            agent(text[found.end() :], context),
            what_at,
            start=what_at,
        )
        return


_TOLD_IN = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|need|needs|asked|requested|agreed|able|due|likely)\b",
    re.IGNORECASE,
)


def passive_order(text: str, context: Context) -> Iterator[Found]:
    alone = re.match(r"to\s+be\s+(?:also\s+|\w+ly\s+)?(?P<done>[\w-]+)", text, re.IGNORECASE)
    if (
        alone
        and alone["done"].lower() in FIRM_DONE - _HAPPENS - {"discussed", "considered"}
        and len(text) < 160
    ):
        yield Found(
            "something is to be done, told in few words", 0.66, agent(text[alone.end() :], context), 0
        )
        return
    if MATTERS_TO_BE.match(text):
        return
    for found in _TO_BE.pattern.finditer(text):
        by = agent(text[found.end() :], context) or _bracketed(text, context)
        done, be, before = (
            found["done"].lower(),
            found["be"].lower(),
            _CLAUSE_AT.split(text[: found.start()])[-1],
        )
        ordered = (
            be.startswith(("to", "is", "are", "need", "require"))
            and (done not in SETTLED | _STATES or _CARRIED_OUT.match(text[found.start("done") :]))
            and not _SOMEBODY_IS.search(text[: found.start()])
        )
        out = _CARRIED_OUT.match(text[found.start("done") :])
        if done not in FIRM_DONE and not out and not ((by or ordered) and plain_form(done)):
            continue
        # Rules and constitutions say what "shall be"; a meeting says what "will".
        told = _OWN_CLAUSE.split(text[: found.start()])[-1]
        if be.startswith("shall") or NO_ORDER_BEFORE.search(before) or len(before.split()) > 22:
            continue
        if (
            HYPOTHETICAL.search(told)
            or OPINION.search(told)
            or _merely_happens(be, done, text[found.end() :])
        ):
            continue
        outside = not by and _BY_SOMEBODY.match(text[found.end() :])
        confidence = _TO_BE.confidence + _passive_weight(be, before, done)
        yield Found(
            _TO_BE.why,
            confidence + (0.08 if by else -0.15 if outside else 0),
            by,
            0,
            due_at=_own_clause(told),
        )
        return


def _own_clause(told: str) -> int:
    """Where the clause begins in which something "is to be done": a comma and a word for many or all part it."""
    at = max(
        told.rfind(", all "),
        told.rfind(", each "),
        told.rfind("; "),
        told.rfind(", these "),
        told.rfind(", this "),
    )
    return max(at, 0)


_IN_BRACKETS = re.compile(r"\s\((?P<who>[A-Z]{2,4}|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\)\W*$")


def _bracketed(text: str, context: Context) -> tuple[str, ...]:
    """Initials or a name in brackets at the end, where the meeting knows them: "… will be sent (AB)"."""
    found = _IN_BRACKETS.search(text)
    return (found["who"],) if found and context.register.knows(found["who"]) else ()


def _merely_happens(be: str, done: str, after: str) -> bool:
    """ "Will be held" and "will be prepared to" tell what comes, and order nothing."""
    return (
        (be.startswith(("will", "would")) and done in _HAPPENS)
        or done == "made"
        or (done in {"prepared", "asked"} and after.startswith(" to "))
    )


_CLAUSE_AT = re.compile(
    r"\bthat\s|;\s|,\s(?:and|but|so)\s|\s(?:–\s)?and\s(?=(?:this|these|it|a|an)\s)", re.IGNORECASE
)
_OWN_CLAUSE = re.compile(r";\s|,\s(?:and|but|so)\s|\sand\s(?=[A-Z])")
_SENT = word_set(
    """
    added amended approached arranged asked brought consulted created drafted prepared produced written circulated contacted discussed distributed emailed followed forwarded invited
    obtained ordered organised posted presented provided published purchased raised reported reviewed scheduled sent
    shared sourced updated uploaded
    """,
)
_SOMEBODY_IS = re.compile(
    r"\b(?:was|were|is|are|had|has|have|wants?|like|would|will|needs?|enabl\w+|allow\w+|those|who|keen)\b",
    re.IGNORECASE,
)
_WORLD = word_set(
    """
    built brought bought cancelled cleaned cleared closed created cut deleted drawn erected felled filled fitted gathered installed
    laid locked made mended merged moved mown opened painted paid placed planted pruned purchased put recruited released
    relocated removed renewed repaired replaced restored run selected sold sorted spread strimmed surveyed taken tested
    treated trimmed washed weeded
    """,
)
"""What is done to roads and hedges, and often by others: "the road will be closed"."""
_CARRIED_OUT = re.compile(r"(?:carried\s+out|(?:set|drawn)\s+up|put\s+(?:up|together|out))\b", re.IGNORECASE)
_STATES = word_set(
    """
    based considered covered defined delivered described determined developed ensured expressed found funded given
    identified involved led located made maintained managed measured paid run seen served split stored supported treated tried
    used
    """,
)
"""Participles that a plan or a rule uses of things, and a meeting seldom of work."""
_HAPPENS = frozenset(
    {
        "held",
        "split",
        "made",
        "taken",
        "run",
        "opened",
        "closed",
        "raised",
        "selected",
        "cut",
        "moved",
        "found",
        "treated",
        "told",
    }
)


def _passive_weight(be: str, before: str, done: str) -> float:
    """How much likelier or not the words before "be" make it that somebody must act."""
    if be.startswith("to"):
        return 0.08 if len(before.split()) <= 10 else -0.12
    if be.startswith(("need", "require")):
        return 0.1 if len(before.split()) <= 10 else -0.1
    if be.startswith(("is", "are")):
        return 0.1
    if be.startswith("would"):
        return -0.04 if done in _SENT or done not in _WORLD else -0.1
    if be.startswith(("was", "were")):
        return -0.04
    return -0.1 if done in _WORLD else 0.0


_BY_SOMEBODY = re.compile(r"[^.;]{0,60}?\bby\s+(?:the|a|an|[A-Z])")
_AGENT = re.compile(
    r"[^.;:]{0,60}?\bby\s+(?P<who>(?:the\s+)?[\w.’'@&-]+(?:\s+(?:and\s+)?[A-Z][\w.’'-]+){0,3})\b(?!\s+(?:and|&)\s)"
)


def agent(after: str, context: Context) -> tuple[str, ...]:
    """Who is to do what "will be done by …"; bodies and outsiders only right behind the verb."""
    by = _AGENT.match(after[:140])
    if not by:
        return ()
    subject = whole_subject(by["who"], context.register)
    near = len(after[: by.start("who")].split()) < 4
    sorts = {"person", "role", "body", "group"} if near else {"person", "role"}
    return subject.owners if subject.sort in sorts else ()
