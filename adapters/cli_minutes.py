"""`arising minutes`: what a file of minutes seems to ask for, for a person to read or as JSON."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from adapters.documents import limits
from adapters.documents.hands import FromFile, read_document_now
from bot.language.dues import read_due
from bot.minutes import Kind, Meeting, Proposal, Reading, plain_due, read_minutes

_NAMES: dict[Kind, tuple[str, str]] = {
    "action": ("action", "actions"),
    "request": ("request", "requests"),
    "referral": ("referral", "referrals"),
    "decision": ("decision", "decisions"),
    "forward": ("item for later", "items for later"),
}


def read(path: Path, meeting_date: dt.date | None, next_meeting: dt.date | None) -> tuple[FromFile, Reading]:
    """The file's document and what was read in it; raises `Unreadable`."""
    with path.open("rb") as file:
        data = file.read(limits.FILE + 1)
    document = read_document_now(path.name, data)
    return document, read_minutes(document, meeting_date=meeting_date, next_meeting=next_meeting)


def as_json(reading: Reading) -> str:
    return json.dumps(shape(reading), ensure_ascii=False, indent=1)


def as_text(document: FromFile, reading: Reading) -> str:
    """All proposals in the document's order, each with the words it came from and why."""
    found = [
        line for number, one in enumerate(reading.proposals, 1) for line in _proposal(number, one, reading)
    ]
    return "\n".join([*_heading(document, reading), *found])


def shape(reading: Reading) -> dict[str, Any]:
    """A reading in the shape that readings are scored in."""
    meeting = reading.meeting

    def action(proposal: Proposal) -> dict[str, Any]:
        due = resolve(proposal, meeting)
        return {
            "quote": proposal.quote,
            "what": proposal.what,
            "owners": list(proposal.owners),
            "due_text": proposal.due_words,
            "due_date": due and due.isoformat(),
            "kind": proposal.kind,
        }

    return {
        "meeting": {
            "date": meeting.date and meeting.date.isoformat(),
            "next_meeting": meeting.next_meeting and meeting.next_meeting.isoformat(),
        },
        "actions": [action(proposal) for proposal in reading.actions],
        "decisions": [{"quote": p.quote, "what": p.what} for p in reading.decisions],
    }


def resolve(proposal: Proposal, meeting: Meeting) -> dt.date | None:
    """The day a proposal is due, or None: a wrong date is worse than none.

    Due words are said on the day of the meeting; where that is unknown, words with a year are dated all the same.
    """
    words = proposal.due_words
    if not words or proposal.due_elsewhere:
        return None
    said_on = meeting.date
    year = re.search(r"\b(20\d\d)\b", words)
    if said_on is None and year:
        said_on = dt.date(int(year[1]), 1, 1)
    if said_on is None:
        return None
    reading = read_due(
        plain_due(words, meeting.next_meeting), said_on=said_on, next_meeting=meeting.next_meeting
    )
    # A whole date before the meeting is still the date that was written.
    return reading.date or (reading.past_date if year else None)


def _heading(document: FromFile, reading: Reading) -> Iterator[str]:
    meeting = reading.meeting
    known = [
        meeting.body or "",
        f"meeting of {_day(meeting.date)}" if meeting.date else "",
        f"next meeting {_day(meeting.next_meeting)}" if meeting.next_meeting else "",
    ]
    if any(known):
        yield " · ".join(filter(None, known))
    if reading.meeting.date is None:
        yield "The minutes do not say when the meeting was. With --meeting-date, due words become dates."
    counts = Counter(proposal.kind for proposal in reading.proposals)
    said = [f"{counts[kind]} {names[counts[kind] > 1]}" for kind, names in _NAMES.items() if counts[kind]]
    yield f"{', '.join(said)}." if said else "No actions, decisions or referrals found."
    if document.misnamed:
        yield f"The file is {document.what}, whatever its name says."
    if document.left_out:
        yield f"Not read: {'; '.join(document.left_out)}."


def _proposal(number: int, proposal: Proposal, reading: Reading) -> Iterator[str]:
    yield ""
    yield f"{number}. {_NAMES[proposal.kind][0].capitalize()}: {proposal.what}"
    if proposal.owners:
        yield f"   owner   {_owners(proposal)}"
    elif proposal.to_do:
        yield "   owner   not said"
    if proposal.due_words:
        day = resolve(proposal, reading.meeting)
        yield (
            f"   due     {_day(day)} (“{proposal.due_words}”)"
            if day
            else f"   due     “{proposal.due_words}”"
        )
    if proposal.minute:
        yield f"   minute  {proposal.minute}"
    yield f"   from    “{' '.join(proposal.quote.split())}”"
    yield f"   why     {proposal.why}{'' if proposal.sure else '; not sure, look at it'}"


def _owners(proposal: Proposal) -> str:
    if proposal.owners_resolved in {(), proposal.owners}:
        return ", ".join(proposal.owners)
    return f"{', '.join(proposal.owners_resolved)} (written {', '.join(proposal.owners)})"


def _day(day: dt.date | None) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}" if day else ""
