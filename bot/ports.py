"""What the core needs of a store, as Protocols. The store implements them; the core never learns how.

A UnitOfWork is one transaction: whoever opened it commits, leaving it by an exception rolls everything back.
`Records` are one organisation's rows and nothing else: the organisation is in every key, so that nothing here can
even ask for another's. Reads of a log take the Viewer, and give only what they may see.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from bot.domain.actions import Action, Owner, Part, Source, Status
from bot.domain.availability import Availability
from bot.domain.boards import Board, Rules
from bot.domain.dues import Due
from bot.domain.history import Entry, Update, Verb
from bot.domain.ids import (
    ActionId,
    AssignmentId,
    BoardId,
    ChangeId,
    ImportId,
    InstallationId,
    MeetingId,
    OrganisationId,
    OutboxId,
    PersonId,
    PlaceId,
    QuestionId,
    ResolutionId,
    UpdateId,
)
from bot.domain.meetings import Meeting
from bot.domain.minutes import (
    Import,
    ImportState,
    NewImport,
    NewResolution,
    Proposal,
    ProposalKind,
    Resolution,
)
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState, Outcome, Priority
from bot.domain.pace import Limits, Pace
from bot.domain.people import Person, Rhythm, Role, Roster, Viewer
from bot.domain.places import Place, PlaceKind, Post, PostKind
from bot.domain.settings import Own
from bot.messages import Inbound, Outgoing, Platform, Reply

T = TypeVar("T")

UNPACED = Pace()
"""No limits at all."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One platform's workspace where the bot is installed."""

    id: InstallationId
    organisation: OrganisationId
    platform: Platform
    workspace: str


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on one platform, as the platform names them: what an identity is of."""

    platform: Platform
    workspace: str
    id: str


@dataclass(frozen=True, slots=True)
class Joining:
    """Two that turned out to be one person: `other` is `person` from then on, until it is `ended`.

    `moved` is what came over from the other, as the store wrote it. `other` is None for an account that was nobody's.
    """

    change: ChangeId
    person: PersonId
    other: PersonId | None
    accounts: tuple[Account, ...]
    moved: Mapping[str, Any]
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the store knows about an inbound before anything is read from it.

    `earlier` is the reply already given to this delivery. `viewer.person` is None for an identity nobody knows.
    `place` is None for a place the bot has not been told of, `board` for one that belongs to no board.
    """

    installation: Installation
    viewer: Viewer
    place: Place | None
    board: Board | None
    earlier: Reply | None


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action to be written; the store gives it its id, number and assignments' ids."""

    what: str
    due: Due
    owners: tuple["NewAssignment", ...]
    adder: PersonId | None
    added_at: datetime
    source: Source
    next_escalation_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """`next_nudge_at` is a UTC instant, or None for an owner nobody can nudge."""

    owner: Owner
    part: Part
    next_nudge_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Which actions of one board a list wants. `owners` are people; None means anybody's."""

    statuses: frozenset[Status] | None = None
    owner: PersonId | None = None
    owner_roles: frozenset[Role] = frozenset()
    overdue_on: date | None = None
    due_until: date | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueNudge:
    """An assignment whose nudge time has come, with all that is needed to find its next one.

    `at` is the UTC instant it was due; `due` the action's calendar day; `zone` the owner's, None when the owner is
    not one person. `nation` and `rhythm` are what that person chose, None where they chose nothing; `snoozed_until` is
    the day they want to hear of it again.
    """

    organisation: OrganisationId
    board: BoardId
    action: ActionId
    assignment: AssignmentId
    at: datetime
    owner: Owner
    due: date | None
    zone: str | None
    nation: str | None = None
    rhythm: Rhythm | None = None
    snoozed_until: date | None = None


@dataclass(frozen=True, slots=True)
class DueDigest:
    organisation: OrganisationId
    board: BoardId
    at: datetime


@dataclass(frozen=True, slots=True)
class DueEscalation:
    """An unfinished action at which it is time to look whether it has climbed the ladder. `at` is a UTC instant."""

    organisation: OrganisationId
    board: BoardId
    action: ActionId
    at: datetime


