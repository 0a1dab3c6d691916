"""Due phrases that are no sure date: meetings, conditions, two days, days gone by, and words that are no date.

Said on Wednesday 11 February 2026, the next meeting on Tuesday 21 April.
"""

from datetime import date

import pytest
from due_tables import MEETING, WEDNESDAY, day, days, read, rows

from bot.language.dues import DueKind

THE_NEXT_MEETING = """
    next meeting
    the next meeting
    next mtg
    at the next meeting
    for next meeting
    before the next meeting
    the next board meeting
    next board
    next Board Meeting
    upcoming board meeting
    the forthcoming meeting of the partnership
    the next partnership board
    in advance of the next forum
    in time for the next meeting
    prior to our next meeting
    ahead of the next full board
    the next Parish Council meeting
    the next committee
    the board
    before the board
    the meeting
    by the meeting
    the April meeting
    April's board
    in time for the April meeting
    the meeting in April
    the 21 April meeting
    the meeting on 21 April
    next meeting (21 April)
    the next meeting on 21st April
    Tuesday 21 April's board meeting
    when we next meet
    next time we meet
    on the day of the meeting
    the morning of the next meeting
"""


@pytest.mark.parametrize("phrase", [row[0] for row in rows(THE_NEXT_MEETING)])
def test_the_next_meeting_is_read_as_itself(phrase: str) -> None:
    """A phrase that names the next meeting is due at it, and moves with it."""
    reading = read(phrase)
    assert (reading.kind, reading.date, reading.meeting) == (DueKind.MEETING, MEETING, True), reading.reading
    assert "meeting, Tue 21 Apr 2026" in reading.reading


@pytest.mark.parametrize("phrase", ["next meeting", "before the next board meeting", "when we next meet"])
def test_the_next_meeting_not_yet_set_is_kept_as_one(phrase: str) -> None:
    """Before a meeting is set its due has no date, and is not lost."""
    reading = read(phrase, next_meeting=None)
    assert (reading.kind, reading.date, reading.meeting) == (DueKind.MEETING, None, True)
    assert reading.reading == "the next meeting, not yet set"


@pytest.mark.parametrize(
    "phrase", ["a week before the next meeting", "3 days after the meeting", "the Friday before the board"]
)
def test_a_day_reckoned_from_a_meeting_not_yet_set_has_no_date(phrase: str) -> None:
    """So long before a meeting nobody has set is a due with the meeting, and no date is made up."""
    reading = read(phrase, next_meeting=None)
    assert (reading.kind, reading.date, reading.meeting) == (DueKind.MEETING, None, False)


def test_a_meeting_that_has_been_is_not_the_next() -> None:
    """A stale meeting date is as good as none."""
    assert read("next meeting", next_meeting=date(2026, 2, 10)).date is None
    assert read("next meeting", next_meeting=WEDNESDAY).date == WEDNESDAY


CONDITIONS = """
    once completed
    once the contract is signed
    when available
    when the new officer starts
    subject to funding
    upon completion
    on receipt of the report
    following the elections
    after Easter
    after the next meeting
    following the next meeting
    next time she is in the office
    next time
    pending legal advice
    as soon as the data is published
    in three weeks' time following the parish elections
    two weeks after the elections
    within 28 days of receipt
    within 5 working days of completion
    before half term
    by half term
    before the summer recess
    before the holidays
    at some point during the summer holidays
    prior to the AGM
    at the AGM
    before the audit begins
    end of term
    the September meeting
    at the June board
    the next Finance Committee meeting
    the Finance Committee meeting in June
    before the next Riverside Liaison meeting
    the meeting after next
    the next meeting but one
    17 Feb, subject to funding
    not before 20 March
"""


@pytest.mark.parametrize("phrase", [row[0] for row in rows(CONDITIONS)])
def test_a_condition_has_no_date(phrase: str) -> None:
    """What waits for something to happen is kept in its own words, with no date made up for it."""
    reading = read(phrase)
    assert (reading.kind, reading.date, reading.candidates) == (DueKind.CONDITION, None, ()), reading.reading
    assert reading.reading


NO_DATE = """
    ASAP                                 asap
    a.s.a.p.                             asap
    as soon as possible                  asap
    as soon as practicable               asap
    as soon as you can                   asap
    urgent                               asap
    immediately                          asap
    straight away                        asap
    at the earliest opportunity          asap
    ongoing                              ongoing
    on-going                             ongoing
    continuous                           ongoing
    standing item                        ongoing
    standing agenda item                 ongoing
    every meeting                        ongoing
    each month                           ongoing
    monthly                              ongoing
    business as usual                    ongoing
    until further notice                 ongoing
    tbc                                  tbc
    TBA                                  tbc
    t.b.c.                               tbc
    date tbc                             tbc
    to be agreed                         tbc
    to be confirmed                      tbc
    no date                              tbc
    no deadline                          tbc
    none                                 tbc
    n/a                                  tbc
    -                                    tbc
    in due course                        tbc
"""


