"""Pressed buttons and submitted forms. An id can hold anything a client sends: every one is checked here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.commands import (
    absences,
    adding,
    bringing,
    choosing,
    closing,
    digesting,
    homing,
    listing,
    minuting,
    progress,
    proposing,
    reviewing,
    saying,
    settings,
    snoozing,
    terms,
    undoing,
)
from bot.commands.changing import put, withdrawal_key
from bot.commands.dating import Dated, read_phrase
from bot.commands.dispatch import dispatch
from bot.commands.owners import Matched, match_name
from bot.commands.session import Session, value, values
from bot.commands.targets import by_id, check_may_change
from bot.domain.actions import Action, Owner, OwnerKind
from bot.domain.dues import NO_DUE, Due, DueKind, on
from bot.domain.ids import BoardId, ChangeId, MeetingId, OutboxId, PersonId, QuestionId
from bot.domain.outbox import OutboxKind
from bot.domain.people import Person
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.language.commands import read_command
from bot.language.text import tidy
from bot.messages import Form, Reply
from bot.ports import NewRow
from bot.views import answers
from bot.views.absences import away_form, snooze_form
from bot.views.buttons import read_button
from bot.views.forms import assign_form, due_form, why_form, words_form


def press(session: Session) -> Reply:
    """What a press does. Presses of buttons that no longer mean anything are answered kindly."""
    assert session.inbound.press is not None
    verb, args = read_button(session.inbound.press.button)
    handler = _HANDLERS.get(verb)
    if handler is None:
        session.stop("That button is not one I know any more.", buttons=[answers.LIST, answers.HELP])
    return handler(session, args)


def _arg(session: Session, args: tuple[str, ...], place: int) -> str:
    if place >= len(args):
        session.stop("That button is not one I know any more.", buttons=[answers.LIST, answers.HELP])
    return args[place]


def _number(session: Session, args: tuple[str, ...], place: int) -> int:
    text = _arg(session, args, place)
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        session.stop("That button is not one I know any more.", buttons=[answers.LIST, answers.HELP])
    return int(text)


def _action(session: Session, args: tuple[str, ...]) -> Action:
    return by_id(session, _arg(session, args, 0))


def _on_action(make: Callable[[Session, Action], Reply]) -> Callable[[Session, tuple[str, ...]], Reply]:
    return lambda session, args: make(session, _action(session, args))


def _actions(session: Session, args: tuple[str, ...]) -> list[Action]:
    """The actions of a button that is about several: "4+5"."""
    return [by_id(session, one) for one in _arg(session, args, 0).split("+")[:20]]


def _on_actions(
    make: Callable[[Session, list[Action]], Reply],
) -> Callable[[Session, tuple[str, ...]], Reply]:
    return lambda session, args: make(session, _actions(session, args))


def _submitted(session: Session) -> bool:
    return session.inbound.press is not None and session.inbound.press.values is not None


def _update(session: Session, action: Action) -> Reply:
    """Opens the form, and takes it when it comes back."""
    words = value(session.inbound, "words")
    if words:
        return progress.give_update(session, i.GiveUpdate((), words), [action])
    check_may_change(session, [action])
    wrong = "Say how it is going." if _submitted(session) else None
    form = words_form("update", session.show(action), "Update", "How it is going", error=wrong)
    return session.reply(None, form=form)


def _drop(session: Session, action: Action) -> Reply:
    words = value(session.inbound, "words")
    if words:
        return progress.drop(session, i.Drop((), words), [action])
    check_may_change(session, [action])
    wrong = "Say why, in a few words." if _submitted(session) else None
    shown = session.show(action)
    form = words_form("dropform", shown, "Drop an action", "Why it is no longer needed", error=wrong)
    return session.reply(None, form=form)


def _why(session: Session, args: tuple[str, ...]) -> Reply:
    """The words a command lacked, for all the actions it was about."""
    question = QuestionId(_number(session, args, 0))
    about = choosing.kept_about(session, question)
    words = value(session.inbound, "words")
    intent, found = choosing.kept_intent(session, about), choosing.kept_actions(session, about)
    if not words:
        shown = session.shown(found, updates=False)
        return session.reply(None, form=why_form(question, shown, "Say why", "In a few words"))
    made = replace(intent, words=words) if isinstance(intent, i.Drop | i.GiveUpdate) else intent
    return choosing.apply(session, made, found)


def _edit(session: Session, action: Action) -> Reply:
    return terms.edit(session, i.Edit((), value(session.inbound, "words")), [action])


def _due_form(session: Session, found: list[Action]) -> Reply:
    phrase = value(session.inbound, "due")
    check_may_change(session, found)
    ids, refs = [a.id for a in found], answers.refs(session.shown(found, updates=False))
    if not phrase:
        wrong = "Say when." if _submitted(session) else None
        return session.reply(None, form=due_form(ids, refs, error=wrong))
    dated = read_phrase(session, session.board(found[0].board), phrase)
    if dated.doubt:
        return session.reply(None, form=due_form(ids, refs, value=phrase, error=dated.doubt))
    return terms.change_due(session, found, dated.due)


def _due(session: Session, args: tuple[str, ...]) -> Reply:
    found = _actions(session, args)
    try:
        day = date.fromisoformat(_arg(session, args, 1))
    except ValueError:
        session.stop("That button is not one I know any more.", buttons=[answers.LIST, answers.HELP])
    if day < session.today(session.board(found[0].board)):
        return terms.ask_when(session, found, Dated(NO_DUE))
    return terms.change_due(session, found, on(day))


def _day(session: Session, args: tuple[str, ...], place: int) -> date:
    try:
        return date.fromisoformat(_arg(session, args, place))
    except ValueError:
        session.stop("That button is not one I know any more.", buttons=[answers.LIST, answers.HELP])


def _snooze_until(session: Session, args: tuple[str, ...]) -> Reply:
    return snoozing.set_snooze(session, _actions(session, args), _day(session, args, 1))


def _snooze_form(session: Session, found: list[Action]) -> Reply:
    phrase = value(session.inbound, "until")
    refs = answers.refs(session.shown(found, updates=False))
    ids = "+".join(str(a.id) for a in found)
    if not phrase:
        wrong = "Say until when." if _submitted(session) else None
        return session.reply(None, form=snooze_form(refs, ids, error=wrong))
    dated, day = snoozing.read(session, found, phrase)
    if day is None:
        error = dated.doubt or "Say until when."
        return session.reply(None, form=snooze_form(refs, ids, value=phrase, error=error))
    return snoozing.set_snooze(session, found, day)


def _away_until(session: Session, args: tuple[str, ...]) -> Reply:
    """The answer to "until when are you away?", with whoever covers."""
    cover = None
    if len(args) > 2:
        cover = absences.cover_by_id(session, PersonId(_number(session, args, 2)))
        if cover is None:
            session.stop("That person holds no role on a board of yours any more.", buttons=[answers.LIST])
    return absences.set_away(session, _day(session, args, 0), _day(session, args, 1), cover)


def _away_form(session: Session) -> Reply:
    words = value(session.inbound, "words")
    if not words:
        wrong = "Say until when." if _submitted(session) else None
        return session.reply(None, form=away_form(error=wrong))
    return absences.away(session, i.Away(words))


def _due_meeting(session: Session, args: tuple[str, ...]) -> Reply:
    found = _actions(session, args)
    wanted = MeetingId(_number(session, args, 1))
    board = session.board(found[0].board)
    ahead = (m for m in session.meetings(board.id) if m.id == wanted and m.starts_at > session.now)
    meeting = next(ahead, None)
    if meeting is None:
        return terms.ask_when(session, found, Dated(NO_DUE))
    day = meeting.day(board.zone)
    return terms.change_due(session, found, Due(DueKind.MEETING, day, meeting=meeting.id, first_date=day))


def _assign(session: Session, found: list[Action]) -> Reply:
    check_may_change(session, found)
    roster = session.roster(found[0].board)
    picked = values(session.inbound, "owners")
    people = [roster.find(PersonId(int(p))) for p in picked if p.isascii() and p.isdigit()]
    if not picked or None in people or len(people) != len(picked):
        refs = answers.refs(session.shown(found, updates=False))
        wrong = "Choose people of this board." if _submitted(session) else None
        return session.reply(None, form=assign_form([a.id for a in found], refs, roster, error=wrong))
    return terms.reassign(session, found, [Matched(Owner.of(p.id)) for p in people if p is not None])


def _give(session: Session, args: tuple[str, ...]) -> Reply:
    """One of several people a written name may mean, as the only owner."""
    found = _actions(session, args)
    person = _person(session, found[0], args)
    return terms.reassign(session, found, [Matched(Owner.of(person.id))])


def _owner(session: Session, args: tuple[str, ...]) -> Reply:
    """One of several people a written name may mean, in the place of the words; or one of a partner's, in its place."""
    action = _action(session, args)
    person = _person(session, action, args)
    roster = session.roster(action.board)
    meant = [
        a.owner
        for a in action.assignments
        if (
            a.owner.kind is OwnerKind.WORDS
            and person in match_name(session.me, roster, a.owner.words or "").several
        )
        or (a.owner.kind is OwnerKind.PARTNER and a.owner.words == person.partner)
    ]
    matched = [
        Matched(Owner.of(person.id) if meant and line.owner == meant[0] else line.owner)
        for line in action.assignments
    ]
    return terms.reassign(session, [action], matched)


