"""A board whose places and people are Teams', in a real store; and the activities Teams sends about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import core
from bot.domain.digests import next_digest
from bot.domain.people import SYSTEM
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import UnitOfWork
from store.store import SqlStore
from tests.adapters.teams.issuer import APP, TENANT
from tests.world import PEOPLE, london

CHANNEL = "19:board@thread.tacv2"
GROUP = "19:group@thread.v2"
BOT = f"28:{APP}"
BOT_MARKUP = "<at>Matters Arising</at>"
UNREACHED = ("priya",)
"""People of the board who never wrote to the bot: no direct conversation is known."""


def member(who: str) -> str:
    return f"29:{who}"


def mention(its_id: str, name: str) -> dict[str, Any]:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": its_id, "name": name}}


@dataclass
class Board:
    """One organisation with one board in a team, and a clock that stands still between moves."""

    store: SqlStore
    now: datetime

    @classmethod
    def on(cls, store: SqlStore, now: str = "2026-02-10 09:30") -> "Board":
        board = cls(store, london(now))
        store.transact_sync(board._seed)
        return board

    def _seed(self, unit: UnitOfWork) -> None:
        organisation = unit.add_organisation("Northvale")
        here = unit.add_installation(organisation, Platform.TEAMS, TENANT)
        records = unit.within(organisation)
        board = records.boards.add("NWP", "Northvale Wellbeing Partnership", "Europe/London", None)
        records.boards.set_next_digest(board.id, next_digest(board, [], self.now)[0])
        records.places.add(here.id, PlaceKind.CHANNEL, CHANNEL, "board", board=board.id)
        for handle, (name, role, partner) in PEOPLE.items():
            person = records.people.add(name, "Europe/London", partner)
            records.people.give_role(board.id, person.id, role)
            records.people.link(person.id, Platform.TEAMS, TENANT, member(handle))
            if handle not in UNREACHED:
                records.places.add(here.id, PlaceKind.DIRECT, self.chat(handle), name, person=person.id)

    def chat(self, who: str) -> str:
        return f"a:chat-{member(who)}"

    def activity(self, who: str, kind: str, its_id: str, thread: str | None, **more: Any) -> dict[str, Any]:
        """What every activity holds, by where it happens."""
        conversation: dict[str, Any] = {"conversationType": kind, "tenantId": TENANT}
        data: dict[str, Any] = {"tenant": {"id": TENANT}}
        if kind == "channel":
            conversation |= {"id": f"{CHANNEL};messageid={thread or its_id}", "isGroup": True}
            data |= {"channel": {"id": CHANNEL}, "team": {"id": "19:team@thread.tacv2", "name": "Northvale"}}
        elif kind == "groupChat":
            conversation |= {"id": GROUP, "isGroup": True}
        else:
            conversation |= {"id": f"a:chat-{member(who)}"}
        name = PEOPLE[who][0] if who in PEOPLE else who
        return {
            "id": its_id,
            "from": {"id": member(who), "name": name, "aadObjectId": f"aad-{who}"},
            "recipient": {"id": BOT, "name": "Matters Arising"},
            "conversation": conversation,
            "channelData": data,
            **more,
        }

    def mentioning(self, text: str) -> dict[str, Any]:
        """The words with the bot mentioned in front, and everybody whose @handle stands in them."""
        entities = [mention(BOT, "Matters Arising")]
        for handle, (name, _, _) in PEOPLE.items():
            if f"@{handle}" in text:
                text = text.replace(f"@{handle}", f"<at>{name}</at>")
                entities.append(mention(member(handle), name))
        return {"text": f"{BOT_MARKUP} {text}", "textFormat": "plain", "entities": entities}

    def action(self, number: int) -> Any:
        def look(unit: UnitOfWork) -> Any:
            records = self._records(unit)
            board = records.boards.by_code("NWP")
            return records.log(SYSTEM).numbered(board.id, number)

        return self.store.read_sync(look)

    def history(self, number: int) -> list[str]:
        action = self.action(number)
        return self.store.read_sync(
            lambda unit: [e.verb.value for e in self._records(unit).log(SYSTEM).entries(action.id)]
        )

    def called(self, address: str) -> str:
        """How a place is called."""

        def look(unit: UnitOfWork) -> str:
            here = unit.installation(Platform.TEAMS, TENANT)
            return str(self._records(unit).places.at(here.id, address).name)

        return self.store.read_sync(look)

    def direct_of(self, who: str) -> list[str]:
        def look(unit: UnitOfWork) -> list[str]:
            records = self._records(unit)
            people = records.people.by_identity(Platform.TEAMS, TENANT, [member(who)])
            return [place.address for place in records.places.direct_to(people[member(who)].id)]

        return self.store.read_sync(look)

    def tick(self, at: str) -> None:
        self.now = london(at)
        while self.store.transact_sync(lambda unit: core.tick(unit, self.now)):
            pass

    def _records(self, unit: UnitOfWork) -> Any:
        return unit.within(unit.installation(Platform.TEAMS, TENANT).organisation)


def words(activity: dict[str, Any]) -> str:
    """What a person reads of a message: its text, or its card's, with its buttons."""
    if "attachments" not in activity:
        return str(activity.get("text", ""))
    return card_words(activity["attachments"][0]["content"])


def card_words(card: dict[str, Any]) -> str:
    lines: list[str] = []

    def walk(element: dict[str, Any]) -> None:
        match element["type"]:
            case "RichTextBlock":
                lines.append("".join(run["text"] for run in element["inlines"]))
            case "Container":
                for each in element["items"]:
                    walk(each)
            case "ActionSet":
                lines.extend(f"[{action['title']}]" for action in element["actions"])
            case kind if kind.startswith("Input."):
                lines.append(f"<{element['label']}>")

    for each in card["body"]:
        walk(each)
    return "\n".join(lines)


def actions(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of a card."""
    found: list[dict[str, Any]] = []

    def walk(element: dict[str, Any]) -> None:
        found.extend(element.get("actions", []))
        for each in element.get("items", []):
            walk(each)

    for each in card["body"]:
        walk(each)
    return found


def pressable(message: dict[str, Any], label: str) -> dict[str, Any]:
    """The data that the button with this label carries."""
    card = message["attachments"][0]["content"] if "attachments" in message else message
    return next(a["data"] for a in actions(card) if a["title"].startswith(label))
