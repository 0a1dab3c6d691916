"""View -> Block Kit. Nothing a person typed is ever markup: it stands in plain or rich text, which Slack reads as is.

A view that does not fit into one message becomes several, in order: nothing is left out, and nothing is cut
without saying so. https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.legible import clean, fit, pieces
from adapters.slack.text import escape
from bot.messages import Block, Button, Buttons, Heading, Item, Line, Mark, Paragraph, Run, View, plain

MOST_BLOCKS = 50
MOST_HOME_BLOCKS = 100
MOST_CHARACTERS = 12_000
"""Slack refuses a message near 13,200 characters in all with msg_blocks_too_long."""
MOST_IN_BLOCK = 2_900
MOST_HEADING = 150
MOST_LABEL = 75
MOST_VALUE = 2_000
MOST_OPTION_VALUE = 150
MOST_OVERFLOW = 5
MOST_ELEMENTS = 25
MOST_NOTIFICATION = 1_000

PRESS = "press"
MORE = "more"
"""How action ids begin; the button's own id is its value, which may be longer than an action id."""

MARKS = {
    Mark.ON_TRACK: ("●", "On track"),
    Mark.DUE_SOON: ("▲", "Due soon"),
    Mark.OVERDUE: ("■", "Overdue"),
    Mark.COMPLETE: ("✓", "Complete"),
    Mark.DROPPED: ("–", "Dropped"),
}

