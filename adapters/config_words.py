"""What is said about a mistake in the configuration: which key, what is wrong, and the nearest right one."""

import ipaddress
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import SecretStr

from bot.domain import nations
from bot.domain.calendars import Span

DATABASES = re.compile(r"sqlite(\+\w+)?:///(?!:memory:).+|postgresql(\+psycopg)?://[^/]*/.+")
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
A_GUID = "0b5e8f7a-1111-4222-8333-444455556666"
LONGEST_URL = 200
CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
SPOKEN = re.compile(r"(\d{1,2})(?:[:.h ]?(\d\d))?(?::\d\d)?\s*([ap])?\.?m?\.?", re.IGNORECASE)
MAKE_ONE = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the key by its dotted path ("server.port"), or a variable's name, and what is wrong with it."""

    key: str
    what: str
    line: int | None = None

    def __str__(self) -> str:
        words = f"{self.key}: {self.what}" if self.key else self.what
        return words if self.line is None else f"line {self.line}, {words}"


class ConfigError(Exception):
    """The configuration cannot be used; `problems` says everything that is wrong with it."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(problems, key=lambda p: p.line or 0))
        super().__init__(path, problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{self.path}: {count} thing{'s' * (count > 1)} to put right."
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


def nearest(given: str, right: Collection[str], cutoff: float = 0.6) -> str | None:
    """The one of `right` that `given` was probably meant to be."""
    folded = {name.casefold(): name for name in right}
    found = get_close_matches(given.casefold(), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else None


def did_you_mean(given: str, right: Collection[str]) -> str:
    found = nearest(given, right)
    return f" Did you mean {found}?" if found else ""


# --- single values: each gives the value, or a ValueError that says what is wrong --------------------------------


def zone(given: Any) -> str:
    """An IANA zone the machine, or the tzdata package, knows."""
    name = given if isinstance(given, str) else ""
    try:
        if name and name != "localtime":
            ZoneInfo(name)
            return name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    if not name:
        raise ValueError("needs a time zone, such as Europe/London.")
    raise ValueError(f'"{name}" is not a time zone.{_did_you_mean_zone(name)}')


def nation(given: Any) -> str:
    """The code of a nation whose bank holidays are known."""
    found = nations.nation(given if isinstance(given, str) else "")
    if found.code is not None:
        return found.code
    meant = (
        f" Did you mean {' or '.join(found.near)}?" if found.near else " Write England, GB-SCT, IE, US-CA."
    )
    raise ValueError(f'"{given}" is no nation whose bank holidays I know.{meant}')


def closed_days(given: Any) -> Span:
    """A day, or several as in "2026-12-24 to 2027-01-01"."""
    first, _, last = str(given).partition(" to ")
    try:
        span = Span(date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip()))
    except ValueError:
        raise ValueError(f'"{given}" is no day. Write 2026-12-24, or 2026-12-24 to 2027-01-01.') from None
    if span.last < span.first or (span.last - span.first).days > 366:
        raise ValueError(f'"{given}": the last day comes after the first, within a year.')
    return span


def _did_you_mean_zone(name: str) -> str:
    if name.upper() == "BST":  # British Summer Time here; elsewhere it is Bangladesh's
        return " Did you mean Europe/London?"
    zones = {each for each in available_timezones() if "/" in each and not each.startswith("Etc/")} | {"UTC"}
    city = name.rpartition("/")[2].replace(" ", "_")
    by_city = {each.rpartition("/")[2]: each for each in sorted(zones, reverse=True)}
    found = nearest(name.replace(" ", "_"), zones) or by_city.get(nearest(city, by_city) or "")
    return f" Did you mean {found}?" if found else " Zones are named as Europe/London is."


def time_of_day(given: Any) -> time:
    """A time of day, "09:00" or "17:30"."""
    if isinstance(given, time):
        return given
    words = str(given or "").strip()
    match = CLOCK.fullmatch(words)
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return time(int(match[1]), int(match[2]))
    if not words:
        raise ValueError("needs a time of day, such as 09:00.")
    raise ValueError(f'"{words}" is not a time of day. {_nearest_time(words)}')


def _nearest_time(words: str) -> str:
    spoken = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}.get(words.casefold())
    match = SPOKEN.fullmatch(words)
    if match and spoken is None:
        hour, minute = int(match[1]), int(match[2] or 0)
        if match[3] and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (match[3].lower() == "p")
        spoken = "00:00" if hour == 24 else f"{min(hour, 23):02}:{min(minute, 59):02}"
    return f"Did you mean {spoken}?" if spoken else "Write it as 09:00 or 17:30."


def database_url(given: Any) -> SecretStr | None:
    """An address of a kind the store knows. The address itself is never repeated: it may hold a password."""
    words = given.get_secret_value() if isinstance(given, SecretStr) else given
    if words is None:
        return None
    if not DATABASES.fullmatch(str(words)):
        raise ValueError(
            "must begin with sqlite:/// and name a file, or be as postgresql://user:password@host/database."
        )
    return SecretStr(str(words))


def public_url(given: Any) -> str | None:
    """Where the platforms reach this server: they call nothing but https, and paths of their own beneath it."""
    if given is None:
        return None
    words = str(given).strip().rstrip("/")
    if not re.fullmatch(r"https://[^/\s?#]+", words) or len(words) > LONGEST_URL:
        what = f"must be https:// and a name, such as https://actions.example.org, and is {_shown(given)}."
        raise ValueError(what)
    return words


def guid(given: Any) -> str:
    """An ID as Microsoft gives them, in the case in which it writes them itself."""
    if not GUID.fullmatch(str(given).strip()):
        raise ValueError(f"must be an ID, such as {A_GUID}, and {_shown(given)} is none.")
    return str(given).strip().casefold()


def on_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def present(given: Any) -> Any:
    """A section that is there with nothing beneath it has its defaults; only one that is not there is off."""
    return {} if given is None else given


def secret_key(given: Any) -> SecretStr | None:
    words = given.get_secret_value() if isinstance(given, SecretStr) else given
    if words is None:
        return None
    if len(str(words)) < 32:
        raise ValueError(f"must be 32 characters or longer. To make one: {MAKE_ONE}")
    return SecretStr(str(words))


# --- what pydantic found -----------------------------------------------------------------------------------------


def problem(error: Any, keys: Collection[str]) -> Problem:
    """One of pydantic's errors, in words; `keys` are all the dotted paths there are."""
    path = [part for part in error["loc"] if isinstance(part, str)]
    key = ".".join(path)
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden" if key == "platforms.playground":
            return Problem(key, "exists only in the demonstration: arising demo.")
        case "extra_forbidden":
            return Problem(key, f"there is no such key.{_did_you_mean_key(path, keys)}")
        case "value_error":
            return Problem(key, str(context["error"]))
        case "literal_error":
            right = re.findall(r"'([^']+)'", context["expected"])
            what = f"{_shown(error['input'])} is not one of {', '.join(right)}."
            return Problem(key, what + did_you_mean(str(error["input"]), right))
        case "model_type" | "dict_type":
            return Problem(key, f"holds further keys, not a value.{_keys_below(key, keys)}")
        case "tuple_type":
            return Problem(key, f"needs a list, such as [7, 1, 0], and {_shown(error['input'])} is none.")
        case _:
            return Problem(key, _plain(error["type"], error["input"], context))


