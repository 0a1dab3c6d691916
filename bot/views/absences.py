"""Away, back and silence: what is understood, and what is asked."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.availability import UNTIL_THEY_SAY_SO, Availability
from bot.domain.people import Person, listed
from bot.domain.working_days import working_day_on_or_after
from bot.messages import Button, Form, FormField, View
from bot.views.answers import lines
from bot.views.buttons import button_id
from bot.views.words import day_words

AWAY = Button(id=button_id("say", "away"), label="Away")
MUTE = Button(id=button_id("say", "mute"), label="Stop nudging me")
BACK = Button(id=button_id("back"), label="I am back")
UNMUTE = Button(id=button_id("unmute"), label="Nudge me again")

_DAY = timedelta(days=1)


def standing(person: Person, cover: Person | None, today: date) -> View:
    """How it stands with somebody's absence, and the ways to change it."""
    found = person.availability
    if found.away_after(today) and not found.returned:
        first = found.away_from if found.away_from and found.away_from > today else None
        return lines(
            f"You are away {_span(first, found.away_until or today, today)}.{_covers(cover)}",
            buttons=[BACK, *_days(today, today, cover)],
        )
    return ask_until_when(None, (), today, today, cover=None)


def ask_until_when(
    doubt: str | None,
    candidates: Sequence[date],
    first: date,
    today: date,
    cover: Person | None,
    either: Sequence[tuple[date, date]] = (),
) -> View:
    """Until which day? With the days the words may mean, or else some likely ones; or which of these spans?"""
    if either:
        more = (cover.id,) if cover is not None else ()
        spans = [
            Button(
                id=button_id("awayuntil", a, b, *more),
                label=f"{day_words(a, today)} to {day_words(b, today)}",
            )
            for a, b in either[:3]
        ]
        other = Button(id=button_id("awayform"), label="Other days", opens_form=True)
        return lines(f"{doubt or ''} Which days are you away?".strip(), buttons=[*spans, other])
    question = (
        f"Until when are you away from {day_words(first, today)}?"
        if first > today
        else "Until when are you away?"
    )
    return lines(
        f"{doubt} {question}" if doubt else question,
        "That day is included. “away until 8 April, cover @name” says it in one.",
        buttons=_days(first, today, cover, candidates),
    )


def _days(
    first: date, today: date, cover: Person | None, candidates: Sequence[date] = ()
) -> tuple[Button, ...]:
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    offered = list(candidates[:3]) or [d for d in (first, friday, friday + timedelta(days=7)) if d >= today]
    more = (cover.id,) if cover is not None else ()
    found = [
        Button(id=button_id("awayuntil", first, day, *more), label=day_words(day, today))
        for day in dict.fromkeys(offered)
    ]
    return (*found, Button(id=button_id("awayform"), label="Another day", opens_form=True))


def away_form(*, value: str = "", error: str | None = None) -> Form:
    return Form(
        id=button_id("awayform"),
        title="When are you away",
        fields=(
            FormField(
                name="words",
                label="Until when, and who covers",
                kind="text",
                value=value,
                required=True,
                hint="“until 8 April”, “3 to 8 April, cover Kim Osei”; the last day is included",
                error=error,
            ),
        ),
    )


def is_away(
    first: date,
    last: date,
    back: date,
    today: date,
    cover: Person | None,
    unseen: Sequence[str],
    undo: Button,
) -> View:
    """What was understood; `unseen` are boards whose actions the cover may not see."""
    said = [
        f"You are away {_span(first if first > today else None, last, today, year=True)}, and back on {day_words(back, today)}."
    ]
    if cover is None:
        said.append(
            f"I do not nudge you in that time; what falls due comes in one message on {day_words(back, today)}."
        )
    else:
        said.append(f"{cover.name} is nudged in your place.{_away_too(cover, first, last, today)}")
    if unseen and cover is not None:
        said.append(
            f"{cover.first_name} holds no role on the {listed(list(unseen))}: nobody is nudged about your actions there."
        )
    return lines(*said, buttons=[undo])


