"""What an outbox row says, composed from the state at that moment; and what follows from how it went."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands.announcing import compose_notice, compose_summary
from bot.commands.cards import Cards
from bot.commands.changing import withdrawal_key
from bot.commands.digesting import compose_digest, compose_scheduled
from bot.commands.hushing import quiet_until
from bot.commands.speaking import compose_daily
from bot.domain.actions import UNFINISHED, Action, OwnerKind, Status
from bot.domain.availability import UNTIL_THEY_SAY_SO
from bot.domain.clocks import today
from bot.domain.digests import DigestKind
from bot.domain.history import Verb
from bot.domain.ids import ActionId, BoardId, ChangeId, OrganisationId, OutboxId, PersonId, PlaceId
from bot.domain.outbox import Ambiguous, OutboxKind, OutboxRow, OutboxState, Outcome, Refused, Retry, Sent
from bot.domain.people import SYSTEM, Role, Viewer
from bot.domain.places import Place, PostKind
from bot.messages import Outgoing, View
from bot.ports import NewRow, Records, UnitOfWork
from bot.views import notices
from bot.views.answers import a_card
from bot.views.buttons import button_id
from bot.views.linking import told_joined, told_not_joined

MOST_ATTEMPTS = 12
"""After so many certain failures a message is given up, and the clerk told."""

LEAST_PATIENCE = timedelta(hours=1)
"""But not sooner than this after it was written: an hour without the platform is not the message's fault."""


def hopeless(row: OutboxRow, now: datetime) -> bool:
    """Whether a message that has failed so often is given up at `now`."""
    return row.attempts >= MOST_ATTEMPTS and now - row.created_at >= LEAST_PATIENCE


_OF_AN_ACTION = frozenset({OutboxKind.CARD, OutboxKind.REDRAW})
_POSTS = {
    OutboxKind.CARD: PostKind.CARD,
    OutboxKind.REDRAW: PostKind.CARD,
    OutboxKind.NUDGE: PostKind.NUDGE,
    OutboxKind.DIGEST: PostKind.DIGEST,
    OutboxKind.NOTICE: PostKind.NOTICE,
}


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing left to say; the row is settled as skipped, with this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Nowhere:
    """There is no place to say it; the row has failed, and the clerk is told."""

    reason: str


@dataclass(frozen=True, slots=True)
class Later:
    """It is quiet where its person is: the row waits until this UTC instant."""

    until: datetime


Composed = Outgoing | Nothing | Nowhere | Later


def compose(records: Records, row: OutboxRow, now: datetime) -> Composed:
    """The message of this row as things stand now."""
    return _composed(records, row, _cards(records, [row]), now)


def compose_all(
    unit: UnitOfWork, rows: Sequence[OutboxRow], now: datetime
) -> Iterator[tuple[OutboxRow, Composed]]:
    """The message of each of these rows, which the unit holds, one after another."""
    theirs: dict[OrganisationId, list[OutboxRow]] = {}
    for row in rows:
        theirs.setdefault(row.organisation, []).append(row)
    cards = {its: _cards(unit.within(its), some) for its, some in theirs.items()}
    for row in rows:
        yield row, _composed(unit.within(row.organisation), row, cards[row.organisation], now)


def _cards(records: Records, rows: Collection[OutboxRow]) -> Cards:
    return Cards.of(records, {ActionId(row.about["action"]) for row in rows if row.kind in _OF_AN_ACTION})


def _composed(records: Records, row: OutboxRow, cards: Cards, now: datetime) -> Composed:
    until = quiet_until(records, row, now)
    if until is not None:
        return Later(until)
    match row.kind:
        case OutboxKind.CARD:
            return _card(records, row, cards, now)
        case OutboxKind.REDRAW:
            return _redraw(records, row, cards, now)
        case OutboxKind.NUDGE:
            return _nudge(records, row, now)
        case OutboxKind.DIGEST:
            return _digest(records, row, now)
        case OutboxKind.NOTICE:
            return _notice(records, row, now)


def _digest(records: Records, row: OutboxRow, now: datetime) -> Composed:
    if "import" in row.about:
        summary = compose_summary(records, row, now)
        return _at(records, row, _place(records, row), summary) if summary else Nothing("taken back")
    board = records.boards.get(BoardId(row.about["board"]))
    kind = DigestKind(row.about["digest"])
    if "at" in row.about:
        found = compose_scheduled(records, board, kind, datetime.fromisoformat(row.about["at"]), now)
    else:
        found = compose_digest(records, board, kind, now)
    return Nothing(found) if isinstance(found, str) else _at(records, row, _place(records, row), found)