def _person(session: Session, action: Action, args: tuple[str, ...]) -> Person:
    person = session.roster(action.board).find(PersonId(_number(session, args, 1)))
    if person is None:
        session.stop("That person holds no role on the board any more.", buttons=[answers.LIST])
    return person


def _pick(session: Session, args: tuple[str, ...]) -> Reply:
    """The answer to "which one?"."""
    return choosing.pick(session, QuestionId(_number(session, args, 0)), _arg(session, args, 1))


def _meant(session: Session, args: tuple[str, ...]) -> Reply:
    """The command a mistyped one was taken for, with all that followed it."""
    about = choosing.kept_about(session, QuestionId(_number(session, args, 0)))
    return dispatch(session, choosing.kept_intent(session, about))


def _board(session: Session, args: tuple[str, ...]) -> Reply:
    """The answer to "which board?"."""
    question, board = QuestionId(_number(session, args, 0)), BoardId(_number(session, args, 1))
    return choosing.pick_board(session, question, board)


def _list(session: Session, args: tuple[str, ...]) -> Reply:
    which = _arg(session, args, 0)
    if which == "find" and len(args) > 2:
        return listing.find(session, i.Find(tidy(":".join(args[2:])), _number(session, args, 1)))
    if which not in set(i.Which):
        session.stop("That button is not one I know any more.", buttons=[answers.HELP])
    page = _number(session, args, 1) if len(args) > 1 else 0
    owner = listing.owner_of_token(":".join(args[2:])) if len(args) > 2 else None
    if which == i.Which.MINE:
        owner = Owner.of(session.me.id)
    return listing.list_page(session, i.Which(which), owner, page)


