"""Commitments in running prose: undertakings, agreements, orders without an owner, soft requests.

Each form is one small pattern tried on one sentence; which words stand around it decides whether
somebody at the table took something on, or something merely happened, is planned elsewhere, or is wished.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from bot.minutes.agreements import agreed
from bot.minutes.clues import SEVERAL, Place, weighed
from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import PROPOSED, Proposal
from bot.minutes.owners import sort_of, whole_subject
from bot.minutes.phrases import (
    VERB,
    Found,
)
from bot.minutes.promises import (
    SPEAKER,
    at_it,
    is_to,
    promised,
    said_would,
    speaks,
    taken_as_action,
    under_name,
    undertook,
    will_be_doing,
    will_do,
    without_subject,
)
from bot.minutes.requests import (
    asked,
    asked_from,
    asked_shortly,
    asks_now,
    happy_to,
    left_to,
    pleaded,
    tasked_with,
    was_told,
)
from bot.minutes.sections import Section
from bot.minutes.sentences import Sentence, due_words
from bot.minutes.status import told_as_done
from bot.minutes.terse import officer_to, order_behind, passive_order, step_is, terse, thing_goes, topic_to
from bot.minutes.wording import HARDLY
from bot.minutes.words import first_word, is_order

_PAST = re.compile(
    r"\b(?:had been|(?:has|have) been(?! (?:tasked|asked|requested|instructed|invited|given)\b)|had already|has already|have already|previously|last (?:year|month|week|meeting)|at the (?:last|previous) meeting|was completed|in the past|earlier in the)\b",
    re.IGNORECASE,
)
# "The next meeting will be held on 3 March" is news, not an order.
_MEETS = re.compile(
    r"^\W*(?:(?:venue|date|time|place)\s*:\s*)?(?:(?!(?:that|and|who|for|to)\b|\w+ed\b)[\w’'-]+\s){0,6}?(?:meetings?|AGM|EGM|sessions?)\s+(?:of\s.{0,60}?\s)?(?:will|shall|would|(?:is|are)\s+to|to)\s+(?:next\s+|again\s+|now\s+)?"
    r"(?:be\s+(?:held|conducted|on|at|in|via)|take\s+place|start|begin|commence|resume|continue|move|last)\b",
    re.IGNORECASE,
)
# Most sentences hold none of a form's words and are passed over at once.
_UNDER_WAY = re.compile(r" looking | chasing|investigating| following|arranging")
_ORDERING = re.compile(
    r"please|tasked with|charged with|entrusted with|request|asked |to |will|would| be |should|shall|agreed that|please|need|can "
)
_ASKS_NOW = re.compile(r" (?:asks|invites|reminds|requests|tasks) ")
_ASKING = re.compile(r"given|authori|asked|request|invited|instructed|tasked|urged|reminded|directed|wondered|encouraged|entrusted|charged|agreed that")  # fmt: skip
_THEN = re.compile(
    rf"(?:,(?=\s+(?-i:[A-Z][\w’'-]+\s+(?:[A-Z][\w’'-]+\s+)?(?:to|will|agreed)\s))|,?\s+(?:following which|after which|and|while|whilst)|,\s+(?:with|for|then))\s+(?P<who>(?:the\s+)?[\w@.’'/&-]+(?:\s+[\w@.’'/&-]+){{0,3}}?)\s+(?:would|will|to|shall|should|agreed\s+to|is\s+to|are\s+to)\s+{VERB}",
    re.IGNORECASE,
)


_ANOTHER_CLAUSE = re.compile(
    r",?\s+(?:and|but|while|whilst)\s+(?:the|a|an|all|any|further|copies|details|this|these|it|they)\s(?:[\w’'-]+\s){0,6}?(?:will|would|is\s+to|are\s+to)\s+(?:[\w’'-]+\s+){3}",
    re.IGNORECASE,
)
"""Where somebody's doing ends, and something else begins."""
_WHO_WILL = re.compile(
    rf"\s(?P<who>(?:the\s+)?[\w@.’'/&-]+(?-i:\s[A-Z][\w.’'-]+)?),?\s+who\s+(?:would|will|is\s+to|has\s+agreed\s+to|agreed\s+to)\s+{VERB}",
    re.IGNORECASE,
)
_SURE_ENOUGH = 0.6
WEIGHED = f"in prose: {SEVERAL}"
_LONGEST = 1200


