"""The settings of a board, and of a person: shown, changed, gone back upon."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from bot.commands.changing import Change
from bot.commands.digesting import scheduled_key
from bot.commands.own_ways import change_own, take_back_own
from bot.commands.rescheduling import reschedule_board
from bot.commands.session import Session, value
from bot.commands.targets import the_board
from bot.domain.actions import NotPossible
from bot.domain.boards import Board
from bot.domain.calendars import LONGEST_CLOSURE, works_again
from bot.domain.clocks import days, instant
from bot.domain.digests import DigestKind, next_digest
from bot.domain.history import Entry, Verb
from bot.domain.ids import BoardId
from bot.domain.nudges import LATEST
from bot.domain.people import Role
from bot.domain.permissions import may_run_log
from bot.domain.settings import Setting, as_board
from bot.domain.working_days import add_working_days
from bot.language import intents as i
from bot.language.settings import NotRead, named, read
from bot.messages import Button, Reply
from bot.views import answers
from bot.views import settings as views
from bot.views.buttons import button_id, undo
from bot.views.words import day_words, moment_words

_NAMES = ", ".join(setting.value for setting in Setting)
_WITH_DIGESTS = {Setting.ZONE, Setting.NATION, Setting.CLOSED, Setting.DIGEST, Setting.PAUSE}


def settings(session: Session, intent: i.Settings) -> Reply:
    """All of them; or one of them changed."""
    board = the_board(session, intent)
    asked = named(session.read(intent.words))
    if not intent.words.strip():
        return show(session, board)
    if asked.setting is None:
        return _unknown(session, asked.word, asked.near, asked.value, own=asked.own)
    if not asked.value:
        hint = f"Say it like this: “settings {asked.setting.value} {_example(asked.setting)}”."
        words = views.value_words(board, asked.setting, session.today(board))
        session.stop(
            f"{views.TITLES[asked.setting]} of the {board.name}: {words}.", hint, buttons=[views.SHOW]
        )
    try:
        if asked.own:
            return change_own(session, asked.setting, asked.value)
        if asked.setting is Setting.PAUSE and not may_run_log(session.role(board.id)):
            return _pause_of_ones_own(session, board, asked.value)
        check_may_set(session, board)
        data = read(asked.setting, asked.value, board, session.today(board))
        return _changed(session, board, {asked.setting: data})
    except NotRead as problem:
        return not_read(session, asked.setting, problem, own=asked.own)


def show(session: Session, board: Board) -> Reply:
    """Each with its value and where it comes from."""
    may_change = may_run_log(session.role(board.id))
    usual, today = session.records.boards.usual, session.today(board)
    return session.reply(views.settings_view(board, usual, session.me, today, may_change=may_change))


def form(session: Session, board_id: int) -> Reply:
    """Opens the form, and takes it when it comes back: what was changed in it is changed together, or not at all."""
    if not session.here().sees(BoardId(board_id)):
        session.stop("That board is not one you can see here.")
    board = session.board(BoardId(board_id))
    check_may_set(session, board)
    today = session.today(board)
    if session.inbound.press is None or session.inbound.press.values is None:
        return session.reply(None, form=views.settings_form(board, today, {}, {}))
    typed = {s.value: value(session.inbound, s.value) for s in Setting}
    new: dict[Setting, Any] = {}
    errors: dict[str, str] = {}
    for setting in Setting:
        words = typed[setting.value] or "usual"
        if words == views.value_words(board, setting, today):
            continue
        try:
            new[setting] = read(setting, words, board, today, whole=True)
        except NotRead as problem:
            errors[setting.value] = problem.problem[:150]
    if not errors:
        try:
            return _changed(session, board, new)
        except NotRead as problem:
            errors[next(iter(new), Setting.ZONE).value] = problem.problem[:150]
    return session.reply(None, form=views.settings_form(board, today, typed, errors))


def check_may_set(session: Session, board: Board) -> None:
    """Raises Answered when the asker may not."""
    if not may_run_log(session.role(board.id)):
        clerks = session.roster(board.id).holding(Role.CLERK)
        session.halt(answers.only_runners("change the settings", clerks))


def _pause_of_ones_own(session: Session, board: Board, words: str) -> Reply:
    """The board's pause is not theirs to set; silence of their own is."""
    clerks = session.roster(board.id).holding(Role.CLERK)
    said = f"mute {words}" if re.match(r"(?:un)?til+\b|for\b", words, re.IGNORECASE) else "mute"
    mute = Button(id=button_id("say", said)[:255], label="No nudges for me", main=True)
    refused = answers.only_runners("pause", clerks)
    return session.say(refused.line, "You may ask for silence yourself.", buttons=[mute, answers.HELP])


