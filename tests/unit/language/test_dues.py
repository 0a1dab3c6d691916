"""Sure due phrases, form by form: said on Wednesday 11 February 2026, the next meeting on Tuesday 21 April."""

import pytest
from due_tables import day, read, rows

from bot.language.dues import DueKind

DATES = """
    17 Feb                               Tue 17 Feb 2026
    17 February                          Tue 17 Feb 2026
    17th February 2026                   Tue 17 Feb 2026
    17th of Feb                          Tue 17 Feb 2026
    the 17th of February                 Tue 17 Feb 2026
    17th of February, 2026               Tue 17 Feb 2026
    Tues 17 Feb                          Tue 17 Feb 2026
    Tues. 17th Feb.                      Tue 17 Feb 2026
    Tuesday, 17 February 2026            Tue 17 Feb 2026
    Tuesday the 17th of February         Tue 17 Feb 2026
    17 Feb (Tues)                        Tue 17 Feb 2026
    17/2, Tuesday                        Tue 17 Feb 2026
    17.02.26                             Tue 17 Feb 2026
    17.2.26                              Tue 17 Feb 2026
    17. 2. 2026                          Tue 17 Feb 2026
    17/02/2026                           Tue 17 Feb 2026
    17/2                                 Tue 17 Feb 2026
    17 / 2                               Tue 17 Feb 2026
    17.02                                Tue 17 Feb 2026
    17-02-2026                           Tue 17 Feb 2026
    17-02-26                             Tue 17 Feb 2026
    17 02 2026                           Tue 17 Feb 2026
    17-Feb-26                            Tue 17 Feb 2026
    17/Feb/2026                          Tue 17 Feb 2026
    17Feb                                Tue 17 Feb 2026
    17FEB26                              Tue 17 Feb 2026
    2026-02-17                           Tue 17 Feb 2026
    2026/02/17                           Tue 17 Feb 2026
    20260217                             Tue 17 Feb 2026
    March 5                              Thu 5 Mar 2026
    March 5th                            Thu 5 Mar 2026
    March the 5th                        Thu 5 Mar 2026
    March 5, 2026                        Thu 5 Mar 2026
    Thursday, March 5                    Thu 5 Mar 2026
    5 Mar '26                            Thu 5 Mar 2026
    5 Mar ’26                            Thu 5 Mar 2026
    5 March 26                           Thu 5 Mar 2026
    the fifth of March                   Thu 5 Mar 2026
    the twenty-first of April            Tue 21 Apr 2026
    3/4                                  Fri 3 Apr 2026
    03/04/26                             Fri 3 Apr 2026
    11 Feb                               Wed 11 Feb 2026
    12 Febuary                           Thu 12 Feb 2026
    7 Sept                               Mon 7 Sep 2026
    10 January 2027                      Sun 10 Jan 2027
    17 March this year                   Tue 17 Mar 2026
    17 March next year                   Wed 17 Mar 2027
    29 February 2028                     Tue 29 Feb 2028
    the 20th                             Fri 20 Feb 2026
    20th                                 Fri 20 Feb 2026
    the 20                               Fri 20 Feb 2026
    the 11th                             Wed 11 Feb 2026
    the 5th                              Thu 5 Mar 2026
    Fri 13th                             Fri 13 Feb 2026
    Friday the 13th                      Fri 13 Feb 2026
    Friday 13                            Fri 13 Feb 2026
    Monday 16th                          Mon 16 Feb 2026
    Monday 2nd                           Mon 2 Mar 2026
    next Friday 20th                     Fri 20 Feb 2026
    this Friday the 13th of Feb          Fri 13 Feb 2026
    20th of next month                   Fri 20 Mar 2026
    the 5th of next month                Thu 5 Mar 2026
    the 20th of this month               Fri 20 Feb 2026
    the 20th of the month                Fri 20 Feb 2026
"""

