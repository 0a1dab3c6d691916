"""Amended minutes against the minutes before: which item of the one is which of the other."""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.minutes.likeness import Index, Worded, likeness, paired, tokens

DOINGS = (
    "write to",
    "meet",
    "obtain quotes from",
    "report back on",
    "draft a note about",
    "inspect",
    "thank",
    "remind",
)
THINGS = (
    "the bus operator", "the library roof", "the falls pathway", "the youth club", "plot 12", "plot 14", "plot 112",
    "the winter timetable", "the parish council", "the new charter", "the flood wardens", "parking by the green",
)  # fmt: skip
TWISTS = (
    lambda what: what + " and report to the board",
    lambda what: what.replace("the ", "the new ", 1),
    lambda what: (
        what.replace("about", "regarding").replace("from", "out of").replace("write to", "write again to")
    ),
    lambda what: "urgently " + what,
    lambda what: what + " before the summer",
)


def before(chance: random.Random) -> list[Worded[str]]:
    """Forty to eighty different actions, under minutes of their own."""
    every = [f"{doing} {thing}" for doing in DOINGS for thing in THINGS]
    chosen = chance.sample(every, chance.randint(40, 80))
    return [
        Worded(f"old {what}", what, f"Sam to {what} by 6 March", str(n // 5)) for n, what in enumerate(chosen)
    ]


def amended(chance: random.Random, old: list[Worded[str]]) -> tuple[list[Worded[str]], dict[str, str]]:
    """Some with another date, some in other words, some gone, some new, some elsewhere; and which each was."""
    new, truth = [], {}
    for number, one in enumerate(old):
        fate = chance.random()
        what, words, minute = one.what, one.words, one.minute
        if fate < 0.08:
            continue
        if fate < 0.25:
            words = words.replace("6 March", "13 March")
        elif fate < 0.45:
            what = chance.choice(TWISTS)(what)
            words = f"Sam to {what} by 6 March"
        elif fate < 0.5:
            minute = "99"
        key = f"new {number}"
        truth[key] = one.key
        new.append(Worded(key, what, words, minute))
    for number in range(6):
        what = f"order {chance.randint(2, 90)} chairs for the fair, lot {number}"
        new.append(Worded(f"added {number}", what, f"Tom to {what}", str(number)))
    chance.shuffle(new)
    return new, truth


def test_figures_on_amended_minutes():
    """Over fifty invented amendments: nearly all pairs are found, and hardly one is wrong."""
    right = wrong = wanted = 0
    for seed in range(50):
        chance = random.Random(seed)
        old = before(chance)
        new, truth = amended(chance, old)
        found = paired(new, old)
        right += sum(truth.get(key) == other for key, other in found.items())
        wrong += sum(truth.get(key) != other for key, other in found.items())
        wanted += len(truth)
    assert right / wanted >= 0.99
    assert wrong / (right + wrong) <= 0.01


def test_numbers_tell_apart_what_is_otherwise_alike():
    """Plots 12 and 14 are each themselves, in whatever order they come."""
    old = [Worded(n, f"inspect plot {n}", f"inspect plot {n} by May", "1") for n in range(30)]
    new = [Worded(n, f"inspect plot {n}", f"inspect plot {n} by June", "1") for n in reversed(range(30))]
    assert paired(new, old) == {n: n for n in range(30)}
    assert Index({1: "inspect plot 12"}).most_alike("inspect plot 14") == (0.0, None)


def test_a_line_that_could_be_about_two_is_about_neither():
    index = Index({1: "paint the fence", 2: "paint the gate"})
    assert index.held_in("We shall paint the fence next week.")[1] == 1
    assert index.held_in("The fence and the gate were painted; paint is left.")[1] is None


@settings(max_examples=200)
@given(st.lists(st.text(max_size=60), max_size=12), st.lists(st.text(max_size=60), max_size=12))
@example(["Ê"], ["ê", "Ê"])
def test_any_words_are_paired_one_for_one(new: list[str], old: list[str]):
    """Whatever they are; and a text is always most like itself."""
    found = paired(
        [Worded(n, what, what) for n, what in enumerate(new)],
        [Worded(n, what, what) for n, what in enumerate(old)],
    )
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(range(len(new)))
    for what in [*new, *old]:
        assert likeness(what, what) == (1.0 if tokens(what) else 0.0)
    for number, what in enumerate(new):
        if tokens(what) and what in old and new.count(what) == old.count(what) == 1:
            assert old[found[number]] == what
