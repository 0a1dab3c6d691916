"""What was accepted goes into the log, all of it or nothing; and out again with one undo."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.commands import minuting, reviewing
from bot.commands.changing import Change, put
from bot.commands.reviewing import Args
from bot.commands.session import Session
from bot.domain import actions as rules
from bot.domain.actions import Action, Assignment, NotPossible, Owner, Part, Source
from bot.domain.boards import Board
from bot.domain.history import Entry, Verb
from bot.domain.ids import ActionId, AssignmentId, ImportId, OutboxId, PersonId
from bot.domain.ladder import asks, next_rung
from bot.domain.minutes import Import, ImportState, NewResolution, Proposal, ProposalKind, Standing
from bot.domain.nudges import first_nudge
from bot.domain.outbox import OutboxKind
from bot.messages import Button, Reply
from bot.ports import NewAction, NewAssignment, NewRow
from bot.views import answers, imports
from bot.views.buttons import button_id, undo
from bot.views.minutes import ALL, NO_MINUTE
from bot.views.words import counted


def into_log(session: Session, args: Args) -> Reply:
    """Everything accepted; what nobody has decided on is asked about first."""
    brought = reviewing.under_review(session, args)
    review = minuting.review_of(session, brought)
    if not review.accepted:
        view = minuting.view_of(session, brought, notes=["Nothing is accepted yet."])
        return session.reply(view)
    if review.pending and args[1:] != ("anyway",):
        many = len(review.accepted)
        left = len(review.pending)
        return session.say(
            f"{left} {'is' if left == 1 else 'are'} still to decide, and would be left out.",
            buttons=[
                Button(id=button_id("review", brought.id, "open", 0), label="Go on reviewing", main=True),
                Button(id=button_id("intolog", brought.id, "anyway"), label=f"Put {many} in the log"),
            ],
        )
    return _bring(session, brought, review.accepted)


def _bring(session: Session, brought: Import, accepted: Sequence[Proposal]) -> Reply:
    board = session.board(brought.board)
    change = Change(session)
    actions: list[Action] = []
    changed: list[Action] = []
    said: list[str] = []
    done: list[Proposal] = []
    for one in accepted:
        if one.kind.kept:
            kept = session.records.minutes.keep(board.id, _resolution(session, brought, one))
            done.append(replace(one, resolution=kept))
        elif one.standing is Standing.CHANGED or one.kind is ProposalKind.REPORT:
            after, problem = _changed(session, change, one)
            changed += [after] if after is not None else []
            said += [problem] if problem else []
        else:
            action = _added(session, change, board, one)
            actions.append(action)
            done.append(replace(one, action=action.id))
    rows = _tell(session, change, brought, board, actions)
    change.note(board.id, Verb.MINUTES_ACCEPTED, after={"import": brought.id, "rows": rows})
    session.records.minutes.save_proposals(done)
    session.records.minutes.save(replace(brought, state=ImportState.ACCEPTED, change=change.id))
    view = imports.in_the_log(
        minuting.review_of(session, brought),
        session.shown(actions, updates=False),
        session.shown(changed, updates=False),
        accepted,
        [p.name for p in session.records.places.of_board(board.id)],
        said,
        undo(change.id),
    )
    return session.reply(view)


def _added(session: Session, change: Change, board: Board, one: Proposal) -> Action:
    roster = session.roster(board.id)
    asked = asks(board, session.meetings(board.id), session.now)
    owners = tuple(
        NewAssignment(
            owner=owner,
            part=Part.LEAD if place == 0 else Part.CONTRIBUTOR,
            next_nudge_at=first_nudge(owner, one.due, board, roster, asked, session.now),
        )
        for place, owner in enumerate(one.owners)
    )
    new = NewAction(
        what=one.what,
        due=one.due,
        owners=owners,
        adder=session.me.id,
        added_at=session.now,
        source=Source(words=one.words, minute=one.minute or NO_MINUTE),
        next_escalation_at=next_rung(one.due.day, board, session.now),
    )
    action = session.records.actions.add(board.id, new)
    change.added(action, cards=False)
    return action


def _changed(session: Session, change: Change, one: Proposal) -> tuple[Action | None, str | None]:
    """Other terms for an action that is there, or words said of it; or why that could not be."""
    action = session.log.action(one.action) if one.action is not None else None
    if action is None:
        return None, None
    try:
        if one.kind is ProposalKind.REPORT:
            return change.save(action, action, Verb.UPDATED, one.what), None
        after = action
        if one.what != action.what:
            after = change.save(after, rules.reworded(after, one.what), Verb.REWORDED)
        if one.due != after.due:
            after = change.save(after, rules.due_changed(after, one.due), Verb.DUE_CHANGED)
        if one.owners != tuple(line.owner for line in after.assignments):
            lines = [_line(after, owner, place) for place, owner in enumerate(one.owners)]
            after = change.save(after, rules.reassigned(after, lines), Verb.REASSIGNED)
    except NotPossible as problem:
        ref = session.board(action.board).ref(action.number)
        return None, f"{ref} {problem}, so it stays as it is."
    else:
        return (after, None) if after is not action else (None, None)


def _line(action: Action, owner: Owner, place: int) -> Assignment:
    part = Part.LEAD if place == 0 else Part.CONTRIBUTOR
    mine = next((line for line in action.assignments if line.owner == owner), None)
    return (
        replace(mine, part=part)
        if mine is not None
        else Assignment(id=AssignmentId(0), owner=owner, part=part)
    )


def _resolution(session: Session, brought: Import, one: Proposal) -> NewResolution:
    others = ", ".join(one.read.owners) if one.kind is ProposalKind.REFERRAL else ""
    return NewResolution(
        kind=one.kind,
        what=one.what,
        words=one.words,
        minute=one.minute,
        meeting=brought.meeting,
        others=others[:200] or None,
        origin=brought.id,
        kept_at=session.now,
    )


def _tell(
    session: Session, change: Change, brought: Import, board: Board, actions: Sequence[Action]
) -> list[OutboxId]:
    """One summary for each of the board's channels, and one message for each owner."""
    roster = session.roster(board.id)
    about: dict[str, Any] = {"board": board.id, "import": brought.id, "change": change.id}
    rows = [
        put(
            session,
            NewRow(
                key=f"minutes:{change.id}:{place.id}",
                kind=OutboxKind.DIGEST,
                lane=f"digest:{place.id}",
                not_before=session.now,
                place=place.id,
                about=about,
            ),
        )
        for place in session.records.places.of_board(board.id)
    ]
    owners: list[PersonId] = [
        person for action in actions for line in action.assignments for person in line.owner.people(roster)
    ]
    rows += [
        put(
            session,
            NewRow(
                key=f"notice:minutes:{change.id}:{person}",
                kind=OutboxKind.NOTICE,
                lane=f"notice:{person}",
                not_before=session.now,
                person=person,
                about={**about, "notice": "minutes", "by": session.me.id},
            ),
        )
        for person in dict.fromkeys(owners)
    ]
    return [row for row in rows if row is not None]


