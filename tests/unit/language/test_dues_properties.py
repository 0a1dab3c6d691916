"""What holds for every due phrase, whatever is typed, whenever, wherever the machine stands."""

import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.working_days import is_working_day
from bot.language.dues import DueKind, DueReading, find_due, read_due, warm

ROOT = Path(__file__).parents[3]
DATED = {DueKind.DATE, DueKind.MEETING}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2070, 12, 31))
meetings = st.none() | days

# Texts made of the words due phrases are made of meet far more of the rules than letters at random do.
WORDS = st.sampled_from(
    [
        "by",
        "before",
        "after",
        "within",
        "in",
        "on",
        "at",
        "for",
        "the",
        "a",
        "of",
        "next",
        "this",
        "last",
        "end",
        "start",
        "mid",
        "early",
        "late",
        "w/c",
        "w/e",
        "first",
        "second",
        "1st",
        "31st",
        "17",
        "0",
        "99",
        "2026",
        "'26",
        "17.02.26",
        "31/6",
        "2-3",
        "2026/27",
        "feb",
        "march",
        "sept",
        "fri",
        "monday",
        "weds",
        "week",
        "weeks",
        "days",
        "working",
        "month",
        "year",
        "quarter",
        "q1",
        "q5",
        "financial",
        "meeting",
        "board",
        "agm",
        "meetings",
        "christmas",
        "easter",
        "asap",
        "tbc",
        "ongoing",
        "once",
        "completed",
        "or",
        "and",
        "to",
        "/",
        "-",
        ",",
        "(",
        ")",
        ".",
        "'",
        ":",
        "tomorrow",
        "today",
        "eod",
        "5pm",
        "noon",
        "fortnight",
        "couple",
        "few",
        "spring",
        "between",
        "until",
        "not",
        "no",
        "later",
        "than",
        "prior",
        "due",
    ]
)
PHRASES = st.lists(WORDS, max_size=9).map(" ".join) | st.text(max_size=60)


def ordinal(n: int) -> str:
    return f"{n}{'th' if 10 < n < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def nearest(day: date) -> str:
    return WEEKDAYS[day.weekday()]


FORMS = {
    "d mmmm yyyy": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "d mmm yyyy": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}",
    "d mmm 'yy": lambda d: f"{d.day} {MONTHS[d.month - 1][:3]} '{d.year % 100:02d}",
    "d-mmm-yy": lambda d: f"{d.day}-{MONTHS[d.month - 1][:3]}-{d.year % 100:02d}",
    "dth mmmm yyyy": lambda d: f"{ordinal(d.day)} {MONTHS[d.month - 1]} {d.year}",
    "the dth of mmmm yyyy": lambda d: f"the {ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}",
    "dddd d mmmm yyyy": lambda d: f"{nearest(d)} {d.day} {MONTHS[d.month - 1]} {d.year}",
    "dddd, dth mmm yyyy": lambda d: f"{nearest(d)}, {ordinal(d.day)} {MONTHS[d.month - 1][:3]} {d.year}",
    "ddd the dth of mmm, yyyy": lambda d: (
        f"{nearest(d)[:3]} the {ordinal(d.day)} of {MONTHS[d.month - 1][:3]}, {d.year}"
    ),
    "d mmmm yyyy (dddd)": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year} ({nearest(d)})",
    "mmmm d, yyyy": lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    "dd.mm.yy": lambda d: f"{d.day:02d}.{d.month:02d}.{d.year % 100:02d}",
    "dd.mm.yyyy": lambda d: f"{d.day:02d}.{d.month:02d}.{d.year}",
    "d/m/yy": lambda d: f"{d.day}/{d.month}/{d.year % 100:02d}",
    "dd/mm/yyyy": lambda d: f"{d.day:02d}/{d.month:02d}/{d.year}",
    "dd-mm-yyyy": lambda d: f"{d.day:02d}-{d.month:02d}-{d.year}",
    "ddd d/m/yy": lambda d: f"{nearest(d)[:3]} {d.day}/{d.month}/{d.year % 100:02d}",
    "yyyy-mm-dd": lambda d: d.isoformat(),
    "5pm on dddd d mmmm yyyy": lambda d: f"5pm on {nearest(d)} {d.day} {MONTHS[d.month - 1]} {d.year}",
}
FORMS_WITHOUT_YEAR = {
    "d mmmm": lambda d: f"{d.day} {MONTHS[d.month - 1]}",
    "dth mmm": lambda d: f"{ordinal(d.day)} {MONTHS[d.month - 1][:3]}",
    "d/m": lambda d: f"{d.day}/{d.month}",
    "ddd d mmm": lambda d: f"{nearest(d)[:3]} {d.day} {MONTHS[d.month - 1][:3]}",
    "mmmm dth": lambda d: f"{MONTHS[d.month - 1]} {ordinal(d.day)}",
}


