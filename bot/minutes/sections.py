"""Which part of the minutes a block stands in: the actions, a review of old ones, a slide show…

The same words mean different things in different parts. "Write to the council" under "Actions" is an
order; under "Actions from the last meeting" it is history; on a slide it is somebody's plan.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.minutes.layout import WEAK, Block
from bot.minutes.people import stands_for

SectionKind = Literal[
    "body", "actions", "review", "decisions", "people", "agenda", "next", "forward", "slides", "meta"
]


@dataclass(frozen=True, slots=True)
class Section:
    """Where a block stands: the kind of part, its heading, and the minute's number where there is one."""

    kind: SectionKind = "body"
    heading: str = ""
    number: str = ""
    index: int = 0

    @property
    def of_old_actions(self) -> bool:
        """Whether the part goes through the actions of an earlier meeting, and not its minutes at large."""
        heading = self.heading.lower()
        return self.kind == "review" and "action" in heading and "minutes" not in heading

    @property
    def minute(self) -> str | None:
        return self.number or self.heading or None


_REVIEW = re.compile(
    r"\b(?:(?:last|previous|prior|outstanding|earlier|past)\b.{0,40}\b(?:meeting|minutes|actions?)"
    r"|(?:actions?|action (?:items?|points?|log)|minutes|issues|points)\s.{0,20}?\b(?:from|since|of) (?:the )?(?:last|previous|prior|past|earlier)"
    r"|(?:review|updates?|progress|status|reports?)\s(?:of|on|against)\s.{0,30}\bactions?|actions? (?:review|update|tracker review|status)|review of last"
    r"|actions? from (?:the )?\d|actions?\b.{0,40}\b(?:were|was|been)\b.{0,20}\b(?:cleared|completed|closed|discharged|done)|actions? (?:completed|closed|carried|brought)|completed actions?|closed actions?|matters arising|carried (?:over|forward)|brought forward)\b",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"^(?:[\d.]+\s*)?(?:(?:summary of|list of|agreed|new|key|main|all|open|further|our|the|meeting|immediate|proposed|future|recommended|any|other)\s+){0,3}"
    r"(?:actions?|action (?:items?|points?|list|log|plan|summary|table|tracker|register|notes?)s?|next steps?|to[- ]?dos?(?: list)?|follow[- ]?ups?(?: actions?| items?)?|task(?:s| list)|homework|APs?|AIs?|actionables?|assignments|takeaways|commitments)"
    r"(?:\s?(?:/|&|\band\b)\s?(?:decisions?|resolutions?|agreements|owners))?"
    r"(?:\s+(?:for|from|arising|relating|relevant|required|agreed|to be|taken|raised|and owners|and next steps|following|on|in|of|by|at|after|this|items?|summary|list|points)\b.*)?\s*[:.–-]?\s*(?:\(.*\))?$",
    re.IGNORECASE,
)
_DECISIONS = re.compile(
    r"^(?:[\d.]+\s*)?(?:(?:summary of|list of|key|main|agreed|formal)\s+){0,2}(?:decisions?|resolutions?|outcomes?|agreements|resolved|votes?)"
    r"(?:\s+(?:made|taken|reached|agreed|of|from|and)\b.*)?\s*:?$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"^\W*(?:(?:steering|core|voting|project|working|group|key|those|members?|also|officers?|officials?|others?|other|additional|board|panel|committee|councillors?|non-members?|list of|meeting|staff|public|parish|in|panel members|panel|tsc|regrets|wg)\s+){0,3}"
    r"(?:(?:present|attendees|attendance|attending|participants|apologies|absent|absences|in attendance|roll call|regrets|presenting|did not attend)\b"
    r"(?!.{0,40}\b(?-i:will|would|agreed|to\b))"
    r"|(?:people|invited|guests?|observers?|membership|members|panel|officials|secretariat|chair|invitees|scribes?)(?:\s+\([^()]*\))?\s*(?::|$))",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"^(?:meeting |proposed |draft |the )?(?:agenda|contents|table of contents|topics for discussion)\b(?!.{0,40}\b(?:notes|minutes|discussion|actions)\b).{0,60}$",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:(?:date|time|venue)s?\b.{0,24}\b(?:next|future)|next meeting|future meetings?|dates? of (?:next|future)|next (?:board|council|committee|session))\b",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"\b(?:forward plan|work programme|forward look|items? for (?:the )?(?:next|future)|future (?:agenda )?items?|next agenda)\b",
    re.IGNORECASE,
)
_SLIDES = re.compile(
    r"\b(?:following|gave a|gave an|a)\b.{0,30}\b(?:power ?point|slide|presentation)\b.{0,160}[:–-]\s*-?$|\bpresentation\b.{0,60}\b(?:highlighted|covered|drew attention|as follows|included|set out)\b.{0,60}[:–-]-?\s*$",
    re.IGNORECASE,
)
_SLIDES_END = re.compile(
    r"^\W*(?:discussion|resolved|agreed|recommended|arising|members|the (?:board|committee|panel|chair\w*|council|following)|it was|following|action\s*:|in (?:response|discussion|answer)|questions?|minutes|decision)\b",
    re.IGNORECASE,
)
_END_OF_LIST = re.compile(
    r"^(?:supporting documents|the meeting (?:closed|ended|finished)|meeting closed|signed|chair(?:man)?\W*\.{3,}|dated?\W)",
    re.IGNORECASE,
)


