"""The page of one's own that platforms with such a page show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.actions import Status
from bot.domain.boards import Board
from bot.domain.meetings import Meeting
from bot.domain.people import Person, Role
from bot.messages import Block, Button, Buttons, Heading, Item, Line, Paragraph, View
from bot.views.buttons import button_id, owner_buttons
from bot.views.shown import Shown, row_item
from bot.views.words import counted, moment_words, runs, strong

MOST_MINE = 15
MOST_WAITING = 8


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One board the person is on. `today` is the calendar day where the board is."""

    board: Board
    role: Role
    meeting: Meeting | None
    today: date


def home_view(
    person: Person, mine: Sequence[Shown], boards: Sequence[BoardLine], waiting: Sequence[Shown]
) -> View:
    """My actions by due, my boards, and what waits for me; what does not fit is counted."""
    title = f"{person.first_name}: {counted(len(mine), 'open action')}"
    blocks: list[Block] = [Heading(text=title)]
    blocks.append(
        Buttons(
            buttons=(
                Button(id="newaction", label="Add an action", main=True, opens_form=True),
                Button(id="list:open:0", label="Show all open"),
                Button(id="help", label="Help"),
            )
        )
    )
    blocks += [row_item(s, owner_buttons(s.action, main=False), owner=False) for s in mine[:MOST_MINE]]
    if not mine:
        words = "You own no open action." if waiting else "Nothing is waiting for you."
        blocks.append(Paragraph(lines=(runs(words),)))
    blocks += _more(len(mine) - MOST_MINE, "list mine")
    if waiting:
        blocks.append(Heading(text="Waiting for you as clerk or chair"))
        blocks += [_waits(s) for s in waiting[:MOST_WAITING]]
        blocks += _more(len(waiting) - MOST_WAITING, "list all")
    blocks.append(Heading(text="Your boards"))
    rows = tuple(_board(line) for line in boards)
    blocks.append(Paragraph(lines=rows or (runs("None yet: the clerk of your board adds you."),)))
    return View(line=title, blocks=tuple(blocks), subjects=tuple(s.action.id for s in mine[:MOST_MINE]))


def _waits(shown: Shown) -> Item:
    if shown.action.status is Status.COMPLETE:
        buttons = (
            Button(id=button_id("close", shown.action.id), label="Close"),
            Button(id=button_id("reopen", shown.action.id), label="Reopen"),
        )
    else:
        buttons = (
            Button(id=button_id("assignform", shown.action.id), label="Assign", opens_form=True),
            Button(id=button_id("show", shown.action.id), label="Show"),
        )
    return row_item(shown, buttons)


def _board(line: BoardLine) -> Line:
    meets = (
        f"meets on {moment_words(line.meeting.starts_at, line.board.zone, line.today)}"
        if line.meeting
        else "no meeting is set"
    )
    return runs(strong(line.board.name), f" · {line.role.value} · {meets}")


def _more(count: int, say: str) -> list[Block]:
    if count <= 0:
        return []
    words = f"and {counted(count, 'more action')}: “{say}” shows them all"
    return [Paragraph(lines=(runs(words),), quiet=True)]
