"""What is typed below a review of minutes: said of the proposals, and never by mistake of actions of the same number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.commands import answering, bringing, minuting, recognising, reviewing
from bot.commands.dating import NO_DATE
from bot.commands.dispatch import dispatch
from bot.commands.heard import Heard
from bot.commands.owners import match_owners, named_in
from bot.commands.session import Answered, Session
from bot.commands.targets import kept
from bot.domain.actions import Owner, OwnerKind
from bot.domain.boards import Board
from bot.domain.ids import ImportId
from bot.domain.minutes import Import, ImportState, Proposal, ProposalKind, Verdict
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.language.commands import said_plainly
from bot.language.verdicts import Said, read_verdicts, speaks_of_review
from bot.messages import Button, Reply
from bot.views import answers
from bot.views.buttons import button_id
from bot.views.minutes import ALL, PAGE, Review, numbered, owners_words
from bot.views.words import counted, due_words, quoted, shortened

_OF_THE_LOG = (
    i.Done, i.Close, i.Reopen, i.Drop, i.GiveUpdate, i.Begin, i.Wait, i.Disown, i.SetDue, i.Assign, i.Several, i.Edit,
    i.Snooze, i.Unsnooze,
)  # fmt: skip
"""Intents that are about actions: below a review a bare number may be a proposal's."""

_KINDS = {
    "actions": frozenset({ProposalKind.ACTION, ProposalKind.REQUEST}),
    "decisions": frozenset({ProposalKind.DECISION}),
    "referrals": frozenset({ProposalKind.REFERRAL}),
}
_HOW = "Of the minutes I read “accept 1 and 3”, “accept all”, “leave out 2”, “3 is due 13 March”, “4 is Kim's”, “put in the log”."


def answer(session: Session, heard: Heard) -> Reply | None:
    """The words taken for the review they stand under, or asked about; None where they are not about it."""
    inbound = session.inbound
    if not inbound.addressed or not any(may_run_log(role) for role in session.viewer.roles.values()):
        return None
    said = read_verdicts(heard.text)
    plain = heard.command if inbound.command or not session.in_direct else said_plainly(heard.text)
    if not said and plain is not None and not _may_be_mistaken(plain, heard.text):
        return None
    standing = _standing(session)
    brought = _under_review(session, standing) if standing is not None else None
    if brought is None:
        # "Accept 1", said elsewhere or later, is still nobody's progress on an action.
        waiting = _waiting(session) if speaks_of_review(heard.text) and plain is None else None
        return _of_the_log(session, heard, waiting, None) if waiting is not None else None
    done = _taken(session, brought, said) if said else None
    if done is not None:
        return done
    return _of_the_log(session, heard, brought, plain)


def _standing(session: Session) -> Mapping[str, Any] | None:
    """What is kept of the review, if it was the last thing of its kind shown in this very conversation."""
    newest = session.records.questions.newest(session.me.id, session.now - minuting.STANDS)
    if newest is None or "review" not in newest[1] or not session.place:
        return None
    about = newest[1]
    post = session.thread_post if session.inbound.thread else None
    here = about["place"] == session.place.id and not (post and post.subjects)
    return about if here else None


def _under_review(session: Session, about: Mapping[str, Any]) -> Import | None:
    found = session.records.minutes.get(ImportId(about["review"]))
    known = found is not None and session.here().sees(found.board)
    if found is None or not known or not may_run_log(session.role(found.board)):
        return None
    return found if found.state is ImportState.REVIEWING else None


def _waiting(session: Session) -> Import | None:
    """The newest review on a board the asker runs."""
    boards = [session.place_board] if session.place_board is not None else list(session.boards_seen())
    runs = [b.id for b in boards if may_run_log(session.role(b.id))]
    found = [one for b in runs for one in session.records.minutes.of_board(b, [ImportState.REVIEWING], 1)]
    return max(found, key=lambda one: one.read_at, default=None)


