"""How a file is refused: one kind sentence, with the file's name and what can be done about it."""

import unicodedata
from pathlib import PurePosixPath


class Unreadable(Exception):  # noqa: N818 - it is the file that is unreadable
    """A file that was not read; its text is the sentence to show whoever sent it."""


class Refusal(Exception):  # noqa: N818 - as above
    """The same inside the reading process, without the file's name: "is empty. …"."""


PASSWORD = "is protected by a password. Save it without one and send it again."  # noqa: S105 - a sentence
DAMAGED = "could not be opened; it may be damaged. Save it anew, or send it as a PDF."
TOO_LONG = "took too long to read, and was left alone. Send the minutes without their annexes, or as text."
TOO_LARGE = "is too large once unpacked, and was left alone. Send the minutes without their annexes."
MACROS = "is a Word document with macros, and those are not opened. Save it as .docx and send it again."


def shown(name: str) -> str:
    """A file's name as it may stand in a sentence: no folders, nothing invisible, no more than 80 characters."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()
    return (clean if len(clean) <= 80 else clean[:60] + "…" + clean[-15:]) or "The file"


def sentence(name: str, rest: str) -> str:
    return f"“{shown(name)}” {rest}"
