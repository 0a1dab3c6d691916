"""Reading the log: lists, one action, its history, help."""

from collections.abc import Sequence
from datetime import date

from bot.commands.digesting import compose_digest
from bot.commands.owners import match_name
from bot.commands.session import Session
from bot.commands.talk import to_be_added
from bot.commands.targets import Asks, candidates, changes, expect, kept, referred, targets, the_board
from bot.domain.actions import UNFINISHED, Action, Owner, OwnerKind, Status
from bot.domain.boards import Board
from bot.domain.clocks import days
from bot.domain.digests import DigestKind
from bot.domain.ids import PersonId
from bot.domain.people import Role
from bot.domain.permissions import may_run_log
from bot.domain.places import PostKind
from bot.language import intents as i
from bot.language.commands import read_command
from bot.language.numbers import bare_numbers
from bot.language.searching import how_many, searched
from bot.language.talk import is_question
from bot.language.text import atoms
from bot.messages import Button, Reply
from bot.ports import ActionFilter
from bot.views import answers, boards, guides, lists
from bot.views.buttons import button_id, close_buttons
from bot.views.words import day_words, quoted, shortened

_STATUSES = {
    i.Which.OPEN: UNFINISHED,
    i.Which.MINE: UNFINISHED,
    i.Which.OVERDUE: UNFINISHED,
    i.Which.DONE: frozenset({Status.COMPLETE, Status.CLOSED}),
    i.Which.DROPPED: frozenset({Status.DROPPED}),
    i.Which.ALL: frozenset(Status) - {Status.WITHDRAWN},
    i.Which.BLOCKED: frozenset({Status.BLOCKED}),
    i.Which.TO_CLOSE: frozenset({Status.COMPLETE}),
}
_TITLES = {
    i.Which.OPEN: "Open",
    i.Which.MINE: "Yours",
    i.Which.OVERDUE: "Overdue",
    i.Which.DONE: "Complete or closed",
    i.Which.DROPPED: "Dropped",
    i.Which.ALL: "All",
    i.Which.BLOCKED: "Blocked",
    i.Which.UNASSIGNED: "Nobody has it yet",
    i.Which.UNDATED: "No date",
    i.Which.TODAY: "Due today",
    i.Which.WEEK: "Due this week",
    i.Which.NEXT_WEEK: "Due next week",
    i.Which.MONTH: "Due this month",
    i.Which.MEETING: "Due before the meeting",
    i.Which.TO_CLOSE: "Complete, for the board to close",
}
_CLOSABLE = frozenset({i.Which.DONE, i.Which.TO_CLOSE})
_PAGED = (i.Which.OPEN, i.Which.MINE, i.Which.ALL, i.Which.OVERDUE, i.Which.DONE)


def list_actions(session: Session, intent: i.ListActions) -> Reply:
    """The place's board; in a direct conversation every board the asker is on."""
    boards = _boards(session)
    owner, name = None, ""
    if intent.owner:
        owner, name = _owner(session, boards, intent.owner)
    elif intent.which is i.Which.MINE:
        owner = Owner.of(session.me.id)
    return list_page(session, intent.which, owner, intent.page, name)


def list_page(session: Session, which: i.Which, owner: Owner | None, page: int, name: str = "") -> Reply:
    """One page of a list; `name` is what the owner is called, where it is known already."""
    boards = _boards(session)
    found = _listed(session, boards, which, owner)
    title = _TITLES[which]
    if which is i.Which.MEETING:
        title = _before_the_meeting(session, boards)
    if owner is not None and which is not i.Which.MINE:
        if owner.person is not None and not name:
            name = session.records.people.get(owner.person).name
        who = f"{owner.words} and its people" if owner.kind is OwnerKind.PARTNER else name or owner.words
        title = f"{who}, {title[:1].casefold()}{title[1:]}"
    if len(boards) == 1:
        title = f"{boards[0].name} · {title}"
    at = page * lists.PAGE
    if at >= len(found):
        at, page = 0, 0
    shown = session.shown(found[at : at + lists.PAGE])
    token = "" if owner is None or which is i.Which.MINE else owner_token(owner)
    closing = _closing(session, boards, found) if which in _CLOSABLE and owner is None else ()
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