def _may_be_mistaken(intent: i.Intent, text: str) -> bool:
    """Whether it would change an action that nobody named with the board's letters."""
    if not isinstance(intent, _OF_THE_LOG):
        return isinstance(intent, i.OwnWords)
    return not intent.refs or not all(_is_named(ref, text) for ref in intent.refs)


def _is_named(ref: i.Ref, text: str) -> bool:
    """Whether the board's letters were typed, or those of the ref before it: "NWP-2 and 3 done"."""
    typed = rf"\b{re.escape(ref.code or '')}[-\u2010\u2011\u2013 ]?#?[0-9]"
    return ref.code is not None and re.search(typed, text, re.IGNORECASE) is not None


# --- said of the proposals -------------------------------------------------------------------------------------


def _taken(session: Session, brought: Import, said: Sequence[Said]) -> Reply | None:
    """All of it done, or nothing; None where it names what is no proposal, or gives it terms nobody can read."""
    review = minuting.review_of(session, brought)
    by_number = dict(numbered(review.proposals))
    changed: dict[int, Proposal] = {}
    notes: list[str] = []
    for one in said:
        if one.kind == "aside" or (one.kind == "log" and not one.numbers):
            continue
        numbers = _numbers_of(one, by_number)
        if numbers is None:
            return None
        open_ones = {n: changed.get(n, by_number[n]) for n in numbers}
        decided = _decided(session, brought, one, open_ones)
        if decided is None:
            return None
        changed |= decided[0]
        notes += decided[1]
    if changed:
        reviewing.keep(session, brought, list(changed.values()))
    last = said[-1].kind
    args = (str(brought.id),)
    if last == "aside":
        return reviewing.set_aside(session, args)
    if last == "log":
        return bringing.into_log(session, args)
    notes += _not_in_the_log(session, review, said)
    page = (min(changed) - 1) // PAGE if changed and not any(one.whole for one in said) else 0
    return session.reply(minuting.view_of(session, brought, ALL, page, notes=notes))


def _numbers_of(one: Said, by_number: Mapping[int, Proposal]) -> list[int] | None:
    if any(n not in by_number for n in (*one.numbers, *one.besides)):
        return None
    if not one.whole:
        return list(one.numbers)
    pending = [n for n, p in by_number.items() if p.verdict is Verdict.PENDING and n not in one.besides]
    if one.whole == "sure":
        return [n for n in pending if by_number[n].sure]
    kinds = _KINDS.get(one.whole, frozenset(ProposalKind))
    return [n for n in pending if by_number[n].kind in kinds]


def _decided(
    session: Session, brought: Import, one: Said, named: Mapping[int, Proposal]
) -> tuple[dict[int, Proposal], list[str]] | None:
    if one.kind == "terms":
        return _with_terms(session, brought, one, named)
    verdict = Verdict.IGNORED if one.kind == "leave" else Verdict.ACCEPTED
    word = "Left out" if one.kind == "leave" else "Accepted"
    changed = {n: replace(p, verdict=verdict) for n, p in named.items()}
    if not changed:
        none = "None of them is sure." if one.whole == "sure" else "Nothing else of that was left to decide."
        return {}, [none]
    return changed, [f"{word}: {_called(changed)}."]


def _called(changed: Mapping[int, Proposal]) -> str:
    """Each by its number and words; by how many they are where they are many."""
    if len(changed) > 3:
        return counted(len(changed), "proposal")
    return ", ".join(f"{n} {quoted(shortened(p.what, 80), 80)}" for n, p in changed.items())


