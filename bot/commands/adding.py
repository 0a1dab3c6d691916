"""Adding an action, from words or from the form."""

import re
from collections.abc import Sequence

from bot.commands.changing import Change, tell_clerk
from bot.commands.dating import Dated, read_phrase, understood
from bot.commands.owners import KnownNames, Matched, as_assignments, match_owners, partner_asked
from bot.commands.session import Session, value, values
from bot.commands.targets import Asks, expect, kept, the_board
from bot.domain.actions import Owner, OwnerKind, Source
from bot.domain.boards import Board
from bot.domain.ids import BoardId, PersonId
from bot.domain.ladder import next_rung
from bot.domain.people import listed
from bot.domain.permissions import may_add
from bot.language import intents as i
from bot.language.adding import read_adding
from bot.language.text import MOST_WHAT, atoms, one_line, tidy
from bot.messages import Button, Quote, Reply
from bot.ports import NewAction
from bot.views import answers
from bot.views.answers import or_names
from bot.views.buttons import button_id, undo, when_buttons
from bot.views.forms import add_form

__all__ = ["add", "open_form", "source_from", "submit_form", "write"]


def add(session: Session, intent: i.Add) -> Reply:
    """Add what the words say; a doubtful date or owner is left out and asked about."""
    board = the_board(session, intent)
    _check_may_add(session, board)
    if not intent.words.strip():
        return open_form(session, board)
    _check_one_action(session, intent)
    adding = read_adding(
        intent.words,
        known=KnownNames(session.roster(board.id)),
        said_on=session.today(board),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    what = one_line(session.read(adding.what))
    matched = match_owners(session, board, adding.owners)
    if not what:
        form = add_form(
            [board],
            session.roster(board.id),
            owners=_people(matched),
            due=adding.due.phrase if adding.due else "",
            errors={"what": "Say what is to be done."},
        )
        return session.reply(None, form=form)
    if len(what) > MOST_WHAT:
        form = add_form(
            [board],
            session.roster(board.id),
            what=what,
            owners=_people(matched),
            due=adding.due.phrase if adding.due else "",
            errors={"what": _too_long(what)},
        )
        return session.reply(None, form=form)
    dated = understood(session, board, adding.due)
    source = _said_here(session, session.read(intent.words))
    spoken_of = match_owners(session, board, adding.mentioned) if not matched else []
    return write(session, board, what, matched, dated, source, spoken_of)


def _check_one_action(session: Session, intent: i.Add) -> None:
    """Raises Answered for pasted lines that are several actions: one would get the last one's owner and date."""
    rows = [line for line in intent.words.splitlines() if line.strip()]
    if len(rows) < 2:
        return
    telling = [line for line in rows if atoms(line) or _BULLETED.match(line)]
    if len(telling) < 2:
        return
    folded = i.Add(one_line(intent.words))
    question = session.records.questions.ask(session.me.id, kept(session, folded, ()), session.now)
    session.stop(
        f"That looks like {len(telling)} actions. Nothing was added: send each as an “add” of its own.",
        buttons=[Button(id=button_id("meant", question), label="Add it as one"), answers.HELP],
    )


_BULLETED = re.compile(r"\s*(?:[-*\u2022\u00b7]|[0-9]{1,3}[.)])\s+\S")


def open_form(session: Session, board: Board | None = None) -> Reply:
    """The empty form, for this board first and any other the asker may add to."""
    board = board or the_board(session, i.Add(""))
    _check_may_add(session, board)
    boards = [board]
    if session.in_direct:
        boards += [b for b in session.boards_seen() if b.id != board.id and may_add(session.role(b.id))]
    return session.reply(None, form=add_form(boards, session.roster(board.id)))


def submit_form(
    session: Session, board_id: str, quote: Quote | None = None, question: int | None = None
) -> Reply:
    """Add what the form holds; what cannot be taken is said at its field, and nothing typed is lost.

    `quote` is the message the form was filled from, `question` what keeps it.
    """
    chosen = value(session.inbound, "board") or board_id
    board_number = BoardId(int(chosen)) if chosen.isdigit() else None
    if board_number is None or not session.here().sees(board_number):
        session.stop("That board is not one you can see here.")
    board = session.board(board_number)
    _check_may_add(session, board)
    what, due = one_line(value(session.inbound, "what")), value(session.inbound, "due")
    picked = values(session.inbound, "owners")
    errors: dict[str, str] = {}
    if not what:
        errors["what"] = "Say what is to be done."
    elif len(what) > MOST_WHAT:
        errors["what"] = _too_long(what)
    dated = read_phrase(session, board, due) if due else understood(session, board, None)
    if dated.doubt:
        errors["due"] = dated.doubt
    roster = session.roster(board.id)
    owners = [roster.find(PersonId(int(p))) for p in picked if p.isdigit()]
    if None in owners or len(owners) != len(picked):
        errors["owners"] = "Choose people of this board."
    if errors:
        form = add_form([board], roster, what=what, owners=picked, due=due, errors=errors, source=question)
        return session.reply(None, form=form)
    matched = [Matched(Owner.of(p.id)) for p in owners if p is not None]
    source = _said_here(session, what) if quote is None else source_from(session, quote)
    return write(session, board, what, matched, dated, source)


def _said_here(session: Session, words: str) -> Source:
    return Source(place=session.place.id if session.place else None, link=session.inbound.link, words=words)


def source_from(session: Session, quote: Quote) -> Source:
    """The message's link, and its words as they were then."""
    return Source(place=session.place.id if session.place else None, link=quote.link, words=tidy(quote.text))


def write(
    session: Session,
    board: Board,
    what: str,
    matched: Sequence[Matched],
    dated: Dated,
    source: Source,
    spoken_of: Sequence[Matched] = (),
) -> Reply:
    """Put it on the log, and say what was understood. `spoken_of` may be who has it: a button each."""
    new = NewAction(
        what=what,
        due=dated.due,
        owners=as_assignments(session, board, matched, dated.due),
        next_escalation_at=next_rung(dated.due.day, board, session.now),
        adder=session.me.id,
        added_at=session.now,
        source=source,
    )
    action = session.records.actions.add(board.id, new)
    change = Change(session)
    change.added(action)
    shown = session.show(action)
    notes, buttons = _doubtful_owners(session, board, action.id, matched, shown.ref)
    for person in [m.owner.person for m in spoken_of if m.owner.person is not None][:3]:
        name = shown.name(person)
        buttons.insert(0, Button(id=button_id("give", action.id, person), label=f"{name} has it"))
    if dated.doubt:
        expect(session, Asks.WHEN, i.SetDue(()), [action])
    elif not matched or any(m.several for m in matched):
        expect(session, Asks.WHO, i.Assign(()), [action])
    if dated.doubt:
        buttons += when_buttons(
            [action.id], session.today(board), session.next_meeting(board.id), board, dated.candidates
        )
    view = answers.added(shown, notes, dated.doubt, [*buttons, undo(change.id)])
    return session.reply(view)


def _doubtful_owners(
    session: Session, board: Board, action: int, matched: Sequence[Matched], ref: str
) -> tuple[list[str], list[Button]]:
    """Notes about owners that could not be matched, and buttons for those who may be several."""
    notes: list[str] = []
    buttons: list[Button] = []
    unmatched = [m for m in matched if m.unmatched]
    for several in (m for m in matched if m.several):
        names = or_names(several.several)
        doubt = (
            f"Nobody on the board is called “{several.owner.words}”. Did you mean {names}?"
            if several.near
            else f"“{several.owner.words}” could be more than one person: {names}. Who has {ref}?"
        )
        notes.append(doubt)
        buttons += [
            Button(id=button_id("owner", action, person.id), label=person.name)
            for person in several.several[:5]
        ]
    if unmatched:
        written = " and ".join(f"“{m.owner.words}”" for m in unmatched)
        told = tell_clerk(
            session,
            board.id,
            f"unmatched:{action}",
            {"notice": "unmatched", "action": action, "by": session.me.id},
        )
        after = f" I have told {listed([name for name, _ in told])}." if told else ""
        notes.append(f"Nobody on the board is called {written}: the name is kept as written.{after}")
    if unmatched or not matched:
        buttons.append(Button(id=button_id("assignform", action), label="Assign", opens_form=True))
    asked, whose = partner_asked(session.roster(board.id), matched, "owner", str(action))
    notes += asked
    buttons += whose
    return notes, buttons


def _people(matched: Sequence[Matched]) -> list[str]:
    return [str(m.owner.person) for m in matched if m.owner.kind is OwnerKind.PERSON]


def _check_may_add(session: Session, board: Board) -> None:
    if not may_add(session.role(board.id)):
        session.stop(f"You follow the {board.name} as an observer: others add and change its actions.")


def _too_long(what: str) -> str:
    return f"That is {len(what)} characters; an action says it in {MOST_WHAT}. Shorten it here: nothing was added yet."
