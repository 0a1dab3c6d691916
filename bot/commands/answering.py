"""Owners' own words: what they mean for whoever says them, where they say them."""

from collections.abc import Sequence
from datetime import date

from bot.commands import talk
from bot.commands.owners import KnownNames
from bot.commands.session import Answered, Session
from bot.commands.targets import candidates, which
from bot.domain.actions import Action, Status
from bot.domain.boards import Board
from bot.language import intents as i
from bot.language.answers import About, read_answer
from bot.language.commands import NAMES, near_command, read_command
from bot.language.numbers import bare_numbers
from bot.language.several import is_numbered, items


def answer(session: Session, text: str) -> i.Intent:
    """An owner's own words, read with the calendar of the board they most likely speak of."""
    found = candidates(session)
    boards = [session.board(found[0].board)] if found else list(session.boards_seen())
    if not boards:
        return i.Help()
    board = session.place_board or boards[0]
    if is_numbered(text) and len(items(text)) < 2:
        # A list answers several at once, and no one reading of it is right for all: it is kept whole.
        return _about_numbers(session, found, i.GiveUpdate((), text))
    intent = read_answer(
        text,
        said_on=session.today(board),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
        about=About(
            count=len(found),
            due=found[0].due.day if len(found) == 1 else None,
            due_of=lambda ref: _due_of(session, found, ref),
            besides=lambda refs: _besides(session, found, refs),
            somebody=KnownNames(session.roster(board.id)),
        ),
    )
    if isinstance(intent, i.Several):
        # "12 done, 20 is the new total": a number nobody knows is no ref where nothing else shows that it is.
        counts = any(isinstance(p, i.GiveUpdate) and not _known(session, found, p.refs) for p in intent.parts)
        return _about_numbers(session, found, i.GiveUpdate((), text)) if counts else intent
    return _update(session, board, found, text, intent) if isinstance(intent, i.GiveUpdate) else intent


def _update(
    session: Session, board: Board, found: Sequence[Action], text: str, intent: i.GiveUpdate
) -> i.Intent:
    """Words that are none of the forms: of the one they are about, unless they report nothing, or are a mistyped command."""
    other = talk.no_progress(session, board, text, intent)
    if other is not None:
        return other
    if session.in_direct and not intent.refs and len(text.split()) == 1:
        if text.casefold() in NAMES:
            return read_command(text)
        near = near_command(text)
        if near is not None:
            return i.Unknown(text, near, "")
    if not _known(session, found, intent.refs):
        intent = i.GiveUpdate((), text)
    return intent if intent.refs else _about_numbers(session, found, intent)


def _due_of(session: Session, found: Sequence[Action], ref: i.Ref) -> date | None:
    """The day one of these is due, if this is its ref and no other's."""
    named = [a for a in found if a.number == ref.number and ref.code in {None, session.board(a.board).code}]
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
        return intent
    if len(spoken_of) == 1 and spoken_of[0].id in {a.id for a in found}:
        board = session.board(spoken_of[0].board)
        return i.GiveUpdate((i.Ref(spoken_of[0].number, board.code),), intent.words)
    several = {a.id: a for a in [*spoken_of, *found]}
    raise Answered(which(session, intent, list(several.values())))


def _known(session: Session, found: Sequence[Action], refs: Sequence[i.Ref]) -> bool:
    """Whether these are refs: with a board's letters, or numbers of what they may be speaking of."""
    if all(r.code for r in refs):
        return True
    known = {a.number for a in found} | {
        a.number for a in session.log.owned_by(session.me.id, frozenset(Status))
    }
    return all(r.number in known for r in refs)
