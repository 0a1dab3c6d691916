"""What is typed below a review of minutes, and what only looks like it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.verdicts import Said, may_be_of_a_review, read_verdicts


def accept(*numbers: int, whole: str = "", besides: tuple[int, ...] = ()) -> Said:
    return Said("accept", numbers, whole, besides)


def leave(*numbers: int, whole: str = "") -> Said:
    return Said("leave", numbers, whole)


def terms(words: str, *numbers: int) -> Said:
    return Said("terms", numbers, words=words)


LOG = Said("log")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("accept all", [accept(whole="all")]),
        ("Accept everything, thanks", [accept(whole="all")]),
        ("approve them all", [accept(whole="all")]),
        ("all fine", [accept(whole="all")]),
        ("accept all that are sure", [accept(whole="sure")]),
        ("accept the sure ones", [accept(whole="sure")]),
        ("accept all except 2", [accept(whole="all", besides=(2,))]),
        ("accept all but 2 and 3", [accept(whole="all", besides=(2, 3))]),
        ("accept 1", [accept(1)]),
        ("please accept 1", [accept(1)]),
        ("accept numbers 1, 3 and 5", [accept(1, 3, 5)]),
        ("accept 1-4", [accept(1, 2, 3, 4)]),
        ("accept 1 2 3", [accept(1, 2, 3)]),
        ("accept the actions", [accept(whole="actions")]),
        ("leave out all the decisions", [leave(whole="decisions")]),
        ("all except 2", [accept(whole="all", besides=(2,))]),
        ("ok 1", [accept(1)]),
        ("1 accept, 2 leave out", [accept(1), leave(2)]),
        ("accept 1 leave out 2", [accept(1), leave(2)]),
        ("1 is right", [accept(1)]),
        ("1 yes, 2 no", [accept(1), leave(2)]),
        ("accept 1 and 3, leave out 2", [accept(1, 3), leave(2)]),
        ("leave out 2", [leave(2)]),
        ("leave 2 out", [leave(2)]),
        ("skip 2 and 4", [leave(2, 4)]),
        ("drop 2", [leave(2)]),
        ("not 2", [leave(2)]),
        ("2 is not an action", [leave(2)]),
        ("2 isn\u2019t an action", [leave(2)]),
        ("leave out the rest", [leave(whole="all")]),
        ("3 is due 13 March", [terms("due 13 March", 3)]),
        ("3 due 13/3", [terms("due 13/3", 3)]),
        ("3 by friday", [terms("due friday", 3)]),
        ("due 3 13 march", [terms("13 march", 3)]),
        ("move 3 to 13 March", [terms("13 March", 3)]),
        ("3: no date", [terms("no date", 3)]),
        ("7 is Kim and Diane", [terms("Kim and Diane", 7)]),
        ("7 is Kim's", [terms("Kim's", 7)]),
        ("give 7 to kim", [terms("kim", 7)]),
        ("assign 7 kim", [terms("kim", 7)]),
        ("accept 1; 3 is due 13 March", [accept(1), terms("due 13 March", 3)]),
        ("put in the log", [LOG]),
        ("put them all in the log please", [LOG]),
        ("log them", [LOG]),
        ("put 1 and 3 in the log", [Said("log", (1, 3))]),
        ("accept all and put them in the log", [accept(whole="all"), LOG]),
        ("set these minutes aside", [Said("aside")]),
        ("set aside", [Said("aside")]),
    ],
)  # fmt: skip
def test_what_is_said_of_proposals(text: str, said: list[Said]):
    """Which proposals, and what of them, in the order it was said."""
    assert list(read_verdicts(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        "list",
        "NWP-2 done",
        "done 2",
        "accept",
        "accept the first",
        "spoke to Kim about 3",
        "no",
        "thanks",
        "add Ring the Trust by Friday",
        "accept the offer of the hall",
        "keep the minutes safe",
        "all done",
        "the log is out of date",
        "undo",
        "13 March",
        "due 13 March",
        "the owner of 7 is Kim",
        "12:30 at the hall",
        "accept 1 and ring the Trust",
    ],
)
def test_other_talk_is_nothing_said_of_proposals(text: str):
    """Words that only share a word with a verdict, or say more than one, are read as ever."""
    assert read_verdicts(text) == ()


@pytest.mark.parametrize("text", ["accept", "accept the first", "Leave out the one about parking", "reject"])
def test_what_begins_like_a_verdict_is_known_for_one(text: str):
    """However it goes on, it is not somebody's progress on an action."""
    assert may_be_of_a_review(text)


@given(st.text(alphabet="1 2,-&andacceptleaveoutdue;xis", max_size=400))
def test_any_text_is_read_in_no_time(text: str):
    """No text raises, and none takes long."""
    begun = time.perf_counter()
    read_verdicts(text)
    assert time.perf_counter() - begun < 0.5
