"""Readings in the shape the scorer of ../shared/minutes takes, and the figures of a folder of documents.

    python -m tests.unit.minutes.scoring [FOLDER] [-v]

Due words become dates with `bot.language.dues`, said on the meeting's day as the reader found it. A
meeting whose day is unknown dates nothing.
"""

import datetime as dt
import importlib.util
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.language.dues import read_due
from bot.minutes import Meeting, Proposal, Reading, read_minutes

HERE = Path(os.environ.get("SHARED_FOLDER") or Path(__file__).parents[4] / "shared") / "minutes"


def resolve(proposal: Proposal, meeting: Meeting) -> str | None:
    """The ISO date a proposal is due, or None: a wrong date is worse than none."""
    words = proposal.due_words
    if not words or proposal.due_elsewhere:
        return None
    said_on = meeting.date
    year = re.search(r"\b(20\d\d)\b", words)
    if said_on is None and year:
        said_on = dt.date(int(year[1]), 1, 1)
    if said_on is None:
        return None
    day = read_due(words, said_on=said_on, next_meeting=meeting.next_meeting).date
    return day.isoformat() if day else None


def shape(reading: Reading) -> dict[str, Any]:
    """A reading as the scorer takes predictions."""
    meeting = reading.meeting

    def action(proposal: Proposal) -> dict[str, Any]:
        return {
            "quote": proposal.quote,
            "what": proposal.what,
            "owners": list(proposal.owners),
            "due_text": proposal.due_words,
            "due_date": resolve(proposal, meeting),
            "kind": proposal.kind,
        }

    return {
        "meeting": {
            "date": meeting.date.isoformat() if meeting.date else None,
            "next_meeting": meeting.next_meeting.isoformat() if meeting.next_meeting else None,
        },
        "actions": [action(proposal) for proposal in reading.actions],
        "decisions": [{"quote": p.quote, "what": p.what} for p in reading.decisions],
    }


def scorer(folder: Path = HERE) -> ModuleType:
    """The scorer that comes with the documents, run in place."""
    spec = importlib.util.spec_from_file_location("minutes_score", folder / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(folder: Path = HERE, only: set[str] | None = None, *, told: bool = False) -> dict[str, float]:
    """The scorer's summary for the documents of `folder/dev`, or for those named.

    With `told`, the reader is given the meeting's dates, as the bot's calendar and the command's options
    give them; without, it knows only what the text says.
    """
    score = scorer(folder)
    total: Counter[str] = Counter()
    for gold_file in sorted((folder / "dev").glob("*.gold.json")):
        name = gold_file.name.removesuffix(".gold.json")
        if only is not None and name not in only:
            continue
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        text = (folder / "dev" / f"{name}.txt").read_text(encoding="utf-8")
        known = gold["meeting"] if told else {}
        reading = read_minutes(
            text,
            meeting_date=_day(known.get("date")),
            next_meeting=_day(known.get("next_meeting")),
        )
        counts, _, _ = score.score(gold, shape(reading))
        total += counts
    return dict(score.summary(total))


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, value in figures(folder).items():
        print(f"{name:22s} {value:.3f}" if isinstance(value, float) else f"{name:22s} {value}")  # noqa: T201


if __name__ == "__main__":
    main()