def _with_terms(
    session: Session, brought: Import, one: Said, named: Mapping[int, Proposal]
) -> tuple[dict[int, Proposal], list[str]] | None:
    """Another date, or other owners: what was corrected is accepted, as in the form."""
    board = session.board(brought.board)
    owners = None if one.words.startswith("due ") else _owners(session, board, one.words)
    phrase = one.words.removeprefix("due ")
    changed: dict[int, Proposal] = {}
    notes: list[str] = []
    for number, proposal in named.items():
        if not proposal.kind.to_do:
            return {}, [f"{number} is no action: it has no owner and no date. Nothing was changed."]
        if owners is not None:
            changed[number] = replace(proposal, owners=owners, verdict=Verdict.ACCEPTED)
            continue
        due, doubt = reviewing.dated(session, brought, phrase)
        if not one.words.startswith("due ") and not _names_a_day(session, brought, board, phrase):
            return None
        if doubt:
            return {}, [f"{doubt} Nothing was changed."]
        changed[number] = replace(proposal, due=due, doubt=None, verdict=Verdict.ACCEPTED)
        notes.append(_changed_to(changed, due_words(due, session.today(board), year=True), number))
    if owners is not None:
        names = owners_words(owners, session.roster(board.id))
        notes += [_changed_to(changed, names, number) for number in changed]
    return changed, notes


def _changed_to(changed: Mapping[int, Proposal], what: str, number: int) -> str:
    return f"Accepted: {number} {quoted(shortened(changed[number].what, 80), 80)}, {what}."


def _names_a_day(session: Session, brought: Import, board: Board, phrase: str) -> bool:
    """Whether words without "due" before them are a date all the same, be it one to ask about."""
    days = recognising.Days(brought.meeting or session.today(board), brought.next_meeting)
    due, doubt = recognising.due_of(session, board, phrase, days)
    return due.day is not None or doubt is not None or phrase.casefold() in NO_DATE


def _owners(session: Session, board: Board, words: str) -> tuple[Owner, ...] | None:
    """The people, roles or partners named, if every word names one."""
    bare = words.removesuffix("'s").removesuffix("\u2019s").strip()
    matched = match_owners(session, board, named_in(bare))
    plain = matched and all(m.owner.kind is not OwnerKind.WORDS for m in matched)
    return tuple(m.owner for m in matched) if plain else None


def _not_in_the_log(session: Session, review: Review, said: Sequence[Said]) -> list[str]:
    """Where an action of the log has the number too, it is told that it is as it was."""
    numbers = [n for one in said if one.kind in {"terms", "leave"} for n in one.numbers]
    action = session.log.numbered(review.board.id, numbers[0]) if numbers else None
    if action is None:
        return []
    ref = review.board.ref(action.number)
    return [f"{ref} in the log is as it was: to change that, say “{ref}”."]


# --- or of the log ---------------------------------------------------------------------------------------------


def _of_the_log(session: Session, heard: Heard, brought: Import, plain: i.Intent | None) -> Reply | None:
    """What would change an action is asked about first, and the words are kept."""
    try:
        intent = plain or answering.answer(session, heard.text)
        if isinstance(intent, i.OwnWords):
            intent = answering.answer(session, intent.words)
    except Answered:
        intent = i.GiveUpdate((), heard.text)
    if not _may_be_mistaken(intent, heard.text) and not (
        isinstance(intent, i.Unknown) and speaks_of_review(heard.text)
    ):
        return dispatch(session, intent)
    about = {**kept(session, intent, ()), **minuting.stands(session, brought)}
    question = session.records.questions.ask(session.me.id, about, session.now)
    refs = () if isinstance(intent, i.Unknown) else getattr(intent, "refs", ())
    code = session.board(brought.board).code
    names = [f"{ref.code or code}-{ref.number}" for ref in refs[:3]]
    label = f"{', '.join(names)} in the log" if names else "An action in the log"
    go_on = Button(id=button_id("review", brought.id, ALL, 0), label="Go on reviewing", main=True)
    other = [] if speaks_of_review(heard.text) else [Button(id=button_id("meant", question), label=label)]
    return session.say(
        f"{quoted(session.read(heard.text), 80)} {'may be meant for' if speaks_of_review(heard.text) else 'stands below'} minutes under review, so nothing was changed.",
        _HOW,
        buttons=[go_on, *other, answers.LIST],
    )
