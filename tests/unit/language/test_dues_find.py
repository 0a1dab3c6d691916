"""Due phrases at the end of an action's words: found where they are, and not found where they are not."""

from datetime import date, timedelta

import pytest
from due_tables import MEETING, WEDNESDAY, day, rows
from hypothesis import given
from hypothesis import strategies as st

from bot.language.dues import DueKind, DueReading, find_due


def find(text: str) -> tuple[str, str, DueReading] | None:
    return find_due(text, said_on=WEDNESDAY, next_meeting=MEETING)


DATED = """
    Circulate the away day outcomes by 17 Feb  Circulate the away day outcomes  17 Feb  Tue 17 Feb 2026
    Circulate the outcomes by 17.02.26.  Circulate the outcomes  17.02.26  Tue 17 Feb 2026
    Develop the evidence base, 20.02.26  Develop the evidence base  20.02.26  Fri 20 Feb 2026
    Commission the group, Tom Reid, 13.03.26  Commission the group, Tom Reid  13.03.26  Fri 13 Mar 2026
    Publish the standards due by 17 Feb  Publish the standards  17 Feb  Tue 17 Feb 2026
    Publish the standards, due 17 Feb  Publish the standards  17 Feb  Tue 17 Feb 2026
    Publish the standards (due 17 Feb)  Publish the standards  17 Feb  Tue 17 Feb 2026
    Publish the standards (by Friday)  Publish the standards  Friday  Fri 13 Feb 2026
    Publish the standards. Due: Friday  Publish the standards  Friday  Fri 13 Feb 2026
    Publish the standards, deadline 20 Feb  Publish the standards  20 Feb  Fri 20 Feb 2026
    Publish the standards - target date 20 Feb  Publish the standards  20 Feb  Fri 20 Feb 2026
    Circulate by no later than the 14th of April 2026  Circulate  the 14th of April 2026  Tue 14 Apr 2026
    Send the draft on or before 20 Feb  Send the draft  20 Feb  Fri 20 Feb 2026
    Keep the survey open until Friday  Keep the survey open  Friday  Fri 13 Feb 2026
    Send the agenda by 5pm on Friday  Send the agenda  5pm on Friday  Fri 13 Feb 2026
    Send the draft by Friday, no later than 5pm  Send the draft  Friday, no later than 5pm  Fri 13 Feb 2026
    Send the notes by close of play on 3rd  Send the notes  close of play on 3rd  Tue 3 Mar 2026
    Order lunch by Friday  Order lunch  Friday  Fri 13 Feb 2026
    Order lunch by noon on Friday  Order lunch  noon on Friday  Fri 13 Feb 2026
    Write to Tom about May by 17 Feb  Write to Tom about May  17 Feb  Tue 17 Feb 2026
    Ask Tom about May, by 17 Feb  Ask Tom about May  17 Feb  Tue 17 Feb 2026
    Stand by the plan made by Tom by Friday  Stand by the plan made by Tom  Friday  Fri 13 Feb 2026
    Reply by Tuesday, 17 February  Reply  Tuesday, 17 February  Tue 17 Feb 2026
    Circulate papers a week before the next meeting  Circulate papers  a week before the next meeting  Tue 14 Apr 2026
    Circulate papers at least 5 working days before the board  Circulate papers  at least 5 working days before the board  Tue 14 Apr 2026
    Send slides for the meeting on 28 April  Send slides  the meeting on 28 April  Tue 28 Apr 2026
    Fix the gate before the weekend  Fix the gate  before the weekend  Fri 13 Feb 2026
    Fix the gate by the weekend  Fix the gate  by the weekend  Fri 13 Feb 2026
    Write the plan before March  Write the plan  before March  Sat 28 Feb 2026
    Write the plan by March  Write the plan  March  Tue 31 Mar 2026
    Write the plan in March  Write the plan  March  Tue 31 Mar 2026
    Write the plan by the end of the financial year  Write the plan  the end of the financial year  Tue 31 Mar 2026
    Send the cards before Christmas  Send the cards  Christmas  Thu 24 Dec 2026
    Report back in 3 weeks  Report back  3 weeks  Wed 4 Mar 2026
    Report back in two weeks' time  Report back  two weeks' time  Wed 25 Feb 2026
    Respond within 5 working days  Respond  5 working days  Wed 18 Feb 2026
    Publish the standards on 17 February 2026  Publish the standards  17 February 2026  Tue 17 Feb 2026
    Phone the contractor on Friday  Phone the contractor  Friday  Fri 13 Feb 2026
    Chase Tom tomorrow  Chase Tom  tomorrow  Thu 12 Feb 2026
    Chase Tom tmrw  Chase Tom  tmrw  Thu 12 Feb 2026
    Chase Tom eod Friday  Chase Tom  eod Friday  Fri 13 Feb 2026
    Chase Tom friday  Chase Tom  friday  Fri 13 Feb 2026
    Chase Tom Friday at 5pm  Chase Tom  Friday at 5pm  Fri 13 Feb 2026
    Chase Tom next week  Chase Tom  next week  Fri 20 Feb 2026
    The chart is to be finalised in mid-March  The chart is to be finalised  mid-March  Sun 15 Mar 2026
    Chase Tom this Friday  Chase Tom  this Friday  Fri 13 Feb 2026
    Chase Tom next Tuesday  Chase Tom  next Tuesday  Tue 17 Feb 2026
    Chase Tom Friday week  Chase Tom  Friday week  Fri 20 Feb 2026
    Publish the standards 17 Feb 2026  Publish the standards  17 Feb 2026  Tue 17 Feb 2026
    Publish the standards Fri 20 Feb  Publish the standards  Fri 20 Feb  Fri 20 Feb 2026
    Chase Tom, Friday  Chase Tom  Friday  Fri 13 Feb 2026
    Review of the budget \N{EN DASH} end of March  Review of the budget  end of March  Tue 31 Mar 2026
    Set the date at the end of March  Set the date  the end of March  Tue 31 Mar 2026
    Publish by 2026 February 17  Publish  2026 February 17  Tue 17 Feb 2026
"""


