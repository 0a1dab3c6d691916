"""One organisation in a store, with a board and people to do things with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from bot.domain.actions import Action, Owner, Part, Source
from bot.domain.boards import Board
from bot.domain.dues import Due, on
from bot.domain.history import Entry, Verb, snapshot
from bot.domain.ids import OrganisationId, PersonId
from bot.domain.outbox import OutboxKind
from bot.domain.people import SYSTEM, Person, Role, Viewer
from bot.domain.places import Place, PlaceKind
from bot.messages import Author, Inbound, Platform, Where
from bot.ports import Installation, NewAction, NewAssignment, NewRow, Records, UnitOfWork
from store.store import SqlStore

T = TypeVar("T")

NOW = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)
TODAY = date(2026, 2, 10)


def later(**much: float) -> datetime:
    return NOW + timedelta(**much)


@dataclass(frozen=True)
class Scene:
    """`chair`, `clerk` and `officer` hold those roles on `board`; `stranger` holds none."""

    store: SqlStore
    organisation: OrganisationId
    installation: Installation
    board: Board
    chair: Person
    clerk: Person
    officer: Person
    stranger: Person
    channel: Place

    @classmethod
    def set(cls, store: SqlStore, workspace: str = "W1", code: str = "NWP") -> "Scene":
        def build(unit: UnitOfWork) -> "Scene":
            organisation = unit.add_organisation(f"Organisation of {workspace}")
            installation = unit.add_installation(organisation, Platform.PLAYGROUND, workspace)
            records = unit.within(organisation)
            board = records.boards.add(code, "Northvale Wellbeing Partnership", "Europe/London", None)
            people = {}
            for name, role in (("Margaret", Role.CHAIR), ("Sam", Role.CLERK), ("Hayley", Role.OFFICER)):
                people[role] = records.people.add(name, "Europe/London", "Northvale Council")
                records.people.link(people[role].id, Platform.PLAYGROUND, workspace, name.lower())
                records.people.give_role(board.id, people[role].id, role)
            stranger = records.people.add("Nobody", "Europe/Paris", None)
            channel = records.places.add(
                installation.id, PlaceKind.CHANNEL, "#board", "board", board=board.id
            )
            return cls(
                store,
                organisation,
                installation,
                board,
                people[Role.CHAIR],
                people[Role.CLERK],
                people[Role.OFFICER],
                stranger,
                channel,
            )

        return store.transact_sync(build)

    def write(self, work: Callable[[Records], T]) -> T:
        """In a transaction of its own."""
        return self.store.transact_sync(lambda unit: work(unit.within(self.organisation)))

    def look(self, work: Callable[[Records], T]) -> T:
        """On a reader."""
        return self.store.read_sync(lambda unit: work(unit.within(self.organisation)))

    def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.store.transact_sync(work)

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.store.read_sync(work)

    def add(
        self,
        what: str = "Circulate the outcomes",
        *owners: Owner,
        due: Due | None = None,
        nudge: datetime | None = None,
        adder: PersonId | None = None,
        board: Board | None = None,
        source: Source | None = None,
    ) -> Action:
        """An action; the first owner leads."""
        new = NewAction(
            what=what,
            due=on(date(2026, 2, 17)) if due is None else due,
            owners=tuple(
                NewAssignment(owner, Part.CONTRIBUTOR if i else Part.LEAD, nudge)
                for i, owner in enumerate(owners)
            ),
            adder=adder,
            added_at=NOW,
            source=source or Source(),
        )
        return self.write(lambda records: records.actions.add((board or self.board).id, new))

    def entry(self, of: Action, verb: Verb = Verb.ADDED, **more: object) -> Entry:
        """An entry about an action, appended."""

        def append(records: Records) -> Entry:
            known = {
                "board": of.board,
                "verb": verb,
                "change": records.history.new_change(),
                "actor": self.clerk.id,
                "at": NOW,
                "action": of.id,
                "after": snapshot(of),
            }
            entry = Entry(**{**known, **more})
            return replace(entry, serial=records.history.append(entry))

        return self.write(append)

    def viewer(self, person: Person) -> Viewer:
        return Viewer(person, self.look(lambda records: records.people.roles(person.id)))

    def actions(self, viewer: Viewer = SYSTEM) -> list[str]:
        """What the list shows the viewer."""
        from bot.ports import ActionFilter

        found = self.look(lambda records: records.log(viewer).listed(self.board.id, ActionFilter()))
        return [action.what for action in found]

    def inbound(self, author: str = "hayley", delivery: str = "d1", **more: object) -> Inbound:
        workspace = self.installation.workspace
        known = {
            "platform": Platform.PLAYGROUND,
            "workspace": workspace,
            "delivery": delivery,
            "author": Author(workspace=workspace, id=author),
            "where": Where(kind=PlaceKind.CHANNEL, address="#board"),
            "text": "list",
        }
        return Inbound(**{**known, **more})


def row(key: str, lane: str | None = None, **more: object) -> NewRow:
    """A thing to say; a lane of its own unless told."""
    known = {"key": key, "kind": OutboxKind.CARD, "lane": lane or key, "not_before": NOW}
    return NewRow(**{**known, **more})
