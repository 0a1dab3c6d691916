"""One inbound being handled: who asked, where, what they may see, and what has been loaded for it already."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Never

from bot.domain.actions import Action
from bot.domain.boards import Board
from bot.domain.clocks import today
from bot.domain.history import Update
from bot.domain.ids import ActionId, BoardId, OutboxId, PersonId
from bot.domain.meetings import Meeting, next_meeting
from bot.domain.people import Person, Role, Roster, Viewer
from bot.domain.places import Place, PlaceKind, Post, PostKind
from bot.language.text import atoms, tidy, without_atoms
from bot.messages import Button, Form, Inbound, Line, Mention, Reply, View
from bot.ports import Arrival, Log, Records
from bot.views import answers
from bot.views.shown import Shown


class Answered(Exception):  # noqa: N818 - it ends a command early, as an answer does
    """There is nothing more to decide: this is the reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Session:
    """The state of one inbound while it is handled. Loads each thing once."""

    def __init__(self, records: Records, arrival: Arrival, inbound: Inbound, now: datetime) -> None:
        assert arrival.viewer.person is not None
        self.records = records
        self.inbound = inbound
        self.now = now
        self.me: Person = arrival.viewer.person
        self.viewer: Viewer = arrival.viewer
        self.place: Place | None = arrival.place
        # A board the asker holds no role on is not even named to them.
        sees = arrival.board is not None and arrival.viewer.sees(arrival.board.id)
        self.place_board: Board | None = arrival.board if sees else None
        self.mentions: Sequence[Mention] = inbound.mentions
        self.rows: list[OutboxId] = []
        self._days: dict[str, date] = {}
        self._boards: dict[BoardId, Board] = {arrival.board.id: arrival.board} if arrival.board else {}
        self._rosters: dict[BoardId, Roster] = {}
        self._meetings: dict[BoardId, Sequence[Meeting]] = {}
        self._log: Log | None = None
        self._thread: Post | bool | None = False

    @property
    def log(self) -> Log:
        """The log as the asker may see it here: in a board's own place, that board's alone."""
        if self._log is None:
            self._log = self.records.log(self.here())
        return self._log

    def here(self) -> Viewer:
        """The asker, in this place: a channel shows no other board's log, whoever asks."""
        if self.in_direct or self.place is None:
            return self.viewer
        board = self.place_board.id if self.place_board else None
        roles = {b: r for b, r in self.viewer.roles.items() if b == board}
        return Viewer(self.viewer.person, roles)

    @property
    def in_direct(self) -> bool:
        return self.inbound.where.kind is PlaceKind.DIRECT

    def role(self, board: BoardId) -> Role | None:
        return self.viewer.role_on(board)

    def board(self, board: BoardId) -> Board:
        if board not in self._boards:
            self._boards[board] = self.records.boards.get(board)
        return self._boards[board]

    def boards_seen(self) -> Sequence[Board]:
        return sorted((self.board(b) for b in self.here().roles), key=lambda b: b.name)

    def roster(self, board: BoardId) -> Roster:
        if board not in self._rosters:
            self._rosters[board] = self.records.people.roster(board)
        return self._rosters[board]

    def forget(self, board: BoardId) -> None:
        """What was loaded about this board has changed."""
        self._boards.pop(board, None)
        self._rosters.pop(board, None)
        self._meetings.pop(board, None)

    def forget_people(self) -> None:
        """What was loaded about people has changed, on whatever board."""
        self._rosters.clear()
        self.me = self.records.people.get(self.me.id)

    def meetings(self, board: BoardId) -> Sequence[Meeting]:
        if board not in self._meetings:
            self._meetings[board] = self.records.meetings.of_board(board)
        return self._meetings[board]

    def next_meeting(self, board: BoardId) -> Meeting | None:
        return next_meeting(self.meetings(board), self.now)

    def next_meeting_day(self, board: Board) -> date | None:
        meeting = self.next_meeting(board.id)
        return meeting.day(board.zone) if meeting else None

    def today(self, board: Board) -> date:
        day = self._days.get(board.zone)
        if day is None:
            day = self._days[board.zone] = today(self.now, board.zone)
        return day

    @property
    def thread_post(self) -> Post | None:
        """The bot's post whose thread this was written in."""
        if self._thread is False:
            thread = self.inbound.thread
            found = self.records.posts.at(self.place.id, thread) if thread and self.place else None
            self._thread = found
        assert not isinstance(self._thread, bool)
        return self._thread

    def read(self, text: str) -> str:
        """The text with mentions as their names, as people read it."""
        return without_atoms(text, [m.name or "somebody" for m in self.mentions])

    def people_named(self, mentions: Iterable[Mention]) -> dict[str, Person]:
        """Whom these mentions name, by identity; each in its own workspace."""
        asked: dict[str, list[str]] = {}
        for mention in mentions:
            asked.setdefault(mention.workspace or self.inbound.workspace, []).append(mention.id)
        found: dict[str, Person] = {}
        for workspace, ids in asked.items():
            found.update(self.records.people.by_identity(self.inbound.platform, workspace, ids))
        return found

    def mentioned(self, text: str) -> Sequence[Mention]:
        return [self.mentions[n] for n in atoms(text) if n < len(self.mentions)]

    def shown(self, actions: Iterable[Action], *, updates: bool = True) -> list[Shown]:
        """The actions with all that is said about them."""
        actions = list(actions)
        latest: dict[ActionId, Update] = (
            dict(self.records.log(self.viewer).latest_updates([a.id for a in actions]))
            if updates and actions
            else {}
        )
        return [self.show(a, latest.get(a.id)) for a in actions]

    def show(self, action: Action, update: Update | None = None) -> Shown:
        board = self.board(action.board)
        roster = self.roster(board.id)
        return Shown(
            action=action,
            board=board,
            roster=roster,
            today=self.today(board),
            update=update,
            former_names=self.former_names(action, roster),
        )

    def former_names(self, action: Action, roster: Roster) -> tuple[tuple[int, str], ...]:
        """Names of people the action still names though they hold no role on the board any more."""
        named: set[PersonId] = {a.owner.person for a in action.assignments if a.owner.person is not None}
        if action.adder is not None:
            named.add(action.adder)
        missing = [p for p in named if roster.find(p) is None]
        return tuple((p, self.records.people.get(p).name) for p in missing)

    # --- saying --------------------------------------------------------------------------------------------

    def reply(self, view: View | None, *, form: Form | None = None) -> Reply:
        return Reply(
            answer=view,
            form=form,
            replaces=view is not None and self._pressed_answer(),
            rows=tuple(dict.fromkeys(self.rows)),
        )

    def _pressed_answer(self) -> bool:
        """Whether the button stood on an answer: the next answer then takes its place. Cards and nudges stay."""
        press = self.inbound.press
        if press is not None and press.on_answer:
            return True
        post = self.pressed_post
        return post is not None and post.kind is PostKind.ANSWER

    @property
    def pressed_post(self) -> Post | None:
        """The bot's post the button stood on."""
        press = self.inbound.press
        if press is None or press.post is None or self.place is None:
            return None
        return self.records.posts.at(self.place.id, press.post)

    def say(
        self, *lines: str | Line, buttons: Sequence[Button] = (), subjects: Sequence[ActionId] = ()
    ) -> Reply:
        """An answer of a few lines and some buttons."""
        return self.reply(answers.lines(*lines, buttons=buttons, subjects=subjects))

    def halt(self, view: View) -> Never:
        """End the command with this answer; nothing was changed."""
        raise Answered(self.reply(view))

    def stop(
        self, *lines: str | Line, buttons: Sequence[Button] = (), subjects: Sequence[ActionId] = ()
    ) -> Never:
        """End the command with this answer; nothing was changed."""
        raise Answered(self.say(*lines, buttons=buttons, subjects=subjects))


def value(inbound: Inbound, name: str) -> str:
    """A form field's text."""
    found = (inbound.press.values or {}).get(name, "") if inbound.press else ""
    return tidy(found if isinstance(found, str) else ", ".join(found))


def values(inbound: Inbound, name: str) -> tuple[str, ...]:
    """A form field that takes several values."""
    found = (inbound.press.values or {}).get(name, ()) if inbound.press else ()
    return (found,) if isinstance(found, str) and found else tuple(found)
