"""The digest: how a board's log stands, weekly or before a meeting."""

from collections.abc import Mapping, Sequence

from bot.domain.actions import Action
from bot.domain.boards import Board
from bot.domain.digests import DigestKind, Standing
from bot.domain.ids import ActionId
from bot.messages import Block, Button, Buttons, Heading, Mark, Paragraph, View
from bot.views.buttons import close_buttons
from bot.views.shown import Shown, row_item
from bot.views.words import MARKS, counted, day_words, runs, strong

MOST = 12
"""Rows of one part before a meeting, where every matter arising counts; the rest is one button away."""

MOST_WEEKLY = 6
"""Rows of each part that needs doing every week, and half as many of the others: it is read on a phone."""

_MARKED = {MARKS[mark]: mark for mark in (Mark.DUE_SOON, Mark.ON_TRACK)}


def digest_view(
    board: Board, kind: DigestKind, stand: Standing, shown: Mapping[ActionId, Shown], *, closes: bool = True
) -> View:
    """Counts first, then overdue, due before the meeting, later, and what is finished.

    `closes` says that whoever closes actions may read it.
    """
    day = day_words(stand.day, stand.day)
    title = f"{board.name} · {day}"
    meeting_day = stand.meeting.day(board.zone) if stand.meeting else None
    if kind is DigestKind.MEETING and meeting_day:
        title = f"{board.name} · {day} · matters arising for {day_words(meeting_day, stand.day)}"
    until = f"before the meeting on {day_words(meeting_day, stand.day)}" if meeting_day else "within a week"
    since = day_words(stand.since, stand.day)
    parts = (
        (stand.before, f"due {until}"),
        (stand.complete, "complete"),
        (stand.closed, f"closed since {since}"),
    )
    # What there is none of is left out; that nothing is overdue is worth reading.
    said = [f"{stand.open_count} open", f"{len(stand.overdue) or 'none'} overdue"]
    counts = " · ".join([*said, *(f"{len(part)} {what}" for part, what in parts if part)])
    blocks: list[Block] = [Heading(text=title), Paragraph(lines=(runs(counts),))]
    first, then = (MOST, MOST) if kind is DigestKind.MEETING else (MOST_WEEKLY, MOST_WEEKLY // 2)
    blocks += _part("■ Overdue", stand.overdue, shown, "overdue", first)
    blocks += _part(f"▲ Due {until}", stand.before, shown, "open", first)
    blocks += _part("● Later", stand.later, shown, "open", then)
    blocks += _part("✓ Complete, for the board to close", stand.complete, shown, "done", then)
    blocks += _part(f"✓ Closed since {since}", stand.closed, shown, "done", then)
    if not any(stand.parts):
        blocks.append(Paragraph(lines=(runs("Nothing is open."),)))
    blocks.append(
        Buttons(
            buttons=(
                Button(id="list:open:0", label="Show all", main=True),
                Button(id="list:mine:0", label="Mine"),
                *(close_buttons(stand.complete, board) if closes else ()),
            )
        )
    )
    listed = [a.id for place, part in enumerate(stand.parts) for a in part[: first if place < 2 else then]]
    return View(line=f"{board.name}, {day}: {counts}", blocks=tuple(blocks), subjects=tuple(listed))


def _part(
    words: str, actions: Sequence[Action], shown: Mapping[ActionId, Shown], which: str, most: int
) -> list[Block]:
    if not actions:
        return []
    blocks: list[Block] = [Paragraph(lines=((strong(words),),))]
    mark = _MARKED.get(words[:1])
    blocks += [row_item(shown[a.id], mark=mark) for a in actions[:most] if a.id in shown]
    if len(actions) > most:
        rest = len(actions) - most
        hint = f"and {counted(rest, 'more action')}: “list {which}” shows them all"
        blocks.append(Paragraph(lines=(runs(hint),), quiet=True))
    return blocks
