"""The forms. Each is submitted as a press of its id."""

from collections.abc import Mapping, Sequence

from bot.domain.boards import Board
from bot.domain.ids import ActionId, QuestionId
from bot.domain.people import Roster, listed
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
) -> Form:
    """For "add" alone, and for an add that could not be taken as it was typed."""
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
        id=button_id("add", boards[0].id),
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


def why_form(question: QuestionId, shown: Sequence[Shown], title: str, label: str) -> Form:
    """Words about one action or several, for what was begun without them."""
    about = shown[0].title[:150] if len(shown) == 1 else listed([s.ref for s in shown])
    return Form(
        id=button_id("why", question),
        title=f"{title} {shown[0].ref}"[:24] if len(shown) == 1 else title,
        fields=(FormField(name="words", label=label, kind="words", required=True, hint=about),),
    )


def due_form(actions: Sequence[ActionId], refs: str, *, value: str = "", error: str | None = None) -> Form:
    return Form(
        id=button_id("dueform", "+".join(map(str, actions))),
        title=f"When is {refs} due" if len(refs) < 12 else "When are they due",
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


def assign_form(actions: Sequence[ActionId], refs: str, roster: Roster, *, error: str | None = None) -> Form:
    return Form(
        id=button_id("assign", "+".join(map(str, actions))),
        title=f"Who has {refs}" if len(refs) < 16 else "Who has them",
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
