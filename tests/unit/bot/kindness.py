"""What the scenes about kindness have in common."""

from datetime import date
from typing import Any

from bot.domain.outbox import OutboxKind
from bot.ports import UnitOfWork
from tests.world import Said, World


def own_rules(world: World, **own: Any) -> None:
    """What the board sets itself, as bot.domain.settings writes it."""

    def write(unit: UnitOfWork) -> None:
        records = world.records(unit)
        board = records.boards.by_code(world.code)
        records.boards.keep_settings(board.id, board.zone, {**board.own, **own})

    world.store.transact_sync(write)


def ladder(world: World, clerk: int | None = 5, chair: int | None = 10) -> None:
    own_rules(world, escalation={"clerk": clerk, "chair": chair})


def nudges(world: World, who: str, said: list[Said] | None = None) -> list[str]:
    """The messages of the day that came to somebody, with the day they came: "Thu 09 Apr: …"."""
    return [
        f"{s.at:%a %d %b}: {s.text}"
        for s in world.to(who, said)
        if s.row.kind is OutboxKind.NUDGE and s.row.person is not None
    ]


def days(world: World, who: str, about: str = "") -> list[str]:
    """The days on which messages came to somebody that speak of something."""
    return [text[:10] for text in nudges(world, who) if about in text]


EASTER = (date(2026, 4, 3), date(2026, 4, 6))