def read_prose(context: Context, *, marked_by_habit: bool = False) -> Iterator[Proposal]:
    """Commitments in paragraphs and items outside the lists and tables of actions.

    Where a clerk marks actions by habit, prose that reads like one is mostly talk around them.
    """
    voices = _Voices(context)
    for index, (block, section) in enumerate(zip(context.document.blocks, context.sections, strict=True)):
        if _passed_over(context, index, block, section):
            continue
        voices.hear(block)
        taken = voices.taken(block)
        if taken:
            whole = _Spot(block, section, [Sentence(block.text, 0, len(block.text))], 0, marked_by_habit)
            yield _proposal(context, whole, taken)
            continue
        said = list(_apart(context.said(block), context))
        silent = False
        for number, sentence in enumerate(said):
            if asks_nothing(sentence.text):
                continue
            if context.likely_of(index, sentence).action < HARDLY.action:
                silent = True
                continue
            spot = _Spot(block, section, said, number, marked_by_habit)
            found = [_with_its_day(one, spot.after) for one in _commitments(context, spot, voices)]
            # "He asked whose the wall is – Ann will ask": what stands before the dash is the matter.
            yield from (_with_its_matter(context, spot, one) if silent else one for one in found)
            silent = not found


@dataclass(frozen=True, slots=True)
class _Spot:
    """A sentence where it stands: its block and part, and the sentences around it."""

    block: Block
    section: Section
    said: list[Sentence]
    number: int
    marked_by_habit: bool

    @property
    def sentence(self) -> Sentence:
        return self.said[self.number]

    @property
    def before(self) -> Sentence | None:
        return self.said[self.number - 1] if self.number else None

    @property
    def after(self) -> str:
        return self.said[self.number + 1].text if self.number + 1 < len(self.said) else ""


def asks_nothing(text: str) -> bool:
    """When the next meeting is, and what agendas tell everybody."""
    if ("eeting" in text or "GM" in text or "ession" in text) and _MEETS.match(text):
        return True
    return any(word in text for word in _NOTICE_WORDS) and bool(_NOTICE.search(text))


def _commitments(context: Context, spot: _Spot, voices: "_Voices") -> Iterator[Proposal]:
    """What one sentence asks of anybody: in a form that is recognised, or else by several signs."""
    sentence = spot.sentence
    likeliest = 0.0
    for found in (
        voices.take_on(sentence)
        or _agreed_upon(sentence.text, spot.after, context)
        or _agreed_too(sentence.text, spot.before, context)
        or read_sentence(sentence.text, context, spot.before)
        or voices.under(sentence)
        or _bare(spot.block, sentence)
    ):
        proposal = _proposal(context, spot, found)
        likeliest = max(likeliest, proposal.confidence)
        yield proposal
    if likeliest < PROPOSED and not spot.section.of_old_actions:
        place = Place(spot.section.kind, spot.block.kind, spot.number, len(spot.said), spot.marked_by_habit)
        weighty = weighed(sentence.text[:_LONGEST], context, spot.before, place)
        if weighty:
            yield _worded(context, spot, weighty, weighty.confidence)


_SUGGESTED = re.compile(
    r"\b(?:suggested|proposed|recommended|moved)(?:\s+by\s+[^,;]{2,40}?)?\s+that\s+", re.IGNORECASE
)
_ALL_AGREED = re.compile(
    r"\W*(?:(?:this|it|the (?:motion|proposal|suggestion))\s+was\s+(?:then\s+|also\s+)?(?:unanimously\s+)?(?:agreed|carried|approved|supported|accepted)"
    r"|(?:all|everyone|members|councillors|the (?:board|committee|council|group|panel))\s*(?:were\s+|was\s+)?(?:all\s+)?(?:agreed|in favou?r|in agreement)"
    r"|agreed|carried|(?:seconded|2nd)\b.{0,40}\b(?:agreed|carried|in favou?r))\b",
    re.IGNORECASE,
)


