"""The first run: a channel is linked to a board, new or existing, and its clerk and chair are named.

Asked before anybody has a role, so it stands beside the session and not in it: the right comes from the platform
(an administrator of the workspace) or from the operator, and is told with the inbound.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.commands.acquainting import enrolled, known
from bot.commands.heard import Heard
from bot.commands.session import value, values
from bot.domain.boards import CODE, Board
from bot.domain.digests import next_digest
from bot.domain.history import Entry, Verb
from bot.domain.ids import BoardId, PersonId
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.language import intents as i
from bot.language.text import one_line
from bot.messages import Inbound, Profile, Reply
from bot.ports import Arrival, Records
from bot.views import boards as views
from bot.views.buttons import read_button

NEW = "new"
_MOST_PEOPLE = 50


def meant(inbound: Inbound) -> bool:
    """Whether this asks for the board's form, or is the form coming back."""
    return meant_by(Heard(inbound))


def meant_by(heard: Heard) -> bool:
    """The same of what was heard already."""
    inbound = heard.inbound
    if inbound.press is not None:
        return read_button(inbound.press.button)[0] == views.FORM
    if not inbound.addressed or len(inbound.text) > 200:
        return False
    return isinstance(heard.command, i.LinkBoard)


def answer(records: Records, arrival: Arrival, inbound: Inbound, now: datetime) -> Reply:
    """The form, what became of it, or why not."""
    if inbound.where.kind is PlaceKind.DIRECT:
        return Reply(answer=views.say_it_in_the_channel())
    if arrival.board is not None:
        roster = records.people.roster(arrival.board.id)
        return Reply(answer=views.linked_already(arrival.board, roster))
    profile = inbound.profile(inbound.author.id)
    if profile is None or not profile.makes_boards:
        return Reply(answer=views.only_administrators())
    existing = records.boards.all()
    filled = _read(inbound, profile, records.boards.usual.zone)
    if inbound.press is None or inbound.press.values is None:
        return Reply(form=views.board_form(existing, filled.typed, {}))
    errors = _check(filled, records, inbound)
    if errors:
        return Reply(form=views.board_form(existing, filled.typed, errors))
    return _link(records, arrival, inbound, filled, now)


@dataclass(slots=True)
class _Filled:
    """The form as it came back. `typed` is shown again when something is wrong."""

    typed: dict[str, str | tuple[str, ...]]
    people: dict[str, Role] = field(default_factory=dict)
    board: Board | None = None

    def text(self, name: str) -> str:
        found = self.typed.get(name, "")
        return found if isinstance(found, str) else ""

    def picked(self, name: str) -> tuple[str, ...]:
        found = self.typed.get(name, ())
        return found if isinstance(found, tuple) else ()


def _read(inbound: Inbound, profile: Profile, usual: str) -> _Filled:
    if inbound.press is None or inbound.press.values is None:
        return _Filled({"board": NEW, "zone": profile.zone or usual})
    typed: dict[str, str | tuple[str, ...]] = {
        name: one_line(value(inbound, name)) for name in ("board", "name", "code", "zone")
    }
    typed["board"] = typed["board"] or NEW
    typed |= {name: values(inbound, name) for name in ("clerk", "chair", "others")}
    return _Filled(typed)


def _check(filled: _Filled, records: Records, inbound: Inbound) -> dict[str, str]:
    errors: dict[str, str] = {}
    chosen = filled.text("board")
    if chosen == NEW:
        errors |= _check_new(filled, records)
    else:
        filled.board = next((b for b in records.boards.all() if str(b.id) == chosen), None)
        if filled.board is None:
            errors["board"] = "Choose one of these."
    for name, role in (("clerk", Role.CLERK), ("chair", Role.CHAIR), ("others", Role.OFFICER)):
        for identity in filled.picked(name):
            if inbound.profile(identity) is None:
                errors[name] = "I cannot find one of them in the directory. Bots hold no role."
            elif filled.people.setdefault(identity, role) is not role and name != "others":
                errors[name] = "One person holds one role on a board: choose somebody else here."
    if not filled.picked("clerk") and not _has(filled, records, Role.CLERK):
        errors["clerk"] = "Choose who keeps the log."
    if not filled.picked("chair") and not _has(filled, records, Role.CHAIR):
        errors["chair"] = "Choose who chairs the board."
    if len(filled.people) > _MOST_PEOPLE:
        errors["others"] = f"At most {_MOST_PEOPLE} people here; “people add” adds the others."
    return errors


def _check_new(filled: _Filled, records: Records) -> dict[str, str]:
    errors: dict[str, str] = {}
    name, code, zone = filled.text("name"), filled.text("code").upper(), filled.text("zone")
    if not name or len(name) > 150:
        errors["name"] = "Say what the board is called, in 150 characters or fewer."
    if not CODE.fullmatch(code):
        errors["code"] = "Two to ten capital letters and digits, a letter first: NWP."
    elif records.boards.by_code(code) is not None:
        errors["code"] = f"{code} is another board’s code."
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        errors["zone"] = "Write the zone by its IANA name: Europe/London."
    return errors


def _has(filled: _Filled, records: Records, role: Role) -> bool:
    return filled.board is not None and bool(records.people.roster(filled.board.id).holding(role))


def _link(records: Records, arrival: Arrival, inbound: Inbound, filled: _Filled, now: datetime) -> Reply:
    board = filled.board
    if board is None:
        board = records.boards.add(
            filled.text("code").upper(), filled.text("name"), filled.text("zone"), None
        )
        records.boards.set_next_digest(board.id, next_digest(board, (), now)[0])
    if arrival.place is None:
        name = inbound.where.name or board.name
        records.places.add(
            arrival.installation.id, inbound.where.kind, inbound.where.address, name, board=board.id
        )
    else:
        records.places.give_to(arrival.place.id, board.id)
    _enrol(records, arrival, inbound, board.id, filled, now)
    return Reply(answer=views.linked(board, records.people.roster(board.id)))


def _enrol(
    records: Records, arrival: Arrival, inbound: Inbound, board: BoardId, filled: _Filled, now: datetime
) -> None:
    change = records.history.new_change()
    actor = _author(records, inbound)
    for identity, role in filled.people.items():
        profile = inbound.profile(identity)
        if profile is None:
            continue
        roster = records.people.roster(board)
        person = enrolled(records, arrival.installation, profile, roster)
        if role is Role.OFFICER and roster.find(person.id) is not None:
            continue  # whoever is on the board keeps their role
        records.people.give_role(board, person.id, role)
        records.history.append(
            Entry(
                board=board,
                verb=Verb.PERSON_ADDED,
                change=change,
                actor=actor,
                at=now,
                person=person.id,
                after={"role": role.value},
            )
        )


def _author(records: Records, inbound: Inbound) -> PersonId | None:
    profile = inbound.profile(inbound.author.id)
    found = known(records, inbound.platform, [profile] if profile else []).get(inbound.author.id)
    return found.id if found else None