@dataclass(frozen=True, slots=True)
class DueStep:
    """A meeting of which something is to be said: before it, or after. `at` is a UTC instant."""

    organisation: OrganisationId
    board: BoardId
    meeting: MeetingId
    at: datetime


@dataclass(frozen=True, slots=True)
class Topic:
    """What a message of the day speaks of besides its reader's own actions.

    `key` is unique within the organisation: the constraint that makes it said once. `about` holds ids and days.
    """

    key: str
    person: PersonId
    about: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewRow:
    """A thing to say, before it has an id. See OutboxRow for what each field means; no `priority` means its kind's."""

    key: str
    kind: OutboxKind
    lane: str
    not_before: datetime
    place: PlaceId | None = None
    person: PersonId | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    state: OutboxState = OutboxState.WAITING
    reason: str | None = None
    priority: Priority | None = None


class Log(Protocol):
    """The boards' logs as one viewer may see them. Every read leaves out what they may not."""

    def action(self, action: ActionId) -> Action | None: ...
    def actions(self, ids: Collection[ActionId]) -> Sequence[Action]:
        """In the order of `ids`; unknown and unseen ones left out."""
        ...

    def numbered(self, board: BoardId, number: int) -> Action | None: ...
    def listed(self, board: BoardId, wanted: ActionFilter) -> Sequence[Action]:
        """By due date, the earliest first, those without one last; then by number."""
        ...

    def owned_by(self, person: PersonId, statuses: Collection[Status]) -> Sequence[Action]:
        """The person's own and their roles', on every board the viewer sees, by due date."""
        ...

    def entries(self, action: ActionId) -> Sequence[Entry]:
        """Its history, the oldest first."""
        ...

    def updates(self, action: ActionId) -> Sequence[Update]:
        """What was said about it and not taken back, the oldest first."""
        ...

    def latest_updates(self, ids: Collection[ActionId]) -> Mapping[ActionId, Update]: ...
    def spoken_of(
        self, person: PersonId, ids: Collection[ActionId], verbs: Collection[Verb], since: datetime
    ) -> Collection[ActionId]:
        """Those of these actions about which the person did one of these things at the UTC instant or later."""
        ...

    def resolutions(self, board: BoardId, kinds: Collection[ProposalKind]) -> Sequence[Resolution]:
        """Decisions, referrals and items for later that stand, the latest meeting's first."""
        ...


class Boards(Protocol):
    def get(self, board: BoardId) -> Board: ...
    def by_code(self, code: str) -> Board | None: ...
    def all(self) -> Sequence[Board]:
        """Every board of the organisation, by name. For those who link channels; views take a Viewer instead."""
        ...

    def add(self, code: str, name: str, zone: str, next_digest_at: datetime | None) -> Board: ...
    @property
    def usual(self) -> Rules:
        """What a board works by that has set nothing itself: the installation's."""
        ...

    def keep_settings(self, board: BoardId, zone: str, own: Own) -> Board:
        """Its zone, and all it sets itself from now on, in the place of what it set before. The board as it is now."""
        ...

    def set_next_digest(self, board: BoardId, at: datetime | None) -> None:
        """`at` is a UTC instant; None when no digest is to come."""
        ...


class People(Protocol):
    def get(self, person: PersonId) -> Person: ...
    def roster(self, board: BoardId) -> Roster:
        """Everybody with a role on the board, in the order they were added."""
        ...

    def roles(self, person: PersonId) -> Mapping[BoardId, Role]: ...
    def by_identity(self, platform: Platform, workspace: str, ids: Collection[str]) -> Mapping[str, Person]:
        """The people these identities belong to; unknown identities are left out."""
        ...

    def add(self, name: str, zone: str, partner: str | None) -> Person: ...
    def keep_settings(self, person: PersonId, own: Own) -> Person:
        """All they choose for themselves from now on ("nation", "nudges"), in the place of what they chose before."""
        ...

    def set_availability(self, person: PersonId, availability: Availability) -> None: ...
    def link(self, person: PersonId, platform: Platform, workspace: str, identity: str) -> None: ...
    def give_role(self, board: BoardId, person: PersonId, role: Role) -> None: ...
    def end_role(self, board: BoardId, person: PersonId) -> None: ...
    def address_on(self, person: PersonId, platform: Platform, workspace: str) -> str | None:
        """The person's identity there, as the platform names it."""
        ...

    def formerly(self, name: str) -> Sequence[Person]:
        """People of exactly this name who hold no role on any board any more, and have not become somebody else."""
        ...

    def without_identity(self, platform: Platform, workspace: str) -> Sequence[Person]:
        """People of this organisation that nobody on this installation is."""
        ...