@pytest.mark.parametrize(("phrase", "kind"), rows(NO_DATE))
def test_no_date_is_said_in_many_ways(phrase: str, kind: str) -> None:
    """ASAP, ongoing and to be confirmed are understood, and are no dates."""
    reading = read(phrase)
    assert (reading.kind, reading.date) == (DueKind(kind), None)
    assert reading.reading.endswith(("no date", "no date yet"))


AMBIGUOUS = """
    next Friday                          Fri 13 Feb 2026, Fri 20 Feb 2026
    next Thursday                        Thu 12 Feb 2026, Thu 19 Feb 2026
    Friday next                          Fri 13 Feb 2026, Fri 20 Feb 2026
    a week next Friday                   Fri 20 Feb 2026, Fri 27 Feb 2026
    Wednesday                            Wed 11 Feb 2026, Wed 18 Feb 2026
    Wednesday week                       Wed 18 Feb 2026, Wed 25 Feb 2026
    this Monday                          Mon 16 Feb 2026
    the following Friday                 Fri 13 Feb 2026, Fri 20 Feb 2026
    Friday after next                    Fri 20 Feb 2026, Fri 27 Feb 2026
    next weekend                         Sun 15 Feb 2026, Sun 22 Feb 2026
    17 or 24 Feb                         Tue 17 Feb 2026, Tue 24 Feb 2026
    17 Feb or 24 Feb                     Tue 17 Feb 2026, Tue 24 Feb 2026
    17 Feb or 24                         Tue 17 Feb 2026, Tue 24 Feb 2026
    17th/24th Feb                        Tue 17 Feb 2026, Tue 24 Feb 2026
    17/18 Feb                            Tue 17 Feb 2026, Wed 18 Feb 2026
    17-20 Feb                            Tue 17 Feb 2026, Fri 20 Feb 2026
    17th - 20th Feb                      Tue 17 Feb 2026, Fri 20 Feb 2026
    17 to 20 February 2026               Tue 17 Feb 2026, Fri 20 Feb 2026
    between 17 and 20 February           Tue 17 Feb 2026, Fri 20 Feb 2026
    20 Feb, 27 Feb                       Fri 20 Feb 2026, Fri 27 Feb 2026
    Monday or Tuesday                    Mon 16 Feb 2026, Tue 17 Feb 2026
    Mon/Tues                             Mon 16 Feb 2026, Tue 17 Feb 2026
    Thursday - Friday                    Thu 12 Feb 2026, Fri 13 Feb 2026
    March/April                          Tue 31 Mar 2026, Thu 30 Apr 2026
    late Feb/early March                 Sat 28 Feb 2026, Sat 7 Mar 2026
    2-3 weeks                            Wed 25 Feb 2026, Wed 4 Mar 2026
    two to three weeks                   Wed 25 Feb 2026, Wed 4 Mar 2026
    next meeting or 20 March             Fri 20 Mar 2026, Tue 21 Apr 2026
    around 20 March                      Fri 20 Mar 2026
    20 March tbc                         Fri 20 Mar 2026
    Mon 17th Feb                         Mon 16 Feb 2026, Tue 17 Feb 2026
    17 Feb (Mon)                         Mon 16 Feb 2026, Tue 17 Feb 2026
    Friday 14 February 2026              Fri 13 Feb 2026, Sat 14 Feb 2026
    Thursday 16th                        Mon 16 Feb 2026, Thu 19 Feb 2026
    w/c 10 March                         Mon 9 Mar 2026, Tue 10 Mar 2026
    the 31st                             Sat 28 Feb 2026, Tue 31 Mar 2026
    March 26                             Thu 26 Mar 2026, Tue 31 Mar 2026
    year end                             Tue 31 Mar 2026, Thu 31 Dec 2026
    2027                                 Fri 31 Dec 2027
    first week of May                    Fri 1 May 2026, Fri 8 May 2026
    last week of March                   Fri 27 Mar 2026, Tue 31 Mar 2026
    within the week                      Wed 18 Feb 2026
    within a month of the meeting        Wed 11 Mar 2026, Thu 21 May 2026
    the next meeting on 28 April         Tue 21 Apr 2026, Tue 28 Apr 2026
    17 Feb 2045                          Fri 17 Feb 2045
    in 40 years                          Thu 11 Feb 2066
"""


