"""What somebody took on: undertook, offered, said they would, will, is to."""

import re
from collections.abc import Iterator

from bot.minutes.agreements import OFFICE, ORDER_OF_BUSINESS
from bot.minutes.context import Context
from bot.minutes.owners import NOBODY, Subject, read_subject, sort_of, whole_subject
from bot.minutes.phrases import (
    HYPOTHETICAL,
    NOT_OURS,
    NOTHING,
    OPINION,
    VERB,
    Found,
    form,
    opening_subject,
)
from bot.minutes.sentences import Sentence
from bot.minutes.words import SETTLING, from_doing, is_order, may_be_order, word_set

_PLAIN_WORK = word_set(
    """
    add advertise amend arrange ask attend book bring buy chase check circulate clean clear collect compile
    contact copy deliver draft email email find fix follow forward get hire inform inspect install investigate
    invite liaise look make mend notify obtain order organise paint pay phone place post print produce purchase
    put raise remind remove repair replace request research ring schedule seek send set share speak submit talk
    trim update upload visit write
    """,
)

_UNDERTOOK = form(
    rf"\s(?:has |have |had |kindly |also |then |both |all |unanimously )?(?:agreed|decided|undertook|undertaken|offered|volunteered|promised|committed(?: himself| herself| themselves)?|pledged"
    rf"|(?:is|are|was|were|will be|would be) (?:happy|willing|content|prepared)(?! to (?:go|see|hear|report|note|say|be|have)\b)|will arrange|would arrange|resolved|is going|are going|has been tasked|(?:accepted|took|takes?|taken|has|had|given)(?: on)? (?:(?:the|an?) )?(?:action|task|job)(?: item| point)?|is planning|are planning)\s+to\s+{VERB}",
    "somebody undertook or agreed to do it", 0.84,
)  # fmt: skip
_SAID_WOULD = form(
    rf"\b(?:said|stated|confirmed|advised|reported|explained|added|responded|replied|indicated|agreed|noted|promised|offered|assured(?: \w+)*?|informed(?: \w+){{0,3}}?)\s+(?:(?:the\s+)?(?:board|panel|committee|members|meeting|council|group)\s+)?(?:that\s+)?(?P<pronoun>he|she|they|he/she|it|the\s+(?:\w+\s+){{0,3}}?\w+)(?:\s+(?:will|would)|[’'](?:d|ll))\s+{VERB}",
    "somebody said they would do it", 0.78,
)  # fmt: skip
SPEAKER = re.compile(
    r"^(?P<who>@?[A-Za-z][\w.’-]{0,20}(?:\s[A-Z][\w’-]{1,20})?)(?:(?::|\s[-–—])\s+|\s+(?=(?:I|we|We|Yes|yes|Yeah|Ok)\b))"
)
_I_WILL = re.compile(
    r"^(?:\.{3,}\s*|…\s*)?(?:(?:ok(?:ay)?|yes|sure|agreed|right|fine|great|thanks|yep|yeah)\b[,.!]?\s+)*(?:(?:I|we)\s+(?:will|shall)|I\s+can|I’ll|I'll|will|let me|let[’']s(?!\s+(?:see|vote|try|move|go|discuss|start|wait|keep|do|be|have|not|take|make|decide|agree|leave|stick|talk|call|say|stop|think|assume)\b)|happy to)\s+(?:also\s+|then\s+|try to\s+)?(?P<verb>[a-z][\w-]*)",
    re.IGNORECASE,
)
_IS_TO = form(
    rf"\s(?:is|are|was|were|(?:has|have)\s+(?=still|yet)|(?P<need>needs?))\s*(?:also\s+|both\s+|each\s+|now\s+|still\s+)?to\s+{VERB}",
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


_UNDER_NAME = re.compile(
    r"(?:^|[,;–—-]\s+|\b(?:and|but)\s+)(?:will|to|going to|plan to|plans to|can)\s+(?:also\s+|then\s+)?(?P<verb>[a-z][\w-]*)",
    re.IGNORECASE,
)


def under_name(text: str, name: str, why: str = "listed under somebody's name") -> Found | None:
    """What stands without a subject under somebody's name in a nested list, or behind a speaker's colon:
    "Ann" above "to fetch the keys".
    """
    found = _UNDER_NAME.search(text[:200])
    if not found or not (is_order(found["verb"]) or may_be_order(found["verb"])) or text.endswith("?"):
        return None
    return Found(why, 0.66, (name,), found.start("verb"))


_WITHOUT = re.compile(r"^(?:(?P<will>Will)|To)\s+(?:also\s+)?(?P<verb>[a-z][\w-]*)\s")


def without_subject(text: str) -> Found | None:
    """An item that begins "Will chase …" or "To find …": somebody is meant, who stands elsewhere."""
    found = _WITHOUT.match(text[:60])
    if not found or not is_order(found["verb"]) or text.endswith("?"):
        return None
    if not found["will"] and found["verb"] not in _PLAIN_WORK:
        return None
    return Found("an item without a subject", 0.6, (), found.start("verb"))


_TAKING = re.compile(
    r"\b(?:will take|to take|taking|taken|takes|took)\s+(?:(?:this|that|it|these|them|on)\s+){0,2}(?:as\s+)?an?\s+action(?:\s+item)?\b",
    re.IGNORECASE,
)


def taken_as_action(text: str) -> int | None:
    """Where somebody's words end by taking the matter as an action."""
    found = _TAKING.search(text)
    return found.end() if found else None


def may_be_asked(verb: str) -> bool:
    return is_order(verb) or may_be_order(verb.lower()) or verb.lower() == "do"


_MERELY_SPEAKING = frozenset(
    {
        "say",
        "note",
        "add",
        "admit",
        "mention",
        "confess",
        "stress",
        "point",
        "take",
        "see",
        "stop",
        "vote",
        "abstain",
    }
)
"""What a speaker does by saying so: "I will say that it looks good"."""


def promised(text: str, speaker: str) -> Found | None:
    """What a speaker takes on in the first person: "AO: Yes, I will ask them"."""
    said = SPEAKER.match(text)
    at = said.end() if said else 0
    found = _I_WILL.match(text[at : at + 160])
    if not found or not may_be_asked(found["verb"]) or text.endswith("?"):
        return None
    if found["verb"].lower() in _MERELY_SPEAKING:
        return None
    return Found("a speaker takes it on", 0.72, (speaker,), at + found.start("verb"))


_BOUND = re.compile(r"\b(?:undertook|undertaken|promised|committed|pledged)\b", re.IGNORECASE)
_CONTENT = re.compile(r"\b(?:happy|content|willing|prepared|pleased)\b", re.IGNORECASE)
_SERVING = frozenset({"continue", "stand", "serve", "act", "stay", "keep", "join", "support"})


_AN_OFFICE = re.compile(r"(?:stand|serve|act|continue|remain)\s+(?:as|for|in)\b", re.IGNORECASE)


def undertook(text: str, context: Context) -> Iterator[Found]:
    for found in _UNDERTOOK.pattern.finditer(text):
        if not is_order(found["verb"]) and not (
            found["verb"].lower() == "have" and _BOUND.search(found.group())
        ):
            continue
        if _CONTENT.search(found.group()) and found["verb"].lower() in _SERVING:
            continue
        if _AN_OFFICE.match(text, found.start("verb")):
            continue
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort == "pronoun" and subject.owners[0].lower() in {"he", "she", "they"}:
            subject = opening_subject(text[: found.start()], context)
        if subject.sort in {"none", "pronoun"} or NOTHING.search(text[: found.start() + 1]):
            continue
        collective = subject.sort in {"body", "group"} or re.search(
            r"\b(?:all|members|everyone|councillors)\b", " ".join(subject.owners), re.IGNORECASE
        )
        if collective and (
            found["verb"].lower() in SETTLING or ORDER_OF_BUSINESS.match(text, found.start("verb"))
        ):
            continue
        yield Found(
            _UNDERTOOK.why,
            _UNDERTOOK.confidence - (0.1 if subject.sort == "name" else 0),
            subject.owners,
            found.start("verb"),
        )


def said_would(text: str, context: Context, before: Sentence | None) -> Iterator[Found]:
    found = _SAID_WOULD.pattern.search(text)
    if not found or not (is_order(found["verb"]) or may_be_order(found["verb"].lower())):
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


_STILL_OWES = re.compile(
    r"\bstill\s+to\s+(?:pay|come|arrive|reply|respond|receive|join|sign)$", re.IGNORECASE
)


def is_to(text: str, context: Context) -> Iterator[Found]:
    for found in _IS_TO.pattern.finditer(text):
        known = is_order(found["verb"])
        if not known and not may_be_order(found["verb"]):
            continue
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort in {"none", "pronoun"} or (not known and subject.sort not in {"person", "role"}):
            continue
        if _STILL_OWES.search(found.group()) and subject.sort not in {"person", "role"}:
            continue
        if found["need"] and subject.sort != "person":
            continue
        less = (
            0.18
            if found["need"]
            else {"name": 0.2, "body": 0.12}.get(subject.sort, 0) + (0 if known else 0.12)
        )
        if found.group().lstrip().lower().startswith(("was", "were")):
            # "Sam was to ring them" is mostly what an earlier meeting asked.
            less += 0.2
        yield Found(
            _IS_TO.why, _IS_TO.confidence - less, subject.owners, found.start("verb"), start=subject.start
        )


def _own_clause(before: str, start: int) -> str:
    """The words before a verb as far as they are the doer's clause: what another clause wishes is not theirs."""
    apart = re.search(r"(?:[,;]|\b(?:and|but))\s*$", before[:start])
    return (
        before[start:]
        if apart and not re.search(r"\b(?:if|unless|in the event)\b", before[:start])
        else before
    )


PONDERS = re.compile(r"would\s+consider\s+(?:it|this|\w+ing)\b", re.IGNORECASE)
MEANS_TO = re.compile(
    r"(?:provide|offer|give|create|make)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}?(?:means|ways?|basis|chance|framework|opportunit(?:y|ies)|incentive|benefits?|advantage|impression)\b",
    re.IGNORECASE,
)
"""What a thing is good for: "it would provide a means of …"."""


def _does_nothing(text: str, will: re.Match[str]) -> bool:
    """Whether somebody only fills an office, ponders, or a thing is good for something."""
    office = will["verb"].lower() in OFFICE and "agreed" in text[: will.start()]
    return (
        office
        or bool(PONDERS.match(text, will.start("modal")))
        or bool(MEANS_TO.match(text, will.start("verb")))
    )


def will_do(text: str, context: Context, before: Sentence | None = None) -> Iterator[Found]:
    for found in _WILL.pattern.finditer(text):
        known = is_order(found["verb"])
        if not known and not may_be_order(found["verb"]):
            continue
        if _does_nothing(text, found):
            continue
        said, modal = text[: found.start()], found["modal"].lower()
        subject = _meant(read_subject(said, context.register), said, before, context)
        if not known and (subject.sort not in {"person", "role"} or modal != "will"):
            continue
        if (
            subject.sort == "pronoun"
            and subject.owners[0].lower() == "we"
            and not subject.start
            and modal == "will"
        ):
            yield Found("what “we” will do", 0.6, (), found.start("verb"))
            return
        goes_on = subject.sort in {"none", "pronoun"} and bool(_AND.search(said))
        if goes_on:
            # "The Clerk had rung them and would report back": the doer is the sentence's own.
            subject = opening_subject(said, context)
        if subject.sort in {"none", "pronoun"}:
            continue
        confidence = _WILL.confidence - _doubt(subject, said, context) - (0 if known else 0.1)
        if modal == "would":
            confidence -= 0.08
        wish = "" if goes_on or _SO_HE.search(said) else _own_clause(said, subject.start)
        if HYPOTHETICAL.search(wish) or OPINION.search(wish):
            confidence -= 0.2
        yield Found(_WILL.why, confidence, subject.owners, found.start("verb"), start=subject.start)


_AND = re.compile(r"\b(?:and|but)\s*$")


def _doubt(subject: Subject, said: str, context: Context) -> float:
    """How much less sure a promise is for the sort of its doer."""
    unlisted = 0.14 if not context.register.listed and subject.start == 0 else 0.24
    doubt = {"name": unlisted, "body": 0.2, "group": 0.06}.get(subject.sort, 0.0)
    if subject.sort == "body" and re.search(r"^[A-Z].*Services$", subject.owners[0]):
        doubt -= 0.08
    elif subject.sort == "body" and _OUTSIDE.search(subject.owners[0]):
        doubt += 0.08
    if subject.sort in {"role", "group", "body"} and NOT_OURS.search(" ".join(subject.owners)):
        doubt += 0.2
    # What is said of somebody in passing; the sentence may order something itself.
    return doubt + (0.16 if re.search(r"\bwho\s*$", said) else 0)


_OUTSIDE = re.compile(
    r"(?:school|college|university|church|club|centre|company|society|foundation|[a-z]s)$", re.IGNORECASE
)
_SO_HE = re.compile(r"\b(?:so|and|but|that|as|which)\s+(?:he|she)\s*$")
_HE_OR_SHE = re.compile(
    r"^\W*(?:and\s+|then\s+|so\s+)?(?:he|she|he/she|(?P<who>.+?),?\s+who)$", re.IGNORECASE
)


def _meant(subject: Subject, said: str, before: Sentence | None, context: Context) -> Subject:
    """Whom "he" or "she" means, the sentence before having begun with somebody; and who stands before "who"."""
    if subject.sort not in {"none", "pronoun"}:
        return subject
    if len(said) > 12 and _SO_HE.search(said):
        # "Ann could not say yet, so she will ask": whom the sentence itself began with.
        meant = opening_subject(re.sub(r"^[\w.]{1,8}\s*(?:->|:|[–—-])\s+", "", said), context)
        if meant.sort == "person" or at_the_table(meant):
            return meant
    short = _HE_OR_SHE.match(said.strip()) if len(said) < 40 else None
    if short and not short["who"] and before is not None:
        meant = opening_subject(before.text, context)
        return meant if meant.sort == "person" or at_the_table(meant) else NOBODY
    which = _WHO.search(said[-80:]) if said.endswith("who") else None
    if which:
        near = read_subject(which["who"], context.register)
        if near.sort not in {"person", "role"}:
            near = whole_subject(" ".join(which["who"].split()[-2:]), context.register)
        if near.sort not in {"person", "role"}:
            near = whole_subject(which["who"].split()[-1], context.register)
        if near.sort == "person" or at_the_table(near):
            return Subject(near.owners, near.sort, len(said) - len(said[-80:]) + which.start("who"))
    return subject


_WHO = re.compile(r"(?P<who>\b[\w@.’'&-]+(?:\s[\w@.’'&-]+){0,5}),?\s+who$")
_POST = re.compile(
    r"\b(?:clerk|chair\w*|secretary|treasurer|warden|caretaker|webmaster|manager|director|officer)$",
    re.IGNORECASE,
)


def at_the_table(subject: Subject) -> bool:
    """Whether a role is one of those that sit around a table, and not a minister."""
    return subject.sort == "role" and bool(_POST.search(subject.owners[0]))


_WILL_BE = re.compile(
    r"\s(?:will|would)\s+(?:also\s+|now\s+)?be\s+(?P<doing>[a-z]+ing)\b(?P<rest>.*)", re.DOTALL
)


def will_be_doing(text: str, context: Context, before: Sentence | None = None) -> Iterator[Found]:
    """Somebody at the table "will be making the badges"."""
    found = _WILL_BE.search(text[:300])
    if (
        not found
        or not from_doing(found["doing"])
        or found["doing"] in {"working", "going", "meeting", "looking", "speaking", "joining", "leaving"}
    ):
        return
    subject = read_subject(text[: found.start()], context.register)
    subject = _meant(subject, text[: found.start()], before, context)
    if subject.sort in {"person", "role"} and not HYPOTHETICAL.search(text[: found.start()]):
        known = (
            subject.sort == "role" or not context.register.listed or context.register.knows(subject.owners[0])
        )
        yield Found(
            "somebody will be doing it",
            0.66 if known else 0.5,
            subject.owners,
            found.start("doing"),
            start=subject.start,
        )


def at_it(text: str, context: Context) -> Iterator[Found]:
    """Somebody has taken it in hand at the table: "Sam is looking into this"."""
    found = _AT_IT.search(text[:160])
    if found:
        subject = read_subject(text[: found.start()], context.register)
        if subject.sort in {"person", "role"} or (subject.sort == "name" and not context.register.listed):
            yield Found("somebody is looking into it", 0.58, subject.owners, found.start("doing"))
