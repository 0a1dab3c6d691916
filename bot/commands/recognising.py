"""What was found in minutes becomes proposals: owners matched to people, dates resolved, and what the log has already."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.commands.owners import Matched, match_name
from bot.commands.session import Session
from bot.domain.actions import Action, Owner, OwnerKind
from bot.domain.boards import Board
from bot.domain.dues import NO_DUE, Due, DueKind
from bot.domain.ids import ActionId
from bot.domain.meetings import last_meeting
from bot.domain.minutes import AsRead, NewImport, Proposal, ProposalKind, Standing, Verdict
from bot.domain.people import Roster, comparable
from bot.language.dues import DueKind as Kind
from bot.language.dues import read_due
from bot.language.text import MOST_WHAT, one_line, tidy
from bot.messages import Found, Paper
from bot.minutes import SURE, passed_to, plain_due
from bot.minutes.likeness import ALIKE, REPORTED, Index, Worded, paired
from bot.ports import ActionFilter
from bot.views.words import day_words, quoted

_HANGS = re.compile(r"\b(?:for|of|about|with|and|the|a|an|to|into|from|that|as|than|or)$", re.IGNORECASE)
_TIED = re.compile(r"[\s,]+(?:at|on|by|before|in|during|until|till)$", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]{2,3}")
_OURSELVES = frozenset({"i", "me", "myself", "we", "us"})
_REF = re.compile(r"\b([A-Z][A-Z0-9]{1,9})-([0-9]{1,6})\b")


@dataclass(frozen=True, slots=True)
class Days:
    """The days dates are resolved against: when the meeting was held, and when the next one is."""

    held: date | None
    next_meeting: date | None


def days_of(session: Session, board: Board, paper: Paper) -> tuple[Days, bool]:
    """What the minutes say of their meeting, or else the board's latest one; and whether they said it themselves."""
    meetings = session.meetings(board.id)
    stated = paper.held_on is not None
    last = last_meeting(meetings, session.now)
    day = paper.held_on or (last.day(board.zone) if last else None)
    return Days(day, next_after(session, board, day, paper.next_meeting)), stated


def next_after(session: Session, board: Board, day: date | None, said: date | None) -> date | None:
    """The meeting after that day: as the calendar has it, which may have moved since, or as the minutes say."""
    if day is None:
        return said
    ahead = [m.day(board.zone) for m in session.meetings(board.id) if m.day(board.zone) > day]
    if said is not None and said in ahead:
        return said
    return min(ahead, default=said)


def proposals(session: Session, board: Board, paper: Paper, new: NewImport) -> list[Proposal]:
    """Everything the minutes propose for this board; reports on actions it does not have are left out."""
    days = Days(new.meeting, new.next_meeting)
    found = [
        _proposal(session, board, one, number, days)
        for number, one in enumerate(paper.found)
        if one.kind != "report"
    ]
    earlier = session.records.minutes.earlier(
        board.id, mark=new.mark, meeting=new.meeting, source=new.source if not new.stated else None
    )
    log = session.records.log(session.here())
    every = log.listed(board.id, ActionFilter())
    known = {a.id: a for a in every}
    found = _against_earlier(found, earlier, known)
    mine = {p.action for p in found if p.action is not None}
    elsewhere = Index({a.id: a.what for a in every if a.unfinished and a.id not in mine})
    found = [_perhaps_open(one, elsewhere) for one in found]
    of_this_meeting = {
        p.action for p in earlier if p.action is not None and p.kind is not ProposalKind.REPORT
    }
    older = [a for a in every if a.unfinished and a.id not in of_this_meeting]
    reports = _reports(board, paper, older, [p for p in earlier if p.kind is ProposalKind.REPORT])
    return sorted([*found, *reports], key=lambda one: one.position)


def _proposal(session: Session, board: Board, one: Found, position: int, days: Days) -> Proposal:
    kind = ProposalKind(one.kind)
    named = one.owners
    if kind is ProposalKind.REFERRAL:
        body = passed_to(one.what) or passed_to(one.quote)
        named = (body,) if body else ()
    read = AsRead(_worded_as_action(one), named, one.due_words)
    owners, guessed = owners_of(session, session.roster(board.id), one.owners_resolved or one.owners)
    due, doubt = due_of(session, board, one.due_words, days, elsewhere=one.due_elsewhere)
    return Proposal(
        position=position,
        kind=kind,
        what=read.what,
        words=one.quote,
        start=one.start,
        end=one.end,
        read=read,
        confidence=one.confidence,
        why=one.why,
        minute=one.minute and one_line(one.minute)[:200],
        owners=owners,
        due=due if kind.to_do else NO_DUE,
        doubt=doubt if kind.to_do else None,
        sure=one.confidence >= SURE and (not kind.to_do or (not guessed and not doubt and bool(owners))),
    )


