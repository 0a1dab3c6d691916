"""Every view as an Adaptive Card: as it was agreed, valid by the schema and the renderer, and inert whatever it holds."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.cards import MOST_BYTES, form_card, utf16, view_card
from adapters.teams.sender import said
from bot import core
from bot.messages import (
    Button,
    Buttons,
    Form,
    FormField,
    Heading,
    Item,
    Mark,
    Option,
    Outgoing,
    Paragraph,
    Platform,
    Reply,
    Run,
    View,
)
from tests.adapters.slack.tour import MINUTES, everything_said
from tests.adapters.teams.board import card_words
from tests.stores import empty_store
from tests.world import World, button

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "payloads" / "teams" / "cards"
SCRIPT = ROOT / "tests" / "node" / "cards.mjs"

HOSTILE = (
    "<script>alert(1)</script>",
    "**bold** _em_ `code` [link](https://evil.example) ![x](https://evil.example/x.png)",
    "<at>everyone</at> @channel <!channel> &lt;b&gt; &amp;",
    "{{DATE(2026-02-14T06:08:00Z,SHORT)}} {{TIME(2026-02-14T06:08:00Z)}} ${$root.secret}",
    "# heading\n- list\n1. one\n> quote\n---\nhttps://evil.example",
    "\u202eright to left\u202c \u200b \ufeff \U0001f600 ✓ ■ Overdue · ● On track",
    "javascript:alert(1) data:text/html,x",
    '"},{"type":"Image","url":"https://evil.example/x.png"},{"x":"',
)


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
def views(tmp_path_factory: pytest.TempPathFactory) -> dict[str, View | Form]:
    """What a board's life brings up, by name."""
    store = empty_store()
    world = World.on(store)
    found: dict[str, View | Form] = {}

    def keep(name: str, reply: Reply) -> Reply:
        given = reply.answer or reply.form
        assert given is not None, name
        found[name] = given
        return reply

    keep("help", world.say("sam", "help"))
    keep("help-command", world.say("sam", "help add"))
    keep("people", world.say("sam", "people"))
    keep("meeting-added", world.say("sam", "meeting add 5 March 2026 14:00 Town Hall"))
    keep("meetings", world.say("sam", "meetings"))
    keep("added", world.say("sam", "add Circulate the away day outcomes @hayley by 17 Feb"))
    keep("added-doubtful-date", world.say("sam", "add Publish the standards @diane by 32 Feb"))
    keep("added-unmatched-owner", world.say("sam", "add Ring the printers, Jo Bloggs, 20 Feb"))
    keep("add-form", world.say("sam", "add"))
    keep("unknown-command", world.say("sam", "lst"))
    keep("list", world.say("sam", "list"))
    keep("card", world.say("sam", "show 1"))
    card = found["card"]
    assert isinstance(card, View)
    keep("update-form", world.press("hayley", next(b.id for b in card.buttons if b.label == "Update")))
    keep("more-time", world.press("hayley", next(b.id for b in card.buttons if b.label == "More time")))
    keep("not-mine", world.tell("hayley", "not mine"))
    keep("assigned", world.say("sam", "assign 1 @hayley"))
    keep("which-one", world.tell("diane", "done 99"))
    world.clock("2026-02-16 12:00")
    keep("done", world.tell("hayley", "done 1, sent this morning"))
    keep("history", world.say("sam", "history 1"))
    keep("undone", world.press("hayley", button(Reply(answer=found["done"]), "Undo"), direct=True))  # type: ignore[arg-type]
    keep("not-allowed", world.say("kim", "close 1"))
    keep("stranger", world.say("nobody", "list"))
    world.clock("2026-02-23 12:00")
    world.tell("hayley", "waiting on legal")
    keep("overdue", world.say("sam", "list overdue"))
    world.clock("2026-03-03 12:00")
    settings = keep("settings", world.say("sam", "settings"))
    keep("settings-form", world.press("sam", button(settings, "Change")))
    keep("settings-changed", world.say("sam", "settings digest Tuesday 10:00"))
    for said_ in world.said:
        message: Outgoing = said_.message
        found[f"outbox-{message.kind.value}{'-redrawn' if message.replaces else ''}"] = message.view
    store.close_sync()
    other = empty_store()
    of_minutes(World.on(other), keep, found)
    other.close_sync()
    return found


def of_minutes(world: World, keep: Callable[[str, Reply], Reply], found: dict[str, View | Form]) -> None:
    """Minutes reviewed, put in the log, sent again, amended, and taken out."""
    world.meeting(date(2026, 3, 17))
    review = keep("minutes-review", world.say("sam", f"minutes {MINUTES}"))
    keep("minutes-edit", world.press("sam", button(review, "Edit")))
    keep("minutes-date", world.press("sam", button(review, "Date of the meeting")))
    while any(b.label == "Accept" for b in review.answer.buttons):
        review = world.press("sam", button(review, "Accept"))
    keep("minutes-accepted", review)
    done = keep("minutes-in-the-log", world.press("sam", button(review, "Put")))
    for said_ in world.drain():
        found[f"minutes-{said_.message.place_kind.value}"] = said_.message.view
    keep("decisions", world.say("sam", "list decisions"))
    keep("minutes-again", world.say("sam", f"minutes {MINUTES}"))
    keep("minutes-amended", world.say("sam", f"minutes {MINUTES.replace('6 March', '13 March')}"))
    keep("minutes-out", world.press("sam", button(done, "Undo")))