@pytest.mark.parametrize(("text", "what", "phrase", "expected"), rows(DATED))
def test_a_trailing_date_is_found(text: str, what: str, phrase: str, expected: str) -> None:
    """The words before the cue are the action, what follows is when it is due."""
    text = text.replace(r"\N{EN DASH}", "\N{EN DASH}")
    found = find(text)
    assert found is not None
    assert (found[0], found[1]) == (what, phrase)
    assert (found[2].kind, found[2].date, found[2].phrase) == (DueKind.DATE, day(expected), phrase)
    assert text.startswith(found[0])


AT_THE_MEETING = """
    Report progress at the next meeting  Report progress  the next meeting
    Bring a paper to the next meeting  Bring a paper  the next meeting
    Prepare a paper for the next board  Prepare a paper  the next board
    Prepare a paper for next month's meeting, next meeting  Prepare a paper for next month's meeting  next meeting
    Circulate the minutes - next meeting  Circulate the minutes  next meeting
    Circulate the minutes, next meeting  Circulate the minutes  next meeting
    Circulate the minutes before the board  Circulate the minutes  before the board
    Circulate the minutes ahead of the April meeting  Circulate the minutes  ahead of the April meeting
    Tell the board in time for the meeting on 21 April  Tell the board  the meeting on 21 April
    Get it approved by the next board  Get it approved  the next board
"""


@pytest.mark.parametrize(("text", "what", "phrase"), rows(AT_THE_MEETING))
def test_a_trailing_meeting_is_found(text: str, what: str, phrase: str) -> None:
    """An action for the next meeting is due at it."""
    found = find(text)
    assert found is not None
    assert (found[0], found[1]) == (what, phrase)
    assert (found[2].kind, found[2].date) == (DueKind.MEETING, MEETING)


