"""Forms in pairs: read where somebody is to act, left alone where the same words ask nothing."""

import pytest

from bot.minutes import read_minutes
from tests.unit.minutes.forms import PRESENT
from tests.unit.minutes.twins import STRUCTURES, TWINS, Line

DOES = [(twins.name, line) for twins in (*TWINS, *STRUCTURES) for line in twins.does]
LEAVES = [(twins.name, text) for twins in (*TWINS, *STRUCTURES) for text in twins.leaves]


@pytest.mark.parametrize(("name", "line"), DOES, ids=[f"{name}: {line[0][:40]}" for name, line in DOES])
def test_somebody_is_to_act(name: str, line: Line):
    """One action is found, with its owners and the words of what is to be done."""
    text, owners, words = line
    actions = read_minutes(f"{PRESENT}Business\n\n{text}").actions

    assert [action.owners for action in actions] == [owners], name
    assert words.lower() in f"{actions[0].what} {actions[0].quote}".lower(), name


@pytest.mark.parametrize(("name", "text"), LEAVES, ids=[f"{name}: {text[:40]}" for name, text in LEAVES])
def test_nobody_is_to_act(name: str, text: str):
    """The same words in another sense put nothing in the log."""
    assert not read_minutes(f"{PRESENT}Business\n\n{text}").actions, name


def test_an_order_among_orders():
    """An item that only orders, between items that order somebody, is an action without an owner."""
    text = (
        f"{PRESENT}Fair\n\n* Hayley to book the band\n* Ask the school whether its tables are free\n"
        "* Priya to paint the sign\n* Review of last year\n"
    )

    found = [(action.owners, action.what) for action in read_minutes(text).actions]

    assert found == [
        (("Hayley",), "book the band"),
        ((), "ask the school whether its tables are free"),
        (("Priya",), "paint the sign"),
    ]


def test_two_doers_between_commas():
    """Two who each take something on between commas have an action each."""
    text = f"{PRESENT}Regatta\n\nPriya Nair agreed to design the posters, Sam Iqbal agreed to print the tickets.\n"

    found = [(action.owners, action.what) for action in read_minutes(text).actions]

    assert found == [(("Priya Nair",), "design the posters"), (("Sam Iqbal",), "print the tickets")]
