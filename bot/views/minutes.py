"""The review of minutes: what was found in them, and what is to go into the log. Only whoever runs the log sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.actions import Action, Owner, OwnerKind
from bot.domain.boards import Board
from bot.domain.ids import ActionId
from bot.domain.minutes import Import, Proposal, ProposalKind, Standing, Verdict
from bot.domain.people import Person, Roster, listed
from bot.messages import Block, Button, Buttons, Heading, Item, Line, Paragraph, View
from bot.views.buttons import button_id
from bot.views.words import counted, day_words, due_words, quoted, runs, shortened, strong

PAGE = 8
"""Proposals in one message: each stands with its words and its buttons."""

MOST_KNOWN = 20

NO_MINUTE = "the minutes"
"""Stands for the minute's number where the minutes have none."""

SURE = 0.8
"""As the reader of minutes has it."""
ALL, OPEN = "all", "open"

KIND_NAMES: dict[ProposalKind, tuple[str, str]] = {
    ProposalKind.ACTION: ("action", "actions"),
    ProposalKind.REQUEST: ("request", "requests"),
    ProposalKind.DECISION: ("decision", "decisions"),
    ProposalKind.REFERRAL: ("referral", "referrals"),
    ProposalKind.FORWARD: ("item for later", "items for later"),
    ProposalKind.REPORT: ("report on an earlier action", "reports on earlier actions"),
}
_GROUPS: tuple[tuple[str, frozenset[ProposalKind]], ...] = (
    ("Actions", frozenset({ProposalKind.ACTION, ProposalKind.REQUEST})),
    ("What is said of earlier actions", frozenset({ProposalKind.REPORT})),
    ("Decisions", frozenset({ProposalKind.DECISION})),
    ("Referrals", frozenset({ProposalKind.REFERRAL})),
    ("Items for later", frozenset({ProposalKind.FORWARD})),
)


@dataclass(frozen=True, slots=True)
class Review:
    """An import with all that is said about it. `actions` are those its proposals are, or may be, already.

    `several` are the people a proposal's unmatched names may mean, by the proposal's position.
    """

    brought: Import
    board: Board
    roster: Roster
    today: date
    proposals: Sequence[Proposal]
    actions: Mapping[ActionId, Action]
    several: Mapping[int, Sequence[Person]]

    @property
    def title(self) -> str:
        return f"Minutes {self.of_when}"

    @property
    def of_when(self) -> str:
        """As in "of Tue 10 Feb 2026"; by the file's name where the day is not known."""
        if self.brought.meeting is not None:
            return f"of {day_words(self.brought.meeting, None)}"
        return f"in {quoted(self.brought.source, 60)}" if self.brought.source else "as pasted"

    @property
    def waiting(self) -> list[Proposal]:
        """What is not in the log already."""
        return [p for p in self.proposals if p.standing is not Standing.KNOWN]

    @property
    def accepted(self) -> list[Proposal]:
        return [p for p in self.waiting if p.verdict is Verdict.ACCEPTED]

    @property
    def pending(self) -> list[Proposal]:
        return [p for p in self.waiting if p.verdict is Verdict.PENDING]

    @property
    def sure(self) -> list[Proposal]:
        return [p for p in self.pending if p.sure]

    def ref(self, action: ActionId | None) -> str:
        found = self.actions.get(action) if action is not None else None
        return self.board.ref(found.number) if found else "an action"


def needs_owner(one: Proposal) -> bool:
    """Whether it is to be done by nobody the board knows."""
    return one.kind.to_do and not any(o.kind is not OwnerKind.WORDS for o in one.owners)


def counts(proposals: Sequence[Proposal]) -> str:
    """As in "9 actions, 3 decisions, 1 referral"; changes of what is in the log apart."""
    said = []
    changes = [p for p in proposals if p.standing is Standing.CHANGED]
    for kind, names in KIND_NAMES.items():
        count = len([p for p in proposals if p.kind is kind and p.standing is not Standing.CHANGED])
        if count:
            said.append(counted(count, *names))
    if changes:
        said.append(counted(len(changes), "change of what is in the log", "changes of what is in the log"))
    return ", ".join(said)


