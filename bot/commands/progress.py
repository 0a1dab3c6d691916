"""What becomes of an action: progress, completion, a new date, another owner, other words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.commands.changing import Change, each, tell_clerk
from bot.commands.dating import read_phrase
from bot.commands.owners import Matched, match_owners
from bot.commands.session import Session
from bot.commands.targets import check_may_change, targets
from bot.domain import actions as rules
from bot.domain.actions import Action, Assignment, NotPossible, OwnerKind, Part
from bot.domain.dues import NO_DUE, Due
from bot.domain.history import Verb
from bot.domain.ids import AssignmentId
from bot.domain.people import Role
from bot.domain.permissions import completes_whole, may_run_log
from bot.language import intents as i
from bot.language.adding import OwnerWords
from bot.language.text import MOST_WHAT, MOST_WORDS, atoms, one_line
from bot.messages import Button, Reply
from bot.views import answers, guides
from bot.views.buttons import button_id, undo, when_buttons
from bot.views.forms import assign_form, words_form


def done(session: Session, intent: i.Done, found: Sequence[Action] | None = None) -> Reply:
    """The owner's "done". A contributor's is their own part; never more than was said."""
    found = _targets(session, intent, found)
    words = _words(session, intent.words)
    change = Change(session)
    whole: list[Action] = []
    parts: list[Action] = []
    for action in found:
        roster = session.roster(action.board)
        if completes_whole(session.me, session.role(action.board), action, roster):
            after = _ruled(session, action, lambda a: rules.completed(a, session.now))
            whole.append(change.save(action, after, Verb.COMPLETED, words))
        else:
            after = _ruled(
                session, action, lambda a: rules.part_completed(a, session.me.id, session.roster(a.board))
            )
            parts.append(change.save(action, after, Verb.PART_COMPLETED, words))
    if not whole:
        return session.reply(answers.part_completed(session.show(parts[0]), words, undo(change.id)))
    meeting = session.next_meeting(whole[0].board)
    return session.reply(
        answers.completed(session.shown(whole, updates=False), words, meeting, undo(change.id))
    )


def close(session: Session, intent: i.Close, found: Sequence[Action] | None = None) -> Reply:
    """The board agrees: the clerk's and the chair's. Anybody else's wish is passed on to the clerk."""
    found = targets(session, intent) if found is None else list(found)
    words = _words(session, intent.words)
    for action in found:
        if not may_run_log(session.role(action.board)):
            _ruled(session, action, lambda a: rules.closed(a, session.now))
            told = tell_clerk(
                session,
                action.board,
                f"close:{action.id}:{session.inbound.delivery}",
                {"notice": "wants closed", "action": action.id, "by": session.me.id},
            )
            clerks = session.roster(action.board).holding(Role.CLERK)
            withdraw = [Button(id=button_id("withdraw", row), label="Withdraw") for _, row in told[:1]]
            session.halt(answers.only_runners("close actions", clerks, asked=withdraw))
    return _apply(session, found, lambda a: rules.closed(a, session.now), Verb.CLOSED, words, "closed")


def reopen(session: Session, intent: i.Reopen, found: Sequence[Action] | None = None) -> Reply:
    found = _targets(session, intent, found)
    return _apply(
        session,
        found,
        lambda a: rules.reopened(a, session.now),
        Verb.REOPENED,
        _words(session, intent.words),
        "open again",
    )


def drop(session: Session, intent: i.Drop, found: Sequence[Action] | None = None) -> Reply:
    """It will not be done; the reason is kept."""
    found = _targets(session, intent, found)
    words = _words(session, intent.words)
    if not words and session.inbound.press is None:
        return session.reply(
            None,
            form=words_form(
                "dropform", session.show(found[0]), "Drop an action", "Why it is no longer needed"
            ),
        )
    return _apply(session, found, lambda a: rules.dropped(a, session.now), Verb.DROPPED, words, "dropped")


