"""The value of each setting, in plain words; what cannot be read is named, never guessed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.boards import Board, Pause
from bot.domain.calendars import Span
from bot.domain.nations import nation
from bot.domain.settings import Setting, pause_data, span_data, spans
from bot.language.settings.days import closed_days, paused_days
from bot.language.settings.pieces import (
    COUNT,
    WEEKDAYS,
    NotRead,
    Rest,
    a_number,
    off,
    take_times,
    take_weekday,
    take_zone,
)

__all__ = ["NotRead", "read"]

MOST_DAYS = 60
_USUAL = re.compile(r"(?:as\s+)?(?:usual|default|defaults|reset|normal|app\.yaml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a value is read with."""

    words: str
    board: Board
    today: date
    whole: bool


def read(setting: Setting, words: str, board: Board, today: date, *, whole: bool = False) -> Any:
    """The value as bot.domain.settings keeps it; None goes back to what is usual.

    `today` is where the board is. `whole` says that the words are all of the value, as in a form: days they do not
    name are closed no more.

    Raises:
        NotRead: saying what was not understood, and what is possible.
    """
    words = words.strip(" .")
    if _USUAL.fullmatch(words):
        return None
    return _READERS[setting](_Asked(words, board, today, whole))


def read_own(setting: Setting, words: str, before: dict[str, Any]) -> Any:
    """A person's own value, laid over the one `before`; None goes back to what their boards say.

    Raises:
        NotRead: saying what was not understood, and what is possible.
    """
    words = words.strip(" .")
    if setting not in {Setting.NUDGES, Setting.NATION}:
        raise NotRead(
            f"Your own {setting.value} cannot be set: your nudges and your nation can.",
            "“nudges 3 days before”, “nation Scotland”",
        )
    if _USUAL.fullmatch(words):
        return None
    if setting is Setting.NATION:
        return _nation_of(words)
    return {**before, **rhythm_of(words)}


def _zone(asked: _Asked) -> str:
    return take_zone(asked.words)


def _nation(asked: _Asked) -> str:
    return _nation_of(asked.words)


def _nation_of(words: str) -> str:
    found = nation(words)
    if found.code is None:
        meant = f" Did you mean {' or '.join(found.near)}?" if found.near else ""
        raise NotRead(
            f"I know no bank holidays of “{words[:60]}”.{meant}",
            "England, Scotland, Wales, Northern Ireland, Ireland; US-CA, “Germany, Bayern”",
            found.near,
        )
    return found.code


def _closed(asked: _Asked) -> list[list[str]]:
    kept = spans(asked.board.own.get(Setting.CLOSED, ())) or asked.board.closed
    found = closed_days(asked.words, kept, asked.today, whole=asked.whole)
    return [span_data(span) for span in found]


def _digest(asked: _Asked) -> dict[str, Any]:
    how = "“digest Tuesday 10:00”, “digest 4 working days before a meeting”"
    rest = Rest(asked.words, how)
    if off(asked.words):
        raise NotRead("Digests are not switched off for good: a pause keeps them for later.", how)
    found: dict[str, Any] = {}
    before = rest.take(
        rf"({COUNT})(?:\s+(?:working\s+)?days?)?\s+before(?:\s+(?:a|the|each|every|all))?(?:\s+meetings?)?"
    )
    if before is not None:
        found["working_days_before_meeting"] = rest.number(before[1], 0, 30, "working days before a meeting")
    times = take_times(rest)
    if len(times) > 1:
        raise NotRead("A digest goes out at one time of day.", how)
    if times:
        found["at"] = f"{times[0]:%H:%M}"
    weekday = take_weekday(rest)
    if weekday is not None:
        found["weekday"] = weekday
    if weekday is not None and take_weekday(rest) is not None:
        raise NotRead("A digest goes out on one day of the week.", how, _weekdays_in(asked.words))
    rest.done("a weekday, a time, or working days before a meeting")
    return {**asked.board.own.get(Setting.DIGEST, {}), **found}


def _weekdays_in(words: str) -> list[str]:
    return [day for day in WEEKDAYS if re.search(rf"\b{day[:3]}", words, re.IGNORECASE)]


def _quiet(asked: _Asked) -> list[str]:
    how = "“quiet 18:00 to 08:00”, “quiet none”"
    if off(asked.words):
        return ["00:00", "00:00"]
    rest = Rest(asked.words, how)
    found = take_times(rest)
    rest.take(r"from|between")
    rest.done("two times of day")
    if len(found) != 2:
        raise NotRead("Quiet hours have a beginning and an end.", how)
    if found[0] == found[1]:
        raise NotRead("Those would be quiet hours without an end.", how)
    return [f"{one:%H:%M}" for one in found]


def _nudges(asked: _Asked) -> dict[str, Any]:
    found = rhythm_of(asked.words)
    return {**asked.board.own.get(Setting.NUDGES, {}), **found}


_AHEAD = rf"({COUNT}(?:\s*(?:,|and|&|\+|,\s*and)\s*{COUNT})*)\s+(days?|weeks?)\s+(?:before|ahead|early)(?:\s+(?:it|the\s+due))?"


