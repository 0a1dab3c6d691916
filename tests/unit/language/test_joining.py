"""New people and new meetings, as clerks write them."""

import time as clock
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.language.dues import DueKind
from bot.language.joining import read_meeting, read_person

TODAY = date(2026, 2, 10)
MARCH_5 = "2026-03-05"


@pytest.mark.parametrize(
    ("words", "name", "partner", "role"),
    [
        ("Jo Bloggs", "Jo Bloggs", None, "officer"),
        ("Jo Bloggs, Acorn Trust", "Jo Bloggs", "Acorn Trust", "officer"),
        ("Jo Bloggs, Acorn Trust, chair", "Jo Bloggs", "Acorn Trust", "chair"),
        ("Jo Bloggs, chair, Acorn Trust", "Jo Bloggs", "Acorn Trust", "chair"),
        ("Jo Bloggs, member", "Jo Bloggs", None, "member"),
        ("Jo Bloggs, the member.", "Jo Bloggs", None, "member"),
        ("Jo Bloggs, Vice Chair", "Jo Bloggs", None, "vice-chair"),
        ("Jo Bloggs, Acorn Trust, deputy chair", "Jo Bloggs", "Acorn Trust", "vice-chair"),
        ("Jo Bloggs, secretary", "Jo Bloggs", None, "clerk"),
        ("Jo Bloggs, Acorn Trust, co-chair", "Jo Bloggs", "Acorn Trust", "chair"),
        ("Jo Bloggs; Acorn Trust; Observer", "Jo Bloggs", "Acorn Trust", "observer"),
        ("Jo Bloggs - Acorn Trust - officer", "Jo Bloggs", "Acorn Trust", "officer"),
        ("Jo Bloggs | Acorn Trust | member", "Jo Bloggs", "Acorn Trust", "member"),
        ("Jo Bloggs (Acorn Trust), member", "Jo Bloggs", "Acorn Trust", "member"),
        ("Jo Bloggs (Acorn Trust, member)", "Jo Bloggs", "Acorn Trust", "member"),
        ("Jo Bloggs from Acorn Trust", "Jo Bloggs", "Acorn Trust", "officer"),
        ("Jo Bloggs from the Acorn Trust as a member", "Jo Bloggs", "Acorn Trust", "member"),
        ("Jo Bloggs as clerk", "Jo Bloggs", None, "clerk"),
        ("Jo Bloggs, Bell, Reed & Co, member", "Jo Bloggs", "Bell, Reed & Co", "member"),
        (
            "Jo Bloggs, director of finance, Acorn Trust",
            "Jo Bloggs",
            "director of finance, Acorn Trust",
            "officer",
        ),
        ("Cllr Anne-Marie O'Gara, Acorn Trust", "Cllr Anne-Marie O'Gara", "Acorn Trust", "officer"),
        ("Ana van der Berg", "Ana van der Berg", None, "officer"),
        ("@Jo Bloggs", "Jo Bloggs", None, "officer"),
        ("Chair, chair", "Chair", None, "chair"),
        ("  Jo   Bloggs ,, Acorn   Trust ", "Jo Bloggs", "Acorn Trust", "officer"),
        ("", "", None, "officer"),
        (", ,", "", None, "officer"),
    ],
)
def test_a_person_is_a_name_then_a_partner_and_a_role(
    words: str, name: str, partner: str | None, role: str
) -> None:
    """In either order, with commas or without; an officer unless said otherwise."""
    new = read_person(words)
    assert (new.name, new.partner, new.role) == (name, partner, Role(role))


