"""Whoever covers for somebody who is away acts on their actions in their place."""

from bot.commands.session import Session
from bot.domain.actions import Action, Assignment
from bot.domain.clocks import today
from bot.domain.ids import PersonId


def acting_for(session: Session, action: Action) -> PersonId:
    """Whose part of an action the asker acts on: their own, or that of an owner who is away and named them as cover."""
    roster = session.roster(action.board)
    if action.assignment_of(session.me.id, roster) is not None:
        return session.me.id
    for line in action.assignments:
        for owner in line.owner.people(roster):
            person = roster.find(owner)
            if (
                person is not None
                and person.availability.cover == session.me.id
                and person.availability.away_on(today(session.now, person.zone))
            ):
                return owner
    return session.me.id


def line_of(session: Session, action: Action) -> Assignment | None:
    """The line of an action the asker acts on."""
    return action.assignment_of(acting_for(session, action), session.roster(action.board))
