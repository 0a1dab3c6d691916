"""What crosses the border between the core and the adapters: Inbound going in; Reply, View and Form coming out.

Everything here is neutral of any platform. Adapters draw it; none of them decides anything. All text is data: an
adapter escapes it, whatever it holds.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.places import PlaceKind, PostKind


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Platform(StrEnum):
    PLAYGROUND = "playground"
    SLACK = "slack"
    TEAMS = "teams"


# --- what comes in ---------------------------------------------------------------------------------------------


class Author(Model):
    """Who wrote, as the platform names them. `workspace` may differ from the place's (Slack Connect)."""

    workspace: str
    id: str
    name: str | None = None


class Where(Model):
    """The place it was written in. `address` is the platform's own id for it."""

    kind: PlaceKind
    address: str
    name: str | None = None


class Mention(Model):
    """A mention inside a text: the slice start:end, the identity it names, how it is shown.

    `workspace` is that identity's own, where it is not the place's (Slack Connect).
    """

    start: int
    end: int
    id: str
    name: str | None = None
    workspace: str | None = None


class Profile(Model):
    """Somebody as the platform's directory shows them. `zone` is an IANA name.

    `direct` is the address of their direct conversation with the bot, where it is known. `makes_boards` says that
    they administer the workspace, or that the operator named them: nobody else links a channel to a board.
    `verified_email` is an address the platform has proved to be theirs, and not only one that stands in the profile:
    by it two accounts are one person.
    """

    workspace: str
    id: str
    name: str
    zone: str | None = None
    email: str | None = None
    verified_email: str | None = None
    direct: str | None = None
    makes_boards: bool = False


class Quote(Model):
    """A message somebody wrote, which the inbound is about: to make an action of, or because it was changed.

    `link` is its permanent link, and names it for good.
    """

    link: str
    text: str = ""
    mentions: tuple[Mention, ...] = ()


class Found(Model):
    """One thing that was found in minutes: see `bot.minutes.Proposal`, whose fields these are."""

    kind: Literal["action", "request", "referral", "decision", "forward", "report"]
    what: str
    quote: str
    start: int
    end: int
    owners: tuple[str, ...] = ()
    owners_resolved: tuple[str, ...] = ()
    due_words: str | None = None
    due_elsewhere: bool = False
    minute: str | None = None
    confidence: float
    why: str = ""


class Paper(Model):
    """Minutes somebody handed in, read; or `problem`, a sentence saying why they could not be.

    `mark` names the text: the same text has the same. `body`, `held_on` and `next_meeting` are what the minutes say
    of their own meeting. `notes` are sentences about the file, such as what of it was left out.
    """

    name: str | None = Field(default=None, max_length=255)
    problem: str | None = None
    mark: str = Field(default="", max_length=64)
    body: str | None = None
    held_on: date | None = None
    next_meeting: date | None = None
    found: tuple[Found, ...] = ()
    notes: tuple[str, ...] = ()


class Press(Model):
    """A pressed button, or a submitted form: the button's or form's id, and the form's values by field name.

    `post` is the platform's id of the message the button stood on, None for a form opened by a command. `on_answer`
    says that it stood on an answer only the presser saw, which the platform gives no lasting id to.
    """

    button: str
    post: str | None = None
    on_answer: bool = False
    values: dict[str, str | tuple[str, ...]] | None = None


class Inbound(Model):
    """One thing a person did. `delivery` names it for good: the same again is a replay.

    `addressed` says that the words are meant for the bot: a slash command, a mention, or a direct conversation.
    `command` says that they came with the slash command or a mention in front, not as plain talk; the command's name
    and the bot's own mention are already cut from `text`. `thread` is the platform's id
    of the first message of the thread it was written in, `link` a permanent link to the message. `people` is what the
    directory knows of the author and of those named or picked. `quote` is another message this is about; `happened`
    says that this is no wish of anybody's, but news of what became of it. `paper` is a file of minutes that came with
    the words, read already. `opens_forms` is False where the platform
    can answer with words alone, and a form has to wait behind a button.
    """

    platform: Platform
    workspace: str
    delivery: str = Field(min_length=1, max_length=255)
    author: Author
    where: Where
    text: str = ""
    mentions: tuple[Mention, ...] = ()
    addressed: bool = True
    command: bool = False
    thread: str | None = None
    link: str | None = None
    press: Press | None = None
    people: tuple[Profile, ...] = ()
    quote: Quote | None = None
    happened: Literal["edited", "deleted"] | None = None
    paper: Paper | None = None
    opens_forms: bool = True

    def profile(self, identity: str) -> Profile | None:
        """What the directory knows of somebody."""
        return next((p for p in self.people if p.id == identity), None)


