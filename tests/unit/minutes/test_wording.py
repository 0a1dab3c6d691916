"""How likely a sentence is to hold an action or a decision, told by its words; and how the weights are learnt."""

import json
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.minutes import agreements, promises, prose, read_minutes, requests, terse, turns
from bot.minutes.phrases import Pattern
from bot.minutes.reader import context_of
from bot.minutes.wording import FORMS_COUNT, HARDLY, LEAST, LIKE, likely, odds, place, plain_words, traits
from tests.unit.minutes.forms import PRESENT
from tests.unit.minutes.learning import documents, learn, regression, units

PARAGRAPH = ("in body", "a paragraph")
ASKS = (
    "The Clerk to write to the bus company about the shelter at Quarry Lane",
    "Priya will circulate the revised plan to all partners",
    "Tom was asked to contact the school about the gate",
)
SETTLES = (
    "It was resolved that the fees be accepted",
    "It was proposed by Tom Reid, seconded by Kim Osei, and agreed that the accounts be approved",
)
TELLS = (
    "The bus company had repaired the shelter in the spring",
    "There were 14 visitors to the fair",
    "Members discussed the weather at length",
    "Diane Ward said that many residents were pleased",
)


def table() -> dict:
    return json.loads(resources.files("bot.minutes").joinpath("wording.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", ASKS)
def test_what_asks_somebody_to_act_reads_so(text: str):
    """Its words alone are enough to propose it, as an action and not as a decision."""
    said = likely(text, PARAGRAPH)

    assert said.action > LIKE.action
    assert said.decision < 0.5


@pytest.mark.parametrize("text", SETTLES)
def test_what_settles_something_reads_so(text: str):
    """As a decision, and not as an action."""
    said = likely(text, PARAGRAPH)

    assert said.decision > LIKE.decision
    assert said.action < 0.5


@pytest.mark.parametrize("text", TELLS)
def test_what_only_tells_reads_like_neither(text: str):
    """History, figures, talk and opinions."""
    said = likely(text, PARAGRAPH)

    assert said.action < 0.2
    assert said.decision < 0.2


def test_no_name_has_a_weight():
    """Words are those that minutes write in small letters; whatever else is capital stands for any name."""
    kept = table()

    assert all(word.isascii() and word.islower() and word.isalpha() for word in kept["words"])
    known = {*kept["words"], "^", "$", "Name", "0", "~", *":?£[]%/", "in", "a"}
    assert {word for trait in kept["by_trait"] for word in trait.split(" ")} - known <= {
        "people", "agenda", "meta", "heading", "label", "item", "row", "paragraph", "actions", "decisions", "review",
        "next", "forward", "slides", "body",
    }  # fmt: skip


def test_a_name_is_any_name():
    """Nobody is likelier to act for being called one thing or another."""
    assert likely("Xanthe Quill will circulate the map", PARAGRAPH) == likely(
        "Zebedee Ojukwu will circulate the map", PARAGRAPH
    )


@given(st.text(max_size=300))
def test_any_text_is_likely_to_some_degree(text: str):
    """Both shares lie between 0 and 1, and the same text has the same."""
    said = likely(text, PARAGRAPH)

    assert 0 <= said.action <= 1
    assert 0 <= said.decision <= 1
    assert said == likely(text, PARAGRAPH)


def test_what_reads_like_an_action_is_proposed_without_a_form():
    """Whoever is told to do it owns it, and the card says why it is there."""
    text = f"{PRESENT}## Hall\n\nThe floor is worn. Hayley Marsh was told to ask the supplier for samples and to share the prices with members.\n"

    (action,) = read_minutes(text).actions

    assert action.owners == ("Hayley Marsh",)
    assert "ask the supplier" in action.quote


def test_what_is_marked_is_proposed_however_it_is_worded():
    """The clerk has said that it is an action."""
    (action,) = read_minutes(f"{PRESENT}ACTION: HM to have had such lanterns as there were\n").actions

    assert action.owners == ("HM",)


def test_what_is_not_tried_would_not_be_proposed():
    """Of a sentence that is passed over not even the surest form would have been kept."""
    modules = (agreements, prose, promises, requests, terse, turns)
    forms = [form for module in modules for form in vars(module).values() if isinstance(form, Pattern)]
    surest = max(form.confidence for form in forms)

    assert len(forms) > 20
    assert odds(HARDLY.action) + FORMS_COUNT * odds(surest) < LEAST.action
    assert odds(HARDLY.decision) + FORMS_COUNT * odds(0.9) < LEAST.decision


def test_weights_part_what_can_be_parted():
    """A trait that only actions have counts for them, and one that only others have against them."""
    rows = [
        (["will", "write"], 0.7, True, 1.0),
        (["had", "been"], 0.7, False, 1.0),
        (["the"], 1.0, False, 0.5),
    ] * 20

    start, weights = regression(rows)

    assert start + 0.7 * (weights["will"] + weights["write"]) > 1
    assert start + 0.7 * (weights["had"] + weights["been"]) < -1
    assert (start, weights) == regression(rows)


def test_learning_takes_labels_for_what_they_say(tmp_path):
    """Quotes are actions or decisions, what is ambiguous is left open, and the rest is neither."""
    text = "The Clerk to write to the mill.\n\nThe accounts were approved.\n\nThe mill is old.\n\nOne might ask.\n"
    gold = {
        "actions": [{"quote": "The Clerk to write to the mill"}],
        "decisions": [{"quote": "The accounts were approved"}],
        "ambiguous": ["One might ask"],
    }
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "dev" / "one.gold.json").write_text(json.dumps(gold), encoding="utf-8")

    (found,) = documents(tmp_path)

    assert [(unit.action, unit.decision) for unit in found] == [
        (True, False),
        (False, True),
        (False, False),
        (None, None),
    ]


def test_what_is_learnt_is_read_again():
    """From a few documents that say the same in turn, with words that enough of them share."""
    asks, tells = "Sam will write to the mill", "The mill had been closed"
    gold = {"actions": [{"quote": asks}], "decisions": (), "ambiguous": ()}
    known = [list(units(f"{asks}.\n\n{tells}.\n", gold)) for _ in range(8)]

    kept = learn(known)

    context = context_of(f"{asks}.\n")
    where = place(context.sections[0], context.document.blocks[0])
    weights = {trait: its[0] for trait, its in kept["by_trait"].items()}
    words = frozenset(kept["words"])
    assert plain_words(asks) <= words
    assert sum(weights.get(trait, 0) for trait in traits(asks, where, words)) > sum(
        weights.get(trait, 0) for trait in traits(tells, where, words)
    )