def meaning(reading: DueReading) -> tuple[object, ...]:
    return reading.kind, reading.date, reading.past_date, reading.candidates, reading.meeting


@given(PHRASES, days, meetings)
def test_any_text_is_answered(phrase: str, said_on: date, next_meeting: date | None) -> None:
    """Whatever is typed gets a reading in words, dated only if sure, and never before the day it was said."""
    reading = read_due(phrase, said_on=said_on, next_meeting=next_meeting)
    assert reading.reading
    assert reading.phrase == phrase
    if reading.date is not None:
        assert reading.kind in DATED
        assert reading.date >= said_on
    if reading.kind is DueKind.DATE:
        assert reading.date is not None
        assert reading.date.year <= said_on.year + 6
    if reading.meeting:
        assert reading.kind is DueKind.MEETING
        assert reading.date in {next_meeting, None}
    assert (reading.past_date is not None) == (reading.kind is DueKind.PAST)
    assert reading.past_date is None or reading.past_date < said_on
    assert all(day >= said_on for day in reading.candidates)
    assert not reading.candidates or reading.kind is DueKind.AMBIGUOUS


@given(PHRASES, days, meetings)
def test_a_reading_does_not_change_when_read_again(
    phrase: str, said_on: date, next_meeting: date | None
) -> None:
    """The same words on the same day mean the same, however often and whatever was read in between."""
    first = read_due(phrase, said_on=said_on, next_meeting=next_meeting)
    read_due("by Friday", said_on=said_on, next_meeting=None)
    assert read_due(phrase, said_on=said_on, next_meeting=next_meeting) == first


@given(PHRASES, PHRASES, days, meetings)
def test_any_text_may_be_searched(what: str, due: str, said_on: date, next_meeting: date | None) -> None:
    """Looking for a due in any text finds none, or a beginning of the text and a phrase from the end of it."""
    text = f"{what} by {due}"
    found = find_due(text, said_on=said_on, next_meeting=next_meeting)
    if found is not None:
        before, phrase, reading = found
        assert text.startswith(before)
        assert phrase in text[len(before) :]
        assert meaning(reading) == meaning(read_due(phrase, said_on=said_on, next_meeting=next_meeting))


@pytest.mark.parametrize("form", FORMS)
@given(said_on=days, ahead=st.integers(min_value=0, max_value=4 * 365))
def test_every_day_is_read_back_from_every_form(form: str, said_on: date, ahead: int) -> None:
    """A date written in any British form is that date."""
    day = said_on + timedelta(days=ahead)
    reading = read_due(FORMS[form](day), said_on=said_on, next_meeting=None)
    assert (reading.kind, reading.date) == (DueKind.DATE, day), reading.reading


@pytest.mark.parametrize("form", FORMS)
@given(said_on=days, ago=st.integers(min_value=1, max_value=3 * 365))
def test_every_day_gone_by_is_past_in_every_form(form: str, said_on: date, ago: int) -> None:
    """A date in full that has gone is said to be past, never moved."""
    day = said_on - timedelta(days=ago)
    reading = read_due(FORMS[form](day), said_on=said_on, next_meeting=None)
    assert (reading.kind, reading.past_date) == (DueKind.PAST, day), reading.reading


@pytest.mark.parametrize("form", FORMS_WITHOUT_YEAR)
@given(said_on=days, ahead=st.integers(min_value=0, max_value=250))
def test_a_day_without_its_year_is_the_next(form: str, said_on: date, ahead: int) -> None:
    """A day and month within the coming months is the next such day."""
    day = said_on + timedelta(days=ahead)
    reading = read_due(FORMS_WITHOUT_YEAR[form](day), said_on=said_on, next_meeting=None)
    assert (reading.kind, reading.date) == (DueKind.DATE, day), reading.reading


