"""The buttons: their labels, their order, and the ids that come back when they are pressed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.domain.actions import Action, Status
from bot.domain.boards import Board
from bot.domain.ids import ActionId, BoardId, ChangeId, QuestionId
from bot.domain.meetings import Meeting
from bot.domain.working_days import WorkingDays, working_day_on_or_after
from bot.messages import Button
from bot.views.words import day_words


def button_id(verb: str, *args: object) -> str:
    return ":".join([verb, *map(str, args)])


def read_button(button: str) -> tuple[str, tuple[str, ...]]:
    """The verb and its arguments. A client can send anything here: whoever acts on it checks."""
    verb, *args = button.split(":")
    return verb, tuple(args)


READING_VERBS = frozenset({"list", "show", "history", "help", "addform", "home", "kept"})
"""Buttons that change nothing."""

FORM_VERBS = frozenset(
    {
        "update",
        "drop",
        "dropform",
        "editform",
        "dueform",
        "assign",
        "assignform",
        "settingsform",
        "why",
        "amend",
        "heldon",
        "snoozeform",
        "awayform",
    }
)
"""Buttons that open a form, and only change something when it comes back with values."""


def owner_buttons(action: Action, *, main: bool = True) -> tuple[Button, ...]:
    """Done, Update, More time, and Not mine behind More: the same everywhere."""
    if not action.unfinished:
        return ()
    return (
        Button(id=button_id("done", action.id), label="Done", main=main),
        Button(id=button_id("update", action.id), label="Update", opens_form=True),
        Button(id=button_id("later", action.id), label="More time"),
        Button(id=button_id("notmine", action.id), label="Not mine", more=True),
    )


def nudge_buttons(action: Action, *, main: bool = True) -> tuple[Button, ...]:
    """An owner's buttons, and Snooze behind More: the nudge is where one wants to hear no more of it for a while."""
    mine = owner_buttons(action, main=main)
    return (*mine, Button(id=button_id("snooze", action.id), label="Snooze", more=True)) if mine else ()


def cover_buttons(action: Action) -> tuple[Button, ...]:
    """For whoever covers: it is not theirs to give away."""
    return tuple(b for b in nudge_buttons(action, main=False) if read_button(b.id)[0] != "notmine")


def show_button(action: Action, ref: str) -> Button:
    return Button(id=button_id("show", action.id), label=f"Show {ref}")


def card_buttons(action: Action) -> tuple[Button, ...]:
    """What can be done about an action from its card."""
    history = Button(id=button_id("history", action.id), label="History", more=True)
    if action.unfinished:
        return (
            *owner_buttons(action),
            Button(id=button_id("drop", action.id), label="Drop", more=True, opens_form=True),
            history,
        )
    if action.status is Status.COMPLETE:
        return (
            Button(id=button_id("close", action.id), label="Close", main=True),
            Button(id=button_id("reopen", action.id), label="Reopen"),
            history,
        )
    if action.status is Status.WITHDRAWN:
        return (history,)
    return (Button(id=button_id("reopen", action.id), label="Reopen"), history)


LIST_COMPLETE = Button(id="list:done:0", label="List complete")


def close_buttons(waiting: Sequence[Action], board: Board) -> tuple[Button, ...]:
    """One button for all that is complete, as it is now: what is completed later is not meant."""
    if not waiting:
        return ()
    if len(waiting) == 1:
        only = waiting[0]
        return (Button(id=button_id("close", only.id), label=f"Close {board.ref(only.number)}"),)
    until = (max(a.status_at for a in waiting) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )
    return (Button(id=button_id("closeall", board.id, until), label=f"Close all {len(waiting)}"),)


def undo(change: ChangeId) -> Button:
    return Button(id=button_id("undo", change), label="Undo")


def when_buttons(
    actions: Sequence[ActionId],
    today: date,
    meeting: Meeting | None,
    board: Board,
    candidates: Sequence[date] = (),
) -> tuple[Button, ...]:
    """Dates to choose from: those the words may mean, or else the two coming Fridays; the next meeting, another, none."""
    ids = "+".join(str(action) for action in actions)
    friday = _friday_after(today, board.is_working)
    offered = list(candidates[:3]) or [friday, _friday_after(friday, board.is_working)]
    found = [
        Button(id=button_id("due", ids, day.isoformat()), label=day_words(day, today)) for day in offered
    ]
    if meeting is not None:
        day = meeting.day(board.zone)
        if day not in offered:
            label = f"Next meeting, {day_words(day, today)}"
            found.append(Button(id=button_id("duemeeting", ids, meeting.id), label=label))
    found.append(Button(id=button_id("dueform", ids), label="Another date", opens_form=True))
    found.append(Button(id=button_id("nodate", ids), label="No date"))
    return tuple(found)


def pick_all(question: QuestionId, label: str) -> Button:
    """All that a question is about."""
    return Button(id=button_id("pick", question, "all"), label=label)


def pick_buttons(
    question: QuestionId, labels: Sequence[tuple[ActionId, str]], *, together: bool, likely: bool = False
) -> tuple[Button, ...]:
    """One button for each action that may be meant, and one for all of them where that makes sense.

    `likely` is whether the first is the one that is most likely meant.
    """
    found = [
        Button(
            id=button_id("pick", question, action), label=label, main=likely and place == 0, more=place >= 5
        )
        for place, (action, label) in enumerate(labels)
    ]
    if together and len(labels) > 1:
        words = "Both" if len(labels) == 2 else f"All {len(labels)}"
        found.append(Button(id=button_id("pick", question, "all"), label=words))
    return tuple(found)


def board_buttons(question: QuestionId, boards: Sequence[tuple[BoardId, str]]) -> tuple[Button, ...]:
    return tuple(Button(id=button_id("board", question, board), label=name) for board, name in boards)


def _friday_after(day: date, is_working: WorkingDays) -> date:
    """The next Friday, or the working day after it."""
    ahead = (4 - day.weekday()) % 7 or 7
    return working_day_on_or_after(day.fromordinal(day.toordinal() + ahead), is_working)