def _worded_as_action(one: Found) -> str:
    """As a card says it: with a capital, and without the due words at its end, which stand beside it."""
    what = one_line(tidy(one.what))
    due = one_line(one.due_words or "")
    if due and what.casefold().endswith(due.casefold()):
        rest = what[: -len(due)].rstrip(" ,;:.()–-")
        apart = what[len(rest)] == ","
        rest = _TIED.sub("", rest)
        # "Book the hall for the next meeting" says what the hall is for, "bring it to the next meeting" where to.
        what = rest if (len(rest.split()) > 1 or apart) and not _HANGS.search(rest) else what
    return (what[:1].upper() + what[1:])[:MOST_WHAT]


# --- owners ----------------------------------------------------------------------------------------------------


def owners_of(session: Session, roster: Roster, names: Sequence[str]) -> tuple[tuple[Owner, ...], bool]:
    """Whom the written names mean, each once; and whether one of them is not plain."""
    matched = [_matched(session, roster, one_line(name)[:200]) for name in names if name.strip()]
    owners = tuple(dict.fromkeys(m.owner for m, _ in matched))
    guessed = any(guess or m.owner.kind is OwnerKind.WORDS for m, guess in matched)
    return owners, guessed


def _matched(session: Session, roster: Roster, name: str) -> tuple[Matched, bool]:
    if name.casefold() in _OURSELVES:
        return Matched(Owner.written(name)), True
    matched = match_name(session.me, roster, name)
    if matched.unmatched and _INITIALS.fullmatch(name):
        called = [m.person for m in roster.members if _initials(m.person.name) == name]
        if len(called) == 1:
            return Matched(Owner.of(called[0].id)), True
    return matched, False


def _initials(name: str) -> str:
    return "".join(word[0] for word in comparable(name).split()).upper()


# --- dates -----------------------------------------------------------------------------------------------------


def due_of(
    session: Session, board: Board, words: str | None, days: Days, *, elsewhere: bool = False
) -> tuple[Due, str | None]:
    """What due words mean, said at the meeting; and the sentence to ask about where they are not plain.

    Words that name no day are kept as they are. Another body's meeting is not on this board's calendar.
    """
    words = one_line(words or "")[:200]
    if not words:
        return NO_DUE, None
    kept = Due(DueKind.CONDITION, words=words)
    held_on = days.held or _year_said(words)
    if elsewhere or held_on is None:
        return kept, None
    reading = read_due(
        plain_due(words, days.next_meeting),
        said_on=held_on,
        next_meeting=days.next_meeting,
        is_working=board.is_working,
    )
    today = session.today(board)
    match reading.kind:
        case Kind.DATE if reading.date is not None:
            return Due(DueKind.DATE, reading.date, words=words, first_date=reading.date), None
        case Kind.MEETING:
            on_day = next((m for m in session.meetings(board.id) if m.day(board.zone) == reading.date), None)
            meeting = on_day.id if on_day is not None and reading.meeting else None
            if reading.date is not None and meeting is None:
                return Due(DueKind.DATE, reading.date, words=words, first_date=reading.date), None
            return Due(DueKind.MEETING, reading.date, meeting, words, reading.date), None
        case Kind.PAST if reading.past_date is not None:
            return kept, f"{day_words(reading.past_date, today)} was before the meeting."
        case Kind.AMBIGUOUS:
            days_meant = " or ".join(day_words(day, today) for day in reading.candidates)
            return kept, f"{quoted(words, 60)} could be {days_meant or 'more than one day'}."
        case _:
            return kept, None


def redated(session: Session, board: Board, one: Proposal, before: Days, after: Days) -> Proposal:
    """The proposal with its date read anew, unless whoever reviews has given it another."""
    words = one.read.due_words
    if not words or not one.kind.to_do or one.due != due_of(session, board, words, before)[0]:
        return one
    due, doubt = due_of(session, board, words, after)
    return judged(replace(one, due=due, doubt=doubt))


def judged(one: Proposal) -> Proposal:
    """Whether it may be accepted unseen, now that somebody has said more of it than the minutes did."""
    owned = bool(one.owners) and not any(o.kind is OwnerKind.WORDS for o in one.owners)
    plain = owned and one.doubt is None and one.standing is Standing.NEW
    return replace(one, sure=one.confidence >= SURE and plain) if one.kind.to_do else one


def _year_said(words: str) -> date | None:
    year = re.search(r"\b(20[0-9]{2})\b", words)
    return date(int(year[1]), 1, 1) if year else None


# --- what the log has already ----------------------------------------------------------------------------------


