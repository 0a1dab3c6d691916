"""Answers that name their actions by a bare number, by their place in a list, or all together."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import intents as i
from bot.language.answers import About, read_answer
from bot.language.dues import read_due
from bot.language.places import by_item, by_place, written
from bot.language.slips import says_nearly_done
from bot.language.titles import named_by, with_it
from bot.language.todo import done_of, verb_to_do

TODAY = date(2026, 2, 11)
LISTED = tuple(i.Ref(n, "NWP") for n in (1, 2, 3))


def about(listed: tuple[i.Ref, ...] = LISTED) -> About:
    own = {ref.number for ref in listed}
    return About(
        count=len(listed),
        places=listed,
        knows=lambda number: number in own | {5},
        theirs=lambda number: number in own,
    )


def read(text: str, knowing: About | None = None) -> i.Intent:
    return read_answer(text, said_on=TODAY, next_meeting=None, about=knowing or about())


def understood(intent: i.Intent) -> str:
    """What becomes of each: "1 Done; 2 SetDue 2026-02-20"."""
    parts = intent.parts if isinstance(intent, i.Several) else (intent,)
    said: list[str] = []
    for part in parts:
        day = ""
        if isinstance(part, i.SetDue):
            found = read_due(part.phrase, said_on=TODAY, next_meeting=None).date if part.phrase else None
            day = f" {found or 'ask'}"
        said += [f"{written(ref)} {type(part).__name__}{day}" for ref in getattr(part, "refs", ())]
    return "; ".join(said)


def sections() -> dict[str, list[tuple[str, str]]]:
    """The answers as they are typed, with what is understood of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (Path(__file__).parent / "named_as_typed.txt").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"\[([a-z ]+)\]", line):
            found[heading[1]] = []
        elif line and not line.startswith("# "):
            text, expected = (column.strip() for column in line.split("|"))
            text = text.replace("\\n", "\n").replace("\\ue000", "\ue000")
            found[[*found][-1]].append((text, expected))
    return found


SAID = sections()


@pytest.mark.parametrize(("text", "expected"), [*SAID["number"], *SAID["place"]])
def test_an_action_named_loosely_is_the_one_that_is_meant(text: str, expected: str) -> None:
    """By its number in any place, by its place in the list, or with all the others."""
    assert understood(read(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [*SAID["count"], *SAID["no place"]])
def test_what_only_looks_like_it_names_no_action(text: str, expected: str) -> None:
    """Counts, dates and other firsts close nothing and change no date of an action they do not name."""
    intent = read(text)
    assert understood(intent) == ""
    assert isinstance(intent, i.SetDue if expected.endswith("SetDue") else i.GiveUpdate | i.SetDue | i.Wait)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("both by friday", "NWP-1 SetDue 2026-02-13; NWP-2 SetDue 2026-02-13"),
        ("done both of them", ""),
        ("both nearly done", "NWP-1 Begin; NWP-2 Begin"),
        ("not mine, either of them", "NWP-1 Disown; NWP-2 Disown"),
        ("neither is mine", "NWP-1 Disown; NWP-2 Disown"),
        ("neither is done", ""),
        ("need until friday for both", "NWP-1 SetDue 2026-02-13; NWP-2 SetDue 2026-02-13"),
        ("all three by friday", ""),
        ("both by email", ""),
    ],
)
def test_both_is_said_of_two(text: str, expected: str) -> None:
    """Of two that were listed it means the one and the other."""
    assert understood(read(text, about(LISTED[:2]))) == expected


def test_done_both_of_them_completes_both() -> None:
    """As "both done" does."""
    assert read("done both of them", about(LISTED[:2])) == i.Done((), "done both of them", everything=True)


def test_another_week_of_both_is_another_day_of_each() -> None:
    """Counted from each one's own due."""
    dues = {1: date(2026, 2, 20), 2: date(2026, 3, 2)}
    knowing = About(count=2, places=LISTED[:2], due_of=lambda ref: dues.get(ref.number))
    assert (
        understood(read("both need another week", knowing))
        == "NWP-1 SetDue 2026-02-27; NWP-2 SetDue 2026-03-09"
    )


