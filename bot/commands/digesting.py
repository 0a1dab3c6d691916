"""The digest, by command and by the clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.commands.changing import put
from bot.commands.session import Session
from bot.commands.targets import the_board
from bot.domain.actions import UNFINISHED, Status
from bot.domain.boards import Board
from bot.domain.clocks import instant, local, today
from bot.domain.digests import LATEST, DigestKind, Standing, next_digest, standing, worth_saying
from bot.domain.history import Update
from bot.domain.ids import ActionId
from bot.domain.meetings import last_meeting, next_meeting
from bot.domain.outbox import OutboxKind
from bot.domain.people import SYSTEM
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.messages import Reply, View
from bot.ports import ActionFilter, NewRow, Records
from bot.views.digests import digest_view
from bot.views.shown import Shown

_WEEK = timedelta(days=7)


def digest(session: Session, intent: i.PostDigest) -> Reply:
    """Now, leaving the schedule untouched: into the board's channels for the clerk and the chair, else to the asker."""
    board = the_board(session, intent)
    if not may_run_log(session.role(board.id)):
        return session.reply(compose_digest(session.records, board, DigestKind.WEEKLY, session.now))
    places = session.records.places.of_board(board.id)
    for place in places:
        put(
            session,
            NewRow(
                key=f"digest:{session.inbound.delivery}:{place.id}",
                kind=OutboxKind.DIGEST,
                lane=f"digest:{place.id}",
                not_before=session.now,
                place=place.id,
                about={"board": board.id, "digest": DigestKind.WEEKLY.value},
            ),
        )
    if not places:
        return session.reply(compose_digest(session.records, board, DigestKind.WEEKLY, session.now))
    where = " and ".join(f"#{p.name}" for p in places)
    return session.say(f"The digest of the {board.name} is on its way to {where}.")


def compose_digest(records: Records, board: Board, kind: DigestKind, now: datetime) -> View:
    """How the board's log stands at this moment."""
    stand, latest = _standing(records, board, now)
    roster = records.people.roster(board.id)
    shown = {
        a.id: Shown(action=a, board=board, roster=roster, today=stand.day, update=latest.get(a.id))
        for part in stand.parts
        for a in part
    }
    return digest_view(board, kind, stand, shown)


def compose_scheduled(
    records: Records, board: Board, kind: DigestKind, at: datetime, now: datetime
) -> View | str:
    """The digest the clock wrote for the instant `at`; or why nothing is said."""
    if now - at > LATEST:
        return "it could not be said in time"
    if board.paused_on(today(now, board.zone)):
        return "the board has paused"
    if kind is DigestKind.WEEKLY:
        stand, latest = _standing(records, board, now)
        if not worth_saying(stand, latest.values(), _last_said(board, now)):
            return "nothing to say"
    return compose_digest(records, board, kind, now)


def _last_said(board: Board, now: datetime) -> datetime:
    """Since when what has happened was in no weekly digest: a week ago, or before a pause that has just ended."""
    since = now - _WEEK
    if board.pause is None or not board.pause.days.first <= today(now, board.zone):
        return since
    began = instant(board.pause.days.first - _WEEK, board.digests.at, board.zone)
    ended = instant(board.pause.days.last, board.digests.at, board.zone)
    return min(since, began) if ended >= since else since


def _standing(records: Records, board: Board, now: datetime) -> tuple[Standing, Mapping[ActionId, Update]]:
    log = records.log(SYSTEM)
    meetings = records.meetings.of_board(board.id)
    meeting = next_meeting(meetings, now)
    last = last_meeting(meetings, now)
    since = last.starts_at if last else now - _WEEK
    open_or_complete = ActionFilter(statuses=UNFINISHED | {Status.COMPLETE})
    closed = ActionFilter(statuses=frozenset({Status.CLOSED}), since=since)
    actions = [*log.listed(board.id, open_or_complete), *log.listed(board.id, closed)]
    stand = standing(board, actions, meeting, since, now)
    return stand, log.latest_updates([a.id for part in stand.parts for a in part])


def kind_at(records: Records, board: Board, at: datetime) -> DigestKind:
    """Which digest the instant `at` was scheduled as."""
    found = next_digest(board, records.meetings.of_board(board.id), at - timedelta(seconds=1))
    return found[1] if found[0] == at else DigestKind.WEEKLY


def scheduled_key(board: Board, kind: DigestKind, at: datetime, place: int) -> str:
    """The constraint that makes a scheduled digest once only: its local time, in its place."""
    return f"digest:{board.id}:{kind.value}:{local(at, board.zone):%Y-%m-%dT%H:%M}:{place}"
