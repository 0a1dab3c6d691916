"""Dates, dues and standings in words."""

from datetime import date, datetime

from bot.domain.actions import Action, Status
from bot.domain.clocks import day_and_month, days, local
from bot.domain.dues import Due, DueKind
from bot.domain.working_days import WorkingDays
from bot.messages import Line, Mark, Run

MARKS = {
    Mark.ON_TRACK: "●",
    Mark.DUE_SOON: "▲",
    Mark.OVERDUE: "■",
    Mark.COMPLETE: "✓",
    Mark.DROPPED: "–",
}


def day_words(day: date, today: date | None = None) -> str:
    """The day as in "Tue 17 Feb", with the year when it is not the year of `today`, or when no `today` is given."""
    words = day_and_month(day)
    return words if today is not None and day.year == today.year else f"{words} {day.year}"


def long_day(day: date, today: date) -> str:
    """The day as buttons and sentences say it when near: "today", "tomorrow", else the date."""
    if day == today:
        return "today"
    if day == today + days(1):
        return "tomorrow"
    return day_words(day, today)


def moment_words(moment: datetime, zone: str, today: date | None) -> str:
    """As in "Thu 5 Mar at 14:00"."""
    there = local(moment, zone)
    return f"{day_words(there.date(), today)} at {there:%H:%M}"


def due_words(due: Due, today: date, *, year: bool = False, posted: bool = False) -> str:
    """As in "due Tue 17 Feb", "was due Fri 30 Jan", "due today", "due once completed", "no date".

    `posted` words are true on the days after too: a card stands in the channel until it is drawn again.
    """
    if due.day is not None:
        shown = day_words(due.day, None if year else today)
        if due.day < today:
            return f"was due {shown}"
        if due.day == today and not (year or posted):
            return "due today"
        if due.kind is DueKind.MEETING:
            return f"due at the meeting on {shown}"
        return f"due {shown}"
    if due.kind is DueKind.MEETING:
        return "due at the next meeting, not set yet"
    if due.kind is DueKind.CONDITION and due.words:
        return f"due “{due.words}”"
    return "no date"


def working_days(count: int) -> str:
    return "1 working day" if count == 1 else f"{count} working days"


def mark_of(action: Action, today: date) -> Mark:
    match action.status:
        case Status.COMPLETE | Status.CLOSED:
            return Mark.COMPLETE
        case Status.DROPPED | Status.WITHDRAWN:
            return Mark.DROPPED
        case _:
            if action.overdue_on(today):
                return Mark.OVERDUE
            if action.due.day is not None and action.due.day <= today + days(6 - today.weekday()):
                return Mark.DUE_SOON
            return Mark.ON_TRACK


def standing_words(action: Action, today: date, is_working: WorkingDays, *, posted: bool = False) -> str:
    """How it stands, mark and words: "■ Overdue by 3 working days". `posted` ones count no days: they would be wrong tomorrow."""
    mark = mark_of(action, today)
    match mark:
        case Mark.OVERDUE:
            late = 0 if posted else action.working_days_overdue(today, is_working)
            words = f"Overdue by {working_days(late)}" if late else "Overdue"
        case Mark.DUE_SOON:
            words = "Due today" if action.due.day == today and not posted else "Due this week"
        case Mark.COMPLETE:
            words = "Closed" if action.status is Status.CLOSED else "Complete"
        case Mark.DROPPED:
            words = "Dropped" if action.status is Status.DROPPED else "Withdrawn"
        case _:
            words = "On track"
    if action.status in {Status.IN_PROGRESS, Status.BLOCKED}:
        words += f", {action.status.value}"
    return f"{MARKS[mark]} {words}"


def quoted(words: str, most: int = 280) -> str:
    """People's own words, unchanged, between quotation marks; a long stretch is cut and says so."""
    return f"“{shortened(words, most)}”"


def shortened(words: str, most: int) -> str:
    if len(words) <= most:
        return words
    return words[: most - 1].rstrip() + "… (cut)"


def runs(*parts: str | Run) -> Line:
    return tuple([Run(text=p) if isinstance(p, str) else p for p in parts])


def strong(text: str) -> Run:
    return Run(text=text, strong=True)


def counted(count: int, one: str, many: str | None = None) -> str:
    """As in "1 action", "3 actions"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def number_word(count: int) -> str:
    """A number as a sentence begins with it."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