def _listed(session: Session, boards: Sequence[Board], which: i.Which, owner: Owner | None) -> list[Action]:
    """All that is wanted, as it stands in a list."""
    found: list[Action] = []
    for board in boards:
        person = owner.person if owner is not None else None
        role = _role_of(session, board, person) if person is not None else None
        wanted = ActionFilter(
            statuses=_STATUSES.get(which, UNFINISHED),
            owner=person,
            owner_roles=frozenset({role}) if role is not None else frozenset(),
            overdue_on=session.today(board) if which is i.Which.OVERDUE else None,
        )
        listed = session.log.listed(board.id, wanted)
        if owner is not None and person is None:
            owners = _theirs(session, board, owner)
            listed = [a for a in listed if any(line.owner in owners for line in a.assignments)]
        found += [a for a in listed if _is_among(session, board, which, a)]
    found.sort(key=lambda action: lists.place_in_list(action, session.today(session.board(action.board))))
    return found


def _theirs(session: Session, board: Board, owner: Owner) -> set[Owner]:
    """Those whose actions are an owner's: a partner's are its people's too."""
    if owner.kind is not OwnerKind.PARTNER or owner.words is None:
        return {owner}
    return {owner, *(Owner.of(p.id) for p in session.roster(board.id).of_partner(owner.words))}


def _is_among(session: Session, board: Board, which: i.Which, action: Action) -> bool:
    """Whether an action belongs to a list that is narrowed by more than its status."""
    if which is i.Which.UNASSIGNED:
        return not action.assignments
    if which is i.Which.UNDATED:
        return action.due.day is None
    span = _span(session, board, which)
    return span is None or (action.due.day is not None and span[0] <= action.due.day <= span[1])


def _span(session: Session, board: Board, which: i.Which) -> tuple[date, date] | None:
    """The first and the last day of a list of what is due in some time."""
    today = session.today(board)
    monday = today - days(today.weekday())
    match which:
        case i.Which.TODAY:
            return today, today
        case i.Which.WEEK:
            return monday, monday + days(6)
        case i.Which.NEXT_WEEK:
            return monday + days(7), monday + days(13)
        case i.Which.MONTH:
            first = today.replace(day=1)
            return first, (first + days(31)).replace(day=1) - days(1)
        case i.Which.MEETING:
            return date.min, session.next_meeting_day(board) or date.min
        case _:
            return None


def _before_the_meeting(session: Session, boards: Sequence[Board]) -> str:
    """What that list is called: with the meeting's day, or that there is none."""
    days_set = [day for board in boards if (day := session.next_meeting_day(board)) is not None]
    if not days_set:
        return "Due before the meeting (none is set)"
    if len(boards) > 1:
        return "Due before the next meetings"
    return f"Due before the meeting on {day_words(days_set[0], session.today(boards[0]))}"


def find(session: Session, intent: i.Find) -> Reply:
    """The actions whose words, or whose last update, speak of something; those that are open first."""
    boards = _boards(session)
    said = session.read(intent.words)
    found = spoken_of(session, boards, said)
    if not found:
        return session.say(
            f"No action speaks of {quoted(said, 80)}. Nothing was changed.",
            "I look for whole words, or their beginnings, in what is to be done.",
            buttons=[answers.LIST, answers.HELP],
        )
    at = intent.page * lists.PAGE
    at, page = (at, intent.page) if at < len(found) else (0, 0)
    shown = session.shown(found[at : at + lists.PAGE])
    title = quoted(said, 60) if len(boards) > 1 else f"{boards[0].name} · {quoted(said, 60)}"
    words = " ".join(searched(said))[:100]
    return session.reply(
        lists.list_view(title, shown, total=len(found), page=page, which="find", owner=words)
    )


def spoken_of(session: Session, boards: Sequence[Board], said: str) -> list[Action]:
    """The actions that speak of all of this; where none does and more than one thing was said, of the most of it."""
    wanted = searched(said)
    everything = ActionFilter(statuses=frozenset(Status) - {Status.WITHDRAWN})
    all_of = [(a, how_many(wanted, a.what)) for b in boards for a in session.log.listed(b.id, everything)]
    best = max((count for _, count in all_of), default=0)
    if not wanted or best < (len(wanted) + 1) // 2:
        return []
    found = [a for a, count in all_of if count == best]
    found.sort(key=lambda a: lists.place_in_list(a, session.today(session.board(a.board))))
    return found


def stands(session: Session, intent: i.HowItStands) -> Reply:
    """How the log stands, to whoever asks alone; of several boards, the one they mean."""
    board = the_board(session, intent)
    return session.reply(compose_digest(session.records, board, DigestKind.WEEKLY, session.now))


