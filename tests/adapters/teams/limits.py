"""What Teams would refuse or misread in a card, and the schema does not know: found without asking a renderer.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

from collections.abc import Iterator
from typing import Any

from tests.adapters.hostile import HIDDEN

Json = dict[str, Any]

MOST_BYTES = 40_000
KNOWN = {
    "AdaptiveCard", "RichTextBlock", "TextRun", "Container", "ActionSet", "Action.Execute", "Action.Submit",
    "Input.Text", "Input.ChoiceSet",
}  # fmt: skip
"""All that is drawn: a TextBlock would read markdown, and an image fetch what anybody names."""
SHOWN = ("text", "title", "label", "placeholder", "errorMessage")
FUNCTIONS = ("{{", "${")


def wrong_with_card(card: Json) -> list[str]:
    """Everything wrong with it; an empty list is a card Teams takes, and shows as it is."""
    return [found for element in _elements(card) for found in _wrong(element)]


def size(message: Json) -> int:
    """Bytes as Teams counts them."""
    import json

    return len(json.dumps(message, ensure_ascii=False).encode("utf-16-le"))


def _wrong(element: Json) -> Iterator[str]:
    kind = element.get("type")
    if kind is not None and kind not in KNOWN and kind != "task/fetch":
        yield f"a {kind}"
    for name in SHOWN:
        text = element.get(name)
        if isinstance(text, str):
            yield from _unfit(f"{kind or 'choice'}.{name}", text)
    value = element.get("value")
    if kind == "Input.Text" and len(value or "") > element["maxLength"]:
        yield "more in a field than it takes"
    if kind == "ActionSet" and not 1 <= len(element["actions"]) <= 6:
        yield f"{len(element['actions'])} actions in a row"
    if str(kind).startswith("Action.") and not 1 <= len(element["title"].replace("\u2060", "")) <= 75:
        yield f"a title of {len(element['title'])}"
    if kind == "Input.ChoiceSet":
        yield from _choices(element)


def _unfit(name: str, text: str) -> Iterator[str]:
    if any(ord(c) < 32 and c not in "\n\t" for c in text):
        yield f"a control character in {name}"
    if HIDDEN & set(text):
        yield f"a hidden character in {name}"
    try:
        text.encode()
    except UnicodeEncodeError:
        yield f"half a character in {name}"
    if any(function in text for function in FUNCTIONS):
        yield f"a function in {name}"
    if not text:
        yield f"nothing in {name}"


def _choices(element: Json) -> Iterator[str]:
    values = [choice["value"] for choice in element["choices"]]
    if not values:
        yield "no choices"
    if len(set(values)) != len(values):
        yield "two choices of one value"
    if any("," in value for value in values):
        yield "a comma in a value"
    chosen = str(element.get("value", ""))
    if not set(chosen.split(",") if chosen else ()) <= set(values):
        yield "a choice that is not offered"


def _elements(given: Any) -> Iterator[Json]:
    if isinstance(given, dict):
        yield given
        for name, inside in given.items():
            if name not in {"data", "msteams"}:
                yield from _elements(inside)
    elif isinstance(given, list):
        for inside in given:
            yield from _elements(inside)
