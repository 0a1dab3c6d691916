"""The nations whose bank holidays are known: their codes, and the names people call them by."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module

_SMALL = re.compile(r"\b(And|Of|The)\b")
_PARTS_OF_GB = {
    "England": "GB-ENG",
    "England and Wales": "GB-ENG",
    "Wales": "GB-WLS",
    "Scotland": "GB-SCT",
    "Northern Ireland": "GB-NIR",
}
_THE_WHOLE = frozenset({"gb", "uk", "gbr", "united kingdom", "great britain", "britain"})
"""Its four nations have different bank holidays, so one of them has to be named."""
_ALSO = {
    "usa": "US",
    "america": "US",
    "the united states": "US",
    "eire": "IE",
    "republic of ireland": "IE",
} | dict.fromkeys(("ni", "n ireland", "n. ireland", "nireland", "northern irish", "ulster"), "GB-NIR")


@dataclass(frozen=True, slots=True)
class Found:
    """`code` of the nation that was named; without one, `near` are names it may have been meant to be."""

    code: str | None
    near: tuple[str, ...] = ()


def nation(words: str) -> Found:
    """The nation somebody named: "Scotland", "GB-SCT", "Ireland", "Germany, Bayern", "US-CA"."""
    said = " ".join(words.split()).strip(" .")
    plain = said.casefold()
    if plain in _THE_WHOLE:
        return Found(None, ("England", "Scotland", "Wales", "Northern Ireland"))
    names = _names()
    if plain in names:
        return Found(names[plain])
    country, _, part = (piece.strip() for piece in re.sub(r"\s*[-,/]\s*", ",", said, count=1).partition(","))
    code = names.get(country.casefold()) or (country.upper() if country.upper() in _countries() else "")
    if code == "GB" and part.casefold() in names and names[part.casefold()].startswith("GB-"):
        return Found(names[part.casefold()])
    if code and not part:
        return Found(code)
    if code:
        parts = _parts(code)
        named = {one.casefold(): one for one in parts.values()} | {
            name.casefold(): one for name, one in parts.items()
        }
        if part.casefold() in named:
            return Found(f"{code}-{named[part.casefold()]}")
        near = get_close_matches(part.casefold(), named, n=3, cutoff=0.5)
        return Found(None, tuple(dict.fromkeys(nation_name(f"{code}-{named[one]}") for one in near)))
    near = get_close_matches(plain, names, n=3, cutoff=0.6)
    return Found(None, tuple(dict.fromkeys(nation_name(names[one]) for one in near)))


def known(code: str) -> bool:
    """Whether it is a code as `calendar` takes one."""
    country, _, part = code.partition("-")
    return country in _countries() and code != "GB" and (not part or part in _parts(country).values())


def nation_name(code: str) -> str:
    """As people call it: "Scotland", "Ireland", "Germany, Bayern"."""
    for name, known_as in _PARTS_OF_GB.items():
        if known_as == code:
            return name
    country, _, part = code.partition("-")
    of = _countries().get(country, country)
    if not part:
        return of
    return f"{of}, {next((name for name, one in _parts(country).items() if one == part), part)}"


@cache
def _countries() -> dict[str, str]:
    """Their names by their codes."""
    from holidays.registry import COUNTRIES

    return {
        known_as[1]: _SMALL.sub(lambda m: m[0].lower(), module.replace("_", " ").title())
        for module, known_as in COUNTRIES.items()
    }


@cache
def _names() -> dict[str, str]:
    """Codes by names, all in lower case."""
    names = {name.casefold(): code for code, name in _countries().items()}
    return names | {name.casefold(): code for name, code in _PARTS_OF_GB.items()} | _ALSO


@cache
def _parts(country: str) -> dict[str, str]:
    """A country's parts with bank holidays of their own: codes by name, and by themselves where they have none."""
    from holidays.registry import COUNTRIES

    module, known_as = next((m, k) for m, k in COUNTRIES.items() if k[1] == country)
    found = getattr(import_module(f"holidays.countries.{module}"), known_as[0])
    codes: tuple[str, ...] = found.subdivisions
    named: dict[str, str] = dict(getattr(found, "subdivisions_aliases", {}))
    return named | {code: code for code in codes if code not in named.values()}