def next_page(session: Session, _intent: i.NextPage) -> Reply:
    """More of the list that was shown here last, where it was one of the whole log."""
    post = session.records.posts.newest(session.place.id, PostKind.ANSWER) if session.place else None
    last = list(post.subjects) if post is not None else []
    if len(last) == lists.PAGE:
        boards = _boards(session)
        for which in _PAGED:
            owner = Owner.of(session.me.id) if which is i.Which.MINE else None
            ids = [a.id for a in _listed(session, boards, which, owner)]
            at = ids.index(last[0]) if last[0] in ids else 0
            if ids[at : at + lists.PAGE] == last and at + lists.PAGE < len(ids) and not at % lists.PAGE:
                return list_page(session, which, owner, at // lists.PAGE + 1)
    return session.say(
        "I do not know which list you mean, or it has no more. Its own button goes on, and so does “list all page 2”.",
        buttons=[answers.LIST, answers.HELP],
    )


def aside(session: Session, intent: i.Aside) -> Reply:
    """What is no progress is put on no action: what may help instead, and the words kept in case they are some."""
    said = session.read(intent.words)
    named = _numbered_in(session, intent)
    found = [a for a in named if changes(session, a) and a.unfinished] if named else _offered(session, intent)
    buttons: list[Button] = []
    if found:
        refs = tuple(i.Ref(a.number, session.board(a.board).code) for a in found) if named else intent.refs
        meant = i.GiveUpdate(refs, intent.words)
        question = session.records.questions.ask(session.me.id, kept(session, meant, ()), session.now)
        one = session.show(found[0]).ref if len(found) == 1 else "one of mine"
        buttons.append(Button(id=button_id("meant", question), label=f"Put it on {one}"))
    asks = intent.asks and not intent.refs
    about = named or (spoken_of(session, _boards(session), said)[:5] if asks else [])
    shown = session.shown(about, updates=False)
    buttons = [
        *(Button(id=button_id("show", s.action.id), label=shortened(s.title, 75)) for s in shown),
        *buttons,
        answers.LIST,
        answers.HELP,
    ]
    return session.reply(guides.aside(said, asks=intent.asks, near=shown, buttons=buttons))


def _numbered_in(session: Session, intent: i.Aside) -> list[Action]:
    """Those of the asker's own that the words name by their bare numbers: "does 2 include the annex?"."""
    numbers = bare_numbers(intent.words) if not intent.refs else ()
    mine = session.log.owned_by(session.me.id, frozenset(Status) - {Status.WITHDRAWN}) if numbers else ()
    return [a for a in mine if a.number in numbers][:5]


def _offered(session: Session, intent: i.Aside) -> Sequence[Action]:
    """Those the words may be put on after all."""
    if not intent.refs:
        return candidates(session)
    return [a for a in referred(session, intent.refs, i.Show(intent.refs)) if changes(session, a)]


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
    whole = f"{intent.word} {intent.rest}".strip()
    if intent.nearest is None and session.inbound.press is None and is_question(whole):
        return aside(session, i.Aside((), whole))
    said = _offered_as_add(session, intent) if intent.nearest is None else None
    intent = said or intent
    if intent.nearest is None:
        return session.reply(guides.unknown(session.read(intent.word), None, "", None))
    rest = session.read(intent.rest)
    meant = read_command(f"{intent.nearest} {intent.rest}")
    question = expect(session, Asks.MEANT, meant)
    label = shortened(f"{intent.nearest} {rest}".strip(), 40)
    again = Button(id=button_id("meant", question), label=label, main=True)
    return session.reply(guides.unknown(session.read(intent.word), intent.nearest, rest, again))


def _offered_as_add(session: Session, intent: i.Unknown) -> i.Unknown | None:
    board = session.place_board
    if board is None or session.inbound.press is not None:
        return None
    return to_be_added(session, board, f"{intent.word} {intent.rest}")


def link_board(session: Session, _intent: i.LinkBoard) -> Reply:
    """Offered as a button, it has lost its place: it is said in the channel."""
    return session.reply(boards.say_it_in_the_channel())


def courtesy(session: Session, intent: i.Courtesy) -> Reply:
    mine = session.log.owned_by(session.me.id, UNFINISHED)
    return session.reply(guides.courtesy(session.me.first_name, len(mine), greets=intent.greets))
