"""Owners' own words: what a careful clerk would record. Wrong closures are the worst error, then wrong dates."""

import re
import time
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import intents as i
from bot.language.answers import About, read_answer
from bot.language.dues import read_due

TODAY, MEETING = date(2026, 2, 17), date(2026, 3, 5)  # a Tuesday; the next meeting is on a Thursday
CLOSING = (i.Done, i.Drop, i.Close)


def read(text: str, about: About | None = None) -> i.Intent:
    return read_answer(text, said_on=TODAY, next_meeting=MEETING, about=about or About())


def named(intent: i.Intent) -> str:
    """The refs of an intent as one writes them: "12 NWP-14"."""
    return " ".join(f"{r.code}-{r.number}" if r.code else str(r.number) for r in getattr(intent, "refs", ()))


def day(intent: i.Intent) -> str:
    """The day a SetDue names, as ISO; "ask" where it names none that is plain."""
    assert isinstance(intent, i.SetDue), intent
    if not intent.phrase:
        return "ask"
    return str(read_due(intent.phrase, said_on=TODAY, next_meeting=MEETING).date or "ask")


def sections() -> dict[str, list[tuple[str, ...]]]:
    """The answers as they are typed, by what they mean: each line with its columns."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in (Path(__file__).parent / "answers_as_typed.txt").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"\[([a-z ]+)\]", line):
            found[heading[1]] = []
        elif line and not line.startswith("# "):
            text, *columns = [column.strip() for column in line.split("|")]
            found[[*found][-1]].append((text.replace("\\n", "\n"), *columns))
    return found


SAID = sections()


def texts(section: str) -> list[str]:
    return [row[0] for row in SAID[section]]


@pytest.mark.parametrize(("text", "words"), SAID["done"])
def test_done_is_done_with_the_words_beside_it(text: str, words: str) -> None:
    """What plainly says done completes the one action meant, and keeps what was said beside the word."""
    assert read(text) == i.Done((), words)


@pytest.mark.parametrize(("text", "refs", "words"), SAID["done by ref"])
def test_done_by_number_completes_those_named(text: str, refs: str, words: str) -> None:
    """Refs in every written form, before the word or after it: those and no others."""
    intent = read(text)
    assert (type(intent), named(intent), intent.words) == (i.Done, refs, words)


@pytest.mark.parametrize("text", texts("all done"))
def test_all_done_means_all_of_them(text: str) -> None:
    """Said of all of them, it completes all of them."""
    assert read(text) == i.Done((), read(text).words, everything=True)


@pytest.mark.parametrize("text", texts("not closed"))
def test_what_is_not_plainly_over_closes_nothing(text: str) -> None:
    """Negations, hedges, parts, steps, hearsay and questions complete nothing and drop nothing.

    Of several actions, each is closed by nothing but what is said of itself.
    """
    intent = read(text)
    assert not isinstance(intent, CLOSING)
    if isinstance(intent, i.Several):
        assert len([part for part in intent.parts if isinstance(part, CLOSING)]) < len(intent.parts)


@pytest.mark.parametrize("text", texts("waiting"))
def test_waiting_is_waiting(text: str) -> None:
    """Waiting on somebody is told from mere progress, and kept as it was said."""
    assert read(text) == i.Wait((), text)


@pytest.mark.parametrize("text", texts("begun"))
def test_begun_is_begun(text: str) -> None:
    """In progress, nearly done, or done but for a part."""
    assert read(text) == i.Begin((), text)


@pytest.mark.parametrize("text", texts("disowned"))
def test_not_mine_is_not_theirs(text: str) -> None:
    """Said as a statement, with whatever else they say about whose it is."""
    assert read(text) == i.Disown((), text)


@pytest.mark.parametrize("text", texts("dropped"))
def test_not_needed_is_dropped_with_its_reason(text: str) -> None:
    """What supersedes it is no ref of what is dropped."""
    assert read(text) == i.Drop((), text)


@pytest.mark.parametrize(("text", "due"), SAID["dated"])
def test_a_day_to_come_changes_the_due(text: str, due: str) -> None:
    """A promise or a request names one day, or is asked about; the owner's words are kept."""
    intent = read(text)
    assert day(intent) == due
    assert intent.words == text


@pytest.mark.parametrize("text", texts("not dated"))
def test_other_days_leave_the_due_alone(text: str) -> None:
    """A step on the way, an absence, an event, another's promise, a guess: none of them is a due."""
    assert not isinstance(read(text), i.SetDue | i.Done)


@pytest.mark.parametrize("text", texts("courteous"))
def test_courtesy_records_nothing(text: str) -> None:
    """A thumb is a nod, not a report."""
    assert replace(read(text), greets=False) == i.Courtesy()