def _card(records: Records, row: OutboxRow, cards: Cards, now: datetime) -> Composed:
    action = cards.actions.get(ActionId(row.about["action"]))
    if action is None or action.status is Status.WITHDRAWN:
        return Nothing("withdrawn before its card was posted")
    return _at(records, row, _place(records, row), a_card(cards.shown(records, action, now), posted=True))


def _redraw(records: Records, row: OutboxRow, cards: Cards, now: datetime) -> Composed:
    action = cards.actions.get(ActionId(row.about["action"]))
    post = next(
        (p for p in records.posts.cards_of(ActionId(row.about["action"])) if p.place == row.place), None
    )
    if action is None or post is None:
        return Nothing("its card never arrived")
    view = a_card(cards.shown(records, action, now), posted=True)
    return _at(records, row, _place(records, row), view, replaces=post.address)


def _nudge(records: Records, row: OutboxRow, now: datetime) -> Composed:
    assert row.person is not None
    view = compose_daily(records, row, now)
    if isinstance(view, str):
        return Nothing(view)
    places = records.places.direct_to(row.person)
    if not places:
        return Nowhere("no direct conversation with them is known")
    return _at(records, row, places[0], view)


def _notice(records: Records, row: OutboxRow, now: datetime) -> Composed:
    assert row.person is not None
    view = _notice_view(records, row, now)
    if view is None:
        return Nothing("nothing left to say")
    places = records.places.direct_to(row.person)
    if not places:
        return Nowhere("no direct conversation with them is known")
    return _at(records, row, places[0], view)


def _notice_view(records: Records, row: OutboxRow, now: datetime) -> View | None:
    about = row.about
    match about["notice"]:
        case "minutes":
            return compose_notice(records, row, now)
        case "deactivated":
            return _deactivated(records, PersonId(about["person"]), BoardId(about["board"]))
        case "joined":
            return _joined(records, ChangeId(about["change"]))
        case "not joined":
            name = records.people.get(PersonId(about["person"])).name
            return told_not_joined(name, records.boards.get(BoardId(about["board"])).name)
        case "unreached":
            return _unreached(records, OutboxId(about["row"]))
        case "muted":
            return _muted(records, PersonId(about["by"]), BoardId(about["board"]), now)
        case _:
            return _of_an_action(records, row, now)


def _of_an_action(records: Records, row: OutboxRow, now: datetime) -> View | None:
    about = row.about
    if records.outbox.exists(withdrawal_key(row.id)):
        return None
    if about["notice"] == "withdrawn":
        first = records.outbox.get(OutboxId(about["row"]))
        if first is None or first.state is not OutboxState.SENT:
            return None
    its = ActionId(about["action"])
    cards = Cards.of(records, [its])
    action = cards.actions.get(its)
    if action is None or not (action.unfinished or about["notice"] in {"wants closed", "withdrawn"}):
        return None
    if action.status in {Status.CLOSED, Status.WITHDRAWN, Status.DROPPED}:
        return None
    shown = cards.shown(records, action, now)
    by = records.people.get(PersonId(about["by"])).name
    match about["notice"]:
        case "disowned":
            return notices.disowned(shown, by, _last_words(records, action, Verb.DISOWNED))
        case "unmatched":
            names = [f"“{a.owner.words}”" for a in action.assignments if a.owner.kind is OwnerKind.WORDS]
            return notices.unmatched(shown, " and ".join(names), by) if names else None
        case "withdrawn":
            return notices.withdrawn(shown, by)
        case _:
            return notices.wants_closed(shown, by)


def _last_words(records: Records, action: Action, verb: Verb) -> str | None:
    log = records.log(SYSTEM)
    entry = next((e for e in reversed(log.entries(action.id)) if e.verb is verb), None)
    if entry is None or entry.update is None:
        return None
    return next((u.words for u in log.updates(action.id) if u.id == entry.update), None)


def _deactivated(records: Records, person: PersonId, board: BoardId) -> View | None:
    found = records.people.roster(board).find(person)
    if found is None:
        return None
    viewer = Viewer(found, records.people.roles(person))
    open_count = len([a for a in records.log(viewer).owned_by(person, UNFINISHED) if a.board == board])
    return notices.deactivated(found.name, records.boards.get(board).name, open_count)


