"""Minutes handed in: read, turned into proposals, and put before whoever runs the log, and nobody else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.commands import recognising
from bot.commands.owners import match_name
from bot.commands.session import Session
from bot.commands.targets import the_board
from bot.domain.actions import OwnerKind
from bot.domain.boards import Board
from bot.domain.ids import ActionId, ImportId
from bot.domain.minutes import Import, ImportState, NewImport, Proposal, ProposalKind, Standing, Verdict
from bot.domain.people import Person, Role
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.language.text import MOST_TEXT, tidy, with_atoms
from bot.messages import Button, Paper, Reply, View
from bot.minutes.papers import read_paper
from bot.views import answers, resolutions
from bot.views.buttons import button_id
from bot.views.minutes import ALL, Review, nothing_new, review_view
from bot.views.words import moment_words, quoted

MOST_PROPOSALS = 2_000
"""Of one document; the longest meetings have a few hundred."""

MOST_LISTED = 5
STANDS = timedelta(hours=1)
"""So long what is typed in the same conversation is taken for the review that was shown there last."""

HOW = (
    "Send me the minutes: upload the file with the word “minutes”, or paste their text after it.",
    "Word, OpenDocument, PDF, web pages, e-mails and text, up to 20 MB. You look at what I found before anybody else does.",
)


def read(session: Session, intent: i.ReadMinutes) -> Reply:
    """A file, or pasted text; the word alone shows what is still under review."""
    if intent.paper is None and not intent.words.strip():
        return _waiting(session)
    board = _the_board(session, intent)
    check_may_run(session, board)
    if intent.paper is not None:
        paper = Paper.model_validate(intent.paper)
    else:
        paper = read_paper(tidy(session.read(intent.words)))
    if paper.problem is not None:
        session.stop(paper.problem, "Nothing was changed.", buttons=[answers.HELP])
    return _review_of(session, board, paper)


def of_message(session: Session) -> Reply:
    """Minutes that are a message somebody wrote, or the file that came with it."""
    inbound = session.inbound
    if inbound.paper is not None:
        return read(session, i.ReadMinutes(paper=inbound.paper.model_dump(mode="json")))
    quote = inbound.quote
    if quote is None or not quote.text.strip():
        session.stop("There are no words in that message. Nothing was changed.", buttons=[answers.HELP])
    if len(quote.text) > MOST_TEXT:
        session.stop(
            f"That message has {len(quote.text):,} characters; I read up to {MOST_TEXT:,} of one. "
            "Save it as a file and send me that: a file may have 20 MB.",
            "Nothing was changed.",
            buttons=[answers.HELP],
        )
    session.mentions = quote.mentions
    return read(session, i.ReadMinutes(with_atoms(quote.text, quote.mentions)))


def check_may_run(session: Session, board: Board) -> None:
    """Raises Answered for anybody but the clerk and the chair: nobody else sees what minutes propose."""
    if not may_run_log(session.role(board.id)):
        clerks = session.roster(board.id).holding(Role.CLERK)
        session.halt(answers.only_runners("bring minutes in", clerks))


def _the_board(session: Session, intent: i.ReadMinutes) -> Board:
    """The place's; or the one of theirs that the minutes name; or else it is asked."""
    if session.place_board is None and intent.paper is not None:
        body = (Paper.model_validate(intent.paper).body or "").casefold()
        named = [b for b in session.boards_seen() if body and b.name.casefold() in body]
        if len(named) == 1:
            return named[0]
    return the_board(session, intent)


def _review_of(session: Session, board: Board, paper: Paper) -> Reply:
    """The same text that is under review already is shown as it stands; anything else is a new import."""
    under_review = session.records.minutes.of_board(board.id, [ImportState.REVIEWING], MOST_LISTED)
    same = next((one for one in under_review if one.mark == paper.mark), None)
    if same is not None:
        stand(session, same)
        return session.reply(view_of(session, same, notes=["These minutes are under review already."]))
    days, stated = recognising.days_of(session, board, paper)
    new = NewImport(
        board=board.id,
        person=session.me.id,
        read_at=session.now,
        source=paper.name,
        mark=paper.mark,
        meeting=days.held,
        next_meeting=days.next_meeting,
        stated=stated,
    )
    paper = paper.model_copy(update={"found": paper.found[:MOST_PROPOSALS]})
    found = recognising.proposals(session, board, paper, new)
    if not found:
        return session.say(
            f"I found no actions, decisions or referrals in {_name(paper)}. Nothing was changed.",
            *paper.notes,
            "“add” puts an action in the log in your own words.",
            buttons=[Button(id="addform", label="Add an action", opens_form=True), answers.HELP],
        )
    if all(p.standing is Standing.KNOWN or p.verdict is Verdict.IGNORED for p in found):
        ids: list[ActionId] = [p.action for p in found if p.action is not None]
        actions = {a.id: a for a in session.records.log(session.here()).actions(ids)}
        name = quoted(paper.name, 80) if paper.name else "That text"
        return session.reply(nothing_new(name, board, found, actions))
    brought = session.records.minutes.add(new, found)
    stand(session, brought)
    return session.reply(view_of(session, brought, notes=paper.notes))


