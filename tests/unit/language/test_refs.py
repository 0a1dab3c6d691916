"""Refs in every form they are written in, and the numbers that are none."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.intents import Ref
from bot.language.refs import Part, leading_refs, parts, refs_only, several_meant, take_refs

WRITTEN = st.sampled_from(
    [
        "NWP-12",
        "nwp-12",
        "nwp12",
        "NWP12",
        "NWP 12",
        "12",
        "#12",
        "NWP#12",
        "no. 12",
        "number 12",
        "action 12",
        "(12)",
    ]
)


def shown(refs: tuple[Ref, ...]) -> str:
    return " ".join(f"{r.code}-{r.number}" if r.code else str(r.number) for r in refs)


@pytest.mark.parametrize(
    ("text", "refs", "rest"),
    [
        ("NWP-12", "NWP-12", ""),
        ("nwp12 sent", "NWP-12", "sent"),
        ("NWP 12 sent", "NWP-12", "sent"),
        ("NWP–12", "NWP-12", ""),
        ("NWP-012", "NWP-12", ""),
        ("#12 sent", "12", "sent"),
        ("12.", "12", ""),
        ("12) sent", "12", "sent"),
        ("(12) sent", "12", "sent"),
        ("12: sent 14 copies", "12", "sent 14 copies"),
        ("12 - sent", "12", "sent"),
        ("no 12 sent", "12", "sent"),
        ("No. 12", "12", ""),
        ("number 12 and number 14", "12 14", ""),
        ("actions 12, 14 and 15 sent", "12 14 15", "sent"),
        ("item 12", "12", ""),
        ("12 14, sent", "12 14", "sent"),
        ("12 and 14 sent", "12 14", "sent"),
        ("12, 14 & 15", "12 14 15", ""),
        ("12,14,15", "12 14 15", ""),
        ("12 + 14", "12 14", ""),
        ("12; 14", "12 14", ""),
        ("12 12 14", "12 14", ""),
        ("NWP-12 and 14", "NWP-12 NWP-14", ""),
        ("NWP-12, CPS-14", "NWP-12 CPS-14", ""),
        ("1 and 3, both on Monday", "1 3", "both on Monday"),
        ("12 14 March", "12", "14 March"),
        ("12 14 copies", "12", "14 copies"),
        ("12 14 legal agreed", "12", "14 legal agreed"),
        ("12 and the rest", "12", "and the rest"),
        ("12 may need work", "12", "may need work"),
        ("12 still with legal", "12", "still with legal"),
        ("12 marked as sent", "12", "marked as sent"),
        ("12 second draft", "12", "second draft"),
        ("with 12 now", "12", "now"),
        ("for NWP-12: sent", "NWP-12", "sent"),
    ],
)
def test_refs_are_taken_from_the_front(text: str, refs: str, rest: str) -> None:
    """Each once, in the order written; the words after them are kept."""
    found, left = take_refs(text)
    assert (shown(found), left) == (refs, rest)


OTHER_NUMBERS = """20 people came; 12 March; 12 May; the 12th; 12th; 12pm; 12:30; 12.30; 12%; 12 per cent; 3 of 5; 2 weeks; 12 copies
12 working days; 12-14; 12/2; 12,000 leaflets; £12; v2; phase 2; PHASE 2; stage 1 done; COVID-19 plan; ISO 9001; MARCH 12; Q1; 0; 12a; 12_x
next 12; ETA 6 March; 12 or 14; 12/14; 101,102; A4; at 12; Room 12; GP 3 visits"""


@pytest.mark.parametrize("text", ["", *re.split(r"; |\n", OTHER_NUMBERS)])
def test_other_numbers_are_no_refs(text: str) -> None:
    """Dates, times, counts, sums and names with numbers in them name no action."""
    assert take_refs(text) == ((), text)
    assert refs_only(text) == ()


@pytest.mark.parametrize(
    ("text", "refs", "rest"),
    [
        ("14 is waiting on public health", "14", "waiting on public health"),
        ("14: waiting", "14", "waiting"),
        ("14 waiting", "14", "waiting"),
        ("14 done", "14", "done"),
        ("NWP-14 spoke to Tom", "NWP-14", "spoke to Tom"),
        ("14", "14", ""),
        ("14!", "14", ""),
        ("14 spoke to Tom", "", "14 spoke to Tom"),
        ("20 people came", "", "20 people came"),
        ("20 are done", "", "20 are done"),
        ("14 legal agreed", "", "14 legal agreed"),
        ("re 14, sent", "14", "sent"),
    ],
)
def test_a_bare_number_leads_an_answer_only_before_a_verb_or_a_mark(text: str, refs: str, rest: str) -> None:
    """So that a count at the beginning of somebody's words stays theirs."""
    found, left = leading_refs(text)
    assert (shown(found), left) == (refs, rest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 done 14 not started", ["12|done", "14|not started"]),
        ("12 & 14 done, 15 still waiting", ["12 14|done", "15|still waiting"]),
        ("12: done\n14: waiting", ["12|: done", "14|: waiting"]),
        ("good news - 12 is done", ["|good news", "12|is done"]),
        ("12 done and 14 isn't", ["12|done", "14|isn't"]),
        ("12 done, 14 copies sent", ["12|done, 14 copies sent"]),
        ("spoke to 3, 4 came", ["|spoke to 3, 4 came"]),
        ("done 12, sent on Monday", ["12|, sent on Monday"]),
        ("all but 14 done", ["|all but 14 done"]),
    ],
)
def test_an_answer_is_cut_up_by_the_actions_it_speaks_of(text: str, expected: list[str]) -> None:
    """Each part with its refs and what is said of them."""
    assert [f"{shown(part.refs)}|{text[part.start : part.end].strip()}" for part in parts(text)] == expected


