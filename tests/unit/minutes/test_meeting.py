"""The meeting itself: body, day, next meeting; and who was there."""

import datetime as dt

import pytest

from bot.minutes import read_minutes

FEBRUARY = dt.date(2026, 2, 10)


@pytest.mark.parametrize(
    "head",
    [
        "Agenda for Northvale Board on Tuesday, 10th February 2026, 2.30 pm",
        "Minutes of the meeting held on 10 February 2026 in the hall",
        "Northvale Board\n\n10/02/2026",
        "# Northvale Board 2026-02-10",
        "Northvale Board\n\nFebruary 10, 2026, 9am-10:30am",
        "NORTHVALE BOARD\n\nMinutes of the meeting held on 10 February\n\nA survey runs until 20 February 2026.",
        '+++\ntitle = "Exec Minutes - Tue 10th February 2026"\n+++\n\nPresent: Bo Reed',
    ],
)
def test_day_of_the_meeting(head: str):
    """The day is read from the head of the minutes, whatever its shape."""
    assert read_minutes(head).meeting.date == FEBRUARY


@pytest.mark.parametrize(
    "text",
    [
        "The Board considered a report.",
        "Minutes of the meeting held on 10 February",
        "Minutes of the last meeting, on 3 March 2026, were agreed.",
    ],
)
def test_no_day_is_guessed(text: str):
    """A day the minutes do not say is None, and another meeting's day is not taken for it."""
    assert read_minutes(text).meeting.date is None


@pytest.mark.parametrize(
    "text",
    [
        "The next meeting will be held on Tuesday 21st April 2026 at 4.00pm.",
        "## Date of next meeting\n\n21 April 2026",
        "Next meeting: 2026-04-21 2000 UTC",
        "DATE OF NEXT MEETING\n\nThe meeting agreed to meet in the hall on 21 April.",
    ],
)
def test_next_meeting(text: str):
    """The next meeting's day is read where it is told, its year taken from the meeting's own."""
    reading = read_minutes("Northvale Board, 10 February 2026\n\nThe accounts were agreed.\n\n" + text)

    assert reading.meeting.next_meeting == dt.date(2026, 4, 21)


def test_what_the_caller_knows_wins():
    """Dates given by the caller stand, whatever the minutes say."""
    reading = read_minutes(
        "Northvale Board, 3 March 2026", meeting_date=FEBRUARY, next_meeting=dt.date(2026, 4, 21)
    )

    assert (reading.meeting.date, reading.meeting.next_meeting) == (FEBRUARY, dt.date(2026, 4, 21))


def test_body():
    """The body is the name at the head."""
    assert (
        read_minutes("Minutes of the Northvale Wellbeing Board\n\n10 February 2026").meeting.body
        == "Northvale Wellbeing Board"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Present: Hayley Marsh (HM), Cllr Diane Ward (DW)",
        "## Attendees\n\n* Hayley Marsh (HM)\n* Cllr Diane Ward (DW), Northvale Council",
        "Attendees | Officials\nHayley Marsh (HM) | Cllr Diane Ward (Northvale Council) (DW)",
        "## Attendees\n\n- [HM] Hayley Marsh\n- [DW] Cllr Diane Ward",
        "PRESENT\n\nHayley Marsh (HM)\nCllr Diane Ward (DW)",
    ],
)
def test_those_present(text: str):
    """Names and initials are read from lists and tables of those present."""
    people = {
        person.name: person.initials
        for person in read_minutes(text + "\n\n## Minutes\n\nAll was well.").people
    }

    assert people == {"Hayley Marsh": "HM", "Cllr Diane Ward": "DW"}