def _changed(session: Session, board: Board, new: Mapping[Setting, Any]) -> Reply:
    """Keep them, compute anew what follows from them, and say what holds now.

    Raises:
        NotRead: they do not go together; nothing was changed.
    """
    usual, today = session.records.boards.usual, session.today(board)
    before = {setting: _kept(board, setting) for setting in new}
    after = {s: usual.zone if s is Setting.ZONE and data is None else data for s, data in new.items()}
    really = {s: data for s, data in after.items() if data != before[s]}
    if not really:
        first = next(iter(after), None)
        words = "" if first is None else _already(board, first, today)
        session.stop(f"{words}Nothing was changed.", buttons=[views.SHOW])
    kept = _keep(session, board, really)
    change = Change(session)
    for setting, data in really.items():
        change.note(
            board.id,
            Verb.SETTINGS_CHANGED,
            before={"setting": setting.value, "value": before[setting]},
            after={"setting": setting.value, "value": data},
        )
    notes = _notes(session, kept, list(really))
    return session.reply(views.changed(kept, list(really), usual, today, notes, undo(change.id)))


def _already(board: Board, setting: Setting, today: date) -> str:
    """How it stands, where nothing is to be changed; of a pause, that it has ended or does."""
    if setting is Setting.PAUSE and board.pause is None:
        return "The board is not paused: nudges go out as ever. "
    if setting is Setting.PAUSE and board.pause is not None and board.pause.days.last <= today:
        again = add_working_days(max(board.pause.days.last, today), 1, board.is_working)
        ends = "ends tonight" if board.pause.days.last == today else "has ended"
        return f"The pause {ends} already: nudges go on from {day_words(again, today)}. "
    return f"{views.TITLES[setting]}: {views.value_words(board, setting, today)} already. "


def _kept(board: Board, setting: Setting) -> Any:
    return board.zone if setting is Setting.ZONE else board.own.get(setting.value)


def _keep(session: Session, before: Board, new: Mapping[Setting, Any]) -> Board:
    """Keep them, with the next digest, and the next nudge of every open action.

    Raises:
        NotRead: they do not go together; nothing was changed.
    """
    own = {**before.own, **{s.value: data for s, data in new.items() if s is not Setting.ZONE}}
    own = {name: data for name, data in own.items() if data is not None}
    zone, usual = new.get(Setting.ZONE, before.zone), session.records.boards.usual
    _check(as_board(usual, before.id, before.code, before.name, zone, None, own))
    board = session.records.boards.keep_settings(before.id, zone, own)
    after = session.now
    if _told_today(session, before):
        after = instant(session.today(board) + days(1), time(0), board.zone) - timedelta(seconds=1)
    moment, _ = next_digest(board, session.meetings(board.id), after)
    session.records.boards.set_next_digest(board.id, moment)
    reschedule_board(session.records, board.id, session.now)
    session.forget(board.id)
    return session.board(board.id)


def _check(board: Board) -> None:
    """See that the settings go together.

    Raises:
        NotRead: they do not.
    """
    if not works_again(board.nation, board.closed):
        raise NotRead(
            f"Nobody would work for more than {LONGEST_CLOSURE} days in a row: for that, pause.",
            "“pause until 8 May”",
        )
    if board.nudges.at in board.quiet:
        quiet = f"{board.quiet.begins:%H:%M} to {board.quiet.ends:%H:%M}"
        raise NotRead(
            f"Nudges come at {board.nudges.at:%H:%M}, which lies in the quiet hours, {quiet}.",
            "“nudges at 09:00”, “quiet 19:00 to 07:00”",
        )
    if board.nudges.at >= LATEST:
        raise NotRead(f"Nobody is nudged from {LATEST:%H:%M} on.", "“nudges at 09:00”")


