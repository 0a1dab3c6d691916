"""The buttons of a review. Each says what is to be, so that pressing it twice is pressing it once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Never

from bot.commands import minuting, recognising
from bot.commands.dating import NO_DATE
from bot.commands.owners import match_name
from bot.commands.session import Session, value, values
from bot.domain.actions import Owner, OwnerKind
from bot.domain.dues import NO_DUE, Due, DueKind
from bot.domain.ids import PersonId
from bot.domain.minutes import Import, ImportState, Proposal, ProposalKind, Standing, Verdict
from bot.domain.people import Person
from bot.language.dues import DueKind as Kind
from bot.language.dues import read_due
from bot.language.text import MOST_WHAT, one_line
from bot.messages import Reply
from bot.views import answers
from bot.views.buttons import undo
from bot.views.minutes import ALL, OPEN
from bot.views.minutes_forms import amend_form, due_phrase, held_form
from bot.views.words import counted, day_words, quoted

_PAGES = frozenset({ALL, OPEN})
Args = tuple[str, ...]


def turn(session: Session, args: Args) -> Reply:
    """A page of the review."""
    brought = under_review(session, args)
    minuting.stand(session, brought)
    return session.reply(minuting.view_of(session, brought, *_where(args, 1)))


def take_in(session: Session, args: Args) -> Reply:
    """This proposal goes into the log."""
    return _decide(session, args, lambda one: replace(one, verdict=Verdict.ACCEPTED))


def leave_out(session: Session, args: Args) -> Reply:
    """This one does not."""
    return _decide(session, args, lambda one: replace(one, verdict=Verdict.IGNORED))


def same_as(session: Session, args: Args) -> Reply:
    """It is the open action it looks like: there already, and nothing to put in."""

    def known(one: Proposal) -> Proposal:
        if one.standing is not Standing.ALIKE:
            return one
        return replace(one, standing=Standing.KNOWN, verdict=Verdict.ACCEPTED, sure=False)

    return _decide(session, args, known)


def all_sure(session: Session, args: Args) -> Reply:
    """Everything the reader is sure of and nobody has decided yet."""
    brought = under_review(session, args)
    found = session.records.minutes.proposals(brought.id)
    sure = [
        replace(p, verdict=Verdict.ACCEPTED)
        for p in found
        if p.sure and p.verdict is Verdict.PENDING and p.standing is not Standing.KNOWN
    ]
    keep(session, brought, sure)
    return session.reply(minuting.view_of(session, brought, *_where(args, 1)))


def who_is(session: Session, args: Args) -> Reply:
    """One of the people a written name may mean, here and wherever the same name stands in these minutes."""
    brought, one = _proposal(session, args)
    person = session.roster(brought.board).find(PersonId(_number(session, args, 4)))
    if person is None:
        session.stop("That person holds no role on the board any more.", buttons=[answers.LIST])
    written = {o.words for o in one.owners if o.kind is OwnerKind.WORDS}
    meant = [w for w in written if w and person in _several(session, brought, w)]
    changed = _named(session, brought, one, meant[0] if meant else None, person.id)
    keep(session, brought, changed)
    notes = _elsewhere(meant, person.name, len(changed) - 1)
    return session.reply(minuting.view_of(session, brought, *_where(args, 2), notes=notes))


def _several(session: Session, brought: Import, name: str) -> Sequence[Person]:
    return match_name(session.me, session.roster(brought.board), name).several


def _named(
    session: Session, brought: Import, one: Proposal, name: str | None, person: PersonId
) -> list[Proposal]:
    """This proposal with the person in the place of the name; and the others that name them so."""
    if name is None:
        return [recognising.judged(replace(one, owners=(Owner.of(person),)))]
    written, owner = Owner.written(name), Owner.of(person)

    def named(other: Proposal) -> Proposal:
        owners = tuple(dict.fromkeys(owner if o == written else o for o in other.owners))
        return recognising.judged(replace(other, owners=owners))

    found = session.records.minutes.proposals(brought.id)
    others = [p for p in found if p.id != one.id and written in p.owners and p.standing is not Standing.KNOWN]
    return [named(p) for p in (one, *others)]


def _elsewhere(names: Sequence[str], person: str, count: int) -> list[str]:
    if not names or not count:
        return []
    return [f"“{names[0]}” is {person} in {counted(count, 'other proposal')} too."]


# --- the form of one -------------------------------------------------------------------------------------------


def amend(session: Session, args: Args) -> Reply:
    """Opens the form, and takes it when it comes back: what was corrected is accepted."""
    brought, one = _proposal(session, args)
    roster, where = session.roster(brought.board), _where(args, 2)
    press = session.inbound.press
    if press is None or press.values is None:
        return session.reply(None, form=amend_form(brought, one, roster, where))
    typed = {name: value(session.inbound, name) for name in ("what", "due", "kind")}
    changed, errors, notes = _amended(session, brought, one, typed)
    if errors:
        form = amend_form(brought, one, roster, where, values=typed, errors=errors)
        return session.reply(None, form=form)
    keep(session, brought, changed)
    return session.reply(minuting.view_of(session, brought, *where, notes=notes))


def _amended(
    session: Session, brought: Import, one: Proposal, typed: dict[str, str]
) -> tuple[list[Proposal], dict[str, str], list[str]]:
    errors: dict[str, str] = {}
    what = one_line(typed["what"])
    if not what:
        errors["what"] = "Say what it is."
    elif len(what) > MOST_WHAT:
        errors["what"] = f"That is {len(what)} characters; it is said in {MOST_WHAT}. Shorten it here."
    one = replace(one, what=what, verdict=Verdict.ACCEPTED)
    if one.kind is ProposalKind.REPORT:
        return [one], errors, []
    if typed["kind"] in set(ProposalKind) - {ProposalKind.REPORT.value}:
        one = replace(one, kind=ProposalKind(typed["kind"]))
    if not one.kind.to_do:
        standing = one.standing if one.standing is Standing.KNOWN else Standing.NEW
        return [replace(one, due=NO_DUE, doubt=None, standing=standing, action=None)], errors, []
    roster = session.roster(brought.board)
    picked = [roster.find(PersonId(int(p))) for p in values(session.inbound, "owners") if p.isdigit()]
    people = [p for p in picked if p is not None]
    if len(people) != len(values(session.inbound, "owners")):
        errors["owners"] = "Choose people of this board."
    if typed["due"] != due_phrase(one):
        due, doubt = dated(session, brought, typed["due"])
        if doubt:
            errors["due"] = doubt
        one = replace(one, due=due, doubt=None)
    written = [o for o in one.owners if o.kind is OwnerKind.WORDS]
    before = {o.person for o in one.owners if o.kind is OwnerKind.PERSON}
    chosen = [p for p in people if p.id not in before]
    groups = tuple(o for o in one.owners if o.kind not in {OwnerKind.PERSON, OwnerKind.WORDS})
    kept = () if chosen else tuple(written)
    owners = (*(Owner.of(p.id) for p in people), *groups, *kept)
    if len(written) == 1 and len(chosen) == 1 and written[0].words:
        changed = _named(session, brought, one, written[0].words, chosen[0].id)
        changed[0] = replace(changed[0], owners=owners)
        return changed, errors, _elsewhere([written[0].words], chosen[0].name, len(changed) - 1)
    return [replace(one, owners=owners)], errors, []


def dated(session: Session, brought: Import, phrase: str) -> tuple[Due, str | None]:
    """What was typed, read as said at the meeting; or the sentence that says why it cannot be."""
    if phrase.casefold().strip(" .") in NO_DATE:
        return NO_DUE, None
    board = session.board(brought.board)
    held = brought.meeting or session.today(board)
    days = recognising.Days(held, brought.next_meeting)
    due, doubt = recognising.due_of(session, board, phrase, days)
    if doubt is None and due.kind is DueKind.CONDITION:
        reading = read_due(phrase, said_on=held, next_meeting=days.next_meeting)
        if reading.kind is Kind.UNREADABLE:
            doubt = f"I cannot read {quoted(phrase, 60)} as a date."
    return due, doubt


# --- the meeting, and all of them ------------------------------------------------------------------------------


def held_on(session: Session, args: Args) -> Reply:
    """Another day for the meeting: the dates nobody has touched are read again."""
    brought = under_review(session, args)
    board = session.board(brought.board)
    phrase = value(session.inbound, "day")
    press = session.inbound.press
    if press is None or press.values is None:
        shown = day_words(brought.meeting, None) if brought.meeting is not None else ""
        return session.reply(None, form=held_form(brought, value=shown))
    today = session.today(board)
    reading = read_due(phrase, said_on=today, next_meeting=session.next_meeting_day(board))
    day = reading.day if reading.kind in {Kind.DATE, Kind.PAST, Kind.MEETING} else None
    if day is None:
        wrong = f"I cannot read {quoted(phrase, 60)} as a day." if phrase else "Say when."
        return session.reply(None, form=held_form(brought, value=phrase, error=wrong))
    following = recognising.next_after(session, board, day, None)
    before = recognising.Days(brought.meeting, brought.next_meeting)
    after = recognising.Days(day, following)
    found = session.records.minutes.proposals(brought.id)
    brought = replace(brought, meeting=day, next_meeting=following, stated=True)
    changed = [recognising.redated(session, board, p, before, after) for p in found]
    keep(session, brought, [p for p, old in zip(changed, found, strict=True) if p != old])
    return session.reply(minuting.view_of(session, brought))


def set_aside(session: Session, args: Args) -> Reply:
    """Nothing of these minutes goes into the log; they can be sent again."""
    brought = under_review(session, args)
    session.records.minutes.save(replace(brought, state=ImportState.LEFT))
    return session.say("These minutes are set aside. Nothing was put in the log.", buttons=[answers.LIST])


def kept(session: Session, args: Args) -> Reply:
    """Decisions, referrals or items for later, by button."""
    kind = args[0] if args else ""
    if kind not in {k.value for k in ProposalKind if k.kept}:
        _unknown(session)
    boards = [session.place_board] if session.place_board is not None else list(session.boards_seen())
    return minuting.kept_page(session, ProposalKind(kind), boards, _number(session, args, 1))


# --- what they share -------------------------------------------------------------------------------------------


def _decide(session: Session, args: Args, rule: Callable[[Proposal], Proposal]) -> Reply:
    brought, one = _proposal(session, args)
    decided = rule(one)
    if decided != one:
        keep(session, brought, [decided])
    return session.reply(minuting.view_of(session, brought, *_where(args, 2)))


def keep(session: Session, brought: Import, changed: Sequence[Proposal]) -> None:
    """Two who review together find out about each other: the second press is done on what the first one left."""
    session.records.minutes.save(brought)
    session.records.minutes.save_proposals(changed)
    minuting.stand(session, brought)


def under_review(session: Session, args: Args) -> Import:
    """The import a button is about, if it can still be changed.

    Raises:
        Answered: it is in the log by now, or set aside.
    """
    brought = minuting.brought_in(session, _number(session, args, 0))
    match brought.state:
        case ImportState.REVIEWING:
            return brought
        case ImportState.ACCEPTED:
            buttons = [undo(brought.change)] if brought.change is not None else []
            return session.stop("These minutes are in the log already.", buttons=[*buttons, answers.LIST])
        case ImportState.LEFT:
            return session.stop("These minutes were set aside. Send them again to review them.")


def _proposal(session: Session, args: Args) -> tuple[Import, Proposal]:
    brought = under_review(session, args)
    wanted = _number(session, args, 1)
    found = next((p for p in session.records.minutes.proposals(brought.id) if p.id == wanted), None)
    return (brought, found) if found is not None else _unknown(session)


def _where(args: Args, place: int) -> tuple[str, int]:
    which = args[place] if len(args) > place and args[place] in _PAGES else ALL
    page = args[place + 1] if len(args) > place + 1 else "0"
    return which, int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 0


def _number(session: Session, args: Args, place: int) -> int:
    text = args[place] if place < len(args) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        _unknown(session)
    return int(text)


def _unknown(session: Session) -> Never:
    session.stop("That button is not one I know any more.", buttons=[answers.LIST, answers.HELP])
