"""The message of the day: an owner's actions that matter now, and whatever else the clock has for that person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.people import Person, listed
from bot.messages import Block, Button, Buttons, Heading, Line, Mark, Paragraph, Run, View
from bot.views.buttons import LIST_COMPLETE, cover_buttons, nudge_buttons, show_button
from bot.views.shown import Shown, row_item
from bot.views.words import counted, day_words, number_word, runs, strong

MOST = 10
MOST_IN_BRIEF = 5
"""A brief is read on one screen."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What somebody who is away would have been nudged about; `until` is their last day away."""

    person: Person
    until: date
    shown: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Brief:
    """A board's log as its chair needs it before a meeting; `when` is as in "Thu 5 Mar at 14:00, Town Hall".

    `since` is the day of the meeting before, None where none was held. `closing` closes what is complete.
    """

    board: str
    when: str
    open_count: int
    since: str | None
    overdue: Sequence[Shown]
    put_off: Sequence[Shown]
    complete: Sequence[Shown]
    closing: Sequence[Button] = ()


@dataclass(frozen=True, slots=True)
class Others:
    """What a message says besides its reader's own actions. `meetings` and `minutes` are boards with a day in words."""

    meetings: Sequence[tuple[str, str]] = ()
    covered: Sequence[Covered] = ()
    climbed: Sequence[Shown] = ()
    briefs: Sequence[Brief] = ()
    minutes: Sequence[tuple[str, str, int]] = ()

    def __bool__(self) -> bool:
        return bool(self.covered or self.climbed or self.briefs or self.minutes)


NOTHING_ELSE = Others()


def nudge_view(person: Person, shown: Sequence[Shown], greeting: str, others: Others = NOTHING_ELSE) -> View:
    """`shown` are their overdue and nearly due actions, the earliest due first; `greeting` fits their hour."""
    blocks: list[Block] = _own(person, shown, greeting, others.meetings)
    for brief in others.briefs:
        blocks += _brief(brief)
    for board, day, complete in others.minutes:
        blocks += _minutes(board, day, complete)
    if others.climbed:
        blocks += _climbed(others.climbed)
    for covered in others.covered:
        blocks += _covered(covered)
    hinted = [*shown, *(s for c in others.covered for s in c.shown)]
    if hinted:
        blocks.append(Paragraph(lines=(_hint(hinted),), quiet=True))
    every = [*hinted, *others.climbed, *(s for b in others.briefs for s in _listed(b))]
    subjects = tuple(dict.fromkeys(s.action.id for s in every))
    return View(line=_line(shown, others), blocks=tuple(blocks), subjects=subjects)


def _own(
    person: Person, shown: Sequence[Shown], greeting: str, meetings: Sequence[tuple[str, str]]
) -> list[Block]:
    if not shown:
        hello = runs(f"{greeting}, {person.first_name}.")
        met = [runs(f"The {board} meets on ", strong(day), ".") for board, day in meetings]
        return [Paragraph(lines=(hello, *met))]
    boards = list(dict.fromkeys(s.board.name for s in shown))
    what = "action" if len(shown) == 1 else "actions"
    said: list[Line] = [
        runs(f"{greeting}, {person.first_name}. {number_word(len(shown))} {what} for the {listed(boards)}:")
    ]
    stand = "How does this stand?" if len(shown) == 1 else "How do these stand?"
    said += [runs(f"The {board} meets on ", strong(day), f". {stand}") for board, day in meetings]
    blocks: list[Block] = [Paragraph(lines=tuple(said))]
    at_hand = shown[:MOST]
    for board in boards:
        there = [s for s in at_hand if s.board.name == board]
        if len(boards) > 1 and there:
            blocks.append(Heading(text=board))
        blocks += [row_item(s, nudge_buttons(s.action, main=s is at_hand[0]), owner=False) for s in there]
    if len(shown) > MOST:
        blocks.append(Paragraph(lines=(runs(f"and {len(shown) - MOST} more: “list mine” shows them all."),)))
    return blocks


def _covered(covered: Covered) -> list[Block]:
    name = covered.person.name
    until = day_words(covered.until, covered.shown[0].today)
    first = runs("For ", strong(name), f", who is away until {until} and named you as cover:")
    blocks: list[Block] = [Paragraph(lines=(first,))]
    blocks += [row_item(s, cover_buttons(s.action), owner=False) for s in covered.shown[:MOST]]
    if len(covered.shown) > MOST:
        rest = len(covered.shown) - MOST
        blocks.append(Paragraph(lines=(runs(f"and {rest} more: “list @{covered.person.first_name}”."),)))
    return blocks


