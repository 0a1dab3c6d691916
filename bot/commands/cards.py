"""What the cards of some actions show, read for all of them at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.domain.actions import Action
from bot.domain.boards import Board
from bot.domain.clocks import today
from bot.domain.history import Update
from bot.domain.ids import ActionId, BoardId
from bot.domain.people import SYSTEM, Roster
from bot.ports import Records
from bot.views.shown import Shown


@dataclass(frozen=True, slots=True)
class Cards:
    """Actions, the last update on each, and their boards."""

    actions: Mapping[ActionId, Action]
    updates: Mapping[ActionId, Update]
    boards: Mapping[BoardId, Board]

    @classmethod
    def of(cls, records: Records, ids: Collection[ActionId]) -> Self:
        """Those of these actions that there are."""
        log = records.log(SYSTEM)
        actions = {action.id: action for action in log.actions(ids)}
        boards = {action.board for action in actions.values()}
        return cls(actions, log.latest_updates(actions), {its: records.boards.get(its) for its in boards})

    def shown(self, records: Records, action: Action, now: datetime) -> Shown:
        """One of them."""
        board = self.boards[action.board]
        roster = records.people.roster(board.id)
        return Shown(
            action=action,
            board=board,
            roster=roster,
            today=today(now, board.zone),
            update=self.updates.get(action.id),
            former_names=_former(records, action, roster),
        )


def _former(records: Records, action: Action, roster: Roster) -> tuple[tuple[int, str], ...]:
    named = {a.owner.person for a in action.assignments} | {action.adder}
    return tuple((p, records.people.get(p).name) for p in named if p is not None and roster.find(p) is None)