@pytest.mark.parametrize(
    ("numbers", "listed", "meant"),
    [
        ((1, 2), (1, 2, 3), (1, 2)),
        ((1, 2), (14, 20), (14, 20)),  # places of all that were listed
        ((1, 2), (14, 20, 21), None),  # of some of them: which way they counted is in doubt
        ((1, 2), (2, 1), None),  # refs and places disagree
        ((1, 2), (1, 14), None),
        ((20, 14), (14, 20, 21), (20, 14)),
        ((14, 15), (14, 20), None),
        ((14, 14), (14, 20), None),
    ],
)
def test_a_numbered_list_is_read_where_its_numbers_are_plain(
    numbers: tuple[int, ...], listed: tuple[int, ...], meant: tuple[int, ...] | None
) -> None:
    """Its numbers are refs, or places in the list: never both."""
    text = "\n".join(f"{number}. done" for number in numbers)
    put = by_item(text, [i.Ref(n, "NWP") for n in listed])
    assert put == (None if meant is None else "\n".join(f"NWP-{n}: done" for n in meant))


@pytest.mark.parametrize(
    ("what", "said", "done"),
    [
        ("Sign the protocol", "signed", True),
        ("Sign the protocol", "It was signed on Monday", True),
        ("Sign the protocol", "I've signed it", True),
        ("Sign the protocol", "not signed", False),
        ("Sign the protocol", "to be signed", False),
        ("Sign the protocol", "nearly signed", False),
        ("Sign the protocol", "signed by Tom", False),
        ("Sign the protocol", "signed the first page", False),
        ("Sign the protocol", "agreed", False),
        ("Book the hall", "booked", True),
        ("Hold the workshop", "held yesterday", True),
        ("Draft the plan", "drafted", False),
        ("Chase the trust", "chased", False),
        ("Sign and return the protocol", "signed", False),
    ],
)
def test_the_actions_own_verb_says_that_it_is_done(what: str, said: str, done: bool) -> None:
    """ "Signed", of an action to sign something; not of one that goes on, or asks for more than that."""
    knowing = About(count=1, verb_of=lambda _refs: verb_to_do(what))
    assert isinstance(read(said, knowing), i.Done) is done


@pytest.mark.parametrize(
    ("verb", "past"),
    [("book", "booked"), ("agree", "agreed"), ("notify", "notified"), ("survey", "surveyed"), ("plan", "planned"), ("hold", "held")],
)  # fmt: skip
def test_the_past_of_a_verb(verb: str, past: str) -> None:
    """As it is spelt."""
    assert past in done_of(verb)


@pytest.mark.parametrize(
    "word", ["dun", "finshed", "compelte", "complted", "doen", "yes", "\U0001f44d", "OK"]
)
def test_a_slip_of_done_is_asked_about(word: str) -> None:
    """So is a nod."""
    assert says_nearly_done(word)


@pytest.mark.parametrize(
    "word", ["done", "one", "gone", "zone", "dont", "no", "waiting", "finish", "soon", "stored"]
)
def test_other_words_are_no_slip(word: str) -> None:
    """Done itself, and words that only look like it."""
    assert not says_nearly_done(word)


@pytest.mark.parametrize(
    ("text", "place", "it"),
    [
        ("sent the outcomes this morning", 0, "sent it this morning"),
        ("winter summary needs another week", 1, "it needs another week"),
        ("please pass the venue one to Priya", 2, "please pass it to Priya"),
        ("the summaries and the venue are done", None, ""),
        ("need another week", None, ""),
        ("done", None, ""),
    ],
)
def test_words_of_a_title_name_it(text: str, place: int | None, it: str) -> None:
    """Where they are of one title alone."""
    titles = ["Circulate the away day outcomes", "Write the winter summary", "Book the spring venue"]
    if text.startswith("the summaries"):
        titles[1] = "Write the winter summaries"
    assert named_by(text, titles) == place
    if place is not None:
        assert with_it(text, titles[place]) == it


@given(st.text(max_size=120))
def test_any_text_is_read_with_all_that_is_known(text: str) -> None:
    """Nothing is understood of an action that is neither listed nor named by its number."""
    numbers = {int(n) for n in re.findall(r"[0-9]+", text)} | {1, 2, 3}
    intent = read(text)
    assert {ref.number for ref in getattr(intent, "refs", ())} <= numbers
    if isinstance(intent, i.GiveUpdate) and not intent.refs:
        assert intent.words == text.strip()


@pytest.mark.parametrize(
    "text", ["the first one is " * 90, "all of them, " * 110, "1) done\n" * 180, "2 " * 700, "need it for " * 120, "x, " * 500]
)  # fmt: skip
def test_hostile_repeats_are_read_in_bounded_time(text: str) -> None:
    """No pattern explodes."""
    read("done")
    began = time.perf_counter()
    read(text)
    by_place(text, LISTED)
    by_item(text, LISTED)
    assert time.perf_counter() - began < 1.0
