"""`arising minutes`: proposals for a person, and the same as JSON."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from adapters.cli import arising
from tests.adapters.documents import makers
from tests.adapters.documents.makers import Words


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "minutes.docx"
    path.write_bytes(makers.as_docx())
    return path


def test_proposals_are_printed_with_their_words_and_why(file: Path) -> None:
    """What was understood: who, when as a day of the week, which minute, from which words, by which form."""
    said = CliRunner().invoke(arising, ["minutes", str(file)]).output
    assert said.startswith(
        "Northvale Wellbeing Partnership · meeting of Tue 10 Feb 2026 · next meeting Tue 21 Apr 2026\n"
        "7 actions, 2 decisions.\n\n"
        "1. Action: circulate the outcomes of the away day by 17 February\n"
        "   owner   Hayley Marsh (written HM)\n"
        "   due     Tue 17 Feb 2026 (“by 17 February”)\n"
        "   minute  1\n"
        "   from    “HM to circulate the outcomes of the away day by 17 February”\n"
        "   why     a line marked as an action"
    )


def test_json_has_the_shape_readings_are_scored_in(file: Path) -> None:
    """Dates as ISO days, and only what the scorer knows."""
    found = json.loads(CliRunner().invoke(arising, ["minutes", str(file), "--json"]).output)
    assert found["meeting"] == {"date": "2026-02-10", "next_meeting": "2026-04-21"}
    assert [action["due_date"] for action in found["actions"]][:3] == [
        "2026-02-17",
        "2026-04-21",
        "2026-02-27",
    ]
    assert set(found["actions"][0]) == {"quote", "what", "owners", "due_text", "due_date", "kind"}
    assert len(found["decisions"]) == 2


def test_days_given_win_over_those_in_the_file(tmp_path: Path) -> None:
    """Where the minutes do not say when the meeting was, that is said, and the option helps."""
    path = tmp_path / "minutes.md"
    path.write_text("ACTION: Sam Iqbal to book the hall by Friday\n")
    plain = CliRunner().invoke(arising, ["minutes", str(path)]).output
    assert "do not say when the meeting was" in plain
    assert "due     “by Friday”" in plain
    given = ["--meeting-date", "2026-02-10", "--next-meeting", "2026-04-21"]
    assert (
        "due     Fri 13 Feb 2026 (“by Friday”)"
        in CliRunner().invoke(arising, ["minutes", str(path), *given]).output
    )


def test_refusals_and_remarks_are_sentences(tmp_path: Path) -> None:
    """One sentence and exit code 2; what was not read, or is not what its name says, is said."""
    path = tmp_path / "minutes.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    refused = CliRunner().invoke(arising, ["minutes", str(path)])
    assert refused.exit_code == 2
    assert refused.output.startswith("“minutes.docx” is a picture.")
    path.write_bytes(
        makers.as_mail([Words("The weather was fine that day, and all went home early.")], attached="a.pdf")
    )
    said = CliRunner().invoke(arising, ["minutes", str(path)]).output
    assert "No actions, decisions or referrals found." in said
    assert "The file is an e-mail, whatever its name says." in said
    assert "Not read: the attachment “a.pdf”." in said
