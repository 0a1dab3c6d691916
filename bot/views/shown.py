"""An action with all that is said about it: names instead of ids."""

from dataclasses import dataclass
from datetime import date

from bot.domain.actions import Action, OwnerKind, Part, Status
from bot.domain.boards import Board
from bot.domain.clocks import WEEKDAYS, today
from bot.domain.history import Update
from bot.domain.ids import PersonId
from bot.domain.meetings import Meeting
from bot.domain.people import Roster, listed
from bot.domain.working_days import working_days_between
from bot.messages import Button, Item, Line, Mark
from bot.views.buttons import card_buttons
from bot.views.minutes import NO_MINUTE, minute_words
from bot.views.words import (
    day_words,
    due_words,
    mark_of,
    quoted,
    runs,
    shortened,
    standing_words,
    strong,
    working_days,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One action, ready to be said. `today` is the calendar day where the board is."""

    action: Action
    board: Board
    roster: Roster
    today: date
    update: Update | None = None
    meeting: Meeting | None = None
    former_names: tuple[tuple[int, str], ...] = ()

    @property
    def ref(self) -> str:
        return self.board.ref(self.action.number)

    @property
    def title(self) -> str:
        return f"{self.ref} · {shortened(self.action.what, 200)}"

    def name(self, person: int | None) -> str:
        """A person's name, also of somebody no longer on the board."""
        if person is None:
            return "somebody"
        found = self.roster.find(PersonId(person))
        if found is not None and found.name:
            return found.name
        return dict(self.former_names).get(person, "somebody no longer on the board")

    def owner_name(self, index: int) -> str:
        owner = self.action.assignments[index].owner
        if owner.kind is OwnerKind.PERSON:
            return self.name(owner.person)
        if owner.kind is OwnerKind.WORDS:
            return f"“{owner.words}”"
        if owner.kind is OwnerKind.ROLE:
            return f"the {owner.words}"
        return owner.words or ""

    @property
    def lead_name(self) -> str | None:
        for index, line in enumerate(self.action.assignments):
            if line.part is Part.LEAD:
                return self.owner_name(index)
        return None

    @property
    def away(self) -> str:
        """That whoever leads it is away today, and who covers: as it stands in brackets behind their name."""
        lead = next((line.owner.person for line in self.action.assignments if line.part is Part.LEAD), None)
        found = self.roster.find(lead) if lead is not None and self.action.unfinished else None
        if found is None or found.availability.returned or not found.availability.away_on(self.today):
            return ""
        until = found.availability.away_until
        assert until is not None
        cover = found.availability.cover
        covers = f", {self.name(cover)} covers" if cover is not None and self.roster.find(cover) else ""
        return f"away until {day_words(until, self.today)}{covers}"

    @property
    def owners(self) -> str:
        """Who has it: "Hayley Marsh leads, with Tom Reid", or that nobody does."""
        lead = None
        others: list[str] = []
        for index, line in enumerate(self.action.assignments):
            if line.part is not Part.LEAD:
                others.append(self.owner_name(index))
            elif lead is None:
                lead = self.owner_name(index)
        if lead is None:
            return "nobody has it yet" if not others else listed(others)
        return f"{lead} leads, with {listed(others)}" if others else f"{lead} leads"

    @property
    def due(self) -> str:
        return due_words(self.action.due, self.today)

    @property
    def late(self) -> int:
        """How many working days it is overdue."""
        if not self.action.overdue_on(self.today) or self.action.due.day is None:
            return 0
        return working_days_between(self.action.due.day, self.today, self.board.is_working)

    def title_line(self) -> Line:
        """The whole of its words, however long."""
        return (strong(f"{self.ref} · {self.action.what}"),)

    def said(self, *, posted: bool = False) -> str | None:
        """The owner's latest words, with the day they were said."""
        if self.update is None or not self.update.words:
            return None
        day = today(self.update.said_at, self.board.zone)
        when = (
            WEEKDAYS[day.weekday()]
            if (self.today - day).days < 7 and not posted
            else day_words(day, self.today)
        )
        return f"{quoted(self.update.words)} ({when})"


def card_item(shown: Shown, *, posted: bool = False) -> Item:
    """The picture of an action: `posted` in a channel it stands for days, so it says nothing that tomorrow makes wrong."""
    action = shown.action
    owners = shown.owners[:1].upper() + shown.owners[1:]
    if action.status in {Status.COMPLETE, Status.CLOSED, Status.DROPPED, Status.WITHDRAWN}:
        since = today(action.status_at, shown.board.zone)
        facts = runs(
            f"{owners} · {standing_words(action, shown.today, shown.board.is_working)} since {day_words(since, shown.today)}"
        )
    else:
        due = due_words(action.due, shown.today, posted=posted)
        facts = runs(
            f"{owners} · {due} · {standing_words(action, shown.today, shown.board.is_working, posted=posted)}"
        )
    lines = [facts]
    # A posted card stays as it is drawn: it does not speak of days that may end sooner.
    if shown.away and not posted:
        lines.append(runs(f"{shown.lead_name} is {shown.away}"))
    said = shown.said(posted=posted)
    if said:
        lines.append(runs(said))
    first = action.due.first_date
    if action.unfinished and first and action.due.day and first != action.due.day:
        lines.append(runs(f"First promised for {day_words(first, shown.today)}"))
    if action.adder is not None:
        added = today(action.added_at, shown.board.zone)
        lines += _from_where(shown, day_words(added, shown.today))
    return Item(
        title=shown.title_line(),
        lines=tuple(lines),
        mark=mark_of(action, shown.today),
        buttons=card_buttons(action),
    )


def _from_where(shown: Shown, day: str) -> list[Line]:
    """Whose message it came from; or which minute, and what that says."""
    source, by = shown.action.source, shown.name(shown.action.adder)
    if source.minute is None:
        return [runs(f"From {by}’s message, {day}")]
    where = "the minutes" if source.minute == NO_MINUTE else f"the minutes, {minute_words(source.minute)}"
    words = " ".join((source.words or "").split())
    return [
        runs(f"From {where}; put in the log by {by}, {day}"),
        *([runs(quoted(words, 200))] if words else []),
    ]


def row_item(
    shown: Shown,
    buttons: tuple[Button, ...] = (),
    *,
    owner: bool = True,
    late: bool = False,
    first_promised: bool = False,
    mark: Mark | None = None,
) -> Item:
    """The action as one row of a list, a nudge or a digest; `late` counts the days, `first_promised` says how it moved.

    `mark` is that of the heading it stands under, where that divides them by another day than the week's end.
    """
    action = shown.action
    parts: list[str] = []
    if owner:
        lead = shown.lead_name or "nobody has it yet"
        parts.append(f"{lead} ({shown.away})" if shown.away else lead)
    if action.unfinished:
        parts.append(shown.due)
    first = action.due.first_date
    if first_promised and action.unfinished and first and action.due.day and first < action.due.day:
        parts.append(f"first promised for {day_words(first, shown.today)}")
    if late and shown.late:
        parts.append(f"overdue by {working_days(shown.late)}")
    if action.unfinished and action.status is not Status.OPEN:
        parts.append(action.status.value)
    elif not action.unfinished:
        since = today(action.status_at, shown.board.zone)
        parts.append(
            f"{standing_words(action, shown.today, shown.board.is_working)} {day_words(since, shown.today)}"
        )
    said = shown.said()
    if said:
        parts.append(said)
    return Item(
        title=runs(strong(shown.title), " · " + " · ".join(parts)),
        mark=mark or mark_of(action, shown.today),
        buttons=buttons,
    )
