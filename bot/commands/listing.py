"""Reading the log: lists, one action, its history, help."""

from bot.commands.owners import match_name
from bot.commands.session import Session
from bot.commands.targets import referred, targets
from bot.domain.actions import UNFINISHED, Action, OwnerKind, Status
from bot.domain.boards import Board
from bot.domain.ids import PersonId
from bot.domain.people import Role
from bot.language import intents as i
from bot.language.text import atoms
from bot.messages import Button, Reply
from bot.ports import ActionFilter
from bot.views import answers, boards, guides, lists
from bot.views.buttons import button_id

_STATUSES = {
    i.Which.OPEN: UNFINISHED,
    i.Which.MINE: UNFINISHED,
    i.Which.OVERDUE: UNFINISHED,
    i.Which.DONE: frozenset({Status.COMPLETE, Status.CLOSED}),
    i.Which.ALL: frozenset(Status) - {Status.WITHDRAWN},
}
_TITLES = {
    i.Which.OPEN: "Open",
    i.Which.MINE: "Yours",
    i.Which.OVERDUE: "Overdue",
    i.Which.DONE: "Complete or closed",
    i.Which.ALL: "All",
}


def list_actions(session: Session, intent: i.ListActions) -> Reply:
    """The place's board; in a direct conversation every board the asker is on."""
    boards = _boards(session)
    owner: PersonId | None = session.me.id if intent.which is i.Which.MINE else None
    title = _TITLES[intent.which]
    if intent.owner:
        owner, name = _owner(session, boards, intent.owner)
        title = f"{name}, {title.casefold()}" if intent.which is not i.Which.OPEN else f"{name}, open"
    return list_page(session, intent.which, owner, 0, title)


def list_page(
    session: Session, which: i.Which, owner: PersonId | None, page: int, title: str | None = None
) -> Reply:
    """One page of a list."""
    boards = _boards(session)
    found: list[Action] = []
    for board in boards:
        roles = frozenset({_role_of(session, board, owner)} - {None}) if owner is not None else frozenset()
        wanted = ActionFilter(
            statuses=_STATUSES[which],
            owner=owner,
            owner_roles=roles,  # type: ignore[arg-type]
            overdue_on=session.today(board) if which is i.Which.OVERDUE else None,
        )
        found += session.log.listed(board.id, wanted)
    if title is None:
        title = _TITLES[which]
        if owner is not None and which is not i.Which.MINE:
            title = f"{session.records.people.get(owner).name}, {title.casefold()}"
    if len(boards) == 1:
        title = f"{boards[0].name} · {title}"
    at = page * lists.PAGE
    if at >= len(found):
        at, page = 0, 0
    shown = session.shown(found[at : at + lists.PAGE])
    shown_owner = "" if owner is None or which is i.Which.MINE else str(owner)
    return session.reply(
        lists.list_view(title, shown, total=len(found), page=page, which=which.value, owner=shown_owner)
    )


def _role_of(session: Session, board: Board, person: PersonId) -> Role | None:
    return next((m.role for m in session.roster(board.id).members if m.person.id == person), None)


def _owner(session: Session, boards: list[Board], words: str) -> tuple[PersonId, str]:
    mentions = [session.mentions[n] for n in atoms(words) if n < len(session.mentions)]
    if mentions:
        person = session.people_named(mentions).get(mentions[0].id)
        if person is not None and any(session.roster(b.id).find(person.id) for b in boards):
            return person.id, person.name
    name = session.read(words).strip(" @")
    several: dict[PersonId, str] = {}
    for board in boards:
        matched = match_name(session.roster(board.id), name)
        if matched.owner.kind is OwnerKind.PERSON and matched.owner.person is not None:
            person = session.roster(board.id).find(matched.owner.person)
            several[matched.owner.person] = person.name if person else name
        several.update({p.id: p.name for p in matched.several})
    if len(several) == 1:
        return next(iter(several.items()))
    if several:
        buttons = [
            Button(id=button_id("list", "open", 0, person), label=found)
            for person, found in list(several.items())[:5]
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
    found = referred(session, intent.refs) if intent.refs else targets(session, intent)
    shown = session.shown(found)
    if len(shown) == 1:
        return session.reply(answers.a_card(shown[0]))
    return session.reply(
        lists.list_view(
            "Shown", shown[: lists.PAGE], total=len(shown[: lists.PAGE]), page=0, which="", owner=""
        )
    )


def show_history(session: Session, intent: i.ShowHistory) -> Reply:
    found = referred(session, intent.refs) if intent.refs else targets(session, intent)
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
    """What could not be understood is answered with what can be said next."""
    again = None
    rest = session.read(intent.rest)
    if intent.nearest is not None:
        said = f"{intent.nearest} {rest}".strip()
        if len(said) <= 200 and not atoms(intent.rest):
            again = Button(id=button_id("say", said), label=_label(said), main=True)
    return session.reply(guides.unknown(session.read(intent.word), intent.nearest, rest, again))


def _label(said: str) -> str:
    return said if len(said) <= 40 else said[:39].rstrip() + "…"


def link_board(session: Session, _intent: i.LinkBoard) -> Reply:
    """Offered as a button, it has lost its place: it is said in the channel."""
    return session.reply(boards.say_it_in_the_channel())


def courtesy(session: Session, _intent: i.Courtesy) -> Reply:
    mine = session.log.owned_by(session.me.id, UNFINISHED)
    return session.reply(guides.courtesy(session.me.first_name, len(mine)))
