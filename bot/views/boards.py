"""Linking a channel to a board: its form, and what is said about it."""

from collections.abc import Mapping, Sequence

from bot.domain.boards import Board
from bot.domain.people import Role, Roster, names
from bot.messages import Button, Form, FormField, Option, View
from bot.views.answers import HELP, lines

FORM = "linkform"
_ADD = Button(id="addform", label="Add an action", main=True, opens_form=True)


def board_form(
    existing: Sequence[Board], typed: Mapping[str, str | tuple[str, ...]], errors: Mapping[str, str]
) -> Form:
    """Which board, and who keeps and chairs it. People are picked from the platform's directory."""

    def field(name: str, label: str, kind: str, **more: object) -> FormField:
        return FormField.model_validate(
            {
                "name": name,
                "label": label,
                "kind": kind,
                "value": typed.get(name, () if kind == "people" else ""),
                "error": errors.get(name),
                **more,
            }
        )

    choice = (
        field(
            "board",
            "Board",
            "choice",
            required=True,
            options=(
                Option(value="new", label="A new board"),
                *(Option(value=str(b.id), label=f"{b.name} ({b.code})") for b in existing),
            ),
        ),
    )
    return Form(
        id=FORM,
        title="Link this channel",
        submit="Link",
        fields=(
            *(choice if existing else ()),
            field("name", "Name of the new board", "text", hint="Northvale Wellbeing Partnership"),
            field("code", "Its short code", "text", hint="NWP; every ref begins with it, as in NWP-12"),
            field("zone", "Its time zone", "text", hint="By its IANA name: Europe/London"),
            field("clerk", "Clerk: keeps the log", "people", most=3),
            field("chair", "Chair", "people", most=1),
            field("others", "Others who own actions", "people", hint="More can be added later"),
        ),
    )


def linked(board: Board, roster: Roster) -> View:
    return lines(
        f"This channel keeps the log of the {board.name} now. Its refs begin with {board.code}.",
        _who(roster),
        "The next digest comes by itself. “meeting add 5 March 14:00 Town Hall” sets when the board meets.",
        buttons=[_ADD, Button(id="people", label="People"), HELP],
    )


def linked_already(board: Board, roster: Roster) -> View:
    return lines(
        f"This channel keeps the log of the {board.name} ({board.code}).",
        _who(roster),
        buttons=[Button(id="people", label="People"), HELP],
    )


def _who(roster: Roster) -> str:
    clerks, chairs = roster.holding(Role.CLERK), roster.holding(Role.CHAIR)
    clerk = f"Clerk: {names(clerks)}." if clerks else "Nobody is its clerk yet."
    chair = f"Chair: {names(chairs)}." if chairs else "Nobody is its chair yet."
    return f"{clerk} {chair}"


def only_administrators() -> View:
    return lines(
        "An administrator of this workspace, or somebody the operator named in app.yaml, links a channel to a board.",
        "Ask them to say “/action board” here. Nothing was changed.",
        buttons=[HELP],
    )


def say_it_in_the_channel() -> View:
    return lines(
        "Say “/action board” in the channel the board’s log is to live in. Nothing was changed.",
        buttons=[HELP],
    )
