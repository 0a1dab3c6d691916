"""What prose says was settled: approved, agreed, adopted, elected, deferred, carried."""

import re
from collections.abc import Iterator, Sequence

from bot.minutes.context import Context, imperative
from bot.minutes.layout import Block
from bot.minutes.model import Proposal
from bot.minutes.sections import Section
from bot.minutes.sentences import sentences
from bot.minutes.words import BODY

_SETTLED = r"(?:approved|adopted|accepted|ratified|deferred|elected|re-elected|appointed|co-opted|carried|agreed|confirmed|granted|endorsed|taken as read|signed|passed|rejected|withdrawn|refused)"
_BY_THE_BODY = re.compile(
    rf"\b(?:(?:the|this)\s+(?:[\w’'&-]+\s+){{0,5}}?(?:{BODY}|meeting|members|councillors|trustees|governors|directors)|members|councillors|all(?: present)?|everyone|the\s+(?-i:[A-Z]{{2,6}})|it\s+was|it\s+has\s+been|we|the (?:new )?exec)\s+"
    r"(?:(?:also|then|further|therefore|unanimously|formally|all|generally|subsequently|hereby)\s+){0,2}"
    r"(?:agreed|approved|decided|resolved|adopted|accepted|endorsed|ratified|deferred|elected|re-elected|appointed|co-opted|confirmed|supported|voted)\b"
    r"(?!\s+(?:with|and\s+undertook))(?P<rest>.{3,})",
    re.IGNORECASE,
)
_WAS_SETTLED = re.compile(
    rf"^(?P<thing>.{{3,220}}?)\s+(?:was|were|is|are|being)\s+(?:then\s+|also\s+|duly\s+|unanimously\s+|formally\s+|therefore\s+|all\s+|read\s+and\s+|both\s+)*{_SETTLED}\b(?!\s+(?:in the|by the (?:secretary|minister|government)|last|previously|that\s+\w+\s+(?:would|will)))",
    re.IGNORECASE,
)
_BARE_SETTLED = re.compile(
    r"^(?:[\w’' ]{0,40}\b(?:minutes|accounts|payments|report|budget)\b[\w’' ,]{0,60}?\s)(?:approved|agreed|accepted|adopted)\b",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"\b(?:proposed|moved)\b.{0,120}\bseconded\b|\bmotion\b.{0,60}\b(?:carried|passed|approved)\b|\bcarried unanimously\b|\b(?:unanimously|nem\.? con)\b",
    re.IGNORECASE,
)
_CONCLUSION = re.compile(
    r"^(?:consensus|conclusion|decision|resolution|outcome|agreed|verdict)\s*(?::|\bis\b|\bwas\b|[-–—])\s*(?P<rest>.{4,})",
    re.IGNORECASE,
)
_MAY = (
    "agree", "approv", "deci", "resol", "adopt", "accept", "ndors", "ratif", "defer", "elect", "appoint", "co-opt",
    "confirm", "support", "vote", "carried", "grant", "taken as", "signed", "pass", "reject", "withdr", "refus", "second",
    "unanim", "nem", "consens", "conclu", "outcome", "verdict",
)  # fmt: skip
_AGREED_ABOUT = re.compile(
    r"^\s*(?:that\s+[^,;]{3,60}?\s(?:is|are)\s+(?!to\b)|(?:that\s+)?it\s+(?:is|was)\s+(?:important|good|useful|a\b)|there\s+(?:is|was|were)\b|this\s+(?:is|was)\b)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:had been|has been|have been|previously|(?:at|in|from|since) (?:the )?last|last (?:year|month)|apologies|in correspondence previously|already)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:if|could be|would be|might be|should be considered|suggested|whether|once|until|unless|when)\b.{0,80}$",
    re.IGNORECASE,
)


def read_decisions(context: Context) -> Iterator[Proposal]:
    """Decisions in prose; those under RESOLVED are read with it."""
    blocks = context.document.blocks
    for index, (block, section) in enumerate(zip(blocks, context.sections, strict=True)):
        if section.kind in {"people", "agenda", "meta", "slides", "actions"} or block.kind in {
            "row",
            "label",
        }:
            continue
        if block.kind == "heading" and len(block.text.split()) < 4:
            continue
        for sentence in sentences(block.text):
            lower = sentence.text.lower()
            if not any(word in lower for word in _MAY):
                continue
            end = _settled_until(sentence.text)
            found = _decides(sentence.text[: min(end, 900)], section)
            if found:
                what_at, confidence, why = found
                yield context.find(
                    block, sentence.start, sentence.start + end, section=section, kind="decision",
                    what=imperative(sentence.text[what_at:end]), confidence=confidence, why=why,
                    until=_list_after(blocks, index) if sentence.text.endswith(":") else None,
                )  # fmt: skip


_TALK_ON = re.compile(
    r",?\s+and\s+(?:then\s+)?(?:had|held|discussed|thanked|noted|welcomed|commended|there\s+(?:was|were)|expressed|considered)\b",
    re.IGNORECASE,
)


def _settled_until(text: str) -> int:
    """Where a sentence's deciding ends and its talk goes on: "adopted the plan | and discussed its cost"."""
    talk = _TALK_ON.search(text)
    return talk.start() if talk and talk.start() > 12 else len(text)


def _list_after(blocks: Sequence[Block], index: int) -> int | None:
    """The end of the list that a sentence ending in a colon opens."""
    end = None
    for block in blocks[index + 1 : index + 12]:
        if block.kind != "item":
            break
        end = block.end
    return end


def _decides(text: str, section: Section) -> tuple[int, float, str] | None:
    if text.endswith("?") or _HISTORY.search(text) or "would have" in text:
        return None
    less = 0.1 if section.kind == "review" else 0.0
    concluded = _CONCLUSION.match(text)
    if concluded:
        return concluded.start("rest"), 0.75, "in prose: the conclusion is stated"
    by = _BY_THE_BODY.search(text)
    if (
        by
        and not _AGREED_ABOUT.match(by["rest"])
        and not re.search(r"\b(?:if|whether|once|until|when)\s+$", text[: by.start()], re.IGNORECASE)
    ):
        at = by.start("rest")
        return at, 0.76 - less, "in prose: the meeting agreed or approved it"
    was = _WAS_SETTLED.match(text)
    if (
        was
        and not _WISH.search(was["thing"])
        and not re.search(r"\b(?:which|who|that)\s*$", was["thing"], re.IGNORECASE)
    ):
        return 0, 0.72 - less, "in prose: it was approved, adopted or the like"
    if _BARE_SETTLED.match(text):
        return 0, 0.66 - less, "in prose: approved, in few words"
    if _VOTE.search(text) and not re.match(r"\W*(?:proposed|seconded|moved)\b", text, re.IGNORECASE):
        return 0, 0.66 - less, "in prose: proposed, seconded or carried"
    return None
