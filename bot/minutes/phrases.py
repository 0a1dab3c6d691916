"""What the readers of prose share: the shape of a finding, and words that make one likelier or not."""

import re
from dataclasses import dataclass

from bot.minutes.context import Context
from bot.minutes.model import Kind
from bot.minutes.owners import NOBODY, Subject, whole_subject
from bot.minutes.words import word_set

ADVERB = r"(?:(?:also|then|now|therefore|further|both|each|all|first|please|kindly|once again|still|again|in turn|jointly|subsequently|not only|(?!(?:apply|supply|reply|comply|rely)\b)[a-z]{3,12}ly)\s+){0,2}"
VERB = rf"{ADVERB}(?P<verb>[A-Za-z][\w-]*)"


@dataclass(frozen=True, slots=True)
class Found:
    """A commitment within a sentence: who, from where the doing starts, and how it was put."""

    why: str
    confidence: float
    owners: tuple[str, ...]
    what_at: int
    start: int = 0
    end: int = -1
    due_at: int = 0
    """From where in the sentence due words are this commitment's."""
    kind: Kind = "action"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form with the word it turns on, so that most sentences are passed over at once."""

    pattern: re.Pattern[str]
    why: str
    confidence: float


def form(pattern: str, why: str, confidence: float) -> Pattern:
    return Pattern(re.compile(pattern, re.IGNORECASE), why, confidence)


HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|whether|were they|in the event|should (?:the|any|a)\b.*,|hoped|hopes|hope|wish(?:ed|es)?|would like|could|(?-i:may)|might|perhaps|possibly|whether or not|would (?:be|have|need|like|prefer|mean|require|depend|cost|allow)|planned|plans|intend(?:s|ed)?|expected|anticipated|envisaged|likely|expectation|believed|thought|felt|considered that|aim(?:s|ed)?|purpose|objective|in order)\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(?:felt|thought|believed|suggested|proposed|considered|recommended|hoped|wanted|wished|commented|observed|questioned|argued|feared|preferred)\b",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"\b(?:not|never|no longer|no one|nobody|unable|cannot|refused|declined)\s*$", re.IGNORECASE
)
NOT_OURS = re.compile(
    r"\b(?:nobody|no one|none|neither|government|ministers?|mps?|mayor|residents?|parishioners?|county|district|borough|compan(?:y|ies)|firm|police|constabulary|developers?|schools?|college|university|hospital|public|users?|contractors?|landlord|tenants?|landowners?|people|students|children|families|patients|customers|visitors|drivers|bbc|press|media|courts?|nhs|eu|parliament|department|agency|authorit(?:y|ies)|applicants?)\b",
    re.IGNORECASE,
)
"""Those who do much that minutes tell of, and seldom at the meeting's bidding."""
FIRM_DONE = word_set(
    """
    adjusted advised altered assessed attached commissioned conducted consulted costed designed evaluated examined
    explored implemented included introduced minuted negotiated outlined pinned progressed quoted rectified reinstated
    reissued reminded reworded secured shown signposted supplied swapped undertaken
    added advertised amended arranged asked brought booked built chased checked circulated clarified cleaned cleared
    collected completed compiled contacted copied corrected cut delivered distributed drafted emailed erected
    escalated finalised fixed followed forwarded informed inspected installed invited investigated issued
    looked made monitored moved notified obtained ordered organised painted placed posted prepared presented
    produced provided published purchased pursued put raised reconsidered redrafted referred removed repaired
    replaced reported requested returned reviewed revised scheduled sent shared sought sourced submitted
    taken tidied trimmed updated uploaded written approached actioned rearranged recirculated re-issued resolved
    discussed considered cascaded tabled held sorted ascertained audited bought brought built cancelled catalogued
    chipped collated combined communicated configured coordinated created deleted developed devised displayed
    diarised dug dismantled donated drawn engraved enlarged extended felled filled fitted gathered hired
    incorporated inserted insured invoiced labelled laid laminated locked logged mended merged moved mown
    nominated notified obtained oiled opened paid passed phoned photographed planted polled printed proofread
    pruned publicised pumped queried recorded recovered recruited recycled redesigned redone refilled refitted
    refunded refurbished relaid relocated renewed reopened repainted rephrased reprinted requested rescheduled
    researched restored retested rewritten rung sanded saved scanned scheduled scoped sealed searched selected
    serviced signed sold sorted sowed split spread stored strimmed summarised surveyed swept switched tendered tested
    thanked told transcribed transferred translated treated tried typed varnished verified visited washed weeded
    """,
)


def opening_subject(text: str, context: Context) -> Subject:
    """Who the sentence before was about: its first words up to a verb."""
    text = re.sub(r"^[^:]{2,60}:\s+(?=(?:The\s)?[A-Z])", "", text)
    words = text.split()
    for length in range(min(6, len(words)), 0, -1):
        subject = whole_subject(" ".join(words[:length]), context.register)
        if subject.sort in {"person", "role"}:
            return subject
    return NOBODY
