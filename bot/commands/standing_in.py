"""Whoever covers for somebody who is away acts on their actions in their place."""

from bot.commands.session import Session
from bot.domain.actions import UNFINISHED, Action, Assignment, Part
from bot.domain.clocks import today
from bot.domain.ids import PersonId
from bot.domain.people import Person


def acting_for(session: Session, action: Action) -> PersonId:
    """Whose part of an action the asker acts on: their own while that is unfinished, or that of whom they cover for."""
    mine = action.assignment_of(session.me.id, session.roster(action.board))
    if mine is not None and mine.status in UNFINISHED:
        return session.me.id
    covered = covered_in(session, action)
    return covered.id if covered is not None else session.me.id


def covered_in(session: Session, action: Action) -> Person | None:
    """Of its owners the one who is away and named the asker as their cover; whose part is unfinished first, and the lead."""
    roster = session.roster(action.board)
    for line in sorted(
        action.assignments, key=lambda a: (a.status not in UNFINISHED, a.part is not Part.LEAD)
    ):
        for owner in line.owner.people(roster):
            person = roster.find(owner)
            if (
                person is not None
                and person.availability.cover == session.me.id
                and person.availability.away_on(today(session.now, person.zone))
            ):
                return person
    return None


def line_of(session: Session, action: Action) -> Assignment | None:
    """The line of an action the asker acts on."""
    return action.assignment_of(acting_for(session, action), session.roster(action.board))
