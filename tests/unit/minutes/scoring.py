"""Readings in the shape the scorer of ../shared/minutes takes, and the figures of a folder of documents.

    python -m tests.unit.minutes.scoring [FOLDER] [-v]

Due words become dates with `bot.language.dues`, said on the meeting's day as the reader found it. A
meeting whose day is unknown dates nothing.
"""

import datetime as dt
import importlib.util
import json
import os
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

from adapters.cli_minutes import shape
from bot.minutes import read_minutes

HERE = Path(os.environ.get("SHARED_FOLDER") or Path(__file__).parents[4] / "shared") / "minutes"


def scorer() -> ModuleType:
    """The scorer that comes with the documents, run in place."""
    spec = importlib.util.spec_from_file_location("minutes_score", HERE / "score.py")
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
    score = scorer()
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