def _say(session: Session, args: tuple[str, ...]) -> Reply:
    """A command offered as a button."""
    return dispatch(session, read_command(tidy(":".join(args))))


def _undo(session: Session, args: tuple[str, ...]) -> Reply:
    return undoing.undo_change(session, ChangeId(_number(session, args, 0)))


def _withdraw(session: Session, args: tuple[str, ...]) -> Reply:
    """Take back a wish that was passed on to the clerk."""
    row = session.records.outbox.get(OutboxId(_number(session, args, 0)))
    if row is None or row.person is None or row.about.get("by") != session.me.id:
        session.stop("That is not yours to withdraw.", buttons=[answers.LIST])
    put(
        session,
        NewRow(
            key=withdrawal_key(row.id),
            kind=OutboxKind.NOTICE,
            lane=row.lane,
            not_before=session.now,
            person=row.person,
            about={**row.about, "notice": "withdrawn", "row": row.id},
        ),
    )
    return session.say("Withdrawn. Nothing was changed.", buttons=[answers.LIST])


def _again(session: Session, args: tuple[str, ...]) -> Reply:
    """Send once more what may have arrived: the clerk has looked, and decides."""
    row = session.records.outbox.get(OutboxId(_number(session, args, 0)))
    if row is None or not any(
        may_run_log(session.here().role_on(b)) for b in saying.boards_of(session.records, row)
    ):
        session.stop("Only the clerk or the chair of the board can send that again.", buttons=[answers.LIST])
    composed = saying.compose(session.records, row, session.now)
    if isinstance(composed, saying.Nothing | saying.Nowhere):
        session.stop(f"I do not send that again: {composed.reason}.", buttons=[answers.LIST])
    if not session.records.outbox.send_again(row.id, _number(session, args, 1), session.now):
        session.stop("That was sent again already; nothing is sent a third time.", buttons=[answers.LIST])
    session.rows.append(row.id)
    whom = saying.whom_of(session.records, row)
    return session.say(f"I send it to {whom} again now, once.", buttons=[answers.LIST])