# --- what goes out ---------------------------------------------------------------------------------------------


class Run(Model):
    """A stretch of text. Never markup: `strong` is the only emphasis there is."""

    text: str
    strong: bool = False


Line = tuple[Run, ...]


class Button(Model):
    """`id` comes back in `Press.button`. At most one of a message is `main`; those with `more` wait behind "More".

    `opens_form` tells platforms that must know beforehand that pressing it opens a form.
    """

    id: str = Field(max_length=255)
    label: str
    main: bool = False
    more: bool = False
    opens_form: bool = False


class Heading(Model):
    kind: Literal["heading"] = "heading"
    text: str


class Paragraph(Model):
    """Lines of text that belong together; `quiet` ones are said in a smaller voice."""

    kind: Literal["paragraph"] = "paragraph"
    lines: tuple[Line, ...]
    quiet: bool = False


class Mark(StrEnum):
    """How an action stands. Its mark and words are always shown; colour only repeats them."""

    ON_TRACK = "on track"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"
    COMPLETE = "complete"
    DROPPED = "dropped"
    NONE = "none"


class Item(Model):
    """One action in a message: its title, lines of facts, how it stands, and what can be done about it."""

    kind: Literal["item"] = "item"
    title: Line
    lines: tuple[Line, ...] = ()
    mark: Mark = Mark.NONE
    buttons: tuple[Button, ...] = ()


class Buttons(Model):
    kind: Literal["buttons"] = "buttons"
    buttons: tuple[Button, ...]


Block = Annotated[Heading | Paragraph | Item | Buttons, Field(discriminator="kind")]


class View(Model):
    """What is said. `line` stands alone as the notification; `subjects` are the ids of the actions it is about."""

    line: str
    blocks: tuple[Block, ...]
    subjects: tuple[int, ...] = ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button in reading order."""
        found: list[Button] = []
        for block in self.blocks:
            if isinstance(block, Item | Buttons):
                found.extend(block.buttons)
        return tuple(found)

    @property
    def text(self) -> str:
        """The whole view as a person would read it, without its buttons."""
        lines: list[str] = []
        for block in self.blocks:
            match block:
                case Heading():
                    lines.append(block.text)
                case Paragraph():
                    lines.extend(plain(line) for line in block.lines)
                case Item():
                    lines.append(plain(block.title))
                    lines.extend(plain(line) for line in block.lines)
                case Buttons():
                    pass
        return "\n".join(lines)


class Option(Model):
    value: str
    label: str


class FormField(Model):
    """`kind`: one line of text, several lines, people, a date in words, one of options.

    People are chosen from `options`, or from the platform's own directory where there are none; then the values are
    identities. `most` is how many may be chosen.
    """

    name: str
    label: str
    kind: Literal["text", "words", "people", "date", "choice"]
    value: str | tuple[str, ...] = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    hint: str | None = None
    error: str | None = None
    most: int | None = None


class Form(Model):
    """Asked for in a form; submitted as a press of `id` with values. `title` keeps to 24 characters (Slack's modal)."""

    id: str = Field(max_length=255)
    title: str = Field(max_length=24)
    fields: tuple[FormField, ...]
    submit: str = "Save"


class Reply(Model):
    """What one inbound is answered with: to the asker alone, where they asked; or a form; or nothing at all.

    `replaces` says that the answer takes the place of the one whose button was pressed. `rows` are the outbox rows
    this delivery wrote or joined, for an adapter that wants to wait for them.
    """

    answer: View | None = None
    form: Form | None = None
    replaces: bool = False
    rows: tuple[int, ...] = ()


class Outgoing(Model):
    """One message for a sender: say `view` at `address`, or redraw the post `replaces`.

    `key` names the message for good; a sender that can be asked finds by it what has arrived already. `private_to`
    is the platform's id of the only person who may see it. `place` is the place of this address, where there is one.
    """

    key: str
    kind: PostKind
    platform: Platform
    workspace: str
    place_kind: PlaceKind
    address: str
    view: View
    thread: str | None = None
    replaces: str | None = None
    private_to: str | None = None
    place: int | None = None


def plain(line: Iterable[Run]) -> str:
    return "".join(run.text for run in line)