def _against_earlier(
    found: Sequence[Proposal], earlier: Sequence[Proposal], known: Mapping[ActionId, Action]
) -> list[Proposal]:
    """Each with what it was in an earlier reading of the same minutes, where it was in one."""
    said_before = [p for p in earlier if p.kind is not ProposalKind.REPORT]
    done: dict[int, Proposal] = {}
    for kept in (False, True):
        new = [_worded(n, p) for n, p in enumerate(found) if p.kind.kept is kept]
        old = [_worded(n, p) for n, p in enumerate(said_before) if p.kind.kept is kept]
        for mine, theirs in paired(new, old).items():
            done[mine] = said_before[theirs]
    return [_as_before(p, done[n], known) if n in done else p for n, p in enumerate(found)]


def _worded(key: int, one: Proposal) -> Worded[int]:
    return Worded(key, one.read.what, one.words, one.minute)


def _as_before(one: Proposal, before: Proposal, known: Mapping[ActionId, Action]) -> Proposal:
    """The same commitment as one of an earlier reading: there already, or with other terms."""
    if before.verdict is not Verdict.ACCEPTED:
        # Left out then: left out now, unless it says something else.
        same = one.read == before.read
        return replace(one, verdict=Verdict.IGNORED) if same and before.verdict is Verdict.IGNORED else one
    if before.kind.kept:
        return replace(one, standing=Standing.KNOWN, resolution=before.resolution)
    action = known.get(before.action) if before.action is not None else None
    if action is None:
        return one
    changed = terms_changed(one.read, before.read)
    if not changed or not action.unfinished:
        return replace(
            one,
            standing=Standing.KNOWN,
            action=action.id,
            what=action.what,
            kind=before.kind,
            sure=False,
        )
    return replace(
        one,
        standing=Standing.CHANGED,
        action=action.id,
        kind=before.kind,
        what=one.what if "what" in changed else action.what,
        owners=one.owners if "owners" in changed else tuple(a.owner for a in action.assignments),
        due=one.due if "due" in changed else action.due,
        doubt=one.doubt if "due" in changed else None,
        sure=False,
    )


def terms_changed(now: AsRead, before: AsRead) -> frozenset[str]:
    """Which of an item's terms other minutes put differently. Blanks and capitals are no difference."""
    changed = set()
    if _plain(now.what) != _plain(before.what):
        changed.add("what")
    if {_plain(o) for o in now.owners} != {_plain(o) for o in before.owners}:
        changed.add("owners")
    if _plain(now.due_words or "") != _plain(before.due_words or ""):
        changed.add("due")
    return frozenset(changed)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold().strip(" .;:,")


def _perhaps_open(one: Proposal, elsewhere: Index[ActionId]) -> Proposal:
    """An action that is open from elsewhere may be this one: whoever reviews is asked."""
    if not one.kind.to_do or one.standing is not Standing.NEW or one.verdict is Verdict.IGNORED:
        return one
    likeness, action = elsewhere.most_alike(one.what)
    if action is None or likeness < ALIKE:
        return one
    return replace(one, standing=Standing.ALIKE, action=action, sure=False)


# --- matters arising -------------------------------------------------------------------------------------------


def _reports(
    board: Board, paper: Paper, older: Sequence[Action], earlier: Sequence[Proposal]
) -> list[Proposal]:
    """Lines under "matters arising" about actions that are open: by ref, or by the action's own words."""
    said_before = {(p.action, _plain(p.words)) for p in earlier if p.verdict is Verdict.ACCEPTED}
    by_words = Index({a.id: a.what for a in older})
    by_number = {a.number: a.id for a in older}
    made: list[Proposal] = []
    for position, one in enumerate(paper.found):
        if one.kind != "report":
            continue
        action, named = _reported(board, one.quote, by_number, by_words)
        if action is None or (action, _plain(one.quote)) in said_before:
            continue
        words = one_line(tidy(one.quote))
        made.append(
            Proposal(
                position=position,
                kind=ProposalKind.REPORT,
                what=words[:MOST_WHAT],
                words=one.quote,
                start=one.start,
                end=one.end,
                read=AsRead(words[:MOST_WHAT]),
                confidence=0.9 if named else one.confidence,
                why=f"{one.why}, which names it" if named else one.why,
                minute=one.minute and one_line(one.minute)[:200],
                action=action,
                sure=named,
            )
        )
    return made


def _reported(
    board: Board, words: str, by_number: Mapping[int, ActionId], by_words: Index[ActionId]
) -> tuple[ActionId | None, bool]:
    """The action a line is about, and whether it names it."""
    named = {int(number) for code, number in _REF.findall(words) if code == board.code}
    if named:
        found = [by_number[n] for n in named if n in by_number]
        return (found[0], True) if len(found) == 1 else (None, False)
    much, action = by_words.held_in(words)
    return (action, False) if much >= REPORTED else (None, False)
