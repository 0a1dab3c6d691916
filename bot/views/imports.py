"""Minutes in the log: what whoever put them there is told, each owner, and the board's channels."""

from collections.abc import Sequence
from datetime import date

from bot.domain.boards import Board
from bot.domain.minutes import Import, Proposal
from bot.domain.people import Person, listed
from bot.messages import Block, Button, Buttons, Heading, Paragraph, View
from bot.views.answers import LIST, lines
from bot.views.buttons import owner_buttons
from bot.views.minutes import Review, counts
from bot.views.shown import Shown, row_item
from bot.views.words import counted, day_words, number_word, quoted, runs, strong

MOST_ROWS = 12
"""Actions in one summary: it is read on a phone, and the rest is one button away."""

MOST_OWN = 10


def of_when(brought: Import) -> str:
    """As in "of Tue 10 Feb 2026"; by the file's name where the day is not known."""
    if brought.meeting is not None:
        return f"of {day_words(brought.meeting, None)}"
    return f"in {quoted(brought.source, 60)}" if brought.source else "just pasted"


def in_the_log(
    review: Review,
    added: Sequence[Shown],
    changed: Sequence[Shown],
    accepted: Sequence[Proposal],
    channels: Sequence[str],
    problems: Sequence[str],
    undo: Button,
) -> View:
    """What is in the log now, and who is told."""
    said = [f"In the log, from the minutes {review.of_when}: {counts(accepted)}."]
    if added:
        refs = f"{added[0].ref} to {added[-1].ref}" if len(added) > 2 else listed([s.ref for s in added])
        said.append(f"The new {'action is' if len(added) == 1 else 'actions are'} {refs}.")
    if changed:
        said.append(f"Changed or reported on: {listed([s.ref for s in changed])}.")
    said += problems
    where = (
        f" {listed([f'#{name}' for name in channels])} {'gets' if len(channels) == 1 else 'get'} a summary."
    )
    owners = "Every owner gets one message with theirs." if added else ""
    said.append((owners + (where if channels else "")).strip())
    return lines(*said, buttons=[LIST, undo], subjects=[s.action.id for s in [*added, *changed]][:MOST_ROWS])


def summary(
    board: Board, brought: Import, accepted: Sequence[Proposal], added: Sequence[Shown], today: date
) -> View:
    """For the channel: counts, then the new actions. One message, however many there are."""
    title = f"Minutes {of_when(brought)} are in the log"
    said = counts(accepted)
    blocks: list[Block] = [
        Heading(text=f"{board.name} · {day_words(today, today)}"),
        Paragraph(lines=((strong(title),), runs(f"{said}."))),
    ]
    blocks += [row_item(s) for s in added[:MOST_ROWS]]
    if len(added) > MOST_ROWS:
        rest = counted(len(added) - MOST_ROWS, "more action")
        blocks.append(Paragraph(lines=(runs(f"and {rest}: “list open” shows them all"),), quiet=True))
    buttons = (
        Button(id="list:open:0", label="Show all", main=True),
        Button(id="list:mine:0", label="Mine"),
        Button(id="kept:decision:0", label="Decisions"),
    )
    blocks.append(Buttons(buttons=buttons))
    subjects = tuple(s.action.id for s in added[:MOST_ROWS])
    return View(line=f"{title}: {said}.", blocks=tuple(blocks), subjects=subjects)


def for_owner(person: Person, brought: Import, board: Board, by: str, own: Sequence[Shown]) -> View:
    """Everything of theirs in one message, with the buttons a nudge has."""
    count = number_word(len(own))
    are = "action is" if len(own) == 1 else "actions are"
    first = (
        f"{person.first_name}, {count.lower()} {are} yours from the minutes {of_when(brought)}, {board.name}:"
    )
    blocks: list[Block] = [Paragraph(lines=(runs(first),))]
    blocks += [
        row_item(s, owner_buttons(s.action, main=place == 0), owner=False)
        for place, s in enumerate(own[:MOST_OWN])
    ]
    if len(own) > MOST_OWN:
        blocks.append(
            Paragraph(lines=(runs(f"and {len(own) - MOST_OWN} more: “list mine” shows them all."),))
        )
    them = "it" if len(own) == 1 else "them"
    blocks.append(
        Paragraph(lines=(runs(f"{by} put {them} in the log. Answer in your own words."),), quiet=True)
    )
    line = f"{own[0].ref} · {own[0].due}" + (f" and {len(own) - 1} more" if len(own) > 1 else "")
    return View(
        line=f"From the minutes: {line}",
        blocks=tuple(blocks),
        subjects=tuple(s.action.id for s in own),
    )


def still_in_use(changed: Sequence[Shown]) -> View:
    """Somebody has built upon what the minutes brought: it stays."""
    refs = [s.ref for s in changed[:5]]
    if len(changed) > len(refs):
        refs.append(f"{len(changed) - len(refs)} more")
    have = "has" if len(changed) == 1 else "have"
    return lines(
        f"{listed(refs)} {have} been changed since, so these minutes stay in the log. Nothing was changed.",
        "“drop” takes a single action off.",
        buttons=[LIST],
    )


def taken_out(brought: Import, by: str, *, own: bool) -> View:
    """For whoever was told of them: they are out again."""
    what = "and what was yours in them is withdrawn." if own else "and their actions are withdrawn."
    return lines(f"{by} took the minutes {of_when(brought)} out of the log again, {what}", buttons=[LIST])
