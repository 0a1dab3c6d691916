"""The check of Slack's limits finds each breach: what slack_sdk's models find, and what they miss."""

import copy
from collections.abc import Callable

import pytest

from tests.adapters.slack.limits import wrong_with_message, wrong_with_modal
from tests.adapters.slack.workspace import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def option(value: str = "1", label: str = "One") -> Json:
    return {"text": plain(label), "value": value}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "value", "options": [option()], **more}


BUTTON = {"type": "button", "action_id": "press:0", "text": plain("Done"), "value": "done:1"}
WORDS = {"type": "text", "text": "Book the hall"}
MESSAGE: Json = {
    "text": "Book the hall",
    "blocks": [
        {
            "type": "rich_text",
            "block_id": "b0",
            "elements": [{"type": "rich_text_section", "elements": [WORDS]}],
        },
        {"type": "actions", "block_id": "b1", "elements": [BUTTON]},
    ],
}
MODAL: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Add an action"),
    "submit": plain("Add"),
    "close": plain("Cancel"),
    "private_metadata": "{}",
    "blocks": [{"type": "input", "block_id": "board", "label": plain("Board"), "element": select()}],
}


def elements(given: Json) -> list[Json]:
    return given["blocks"][1]["elements"]


def words(given: Json) -> list[Json]:
    return given["blocks"][0]["elements"][0]["elements"]


MESSAGES: dict[str, Callable[[Json], object]] = {
    "51 blocks": lambda m: m["blocks"].extend(
        {"type": "context", "elements": [plain("x")]} for _ in range(49)
    ),
    "no blocks": lambda m: m["blocks"].clear(),
    "no notification": lambda m: m.update(text=""),
    "live markup in it": lambda m: m.update(text="<!channel>"),
    "a block id twice": lambda m: m["blocks"][1].update(block_id="b0"),
    "3,001 characters in a section": lambda m: words(m)[0].update(text="x" * 3001),
    "13,201 characters in all": lambda m: m["blocks"].extend(
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [t]}]}
        for t in [{"type": "text", "text": "x" * 2900}] * 5
    ),
    "76 on a button": lambda m: elements(m)[0].update(text=plain("x" * 76)),
    "2,001 in a button": lambda m: elements(m)[0].update(value="x" * 2001),
    "a long action id": lambda m: elements(m)[0].update(action_id="x" * 256),
    "an action id twice": lambda m: elements(m).append(BUTTON),
    "26 buttons": lambda m: elements(m).extend({**BUTTON, "action_id": f"press:{n}"} for n in range(1, 26)),
    "a header of 151": lambda m: m["blocks"].append({"type": "header", "text": plain("x" * 151)}),
    "a link": lambda m: words(m).append({"type": "link", "url": "https://evil.example"}),
    "a call to all": lambda m: words(m).append({"type": "broadcast", "range": "channel"}),
    "markup": lambda m: m["blocks"].append({"type": "section", "text": {"type": "mrkdwn", "text": "*x*"}}),
    "an empty run": lambda m: words(m).append({"type": "text", "text": ""}),
    "NUL": lambda m: words(m).append({"type": "text", "text": "a\x00b"}),
    "emoji names drawn": lambda m: elements(m)[0]["text"].update(emoji=True),
    "a menu of six": lambda m: elements(m).append(
        {"type": "overflow", "action_id": "more:0", "options": [option(str(n)) for n in range(6)]}
    ),
}
MODALS: dict[str, Callable[[Json], object]] = {
    "a title of 25": lambda m: m.update(title=plain("x" * 25)),
    "a submit of 25": lambda m: m.update(submit=plain("x" * 25)),
    "3,001 of metadata": lambda m: m.update(private_metadata="x" * 3001),
    "101 options": lambda m: m["blocks"][0].update(
        element=select(options=[option(str(n)) for n in range(101)])
    ),
    "an option of 76": lambda m: m["blocks"][0].update(element=select(options=[option(label="x" * 76)])),
    "an option's value of 151": lambda m: m["blocks"][0].update(element=select(options=[option("x" * 151)])),
    "a value twice": lambda m: m["blocks"][0].update(element=select(options=[option(), option()])),
    "a choice nobody offers": lambda m: m["blocks"][0].update(element=select(initial_option=option("2"))),
    "a label of 2,001": lambda m: m["blocks"][0].update(label=plain("x" * 2001)),
    "an input's id twice": lambda m: m["blocks"].append(m["blocks"][0]),
    "more than a field takes": lambda m: m["blocks"][0].update(
        element={
            "type": "plain_text_input",
            "action_id": "value",
            "max_length": 3000,
            "initial_value": "x" * 3001,
        }
    ),
}


def test_what_is_right_is_not_found_fault_with() -> None:
    assert wrong_with_message(MESSAGE) == []
    assert wrong_with_modal(MODAL) == []


@pytest.mark.parametrize("breach", MESSAGES)
def test_a_message_slack_would_refuse_is_found(breach: str) -> None:
    given = copy.deepcopy(MESSAGE)
    MESSAGES[breach](given)
    assert wrong_with_message(given)


@pytest.mark.parametrize("breach", MODALS)
def test_a_modal_slack_would_refuse_is_found(breach: str) -> None:
    given = copy.deepcopy(MODAL)
    MODALS[breach](given)
    assert wrong_with_modal(given)