# --- and out again ---------------------------------------------------------------------------------------------


def brought_by(entries: Sequence[Entry]) -> Entry | None:
    """The entry that says that a change brought minutes in."""
    return next((e for e in entries if e.verb is Verb.MINUTES_ACCEPTED), None)


def check_still_in(session: Session, entry: Entry) -> None:
    """Raises NotPossible where the import was taken out already."""
    brought = _import_of(session, entry)
    if brought is None or brought.change != entry.change:
        raise NotPossible("has been undone already")


def take_out(session: Session, change: Change, entry: Entry) -> Import | None:
    """The import is under review again, with every verdict as it was; whoever was told is told of this too."""
    brought = _import_of(session, entry)
    if brought is None:
        return None
    records = session.records
    back = [
        replace(p, action=None if p.standing is Standing.NEW else p.action, resolution=None)
        for p in records.minutes.proposals(brought.id)
        if p.standing in {Standing.NEW, Standing.ALIKE} and (p.action or p.resolution)
    ]
    records.minutes.save_proposals(back)
    records.minutes.withdraw(brought.id)
    brought = records.minutes.save(replace(brought, state=ImportState.REVIEWING, change=None))
    change.note(entry.board, Verb.UNDONE, undoes=entry.change)
    for row in (entry.after or {}).get("rows", ()):
        _take_back(session, OutboxId(row))
    return brought


def _take_back(session: Session, told: OutboxId) -> None:
    row = session.records.outbox.get(told)
    if row is None:
        return
    put(
        session,
        NewRow(
            key=f"minutes:undone:{row.id}",
            kind=row.kind,
            lane=row.lane,
            not_before=session.now,
            place=row.place,
            person=row.person,
            about={**row.about, "undone": row.id, "undone_by": session.me.id},
        ),
    )


def _import_of(session: Session, entry: Entry) -> Import | None:
    its_id = (entry.after or {}).get("import")
    return session.records.minutes.get(ImportId(its_id)) if its_id is not None else None


def undone_view(session: Session, brought: Import, shown: Sequence[ActionId]) -> Reply:
    """What came of taking minutes out."""
    review = minuting.review_of(session, brought)
    numbers = f"{counted(len(shown), 'action')} withdrawn; the numbers are not used again." if shown else ""
    again = Button(id=button_id("review", brought.id, ALL, 0), label="Review them again", main=True)
    return session.say(
        f"Undone. The minutes {review.of_when} are out of the log.", numbers, buttons=[again, answers.LIST]
    )
