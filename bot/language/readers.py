"""What stands behind each command's word, read into what is asked for."""

import re
from collections.abc import Callable

from bot.language import intents as i
from bot.language.clauses import LONGEST_READ, clauses, plain
from bot.language.hedges import restricts, takes_back
from bot.language.refs import MONTH, WEEKDAY, refs_at, refs_only, several_meant, take_refs
from bot.language.text import ATOM, one_line
from bot.language.vocabulary import KEPT, LISTS, NAMES, NARROWED, WITH_REFS, WORD, canonical_word

_MARK = re.compile(
    r"(?P<refs>.*?)\s*\b(?:as\s+)?(?P<what>done|completed?|finished|closed|open|dropped)\b\s*",
    re.IGNORECASE | re.DOTALL,
)


_AND = re.compile(r"^(?:[\s,;&]|and\b|but\b)*", re.IGNORECASE)


_MARKED_AS = {"closed": "close", "open": "reopen", "dropped": "drop"}


_ENDS = frozenset({"drop", "close", "reopen"})
_THEN = re.compile(
    r"(?:[,;.&\n]|\b(?:and|then)\b)\s*(?:(?:and|then|also|please)\s+)*(?P<verb>close|re-?open|drop|complete|assign|due)\s+(?=[#(\[0-9A-Za-z])",
    re.IGNORECASE,
)


_AN_ACTION = re.compile(
    r"(?:(?:an?|the|this|new|following)\s+)*action(?:\s*[:;,\u2013\u2014-]\s*|\s+(?:to\s+(?!the\b|an?\b|our\b)(?=[a-z])|(?=for\b)))",
    re.IGNORECASE,
)


# "Add meeting 5 March 14:00 Town Hall" is a meeting; "add Meeting with legal on 5 March" is an action.
_A_MEETING = re.compile(
    rf"(?:an?\s+|the\s+|new\s+|next\s+|board\s+)*meeting\s*[:,-]?\s*(?:(?:on|for)\s+(?:the\s+)?)?(?=[0-9]|(?:next\s+|this\s+)?(?:{WEEKDAY}|{MONTH})\b|tomorrow\b)",
    re.IGNORECASE,
)


_CLOCK = re.compile(r"\b[0-9]{1,2}(?:[:.][0-5][0-9]\b|\s*[ap]\.?m\b)|\bnoon\b", re.IGNORECASE)


_DAY = re.compile(
    rf"[0-9]{{1,2}}(?:(?:st|nd|rd|th)\b|\s*(?:of\s+)?{MONTH}\b|[./-][0-9]{{1,2}}(?:[./-][0-9]{{2,4}})?\b)",
    re.IGNORECASE,
)


_EVERYTHING = re.compile(r"(?:all|everything|the lot|all of (?:them|these|it))[.!]*", re.IGNORECASE)


REMOVE = re.compile(r"(?:remove|delete|drop|take\s+off)\s+(\S.*)", re.IGNORECASE | re.DOTALL)


CANCEL = re.compile(
    r"(?:cancel|cancelled|call off|delete|remove|drop)(?:\s+(?:it|the next one|(?:on|of|for)?\s*(?P<which>\S.*)))?",
    re.IGNORECASE,
)


MOVE = re.compile(
    r"(?:move|moved|postpone|postponed|put off|change|rearrange)(?:\s+(?:it|the next one|next meeting))?(?:\s+to)?\s+(\S.*)",
    re.IGNORECASE,
)


def _referring(
    make: Callable[[tuple[i.Ref, ...], str], i.Intent], name: str
) -> Callable[[str, str], i.Intent]:
    """A command about actions. Refs that nobody named one by one ("12-14") are offered, never acted upon."""

    def reader(said: str, rest: str) -> i.Intent:
        if name != "update" and (both := _two_commands(make, said, rest)):
            return both
        refs, words = take_refs(rest)
        if refs and name in _ENDS and (more := _number_behind(words)):
            # "Drop 7, 8 duplicates": the second may be a ref as well as a count.
            named = [f"{r.code}-{r.number}" if r.code else str(r.number) for r in (*refs, more[0])]
            return i.Unknown(one_line(said)[:60], name, f"{', '.join(named[:-1])} and {named[-1]}, {more[1]}")
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


def _two_commands(
    make: Callable[[tuple[i.Ref, ...], str], i.Intent], said: str, rest: str
) -> i.Several | None:
    """ "Close 12 and reopen 3": each of its own actions; None where one thing is said."""
    for joint in _THEN.finditer(rest):
        if not refs_at(rest, joint.end(), careful=True)[0]:
            continue
        refs, words = take_refs(rest[: joint.start()])
        word = canonical_word(joint["verb"])
        first, then = make(refs, words), READERS[word](rest[joint.start("verb") :], rest[joint.end() :])
        parts = (first, *(then.parts if isinstance(then, i.Several) else (then,)))
        if refs and all(isinstance(part, i.Part) and part.refs for part in parts):
            return i.Several(tuple(part for part in parts if isinstance(part, i.Part)), said)
    return None


