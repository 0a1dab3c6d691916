"""Due phrases become dues; doubtful ones become a question."""

from dataclasses import dataclass
from datetime import date

from bot.commands.session import Session
from bot.domain.boards import Board
from bot.domain.dues import NO_DUE, Due, DueKind
from bot.language.dues import DueKind as Kind
from bot.language.dues import DueReading, read_due
from bot.views.words import day_words, quoted


@dataclass(frozen=True, slots=True)
class Dated:
    """A due as understood. `doubt` is a sentence to ask about when it could not be; the due is then
    none, and `candidates` are the days it may mean.
    """

    due: Due
    doubt: str | None = None
    candidates: tuple[date, ...] = ()


NO_DATE = frozenset({"no date", "none", "no due date", "no due", "nothing", "no deadline", "-", "never"})


def read_phrase(session: Session, board: Board, phrase: str) -> Dated:
    """Read a due phrase as said today, where the board is."""
    reading = read_due(
        phrase,
        said_on=session.today(board),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    return understood(session, board, reading)


def understood(session: Session, board: Board, reading: DueReading | None) -> Dated:
    """What a reading means for this board."""
    if reading is None:
        return Dated(NO_DUE)
    today = session.today(board)
    words = reading.phrase.strip()
    match reading.kind:
        case Kind.DATE if reading.date is not None:
            return Dated(Due(DueKind.DATE, reading.date, words=words, first_date=reading.date))
        case Kind.MEETING:
            meeting = session.next_meeting(board.id)
            return Dated(
                Due(
                    DueKind.MEETING,
                    reading.date,
                    meeting=meeting.id if meeting and reading.meeting and reading.date else None,
                    words=words,
                    first_date=reading.date,
                )
            )
        case Kind.PAST:
            shown = day_words(reading.past_date, today) if reading.past_date else quoted(words, 60)
            return Dated(NO_DUE, f"{shown} has passed.")
        case Kind.AMBIGUOUS:
            return Dated(NO_DUE, _which(words, reading.candidates, today), reading.candidates)
        case Kind.UNREADABLE:
            return Dated(NO_DUE, f"I cannot read {quoted(words, 60)} as a date.")
        case Kind.TBC if words.casefold().strip(" .") in NO_DATE:
            return Dated(NO_DUE)
        case _:
            return Dated(Due(DueKind.CONDITION, words=words))


def _which(words: str, candidates: tuple[date, ...], today: date) -> str:
    if len(candidates) == 1:
        return f"{quoted(words, 60)}: did you mean {day_words(candidates[0], today)}?"
    if candidates:
        days = " or ".join(day_words(day, today) for day in candidates)
        return f"{quoted(words, 60)} could be {days}."
    return f"{quoted(words, 60)} could be more than one date."
