"""The shortcuts of the due phrases' reader: they save time, and never change what is read."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dues import calendar_days, cues, find_due, finder, read_due, reader, words

SAID_ON = date(2026, 2, 10)
MEETING = date(2026, 3, 5)
ANYTHING = re.compile("(?s).*")
TYPED = [
    re.split(r"\s{2,}", line.strip())[0]
    for line in (Path(__file__).parent / "dues_as_typed.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
VOCABULARY = (
    "the a this next last coming 1st 17 17th 5 24 2026 '26 17.02.26 17/2 17-Feb-26 Feb March Mar. Monday Tues. friday "
    "week weeks wk w/c w/e wc w/ wk/c month quarter Q1 year fy financial end start mid mid-March early late half of in on "
    "at by before from within until to for deadline once upon subject when and or / - \u2013 , ; . ( ) : ' meeting mtg board "
    "committee meet agm finance asap a.s.a.p. ongoing tbc now days working hours fortnight weekend today 2moro 2 morrow "
    "tonight noon midnight eod cop close play eow 5pm 14:00 am pm Christmas easter good new half term summer couple few as "
    "soon possible commencing ending current calendar time ago review Hayley \ue000 Friday's weeks' twenty twenty-one one "
    "second thirty please sharp ideally Mon-Fri Mon/Tues Feb17 17Feb 2wks provisional roughly yesterday date eve"
)
PHRASES = ("the end of", "close of play", "as soon as possible", "week commencing", "no later than", "the next meeting",
           "2 weeks before", "Tuesday 17 February", "the month of", "a couple of")  # fmt: skip
JOINED = st.sampled_from([" ", " ", " ", " ", ", ", "", "  ", ". ", " - "])
TEXTS = st.lists(
    st.tuples(st.sampled_from([*VOCABULARY.split(), *PHRASES]), JOINED), min_size=1, max_size=9
).map(lambda pieces: "".join(word + joint for word, joint in pieces))


@contextmanager
def the_long_way() -> Iterator[None]:
    """Every test that decides beforehand whether something is worth trying says yes."""
    with ExitStack() as stack:
        for module, name, always in (
            (words, "_MAY_BE_REPAIRED", ANYTHING),
            (words, "_MAY_BE_SAID_SHORTER", ANYTHING),
            (words, "_MAY_TRAIL", ANYTHING),
            (reader, "_OF_DAYS", ANYTHING),
            (calendar_days, "_OPENS", ANYTHING),
            (cues, "_MAY_STAND_BEHIND", {}),
            (finder, "MAY_END_BARE", ANYTHING),
            (finder, "DATE_CHARACTERS", ANYTHING),
            (finder, "may_open", lambda _: True),
        ):
            stack.enter_context(patch.object(module, name, always))
        yield


def read(text: str) -> tuple[object, ...]:
    return (
        words.canonical(text),
        read_due(text, said_on=SAID_ON, next_meeting=MEETING),
        find_due(text, said_on=SAID_ON, next_meeting=MEETING),
    )


def test_what_people_typed_reads_the_same_without_any_shortcut() -> None:
    """Every phrase and sentence of the tables, alone and at the end of an action's words."""
    texts = [said for typed in TYPED for said in (typed, f"Circulate the plan to the board by {typed}")]
    short = [read(text) for text in texts]
    with the_long_way():
        assert [read(text) for text in texts] == short


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_reads_the_same_without_any_shortcut(text: str) -> None:
    """Words of due phrases in any order, mistyped joints included."""
    short = read(text)
    with the_long_way():
        assert read(text) == short
