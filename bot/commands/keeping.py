"""Intents as plain data, for questions: what was said is kept until a button is pressed."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.language import intents as i


def as_data(intent: i.Intent) -> dict[str, Any]:
    """The intent, as `from_data` reads it."""
    if isinstance(intent, i.Several):
        fields: dict[str, Any] = {"parts": [as_data(part) for part in intent.parts], "words": intent.words}
    else:
        fields = asdict(intent)
    return {"intent": type(intent).__name__, "fields": fields}


def from_data(data: Mapping[str, Any]) -> i.Intent:
    """The intent that was kept."""
    fields = dict(data["fields"])
    if "refs" in fields:
        fields["refs"] = tuple(i.Ref(**r) for r in fields["refs"])
    if "which" in fields:
        fields["which"] = i.Which(fields["which"])
    if "parts" in fields:
        fields["parts"] = tuple(from_data(part) for part in fields["parts"])
    made: i.Intent = getattr(i, data["intent"])(**fields)
    return made
