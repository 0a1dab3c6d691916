"""Commands: the words after `/action`, and the same words said plainly in a direct conversation."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from bot.language import intents as i
from bot.language.refs import refs_only, take_refs

NAMES = (
    "add",
    "list",
    "show",
    "done",
    "update",
    "assign",
    "due",
    "edit",
    "drop",
    "reopen",
    "close",
    "history",
    "undo",
    "digest",
    "people",
    "meeting",
    "meetings",
    "board",
    "help",
)

_SYNONYMS = {
    "new": "add",
    "create": "add",
    "ls": "list",
    "actions": "list",
    "complete": "done",
    "completed": "done",
    "finish": "done",
    "finished": "done",
    "reassign": "assign",
    "person": "people",
    "?": "help",
}

_WORD = re.compile(r"\s*([^\s,:;]+)[,:;]?\s*(.*)", re.DOTALL)


def read_command(text: str) -> i.Intent:
    """What was asked for. Text that begins with no command is Unknown, with the nearest command there is."""
    match = _WORD.match(text)
    if match is None:
        return i.Help()
    typed, rest = match[1], match[2].strip()
    word = typed.casefold()
    word = _SYNONYMS.get(word, word)
    reader = _READERS.get(word)
    if reader is not None:
        return reader(rest)
    return i.Unknown(typed, near_command(word, 0.6), rest)


def near_command(word: str, alike: float = 0.75) -> str | None:
    """The command most like a mistyped word, if one is like enough (0 to 1)."""
    near = get_close_matches(word.casefold(), NAMES, n=1, cutoff=alike)
    return near[0] if near else None


def said_plainly(text: str) -> i.Intent | None:
    """A command inside plain talk, where the same words might be an owner's answer.

    Only what cannot well be anything else: a bare "list", "help" or "undo", or a verb followed by refs. None for
    anything that may be somebody's own words ("update the website", "close to finished", "show me").
    """
    match = _WORD.match(text)
    if match is None:
        return None
    word, rest = match[1].casefold(), match[2].strip()
    word = _SYNONYMS.get(word, word)
    if word == "add" and rest:
        return i.Add(rest)
    if word in {"undo", "digest", "meetings", "add"}:
        return _READERS[word](rest) if not rest else None
    if word == "list":
        return _list(rest) if _is_list(rest) else None
    if word == "help":
        return i.Help(rest or None) if not rest or rest.casefold() in NAMES else None
    if word == "people":
        return _people(rest) if not rest or rest.casefold().startswith("add ") else None
    if word == "meeting":
        return _meeting(rest) if rest.casefold().startswith("add ") else None
    if word in {"update", "assign", "due", "edit", "drop", "reopen", "close", "history", "show"}:
        refs, _ = take_refs(rest)
        return _READERS[word](rest) if refs else None
    return None


def _add(rest: str) -> i.Intent:
    return i.Add(rest)


def _is_list(rest: str) -> bool:
    words = rest.casefold().split()
    return not words or words[0] in set(i.Which) or "\ue000" <= rest[0] <= "\uefff" or rest.startswith("@")


def _list(rest: str) -> i.Intent:
    which: i.Which | None = None
    owner: list[str] = []
    for word in rest.split():
        plain = word.casefold()
        if which is None and plain in set(i.Which):
            which = i.Which(plain)
        elif plain not in {"for", "of", "actions", "everything"}:
            owner.append(word)
    return i.ListActions(which or i.Which.OPEN, " ".join(owner).removeprefix("@") or None)


def _referring(make: Callable[[tuple[i.Ref, ...], str], i.Intent]) -> Callable[[str], i.Intent]:
    def reader(rest: str) -> i.Intent:
        refs, words = take_refs(rest)
        return make(refs, words)

    return reader


def _people(rest: str) -> i.Intent:
    first, _, words = rest.partition(" ")
    if first.casefold() in {"add", "new"}:
        return i.AddPerson(words.strip())
    return i.ListPeople()


def _meeting(rest: str) -> i.Intent:
    first, _, words = rest.partition(" ")
    if first.casefold() in {"add", "new"}:
        return i.AddMeeting(words.strip())
    return i.AddMeeting(rest) if any(c.isdigit() for c in rest) else i.ListMeetings()


def _help(rest: str) -> i.Intent:
    return i.Help(rest.split(maxsplit=1)[0].casefold() if rest else None)


def _done(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
    return i.Done(refs, words)


def _due(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
    return i.SetDue(refs, words)


def _assign(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
    return i.Assign(refs, re.sub(r"^to\s+", "", words, flags=re.IGNORECASE))


_READERS: dict[str, Callable[[str], i.Intent]] = {
    "add": _add,
    "list": _list,
    "show": lambda rest: i.Show(refs_only(rest)),
    "history": lambda rest: i.ShowHistory(refs_only(rest)),
    "done": _referring(_done),
    "update": _referring(i.GiveUpdate),
    "assign": _referring(_assign),
    "due": _referring(_due),
    "edit": _referring(i.Edit),
    "drop": _referring(i.Drop),
    "reopen": _referring(i.Reopen),
    "close": _referring(i.Close),
    "undo": lambda _: i.UndoLast(),
    "digest": lambda _: i.PostDigest(),
    "people": _people,
    "meeting": _meeting,
    "meetings": lambda _: i.ListMeetings(),
    "board": lambda rest: i.LinkBoard() if not rest else i.Unknown("board", None, rest),
    "help": _help,
}