def _joined(records: Records, change: ChangeId) -> View | None:
    joining = records.linking.of_change(change)
    if joining is None or joining.ended:
        return None
    platforms = dict.fromkeys(a.platform for a in records.linking.accounts(joining.person))
    return told_joined(records.people.get(joining.person).name, list(platforms), change)


def _muted(records: Records, person: PersonId, board: BoardId, now: datetime) -> View | None:
    """Somebody asked for silence; nothing to tell once they have taken it back."""
    found = records.people.roster(board).find(person)
    if found is None or found.availability.heard_again or found.availability.muted_until is None:
        return None
    day, until = today(now, found.zone), found.availability.muted_until
    if until <= day:
        return None
    viewer = Viewer(found, records.people.roles(person))
    open_count = len([a for a in records.log(viewer).owned_by(person, UNFINISHED) if a.board == board])
    when = None if until == UNTIL_THEY_SAY_SO else until
    return notices.muted(found.name, when, day, records.boards.get(board).name, open_count)


def _unreached(records: Records, failed: OutboxId) -> View | None:
    row = records.outbox.get(failed)
    if row is None or row.state not in {OutboxState.FAILED, OutboxState.UNKNOWN}:
        return None
    again = button_id("again", row.id, row.attempts) if row.state is OutboxState.UNKNOWN else None
    return notices.unreached(
        whom_of(records, row), _about(records, row), row.reason or "no reason given", again
    )


def whom_of(records: Records, row: OutboxRow) -> str:
    """Whom a message is for, in words."""
    if row.person:
        return records.people.get(row.person).name
    return f"#{records.places.get(row.place).name}" if row.place else "somebody"


def _about(records: Records, row: OutboxRow) -> str:
    about = {
        OutboxKind.CARD: "the card of an action",
        OutboxKind.REDRAW: "the change of a card",
        OutboxKind.DIGEST: "the digest",
        OutboxKind.NUDGE: "a nudge",
        OutboxKind.NOTICE: "a notice",
    }[row.kind]
    if "action" in row.about:
        action = records.log(SYSTEM).action(ActionId(row.about["action"]))
        if action is not None:
            about += f" {records.boards.get(action.board).ref(action.number)}"
    return about


def _place(records: Records, row: OutboxRow) -> Place:
    assert row.place is not None
    return records.places.get(row.place)


def message_key(row: OutboxRow) -> str:
    """The name of a row's message for good, on every platform: what a sender is asked about."""
    return f"{row.organisation}:{row.key}"


def envelope(records: Records, row: OutboxRow) -> Outgoing | None:
    """Where and under which key a row was sent, for asking the platform whether it arrived."""
    places = (
        [_place(records, row)]
        if row.place is not None
        else records.places.direct_to(PersonId(row.person or 0))
    )
    return _at(records, row, places[0], View(line="", blocks=())) if places else None


def _at(
    records: Records, row: OutboxRow, place: Place, view: View, *, replaces: str | None = None
) -> Outgoing:
    installation = records.places.installation(place.id)
    return Outgoing(
        key=message_key(row),
        kind=_POSTS[row.kind],
        platform=installation.platform,
        workspace=installation.workspace,
        place_kind=place.kind,
        address=place.address,
        view=view,
        replaces=replaces,
        place=place.id,
    )


# --- how it went -----------------------------------------------------------------------------------------------


def delivered(
    unit: UnitOfWork,
    row: OutboxRow,
    message: Outgoing,
    outcome: Outcome,
    now: datetime,
    *,
    can_be_asked: bool,
) -> None:
    """Mark how a send ended. What cannot be known is never tried again blindly; what failed is told to the clerk."""
    records = unit.within(row.organisation)
    match outcome:
        case Sent():
            if message.replaces is None:
                _remember(records, row, message, outcome, now)
            unit.settle(row, OutboxState.SENT, None, now)
        case Retry() if outcome.limited or not hopeless(row, now):
            after = timedelta(seconds=max(outcome.after, 1.0))
            if outcome.limited:  # which is nothing the message could help, however often it happens
                unit.slow_down(row, after.total_seconds(), now)
            unit.settle(row, OutboxState.WAITING, outcome.reason, now, not_before=now + after)
        case Ambiguous() if row.kind is OutboxKind.REDRAW and not hopeless(row, now):
            # Drawing a card again is the same as drawing it once.
            unit.settle(row, OutboxState.WAITING, outcome.reason, now, not_before=now + timedelta(seconds=10))
        case Retry() | Refused():
            fail(unit, row, outcome.reason, now)
        case Ambiguous() if row.kind is OutboxKind.REDRAW:
            fail(unit, row, outcome.reason, now)
        case Ambiguous() if not can_be_asked:
            unknown(unit, row, outcome.reason, now)
        case Ambiguous():
            pass  # it stays in doubt until the platform is asked


