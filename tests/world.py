"""A board in a real store, for tests: people say things to the core and one looks at what they were answered."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import core
from bot.commands.heard import Heard
from bot.domain.clocks import instant
from bot.domain.digests import next_digest
from bot.domain.ids import OutboxId
from bot.domain.outbox import OutboxRow, OutboxState, Outcome, Sent
from bot.domain.people import SYSTEM, Role
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Mention, Outgoing, Platform, Press, Reply, Where
from bot.ports import UnitOfWork
from store.store import SqlStore

LONDON = ZoneInfo("Europe/London")
PEOPLE = {
    "sam": ("Sam Iqbal", Role.CLERK, "Northvale Council"),
    "margaret": ("Margaret Hale", Role.CHAIR, "Northvale Council"),
    "hayley": ("Hayley Marsh", Role.OFFICER, "Northvale Council"),
    "priya": ("Priya Nair", Role.OFFICER, "Ridgeway Hospitals Trust"),
    "diane": ("Diane Ward", Role.MEMBER, "Ridgeway Hospitals Trust"),
    "tom": ("Tom Reid", Role.MEMBER, "Northvale Police"),
    "kim": ("Kim Osei", Role.MEMBER, "Open Door"),
}


def london(text: str) -> datetime:
    """An instant from London wall-clock time: "2026-02-10 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@dataclass
class Said:
    """One message the bot said through the outbox."""

    row: OutboxRow
    message: Outgoing
    at: datetime
    address: str

    @property
    def text(self) -> str:
        return self.message.view.text


