"""Commands: the words after `/action`, and the same words said plainly in a direct conversation."""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from bot.language import intents as i
from bot.language.absences import read_personal
from bot.language.answers import read_answer
from bot.language.changes import read_change
from bot.language.clauses import LONGEST_READ, clauses, plain
from bot.language.hedges import restricts, takes_back
from bot.language.questions import read_question
from bot.language.refs import MONTH, WEEKDAY, parts, refs_at, refs_only, several_meant, take_refs
from bot.language.settings import named
from bot.language.several import tells_apart
from bot.language.text import ATOM, one_line

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

_SYNONYMS = {
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
    "revert": "undo",
    "summary": "digest",
    **dict.fromkeys(("person", "members"), "people"),
    "calendar": "meetings",
    **dict.fromkeys(("setting", "configure", "preferences"), "settings"),
    **dict.fromkeys(("?", "commands", "usage"), "help"),
}
_ALSO_MISTYPED = ("complete", "finished", "reassign", "cancel")
_LISTS = {
    **{which.value: which for which in i.Which},
    "outstanding": i.Which.OPEN,
    "my": i.Which.MINE,
    "late": i.Which.OVERDUE,
    **dict.fromkeys(("complete", "completed", "closed", "finished"), i.Which.DONE),
    "everything": i.Which.ALL,
}

_KEPT = {
    **dict.fromkeys(("decisions", "decision", "resolutions", "resolution"), "decision"),
    **dict.fromkeys(("referrals", "referral", "referred"), "referral"),
    **dict.fromkeys(("later", "forward", "deferred"), "forward"),
}
"""What is kept beside the actions, as it is asked for."""

# Nobody begins with these to speak of themselves.
_OF_THE_LOG = frozenset({"add", "list", "show", "update", "assign", "edit", "close", "digest"})
# A list's mark or a ref begins it: it may be an answer about several actions.
_MAY_LIST = re.compile(r"\s*(?:[-*\u2022\u00b7\u2013\u2014]\s|[(\[#]?(?:[A-Za-z]{2,10}[- ]?)?#?[0-9])")
_WORD = re.compile(r"\s*[/!]?([^\s,:;]+)[,:;]?\s*(.*)", re.DOTALL)
_MARK = re.compile(
    r"(?P<refs>.*?)\s*\b(?:as\s+)?(?P<what>done|completed?|finished|closed|open|dropped)\b\s*",
    re.IGNORECASE | re.DOTALL,
)
_AND = re.compile(r"^(?:[\s,;&]|and\b|but\b)*", re.IGNORECASE)
_MARKED_AS = {"closed": "close", "open": "reopen", "dropped": "drop"}
_AN_ACTION = re.compile(
    r"(?:(?:an?|the|this|new|following)\s+)*action(?:\s*[:;,\u2013\u2014-]\s*|\s+(?:to\s+(?!the\b|an?\b|our\b)(?=[a-z])|(?=for\b)))",
    re.IGNORECASE,
)
# "Add meeting 5 March 14:00 Town Hall" is a meeting; "add Meeting with legal on 5 March" is an action.
_A_MEETING = re.compile(
    rf"(?:an?\s+|the\s+|new\s+|next\s+)*meeting\s*[:,-]?\s*(?=[0-9]|(?:next\s+|this\s+)?(?:{WEEKDAY}|{MONTH})\b|tomorrow\b)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b[0-9]{1,2}(?:[:.][0-5][0-9]\b|\s*[ap]\.?m\b)|\bnoon\b", re.IGNORECASE)