def _agreed_upon(text: str, after: str, context: Context) -> list[Found]:
    """What was suggested is agreed when the next words say so: "It was suggested that … be sent. All agreed"."""
    put = _SUGGESTED.search(text) if _ALL_AGREED.match(after) else None
    if not put:
        return []
    found = next(agreed(_AGREED_THAT + text[put.end() : _LONGEST], context), None)
    if found is None:
        return []
    shift = put.end() - len(_AGREED_THAT)
    return [replace(found, what_at=found.what_at + shift, start=0, why="what was suggested was agreed")]


_AGREED_THAT = "agreed that "
_AND_THAT = re.compile(r"\W*(?:and\s+)?(?:also\s+)?that\s+")
_HAS_AGREED = re.compile(r"\b(?:agreed|resolved|decided)\s+(?:that|to)\b", re.IGNORECASE)


def _agreed_too(text: str, before: Sentence | None, context: Context) -> list[Found]:
    """What a clause behind a semicolon goes on agreeing: "agreed to note the plan; and that it be printed"."""
    put = _AND_THAT.match(text)
    if not put or before is None or not _HAS_AGREED.search(before.text):
        return []
    found = next(agreed(_AGREED_THAT + text[put.end() : _LONGEST], context), None)
    if found is None:
        return []
    return [replace(found, what_at=put.end(), start=0, why="it was agreed too")]


def _passed_over(context: Context, index: int, block: Block, section: Section) -> bool:
    """Blocks in which no commitment is looked for: lists of people, slides, quotations, and what is done."""
    if section.kind in {"people", "agenda", "meta", "slides"} or block.kind in {"row", "label"}:
        return True
    if block.kind == "heading" and len(block.text.split()) < 4:
        return True
    if block.marker.lower().endswith("[x]") or told_as_done(block.text):
        return True
    # A quoted rule or message is not what this meeting asked for.
    marked = block.text[:7].upper().startswith("ACTION")
    if marked and (context.done_below(index) or context.reported_below(index)):
        return True
    # "Action 4: …" among the actions of an earlier meeting is one of them.
    return bool(_SET_OFF.match(block.text)) or (marked and section.of_old_actions)


class _Voices:
    """Who speaks, and under whose name an item stands: what is said without a subject is theirs."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._speaker = ""
        self._above: list[tuple[int, str]] = []

    def hear(self, block: Block) -> None:
        spoken = SPEAKER.match(block.text)
        if spoken:
            self._speaker = spoken["who"] if speaks(spoken["who"], self._context) else ""
        elif not block.text.startswith(("...", "…")):
            self._speaker = ""
        self._above = [one for one in self._above if block.kind == "item" and one[0] < block.level]
        name = block.text.rstrip(": ")
        if block.kind == "item" and len(name) < 40 and sort_of(name, self._context.register) == "person":
            self._above.append((block.level, name))

    def taken(self, block: Block) -> Found | None:
        """A speaker's words that end by taking the matter as an action, whatever their form."""
        spoken = SPEAKER.match(block.text)
        end = taken_as_action(block.text) if spoken and self._speaker else None
        if not spoken or end is None:
            return None
        return Found("a speaker takes it as an action", 0.8, (self._speaker,), spoken.end(), end=end)

    def take_on(self, sentence: Sentence) -> list[Found]:
        """What the speaker promises in the first person, or without naming themselves again."""
        if not self._speaker:
            return []
        found = promised(sentence.text, self._speaker)
        if found is None:
            said = SPEAKER.match(sentence.text)
            at = said.end() if said else 0
            found = under_name(sentence.text[at:], self._speaker, "a speaker takes it on")
            found = found and replace(found, what_at=found.what_at + at, confidence=0.72)
        return [found] if found else []

    def under(self, sentence: Sentence) -> list[Found]:
        """What stands without a subject under somebody's name."""
        found = under_name(sentence.text, self._above[-1][1]) if self._above else None
        return [found] if found else []