@pytest.mark.parametrize(("phrase", "candidates"), rows(AMBIGUOUS))
def test_of_two_days_neither_is_chosen(phrase: str, candidates: str) -> None:
    """A phrase that may mean several days offers them all, and picks none."""
    reading = read(phrase)
    assert (reading.kind, reading.date) == (DueKind.AMBIGUOUS, None), reading.reading
    assert reading.candidates == days(candidates)


VAGUE = """
    in the spring
    spring 2027
    by the summer
    end of the summer
    early autumn
    in the new year
    over the coming weeks
    in a few weeks
    the next few days
    in a week or so
    a week or two
    next year
    early 2027
    late this year
    at Christmas
    over Easter
    midweek
"""


@pytest.mark.parametrize("phrase", [row[0] for row in rows(VAGUE)])
def test_a_time_that_is_no_day_is_asked_about(phrase: str) -> None:
    """A season or a few weeks names no day, and gets none."""
    reading = read(phrase)
    assert (reading.kind, reading.date) == (DueKind.AMBIGUOUS, None), reading.reading


PAST = """
    3 Feb 2026                           Tue 3 Feb 2026
    3 Feb                                Tue 3 Feb 2026
    10/2                                 Tue 10 Feb 2026
    31 January                           Sat 31 Jan 2026
    15 January                           Thu 15 Jan 2026
    17.02.15                             Tue 17 Feb 2015
    17 Feb 98                            Tue 17 Feb 1998
    yesterday                            Tue 10 Feb 2026
    last Friday                          Fri 6 Feb 2026
    two weeks ago                        Wed 28 Jan 2026
    January                              Sat 31 Jan 2026
    end of January                       Sat 31 Jan 2026
    early February                       Sat 7 Feb 2026
    first Monday of February             Mon 2 Feb 2026
    three months before the next meeting  Wed 21 Jan 2026
"""


@pytest.mark.parametrize(("phrase", "gone"), rows(PAST))
def test_a_day_gone_by_is_said_to_be(phrase: str, gone: str) -> None:
    """A day that has passed is neither accepted nor moved a year on: it is said to be past."""
    reading = read(phrase)
    assert (reading.kind, reading.date, reading.past_date) == (DueKind.PAST, None, day(gone)), reading.reading
    assert reading.reading.endswith("is in the past")


UNREADABLE = """
    32 Feb
    31 June
    31 June 2026
    29 Feb
    30/2
    2/13
    0 March
    the 40th
    17 Feb 206
    17
    3.30
    99
    in 5
    gibberish
    the door
    Tom
    the auditors
    Febtober
    17 Feb onwards
    from 17 Feb
    not Friday
    in the morning
    last meeting
    the second
    at first
    the second meeting
    the 20th meeting
    a lot of work
    10%
    £20
    section 4
    by
    before
    \N{SHRUG}
"""


@pytest.mark.parametrize("phrase", [row[0] for row in rows(UNREADABLE)])
def test_what_is_no_date_is_not_made_one(phrase: str) -> None:
    """Days that do not exist and words that are no date are said to be unreadable."""
    reading = read(phrase)
    assert (reading.kind, reading.date, reading.candidates) == (DueKind.UNREADABLE, None, ()), reading.reading


def test_what_cannot_be_read_is_said_back() -> None:
    """The answer repeats the words as typed, without the cue, on one line and not at length."""
    assert read("32 Feb").reading == 'cannot read "32 Feb" as a date'
    assert read("by 32 Feb").reading == 'cannot read "32 Feb" as a date'
    assert read("3 Feb 2026").reading == "3 Feb 2026 is in the past"
    assert read("once  completed").reading == 'a condition, no date: "once completed"'
    assert len(read("quite unreadable " * 20).reading) < 100


def test_readings_tell_how_they_were_reckoned() -> None:
    """Whoever reads the answer sees the day, and how it came about where that is not plain."""
    assert read("17.02.26").reading == "Tue 17 Feb 2026"
    assert read("end of w/c 9 March").reading == "the end of w/c 9 Mar 2026: Fri 13 Mar 2026"
    assert read("Monday 17 February").reading == "17 Feb 2026 is a Tuesday, not a Monday"
    assert read("before the next meeting").reading == "before the next meeting, Tue 21 Apr 2026"
    assert read("17 or 24 Feb").reading == "Tue 17 Feb 2026 or Tue 24 Feb 2026"
    assert read("17 Feb 2045").reading == "Fri 17 Feb 2045 is more than 5 years ahead"