class Linking(Protocol):
    """Which accounts are one person's: what shows it, and what came of it."""

    def accounts(self, person: PersonId) -> Sequence[Account]:
        """Everybody they are, by platform."""
        ...

    def detach(self, account: Account) -> None:
        """It is nobody's from now on."""
        ...

    def keep_email(self, account: Account, email: str | None) -> bool:
        """The address the platform has proved to be this account's; whether it is another than was known."""
        ...

    def with_email(self, email: str) -> Sequence[Account]: ...
    def new_code(self, account: Account, until: datetime) -> str:
        """A fresh secret in place of the account's earlier one. Only its digest is kept."""
        ...

    def whose_code(self, code: str, now: datetime) -> Account | None:
        """Whom the code was given to, while it is valid."""
        ...

    def use_code(self, account: Account) -> None:
        """It is not valid any more."""
        ...

    def wrong_codes(self, account: Account) -> tuple[int, datetime]:
        """How many wrong ones the account has tried, and since when; (0, the beginning of time) for none."""
        ...

    def count_wrong(self, account: Account, count: int, since: datetime) -> None: ...
    def move(self, other: PersonId, person: PersonId) -> Mapping[str, Any]:
        """All of the other's that is no role and no assignment is the person's now. Gives what it was, for `move_back`."""
        ...

    def move_back(self, moved: Mapping[str, Any], other: PersonId) -> None:
        """What `move` moved is the other's again."""
        ...

    def join(self, joining: Joining, at: datetime) -> None:
        """Remember that these are one person now."""
        ...

    def of_change(self, change: ChangeId) -> Joining | None: ...
    def of_person(self, person: PersonId) -> Sequence[Joining]:
        """Everything that was joined to them, also what has ended; the oldest first."""
        ...

    def end(self, change: ChangeId, at: datetime) -> None:
        """They are two again."""
        ...


class Places(Protocol):
    def get(self, place: PlaceId) -> Place: ...
    def at(self, installation: InstallationId, address: str) -> Place | None: ...
    def rename(self, place: PlaceId, name: str) -> None: ...
    def hand_over(self, place: PlaceId, person: PersonId | None) -> None:
        """Whose direct conversation this is from now on."""
        ...

    def add(
        self,
        installation: InstallationId,
        kind: PlaceKind,
        address: str,
        name: str,
        board: BoardId | None = None,
        person: PersonId | None = None,
    ) -> Place: ...
    def give_to(self, place: PlaceId, board: BoardId) -> None:
        """A place known already keeps this board's log from now on."""
        ...

    def of_board(self, board: BoardId) -> Sequence[Place]:
        """The channels and groups the board's posts go to."""
        ...

    def direct_to(self, person: PersonId) -> Sequence[Place]:
        """The person's direct conversations, the one they last wrote in first."""
        ...

    def installation(self, place: PlaceId) -> Installation: ...
    def touched(self, place: PlaceId, at: datetime) -> None:
        """Its person wrote there just now."""
        ...


class Meetings(Protocol):
    def add(self, board: BoardId, starts_at: datetime, where: str | None) -> Meeting: ...
    def cancel(self, meeting: MeetingId, *, cancelled: bool = True) -> None: ...
    def get(self, meeting: MeetingId) -> Meeting: ...
    def set_next_steps(self, times: Mapping[MeetingId, datetime | None]) -> None: ...
    def of_board(self, board: BoardId) -> Sequence[Meeting]:
        """Not the cancelled ones; the earliest first."""
        ...


