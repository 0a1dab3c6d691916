"""Nudges by the clock: whose day has come, who hears of it, and what may be asked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.commands.changing import redraw_cards
from bot.commands.daily import offer_into, put_nudge
from bot.domain.actions import Action
from bot.domain.boards import Board
from bot.domain.clocks import instant, today
from bot.domain.dues import Due, DueKind
from bot.domain.history import Verb
from bot.domain.ids import ActionId, AssignmentId, BoardId, MeetingId, OrganisationId, OutboxId, PersonId
from bot.domain.ladder import asks
from bot.domain.meetings import Meeting
from bot.domain.nudges import first_nudge, hearing_of, terms_of
from bot.domain.outbox import OutboxState, Priority
from bot.domain.people import SYSTEM, Person, Roster
from bot.domain.rhythm import Ask, nudge_days
from bot.ports import DueNudge, Records, Topic, UnitOfWork

ANSWERED = (Verb.UPDATED, Verb.BEGUN, Verb.BLOCKED, Verb.PART_COMPLETED)
"""What an owner says of an action that answers a nudge: they are not nudged about it once more that day."""

SPOKEN = (*ANSWERED, Verb.ADDED, Verb.REASSIGNED, Verb.DUE_CHANGED, Verb.REOPENED, Verb.REWORDED)
"""What an owner does with an action that says how it stands: they are not asked about it before a meeting."""

ANSWER_LASTS = timedelta(days=7)
"""So long what an owner said of an action answers for a meeting too."""


@dataclass(slots=True)
class _Loaded:
    """A board as this tick needs it."""

    board: Board
    roster: Roster
    meetings: Sequence[Meeting]
    asks: tuple[Ask, ...]


@dataclass(slots=True)
class Tick:
    """One transaction's nudges. Each thing is loaded once, and nobody is written to twice."""

    unit: UnitOfWork
    now: datetime
    _boards: dict[tuple[OrganisationId, BoardId], _Loaded] = field(default_factory=dict)
    _rows: dict[tuple[OrganisationId, PersonId], OutboxId | None] = field(default_factory=dict)

    def nudge(self, due: Sequence[DueNudge]) -> None:
        """Write what is to be said, and when each is to be said next."""
        times: dict[OrganisationId, dict[AssignmentId, datetime | None]] = {}
        for one in due:
            records = self.unit.within(one.organisation)
            loaded = self._load(records, one.organisation, one.board)
            heard = [self._heard(records, loaded, one, person) for person in _owners(records, loaded, one)]
            if True in heard:
                # The days of a nudge are the days on which its card begins to stand differently.
                name = f"{one.at:%Y-%m-%d}"
                redraw_cards(records, one.action, one.board, name, None, self.now, Priority.REFRESH)
            times.setdefault(one.organisation, {})[one.assignment] = first_nudge(
                one.owner,
                Due(DueKind.DATE, one.due),
                loaded.board,
                loaded.roster,
                loaded.asks,
                self.now,
                one.snoozed_until,
            )
        for organisation, moved in times.items():
            self.unit.within(organisation).actions.set_next_nudges(moved)

    def _heard(self, records: Records, loaded: _Loaded, due: DueNudge, person: Person) -> bool:
        """See that whoever hears of it has a message today; whether its time was more than a meeting's."""
        day = today(due.at, person.zone)
        on_roster = loaded.roster.find(person.id)
        terms = terms_of(
            on_roster, Due(DueKind.DATE, due.due), loaded.board, loaded.roster, loaded.asks, due.snoozed_until
        )
        entry = next(nudge_days(terms, day), None)
        if entry is None or entry.day != day:
            return False  # another holder's day, or nobody's any more
        ask = open_ask(loaded.asks, today(self.now, person.zone))
        if entry.asked and (ask is None or self._was_asked(records, loaded, person, ask)):
            return False
        if not self._unanswered(records, person, due.action, day, asked=entry.asked):
            return not entry.asked
        for listener in listeners(loaded.board, loaded.roster, person, today(self.now, person.zone)):
            row = self._row(records, due.organisation, loaded.board, listener)
            if row is not None and ask is not None:
                self._ask(records, loaded, listener, ask, row)
        return not entry.asked

    def _unanswered(
        self, records: Records, person: Person, action: ActionId, day: date, *, asked: bool
    ) -> bool:
        since = asked_since(self.now) if asked else answered_since(person, day)
        verbs = SPOKEN if asked else ANSWERED
        return not records.log(SYSTEM).spoken_of(person.id, [action], verbs, since)

    def _row(
        self, records: Records, organisation: OrganisationId, board: Board, person: Person
    ) -> OutboxId | None:
        key = organisation, person.id
        if key not in self._rows:
            self._rows[key] = put_nudge(records, person, board, self.now)
        return self._rows[key]

    def _ask(self, records: Records, loaded: _Loaded, person: Person, ask: Ask, row: OutboxId) -> None:
        """A message that goes out while a meeting is near asks for it, once."""
        if self._was_asked(records, loaded, person, ask):
            return
        meeting = _meeting_of(loaded, ask)
        about = {
            "topic": "ask",
            "board": loaded.board.id,
            "meeting": meeting.id,
            "at": self.now.isoformat(),
        }
        offer_into(records, Topic(ask_key(loaded.board.id, person.id), person.id, about), row)

    def _was_asked(self, records: Records, loaded: _Loaded, person: Person, ask: Ask) -> bool:
        """Whether they were asked for this meeting; or within the week for one that was moved since."""
        key = ask_key(loaded.board.id, person.id)
        topic, row = records.topics.get(key), records.topics.row_of(key)
        if topic is None or row is None or row.state is OutboxState.SKIPPED:
            return False
        if topic.about["meeting"] == _meeting_of(loaded, ask).id:
            return True
        recent = datetime.fromisoformat(topic.about["at"]) > self.now - ANSWER_LASTS
        return recent and records.meetings.get(MeetingId(topic.about["meeting"])).cancelled

    def _load(self, records: Records, organisation: OrganisationId, board: BoardId) -> _Loaded:
        key = organisation, board
        if key not in self._boards:
            found = records.boards.get(board)
            meetings = records.meetings.of_board(board) if found.ask else ()
            self._boards[key] = _Loaded(found, records.people.roster(board), meetings, asks(found, meetings))
        return self._boards[key]