_DAY = re.compile(
    rf"[0-9]{{1,2}}(?:(?:st|nd|rd|th)\b|\s*(?:of\s+)?{MONTH}\b|[./-][0-9]{{1,2}}(?:[./-][0-9]{{2,4}})?\b)",
    re.IGNORECASE,
)
# As codes are shown; one always holds a digit, so that "link references" is somebody's own words.
_CODE = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z]{5}[\s-]?[0-9A-Za-z]{5}")
_POLITE = re.compile(
    r"\A\s*(?:(?:please|pls|plz|kindly|hi|hello|hey|oops|sorry|actually|ok)\b[\s,]+|(?:no|wait|ah|oh)\b[\s,]+(?=undo\b)|(?:(?:can|could|would|will)\s+(?:you|u)|i(?:'d|\s+would)\s+like\s+(?:you\s+)?to)\s+(?:please\s+)?)+"
    rf"(?=(?:{'|'.join(sorted({*NAMES, *_SYNONYMS} - {'?'}))}|mark|set|change|put|nudge|remind)\b)",
    re.IGNORECASE,
)
_SETS = frozenset({"set", "change", "turn", "pause", "resume", "unpause"})
_PAUSES = frozenset({"pause", "resume", "unpause"})
_DAY_OR_TIME = re.compile(rf"\b{WEEKDAY}s?\b|[0-9]", re.IGNORECASE)
_EVERYTHING = re.compile(r"(?:all|everything|the lot|all of (?:them|these|it))[.!]*", re.IGNORECASE)


# Whether a command only reads is asked before it is handled: it is read once for both.
@lru_cache(maxsize=64)
def read_command(text: str) -> i.Intent:
    """What was asked for. Text that begins with no command is Unknown, with the nearest command there is.

    `12 done sent on Monday` is read as `done 12 sent on Monday`, and a ref alone as `show`.
    """
    text = _POLITE.sub("", text, count=1)
    match = _WORD.match(text)
    if match is None:
        return i.Help()
    typed, word, rest = _taken(match)
    if aside := _aside(typed, text):
        return aside
    if (word == "done" or word not in _READERS or _MAY_LIST.match(text)) and tells_apart(text):
        return i.OwnWords(text.strip())
    if setting := _setting_meant(word, rest, text):
        return setting
    if word in _READERS and not _is_other_talk(word, typed, rest):
        return _READERS[word](text.strip(), rest)
    if word == "mark" and (marked := _marked(rest)):
        return marked
    refs, said = take_refs(text)
    if refs:
        return _of_refs(refs, said, text)
    if parts(plain(text[:LONGEST_READ]))[0].refs:
        return i.OwnWords(text.strip())
    nearest = word if word in _READERS else near_command(word, 0.7)
    if nearest is None and _answers(text):
        return i.OwnWords(text.strip())
    return _list_alone(word, rest) or i.Unknown(typed, nearest, rest)


def _answers(text: str) -> bool:
    """Whether it is plainly an owner's answer, whatever day it is said on: "all done", "waiting on legal"."""
    meant = read_answer(text, said_on=date(2026, 1, 5), next_meeting=date(2026, 2, 5))
    return isinstance(meant, i.Done | i.Begin | i.Wait | i.Disown | i.Drop | i.SetDue)


def _aside(typed: str, text: str) -> i.Intent | None:
    """What is said in a sentence: of oneself, as a question, or as a change by its name."""
    if typed not in _OF_THE_LOG and (personal := read_personal(text)):
        return personal
    return None if typed == "add" else read_question(text) or read_change(text)


def _setting_meant(word: str, rest: str, text: str) -> i.Intent | None:
    """ "Pause until 8 May", "set quiet hours 18:00 to 08:00"; "digest Tuesday 10:00" is asked about, not posted now."""
    if word == "digest" and rest and _DAY_OR_TIME.search(rest):
        return i.Unknown(one_line(text)[:60], "settings", f"digest {rest}")
    if word not in _SETS:
        return None
    words = one_line(text if word in _PAUSES else rest)
    return i.Settings(words) if named(words).setting is not None else None


def _list_alone(word: str, rest: str) -> i.Intent | None:
    """ "Overdue", "my actions", "decisions"."""
    if word in _LISTS and (not rest or word == "my"):
        return _list(word, one_line(f"{word} {rest}"))
    return i.ListKept(_KEPT[word]) if word in _KEPT and not rest else None


def near_command(word: str, alike: float = 0.75) -> str | None:
    """The command most like a mistyped word, if one is like enough (0 to 1)."""
    near = get_close_matches(word.casefold()[:40], (*NAMES, *_ALSO_MISTYPED), n=1, cutoff=alike)
    return _SYNONYMS.get(near[0], near[0]) if near else None


# Lines, or the words by which a clerk marks what was agreed: nobody reports on an action so.
_PASTED = re.compile(r"\n|\b(?:ACTIONS?|RESOLVED|AGREED)\b|\bActions?:")


