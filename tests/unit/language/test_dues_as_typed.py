"""Due phrases as people type them: clerks in minutes, owners in chat, in haste and with habits of their own.

The phrases and their answers stand in `dues_as_typed.txt`.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from due_tables import day, read

from bot.language.dues import DueKind

FILE = Path(__file__).with_name("dues_as_typed.txt")
SAID = re.compile(r"said (?P<said>[^,]+)(?:, meeting (?P<meeting>.+))?")


def phrases() -> Iterator[tuple[str, str, date, date | None]]:
    said_on, meeting = date.min, None
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if found := SAID.fullmatch(line):
            said_on, meeting = day(found["said"]), day(found["meeting"]) if found["meeting"] else None
            continue
        phrase, expected = re.split(r" {2,}", line)
        yield phrase, expected, said_on, meeting


@pytest.mark.parametrize(("phrase", "expected", "said_on", "meeting"), list(phrases()))
def test_what_people_type_is_read_as_they_meant_it(
    phrase: str, expected: str, said_on: date, meeting: date | None
) -> None:
    """Each phrase is read as the day a careful clerk would enter, and where that clerk would ask, as none."""
    reading = read(phrase, said_on, meeting)
    if expected == "the meeting":
        assert (reading.kind, reading.date) == (DueKind.MEETING, meeting), reading.reading
    elif expected == "no date":
        assert reading.date is None, reading.reading
    else:
        assert (reading.kind, reading.date) == (DueKind.DATE, day(expected)), reading.reading