def ask_key(board: BoardId, person: PersonId) -> str:
    """One row says of which meeting of a board somebody was asked last."""
    return f"ask:{board}:{person}"


def open_ask(found: Iterable[Ask], day: date) -> Ask | None:
    """The nearest meeting owners are asked about on that day."""
    return min((a for a in found if a.day <= day < a.meeting), key=lambda a: a.meeting, default=None)


def asked_since(now: datetime) -> datetime:
    """Since when what was said answers for a meeting."""
    return now - ANSWER_LASTS


def answered_since(person: Person, day: date) -> datetime:
    """Since when what was said answers today's nudge: this morning."""
    return instant(day, time(0), person.zone)


def listeners(board: Board, roster: Roster, person: Person, day: date) -> Sequence[Person]:
    """Who hears of this person's actions on a day: themselves, their cover, or nobody."""
    hearing = hearing_of(person, board, roster)
    if hearing.heard_on(day):
        return [person]
    cover = person.availability.cover
    found = roster.find(cover) if cover is not None and hearing.covered_on(day) else None
    return [found] if found is not None else []


def unanswered(
    records: Records, person: PersonId, actions: Collection[Action], now: datetime
) -> Sequence[Action]:
    """Those of these actions the person has said nothing about that answers for a meeting."""
    spoken = records.log(SYSTEM).spoken_of(person, [a.id for a in actions], SPOKEN, asked_since(now))
    return [a for a in actions if a.id not in spoken]


def _meeting_of(loaded: _Loaded, ask: Ask) -> Meeting:
    return next(m for m in loaded.meetings if m.day(loaded.board.zone) == ask.meeting and not m.cancelled)


def _owners(records: Records, loaded: _Loaded, due: DueNudge) -> list[Person]:
    return [
        loaded.roster.find(person) or records.people.get(person) for person in due.owner.people(loaded.roster)
    ]
