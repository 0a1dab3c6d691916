"""Acknowledgements, refusals and questions: what the one who asked is told."""

from collections.abc import Mapping, Sequence

from bot.domain.ids import ActionId
from bot.domain.meetings import Meeting
from bot.domain.people import Person, listed
from bot.messages import Block, Button, Buttons, Form, Line, Paragraph, View, plain
from bot.views.buttons import button_id
from bot.views.shown import Shown, card_item
from bot.views.words import day_words, due_words, quoted, runs, working_days

LIST = Button(id="list:open:0", label="List open actions")
HELP = Button(id="help", label="Help")


def lines(*said: str | Line, buttons: Sequence[Button] = (), subjects: Sequence[ActionId] = ()) -> View:
    """A few lines, then buttons. The first line stands alone as the notification."""
    drawn = tuple([runs(line) if isinstance(line, str) else line for line in said if line])
    blocks: list[Block] = [Paragraph(lines=drawn)]
    if buttons:
        blocks.append(Buttons(buttons=tuple(buttons)))
    return View(line=plain(drawn[0]) if drawn else "", blocks=tuple(blocks), subjects=tuple(subjects))


def refs(shown: Sequence[Shown]) -> str:
    return listed([s.ref for s in shown])


def _is(shown: Sequence[Shown], singular: str = "is", plural: str = "are") -> str:
    return singular if len(shown) == 1 else plural


def _subjects(shown: Sequence[Shown]) -> list[ActionId]:
    return [s.action.id for s in shown]


def added(shown: Shown, notes: Sequence[str], doubt: str | None, buttons: Sequence[Button]) -> View:
    """What was understood of an add; a doubtful date is asked about with the buttons that answer it."""
    owner = f" for {shown.owners.replace(' leads', '')}" if shown.action.assignments else ""
    due = due_words(shown.action.due, shown.today, year=True)
    first = (
        f"Added {shown.ref}{owner}, {due}."
        if doubt is None
        else f"Added {shown.ref}{owner}, with no date yet."
    )
    said = [first]
    if not shown.action.assignments:
        said.append(
            "Nobody has it yet: “assign " + str(shown.action.number) + " @name” gives it to somebody."
        )
    said += notes
    if doubt:
        said.append(f"{doubt} When is {shown.ref} due?")
    return lines(*said, buttons=buttons, subjects=[shown.action.id])


def completed(
    shown: Sequence[Shown],
    parts: Sequence[Shown],
    words: str,
    meeting: Meeting | None,
    undo: Button,
    covered: Sequence[str | None] = (),
) -> View:
    """What is complete; `parts` are those of which only the asker's own part is.

    `covered` has a name for each part whose lead the asker covers for: whether all of it is done is theirs to say.
    """
    kept = f": {quoted(words)}." if words else "."
    said: list[str] = []
    if shown:
        line = f"{refs(shown)} {_is(shown)} complete{kept}"
        if meeting is not None:
            first = shown[0]
            it = "it" if len(shown) == 1 else "them"
            line += f" The board closes {it} on {day_words(meeting.day(first.board.zone), first.today)}."
        said.append(line)
    if parts:
        said.append(f"Your part of {refs(parts)} is complete{kept}")
        leads = listed(list(dict.fromkeys(s.lead_name or "nobody" for s in parts)))
        plural = "leads" if len({s.lead_name for s in parts}) == 1 else "lead"
        it = (
            "it, and says when all of it is done"
            if len(parts) == 1
            else "them, and says when all of them are done"
        )
        said.append(f"{leads} {plural} {it}.")
    both = [(part, name) for part, name in zip(parts, covered, strict=False) if name is not None]
    if both:
        names = listed(list(dict.fromkeys(name for _, name in both)))
        said.append(f"You cover for {names}. Is all of {refs([part for part, _ in both])} done?")
    whole = [
        Button(id=button_id("done", part.action.id), label=f"All of {part.ref} is done", main=n == 0)
        for n, (part, _) in enumerate(both[:3])
    ]
    return lines(*said, buttons=[*whole, undo], subjects=_subjects([*shown, *parts]))


def changed(shown: Sequence[Shown], what: str, words: str, buttons: Sequence[Button]) -> View:
    """What became of them: "NWP-1 is dropped: “not needed”."."""
    more = words and words.strip(" .!").casefold() != what
    said = f"{refs(shown)} {_is(shown)} {what}" + (f": {quoted(words)}." if more else ".")
    return lines(said, buttons=buttons, subjects=_subjects(shown))


def noted(shown: Sequence[Shown], words: str, undo: Button) -> View:
    """A progress update, with what else could be meant."""
    buttons = [undo]
    if len(shown) == 1:
        one = shown[0].action.id
        buttons = [
            Button(id=button_id("done", one), label="Done"),
            Button(id=button_id("begin", one), label="In progress"),
            Button(id=button_id("later", one), label="More time"),
            undo,
        ]
    said = f"Noted on {refs(shown)}: {quoted(words, 3000)}"
    over = [s for s in shown if not s.action.unfinished]
    if len(shown) == 1 and over:
        ended = over[0].action
        buttons = [Button(id=button_id("reopen", ended.id), label="Reopen", main=True), undo]
        said = f"{said}. {over[0].ref} is {ended.status.value}. Is it open again?"
    return lines(said, buttons=buttons, subjects=_subjects(shown))


def due_changed(shown: Sequence[Shown], undo: Button) -> View:
    first = shown[0]
    due = due_words(first.action.due, first.today, year=True)
    said = (
        f"{refs(shown)} {_is(shown)} now {due}."
        if first.action.due.day or due != "no date"
        else f"{refs(shown)} now {_is(shown, 'has', 'have')} no date."
    )
    promised = first.action.due.first_date
    more = ""
    if len(shown) == 1 and promised and first.action.due.day and promised != first.action.due.day:
        more = f"It was first promised for {day_words(promised, first.today)}."
    return lines(said, more, buttons=[undo], subjects=_subjects(shown))