def review_view(review: Review, which: str = ALL, page: int = 0, notes: Sequence[str] = ()) -> View:
    """One page of the proposals, each with its words and why; then what can be done with all of them."""
    shown = {p.position for p in (review.pending if which == OPEN else review.waiting)}
    rows = [(n, p) for n, p in numbered(review.proposals) if p.position in shown]
    page = min(page, max(0, (len(rows) - 1) // PAGE))
    at_hand = rows[page * PAGE : (page + 1) * PAGE]
    first = _first_line(review)
    blocks: list[Block] = [
        Heading(text=f"{review.title} · {review.board.name}"),
        Paragraph(lines=tuple(runs(line) for line in (*notes, first, *_said_of_it(review)) if line)),
    ]
    for words, kinds in _GROUPS:
        group = [(n, p) for n, p in at_hand if p.kind in kinds]
        if group:
            blocks.append(Paragraph(lines=((strong(words),),)))
            blocks += [_item(review, n, p, which, page) for n, p in group]
    if len(rows) > PAGE:
        begin = page * PAGE + 1
        blocks.append(
            Paragraph(lines=(runs(f"{begin} to {begin + len(at_hand) - 1} of {len(rows)}"),), quiet=True)
        )
    if which == ALL and not page:
        blocks += already_there(review.board, review.proposals, review.actions)
    blocks.append(Buttons(buttons=_whole(review, which, page, len(rows))))
    return View(line=f"{review.title}: {first}", blocks=tuple(blocks))


def being_read(name: str) -> View:
    """Said while a long file is read, whose answer is still to come; `name` is empty where nobody knows it yet."""
    said = f"Reading {f'“{name}”' if name else 'the file'}. A long file takes a few seconds."
    return View(line=said, blocks=(Paragraph(lines=(runs(said),), quiet=True),))


def nothing_new(
    name: str, board: Board, proposals: Sequence[Proposal], actions: Mapping[ActionId, Action]
) -> View:
    """Minutes of which all is in the log, or was left out before."""
    known = [p for p in proposals if p.standing is Standing.KNOWN]
    left = len(proposals) - len(known)
    said = f"{name} is in the log already: nothing in it is new."
    before = f"{counted(left, 'proposal')} you left out before {'is' if left == 1 else 'are'} left out again."
    blocks: list[Block] = [
        Paragraph(lines=tuple(runs(line) for line in (said, before if left else "") if line))
    ]
    blocks += already_there(board, proposals, actions)
    return View(line=said, blocks=tuple(blocks))


def _first_line(review: Review) -> str:
    new = counts(review.waiting)
    wanting = len([p for p in review.waiting if needs_owner(p) and p.verdict is not Verdict.IGNORED])
    known = len(review.proposals) - len(review.waiting)
    if not new:
        return f"All of it is in the log already ({known})."
    need = f"; {wanting} {'needs' if wanting == 1 else 'need'} an owner" if wanting else ""
    return f"{new}{need}."


def _said_of_it(review: Review) -> list[str]:
    brought = review.brought
    said = []
    if brought.meeting is None:
        said.append("The minutes do not say when the meeting was, so “next week” and the like stay words.")
    elif not brought.stated:
        day = day_words(brought.meeting, review.today)
        said.append(f"The minutes do not say when the meeting was: I took your latest one, {day}.")
    decided = []
    if review.accepted:
        decided.append(f"{len(review.accepted)} accepted")
    left = len([p for p in review.waiting if p.verdict is Verdict.IGNORED])
    if left:
        decided.append(f"{left} left out")
    if decided and review.pending:
        decided.append(f"{len(review.pending)} to decide")
    state = f"{', '.join(decided)}. " if decided else ""
    said.append(f"{state}Nothing is in the log, and nobody is told, until you put it there.")
    return said


def numbered(proposals: Sequence[Proposal]) -> list[tuple[int, Proposal]]:
    """What has to be done first, each part in the order of the minutes.

    A number stays with its proposal whatever is decided of the others: it may be answered by its number.
    """
    asked = [p for p in proposals if p.standing is not Standing.KNOWN or p.verdict is not Verdict.PENDING]
    ordered = [p for _, kinds in _GROUPS for p in asked if p.kind in kinds]
    return list(enumerate(ordered, 1))


# --- one proposal ----------------------------------------------------------------------------------------------


def _item(review: Review, number: int, one: Proposal, which: str, page: int) -> Item:
    ids = (review.brought.id, one.id, which, page)
    facts = _facts(review, one)
    lines: list[Line] = []
    if facts:
        lines.append(runs(facts))
    lines.append(runs(quoted(" ".join(one.words.split()), 280)))
    lines += [runs(said) for said in (_standing(review, one), one.doubt, _unknown_names(review, one)) if said]
    if one.standing is not Standing.CHANGED:
        lines.append(runs(f"{_how_sure(one)}: {one.why}."))
    title = one.what if one.kind is not ProposalKind.REPORT else f"For {review.ref(one.action)}: {one.what}"
    decided = {Verdict.ACCEPTED: "✓ Goes into the log · ", Verdict.IGNORED: "– Left out · "}
    return Item(
        title=runs(decided.get(one.verdict, ""), strong(f"{number} · {shortened(title, 200)}")),
        lines=tuple(lines),
        buttons=_buttons(review, one, ids),
    )


def _how_sure(one: Proposal) -> str:
    """Sure ones are accepted together; the others are looked at, for the form they have or for what they lack."""
    if one.sure:
        return "Sure"
    return "Not sure" if one.confidence < SURE else "Found as"


def _buttons(review: Review, one: Proposal, ids: tuple[object, ...]) -> tuple[Button, ...]:
    """Accept, Edit, Not an action; what was decided can be decided again."""
    accept = Button(id=button_id("takein", *ids), label="Accept")
    edit = Button(id=button_id("amend", *ids), label="Edit", opens_form=True)
    out = Button(id=button_id("leaveout", *ids), label="Not an action" if one.kind.to_do else "Leave out")
    same = (
        [Button(id=button_id("sameas", *ids), label=f"It is {review.ref(one.action)}")]
        if one.standing is Standing.ALIKE
        else []
    )
    who = [
        Button(id=button_id("whois", *ids, person.id), label=person.name, more=True)
        for person in review.several.get(one.position, ())[:4]
    ]
    match one.verdict:
        case Verdict.PENDING:
            return (accept, *same, edit, out, *who)
        case Verdict.ACCEPTED:
            return (edit, out)
        case Verdict.IGNORED:
            return (accept, edit)


def _facts(review: Review, one: Proposal) -> str:
    parts = []
    if one.kind.to_do:
        parts.append(owners_words(one.owners, review.roster) or "Nobody named")
        parts.append(due_words(one.due, review.today, year=True))
    elif one.kind is ProposalKind.REFERRAL and one.read.owners:
        parts.append(f"to {listed(list(one.read.owners))}")
    if one.kind is ProposalKind.REQUEST:
        parts.append("asked for, not ordered")
    if one.minute:
        parts.append(minute_words(one.minute))
    return " · ".join(parts)


def minute_words(minute: str) -> str:
    """As in "minute 4.2", or "under “Parking”" where minutes are not numbered."""
    if minute[:1].isdigit() and len(minute) < 20:
        return f"minute {minute}"
    return f"under {quoted(minute, 60)}"


def owners_words(owners: Sequence[Owner], roster: Roster) -> str:
    return listed([owner_words(owner, roster) for owner in owners])


def owner_words(owner: Owner, roster: Roster) -> str:
    """A person's name, a role, a partner, or the words as written."""
    match owner.kind:
        case OwnerKind.PERSON:
            found = roster.find(owner.person) if owner.person is not None else None
            return found.name if found else "somebody no longer on the board"
        case OwnerKind.ROLE:
            return f"the {owner.words}"
        case OwnerKind.WORDS:
            return f"“{owner.words}”"
        case OwnerKind.PARTNER:
            return owner.words or ""


def _standing(review: Review, one: Proposal) -> str | None:
    action = review.actions.get(one.action) if one.action is not None else None
    if action is None:
        return None
    ref = review.board.ref(action.number)
    match one.standing:
        case Standing.CHANGED:
            return f"Changes {ref}: {changes_words(review, one, action)}."
        case Standing.ALIKE:
            return f"Looks like {ref}, which is open: {quoted(action.what, 120)}."
        case _:
            return f"{ref} says {quoted(action.what, 120)}." if one.kind is ProposalKind.REPORT else None


def changes_words(review: Review, one: Proposal, action: Action) -> str:
    """From what to what, part by part."""
    said = []
    if one.what != action.what:
        said.append(f"{quoted(action.what, 120)} becomes {quoted(one.what, 120)}")
    old, new = (due_words(due, review.today, year=True) for due in (action.due, one.due))
    if old != new:
        said.append(f"{old} becomes {new}")
    before = tuple(a.owner for a in action.assignments)
    if one.owners != before:
        old, new = (owners_words(owners, review.roster) or "nobody" for owners in (before, one.owners))
        said.append(f"{old} becomes {new}")
    return "; ".join(said) or "as it stands"


def _unknown_names(review: Review, one: Proposal) -> str | None:
    written = [f"“{o.words}”" for o in one.owners if o.kind is OwnerKind.WORDS]
    if not written or not one.kind.to_do:
        return None
    several = review.several.get(one.position, ())
    if several:
        names = " or ".join(person.name for person in several[:4])
        return f"Is {listed(written)} {names}? Kept as written until somebody is chosen."
    return f"Nobody on the board is called {listed(written)}: kept as written, and nobody is nudged."


# --- all of them -----------------------------------------------------------------------------------------------


def already_there(
    board: Board, proposals: Sequence[Proposal], actions: Mapping[ActionId, Action]
) -> list[Block]:
    """What nobody has to decide on, in one line each."""
    known = [p for p in proposals if p.standing is Standing.KNOWN]
    if not known:
        return []
    lines: list[Line] = [(strong(f"In the log already ({len(known)})"),)]
    for one in known[:MOST_KNOWN]:
        action = actions.get(one.action) if one.action is not None else None
        name = board.ref(action.number) if action else KIND_NAMES[one.kind][0].capitalize()
        status = f" · {action.status.value}" if action else ""
        lines.append(runs(f"{name} · {shortened(one.what, 100)}{status}"))
    if len(known) > MOST_KNOWN:
        lines.append(runs(f"and {len(known) - MOST_KNOWN} more"))
    return [Paragraph(lines=tuple(lines), quiet=True)]


def _whole(review: Review, which: str, page: int, rows: int) -> tuple[Button, ...]:
    brought = review.brought.id
    found: list[Button] = []
    if review.accepted:
        label = f"Put {len(review.accepted)} in the log"
        found.append(Button(id=button_id("intolog", brought), label=label, main=True))
    if review.sure:
        found.append(
            Button(
                id=button_id("allsure", brought, which, page),
                label=f"Accept all that are sure ({len(review.sure)})",
                main=not review.accepted,
            )
        )
    if page:
        found.append(Button(id=button_id("review", brought, which, page - 1), label="Earlier"))
    rest = rows - (page + 1) * PAGE
    if rest > 0:
        found.append(
            Button(id=button_id("review", brought, which, page + 1), label=f"Next {min(PAGE, rest)}")
        )
    if which == OPEN:
        found.append(Button(id=button_id("review", brought, ALL, 0), label="Show all", more=True))
    elif review.pending and len(review.pending) < len(review.waiting):
        label = f"Only what is to decide ({len(review.pending)})"
        found.append(Button(id=button_id("review", brought, OPEN, 0), label=label, more=True))
    found.append(
        Button(id=button_id("heldon", brought), label="Date of the meeting", more=True, opens_form=True)
    )
    found.append(Button(id=button_id("setaside", brought), label="Set these minutes aside", more=True))
    return tuple(found)