def _number_behind(words: str) -> tuple[i.Ref, str] | None:
    """A number with which the words go on after refs, and what follows it."""
    at = _AND.match(words)
    refs, end = refs_at(words, at.end() if at else 0)
    left = words[end:].strip()
    return (refs[0], left) if len(refs) == 1 and left[:1].isalpha() else None


def _offer(name: str, refs: tuple[i.Ref, ...], rest: str) -> i.Intent:
    words = re.sub(
        r"^\D{0,12}[0-9]+\s*(?:-|\u2013|\u2014|to|/|,|or)\s*[0-9]+[\s,:;.]*", "", rest, flags=re.IGNORECASE
    )
    return i.Unknown(one_line(rest)[:60], name, f"{' '.join(str(r.number) for r in refs)} {words}".strip())


def of_refs(refs: tuple[i.Ref, ...], said: str, text: str) -> i.Intent:
    """The ref first, as people also type it: "12", "12 done", "NWP-12 is due Friday"."""
    named = " ".join(f"{r.code}-{r.number}" if r.code else str(r.number) for r in refs)
    said = re.sub(r"^(?:is|are|to)\s+(?:now\s+)?", "", said.strip(" ?!"), flags=re.IGNORECASE)
    if not said:
        return i.Show(refs)
    match = WORD.match(said)
    assert match is not None
    word = canonical_word(match[1])
    if word in WITH_REFS:
        return READERS[word](said, f"{named} {match[2]}")
    if said[0] == "@" or re.match(ATOM, said):
        return i.Assign(refs, said)
    return i.OwnWords(text.strip())


def marked_as(rest: str) -> i.Intent | None:
    """ "Mark 12 and 14 as done, sent on Monday"."""
    match = _MARK.match(rest)
    if match is None or not (refs := take_refs(match["refs"]))[0] or refs[1]:
        return None
    if refs_at(_AND.sub("", rest[match.end() :]), 0, careful=True)[0]:
        return None  # "mark 12 as done and 14 as in progress"
    word = match["what"].casefold()
    return READERS[_MARKED_AS.get(word, "done")](word, f"{match['refs']} {rest[match.end() :]}")


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


_COMPLETE = r"(?:complete|completed|done|finished)"
_ALL_COMPLETE = re.compile(
    r"(?:off\s+|out\s+)?(?:"
    r"(?:all|everything|the lot|all of (?:them|these|those)|them all|these all)(?:\s+now)?"
    rf"|(?:(?:all|all of)\s+)?(?:(?:the|those|these)\s+)?{_COMPLETE}(?:\s+(?:ones|actions|items))?"
    rf"|(?:all|everything|what|whatever|anything|those|the (?:ones|actions)|all (?:the )?(?:ones|actions|those))"
    rf"(?:\s+(?:that|which))?(?:\s*['\u2019]s|\s+(?:is|are|has been|have been|we have))?(?:\s+now)?\s+{_COMPLETE}"
    r")[\s.!]*(?:please|pls|thanks|thank you)?[\s.!]*",
    re.IGNORECASE,
)


def says_all_complete(rest: str) -> bool:
    """Whether what is behind "close" is all that is complete: "all", "the complete ones", "what is done"."""
    return _ALL_COMPLETE.fullmatch(rest.strip()) is not None


def _close(said: str, rest: str) -> i.Intent:
    if says_all_complete(rest):
        return i.Close((), everything=True)
    return _referring(i.Close, "close")(said, rest)


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


def _reopen(refs: tuple[i.Ref, ...], words: str) -> i.Intent:
    """ "Reopen it, not finished" says only that it is not finished."""
    return i.Reopen(refs, _THIS_ONE.sub("", words, count=1) if not refs else words)


_THIS_ONE = re.compile(
    r"^(?:it|this|that)(?: one)?(?: again| please)?(?:[\s,:;.\u2013\u2014-]+|$)", re.IGNORECASE
)


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


def add_asked(_said: str, rest: str) -> i.Intent:
    if rest[-1:].isdigit() and (owners := _owners_added(rest)):
        return owners
    if joining := _joining(rest):
        return joining
    if is_meeting(rest):
        return i.AddMeeting(rest[meeting.end() :] if (meeting := _A_MEETING.match(rest)) else rest)
    return i.Add(_AN_ACTION.sub("", rest, count=1) if _AN_ACTION.match(rest) else rest)