@pytest.mark.parametrize(
    ("words", "day", "at", "where"),
    [
        ("5 March 2026 14:00 Town Hall", MARCH_5, "14:00", "Town Hall"),
        ("Thursday 5 March at 2pm, Committee Room 1", MARCH_5, "14:00", "Committee Room 1"),
        ("5/3 2.30pm", MARCH_5, "14:30", None),
        ("5 March 10am - 12 noon, Town Hall", MARCH_5, "10:00", "Town Hall"),
        ("Thursday 9.30", "2026-02-12", "09:30", None),
        (
            "21 April 2026 4.00pm until 5.30pm at Chorton Town Hall (Committee Room One)",
            "2026-04-21",
            "16:00",
            "Chorton Town Hall (Committee Room One)",
        ),
        ("5 March", MARCH_5, None, None),
        ("5 March, Town Hall", MARCH_5, None, "Town Hall"),
        ("5 March, Town Hall, 2pm", MARCH_5, "14:00", "Town Hall"),
        ("2pm on Thursday 5 March, Town Hall", MARCH_5, "14:00", "Town Hall"),
        ("Town Hall, 5 March 2pm", MARCH_5, "14:00", "Town Hall"),
        ("on 5 March at 10am in Committee Room 2", MARCH_5, "10:00", "Committee Room 2"),
        ("the next meeting is on 5 March at 10am", MARCH_5, "10:00", None),
        ("5th March 2026 @ 2pm @ Town Hall", MARCH_5, "14:00", "Town Hall"),
        ("5 March 7pm (Village Hall)", MARCH_5, "19:00", "Village Hall"),
        ("05/03/2026 14:00-16:00 Town Hall", MARCH_5, "14:00", "Town Hall"),
        ("2026-03-05 14:00", MARCH_5, "14:00", None),
        ("2026-03-05T14:00", MARCH_5, "14:00", None),
        ("5 March 14.00", MARCH_5, "14:00", None),
        ("5.3.26 10.00", MARCH_5, "10:00", None),
        ("5 March 1400 hrs Town Hall", MARCH_5, "14:00", "Town Hall"),
        (
            "Thurs 5th Mar 2026 at 14.30 hrs, Room G12, Civic Centre",
            MARCH_5,
            "14:30",
            "Room G12, Civic Centre",
        ),
        ("5 March 2026 2.00 p.m. Town Hall", MARCH_5, "14:00", "Town Hall"),
        ("5 March 12 noon", MARCH_5, "12:00", None),
        ("5 March midday, Town Hall", MARCH_5, "12:00", "Town Hall"),
        ("5 March 12am", MARCH_5, "00:00", None),
        ("5 March 2 o'clock", MARCH_5, "14:00", None),
        ("5 March at 2, Town Hall", MARCH_5, "14:00", "Town Hall"),
        ("5 March at 11", MARCH_5, "11:00", None),
        ("5 March 2-4pm Town Hall", MARCH_5, "14:00", "Town Hall"),
        ("5 March 11-1pm", MARCH_5, "11:00", None),
        ("5 March 11am-1pm", MARCH_5, "11:00", None),
        ("5 March 10-12 Town Hall", MARCH_5, "10:00", "Town Hall"),
        ("5 March from 10 to 12, Town Hall", MARCH_5, "10:00", "Town Hall"),
        ("5 March 9-11am", MARCH_5, "09:00", None),
        ("5 March 2 until 4pm", MARCH_5, "14:00", None),
        ("5 March 9.30am for 10am start, Town Hall", MARCH_5, "09:30", "Town Hall"),
        ("5 March 2026 at 6:30pm, 2 Park Lane", MARCH_5, "18:30", "2 Park Lane"),
        ("5 March 2.30", MARCH_5, "14:30", None),
        ("5 March 09:30 Teams", MARCH_5, "09:30", "Teams"),
        ("5 March 2pm via Teams", MARCH_5, "14:00", "via Teams"),
        ("tomorrow 10am", "2026-02-11", "10:00", None),
    ],
)
def test_a_meeting_is_a_day_a_time_and_a_place(
    words: str, day: str, at: str | None, where: str | None
) -> None:
    """In the forms clerks and invitations use; the end of the meeting is passed over."""
    new = read_meeting(words, said_on=TODAY, next_meeting=None)
    assert (str(new.day.date), new.at and new.at.isoformat("minutes"), new.where) == (day, at, where)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Town Hall",
        "2pm",
        "32 March 2pm",
        "31 Feb 10:00",
        "March 2pm",
        "next week 10am",
        "Friday 5 March 10am",
        "5 March 25:00",
        "Friday 10.12",
        "next meeting 2pm",
        "end of March 2pm",
    ],
)
def test_a_meeting_without_a_plain_day_is_asked_about(words: str) -> None:
    """A month, a week, a day that does not exist, a weekday that is another: no date is guessed."""
    assert read_meeting(words, said_on=TODAY, next_meeting=None).day.date is None


def test_a_day_gone_by_is_said_to_be_gone() -> None:
    """So that the bot can say so."""
    day = read_meeting("3 February 2026 2pm", said_on=TODAY, next_meeting=None).day
    assert (day.kind, day.past_date) == (DueKind.PAST, date(2026, 2, 3))


@given(
    st.integers(0, 23),
    st.sampled_from([0, 5, 15, 30, 45]),
    st.sampled_from(
        ["{h:02}:{m:02}", "{h:02}.{m:02}", "{t}:{m:02}{half}", "{t}.{m:02} {half}", "at {t}:{m:02}{half}"]
    ),
)
def test_every_time_of_day_is_read_in_every_form(hour: int, minute: int, form: str) -> None:
    """Twenty-four hours, or twelve with their half."""
    words = form.format(h=hour, m=minute, t=hour % 12 or 12, half="pm" if hour >= 12 else "am")
    new = read_meeting(f"5 March 2026 {words}, Town Hall", said_on=TODAY, next_meeting=None)
    assert (str(new.day.date), new.at, new.where) == (MARCH_5, time(hour, minute), "Town Hall")


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    """Whatever is typed: no exception, and nothing that is not in it."""
    new = read_person(text)
    assert set(new.name.split()) <= set(text.replace("(", " ").split()) or new.name.split()[0] in text
    read_meeting(text, said_on=TODAY, next_meeting=None)


@pytest.mark.parametrize(
    "text",
    [
        "5 March " * 2500,
        "2pm " * 5000,
        "10-12 " * 3300,
        ", " * 10_000,
        "( " * 10_000,
        "at " * 6600,
        "12 " * 6600,
        "as member " * 2000,
        "a" * 20_000,
    ],
)
def test_hostile_repeats_are_read_in_bounded_time(text: str) -> None:
    """No pattern explodes, whatever is repeated."""
    read_meeting("5 March 2pm", said_on=TODAY, next_meeting=None)
    began = clock.perf_counter()
    read_person(text)
    read_meeting(text, said_on=TODAY, next_meeting=None)
    assert clock.perf_counter() - began < 1.5
