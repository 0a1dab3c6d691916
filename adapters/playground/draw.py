"""View and Form -> HTML and JSON. Nothing a person typed is ever markup: the templates escape, and hold no exception."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from adapters.playground.clock import ZONE, spoken
from adapters.playground.normalise import mentions_in
from adapters.playground.records import BOT, Human, Message, Room
from bot.domain.clocks import local
from bot.domain.places import PlaceKind
from bot.messages import Block, Button, Buttons, Form, Heading, Item, Line, Mark, Paragraph, Run

BOT_NAME = "Matters Arising"
FOLD = 1_500
"""Characters of a message that are shown before the rest waits behind a button."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """How a mark is drawn: the shape, the words beside it, and the name the style sheet knows it by."""

    shape: str
    words: str
    name: str


SYMBOLS = {
    Mark.ON_TRACK: Symbol("●", "On track", "on-track"),
    Mark.DUE_SOON: Symbol("▲", "Due this week", "due-soon"),
    Mark.OVERDUE: Symbol("■", "Overdue", "overdue"),
    Mark.COMPLETE: Symbol("✓", "Complete", "complete"),
    Mark.DROPPED: Symbol("–", "Dropped", "dropped"),
}
_BY_SHAPE = {symbol.shape: symbol for symbol in SYMBOLS.values()}
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: plain, strong, or coloured as a mark."""

    text: str
    strong: bool = False
    mark: str | None = None
    mention: bool = False


@dataclass(frozen=True, slots=True)
class DrawnHeading:
    """`first` is the message's own title; the others begin its parts."""

    text: str
    mark: str | None
    first: bool
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class DrawnParagraph:
    lines: Sequence[Sequence[Piece]]
    quiet: bool
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """`chip` says that the mark's words must be added, because no line holds them."""

    title: Sequence[Piece]
    lines: Sequence[Sequence[Piece]]
    mark: Symbol | None
    chip: bool
    buttons: Sequence[Button]
    kind: str = "item"


Drawn = DrawnHeading | DrawnParagraph | DrawnItem | Buttons


@dataclass(frozen=True, slots=True)
class Thread:
    """A first message and what was answered under it."""

    head: Message
    replies: Sequence[Message]


# --- JSON ------------------------------------------------------------------------------------------------------


def message_json(message: Message, room: Room | None) -> dict[str, Any]:
    """A message as docs/playground.md describes it."""
    return {
        "id": message.id,
        "place": message.place,
        "author": message.author,
        "text": message.text,
        "buttons": [{"id": b.id, "label": b.label} for b in message.buttons],
        "thread": message.thread,
        "file": message.file,
        "form": form_json(message.form) if message.form is not None else None,
        "at": message.at.astimezone(ZoneInfo(ZONE)).isoformat(),
        "private": is_private(message, room),
    }


def form_json(form: Form) -> dict[str, Any]:
    return {
        "title": form.title,
        "fields": [
            {
                "name": f.name,
                "label": f.label,
                "kind": f.kind,
                "value": list(f.value) if isinstance(f.value, tuple) else f.value,
                "options": [{"value": o.value, "label": o.label} for o in f.options],
                "error": f.error,
            }
            for f in form.fields
        ],
    }


def is_private(message: Message, room: Room | None) -> bool:
    """Whether others in the same place do not see it."""
    return message.visible_to is not None and (room is None or room.kind is not PlaceKind.DIRECT)


# --- HTML ------------------------------------------------------------------------------------------------------


def threads(messages: Iterable[Message]) -> list[Thread]:
    """Messages, oldest first, as first messages with their replies."""
    found: dict[str, tuple[Message, list[Message]]] = {}
    for message in messages:
        if message.thread is not None and message.thread in found:
            found[message.thread][1].append(message)
        else:
            found[message.id] = (message, [])
    return [Thread(head, replies) for head, replies in found.values()]