def is_meeting(rest: str) -> bool:
    """ "A meeting on 5 March at 2pm in the Town Hall": a day and a time of day."""
    meeting = _A_MEETING.match(rest)
    return meeting is not None and _CLOCK.search(rest) is not None and not re.search(rf"@|{ATOM}", rest)


# "Add Tom to 3", "add Kim as a contributor to NWP-3"; "add the map to 3" names nobody.
_ADDED = re.compile(
    rf"(?P<who>(?!(?:an?|the|this|that|these|some|my|our|more|all|new|another)\b)(?:{ATOM}|@?[^\W\d_][\w.'\u2019-]*+)(?:(?:,? and |, ?| & |\s+)(?:{ATOM}|@?[^\W\d_][\w.'\u2019-]*+)){{0,4}}?)"
    r"\s+(?:as (?:an? )?(?:contributors?|helpers?|(?:co-?|second |joint )?owners?)\s+)?(?:to|on|onto|on to|for)\s+(?P<refs>(?:actions?\s+|numbers?\s+|items?\s+)?#?(?:[A-Za-z]{2,10}[- ]?)?#?[0-9][^a-z]*(?:and [^a-z]*)?)",
    re.IGNORECASE,
)
_TO_THE_BOARD = re.compile(
    rf"(?P<who>(?!(?:an?|the|this|that|these|some|my|our|more|all|new|another|it)\b)(?:{ATOM}|@?[^\W\d_][\w.'\u2019-]*+)(?:\s+[^\W\d_][\w.'\u2019-]*+){{0,3}}?)"
    r"(?P<partner>\s*,[^,]{2,80})?\s+(?:to|on|onto)\s+(?:the|our|this)\s+(?:board|group|committee|partnership|people|members|list of (?:people|members))(?P<more>\s*,?\s+(?:as|from)\s+.{2,100}|\s*,.{2,100})?",
    re.IGNORECASE,
)
_TAKEN_OFF = re.compile(
    rf"(?:please\s+)?(?:take|remove|drop|delete)\s+(?P<who>(?!(?:the|this|that|it|an?)\b)(?:{ATOM}|@?[^\W\d_][\w.'\u2019-]*+)(?:\s+(?:{ATOM}|@?[^\W\d_][\w.'\u2019-]*+)){{0,4}}?)"
    r"(?:\s+as (?:an? )?(?:contributor|helper|owner))?\s+(?:off(?:\s+of)?|from|out of)\s+(?P<refs>\S.*)",
    re.IGNORECASE,
)


def _owners_added(rest: str) -> i.Intent | None:
    found = _ADDED.fullmatch(rest) if rest.rstrip(" .!)")[-1:].isdigit() else None
    refs, more = take_refs(found["refs"]) if found else ((), "")
    return i.AddOwners(refs, found["who"], rest) if found and refs and not more else None


def _joining(rest: str) -> i.Intent | None:
    """ "Jo Bloggs to the board"; one word alone is asked about, for "Report to the board" is something to do."""
    joins = _TO_THE_BOARD.fullmatch(rest.strip(" .!")) if _BOARD.search(rest) else None
    if joins is None:
        return None
    names = joins["who"].split()
    more = (joins["more"] or "").strip(" ,")
    who = f"{joins['who']}{joins['partner'] or ''}{', ' if more else ''}{more}"
    if re.match(ATOM, names[0]) or (len(names) > 1 and all(n[0].isupper() for n in names)):
        return i.AddPerson(who)
    return i.Unknown(one_line(rest)[:60], "people", f"add {who}") if len(names) == 1 else None


_BOARD = re.compile(
    r"\s(?:the|our|this)\s+(?:board|group|committee|partnership|people|members|list)\b", re.IGNORECASE
)


def taken_off(text: str) -> i.Intent | None:
    """ "Take Tom off 3"."""
    found = _TAKEN_OFF.fullmatch(text.strip(" .!?"))
    refs, more = take_refs(found["refs"]) if found else ((), "")
    return i.TakeOff(refs, found["who"]) if found and refs and not more else None


def is_list(rest: str) -> bool:
    words = rest.casefold().split()
    narrowed, left = narrowing(rest)
    return (
        words[0] in LISTS
        or _kept_in(rest) is not None
        or re.match(ATOM, rest) is not None
        or rest.startswith("@")
        or words[0] in {"for", "my"}
        or (bool(narrowed) and len(left.split()) <= _MOST_OF_A_NAME)
        or _PAGE.fullmatch(rest) is not None
    )


_MOST_OF_A_NAME = 3
_PAGE = re.compile(r"[\s,]*\bpage\s+(?P<page>[1-9][0-9]{0,3})\b", re.IGNORECASE)
_NARROWED = tuple(
    (re.compile(rf"(?<![\w'-]){form}(?![\w-])", re.IGNORECASE), which) for form, which in NARROWED
)


