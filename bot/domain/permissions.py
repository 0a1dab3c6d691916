"""Who may do what on a board."""

from bot.domain.actions import Action
from bot.domain.people import Person, Role, Roster

RUNS_THE_LOG = frozenset({Role.CLERK, Role.CHAIR, Role.VICE_CHAIR})


def may_add(role: Role | None) -> bool:
    """Any role but observer."""
    return role is not None and role is not Role.OBSERVER


def may_change(person: Person, role: Role | None, action: Action, roster: Roster) -> bool:
    """Its owners, whoever added it, the clerk and the chair."""
    if role is None:
        return False
    return (
        role in RUNS_THE_LOG
        or action.adder == person.id
        # An observer who was given an action all the same answers for it.
        or action.assignment_of(person.id, roster) is not None
    )


def may_run_log(role: Role | None) -> bool:
    """Close actions, add people and meetings, post the digest."""
    return role in RUNS_THE_LOG


def completes_whole(person: Person, role: Role | None, action: Action, roster: Roster) -> bool:
    """Whether this person's "done" is the whole action's, or only their own part's.

    A contributor who neither added it nor runs the log speaks for their own line alone.
    """
    mine = action.assignment_of(person.id, roster)
    lead = action.lead
    return (
        mine is None or lead is None or mine.id == lead.id or action.adder == person.id or may_run_log(role)
    )
