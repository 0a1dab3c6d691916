"""Every form of minutes we know, with invented examples: what is found, and what is left alone."""

import pytest

from bot.minutes import SURE, read_minutes
from tests.unit.minutes.forms import FORMS, NOTHING, PRESENT, Form


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_form_is_read(form: Form):
    """Who, what and by when are found for each action of the form, in order, and nothing besides."""
    reading = read_minutes(form.text)

    found = [(action.owners, action.what, action.due_words) for action in reading.actions]
    assert [owners for owners, _, _ in found] == [owners for owners, _, _ in form.wants], form.promise
    assert [due for _, _, due in found] == [due for _, _, due in form.wants], form.promise
    for (_, what, _), (_, wanted, _) in zip(found, form.wants, strict=True):
        assert wanted.lower() in what.lower(), form.promise
    if form.decisions is not None:
        assert len(reading.decisions) == form.decisions, form.promise


@pytest.mark.parametrize(("name", "text"), NOTHING, ids=[name for name, _ in NOTHING])
def test_what_is_not_an_action_is_left_alone(name: str, text: str):
    """History, opinions, outsiders' plans, slides and reviews put nothing in the log."""
    assert not read_minutes(PRESENT + text).actions, name


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_every_proposal_says_where_it_stands_and_why(form: Form):
    """The quote is exactly the text it points at, and the form recognised is named in words."""
    for proposal in read_minutes(form.text).proposals:
        assert form.text[proposal.start : proposal.end] == proposal.quote
        assert proposal.why
        assert 0 < proposal.confidence <= 1
        assert proposal.what


def test_initials_are_explained_by_the_list_of_those_present():
    """Owners stay as written; who is meant stands beside them."""
    (action,) = read_minutes(PRESENT + "ACTION: HM to print the posters\n").actions

    assert action.owners == ("HM",)
    assert action.owners_resolved == ("Hayley Marsh",)


def test_unknown_owners_stay_words():
    """An owner nobody is matched to keeps the document's words."""
    (action,) = read_minutes(PRESENT + "ACTION: XY to print the posters\n").actions

    assert action.owners_resolved == ("XY",)


def test_the_same_commitment_in_prose_and_in_the_table_is_one():
    """The table's row is kept and the sentence above it is not proposed again."""
    text = PRESENT + (
        "Hayley Marsh agreed to send the survey results to all partners.\n\n"
        "| What | Who | When |\n|--|--|--|\n| Send the survey results to all partners | Hayley Marsh | 17 Feb |\n"
    )

    (action,) = read_minutes(text).actions

    assert action.due_words == "17 Feb"
    assert action.why == "a row of a table of actions"


def test_actions_of_different_owners_are_not_merged():
    """Two people asked for much the same are two actions."""
    text = (
        PRESENT
        + "ACTION: HM to send comments on the draft charter.\n\nACTION: OP to send comments on the draft charter.\n"
    )

    assert [action.owners for action in read_minutes(text).actions] == [("HM",), ("OP",)]


def test_two_sentences_with_their_own_owners_are_two_actions():
    """One line may hold several orders, each with its doer."""
    text = PRESENT + "Action: HM to draft the letter. SI to post it by 1 May.\n"

    found = [(action.owners, action.due_words) for action in read_minutes(text).actions]

    assert found == [(("HM",), None), (("SI",), "by 1 May")]


def test_a_later_sentence_without_its_own_order_explains():
    """What follows the order is not a second action."""
    text = PRESENT + "Action: HM to draft the letter. It should be short and kind.\n"

    assert len(read_minutes(text).actions) == 1


def test_the_minute_is_named():
    """A proposal carries the number of its minute, or else its heading."""
    text = (
        PRESENT
        + "## 4.2 Transport\n\nThe Clerk will write to the operator.\n\n## Parking\n\nHM to count the bays.\n"
    )

    assert [action.minute for action in read_minutes(text).actions] == ["4.2", "Parking"]


def test_another_bodys_meeting_is_no_date_of_ours():
    """Due words that name another body's meeting say so, and the board's calendar is not asked."""
    text = "Westmere Steering Committee\n\n3 March 2026\n\nACTION: Sam Iqbal to report to the next Board meeting.\n"

    (action,) = read_minutes(text).actions

    assert action.due_words == "the next Board meeting"
    assert action.due_elsewhere


def test_sure_and_unsure():
    """A table's row may be accepted unseen; a sentence of prose asks for a look."""
    table = read_minutes(PRESENT + "| Action | Owner |\n|--|--|\n| Book the hall | HM |\n").actions[0]
    prose = read_minutes(
        PRESENT + "The Board asked whether the college would publish its figures.\n"
    ).actions[0]

    assert table.sure
    assert not prose.sure


def test_speakers_words():
    """In a scribe's minutes what somebody takes on in the first person is theirs."""
    text = "## Present\n\n* Ann Oake (AO)\n* Bo Reed (BR)\n\n## Minutes\n\nAO: Who asks the printers?\nBR: Yes, I will ask them\n"

    assert [action.owners for action in read_minutes(text).actions] == [("BR",)]


def test_a_word_to_the_right_names_the_owner():
    """The owner pushed to the end of the line belongs to the sentence before it."""
    text = PRESENT + "Priya Nair will post the badges to the helpers                 Action Priya\n"

    (action,) = read_minutes(text).actions

    assert action.owners == ("Priya",)
    assert action.what == "post the badges to the helpers"


def test_committee_that_requests():
    """Lists that go on from "RESOLVED: That the Committee" note, and request."""
    text = PRESENT + (
        "RESOLVED: That the Committee:-\n\n(a)  notes the report; and\n\n"
        "(b)  requests the Trees and Hedges Officer to report back in June.\n"
    )
    reading = read_minutes(text)

    assert [request.owners for request in reading.actions] == [("the Trees and Hedges Officer",)]
    assert reading.actions[0].kind == "request"
    assert len(reading.decisions) == 1