WEEKDAYS = """
    today                                Wed 11 Feb 2026
    later today                          Wed 11 Feb 2026
    this afternoon                       Wed 11 Feb 2026
    tonight                              Wed 11 Feb 2026
    tomorrow                             Thu 12 Feb 2026
    tmrw                                 Thu 12 Feb 2026
    2moro                                Thu 12 Feb 2026
    tomorrow morning                     Thu 12 Feb 2026
    noon tomorrow                        Thu 12 Feb 2026
    tomorrow lunchtime                   Thu 12 Feb 2026
    the day after tomorrow               Fri 13 Feb 2026
    Friday                               Fri 13 Feb 2026
    fri                                  Fri 13 Feb 2026
    on Friday                            Fri 13 Feb 2026
    Monday                               Mon 16 Feb 2026
    Sunday                               Sun 15 Feb 2026
    this Friday                          Fri 13 Feb 2026
    this coming Friday                   Fri 13 Feb 2026
    the coming Monday                    Mon 16 Feb 2026
    next Tuesday                         Tue 17 Feb 2026
    next Wednesday                       Wed 18 Feb 2026
    Tuesday next                         Tue 17 Feb 2026
    Friday week                          Fri 20 Feb 2026
    Monday fortnight                     Mon 2 Mar 2026
    a week on Friday                     Fri 20 Feb 2026
    a week Friday                        Fri 20 Feb 2026
    a fortnight on Monday                Mon 2 Mar 2026
    two weeks on Monday                  Mon 2 Mar 2026
    three weeks from Friday              Fri 6 Mar 2026
    a week today                         Wed 18 Feb 2026
    a week tomorrow                      Thu 19 Feb 2026
    a week next Tuesday                  Tue 24 Feb 2026
    Friday of next week                  Fri 20 Feb 2026
    Friday next week                     Fri 20 Feb 2026
    next week Friday                     Fri 20 Feb 2026
    next week on Thursday                Thu 19 Feb 2026
    Friday this week                     Fri 13 Feb 2026
    Monday, w/c 9 March                  Mon 9 Mar 2026
    Tuesday the week after next          Tue 24 Feb 2026
    the next working day                 Thu 12 Feb 2026
"""

TIMES_OF_DAY = """
    eod                                  Wed 11 Feb 2026
    EOD tomorrow                         Thu 12 Feb 2026
    end of the day                       Wed 11 Feb 2026
    end of day Friday                    Fri 13 Feb 2026
    end of play tues                     Tue 17 Feb 2026
    close of play                        Wed 11 Feb 2026
    close of business on Friday          Fri 13 Feb 2026
    c.o.b. Friday                        Fri 13 Feb 2026
    cop friday                           Fri 13 Feb 2026
    Friday COP                           Fri 13 Feb 2026
    5pm                                  Wed 11 Feb 2026
    5pm on Friday                        Fri 13 Feb 2026
    5pm Friday 20 February               Fri 20 Feb 2026
    5.30pm on the 20th                   Fri 20 Feb 2026
    Friday at 17:00                      Fri 13 Feb 2026
    Friday, 9.30 am                      Fri 13 Feb 2026
    5 o'clock on Friday                  Fri 13 Feb 2026
    Friday at 5                          Fri 13 Feb 2026
    1700 hrs on 20 Feb                   Fri 20 Feb 2026
    12 noon on Friday                    Fri 13 Feb 2026
    midnight on Friday                   Fri 13 Feb 2026
    first thing Monday                   Mon 16 Feb 2026
    Monday first thing                   Mon 16 Feb 2026
    Monday morning                       Mon 16 Feb 2026
    Monday am                            Mon 16 Feb 2026
    last thing on Friday                 Fri 13 Feb 2026
    close of play on 3rd                 Tue 3 Mar 2026
    Friday at the latest                 Fri 13 Feb 2026
    Friday please                        Fri 13 Feb 2026
    20 Feb if possible                   Fri 20 Feb 2026
    20 Feb or sooner                     Fri 20 Feb 2026
"""

DISTANCES = """
    3 weeks                              Wed 4 Mar 2026
    in 3 weeks                           Wed 4 Mar 2026
    in three weeks' time                 Wed 4 Mar 2026
    in 2 wks                             Wed 25 Feb 2026
    2wks                                 Wed 25 Feb 2026
    in a fortnight                       Wed 25 Feb 2026
    in a fortnight's time                Wed 25 Feb 2026
    the next fortnight                   Wed 25 Feb 2026
    in a couple of weeks                 Wed 25 Feb 2026
    within the next two weeks            Wed 25 Feb 2026
    over the next two weeks              Wed 25 Feb 2026
    within 60 days                       Sun 12 Apr 2026
    10 days                              Sat 21 Feb 2026
    in ten days                          Sat 21 Feb 2026
    ten days from now                    Sat 21 Feb 2026
    within 24 hours                      Thu 12 Feb 2026
    48 hrs                               Fri 13 Feb 2026
    in a week                            Wed 18 Feb 2026
    within a week                        Wed 18 Feb 2026
    within the next week                 Wed 18 Feb 2026
    in a month                           Wed 11 Mar 2026
    a month from now                     Wed 11 Mar 2026
    a month today                        Wed 11 Mar 2026
    within the next month                Wed 11 Mar 2026
    in six months                        Tue 11 Aug 2026
    in a year's time                     Thu 11 Feb 2027
    twelve months                        Thu 11 Feb 2027
    3 working days                       Mon 16 Feb 2026
    within 5 working days                Wed 18 Feb 2026
    in ten business days                 Wed 25 Feb 2026
    one working day                      Thu 12 Feb 2026
    no more than 2 weeks                 Wed 25 Feb 2026
    this time next week                  Wed 18 Feb 2026
    three weeks from 20 February         Fri 13 Mar 2026
    within 28 days of 20 February        Fri 20 Mar 2026
    two days before the end of the month  Thu 26 Feb 2026
    a week before Christmas              Fri 18 Dec 2026
    two weeks after Easter               Sun 19 Apr 2026
    1 week, 3 days                       Sat 21 Feb 2026
"""