TO_BE_ASKED_ABOUT = """
    Publish the standards by 32 Feb  32 Feb  unreadable
    Publish the standards by 31 June 2026  31 June 2026  unreadable
    Publish the standards by 30/2  30/2  unreadable
    Publish the standards by 3 Feb 2026  3 Feb 2026  past
    Publish the standards, 17.02.15  17.02.15  past
    Publish the standards by 17 or 24 Feb  17 or 24 Feb  ambiguous
    Publish the standards by Monday, 17 February  Monday, 17 February  ambiguous
    Publish the standards by next Friday  next Friday  ambiguous
    Publish the standards next Friday  next Friday  ambiguous
    Publish the standards by the summer  the summer  ambiguous
    Publish the standards in the spring  the spring  ambiguous
    Reply within two weeks of the meeting  two weeks of the meeting  ambiguous
"""


@pytest.mark.parametrize(("text", "phrase", "kind"), rows(TO_BE_ASKED_ABOUT))
def test_a_doubtful_due_is_found_so_that_it_can_be_asked_about(text: str, phrase: str, kind: str) -> None:
    """A day that does not exist, has gone, or may be two is handed back for its writer to settle."""
    found = find(text)
    assert found is not None
    assert (found[1], found[2].kind, found[2].date) == (phrase, DueKind(kind), None)


WITHOUT_A_DATE = """
    Publish the standards asap  asap  asap
    Publish the standards as soon as possible  as soon as possible  asap
    Publish the standards, urgent  urgent  asap
    Publish the standards due asap  asap  asap
    Publish the standards, ongoing  ongoing  ongoing
    Publish the standards - standing item  standing item  ongoing
    Publish the standards, tbc  tbc  tbc
    Publish the standards (date tbc)  date tbc  tbc
    Publish the standards once approved  once approved  condition
    Publish the standards, subject to funding  subject to funding  condition
    Publish the standards upon completion of the audit  upon completion of the audit  condition
    Publish the standards, when available  when available  condition
    Publish the standards due once completed  once completed  condition
    Publish the standards before half term  before half term  condition
    Publish the standards by half term  half term  condition
    Publish the standards before the audit  before the audit  condition
    Publish the standards at the AGM  the AGM  condition
    Publish the standards at the September meeting  the September meeting  condition
    Publish the standards in two weeks following the elections  two weeks following the elections  condition
"""


@pytest.mark.parametrize(("text", "phrase", "kind"), rows(WITHOUT_A_DATE))
def test_a_due_without_a_date_is_found(text: str, phrase: str, kind: str) -> None:
    """ASAP, ongoing, tbc and conditions are dues as well, and leave the action's words."""
    found = find(text)
    assert found is not None
    assert (found[0], found[2].kind, found[2].date) == ("Publish the standards", DueKind(kind), None)
    assert found[1] == phrase


ORDINARY = """
    Stand by the door
    Review the report by the auditors
    Circulate the paper written by Tom
    Get it approved by the board
    Have it signed by the committee
    Prepare a paper for the board
    Write to the trust
    Reduce waiting times by 10%
    Cut waiting times by 3 weeks
    Raise attendance by 20
    Extend the pilot for 3 weeks
    Review the pilot, 3 weeks
    Patrol by night
    Pay the casuals by the hour
    Invite Tom, the board
    Meet Tom once a week
    Look before you leap
    Fix the roof before it rains
    Send the minutes of 3 March 2026
    Send the minutes of the meeting on 3 March 2026
    Write up the workshop on 17 February 2026
    Report on decisions taken on 3 February
    Publish the figures for the year ending 31 March 2026
    Update the figures to 31 March 2026
    Compare costs from January to March
    Move the meeting from Monday to Friday
    Plan the board on Friday
    Confirm who is coming tomorrow
    Find out whether Tom can come on Friday
    Publish results of the survey carried out in March
    Write the report for Q1 2026
    Book a room for Friday
    Welcome members to the meeting
    Plan for Good Friday
    Chair the panel next week
    Focus upon the plan
    Have it checked by internal audit
    Speak at the conference
    Plan window displays - Easter
    Bring the launch forward by a month
    Vote at the second meeting
    Tell Tom that nobody is here today
    Update section 3.4
    Update section 3/4
    Read chapter 12
    Recruit by word of mouth
    Travel by March Station
    Thank April Jones
    Ask May
    Work on the plan
    Keep in touch
    Come to the point
    Act in the interests of patients
    Consult in two stages
    Discuss risks, issues and opportunities
    Buy apples, pears
    Look at this again
    Agree terms of reference with Sunderland
    Write to the Sun
    March on Whitehall
    Ask if possible
    Publish the standards
    Do it
"""


