"""The words commands begin with, and those that stand for them."""

import re
from difflib import get_close_matches

from bot.language import intents as i
from bot.language.refs import take_refs

WORD = re.compile(r"\s*[/!]?([^\s,:;]+)[,:;]?\s*(.*)", re.DOTALL)

NAMES = (
    "add",
    "list",
    "find",
    "brief",
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
    "minutes",
    "settings",
    "board",
    "link",
    "unlink",
    "away",
    "back",
    "snooze",
    "unsnooze",
    "mute",
    "unmute",
    "help",
)


SYNONYMS = {
    **dict.fromkeys(("new", "create", "raise", "record"), "add"),
    **dict.fromkeys(("ls", "lists", "actions"), "list"),
    **dict.fromkeys(("view", "details", "card"), "show"),
    **dict.fromkeys(("complete", "completed", "finish", "finished"), "done"),
    **dict.fromkeys(("progress", "note", "comment"), "update"),
    **dict.fromkeys(("reassign", "re-assign", "give", "transfer", "delegate"), "assign"),
    **dict.fromkeys(
        ("deadline", "move", "extend", "defer", "postpone", "reschedule", "push", "delay"), "due"
    ),
    **dict.fromkeys(("reword", "rename", "amend"), "edit"),
    **dict.fromkeys(("cancel", "remove", "delete", "withdraw", "scrap"), "drop"),
    "re-open": "reopen",
    "search": "find",
    "briefing": "brief",
    "revert": "undo",
    "summary": "digest",
    **dict.fromkeys(("person", "members"), "people"),
    "calendar": "meetings",
    **dict.fromkeys(("setting", "configure", "preferences"), "settings"),
    **dict.fromkeys(("?", "commands", "usage"), "help"),
}


ALSO_MISTYPED = ("complete", "finished", "reassign", "cancel")


LISTS = {
    **{
        which.value: which
        for which in (
            i.Which.OPEN,
            i.Which.MINE,
            i.Which.OVERDUE,
            i.Which.DONE,
            i.Which.DROPPED,
            i.Which.ALL,
            i.Which.BLOCKED,
            i.Which.UNASSIGNED,
            i.Which.UNDATED,
        )
    },
    "outstanding": i.Which.OPEN,
    "my": i.Which.MINE,
    "late": i.Which.OVERDUE,
    **dict.fromkeys(("complete", "completed", "closed", "finished"), i.Which.DONE),
    "everything": i.Which.ALL,
    "unowned": i.Which.UNASSIGNED,
    "dateless": i.Which.UNDATED,
    "waiting": i.Which.BLOCKED,
    "stuck": i.Which.BLOCKED,
}


_LACKS = r"(?:without (?:an? |any )?|(?:(?:with|has|have|having|got|have got|has got) )?no |needs? (?:an? )?|lacks? (?:an? )?|missing (?:an? )?)"
_DUE = r"(?:(?:due|falling due|coming up|wanted|needed|to be done|for) )?"
NARROWED: tuple[tuple[str, i.Which], ...] = (
    (r"(?:overdue|late|behind|past (?:its|their|the) (?:due )?date)", i.Which.OVERDUE),
    (
        r"(?:blocked|stuck|on hold|waiting(?: (?:for|on) (?:some|any)(?:body|one|thing)(?: else)?)?)",
        i.Which.BLOCKED,
    ),
    (
        rf"(?:unassigned|unowned|ownerless|(?:(?:that|which) )?{_LACKS}(?:owners?|leads?)|nobody's|(?:that )?(?:nobody|no one|no-one) has(?: got)?)",
        i.Which.UNASSIGNED,
    ),
    (
        rf"(?:undated|dateless|(?:(?:that|which) )?{_LACKS}(?:due )?(?:dates?|deadlines?))",
        i.Which.UNDATED,
    ),
    (rf"{_DUE}(?:today|tonight)", i.Which.TODAY),
    (rf"{_DUE}(?:(?:by|before) the end of )?(?:this|the) week|due soon", i.Which.WEEK),
    (rf"{_DUE}next week", i.Which.NEXT_WEEK),
    (rf"{_DUE}(?:(?:by|before) the end of )?this month", i.Which.MONTH),
    (
        rf"{_DUE}(?:before|by|at|for|until|ahead of) (?:(?:the|our) )?(?:next )?(?:board )?meeting",
        i.Which.MEETING,
    ),
    (
        r"(?:to close|to be closed|ready to (?:close|be closed)|for (?:the board|me|us) to close|waiting to be closed|(?:that )?(?:i|we) can close)",
        i.Which.TO_CLOSE,
    ),
)
"""How a list is narrowed in more words than one."""


KEPT = {
    **dict.fromkeys(("decisions", "decision", "resolutions", "resolution"), "decision"),
    **dict.fromkeys(("referrals", "referral", "referred"), "referral"),
    **dict.fromkeys(("later", "forward", "deferred"), "forward"),
}
"""What is kept beside the actions, as it is asked for."""


# "Show me 12", "history of 12", "due date for 12": words that only lead to the ref.
WITH_REFS = frozenset(
    {
        "update",
        "assign",
        "due",
        "edit",
        "drop",
        "reopen",
        "close",
        "history",
        "show",
        "done",
        "snooze",
        "unsnooze",
    }
)

_LINK = re.compile(
    r"^(?:(?:me|of|on|the|due|date|deadline|back|out|for|with|action)\s+)+(?=[#(\[]?(?:[A-Za-z]{2,10}[ -]?)?[0-9])",
    re.IGNORECASE,
)


def near_command(word: str, alike: float = 0.75) -> str | None:
    """The command most like a mistyped word, if one is like enough (0 to 1)."""
    near = get_close_matches(word.casefold()[:40], (*NAMES, *ALSO_MISTYPED), n=1, cutoff=alike)
    return SYNONYMS.get(near[0], near[0]) if near else None


def taken(match: re.Match[str]) -> tuple[str, str, str]:
    """The word as typed, the command it is, and what is said after it."""
    word, rest = canonical_word(match[1]), match[2].strip()
    straight = _LINK.sub("", rest, count=1) if word in WITH_REFS else rest
    return match[1], word, straight if straight != rest and take_refs(straight)[0] else rest


def canonical_word(typed: str) -> str:
    word = typed.casefold()
    word = word if len(word) == 1 else word.rstrip(".!?")
    return SYNONYMS.get(word, word)