@pytest.mark.parametrize("form", FORMS_WITHOUT_YEAR)
@given(said_on=days, ago=st.integers(min_value=1, max_value=90))
def test_a_day_without_its_year_just_gone_is_past(form: str, said_on: date, ago: int) -> None:
    """A day and month of the last three months of this year, or of the last of the old, is an old date or a slip."""
    day = said_on - timedelta(days=ago)
    assume(day.year == said_on.year or ago <= 31)
    reading = read_due(FORMS_WITHOUT_YEAR[form](day), said_on=said_on, next_meeting=None)
    assert (reading.kind, reading.past_date) == (DueKind.PAST, day), reading.reading


@pytest.mark.parametrize("form", FORMS_WITHOUT_YEAR)
@given(day=st.dates(date(2026, 10, 1), date(2026, 12, 31)), ago=st.integers(min_value=32, max_value=300))
def test_a_day_of_the_old_year_is_this_years(form: str, day: date, ago: int) -> None:
    """Once a month has gone by since, "25 December" is the coming one and not last year's."""
    said_on = day + timedelta(days=ago)
    assume(said_on.year == day.year + 1 and (said_on.month, said_on.day) <= (day.month, day.day))
    coming = day.replace(year=2027)
    reading = read_due(FORMS_WITHOUT_YEAR[form](coming), said_on=said_on, next_meeting=None)
    assert (reading.kind, reading.date) == (DueKind.DATE, coming), reading.reading


@given(days, st.integers(min_value=0, max_value=1000), st.integers(min_value=1, max_value=6))
def test_a_weekday_that_contradicts_its_date_is_asked_about(said_on: date, ahead: int, off: int) -> None:
    """ "Monday 17 February" of a year in which it is a Tuesday is neither the one nor the other."""
    day = said_on + timedelta(days=ahead)
    wrong = WEEKDAYS[(day.weekday() + off) % 7]
    reading = read_due(
        f"{wrong} {day.day} {MONTHS[day.month - 1]} {day.year}", said_on=said_on, next_meeting=None
    )
    assert (reading.kind, reading.date) == (DueKind.AMBIGUOUS, None)
    assert day in reading.candidates
    assert all(abs((each - day).days) <= 3 for each in reading.candidates)


SAME_WITH_A_LEAD = [
    "17 Feb", "17.02.26", "Friday", "tomorrow", "next week", "end of March", "w/c 9 March", "the 20th", "3 Feb 2026",
    "next meeting", "next Friday", "17 or 24 Feb", "Q2", "ASAP", "tbc", "32 Feb", "Christmas", "the end of the year",
    "5pm on Friday", "mid March", "the March meeting", "a week before the next meeting",
]  # fmt: skip


@pytest.mark.parametrize("phrase", SAME_WITH_A_LEAD)
@pytest.mark.parametrize(
    "lead", ["by ", "By ", "due ", "due by ", "no later than ", "until ", "on or before "]
)
def test_the_lead_makes_no_difference(lead: str, phrase: str) -> None:
    """By Friday, due Friday and Friday are the same due."""
    said_on, meeting = date(2026, 2, 11), date(2026, 4, 21)
    plain = read_due(phrase, said_on=said_on, next_meeting=meeting)
    led = read_due(lead + phrase, said_on=said_on, next_meeting=meeting)
    assert meaning(led) == meaning(plain)


@given(said_on=days, ahead=st.integers(min_value=0, max_value=1000), form=st.sampled_from(sorted(FORMS)))
def test_before_a_day_is_the_day(said_on: date, ahead: int, form: str) -> None:
    """Before a date in full is kept as that date: its owner is told of it in time either way."""
    day = said_on + timedelta(days=ahead)
    reading = read_due(f"before {FORMS[form](day)}", said_on=said_on, next_meeting=None)
    assert (reading.kind, reading.date) == (DueKind.DATE, day)


@given(PHRASES, days, meetings)
def test_case_and_a_full_stop_make_no_difference(
    phrase: str, said_on: date, next_meeting: date | None
) -> None:
    """Shouted, or with a full stop behind it, a phrase means the same."""
    assume(phrase.isascii())
    plain = read_due(phrase, said_on=said_on, next_meeting=next_meeting)
    if plain.kind is DueKind.TBC:
        return  # "-" is a blank column, "." alone is too
    for other in (phrase.upper(), f"{phrase}.", f"  {phrase}  "):
        assert meaning(read_due(other, said_on=said_on, next_meeting=next_meeting)) == meaning(plain)


