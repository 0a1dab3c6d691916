"""A document of minutes as it is handed to the commands: read, and nothing but plain values."""

import hashlib
from collections.abc import Sequence

from bot.messages import Found, Paper
from bot.minutes.layout import Document, read_layout
from bot.minutes.reader import read_minutes
from bot.minutes.reports import read_reports

LONGEST_QUOTE = 4_000
"""Characters of one proposal's words: a whole list can belong to one order."""


def read_paper(text: str | Document, *, name: str | None = None, notes: Sequence[str] = ()) -> Paper:
    """Reads minutes, whether pasted or out of a file. Pure, as the reader is: the same text gives the same paper.

    It takes about two seconds for a megabyte: not for a thread where others wait.
    """
    document = read_layout(text) if isinstance(text, str) else text
    reading = read_minutes(document)
    found = [
        Found(
            kind=one.kind,
            what=one.what,
            **_quoted(one.quote, one.start, one.end),
            owners=one.owners,
            owners_resolved=one.owners_resolved,
            due_words=one.due_words,
            due_elsewhere=one.due_elsewhere,
            minute=one.minute,
            confidence=one.confidence,
            why=one.why,
        )
        for one in reading.proposals
    ]
    found += [
        Found(
            kind="report",
            what=one.what,
            **_quoted(one.quote, one.start, one.end),
            minute=one.minute,
            confidence=one.confidence,
            why=one.why,
        )
        for one in read_reports(document, reading.proposals)
    ]
    return Paper(
        name=name and name[-255:],
        mark=hashlib.sha256(" ".join(document.text.split()).encode()).hexdigest(),
        body=reading.meeting.body,
        held_on=reading.meeting.date,
        next_meeting=reading.meeting.next_meeting,
        found=tuple(sorted(found, key=lambda one: (one.start, one.end))),
        notes=tuple(notes),
    )


def unread(name: str, problem: str) -> Paper:
    """A file that could not be read, with the sentence that says why."""
    return Paper(name=name[-255:], problem=problem)


def _quoted(quote: str, start: int, end: int) -> dict[str, str | int]:
    """The words and where they stand; a stretch that is too long is cut at its end."""
    cut = quote[:LONGEST_QUOTE]
    return {"quote": cut, "start": start, "end": min(end, start + len(cut))}