def _plain(kind: str, given: Any, context: Any) -> str:
    if given is None or given == "":
        return "has no value. Give it one, or take the key out to have its default."
    if kind.startswith("int_"):
        return f"needs a whole number, and {_shown(given)} is none."
    if kind.startswith("float_"):
        return f"needs a number, and {_shown(given)} is none."
    bounds = {"greater_than_equal": "ge", "less_than_equal": "le", "greater_than": "gt", "less_than": "lt"}
    if kind in bounds:
        words = {"ge": "{} or more", "le": "{} or less", "gt": "more than {}", "lt": "less than {}"}
        bound = bounds[kind]
        return f"must be {words[bound].format(context[bound])}, and is {given}."
    if isinstance(given, list | dict):
        return "needs a single value, not several."
    return f"cannot be {_shown(given)}."


def _did_you_mean_key(path: Sequence[str], keys: Collection[str]) -> str:
    above = ".".join(path[:-1])
    siblings = {k for k in keys if k.rpartition(".")[0] == above}
    elsewhere = {k.rpartition(".")[2]: k for k in keys}
    found = nearest(path[-1], {k.rpartition(".")[2] for k in siblings})
    if found:
        return f" Did you mean {'.'.join([*path[:-1], found])}?"
    moved = nearest(path[-1], elsewhere)
    return f" Did you mean {elsewhere[moved]}?" if moved else _keys_below(above, keys)


def _keys_below(key: str, keys: Collection[str]) -> str:
    below = [k.rpartition(".")[2] for k in keys if k.rpartition(".")[0] == key]
    return f" The keys here are {', '.join(below)}." if below else ""


def _shown(given: Any) -> str:
    words = str(given)
    return f'"{words[:60]}…"' if len(words) > 60 else f'"{words}"'
