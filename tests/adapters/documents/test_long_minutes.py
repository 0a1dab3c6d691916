"""Eighty pages in one go: read, proposed, put in the log in one transaction, said once, and taken out again."""

import io

import docx

from adapters.documents.papers import read_paper
from bench.minutes import invented
from bot import core
from bot.messages import Inbound, Item, Press, Reply
from bot.ports import UnitOfWork
from tests.stores import empty_store
from tests.world import World, button, words

A_PAGE = 3_000
"""Characters of a dense page."""


def eighty_pages() -> bytes:
    document = docx.Document()
    for part in invented(80 * A_PAGE).split("\n\n"):
        if part.startswith("## "):
            document.add_heading(part[3:], 2)
        elif part.startswith("|"):
            rows = [line.strip("|").split("|") for line in part.splitlines() if "---" not in line]
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text.strip()
        else:
            document.add_paragraph(part)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


async def test_eighty_pages_go_in_and_out(socket_enabled: None) -> None:
    """Hundreds of actions: a handful of messages, every one of them short."""
    paper = await read_paper("annual-meeting.docx", eighty_pages())
    assert paper.problem is None
    store = empty_store()
    try:
        world = World.on(store)
        inbound = world.inbound("sam", "minutes").model_copy(update={"paper": paper})
        reply = await store.transact(lambda unit: _handled(unit, inbound, world))
        assert "607 actions" in words(reply)
        assert len([block for block in reply.answer.blocks if isinstance(block, Item)]) == 8
        sure = await store.transact(
            lambda unit: _handled(unit, _press(world, button(reply, "Accept all")), world)
        )
        asked = await store.transact(lambda unit: _handled(unit, _press(world, button(sure, "Put")), world))
        done = await store.transact(lambda unit: _handled(unit, _press(world, button(asked, "Put")), world))
        assert "The new actions are NWP-1 to NWP-358." in words(done)
        assert world.action(358).source.words
        said = world.drain()
        assert sorted({s.message.address for s in said}) == sorted(s.message.address for s in said)
        assert max(len(s.text) for s in said) < 2_000
        again = await store.transact(
            lambda unit: _handled(unit, inbound.model_copy(update={"delivery": "again"}), world)
        )
        assert "In the log already (358)" in words(again)
        undone = await store.transact(lambda unit: _handled(unit, _press(world, button(done, "Undo")), world))
        assert "358 actions withdrawn" in words(undone)
        assert {world.action(n).status for n in (1, 180, 358)} == {"withdrawn"}
    finally:
        store.close_sync()


def _press(world: World, pressed: str) -> Inbound:
    return world.inbound("sam", "", press=Press(button=pressed))


def _handled(unit: UnitOfWork, inbound: Inbound, world: World) -> Reply:
    return core.handle(unit, inbound, world.now)
