"""Lists of actions, an action's history, people and meetings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from bot.domain.actions import Action, Status
from bot.domain.boards import Board
from bot.domain.clocks import local, today
from bot.domain.history import Entry, Update, Verb, read_due
from bot.domain.ids import ChangeId
from bot.domain.meetings import Meeting
from bot.domain.people import Person, Roster
from bot.messages import Block, Button, Buttons, Heading, Item, Line, Mark, Paragraph, View
from bot.views.absences import availability_words
from bot.views.buttons import button_id
from bot.views.shown import Shown, row_item
from bot.views.words import MARKS, counted, day_words, due_words, mark_of, moment_words, quoted, runs, strong

PAGE = 20
"""Actions in one message: what a phone bears, and under every platform's limit of blocks."""

_GROUPS = (
    (Mark.OVERDUE, "Overdue"),
    (Mark.DUE_SOON, "Due this week"),
    (Mark.ON_TRACK, "Later"),
    (Mark.COMPLETE, "Complete or closed"),
    (Mark.DROPPED, "Dropped"),
)


def place_in_list(action: Action, today: date) -> tuple[int, float, int]:
    """Overdue first, each part by due; what is finished comes after, the latest first."""
    group = [mark for mark, _ in _GROUPS].index(mark_of(action, today))
    if action.unfinished:
        return group, (action.due.day or date.max).toordinal(), action.number
    return group, -action.status_at.timestamp(), action.number


def list_view(
    title: str,
    shown: Sequence[Shown],
    *,
    total: int,
    page: int,
    which: str,
    owner: str,
    closing: Sequence[Button] = (),
) -> View:
    """One page of a list: overdue first. `shown` is that page; `total` counts them all; `closing` closes what is complete."""
    first = page * PAGE
    if not total:
        return View(
            line=f"{title}: nothing.",
            blocks=(
                Heading(text=title),
                Paragraph(lines=(runs("Nothing."),)),
                Buttons(buttons=_other_lists(which)),
            ),
        )
    many = len({s.board.id for s in shown}) > 1
    blocks: list[Block] = [Heading(text=f"{title}: {counted(total, 'action')}")]
    for mark, words in _GROUPS:
        group = [s for s in shown if mark_of(s.action, s.today) is mark]
        if group:
            blocks.append(Paragraph(lines=((strong(f"{MARKS[mark]} {words}"),),)))
            blocks += [_row(s, many) for s in group]
    if total > PAGE:
        blocks.append(Paragraph(lines=(runs(f"{first + 1} to {first + len(shown)} of {total}"),), quiet=True))
    pages = []
    if page:
        pages.append(Button(id=button_id("list", which, page - 1, owner), label="Earlier"))
    if first + len(shown) < total:
        rest = min(PAGE, total - first - len(shown))
        pages.append(Button(id=button_id("list", which, page + 1, owner), label=f"Next {rest}", main=True))
    blocks.append(Buttons(buttons=(*pages, *closing, *_other_lists(which))[:5]))
    return View(
        line=f"{title}: {counted(total, 'action')}.",
        blocks=tuple(blocks),
        subjects=tuple(s.action.id for s in shown),
    )


def _row(shown: Shown, with_board: bool) -> Item:  # noqa: FBT001
    item = row_item(shown)
    if not with_board:
        return item
    return item.model_copy(update={"lines": (*item.lines, runs(shown.board.name))})


def _other_lists(which: str) -> tuple[Button, ...]:
    names = (("open", "Show all open"), ("mine", "Mine"), ("overdue", "Overdue"))
    return tuple(Button(id=button_id("list", name, 0), label=label) for name, label in names if name != which)


def came_back(shown: Shown, parts: Collection[str]) -> list[str]:
    """What an undo brought back, as a sentence about the action ends."""
    action = shown.action
    if action.status is Status.WITHDRAWN:
        return ["is withdrawn; its number is not used again"]
    if Verb.SNOOZED.value in parts:
        return ["is nudged about as before"]
    if Verb.UNSNOOZED.value in parts:
        return ["is snoozed again"]
    said = []
    if "status" in parts:
        said.append(f"is {action.status.value} again")
    if "due" in parts:
        said.append(
            f"is {due_words(action.due, shown.today)} again" if action.due.day else "has no date again"
        )
    if "assignments" in parts and "status" not in parts:
        said.append(f"is as it was: {shown.owners}")
    if "what" in parts:
        said.append(f"says {quoted(action.what, 300)} again")
    return said or ["is as it was, without those words" if "words" in parts else "is as it was"]


