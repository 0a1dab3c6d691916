"""Due phrases: what "by end of w/c 9 March" or "two days before the board" means, as clerks and owners write it.

`read_due` reads a phrase, `find_due` finds one at the end of an action's words. A wrong date is worse than none: a
phrase that may mean two days is answered with both, and one that cannot be read is said to be so.
"""

from bot.language.dues.fallback import warm
from bot.language.dues.finder import find_due
from bot.language.dues.reader import read_due
from bot.language.dues.reading import DueKind, DueReading

__all__ = ["DueKind", "DueReading", "find_due", "read_due", "warm"]