WEEKS = """
    this week                            Fri 13 Feb 2026
    later this week                      Fri 13 Feb 2026
    eow                                  Fri 13 Feb 2026
    the end of the week                  Fri 13 Feb 2026
    the end of this week                 Fri 13 Feb 2026
    next week                            Fri 20 Feb 2026
    sometime next week                   Fri 20 Feb 2026
    during next week                     Fri 20 Feb 2026
    end of next week                     Fri 20 Feb 2026
    late next week                       Fri 20 Feb 2026
    early next week                      Tue 17 Feb 2026
    the beginning of next week           Mon 16 Feb 2026
    mid next week                        Wed 18 Feb 2026
    the middle of next week              Wed 18 Feb 2026
    the week after next                  Fri 27 Feb 2026
    w/c 9 March                          Mon 9 Mar 2026
    w/c 9th                              Mon 9 Mar 2026
    wc 9/3                               Mon 9 Mar 2026
    w/b 9 March                          Mon 9 Mar 2026
    wk commencing 9/3                    Mon 9 Mar 2026
    week commencing Monday 9 March       Mon 9 Mar 2026
    the week beginning 9th March 2026    Mon 9 Mar 2026
    w/c 9 Feb                            Fri 13 Feb 2026
    end of w/c 9 March                   Fri 13 Mar 2026
    the end of the week commencing 9/3   Fri 13 Mar 2026
    Friday of w/c 9 March                Fri 13 Mar 2026
    week of 9 March                      Fri 13 Mar 2026
    the week of the 9th                  Fri 13 Mar 2026
    week ending 13 March                 Fri 13 Mar 2026
    w/e 13/3                             Fri 13 Mar 2026
    w/e fri                              Fri 13 Feb 2026
    first week of March                  Fri 6 Mar 2026
    the first week in June               Fri 5 Jun 2026
    2nd week of March                    Fri 13 Mar 2026
    3rd week of March                    Fri 20 Mar 2026
    first week of next month             Fri 6 Mar 2026
    last week of February                Fri 27 Feb 2026
    last week of the month               Fri 27 Feb 2026
    before next week                     Fri 13 Feb 2026
    by the weekend                       Fri 13 Feb 2026
    before the weekend                   Fri 13 Feb 2026
    over the weekend                     Sun 15 Feb 2026
    this weekend                         Sun 15 Feb 2026
"""