def kind_of_heading(text: str) -> SectionKind:
    """What kind of part a heading opens."""
    bare = text.strip(" :*#").strip()
    if len(bare) > 120:
        return "body"
    if _AGENDA.match(bare):
        return "agenda"
    if _FORWARD.search(bare):
        return "forward"
    if _NEXT.search(bare) and not _ACTIONS.match(bare) and "action" not in bare.lower():
        return "next"
    if _REVIEW.search(bare) and not re.search(r"\b(?:this|new)\b", bare, re.IGNORECASE):
        return "review"
    if _ACTIONS.match(bare):
        return "actions"
    if _DECISIONS.match(bare):
        return "decisions"
    if _PEOPLE.match(bare) and len(bare) < 80:
        return "people"
    return "body"


def divide(blocks: Sequence[Block]) -> list[Section]:
    """The part each block stands in, headings among them."""
    divider = _Divider()
    return _numbered(blocks, _reopened(blocks, [divider.place(block) for block in blocks]))


def _numbered(blocks: Sequence[Block], sections: Sequence[Section]) -> list[Section]:
    """A numbered line right above a list or a table is its title, and its number the minute's of all under it."""
    found: list[Section] = []
    topic, ends_people, nested = "", False, False
    for index, (block, section) in enumerate(zip(blocks, sections, strict=True)):
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        if block.kind in {"heading", "label"}:
            topic = ""
            ends_people = False
        elif below is not None and _titles(block, below):
            topic, nested = block.marker.strip(".):( "), False
            ends_people = not looks_like_person(below.text)
        elif topic and block.kind == "item" and not block.level and block.marker[:1].isdigit():
            # "2. To confirm the minutes" behind "1. Welcome" is the next; a list of orders under it begins at 1.
            number = _leading(block.marker)
            nested = nested or number == 1
            topic = block.marker.strip(".):( ") if not nested and number == _leading(topic) + 1 else topic
        kind = "body" if ends_people and section.kind == "people" else section.kind
        found.append(replace(section, number=topic, kind=kind) if topic else section)
    return found


def _leading(marker: str) -> int:
    found = re.match(r"[0-9]+", marker)
    return int(found.group()) if found else 0


def _titles(block: Block, below: Block) -> bool:
    """Whether a numbered line is short and says nothing, with what belongs to it below."""
    if block.kind != "item" or block.level or not block.marker[:1].isdigit():
        return False
    under = below.kind == "row" or (below.kind == "item" and not below.marker[:1].isalnum())
    words = block.text.split()
    return (
        (under or below.kind == "paragraph")
        and len(words) < 8
        and block.text[:1].isupper()
        and not block.text.endswith((".", ";", ","))
        and not _SAYS.search(block.text)
    )