@dataclass
class World:
    """One organisation with one board, and a clock that stands still between moves."""

    store: SqlStore
    now: datetime
    workspace: str = "W1"
    code: str = "NWP"
    name: str = "Northvale Wellbeing Partnership"
    said: list[Said] = field(default_factory=list)
    deliveries: itertools.count = field(default_factory=lambda: itertools.count(1))
    addresses: itertools.count = field(default_factory=lambda: itertools.count(1))

    @classmethod
    def on(cls, store: SqlStore, now: str = "2026-02-10 09:30", **more: str) -> "World":
        world = cls(store, london(now), **more)
        store.transact_sync(world._seed)
        return world

    def _seed(self, unit: UnitOfWork) -> None:
        organisation = unit.add_organisation(f"Organisation of {self.workspace}")
        here = unit.add_installation(organisation, Platform.PLAYGROUND, self.workspace)
        records = unit.within(organisation)
        board = records.boards.add(self.code, self.name, "Europe/London", None)
        records.boards.set_next_digest(board.id, next_digest(board, [], self.now)[0])
        records.places.add(
            here.id, PlaceKind.CHANNEL, "channel", f"{self.code.lower()}-board", board=board.id
        )
        for handle, (name, role, partner) in PEOPLE.items():
            person = records.people.add(name, "Europe/London", partner)
            records.people.give_role(board.id, person.id, role)
            records.people.link(person.id, Platform.PLAYGROUND, self.workspace, handle)
            records.places.add(here.id, PlaceKind.DIRECT, f"direct-{handle}", name, person=person.id)

    # --- saying things -------------------------------------------------------------------------------------

    def inbound(
        self,
        who: str,
        text: str,
        *,
        direct: bool = False,
        thread: str | None = None,
        command: bool | None = None,
        addressed: bool = True,
        delivery: str | None = None,
        press: Press | None = None,
    ) -> Inbound:
        mentions = []
        for handle, (name, _, _) in PEOPLE.items():
            at = text.find(f"@{handle}")
            if at >= 0:
                mentions.append(Mention(start=at, end=at + len(handle) + 1, id=handle, name=name))
        return Inbound(
            platform=Platform.PLAYGROUND,
            workspace=self.workspace,
            delivery=delivery or f"d{next(self.deliveries)}",
            author=Author(workspace=self.workspace, id=who, name=who),
            where=Where(
                kind=PlaceKind.DIRECT if direct else PlaceKind.CHANNEL,
                address=f"direct-{who}" if direct else "channel",
            ),
            text=text,
            mentions=tuple(sorted(mentions, key=lambda m: m.start)),
            addressed=addressed,
            command=not direct if command is None else command,
            thread=thread,
            press=press,
        )

    def send(self, inbound: Inbound) -> Reply:
        """Handle it, as an adapter does, and remember where the answer stands."""
        if core.reads(Heard(inbound)):
            reply = self.store.read_sync(lambda unit: core.handle(unit, inbound, self.now))
        else:
            reply = self.store.transact_sync(lambda unit: core.handle(unit, inbound, self.now))
        if reply.answer is not None:
            address = f"a{inbound.delivery}"
            self.store.transact_sync(
                lambda unit: core.said(unit, inbound, reply, address, inbound.thread, self.now)
            )
        return reply

    def say(self, who: str, text: str, **how: object) -> Reply:
        """Something said in the channel after /action, unless said to be elsewhere."""
        return self.send(self.inbound(who, text, **how))

    def tell(self, who: str, text: str, **how: object) -> Reply:
        """Something said to the bot directly."""
        return self.say(who, text, direct=True, **how)

    def press(self, who: str, button: str, *, direct: bool = False, **values: object) -> Reply:
        """A button pressed, or a form submitted with values."""
        press = Press(button=button, values=dict(values) or None)
        return self.send(self.inbound(who, "", direct=direct, press=press))

    # --- time and delivery ---------------------------------------------------------------------------------

    def tick(self) -> None:
        while self.store.transact_sync(lambda unit: core.tick(unit, self.now)):
            pass

    def drain(self, outcome: Outcome | None = None) -> list[Said]:
        """Deliver everything that waits. Every send arrives, unless told how it ends."""
        fresh: list[Said] = []
        while True:
            attempts = self.store.transact_sync(self._claim)
            if attempts is None:
                break
            for row, message in attempts:
                address = message.replaces or f"m{next(self.addresses)}"
                ended = outcome or Sent(address)
                if isinstance(ended, Sent):
                    fresh.append(Said(row, message, self.now, address))
                self.store.transact_sync(
                    lambda unit, row=row, message=message, ended=ended: core.delivered(
                        unit, row, message, ended, self.now, can_be_asked=True
                    )
                )
        self.said += fresh
        return fresh

    def _claim(self, unit: UnitOfWork) -> list[tuple[OutboxRow, Outgoing]] | None:
        rows = unit.claim_outbox(self.now, 100)
        if not rows:
            return None
        found = []
        for row in rows:
            composed = core.compose(unit.within(row.organisation), row, self.now)
            match composed:
                case core.Nothing(reason):
                    unit.settle(row, OutboxState.SKIPPED, reason, self.now)
                case core.Later(until):
                    unit.settle(row, OutboxState.WAITING, row.reason, self.now, not_before=until)
                case core.Nowhere(reason):
                    core.fail(unit, row, reason, self.now)
                case _:
                    found.append((unit.begin_attempt(row, self.now), composed))
        return found

    def clock(self, to: str | datetime) -> list[Said]:
        """Step through every due moment up to a London time, and give what was said on the way."""
        target = london(to) if isinstance(to, str) else to
        before = len(self.said)
        while True:
            moment = self.store.read_sync(lambda unit: unit.next_moment())
            if moment is None or moment > target:
                break
            self.now = max(self.now, moment)
            self.tick()
            self.drain()
        self.now = target
        self.tick()
        self.drain()
        return self.said[before:]

    # --- looking -------------------------------------------------------------------------------------------

    def to(self, who: str, said: Sequence[Said] | None = None) -> list[Said]:
        """What came to somebody's direct conversation."""
        return [s for s in (self.said if said is None else said) if s.message.address == f"direct-{who}"]

    def in_channel(self, said: Sequence[Said] | None = None) -> list[Said]:
        return [s for s in (self.said if said is None else said) if s.message.address == "channel"]

    def records(self, unit: UnitOfWork):
        return unit.within(unit.installation(Platform.PLAYGROUND, self.workspace).organisation)

    def action(self, number: int):
        """An action as the database has it."""

        def look(unit: UnitOfWork):
            records = self.records(unit)
            board = records.boards.by_code(self.code)
            return records.log(SYSTEM).numbered(board.id, number)

        return self.store.read_sync(look)

    def entries(self, number: int):
        action = self.action(number)
        return self.store.read_sync(lambda unit: self.records(unit).log(SYSTEM).entries(action.id))

    def meeting(self, day: date, at: time = time(14, 0)) -> None:
        """A meeting set without anybody saying so."""

        def write(unit: UnitOfWork) -> None:
            records = self.records(unit)
            board = records.boards.by_code(self.code)
            records.meetings.add(board.id, instant(day, at, board.zone), "Town Hall")
            meetings = records.meetings.of_board(board.id)
            records.boards.set_next_digest(board.id, next_digest(board, meetings, self.now)[0])

        self.store.transact_sync(write)

    def rows(self) -> list[OutboxRow]:
        return list(self.store.read_sync(lambda unit: unit.outbox_rows(list(OutboxState), 10_000)))

    def row(self, row: int) -> OutboxRow:
        return self.store.read_sync(lambda unit: self.records(unit).outbox.get(OutboxId(row)))


def words(reply: Reply) -> str:
    """What the asker reads: the answer with its buttons, or the form's title and errors."""
    parts = []
    if reply.answer is not None:
        parts.append(reply.answer.text)
        parts += [f"[{b.label}]" for b in reply.answer.buttons]
    if reply.form is not None:
        parts.append(reply.form.title)
        parts += [f"{f.label}: {f.error}" for f in reply.form.fields if f.error]
    return "\n".join(parts)


def button(reply: Reply, label: str) -> str:
    """The id of the button whose label begins so."""
    assert reply.answer is not None
    return next(b.id for b in reply.answer.buttons if b.label.startswith(label))


A_DAY = timedelta(days=1)
