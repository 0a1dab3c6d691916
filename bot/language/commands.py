"""Commands: the words after `/action`, and the same words said plainly in a direct conversation."""

import re
from datetime import date
from functools import lru_cache

from bot.language import intents as i
from bot.language.absences import read_personal
from bot.language.answers import read_answer
from bot.language.changes import read_change
from bot.language.clauses import LONGEST_READ, plain
from bot.language.questions import read_question
from bot.language.readers import (
    CANCEL,
    MOVE,
    READERS,
    REMOVE,
    add_asked,
    help_asked,
    is_list,
    is_meeting,
    list_asked,
    marked_as,
    meeting_asked,
    of_refs,
    people_asked,
    says_add,
    says_all_complete,
)
from bot.language.refs import WEEKDAY, parts, refs_at, several_meant, take_refs
from bot.language.settings import named
from bot.language.several import tells_apart
from bot.language.text import one_line
from bot.language.vocabulary import (
    KEPT,
    LISTS,
    NAMES,
    SYNONYMS,
    WITH_REFS,
    WORD,
    canonical_word,
    near_command,
    taken,
)

__all__ = ["NAMES", "near_command", "read_command", "said_plainly"]


# Nobody begins with these to speak of themselves.
_OF_THE_LOG = frozenset({"add", "list", "show", "update", "assign", "edit", "close", "digest"})
# A list's mark or a ref begins it: it may be an answer about several actions.
_MAY_LIST = re.compile(r"\s*(?:[-*\u2022\u00b7\u2013\u2014]\s|[(\[#]?(?:[A-Za-z]{2,10}[- ]?)?#?[0-9])")
# As codes are shown; one always holds a digit, so that "link references" is somebody's own words.
_CODE = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z]{5}[\s-]?[0-9A-Za-z]{5}")
_POLITE = re.compile(
    r"\s*(?:(?:please|pls|plz|kindly|hi|hello|hey|oops|sorry|actually|ok)\b[\s,]+|(?:no|wait|ah|oh)\b[\s,]+(?=undo\b)|(?:(?:can|could|would|will)\s+(?:you|u)|i(?:'d|\s+would)\s+like\s+(?:you\s+)?to)\s+(?:please\s+)?)+"
    rf"(?=(?:{'|'.join(sorted({*NAMES, *SYNONYMS} - {'?'}))}|mark|set|change|put|nudge|remind)\b)",
    re.IGNORECASE,
)
_SETS = frozenset({"set", "change", "turn", "pause", "resume", "unpause"})
_PAUSES = frozenset({"pause", "resume", "unpause"})
_DAY_OR_TIME = re.compile(rf"\b{WEEKDAY}s?\b|[0-9]", re.IGNORECASE)


# Whether a command only reads is asked before it is handled: it is read once for both.
@lru_cache(maxsize=64)
def read_command(text: str) -> i.Intent:
    """What was asked for. Text that begins with no command is Unknown, with the nearest command there is.

    `12 done sent on Monday` is read as `done 12 sent on Monday`, and a ref alone as `show`.
    """
    text = _without_courtesy(text)
    match = WORD.match(text)
    if match is None:
        return i.Help()
    typed, word, rest = taken(match)
    if aside := _aside(typed, text):
        return aside
    if (word == "done" or word not in READERS or _MAY_LIST.match(text)) and tells_apart(text):
        return i.OwnWords(text.strip())
    if setting := _setting_meant(word, rest, text):
        return setting
    if word in READERS and not _is_other_talk(word, typed, rest):
        return READERS[word](text.strip(), rest)
    if word == "mark" and (marked := marked_as(rest)):
        return marked
    refs, said = take_refs(text)
    if refs:
        return of_refs(refs, said, text)
    if parts(plain(text[:LONGEST_READ]))[0].refs:
        return i.OwnWords(text.strip())
    nearest = word if word in READERS else near_command(word, 0.7)
    if nearest is None and _answers(text):
        return i.OwnWords(text.strip())
    return _list_alone(word, rest) or i.Unknown(typed, nearest, rest)


def _without_courtesy(text: str) -> str:
    polite = _POLITE.match(text)
    return text[polite.end() :] if polite else text


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
    if word in LISTS and (not rest or word == "my"):
        return list_asked(word, one_line(f"{word} {rest}"))
    return i.ListKept(KEPT[word]) if word in KEPT and not rest else None


# Lines, or the words by which a clerk marks what was agreed: nobody reports on an action so.
_PASTED = re.compile(r"\n|\b(?:ACTIONS?|RESOLVED|AGREED)\b|\bActions?:")