@given(days, st.integers(min_value=1, max_value=400))
def test_distances_are_exact(said_on: date, n: int) -> None:
    """So many days and weeks are so many; working days leave out the weekends."""

    def read(phrase: str) -> date | None:
        return read_due(phrase, said_on=said_on, next_meeting=None).date

    assert read(f"in {n} days") == said_on + timedelta(days=n)
    assert read(f"within {n} working days") is not None
    if n <= 200:
        assert read(f"{n} weeks") == said_on + timedelta(weeks=n)
    due = read(f"{n} working days")
    assert due is not None
    assert sum(is_working_day(said_on + timedelta(days=d)) for d in range(1, (due - said_on).days + 1)) == n


def test_a_board_with_bank_holidays_counts_its_own_working_days() -> None:
    """Working days, and the last of a week or month, are those of the calendar given."""

    def worked(day: date) -> bool:
        return is_working_day(day) and day not in {date(2026, 4, 3), date(2026, 4, 6)}

    def read(phrase: str) -> date | None:
        return read_due(
            phrase, said_on=date(2026, 4, 1), next_meeting=date(2026, 4, 8), is_working=worked
        ).date

    assert read("within 2 working days") == date(2026, 4, 7)
    assert read("end of the week") == date(2026, 4, 2)
    assert read("two working days before the meeting") == date(2026, 4, 2)


def test_a_long_phrase_is_unreadable_without_work() -> None:
    """Over 200 characters nothing is tried."""
    reading = read_due("17 Feb " * 40, said_on=date(2026, 2, 11), next_meeting=None)
    assert reading.kind is DueKind.UNREADABLE


HOSTILE = [
    "by " * 5000, ", " * 5000, "- " * 5000, "( " * 5000, "a week before the " * 1000, "17 feb, " * 2000,
    "friday or " * 2000, "end of " * 2000, "w/c " * 5000, "the next " * 3000, "1 " * 9000, "'26 " * 4000, "\ufdfa" * 9000,
    " " * 20000, "x" * 20000, "th" * 9000, "./-" * 6000, "next week of the board " * 800,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_costs_little(text: str) -> None:
    """No text, however long or repetitive, keeps the reader or the finder busy."""
    said_on = date(2026, 2, 11)
    began = time.process_time()
    for most in (40, 199, 200, len(text)):
        read_due(text[:most], said_on=said_on, next_meeting=said_on)
        find_due(text[:most], said_on=said_on, next_meeting=said_on)
        find_due(f"{text[:most]} by 17 Feb", said_on=said_on, next_meeting=said_on)
    assert time.process_time() - began < 0.5


ELSEWHERE = """
import json, sys
from datetime import date
from bot.language.dues import read_due
phrases = json.loads(sys.argv[1])
print(json.dumps([str(read_due(p, said_on=date(2026, 3, 28), next_meeting=date(2026, 4, 21)).date) for p in phrases]))
"""
ASKED_ELSEWHERE = [
    "2026 April 17", "Fri April 17 23:59:00 2026", "1 month, 1 week and 3 days", "2 years, 1 month and 1 day", "17 April", "1774656000",
    "tomorrow", "eod", "within 24 hours", "now",
]  # fmt: skip


def test_the_machines_zone_makes_no_difference() -> None:
    """Our rules and dateparser read the same at both ends of the calendar, and on a night the clocks change."""
    answers = []
    for zone in ("Pacific/Kiritimati", "Pacific/Niue", "Europe/London"):
        result = subprocess.run(
            [sys.executable, "-c", ELSEWHERE, json.dumps(ASKED_ELSEWHERE)],
            cwd=ROOT,
            env=os.environ | {"TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        answers.append(json.loads(result.stdout))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0] == [
        "2026-04-17", "2026-04-17", "2026-05-08", "2028-04-29", "2026-04-17", "None", "2026-03-29", "2026-03-28",
        "2026-03-29", "None",
    ]  # fmt: skip


def test_dateparser_waits_until_it_is_needed() -> None:
    """Importing the reader, and reading the common forms, does not load dateparser; warming it up does."""
    command = (
        "import sys; from datetime import date; from bot.language.dues import read_due, warm;"
        "read_due('17 Feb', said_on=date(2026, 2, 11), next_meeting=None); assert 'dateparser' not in sys.modules;"
        "warm(); assert 'dateparser' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True, capture_output=True)


def test_warming_up_says_nothing() -> None:
    """It can be called at start-up, as often as one likes."""
    assert warm() is None
    assert warm() is None