def ask_when(shown: Sequence[Shown], doubt: str | None, buttons: Sequence[Button]) -> View:
    question = f"When will {refs(shown)} be done?" if doubt is None else f"When is {refs(shown)} due?"
    return lines(f"{doubt} {question}" if doubt else question, buttons=buttons, subjects=_subjects(shown))


def assigned(shown: Sequence[Shown], notes: Sequence[str], buttons: Sequence[Button]) -> View:
    said = [f"{s.ref}: {s.owners.replace(' leads', ' leads it now')}, {s.due}." for s in shown]
    return lines(*said, *notes, buttons=buttons, subjects=_subjects(shown))


def reworded(shown: Shown, undo: Button) -> View:
    return lines(
        f"{shown.ref} now says {quoted(shown.action.what, 500)}.", buttons=[undo], subjects=[shown.action.id]
    )


def disowned(shown: Sequence[Shown], told: Sequence[str], undo: Button) -> View:
    after = f" I have told {listed(list(told))}." if told else ""
    return lines(
        f"{refs(shown)} {_is(shown)} no longer yours.{after}", buttons=[undo], subjects=_subjects(shown)
    )


def undone(shown: Sequence[Shown], back: Sequence[Sequence[str]]) -> View:
    """What came back, action by action."""
    said = [f"{s.ref} {listed(list(parts))}." for s, parts in zip(shown, back, strict=True)]
    return (
        lines("Undone.", *said, subjects=_subjects(shown))
        if len(said) > 1
        else lines(f"Undone. {said[0]}" if said else "Undone.", subjects=_subjects(shown))
    )


def may_not_change(shown: Shown, clerks: Sequence[Person], *others: Button) -> View:
    """`others` goes on with those that may be changed."""
    clerk = f", the clerk ({names_or(clerks)})" if clerks else ""
    return lines(
        f"Only its owners, whoever added it{clerk} or the chair can change {shown.ref}. Nothing was changed.",
        buttons=[*others, Button(id=button_id("show", shown.action.id), label=f"Show {shown.ref}")],
        subjects=[shown.action.id],
    )


def or_names(people: Sequence[Person]) -> str:
    """People to choose from: "Tom Reid or Tom Baker"."""
    names = [p.name for p in people]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def names_or(people: Sequence[Person]) -> str:
    return listed([p.name for p in people])


def only_runners(what: str, clerks: Sequence[Person], *, asked: Sequence[Button] = ()) -> View:
    """Something only the clerk or the chair can do; `asked` takes back the wish that was passed on to the clerk."""
    clerk = f" ({names_or(clerks)})" if clerks else ""
    more = f" I have asked {clerks[0].first_name}." if asked and clerks else " Nothing was changed."
    return lines(
        f"Only the clerk{clerk} or the chair can {what} on this board.{more}", buttons=[*asked, HELP]
    )


def no_such_action(missing: Sequence[str], board: str | None, instead: Sequence[Button] = ()) -> View:
    """`instead` are what may have been meant: what was said is done to the one chosen."""
    where = f" on the log of the {board}" if board else ""
    asked = "Is it one of these?" if instead else ""
    return lines(
        f"There is no {listed(list(missing))}{where}. Nothing was changed.",
        asked,
        buttons=[*instead, LIST] if instead else [LIST, HELP],
    )


def no_such_board(codes: Sequence[str], boards: Mapping[str, str], instead: Sequence[Button] = ()) -> View:
    """`boards` are those the asker sees, by their letters; `instead` as for `no_such_action`."""
    there = listed([f"{code} ({name})" for code, name in boards.items()])
    return lines(
        f"No board here has the letters {listed(list(codes))}: there {'is' if len(boards) == 1 else 'are'} {there}. "
        "Nothing was changed.",
        "Is it one of these?" if instead else "",
        buttons=[*instead, LIST] if instead else [LIST, HELP],
    )


def form_waits(form: Form, question: int) -> View:
    """A form that cannot be opened from where it was asked for, with what is wrong in it so far."""
    wrong = [f.error for f in form.fields if f.error]
    button = Button(id=button_id("form", question), label="Open the form", main=True, opens_form=True)
    return lines(f"{form.title}: this takes a form.", *wrong, buttons=[button])


def which_one(
    question: str, shown: Sequence[Shown], count: int, buttons: Sequence[Button], verb: str
) -> View:
    said = [question]
    if count > len(shown):
        said.append(
            f"There are {count - len(shown)} more: say which by number, as in “{verb} {shown[0].action.number}”."
        )
    return lines(*said, buttons=buttons, subjects=_subjects(shown))


def a_card(shown: Shown, *, posted: bool = False) -> View:
    """One action as its card: `posted` to stand in a channel, or shown to whoever asked."""
    item = card_item(shown, posted=posted)
    return View(line=notification(shown), blocks=(item,), subjects=(shown.action.id,))


def notification(shown: Shown) -> str:
    """Who, what and when within the first 80 characters."""
    who = shown.lead_name or "nobody yet"
    tail = f" · {who} · {shown.due}"
    room = max(20, 80 - len(shown.ref) - 3 - len(tail))
    what = shown.action.what
    what = what if len(what) <= room else what[: room - 1].rstrip() + "…"
    return f"{shown.ref} · {what}{tail}"


def how_late(shown: Shown) -> str:
    return working_days(shown.action.working_days_overdue(shown.today, shown.board.is_working))