def _climbed(shown: Sequence[Shown]) -> list[Block]:
    came = "action is still overdue and has" if len(shown) == 1 else "actions are still overdue and have"
    first = f"{number_word(len(shown))} {came} come up to you:"
    blocks: list[Block] = [Paragraph(lines=(runs(first),))]
    blocks += [row_item(s, (show_button(s.action, s.ref),), late=True) for s in shown[:MOST]]
    if len(shown) > MOST:
        blocks.append(
            Paragraph(lines=(runs(f"and {len(shown) - MOST} more: “list overdue” shows them all."),))
        )
    return blocks


def _listed(brief: Brief) -> list[Shown]:
    return [s for part in (brief.overdue, brief.put_off, brief.complete) for s in part[:MOST_IN_BRIEF]]


def _brief(brief: Brief) -> list[Block]:
    since = f"since {brief.since}" if brief.since else "so far"
    parts = ((brief.put_off, "put off"), (brief.complete, f"complete {since}"))
    said = [f"{brief.open_count} open", f"{len(brief.overdue) or 'none'} overdue"]
    counts = " · ".join([*said, *(f"{len(part)} {what}" for part, what in parts if part)])
    blocks: list[Block] = [
        Heading(text=f"{brief.board} · {brief.when}"),
        Paragraph(lines=(runs("Your brief. ", strong(counts)),)),
    ]
    for title, part, which, mark in (
        ("■ Overdue", brief.overdue, "overdue", None),
        ("▲ Put off", brief.put_off, "open", Mark.DUE_SOON),
        (f"✓ Complete {since}", brief.complete, "done", None),
    ):
        if part:
            blocks.append(Paragraph(lines=((strong(title),),)))
            blocks += [
                row_item(s, (show_button(s.action, s.ref),), first_promised=True, mark=mark)
                for s in part[:MOST_IN_BRIEF]
            ]
        if len(part) > MOST_IN_BRIEF:
            rest = f"and {len(part) - MOST_IN_BRIEF} more: “list {which}” shows them all"
            blocks.append(Paragraph(lines=(runs(rest),), quiet=True))
    if brief.closing:
        blocks.append(Buttons(buttons=(*brief.closing, LIST_COMPLETE)))
    return blocks


def _minutes(board: str, day: str, complete: int) -> list[Block]:
    said = [runs(f"The {board} met on ", strong(day), ". Are the minutes written?")]
    said.append(runs("When you have them, send them to me here, or add what was agreed line by line."))
    if complete:
        wait = "waits" if complete == 1 else "wait"
        said.append(runs(f"{counted(complete, 'complete action')} {wait} for the board to close."))
    buttons = [Button(id="addform", label="Add an action", main=True, opens_form=True)]
    if complete:
        buttons.append(LIST_COMPLETE)
    return [Paragraph(lines=tuple(said)), Buttons(buttons=tuple(buttons))]


def _line(shown: Sequence[Shown], others: Others) -> str:
    if not shown:
        return _line_of_others(others)
    first = shown[0]
    more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
    tail = f" · {first.due}{more}"
    room = max(20, 80 - len(first.ref) - 3 - len(tail))
    what = first.action.what
    return f"{first.ref} · {what if len(what) <= room else what[: room - 1].rstrip() + '…'}{tail}"


def _line_of_others(others: Others) -> str:
    if others.briefs:
        return f"Brief for {others.briefs[0].when} · {others.briefs[0].board}"
    if others.minutes:
        return f"The minutes of {others.minutes[0][1]} · {others.minutes[0][0]}"
    if others.climbed:
        first, rest = others.climbed[0], len(others.climbed) - 1
        return f"{first.ref} · {first.lead_name or 'nobody'} · {first.due}" + (
            f" and {rest} more" if rest else ""
        )
    covered = others.covered[0]
    return f"For {covered.person.name}, who is away: {covered.shown[0].ref} · {covered.shown[0].due}"


def _hint(shown: Sequence[Shown]) -> tuple[Run, ...]:
    one = shown[0].action.number
    two = shown[1].action.number if len(shown) > 1 else None
    examples = [f"“done {one}”", f"“{two or one} is waiting on public health”", "“need until Friday”"]
    if len(shown) == 1:
        examples = ["“done”", "“waiting on public health”", "“need until Friday”"]
    return runs("Answer in your own words: ", strong(", ".join(examples)), ".")