@pytest.mark.parametrize(
    ("text", "greets"),
    [
        ("hello", True),
        ("Hi Sam", True),
        ("Good morning", True),
        ("thanks", False),
        ("hi Sam, thanks for the nudge", False),
    ],
)
def test_a_greeting_is_no_thanks(text: str, greets: bool) -> None:
    """It is answered as one greets."""
    assert read(text) == i.Courtesy(greets=greets)


@pytest.mark.parametrize("text", texts("updates"))
def test_all_else_is_an_update_word_for_word(text: str) -> None:
    """What is none of the forms is kept as it was typed."""
    assert read(text) == i.GiveUpdate((), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 is waiting on public health", i.Wait((i.Ref(14),), "waiting on public health")),
        ("NWP-14 needs until Friday", i.SetDue((i.Ref(14, "NWP"),), "Friday", "needs until Friday")),
        ("14 isn't mine", i.Disown((i.Ref(14),), "isn't mine")),
        ("14: no longer needed", i.Drop((i.Ref(14),), "no longer needed")),
        ("14 in progress", i.Begin((i.Ref(14),), "in progress")),
        ("14 - spoke to Tom", i.GiveUpdate((i.Ref(14),), "spoke to Tom")),
        ("re NWP-14: spoke to Tom", i.GiveUpdate((i.Ref(14, "NWP"),), "spoke to Tom")),
        ("need until Friday for NWP-14", i.SetDue((i.Ref(14, "NWP"),), "Friday", "need until Friday")),
        ("12 and 14 waiting on legal", i.Wait((i.Ref(12), i.Ref(14)), "waiting on legal")),
        ("12 waiting on legal, 14 too", i.Wait((i.Ref(12), i.Ref(14)), "12 waiting on legal, 14 too")),
        ("12 Friday, 14 Friday", i.SetDue((i.Ref(12), i.Ref(14)), "Friday", "12 Friday, 14 Friday")),
        ("14", i.Show((i.Ref(14),))),
        ("NWP-14.", i.Show((i.Ref(14, "NWP"),))),
    ],
)
def test_an_answer_about_a_ref_is_about_that_one(text: str, expected: i.Intent) -> None:
    """The refs in front, and what is said of them; a ref alone asks to see it."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "count", "everything"),
    [
        ("both done", 2, True),
        ("both done", 3, False),
        ("both done", None, False),
        ("both of them are done", 2, True),
        ("they're both done", 2, True),
        ("all three done", 3, True),
        ("all 3 done", 3, True),
        ("all three done", 2, False),
        ("all done", 5, True),
        ("done both", 2, True),
    ],
)
def test_both_is_plain_of_two(text: str, count: int | None, everything: bool) -> None:
    """It never closes more than was said: "both" of three is asked about."""
    intent = read(text, About(count=count))
    assert isinstance(intent, i.Done)
    assert intent.everything is everything


@pytest.mark.parametrize(
    ("text", "due", "expected"),
    [
        ("need another week", None, "2026-02-24"),
        ("need another week", date(2026, 2, 24), "2026-03-03"),  # due a week ahead: a week after that
        ("need another week", date(2026, 2, 10), "2026-02-24"),  # overdue: a week from today
        ("two more weeks please", date(2026, 2, 20), "2026-03-06"),
        ("need two weeks", date(2026, 2, 24), "2026-03-03"),  # not "more": from today
        ("please extend by a month", date(2026, 2, 28), "2026-03-28"),
    ],
)
def test_more_time_is_counted_from_the_due_where_it_is_known(
    text: str, due: date | None, expected: str
) -> None:
    """ "Another week" of an action due next week is the week after."""
    assert day(read(text, About(due=due))) == expected


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("handed to \ue000", "\ue000"),
        ("I've passed this to \ue000", "\ue000"),
        ("this is \ue000's now", "\ue000"),
        ("over to \ue000", "\ue000"),
        ("\ue000 is doing this now", "\ue000"),
        ("please reassign to \ue000 and \ue001", "\ue000 and \ue001"),
        ("handed to Tom", "Tom"),
        ("this is Tom's now", "Tom"),
        ("Tom Reid has taken this on", "Tom Reid"),
        ("that's Tom's job", "Tom"),
        ("Tom's doing it", "Tom"),
        ("it's Tom's, not mine", "Tom"),
        ("handed to Legal", None),
        ("handed to Tom on Monday, he has the file", None),
        ("should be \ue000's", None),
        ("can \ue000 do this?", None),
    ],
)
def test_what_was_handed_on_is_given_to_somebody_of_the_board(text: str, owners: str | None) -> None:
    """To a mention, or a name the board knows; more words than that are kept as an update."""
    intent = read(text, About(somebody=lambda name: name in {"Tom", "Tom Reid"}))
    assert intent == (i.Assign((), owners, text) if owners else i.GiveUpdate((), text))


def test_a_report_is_not_an_answer() -> None:
    """Somebody who writes a page reports, however it begins; its ref is still its ref."""
    page = "sent it to all of them. " * 80
    assert read(f"Done. {page}") == i.GiveUpdate((), f"Done. {page}".strip())
    assert read(f"NWP-14: done. {page}") == i.GiveUpdate((i.Ref(14, "NWP"),), f"done. {page}".strip())
    assert isinstance(read("Done. " + "We met. " * 20), i.Done)


# --- of any text at all ----------------------------------------------------------------------------------------

HEDGES = [
    "not",
    "never",
    "nearly",
    "almost",
    "partly",
    "half",
    "except",
    "apart from",
    "but",
    "will",
    "would",
    "should",
]
HEDGES += [
    "could",
    "might",
    "if",
    "until",
    "unless",
    "once",
    "hopefully",
    "probably",
    "maybe",
    "yet",
    "still",
    "?",
    "isn't",
]
WORDS = [
    "done",
    "12",
    "and",
    "14",
    "sent",
    "all",
    "on Monday",
    ",",
    ".",
    "NWP-3",
    "yes",
    "thanks",
    "it's",
    "✅",
    "this",
    "both",
]
pieces = st.lists(
    st.sampled_from([*WORDS, *HEDGES, "waiting", "need until", "Friday", "\n", "-", "\ue000", "not mine"]),
    max_size=14,
)
anything = st.one_of(st.text(max_size=200), pieces.map(" ".join))


@given(anything)
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed, there is an intent, and its words and refs are all in the text."""
    intent = read(text)
    if words := getattr(intent, "words", ""):
        assert words in text
    numbers = {int(n) for n in re.findall(r"[0-9]+", text)}
    assert {ref.number for ref in getattr(intent, "refs", ())} <= numbers
    assert {ref.code for ref in getattr(intent, "refs", ()) if ref.code} <= set(
        re.findall(r"[A-Z]+", text.upper())
    )


