"""Answers to "which one?", as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.choices import Choice, read_choice
from bot.language.intents import Ref


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("both", Choice("both")),
        ("Both of them please", Choice("both")),
        ("both, thanks!", Choice("both")),
        ("all", Choice("all")),
        ("all of them", Choice("all")),
        ("all three", Choice("all")),
        ("All of these.", Choice("all")),
        ("everything", Choice("all")),
        ("the lot", Choice("all")),
        ("neither", Choice("none")),
        ("none of them", Choice("none")),
        ("never mind", Choice("none")),
        ("Cancel", Choice("none")),
        ("3", Choice("some", (Ref(3),))),
        ("#3", Choice("some", (Ref(3),))),
        ("number 3", Choice("some", (Ref(3),))),
        ("no. 3 please", Choice("some", (Ref(3),))),
        ("nwp-3", Choice("some", (Ref(3, "NWP"),))),
        ("NWP 3", Choice("some", (Ref(3, "NWP"),))),
        ("It's NWP-3.", Choice("some", (Ref(3, "NWP"),))),
        ("just 3", Choice("some", (Ref(3),))),
        ("3 and 5", Choice("some", (Ref(3), Ref(5)))),
        ("3, 5 & 7", Choice("some", (Ref(3), Ref(5), Ref(7)))),
        ("the first one", Choice("some", places=(0,))),
        ("first", Choice("some", places=(0,))),
        ("sorry, the second", Choice("some", places=(1,))),
        ("the last of them", Choice("some", places=(-1,))),
        ("the first and the third", Choice("some", places=(0, 2))),
        ("the latter", Choice("some", places=(-1,))),
    ],
)
def test_what_is_chosen(typed: str, meant: Choice) -> None:
    """By number, by place, or all of them, with the words people put around it."""
    assert read_choice(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "done",
        "yes",
        "ok",
        "3 done",
        "both done",
        "both are waiting on legal",
        "the first draft is done",
        "all done",
        "all done except 14",
        "none of the partners answered",
        "3 people came",
        "12 March",
        "by 3 March",
        "12.03",
        "second reading went well",
        "never got an answer",
        "no news",
        "nothing to report",
        "list",
        "show 3",
        "SHOW 3",
        "history 3",
        "done 3",
        "it is on its way",
        "",
        "x" * 200 + " 3",
    ],
)
def test_whatever_says_more_is_no_choice(typed: str) -> None:
    """It is an answer of its own, or a command."""
    assert read_choice(typed) is None


@given(st.text(max_size=100))
def test_any_text_is_read(typed: str) -> None:
    """And only what has a number or one of few words chooses anything."""
    choice = read_choice(typed)
    if choice is not None and choice.kind == "some":
        assert choice.refs or choice.places
