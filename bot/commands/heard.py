"""The words of an inbound, read once however many ask for them."""

from functools import cached_property

from bot.language import intents as i
from bot.language.commands import read_command
from bot.language.text import with_atoms
from bot.messages import Inbound


class Heard:
    """An inbound's text with its mentions as atoms, and the command it would be."""

    def __init__(self, inbound: Inbound) -> None:
        self.inbound = inbound

    @cached_property
    def text(self) -> str:
        """See `bot.language.text`."""
        return with_atoms(self.inbound.text, self.inbound.mentions)

    @cached_property
    def command(self) -> i.Intent:
        """What the words ask for, if they are a command; `Unknown` where they begin with none."""
        return read_command(self.text)