@given(anything)
def test_an_update_without_refs_is_the_text_itself(text: str) -> None:
    """Nothing of what somebody reports is lost."""
    intent = read(text)
    if isinstance(intent, i.GiveUpdate) and not intent.refs:
        assert intent.words == text.strip()


@given(
    st.sampled_from(HEDGES),
    st.lists(st.sampled_from(WORDS), max_size=6),
    st.lists(st.sampled_from(WORDS), max_size=6),
)
def test_a_hedge_anywhere_never_completes(hedge: str, before: list[str], after: list[str]) -> None:
    """Wherever a negation or a hedge stands, the answer completes nothing."""
    assert not isinstance(read(" ".join([*before, hedge, *after])), i.Done)


@given(
    st.sampled_from(SAID["done"] + SAID["done by ref"]),
    st.sampled_from(["", " ", "\n", "  "]),
    st.sampled_from(["", ".", "!", " thanks", " 👍", "\n"]),
)
def test_what_stands_around_done_changes_nothing(row: tuple[str, ...], before: str, after: str) -> None:
    """Blanks, capitals at the beginning, a full stop or a thank-you make no difference to what is done."""
    text = row[0]
    plain = read(text)
    again = read(f"{before}{text[:1].upper()}{text[1:]}{after}")
    assert isinstance(again, i.Done)
    assert (again.refs, again.everything) == (plain.refs, plain.everything)


HOSTILE = [
    "done " * 4000,
    "not " * 5000,
    "12 " * 6000,
    "12, " * 5000,
    "12 done " * 2500,
    "," * 20_000,
    " " * 20_000,
    "\n" * 20_000,
    "(" * 20_000,
    "a" * 20_000,
    "need until " * 1800,
    "please " * 2800,
    "it is " * 3300,
    "thanks " * 2800,
    "good morning " * 1500,
    "need a bit more time " * 900,
    "\ue000 and " * 3000,
    "could you please move it back to " * 600,
    "N" * 9 + "-" + "1" * 19_000,
    "done" + " " * 19_000 + "not",
    "👍" * 20_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("length", [1_400, 20_000])
def test_hostile_repeats_are_read_in_bounded_time(text: str, length: int) -> None:
    """No pattern explodes, whatever is repeated, short enough to be read as an answer or not."""
    read("done")  # the calendar's rules are warm
    began = time.perf_counter()
    read(text[:length])
    assert time.perf_counter() - began < 1.0


def test_every_intent_an_answer_can_be_keeps_its_words() -> None:
    """The forms above cover every kind of intent an answer can be, so none of them goes untested."""
    seen = {type(read(text)) for section in SAID for text in texts(section)}
    assert seen >= {i.Done, i.Wait, i.Begin, i.Disown, i.Drop, i.SetDue, i.Courtesy, i.GiveUpdate}
    assert all("words" in {f.name for f in fields(kind)} for kind in seen - {i.Courtesy, i.Show})