def said_plainly(text: str) -> i.Intent | None:
    """A command inside plain talk, where the same words might be an owner's answer.

    Only what cannot well be anything else: a bare "list", "help" or "undo", or a verb followed by refs. None for
    anything that may be somebody's own words ("update the website", "close to finished", "show me").
    """
    text = _without_courtesy(text)
    match = WORD.match(text)
    if match is None:
        return None
    if aside := read_personal(text) or read_question(text) or read_change(text):
        return aside
    typed, word, rest = taken(match)
    if word in {"snooze", "unsnooze"} and typed.casefold() == word:
        return READERS[word](text.strip(), rest)
    if word == "close" and typed.casefold() == word and says_all_complete(rest):
        return READERS[word](text.strip(), rest)
    if word in WITH_REFS:
        # "Done 12" is an answer, and read as one; "done 12-14" has to be asked about.
        refs = take_refs(rest)[0] if word != "done" else ()
        meant = (refs and not _is_other_talk(word, typed, rest)) or (
            not refs and word != "due" and several_meant(rest)
        )
        return READERS[word](text.strip(), rest) if meant else None
    if word == "mark":
        return marked_as(rest)
    return _settings_plainly(word, rest) or _plain_talk(word, typed, rest)


_BACK = re.compile(
    r"(?:[a-z]{2,10}-?)?#?[0-9]+ (?:back|out|forward) (?:by|to|until|a|an|one|two|three|[0-9])", re.IGNORECASE
)


def _is_other_talk(word: str, typed: str, rest: str) -> bool:
    """Whether a word that only stands for a command begins something else: "move the chairs", "cancel 3 sessions"."""
    if typed.casefold().rstrip(".!?") == word or word not in WITH_REFS or not rest:
        return False
    refs = take_refs(rest)[0]
    if word in {"drop", "due", "assign"} and len(refs) == 1 and not _BACK.match(rest):
        refs = refs_at(rest, 0, careful=True)[0]
    return not refs and not several_meant(rest)


def _plain_talk(word: str, typed: str, rest: str) -> i.Intent | None:
    alone = not rest.strip(" .!?")
    itself = typed.casefold().rstrip(".!?") == word
    match word:
        case "add" if itself or _is_new(typed, rest):
            # "New draft attached" and "raise it with legal" are an owner's words.
            return add_asked(typed, rest)
        case "undo" if alone or rest.casefold().strip(" .!") in {"that", "it", "this", "last", "please"}:
            return i.UndoLast()
        case "digest" | "meetings" | "minutes" if (alone and itself) or (
            word == "minutes" and _PASTED.search(rest)
        ):
            # "Minutes attached" and "minutes are with Sam" are somebody's own words.
            return READERS[word](typed, rest)
        case "list" if alone or is_list(rest):
            return list_asked(typed, rest)
        case "my" if rest.casefold().strip(" .?") in {"actions", "list", "overdue", "open actions"}:
            return list_asked(typed, one_line(f"{word} {rest}"))
        case "link" | "unlink" if alone or (word == "link" and _CODE.fullmatch(rest.strip(" ."))):
            return READERS[word](typed, rest)
        case "help" if alone or canonical_word(rest) in NAMES:
            return help_asked(typed, rest)
        case "people" if (alone and itself) or says_add(rest) or REMOVE.match(rest):
            return people_asked(typed, rest)
        case "meeting" | "meetings" if _of_a_meeting(rest):
            return meeting_asked(typed, rest)
    return None


# "New action: chase the accountant"; "new action plan attached" is an owner's own words.
_NEW_ACTION = re.compile(
    r"(?:new|create|raise|record)\s+(?:an?\s+|the\s+|new\s+)*actions?(?:\s+point)?\s*(?::|\s[-\u2013\u2014]\s)",
    re.IGNORECASE,
)


def _is_new(typed: str, rest: str) -> bool:
    return (typed.casefold() == "new" and is_meeting(rest)) or _NEW_ACTION.match(
        f"{typed} {rest}"
    ) is not None


def _of_a_meeting(rest: str) -> bool:
    moves = MOVE.match(rest) or CANCEL.fullmatch(rest.strip(" .!"))
    return says_add(rest) or bool(moves and _IMPERATIVE.match(rest)) or is_meeting(f"meeting {rest}")


def _settings_plainly(word: str, rest: str) -> i.Intent | None:
    """ "Settings updated on the website" and "my holidays begin on Monday" are an owner's own words."""
    if word == "my":
        return i.Settings(f"my {rest}") if _MY.match(rest) else None
    if rhythm := _RHYTHM.fullmatch(f"{word} {rest}"):
        return i.Settings(f"my nudges {rhythm[1]}")
    if word in _PAUSES:
        return i.Settings(one_line(f"{word} {rest}")) if _PAUSED.fullmatch(rest.strip(" .!")) else None
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
# "Pause while we wait for legal" is of an action.
_PAUSED = re.compile(
    rf"(?:(?:the |this )?(?:board|everything|it all|log)\b)?\s*(?:(?:now|again|please)\b\s*)*(?:(?:off|on|(?:un)?til+|from|for|between|over|during|to|{WEEKDAY}|[0-9]).*)?",
    re.IGNORECASE,
)
_MY = re.compile(r"(?:nudges|nation)\s+\S", re.IGNORECASE)


# "Meeting moved to Friday" may be an owner's own words.
_IMPERATIVE = re.compile(r"(?:move|postpone|rearrange|cancel|call off|delete|remove|drop)\b", re.IGNORECASE)