def cards_of(views: dict[str, View | Form]) -> dict[str, dict[str, Any]]:
    cards = {}
    for name, given in views.items():
        if isinstance(given, View):
            cards[name] = view_card(given)
        else:
            cards[name] = form_card(given, post="55", dialog=False)
            cards[f"{name}-dialog"] = form_card(given, post="55", dialog=True)
    return cards


def test_every_view_is_drawn_as_agreed(views: dict[str, View | Form], request: pytest.FixtureRequest) -> None:
    """A change of any card is seen in review. Written anew when its file is deleted."""
    GOLDEN.mkdir(exist_ok=True)
    cards = cards_of(views)
    fresh = []
    for name, card in cards.items():
        path = GOLDEN / f"{name}.json"
        drawn = json.dumps(card, indent=1, ensure_ascii=False) + "\n"
        if not path.exists():
            path.write_text(drawn)
            fresh.append(name)
        else:
            assert path.read_text() == drawn, name
    assert not fresh, "written just now, look at them: " + ", ".join(fresh)
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(cards)


def test_every_view_is_valid_by_schema_and_renderer(
    node: str, node_packages: Path, views: dict[str, View | Form]
) -> None:
    """And says all that the view says, in its order."""
    cards = cards_of(views)
    for (name, card), found in zip(cards.items(), check(node, list(cards.values())), strict=True):
        assert found["schema"] == [], (name, found)
        assert found["renderer"] == [], (name, found)
        view = views.get(name)
        if isinstance(view, View):
            for line in view.text.split("\n"):
                assert line in card_words(card), name


def with_people(form: Form) -> Form:
    """People are picked from the team's own, where the core offers nobody: adapters/teams/exchange.py fills them in."""
    team = (Option(value="29:a", label="Ann Other"),)
    fields = [
        f.model_copy(update={"options": team}) if f.kind == "people" and not f.options else f
        for f in form.fields
    ]
    return form.model_copy(update={"fields": tuple(fields)})


def test_everything_the_bot_can_say_is_a_card_that_holds(node: str, node_packages: Path) -> None:
    """All that the tour through `bot/views` comes past: valid, whole, inert and small enough."""
    seen = everything_said()
    given = [(name, each) for name, every in sorted(seen.items()) for each in every]
    cards = [
        view_card(each) if isinstance(each, View) else form_card(with_people(each), post=None, dialog=True)
        for _, each in given
    ]
    for (name, each), card, found in zip(given, cards, check(node, cards), strict=True):
        assert (found["schema"], found["renderer"], found["live"]) == ([], [], []), name
        if isinstance(each, View):
            assert utf16(said(each)) <= MOST_BYTES, name
            for line in each.text.split("\n"):
                assert line in card_words(card), name


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
        title=text[:24],
        fields=tuple(
            FormField(
                name=f"f-{kind}", label=text, kind=kind, options=options, hint=text, error=text, required=True
            )  # type: ignore[arg-type]
            for kind in ("text", "words", "people", "date", "choice")
        ),
    )


def test_hostile_text_is_data(node: str, node_packages: Path) -> None:
    """Every word of it can be read, and none of it is live: no link, image, emphasis, list, date or template."""
    cards = [view_card(hostile_view(text)) for text in HOSTILE]
    cards += [form_card(hostile_form(text), post=None, dialog=True) for text in HOSTILE]
    for text, found in zip(HOSTILE * 2, check(node, cards), strict=True):
        assert found["schema"] == [], found
        assert found["renderer"] == [], found
        assert found["live"] == [], (text, found["live"])
        for function in ("{{DATE", "{{TIME", "${"):
            if function in text:
                assert function not in json.dumps(cards)
        if "{{" not in text and "\n" not in text:
            assert text in found["text"]


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
    view = View(
        line=unit * 500,
        blocks=(Heading(text="All"), *items, Buttons(buttons=(Button(id="help", label="Help"),))),
    )
    message = said(view)
    assert utf16(message) <= MOST_BYTES
    shown = card_words(view_card(view))
    assert "would not fit into one message" in shown
    assert shown.rstrip().endswith("[Help]")


def test_one_enormous_block_is_cut_too() -> None:
    """Nothing the core makes is as long; if it ever is, the message still arrives."""
    view = View(line="x", blocks=(Paragraph(lines=((Run(text="y" * 100_000),),)),))
    assert utf16(said(view)) <= MOST_BYTES


def test_the_words_of_the_core_are_the_cards(views: dict[str, View | Form]) -> None:
    """The harness saw what it should: every kind of post, and forms."""
    assert {"outbox-card", "outbox-nudge", "outbox-digest", "outbox-card-redrawn", "add-form"} <= set(views)
    assert core is not None
    assert Platform.TEAMS