def narrowing(words: str) -> tuple[i.Which | None, str]:
    """The list that is meant where it takes more than a word to say it, and what is left of the words."""
    said = words.replace("\u2019", "'")
    for form, which in _NARROWED:
        if found := form.search(said):
            return which, one_line(f"{words[: found.start()]} {words[found.end() :]}")
    return None, words


def _kept_in(rest: str) -> str | None:
    """ "Decisions", "the referrals", "items for later": not a list of actions."""
    words = [word.strip(".,?!") for word in rest.casefold().split()]
    left = [
        word for word in words if word not in {"all", "the", "our", "items", "item", "for", "plan", "please"}
    ]
    return KEPT.get(left[0]) if len(left) == 1 else None


def list_asked(_said: str, rest: str) -> i.Intent:
    kept = _kept_in(rest)
    if kept is not None:
        return i.ListKept(kept)
    page = _PAGE.search(rest)
    rest = _PAGE.sub("", rest, count=1) if page else rest
    narrowed, rest = narrowing(rest)
    found: list[i.Which] = [] if narrowed is None else [narrowed]
    owner: list[str] = []
    said = rest.split()
    for place, word in enumerate(said):
        plain = word.casefold().strip(".,?!")
        if plain in LISTS and (not owner or place == len(said) - 1 or said[place + 1 :] == ["please"]):
            found.append(LISTS[plain])
        elif plain not in _FILLERS:
            owner.append(re.sub(r"['\u2019]s$", "", word.strip(",?!")))
    name = " ".join(owner).removeprefix("@") or None
    others = [which for which in found if which is not i.Which.MINE]
    which = next((which for which in others if which is not i.Which.OPEN), i.Which.OPEN)
    if i.Which.MINE in found and name is None:
        # "My overdue actions" are those of mine that are overdue.
        which, name = (i.Which.MINE, None) if which in {i.Which.OPEN, i.Which.ALL} else (which, "me")
    return i.ListActions(which, name, int(page["page"]) - 1 if page else 0)


_FILLERS = frozenset(
    {
        "for", "of", "actions", "action", "items", "item", "list", "lists", "log", "please", "pls", "me", "the", "by", "and",
        "only", "which", "that", "are", "is", "with", "still", "due", "",
    }
)  # fmt: skip


def says_add(rest: str) -> bool:
    return rest.split(maxsplit=1)[0].casefold().rstrip(":,") in {"add", "new"} if rest else False


def _after_first(rest: str) -> str:
    return rest.split(maxsplit=1)[1].strip() if len(rest.split(maxsplit=1)) > 1 else ""


def people_asked(said: str, rest: str) -> i.Intent:
    if says_add(rest):
        return i.AddPerson(_after_first(rest))
    if removed := REMOVE.match(rest):
        return i.RemovePerson(removed[1].strip())
    return i.AddPerson(rest) if said.casefold().startswith("person") and rest else i.ListPeople()


def meeting_asked(_said: str, rest: str) -> i.Intent:
    if says_add(rest):
        return i.AddMeeting(_after_first(rest))
    if moved := MOVE.match(rest):
        return i.MoveMeeting(moved[1].strip())
    if cancelled := CANCEL.fullmatch(rest.strip(" .!")):
        return i.CancelMeeting(cancelled["which"] or "")
    return i.AddMeeting(rest) if any(c.isdigit() for c in rest) else i.ListMeetings()


def _code(rest: str) -> str:
    """A code as it was given, however it was typed."""
    return re.sub(r"[^0-9A-Z]", "", rest.upper())[:40]


def help_asked(_said: str, rest: str) -> i.Intent:
    words = [canonical_word(word.strip("\"'\u201c\u201d")) for word in rest.split()[:6]]
    return i.Help(next((word for word in words if word in NAMES), words[0] if words else None))


READERS: dict[str, Callable[[str, str], i.Intent]] = {
    "add": add_asked,
    "list": list_asked,
    "find": lambda _, rest: i.Find(one_line(rest)) if rest else i.Help("find"),
    "brief": lambda _said, _rest: i.HowItStands(),
    "show": lambda _, rest: i.Show(refs_only(rest)),
    "history": lambda _, rest: i.ShowHistory(refs_only(rest)),
    "done": _done,
    "update": _referring(i.GiveUpdate, "update"),
    "assign": _referring(_assign, "assign"),
    "due": _due_said,
    "edit": _edit,
    "drop": _referring(i.Drop, "drop"),
    "reopen": _referring(_reopen, "reopen"),
    "close": _close,
    "undo": lambda _said, _rest: i.UndoLast(),
    "digest": lambda _said, _rest: i.PostDigest(),
    "people": people_asked,
    "meeting": meeting_asked,
    "meetings": meeting_asked,
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
    "help": help_asked,
}