MONTHS_AND_YEARS = """
    March                                Tue 31 Mar 2026
    in March                             Tue 31 Mar 2026
    Feb                                  Sat 28 Feb 2026
    March 2027                           Wed 31 Mar 2027
    Mar '27                              Wed 31 Mar 2027
    December                             Thu 31 Dec 2026
    this month                           Sat 28 Feb 2026
    later this month                     Sat 28 Feb 2026
    end of the month                     Sat 28 Feb 2026
    end of month                         Sat 28 Feb 2026
    month end                            Sat 28 Feb 2026
    EOM                                  Sat 28 Feb 2026
    end of Feb                           Sat 28 Feb 2026
    end March                            Tue 31 Mar 2026
    end-March                            Tue 31 Mar 2026
    the very end of March                Tue 31 Mar 2026
    the end of March 2026                Tue 31 Mar 2026
    next month                           Tue 31 Mar 2026
    the end of next month                Tue 31 Mar 2026
    mid March                            Sun 15 Mar 2026
    mid-March                            Sun 15 Mar 2026
    the middle of March                  Sun 15 Mar 2026
    mid next month                       Sun 15 Mar 2026
    early March                          Sat 7 Mar 2026
    early in March                       Sat 7 Mar 2026
    late March                           Tue 31 Mar 2026
    the start of March                   Sun 1 Mar 2026
    the beginning of April               Wed 1 Apr 2026
    the first half of March              Sun 15 Mar 2026
    before March                         Sat 28 Feb 2026
    before the end of March              Tue 31 Mar 2026
    last Friday of March                 Fri 27 Mar 2026
    first Monday in April                Mon 6 Apr 2026
    the third Thursday of March          Thu 19 Mar 2026
    the last day of the month            Sat 28 Feb 2026
    the last working day of the month    Fri 27 Feb 2026
    the first working day of March       Mon 2 Mar 2026
    the 1st of March                     Sun 1 Mar 2026
    the second Tuesday of next month     Tue 10 Mar 2026
    end of Q1                            Tue 31 Mar 2026
    Q2                                   Tue 30 Jun 2026
    Q2 2026                              Tue 30 Jun 2026
    2026 Q3                              Wed 30 Sep 2026
    the third quarter                    Wed 30 Sep 2026
    quarter 3                            Wed 30 Sep 2026
    the start of Q2                      Wed 1 Apr 2026
    end of the quarter                   Tue 31 Mar 2026
    this quarter                         Tue 31 Mar 2026
    next quarter                         Tue 30 Jun 2026
    before Q2                            Tue 31 Mar 2026
    Q4 of the financial year             Tue 31 Mar 2026
    financial Q4                         Tue 31 Mar 2026
    Q1 2026/27                           Tue 30 Jun 2026
    Q1 of next financial year            Tue 30 Jun 2026
    Q4 FY 2025/26                        Tue 31 Mar 2026
    end of the year                      Thu 31 Dec 2026
    the end of 2026                      Thu 31 Dec 2026
    EOY                                  Thu 31 Dec 2026
    this year                            Thu 31 Dec 2026
    end of the calendar year             Thu 31 Dec 2026
    end of next year                     Fri 31 Dec 2027
    before the new year                  Thu 31 Dec 2026
    by the new year                      Thu 31 Dec 2026
    end of the financial year            Tue 31 Mar 2026
    financial year end                   Tue 31 Mar 2026
    this financial year                  Tue 31 Mar 2026
    the end of 2026/27                   Wed 31 Mar 2027
    the end of next financial year       Wed 31 Mar 2027
    the start of the new financial year  Wed 1 Apr 2026
    before the new financial year        Tue 31 Mar 2026
"""

FEASTS = """
    before Christmas                     Thu 24 Dec 2026
    by Christmas                         Thu 24 Dec 2026
    by Xmas                              Thu 24 Dec 2026
    Christmas Eve                        Thu 24 Dec 2026
    New Year's Eve                       Thu 31 Dec 2026
    before Easter                        Thu 2 Apr 2026
    by Easter                            Thu 2 Apr 2026
    Good Friday                          Fri 3 Apr 2026
    Easter Monday                        Mon 6 Apr 2026
    before Easter 2027                   Thu 25 Mar 2027
    the last working day before Christmas  Thu 24 Dec 2026
    the Friday before Easter             Fri 3 Apr 2026
"""

AROUND_MEETINGS = """
    a week before the next meeting       Tue 14 Apr 2026
    at least a week before the meeting   Tue 14 Apr 2026
    two working days before the board    Fri 17 Apr 2026
    five working days prior to the next board meeting  Tue 14 Apr 2026
    3 days after the meeting             Fri 24 Apr 2026
    the day before the meeting           Mon 20 Apr 2026
    the day after the next meeting       Wed 22 Apr 2026
    the Friday before the next meeting   Fri 17 Apr 2026
    the Monday after the meeting         Mon 27 Apr 2026
    48 hours before the meeting          Sun 19 Apr 2026
    within a week of this meeting        Wed 18 Feb 2026
    the meeting on 28 April              Tue 28 Apr 2026
    the next Finance Committee on 21 April  Tue 21 Apr 2026
    the finance committee meeting on 28 April  Tue 28 Apr 2026
    Friday's meeting                     Fri 13 Feb 2026
    two weeks ahead of the April meeting  Tue 7 Apr 2026
"""

SURE = [
    *rows(DATES),
    *rows(WEEKDAYS),
    *rows(TIMES_OF_DAY),
    *rows(DISTANCES),
    *rows(WEEKS),
    *rows(MONTHS_AND_YEARS),
    *rows(FEASTS),
    *rows(AROUND_MEETINGS),
]


@pytest.mark.parametrize(("phrase", "expected"), SURE)
def test_a_sure_date_is_read(phrase: str, expected: str) -> None:
    """A phrase that names one day is read as that day, and said back with its weekday."""
    reading = read(phrase)
    assert (reading.kind, reading.date) == (DueKind.DATE, day(expected)), reading.reading
    assert reading.reading.endswith(expected)
    assert reading.phrase == phrase
    assert not reading.meeting
