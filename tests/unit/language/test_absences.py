"""What people say of themselves: away, back, no nudges."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import intents as i
from bot.language.absences import read_absence, read_personal
from bot.language.dues import DueKind
from bot.language.dues.reading import day_month_year
from bot.language.silences import read_again
from bot.language.text import ATOM

MONDAY = date(2026, 3, 23)
WHO = ATOM[1]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("until 8 April", MONDAY, date(2026, 4, 8)),
        ("until 8 April inclusive", MONDAY, date(2026, 4, 8)),
        ("until 8/4", MONDAY, date(2026, 4, 8)),
        ("from 3 to 8 April", date(2026, 4, 3), date(2026, 4, 8)),
        ("3-8 April", date(2026, 4, 3), date(2026, 4, 8)),
        ("3 April \u2013 8 April", date(2026, 4, 3), date(2026, 4, 8)),
        ("between 3 and 8 April", date(2026, 4, 3), date(2026, 4, 8)),
        ("from 28 to 3 April", date(2026, 3, 28), date(2026, 4, 3)),
        ("from tomorrow to 8 April", date(2026, 3, 24), date(2026, 4, 8)),
        ("tomorrow", date(2026, 3, 24), date(2026, 3, 24)),
        ("today", MONDAY, MONDAY),
        ("on Friday", date(2026, 3, 27), date(2026, 3, 27)),
        ("this week", MONDAY, date(2026, 3, 27)),
        ("next week", date(2026, 3, 30), date(2026, 4, 3)),
        ("w/c 6 April", date(2026, 4, 6), date(2026, 4, 10)),
        ("for 3 days", MONDAY, date(2026, 3, 25)),
        ("for two weeks", MONDAY, date(2026, 4, 5)),
        ("for a week", MONDAY, date(2026, 3, 29)),
        ("from tomorrow for two weeks", date(2026, 3, 24), date(2026, 4, 6)),
        ("from 6 April for a fortnight", date(2026, 4, 6), date(2026, 4, 19)),
        ("starting Thursday, for 3 working days", date(2026, 3, 26), date(2026, 3, 30)),
        ("for two weeks from Wednesday", date(2026, 3, 25), date(2026, 4, 7)),
        ("a week from 1 April", date(2026, 4, 1), date(2026, 4, 7)),
        ("from next week for two weeks", date(2026, 3, 30), date(2026, 4, 12)),
        ("all week", MONDAY, date(2026, 3, 27)),
        ("for the rest of the week", MONDAY, date(2026, 3, 27)),
        ("all of next week", date(2026, 3, 30), date(2026, 4, 3)),
        ("all day today", MONDAY, MONDAY),
        ("16th-20th April", date(2026, 4, 16), date(2026, 4, 20)),
        ("on Thursday and Friday", date(2026, 3, 26), date(2026, 3, 27)),
        ("back on 9 April", MONDAY, date(2026, 4, 8)),
        ("until 8 April, back on 9 April", MONDAY, date(2026, 4, 8)),
        ("from 1 April; back on 9 April", date(2026, 4, 1), date(2026, 4, 8)),
        ("from Friday 3 April to Monday 6 April, back Tuesday", date(2026, 4, 3), date(2026, 4, 6)),
    ],
)
def test_the_days_of_an_absence(words: str, first: date, last: date) -> None:
    """Both ends are included; back on a day is away until the day before."""
    read = read_absence(words, said_on=MONDAY)
    assert (read.first, read.last) == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        f"until 8 April cover {WHO}",
        f"until 8 April, covered by {WHO}",
        f"until 8 April. {WHO} is covering",
        f"cover {WHO} until 8 April",
        f"until 8 April ({WHO} covers)",
        f"until 8 April, {WHO}'s covering",
        f"until 8 April. Please contact {WHO} in my absence",
        f"until 8 April, ask {WHO}",
    ],
)
def test_who_covers(words: str) -> None:
    """Wherever it is said."""
    read = read_absence(words, said_on=MONDAY)
    assert (read.first, read.last, read.cover) == (MONDAY, date(2026, 4, 8), WHO)


def test_a_written_name_covers() -> None:
    assert read_absence("until 8 April, cover Kim Osei", said_on=MONDAY).cover == "Kim Osei"
    assert read_absence("until 8 April, Kim's covering", said_on=MONDAY).cover == "Kim"
    assert read_absence("for a fortnight. Kim is covering", said_on=MONDAY).cover == "Kim"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I won't be in next week", "next week"),
        ("I'm not around until Monday", "until Monday"),
        ("I have leave from 3 to 8 April", "from 3 to 8 April"),
        ("I've got annual leave next week", "next week"),
        ("I'm going on holiday on Friday for two weeks", "on Friday for two weeks"),
        ("on mat leave until 8 April", "until 8 April"),
        ("away 3 to 8 April incl.", "3 to 8 April"),
        ("annual leave until further notice", ""),
        ("off sick until further notice", ""),
        ("I'm away from 3 to 6 April, back Tuesday", "from 3 to 6 April, back Tuesday"),
    ],
)
def test_an_absence_is_understood_in_other_words(text: str, words: str) -> None:
    """What is no day, "until further notice", is asked about."""
    assert read_personal(text) == i.Away(words)


@pytest.mark.parametrize(
    "text", ["I have leave to appeal", "I won't be working on this", "I've left it with Tom"]
)
def test_words_like_an_absence_are_none(text: str) -> None:
    """They may be somebody's answer about an action."""
    assert read_personal(text) is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("until 1 March", DueKind.PAST),
        ("until 32 April", DueKind.UNREADABLE),
        ("until September", DueKind.AMBIGUOUS),
        ("from 32 April for two weeks", DueKind.UNREADABLE),
        ("until 8 April, back on 9 May until", DueKind.UNREADABLE),
        ("until 8 April, back on 7 April", DueKind.UNREADABLE),
    ],
)
def test_what_is_in_doubt_names_no_days(words: str, kind: DueKind) -> None:
    """It is asked about, never guessed."""
    read = read_absence(words, said_on=MONDAY)
    assert read.last is None
    assert read.doubt is not None
    assert read.doubt.kind is kind