def _remember(records: Records, row: OutboxRow, message: Outgoing, sent: Sent, now: datetime) -> None:
    place = row.place or _direct(records, row.person, message.address)
    if place is None:
        return
    # A card found to have arrived may have nothing left to say: it is about its action all the same.
    subjects = message.view.subjects or ((row.about["action"],) if row.kind is OutboxKind.CARD else ())
    records.posts.add(
        place, message.kind, sent.address, sent.thread, [ActionId(s) for s in subjects], now, row.id
    )


def _direct(records: Records, person: PersonId | None, address: str) -> PlaceId | None:
    places = records.places.direct_to(person) if person is not None else ()
    return next((p.id for p in places if p.address == address), None)


def fail(unit: UnitOfWork, row: OutboxRow, reason: str, now: datetime) -> None:
    """It will never arrive: the clerk hears of it."""
    unit.settle(row, OutboxState.FAILED, reason, now)
    _tell_clerks(unit.within(row.organisation), row, now)


MOST_AGAIN = 10_000
"""How many failed messages are tried again at once."""


def say_again(unit: UnitOfWork, ids: Sequence[OutboxId], now: datetime) -> Mapping[OutboxId, str | None]:
    """Have these rows said again, or all that failed where none is named.

    For each: None when it waits again, or the reason why it does not, as a sentence for the operator.
    """
    rows = unit.outbox_by_id(ids) if ids else unit.outbox_rows([OutboxState.FAILED], MOST_AGAIN)
    answers: dict[OutboxId, str | None] = dict.fromkeys(ids, "there is no such message.")
    for row in rows:
        answers[row.id] = why = _why_not_again(unit, row, now)
        if why is None:
            unit.settle(row, OutboxState.WAITING, row.reason, now, not_before=now)
    return answers


def _why_not_again(unit: UnitOfWork, row: OutboxRow, now: datetime) -> str | None:
    match row.state:
        case OutboxState.FAILED:
            match compose(unit.within(row.organisation), row, now):
                case Nothing(reason):
                    unit.settle(row, OutboxState.SKIPPED, reason, now)
                    return f"there is nothing to say any more ({reason}); it is let go."
                case Nowhere(reason):
                    return f"{reason}."
                case _:
                    return None
        case OutboxState.UNKNOWN:
            return "it may have arrived. Look there; if it has not, “Send again” in the clerk’s notice says it once more."
        case OutboxState.SENT:
            return "it has arrived."
        case OutboxState.SKIPPED:
            return f"it was skipped: {row.reason}."
        case _:
            return "it still waits to be said."


def unknown(unit: UnitOfWork, row: OutboxRow, reason: str, now: datetime) -> None:
    """Nobody can tell whether it arrived: the operator's list shows it, and the clerk hears of it."""
    unit.settle(row, OutboxState.UNKNOWN, reason, now)
    _tell_clerks(unit.within(row.organisation), row, now, unsure=True)


def _tell_clerks(records: Records, row: OutboxRow, now: datetime, *, unsure: bool = False) -> None:
    if row.kind is OutboxKind.NOTICE:
        return  # a notice about a notice would go round for ever; the operator's list shows it
    for board in boards_of(records, row):
        zone = records.boards.get(board).zone
        for clerk in records.people.roster(board).holding(Role.CLERK):
            if clerk.id == row.person:
                continue
            whom = f"{row.kind.value}:{row.place or row.person}:{today(now, zone)}"
            if unsure:
                # Each of these is for the clerk to decide: its notice has the button.
                whom = f"{row.id}:{row.attempts}"
            records.outbox.put(
                NewRow(
                    key=f"unreached:{whom}:{clerk.id}",
                    kind=OutboxKind.NOTICE,
                    lane=f"notice:{clerk.id}",
                    not_before=now,
                    person=clerk.id,
                    about={"notice": "unreached", "row": row.id, "board": board},
                ),
                None,
                now,
            )


def boards_of(records: Records, row: OutboxRow) -> Sequence[BoardId]:
    """The boards whose clerks answer for this message."""
    if "board" in row.about:
        return [BoardId(row.about["board"])]
    if row.place is not None:
        board = records.places.get(row.place).board
        return [board] if board is not None else []
    return list(records.people.roles(row.person)) if row.person is not None else []
