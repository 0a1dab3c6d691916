"""Due words, sentences, owners and verbs: the small readers the forms stand on."""

import datetime as dt

import pytest

from bot.minutes.context import imperative
from bot.minutes.owners import read_owners, sort_of, whole_subject
from bot.minutes.sentences import due_words, is_due, plain_due, sentences
from bot.minutes.status import is_done_status, told_as_done
from bot.minutes.words import is_order, plain_form


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("send it by Friday 13 February", "by Friday 13 February"),
        ("finish the drawings by end of w/c 9 March", "by end of w/c 9 March"),
        ("report to the next meeting", "the next meeting"),
        ("finish it in mid-September", "in mid-September"),
        ("write within two weeks", "within two weeks"),
        ("publish by the end of March 2026", "by the end of March 2026"),
        ("do it as soon as possible", "as soon as possible"),
        ("send it once completed", "once completed"),
        ("ring the mill tonight", "tonight"),
        ("post the link this evening", "this evening"),
        ("I will do it Friday", "Friday"),
        ("Sam to report next meeting", "next meeting"),
        ("the leaflets will go out June 7th", "June 7th"),
        ("count the bicycles - Mar 2026", "Mar 2026"),
        ("put in a bid before the deadline of 15 May 2026", "before the deadline of 15 May 2026"),
        ("tell of it in the next Group 4 newsletter", None),
        ("put the list on the agenda for the next monthly call", "the next monthly call"),
        ("write to the mill the following week", "the following week"),
        ("draft the form before the next call for bids", None),
        ("tell the warden who answers the following calls", None),
        ("approve the minutes of 12 March 2026", None),
        ("invite the parents to attend next meeting", None),
        ("draft the poster for the Regatta, 14th June 2026", None),
        ("give a talk: Wed", None),
        ("fetch it before the next Town Council meeting", "before the next Town Council meeting"),
        ("write to the council about the hedge", None),
        ("prepare the 2026 budget", None),
    ],
)
def test_due_words(text: str, due: str | None):
    """The words that say by when, as written, and none where nothing is said."""
    assert due_words(text) == due


@pytest.mark.parametrize(
    "text",
    ["17.02.15", "ASAP", "end of March", "Next meeting", "w/c 3 March", "Friday", "by 1 May 2026", "Q2"],
)
def test_a_cell_that_is_a_date(text: str):
    """A cell holding only when something is due is known as such."""
    assert is_due(text)


@pytest.mark.parametrize("text", ["Sam Iqbal", "Write to the bus company", "", "HM"])
def test_a_cell_that_is_none(text: str):
    """Names and orders are not dates."""
    assert not is_due(text)


def test_sentences():
    """Titles, initials and abbreviations end no sentence."""
    text = "Cllr. J. Able spoke at 7 p.m. about St. Mary's, e.g. the roof. Dr. Pask agreed. It was late"

    assert [sentence.text for sentence in sentences(text)] == [
        "Cllr. J. Able spoke at 7 p.m. about St. Mary's, e.g. the roof", "Dr. Pask agreed", "It was late",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("HM/PN", ("HM", "PN")),
        ("Sam Iqbal and Priya Nair", ("Sam Iqbal", "Priya Nair")),
        ("Clerk, Chair", ("Clerk", "Chair")),
        ("Owen Pask, NHS.", ("Owen Pask",)),
        ("Partners – Owen Pask/Priya Nair", ("Owen Pask", "Priya Nair")),
        ("Owen Pask with input from the college", ("Owen Pask",)),
        ("Head of Parks and Open Spaces", ("Head of Parks and Open Spaces",)),
        ("Director of Governance and Law", ("Director of Governance and Law",)),
        ("Head of Parks and Hayley", ("Head of Parks", "Hayley")),
        ("HM, SI, and others", ("HM", "SI")),
        ("TBC", ()),
        ("", ()),
    ],
)
def test_owners_of_a_cell(text: str, owners: tuple[str, ...]):
    """Owners are parted at strokes, commas and "and", and what is no owner is left out."""
    assert read_owners(text) == owners


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("HM", "person"), ("@hmarsh", "person"), ("Cllr Ward", "person"), ("The Clerk", "role"), ("Head of Housing", "role"),
        ("All members", "group"), ("partner organisations", "group"), ("the Finance Committee", "body"), ("Hayley Marsh", "person"), ("Quillon Marsh", "name"), ("Topics", "none"),
        ("she", "pronoun"), ("the rule for members", "none"), ("Proposal", "none"), ("the hedge by the church", "none"),
        ("Send Quillon Hall Plans", "none"), ("Ask Hayley Marsh", "none"), ("A", "none"), ("HM--write", "none"), ("Maybe", "none"),
        ("Mark Marsh", "person"), ("BC Marsh", "person"), ("BC", "person"), ("sysadmins", "group"), ("Officials", "group"), ("Lead Officer", "role"), ("Support Group", "body"), ("Çelik Özgür", "name"), ("All staff present", "group"),
    ],
)  # fmt: skip
def test_sorts_of_doers(text: str, sort: str):
    """People, posts, groups and bodies are told from things."""
    assert sort_of(text) == sort