@pytest.mark.parametrize("text", [row[0] for row in rows(ORDINARY)])
def test_ordinary_words_hold_no_due(text: str) -> None:
    """Words that only look like a cue, and dates that belong to something else, are left where they are."""
    assert find(text) is None


def test_a_due_alone_is_found_with_no_words_before_it() -> None:
    """Nothing but a due leaves no words for the action: the caller can say so."""
    found = find("by Friday")
    assert found is not None
    assert found[:2] == ("", "Friday")


def test_the_text_before_is_a_beginning_of_the_text() -> None:
    """Blanks in front stay, so that places in the text given are places in the answer."""
    found = find("  Circulate  the outcomes ,  by   17 Feb . ")
    assert found is not None
    assert found[:2] == ("  Circulate  the outcomes", "17 Feb")


def test_a_due_without_a_meeting_set_waits_for_it() -> None:
    """Before a meeting is set, a due for it is found all the same."""
    found = find_due("Bring a paper to the next meeting", said_on=WEDNESDAY, next_meeting=None)
    assert found is not None
    assert (found[2].kind, found[2].date) == (DueKind.MEETING, None)


def test_bank_holidays_reach_the_reading() -> None:
    """A board's own working days count in a due that is found."""
    found = find_due(
        "Respond within 2 working days",
        said_on=date(2026, 4, 2),
        next_meeting=None,
        is_working=lambda d: d.weekday() < 5 and d not in {date(2026, 4, 3), date(2026, 4, 6)},
    )
    assert found is not None
    assert found[2].date == date(2026, 4, 8)


@given(
    st.integers(min_value=1, max_value=60),
    st.sampled_from(["by in", "by within", "until in", "no later than in"]),
)
def test_a_span_behind_two_cues_is_read(days: int, cues: str) -> None:
    """ "By in 3 days" is said in haste, and is a day; "by 3 days" is a measure and stays in the words."""
    found = find(f"Circulate the outcomes {cues} {days} days")
    assert found is not None
    assert (found[0], found[2].date) == ("Circulate the outcomes", WEDNESDAY + timedelta(days=days))
    assert find(f"Shorten the queue by {days} days") is None


@given(
    st.dates(min_value=WEDNESDAY, max_value=WEDNESDAY + timedelta(days=230)).filter(lambda d: d.month < 10),
    st.sampled_from(["by", "due", "before", "due by", "no later than"]),
)
def test_a_day_that_may_be_a_number_is_asked_about(meant: date, cue: str) -> None:
    """ "By 1.3" offers the day; with its weekday it is that day."""
    found = find(f"Circulate the outcomes {cue} {meant.day}.{meant.month}")
    assert found is not None
    assert (found[0], found[2].kind) == ("Circulate the outcomes", DueKind.AMBIGUOUS)
    assert found[2].candidates == (meant,)
    told = find(f"Circulate the outcomes {cue} {meant:%A} {meant.day}.{meant.month}")
    assert told is not None
    assert told[2].day == meant


@given(
    st.sampled_from(
        ["Cut the budget by", "Reduce waiting by", "Increase it by", "Feedback on", "Move from 1.2 to"]
    ),
    st.integers(min_value=1, max_value=28),
    st.integers(min_value=1, max_value=9),
)
def test_a_number_that_measures_is_no_day(words: str, whole: int, tenth: int) -> None:
    """What goes up or down by a number, and paragraphs, keep it."""
    assert find(f"{words} {whole}.{tenth}") is None
