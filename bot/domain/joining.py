"""Two people who turn out to be one: what becomes of their roles and their actions."""

from dataclasses import replace
from typing import Final

from bot.domain.actions import UNFINISHED, Action, Assignment, NotPossible, OwnerKind, Part
from bot.domain.ids import PersonId
from bot.domain.people import Role

_OFFICES: Final = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.CLERK})
_MORE: Final = (Role.CHAIR, Role.CLERK, Role.VICE_CHAIR, Role.MEMBER, Role.OFFICER, Role.OBSERVER)


def joined_role(one: Role | None, other: Role | None) -> Role | None:
    """The role somebody holds on a board who held these two there: the one that allows more.

    Raises:
        NotPossible: they are two offices, and nobody but the board can say which one stays.
    """
    if one is None or other is None or one is other:
        return one or other
    if {one, other} <= _OFFICES:
        raise NotPossible(f"one is the {one.value} and the other the {other.value}")
    return min(one, other, key=_MORE.index)


def joined_action(action: Action, other: PersonId, person: PersonId) -> Action:
    """The action with all that is the other's as the person's. Two lines of theirs become one.

    That line leads if either did, and is unfinished if either is: nothing is done because two accounts were joined.
    """
    lines: list[Assignment] = []
    mine: int | None = None
    for line in action.assignments:
        if line.owner.kind is not OwnerKind.PERSON or line.owner.person not in {other, person}:
            lines.append(line)
            continue
        theirs = replace(line, owner=replace(line.owner, person=person))
        if mine is None:
            mine = len(lines)
            lines.append(theirs)
        else:
            lines[mine] = _both(lines[mine], theirs)
    return replace(action, assignments=tuple(lines))


def _both(one: Assignment, other: Assignment) -> Assignment:
    leads = Part.LEAD in {one.part, other.part}
    status = other.status if other.status in UNFINISHED and one.status not in UNFINISHED else one.status
    return replace(one, part=Part.LEAD if leads else one.part, status=status)
