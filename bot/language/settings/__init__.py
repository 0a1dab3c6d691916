"""What is said after "settings": which setting is meant, and its value in plain words."""

from bot.language.settings.naming import Named, named
from bot.language.settings.reading import NotRead, read, read_own

__all__ = ["Named", "NotRead", "named", "read", "read_own"]
