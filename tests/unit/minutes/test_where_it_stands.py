"""What stands around a line: the list before it, the number above it, the day at its end, and what closes or passes it on."""

import pytest

from bot.minutes import read_minutes
from bot.minutes.papers import read_paper
from bot.minutes.sentences import due_words, plain_due

HEAD = "Northvale Wellbeing Partnership\n\nMinutes of the meeting held on 10 February 2026\n\n"
PRESENT = (
    HEAD + "Present: Margaret Hale (Chair), Diane Ward, Tom Reid, Kim Osei\n"
    "In attendance: Hayley Marsh, Priya Nair, Sam Iqbal (clerk)\n\n"
)


def found(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, words and minute of each proposal."""
    return [(p.kind, p.what, p.minute) for p in read_minutes(PRESENT + text).proposals]


# --- people ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label", ["In attendance:", "Also present:", "Apologies:", "In attendance (officers):", "IN ATTENDANCE:", "Observers:"]
)  # fmt: skip
def test_a_list_that_goes_on_under_another_label_ends_there(label: str):
    """The last name before it is not made longer by the label's first word, nor the first one lost behind it."""
    text = (
        HEAD
        + f"Present: Margaret Hale (Chair), Diane Ward, Tom Reid, Kim Osei\n{label} Hayley Marsh, Jo Brand\n\n"
    )
    names = [person.name for person in read_minutes(text).people]
    assert names == ["Margaret Hale", "Diane Ward", "Tom Reid", "Kim Osei", "Hayley Marsh", "Jo Brand"]


def test_a_post_with_such_a_word_is_no_label():
    text = HEAD + "Present: Ann Oake (Attendance Officer), Bo Reed, Present Day Trust: Cy Dunn\n\n"
    assert [p.name for p in read_minutes(text).people][:2] == ["Ann Oake", "Bo Reed"]


# --- dates -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("13/03/26", "13/03/26"),
        ("by 13/3/26", "by 13/3/26"),
        ("3/12/2026", "3/12/2026"),
        ("8/15", "15/8"),
        ("by 8/15", "by 15/8"),
        ("next time", "next meeting"),
        ("for next time", "next meeting"),
        ("next time the river floods", "next time the river floods"),
    ],
)
def test_figures_are_turned_round_only_where_no_year_follows(words: str, plain: str):
    """ "8/15" can only be a month first; in "13/03/26" the last figures are the year."""
    assert plain_due(words) == plain


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("ring the Trust 13/03/26", "13/03/26"),
        ("ring the Trust (13/03/2026)", "13/03/2026"),
        ("ring the Trust - 13.03.26.", "13.03.26"),
        ("answer the letter dated 13/03/26", None),
        ("circulate the minutes of 13/03/26", None),
        ("repeat the survey held 13/03/26", None),
        ("ring the Trust 13/03/26 or later", None),
        ("fill in form 13/26", None),
    ],
)
def test_a_day_in_figures_at_the_end_is_when_it_is_due(text: str, due: str | None):
    """Unless a word before it says what else it dates."""
    assert due_words(text) == due


# --- what closes a matter --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "closing", ["Agreed to close.", "AGREED to close this action.", "It was agreed to close it.", "Agreed to sign off."]
)  # fmt: skip
def test_to_close_the_matter_talked_about_is_nothing_to_do(closing: str):
    text = f"1. Barn roof\n\nThe tiles are on and the scaffold is down. {closing}\n\n2. Gate\n\nKim to oil the hinges.\n"
    assert found(text) == [("action", "oil the hinges", "2")]


def test_to_close_a_thing_is_still_to_do():
    assert found("1. Barn\n\nIt was agreed that Kim would close the barn doors.\n") == [
        ("action", "close the barn doors", "1")
    ]


def test_the_heading_under_a_sentence_that_settles_is_no_decision():
    """Items under "RESOLVED:" go on with it; "2. Workshop" under "Agreed to close." is the next topic."""
    text = "1. Barn\nThe roof is mended. Agreed to close.\n2. Workshop\nKim to book the hall.\n4. Plans\nTom to map the route.\n"
    assert [kind for kind, _, _ in found(text)] == ["action", "action"]
    listed = "1. Barn\n\nRESOLVED:\n1. That the quote be accepted.\n2. That the survey be noted.\n"
    assert [kind for kind, _, _ in found(listed)] == ["decision", "decision"]


