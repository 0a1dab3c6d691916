"""What holds for any text at all: no exception, exact spans, the same answer twice, bounded time."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.minutes import Part, compose, read_minutes
from tests.unit.minutes.forms import FORMS, PRESENT

PIECES = st.sampled_from(
    [
        "ACTION: ", "Action 3 – ", "RESOLVED that ", "(1) ", "| What | Who |", "|--|--|", "HM", "The Clerk", " to write ", "\n", "\n\n", "* ",
        "# Actions", "by 3 March", "Due: May", " and ", " be noted", " will ", "agreed to ", "Sam Iqbal", ", ", ". ", ": ", "**", "[x] ", "\t",
        "Present:", "Next meeting", "32/13/2099", "the Board", "asked whether ", "complete", "—", "(", ")", "…", "\u00a0", "That the ",
    ],
)  # fmt: skip
MINUTES = st.lists(PIECES | st.text(max_size=12), max_size=60).map("".join)


@given(MINUTES | st.text(max_size=400))
def test_any_text_is_read(text: str):
    """No text raises; each quote is the text it points at; a second reading is the same."""
    reading = read_minutes(text)

    for proposal in reading.proposals:
        assert text[proposal.start : proposal.end] == proposal.quote
        assert proposal.quote.strip()
    assert read_minutes(text) == reading


@given(
    st.lists(
        st.builds(
            Part,
            st.sampled_from(["heading", "paragraph", "item", "row"]),
            MINUTES,
            st.integers(0, 4),
            st.lists(MINUTES, max_size=4).map(tuple),
        ),
        max_size=8,
    )
)
def test_any_layout_is_read(parts: list[Part]):
    """No document from another reader raises, and its spans are exact."""
    document = compose(parts)

    for proposal in read_minutes(document).proposals:
        assert document.text[proposal.start : proposal.end] == proposal.quote


@given(st.randoms(use_true_random=False))
def test_unrelated_paragraphs_may_stand_in_any_order(shuffler: random.Random):
    """Paragraphs that do not speak of one another give the same proposals in any order."""
    paragraphs = [
        "The Clerk will obtain three quotes for the fence.",
        "The report on the library was received with thanks.",
        "ACTION: HM to print the posters by 6 March.",
        "It was agreed to write to the water company about the leak.",
        "The hedge by the school is to be cut back.",
        "The Board approved the new lettings policy.",
        "Dr Pask undertook to review the pathway.",
    ]  # fmt: skip
    shuffled = shuffler.sample(paragraphs, len(paragraphs))

    def found(order: list[str]) -> set[tuple[str, ...]]:
        reading = read_minutes(PRESENT + "## Business\n\n" + "\n\n".join(order))
        return {(proposal.kind, proposal.quote, *proposal.owners) for proposal in reading.proposals}

    assert found(shuffled) == found(paragraphs)
    assert len(found(paragraphs)) == 7


HOSTILE = {
    "brackets": "[" * 50_000,
    "links": "[a](" * 12_000,
    "pipes": "|" * 50_000,
    "tabs": "a\t" * 25_000,
    "to to to": "to " * 16_000,
    "owners": "Clerk, " * 7_000,
    "agreed": "agreed that " * 4_000,
    "marks": "ACTION: " * 6_000,
    "resolved": "RESOLVED (1) " * 4_000,
    "headings": "# a\n" * 12_000,
    "dates": "by the end of 1 May 2015 " * 2_000,
    "one word": "a" * 100_000,
    "blanks": " \u200b\u00a0" * 20_000,
    "capitals": "The Big Red " * 4_000,
    "tables": "Action\n\nOwner\n\nDue\n\n" * 2_500,
    "links unclosed": "<!--" * 12_000,
    "half a character": "\ud800" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_no_longer(name: str):
    """No pattern explodes: 50 KB of anything takes a moment."""
    began = time.process_time()

    read_minutes(HOSTILE[name])

    assert time.process_time() - began < 2


def test_time_grows_with_length():
    """Ten times the text takes about ten times as long."""
    body = "\n\n".join(form.text for form in FORMS)

    def seconds(times: int) -> float:
        text = "\n\n".join(body.replace("library", f"library {number}") for number in range(times))
        began = time.process_time()
        read_minutes(text)
        return time.process_time() - began

    seconds(1)
    short = min(seconds(3), seconds(3))
    assert seconds(30) < 30 * short
