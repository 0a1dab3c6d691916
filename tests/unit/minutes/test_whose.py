"""Whose action a sentence is when only its words tell that it is one, and where it says what is to be done."""

import pytest

from bot.minutes.reader import context_of, read_minutes
from bot.minutes.whose import named_last, whose
from tests.unit.minutes.forms import PRESENT

CONTEXT = context_of(PRESENT)


@pytest.mark.parametrize(
    ("text", "owners", "what"),
    [
        ("[HM] Draft a letter to the provider", ("HM",), "Draft a letter to the provider"),
        ("All: please send your comments", ("All",), "please send your comments"),
        ("The caretaker was told to have the boiler seen to", ("The caretaker",), "have the boiler seen to"),
        ("Hayley Marsh was asked if she would speak to the school", ("Hayley Marsh",), "speak to the school"),
        ("Sam asked Priya to ring the mill", ("Priya",), "ring the mill"),
        ("Priya Nair (if she is back) will attend the fair", ("Priya Nair",), "attend the fair"),
        (
            "The Director, Public Health would bring a paper",
            ("The Director, Public Health",),
            "bring a paper",
        ),
        ("Posters for the fair (HM to print them)", ("HM",), "Posters for the fair (HM to print them)"),
        ("Letter to the mill to go out by HM", ("HM",), None),
        ("The roof is old", (), "The roof is old"),
        ("Hayley Marsh expects to have the list by May", ("Hayley Marsh",), None),
        ("Library: Priya Nair reported and will go on with the list", ("Priya Nair",), None),
        ("The trustees determined that they would pursue a loan", ("The trustees",), None),
        ("HM suggested that a letter be sent", (), None),
        ("HM--write to the mill", ("HM",), "write to the mill"),
        ("Everyone – look for a venue", ("Everyone",), "look for a venue"),
        ("Posters – look for a printer", (), None),
        ("Agreed for Quillon to add a page", ("Quillon",), None),
        ("By noon Quillon will post the list", ("Quillon",), None),
        ("The roof leaks, the Parish Council will mend it", ("the Parish Council",), None),
        ("All thought so, and HM said that she would be writing to the mill", ("HM",), None),
        ("Arrange with Quillon to share the van", (), None),
        ("The date will be fixed by Quillon and Priya (again) tonight", ("Quillon", "Priya"), None),
        ("The date will be fixed by Friday", (), None),
        ("Price the boards (Priya, Sam) before the fair opens", ("Priya", "Sam"), None),
        ("Write to the Northvale Mill Trust (NMT) about the fair", (), None),
    ],
)
def test_whoever_is_named(text: str, owners: tuple[str, ...], what: str | None):
    """In front, before the verb, behind "asked", in a bracket or at the end; and the doing begins behind the name."""
    found, at = whose(text, CONTEXT)

    assert found == owners
    assert what is None or text[at:] == what


def test_who_seconded_owns_nothing():
    """A name behind "by" is whoever did it, and a seconder did nothing yet."""
    assert not named_last("A letter should go to the mill, seconded by Priya Nair", CONTEXT)


def test_a_post_and_its_department_are_one_owner():
    """A comma or a stroke within a post parts nobody."""
    text = f"{PRESENT}Roads\n\nThe Director, Regional Services agreed to inspect the quay. The A/Senior Engineer will price the rail.\n"

    assert [action.owners for action in read_minutes(text).actions] == [
        ("The Director, Regional Services",),
        ("The A/Senior Engineer",),
    ]


def test_what_the_first_of_two_is_to_do_ends_before_the_second():
    """Without the word that joins them."""
    text = f"{PRESENT}Strategy\n\nHayley to circulate the final version, and Priya to send comments by 27 February.\n"

    assert read_minutes(text).actions[0].what == "circulate the final version"
