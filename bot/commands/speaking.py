"""What a message of the day says, composed from the state at its moment; nothing in it twice."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.commands.daily import day_of
from bot.commands.nudging import unanswered
from bot.domain.actions import UNFINISHED, Action, Status
from bot.domain.boards import Board
from bot.domain.clocks import days, local, today
from bot.domain.ids import ActionId, BoardId, MeetingId, PersonId
from bot.domain.ladder import minutes_until
from bot.domain.meetings import Meeting, last_meeting
from bot.domain.minutes import ImportState
from bot.domain.nudges import in_time, terms_of, worth_listing
from bot.domain.outbox import OutboxRow
from bot.domain.people import SYSTEM, Person, Roster, Viewer
from bot.domain.rhythm import wakes_on
from bot.domain.settings import own_days
from bot.domain.working_days import working_day_on_or_after
from bot.messages import View
from bot.ports import ActionFilter, Records, Topic
from bot.views.buttons import close_buttons
from bot.views.nudges import Brief, Covered, Others, nudge_view
from bot.views.shown import Shown
from bot.views.words import day_words, moment_words

_WEEK = timedelta(days=7)
_BROUGHT = (ImportState.REVIEWING, ImportState.ACCEPTED)


def compose_daily(records: Records, row: OutboxRow, now: datetime) -> View | str:
    """The message of this row as things stand now, or why nothing is said."""
    assert row.person is not None
    person = records.people.get(row.person)
    if not in_time(day_of(row), now, person.zone):
        return "it could not be said in time"
    day = today(now, person.zone)
    if person.availability.away_on(day):
        return "they are away"
    if person.availability.muted_on(day):
        return "they asked for silence"
    speech = _Speech(records, person, now, records.topics.said_in(row.id))
    own, others = speech.own(), speech.others()
    if not own and not others:
        return "nothing left to say"
    hour = local(now, person.zone).hour
    return nudge_view(person, own, "Good morning" if hour < 12 else "Good afternoon", others)


class _Speech:
    """One message being composed. Loads each board once."""

    def __init__(self, records: Records, person: Person, now: datetime, topics: Sequence[Topic]) -> None:
        self._records = records
        self._person = person
        self._now = now
        self._day = today(now, person.zone)
        self._viewer = Viewer(person, records.people.roles(person.id))
        self._log = records.log(self._viewer)
        self._topics = [t for t in topics if self._viewer.sees(BoardId(t.about["board"]))]
        self._boards: dict[BoardId, Board] = {}
        self._rosters: dict[BoardId, Roster] = {}
        self._asked = self._meetings("ask")

        self._own = self._of(person)

    def own(self) -> list[Shown]:
        """Their own that are overdue or nearly due, that wake today, or that are asked about before a meeting."""
        return self._shown(self._own)

    def others(self) -> Others:
        """All else there is to say to them."""
        return Others(
            meetings=[self._meets(meeting) for meeting in self._asked.values()],
            covered=self._covered(),
            climbed=self._climbed(),
            briefs=self._briefs(),
            minutes=self._minutes(),
        )

    # --- actions -------------------------------------------------------------------------------------------

    def _of(self, owner: Person) -> list[Action]:
        mine = [a for a in self._log.owned_by(owner.id, UNFINISHED) if self._heard(a, owner)]
        ahead = max((self._ahead(self._board(a.board), owner) for a in mine), default=0)
        asked = [a for a in mine if a.board in self._asked]
        listed = {a.id for a in worth_listing(mine, self._day, ahead)}
        listed |= {a.id for a in unanswered(self._records, owner.id, asked, self._now)}
        listed |= {a.id for a in mine if self._wakes(a, owner)}
        return sorted(
            (a for a in mine if a.id in listed), key=lambda a: (a.due.day or date.max, a.board, a.number)
        )

    def _ahead(self, board: Board, owner: Person) -> int:
        """How many days ahead a message looks: from the last day off after it, whose nudges came today."""
        works_next = working_day_on_or_after(self._day + days(1), own_days(board, owner.nation))
        return board.nudges.look_ahead_days + (works_next - self._day).days - 1

    def _heard(self, action: Action, owner: Person) -> bool:
        """Whether their own line of it is unfinished, and not snoozed: a contributor who is done is left alone."""
        line = action.assignment_of(owner.id, self._roster(action.board))
        if line is None or line.status not in UNFINISHED or self._board(action.board).paused_on(self._day):
            return False
        return line.snoozed_until is None or line.snoozed_until <= self._day

    def _wakes(self, action: Action, owner: Person) -> bool:
        roster = self._roster(action.board)
        line = action.assignment_of(owner.id, roster)
        if line is None or line.snoozed_until is None:
            return False
        terms = terms_of(
            roster.find(owner.id), action.due, self._board(action.board), roster, (), line.snoozed_until
        )
        return wakes_on(terms) == self._day

    def _covered(self) -> list[Covered]:
        """What those who are away and named this person as their cover would have been nudged about; their own not again."""
        own = {a.id for a in self._own}
        away: dict[PersonId, Person] = {}
        for board in self._viewer.roles:
            for member in self._roster(board).members:
                person = member.person
                if person.availability.cover == self._person.id and person.availability.away_on(
                    today(self._now, person.zone)
                ):
                    away[person.id] = person
        found = []
        for person in away.values():
            shown = self._shown(a for a in self._of(person) if a.id not in own)
            if shown and person.availability.away_until is not None:
                found.append(Covered(person, person.availability.away_until, shown))
        return found

    def _climbed(self) -> list[Shown]:
        found: list[Action] = []
        for topic in self._about("climbed"):
            action = self._log.action(ActionId(topic.about["action"]))
            if action is None or str(action.due.day) != topic.about["due"]:
                continue
            if action.overdue_on(today(self._now, self._board(action.board).zone)):
                found.append(action)
        return self._shown({a.id: a for a in found}.values())

    # --- meetings ------------------------------------------------------------------------------------------

    def _briefs(self) -> list[Brief]:
        return [self._brief(self._board(board), m) for board, m in self._meetings("brief").items()]

    def _brief(self, board: Board, meeting: Meeting) -> Brief:
        last = last_meeting(self._records.meetings.of_board(board.id), self._now)
        since = last.starts_at if last else None  # before the first meeting: all that was ever finished
        wanted = ActionFilter(statuses=UNFINISHED)
        unfinished = self._log.listed(board.id, wanted)
        finished = ActionFilter(statuses=frozenset({Status.COMPLETE, Status.CLOSED}), since=since)
        day = today(self._now, board.zone)
        overdue = [a for a in unfinished if a.overdue_on(day)]
        put_off = [
            a
            for a in unfinished
            if a.due.day is not None
            and a.due.first_date is not None
            and a.due.first_date < a.due.day
            and not a.overdue_on(day)
        ]
        when = moment_words(meeting.starts_at, board.zone, day)
        complete = self._log.listed(board.id, finished)
        waiting = self._log.listed(board.id, ActionFilter(statuses=frozenset({Status.COMPLETE})))
        return Brief(
            board=board.name,
            when=f"{when}, {meeting.where}" if meeting.where else when,
            open_count=len(unfinished),
            since=day_words(today(since, board.zone), day) if since else None,
            overdue=self._shown(overdue),
            put_off=self._shown(put_off),
            complete=self._shown(complete),
            closing=close_buttons(waiting, board),
        )

    def _minutes(self) -> list[tuple[str, str, int]]:
        found = []
        for topic in self._about("minutes"):
            board = self._board(BoardId(topic.about["board"]))
            meeting = self._records.meetings.get(MeetingId(topic.about["meeting"]))
            day = meeting.day(board.zone)
            if (
                meeting.cancelled
                or self._now >= minutes_until(meeting, board)
                or self._has_minutes(board, day)
            ):
                continue
            waiting = ActionFilter(statuses=frozenset({Status.COMPLETE}))
            complete = len(self._log.listed(board.id, waiting))
            found.append((board.name, day_words(day, today(self._now, board.zone)), complete))
        return found

    def _has_minutes(self, board: Board, day: date) -> bool:
        """Whether somebody has brought in the minutes of that day already."""
        brought = self._records.minutes.of_board(board.id, _BROUGHT, 20)
        return any(one.meeting == day for one in brought)

    def _meetings(self, what: str) -> dict[BoardId, Meeting]:
        """The meetings still ahead of which the topics of this kind speak."""
        found: dict[BoardId, Meeting] = {}
        for topic in self._about(what):
            meeting = self._records.meetings.get(MeetingId(topic.about["meeting"]))
            if not meeting.cancelled and meeting.starts_at > self._now:
                found[meeting.board] = meeting
        return found

    def _meets(self, meeting: Meeting) -> tuple[str, str]:
        board = self._board(meeting.board)
        return board.name, day_words(meeting.day(board.zone), today(self._now, board.zone))

    # --- loading -------------------------------------------------------------------------------------------

    def _about(self, what: str) -> list[Topic]:
        return [t for t in self._topics if t.about["topic"] == what]

    def _board(self, board: BoardId) -> Board:
        if board not in self._boards:
            self._boards[board] = self._records.boards.get(board)
        return self._boards[board]

    def _roster(self, board: BoardId) -> Roster:
        if board not in self._rosters:
            self._rosters[board] = self._records.people.roster(board)
        return self._rosters[board]

    def _shown(self, actions: Iterable[Action]) -> list[Shown]:
        found = list(actions)
        latest = self._records.log(SYSTEM).latest_updates([a.id for a in found])
        return [
            Shown(
                action=a,
                board=self._board(a.board),
                roster=self._roster(a.board),
                today=today(self._now, self._board(a.board).zone),
                update=latest.get(a.id),
            )
            for a in found
        ]
