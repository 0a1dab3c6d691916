"""Owners as written become people, roles, partners, or words kept until somebody says who is meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.session import Session
from bot.domain.actions import Owner, OwnerKind, Part
from bot.domain.boards import Board
from bot.domain.dues import Due
from bot.domain.ladder import asks
from bot.domain.nudges import first_nudge
from bot.domain.people import Person, Role, Roster, comparable
from bot.language.adding import OwnerWords
from bot.language.text import ATOM, atoms
from bot.messages import Button
from bot.ports import NewAssignment
from bot.views.buttons import button_id

_ROLE_WORDS = {
    "chair": Role.CHAIR,
    "the chair": Role.CHAIR,
    "clerk": Role.CLERK,
    "the clerk": Role.CLERK,
    "vice-chair": Role.VICE_CHAIR,
    "vice chair": Role.VICE_CHAIR,
    "the vice-chair": Role.VICE_CHAIR,
}


@dataclass(frozen=True, slots=True)
class Matched:
    """One owner as understood. `several` are the people the words may mean when that is not plain;
    `near` says that nobody is called so, and these are called something like it.
    """

    owner: Owner
    several: tuple[Person, ...] = ()
    near: bool = False

    @property
    def unmatched(self) -> bool:
        return self.owner.kind is OwnerKind.WORDS and not self.several


def match_owners(session: Session, board: Board, written: Sequence[OwnerWords]) -> list[Matched]:
    """Each owner once, in the order written: the first is the lead."""
    roster = session.roster(board.id)
    known = session.people_named(
        [
            session.mentions[w.mention]
            for w in written
            if w.mention is not None and w.mention < len(session.mentions)
        ]
    )
    found: list[Matched] = []
    for words in written:
        if words.mention is not None and words.mention < len(session.mentions):
            mention = session.mentions[words.mention]
            person = known.get(mention.id)
            if person is not None and roster.find(person.id) is not None:
                found.append(Matched(Owner.of(person.id)))
            else:
                found.append(
                    match_name(session.me, roster, mention.name or (person.name if person else mention.id))
                )
        elif words.name:
            found.append(match_name(session.me, roster, session.read(words.name)))
    found = [m for m in found if (m.owner.words or "").casefold() not in NOBODY]
    unique: dict[Owner, Matched] = {}
    for matched in found:
        unique.setdefault(matched.owner, matched)
    return list(unique.values())


def named_in(words: str) -> list[OwnerWords]:
    """Owners as "assign" is given them: mentions and names in any mixture, joined in any way."""
    apart = re.sub(f"({ATOM})", r",\1,", words)
    pieces = [piece.strip(" .@") for piece in re.split(r"[,/&+;\n]|\band\b", apart)]
    return [
        OwnerWords(mention=atoms(piece)[0]) if atoms(piece) else OwnerWords(name=piece.replace("_", " "))
        for piece in pieces
        if piece
    ]


_THEMSELVES = frozenset({"me", "i", "myself"})
_NOBODY_YET = frozenset(
    {
        "no owner",
        "no owner yet",
        "owner tbc",
        "owner to be confirmed",
        "unassigned",
        "nobody yet",
        "no one yet",
        "no-one yet",
    }
)
NOBODY = _NOBODY_YET | {"nobody", "no one", "no-one", "none", "noone"}


def match_name(me: Person, roster: Roster, name: str) -> Matched:
    """Somebody of the board by name, a role's holder, a partner; else the words as written. `me` is who is asking."""
    plain = name.strip().casefold()
    if plain in _THEMSELVES and roster.find(me.id) is not None:
        return Matched(Owner.of(me.id))
    people = roster.named(name)
    if len(people) == 1:
        return Matched(Owner.of(people[0].id))
    if people:
        return Matched(Owner.written(name), people)
    role = _ROLE_WORDS.get(plain)
    if role is not None and roster.holding(role):
        return Matched(Owner.holder(role))
    partner = roster.partner_called(plain)
    if partner is not None:
        return Matched(Owner.partner(partner))
    short = short_partner(roster, name)
    if short is not None:
        return Matched(Owner.partner(short))
    near = _near(roster, name)
    return Matched(Owner.written(name), near, near=bool(near))


def short_partner(roster: Roster, words: str) -> str | None:
    """The one partner whose name ends, or begins, with these words: "the police" of Northvale Police."""
    plain = words.strip().casefold().removeprefix("the ")
    if len(plain) < _SHORTEST_PARTNER:
        return None
    found = [p for p in roster.partners if _shortens(plain, p.casefold())]
    return found[0] if len(found) == 1 else None


def _shortens(words: str, name: str) -> bool:
    return f" {name} ".startswith(f" {words} ") or f" {name} ".endswith(f" {words} ")


_SHORTEST_PARTNER = 3


def knows(roster: Roster, name: str) -> bool:
    """Whether a written name may be one of the board's partners, however short."""
    return short_partner(roster, name) is not None


def partner_asked(
    roster: Roster, matched: Sequence[Matched], verb: str, actions: str
) -> tuple[list[str], list[Button]]:
    """A partner is nobody to nudge: said, and asked with a button for each of its people who has it.

    `verb` is the button's that gives `actions` to the one chosen.
    """
    notes: list[str] = []
    buttons: list[Button] = []
    for owner in (m.owner for m in matched if m.owner.kind is OwnerKind.PARTNER):
        people = [m.person for m in roster.members if m.person.partner == owner.words]
        who = f" Who at {owner.words} has it?" if people else ""
        notes.append(f"{owner.words} is nobody to nudge: its people see it in the digest.{who}")
        buttons += [Button(id=button_id(verb, actions, p.id), label=p.name) for p in people[:5]]
    return notes, buttons


def _near(roster: Roster, name: str) -> tuple[Person, ...]:
    """People whose whole name, or first or last name, is nearly what was written: a slip of the keyboard."""
    wanted = comparable(name)
    called = {m.person: comparable(m.person.name) for m in roster.members}
    if len(wanted) < 4:
        return ()
    if " " in wanted:
        alike = get_close_matches(wanted, called.values(), n=3, cutoff=0.8)
        return tuple(p for p, c in called.items() if c in alike)
    parts = {part for c in called.values() for part in (c.split(" ")[0], c.split(" ")[-1])}
    alike = get_close_matches(wanted, parts, n=3, cutoff=0.8)
    return tuple(p for p, c in called.items() if {c.split(" ")[0], c.split(" ")[-1]} & set(alike))


class KnownNames:
    """Whether a written name may be somebody of the board."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def __call__(self, name: str) -> bool:
        plain = name.casefold()
        told = plain in _ROLE_WORDS or plain in _NOBODY_YET or (plain in _THEMSELVES and name != "i")
        return told or bool(self._roster.named(name)) or self._roster.partner_called(name) is not None


def as_assignments(
    session: Session, board: Board, matched: Sequence[Matched], due: Due
) -> tuple[NewAssignment, ...]:
    """A new action's owners, each with the time of their first nudge."""
    roster = session.roster(board.id)
    asked = asks(board, session.meetings(board.id), session.now)
    return tuple(
        NewAssignment(
            owner=m.owner,
            part=Part.LEAD if place == 0 else Part.CONTRIBUTOR,
            next_nudge_at=first_nudge(m.owner, due, board, roster, asked, session.now),
        )
        for place, m in enumerate(matched)
    )
