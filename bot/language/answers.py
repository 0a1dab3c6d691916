"""Owners' answers in their own words: to a nudge, in a card's thread, or said to the bot directly.

An answer is cut up by the actions it speaks of, each part into clauses, and the first clause that says something decides.
Only what is plain is understood; all else is an update, kept as it was written. "Nearly done" is not done.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.working_days import WorkingDays, is_working_day
from bot.language import intents as i
from bot.language.clauses import LONGEST_READ, TICK, clauses, greets, plain, saying, without_signature
from bot.language.done import DoneSaid, days_promised, days_told, says_done
from bot.language.hedges import left_out, takes_back
from bot.language.numbers import bare_numbers_at
from bot.language.places import by_item, by_place, written
from bot.language.promises import Calendar, asked_for, bare_day, promised, promises_itself
from bot.language.refs import leading_refs, parts, refs_at, take_refs
from bot.language.said import Said
from bot.language.several import items, together
from bot.language.standing import (
    ends_waiting,
    handed_to,
    says_begun,
    says_not_mine,
    says_not_needed,
    says_open,
    says_waiting,
)
from bot.language.text import atoms, one_line
from bot.language.todo import done_of

_PLAIN = i.Done | i.Begin | i.Wait | i.Disown | i.Drop | i.SetDue | i.Assign
_ONLY_LEADS = re.compile(r"\s*(?:(?:numbers?|no\.?|action|item|re|for|on)\s*)*", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\s+(?:(?:with|on|for|about|re|regarding|number|no\.?|action|item)\s+)*\Z", re.IGNORECASE
)
_DONE_WITH = re.compile(r"\b(?:did|done|finished|completed|sorted)\s+(?:with\s+)?$", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:bring|put|push|move|set|change|extend|needs?|give|hand|pass|make|shift|slip|postpone|defer|can|could|may)\b",
    re.IGNORECASE,
)
# "20 are done" counts them.
_COUNTS = re.compile(r"(?:are|have|were)\b", re.IGNORECASE)
_BEFORE_WORDS = " \t\n.,;:!)]=>\u2013\u2014-"
_IS = re.compile(r"(?:is|are|was|were|has|have|'s|(?:down\s+)?as)\s+(?=\S)", re.IGNORECASE)
_NO = re.compile(r"(?:no|nope|not)", re.IGNORECASE)
_AHEAD = re.compile(
    r"(?:'ll|\b(?:will|shall|should|to)\b)[\w ]*\b(?:finish|complete|do|have|get)$", re.IGNORECASE
)
_ALL = (
    r"(?:(?:they|these|those)(?:'re| are) )?(?:all|everything)(?: of (?:them|these|those|mine)| my actions)?"
)
_OVER = r"(?:(?:is|are|'s|now|been|has|have) )*(?:done|finished|completed?|sorted)"
_BUT = r",? ?(?:except(?: for)?|apart from|but(?: for)?|bar|other than|aside from|besides)"
_ALL_BESIDES = (
    saying(rf"{_ALL} {_OVER}{_BUT} (?P<refs>[^.!?]{{1,40}}?)[ .!]*"),
    saying(rf"{_ALL}{_BUT} (?P<refs>[^.!?]{{1,40}}?) {_OVER}[ .!]*"),
)
_AT_END = re.compile(
    r"(?:(?<!waiting )(?<!wait )(?<!hold )\b(?:for|re|regarding|about|ref)\s+|[(\[])"
    r"(?=(?:[a-z]{2,10}[- ]?|#|(?:no\.?|numbers?|actions?)\s*)[0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class About:
    """What the caller knows of the actions an answer may mean; whatever is not known only makes the reading more careful.

    `count` is how many there are ("both done" is plain of two), `due` the day the only one is due ("another week"),
    `due_of` the day the one with this ref is, `besides` the refs of all but some of them, `somebody` whether a written name may be one of the board's people ("handed
    to Tom"). `places` are the refs in the order in which they were listed, `knows` whether a bare number is of an action they may change,
    `theirs` whether it is of one of their own, and `verb_of` the verb with which the action's own words begin ("book").
    """

    count: int | None = None
    due: date | None = None
    due_of: Callable[[i.Ref], date | None] | None = None
    besides: Callable[[tuple[i.Ref, ...]], tuple[i.Ref, ...]] | None = None
    somebody: Callable[[str], bool] | None = None
    places: tuple[i.Ref, ...] = ()
    knows: Callable[[int], bool] | None = None
    theirs: Callable[[int], bool] | None = None
    verb_of: Callable[[tuple[i.Ref, ...]], str] | None = None


_NOTHING_KNOWN = About()


def read_answer(
    text: str,
    *,
    said_on: date,
    next_meeting: date | None,
    is_working: WorkingDays = is_working_day,
    about: About = _NOTHING_KNOWN,
) -> i.Intent:
    """What an owner means. Words that are none of the forms are a GiveUpdate, verbatim.

    `said_on` and `next_meeting` are calendar days where the board is; dues in the words are read against them. An answer
    that says different things of several actions is `Several`; where it is in doubt which words belong to which, it is
    an update on all of them, and closes none.
    """
    text = text.strip()
    if len(text) > LONGEST_READ:
        refs, words = leading_refs(text)
        return i.GiveUpdate(refs, words)
    calendar = Calendar(said_on, next_meeting, is_working, about.due)
    if others := _all_besides(text, about):
        return i.Done(others, text)
    return _each_its_own(_understood(text, calendar, about), text, calendar, about)


def _understood(text: str, calendar: Calendar, about: About) -> i.Intent:
    listed = by_item(text, about.places)
    if listed is not None and (each := _put(listed, text, calendar, about)):
        return each
    meant = _meant(text, calendar, about)
    if isinstance(meant, i.Courtesy | i.Several) or (
        isinstance(meant, i.Done) and (meant.refs or meant.everything)
    ):
        return meant
    placed = by_place(text, about.places)
    each = _put(placed, text, calendar, about) if placed is not None else None
    return each or _numbered(text, meant, calendar, about) or meant


def _meant(text: str, calendar: Calendar, about: About) -> i.Intent:
    said = _parts(text)
    read = [_read(part, _calendar_of(part, calendar, about), about) for part in said]
    meant = read[0] if len(read) == 1 else together(text, said, read)
    if isinstance(meant, i.Done) and takes_back(one_line(plain(text))):
        return i.GiveUpdate(meant.refs, text)
    return i.GiveUpdate((), text) if isinstance(meant, i.GiveUpdate) and not meant.refs else meant


def _each_its_own(meant: i.Intent, text: str, calendar: Calendar, about: About) -> i.Intent:
    """ "Another week" of several is another day of each."""
    if not isinstance(meant, i.SetDue) or len(meant.refs) < 2 or not meant.phrase or about.due_of is None:
        return meant
    each: list[i.SetDue] = []
    for ref in meant.refs:
        said = _meant(f"{written(ref)} {meant.words}", calendar, about)
        if not isinstance(said, i.SetDue) or said.refs != (ref,) or not said.phrase:
            return meant
        each.append(said)
    return meant if len({said.phrase for said in each}) < 2 else i.Several(tuple(each), text)


def _put(put: str, text: str, calendar: Calendar, about: About) -> i.Intent | None:
    """What is plainly meant of those whose places were said, the text being put with their refs: None where nothing is."""
    meant = _meant(put, calendar, about)
    if not isinstance(meant, i.Several | _PLAIN) or not meant.refs:
        return None
    return replace(meant, words=text) if meant.words and meant.words not in text else meant


def _numbered(text: str, meant: i.Intent, calendar: Calendar, about: About) -> i.Intent | None:
    """What is plainly meant of the one action whose bare number is said: "2 this Friday", "bring 5 forward to 18 Feb".

    A number that may as well be a count is taken for a ref where the words around it make an answer about that action.
    """
    refs: tuple[i.Ref, ...] = getattr(meant, "refs", ())
    if about.knows is None or refs:
        return None
    read = plain(text)
    numbers = bare_numbers_at(read)
    if len(numbers) != 1 or not about.knows(numbers[0].number):
        return None
    one = numbers[0]
    ref = i.Ref(one.number)
    of_it = _calendar_of(Said((ref,), "", "", "", ()), calendar, about)
    verb_of = about.verb_of
    known = replace(about, knows=None, verb_of=(lambda _: verb_of((ref,))) if verb_of else None)
    before, behind = read[: one.start], text[one.end :].lstrip(_BEFORE_WORDS)
    leads = _ONLY_LEADS.fullmatch(before) is not None
    if not leads:
        behind, told = text, _PREPOSITION.sub("", before) if not read[one.end :].strip(" .!?)") else ""
        forms = [told, f"{before}it{read[one.end :]}"]
    else:
        forms = [] if _COUNTS.match(behind) else [behind]
    own = about.theirs is not None and about.theirs(one.number)
    for form in forms:
        said = _meant(form, of_it, known) if form.strip() else None
        if isinstance(said, _PLAIN) and not said.refs and _may_be_of(said, before, own=own, leads=leads):
            return replace(said, refs=(ref,), words=behind if said.words else "")
    return None


def _may_be_of(said: i.Intent, before: str, *, own: bool, leads: bool) -> bool:
    """Whether it may be said of a number in this place: "sent 3 out" counts, and "waiting for 2" waits for them."""
    if leads:
        return own or not isinstance(said, i.Done | i.Drop)
    match said:
        case i.Done():
            return own and _DONE_WITH.search(before) is not None
        case i.Wait():
            return False
        case i.SetDue() | i.Assign():
            return own or _CHANGES.search(before) is not None
        case _:
            return own


def _calendar_of(part: Said, calendar: Calendar, about: About) -> Calendar:
    """The due of the action a part names, where it names one."""
    if not part.refs:
        return calendar
    known = about.due_of is not None and len(part.refs) == 1
    return replace(calendar, due=about.due_of(part.refs[0]) if known and about.due_of else None)


def _all_besides(text: str, about: About) -> tuple[i.Ref, ...]:
    """The actions that "all done except 14" completes: none where 14 is not one of them, or more is said than that."""
    said = one_line(plain(text))
    match = next((m for form in _ALL_BESIDES if (m := form.fullmatch(said))), None)
    if match is None or about.besides is None:
        return ()
    refs, rest = take_refs(match["refs"])
    return about.besides(refs) if refs and not rest else ()


# --- taking it apart -------------------------------------------------------------------------------------------


def _parts(text: str) -> list[Said]:
    cut = items(without_signature(text))
    return [part for item in cut for part in _parts_of(item)]


def _parts_of(said: str) -> list[Said]:
    read = plain(said)
    found = clauses(read)
    cut = parts(read, found[0].start if found else len(read))
    if len(cut) > 1 or cut[0].refs:
        return [
            _said(
                part.refs, said[part.start : part.end], said[slice(*part.led)], said[part.led[0] : part.end]
            )
            if part.refs
            else _at_end(said[part.start : part.end], read[part.start : part.end])
            for part in cut
            if part.refs or read[part.start : part.end].strip()
        ]
    return [_at_end(said, read)]


def _at_end(said: str, read: str) -> Said:
    refs, end = _refs_at_end(read)
    return _said(refs, said[:end])


def _said(refs: tuple[i.Ref, ...], words: str, led_by: str = "", whole: str = "") -> Said:
    words = (words.lstrip(_BEFORE_WORDS) if refs else words).strip()
    read = plain(words)
    if led_by:
        ahead = _AHEAD.search(led_by)  # "will finish 14 tomorrow"
        read = f"{plain(led_by)}{' it' if ahead else ','} {read}" if read else plain(led_by)
        return Said(refs, words, whole.strip(), read, tuple(clauses(read)))
    if refs and (is_ := _IS.match(read)):
        read = read[is_.end() :]
        words = words[is_.end() :] if is_[0].split()[-1].casefold() in {"is", "are", "'s", "as"} else words
    return Said(refs, words, words, read, tuple(clauses(read)))


def _refs_at_end(read: str) -> tuple[tuple[i.Ref, ...], int]:
    """ "Need until Friday for NWP-12": only where it cannot be a count of something."""
    for place in _AT_END.finditer(read):
        refs, end = refs_at(read, place.end())
        if refs and not read[end:].strip(" .!)]"):
            return refs, place.start()
    return (), len(read)


# --- what one part says ----------------------------------------------------------------------------------------


def _read(said: Said, calendar: Calendar, about: About) -> i.Intent:
    refs, words = said.refs, said.whole
    if not said.clauses:
        if refs and _NO.fullmatch(said.read.strip(" .!")):
            return i.GiveUpdate(refs, words)
        return i.Show(refs) if refs else i.Courtesy(greets=greets(said.read))
    head = said.head
    stated = not said.asks(head)
    if done := _done(said, calendar, about):
        return done
    if stated and says_not_mine(head.text):
        return i.Disown(refs, words)
    if says_not_needed(said.line) and not days_promised(said.line):
        return i.Drop(refs, words)
    phrase = _day_named(said, calendar)
    if phrase is not None:
        return i.SetDue(refs, phrase, words)
    if stated and _waits(said):
        return i.Wait(refs, words)
    if stated and (says_begun(head.text) or _all_but(said)):
        return i.Begin(refs, words)
    to = handed_to(head.text) if stated and all(says_not_mine(c.text) for c in said.clauses[1:]) else None
    if to and (atoms(to) or (about.somebody is not None and about.somebody(to))):
        return i.Assign(refs, to, words)
    return i.GiveUpdate(refs, words)


def _done(said: Said, calendar: Calendar, about: About) -> i.Done | None:
    """Done, if it is said at the beginning and nothing after it takes any of it back."""
    done = says_done(said.head.text, done_of(about.verb_of(said.refs) if about.verb_of else ""))
    if done is None or takes_back(said.line):
        return None
    days = days_told(done.tail)
    if days is None or not all(calendar.is_a_day(day) for day in days):
        return None
    if any(calendar.is_ahead(day) for day in [*days, *days_promised(said.line)]):
        return None
    plainly_all = done.count == 0 or (done.count is not None and done.count == about.count)
    return i.Done(said.refs, _words_with_done(said, done), plainly_all and not said.refs)


def _words_with_done(said: Said, done: DoneSaid) -> str:
    """What is said beside a bare "done"; all of it where the word does not stand by itself."""
    if not done.bare or clauses(re.sub(TICK, " ", done.tail)):
        return said.whole
    rest = said.words_from(said.head.end).lstrip(_BEFORE_WORDS + "(").strip()
    if not clauses(plain(rest)):
        return ""
    return rest.removesuffix(")") if "(" not in rest else rest


def _all_but(said: Said) -> bool:
    """ "Done, apart from the map" is in progress; "all done except 14" speaks of other actions."""
    done, left = says_done(said.head.text), left_out(said.line)
    return done is not None and done.count is None and bool(left) and not refs_at(left, 0)[0]


def _waits(said: Said) -> bool:
    """Waiting is said first, straight after "not done" or "done", or last: "police have confirmed, waiting on the council"."""
    first, *more = (c.text for c in said.clauses)
    if says_waiting(first):
        return True
    if not more or says_begun(first):
        return False
    return ends_waiting(more[-1]) or (
        says_waiting(more[0]) and (says_open(first) or says_done(first) is not None)
    )


def _day_named(said: Said, calendar: Calendar) -> str | None:
    """The one day by which it will be done; "" where more time is asked for and no day, or more than one, is named."""
    found: dict[object, str] = {}
    standing = True
    for clause in said.clauses:
        phrase = asked_for(clause.text, calendar)
        if phrase is None and not said.asks(clause) and (standing or promises_itself(clause.text)):
            phrase = promised(clause.text, calendar)
        if phrase is None and not said.asks(clause) and standing:
            phrase = bare_day(clause.text, calendar)
        if phrase is not None:
            found.setdefault(_day_of(phrase, calendar), phrase)
        elif found and clause.text.casefold().startswith("or "):
            return ""
        says_how = says_open(clause.text) or says_begun(clause.text) or says_waiting(clause.text)
        standing = standing and (says_how or phrase is not None)
    days = [phrase for phrase in found.values() if phrase]
    return days[0] if len(days) == 1 else ("" if found else None)


def _day_of(phrase: str, calendar: Calendar) -> object:
    reading = calendar.reading(phrase) if phrase else None
    return reading and (reading.kind, reading.date, reading.candidates)
