"""View and Form -> Adaptive Card 1.5, the newest version Teams draws in chats.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference

Every word stands in a TextRun, which knows no markdown: nothing a person typed is ever markup. A TextBlock would
draw links and emphasis out of it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.legible import CUT, clean, fit
from adapters.teams.normalise import BUTTON, FIELDS, POST
from bot.messages import (
    Block,
    Button,
    Buttons,
    Form,
    FormField,
    Heading,
    Item,
    Line,
    Mark,
    Paragraph,
    Run,
    View,
)

Json = dict[str, Any]

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
VERB = "arising"
MOST_BYTES = 40_000
"""Of one message, counted as UTF-16: Teams allows 100 KB, advises 80, and has been seen to refuse from 40."""
ENVELOPE = 2_000
MOST_ACTIONS = 6
LONGEST_TITLE = 75
LONGEST_LABEL = 200
LONGEST_ERROR = 300
LONGEST_INPUT = 3_000
LEAST_SHARE = 0.01
LONGEST_RUN = 4_000
"""Characters of one stretch of text; the core makes none as long."""

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Symbol:
    """How a mark is drawn: the shape, the words beside it, and a colour that only repeats them."""

    shape: str
    words: str
    colour: str


SYMBOLS = {
    Mark.ON_TRACK: Symbol("●", "On track", "Accent"),
    Mark.DUE_SOON: Symbol("▲", "Due soon", "Warning"),
    Mark.OVERDUE: Symbol("■", "Overdue", "Attention"),
    Mark.COMPLETE: Symbol("✓", "Complete", "Good"),
    Mark.DROPPED: Symbol("–", "Dropped", "Default"),
}
_BY_SHAPE = {symbol.shape: symbol for symbol in SYMBOLS.values()}


def view_card(view: View, *, dialog: bool = False) -> Json:
    """The card of a view; what would make it too large is left out, and said to be.

    In a dialog its buttons are submitted as the dialog's own: it knows no Action.Execute.
    """
    body: list[Json] = []
    under: str | None = None
    drawn: list[list[Json]] = []
    for block in view.blocks:
        title = _title(block)
        if title is not None:
            under = title[:1] if title[:1] in _BY_SHAPE else None
        drawn.append(_block(block, under, first=not drawn))
    for place, elements in enumerate(drawn):
        left = _left_out(sum(1 for block in view.blocks[place:] if isinstance(block, Item)))
        buttons = [e for e in drawn[-1] if e["type"] == "ActionSet"] if place < len(drawn) - 1 else []
        if utf16([*body, *elements, *left, *buttons]) > MOST_BYTES - ENVELOPE:
            body += [*left, *buttons]
            break
        body += elements
    return _card(_submitting(body) if dialog else body)


def form_card(form: Form, *, post: str | None, dialog: bool) -> Json:
    """A form, in a dialog or as a message of its own. `post` is the message whose button opened it.

    What would make it too large is left out, and said to be: choices first of all, a team may have thousands.
    """
    share = 1.0
    card = _form(form, post, share, dialog=dialog)
    while utf16(card) > MOST_BYTES - ENVELOPE and share > LEAST_SHARE:
        share *= 0.9
        card = _form(form, post, share, dialog=dialog)
    return card


def _form(form: Form, post: str | None, share: float, *, dialog: bool) -> Json:
    """`share` is how much of its choices, and of what was typed into it, it holds."""
    body: list[Json] = [] if dialog else [_text([_run(form.title, strong=True, size="Medium")])]
    for field in form.fields:
        body += _field(field, share)
    data: Json = {BUTTON: form.id, FIELDS: {field.name: field.kind for field in form.fields}}
    if post:
        data[POST] = post
    submit = {
        "type": "Action.Submit" if dialog else "Action.Execute",
        "title": _cut(form.submit, LONGEST_TITLE),
    }
    if not dialog:
        submit["verb"] = VERB
    return _card([*body, {"type": "ActionSet", "actions": [submit | {"data": data, "style": "positive"}]}])


def attachment(card: Json) -> Json:
    return {"contentType": CONTENT_TYPE, "content": card}


def utf16(value: Any) -> int:
    """The bytes of it as Teams counts them."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-16-le"))


