"""Own words that are no progress on an action: a question, an errand, a name; and what is done with them instead."""

import re

from bot.commands.owners import KnownNames, knows
from bot.commands.session import Session
from bot.commands.targets import candidates
from bot.domain.boards import Board
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.language.adding import read_adding
from bot.language.answers import read_answer
from bot.language.handing import not_mine, read_handing
from bot.language.questions import read_question
from bot.language.refs import take_refs
from bot.language.talk import errand_for, is_acknowledged, is_question
from bot.language.text import atoms

_LISTS = re.compile(r"(?:list|show|show me)\s+(?P<who>\S.{0,80})", re.IGNORECASE)
_HELP = re.compile(
    r"(?:please )?(?:help|help me|help please|i(?:'m| am) (?:lost|confused|stuck with this thing))[ .!]*",
    re.IGNORECASE,
)


def no_progress(session: Session, board: Board, text: str, said: i.GiveUpdate) -> i.Intent | None:
    """What to do with words that would be kept as an update and report nothing; None where they may report something."""
    line = text.strip()
    if handed := _handed(session, board, line):
        return handed
    refs, rest = take_refs(line)
    if refs and not rest.strip(" ?!."):
        return i.Show(refs)
    roster = session.roster(board.id)
    known = KnownNames(roster)
    lists = _LISTS.fullmatch(line.strip(" .?!"))
    if lists and not said.refs and (known(lists["who"]) or knows(roster, lists["who"])):
        return i.ListActions(i.Which.OPEN, lists["who"])
    if _HELP.fullmatch(line):
        return i.Help()
    if is_acknowledged(said.words):
        return i.Courtesy()
    if (asks := _asking(session, board, said, rest if refs else said.words)) is not None:
        return asks
    if not refs and len(line.split()) <= _LONGEST_NAME and known(line.strip(" .!")) and session.in_direct:
        return i.Aside(said.refs, said.words, asks=False)
    if not refs and (may_run_log(session.role(board.id)) or not candidates(session)):
        return to_be_added(session, board, line)
    return None


def _asking(session: Session, board: Board, said: i.GiveUpdate, asked: str) -> i.Intent | None:
    """A question, or an errand for the bot."""
    if is_question(asked):
        if day := _day_asked(session, board, asked):
            named = " ".join(f"{r.code}-{r.number}" if r.code else str(r.number) for r in said.refs)
            return i.Unknown(asked.strip()[:60], "due", f"{named} {day}".strip())
        return read_question(asked) or i.Aside(said.refs, said.words)
    errand = errand_for(asked)
    if errand is None:
        return None
    who, politely = errand
    known = KnownNames(session.roster(board.id))
    return i.Aside(said.refs, said.words, asks=False) if politely or atoms(who) or known(who) else None


def to_be_added(session: Session, board: Board, line: str) -> i.Unknown | None:
    """ "Tom needs to send the figures by 20 Feb", said by whoever gives out actions, is offered as one."""
    if len(line) > _LONGEST_ADDED or not _TO_DO.search(line):
        return None
    roster = session.roster(board.id)
    known = KnownNames(roster)
    read = read_adding(
        line, known=known, said_on=session.today(board), next_meeting=session.next_meeting_day(board)
    )
    named = [o for o in read.owners if o.mention is not None or (o.name and len(roster.named(o.name)) == 1)]
    others = [o for o in named if o.mention is not None or roster.named(o.name or "")[0].id != session.me.id]
    begins = named and (atoms(line[:2]) or line.casefold().startswith((named[0].name or " ").casefold()))
    return i.Unknown(line[:60], "add", line) if others and begins and read.what else None


_TO_DO = re.compile(
    r"\s(?:needs? to|will need to|has to|have to|must|should|will|shall|to|is to|are to|has agreed to|agreed to|ought to) [a-z]",
    re.IGNORECASE,
)
_LONGEST_ADDED = 200
_LONGEST_NAME = 3


def _day_asked(session: Session, board: Board, asked: str) -> str:
    """ "Friday?" asks for a day: the words that name it, "" where they name none."""
    meant = read_answer(
        asked.rstrip(" ?!"),
        said_on=session.today(board),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    return meant.phrase if isinstance(meant, i.SetDue) else ""


def _handed(session: Session, board: Board, line: str) -> i.Intent | None:
    """Whose it is to be, where that is all that is said, and they are of the board."""
    if refs := not_mine(line):
        return i.Disown(refs, line)
    found = read_handing(line)
    if found is None:
        return None
    roster = session.roster(board.id)
    if found.who and not (atoms(found.who) or KnownNames(roster)(found.who) or knows(roster, found.who)):
        return None
    if found.plainly:
        return i.Assign(found.refs, found.who, line)
    return i.HandOver(found.refs, found.who, line, found.everything)
