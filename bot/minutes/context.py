"""What every reader of a form is given, and how it words what it found."""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.minutes.layout import Block, Document
from bot.minutes.model import Kind, Proposal
from bot.minutes.people import Register
from bot.minutes.sections import Section
from bot.minutes.sentences import Sentence, sentences
from bot.minutes.status import begins_done, told_as_done, told_as_history
from bot.minutes.texts import Text
from bot.minutes.wording import Likely, likely, place
from bot.minutes.words import first_word, is_order, plain_form

LONGEST_WHAT = 160
_ORDERS = re.compile(r"\bto\s|^\W*(?:ACTION|Action|AP)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """The document with its parts named and its people known."""

    document: Document
    sections: Sequence[Section]
    register: Register
    _said: dict[int, tuple[Sentence, ...]] = field(default_factory=dict)
    _likely: dict[int, tuple[Likely, ...]] = field(default_factory=dict)

    def done_below(self, index: int) -> bool:
        """Whether the line right under a block says that it is done: "Letter sent - Cleared", "Complete. It came"."""
        below = self.document.blocks[index + 1 : index + 2]
        if not below or below[0].kind == "row":
            return False
        text = below[0].text
        return begins_done(text) or (len(text) < 90 and told_as_done(text) and not _ORDERS.search(text))

    def reported_below(self, index: int) -> bool:
        """Whether an earlier action is reported upon right under it: "Action 3: AO to ask. – AO had asked in May"."""
        below = self.document.blocks[index + 1 : index + 2]
        if self.sections[index].kind != "review" or not below or below[0].kind not in {"item", "paragraph"}:
            return False
        text = below[0].text
        return told_as_history(text) and not _ORDERS.search(text[:200])

    def said(self, block: Block) -> tuple[Sentence, ...]:
        """The sentences of a block, split once for all readers."""
        found = self._said.get(block.start)
        if found is None:
            found = self._said[block.start] = tuple(sentences(block.text))
        return found

    def likely(self, index: int) -> tuple[Likely, ...]:
        """What their words say of the sentences of a block, or of a table's row as a whole."""
        found = self._likely.get(index)
        if found is None:
            block, section = self.document.blocks[index], self.sections[index]
            texts = [block.text] if block.kind == "row" else [each.text for each in self.said(block)]
            where = place(section, block)
            found = self._likely[index] = tuple(likely(text, where) for text in texts)
        return found

    def likely_of(self, index: int, sentence: Sentence) -> Likely:
        """What the words say of the sentence of a block that this is, or is a piece of."""
        said = self.said(self.document.blocks[index])
        at = bisect.bisect_right(said, sentence.start, key=lambda each: each.start) - 1
        return self.likely(index)[max(at, 0)]

    def find(
        self,
        where: Text,
        start: int,
        end: int,
        *,
        section: Section,
        kind: Kind = "action",
        what: str,
        owners: tuple[str, ...] = (),
        due: str | None = None,
        confidence: float,
        why: str,
        until: int | None = None,
    ) -> Proposal:
        """A proposal for `where.text[start:end]`, quoted from the source exactly.

        `until` carries the quote on to a later position of the source, over a list that belongs to it.
        """
        source_start, source_end = where.span(start, end)
        source_end = max(source_end, until or 0)
        return Proposal(
            kind=kind,
            what=shorten(what),
            quote=self.document.text[source_start:source_end],
            start=source_start,
            end=source_end,
            owners=owners,
            owners_resolved=tuple(self.register.name(owner) for owner in owners),
            due_words=due,
            minute=section.minute,
            confidence=confidence,
            why=why,
        )


_PREFIX = re.compile(
    r"^(?:please|also|then|kindly|and|just|now|further|that|actively|formally|to)\s+", re.IGNORECASE
)
_SAYING = re.compile(
    r"^.{2,80}?\b(?:said|stated|reported|agreed|noted|confirmed|advised|asked|requested|explained|suggested|decided|resolved|added)\s+that\s+",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"^(?:that\s+)?(?P<thing>.{2,160}?)\s+(?:(?:is|are|was|were)\s+to\s+|to\s+|will\s+|would\s+|should\s+|could\s+|can\s+|might\s+|must\s+|needs?\s+to\s+|shall\s+)?be\s+(?:also\s+|\w+ly\s+)?(?P<done>[\w-]+)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)


_LINKING = re.compile(r"^(?:and|also|that|but|then)\s+", re.IGNORECASE)
_TO = re.compile(r"^to\s+", re.IGNORECASE)
_PARTICLE = re.compile(r"\s+(?:back|up|down|out|off|away|over)\b(?!\s+(?:the|a|to|by)\b)")
_CAPITALISED = re.compile(r"[A-Z][a-z]+\b")


def imperative(text: str) -> str:
    """An order in the document's words: "a visit be planned for May" -> "plan a visit for May"."""
    text = _LINKING.sub("", text.strip(" .;:,"))
    if "that" in text:
        text = _SAYING.sub("", text)
    passive = _PASSIVE.match(text[:400]) if "be " in text else None
    if passive and plain_form(passive["done"]) and not is_order(first_word(_TO.sub("", text))):
        verb, rest = plain_form(passive["done"]), passive["rest"]
        particle = _PARTICLE.match(rest)
        if particle:
            verb, rest = f"{verb}{particle.group()}", rest[particle.end() :]
        return f"{verb} {lower_first(passive['thing'])}{rest}"
    while (prefix := _PREFIX.match(text)) is not None:
        text = text[prefix.end() :]
    return lower_first(text)


_COMMON = re.compile(
    r"(?:A|An|The|This|These|All|Any|Its|Their|Each|Further|New|More|Some|Two|Three|To|That|Quotes?|Letters?|Notices?|Signs?|Copies|Members|Officers)\b"
)


def lower_first(text: str) -> str:
    """Lower case at the start where the word is surely no name: an order, an article and the like."""
    common = _COMMON.match(text) or (_CAPITALISED.match(text) and is_order(first_word(text)))
    return text[0].lower() + text[1:] if common else text


def shorten(text: str) -> str:
    """A `what` fit for a card: cut at a clause when it runs on."""
    text = " ".join(text.split()).strip(" .;:,-–")
    if len(text) <= LONGEST_WHAT:
        return text
    cut = max(
        text.rfind(mark, 60, LONGEST_WHAT)
        for mark in (", ", "; ", " (", " – ", " - ", " so that ", " which ")
    )
    if cut < 60:
        cut = text.rfind(" ", 60, LONGEST_WHAT)
    return text[: cut if cut > 0 else LONGEST_WHAT].rstrip(" ,;(–-")
