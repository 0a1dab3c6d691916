"""The reader: text of minutes in, proposals out. Structure is read first, language after."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from bot.minutes.behind import read_behind
from bot.minutes.clauses import passes_on
from bot.minutes.context import Context
from bot.minutes.decisions import read_decisions
from bot.minutes.dedupe import dedupe
from bot.minutes.flattened import read_flattened
from bot.minutes.judged import judge
from bot.minutes.layout import Document, read_layout
from bot.minutes.leads import read_leads
from bot.minutes.listed import read_forward, read_listed
from bot.minutes.marked import read_marked
from bot.minutes.meeting import read_meeting
from bot.minutes.model import PROPOSED, Meeting, Proposal, Reading
from bot.minutes.neighbours import read_neighbours
from bot.minutes.people import Register, read_initialled, read_people, read_speakers
from bot.minutes.prose import WEIGHED, read_prose
from bot.minutes.referred import read_referred
from bot.minutes.resolved import read_resolved
from bot.minutes.reviewed import read_reviewed
from bot.minutes.sections import divide
from bot.minutes.sentences import due_for_all, names_another_meeting
from bot.minutes.status import only_closes
from bot.minutes.tables import read_tables
from bot.minutes.votes import read_votes

_MARKED_BY_HABIT = 3


def read_minutes(
    text: str | Document,
    *,
    meeting_date: dt.date | None = None,
    next_meeting: dt.date | None = None,
) -> Reading:
    """Reads minutes and proposes what to log.

    Takes plain or Markdown text, or a `Document` whose layout another format's reader knows (see
    `compose`). Dates given here win over those the minutes state. The same text always gives the same
    reading, and no text raises.
    """
    context = context_of(text)
    document = context.document
    meeting = read_meeting(document, context.sections)
    due = due_for_all(document.text)
    return Reading(
        Meeting(meeting.body, meeting_date or meeting.date, next_meeting or meeting.next_meeting),
        context.register.people,
        tuple(_finished(proposal, meeting.body, due) for proposal in _proposals(context)),
    )


def context_of(text: str | Document) -> Context:
    """The text in blocks, each in a part that is named, and the people it lists."""
    document = read_layout(text) if isinstance(text, str) else text
    sections = divide(document.blocks)
    people = read_people(
        block for block, section in zip(document.blocks, sections, strict=True) if section.kind == "people"
    )
    return Context(
        document, sections, Register(people, (*read_initialled(document.text), *read_speakers(document.text)))
    )


def _finished(proposal: Proposal, body: str | None, due: str | None) -> Proposal:
    """What is known only of the whole document: the due all actions share, and whose meeting is meant."""
    if not proposal.to_do:
        return proposal
    if proposal.due_words is None and due:
        proposal = replace(proposal, due_words=due)
    if proposal.kind == "action" and passes_on(proposal.what):
        proposal = replace(proposal, kind="referral")
    if proposal.due_words and names_another_meeting(proposal.due_words, body):
        proposal = replace(proposal, due_elsewhere=True)
    return proposal


def _proposals(context: Context) -> Iterator[Proposal]:
    structured = [
        *((0, found) for found in read_tables(context)),
        *((0, found) for found in read_flattened(context)),
        *((1, found) for found in read_marked(context)),
        *((2, found) for found in read_listed(context)),
        *((2, found) for found in read_behind(context)),
        *((2, found) for found in read_reviewed(context)),
        *((3, found) for found in read_leads(context)),
        *((3, found) for found in read_neighbours(context)),
        *((2, found) for found in read_forward(context)),
    ]
    resolved = [(3, found) for found in read_resolved(context)]
    habit = len(structured) >= _MARKED_BY_HABIT
    prose = [
        (7 if found.why == WEIGHED else 4, found) for found in read_prose(context, marked_by_habit=habit)
    ]
    decisions = [
        *((5, found) for found in read_votes(context)),
        *((6, found) for found in read_decisions(context)),
    ]
    referred = [(5, found) for found in read_referred(context)]
    everything = [
        pair
        for pair in (*structured, *resolved, *prose, *decisions, *referred)
        if pair[1].confidence >= PROPOSED and not only_closes(pair[1].what)
    ]
    yield from dedupe(judge(context, everything))
