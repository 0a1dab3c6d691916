"""Actions made of messages: the form filled from one, the proposal a reaction asks for, and the owner's tick."""

from bot.commands import adding, progress
from bot.commands.dating import understood
from bot.commands.owners import KnownNames, Matched, match_owners
from bot.commands.session import Session
from bot.domain.actions import OwnerKind
from bot.domain.boards import Board
from bot.domain.ids import BoardId, QuestionId
from bot.domain.permissions import may_add
from bot.domain.places import PostKind
from bot.language import intents as i
from bot.language.adding import Adding, read_adding
from bot.language.text import MOST_WHAT, one_line, with_atoms
from bot.messages import Button, Quote, Reply
from bot.views import answers, guides
from bot.views.buttons import button_id
from bot.views.forms import add_form
from bot.views.words import quoted

_FORGOTTEN = "I have forgotten that message. Use “Create action” on it again."
_MOST_QUOTED = 3000


def create(session: Session) -> Reply:
    """The form, filled from the message where there is one."""
    boards = _boards(session)
    quote = session.inbound.quote
    if quote is None:
        return session.reply(None, form=add_form(boards, session.roster(boards[0].id)))
    return _form(session, boards, quote, _keep(session, boards[0], quote))


def propose(session: Session) -> Reply:
    """A reaction on somebody's message: an action is proposed to the one who put it there, and to nobody else."""
    quote, board = session.inbound.quote, session.place_board
    if quote is None or board is None or not may_add(session.role(board.id)):
        return Reply()
    adding_, matched, what = _understood(session, board, quote)
    if not what:
        return Reply()
    question = _keep(session, board, quote)
    facts = [_owner(session, m) for m in matched]
    due = understood(session, board, adding_.due)
    said = [f"Add an action to the {board.name} from this message?", quoted(what, _MOST_QUOTED)]
    if facts:
        said.append(f"Owners: {', '.join(facts)}.")
    if adding_.due is not None and due.doubt is None:
        said.append(f"Due: {quoted(adding_.due.phrase, 60)}.")
    buttons = [
        Button(id=button_id("accept", board.id, question), label="Add", main=True),
        Button(id=button_id("reword", board.id, question), label="Change first", opens_form=True),
        Button(id=button_id("leave", question), label="Leave it"),
    ]
    return session.say(*said, buttons=buttons)


def _owner(session: Session, matched: Matched) -> str:
    owner = matched.owner
    return session.records.people.get(owner.person).name if owner.person is not None else owner.words or ""


def accept(session: Session, board: int, question: int) -> Reply:
    """The proposal, as it stands."""
    quote, where = _kept(session, board, question)
    adding_, matched, what = _understood(session, where, quote)
    if not what or len(what) > MOST_WHAT:
        return _form(session, [where], quote, question)
    dated = understood(session, where, adding_.due)
    return adding.write(session, where, what, matched, dated, adding.source_from(session, quote))


def reword(session: Session, board: int, question: int) -> Reply:
    """The form, filled from the message that was proposed."""
    quote, where = _kept(session, board, question)
    return _form(session, [where], quote, question)


def leave(session: Session) -> Reply:
    return session.say("Left as it is: no action was added.")


def tick_off(session: Session) -> Reply:
    """A tick put on a card by its owner: done. Anybody else's is a greeting."""
    post = session.pressed_post
    if post is None or post.kind is not PostKind.CARD or len(post.subjects) != 1:
        return Reply()
    action = session.log.action(post.subjects[0])
    if action is None or not action.unfinished:
        return Reply()
    if action.assignment_of(session.me.id, session.roster(action.board)) is None:
        return Reply()
    return progress.done(session, i.Done(), [action])


def kept_quote(session: Session, question: int) -> Quote:
    """The message a form or a proposal was made of.

    Raises:
        Answered: it was somebody else's, or is forgotten.
    """
    about = session.records.questions.get(QuestionId(question), session.me.id)
    if about is None or "quote" not in about:
        session.stop(_FORGOTTEN, buttons=[answers.HELP])
    return Quote.model_validate(about["quote"])


def _kept(session: Session, board: int, question: int) -> tuple[Quote, Board]:
    quote = kept_quote(session, question)
    if not session.here().sees(BoardId(board)) or not may_add(session.role(BoardId(board))):
        session.stop("That board is not one you can add to here.")
    return quote, session.board(BoardId(board))


def _keep(session: Session, board: Board, quote: Quote) -> int:
    about = {"quote": quote.model_dump(mode="json"), "board": board.id}
    return session.records.questions.ask(session.me.id, about, session.now)


def _boards(session: Session) -> list[Board]:
    """The place's own, or all the asker may add to."""
    seen = [session.place_board] if session.place_board is not None else list(session.boards_seen())
    found = [b for b in seen if may_add(session.role(b.id))]
    if not found:
        session.halt(
            guides.no_board() if not seen else guides.usage("add", "You follow this board as an observer.")
        )
    return found


def _form(session: Session, boards: list[Board], quote: Quote, question: int) -> Reply:
    adding_, matched, what = _understood(session, boards[0], quote)
    too_long = f"That is {len(what)} characters; an action says it in {MOST_WHAT}. Shorten it here."
    form = add_form(
        boards,
        session.roster(boards[0].id),
        what=what,
        owners=[str(m.owner.person) for m in matched if m.owner.kind is OwnerKind.PERSON],
        due=adding_.due.phrase if adding_.due else "",
        errors={"what": too_long} if len(what) > MOST_WHAT else None,
        source=question,
    )
    return session.reply(None, form=form)


def _understood(session: Session, board: Board, quote: Quote) -> tuple[Adding, list[Matched], str]:
    session.mentions = quote.mentions
    read = read_adding(
        with_atoms(quote.text, quote.mentions),
        known=KnownNames(session.roster(board.id)),
        said_on=session.today(board),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    return read, match_owners(session, board, read.owners), one_line(session.read(read.what))