def begin(session: Session, intent: i.Begin, found: Sequence[Action] | None = None) -> Reply:
    found = _targets(session, intent, found)
    return _apply(
        session,
        found,
        lambda a: rules.begun(a, session.now),
        Verb.BEGUN,
        _words(session, intent.words),
        "in progress",
    )


def wait(session: Session, intent: i.Wait, found: Sequence[Action] | None = None) -> Reply:
    """Blocked, with the owner's words on what it waits for."""
    found = _targets(session, intent, found)
    return _apply(
        session,
        found,
        lambda a: rules.blocked(a, session.now),
        Verb.BLOCKED,
        _words(session, intent.words),
        "blocked",
    )


def give_update(session: Session, intent: i.GiveUpdate, found: Sequence[Action] | None = None) -> Reply:
    """An owner's words, verbatim."""
    found = _targets(session, intent, found)
    words = _words(session, intent.words)
    if not words:
        return session.reply(
            None, form=words_form("update", session.show(found[0]), "Update", "How it is going")
        )
    change, after = each(session, found, lambda a: a, Verb.UPDATED, words)
    return session.reply(answers.noted(session.shown(after, updates=False), words, undo(change.id)))


def disown(session: Session, intent: i.Disown, found: Sequence[Action] | None = None) -> Reply:
    """Not theirs: their line goes, and the clerk hears of it."""
    found = _targets(session, intent, found)
    words = _words(session, intent.words)
    change = Change(session)
    told: list[str] = []
    after: list[Action] = []
    for action in found:
        mine = action.assignment_of(session.me.id, session.roster(action.board))
        if mine is None:
            session.stop(
                f"{session.board(action.board).ref(action.number)} is not given to you. Nothing was changed."
            )
        if mine.owner.kind is not OwnerKind.PERSON:
            session.stop(
                f"{session.board(action.board).ref(action.number)} is given to the {mine.owner.words}, not to you by name. Nothing was changed.",
                "The clerk can give it to somebody else.",
            )
        left = [a for a in action.assignments if a.id != mine.id]
        changed = _ruled(session, action, partial(rules.reassigned, assignments=left))
        after.append(change.save(action, changed, Verb.DISOWNED, words))
        notice = {"notice": "disowned", "action": action.id, "by": session.me.id}
        told += [
            name for name, _ in tell_clerk(session, action.board, f"disowned:{action.id}:{change.id}", notice)
        ]
    unique = list(dict.fromkeys(told))
    return session.reply(answers.disowned(session.shown(after, updates=False), unique, undo(change.id)))


def set_due(session: Session, intent: i.SetDue, found: Sequence[Action] | None = None) -> Reply:
    """Another date; a doubtful one is asked about and nothing is changed."""
    found = _targets(session, intent, found)
    board = session.board(found[0].board)
    shown = session.shown(found, updates=False)
    buttons = (
        when_buttons(found[0].id, session.today(board), session.next_meeting(board.id), board.zone)
        if len(found) == 1
        else ()
    )
    if not intent.phrase:
        return session.reply(answers.ask_when(shown, None, buttons))
    dated = read_phrase(session, board, intent.phrase)
    if dated.doubt:
        return session.reply(answers.ask_when(shown, dated.doubt, buttons))
    return change_due(session, found, dated.due, _words(session, intent.words))


def change_due(session: Session, found: Sequence[Action], due: Due, words: str = "") -> Reply:
    """The due is plain: change it."""
    check_may_change(session, found)
    kept = due if due.words or due.day else NO_DUE
    change = Change(session)
    after = [
        change.save(a, _ruled(session, a, lambda x: rules.due_changed(x, kept)), Verb.DUE_CHANGED, words)
        for a in found
    ]
    return session.reply(answers.due_changed(session.shown(after, updates=False), undo(change.id)))