def _away_too(cover: Person, first: date, last: date, today: date) -> str:
    theirs = cover.availability
    if theirs.away_from is None or theirs.away_until is None or theirs.away_from > last:
        return ""
    if theirs.away_until < first:
        return ""
    until = day_words(theirs.away_until, today)
    return f" {cover.first_name} is away too until {until}: in that time nobody is nudged."


def _span(first: date | None, last: date, today: date, *, year: bool = False) -> str:
    words = day_words(last, None if year else today)
    if first is None:
        return f"until {words}"
    return f"on {words}" if first == last else f"from {day_words(first, today)} to {words}"


def _covers(cover: Person | None) -> str:
    return f" {cover.name} is nudged in your place." if cover is not None else ""


def is_muted(
    until: date,
    today: date,
    told: Sequence[str],
    doubt: str | None,
    candidates: Sequence[date],
    undo: Button,
) -> View:
    """Obeyed; without a day it is asked until when."""
    after = f" I have told {listed(list(told))}." if told else ""
    if until != UNTIL_THEY_SAY_SO:
        return lines(
            f"I do not nudge you before {day_words(until)}.{after}",
            "What falls due until then comes in one message that day, or on the next working day.",
            buttons=[undo],
        )
    offered = [d for d in candidates if d > today][:2] or _likely(today)
    buttons = [
        Button(id=button_id("muteuntil", day), label=f"Until {day_words(day, today)}") for day in offered
    ]
    return lines(
        f"I have stopped nudging you.{after}",
        f"{doubt} Until when?" if doubt else "Until when? Without a day, until you say “nudge me again”.",
        buttons=[*buttons, undo],
    )


def muted_again(until: date, today: date) -> str:
    """A silence that holds once more; `until` is the first day they hear again."""
    end = "you say “nudge me again”" if until == UNTIL_THEY_SAY_SO else day_words(until, today)
    return f"You are muted again until {end}."


def _likely(today: date) -> list[date]:
    """Next Monday, and the one four weeks on."""
    monday = today + timedelta(days=7 - today.weekday())
    return [monday, monday + timedelta(days=28)]


def availability_words(found: Availability, today: date, cover: str | None) -> str:
    """As in "away until Wed 8 Apr, Kim Osei covers"; nothing for whoever is there."""
    said: list[str] = []
    if found.away_after(today) and not found.returned and found.away_until is not None:
        first = found.away_from if found.away_from and found.away_from > today else None
        said.append(f"away {_span(first, found.away_until, today)}")
        if cover:
            said.append(f"{cover} covers")
    if found.muted_on(today) and not found.heard_again and found.muted_until is not None:
        forever = found.muted_until == UNTIL_THEY_SAY_SO
        said.append(
            "asked not to be nudged"
            if forever
            else f"asked not to be nudged before {day_words(found.muted_until, today)}"
        )
    return ", ".join(said)


# --- snoozing --------------------------------------------------------------------------------------------------


def ask_snooze(refs: str, actions: str, doubt: str | None, candidates: Sequence[date], today: date) -> View:
    """Until when? With the days the words may mean, or else some likely ones."""
    question = f"Until when do you want to hear nothing about {refs}?"
    tomorrow = working_day_on_or_after(today + _DAY)
    monday = today + timedelta(days=7 - today.weekday())
    offered = [d for d in candidates if d > today][:3] or [tomorrow, monday, monday + timedelta(days=7)]
    buttons = [
        Button(id=button_id("snoozeuntil", actions, day), label=day_words(day, today))
        for day in dict.fromkeys(offered)
    ]
    buttons.append(Button(id=button_id("snoozeform", actions), label="Another day", opens_form=True))
    return lines(f"{doubt} {question}" if doubt else question, buttons=buttons)


def snooze_form(refs: str, actions: str, *, value: str = "", error: str | None = None) -> Form:
    return Form(
        id=button_id("snoozeform", actions),
        title=f"Snooze {refs}"[:24],
        fields=(
            FormField(
                name="until",
                label="Until when",
                kind="date",
                value=value,
                required=True,
                hint="“26 Feb”, “3 days”, “next week”",
                error=error,
            ),
        ),
    )