# --- blocks ----------------------------------------------------------------------------------------------------


def _card(body: Sequence[Json]) -> Json:
    return {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "body": list(body),
        "msteams": {"width": "Full"},
    }


def _block(block: Block, under: str | None, *, first: bool) -> list[Json]:
    match block:
        case Heading(text=text):
            return [_text([_run(text, strong=True, size="Large" if first else "Medium")], spaced=not first)]
        case Paragraph():
            return [
                _text(_runs(line, None, quiet=block.quiet), spaced=place == 0 and not first)
                for place, line in enumerate(block.lines)
            ]
        case Item():
            return [_item(block, under)]
        case Buttons(buttons=buttons):
            return _action_set(buttons)


def _item(item: Item, under: str | None) -> Json:
    """A row under a heading that bears its mark does not repeat the words; anywhere else they stand beside it."""
    symbol = SYMBOLS.get(item.mark)
    lines = [_runs(line, symbol) for line in (item.title, *item.lines)]
    said = any("color" in run for line in lines for run in line)
    if symbol is not None and not said and under != symbol.shape:
        lines.insert(1, [_run(f"{symbol.shape} {symbol.words}", colour=symbol.colour)])
    texts = [_text(line, spaced=False) for line in lines]
    return {"type": "Container", "spacing": "Medium", "items": [*texts, *_action_set(item.buttons)]}


def _title(block: Block) -> str | None:
    """The words of a heading, or of a paragraph that is one: a single strong line beginning with a mark."""
    match block:
        case Heading(text=text):
            return text
        case Paragraph(lines=((Run(text=text, strong=True),),)) if text[:1] in _BY_SHAPE:
            return text
        case _:
            return None


def _action_set(buttons: Iterable[Button]) -> list[Json]:
    """Rows of as many as Teams draws; those behind "More" count."""
    actions = [_action(button) for button in buttons]
    rows = [actions[at : at + MOST_ACTIONS] for at in range(0, len(actions), MOST_ACTIONS)]
    return [{"type": "ActionSet", "actions": row} for row in rows]


def _action(button: Button) -> Json:
    """A dialog is asked for with Action.Submit: Action.Execute has no way to open one.

    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules
    """
    drawn: Json = {"title": _cut(button.label, LONGEST_TITLE)}
    if button.opens_form:
        drawn |= {"type": "Action.Submit", "data": {BUTTON: button.id, "msteams": {"type": "task/fetch"}}}
    else:
        drawn |= {"type": "Action.Execute", "verb": VERB, "data": {BUTTON: button.id}}
    if button.main:
        drawn["style"] = "positive"
    if button.more:
        drawn["mode"] = "secondary"
    return drawn


def _submitting(body: Sequence[Json]) -> list[Json]:
    """The same with every button as one of a dialog."""
    drawn: list[Json] = []
    for element in body:
        changed: Json = {}
        if "actions" in element:
            changed["actions"] = [_submit(action) for action in element["actions"]]
        if "items" in element:
            changed["items"] = _submitting(element["items"])
        drawn.append(element | changed)
    return drawn


def _submit(action: Json) -> Json:
    kept = {key: value for key, value in action.items() if key != "verb"}
    return kept | {"type": "Action.Submit", "data": {BUTTON: action["data"][BUTTON]}}


def _left_out(items: int) -> list[Json]:
    what = f"{items} more" if items else "The rest"
    return [
        _text([_run(f"{what} would not fit into one message here. Ask for fewer: “list mine”.")], spaced=True)
    ]


# --- text ------------------------------------------------------------------------------------------------------


def _text(runs: Sequence[Json], *, spaced: bool = True) -> Json:
    drawn: Json = {"type": "RichTextBlock", "inlines": list(runs) or [_run(" ")]}
    if not spaced:
        drawn["spacing"] = "Small"
    return drawn


def _runs(line: Line, symbol: Symbol | None, *, quiet: bool = False) -> list[Json]:
    """A line's stretches; the part of it that begins with the mark's shape takes its colour."""
    found = []
    for run in line:
        parts = [run.text] if run.strong or symbol is None else _around_mark(run.text, symbol)
        for place, part in enumerate(parts):
            colour = symbol.colour if symbol is not None and place == 1 else None
            if clean(part):
                found.append(_run(part, strong=run.strong, quiet=quiet, colour=colour))
    return found


