"""The reader of due phrases against labels made by hand, which lie beside the checkout and are no part of it."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.language.dues import read_due

ENOUGH = 0.9


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.shared
def test_labelled_phrases_are_read_and_none_is_read_wrong(shared_folder: Path) -> None:
    """Nine in ten phrases are read as their label has it; of the others none is given a wrong date."""
    labels = json.loads((shared_folder / "dates.json").read_text(encoding="utf-8"))
    right, wrong, silent = [], [], []
    for label in labels:
        reading = read_due(
            label["phrase"], said_on=day(label["said_on"]), next_meeting=day(label["next_meeting"])
        )
        accepted = {day(text) for text in label["accept"]} | ({None} if label["none_ok"] else set())
        heap = right if reading.date in accepted else silent if reading.date is None else wrong
        heap.append(f"{label['phrase']!r}: {reading.reading}")
    sys.stdout.write(f"{len(right)} of {len(labels)} right, {len(wrong)} wrong, {len(silent)} not read\n")
    assert not wrong
    assert len(right) >= ENOUGH * len(labels), silent