def rhythm_of(words: str) -> dict[str, Any]:
    """What the words say of when somebody is nudged.

    Raises:
        NotRead: nothing, or something else.
    """
    rest = Rest(words, "“nudges 14, 7 and 1 days before, then every 5 days”, “nudges at 10:00”")
    if off(words):
        raise NotRead(
            "Nudges are not switched off for good: a pause, or “mute”, keeps them for later.", rest.how
        )
    found: dict[str, Any] = {}
    every = rest.take(
        rf"(?:and\s+)?(?:then\s+)?(?:after\s+that\s+)?(?:every|each)\s+(?:({COUNT})\s+)?(days?|weeks?|fortnight)"
    ) or rest.take(r"(?:and\s+)?(?:then\s+)?()(daily|weekly|fortnightly)")
    if every is not None:
        long = {"d": 1, "w": 7, "f": 14}[every[2][0].casefold()] * (a_number(every[1]) if every[1] else 1)
        found["days_between"] = rest.number(str(long), 1, MOST_DAYS, "days between reminders")
    first = rest.take(
        rf"(?:(?:and|then|first|again)\s+)*({COUNT})\s+days?\s+(?:after|late|overdue)(?:\s+(?:it|that|the\s+due))?"
    )
    if first is not None:
        found["first_day_after"] = rest.number(first[1], 1, MOST_DAYS, "days after the due")
    on_the_day = rest.take(r"(?:and\s+)?on\s+(?:the|its)\s+(?:due\s+)?(?:day|due)") is not None
    numbers = []
    while ahead := rest.take(_AHEAD):
        unit = 7 if ahead[2].casefold().startswith("w") else 1
        numbers += [a_number(n) * unit for n in re.findall(COUNT, ahead[1], re.IGNORECASE)]
    if numbers or on_the_day:
        days = sorted({*numbers, *([0] if on_the_day else [])}, reverse=True)
        if len(days) > 6:
            raise NotRead("That is more than six nudges before a due.", rest.how)
        found["days_before"] = [rest.number(str(n), 0, MOST_DAYS, "days before the due") for n in days]
    times = take_times(rest)
    if len(times) > 1:
        raise NotRead("Nudges come at one time of day.", rest.how)
    if times:
        found["at"] = f"{times[0]:%H:%M}"
    rest.done("days before the due, days between reminders, or a time of day")
    return found


_LONG = rf"(?P<count>{COUNT})\s*(?P<unit>working\s+days?|days?|weeks?)?(?:\s+overdue)?"
_WHO_FIRST = rf"(?:(?:and|then|to|tell)\s+)*(?:the\s+)?WHO\s*(?:(?:hears\s+)?after\s+)?(?:{_LONG}|(?P<none>none|off|never|no))"
_AFTER_FIRST = rf"(?:(?:and|then)\s+)*(?:after\s+)?{_LONG}[\s,]*(?:(?:to|for|tell|it\s+goes\s+to)\s+)?(?:the\s+)?WHO(?P<none>)"


def _escalation(asked: _Asked) -> dict[str, int | None]:
    how = "“escalation clerk after 5 working days, chair after 10 working days”, “escalation none”"
    if off(asked.words):
        return {"clerk": None, "chair": None}
    rest = Rest(asked.words, how)
    now = asked.board.escalation
    found: dict[str, int | None] = {"clerk": now.clerk, "chair": now.chair}
    said = False
    pattern = _AFTER_FIRST if re.match(rf"(?:after\s+)?{COUNT}", asked.words, re.IGNORECASE) else _WHO_FIRST
    for who in ("clerk", "chair"):
        step = rest.take(pattern.replace("WHO", who))
        if step is None:
            continue
        said = True
        if step["none"]:
            found[who] = None
            continue
        unit = 5 if "week" in (step["unit"] or "").casefold() else 1
        found[who] = rest.number(str(a_number(step["count"]) * unit), 1, 250, "working days overdue")
    rest.done("who hears, and after how many working days")
    if not said:
        raise NotRead("Say who hears of it, and after how many working days.", how)
    if found["clerk"] and found["chair"] and found["chair"] <= found["clerk"]:
        raise NotRead("The chair hears of it after the clerk.", how)
    return found


def _ask(asked: _Asked) -> int:
    how = "“ask 5 working days before a meeting”, “ask none”"
    if off(asked.words):
        return 0
    rest = Rest(asked.words, how)
    found = rest.take(
        rf"({COUNT})(?:\s+(?:working\s+)?days?)?(?:\s+(?:before|ahead)(?:\s+(?:a|the|each|every))?(?:\s+meetings?)?)?"
    )
    rest.done("so many working days before a meeting")
    if found is None:
        raise NotRead("Say how many working days before a meeting.", how)
    return rest.number(found[1], 1, 30, "working days before a meeting")


def _pause(asked: _Asked) -> dict[str, Any] | None:
    if off(asked.words):
        return _ended(asked.board.pause, asked.today)
    first, last, reason = paused_days(asked.words, asked.today)
    return pause_data(Pause(Span(first, last), reason))


def _ended(pause: Pause | None, today: date) -> dict[str, Any] | None:
    """A pause that has begun lasts until tonight: what it kept is said from tomorrow on."""
    if pause is None or pause.days.first > today or pause.days.last <= today:
        return None if pause is None or pause.days.first > today else pause_data(pause)
    return pause_data(Pause(Span(pause.days.first, today), pause.reason))


_READERS: dict[Setting, Callable[[_Asked], Any]] = {
    Setting.ZONE: _zone,
    Setting.NATION: _nation,
    Setting.CLOSED: _closed,
    Setting.DIGEST: _digest,
    Setting.NUDGES: _nudges,
    Setting.QUIET: _quiet,
    Setting.ESCALATION: _escalation,
    Setting.ASK: _ask,
    Setting.PAUSE: _pause,
}
