"""Persons, the roles they hold on boards, and who of them a written name means."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from bot.domain.availability import ALWAYS, Availability
from bot.domain.ids import BoardId, PersonId

ERASED = "somebody no longer here"
"""The name of whoever was erased: the log's lines that were theirs go on standing there."""


class Role(StrEnum):
    """What somebody is on one board."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    CLERK = "clerk"
    MEMBER = "member"
    OFFICER = "officer"
    OBSERVER = "observer"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What somebody chose of when they are nudged, as NudgeRule has it; None is as the board says."""

    at: time | None = None
    days_before: tuple[int, ...] | None = None
    first_day_after: int | None = None
    days_between: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A human. `zone` is an IANA name; their nudges come at their own nine o'clock.

    `nation` is the one whose bank holidays they have, None for their board's. `availability` says when they are not to
    be nudged.
    """

    id: PersonId
    name: str
    zone: str
    partner: str | None = None
    nation: str | None = None
    rhythm: Rhythm | None = None
    availability: Availability = ALWAYS

    @property
    def first_name(self) -> str:
        return without_title(self.name).split(" ")[0]


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a role on a board."""

    person: Person
    role: Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking. Every read of a log takes one: it sees the boards the person holds a role on.

    `everything` is for the clock and for posts into a board's own places, where no one person is looking.
    """

    person: Person | None
    roles: Mapping[BoardId, Role] = field(default_factory=dict)
    everything: bool = False

    def role_on(self, board: BoardId) -> Role | None:
        return self.roles.get(board)

    def sees(self, board: BoardId) -> bool:
        return self.everything or board in self.roles


SYSTEM = Viewer(person=None, everything=True)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody holding a role on one board. `partners` are theirs, each once."""

    members: tuple[Member, ...]
    partners: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _by_id: Mapping[PersonId, Person] = field(init=False, repr=False, compare=False)
    _named: tuple[tuple[Person, str], ...] = field(init=False, repr=False, compare=False)
    _partners: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked many times of one that seldom changes.
        people = [m.person for m in self.members]
        object.__setattr__(self, "_by_id", {p.id: p for p in reversed(people)})
        object.__setattr__(self, "_named", tuple((p, comparable(p.name)) for p in people))
        object.__setattr__(self, "partners", tuple(dict.fromkeys(p.partner for p in people if p.partner)))
        object.__setattr__(self, "_partners", {p.casefold(): p for p in reversed(self.partners)})

    def find(self, person: PersonId) -> Person | None:
        return self._by_id.get(person)

    def holding(self, *roles: Role) -> tuple[Person, ...]:
        return tuple(m.person for m in self.members if m.role in roles)

    def of_partner(self, partner: str) -> tuple[Person, ...]:
        return tuple(m.person for m in self.members if m.person.partner == partner)

    def partner_called(self, words: str) -> str | None:
        """The partner of this whole name, in capitals or not."""
        return self._partners.get(words.casefold())

    def named(self, words: str) -> tuple[Person, ...]:
        """Those whom the written name may mean: none, one, or several to ask about.

        A whole name beats a part of one; a title in front ("Cllr", "Dr") says nothing.
        """
        wanted = comparable(words)
        if not wanted:
            return ()
        whole = [person for person, name in self._named if name == wanted]
        if whole:
            return tuple(whole)
        parts = wanted.split(" ")
        if len(parts) == 1:
            return tuple(person for person, name in self._named if wanted in _ends(name))
        if len(parts) > 2:
            return ()
        return tuple(person for person, name in self._named if _abbreviates(parts, name.split(" ")))


_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "baroness",
        "cllr",
        "councillor",
        "ald",
        "alderman",
        "rev",
        "reverend",
        "chief",
        "superintendent",
        "supt",
        "ch",
        "insp",
        "inspector",
        "ci",
        "dci",
        "di",
        "dc",
        "sgt",
        "sergeant",
        "pc",
        "cc",
        "acc",
        "col",
    ]
)


_NAME_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


# The same few names are compared with everything that is typed.
@lru_cache(maxsize=4096)
def comparable(name: str) -> str:
    """A name as it is compared: lower case, one kind of apostrophe, no titles, no stray punctuation."""
    plain = name.replace("\u2019", "'").replace("\u2018", "'").replace("`", "'").casefold()
    words = _NAME_WORD.findall(plain)
    kept = [w for w in words if w not in _TITLES]
    return " ".join(kept or words)


# What is added to a partner's name or left out of it.
_OF_ANY_PARTNER = frozenset({"the", "of", "and", "nhs", "ltd", "limited", "cic", "cio", "plc", "uk"})
_ALIKE = 0.9


def nearly_the_same(partner: str, other: str) -> bool:
    """Whether two names may well be one partner's: all words of the one are in the other, or a letter or two differ."""
    one, two = (
        {w for w in _NAME_WORD.findall(name.replace("’", "'").casefold()) if w not in _OF_ANY_PARTNER}
        for name in (partner, other)
    )
    if not one or not two:
        return False
    joined, others = "".join(sorted(one)), "".join(sorted(two))
    return one <= two or two <= one or SequenceMatcher(None, joined, others).ratio() >= _ALIKE


def without_title(name: str) -> str:
    """The name without a title in front: "Cllr Margaret Hale" is Margaret Hale."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        words = words[1:]
    return " ".join(words)


def _ends(name: str) -> set[str]:
    words = name.split(" ")
    return {words[0], words[-1]}


def _abbreviates(wanted: list[str], name: list[str]) -> bool:
    """Whether "H Marsh" or "Hayley M" may stand for Hayley Marsh: one of the ends may be an initial."""
    if len(name) < 2 or len(wanted) != 2:
        return False
    first, last = wanted
    return (first == name[0] and len(last) == 1 and name[-1].startswith(last)) or (
        last == name[-1] and len(first) == 1 and name[0].startswith(first)
    )


def names(people: Iterable[Person]) -> str:
    """People's names in a sentence: "Hayley Marsh", "Hayley Marsh and Tom Reid", "A, B and C"."""
    return listed([p.name for p in people])


def listed(words: list[str]) -> str:
    """Words joined as a sentence joins them."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]