def said_plainly(text: str) -> i.Intent | None:
    """A command inside plain talk, where the same words might be an owner's answer.

    Only what cannot well be anything else: a bare "list", "help" or "undo", or a verb followed by refs. None for
    anything that may be somebody's own words ("update the website", "close to finished", "show me").
    """
    text = _POLITE.sub("", text, count=1)
    match = _WORD.match(text)
    if match is None:
        return None
    if aside := read_personal(text) or read_question(text) or read_change(text):
        return aside
    typed, word, rest = _taken(match)
    if word in {"snooze", "unsnooze"} and typed.casefold() == word:
        return _READERS[word](text.strip(), rest)
    if word in _WITH_REFS:
        # "Done 12" is an answer, and read as one; "done 12-14" has to be asked about.
        refs = take_refs(rest)[0] if word != "done" else ()
        meant = (refs and not _is_other_talk(word, typed, rest)) or (
            not refs and word != "due" and several_meant(rest)
        )
        return _READERS[word](text.strip(), rest) if meant else None
    if word == "mark":
        return _marked(rest)
    return _settings_plainly(word, rest) or _plain_talk(word, typed, rest)


_BACK = re.compile(
    r"(?:[a-z]{2,10}-?)?#?[0-9]+ (?:back|out|forward) (?:by|to|until|a|an|one|two|three|[0-9])", re.IGNORECASE
)


def _is_other_talk(word: str, typed: str, rest: str) -> bool:
    """Whether a word that only stands for a command begins something else: "move the chairs", "cancel 3 sessions"."""
    if typed.casefold().rstrip(".!?") == word or word not in _WITH_REFS or not rest:
        return False
    refs = take_refs(rest)[0]
    if word in {"drop", "due", "assign"} and len(refs) == 1 and not _BACK.match(rest):
        refs = refs_at(rest, 0, careful=True)[0]
    return not refs and not several_meant(rest)


def _plain_talk(word: str, typed: str, rest: str) -> i.Intent | None:
    alone = not rest.strip(" .!?")
    itself = typed.casefold().rstrip(".!?") == word
    match word:
        case "add" if itself:
            # "New draft attached" and "raise it with legal" are an owner's words.
            return _add(typed, rest)
        case "undo" if alone or rest.casefold().strip(" .!") in {"that", "it", "this", "last", "please"}:
            return i.UndoLast()
        case "digest" | "meetings" | "minutes" if (alone and itself) or (
            word == "minutes" and _PASTED.search(rest)
        ):
            # "Minutes attached" and "minutes are with Sam" are somebody's own words.
            return _READERS[word](typed, rest)
        case "list" if alone or _is_list(rest):
            return _list(typed, rest)
        case "my" if rest.casefold().strip(" .?") in {"actions", "list", "overdue", "open actions"}:
            return _list(typed, one_line(f"{word} {rest}"))
        case "link" | "unlink" if alone or (word == "link" and _CODE.fullmatch(rest.strip(" ."))):
            return _READERS[word](typed, rest)
        case "help" if alone or _canonical(rest) in NAMES:
            return _help(typed, rest)
        case "people" if (alone and itself) or _says_add(rest) or _REMOVE.match(rest):
            return _people(typed, rest)
        case "meeting" | "meetings" if _says_add(rest) or (
            (_MOVE.match(rest) or _CANCEL.fullmatch(rest.strip(" .!"))) and _IMPERATIVE.match(rest)
        ):
            return _meeting(typed, rest)
    return None


def _settings_plainly(word: str, rest: str) -> i.Intent | None:
    """ "Settings updated on the website" and "my holidays begin on Monday" are an owner's own words."""
    if word == "my":
        return i.Settings(f"my {rest}") if _MY.match(rest) else None
    if rhythm := _RHYTHM.fullmatch(f"{word} {rest}"):
        return i.Settings(f"my nudges {rhythm[1]}")
    if word in {"set", "change"}:
        return i.Settings(rest) if named(rest).value else None
    if word != "settings":
        return None
    return i.Settings(rest) if not rest.strip(" .!?") or named(rest).setting is not None else None