@pytest.mark.parametrize(
    "settled", ["RESOLVED to", "Agreed to", "It was RESOLVED that the clerk would", "RESOLVED: to"]
)
def test_what_was_resolved_is_worded_without_the_word(settled: str):
    """An owner under a mark of action behind it has the thing itself to do."""
    proposals = read_minutes(
        PRESENT + f"2. Letters\n\n{settled} write to the county council. Action: clerk\n"
    ).proposals
    assert [(p.what, p.owners) for p in proposals if p.to_do] == [("write to the county council", ("clerk",))]


# --- numbers ---------------------------------------------------------------------------------------------------


def test_a_numbered_title_right_above_a_table_or_list_is_its_minute():
    """Also where no empty line stands around it, and behind the list of those who are missing."""
    text = (
        "1. Apologies\nNone.\n2. Workshop\n| Action | Owner | Date |\n| Invite speakers | HM | 13/03/26 |\n"
        "3. Plans\n- Tom to map the route.\n4. Spring fair\n- Kim to book the field.\n- Diane to ring the baker.\n"
    )
    assert [(what, minute) for _, what, minute in found(text)] == [
        ("invite speakers", "2"),
        ("map the route", "3"),
        ("book the field", "4"),
        ("ring the baker", "4"),
    ]


def test_a_numbered_line_that_says_more_than_a_title_is_the_next_minute():
    """And a list of orders that begins at 1 again stays within its own."""
    text = "1. Welcome\nThe chair opened.\n2. To hear about the barn\nKim to oil the hinges.\n"
    assert found(text) == [("action", "oil the hinges", "2")]
    listed = "4. Barn\n- Diane to ring the baker.\n1. Kim to oil the hinges.\n2. Tom to paint the doors.\n"
    assert [minute for _, _, minute in found(listed)] == ["4", "4", "4"]


def test_a_numbered_list_of_orders_numbers_no_minutes():
    text = "## 5. Actions\n\n1. Kim to book the hall\n2. Tom to map the route\n"
    assert [minute for _, _, minute in found(text)] == ["5", "5"]


# --- passed on -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Referred to the Housing Board: damp in Mill Lane.", "refer damp in Mill Lane to the Housing Board"),
        ("Referred to Housing Board - damp in Mill Lane.", "refer damp in Mill Lane to Housing Board"),
        ("The question of damp was referred to the Housing Board.", "refer the question of damp to the Housing Board"),
        ("The bill is to be referred to the Finance Committee.", "refer the bill to the Finance Committee"),
    ],
)  # fmt: skip
def test_what_is_handed_to_another_body_is_a_referral(line: str, what: str):
    assert found(f"2. Housing\n\n{line}\n") == [("referral", what, "2")]


@pytest.mark.parametrize(
    "line",
    [
        "The damp had been referred to the Housing Board last year.",
        "The question was previously referred to the Housing Board.",
        "Tom asked if it should be referred to the Housing Board.",
        "The paper that was referred to in the report was read.",
        "Members were referred to the map on page 3.",
        "Parking is deferred to the next meeting of the Board.",
    ],
)
def test_what_was_handed_over_before_or_may_be_is_none(line: str):
    assert [kind for kind, _, _ in found(f"2. Housing\n\n{line}\n") if kind == "referral"] == []


# --- reports ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "reported"),
    [
        ("Winter summary - TR has finished this and sent it round. Agreed to close.", True),
        ("The winter summary is now complete.", True),
        ("The winter summary was talked over at length.", False),
        ("The winter summary had been circulated before the meeting.", False),
    ],
)
def test_a_line_that_says_something_is_done_may_be_a_report(line: str, reported: bool):
    """Wherever it stands; the log tells whether it has such an action."""
    paper = read_paper(PRESENT + f"3. Reports\n\n{line}\n")
    assert [one.quote for one in paper.found if one.kind == "report"] == ([line] if reported else [])