def history_view(shown: Shown, entries: Sequence[Entry], updates: Sequence[Update]) -> View:
    """Who did what, the oldest first, with the words they said."""
    words = {u.id: u.words for u in updates}
    verbs = {e.change: e.verb for e in entries if e.undoes is None}
    rows: list[Line] = []
    for entry in entries:
        when = local(entry.at, shown.board.zone)
        said = words.get(entry.update) if entry.update is not None else None
        rows.append(
            runs(
                f"{day_words(when.date(), shown.today)} {when:%H:%M} · {shown.name(entry.actor)} · ",
                strong(_happened(shown, entry, verbs)),
                f": {quoted(said, 500)}" if said else "",
            )
        )
    most = 40
    cut = len(rows) - most
    if cut > 0:
        rows = [runs(f"{counted(cut, 'earlier entry', 'earlier entries')} left out"), *rows[-most:]]
    return View(
        line=f"{shown.ref}: its history",
        blocks=(
            Heading(text=f"{shown.title[:140]}: its history"),
            Paragraph(lines=tuple(rows) or (runs("Nothing yet."),)),
        ),
        subjects=(shown.action.id,),
    )


_PLAIN = {
    Verb.ADDED: "added it",
    Verb.UPDATED: "gave an update",
    Verb.BEGUN: "in progress",
    Verb.BLOCKED: "blocked",
    Verb.PART_COMPLETED: "own part complete",
    Verb.COMPLETED: "complete",
    Verb.CLOSED: "closed",
    Verb.DROPPED: "dropped",
    Verb.REOPENED: "reopened",
    Verb.DISOWNED: "said it is not theirs",
    Verb.SNOOZED: "wants to hear nothing about it for a while",
    Verb.UNSNOOZED: "wants to hear of it again",
    Verb.ACCOUNT_LINKED: "two accounts of one owner were joined",
    Verb.SOURCE_DELETED: "deleted the message it came from; its words are kept here",
}


def _happened(shown: Shown, entry: Entry, verbs: Mapping[ChangeId, Verb]) -> str:
    after = entry.after or {}
    match entry.verb:
        case Verb.DUE_CHANGED if "due" in after:
            due = read_due(after["due"])
            return due_words(due, date.min, year=True)
        case Verb.REWORDED if "what" in after:
            words, before = after["what"]["words"], ((entry.before or {}).get("what") or {}).get("words")
            was = f" from {quoted(before, 300)}" if before else ""
            return f"reworded{was} to {quoted(words, 300)}" if words else "reworded it"
        case Verb.REASSIGNED if "assignments" in after:
            owners = [
                shown.name(a["person"]) if a["person"] else (a["words"] or "somebody")
                for a in after["assignments"]
            ]
            return f"given to {', '.join(owners) or 'nobody'}"
        case Verb.UNDONE:
            undone = verbs.get(entry.undoes) if entry.undoes is not None else None
            return f"took back: {_PLAIN.get(undone, undone.value) if undone else 'a change'}"
        case Verb.SOURCE_EDITED:
            now = ((after.get("source") or {}).get("words")) or ""
            says = f"; it says now {quoted(now, 300)}" if now else ""
            return f"changed the message it came from{says}"
        case _:
            return _PLAIN.get(entry.verb, entry.verb.value)


def people_view(board: Board, roster: Roster, now: datetime) -> View:
    """Everybody on the board, and quietly who is away or asked for silence."""
    rows = tuple(
        runs(
            strong(m.person.name),
            f" · {m.role.value}" + (f" · {m.person.partner}" if m.person.partner else ""),
            _availability(m.person, roster, now),
        )
        for m in roster.members
    )
    return View(
        line=f"{board.name}: {counted(len(rows), 'person', 'people')}",
        blocks=(
            Heading(text=f"{board.name}: {counted(len(rows), 'person', 'people')}"),
            Paragraph(lines=rows or (runs("Nobody yet."),)),
        ),
    )


def _availability(person: Person, roster: Roster, now: datetime) -> str:
    cover = roster.find(person.availability.cover) if person.availability.cover is not None else None
    words = availability_words(person.availability, today(now, person.zone), cover.name if cover else None)
    return f" · {words}" if words else ""


def meetings_view(board: Board, meetings: Sequence[Meeting], today: date) -> View:
    """Those still to come."""
    rows = tuple(
        runs(strong(moment_words(m.starts_at, board.zone, today)), f" · {m.where}" if m.where else "")
        for m in meetings[:12]
    )
    none = runs("None is set. The clerk or the chair adds one: “meeting add 5 March 14:00 Town Hall”.")
    return View(
        line=f"{board.name}: {counted(len(meetings), 'meeting')} to come",
        blocks=(Heading(text=f"{board.name}: meetings to come"), Paragraph(lines=rows or (none,))),
    )