# "Remind me on Friday" is about an action; "3 days before" is about all of them.
_RHYTHM = re.compile(
    r"(?:nudge|remind) me (?:only |just )?((?:[0-9]{1,2}|an?|one|two|three|five) (?:working )?(?:days?|weeks?) before(?:[\s,]+(?:and|at|then|on the day|every|[0-9]).*)?|every [0-9]+ days(?:[\s,]+at .*)?)",
    re.IGNORECASE,
)
_MY = re.compile(r"(?:nudges|nation)\s+\S", re.IGNORECASE)


_REMOVE = re.compile(r"(?:remove|delete|drop|take\s+off)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
# "Meeting moved to Friday" may be an owner's own words.
_IMPERATIVE = re.compile(r"(?:move|postpone|rearrange|cancel|call off|delete|remove|drop)\b", re.IGNORECASE)
_CANCEL = re.compile(
    r"(?:cancel|cancelled|call off|delete|remove|drop)(?:\s+(?:it|the next one|(?:on|of|for)?\s*(?P<which>\S.*)))?",
    re.IGNORECASE,
)
_MOVE = re.compile(
    r"(?:move|moved|postpone|postponed|put off|change|rearrange)(?:\s+(?:it|the next one|next meeting))?(?:\s+to)?\s+(\S.*)",
    re.IGNORECASE,
)


def _taken(match: re.Match[str]) -> tuple[str, str, str]:
    """The word as typed, the command it is, and what is said after it."""
    word, rest = _canonical(match[1]), match[2].strip()
    straight = _LINK.sub("", rest, count=1) if word in _WITH_REFS else rest
    return match[1], word, straight if straight != rest and take_refs(straight)[0] else rest


# "Show me 12", "history of 12", "due date for 12": words that only lead to the ref.
_LINK = re.compile(
    r"^(?:(?:me|of|on|the|due|date|deadline|back|out|for|with|action)\s+)+(?=[#(\[]?(?:[A-Za-z]{2,10}[ -]?)?[0-9])",
    re.IGNORECASE,
)


def _canonical(typed: str) -> str:
    word = typed.casefold()
    word = word if len(word) == 1 else word.rstrip(".!?")
    return _SYNONYMS.get(word, word)


# --- with refs -------------------------------------------------------------------------------------------------


def _referring(
    make: Callable[[tuple[i.Ref, ...], str], i.Intent], name: str
) -> Callable[[str, str], i.Intent]:
    """A command about actions. Refs that nobody named one by one ("12-14") are offered, never acted upon."""

    def reader(said: str, rest: str) -> i.Intent:
        refs, words = take_refs(rest)
        among = several_meant(rest)
        if among and (
            not refs or (len(refs) == 1 and name != "due" and words.casefold().startswith(("to ", "or ")))
        ):
            return _offer(name, among, rest)
        if (
            not refs
            and rest[:1].isdigit()
            and name in {"done", "close", "drop", "reopen"}
            and not _DAY.match(rest)
        ):
            return i.Unknown(one_line(said)[:60], name, "")
        return make(
            refs, words if name == "update" or "?" in words or clauses(plain(words[:LONGEST_READ])) else ""
        )

    return reader


def _offer(name: str, refs: tuple[i.Ref, ...], rest: str) -> i.Intent:
    words = re.sub(
        r"^\D{0,12}[0-9]+\s*(?:-|\u2013|\u2014|to|/|,|or)\s*[0-9]+[\s,:;.]*", "", rest, flags=re.IGNORECASE
    )
    return i.Unknown(one_line(rest)[:60], name, f"{' '.join(str(r.number) for r in refs)} {words}".strip())


def _of_refs(refs: tuple[i.Ref, ...], said: str, text: str) -> i.Intent:
    """The ref first, as people also type it: "12", "12 done", "NWP-12 is due Friday"."""
    named = " ".join(f"{r.code}-{r.number}" if r.code else str(r.number) for r in refs)
    said = re.sub(r"^(?:is|are|to)\s+(?:now\s+)?", "", said.strip(" ?!"), flags=re.IGNORECASE)
    if not said:
        return i.Show(refs)
    match = _WORD.match(said)
    assert match is not None
    word = _canonical(match[1])
    if word in _WITH_REFS:
        return _READERS[word](said, f"{named} {match[2]}")
    if said[0] == "@" or re.match(ATOM, said):
        return i.Assign(refs, said)
    return i.OwnWords(text.strip())


def _marked(rest: str) -> i.Intent | None:
    """ "Mark 12 and 14 as done, sent on Monday"."""
    match = _MARK.match(rest)
    if match is None or not (refs := take_refs(match["refs"]))[0] or refs[1]:
        return None
    if refs_at(_AND.sub("", rest[match.end() :]), 0, careful=True)[0]:
        return None  # "mark 12 as done and 14 as in progress"
    word = match["what"].casefold()
    return _READERS[_MARKED_AS.get(word, "done")](word, f"{match['refs']} {rest[match.end() :]}")


def _done(said: str, rest: str) -> i.Intent:
    """Done; but "done 12 except the map" is an update, and "done 12?" a question."""
    if _EVERYTHING.fullmatch(rest):
        return i.Done((), "", everything=True)

    def make(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
        if refs and words in {"?", "??"}:
            return i.Show(refs)
        if restricts(words) or (not refs and takes_back(one_line(words))):
            return i.GiveUpdate(refs, said)
        return i.Done(refs, words)

    return _referring(make, "done")(said, rest)


def _due(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
    return i.SetDue(
        refs,
        re.sub(
            r"^(?:(?:date|back|out|is|now|to(?! be)|until|till|for|by)\b[\s:]*)+(?=\S)",
            "",
            words,
            flags=re.IGNORECASE,
        ),
    )


def _due_said(said: str, rest: str) -> i.Intent:
    """ "Postpone 12 by a week" counts from its due: it is another week."""
    meant = _referring(_due, "due")(said, rest)
    if isinstance(meant, i.SetDue) and _LATER.match(said) and _SO_LONG.fullmatch(meant.phrase):
        return i.SetDue(meant.refs, f"another {_ONE.sub('', meant.phrase)}")
    return meant


_LATER = re.compile(r"\s*(?:extend|defer|postpone|push|move|reschedule|put|delay)", re.IGNORECASE)
_SO_LONG = re.compile(
    r"(?:an?|one|another|(?:a )?(?:[0-9]{1,2}|two|three|four|five|six|couple of|few)) (?:(?:more|extra|further|working) )*(?:days?|weeks?|fortnight|months?)",
    re.IGNORECASE,
)
_ONE = re.compile(r"^(?:another |an? (?!couple|few)|one )|\b(?:more|extra|further) ", re.IGNORECASE)


def _snooze(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
    return i.Snooze(refs, words.strip(" .!"))


def _assign(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
    return i.Assign(refs, re.sub(r"^(?:(?:over|back)\s+)?to\s+", "", words, flags=re.IGNORECASE).strip(" ."))


def _edit(_said: str, rest: str) -> i.Intent:
    """One action at a time: the new words may begin with a number."""
    refs, words = take_refs(rest)
    if len(refs) > 1:
        first = re.search(r"[0-9]+", rest)
        assert first is not None
        refs, words = refs[:1], rest[first.end() :].lstrip(" ,:;.)-\u2013\u2014")
    return i.Edit(
        refs,
        re.sub(r"^(?:to|as)\s*:\s*|^(?:to|as)\s+(?:read:?\s+|say:?\s+)?", "", words, flags=re.IGNORECASE),
    )


# --- the others ------------------------------------------------------------------------------------------------


def _add(_said: str, rest: str) -> i.Intent:
    meeting = _A_MEETING.match(rest)
    if meeting and _CLOCK.search(rest) and not re.search(rf"@|{ATOM}", rest):
        return i.AddMeeting(rest[meeting.end() :])
    return i.Add(_AN_ACTION.sub("", rest, count=1) if _AN_ACTION.match(rest) else rest)


def _is_list(rest: str) -> bool:
    words = rest.casefold().split()
    return (
        words[0] in _LISTS
        or _kept_in(rest) is not None
        or re.match(ATOM, rest) is not None
        or rest.startswith("@")
        or words[0] in {"for", "my"}
    )


def _kept_in(rest: str) -> str | None:
    """ "Decisions", "the referrals", "items for later": not a list of actions."""
    words = [word.strip(".,?!") for word in rest.casefold().split()]
    left = [
        word for word in words if word not in {"all", "the", "our", "items", "item", "for", "plan", "please"}
    ]
    return _KEPT.get(left[0]) if len(left) == 1 else None


def _list(_said: str, rest: str) -> i.Intent:
    kept = _kept_in(rest)
    if kept is not None:
        return i.ListKept(kept)
    found: list[i.Which] = []
    owner: list[str] = []
    for word in rest.split():
        plain = word.casefold().strip(".,?!")
        if plain in _LISTS and not owner:
            found.append(_LISTS[plain])
        elif plain not in {
            "for",
            "of",
            "actions",
            "action",
            "items",
            "please",
            "pls",
            "me",
            "the",
            "by",
            "and",
            "only",
            "",
        }:
            owner.append(re.sub(r"['\u2019]s$", "", word.strip(",?!")))
    which = i.Which.MINE if i.Which.MINE in found else next(iter(found), i.Which.OPEN)
    return i.ListActions(which, " ".join(owner).removeprefix("@") or None)


def _says_add(rest: str) -> bool:
    return rest.split(maxsplit=1)[0].casefold().rstrip(":,") in {"add", "new"} if rest else False


def _after_first(rest: str) -> str:
    return rest.split(maxsplit=1)[1].strip() if len(rest.split(maxsplit=1)) > 1 else ""


def _people(said: str, rest: str) -> i.Intent:
    if _says_add(rest):
        return i.AddPerson(_after_first(rest))
    if removed := _REMOVE.match(rest):
        return i.RemovePerson(removed[1].strip())
    return i.AddPerson(rest) if said.casefold().startswith("person") and rest else i.ListPeople()


def _meeting(_said: str, rest: str) -> i.Intent:
    if _says_add(rest):
        return i.AddMeeting(_after_first(rest))
    if moved := _MOVE.match(rest):
        return i.MoveMeeting(moved[1].strip())
    if cancelled := _CANCEL.fullmatch(rest.strip(" .!")):
        return i.CancelMeeting(cancelled["which"] or "")
    return i.AddMeeting(rest) if any(c.isdigit() for c in rest) else i.ListMeetings()


def _code(rest: str) -> str:
    """A code as it was given, however it was typed."""
    return re.sub(r"[^0-9A-Z]", "", rest.upper())[:40]


def _help(_said: str, rest: str) -> i.Intent:
    words = [_canonical(word.strip("\"'\u201c\u201d")) for word in rest.split()[:6]]
    return i.Help(next((word for word in words if word in NAMES), words[0] if words else None))


_WITH_REFS = frozenset(
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

_READERS: dict[str, Callable[[str, str], i.Intent]] = {
    "add": _add,
    "list": _list,
    "show": lambda _, rest: i.Show(refs_only(rest)),
    "history": lambda _, rest: i.ShowHistory(refs_only(rest)),
    "done": _done,
    "update": _referring(i.GiveUpdate, "update"),
    "assign": _referring(_assign, "assign"),
    "due": _due_said,
    "edit": _edit,
    "drop": _referring(i.Drop, "drop"),
    "reopen": _referring(i.Reopen, "reopen"),
    "close": _referring(i.Close, "close"),
    "undo": lambda _said, _rest: i.UndoLast(),
    "digest": lambda _said, _rest: i.PostDigest(),
    "people": _people,
    "meeting": _meeting,
    "meetings": _meeting,
    "minutes": lambda _said, rest: i.ReadMinutes(rest),
    "settings": lambda _said, rest: i.Settings(rest),
    "snooze": _referring(_snooze, "snooze"),
    "unsnooze": _referring(lambda refs, _words: i.Unsnooze(refs), "unsnooze"),
    "away": lambda _said, rest: i.Away(rest),
    "back": lambda _said, rest: i.Back() if not rest else i.Away(f"back {rest}"),
    "mute": lambda _said, rest: i.Mute(rest),
    "unmute": lambda _said, _rest: i.Unmute(),
    "board": lambda _said, rest: i.LinkBoard() if not rest else i.Unknown("board", None, rest),
    "link": lambda _said, rest: i.LinkAccounts(_code(rest)),
    "unlink": lambda _said, _rest: i.UnlinkAccount(),
    "help": _help,
}
