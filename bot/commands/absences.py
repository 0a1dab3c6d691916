"""Away, back, and silence: what somebody says of themselves, so that nudges leave them alone."""

from datetime import date, time, timedelta

from bot.commands.changing import Change, tell_clerk
from bot.commands.daily import day_of
from bot.commands.dating import understood
from bot.commands.owners import match_name
from bot.commands.rescheduling import reschedule_person
from bot.commands.session import Session
from bot.commands.targets import Asks, expect
from bot.domain.actions import UNFINISHED, OwnerKind
from bot.domain.availability import UNTIL_THEY_SAY_SO, Availability, as_data, from_data
from bot.domain.boards import Board
from bot.domain.clocks import local, today
from bot.domain.history import Entry, Verb
from bot.domain.ids import PersonId
from bot.domain.outbox import OutboxState
from bot.domain.people import Person
from bot.domain.working_days import working_day_on_or_after
from bot.language import intents as i
from bot.language.absences import read_absence
from bot.language.silences import read_again
from bot.language.text import atoms
from bot.messages import Button, Reply
from bot.views import absences as views
from bot.views import answers, guides
from bot.views.buttons import button_id, undo
from bot.views.words import day_words

_DAY = timedelta(days=1)
_MEANWHILE = "What fell due meanwhile comes in one message at the usual hour."
_AS_USUAL = "Nudges come as usual."
"""Nothing can have fallen due meanwhile."""


def away(session: Session, intent: i.Away) -> Reply:
    """Until when, or from when to when, and who covers; alone it says how it stands, and asks."""
    day = _today(session)
    if not intent.words:
        expect(session, Asks.UNTIL, intent)
        return session.reply(views.standing(session.me, _cover(session), day))
    board = _board(session)
    read = read_absence(intent.words, said_on=day, is_working=board.is_working)
    cover = _covering(session, read.cover, read.first, read.last) if read.cover else None
    if read.first is None or read.last is None:
        doubt = understood(session, board, read.doubt) if read.doubt is not None else None
        expect(session, Asks.UNTIL, intent)
        return session.reply(
            views.ask_until_when(
                doubt.doubt if doubt else None,
                [d for d in doubt.candidates if d >= (read.first or day)] if doubt else (),
                read.first or day,
                day,
                cover,
                read.either,
            )
        )
    return set_away(session, read.first, read.last, cover)


def set_away(session: Session, first: date, last: date, cover: Person | None = None) -> Reply:
    """The days are plain: nobody is nudged on them, and whoever covers is nudged instead."""
    day = _today(session)
    first = max(first, day)
    if last < first:
        session.stop(f"{day_words(last, day)} has passed. Nothing was changed.", buttons=[views.AWAY])
    before = session.me.availability
    change = _keep(session, Verb.AWAY, before.away(first, last, cover.id if cover else None))
    back = working_day_on_or_after(last + _DAY, _board(session).is_working)
    return session.reply(
        views.is_away(
            first, last, back, day, cover, _unseen(session, cover) if cover else (), undo(change.id)
        )
    )


def back(session: Session, _intent: i.Back) -> Reply:
    """At work again. What fell meanwhile comes at the next usual hour."""
    day = _today(session)
    if not session.me.availability.away_after(day):
        return session.say("You are not away, as far as I know. Nothing was changed.", buttons=[views.AWAY])
    found = session.me.availability.back(_next_day(session), _heard(session))
    change = _keep(session, Verb.BACK, found)
    return session.say(
        f"Welcome back. {_MEANWHILE if found.away_until is not None else _AS_USUAL}",
        buttons=[undo(change.id), answers.LIST],
    )


def mute(session: Session, intent: i.Mute) -> Reply:
    """No nudges, at once. Where no day was said, until they say so: and then they are asked until when."""
    if not intent.phrase:
        return set_muted(session, UNTIL_THEY_SAY_SO)
    board = _board(session)
    reading = read_again(
        intent.phrase,
        said_on=_today(session),
        next_meeting=session.next_meeting_day(board),
        is_working=board.is_working,
    )
    dated = understood(session, board, reading)
    if reading.date is None:
        # Obeyed at once all the same: whoever asks for silence gets it, and then says for how long.
        return set_muted(session, UNTIL_THEY_SAY_SO, dated.doubt, dated.candidates)
    return set_muted(session, reading.date)


def set_muted(
    session: Session, until: date, doubt: str | None = None, candidates: tuple[date, ...] = ()
) -> Reply:
    """`until` is the first day they hear again; the clerk is told."""
    day = _today(session)
    if until <= day:
        session.stop(f"{day_words(until, day)} is not ahead. Nothing was changed.", buttons=[views.MUTE])
    change = _keep(session, Verb.MUTED, session.me.availability.muted(day, until, _heard(session)))
    told: list[str] = []
    for board in session.viewer.roles:
        notice = {"notice": "muted", "by": session.me.id, "until": until.isoformat()}
        told += [name for name, _ in tell_clerk(session, board, f"muted:{change.id}:{board}", notice)]
    told = list(dict.fromkeys(told))
    if until == UNTIL_THEY_SAY_SO:
        expect(session, Asks.UNTIL, i.Mute())
    return session.reply(views.is_muted(until, day, told, doubt, candidates, undo(change.id)))


