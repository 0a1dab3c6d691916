"""Who was there: names, initials and roles, from the lists at the head of minutes."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from bot.minutes.layout import Block
from bot.minutes.model import Person
from bot.minutes.names import FIRST_NAMES, WITH_SURNAME
from bot.minutes.words import BODY, ROLE, TITLE, VERBS

_NAME = rf"(?:{TITLE}\s+)*[A-Z][\w’'.-]*(?:\s+(?:de|van|von|der|le|la|of|al|bin|ap|[A-Z][\w’'.-]*)){{0,4}}"
_ENTRY = re.compile(
    rf"(?P<name>{_NAME})(?P<handle>\s+@[\w-]{{2,40}})?(?:\s*[(\[](?P<paren>[^()\[\]]{{1,80}})[)\]])?(?:\s*\((?P<second>[^()]{{1,40}})\))?"
    r"(?:\s*(?:[,–—-]|\s-)\s*(?P<rest>[^;\n]{0,60}))?",
)
_INITIALS = re.compile(r"[A-Z]{2,4}[a-z]?$|[A-Z][a-z]?[A-Z][a-z]?$")
_BRACKET = re.compile(r"\s*\[(?P<initials>[A-Z]{2,4}[a-z]?)\]\s+")
_LEAD = re.compile(
    r"^[^:]{0,60}:\s*|^(?:present|in attendance|attendees|apologies)\s*[/|–-]\s*|^(?:present|in attendance|attendees|apologies|absent|attended by)(?:/\w+)?\s+(?=[A-Z])",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(chair\w*|vice[- ]chair\w*|clerk|secretary|treasurer|director|officer|manager|minutes|president|lead|head)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:apolog|present|attend|member|minutes|meeting|agenda|council$|item|public|noted|none|officials|quorum|absent|council\b.*held|total)",
    re.IGNORECASE,
)


_LABEL_WITHIN = re.compile(
    r"(?<=[\w)\].,;])\s+(?=(?:Also (?:Present|present|in attendance|attending)|Present|(?:In )?[Aa]ttend(?:ance|ing|ees)|IN ATTENDANCE|PRESENT|APOLOGIES|Apologies|Absent|ABSENT|Guests?|Observers?|Officers|Regrets)"
    r"(?: [\w ]{1,30}?)?(?: ?\([^()]{1,40}\))?\s?:)"
)
"""Where another list begins in the same lines: "… Ann Oake, Bo Reed In attendance: Jo Brand"."""


def read_people(blocks: Iterable[Block]) -> tuple[Person, ...]:
    """People in blocks known to list those present; each name once, in order."""
    found: dict[str, Person] = {}
    for block in blocks:
        pieces = [cell.text for cell in block.cells] if block.cells else [block.text]
        for piece in (part for whole in pieces for part in _LABEL_WITHIN.split(whole)):
            text = _LEAD.sub("", piece)
            entries = _entries(text)
            # One name to a line: what follows its comma is a post or an organisation.
            for entry in entries[:1] if block.kind in {"item", "heading"} and text == piece else entries:
                person = _person(entry)
                if person and person.name not in found:
                    found[person.name] = person
                    handle = re.search(r"@[\w-]+", entry)
                    if handle:
                        found[handle.group()] = Person(handle.group(), None, person.role)
    return tuple(found.values())


def _entries(text: str) -> list[str]:
    """Names parted by commas, semicolons or "and", brackets kept with the name before them."""
    out, depth, at = [], 0, 0
    for index, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif char in ",;" and depth == 0:
            out.append(text[at:index])
            at = index + 1
    out.append(text[at:])
    return [part.strip() for entry in out for part in re.split(r"\s+(?:and|&)\s+", entry) if part.strip()]


def _person(entry: str) -> Person | None:
    bracket = _BRACKET.match(entry)
    if bracket:
        named = _person(entry[bracket.end() :])
        return named and replace(named, initials=bracket["initials"])
    match = _ENTRY.match(entry.strip(" .*-–•"))
    if not match or len(entry) > 160 or _NOBODY.search(match["name"]):
        return None
    name = match["name"].strip(" .-–")
    words = name.split()
    titled = re.match(TITLE, name, re.IGNORECASE)
    if not 1 <= len(words) <= 6 or (len(words) == 1 and (len(name) < 3 or name.isupper())):
        return None
    initials = next(
        (
            x.strip()
            for x in (match["paren"], match["second"], match["rest"])
            if x and _INITIALS.match(x.strip()) and x.strip()[0] in {word[0] for word in words}
        ),
        None,
    )
    if initials is None and not titled and len(words) == 1 and not match["paren"] and not match["rest"]:
        # A lone first name is a person only where a list of people holds it; callers pass only those.
        return Person(name)
    role = _ROLE.search(" ".join(filter(None, (match["paren"], match["second"], match["rest"]))))
    return Person(name, initials, role.group().lower() if role else None)


_IN_BRACKETS = re.compile(r"\s[(\[](?P<initials>[A-Z]{2,4})[)\]]")
_NAME_BEFORE = re.compile(rf"(?:{TITLE}\s)?[A-Z][a-z’'-]+(?:\s[A-Z][\w’'.-]*){{1,3}}$")


_INITIALS_FIRST = re.compile(
    rf"^[^\w\n]{{0,8}}(?P<initials>[A-Z]{{2,4}})\s*[\s:=–-]\s*(?P<name>(?:{TITLE}\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]*){{1,3}})(?:\s*[(,–-][^\n]{{0,60}})?$",
    re.MULTILINE,
)


_LONGEST_NAME = 80
_TOP = 8_000
"""Lists of those present stand at the top."""


def stands_for(text: str) -> Person | None:
    """Somebody of a line such as "AO Ann Oake (Parks)", initials first."""
    found = _INITIALS_FIRST.match(text) if len(text) < 100 else None
    return _explained(found) if found else None


def _explained(found: re.Match[str]) -> Person | None:
    words = re.sub(rf"^(?:{TITLE}\s+)+", "", found["name"], flags=re.IGNORECASE).split()
    initials = found["initials"]
    fits = len(words) > 1 and words[0][0] == initials[0] and initials[-1] in {words[-1][0], words[1][0]}
    return Person(found["name"], initials) if fits else None


def read_initialled(text: str) -> tuple[Person, ...]:
    """People who bring their initials along wherever they are first named: "Ann Oake (AO) joined the meeting"."""
    found = {}
    for match in _IN_BRACKETS.finditer(text):
        named = _NAME_BEFORE.search(text, max(0, match.start() - _LONGEST_NAME), match.start())
        if named and named.group().split()[-1][0] == match["initials"][-1]:
            found[match["initials"]] = Person(named.group(), match["initials"])
    for match in _INITIALS_FIRST.finditer(text[:_TOP]):
        person = _explained(match)
        if person and match["initials"] not in found:
            found[match["initials"]] = person
    return tuple(found.values())


_SPEAKS = re.compile(
    rf"(?=[A-Zbcdfhlmprs])(?<![\w’'])(?P<name>(?:{TITLE}\s)?[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+){{0,2}})(?:,\s[^.,;:]{{3,60}},?)?\s(?:also\s|then\s|had\s|has\s)?"
    r"(?:said|stated|reported|asked|explained|advised|confirmed|suggested|proposed|thanked|informed|highlighted|pointed out"
    r"|mentioned|raised|commented|gave|welcomed|outlined|presented|volunteered|offered|felt|thought|apologised|queried|seconded)\b",
)
_NOT_A_SPEAKER = re.compile(
    rf"\b(?:the|public|health|finance|item|it|he|she|they|we|this|that|there|who|members?|council|residents?|{BODY}|{ROLE})\b",
    re.IGNORECASE,
)


def read_speakers(text: str) -> tuple[Person, ...]:
    """People the minutes let speak: where nobody is listed as present, these are the names to go by."""
    found = {
        match["name"]: None for match in _SPEAKS.finditer(text) if not _NOT_A_SPEAKER.search(match["name"])
    }
    return tuple(Person(name) for name in found)


Sort = Literal["person", "role", "group", "body", "name", "pronoun", "none"]
"""Kinds of doers. A "name" is only capitalised words, which may be an outsider or a thing."""


_NO_NICKNAME = frozenset(
    {"will", "just", "grac", "mich", "char", "pris", "even", "they", "that", "this", "chai"}
)


_TITLES = re.compile(rf"^(?:{TITLE}\s+)+", re.IGNORECASE)


class Register:
    """Looks owners up among those present: by initials, first name, surname or full name."""

    def __init__(self, people: Iterable[Person], speakers: Iterable[Person] = ()) -> None:
        self.people = people = tuple(people)
        self.listed = bool(people)
        self.sorts: dict[str, Sort] = {}
        self._by: dict[str, set[str]] = {}
        for person in (*people, *speakers):
            bare = _TITLES.sub("", person.name)
            words = bare.split()
            keys = {
                bare.lower(),
                person.name.lower(),
                *(
                    w.lower()
                    for w in words
                    if len(w) > 2 and (w in {words[0], words[-1]} or w.lower() in FIRST_NAMES | WITH_SURNAME)
                ),
            }
            short = words[0].lower()[:4]
            if len(words[0]) > 5 and len(words) > 1 and short not in VERBS and short not in _NO_NICKNAME:
                keys.add(short)
            if person.initials:
                keys.add(person.initials.lower())
            elif len(words) > 1:
                keys.add("".join(word[0] for word in words).lower())
            for key in keys:
                self._by.setdefault(key, set()).add(person.name)

    def knows(self, words: str) -> bool:
        """Whether somebody present goes by these words."""
        return self._key(words) in self._by

    def name(self, words: str) -> str:
        """The one person meant, or the words themselves when nobody or several could be."""
        names = self._by.get(self._key(words), set())
        return next(iter(names)) if len(names) == 1 else words

    @staticmethod
    def _key(words: str) -> str:
        bare = _TITLES.sub("", words.strip())
        return (bare or words).lower()
