"""Help, and what is said to whoever is lost."""

from collections.abc import Sequence

from bot.messages import Button, Buttons, Heading, Line, Paragraph, View
from bot.views.answers import HELP, LIST, lines
from bot.views.shown import Shown
from bot.views.words import counted, quoted, runs, strong

_COMMANDS: dict[str, tuple[str, str]] = {
    "add": (
        "add <what> [@owner …] [by <due>]",
        "“add Circulate the outcomes @hayley by 17 Feb”. “add” alone opens a form.",
    ),
    "list": (
        "list [mine | open | overdue | done | dropped | all | blocked | unassigned | no date | this week | before the meeting] [@owner]",
        "“list overdue”, “list @hayley”, “what is due this week?”, “what has the council got?”, “how many are open?”, “what can I close?”.",
    ),
    "find": ("find <words>", "The actions that speak of something: “find risk register”."),
    "brief": ("brief", "How the log stands now, for you alone."),
    "show": ("show <number>", "One action with its card: “show 12”."),
    "done": (
        "done <number …> [words]",
        "“done 12 14, sent on Monday”. The owner, whoever added it, the clerk or the chair.",
    ),
    "update": ("update <number> <words>", "Progress in your own words: “update 12 draft with legal”."),
    "assign": (
        "assign <number> @owner …, add @owner to <number>, take @owner off <number>",
        "Gives it to somebody else; the first one named leads. The others put somebody beside them, or take them off.",
    ),
    "due": ("due <number> <when>", "“due 12 Friday week”, “due 12 next meeting”, “due 12 no date”."),
    "edit": (
        "edit <number> <new words>",
        "Changes what the action says; the earlier words stay in its history.",
    ),
    "drop": ("drop <number> <reason>", "It will not be done. It stays on the log, with the reason."),
    "reopen": ("reopen <number>", "Back to open."),
    "close": (
        "close <number …>",
        "The board agrees it is finished. The clerk and the chair; “close all” is all that is complete.",
    ),
    "history": ("history <number>", "Who did what, and when."),
    "undo": ("undo", "Takes back the last thing you did."),
    "digest": (
        "digest",
        "How the log stands now. From the clerk or the chair it goes to the board’s channels.",
    ),
    "minutes": (
        "minutes, with a file or pasted text",
        "What is found in them you look at first; then it goes into the log. The clerk and the chair. “list decisions” shows what was kept of them.",
    ),
    "snooze": (
        "snooze <number> <until when>, unsnooze <number>",
        "“snooze 12 3 days”, “remind me about 12 on Friday”: you hear nothing about it until then.",
    ),
    "away": (
        "away until <day> [cover @name], back",
        "“away from 3 to 8 April, cover @kim”: no nudges, the last day included. “back” ends it.",
    ),
    "mute": (
        "mute [until <day>], unmute",
        "“stop nudging me” and “nudge me again” do the same. The clerk is told.",
    ),
    "people": (
        "people, people add <name>[, partner][, role], people remove <name>",
        "Who is on the board. The clerk and the chair add people.",
    ),
    "meeting": (
        "meetings, meeting add <date time> [place], meeting move [date to] <date time>, meeting cancel [date]",
        "“meeting add 5 March 14:00 Town Hall”. The clerk and the chair add meetings.",
    ),
    "settings": (
        "settings, settings <name> <value>, settings <name> usual, settings my nudges <when>",
        "“settings digest Tuesday 10:00”, “settings nation Scotland”, “settings pause until 8 May”. The clerk and the chair change them.",
    ),
    "board": (
        "board",
        "In a new channel: links it to a board, and names its clerk and chair. An administrator of the workspace.",
    ),
    "link": (
        "link [code], unlink",
        "Directly: “link” gives a code, and “link CODE” in your account on the other platform makes both one person.",
    ),
    "help": ("help [command]", "This."),
}
_ALIASES = {"back": "away", "unmute": "mute", "unsnooze": "snooze", "meetings": "meeting", "unlink": "link"}


