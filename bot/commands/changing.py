"""Saving changes: the action, its history, its owners' next nudges and its cards, in the one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.commands.session import Session
from bot.domain.actions import Action
from bot.domain.history import OF_SNOOZES, Entry, Verb, beginning, difference
from bot.domain.ids import ActionId, BoardId, ChangeId, MeetingId, OutboxId, PersonId
from bot.domain.nudges import scheduled
from bot.domain.outbox import OutboxKind, Priority
from bot.domain.people import Role
from bot.ports import NewRow, Records


class Change:
    """One command's change: everything saved through it can be undone together."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._id: ChangeId | None = None

    @property
    def id(self) -> ChangeId:
        if self._id is None:
            self._id = self._session.records.history.new_change()
        return self._id

    def save(self, before: Action, after: Action, verb: Verb, words: str = "") -> Action:
        """Keep what changed, with the words it was said in. Nudges and cards follow by themselves."""
        session = self._session
        update = None
        if words:
            update = session.records.history.add_update(before.id, session.me.id, words, session.now)
        if after is not before:
            after = session.records.actions.save(
                scheduled(
                    after,
                    session.board(after.board),
                    session.roster(after.board),
                    session.meetings(after.board),
                    session.now,
                )
            )
        old, new = difference(before, after)
        self._append(
            Entry(
                board=before.board,
                verb=verb,
                change=self.id,
                actor=session.me.id,
                at=session.now,
                action=before.id,
                place=session.place.id if session.place else None,
                before=old,
                after=new,
                update=update.id if update else None,
            )
        )
        if verb not in OF_SNOOZES:  # a card says nothing of it
            redraw(session, after)
        return after

    def added(self, action: Action, *, cards: bool = True) -> None:
        """Record a new action and post its card in each of its board's channels, unless something else tells them."""
        session = self._session
        self._append(
            Entry(
                board=action.board,
                verb=Verb.ADDED,
                change=self.id,
                actor=session.me.id,
                at=session.now,
                action=action.id,
                place=session.place.id if session.place else None,
                after=beginning(action),
            )
        )
        for place in session.records.places.of_board(action.board) if cards else ():
            lane = card_lane(action.id, place.id)
            put(
                session,
                NewRow(
                    key=lane,
                    kind=OutboxKind.CARD,
                    lane=lane,
                    not_before=session.now,
                    place=place.id,
                    about={"action": action.id},
                ),
            )

    def note(
        self,
        board: BoardId,
        verb: Verb,
        *,
        meeting: MeetingId | None = None,
        person: PersonId | None = None,
        undoes: ChangeId | None = None,
        action: ActionId | None = None,
        before: dict[str, object] | None = None,
        after: dict[str, object] | None = None,
    ) -> None:
        """Record a change that is not one action's."""
        session = self._session
        self._append(
            Entry(
                board=board,
                verb=verb,
                change=self.id,
                actor=session.me.id,
                at=session.now,
                action=action,
                meeting=meeting,
                person=person,
                place=session.place.id if session.place else None,
                before=before,
                after=after,
                undoes=undoes,
            )
        )

    def _append(self, entry: Entry) -> None:
        self._session.records.history.append(entry)


def each(
    session: Session,
    actions: Sequence[Action],
    rule: Callable[[Action], Action],
    verb: Verb,
    words: str = "",
) -> tuple[Change, list[Action]]:
    """Apply one rule to several actions as one change. If the rule refuses one, the exception undoes all."""
    change = Change(session)
    return change, [change.save(action, rule(action), verb, words) for action in actions]


def card_lane(action: ActionId, place: int) -> str:
    """The cards and redraws of one action in one place go out one after another."""
    return f"card:{action}:{place}"


def put(session: Session, row: NewRow) -> OutboxId | None:
    found = session.records.outbox.put(row, session.inbound.delivery, session.now)
    if found is not None:
        session.rows.append(found)
    return found


def redraw(session: Session, action: Action) -> None:
    """See that every card of the action is drawn anew."""
    name = f"{action.version}:{session.inbound.delivery}"
    session.rows += redraw_cards(
        session.records, action.id, action.board, name, session.inbound.delivery, session.now
    )


def redraw_cards(
    records: Records,
    action: ActionId,
    board: BoardId,
    name: str,
    delivery: str | None,
    now: datetime,
    priority: Priority | None = None,
) -> list[OutboxId]:
    """One redraw for each channel, once for each `name`; a row still waiting will show the newest state anyway."""
    rows: list[OutboxId] = []
    for place in records.places.of_board(board):
        lane = card_lane(action, place.id)
        waiting = records.outbox.waiting_in_lane(lane)
        if waiting is not None:
            rows.append(waiting.id)
            continue
        new = NewRow(
            key=f"redraw:{action}:{place.id}:{name}",
            kind=OutboxKind.REDRAW,
            lane=lane,
            not_before=now,
            place=place.id,
            about={"action": action},
            priority=priority,
        )
        found = records.outbox.put(new, delivery, now)
        if found is not None:
            rows.append(found)
    return rows


def tell_clerk(
    session: Session, board: BoardId, key: str, about: dict[str, object]
) -> list[tuple[str, OutboxId]]:
    """A notice to everybody who is the board's clerk, but the one who caused it. Who is told, and by which row."""
    told: list[tuple[str, OutboxId]] = []
    for clerk in session.roster(board).holding(Role.CLERK):
        if clerk.id == session.me.id:
            continue
        row = put(
            session,
            NewRow(
                key=f"notice:{key}:{clerk.id}",
                kind=OutboxKind.NOTICE,
                lane=f"notice:{clerk.id}",
                not_before=session.now,
                person=clerk.id,
                about={**about, "board": board},
            ),
        )
        if row is not None:
            told.append((clerk.name, row))
    return told


def withdrawal_key(row: OutboxId) -> str:
    """The key of the notice that takes another one back."""
    return f"notice:withdrawn:{row}"