def _proposal(context: Context, spot: _Spot, found: Found) -> Proposal:
    """A recognised form as a proposal, less sure for what stands around it."""
    section, block, sentence = spot.section, spot.block, spot.sentence
    confidence = found.confidence - (0.1 if spot.marked_by_habit else 0)
    if section.kind == "review":
        cleared = re.search(r"\b(?:cleared|completed|closed|discharged|done)\b", section.heading.lower())
        confidence -= (0.6 if cleared else 0.3) if section.of_old_actions else 0.08
    if section.kind == "forward":
        confidence -= 0.1
    if block.kind == "heading":
        # "Chairs to report" heads what is reported.
        confidence -= 0.4 if first_word(sentence.text[found.what_at :]) in _PRESENTING else 0.12
    if _PAST.search(sentence.text[max(found.start, found.what_at - 60) : found.what_at]):
        confidence -= 0.3
    return _worded(context, spot, found, confidence)


_ITS_DAY = re.compile(
    r"\W*(?:this|it|these|they|the\s+(?:work|draft|report|document|deadline|target|aim)|deadline|due)\b[^.;]{0,50}?"
    r"(?:\b(?:complet\w+|ready|done|finished|due|deadline|needed|required|in place|submitted|returned|received|expected)\b|:)",
    re.IGNORECASE,
)


def _with_its_day(proposal: Proposal, after: str) -> Proposal:
    """The day that the next sentence sets for it: "Ann is to write it. It is needed by 3 May"."""
    if (
        proposal.due_words
        or not proposal.to_do
        or len(after) > _A_SHORT_SENTENCE
        or not _ITS_DAY.match(after)
    ):
        return proposal
    return replace(proposal, due_words=due_words(after))


_A_SHORT_SENTENCE = 120
_DASH = re.compile(r"\W*\s[-–—]\s\W*")
_TOO_SHORT_ALONE = 8


def _with_its_matter(context: Context, spot: _Spot, proposal: Proposal) -> Proposal:
    """A short order behind a dash, quoted with what stands before it."""
    before, sentence = spot.before, spot.sentence
    if before is None or len(sentence.text.split()) >= _TOO_SHORT_ALONE:
        return proposal
    if not _DASH.fullmatch(spot.block.text, before.end, sentence.start):
        return proposal
    start = spot.block.span(before.start, before.end)[0]
    return replace(proposal, start=start, quote=context.document.text[start : proposal.end])


def _worded(context: Context, spot: _Spot, found: Found, confidence: float) -> Proposal:
    sentence = spot.sentence
    end = found.end if found.end >= 0 else len(sentence.text)
    return context.find(
        spot.block, sentence.start + found.start, sentence.start + end, section=spot.section, kind=found.kind, what=imperative(sentence.text[found.what_at : end]),
        owners=found.owners, due=_due(sentence.text, found, end), confidence=round(confidence, 2), why=f"in prose: {found.why}",
    )  # fmt: skip