def topics() -> tuple[str, ...]:
    return tuple(_COMMANDS)


def help_view(topic: str | None, *, direct: bool) -> View:
    """Everything, or one command."""
    name = _ALIASES.get(topic or "", topic or "")
    if name in _COMMANDS:
        usage, words = _COMMANDS[name]
        return lines((strong(usage),), words, buttons=[HELP])
    prefix = "Here you can say these plainly." if direct else "Begin with /action, or mention me."
    rows: tuple[Line, ...] = tuple(runs(strong(usage), f" · {words}") for usage, words in _COMMANDS.values())
    return View(
        line="What you can say to me",
        blocks=(
            Heading(text="What you can say to me"),
            Paragraph(lines=(runs(prefix),)),
            Paragraph(lines=rows),
            Paragraph(
                lines=(
                    runs("A ref is “NWP-12”, or “12” where it is plain which board."),
                    runs(
                        "Owners may answer in their own words: “done, sent on Monday”, “waiting on legal”, “need until Friday”, “not mine”."
                    ),
                ),
                quiet=True,
            ),
            Buttons(buttons=(Button(id="addform", label="Add an action", opens_form=True), LIST)),
        ),
    )


def usage(topic: str, problem: str) -> View:
    """A command that lacks something."""
    use, words = _COMMANDS[_ALIASES.get(topic, topic)]
    return lines(problem, runs(strong(use), f" · {words}"), buttons=[HELP])


def unknown(word: str, nearest: str | None, rest: str, again: Button | None) -> View:
    """A command nobody knows, with the nearest one offered."""
    said = f"I do not know “{word[:60]}”."
    if nearest is None:
        return lines(said, "I can add, list, show or change actions: “help” says how.", buttons=[LIST, HELP])
    buttons: Sequence[Button] = [again, HELP] if again else [HELP]
    meant = f"{nearest} {rest}".strip()
    return lines(f"{said} Did you mean “{meant[:200]}”?", buttons=buttons)


def courtesy(first_name: str, open_count: int, *, greets: bool) -> View:
    mine = Button(id="list:mine:0", label="List mine")
    if greets:
        said = f"You have {counted(open_count, 'open action') if open_count else 'nothing open'}."
        return lines(f"Hello, {first_name}. {said}", buttons=[mine if open_count else LIST, HELP])
    if open_count:
        said = f"Thank you, {first_name}. Nothing was changed."
        return lines(said, buttons=[mine, HELP])
    return lines(f"Thank you, {first_name}. You have nothing open.", buttons=[LIST, HELP])


def stranger() -> View:
    return lines(
        "You hold no role on a board here, so there is nothing I can show you or change for you.",
        "The clerk of your board can add you: “people add” and your name.",
    )


def no_board() -> View:
    return lines(
        "This conversation belongs to no board of yours, so I can do nothing here.",
        "In your board’s channel, or in a direct conversation, I can.",
    )


def aside(said: str, *, asks: bool, near: Sequence[Shown], buttons: Sequence[Button]) -> View:
    """No progress: nothing is put on the log. `near` are actions it may be about."""
    kept = f"I have put {quoted(said, 120)} on no action"
    if near:
        about = "Is it about this one?" if len(near) == 1 else "Is it about one of these?"
        rows = [f"{s.title} · {s.owners or 'nobody yet'} · {s.due}" for s in near]
        return lines(f"{kept}. {about}", *rows, buttons=buttons, subjects=[s.action.id for s in near])
    first = (
        f"I cannot answer {quoted(said, 120)}, and have put it on no action."
        if asks
        else f"{kept}: it does not say how one stands, and I pass no messages on."
    )
    more = "I know the log: “what is due this week?”, “what has Tom got?”, “find” and a word or two."
    return lines(first, more, buttons=buttons)


def nothing_open(first: str) -> View:
    return lines(first, "To change one all the same, say its number: “done 12”.", buttons=[LIST, HELP])
