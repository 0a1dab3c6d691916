"""Reading the log: lists, one action, its history, help."""

from collections.abc import Sequence

from bot.commands.owners import match_name
from bot.commands.session import Session
from bot.commands.targets import Asks, expect, referred, targets
from bot.domain.actions import UNFINISHED, Action, Owner, OwnerKind, Status
from bot.domain.boards import Board
from bot.domain.ids import PersonId
from bot.domain.people import Role
from bot.domain.permissions import may_run_log
from bot.language import intents as i
from bot.language.commands import read_command
from bot.language.text import atoms
from bot.messages import Button, Reply
from bot.ports import ActionFilter
from bot.views import answers, boards, guides, lists
from bot.views.buttons import button_id, close_buttons
from bot.views.words import shortened

_STATUSES = {
    i.Which.OPEN: UNFINISHED,
    i.Which.MINE: UNFINISHED,
    i.Which.OVERDUE: UNFINISHED,
    i.Which.DONE: frozenset({Status.COMPLETE, Status.CLOSED}),
    i.Which.DROPPED: frozenset({Status.DROPPED}),
    i.Which.ALL: frozenset(Status) - {Status.WITHDRAWN},
}
_TITLES = {
    i.Which.OPEN: "Open",
    i.Which.MINE: "Yours",
    i.Which.OVERDUE: "Overdue",
    i.Which.DONE: "Complete or closed",
    i.Which.DROPPED: "Dropped",
    i.Which.ALL: "All",
}


def list_actions(session: Session, intent: i.ListActions) -> Reply:
    """The place's board; in a direct conversation every board the asker is on."""
    boards = _boards(session)
    owner, name = None, ""
    if intent.owner:
        owner, name = _owner(session, boards, intent.owner)
    elif intent.which is i.Which.MINE:
        owner = Owner.of(session.me.id)
    return list_page(session, intent.which, owner, 0, name)


def list_page(session: Session, which: i.Which, owner: Owner | None, page: int, name: str = "") -> Reply:
    """One page of a list; `name` is what the owner is called, where it is known already."""
    boards = _boards(session)
    found: list[Action] = []
    for board in boards:
        person = owner.person if owner is not None else None
        role = _role_of(session, board, person) if person is not None else None
        wanted = ActionFilter(
            statuses=_STATUSES[which],
            owner=person,
            owner_roles=frozenset({role}) if role is not None else frozenset(),
            overdue_on=session.today(board) if which is i.Which.OVERDUE else None,
        )
        listed = session.log.listed(board.id, wanted)
        if owner is not None and person is None:
            listed = [a for a in listed if owner in [line.owner for line in a.assignments]]
        found += listed
    found.sort(key=lambda action: lists.place_in_list(action, session.today(session.board(action.board))))
    title = _TITLES[which]
    if owner is not None and which is not i.Which.MINE:
        if owner.person is not None and not name:
            name = session.records.people.get(owner.person).name
        title = f"{name or owner.words}, {title.casefold()}"
    if len(boards) == 1:
        title = f"{boards[0].name} · {title}"
    at = page * lists.PAGE
    if at >= len(found):
        at, page = 0, 0
    shown = session.shown(found[at : at + lists.PAGE])
    token = "" if owner is None or which is i.Which.MINE else owner_token(owner)
    closing = _closing(session, boards, found) if which is i.Which.DONE and owner is None else ()
    return session.reply(
        lists.list_view(
            title, shown, total=len(found), page=page, which=which.value, owner=token, closing=closing
        )
    )


def _closing(session: Session, boards: list[Board], found: Sequence[Action]) -> Sequence[Button]:
    """For whoever runs the one log that is listed: a button for all of it that is complete."""
    waiting = [a for a in found if a.status is Status.COMPLETE]
    only = boards[0] if len(boards) == 1 and may_run_log(session.role(boards[0].id)) else None
    return close_buttons(waiting, only) if only is not None else ()


def owner_token(owner: Owner) -> str:
    """An owner inside a button's id."""
    return str(owner.person) if owner.person is not None else f"{owner.kind.value}={owner.words}"[:150]