_NOTICE_WORDS = (
    "nterest", "he pub", "he Pub", "he press", "he Press", "uestion", "endered", "inutes", "To ", "TO ", "tem", "attention of",
    "this report", "this paper", "I will", "I shall",
)  # fmt: skip
_NOTICE = re.compile(
    r"\b(?:notice|declar\w*|disclos\w*)\b.{0,40}\binterests?\b|\bmembers of the (?:public|press)\b.{0,80}\b(?:wish\w*|should|may|are)\b|^\W*questions? (?:must|should|will|may) be\b|\btendered (?:their |his |her )?apologies\b"
    r"|^\W*(?:the\s+)?minutes\b.{0,140}\b(?:agreed|approved|accepted|signed|adopted|confirmed)\b|^\W*(?:[\d.]+\W*)?(?-i:To|TO)\s+(?:receive|consider|approve|confirm|note|adopt)\b"
    r"|^\W*(?:(?:late|new|any|other|urgent|the|all)\s+)*items?\s+of\s+(?:\w+\s+){0,2}business\b|\b(?:will|to|shall)\s+be\s+(?:considered|taken|dealt\s+with)\s+(?:under|at)\s+(?:the\s+)?(?:agenda\s+)?item\b"
    r"|\b(?:will|to)\s+(?:lead|introduce|present|speak)\s+(?:on\s+|to\s+)?this\s+(?:\w+\s+)?(?:item|report|paper)\b"
    r"|^\W*(?:please\s+)?(?:send|submit|direct|address|e-?mail)\s+(?:any\s+|all\s+|your\s+)*(?:questions|queries|enquiries)\b"
    r"|^\W*I\s+(?:will|shall)\s+(?:ask|move|propose|request)\b.{0,30}\bat\s+(?:the|this|our)\s",
    re.IGNORECASE,
)
"""What agendas tell everybody at every meeting asks nothing of anybody."""
_SET_OFF = re.compile(
    r">|(?:who|when|owner|due|deadline|status(?: [\d./-]+)?|by when|by whom)\s*:", re.IGNORECASE
)
_ASKS_TO = re.compile(
    r"[A-Z@][\w’'-]*(?:\s?[/&,]\s?[A-Z][\w’'-]*|\s[A-Z][\w’'-]*){0,2}\sto\s(?:ask|check|find out|see|enquire|confirm|speak|talk|investigate|look|clarify|explore|consider)\b"
)
"""“Ann to check whether …?”: an order to put a question."""
_PRESENTING = frozenset(
    {"report", "update", "present", "introduce", "note", "advise", "open", "welcome", "lead", "discuss"}
)
_INITIALS_TO = re.compile(
    r"(?<=[\w.,)])\s(?=(?P<who>[A-Z]{2,4}(?:\s?[/&,]\s?[A-Z]{2,4}){0,4})\s(?:still\s|also\s|both\s|then\s)?(?:to|will|would|was asked to|agreed to|has agreed to)\s[a-z]{2,})"
)
_AND_IT_WAS = re.compile(
    r",\s(?=(?:and\s)?it\s(?:was|is)\s(?:(?:also|further|then|therefore)\s)?(?:agreed|decided|resolved)\s(?:that|to)\b)",
    re.IGNORECASE,
)
"""A comma where another sentence begins."""
_CAPITALS = re.compile(r"[A-Z]{2}.{0,24}?\s(?:to|will|would|was|agreed|has)\s")
_HELD_TO = re.compile(
    r"\b(?:by|to|for|of|from|with|and|or|than|the|a|at|in|on|asked|told|requested|invited|that|if|when|as|but|so|which)$|[,&/(:–-]$",
    re.IGNORECASE,
)


def _apart(found: Iterable[Sentence], context: Context) -> Iterator[Sentence]:
    """Sentences, cut also where another begins though no stop is written: "… is high AB to pay it in"."""
    for sentence in found:
        spliced = _AND_IT_WAS.search(sentence.text, 40) if "it " in sentence.text else None
        at = 0
        if spliced:
            yield _piece(sentence, 0, spliced.start())
            at = spliced.end()
        elif _CAPITALS.search(sentence.text):
            for cut in _INITIALS_TO.finditer(sentence.text):
                known = all(context.register.knows(one) for one in re.split(r"\s?[/&,]\s?", cut["who"]))
                if known and not _HELD_TO.search(sentence.text[at : cut.start()]):
                    yield _piece(sentence, at, cut.start())
                    at = cut.end()
        yield _piece(sentence, at, len(sentence.text)) if at else sentence


def _piece(sentence: Sentence, start: int, end: int) -> Sentence:
    return Sentence(sentence.text[start:end], sentence.start + start, sentence.start + end)


