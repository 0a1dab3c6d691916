"""Owners' own words: what they mean for whoever says them, where they say them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.commands import talk
from bot.commands.owners import KnownNames
from bot.commands.session import Answered, Session
from bot.commands.targets import candidates, changes, which
from bot.domain.actions import Action, Status
from bot.domain.boards import Board
from bot.language import intents as i
from bot.language.answers import About, read_answer
from bot.language.commands import NAMES, near_command, read_command
from bot.language.numbers import bare_numbers, bare_numbers_at
from bot.language.places import by_item
from bot.language.several import is_numbered, items
from bot.language.slips import says_nearly_done
from bot.language.titles import named_by, with_it
from bot.language.todo import verb_to_do

# "Done 2 Hayley rang": what stands before the number says that it is an action's.
_DONE_WITH = re.compile(
    r"\s*(?:(?:i|we)(?:'?ve)?\s+)?(?:already\s+|now\s+)?(?:done|did|finished|completed)\s+(?:(?:numbers?|no\.?|action)\s*)?#?([1-9][0-9]{0,4})\b",
    re.IGNORECASE,
)
_REOPEN = re.compile(
    r"(?:^|[,;.:]\s*|\b(?:please|pls|so|and|can you|could you)\s+)re-?open(?:\s+(?:it|this|that|please|pls|now|again|thanks))*[\s.!?]*$",
    re.IGNORECASE,
)
_REF_AND_WORD = re.compile(
    r"(?P<ref>(?:[A-Z][A-Z0-9]{1,9}[- ]?)?#?[1-9][0-9]{0,4})\s*[,:=-]?\s*(?P<said>[^\s\d]+)|(?P<first>[^\W\d]+)\s+(?P<then>(?:[A-Z][A-Z0-9]{1,9}[- ]?)?#?[1-9][0-9]{0,4})"
)


def answer(session: Session, text: str) -> i.Intent:
    """An owner's own words, read with the calendar of the board they most likely speak of."""
    found = candidates(session)
    boards = [session.board(found[0].board)] if found else list(session.boards_seen())
    if not boards:
        return i.Help()
    board = session.place_board or boards[0]
    places = tuple(i.Ref(a.number, session.board(a.board).code) for a in found)
    if is_numbered(text) and len(items(text)) < 2 and by_item(text, places) is None:
        # A list answers several at once, and no one reading of it is right for all: it is kept whole.
        return _about_numbers(session, found, i.GiveUpdate((), text))
    text = _with_letters(session, text)
    read = partial(
        read_answer,
        said_on=session.today(board),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    intent = read(
        text,
        about=About(
            count=len(found),
            due=found[0].due.day if len(found) == 1 else None,
            due_of=lambda ref: _due_of(session, found, ref),
            besides=lambda refs: _besides(session, found, refs),
            somebody=KnownNames(session.roster(board.id)),
            places=places,
            knows=lambda number: _known(session, found, (i.Ref(number),)),
            theirs=lambda number: number in _own(session, found),
            verb_of=lambda refs: _verb_of(session, found, refs),
        ),
    )
    if isinstance(intent, i.Several):
        # "12 done, 20 is the new total": a number nobody knows is no ref where nothing else shows that it is.
        counts = any(isinstance(p, i.GiveUpdate) and not _known(session, found, p.refs) for p in intent.parts)
        return _about_numbers(session, found, i.GiveUpdate((), text)) if counts else intent
    if isinstance(intent, i.GiveUpdate):
        intent = _progress(session, board, found, text, intent)
    _check_title(session, found, text, intent, read)
    return intent


def _check_title(
    session: Session, found: Sequence[Action], text: str, intent: i.Intent, read: Callable[..., i.Intent]
) -> None:
    """Where it would be asked which is meant, and words of one of them are in the answer, it is asked with that one first.

    Raises:
        Answered: they are.
    """
    everything = isinstance(intent, i.Done) and intent.everything
    if len(found) < 2 or everything or not session.inbound.addressed:
        return
    if not isinstance(intent, i.Part) or intent.refs:
        return
    place = named_by(text, [a.what for a in found])
    if place is None:
        return
    one = found[place]
    said = read(with_it(text, one.what), about=About(count=1, verb_of=lambda _refs: verb_to_do(one.what)))
    plainly = isinstance(said, i.Part) and not isinstance(said, i.GiveUpdate) and not said.refs
    meant = replace(said, words=text) if plainly and isinstance(said, i.Part) else intent
    raise Answered(which(session, meant, [one, *(a for a in found if a.id != one.id)], likely=True))


def _progress(
    session: Session, board: Board, found: Sequence[Action], text: str, intent: i.GiveUpdate
) -> i.Intent:
    """Words on progress, about the action they name; or a command, a slip or mere talk where they are no more than that.

    Raises:
        Answered: the number they name is somebody else's action, which the asker may not change.
    """
    other = talk.no_progress(session, board, text, intent)
    if other is not None:
        return other
    if intent.refs and not _known(session, found, intent.refs):
        if found and session.inbound.addressed and any(_seen(session, ref.number) for ref in intent.refs):
            raise Answered(which(session, i.GiveUpdate((), text), found))
        intent = i.GiveUpdate((), text)
    if intent.refs and _REOPEN.search(intent.words):
        return i.Reopen(intent.refs, intent.words)
    if session.inbound.addressed and (meant := _one_word(session, found, text, intent)):
        return meant
    return intent if intent.refs else _about_numbers(session, found, intent)


def _one_word(session: Session, found: Sequence[Action], text: str, intent: i.GiveUpdate) -> i.Intent | None:
    """One word alone or beside a number: a command's own, or what is most likely a mistyped one."""
    if session.in_direct and not intent.refs and len(text.split()) == 1:
        if text.casefold() in NAMES:
            return read_command(text)
        near = near_command(text)
        return i.Unknown(text, near, "") if near is not None else None
    return (None if intent.refs else _command_behind(session, found, text)) or _nearly_done(text)


def _due_of(session: Session, found: Sequence[Action], ref: i.Ref) -> date | None:
    """The day the action with this ref is due, where no other could be meant."""
    every = {a.id: a for a in [*found, *_seen(session, ref.number)]}.values()
    named = [a for a in every if a.number == ref.number and ref.code in {None, session.board(a.board).code}]
    return named[0].due.day if len(named) == 1 else None


def _besides(session: Session, found: Sequence[Action], refs: Sequence[i.Ref]) -> tuple[i.Ref, ...]:
    """The refs of the others, if every one of these is among them."""
    known = [i.Ref(a.number, session.board(a.board).code) for a in found]
    left_out = [r for r in known for ref in refs if ref.number == r.number and ref.code in {None, r.code}]
    return tuple(r for r in known if r not in left_out) if len(left_out) == len(refs) else ()


def _about_numbers(session: Session, found: Sequence[Action], intent: i.GiveUpdate) -> i.Intent:
    """An update that speaks of an action by its bare number is about that one, or it is asked about.

    Raises:
        Answered: the number is one of theirs, but not the one that was meant so far.
    """
    numbers = bare_numbers(intent.words)
    if not numbers:
        return intent
    mine = session.log.owned_by(session.me.id, frozenset(Status) - {Status.WITHDRAWN})
    spoken_of = [a for a in mine if a.number in numbers]
    if not spoken_of:
        return _of_somebody_else(session, found, intent)
    if len(spoken_of) == 1 and spoken_of[0].id in {a.id for a in found}:
        board = session.board(spoken_of[0].board)
        return i.GiveUpdate((i.Ref(spoken_of[0].number, board.code),), intent.words)
    several = {a.id: a for a in [*spoken_of, *found]}
    raise Answered(which(session, intent, list(several.values())))


def _of_somebody_else(session: Session, found: Sequence[Action], intent: i.GiveUpdate) -> i.Intent:
    """ "Done 2 Hayley rang", said of an action that is not theirs; a number that only begins what they say is asked about.

    Raises:
        Answered: it is not plain which is meant.
    """
    done = _DONE_WITH.match(intent.words)
    first = bare_numbers_at(intent.words)[0]
    there = _seen(session, first.number)
    theirs_to_change = [a for a in there if changes(session, a)]
    if done and int(done[1]) == first.number and theirs_to_change:
        return i.GiveUpdate((i.Ref(first.number),), intent.words)
    leads = not intent.words[: first.start].strip()
    asked = theirs_to_change if leads else []
    if session.inbound.addressed and (asked or (done and there and found)):
        raise Answered(which(session, intent, list({a.id: a for a in [*asked, *found]}.values())))
    return intent


def _known(session: Session, found: Sequence[Action], refs: Sequence[i.Ref]) -> bool:
    """Whether these are refs: with a board's letters, or numbers of what they may be speaking of: theirs, or theirs to change."""
    bare = [r.number for r in refs if not r.code]
    if not bare:
        return True
    own = _own(session, found)
    return all(n in own or any(changes(session, a) for a in _seen(session, n)) for n in bare)


def _own(session: Session, found: Sequence[Action]) -> set[int]:
    """The numbers of what they were asked about, and of all that ever was theirs."""
    theirs = session.log.owned_by(session.me.id, frozenset(Status) - {Status.WITHDRAWN})
    return {a.number for a in [*found, *theirs]}


def _seen(session: Session, number: int) -> list[Action]:
    """The actions with this number that the asker may see here."""
    boards = [session.place_board] if session.place_board is not None else session.boards_seen()
    there = [session.log.numbered(board.id, number) for board in boards]
    return [a for a in there if a is not None and a.status is not Status.WITHDRAWN]


def _verb_of(session: Session, found: Sequence[Action], refs: Sequence[i.Ref]) -> str:
    """The verb of the one action that is spoken of: "book", of "Book the hall"; empty where more is to be done than that."""
    if len(refs) == 1:
        code = refs[0].code
        named = [a for a in _seen(session, refs[0].number) if code in {None, session.board(a.board).code}]
    else:
        named = [] if refs else list(found)
    return verb_to_do(named[0].what) if len(named) == 1 else ""


def _with_letters(session: Session, text: str) -> str:
    """The letters of a board before a number in capitals, as they are read: "nwp 1 done"."""
    codes = "|".join(re.escape(board.code) for board in session.boards_seen())
    return (
        re.sub(rf"\b(?:{codes})(?=\s?#?[0-9])", lambda m: m[0].upper(), text, flags=re.IGNORECASE)
        if codes
        else text
    )


def _command_behind(session: Session, found: Sequence[Action], text: str) -> i.Intent | None:
    """A command's own word behind a number: "1 reopen"."""
    said = re.fullmatch(r"#?([1-9][0-9]{0,4})\s+([a-z-]+)[.!]*", text.strip(), re.IGNORECASE)
    if said is None or not _known(session, found, (i.Ref(int(said[1])),)):
        return None
    meant = read_command(text)
    return meant if isinstance(meant, i.Reopen | i.Close | i.Drop | i.Show | i.ShowHistory) else None


def _nearly_done(text: str) -> i.Unknown | None:
    """A misspelt "done" of one action, or no more than a nod: is it done?"""
    named = _REF_AND_WORD.fullmatch(text.strip(" .!"))
    said, ref = (named["said"] or named["first"], named["ref"] or named["then"]) if named else ("", "")
    if not named or not says_nearly_done(said):
        return None
    return i.Unknown(text, "done", ref)