def test_a_verb_in_front_of_refs_belongs_to_what_is_said() -> None:
    """ "Done 12" says done of 12."""
    assert parts("done 12, sent") == [Part((Ref(12),), 7, 13, (0, 4))]


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("12-14", "12 13 14"),
        ("12 - 14", "12 13 14"),
        ("12–14", "12 13 14"),
        ("12 to 14", "12 13 14"),
        ("actions 12 to 14", "12 13 14"),
        ("12/14", "12 14"),
        ("12 or 14", "12 14"),
        ("101,102", "101 102"),
        ("14-12", ""),
        ("1-500", ""),
        ("12-14 March", ""),
        ("12/2", ""),
        ("12 to Tom", ""),
        ("12", ""),
    ],
)
def test_a_range_is_for_asking(text: str, refs: str) -> None:
    """Nobody named what lies between, so a range is offered and never acted upon."""
    assert shown(several_meant(text)) == refs


@given(
    st.lists(WRITTEN, min_size=1, max_size=5),
    st.sampled_from([", ", " and ", " & ", "; ", " + "]),
    st.sampled_from(["", ", sent on Monday", ": sent", " is waiting"]),
)
def test_every_form_in_every_list_is_the_same_ref(written: list[str], joint: str, rest: str) -> None:
    """However it is written, it is number 12, once for each way of naming its board."""
    refs, left = take_refs(joint.join(written) + rest)
    assert {ref.number for ref in refs} == {12}
    assert "12" not in left


@given(st.text(max_size=120))
def test_refs_stand_in_the_text(text: str) -> None:
    """No ref comes from anywhere but the text, and what is left is the end of it."""
    for take in (take_refs, leading_refs):
        refs, rest = take(text)
        assert all(str(ref.number) in text for ref in refs)
        assert text.strip().endswith(rest)
    assert all(str(ref.number) in text for part in parts(text) for ref in part.refs)


@pytest.mark.parametrize(
    "text",
    [
        "12 " * 6000,
        "12, " * 5000,
        "1,2,3," * 3000,
        "NWP-" * 5000,
        "a1" * 9000,
        "#" * 20_000,
        ",1" * 9000,
        "12 and " * 2800,
        "( " * 9000,
    ],
)
def test_hostile_repeats_are_read_in_bounded_time(text: str) -> None:
    """Thousands of refs, or of what nearly is one, take no time to speak of."""
    began = time.perf_counter()
    take_refs(text)
    leading_refs(text)
    parts(text)
    several_meant(text)
    assert time.perf_counter() - began < 1.0
