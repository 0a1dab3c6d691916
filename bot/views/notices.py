"""What the clerk is told: an action nobody owns, a name nobody has, a message that did not arrive."""

from datetime import date

from bot.messages import Button, Buttons, Paragraph, View
from bot.views.answers import lines
from bot.views.buttons import button_id
from bot.views.shown import Shown
from bot.views.words import counted, day_words, quoted, runs


def _assign(shown: Shown) -> Button:
    return Button(id=button_id("assignform", shown.action.id), label="Assign", main=True, opens_form=True)


def _show(shown: Shown) -> Button:
    return Button(id=button_id("show", shown.action.id), label=f"Show {shown.ref}")


def disowned(shown: Shown, by: str, words: str | None) -> View:
    said = f": {quoted(words)}" if words else ""
    return lines(
        f"{by} says {shown.ref} is not theirs{said}.",
        shown.title_line(),
        f"{shown.owners[:1].upper()}{shown.owners[1:]}. Who has it?",
        buttons=[_assign(shown), _show(shown)],
        subjects=[shown.action.id],
    )


def unmatched(shown: Shown, names: str, by: str) -> View:
    return lines(
        f"{by} added {shown.ref} for {names}, whom I cannot match to anybody on the {shown.board.name}.",
        shown.title_line(),
        "The name is kept as written; nobody is nudged until it is given to somebody.",
        buttons=[_assign(shown), _show(shown)],
        subjects=[shown.action.id],
    )


def wants_closed(shown: Shown, by: str) -> View:
    close = Button(id=button_id("close", shown.action.id), label="Close", main=True)
    return lines(
        f"{by} asks for {shown.ref} to be closed.",
        shown.title_line(),
        buttons=[close, _show(shown)],
        subjects=[shown.action.id],
    )


def withdrawn(shown: Shown, by: str) -> View:
    return lines(
        f"{by} does not ask for {shown.ref} to be closed any more.",
        shown.title_line(),
        buttons=[_show(shown)],
        subjects=[shown.action.id],
    )


def deactivated(name: str, board: str, open_count: int) -> View:
    """Somebody's account on the platform is switched off, and nudges do not reach them there."""
    owns = (
        f"{counted(open_count, 'open action')} {'is' if open_count == 1 else 'are'}"
        if open_count
        else "No open action is"
    )
    return lines(
        f"{name}’s account has been deactivated. {owns} theirs on the {board}.",
        "Nudges do not reach them there any more. “assign 12 @name” gives an action to somebody else.",
        buttons=[Button(id="list:open:0", label="List open actions")],
    )


def muted(name: str, until: date | None, today: date, board: str, open_count: int) -> View:
    """Somebody asked for silence; `until` is the first day they hear again, None for until they say so."""
    when = f"before {day_words(until, today)}" if until else "until they say so"
    owns = (
        f"{counted(open_count, 'open action')} {'is' if open_count == 1 else 'are'}"
        if open_count
        else "No open action is"
    )
    return lines(
        f"{name} asked not to be nudged {when}.",
        f"{owns} theirs on the {board}; “people” shows who is away or asked for silence.",
        buttons=[Button(id="people", label="People")],
    )


def unreached(whom: str, about: str, reason: str, again: str | None) -> View:
    """A message that failed. With `again`, the id of a button, nobody can tell whether it did."""
    buttons = [Button(id="list:open:0", label="List open actions")]
    if again is None:
        first = f"I could not reach {whom} with {about} ({reason})."
        then = "Nobody has been told in their place."
    else:
        first = f"I cannot tell whether {whom} got {about} ({reason})."
        then = "I do not say it again by myself, so that nobody gets it twice. Look there first."
        buttons = [Button(id=again, label="Send again"), *buttons]
    return View(
        line=first,
        blocks=(Paragraph(lines=(runs(first), runs(then))), Buttons(buttons=tuple(buttons))),
    )