def assign(session: Session, intent: i.Assign, found: Sequence[Action] | None = None) -> Reply:
    """Give it to somebody else; the first one named leads."""
    found = _targets(session, intent, found)
    action = found[0]
    board = session.board(action.board)
    text = intent.owners
    written = [OwnerWords(mention=n) for n in atoms(text)] or [
        OwnerWords(name=n.strip().removeprefix("@").replace(".", " "))
        for n in text.replace(" and ", ",").split(",")
        if n.strip(" @")
    ]
    if not written:
        return session.reply(
            None, form=assign_form(action.id, board.ref(action.number), session.roster(board.id))
        )
    matched = match_owners(session, board, written)
    return reassign(session, found, matched)


def reassign(session: Session, found: Sequence[Action], matched: Sequence[Matched]) -> Reply:
    check_may_change(session, found)
    board = session.board(found[0].board)
    for match in matched:
        if match.several:
            session.stop(
                f"“{match.owner.words}” could be {answers.names_or(match.several)}: say the whole name. Nothing was changed."
            )
    change = Change(session)
    action = found[0]
    lines = tuple(_line(action, m, place) for place, m in enumerate(matched))
    after = change.save(
        action, _ruled(session, action, lambda a: rules.reassigned(a, lines)), Verb.REASSIGNED
    )
    notes = [
        f"Nobody on the {board.name} is called “{m.owner.words}”: the name is kept as written, and nobody is nudged."
        for m in matched
        if m.unmatched
    ]
    return session.reply(answers.assigned(session.show(after), notes, undo(change.id)))


def _line(action: Action, matched: Matched, place: int) -> Assignment:
    """An owner who has it already keeps their line."""
    part = Part.LEAD if place == 0 else Part.CONTRIBUTOR
    mine = next((a for a in action.assignments if a.owner == matched.owner), None)
    if mine is not None:
        return replace(mine, part=part)
    return Assignment(id=AssignmentId(0), owner=matched.owner, part=part)


def edit(session: Session, intent: i.Edit, found: Sequence[Action] | None = None) -> Reply:
    """Other words for the same action; the earlier ones stay in its history."""
    found = _targets(session, intent, found)
    action = found[0]
    what = one_line(session.read(intent.what))
    if not what or len(what) > MOST_WHAT:
        error = None if not what else f"That is {len(what)} characters; an action says it in {MOST_WHAT}."
        form = words_form(
            "editform",
            session.show(action),
            "Edit an action",
            "What is to be done",
            value=what or action.what,
            error=error,
        )
        return session.reply(None, form=form)
    change = Change(session)
    after = change.save(action, _ruled(session, action, lambda a: rules.reworded(a, what)), Verb.REWORDED)
    return session.reply(answers.reworded(session.show(after), undo(change.id)))


def _targets(session: Session, intent: i.Intent, found: Sequence[Action] | None) -> list[Action]:
    actions = targets(session, intent) if found is None else list(found)
    check_may_change(session, actions)
    return actions


def _apply(
    session: Session,
    found: Sequence[Action],
    rule: Callable[[Action], Action],
    verb: Verb,
    words: str,
    said: str,
) -> Reply:
    change = Change(session)
    after = [change.save(a, _ruled(session, a, rule), verb, words) for a in found]
    return session.reply(answers.changed(session.shown(after, updates=False), said, words, [undo(change.id)]))


def _ruled(session: Session, action: Action, rule: Callable[[Action], Action]) -> Action:
    """Apply a rule; a refusal names the action. Leaving by it rolls everything back."""
    try:
        return rule(action)
    except NotPossible as problem:
        ref = session.board(action.board).ref(action.number)
        raise NotPossible(f"{ref} {problem}. Nothing was changed.") from problem


def _words(session: Session, words: str) -> str:
    said = session.read(words).strip()
    if len(said) > MOST_WORDS:
        session.halt(
            guides.usage(
                "update",
                f"That is {len(said)} characters; I keep up to {MOST_WORDS} in one update. Nothing was changed: send it in parts.",
            )
        )
    return said
