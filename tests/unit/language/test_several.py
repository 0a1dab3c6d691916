"""Answers that say different things of several actions: each action gets what is said of it, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import intents as i
from bot.language.answers import About, read_answer
from bot.language.commands import read_command

TODAY, MEETING = date(2026, 2, 17), date(2026, 3, 5)


def read(text: str, about: About | None = None) -> i.Intent:
    return read_answer(text, said_on=TODAY, next_meeting=MEETING, about=about or About())


def meant(intent: i.Intent) -> dict[str, str]:
    """What is understood of each action: its kind, and the words or the day."""
    assert isinstance(intent, i.Several), intent
    return {
        ref: " ".join([type(part).__name__, getattr(part, "phrase", part.words)]).strip()
        for part in intent.parts
        for ref in [f"{r.code}-{r.number}" if r.code else str(r.number) for r in part.refs]
    }


@pytest.mark.parametrize(
    "text",
    [
        "12 is finished, as is 14",
        "12 done, same for 14",
        "12 has been sent and so has 14",
        "12 done, ditto 14",
    ],
)
def test_the_same_of_another_is_said_of_both(text: str) -> None:
    """ "As is 14" says of 14 what was said of 12."""
    intent = read(text)
    assert isinstance(intent, i.Done)
    assert [r.number for r in intent.refs] == [12, 14]


@pytest.mark.parametrize(
    "text",
    [
        "12 done, sent 14 to legal",
        "12 done, finished 20 minutes ago",
        "12 done, started 14 people on it",
        "done 12: sent 14 copies",
    ],
)
def test_what_may_be_a_count_is_no_second_action(text: str) -> None:
    """A number behind another verb is an action only where it ends what is said, or tells of nothing else."""
    intent = read(text)
    assert [r.number for r in getattr(intent, "refs", ())] == [12], intent


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("all done except 14", (12, 15)),
        ("All done, apart from 14.", (12, 15)),
        ("everything is finished but 14", (12, 15)),
        ("all except 14 are done", (12, 15)),
        ("they're all done except 14 and 15", (12,)),
        ("all done except 20", ()),
        ("all done except 14 copies", ()),
        ("all done except the map for 14", ()),
        ("nearly all done except 14", ()),
    ],
)
def test_all_but_some_are_the_others(text: str, left: tuple[int, ...]) -> None:
    """Where those left out are some of them, and nothing else is said; otherwise nothing is closed."""
    known = (12, 14, 15)

    def besides(refs: tuple[i.Ref, ...]) -> tuple[i.Ref, ...]:
        named = {r.number for r in refs}
        return tuple(i.Ref(n) for n in known if n not in named) if named <= set(known) else ()

    intent = read(text, About(count=3, besides=besides))
    assert (tuple(r.number for r in intent.refs) if isinstance(intent, i.Done) else ()) == left


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 done, 14 waiting on legal", {"12": "Done", "14": "Wait waiting on legal"}),
        ("12 is done and 14 will be Friday week", {"12": "Done", "14": "SetDue Friday week"}),
        ("NWP-12 done, NWP-14 in progress", {"NWP-12": "Done", "NWP-14": "Begin in progress"}),
        ("NWP-12 done / NWP-14 in progress", {"NWP-12": "Done", "NWP-14": "Begin in progress"}),
        ("NWP-12 done\nNWP-14 in progress", {"NWP-12": "Done", "NWP-14": "Begin in progress"}),
        ("- NWP-12 done\n- NWP-14 in progress", {"NWP-12": "Done", "NWP-14": "Begin in progress"}),
        ("* 12 done\n* 14 in progress", {"12": "Done", "14": "Begin in progress"}),
        ("\u2022 12 - done\n\u2022 14 - in progress", {"12": "Done", "14": "Begin in progress"}),
        ("1. NWP-12 done\n2. NWP-14 in progress", {"NWP-12": "Done", "NWP-14": "Begin in progress"}),
        ("1) 12 done\n2) 14 in progress", {"12": "Done", "14": "Begin in progress"}),
        ("12. done\n14. waiting on legal", {"12": "Done", "14": "Wait waiting on legal"}),
        (
            "12: done\n14: waiting on legal\n15: need until Friday",
            {"12": "Done", "14": "Wait waiting on legal", "15": "SetDue Friday"},
        ),
        (
            "12 done\nsent it on Monday\n14 not started",
            {"12": "Done sent it on Monday", "14": "GiveUpdate not started"},
        ),
        (
            "12 done; 14 - waiting on finance; 15 not mine",
            {"12": "Done", "14": "Wait waiting on finance", "15": "Disown not mine"},
        ),
        ("12 & 14 done, 15 in progress", {"12": "Done", "14": "Done", "15": "Begin in progress"}),
        ("12 done, 14 too, 15 not mine", {"12": "Done", "14": "Done", "15": "Disown not mine"}),
        ("12 waiting on legal, 14 Friday", {"12": "Wait waiting on legal", "14": "SetDue Friday"}),
        ("finished 12, started 14", {"12": "Done", "14": "Begin started 14"}),
        ("I've finished 12 and started 14", {"12": "Done", "14": "Begin started 14"}),
        ("started 12; completed 14", {"12": "Begin started 12", "14": "Done"}),
        ("done with 12, still working on 14", {"12": "Done", "14": "Begin still working on 14"}),
        ("completed 12 but not started 14", {"12": "Done", "14": "GiveUpdate not started 14"}),
        ("mark 12 as done and 14 as in progress", {"12": "Done", "14": "Begin in progress"}),
        ("please mark 12 as complete, 14 as blocked", {"12": "Done", "14": "Wait blocked"}),
        (
            "12 is done, 14 I need until Friday, 15 isn't mine",
            {"12": "Done", "14": "SetDue Friday", "15": "Disown isn't mine"},
        ),
        ("12 done, 14 could I have another week", {"12": "Done", "14": "SetDue in a week"}),
        ("12 done, will finish 14 tomorrow", {"12": "Done", "14": "SetDue tomorrow"}),
        ("12 sorted; need until Friday for 14", {"12": "Done", "14": "SetDue Friday"}),
        ("waiting on legal for 12, 14 done", {"12": "Wait waiting on legal for 12", "14": "Done"}),
        ("need another week for 12, 14 done", {"12": "SetDue in a week", "14": "Done"}),
        ("12 done, 14 will slip a week", {"12": "Done", "14": "SetDue in a week"}),
        (
            "Done: 12, 13. In progress: 14. Not mine: 15",
            {"12": "Done", "13": "Done", "14": "Begin In progress: 14", "15": "Disown Not mine: 15"},
        ),
        ("Morning Sam, 12 done and 14 is blocked", {"12": "Done", "14": "Wait blocked"}),
        ("done 12, 14 waiting on legal", {"12": "Done", "14": "Wait waiting on legal"}),
        ("done 12 and NWP-14 is in progress", {"12": "Done", "NWP-14": "Begin in progress"}),
        (
            "done 12, sent on Monday, 14 need until Friday",
            {"12": "Done sent on Monday", "14": "SetDue Friday"},
        ),
        ("12 done 14 not started", {"12": "Done", "14": "GiveUpdate not started"}),
        ("done 12. 14 isn't", {"12": "Done", "14": "GiveUpdate isn't"}),
        ("12 done, 14 done except the map", {"12": "Done", "14": "Begin done except the map"}),
        ("12 done, 14 no longer needed", {"12": "Done", "14": "Drop no longer needed"}),
        ("12 done, 14 another week", {"12": "Done", "14": "SetDue in a week"}),
    ],
)
def test_each_action_gets_what_is_said_of_it(text: str, expected: dict[str, str]) -> None:
    """In one line or a list, with marks or without, refs first or a verb before them."""
    intent = read(text)
    assert meant(intent) == expected
    assert isinstance(intent, i.Several)
    assert intent.words == text


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("12 done, 14 done I think", (12, 14)),
        ("12 done, 14 waiting on legal. Not sure about either", (12, 14)),
        ("12 done, 14 in progress. Ignore that", (12, 14)),
        ("12 done, 14 waiting, 12 in progress", (12, 14)),
        ("We met on Monday: 12 done, 14 waiting on legal", (12, 14)),
    ],
)
def test_where_words_may_reach_further_nothing_is_closed(text: str, refs: tuple[int, ...]) -> None:
    """A doubt that may be of all, words before any action, the same action twice: the words stay whole, on each."""
    assert read(text) == i.GiveUpdate(tuple(i.Ref(n) for n in refs), text)


@pytest.mark.parametrize(
    "text",
    [
        "1. done\n2. waiting on legal\n3. not mine",
        "- drafted the plan\n- sent it to legal",
        "done\nwaiting on legal for the rest",
        "we had 12 responses, 14 of them good",
        "20 people came and 15 stayed",
    ],
)
def test_without_refs_it_stays_one_answer(text: str) -> None:
    """A list whose numbers are its own, and numbers that count, name no action."""
    assert not isinstance(read(text), i.Several)


@pytest.mark.parametrize(
    "text",
    [
        "12 done, 14 waiting on legal",
        "done 12, 14 waiting on legal",
        "NWP-12 is done and NWP-14 will be Friday week",
        "- NWP-12 done\n- NWP-14 in progress",
    ],
)
def test_a_command_about_several_is_read_as_an_answer(text: str) -> None:
    """After "/action" as well: what is said of the second completes neither it nor the first."""
    assert read_command(text) == i.OwnWords(text)


@pytest.mark.parametrize(
    "text", ["done 12, sent on Monday", "12 done", "done 12 14 copies sent", "update 12 done, 14 waiting"]
)
def test_a_command_about_one_thing_stays_a_command(text: str) -> None:
    """Nothing else is read anew."""
    assert not isinstance(read_command(text), i.OwnWords)


def test_another_week_is_counted_from_that_actions_due() -> None:
    """Each from its own."""
    dues = {12: date(2026, 2, 24), 14: date(2026, 3, 10)}
    intent = read("12 another week, 14 another week, 15 done", About(due_of=lambda ref: dues.get(ref.number)))
    assert meant(intent) == {"12": "SetDue 3 March 2026", "14": "SetDue 17 March 2026", "15": "Done"}


# --- of any answer about several -------------------------------------------------------------------------------

SAYINGS = [
    "done",
    "is done",
    "is complete",
    "waiting on legal",
    "is blocked",
    "in progress",
    "will be Friday week",
    "need until 6 March",
    "not mine",
    "no longer needed",
    "not started",
    "isn't done",
    "nearly done",
]
clause_lists = st.lists(
    st.tuples(st.integers(min_value=1, max_value=400), st.sampled_from(SAYINGS)),
    min_size=2,
    max_size=5,
    unique_by=lambda clause: clause[0],
)
joints = st.sampled_from([", ", "; ", ". ", "\n", " and ", ", and ", "\n- "])
codes = st.sampled_from(["", "NWP-", "#"])


def alone(ref: str, saying: str) -> i.Intent:
    """The clause as an answer of its own."""
    return read(f"{ref} {saying}")


def as_each(intent: i.Intent) -> dict[tuple[i.Ref, ...], i.Intent]:
    """What is meant of each action, whichever way it was said together."""
    parts = intent.parts if isinstance(intent, i.Several) else (intent,)
    return {(ref,): replace(part, refs=(ref,)) for part in parts for ref in part.refs}


def kinds(intent: i.Intent) -> dict[tuple[i.Ref, ...], tuple[type, str]]:
    return {ref: (type(part), getattr(part, "phrase", "")) for ref, part in as_each(intent).items()}


@given(clause_lists, joints, codes)
def test_every_clause_means_what_it_means_alone(said: list[tuple[int, str]], joint: str, code: str) -> None:
    """A clause never touches another's action, and loses nothing by standing beside it."""
    text = joint.join(f"{code}{number} {saying}" for number, saying in said)
    intent = read(text)
    expected: dict[tuple[i.Ref, ...], tuple[type, str]] = {}
    for number, saying in said:
        expected |= kinds(alone(f"{code}{number}", saying))
    assert kinds(intent) == expected


@given(clause_lists, joints, st.randoms(use_true_random=False))
def test_the_order_of_clauses_does_not_matter(
    said: list[tuple[int, str]], joint: str, random: object
) -> None:
    """Said in any order, each action is understood the same."""
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def together(clauses: list[tuple[int, str]]) -> i.Intent:
        return read(joint.join(f"{number} {saying}" for number, saying in clauses))

    assert kinds(together(said)) == kinds(together(shuffled))