_SHAPES = frozenset(shape for shape, _ in MARKS.values())

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One message's worth. `text` is what notifications and screen readers get."""

    text: str
    blocks: list[Json]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Blocks that stay together, and how many characters they show."""

    blocks: tuple[Json, ...]
    characters: int


def draw(view: View) -> list[Part]:
    """The view as one message, or as several where it does not fit into one."""
    text = escape(fit(view.line or view.text, MOST_NOTIFICATION))
    found = _messages(_drawn(view), MOST_BLOCKS)
    if not found:
        return [Part(text, [_rich([[_run(fit(view.line, MOST_IN_BLOCK))]])])]
    return [
        Part(text if number == 0 else f"{text} ({number + 1})", blocks) for number, blocks in enumerate(found)
    ]


def draw_home(view: View) -> Json:
    """The view as an App Home. What does not fit is counted, and can be asked for."""
    messages = _messages(_drawn(view), MOST_HOME_BLOCKS - 2)
    blocks = messages[0] if messages else [_rich([[_run(fit(view.line, MOST_IN_BLOCK))]])]
    if len(messages) > 1:
        blocks.append(
            _quiet("There is more than fits here: “list mine” in our conversation shows it all.")[0]
        )
    return {"type": "home", "blocks": blocks}


def _messages(drawn: Iterable[_Piece], most_blocks: int) -> list[list[Json]]:
    found: list[list[Json]] = []
    room = characters = 0
    for piece in drawn:
        if not found or len(piece.blocks) > room or characters + piece.characters > MOST_CHARACTERS:
            found.append([])
            room, characters = most_blocks, 0
        found[-1].extend(piece.blocks)
        room -= len(piece.blocks)
        characters += piece.characters
    return [_numbered(blocks) for blocks in found]


def _numbered(blocks: list[Json]) -> list[Json]:
    """Every block with an id of its own: Slack refuses two alike in one message."""
    return [{**block, "block_id": f"b{number}"} for number, block in enumerate(blocks)]


def _drawn(view: View) -> list[_Piece]:
    found: list[_Piece] = []
    under: str | None = None
    for block in view.blocks:
        title = _title(block)
        under = title[:1] if title is not None else under
        match block:
            case Heading():
                found += _heading(block.text)
            case Paragraph(quiet=True):
                found += _quiet_lines(block.lines)
            case Paragraph():
                found += _lines(block.lines)
            case Item():
                found += _item(block, under)
            case Buttons():
                found += [_piece(row) for row in _actions(block.buttons)]
    return found


def _heading(text: str) -> list[_Piece]:
    line = " ".join(clean(text).split())
    if not line:
        return []
    if len(line) > MOST_HEADING:  # a header takes no more, and would have to cut it
        return _lines([(Run(text=line, strong=True),)])
    return [_piece({"type": "header", "text": _plain(line)})]


def _quiet_lines(lines: Iterable[Line]) -> list[_Piece]:
    text = "\n".join(clean(plain(line)) for line in lines).strip()
    return [_piece(*_quiet(each)) for each in pieces(text, MOST_IN_BLOCK) if each.strip()]


def _quiet(text: str) -> list[Json]:
    return [{"type": "context", "elements": [_plain(text)]}]


def _title(block: Block) -> str | None:
    """The words of a heading, or of a paragraph that is one: a single strong line beginning with a mark."""
    match block:
        case Heading(text=text):
            return text
        case Paragraph(lines=((Run(text=text, strong=True),),)) if text[:1] in _SHAPES:
            return text
        case _:
            return None


def _item(item: Item, under: str | None) -> list[_Piece]:
    """A row under a heading that bears its mark does not repeat it."""
    lines = [item.title, *item.lines]
    mark = MARKS.get(item.mark)
    if mark is not None and under != mark[0] and not any(mark[0] in plain(line) for line in lines):
        lines[0] = (*item.title, Run(text=f" · {mark[0]} {mark[1]}"))
    said = _lines(lines)
    rows = _actions(item.buttons)
    if not rows:
        return said
    last = said.pop() if said else _Piece((), 0)
    joined = _Piece((*last.blocks, rows[0]), last.characters + _shown(rows[0]))
    return [*said, joined, *(_piece(row) for row in rows[1:])]


def _lines(lines: Sequence[Line]) -> list[_Piece]:
    """Lines as rich text, a section each; as many blocks as their length takes."""
    found: list[_Piece] = []
    sections: list[list[Json]] = []
    length = 0
    for line in lines:
        for section in _sections(line):
            size = sum(len(run["text"]) for run in section)
            if sections and length + size > MOST_IN_BLOCK:
                found.append(_Piece((_rich(sections),), length))
                sections, length = [], 0
            sections.append(section)
            length += size
    if sections:
        found.append(_Piece((_rich(sections),), length))
    return found


def _sections(line: Line) -> list[list[Json]]:
    """One line; a long one as several."""
    found: list[list[Json]] = [[]]
    room = MOST_IN_BLOCK
    for run in line:
        for text in pieces(clean(run.text), MOST_IN_BLOCK):
            if len(text) > room:
                found.append([])
                room = MOST_IN_BLOCK
            found[-1].append(_run(text, strong=run.strong))
            room -= len(text)
    return [section for section in found if any(run["text"].strip() for run in section)]


def _rich(lines: Sequence[Sequence[Json]]) -> Json:
    runs: list[Json] = []
    for number, line in enumerate(lines):
        runs += line
        if number < len(lines) - 1:
            runs[-1] = {**runs[-1], "text": runs[-1]["text"] + "\n"}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": runs}]}


def _run(text: str, *, strong: bool = False) -> Json:
    return {"type": "text", "text": text, **({"style": {"bold": True}} if strong else {})}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


# --- buttons ---------------------------------------------------------------------------------------------------


def _actions(buttons: Sequence[Button]) -> list[Json]:
    """Rows of buttons; those with `more` behind a menu, which holds five at most and short ids alone."""
    elements: list[Json] = []
    behind: list[Button] = []
    for button in buttons:
        if button.more and len(button.id) <= MOST_OPTION_VALUE:
            behind.append(button)
        else:
            elements.append(_button(button, f"{PRESS}:{len(elements)}"))
    if len(behind) == 1 and not elements:  # a menu of one thing alone is a button
        elements.append(_button(behind.pop(), f"{PRESS}:0"))
    elements += [
        _overflow(behind[start : start + MOST_OVERFLOW], f"{MORE}:{start}")
        for start in range(0, len(behind), MOST_OVERFLOW)
    ]
    rows = [elements[start : start + MOST_ELEMENTS] for start in range(0, len(elements), MOST_ELEMENTS)]
    return [{"type": "actions", "elements": row} for row in rows]


def _button(button: Button, action_id: str) -> Json:
    drawn: Json = {
        "type": "button",
        "action_id": action_id,
        "text": _plain(fit(button.label, MOST_LABEL)),
        "value": button.id[:MOST_VALUE],
    }
    return {**drawn, "style": "primary"} if button.main else drawn


def _overflow(buttons: Sequence[Button], action_id: str) -> Json:
    options = [{"text": _plain(fit(b.label, MOST_LABEL)), "value": b.id} for b in buttons]
    return {"type": "overflow", "action_id": action_id, "options": options}


# --- counting --------------------------------------------------------------------------------------------------


def _piece(*blocks: Json) -> _Piece:
    return _Piece(tuple(blocks), sum(_shown(block) for block in blocks))


def _shown(part: Any) -> int:
    """How many characters of text something shows."""
    if isinstance(part, dict):
        return sum(
            len(v) if k in {"text", "value"} and isinstance(v, str) else _shown(v) for k, v in part.items()
        )
    if isinstance(part, list | tuple):
        return sum(_shown(each) for each in part)
    return 0