class Actions(Protocol):
    """Writing the log. Reading it goes through `Records.log(viewer)`."""

    def add(self, board: BoardId, new: NewAction) -> Action:
        """With the board's next number; numbers never repeat."""
        ...

    def save(self, action: Action) -> Action:
        """Keep the changed action, its assignments included.

        Assignments with id 0 are new and get one.

        Raises:
            Stale: somebody saved a later version meanwhile; the whole piece of work is run again.
        """
        ...

    def set_next_nudges(self, times: Mapping[AssignmentId, datetime | None]) -> None: ...
    def set_next_escalations(self, times: Mapping[ActionId, datetime | None]) -> None: ...
    def awaiting_meeting(self, board: BoardId) -> Sequence[Action]:
        """Unfinished ones due at a next meeting that was not set when they were added."""
        ...

    def due_at(self, meeting: MeetingId) -> Sequence[Action]: ...
    def from_message(self, link: str) -> Sequence[Action]:
        """Those whose source is the message with this permanent link."""
        ...

    def owned_in_any_way(self, board: BoardId, person: PersonId) -> bool:
        """Whether any action on the board names this person as an owner or its adder."""
        ...


class History(Protocol):
    def new_change(self) -> ChangeId: ...
    def append(self, entry: Entry) -> int:
        """Keep it; gives the serial it got."""
        ...

    def of_change(self, change: ChangeId) -> Sequence[Entry]: ...
    def last_by(self, person: PersonId, boards: Collection[BoardId]) -> ChangeId | None:
        """Their latest change on these boards that is neither undone nor itself an undo."""
        ...

    def of_subjects(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Every entry about any action, meeting or person these entries are about, oldest first.

        An entry that names none of them is about its board.
        """
        ...

    def add_update(self, action: ActionId, person: PersonId | None, words: str, at: datetime) -> Update: ...
    def take_back_update(self, update: UpdateId) -> None: ...


class Posts(Protocol):
    def add(
        self,
        place: PlaceId,
        kind: PostKind,
        address: str,
        thread: str | None,
        subjects: Sequence[ActionId],
        at: datetime,
        outbox: OutboxId | None = None,
    ) -> Post:
        """Remember what was said. The same place and address again keeps the first post, with the new subjects."""
        ...

    def at(self, place: PlaceId, address: str) -> Post | None: ...
    def cards_of(self, action: ActionId) -> Sequence[Post]: ...
    def newest(self, place: PlaceId, kind: PostKind) -> Post | None: ...


class Questions(Protocol):
    """What somebody said that cannot be acted on before they pressed a button: their words are kept here."""

    def ask(self, person: PersonId, about: Mapping[str, Any], at: datetime) -> QuestionId: ...
    def get(self, question: QuestionId, person: PersonId) -> Mapping[str, Any] | None: ...
    def newest(self, person: PersonId, since: datetime) -> tuple[QuestionId, Mapping[str, Any]] | None:
        """The last one this person was asked, if that was not before then."""
        ...

    def keep(self, question: QuestionId, about: Mapping[str, Any]) -> None:
        """Let it be about this instead."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Let go of those asked before then, the oldest first; gives how many."""
        ...


class Outbox(Protocol):
    def put(self, row: NewRow, delivery: str | None, now: datetime) -> OutboxId | None:
        """Write it once: None when a row with this key is there already."""
        ...

    def forget(
        self, kinds: Collection[OutboxKind], before: datetime, after: OutboxId, limit: int
    ) -> OutboxId | None:
        """Look at so many rows beyond `after`, and let go of those of these kinds that were settled before then.

        Their attempts go with them. Gives how far it came; None once all rows of that age were looked at.
        """
        ...

    def get(self, row: OutboxId) -> OutboxRow | None: ...
    def waiting_in_lane(self, lane: str) -> OutboxRow | None:
        """A row of the lane that no attempt was made for yet: it will be composed from the state of its moment.

        It is locked until the commit, so that its moment comes after it.
        """
        ...

    def exists(self, key: str) -> bool: ...
    def keyed(self, key: str) -> OutboxRow | None: ...
    def last_nudge(self, person: PersonId) -> OutboxRow | None:
        """The newest nudge to this person that was not skipped."""
        ...

    def send_again(self, row: OutboxId, attempts: int, now: datetime) -> bool:
        """Let a row that is unknown after so many attempts wait for another; False when it is so no longer."""
        ...


class Minutes(Protocol):
    """Minutes being brought into a board's log. Who may look at them is for whoever asks to check."""

    def add(self, new: NewImport, found: Sequence[Proposal]) -> Import:
        """Minutes to be reviewed, with what they propose."""
        ...

    def get(self, its_id: ImportId) -> Import | None: ...
    def of_board(self, board: BoardId, states: Collection[ImportState], limit: int) -> Sequence[Import]:
        """The newest first."""
        ...

    def save(self, changed: Import) -> Import:
        """Keep its state, its days and its change.

        Raises:
            Stale: somebody saved it meanwhile; the whole piece of work is run again.
        """
        ...

    def proposals(self, its_id: ImportId) -> Sequence[Proposal]:
        """In the order of the minutes."""
        ...

    def save_proposals(self, changed: Sequence[Proposal]) -> None:
        """Keep what a reviewer can change of them; what was read stays."""
        ...

    def earlier(
        self, board: BoardId, *, mark: str, meeting: date | None, source: str | None
    ) -> Sequence[Proposal]:
        """Those of minutes in the log that are the same text, of the same day, or of a file called the same.

        The newest minutes first. A day or a name that is None is nobody's.
        """
        ...

    def keep(self, board: BoardId, new: NewResolution) -> ResolutionId: ...
    def withdraw(self, its_id: ImportId, *, withdrawn: bool = True) -> None:
        """What was kept of these minutes beside the actions does not stand any more, or stands again."""
        ...


class Topics(Protocol):
    """What messages of the day speak of besides their readers' own actions."""

    def put(self, topic: Topic, row: OutboxId) -> None:
        """It is said in this row; one of the same key stands there from now on as it is said now."""
        ...

    def get(self, key: str) -> Topic | None: ...

    def row_of(self, key: str) -> OutboxRow | None:
        """The row it is said in, or was to be."""
        ...

    def said_in(self, row: OutboxId) -> Sequence[Topic]:
        """In the order of their keys."""
        ...


class Records(Protocol):
    """One organisation's rows."""

    @property
    def organisation(self) -> OrganisationId: ...
    @property
    def boards(self) -> Boards: ...
    @property
    def people(self) -> People: ...
    @property
    def linking(self) -> Linking: ...
    @property
    def places(self) -> Places: ...
    @property
    def meetings(self) -> Meetings: ...
    @property
    def actions(self) -> Actions: ...
    @property
    def history(self) -> History: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def questions(self) -> Questions: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def topics(self) -> Topics: ...
    @property
    def minutes(self) -> Minutes: ...
    def log(self, viewer: Viewer) -> Log: ...


class UnitOfWork(Protocol):
    """One transaction. The few things that are not inside one organisation are asked here."""

    def arrival(self, inbound: Inbound) -> Arrival | None:
        """Who wrote, where, and whether this delivery was answered before; None for an unknown installation."""
        ...

    def roll_back(self) -> None:
        """Forget everything written through this unit so far; it can be used on."""
        ...

    def within(self, organisation: OrganisationId) -> Records: ...
    def add_organisation(self, name: str) -> OrganisationId: ...
    def organisations(self) -> Sequence[OrganisationId]:
        """Every organisation, the oldest first."""
        ...

    def add_installation(
        self, organisation: OrganisationId, platform: Platform, workspace: str
    ) -> Installation: ...
    def installation(self, platform: Platform, workspace: str) -> Installation | None: ...
    def keep_reply(
        self, organisation: OrganisationId, inbound: Inbound, reply: Reply, now: datetime
    ) -> None: ...
    def mark_said(self, inbound: Inbound, reply: Reply, now: datetime) -> None:
        """The answer to this delivery stands where the asker sees it."""
        ...

    def was_said(self, inbound: Inbound) -> bool:
        """Whether the answer to this delivery was said before, so that a replay says it no second time."""
        ...

    def forget_replies(self, before: datetime, limit: int) -> int: ...

    def claim_nudges(self, now: datetime, limit: int) -> Sequence[DueNudge]:
        """Assignments whose time has come, whole persons' worth where they can be; locked until the commit."""
        ...

    def claim_digests(self, now: datetime, limit: int) -> Sequence[DueDigest]: ...

    def claim_escalations(self, now: datetime, limit: int) -> Sequence[DueEscalation]: ...
    def claim_steps(self, now: datetime, limit: int) -> Sequence[DueStep]: ...

    def claim_outbox(
        self,
        now: datetime,
        limit: int,
        among: Collection[OutboxId] | None = None,
        pace: Pace = UNPACED,
    ) -> Sequence[OutboxRow]:
        """Waiting rows that may go now, first in their lane, where there is room for them; locked until the commit.

        In turn from each workspace, the most urgent of each first: see bot.domain.pace. Whose limits another sender
        is reckoning with at this moment are left out. With `among`, those of these only: the ones the fence gave,
        as they stand now.
        """
        ...

    def spend(self, rows: Collection[OutboxRow], pace: Pace, now: datetime) -> None:
        """Count these, of the rows just claimed, as sent at `now` where they go."""
        ...

    def slow_down(self, row: OutboxRow, after: float, now: datetime) -> None:
        """The platform asked for a pause of `after` seconds: its workspace and its place wait, and half the pace is gone."""
        ...

    def next_room(self, now: datetime) -> datetime | None:
        """The first instant after `now` at which a workspace or a place that is full has room again."""
        ...

    def reroute(self, row: OutboxRow, to: PlaceId) -> None:
        """It will be said at another place than was expected, and waits for room there."""
        ...

    def outbox_ready(self, now: datetime, limit: int, pace: Pace = UNPACED) -> Sequence[OutboxId]:
        """What `claim_outbox` would give, without locking anything; nothing another sender has in hand."""
        ...

    def in_doubt(self) -> Sequence[OutboxRow]:
        """Rows an attempt was committed for by a sender that did not live to tell the outcome."""
        ...

    def begin_attempt(self, row: OutboxRow, now: datetime) -> OutboxRow: ...
    def begin_attempts(self, rows: Collection[OutboxRow], now: datetime) -> Sequence[OutboxRow]:
        """An attempt at each of these, committed with this unit; the rows as they are then, in the same order."""
        ...

    def last_attempt_at(self, row: OutboxRow) -> datetime | None: ...
    def settle(
        self,
        row: OutboxRow,
        state: OutboxState,
        reason: str | None,
        now: datetime,
        *,
        not_before: datetime | None = None,
    ) -> None:
        """End the attempt: settled, or waiting again until `not_before`."""
        ...

    def outbox_rows(self, states: Collection[OutboxState], limit: int) -> Sequence[OutboxRow]:
        """Every organisation's rows in these states, the oldest first: for the operator and for health checks."""
        ...

    def outbox_by_id(self, rows: Collection[OutboxId]) -> Sequence[OutboxRow]: ...

    def next_moment(self) -> datetime | None:
        """The earliest UTC instant at which anything falls due: a nudge, a digest, a rung, a step, a waiting row."""
        ...


class Stale(Exception):  # noqa: N818 - a signal to run the work again
    """Somebody else saved the same thing first."""


class Store(Protocol):
    """Where units come from. The core's work is synchronous; the store decides on which thread it runs."""

    async def transact(self, work: Callable[[UnitOfWork], T], *, brief: bool = False) -> T:
        """Run it in a transaction and resolve once that is on disk. Whatever it raises, nothing of it stays.

        The work may be run more than once, so it does nothing but use its unit. `brief` says that it is the work of a
        millisecond or two as a rule, so that it may be run where others wait too (see `bot.core.brief`).
        """
        ...

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run it on a reader that cannot write."""
        ...


class Fence(Protocol):
    """Keeps every other sender, in this process and in others, from what one has in hand."""

    def hold(self, rows: Collection[OutboxId]) -> AbstractAsyncContextManager[frozenset[OutboxId]]:
        """Hold what nobody else holds of these, until the block is left; gives what that is.

        Their state is to be read again inside: it may have moved on before they were held.
        """
        ...


class Sender(Protocol):
    """Says messages on one platform. It translates and decides nothing.

    `settles_after` is how many seconds a send may still arrive after its sender died; `can_be_asked` whether
    `find` has an answer.
    """

    settles_after: float
    limits: Limits
    can_be_asked: bool

    async def send(self, message: Outgoing) -> Outcome: ...
    async def find(self, message: Outgoing) -> str | None:
        """The address of the message with this key, if it has arrived."""
        ...
