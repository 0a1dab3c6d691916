"""What becomes of an action: progress, completion, closing, dropping."""

from collections.abc import Sequence
from functools import partial

from bot.commands.changing import Change, each, tell_clerk
from bot.commands.rules import Rule, changeable, check_all, check_open, ruled, words_of
from bot.commands.session import Session
from bot.commands.standing_in import acting_for, covered_in
from bot.commands.targets import kept, targets
from bot.domain import actions as rules
from bot.domain.actions import Action, OwnerKind
from bot.domain.history import Verb
from bot.domain.people import Role
from bot.domain.permissions import completes_whole, may_run_log
from bot.language import intents as i
from bot.messages import Button, Reply
from bot.views import answers
from bot.views.buttons import button_id, undo
from bot.views.forms import why_form


def done(session: Session, intent: i.Done, found: Sequence[Action] | None = None) -> Reply:
    """The owner's "done". A contributor's is their own part; never more than was said."""
    found = changeable(session, intent, found)
    words = words_of(session, intent.words)
    check_all(session, intent, found, lambda action: completing(session, action)[0](action), "Done with")
    change = Change(session)
    completed: list[Action] = []
    parts: list[Action] = []
    for action in found:
        rule, verb = completing(session, action)
        after = change.save(action, ruled(session, action, rule), verb, words)
        (completed if verb is Verb.COMPLETED else parts).append(after)
    meeting = session.next_meeting(found[0].board)
    view = answers.completed(
        session.shown(completed, updates=False),
        session.shown(parts, updates=False),
        words,
        meeting,
        undo(change.id),
        [_covered_lead(session, action) for action in parts],
    )
    return session.reply(view)


def completing(session: Session, action: Action) -> tuple[Rule, Verb]:
    """What the asker's "done" does to this action: all of it, or their own part."""
    roster = session.roster(action.board)
    acting = acting_for(session, action)
    if completes_whole(roster.find(acting) or session.me, session.role(action.board), action, roster):
        return partial(rules.completed, now=session.now), Verb.COMPLETED
    return partial(rules.part_completed, person=acting, roster=roster), Verb.PART_COMPLETED


def _covered_lead(session: Session, action: Action) -> str | None:
    """The lead whom the asker covers for, now that their own part is complete: they may say that all of it is done."""
    covered = covered_in(session, action)
    lead = action.lead
    if covered is None or lead is None or covered.id not in lead.owner.people(session.roster(action.board)):
        return None
    return covered.name


def close(session: Session, intent: i.Close, found: Sequence[Action] | None = None) -> Reply:
    """The board agrees: the clerk's and the chair's. Anybody else's wish is passed on to the clerk."""
    found = targets(session, intent) if found is None else list(found)
    words = words_of(session, intent.words)
    rule = partial(rules.closed, now=session.now)
    check_all(session, intent, found, rule, "Close")
    if all(may_run_log(session.role(action.board)) for action in found):
        return _apply(session, found, rule, Verb.CLOSED, words, "closed")
    withdraw: list[Button] = []
    for action in found:
        ruled(session, action, rule)
        about = {"notice": "wants closed", "action": action.id, "by": session.me.id}
        key = f"close:{action.id}:{session.inbound.delivery}"
        told = tell_clerk(session, action.board, key, about)
        label = (
            "Withdraw" if len(found) == 1 else f"Withdraw {session.board(action.board).ref(action.number)}"
        )
        withdraw += [Button(id=button_id("withdraw", row), label=label) for _, row in told[:1]]
    clerks = session.roster(found[0].board).holding(Role.CLERK)
    return session.reply(answers.only_runners("close actions", clerks, asked=withdraw))


def reopen(session: Session, intent: i.Reopen, found: Sequence[Action] | None = None) -> Reply:
    found = changeable(session, intent, found)
    rule = partial(rules.reopened, now=session.now)
    check_all(session, intent, found, rule, "Reopen")
    return _apply(session, found, rule, Verb.REOPENED, words_of(session, intent.words), "open again")


