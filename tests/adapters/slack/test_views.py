"""Everything the bot can say, drawn for Slack: as it was agreed, within every limit, and inert whatever people type.

The golden files under tests/golden/slack are written anew with ARISING_GOLDEN=write.
"""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from adapters.legible import CUT, clean
from adapters.slack.blocks import draw, draw_home
from adapters.slack.modals import Origin, draw_form
from bot.messages import Button, Buttons, Form, Heading, Item, Paragraph, Run, View, plain
from tests.adapters.hostile import ENDLESS, forms, views
from tests.adapters.slack.limits import wrong_with_home, wrong_with_message, wrong_with_modal
from tests.adapters.slack.tour import Seen, everything_said, sayers
from tests.adapters.slack.workspace import Json

GOLDEN = Path(__file__).parents[2] / "golden" / "slack"
ORIGIN = Origin(channel="C1", name="nwp-board", response_url="https://hooks.example/" + "x" * 100)


@pytest.fixture(scope="module")
def seen() -> Seen:
    return everything_said()


def messages(view: View) -> list[Json]:
    return [{"text": part.text, "blocks": part.blocks} for part in draw(view)]


def drawn(name: str, given: View | Form) -> Json | list[Json]:
    if isinstance(given, Form):
        return draw_form(given, ORIGIN)
    return draw_home(given) if name == "home.home_view" else messages(given)


def shown(given: Json | list[Json]) -> str:
    """Every word of it, in order."""
    if isinstance(given, list):
        return "".join(shown(each) for each in given)
    if not isinstance(given, dict):
        return ""
    text = given.get("text")
    own = text if isinstance(text, str) and "blocks" not in given else ""
    return own + "".join(shown(v) for k, v in given.items() if not isinstance(v, str))


# --- every view ----------------------------------------------------------------------------------------------------


def test_the_tour_comes_past_everything(seen: Seen) -> None:
    """A view added to `bot/views` and shown nowhere here fails by name."""
    assert sayers() - set(seen) == set()


@pytest.mark.parametrize("name", sorted(sayers()))
def test_it_looks_as_agreed(seen: Seen, name: str) -> None:
    """The first of its kind, as Slack gets it."""
    file = GOLDEN / f"{name}.json"
    text = json.dumps(drawn(name, seen[name][0]), indent=1, ensure_ascii=False) + "\n"
    # What ids the database gave is not how it looks.
    ids = re.compile(r'"(?:value|private_metadata)": .*')
    text = ids.sub(lambda line: re.sub(r"\d+", "0", line[0]), text)
    if os.environ.get("ARISING_GOLDEN") == "write":
        GOLDEN.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == sayers()


@pytest.mark.parametrize("name", sorted(sayers()))
def test_slack_takes_it(seen: Seen, name: str) -> None:
    """All of its kind, by slack_sdk's models and the limits they miss; and no word of it is missing."""
    for given_view in seen[name]:
        if isinstance(given_view, Form):
            assert wrong_with_modal(draw_form(given_view, ORIGIN)) == []
            continue
        if name == "home.home_view":
            assert wrong_with_home(draw_home(given_view)) == []
        for each in messages(given_view):
            assert wrong_with_message(each) == []
        assert missing(given_view) == []


def missing(view: View) -> list[str]:
    """Words of the view that no message shows."""
    all_shown = "".join(shown(messages(view)).split())
    return [line for line in view.text.splitlines() if "".join(clean(line).split()) not in all_shown]


# --- hostile and endless text ----------------------------------------------------------------------------------------


def words_of(view: View) -> str:
    lines: list[str] = []
    for each in view.blocks:
        match each:
            case Heading():
                lines.append(each.text)
            case Paragraph():
                lines += [plain(line) for line in each.lines]
            case Item():
                lines += [plain(each.title), *(plain(line) for line in each.lines)]
            case Buttons():
                pass
    return "".join("".join(clean(line).split()) for line in lines)


@pytest.mark.parametrize("endless", ENDLESS, ids=lambda each: each[:8])
def test_a_hundred_thousand_characters_are_all_there(endless: str) -> None:
    """In as many messages as it takes."""
    line = (Run(text=endless),)
    _check(View(line=endless, blocks=(Heading(text=endless), Paragraph(lines=(line,)), Item(title=line))))
    _check(
        View(
            line="x",
            blocks=(Paragraph(lines=(line,), quiet=True), Buttons(buttons=(Button(id="a", label=endless),))),
        )
    )


@settings(max_examples=40)
@given(views)
def test_whatever_people_type_is_inert_and_whole(view: View) -> None:
    """No ping, no live markup, no limit broken; every word is there, and a cut label says that it is cut."""
    _check(view)


def _check(view: View) -> None:
    parts = messages(view)
    for each in parts:
        assert wrong_with_message(each) == []
    body = [b for part in parts for b in part["blocks"] if b["type"] != "actions"]
    told = "".join(shown(body).split())
    at = 0
    for character in words_of(view):
        at = told.find(character, at) + 1
        assert at, f"{character!r} is missing"
    for each in view.buttons:
        label = " ".join(clean(each.label).split())
        assert label in shown(parts) or (
            len(label) > 75 and label[:60] in shown(parts) and CUT in shown(parts)
        )
    line = " ".join(clean(view.line or view.text).split())
    assert len(line) <= 1_000 or CUT in parts[0]["text"]


@settings(max_examples=40)
@given(views)
def test_the_page_of_ones_own_keeps_its_limits(view: View) -> None:
    page = draw_home(view)
    assert wrong_with_home(page) == []
    if len(draw(view)) > 2:
        assert "more than fits here" in shown(page["blocks"]) or len(page["blocks"]) > 50


@settings(max_examples=40)
@given(forms)
def test_whatever_stands_in_a_form_keeps_its_limits(form: Form) -> None:
    assert wrong_with_modal(draw_form(form, ORIGIN)) == []


def test_fifty_actions_are_all_there() -> None:
    """A digest of every open action of a large board: in parts, none missing."""
    items = tuple(
        Item(
            title=(Run(text=f"NWP-{n} · " + "words " * 30, strong=True),),
            lines=((Run(text="“waiting on legal”"),),),
            buttons=tuple(Button(id=f"done:{n}:{i}", label=f"Done {i}") for i in range(3)),
        )
        for n in range(300)
    )
    parts = messages(View(line="300 open", blocks=(Heading(text="Open"), *items)))
    assert len(parts) > 5
    assert [n for n in range(300) if f"NWP-{n} · " not in shown(parts)] == []
    assert all(wrong_with_message(part) == [] for part in parts)
