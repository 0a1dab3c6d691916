"""The forms of a review: one proposal, and the day the meeting was held."""

from collections.abc import Mapping

from bot.domain.actions import OwnerKind
from bot.domain.minutes import Import, Proposal, ProposalKind
from bot.domain.people import Roster, listed
from bot.messages import Form, FormField, Option
from bot.views.buttons import button_id
from bot.views.forms import people_options
from bot.views.minutes import KIND_NAMES
from bot.views.words import due_words, quoted

_KINDS = (
    ProposalKind.ACTION,
    ProposalKind.REQUEST,
    ProposalKind.DECISION,
    ProposalKind.REFERRAL,
    ProposalKind.FORWARD,
)


def amend_form(
    brought: Import,
    one: Proposal,
    roster: Roster,
    where: tuple[str, int],
    *,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Form:
    """One proposal as it stands, or with what was typed and what is wrong with it. `where` is the page it is on."""
    typed, wrong = values or {}, errors or {}
    what = FormField(
        name="what",
        label="Words" if one.kind is ProposalKind.REPORT else "What it says",
        kind="words",
        value=typed.get("what", one.what),
        required=True,
        hint=quoted(" ".join(one.words.split()), 140),
        error=wrong.get("what"),
    )
    fields: tuple[FormField, ...] = (what,)
    if one.kind is not ProposalKind.REPORT:
        kind = FormField(
            name="kind",
            label="Kind",
            kind="choice",
            value=typed.get("kind", one.kind.value),
            options=tuple(Option(value=k.value, label=KIND_NAMES[k][0].capitalize()) for k in _KINDS),
            required=True,
        )
        fields = (what, kind, *_terms(one, roster, typed, wrong))
    return Form(
        id=button_id("amend", brought.id, one.id, *where),
        title="Before it is logged",
        submit="Accept",
        fields=fields,
    )


def _terms(
    one: Proposal, roster: Roster, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> tuple[FormField, ...]:
    written = [f"“{o.words}”" for o in one.owners if o.kind is OwnerKind.WORDS]
    keeps = f"{listed(written)} stays as written unless you choose somebody." if written else None
    people = tuple(str(o.person) for o in one.owners if o.kind is OwnerKind.PERSON)
    return (
        FormField(
            name="owners",
            label="Owners, the lead first",
            kind="people",
            value=people,
            options=people_options(roster),
            hint=keeps,
            error=wrong.get("owners"),
        ),
        FormField(
            name="due",
            label="Due",
            kind="date",
            value=typed.get("due", due_phrase(one)),
            hint="A date in words, as said at the meeting: “17 Feb”, “next meeting”",
            error=wrong.get("due"),
        ),
    )


def due_phrase(one: Proposal) -> str:
    """The due as it stands in the box: the minutes' own words where there are some."""
    if one.due.words:
        return one.due.words
    if one.due.day is None:
        return ""
    return due_words(one.due, one.due.day, year=True).removeprefix("due ").removeprefix("at the meeting on ")


def held_form(brought: Import, *, value: str = "", error: str | None = None) -> Form:
    return Form(
        id=button_id("heldon", brought.id),
        title="Date of the meeting",
        fields=(
            FormField(
                name="day",
                label="The meeting was held on",
                kind="date",
                value=value,
                required=True,
                hint="Dates in the minutes are read as said that day: “10 Feb 2026”",
                error=error,
            ),
        ),
    )