class Drawer:
    """Draws the page and its parts."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            author_name=_author_name,
            initials=_initials,
            pieces=human_pieces,
            blocks=drawn_blocks,
            is_private=is_private,
            at_words=_at_words,
            BOT=BOT,
            FOLD=FOLD,
        )

    def page(self, **facts: Any) -> str:
        return self._render("page.html", spoken=spoken, **facts)

    def thread(self, thread: Thread, room: Room, people: Sequence[Human], now: datetime) -> str:
        return self._render("thread.html", thread=thread, room=room, people=people, now=now)

    def message(self, message: Message, room: Room, people: Sequence[Human], now: datetime) -> str:
        return self._render("message.html", message=message, room=room, people=people, now=now)

    def form(self, message: Message) -> str:
        return self._render("form.html", message=message, form=message.form)

    def _render(self, template: str, **facts: Any) -> str:
        return self._environment.get_template(template).render(facts)


def drawn_blocks(blocks: Sequence[Block]) -> list[Drawn]:
    """The blocks of a view, with marks found and coloured.

    A row under a heading that bears its mark does not repeat the words; anywhere else they stand beside it.
    """
    under: str | None = None
    drawn: list[Drawn] = []
    for block in blocks:
        title = _title(block)
        if title is not None:
            symbol = _BY_SHAPE.get(title[:1])
            under = symbol.shape if symbol is not None else None
            drawn.append(DrawnHeading(title, symbol.name if symbol is not None else None, first=not drawn))
        elif isinstance(block, Item):
            drawn.append(_item(block, under))
        elif isinstance(block, Paragraph):
            drawn.append(DrawnParagraph([line_pieces(line, None) for line in block.lines], block.quiet))
        elif isinstance(block, Buttons):
            drawn.append(block)
    return drawn


def _title(block: Block) -> str | None:
    """The words of a heading, or of a paragraph that is one: a single strong line beginning with a mark."""
    match block:
        case Heading(text=text):
            return text
        case Paragraph(lines=((Run(text=text, strong=True),),)) if text[:1] in _BY_SHAPE:
            return text
        case _:
            return None


def _item(item: Item, under: str | None) -> DrawnItem:
    symbol = SYMBOLS.get(item.mark)
    drawn = [line_pieces(line, symbol) for line in (item.title, *item.lines)]
    said = any(piece.mark for pieces in drawn for piece in pieces)
    return DrawnItem(
        title=drawn[0],
        lines=drawn[1:],
        mark=symbol,
        chip=symbol is not None and not said and under != symbol.shape,
        buttons=item.buttons,
    )


def line_pieces(line: Line, symbol: Symbol | None) -> list[Piece]:
    """A line's stretches; the part of it that begins with the mark's shape takes its colour."""
    pieces: list[Piece] = []
    for run in line:
        parts = [run.text] if run.strong or symbol is None else _around_mark(run.text, symbol)
        coloured = symbol.name if symbol is not None else None
        for place, part in enumerate(parts):
            if part and place == 1:
                # A shape at the end of a line, its words on the next, says nothing.
                pieces.append(Piece(part.replace(" ", "\N{NO-BREAK SPACE}", 1), mark=coloured))
            elif part:
                pieces.append(Piece(part, run.strong))
    return pieces


def _around_mark(text: str, symbol: Symbol) -> list[str]:
    """What is before the mark's part, that part, and what is after. People's own words may hold its shape too."""
    found = re.search(rf"(?:^|(?<={_BETWEEN})){re.escape(symbol.shape)} .*?(?={_BETWEEN}|$)", text)
    return [text[: found.start()], found[0], text[found.end() :]] if found else [text]


def human_pieces(text: str, people: Sequence[Human]) -> list[Piece]:
    """What a person wrote, with the mentions of people here told apart."""
    pieces: list[Piece] = []
    at = 0
    for mention in mentions_in(text, people):
        pieces += [Piece(text[at : mention.start]), Piece(text[mention.start : mention.end], mention=True)]
        at = mention.end
    return [p for p in (*pieces, Piece(text[at:])) if p.text]


def _author_name(author: str, people: Sequence[Human]) -> str:
    if author == BOT:
        return BOT_NAME
    return next((h.name for h in people if h.handle == author), author)


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def _at_words(at: datetime, now: datetime) -> str:
    """When it was said, with its year when that is not this one: a page stays open while the clock moves on."""
    there = local(at, ZONE)
    year = "" if there.year == local(now, ZONE).year else f" {there.year}"
    return f"{there:%a} {there.day} {there:%b}{year}, {there:%H:%M}"