def _name(paper: Paper) -> str:
    return quoted(paper.name, 80) if paper.name else "that text"


def _waiting(session: Session) -> Reply:
    """What is still under review on the asker's boards."""
    boards = [session.place_board] if session.place_board is not None else list(session.boards_seen())
    runs = [b for b in boards if may_run_log(session.role(b.id))]
    if boards and not runs:
        check_may_run(session, boards[0])
    found = [
        one
        for board in runs
        for one in session.records.minutes.of_board(board.id, [ImportState.REVIEWING], MOST_LISTED)
    ]
    if not found:
        return session.say(*HOW, buttons=[answers.HELP])
    if len(found) == 1:
        stand(session, found[0])
        return session.reply(view_of(session, found[0]))
    titles = [_called(session, one) for one in found]
    buttons = [
        Button(id=button_id("review", one.id, ALL, 0), label=title[:75])
        for one, title in zip(found, titles, strict=True)
    ]
    return session.say("These minutes are still under review.", buttons=buttons[:MOST_LISTED])


def _called(session: Session, one: Import) -> str:
    """Told apart by when they were sent: two versions of the same minutes may wait."""
    board = session.board(one.board)
    sent = moment_words(one.read_at, board.zone, session.today(board))
    return f"{review_of(session, one).title}, sent {sent}"


# --- what is shown ---------------------------------------------------------------------------------------------


def stands(session: Session, brought: Import) -> dict[str, Any]:
    """What is kept of a review that is shown, so that words below it are known for what they are."""
    return {"review": brought.id, "place": session.place.id if session.place else None}


def stand(session: Session, brought: Import) -> None:
    """The review is the last thing shown in this conversation; kept anew only where it is not so already."""
    about = stands(session, brought)
    newest = session.records.questions.newest(session.me.id, session.now - STANDS / 2)
    if newest is None or any(newest[1].get(name) != told for name, told in about.items()):
        session.records.questions.ask(session.me.id, about, session.now)


def view_of(
    session: Session, brought: Import, which: str = ALL, page: int = 0, notes: Sequence[str] = ()
) -> View:
    return review_view(review_of(session, brought), which, page, notes)


def review_of(session: Session, brought: Import) -> Review:
    """An import with all that is said about it."""
    board = session.board(brought.board)
    found = session.records.minutes.proposals(brought.id)
    ids: list[ActionId] = [p.action for p in found if p.action is not None]
    actions = {a.id: a for a in session.records.log(session.here()).actions(ids)} if ids else {}
    return Review(
        brought=brought,
        board=board,
        roster=session.roster(board.id),
        today=session.today(board),
        proposals=found,
        actions=actions,
        several={p.position: several for p in found if (several := _several(session, board, p))},
    )


def _several(session: Session, board: Board, one: Proposal) -> list[Person]:
    """Whom the names nobody is matched to may mean."""
    if not one.kind.to_do or one.standing is Standing.KNOWN:
        return []
    written = [o.words or "" for o in one.owners if o.kind is OwnerKind.WORDS]
    people = [p for name in written for p in match_name(session.me, session.roster(board.id), name).several]
    return list(dict.fromkeys(people))


def brought_in(session: Session, its_id: int) -> Import:
    """The import a button is about, for whoever may look at it.

    Raises:
        Answered: they may not, or there is none.
    """
    found = session.records.minutes.get(ImportId(its_id))
    if found is None or not session.here().sees(found.board):
        session.stop("Those minutes are not ones you can see here.", buttons=[answers.LIST])
    check_may_run(session, session.board(found.board))
    return found


# --- what is kept beside the actions -----------------------------------------------------------------------------


def list_kept(session: Session, intent: i.ListKept) -> Reply:
    """Decisions, referrals or items for later; in a direct conversation of every board the asker is on."""
    boards = [session.place_board] if session.place_board is not None else list(session.boards_seen())
    return kept_page(session, ProposalKind(intent.kind), boards, 0)


def kept_page(session: Session, kind: ProposalKind, boards: Sequence[Board], page: int) -> Reply:
    log = session.records.log(session.here())
    found = [(board, one) for board in boards for one in log.resolutions(board.id, [kind])]
    return session.reply(resolutions.kept_view(kind, found, page, many=len(boards) > 1))