_SAYS = re.compile(r"\b(?:to|will|is|are|was|were|be|has|have|agreed)\b")


class _Divider:
    """Walks down the blocks, remembering which part it is in.

    A label ("Actions:") covers the list right under it, or else the one paragraph; then the part before
    it goes on. A heading lasts until the next one of its depth.
    """

    def __init__(self) -> None:
        self._part = Section()
        self._level = 0
        self._roof = 0
        self._count = 0
        self._number = ""
        self._label: Section | None = None
        self._label_over = ""
        self._slides = False
        self._people_rows = False
        self._people_under: int | None = None
        self._named = False
        self._label_numbered = False

    def place(self, block: Block) -> Section:
        if block.kind == "meta":
            return Section("meta")
        if self._slides and _SLIDES_END.match(block.text):
            self._slides = False
        section = self._under(block) if block.kind in {"heading", "label"} else self._within(block)
        if self._slides and section.kind != "people":
            section = replace(section, kind="slides")
        opens = block.text.rstrip()[-1:] in {":", "–", "-"}
        self._slides = self._slides or (opens and bool(_SLIDES.search(block.text[-260:])))
        return section

    def _under(self, block: Block) -> Section:
        kind = kind_of_heading(block.text)
        if (
            self._part.kind == "people"
            and kind == "body"
            and block.level == WEAK
            and looks_like_person(block.text)
        ):
            return self._part
        self._count += 1
        if (
            self._label
            and self._label.kind == "actions"
            and kind == "body"
            and looks_like_person(block.text.strip(" :"))
        ):
            # A name above some of the actions: "Clerk:".
            self._label_over = ""
            return self._label
        if block.kind == "label" or (block.level == WEAK and kind in {"actions", "decisions"}):
            told = kind != "body"
            self._label = Section(
                kind if told else self._part.kind,
                self._part.heading if told and kind != "review" else block.text,
                self._number,
                self._count,
            )
            self._label_over = ""
            return self._label
        self._label = None
        if kind != "body" or block.level <= self._roof:
            self._roof = block.level
        # Not only the first of the headings under it.
        deeper = max(self._roof, 1) < block.level < WEAK
        if deeper and kind == "body" and self._part.kind in {"actions", "review", "decisions"}:
            kind = self._part.kind
        self._number = block.marker.rstrip(".):") or (self._number if block.level > self._level else "")
        self._part = Section(kind, block.text, self._number, self._count)
        self._level = block.level
        return self._part

    def _within(self, block: Block) -> Section:
        if self._label is not None and self._label_ends(block):
            self._label = None
        among_people = "people" in {self._part.kind, self._label.kind if self._label else ""}
        if among_people and _is_talk(block):
            if self._part.kind == "people":
                self._part = Section("body", self._part.heading, self._number, self._count)
            if self._label is not None and self._label.kind == "people":
                self._label = None
        section = self._label or self._part
        if block.kind != "item" or (self._people_under is not None and block.level <= self._people_under):
            self._people_under = None
        if self._people_under is not None and looks_like_person(block.text):
            return replace(section, kind="people")
        if block.kind == "item" and block.text.endswith(":") and _PEOPLE.match(block.text):
            self._people_under = block.level
        heads = any(len(cell.text) < 25 and _PEOPLE.match(cell.text) for cell in block.cells[:2])
        self._people_rows = block.kind == "row" and (self._people_rows or heads)
        if self._named and block.kind == "paragraph" and _only_names(block.text):
            return replace(section, kind="people")
        if section.kind == "body" and stands_for(block.text):
            return replace(section, kind="people")
        told_here = section.kind == "body" and bool(_PEOPLE.match(block.text[:80]) and _LED.match(block.text))
        self._named = told_here or section.kind == "people"
        return replace(section, kind="people") if self._people_rows or told_here else section

    def _label_ends(self, block: Block) -> bool:
        if _END_OF_LIST.match(block.text):
            return True
        if self._label and self._label.kind == "people" and looks_like_person(block.text):
            return False
        bullet = block.marker[:1].isdigit() if block.kind == "item" else self._label_numbered
        if self._label_over == "item" and block.kind == "item" and bullet and not self._label_numbered:
            # "2. Planning" after bullets is the next topic.
            return True
        self._label_numbered = bullet
        over, self._label_over = self._label_over, block.kind
        return bool(over) and (block.kind != over or (over == "paragraph" and not _list_like(block.text)))


