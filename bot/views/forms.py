"""The forms. Each is submitted as a press of its id."""

from collections.abc import Mapping, Sequence

from bot.domain.boards import Board
from bot.domain.ids import ActionId
from bot.domain.people import Roster
from bot.messages import Form, FormField, Option
from bot.views.buttons import button_id
from bot.views.shown import Shown

Errors = Mapping[str, str]


def people_options(roster: Roster) -> tuple[Option, ...]:
    return tuple(
        Option(value=str(m.person.id), label=f"{m.person.name}, {m.role.value}") for m in roster.members
    )


def add_form(
    boards: Sequence[Board],
    roster: Roster,
    *,
    what: str = "",
    owners: Sequence[str] = (),
    due: str = "",
    errors: Errors | None = None,
    source: int | None = None,
) -> Form:
    """For "add" alone, for an add that could not be taken as it was typed, and for one made of a message.

    `source` is the question that keeps that message.
    """
    wrong = errors or {}
    choice = (
        FormField(
            name="board",
            label="Board",
            kind="choice",
            value=str(boards[0].id),
            options=tuple(Option(value=str(b.id), label=b.name) for b in boards),
            required=True,
        ),
    )
    return Form(
        id=button_id("add", boards[0].id, *(() if source is None else (source,))),
        title="Add an action",
        submit="Add",
        fields=(
            FormField(
                name="what",
                label="What is to be done",
                kind="words",
                value=what,
                required=True,
                error=wrong.get("what"),
            ),
            FormField(
                name="owners",
                label="Owners, the lead first",
                kind="people",
                value=tuple(owners),
                options=people_options(roster),
                error=wrong.get("owners"),
            ),
            FormField(
                name="due",
                label="Due",
                kind="date",
                value=due,
                hint="A date in words: “17 Feb”, “Friday week”, “next meeting”",
                error=wrong.get("due"),
            ),
            *(choice if len(boards) > 1 else ()),
        ),
    )


def words_form(
    verb: str, shown: Shown, title: str, label: str, *, value: str = "", error: str | None = None
) -> Form:
    """One box for words about one action."""
    return Form(
        id=button_id(verb, shown.action.id),
        title=title[:24],
        fields=(
            FormField(
                name="words",
                label=label,
                kind="words",
                value=value,
                required=True,
                hint=shown.title[:150],
                error=error,
            ),
        ),
    )


def due_form(shown: Shown, *, value: str = "", error: str | None = None) -> Form:
    return Form(
        id=button_id("dueform", shown.action.id),
        title=f"When is {shown.ref} due"[:24],
        fields=(
            FormField(
                name="due",
                label="Due",
                kind="date",
                value=value,
                required=True,
                hint="A date in words: “17 Feb”, “Friday week”, “next meeting”",
                error=error,
            ),
        ),
    )


def assign_form(action: ActionId, ref: str, roster: Roster, *, error: str | None = None) -> Form:
    return Form(
        id=button_id("assign", action),
        title=f"Who has {ref}"[:24],
        submit="Assign",
        fields=(
            FormField(
                name="owners",
                label="Owners, the lead first",
                kind="people",
                options=people_options(roster),
                required=True,
                error=error,
            ),
        ),
    )
