"""Every view as an Adaptive Card: as it was agreed, valid by the schema and the renderer, and inert whatever it holds.

The golden files under tests/golden/teams are written anew with ARISING_GOLDEN=write.
"""

import copy
import json
import os
import re
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.legible import CUT, clean
from adapters.teams.cards import form_card, view_card
from adapters.teams.exchange import _form_message
from adapters.teams.sender import said
from bot.messages import (
    Button,
    Buttons,
    Form,
    FormField,
    Heading,
    Item,
    Mark,
    Option,
    Paragraph,
    Run,
    View,
    plain,
)
from tests.adapters.hostile import ENDLESS, NASTY, forms, views
from tests.adapters.slack.tour import Seen, everything_said, sayers
from tests.adapters.teams.board import actions, card_words
from tests.adapters.teams.limits import MOST_BYTES, size, wrong_with_card
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden" / "teams"
SCRIPT = ROOT / "tests" / "node" / "cards.mjs"
LEFT_OUT = "would not fit into one message here"


def check(node: str, cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the 1.5 schema and the renderer say of each."""
    schema = str(files("adaptive_cards") / "schemas" / "schema-1.5.json")
    ran = subprocess.run(
        [node, str(SCRIPT)],
        input=json.dumps([schema, cards]),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def seen() -> Seen:
    return everything_said()


def with_people(form: Form) -> Form:
    """People are picked from the team's own, where the core offers nobody: adapters/teams/picking.py fills them in."""
    team = (Option(value="29a", label="Ann Other"), Option(value="29b", label="Bea Clerk"))
    fields = [
        f.model_copy(update={"options": team}) if f.kind == "people" and not f.options else f
        for f in form.fields
    ]
    return form.model_copy(update={"fields": tuple(fields)})


def drawn(each: View | Form, *, dialog: bool = False) -> dict[str, Any]:
    if isinstance(each, View):
        return view_card(each, dialog=dialog)
    return form_card(with_people(each), post="55", dialog=dialog)


def message(each: View | Form) -> dict[str, Any]:
    """As it goes over the wire."""
    return said(each) if isinstance(each, View) else _form_message(with_people(each))


# --- every view ----------------------------------------------------------------------------------------------------


def test_the_tour_comes_past_everything(seen: Seen) -> None:
    """A view added to `bot/views` and shown nowhere here fails by name."""
    assert sayers() - set(seen) == set()


@pytest.mark.parametrize("name", sorted(sayers()))
def test_every_view_is_drawn_as_agreed(seen: Seen, name: str) -> None:
    """The first of its kind, as Teams gets it: a change of any card is seen in review."""
    file = GOLDEN / f"{name}.json"
    text = json.dumps(drawn(seen[name][0]), indent=1, ensure_ascii=False) + "\n"
    # What ids the database gave is not how it looks.
    ids = re.compile(r'"(?:button|value)": .*')
    text = ids.sub(lambda line: re.sub(r"\d+", "0", line[0]), text)
    if os.environ.get("ARISING_GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == sayers()


def test_everything_the_bot_can_say_is_a_card_that_holds(seen: Seen, node: str, node_packages: Path) -> None:
    """All of each kind, in a chat and in a dialog: valid by schema and renderer, whole, inert and small enough."""
    given_all = [
        (name, each, d) for name, every in sorted(seen.items()) for each in every for d in (False, True)
    ]
    cards = [drawn(each, dialog=dialog) for _, each, dialog in given_all]
    for (name, each, _), card, found in zip(given_all, cards, check(node, cards), strict=True):
        assert (found["schema"], found["renderer"], found["live"]) == ([], [], []), name
        assert wrong_with_card(card) == [], name
        assert size(message(each)) <= MOST_BYTES, name
        if isinstance(each, View):
            words = card_words(card)
            assert [line for line in each.text.split("\n") if line not in words] == [], name


# --- hostile and endless text --------------------------------------------------------------------------------------


def hostile_view(text: str) -> View:
    runs = ((Run(text=text), Run(text=text, strong=True)),)
    buttons = tuple(
        Button(id=f"x:{n}", label=text, main=n == 0, more=n == 2, opens_form=n == 1) for n in range(3)
    )
    return View(
        line=text,
        blocks=(
            Heading(text=text),
            Paragraph(lines=runs, quiet=True),
            Item(title=(Run(text=text),), lines=runs, mark=Mark.OVERDUE, buttons=buttons),
            Buttons(buttons=buttons),
        ),
    )


def hostile_form(text: str) -> Form:
    options = (Option(value="1", label=text), Option(value="2", label="- " + text))
    return Form(
        id="add:1",
        title=clean(text)[:24],
        fields=tuple(
            FormField(
                name=f"f-{kind}", label=text, kind=kind, options=options, hint=text, error=text, required=True,
                value=text if kind in {"text", "words", "date"} else "1",
            )  # type: ignore[arg-type]
            for kind in ("text", "words", "people", "date", "choice")
        ),
    )  # fmt: skip


def test_hostile_text_is_data(node: str, node_packages: Path) -> None:
    """By the renderer: its words can be read, and none is live: no link, image, emphasis, list, date or template."""
    shapes = [shape for text in NASTY for shape in (hostile_view(text), hostile_form(text))]
    cards = [drawn(each, dialog=dialog) for each in shapes for dialog in (False, True)]
    given_all = [each for each in shapes for _ in range(2)]
    for each, card, found in zip(given_all, cards, check(node, cards), strict=True):
        assert (found["schema"], found["renderer"], found["live"]) == ([], [], []), found["text"][:200]
        assert wrong_with_card(card) == []
        assert size(message(each)) <= MOST_BYTES
        if isinstance(each, View) and len(each.line) < 1000:
            told = "".join(found["text"].replace("\u2060", "").split())
            assert "".join(clean(each.line).split()) in told


@settings(max_examples=40)
@given(views)
def test_whatever_people_type_is_inert_and_no_word_is_lost_in_silence(view: View) -> None:
    """Nothing live, no limit broken; what is cut or left out is said to be, and the last row of buttons stays."""
    _check(view)


@pytest.mark.parametrize("endless", ENDLESS, ids=lambda each: each[:8])
def test_a_hundred_thousand_characters_keep_the_limits(endless: str) -> None:
    """Of one message; Slack has as many as it takes, and Teams says that there is more."""
    line = (Run(text=endless),)
    _check(View(line=endless, blocks=(Heading(text=endless), Paragraph(lines=(line,)), Item(title=line))))
    _check(View(line="x", blocks=(Paragraph(lines=(line,) * 9, quiet=True), Buttons(buttons=(HELP,)))))


HELP = Button(id="help", label="Help")


def _check(view: View) -> None:
    for dialog in (False, True):
        card = view_card(view, dialog=dialog)
        assert wrong_with_card(card) == []
    assert size(said(view)) <= MOST_BYTES
    words = "".join(card_words(card).replace("\u2060", "").split())
    excused = "".join(CUT.split()) in words or "".join(LEFT_OUT.split()) in words
    for each in lines_of(view):
        assert excused or "".join(clean(each).split()) in words
    if view.blocks and isinstance(view.blocks[-1], Buttons):
        titles = {action["title"].replace("\u2060", "")[:20] for action in actions(card)}
        labels = {" ".join(clean(b.label).split()) for b in view.blocks[-1].buttons}
        assert {label[:20] for label in labels if label} <= titles


def lines_of(view: View) -> list[str]:
    found: list[str] = []
    for each in view.blocks:
        match each:
            case Heading():
                found.append(each.text)
            case Paragraph():
                found += [plain(line) for line in each.lines]
            case Item():
                found += [plain(each.title), *(plain(line) for line in each.lines)]
            case Buttons():
                pass
    return found


@settings(max_examples=40)
@given(forms)
def test_whatever_stands_in_a_form_keeps_its_limits(form: Form) -> None:
    """As a message and as a dialog; a choice that does not fit is counted, and what was typed is shown or kept."""
    for dialog in (False, True):
        card = form_card(form, post="55", dialog=dialog)
        assert wrong_with_card(card) == []
    assert size(_form_message(form)) <= MOST_BYTES
    fields = {element["id"]: element for element in card["body"] if "id" in element}
    for field in form.fields:
        shown = fields[field.name]
        if field.options and len(shown["choices"]) < len(field.options):
            assert f"{len(shown['choices'])} of {len(field.options)} fit here." in card_words(card)
        elif not field.options and len(field.value) > 3_000:
            assert "value" not in shown
            assert CUT in card_words(card) or "".join(clean(str(field.value)).split()) in "".join(
                card_words(card).split()
            )


@pytest.mark.parametrize("unit", ["x", "é", "漢", "\U0001f600", "\\", '"', "\n"])
def test_a_message_stays_under_forty_kilobytes(unit: str) -> None:
    """Counted as UTF-16, whatever the letters; what is left out is said to be, and the buttons stay."""
    items = tuple(
        Item(
            title=(Run(text=f"NWP-{n} · {unit * 400}"),),
            mark=Mark.ON_TRACK,
            buttons=(Button(id=f"done:{n}", label="Done"),),
        )
        for n in range(200)
    )
    view = View(line=unit * 500, blocks=(Heading(text="All"), *items, Buttons(buttons=(HELP,))))
    assert size(said(view)) <= MOST_BYTES
    shown = card_words(view_card(view))
    assert LEFT_OUT in shown
    assert shown.rstrip().endswith("[Help]")


def _put(path: str, value: Any) -> dict[str, Any]:
    """A good card with one part of it different."""
    card = copy.deepcopy(form_card(hostile_form("words"), post=None, dialog=True))
    inside: Any = card
    *parents, last = path.split(".")
    for parent in parents:
        inside = inside[int(parent)] if isinstance(inside, list) else inside[parent]
    inside[last] = value
    return card


MISTAKES = {
    "body.1.type": ("TextBlock", "a TextBlock"),
    "body.0.inlines": ([{"type": "TextRun", "text": "a\x00b"}], "a control character in TextRun.text"),
    "body.1.label": ("\u202eevil", "a hidden character in Input.Text.label"),
    "body.1.placeholder": ("{{DATE(x)}}", "a function in Input.Text.placeholder"),
    "body.1.value": ("x" * 3_001, "more in a field than it takes"),
    "body.0.text": ("\ud800", "half a character in RichTextBlock.text"),
    "body.6.choices": ([], "no choices"),
    "body.6.value": ("9", "a choice that is not offered"),
    "body.12.actions": ([], "0 actions in a row"),
}


@pytest.mark.parametrize("path", MISTAKES)
def test_the_check_finds_mistakes(path: str) -> None:
    """One of each kind: a check that found nothing would pass everything."""
    value, found = MISTAKES[path]
    assert found in wrong_with_card(_put(path, value))