def test_a_beginning_alone_has_no_end() -> None:
    read = read_absence("from 6 April", said_on=MONDAY)
    assert (read.first, read.last, read.doubt) == (date(2026, 4, 6), None, None)


@given(
    said_on=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    wait=st.integers(0, 200),
    length=st.integers(0, 60),
)
def test_every_span_of_written_days_is_read_back(said_on: date, wait: int, length: int) -> None:
    first = said_on + timedelta(days=wait)
    last = first + timedelta(days=length)
    words = f"from {day_month_year(first)} to {day_month_year(last)}"
    read = read_absence(words, said_on=said_on)
    assert (read.first, read.last) == (first, last)


@given(words=st.text(max_size=80))
def test_anything_at_all_can_be_said(words: str) -> None:
    """Nothing typed breaks the reading, and an absence never ends before it begins."""
    read = read_absence(words, said_on=MONDAY)
    if read.last is not None:
        assert read.last >= MONDAY
        assert read.first is not None
        assert read.first <= read.last
    read_personal(words)
    read_again(words, said_on=MONDAY, next_meeting=None)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("away until 8 April", i.Away("until 8 April")),
        ("away", i.Away("")),
        ("Away from 3 to 8 April.", i.Away("from 3 to 8 April")),
        ("I'm on leave until 8 April", i.Away("until 8 April")),
        ("I\u2019m on annual leave next week", i.Away("next week")),
        ("out of office until Friday", i.Away("until Friday")),
        ("back on 9 April", i.Away("back on 9 April")),
        ("back", i.Back()),
        ("I'm back", i.Back()),
        ("mute until Monday", i.Mute("until Monday")),
        ("stop nudging me", i.Mute("")),
        ("please stop nudging me", i.Mute("")),
        ("stop", i.Mute("")),
        ("stop reminding me until Monday", i.Mute("until Monday")),
        ("don't nudge me", i.Mute("")),
        ("no nudges until Monday please", i.Mute("until Monday please")),
        ("turn off nudges", i.Mute("")),
        ("stop nudging me about 12", i.Snooze((i.Ref(12),))),
        ("stop nudging me about NWP-12 until Friday", i.Snooze((i.Ref(12, "NWP"),), "until Friday")),
        ("stop nudging me about this", i.Snooze()),
        ("mute this until Friday", i.Snooze((), "until Friday")),
        ("I'm on leave", i.Away("")),
        ("I am away", i.Away("")),
        ("I'm off sick", i.Away("")),
        ("off sick", i.Away("")),
        ("sorry, I'm off sick", i.Away("")),
        ("I am off ill, sorry", i.Away("")),
        ("I'm poorly", i.Away("")),
        ("on annual leave", i.Away("")),
        ("on holiday", i.Away("")),
        ("off sick today", i.Away("today")),
        ("on holiday from tomorrow for two weeks", i.Away("from tomorrow for two weeks")),
        ("I'm away from Monday for 2 weeks", i.Away("from Monday for 2 weeks")),
        ("away for a week", i.Away("for a week")),
        ("off next week", i.Away("next week")),
        ("stop sending me these", i.Mute("")),
        ("please stop messaging me", i.Mute("")),
        ("could you stop sending me these messages until Monday", i.Mute("until Monday")),
        ("don't send me any more of these", i.Mute("")),
        ("stop sending reminders", i.Mute("")),
        ("I don't want any more reminders, thanks", i.Mute("")),
        ("could you stop messaging me?", i.Mute("")),
        ("no more of these messages please", i.Mute("")),
        ("stop nudging me for 3 days", i.Mute("for 3 days")),
        ("stop sending me this", i.Snooze()),
        ("don't nudge me about 1 until Friday", i.Snooze((i.Ref(1),), "until Friday")),
        ("don't nudge me until Friday about 1", i.Snooze((i.Ref(1),), "until Friday")),
        ("please stop sending me reminders about NWP-12", i.Snooze((i.Ref(12, "NWP"),))),
        ("remind me about 1 on Friday", i.Snooze((i.Ref(1),), "on Friday")),
        ("can you nudge me about 1 and 2 again next week?", i.Snooze((i.Ref(1), i.Ref(2)), "next week")),
        ("remind me on Friday about NWP-12", i.Snooze((i.Ref(12, "NWP"),), "on Friday")),
        ("remind me in 3 days", i.Snooze((), "in 3 days")),
        ("ask me again tomorrow", i.Snooze((), "tomorrow")),
        ("chase me about this next week", i.Snooze((), "next week")),
        ("nudge me about 1 again", i.Unsnooze((i.Ref(1),))),
        ("nudge me again about 1 and 2", i.Unsnooze((i.Ref(1), i.Ref(2)))),
        ("you can remind me about this again", i.Unsnooze()),
        ("start nudging me about 1 again", i.Unsnooze((i.Ref(1),))),
        ("unsnooze 1", i.Unsnooze((i.Ref(1),))),
        ("unsnooze", i.Unsnooze()),
        ("end the snooze on 1", i.Unsnooze((i.Ref(1),))),
        ("unmute 1", i.Unsnooze((i.Ref(1),))),
        ("unmute", i.Unmute()),
        ("start sending me reminders again", i.Unmute()),
        ("turn reminders back on", i.Unmute()),
        ("nudge me again", i.Unmute()),
        ("you can nudge me again", i.Unmute()),
    ],
)
def test_what_is_said_of_oneself(said: str, meant: i.Intent) -> None:
    assert read_personal(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "I'm on leave so it will be late",
        "back to legal",
        "back with legal on Friday",
        "off to print on Friday",
        "stop the press",
        "stop it from happening again",
        "away until Monday so will finish it on Tuesday",
        "back on Monday with the figures",
        "unavailable",
        "leave it with me",
        "away day outcomes circulated",
        "away day booked and the venue paid for, the rest will follow",
        "holiday rota is done",
        "nudged them again on Friday",
        "muted response so far",
        "Tom is on leave until Friday",
        "Tom is on leave until Friday, so waiting",
        "Tom is off sick",
        "the plan is off next week's agenda",
        "off next week's agenda",
        "off sick cover is arranged",
        "I'm sick of waiting for legal",
        "stop sending me the drafts",
        "stop sending these",
        "I don't want messages going out before the vote",
        "don't send me these drafts before Friday",
        "remind me to call legal on Friday",
        "remind me about the map on Friday",
        "nudge me about 20 chairs",
        "ask me when it is done",
        "ask me again",
        "start messages on Friday",
        "remind me about 2 weeks",
        "ask me again when legal are back",
    ],
)
def test_an_owners_own_words_are_left_alone(said: str) -> None:
    """They are about an action, and stay so."""
    assert read_personal(said) is None


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("3 days", date(2026, 3, 26)),
        ("for 3 days", date(2026, 3, 26)),
        ("3 working days", date(2026, 3, 26)),
        ("a week", date(2026, 3, 30)),
        ("for a fortnight", date(2026, 4, 6)),
        ("a month", date(2026, 4, 23)),
        ("until Friday", date(2026, 3, 27)),
        ("until Friday please", date(2026, 3, 27)),
        ("until Monday", date(2026, 3, 30)),
        ("until 26 April", date(2026, 4, 26)),
        ("next week", date(2026, 3, 30)),
        ("this week", date(2026, 3, 30)),
        ("tomorrow", date(2026, 3, 24)),
        ("until the next meeting", date(2026, 4, 21)),
        ("on Friday", date(2026, 3, 27)),
        ("in 3 days", date(2026, 3, 26)),
    ],
)
def test_when_one_wants_to_hear_again(phrase: str, day: date) -> None:
    """The first day on which one does; said on a Monday, "until Monday" is the next one."""
    assert read_again(phrase, said_on=MONDAY, next_meeting=date(2026, 4, 21)).date == day


@pytest.mark.parametrize("phrase", ["", "1 March", "until 32 April", "whenever", "in May"])
def test_no_day_is_guessed(phrase: str) -> None:
    assert read_again(phrase, said_on=MONDAY, next_meeting=None).date is None
