"""What values of settings are made of: times of day, weekdays, zones, numbers; and what is left over."""

import re
from collections.abc import Sequence
from datetime import time
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNT = rf"(?:[0-9]{{1,4}}|an?|{'|'.join(_IN_WORDS)})\b"
_TIME = (
    r"(?<![0-9])([0-9]{1,2})(?:(?::|\.|h)([0-9]{2}))?\s*([ap]\.?m\b\.?)?(?![0-9])|\b(noon|midday|midnight)\b"
)
_OFF = re.compile(r"(?:none|off|no|never|nobody|nothing|stop|end|ends|ended|over|resume)", re.IGNORECASE)


class NotRead(Exception):  # noqa: N818 - it is an answer, not a fault
    """What was not understood. `how` shows what can be said; `near` are values that may have been meant."""

    def __init__(self, problem: str, how: str, near: Sequence[str] = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.how = how
        self.near = tuple(near)


class Rest:
    """The words of a value, from which what is understood is taken; nothing may be left over."""

    def __init__(self, words: str, how: str) -> None:
        self.words = words
        self._said = " ".join(words.split())
        self.how = how
        self._taken = False

    def take(self, pattern: str) -> re.Match[str] | None:
        """The first place where the pattern is found, taken out."""
        found = re.search(rf"(?<![^\s,;(])(?:{pattern})(?![^\s,;.)])", self.words, re.IGNORECASE)
        if found is not None:
            self._taken = True
            self.words = f"{self.words[: found.start()]} , {self.words[found.end() :]}"
        return found

    def number(self, words: str, least: int, most: int, what: str) -> int:
        """A number within its limits.

        Raises:
            NotRead: it is beyond them.
        """
        found = a_number(words)
        if not least <= found <= most:
            raise NotRead(
                f"{found} {what} is too {'few' if found < least else 'many'}: {least} to {most} are possible.",
                self.how,
            )
        return found

    def done(self, wanted: str) -> None:
        """See that all was understood.

        Raises:
            NotRead: naming what was not.
        """
        left = re.sub(
            r"(?i)\b(?:and|then|at|on|weekly|each|the|in|a|every|to|from|until|till|before|days?)\b|[,;.\s\u2013\u2014-]+",
            " ",
            self.words,
        ).strip()
        if left or not self._taken:
            # Where more than one piece is left, all of it is shown as it was typed.
            whole = left not in self._said
            shown = self._said if left and whole else left or self.words.strip(" ,")
            near = get_close_matches(shown.title(), WEEKDAYS, n=1, cutoff=0.6)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise NotRead(f"I cannot read “{shown[:60]}” as {wanted}.{meant}", self.how, near)


def off(words: str) -> bool:
    """Whether they say that there shall be none."""
    return _OFF.fullmatch(words.strip(" .!")) is not None


def a_number(words: str) -> int:
    """In figures or in words."""
    plain = words.casefold().strip()
    if plain.isdigit():
        return int(plain)
    return 1 if plain in {"a", "an"} else _IN_WORDS.index(plain)


def take_times(rest: Rest) -> list[time]:
    """The times of day in the words, in order.

    Raises:
        NotRead: what looks like one is none.
    """
    found: list[time] = []
    # A range written with a dash is two of them.
    rest.words = re.sub(r"(?<=[0-9mM.])\s*[\u2013\u2014-]\s*(?=[0-9])", " to ", rest.words)
    # "At 9" is the morning; "at 5" may be either.
    while hour := rest.take(r"at\s+(0?[7-9]|1[0-9]|2[0-3])(?!\s*(?:[ap]\.?m|o'?clock)|[.:h][0-9])"):
        found.append(time(int(hour[1])))
    while True:
        match = rest.take(_TIME)
        if match is None:
            return found
        found.append(_time(match, rest.how))


def _time(match: re.Match[str], how: str) -> time:
    if match[4]:
        return time(0 if match[4].casefold() == "midnight" else 12)
    hour, minute = int(match[1]), int(match[2] or 0)
    half = (match[3] or "").casefold()[:1]
    if half and not 1 <= hour <= 12:
        hour = 99
    elif half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or not (match[2] or half):
        raise NotRead(f"I cannot read “{match[0].strip()}” as a time of day: write 09:00 or 5:30pm.", how)
    return time(hour, minute)


def take_weekday(rest: Rest) -> int | None:
    """The weekday named, Monday as 0."""
    for number, name in enumerate(WEEKDAYS):
        if rest.take(rf"(?:on\s+)?(?:{name}|{name[:3]}|{name[:4]})s?"):
            return number
    return None


def take_zone(words: str) -> str:
    """An IANA zone, by its name or its city.

    Raises:
        NotRead: there is none of that name.
    """
    how = "“zone Europe/Dublin”, “zone London”"
    plain = re.sub(r"\s+", "_", words.strip())
    if plain.upper() in {"BST", "GMT"}:
        raise NotRead(
            f"“{words[:40]}” is no zone with summer and winter. Did you mean Europe/London?",
            how,
            ["Europe/London"],
        )
    by_name, by_city = _zones()
    if plain.casefold() in by_name:
        return by_name[plain.casefold()]
    cities = by_city.get(plain.casefold(), ())
    if len(cities) == 1:
        return cities[0]
    near = list(cities) or [by_name[n] for n in get_close_matches(plain.casefold(), by_name, n=2, cutoff=0.7)]
    near = near or [by_city[n][0] for n in get_close_matches(plain.casefold(), by_city, n=2, cutoff=0.7)]
    meant = f" Did you mean {' or '.join(near[:3])}?" if near else ""
    raise NotRead(f"I know no time zone “{words[:60]}”.{meant}", how, near[:3])


@cache
def _zones() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The zones by their whole names, and by their cities."""
    names = sorted(
        n
        for n in available_timezones()
        if "/" in n and not n.startswith(("Etc/", "SystemV/", "posix/", "right/"))
    )
    by_city: dict[str, tuple[str, ...]] = {}
    for name in names:
        city = name.rpartition("/")[2].casefold()
        by_city[city] = (*by_city.get(city, ()), name)
    return {n.casefold(): n for n in [*names, "UTC"] if _loads(n)}, by_city


def _loads(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
