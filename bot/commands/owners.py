"""Owners as written become people, roles, partners, or words kept until somebody says who is meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands.session import Session
from bot.domain.actions import Owner, OwnerKind, Part
from bot.domain.boards import Board
from bot.domain.people import Person, Role, Roster
from bot.language.adding import OwnerWords
from bot.ports import NewAssignment

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
    """One owner as understood. `several` are the people the words may mean when that is not plain."""

    owner: Owner
    several: tuple[Person, ...] = ()

    @property
    def unmatched(self) -> bool:
        return self.owner.kind is OwnerKind.WORDS and not self.several


def match_owners(session: Session, board: Board, written: Sequence[OwnerWords]) -> list[Matched]:
    """Each owner once, in the order written: the first is the lead."""
    roster = session.roster(board.id)
    known = session.people_named(
        session.mentions[w.mention]
        for w in written
        if w.mention is not None and w.mention < len(session.mentions)
    )
    found: list[Matched] = []
    for words in written:
        if words.mention is not None and words.mention < len(session.mentions):
            mention = session.mentions[words.mention]
            person = known.get(mention.id)
            if person is not None and roster.find(person.id) is not None:
                found.append(Matched(Owner.of(person.id)))
            else:
                found.append(match_name(roster, mention.name or (person.name if person else mention.id)))
        elif words.name:
            found.append(match_name(roster, session.read(words.name)))
    unique: dict[Owner, Matched] = {}
    for matched in found:
        unique.setdefault(matched.owner, matched)
    return list(unique.values())


def match_name(roster: Roster, name: str) -> Matched:
    """Somebody of the board by name, a role's holder, a partner; else the words as written."""
    people = roster.named(name)
    if len(people) == 1:
        return Matched(Owner.of(people[0].id))
    if people:
        return Matched(Owner.written(name), people)
    role = _ROLE_WORDS.get(name.casefold())
    if role is not None and roster.holding(role):
        return Matched(Owner.holder(role))
    partner = next(
        (
            m.person.partner
            for m in roster.members
            if m.person.partner and m.person.partner.casefold() == name.casefold()
        ),
        None,
    )
    if partner is not None:
        return Matched(Owner.partner(partner))
    return Matched(Owner.written(name))


def known_to(roster: Roster) -> "KnownNames":
    return KnownNames(roster)


class KnownNames:
    """Whether a written name may be somebody of the board."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def __call__(self, name: str) -> bool:
        return bool(self._roster.named(name)) or name.casefold() in _ROLE_WORDS


def as_assignments(matched: Sequence[Matched]) -> tuple[NewAssignment, ...]:
    return tuple(
        NewAssignment(owner=m.owner, part=Part.LEAD if place == 0 else Part.CONTRIBUTOR)
        for place, m in enumerate(matched)
    )