def owner_of_token(token: str) -> Owner | None:
    """The owner a button's id names; None for anything else a client may send."""
    if token.isascii() and token.isdigit() and len(token) < 19:
        return Owner.of(PersonId(int(token)))
    kind, equals, words = token.partition("=")
    return Owner(OwnerKind(kind), words=words) if equals and kind in {"role", "partner", "words"} else None


def _role_of(session: Session, board: Board, person: PersonId) -> Role | None:
    return next((m.role for m in session.roster(board.id).members if m.person.id == person), None)


def _owner(session: Session, boards: list[Board], words: str) -> tuple[Owner, str]:
    """Whose actions are wanted: a person's, a role's, a partner's, or what was kept as written."""
    mentions = [session.mentions[n] for n in atoms(words) if n < len(session.mentions)]
    if mentions:
        person = session.people_named(mentions).get(mentions[0].id)
        if person is not None and any(session.roster(b.id).find(person.id) for b in boards):
            return Owner.of(person.id), person.name
    name = session.read(words).strip(" @").removesuffix("'s").removesuffix("’s")
    several: dict[PersonId, str] = {}
    for board in boards:
        roster = session.roster(board.id)
        matched = match_name(session.me, roster, name)
        if matched.owner.kind is OwnerKind.PERSON and matched.owner.person is not None:
            person = roster.find(matched.owner.person)
            several[matched.owner.person] = person.name if person else name
        elif not matched.unmatched and not matched.several:
            return matched.owner, name
        several.update({p.id: p.name for p in matched.several})
    if len(several) == 1:
        found, called = next(iter(several.items()))
        return Owner.of(found), called
    if several:
        buttons = [
            Button(id=button_id("list", "open", 0, person), label=called)
            for person, called in list(several.items())[:5]
        ]
        session.stop(f"“{name}” could be more than one person.", buttons=buttons)
    return session.stop(
        f"Nobody here is called “{name[:60]}”.",
        buttons=[answers.LIST, Button(id=button_id("people"), label="People")],
    )


def _boards(session: Session) -> list[Board]:
    boards = [session.place_board] if session.place_board is not None else list(session.boards_seen())
    if not boards:
        session.halt(guides.no_board() if session.viewer.roles else guides.stranger())
    return boards


def show(session: Session, intent: i.Show) -> Reply:
    """One action as its card, or several as rows."""
    found = referred(session, intent.refs, intent) if intent.refs else targets(session, intent)
    return show_these(session, found)


def show_these(session: Session, found: Sequence[Action]) -> Reply:
    """The card of one, the rows of several."""
    shown = session.shown(found)
    if len(shown) == 1:
        return session.reply(answers.a_card(shown[0]))
    return session.reply(
        lists.list_view(
            "Shown", shown[: lists.PAGE], total=len(shown[: lists.PAGE]), page=0, which="", owner=""
        )
    )


def show_history(session: Session, intent: i.ShowHistory) -> Reply:
    found = referred(session, intent.refs, intent) if intent.refs else targets(session, intent)
    return history_of(session, found[0])


def history_of(session: Session, action: Action) -> Reply:
    return session.reply(
        lists.history_view(
            session.show(action), session.log.entries(action.id), session.log.updates(action.id)
        )
    )


def help_(session: Session, intent: i.Help) -> Reply:
    return session.reply(guides.help_view(intent.topic, direct=session.in_direct))


def unknown(session: Session, intent: i.Unknown) -> Reply:
    """What could not be understood is answered with what can be said next; what followed is kept with it."""
    if intent.nearest is None:
        return session.reply(guides.unknown(session.read(intent.word), None, "", None))
    rest = session.read(intent.rest)
    meant = read_command(f"{intent.nearest} {intent.rest}")
    question = expect(session, Asks.MEANT, meant)
    label = shortened(f"{intent.nearest} {rest}".strip(), 40)
    again = Button(id=button_id("meant", question), label=label, main=True)
    return session.reply(guides.unknown(session.read(intent.word), intent.nearest, rest, again))


def link_board(session: Session, _intent: i.LinkBoard) -> Reply:
    """Offered as a button, it has lost its place: it is said in the channel."""
    return session.reply(boards.say_it_in_the_channel())


def courtesy(session: Session, intent: i.Courtesy) -> Reply:
    mine = session.log.owned_by(session.me.id, UNFINISHED)
    return session.reply(guides.courtesy(session.me.first_name, len(mine), greets=intent.greets))