def _show(session: Session, action: Action) -> Reply:
    return session.reply(answers.a_card(session.shown([action])[0]))


def _add(session: Session, args: tuple[str, ...]) -> Reply:
    """The form of an action; one filled from a message says which question keeps that."""
    if len(args) < 2:
        return adding.submit_form(session, _arg(session, args, 0))
    question = _number(session, args, 1)
    return adding.submit_form(
        session, _arg(session, args, 0), proposing.kept_quote(session, question), question
    )


def _form(session: Session, args: tuple[str, ...]) -> Reply:
    """A form that had to wait behind a button."""
    about = session.records.questions.get(QuestionId(_number(session, args, 0)), session.me.id)
    if about is None or "form" not in about:
        session.stop("I have forgotten that form. Say it again, please.", buttons=[answers.HELP])
    return session.reply(None, form=Form.model_validate(about["form"]))


_HANDLERS: dict[str, Callable[[Session, tuple[str, ...]], Reply]] = {
    "done": _on_action(lambda s, a: progress.done(s, i.Done(), [a])),
    "close": _on_action(lambda s, a: progress.close(s, i.Close(()), [a])),
    "closeall": lambda s, args: closing.close_waiting(s, BoardId(_number(s, args, 0)), _number(s, args, 1)),
    "reopen": _on_action(lambda s, a: progress.reopen(s, i.Reopen(()), [a])),
    "begin": _on_action(lambda s, a: progress.begin(s, i.Begin(), [a])),
    "notmine": _on_action(lambda s, a: progress.disown(s, i.Disown(), [a])),
    "later": _on_action(lambda s, a: terms.set_due(s, i.SetDue(()), [a])),
    "nodate": _on_actions(lambda s, found: terms.change_due(s, found, NO_DUE)),
    "update": _on_action(_update),
    "drop": _on_action(_drop),
    "dropform": _on_action(_drop),
    "editform": _on_action(_edit),
    "dueform": _on_actions(_due_form),
    "assign": _on_actions(_assign),
    "assignform": _on_actions(_assign),
    "give": _give,
    "why": _why,
    "meant": _meant,
    "show": _on_action(_show),
    "history": _on_action(listing.history_of),
    "due": _due,
    "duemeeting": _due_meeting,
    "owner": _owner,
    "pick": _pick,
    "board": _board,
    "list": _list,
    "say": _say,
    "undo": _undo,
    "withdraw": _withdraw,
    "again": _again,
    "help": lambda s, _: listing.help_(s, i.Help()),
    "postdigest": lambda s, args: digesting.post_again(s, BoardId(_number(s, args, 0))),
    "people": lambda s, _: dispatch(s, i.ListPeople()),
    "addform": lambda s, _: adding.open_form(s),
    "add": _add,
    "newaction": lambda s, _: proposing.create(s),
    "propose": lambda s, _: proposing.propose(s),
    "accept": lambda s, args: proposing.accept(s, _number(s, args, 0), _number(s, args, 1)),
    "reword": lambda s, args: proposing.reword(s, _number(s, args, 0), _number(s, args, 1)),
    "leave": lambda s, _: proposing.leave(s),
    "tick": lambda s, _: proposing.tick_off(s),
    "form": _form,
    "settingsform": lambda s, args: settings.form(s, _number(s, args, 0)),
    "snooze": _on_action(lambda s, a: snoozing.snooze(s, i.Snooze(), [a])),
    "snoozeuntil": _snooze_until,
    "snoozeform": _on_actions(_snooze_form),
    "awayuntil": _away_until,
    "awayform": lambda s, _: _away_form(s),
    "muteuntil": lambda s, args: absences.set_muted(s, _day(s, args, 0)),
    "back": lambda s, _: dispatch(s, i.Back()),
    "unmute": lambda s, _: dispatch(s, i.Unmute()),
    "home": lambda s, _: homing.home(s),
    "minutesof": lambda s, _: minuting.of_message(s),
    "review": reviewing.turn,
    "takein": reviewing.take_in,
    "leaveout": reviewing.leave_out,
    "sameas": reviewing.same_as,
    "whois": reviewing.who_is,
    "amend": reviewing.amend,
    "heldon": reviewing.held_on,
    "allsure": reviewing.all_sure,
    "setaside": reviewing.set_aside,
    "intolog": bringing.into_log,
    "kept": reviewing.kept,
}