def unmute(session: Session, _intent: i.Unmute) -> Reply:
    """Nudges again."""
    if not session.me.availability.muted_on(_today(session)):
        return session.say(
            "You are not muted: nudges come as usual. Nothing was changed.", buttons=[views.MUTE]
        )
    found = session.me.availability.unmuted(_next_day(session))
    change = _keep(session, Verb.UNMUTED, found)
    return session.say(
        f"I nudge you again. {_MEANWHILE if found.muted_until is not None else _AS_USUAL}",
        buttons=[undo(change.id), answers.LIST],
    )


def said_again(session: Session, entry: Entry) -> str:
    """Undo one of these: how it was before holds again. What fell into the silence meanwhile is not lost."""
    now = session.records.people.get(session.me.id).availability
    before = from_data((entry.before or {}).get("availability"))
    day = _next_day(session)
    match entry.verb:
        case Verb.AWAY if before.away_until is None:
            found, said = now.back(day, _heard(session)), "You are not away any more."
        case Verb.MUTED if not before.muted_on(_today(session)):
            found, said = now.unmuted(day), "I nudge you again."
        case Verb.AWAY | Verb.BACK:
            found = Availability(
                before.away_from, before.away_until, before.cover, now.muted_from, now.muted_until
            )
            said = "Your absence is as it was before."
        case _:
            found = Availability(
                now.away_from, now.away_until, now.cover, before.muted_from, before.muted_until
            )
            today = _today(session)
            muted = before.muted_until if before.muted_on(today) else None
            said = views.muted_again(muted, today) if muted else "I nudge you again."
    _save(session, found)
    return said


# --- keeping it ------------------------------------------------------------------------------------------------


def _keep(session: Session, verb: Verb, found: Availability) -> Change:
    before = session.me.availability
    change = Change(session)
    change.note(
        _board(session).id,
        verb,
        person=session.me.id,
        before={"availability": as_data(before)},
        after={"availability": as_data(found)},
    )
    _save(session, found)
    return change


def _save(session: Session, found: Availability) -> None:
    session.records.people.set_availability(session.me.id, found)
    session.forget_people()
    reschedule_person(session.records, session.me.id, session.now)


def _board(session: Session) -> Board:
    """The board whose history keeps it, and whose working days count: the place's, or else the first of theirs."""
    boards = [session.place_board] if session.place_board is not None else session.boards_seen()
    if not boards:
        session.halt(guides.no_board() if session.viewer.roles else guides.stranger())
    return boards[0]


def _today(session: Session) -> date:
    """The day it is where they are."""
    return today(session.now, session.me.zone)


def _next_day(session: Session) -> date:
    """The day of the next usual hour, where they are: today's has mostly passed."""
    there = local(session.now, session.me.zone)
    usual: time = _board(session).nudges.at
    return there.date() if there.time() < usual else there.date() + _DAY


def _heard(session: Session) -> date | None:
    """The day of the last message of the day they had; None while one waits."""
    last = session.records.outbox.last_nudge(session.me.id)
    return day_of(last) if last is not None and last.state is OutboxState.SENT else None


# --- who covers ------------------------------------------------------------------------------------------------


def _cover(session: Session) -> Person | None:
    cover = session.me.availability.cover
    return session.records.people.get(cover) if cover is not None else None


def _covering(session: Session, words: str, first: date | None, last: date | None) -> Person:
    """Whoever is meant, on one of the asker's boards.

    Raises:
        Answered: it is nobody there, or not plain who; nothing was changed.
    """
    named = session.mentioned(words) if atoms(words) else ()
    known = session.people_named(named)
    several: dict[PersonId, Person] = {}
    for board in session.viewer.roles:
        roster = session.roster(board)
        if named:
            person = known.get(named[0].id)
            found = [person] if person is not None and roster.find(person.id) else []
        else:
            matched = match_name(session.me, roster, words)
            only = matched.owner.person if matched.owner.kind is OwnerKind.PERSON else None
            found = [p for p in (roster.find(only) if only else None, *matched.several) if p is not None]
        several.update({p.id: p for p in found})
    several.pop(session.me.id, None)
    if len(several) == 1:
        return next(iter(several.values()))
    said = session.read(words)
    buttons: list[Button] = []
    if first is not None and last is not None:
        buttons = [
            Button(id=button_id("awayuntil", first, last, p.id), label=p.name)
            for p in list(several.values())[:4]
        ]
        buttons.append(Button(id=button_id("awayuntil", first, last), label="Nobody covers"))
    if several:
        session.stop(f"“{said[:60]}” could be more than one person. Nothing was changed.", buttons=buttons)
    return session.stop(
        f"Nobody else on your boards is called “{said[:60]}”: whoever covers holds a role on the same board. Nothing was changed.",
        buttons=buttons,
    )


def _unseen(session: Session, cover: Person) -> tuple[str, ...]:
    """The boards with open actions of theirs on which the cover holds no role."""
    mine = session.records.log(session.viewer).owned_by(session.me.id, UNFINISHED)
    boards = [session.board(b) for b in {a.board for a in mine}]
    return tuple(sorted(b.name for b in boards if session.roster(b.id).find(cover.id) is None))


def cover_by_id(session: Session, person: PersonId) -> Person | None:
    """Somebody who may cover, by a button's id."""
    if person == session.me.id:
        return None
    rosters = (session.roster(board) for board in session.viewer.roles)
    return next((p for r in rosters if (p := r.find(person)) is not None), None)
