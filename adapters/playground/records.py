"""What the playground's platform keeps, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.places import PlaceKind
from bot.messages import Button, Form, View

BOT = "bot"
WORKSPACE = "playground"


@dataclass(frozen=True, slots=True)
class Human:
    """Somebody with a handle here. `person` is the core's number for them, opaque to the platform."""

    handle: str
    person: int
    name: str


@dataclass(frozen=True, slots=True)
class Room:
    """A place. `owner` is the handle whose direct conversation with the bot it is, None for a channel."""

    id: str
    kind: PlaceKind
    name: str
    owner: str | None = None

    @property
    def label(self) -> str:
        """The name as it is shown."""
        return f"#{self.name}" if self.kind is PlaceKind.CHANNEL else self.name

    def open_to(self, handle: str) -> bool:
        return self.owner is None or self.owner == handle


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `seq` is its place in the order, kept when it is redrawn; `revision` counts redraws.

    `thread` is the id of the thread's first message, None on that one. `visible_to` is the only handle that may
    see it, None when the whole place may. A form's `origin` is the message whose button opened it; `file` the name of
    the file that came with the words.
    """

    seq: int
    id: str
    place: str
    author: str
    text: str
    at: datetime
    thread: str | None = None
    visible_to: str | None = None
    view: View | None = None
    form: Form | None = None
    origin: str | None = None
    revision: int = 0
    file: str | None = None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed on it; a form's own id submits it."""
        if self.form is not None:
            return (Button(id=self.form.id, label=self.form.submit, main=True),)
        return self.view.buttons if self.view is not None else ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be written. `key` names what the outbox sent, for whoever asks later if it arrived."""

    id: str
    place: str
    author: str
    text: str
    thread: str | None = None
    visible_to: str | None = None
    view: View | None = None
    form: Form | None = None
    origin: str | None = None
    key: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing a person did. `answer` is the message it was answered in, `recorded` once the core knows where."""

    answer: str | None
    recorded: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened that open pages want to know: which message was written, or that all of it is new."""

    message: Message | None = None
    clock: datetime | None = None
    people: bool = False
    started_again: bool = False