def test_two_doers():
    """Two names before a verb are two owners; a post behind a name is not."""
    assert whole_subject("both Ms Able and Mr Baker").owners == ("Ms Able", "Mr Baker")
    assert whole_subject("Sam Baker, Head of Care").owners == ("Sam Baker",)
    assert whole_subject("HM and SI yet").owners == ("HM", "SI")
    assert whole_subject("The Parks and Play Areas Unit").owners == ("The Parks and Play Areas Unit",)
    assert whole_subject("The Clerk and the Finance Committee").owners == (
        "The Clerk",
        "the Finance Committee",
    )
    assert whole_subject("The Senior Engineer, Environment").owners == ("The Senior Engineer, Environment",)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("That a visit be planned for May", "plan a visit for May"),
        ("the hedge is to be cut back", "cut back the hedge"),
        ("to write to the council", "write to the council"),
        ("Publish the charter.", "publish the charter"),
    ],
)
def test_orders_are_worded_as_orders(text: str, what: str):
    """What is to be done is told as an order in the document's words."""
    assert imperative(text) == what


def test_verbs():
    """Plain verbs and participles are known, with "re" before them or a word behind."""
    assert is_order("circulate")
    assert is_order("reprint")
    assert is_order("follow-up")
    assert not is_order("budget")
    assert plain_form("circulated") == "circulate"
    assert plain_form("drawn") == "draw"
    assert plain_form("blue") is None


@pytest.mark.parametrize(
    "status", ["Complete", "Completed 3/2", "Closed", "Done", "✓", "Action complete", "Withdrawn"]
)
def test_done(status: str):
    """Statuses that leave nothing to do."""
    assert is_done_status(status)


@pytest.mark.parametrize(
    "status", ["Open", "In progress", "Ongoing", "", "To be completed by 1 May", "Not started"]
)
def test_not_done(status: str):
    """Statuses of actions still to do."""
    assert not is_done_status(status)


def test_told_as_done():
    """An action's own words may end by saying it is done."""
    assert told_as_done("Sam to book the hall - done")
    assert not told_as_done("Sam to see that the work is done")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Report later in the week", "later in the week"), ("Write to them over the weekend", "over the weekend"),
        ("Order seed from May", "May"), ("Send it before Friday 24.6.26", "before Friday 24.6.26"),
        ("Book it by 2026/04/14", "by 2026/04/14"), ("Share it next Monday (1 June)", "1 June"),
        ("Reply by 5pm on Friday", "by 5pm on Friday"), ("Paint it within the next fortnight", "within the next fortnight"),
    ],
)  # fmt: skip
def test_more_ways_to_say_when(text: str, due: str):
    """Due words are found as they are written, whatever stands around the day; the day in brackets is the one meant."""
    assert due_words(text) == due


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("the June meeting", "in June"), ("at the March 2026 Board", "in March 2026"), ("due 8/15", "due 15/8"),
        ("by 2026/04/14", "by 2026-04-14"), ("over weekend", "over the weekend"), ("by 3/4", "by 3/4"), ("by Friday", "by Friday"),
        ("for next regular call", "next meeting"), ("the following week", "the following week"),
    ],
)  # fmt: skip
def test_due_words_for_the_calendar(words: str, plain: str):
    """A month's meeting is some day of that month, and a date by the month first is turned where the day leaves no doubt."""
    assert plain_due(words) == plain


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("at the March meeting", "next meeting"),
        ("before the March 2026 meeting", "next meeting"),
        ("at the March 2027 meeting", "in March 2027"),
        ("at the April meeting", "in April"),
        ("for the March board pack", "in March"),
    ],
)
def test_the_meeting_of_the_month_we_meet_next(words: str, plain: str):
    """Where the next meeting is in that month, it is the one meant."""
    assert plain_due(words, dt.date(2026, 3, 10)) == plain