def _bare(block: Block, sentence: Sentence) -> list[Found]:
    """An item that begins without a subject."""
    found = without_subject(sentence.text) if block.kind == "item" and sentence.start == 0 else None
    return [found] if found else []


def _due(text: str, found: Found, end: int) -> str | None:
    """Due words behind the doing, or else those the sentence opens with; what was told in between dates nothing."""
    at = max(found.what_at, found.due_at)
    behind = due_words(text[at:end])
    if behind or at <= found.due_at:
        return behind
    before = text[found.start : at]
    opening = due_words(before[:70])
    return (
        opening
        if opening and (before.lower().find(opening.lower()) < 14 or before.rstrip().endswith(opening))
        else None
    )


_JOINT = re.compile(r"[,\s]+(?:(?:and|but|while|whilst)\s*)?$")


def read_sentence(text: str, context: Context, before: Sentence | None = None) -> list[Found]:
    """The commitments of one sentence, the surest reading of each."""
    text = text[:_LONGEST]
    first: Found | None = None
    for found in _readings(text, context, before):
        if first is None or found.confidence > first.confidence:
            first = found
        if first.confidence >= _SURE_ENOUGH:
            break
    if first is None:
        return []
    second = next(_trailing(text, first, context), None)
    if second is None:
        other = _ANOTHER_CLAUSE.search(text, first.what_at + 16) if first.end < 0 and first.what_at else None
        return [replace(first, end=other.start()) if other else first]
    return [replace(first, end=len(_JOINT.sub("", text[: second.start]))), second]


def _readings(text: str, context: Context, before: Sentence | None) -> Iterator[Found]:
    lower = text.lower()
    if _UNDER_WAY.search(lower):
        yield from at_it(text, context)
    if not _ORDERING.search(lower) or (
        text.endswith("?") and "please" not in lower and not _ASKS_TO.match(text)
    ):
        return
    yield from officer_to(text, context)
    if "happy" in lower or "pleased" in lower or "able to" in lower or "willing" in lower:
        yield from happy_to(text, context)
    if "agreed" in lower or "deci" in lower or "resolved" in lower:
        yield from agreed(text, context)
    yield from _asked_or_told(text, lower, context)
    yield from undertook(text, context)
    yield from said_would(text, context, before)
    yield from terse(text, context)
    yield from is_to(text, context)
    yield from will_do(text, context, before)
    yield from will_be_doing(text, context, before)
    if " be " in text:
        yield from order_behind(text, context)
    yield from passive_order(text, context)
    if "step" in lower or "action" in lower:
        yield from step_is(text, context)
    yield from topic_to(text)
    yield from thing_goes(text)


def _asked_or_told(text: str, lower: str, context: Context) -> Iterator[Found]:
    """What somebody was asked, told or left to do."""
    if _ASKING.search(lower):
        yield from asked(text, context)
        yield from asked_from(text, context)
    if " left " in lower or " be " in lower:
        yield from left_to(text, context)
    if "ed to " in lower:
        yield from was_told(text, context)
    yield from asked_shortly(text, context)
    if _ASKS_NOW.search(text):
        yield from asks_now(text, context)
    if " with " in lower:
        yield from tasked_with(text, context)
    if "please" in lower:
        yield from pleaded(text, context)


def _trailing(text: str, first: Found, context: Context) -> Iterator[Found]:
    """A second doer in the same sentence: "…, following which the group would comment"."""
    relative = _WHO_WILL.finditer(text, first.what_at + 4) if " who " in text else ()
    for found in chain(_THEN.finditer(text, first.what_at + 4), relative):
        subject = whole_subject(found["who"], context.register)
        if (
            subject.sort not in {"none", "pronoun", "name"}
            and is_order(found["verb"])
            and subject.owners != first.owners
            and not is_order(first_word(found["who"]))
        ):
            yield Found(
                "in the same sentence, a second doer",
                min(first.confidence, 0.7),
                subject.owners,
                found.start("verb"),
                start=found.start("who") if found["who"] else 0,
            )
            return