def _told_today(session: Session, board: Board) -> bool:
    """Whether today's digest has gone out by the rules there were."""
    at = instant(session.today(board), board.digests.at, board.zone)
    return any(
        session.records.outbox.exists(scheduled_key(board, kind, at, place.id))
        for kind in DigestKind
        for place in session.records.places.of_board(board.id)
    )


def _notes(session: Session, board: Board, changed: Sequence[Setting]) -> list[str]:
    notes = []
    today = session.today(board)
    paused = Setting.PAUSE in changed and board.pause is not None and board.pause.days.last >= today
    if paused and board.pause is not None and board.pause.days.last == today:
        again = add_working_days(today, 1, board.is_working)
        notes.append(f"The pause ends tonight: nudges go on from {day_words(again, today)}.")
    elif paused:
        notes.append(
            "While it lasts nobody is nudged about its actions; what is kept follows after it, once."
        )
    if _WITH_DIGESTS & set(changed):
        moment = board.next_digest_at or session.now
        notes.append(f"The next digest comes on {moment_words(moment, board.zone, today)}.")
    if Setting.NUDGES in changed:
        notes.append("Open actions follow it from now on.")
    return notes


# --- what was not understood ---------------------------------------------------------------------------------------


def not_read(session: Session, setting: Setting, problem: NotRead, *, own: bool = False) -> Reply:
    """What was not understood, what is possible, and the nearest as buttons."""
    whose = "my " if own else ""
    buttons = [
        Button(id=button_id("say", f"settings {whose}{setting.value} {near}")[:255], label=near[:75])
        for near in problem.near[:3]
    ]
    said = f"{problem.problem} Nothing was changed."
    return session.say(
        said, f"Say after “settings {whose}”".rstrip() + f": {problem.how}.", buttons=[*buttons, views.SHOW]
    )


def _unknown(session: Session, word: str, near: Setting | None, rest: str, *, own: bool) -> Reply:
    first = f"I know no setting “{word[:60]}”. Nothing was changed."
    buttons = [views.SHOW]
    whose = "my " if own else ""
    if near is not None:
        again = f"settings {whose}{near.value} {rest}".strip()
        first += f" Did you mean “{again[:120]}”?"
        if len(again) < 200:
            buttons.insert(0, Button(id=button_id("say", again), label=again[:75], main=True))
    return session.say(first, f"There are: {_NAMES}.", buttons=buttons)


def _example(setting: Setting) -> str:
    return views.HINTS[setting].partition(";")[0].removeprefix("Whose bank holidays: ")


# --- going back ----------------------------------------------------------------------------------------------------


def take_back(session: Session, entry: Entry) -> str:
    """The setting as it was before this entry.

    Raises:
        NotPossible: it is not as the entry left it.
    """
    if entry.person is not None:
        return take_back_own(session, entry)
    assert entry.before is not None
    assert entry.after is not None
    setting = Setting(entry.after["setting"])
    session.forget(entry.board)
    board = session.board(entry.board)
    if _kept(board, setting) != entry.after["value"]:
        raise NotPossible("That setting has been changed since. Nothing was changed.")
    try:
        kept = _keep(session, board, {setting: entry.before["value"]})
    except NotRead as problem:
        raise NotPossible(f"{problem.problem} Nothing was changed.") from problem
    words = views.value_words(kept, setting, session.today(kept))
    return f"{kept.name}, {views.TITLES[setting].lower()}: {words} again."


def about_the_same(entries: Sequence[Entry], found: Sequence[Entry]) -> list[Entry]:
    """Of what is found about a board or a person, what bears on these entries: of settings only the same ones."""
    wanted = {_setting(e) for e in entries}
    changes = {e.change for e in entries}
    return [
        e
        for e in found
        if (_setting(e) in wanted if _setting(e) else e.action or e.meeting or e.person)
        or e.change in changes
        or e.undoes in changes
    ]


def _setting(entry: Entry) -> tuple[object, object] | None:
    side = entry.after or entry.before or {}
    return (entry.person, side["setting"]) if "setting" in side else None
