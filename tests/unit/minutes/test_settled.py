"""What a meeting settles, in the many ways minutes say it, and talk that settles nothing."""

import pytest

from bot.minutes import read_minutes
from tests.unit.minutes.forms import PRESENT
from tests.unit.minutes.settled import SETTLES, SETTLES_NOTHING


@pytest.mark.parametrize(("text", "words"), SETTLES, ids=[text[:60] for text, _ in SETTLES])
def test_decision_is_read(text: str, words: str):
    """One decision is found, quoting the words that settle it, and nobody is to act."""
    reading = read_minutes(f"{PRESENT}Business\n\n{text}\n")

    assert len(reading.decisions) == 1
    assert words in reading.decisions[0].quote
    assert not reading.actions


@pytest.mark.parametrize("text", SETTLES_NOTHING, ids=[text[:60] for text in SETTLES_NOTHING])
def test_nothing_is_settled(text: str):
    """Talk of things approved elsewhere, earlier or perhaps is no decision of this meeting."""
    assert not read_minutes(f"{PRESENT}Business\n\n{text}\n").decisions


def test_word_alone_settles_its_heading():
    """“Approved.” alone under an item settles that item, and the quote holds both."""
    text = f"{PRESENT}1. **Approval of agenda**\n\t1. Approved.\n2. **Finance**\n\t1. Accounts shown.\n"

    (decision,) = read_minutes(text).decisions

    assert "Approval of agenda" in decision.quote
    assert decision.quote.endswith("Approved")


def test_result_under_its_motion():
    """A result on the line below belongs to the motion above it."""
    text = f"{PRESENT}* Hayley moves to change the year’s end to December\n    * **All second, unanimous consent**.\n"

    (decision,) = read_minutes(text).decisions

    assert decision.quote.startswith("Hayley moves")
    assert "unanimous consent" in decision.quote


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        # Under several sentences of talk, none of which is what was moved, the result is quoted alone.
        (
            (
                f"{PRESENT}### The barn\n\nHayley wondered whether the roof would hold. Sam thought the beams were sound. "
                "Priya may ask a builder.\n\nOutcome: Adopted, by 7 votes to 2\n"
            ),
            "Outcome: Adopted, by 7 votes to 2",
        ),
        # Right under the names of those present; who sent apologies is no decision.
        (
            (
                "Present: Hayley Marsh, Sam Iqbal\nApologies were received and accepted from Bo Reed.\n"
                "Minutes of the meeting held on 3 May were agreed as a true record.\n"
            ),
            "Minutes of the meeting held on 3 May were agreed as a true record",
        ),
        # A table that tells of the meeting settles things in its cells, and its bare topics settle nothing.
        (
            (
                f"{PRESENT}| Topic | Notes |\n|---|---|\n| Fair | The Committee agreed that the fair would stay in June. Fine weather. |\n"
                "| Lease approved | |\n"
            ),
            "The Committee agreed that the fair would stay in June",
        ),
    ],
    ids=["the result of a talk", "among the names", "in a cell"],
)
def test_where_decisions_stand(text: str, quote: str):
    """The words that settle it are quoted, and no more, wherever they stand."""
    (decision,) = read_minutes(text).decisions

    assert decision.quote == quote
