"""The same words on other days: weekends, the turn of the month and the year, leap years, and after the day has gone."""

from datetime import date

import pytest
from due_tables import day, days, read, rows

from bot.language.dues import DueKind

SURE = """
    Sat 14 Feb 2026  Monday                     Mon 16 Feb 2026
    Sun 15 Feb 2026  Monday                     Mon 16 Feb 2026
    Sun 15 Feb 2026  this Tuesday               Tue 17 Feb 2026
    Sat 14 Feb 2026  next week                  Fri 20 Feb 2026
    Sun 15 Feb 2026  end of next week           Fri 20 Feb 2026
    Sat 14 Feb 2026  this weekend               Sun 15 Feb 2026
    Sat 14 Feb 2026  in 3 working days          Wed 18 Feb 2026
    Fri 13 Feb 2026  this week                  Fri 13 Feb 2026
    Fri 13 Feb 2026  eow                        Fri 13 Feb 2026
    Fri 13 Feb 2026  next Monday                Mon 16 Feb 2026
    Mon 9 Feb 2026   early this week            Tue 10 Feb 2026
    Mon 9 Feb 2026   w/c 9 Feb                  Mon 9 Feb 2026
    Thu 12 Feb 2026  w/c 9 Feb                  Fri 13 Feb 2026
    Thu 12 Feb 2026  end of w/c 9 Feb           Fri 13 Feb 2026
    Sat 31 Jan 2026  in a month                 Sat 28 Feb 2026
    Sat 31 Jan 2026  next month                 Sat 28 Feb 2026
    Sat 31 Jan 2026  end of the month           Sat 31 Jan 2026
    Sat 31 Jan 2026  the 5th                    Thu 5 Feb 2026
    Mon 31 Aug 2026  in six months              Sun 28 Feb 2027
    Thu 29 Feb 2024  in a year                  Fri 28 Feb 2025
    Wed 1 Dec 2027   29 Feb                     Tue 29 Feb 2028
    Thu 17 Dec 2026  10 January                 Sun 10 Jan 2027
    Thu 17 Dec 2026  January                    Sun 31 Jan 2027
    Thu 17 Dec 2026  the 5th                    Tue 5 Jan 2027
    Thu 17 Dec 2026  next month                 Sun 31 Jan 2027
    Thu 17 Dec 2026  next quarter               Wed 31 Mar 2027
    Thu 17 Dec 2026  in 3 weeks                 Thu 7 Jan 2027
    Thu 24 Dec 2026  by Christmas               Thu 24 Dec 2026
    Thu 31 Dec 2026  end of the year            Thu 31 Dec 2026
    Thu 31 Dec 2026  tomorrow                   Fri 1 Jan 2027
    Wed 1 Apr 2026   end of the financial year  Wed 31 Mar 2027
    Tue 31 Mar 2026  end of the financial year  Tue 31 Mar 2026
    Wed 1 Apr 2026   financial Q1               Tue 30 Jun 2026
    Wed 20 May 2026  before Easter              Thu 25 Mar 2027
    Wed 20 May 2026  Q4 2026/27                 Wed 31 Mar 2027
    Wed 20 May 2026  first week of September    Fri 4 Sep 2026
    Wed 20 May 2026  March                      Wed 31 Mar 2027
    Wed 20 May 2026  end of February            Sun 28 Feb 2027
    Wed 20 May 2026  1 February                 Mon 1 Feb 2027
"""


@pytest.mark.parametrize(("said_on", "phrase", "expected"), rows(SURE))
def test_the_day_it_was_said_decides(said_on: str, phrase: str, expected: str) -> None:
    """Months and years turn, weeks end, and the day meant follows."""
    reading = read(phrase, day(said_on), None)
    assert (reading.kind, reading.date) == (DueKind.DATE, day(expected)), reading.reading


TO_BE_ASKED_ABOUT = """
    Sat 14 Feb 2026  this week        Fri 20 Feb 2026
    Sun 15 Feb 2026  eow              Fri 20 Feb 2026
    Sun 15 Feb 2026  next Monday      Mon 16 Feb 2026, Mon 23 Feb 2026
    Sat 14 Feb 2026  next Friday      Fri 20 Feb 2026, Fri 27 Feb 2026
    Fri 13 Feb 2026  Friday           Fri 13 Feb 2026, Fri 20 Feb 2026
    Thu 12 Feb 2026  early this week  Tue 17 Feb 2026
    Tue 10 Feb 2026  early this week  Tue 10 Feb 2026, Tue 17 Feb 2026
    Wed 20 May 2026  end of Q1        Tue 30 Jun 2026, Wed 31 Mar 2027
    Wed 11 Feb 2026  financial Q3     Thu 31 Dec 2026
    Wed 1 Apr 2026   year end         Thu 31 Dec 2026, Wed 31 Mar 2027
    Sat 31 Jan 2026  the 30th         Sat 28 Feb 2026, Mon 30 Mar 2026
    Thu 17 Dec 2026  Mar 27           Sat 27 Mar 2027, Wed 31 Mar 2027
    Wed 20 May 2026  first week of October  Fri 2 Oct 2026, Fri 9 Oct 2026
"""


@pytest.mark.parametrize(("said_on", "phrase", "candidates"), rows(TO_BE_ASKED_ABOUT))
def test_some_days_make_words_doubtful(said_on: str, phrase: str, candidates: str) -> None:
    """What is plain on a Tuesday may be doubtful on a Sunday: then it is asked."""
    reading = read(phrase, day(said_on), None)
    assert (reading.kind, reading.date) == (DueKind.AMBIGUOUS, None), reading.reading
    assert reading.candidates == days(candidates)


PAST = """
    Sun 27 Dec 2026  by Christmas     Thu 24 Dec 2026
    Mon 5 Jan 2026   15 December      Mon 15 Dec 2025
    Mon 5 Jan 2026   December         Wed 31 Dec 2025
    Mon 5 Jan 2026   end of December  Wed 31 Dec 2025
    Thu 17 Dec 2026  10 November      Tue 10 Nov 2026
    Thu 5 Feb 2026   31 January       Sat 31 Jan 2026
    Thu 18 Sep 2008  8th August       Fri 8 Aug 2008
    Fri 10 Apr 2026  before Easter    Thu 2 Apr 2026
    Fri 20 Feb 2026  mid February     Sun 15 Feb 2026
    Fri 20 Feb 2026  w/c 9 Feb        Mon 9 Feb 2026
    Tue 31 Mar 2026  Q4 2025          Wed 31 Dec 2025
"""


@pytest.mark.parametrize(("said_on", "phrase", "gone"), rows(PAST))
def test_what_has_only_just_gone_is_past(said_on: str, phrase: str, gone: str) -> None:
    """A day of the last months is not pushed a year on, for nobody promises a year ahead in those words."""
    reading = read(phrase, day(said_on), None)
    assert (reading.kind, reading.past_date) == (DueKind.PAST, day(gone)), reading.reading


def test_the_day_of_the_meeting_itself() -> None:
    """Said at the meeting, the next meeting is another; said on its morning, it is today's."""
    today = date(2026, 4, 21)
    assert read("next meeting", today, today).date == today
    assert read("two days before the meeting", today, today).kind is DueKind.PAST
