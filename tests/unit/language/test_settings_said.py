"""Settings in plain words: however they are put, and whatever else is typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.boards import Board, Rules
from bot.domain.ids import BoardId
from bot.domain.settings import Setting, as_board
from bot.language.settings import NotRead, named, read, read_own
from bot.views.settings import value_words

BOARD = Board(BoardId(1), "NWP", "A board", "Europe/London")
TODAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("said", "setting", "data"),
    [
        ("escalation: clerk after five working days; chair after ten working days", "escalation", {"clerk": 5, "chair": 10}),
        ("escalation after 5 working days to the clerk, after 10 to the chair", "escalation", {"clerk": 5, "chair": 10}),
        ("escalation clerk 3 days chair 6 days", "escalation", {"clerk": 3, "chair": 6}),
        ("escalation chair after 2 weeks", "escalation", {"clerk": None, "chair": 10}),
        ("escalation off", "escalation", {"clerk": None, "chair": None}),
        ("digest on Wednesdays at 8.30", "digest", {"weekday": 2, "at": "08:30"}),
        ("digest Tuesday 10:00 and 2 working days before meetings", "digest", {"weekday": 1, "at": "10:00", "working_days_before_meeting": 2}),
        ("set the digest to Friday", "digest", {"weekday": 4}),
        ("nudges: 7 days before, 1 day before and on the day", "nudges", {"days_before": [7, 1, 0]}),
        ("nudges a week before, then every 3 days", "nudges", {"days_before": [7], "days_between": 3}),
        ("nudge time 8:30", "nudges", {"at": "08:30"}),
        ("quiet hours 8pm to 7am", "quiet", ["20:00", "07:00"]),
        ("quiet 20:00-07:30", "quiet", ["20:00", "07:30"]),
        ("closed Easter Monday", "closed", [["2026-04-06", "2026-04-06"]]),
        ("closed christmas", "closed", [["2026-12-25", "2026-12-26"]]),
        ("closed over Xmas and easter", "closed", [["2026-04-03", "2026-04-06"], ["2026-12-25", "2026-12-26"]]),
        ("closed Easter weekend", "closed", [["2026-04-03", "2026-04-06"]]),
        ("closed Easter 2027", "closed", [["2027-03-26", "2027-03-29"]]),
        ("closed Christmas Day", "closed", [["2026-12-25", "2026-12-25"]]),
        ("closed new year", "closed", [["2027-01-01", "2027-01-01"]]),
        ("closed between Christmas and New Year", "closed", [["2026-12-25", "2027-01-01"]]),
        ("closed from Christmas Eve to new year", "closed", [["2026-12-24", "2027-01-01"]]),
        ("closed between 24 Dec and 2 Jan", "closed", [["2026-12-24", "2027-01-02"]]),
        ("closed 24–28 December", "closed", [["2026-12-24", "2026-12-28"]]),
        ("closed 24 Dec, 25 Dec and 28 Dec", "closed", [["2026-12-24", "2026-12-25"], ["2026-12-28", "2026-12-28"]]),
        ("pause 16 Feb - 20 Feb, half term", "pause", {"days": ["2026-02-16", "2026-02-20"], "words": "half term"}),
        ("pause 2 Feb to 8 May", "pause", {"days": ["2026-02-02", "2026-05-08"], "words": ""}),
        ("pause until 8 May pre-election", "pause", {"days": ["2026-02-10", "2026-05-08"], "words": "pre-election"}),
        ("pause until 8 May 2026 pre-election", "pause", {"days": ["2026-02-10", "2026-05-08"], "words": "pre-election"}),
        ("pause until 8th of May \u2013 the election", "pause", {"days": ["2026-02-10", "2026-05-08"], "words": "the election"}),
        ("pause until Friday week half term", "pause", {"days": ["2026-02-10", "2026-02-20"], "words": "half term"}),
        ("pause until the end of May pre-election", "pause", {"days": ["2026-02-10", "2026-05-31"], "words": "pre-election"}),
        ("pause until the week after next office move", "pause", {"days": ["2026-02-10", "2026-02-27"], "words": "office move"}),
        ("pause 16 to 20 February half term", "pause", {"days": ["2026-02-16", "2026-02-20"], "words": "half term"}),
        ("pause for 2 weeks half term", "pause", {"days": ["2026-02-10", "2026-02-23"], "words": "half term"}),
        ("pause until 8 May because of the election", "pause", {"days": ["2026-02-10", "2026-05-08"], "words": "the election"}),
        ("ask owners 4 days before the meeting", "ask", 4),
        ("time zone: Europe/Paris", "zone", "Europe/Paris"),
        ("zone new york", "zone", "America/New_York"),
        ("bank holidays Northern Ireland", "nation", "GB-NIR"),
        ("quiet as usual", "quiet", None),
    ],
)  # fmt: skip
def test_one_meaning_in_many_words(said: str, setting: str, data: object) -> None:
    """As clerks write them."""
    found = named(said)
    assert found.setting == setting
    assert read(Setting(setting), found.value, BOARD, TODAY) == data


@pytest.mark.parametrize(
    "said",
    [
        "digest Tuesday Thursday 10:00", "digest 10:00 11:00", "digest off", "nudges off", "nudges 1,2,3,4,5,6,7 days before",
        "quiet 18:00", "quiet 18:00 to 18:00", "escalation someone after 5 days", "escalation clerk", "ask 99", "ask soon",
        "pause this week", "pause until further notice", "pause until 8 May or 9 May", "pause until 8 May to 9 June",
        "pause until 32 May pre-election", "pause until 8 May 2027 pre-election", "pause until May elections are over",
        "pause until Easter holidays end", "pause until 8 May maybe", "pause for 2 weeks from Monday", "pause 1 March 2026 to 1 June 2027", "closed", "closed someday", "closed Christmas week", "closed Easter holidays",
        "closed without 24 Dec", "zone Atlantis", "nation GB",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_not_guessed(said: str) -> None:
    """It is asked about, with what can be said."""
    found = named(said)
    assert found.setting is not None
    with pytest.raises(NotRead) as refused:
        read(found.setting, found.value, BOARD, TODAY)
    assert refused.value.problem.endswith((".", "?"))
    assert "“" in refused.value.how or ";" in refused.value.how


@given(st.sampled_from(Setting), st.text(max_size=60) | st.text("0123456789:, -to daysbefore", max_size=40))
def test_whatever_is_typed_is_answered(setting: Setting, words: str) -> None:
    """With a value, or with what was not understood; and a value said back means the same."""
    try:
        data = read(setting, words, BOARD, TODAY)
    except NotRead as refused:
        assert refused.problem
        return
    if setting is Setting.ZONE or data is None:
        return
    board = as_board(Rules(), BOARD.id, "NWP", "A board", "Europe/London", None, {setting.value: data})
    said = value_words(board, setting, TODAY)
    again = read(setting, said, board, TODAY, whole=True)
    own = {} if again is None else {setting.value: again}
    after = as_board(Rules(), BOARD.id, "NWP", "A board", "Europe/London", None, own)
    assert value_words(after, setting, TODAY) == said


@given(st.text(max_size=60))
def test_any_words_name_a_setting_or_none(words: str) -> None:
    """And one's own are read or refused."""
    found = named(words)
    assert found.setting is None or found.setting in Setting
    for setting in (Setting.NUDGES, Setting.NATION, Setting.ZONE):
        try:
            read_own(setting, words, {})
        except NotRead as refused:
            assert refused.how
