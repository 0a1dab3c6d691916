"""The words of an inbound, read once however many ask for them."""

from bot.language import intents as i
from bot.language.commands import read_command
from bot.language.text import with_atoms
from bot.messages import Inbound


class Heard:
    """An inbound's text with its mentions as atoms, and the command it would be."""

    __slots__ = ("_command", "_text", "changes_nothing", "inbound")

    def __init__(self, inbound: Inbound) -> None:
        self.inbound = inbound
        self._text: str | None = None
        self._command: i.Intent | None = None
        # Whether handling it changes nothing; None before anybody has asked the core.
        self.changes_nothing: bool | None = None

    @property
    def text(self) -> str:
        """See `bot.language.text`."""
        if self._text is None:
            self._text = with_atoms(self.inbound.text, self.inbound.mentions)
        return self._text

    @property
    def command(self) -> i.Intent:
        """What the words ask for, if they are a command; `Unknown` where they begin with none."""
        if self._command is None:
            self._command = read_command(self.text)
        return self._command
