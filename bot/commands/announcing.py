"""What minutes in the log say to owners and channels, composed from the state of its moment."""

from datetime import datetime

from bot.domain.actions import Action
from bot.domain.clocks import today
from bot.domain.ids import ActionId, BoardId, ImportId, OutboxId, PersonId
from bot.domain.minutes import Import, Proposal, Standing, Verdict
from bot.domain.outbox import OutboxRow, OutboxState
from bot.domain.people import SYSTEM
from bot.messages import View
from bot.ports import Records
from bot.views import imports
from bot.views.shown import Shown


def compose_summary(records: Records, row: OutboxRow, now: datetime) -> View | None:
    """The channel's one message; or, once that has arrived, that the minutes are out of the log again."""
    brought = records.minutes.get(ImportId(row.about["import"]))
    if brought is None:
        return None
    if "undone" in row.about:
        return _taken_out(records, row, brought)
    if brought.change != row.about["change"]:
        return None
    board = records.boards.get(BoardId(row.about["board"]))
    accepted, added = _in_it(records, brought)
    shown = _shown(records, added, now)
    return imports.summary(board, brought, accepted, shown, today(now, board.zone))


def compose_notice(records: Records, row: OutboxRow, now: datetime) -> View | None:
    """An owner's one message with all of theirs; nothing where none is theirs any more."""
    brought = records.minutes.get(ImportId(row.about["import"]))
    if brought is None or row.person is None:
        return None
    if "undone" in row.about:
        return _taken_out(records, row, brought)
    if brought.change != row.about["change"]:
        return None
    board = records.boards.get(BoardId(row.about["board"]))
    roster = records.people.roster(board.id)
    _, added = _in_it(records, brought)
    own = [a for a in added if a.unfinished and a.assignment_of(row.person, roster) is not None]
    if not own:
        return None
    by = records.people.get(PersonId(row.about["by"])).name
    person = records.people.get(row.person)
    return imports.for_owner(person, brought, board, by, _shown(records, own, now))


def _taken_out(records: Records, row: OutboxRow, brought: Import) -> View | None:
    first = records.outbox.get(OutboxId(row.about["undone"]))
    if first is None or first.state is not OutboxState.SENT:
        return None
    by = records.people.get(PersonId(row.about["undone_by"])).name
    return imports.taken_out(brought, by, own=row.person is not None)


def _in_it(records: Records, brought: Import) -> tuple[list[Proposal], list[Action]]:
    """What was accepted, and the actions it became."""
    accepted = [
        p
        for p in records.minutes.proposals(brought.id)
        if p.verdict is Verdict.ACCEPTED and p.standing is not Standing.KNOWN
    ]
    ids: list[ActionId] = [
        p.action for p in accepted if p.kind.to_do and p.standing is not Standing.CHANGED and p.action
    ]
    return accepted, list(records.log(SYSTEM).actions(ids))


def _shown(records: Records, actions: list[Action], now: datetime) -> list[Shown]:
    if not actions:
        return []
    board = records.boards.get(actions[0].board)
    roster = records.people.roster(board.id)
    day = today(now, board.zone)
    return [Shown(action=action, board=board, roster=roster, today=day) for action in actions]
