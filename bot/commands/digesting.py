"""The digest, by command and by the clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.commands.changing import put
from bot.commands.session import Session
from bot.commands.targets import the_board
from bot.domain.actions import UNFINISHED, Status
from bot.domain.boards import Board
from bot.domain.clocks import instant, local, today
from bot.domain.digests import LATEST, DigestKind, Standing, next_digest, standing, worth_saying
from bot.domain.history import Update
from bot.domain.ids import ActionId, BoardId
from bot.domain.meetings import last_meeting, next_meeting
from bot.domain.outbox import OutboxKind
from bot.domain.people import SYSTEM, listed
from bot.domain.permissions import may_run_log
from bot.domain.places import Place, PostKind
from bot.language import intents as i
from bot.messages import Button, Buttons, Paragraph, Reply, View
from bot.ports import ActionFilter, NewRow, Records, Topic
from bot.views import answers
from bot.views.buttons import button_id
from bot.views.digests import digest_view
from bot.views.shown import Shown
from bot.views.words import runs

_WEEK = timedelta(days=7)
_JUST_POSTED = timedelta(minutes=15)


def digest(session: Session, intent: i.PostDigest) -> Reply:
    """Now, leaving the schedule untouched: into the board's channels for the clerk and the chair, else to the asker.

    Asked for directly it is shown there too. One that was posted just now is not posted again unasked.
    """
    board = the_board(session, intent)
    runs_log = may_run_log(session.role(board.id))
    places = session.records.places.of_board(board.id)
    if not (runs_log and places):
        return session.reply(_compose(session, board, closes=runs_log))
    last = _last_posted(session, board, places)
    if last is not None and session.now - last < _JUST_POSTED:
        said = f"The digest was posted in {_named(places)} at {local(last, board.zone):%H:%M}."
        again = Button(id=button_id("postdigest", board.id), label="Post it again")
        if session.in_direct:
            return session.reply(_shown_with(_compose(session, board), said, again))
        return session.say(f"{said} It was not posted again.", buttons=[again, answers.LIST])
    return _post(session, board, places)


def post_again(session: Session, board: BoardId) -> Reply:
    """By the button, whenever the last was."""
    if not (session.here().sees(board) and may_run_log(session.role(board))):
        session.stop("Only the clerk or the chair of the board can post its digest.", buttons=[answers.LIST])
    return _post(session, session.board(board), session.records.places.of_board(board))


def _post(session: Session, board: Board, places: Sequence[Place]) -> Reply:
    for place in places:
        row = put(
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
        if row is not None:
            about = {"topic": "posted", "board": board.id, "at": session.now.isoformat()}
            session.records.topics.put(Topic(_posted_key(board), session.me.id, about), row)
    if session.in_direct:
        said = f"It is on its way to {_named(places)} too."
        return session.reply(_shown_with(_compose(session, board), said))
    return session.say(f"The digest of the {board.name} is on its way to {_named(places)}.")


def _shown_with(view: View, said: str, *buttons: Button) -> View:
    """A digest shown to whoever asked for it, with what became of it below its counts."""
    title, counts, *rest = view.blocks
    more = [Buttons(buttons=buttons)] if buttons else []
    return view.model_copy(update={"blocks": (title, counts, Paragraph(lines=(runs(said),)), *more, *rest)})


def _posted_key(board: Board) -> str:
    """One row says when a board's digest was posted by command last."""
    return f"posted:{board.id}"


def _last_posted(session: Session, board: Board, places: Sequence[Place]) -> datetime | None:
    """When the board's channels had their last digest, or were to have it."""
    asked = session.records.topics.get(_posted_key(board))
    posts = (session.records.posts.newest(place.id, PostKind.DIGEST) for place in places)
    times = [post.said_at for post in posts if post is not None]
    return max([*times, *([datetime.fromisoformat(asked.about["at"])] if asked else [])], default=None)


def _named(places: Sequence[Place]) -> str:
    return listed([f"#{place.name}" for place in places])


def _compose(session: Session, board: Board, *, closes: bool = True) -> View:
    return compose_digest(session.records, board, DigestKind.WEEKLY, session.now, closes=closes)


def compose_digest(
    records: Records, board: Board, kind: DigestKind, now: datetime, *, closes: bool = True
) -> View:
    """How the board's log stands at this moment; `closes` says that whoever closes actions may read it."""
    stand, latest = _standing(records, board, now)
    roster = records.people.roster(board.id)
    shown = {
        a.id: Shown(action=a, board=board, roster=roster, today=stand.day, update=latest.get(a.id))
        for part in stand.parts
        for a in part
    }
    return digest_view(board, kind, stand, shown, closes=closes)


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
