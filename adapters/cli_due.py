"""`arising due`: what a phrase is understood to mean, as one line of JSON."""

import json
from datetime import date
from typing import Any

from bot.language.dues import read_due


def answer(phrase: str, said_on: date, next_meeting: date | None) -> str:
    """The reading of one phrase."""
    reading = read_due(phrase, said_on=said_on, next_meeting=next_meeting)
    return _json(
        {
            "date": reading.date and reading.date.isoformat(),
            "kind": reading.kind,
            "reading": reading.reading,
        }
    )


def answer_line(line: bytes) -> str:
    """The reading of one JSON line, or `{"error": …}` when it is not one."""
    try:
        asked = json.loads(line)
        phrase, said_on, next_meeting = _phrase(asked), _day(asked, "said_on"), _day(asked, "next_meeting")
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        return _json({"error": f"not a line of JSON: {error}"})
    except ValueError as error:
        return _json({"error": str(error)})
    if said_on is None:
        return _json({"error": "said_on is missing"})
    return answer(phrase, said_on, next_meeting)


def _phrase(asked: Any) -> str:
    phrase = asked.get("phrase") if isinstance(asked, dict) else None
    if not isinstance(phrase, str):
        raise ValueError('a line is an object with "phrase", "said_on" and "next_meeting"')  # noqa: TRY004
    return phrase


def _day(asked: dict[str, Any], key: str) -> date | None:
    value = asked.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"{key} is not a day such as 2026-11-23") from None


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)
