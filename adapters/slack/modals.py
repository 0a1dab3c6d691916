"""Form -> modal, and a submitted modal's state -> the form's values.

https://docs.slack.dev/reference/views/modal-views
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from adapters.legible import clean, fit, pieces
from bot.domain.places import PlaceKind
from bot.messages import Form, FormField, Option

MOST_TITLE = 24
MOST_LABEL = 2_000
MOST_HINT = 2_000
MOST_INPUT = 3_000
MOST_OPTIONS = 100
MOST_OPTION_LABEL = 75
MOST_OPTION_VALUE = 150
MOST_METADATA = 3_000
MOST_ERROR = 300
CALLBACK = "form"
VALUE = "value"
PICKED = "picked"
"""The block of a date's calendar, beside the one for its words."""

Json = dict[str, Any]


class Origin(BaseModel):
    """Where a modal was opened from: kept in it, since a submission says nothing of that."""

    model_config = ConfigDict(frozen=True)

    form: str = ""
    channel: str = ""
    name: str | None = None
    kind: PlaceKind = PlaceKind.DIRECT
    thread: str | None = None
    post: str | None = None
    response_url: str | None = None

    def packed(self) -> str:
        """As private metadata; the way back is left out where it would not fit."""
        text = self.model_dump_json(exclude_none=True)
        if len(text) <= MOST_METADATA:
            return text
        return self.model_copy(update={"response_url": None, "name": None}).model_dump_json(exclude_none=True)


def read_origin(private_metadata: str) -> Origin:
    """What `packed` wrote. Slack hands it back unchanged, in a signed request."""
    return Origin.model_validate_json(private_metadata) if private_metadata else Origin()


def draw_form(form: Form, origin: Origin) -> Json:
    """The form as a modal view. Errors already known stand above their fields."""
    blocks: list[Json] = []
    for field in form.fields:
        blocks += _field(field)
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(fit(form.title, MOST_TITLE)),
        "submit": _plain(fit(form.submit, MOST_TITLE)),
        "close": _plain("Cancel"),
        "private_metadata": origin.model_copy(update={"form": form.id}).packed(),
        "blocks": blocks,
    }


def errors(form: Form) -> dict[str, str]:
    """What is wrong, by block, for a submission's answer."""
    return {field.name: fit(field.error, MOST_ERROR) for field in form.fields if field.error}


def values(form_state: Mapping[str, Any]) -> dict[str, str | tuple[str, ...]]:
    """A submitted view's state, by field name. A date's words and its calendar make one value."""
    found: dict[str, str | tuple[str, ...]] = {}
    days: dict[str, str] = {}
    for block_id, elements in form_state.items():
        name, _, part = block_id.partition(":")
        for element in elements.values():
            value = _value(element)
            if part == PICKED:
                days[name] = value if isinstance(value, str) else ""
            else:
                found[name] = value
    for name, day in days.items():
        words = found.get(name, "")
        # Both said: the core reads both, and asks when they are two dates.
        found[name] = ", ".join(part for part in (str(words).strip(), day) if part)
    return found


def _value(element: Mapping[str, Any]) -> str | tuple[str, ...]:
    match element.get("type"):
        case "multi_static_select":
            return tuple(str(o["value"]) for o in element.get("selected_options") or ())
        case "multi_users_select":
            return tuple(element.get("selected_users") or ())
        case "static_select":
            chosen = element.get("selected_option")
            return str(chosen["value"]) if chosen else ""
        case "datepicker":
            return element.get("selected_date") or ""
        case _:
            return element.get("value") or ""


def _field(field: FormField) -> list[Json]:
    drawn: list[Json] = []
    if field.error:
        drawn.append({"type": "context", "elements": [_plain(f"■ {fit(field.error, MOST_ERROR)}")]})
    if isinstance(field.value, str) and len(field.value) > MOST_INPUT:
        # An input takes no more: what was typed is shown whole, so that it can be copied from.
        drawn += [_quoted(each) for each in pieces(clean(field.value), MOST_INPUT - 100)]
    drawn.append(_input(field, _element(field), field.name))
    if field.kind == "date":
        calendar = {"type": "datepicker", "action_id": VALUE}
        day: Json = {
            "type": "input",
            "block_id": f"{field.name}:{PICKED}",
            "label": _plain("Or pick the day"),
            "optional": True,
            "element": calendar,
        }
        drawn[-1]["optional"] = True  # one of the two is enough; the core says so when both are missing
        drawn.append(day)
    return drawn


def _quoted(text: str) -> Json:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}],
    }


def _input(field: FormField, element: Json, block_id: str) -> Json:
    drawn: Json = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(fit(field.label, MOST_LABEL)),
        "optional": not field.required,
        "element": element,
    }
    return {**drawn, "hint": _plain(fit(field.hint, MOST_HINT))} if field.hint else drawn


def _element(field: FormField) -> Json:
    match field.kind:
        case "people" if field.options:
            return _select(field, "multi_static_select", "initial_options")
        case "people":
            return _users(field)
        case "choice":
            return _select(field, "static_select", "initial_option")
        case _:
            return _text(field)


def _text(field: FormField) -> Json:
    drawn: Json = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "multiline": field.kind == "words",
        "max_length": MOST_INPUT,
    }
    value = clean(field.value) if isinstance(field.value, str) else ""
    if field.kind != "words":
        value = " ".join(value.split())
    if value and len(value) <= MOST_INPUT:
        drawn["initial_value"] = value
    return drawn


def _users(field: FormField) -> Json:
    drawn: Json = {"type": "multi_users_select", "action_id": VALUE}
    if field.most:
        drawn["max_selected_items"] = field.most
    if isinstance(field.value, tuple) and field.value:
        drawn["initial_users"] = list(field.value)
    return drawn


def _select(field: FormField, kind: str, initial: str) -> Json:
    options = [_option(o) for o in field.options if len(o.value) <= MOST_OPTION_VALUE]
    drawn: Json = {"type": kind, "action_id": VALUE, **_offered(options)}
    wanted = (field.value,) if isinstance(field.value, str) else field.value
    chosen = [
        next(o for o in options if o["value"] == w) for w in dict.fromkeys(wanted) if w in _ids(options)
    ]
    if chosen:
        drawn[initial] = chosen if initial == "initial_options" else chosen[0]
    if field.most and kind == "multi_static_select":
        drawn["max_selected_items"] = field.most
    return drawn


def _ids(options: Sequence[Json]) -> set[str]:
    return {o["value"] for o in options}


def _offered(options: Sequence[Json]) -> Json:
    """A hundred options at most; beyond that, groups of a hundred."""
    if len(options) <= MOST_OPTIONS:
        return {"options": list(options)}
    groups = [options[start : start + MOST_OPTIONS] for start in range(0, len(options), MOST_OPTIONS)]
    return {
        "option_groups": [
            {
                "label": _plain(fit(f"From {group[0]['text']['text']}", MOST_OPTION_LABEL)),
                "options": list(group),
            }
            for group in groups[:MOST_OPTIONS]
        ]
    }


def _option(option: Option) -> Json:
    return {"text": _plain(fit(option.label, MOST_OPTION_LABEL)), "value": option.value}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