def drop(session: Session, intent: i.Drop, found: Sequence[Action] | None = None) -> Reply:
    """It will not be done; the reason is kept, and asked for in a form where none was given."""
    found = changeable(session, intent, found)
    rule = partial(rules.dropped, now=session.now)
    check_all(session, intent, found, rule, "Drop")
    words = words_of(session, intent.words)
    if not words:
        return _ask_words(session, intent, found, "Drop", "Why it is no longer needed")
    return _apply(session, found, rule, Verb.DROPPED, words, "dropped")


def begin(session: Session, intent: i.Begin, found: Sequence[Action] | None = None) -> Reply:
    found = changeable(session, intent, found)
    check_open(session, found)
    rule = partial(rules.begun, now=session.now)
    return _apply(session, found, rule, Verb.BEGUN, words_of(session, intent.words), "in progress")


def wait(session: Session, intent: i.Wait, found: Sequence[Action] | None = None) -> Reply:
    """Blocked, with the owner's words on what it waits for."""
    found = changeable(session, intent, found)
    check_open(session, found)
    rule = partial(rules.blocked, now=session.now)
    return _apply(session, found, rule, Verb.BLOCKED, words_of(session, intent.words), "blocked")


def give_update(session: Session, intent: i.GiveUpdate, found: Sequence[Action] | None = None) -> Reply:
    """An owner's words, verbatim."""
    found = changeable(session, intent, found)
    words = words_of(session, intent.words)
    if not words:
        return _ask_words(session, intent, found, "Update", "How it is going")
    change, after = each(session, found, lambda a: a, Verb.UPDATED, words)
    return session.reply(answers.noted(session.shown(after, updates=False), words, undo(change.id)))


def disown(session: Session, intent: i.Disown, found: Sequence[Action] | None = None) -> Reply:
    """Not theirs: their line goes, and the clerk hears of it."""
    found = changeable(session, intent, found)
    words = words_of(session, intent.words)
    change = Change(session)
    told: list[str] = []
    after: list[Action] = []
    for action in found:
        changed = ruled(session, action, disowning(session, action))
        after.append(change.save(action, changed, Verb.DISOWNED, words))
        told += tell_disowned(session, action, change)
    shown = session.shown(after, updates=False)
    return session.reply(answers.disowned(shown, list(dict.fromkeys(told)), undo(change.id)))


def disowning(session: Session, action: Action) -> Rule:
    """Takes the asker's line away.

    Raises:
        Answered: they have none of their own.
    """
    ref = session.board(action.board).ref(action.number)
    mine = action.assignment_of(session.me.id, session.roster(action.board))
    if mine is None:
        session.stop(f"{ref} is not given to you. Nothing was changed.", buttons=[answers.LIST])
    if mine.owner.kind is not OwnerKind.PERSON:
        session.stop(
            f"{ref} is given to the {mine.owner.words}, not to you by name. Nothing was changed.",
            "The clerk can give it to somebody else.",
            buttons=[answers.LIST],
        )
    return partial(rules.reassigned, assignments=[a for a in action.assignments if a.id != mine.id])


def tell_disowned(session: Session, action: Action, change: Change) -> list[str]:
    """The clerk hears of it; who was told."""
    notice = {"notice": "disowned", "action": action.id, "by": session.me.id}
    told = tell_clerk(session, action.board, f"disowned:{action.id}:{change.id}", notice)
    return [name for name, _ in told]


def _ask_words(
    session: Session, intent: i.Drop | i.GiveUpdate, found: Sequence[Action], title: str, label: str
) -> Reply:
    """A form for the words that are wanted, about all the actions meant."""
    question = session.records.questions.ask(session.me.id, kept(session, intent, found), session.now)
    shown = session.shown(found, updates=False)
    return session.reply(None, form=why_form(question, shown, title, label))


def _apply(
    session: Session,
    found: Sequence[Action],
    rule: Rule,
    verb: Verb,
    words: str,
    said: str,
) -> Reply:
    change = Change(session)
    after = [change.save(a, ruled(session, a, rule), verb, words) for a in found]
    shown = session.shown(after, updates=False)
    return session.reply(answers.changed(shown, said, words, [undo(change.id)]))