def test_resolution_without_its_word():
    """Web pages lose the word RESOLVED; items that begin "That the" are still read."""
    text = (
        PRESENT
        + "a.   That the drawings be shown at the May meeting.\n\nb.   That the minutes be approved.\n"
    )
    reading = read_minutes(text)

    assert len(reading.actions) == 1
    assert len(reading.decisions) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Board agreed the new terms of reference.",
        "The minutes were approved as correct.",
        "It was agreed that the fee should be £5.",
        "Bo Reed proposed that the precept be raised; this was seconded and carried unanimously.",
        "It was decided to hold the fair in June.",
        "Conclusion: keep the present supplier.",
    ],
)
def test_decisions_in_prose(text: str):
    """What the meeting settles is a decision, and nobody's action."""
    reading = read_minutes(PRESENT + text)

    assert len(reading.decisions) == 1
    assert not reading.actions


def test_decisions_under_their_heading():
    """Under "Decisions" beside "Actions", what is told is a decision, whoever is named in it."""
    text = PRESENT + (
        "## Actions\n\n* HM to print the posters\n\n## Decisions\n\n* The Board agreed that HM would look after the keys.\n"
    )
    reading = read_minutes(text)

    assert len(reading.actions) == 1
    assert len(reading.decisions) == 1


def test_all_actions_for_the_next_meeting_unless_stated():
    """One line may date every action that has no date of its own."""
    text = PRESENT + (
        "ACTION: HM to print the posters\n\nACTION: SI to book the hall by 1 May\n\n"
        "All actions for the next meeting unless otherwise stated.\n"
    )

    assert [action.due_words for action in read_minutes(text).actions] == ["the next meeting", "by 1 May"]


def test_items_for_a_later_meeting():
    """Items for a later agenda are kept, as nobody's action."""
    reading = read_minutes(PRESENT + "## Items for future meetings\n\n* Falls strategy\n* Annual report\n")

    assert [(proposal.kind, proposal.what) for proposal in reading.proposals] == [
        ("forward", "Falls strategy"), ("forward", "Annual report"),
    ]  # fmt: skip
    assert not reading.actions


def test_a_name_above_a_list():
    """Items under somebody's name are theirs."""
    text = PRESENT + "Actions\n\nHayley Marsh:\n\n* print the posters\n* book the hall\n"

    assert [action.owners for action in read_minutes(text).actions] == [("Hayley Marsh",), ("Hayley Marsh",)]


def test_a_matter_passed_on_in_prose():
    """Handing a matter to another body is a referral wherever it stands."""
    (action,) = read_minutes(
        PRESENT + "ACTION: HM to raise the shortfall at the Westmere Finance Committee\n"
    ).actions

    assert action.kind == "referral"


def test_rows_without_an_order_in_a_column_of_talk():
    """In a column of notes and actions only what is ordered is proposed."""
    text = (
        PRESENT
        + "| Topic | Notes / Actions | Lead |\n|--|--|--|\n| Web | The site was shown. Publish the new page by June. | HM |\n| Van | In draft | SI |\n"
    )

    assert [(action.owners, action.what) for action in read_minutes(text).actions] == [
        (("HM",), "publish the new page by June")
    ]


def test_under_a_name_in_a_nested_list():
    """What stands without a subject under somebody's name is theirs."""
    text = "## Present\n\n* Greg Oake\n* Bo Reed\n\n## Notes\n\n* Updates\n    * Greg Oake\n        * All well, to fetch the keys.\n"

    assert [(action.owners, action.what) for action in read_minutes(text).actions] == [
        (("Greg Oake",), "fetch the keys")
    ]


def test_business_right_after_those_present():
    """A marked line or a sentence of business ends the list of those present, heading or no heading."""
    text = "Present: Hayley Marsh (HM)\n\nACTION: HM to print the posters by 6 March\n\nThe Clerk will book the hall.\n"

    assert [action.owners for action in read_minutes(text).actions] == [("HM",), ("The Clerk",)]


def test_the_next_meeting_is_news_and_no_order():
    """When and where the board meets is nobody's to do."""
    for said in (
        "The next meeting will be held on 3 March 2026 at 10 am in the Town Hall.",
        "The AGM will be held on 4 June.",
        "Future meetings will take place on the first Tuesday of the month.",
    ):
        assert read_minutes(f"{PRESENT}5. Any other business\n\n{said}\n").actions == ()


def test_orders_that_differ_in_a_number_are_many():
    """A hundred and sixty plots are a hundred and sixty actions; the same order twice is one."""
    lines = [f"ACTION: Hayley Marsh to inspect plot {n} by 6 March" for n in range(1, 161)]
    found = read_minutes("\n".join([PRESENT, *lines, *lines[:5]])).actions
    assert len({action.what for action in found}) == len(found) == 160


def test_several_signs_are_never_sure():
    """What only several signs propose says so, and is not for accepting unseen."""
    (action,) = read_minutes(
        f"{PRESENT}Group members who have not yet done so, will send lists to Sam."
    ).actions

    assert action.why == "in prose: several signs together"
    assert action.confidence < SURE


def test_day_in_the_next_sentence():
    """The day the next sentence sets is when it is due; what else happens then is not."""
    set_there = f"{PRESENT}Sam Iqbal is to write the summary. This needs to be ready by 3 July.\n"
    told_there = f"{PRESENT}Sam Iqbal is to write the summary. The fair is on 3 July.\n"

    assert [action.due_words for action in read_minutes(set_there).actions] == ["by 3 July"]
    assert [action.due_words for action in read_minutes(told_there).actions] == [None]