_LED = re.compile(
    r"[^.]{0,60}:|[^.:]{0,40}?\s[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*)*(?:\s\([^()]{1,40}\))?,\s[A-Z]"
)
_TALK = re.compile(
    r"\b(?:was|were|had|has|have|is|are|will|would|reported|opened|welcomed|agreed|noted|said|asked|advised|approved|resolved|the meeting|to\sbe)\b"
)
_BUSINESS = re.compile(
    r"\W*(?:ACTION|Action|RESOLVED|Resolved|AGREED|Agreed|AP|DECISION|Decision)\b.{0,12}[:–-]"
    r"|.{2,80}\b(?:will|would|agreed|undertook|is to|are to|was asked)\b.{8,}[.]$",
)
_ATTENDING = re.compile(
    r"\b(?:apolog\w*|absen\w*|attend\w*|present|quorum|quorate|joined|left|arrived|observers?|proxy|represent\w*|members? of the public|interests?)\b",
    re.IGNORECASE,
)


def _is_talk(block: Block) -> bool:
    """A sentence of business ends a list of people that no heading has ended."""
    if block.kind not in {"paragraph", "item"} or _PEOPLE.match(block.text):
        return False
    if _BUSINESS.match(block.text) and not _ATTENDING.search(block.text[:80]):
        return True
    words = block.text.split()
    if block.text.startswith("That the ") and len(words) > 5:
        return True
    if len(words) < 7 or not _TALK.search(block.text) or _ATTENDING.search(block.text):
        return False
    return sum(word[0].islower() for word in words) > 0.5 * len(words)


_TOLD = re.compile(
    r"\b(?:was|were|had|has|agreed|reported|approved|resolved|noted|presented|explained|advised|welcomed|discussed|introduced|thanked|gave|said)\b"
    r"|^\W*(?:ACTION|Action|RESOLVED|AGREED|Agreed|AP)\b.{0,12}[:–-]|^(?!(?:The|Chair\w*|Clerk|Treasurer|Secretary|President|Board|Committee|Members|Officers|All)\b)[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s(?:to|will)\s[a-z]+\s",
)


def _reopened(blocks: Sequence[Block], sections: list[Section]) -> list[Section]:
    """An "agenda" under which things are told as they went is where the minutes stand: body, not agenda."""
    told = {
        section.index
        for block, section in zip(blocks, sections, strict=True)
        if section.kind == "agenda"
        and block.kind in {"paragraph", "item"}
        and not re.match(r"\W*(?:to|for)\s", block.text, re.IGNORECASE)
        and _TOLD.search(block.text)
    }
    return [
        replace(section, kind="body") if section.kind == "agenda" and section.index in told else section
        for section in sections
    ]


def _only_names(text: str) -> bool:
    """A line that goes on with names after names, as a list of those present does when it breaks."""
    parts = [part for part in re.split(r",|;|\s(?:and|&)\s", re.sub(r"\([^()]*\)", "", text)) if part.strip()]
    return 2 <= len(parts) <= 40 and all(looks_like_person(part) for part in parts)


def _list_like(text: str) -> bool:
    return bool(re.match(r"[^.]{1,40}\bto\b|\w+ ", text)) and len(text) < 200


def looks_like_person(text: str) -> bool:
    """A short line of capitalised words, perhaps with a post in brackets, under a list of those present."""
    bare = re.sub(r"\([^()]*\)", "", text).strip()
    words = bare.split(",")[0].split()
    return (
        1 <= len(words) <= 5
        and all(word[0].isupper() or word in {"de", "van", "von", "der"} for word in words)
        and not re.search(
            r"\b(?:welcome|introduction|update|minutes|agenda|item|action|matters|report|business|apologies|discussion|budget|resolved)",
            bare,
            re.IGNORECASE,
        )
    )