def _run(
    text: str,
    *,
    strong: bool = False,
    quiet: bool = False,
    size: str | None = None,
    colour: str | None = None,
) -> Json:
    # A run of nothing is refused by the schema.
    drawn: Json = {"type": "TextRun", "text": _shortened(inert(text), LONGEST_RUN) or " "}
    if strong:
        drawn["weight"] = "Bolder"
    if quiet:
        drawn["isSubtle"] = True
    if size:
        drawn["size"] = size
    if colour:
        drawn["color"] = colour
    return drawn


def inert(text: str) -> str:
    """The same words to read, with nothing in them that a client acts on.

    {{DATE(…)}} and {{TIME(…)}} are functions in any text of a card, and ${…} is a template's: a word joiner, which
    nobody sees, parts their braces. What hides or reorders its neighbours is taken out. https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
    """
    return clean(text).replace("{{", "{\u2060{").replace("${", "$\u2060{")


def _around_mark(text: str, symbol: Symbol) -> list[str]:
    """What is before the mark's part, that part, and what is after. People's own words may hold its shape too."""
    found = re.search(rf"(?:^|(?<={_BETWEEN})){re.escape(symbol.shape)} .*?(?={_BETWEEN}|$)", text)
    return [text[: found.start()], found[0], text[found.end() :]] if found else [text]


def _cut(text: str, most: int) -> str:
    return inert(fit(text, most))


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(CUT)].rstrip() + CUT


# --- forms -----------------------------------------------------------------------------------------------------


def _field(field: FormField, share: float) -> list[Json]:
    found: list[Json] = []
    if field.error:
        found.append(_text([_run(fit(field.error, LONGEST_ERROR), strong=True, colour="Attention")]))
    drawn: Json = {"id": field.name, "label": _cut(field.label, LONGEST_LABEL)}
    if field.required:
        drawn |= {"isRequired": True, "errorMessage": "This one is needed."}
    if field.kind in {"people", "choice"}:
        drawn |= _choices(field, max(1, int(len(field.options) * share)))
        hints = [field.hint] if field.hint else []
        if len(drawn["choices"]) < len(field.options):
            hints.append(f"{len(drawn['choices'])} of {len(field.options)} fit here.")
        if hints:
            found.append(_text([_run(fit(" ".join(hints), LONGEST_LABEL), quiet=True)]))
        return [*found, drawn]
    drawn |= {"type": "Input.Text", "isMultiline": field.kind == "words", "maxLength": LONGEST_INPUT}
    if field.hint:
        drawn["placeholder"] = _cut(field.hint, LONGEST_LABEL)
    value = field.value if isinstance(field.value, str) else ",".join(field.value)
    if len(value) > LONGEST_INPUT:
        # An input takes no more: what was typed is shown, so that it can be copied from.
        found.append(_text([_run(_shortened(clean(value), int(LONGEST_RUN * share) + len(CUT)))]))
    elif value:
        drawn["value"] = clean(value)
    return [*found, drawn]


def _choices(field: FormField, most: int) -> Json:
    """As many of the choices as fit; those chosen already are among them."""
    several = field.kind == "people"
    chosen = {field.value} if isinstance(field.value, str) else set(field.value)
    first = sorted(range(len(field.options)), key=lambda n: field.options[n].value not in chosen)[:most]
    offered = [field.options[n] for n in sorted(first)]
    drawn: Json = {
        "type": "Input.ChoiceSet",
        "choices": [{"title": _label(o.label, plain=several), "value": o.value} for o in offered],
        "style": "compact",
    }
    picked = [option.value for option in offered if option.value in chosen]
    if picked:
        drawn["value"] = ",".join(picked)
    if several:
        drawn["isMultiSelect"] = True
    return drawn


def _label(text: str, *, plain: bool) -> str:
    """A choice's words. Choices of several are drawn as check boxes, whose labels are read as markdown."""
    if plain:
        text = re.sub(r"[\\`*_\[\]<>~#|]", " ", text).strip()
        text = re.sub(r"^(?=(?:\d+[.)]|[-+])\s)", "\u2060", text)
    return _cut(text, LONGEST_LABEL) or "?"
