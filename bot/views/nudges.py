"""The nudge: one direct message to an owner, listing all of theirs that matter now."""

from collections.abc import Sequence

from bot.domain.people import Person, listed
from bot.messages import Block, Heading, Paragraph, Run, View
from bot.views.buttons import owner_buttons
from bot.views.shown import Shown, row_item
from bot.views.words import number_word, runs, strong

MOST = 10


def nudge_view(person: Person, shown: Sequence[Shown], greeting: str) -> View:
    """`shown` are their overdue and nearly due actions, the earliest due first; `greeting` fits their hour."""
    boards = list(dict.fromkeys(s.board.name for s in shown))
    what = "Action" if len(shown) == 1 else "Actions"
    count = number_word(len(shown))
    first = f"{greeting}, {person.first_name}. {count} {what.lower()} for the {listed(boards)}:"
    blocks: list[Block] = [Paragraph(lines=(runs(first),))]
    at_hand = shown[:MOST]
    for board in boards:
        there = [s for s in at_hand if s.board.name == board]
        if len(boards) > 1 and there:
            blocks.append(Heading(text=board))
        blocks += [row_item(s, owner_buttons(s.action, main=s is at_hand[0]), owner=False) for s in there]
    if len(shown) > MOST:
        blocks.append(Paragraph(lines=(runs(f"and {len(shown) - MOST} more: “list mine” shows them all."),)))
    blocks.append(Paragraph(lines=(_hint(shown),), quiet=True))
    return View(line=_line(shown), blocks=tuple(blocks), subjects=tuple(s.action.id for s in shown))


def _line(shown: Sequence[Shown]) -> str:
    first = shown[0]
    more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
    tail = f" · {first.due}{more}"
    room = max(20, 80 - len(first.ref) - 3 - len(tail))
    what = first.action.what
    return f"{first.ref} · {what if len(what) <= room else what[: room - 1].rstrip() + '…'}{tail}"


def _hint(shown: Sequence[Shown]) -> tuple[Run, ...]:
    one = shown[0].action.number
    two = shown[1].action.number if len(shown) > 1 else None
    examples = [f"“done {one}”", f"“{two or one} is waiting on public health”", "“need until Friday”"]
    if len(shown) == 1:
        examples = ["“done”", "“waiting on public health”", "“need until Friday”"]
    return runs("Answer in your own words: ", strong(", ".join(examples)), ".")
