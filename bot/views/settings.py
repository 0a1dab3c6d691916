"""A board's settings: each with its value and where it comes from; and a person's own."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.domain.boards import Board, NudgeRule, QuietHours, Rules
from bot.domain.calendars import Span
from bot.domain.nations import nation_name
from bot.domain.people import Person, listed
from bot.domain.settings import Setting, Source, own_rule, source
from bot.messages import Button, Buttons, Form, FormField, Heading, Line, Paragraph, View
from bot.views.answers import HELP, lines
from bot.views.buttons import button_id
from bot.views.words import counted, day_words, runs, strong, working_days

TITLES = {
    Setting.ZONE: "Time zone",
    Setting.NATION: "Nation",
    Setting.CLOSED: "Closed days",
    Setting.DIGEST: "Digest",
    Setting.NUDGES: "Nudges",
    Setting.QUIET: "Quiet hours",
    Setting.ESCALATION: "Escalation",
    Setting.ASK: "Asking owners",
    Setting.PAUSE: "Pause",
}
HINTS = {
    Setting.ZONE: "Europe/London",
    Setting.NATION: "Whose bank holidays: England, Scotland, Ireland, US-CA",
    Setting.CLOSED: "24 Dec to 2 Jan, 3 April; none",
    Setting.DIGEST: "Tuesday 10:00, 3 working days before a meeting",
    Setting.NUDGES: "7 and 1 days before, on the day, 1 day after, then every 7 days, at 09:00",
    Setting.QUIET: "19:00 to 07:00; none",
    Setting.ESCALATION: "clerk after 5 working days, chair after 10 working days; none",
    Setting.ASK: "5 working days before a meeting; none",
    Setting.PAUSE: "until 8 May (pre-election); off",
}
_SOURCES = {
    Source.BOARD: "set by this board",
    Source.INSTALLATION: "from app.yaml",
    Source.USUAL: "as usual",
}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FORM = "settingsform"
SHOW = Button(id="say:settings", label="Show settings")


def value_words(board: Board, setting: Setting, today: date) -> str:
    """A value as "settings" takes it again."""
    return _WORDS[setting](board, today)


def _digest(board: Board) -> str:
    rule = board.digests
    notice = working_days(rule.working_days_before_meeting)
    return f"{_WEEKDAYS[rule.weekday]} {rule.at:%H:%M}, {notice} before a meeting"


def _escalation(board: Board) -> str:
    steps = (("clerk", board.escalation.clerk), ("chair", board.escalation.chair))
    return ", ".join(f"{who} after {working_days(n)}" for who, n in steps if n) or "none"


def _pause(board: Board, today: date) -> str:
    if board.pause is None or board.pause.days.last < today:
        return "none"
    reason = f" ({board.pause.reason})" if board.pause.reason else ""
    return f"{_span(board.pause.days, always=True)}{reason}"


_WORDS: dict[Setting, Callable[[Board, date], str]] = {
    Setting.ZONE: lambda board, _: board.zone,
    Setting.NATION: lambda board, _: nation_name(board.nation),
    Setting.CLOSED: lambda board, today: (
        ", ".join(_span(s) for s in board.closed if s.last >= today) or "none"
    ),
    Setting.DIGEST: lambda board, _: _digest(board),
    Setting.NUDGES: lambda board, _: rhythm_words(board.nudges),
    Setting.QUIET: lambda board, _: _quiet(board.quiet),
    Setting.ESCALATION: lambda board, _: _escalation(board),
    Setting.ASK: lambda board, _: f"{working_days(board.ask)} before a meeting" if board.ask else "none",
    Setting.PAUSE: _pause,
}


def rhythm_words(rule: NudgeRule) -> str:
    """When owners hear of an action, as "settings nudges" takes it."""
    ahead = [n for n in rule.days_before if n]
    parts = []
    if ahead:
        parts.append(f"{listed([str(n) for n in ahead])} {'day' if ahead == [1] else 'days'} before")
    if 0 in rule.days_before:
        parts.append("on the day")
    parts.append(f"{counted(rule.first_day_after, 'day')} after")
    every = "every day" if rule.days_between == 1 else f"every {rule.days_between} days"
    parts.append(f"then {every}, at {rule.at:%H:%M}")
    return ", ".join(parts)


def _span(span: Span, *, always: bool = False) -> str:
    if span.first == span.last and not always:
        return day_words(span.first)
    return f"{day_words(span.first)} to {day_words(span.last)}"


def _quiet(quiet: QuietHours) -> str:
    return "none" if quiet.begins == quiet.ends else f"{quiet.begins:%H:%M} to {quiet.ends:%H:%M}"


def settings_view(board: Board, usual: Rules, person: Person, today: date, *, may_change: bool) -> View:
    """All of them, for everybody with a role; the clerk and the chair may change them."""
    rows: list[Line] = [
        runs(
            strong(TITLES[setting]),
            f" · {value_words(board, setting, today)} · {_SOURCES[source(board, setting, usual)]}",
        )
        for setting in Setting
    ]
    title = f"{board.name}: settings"
    hint = (
        "“settings digest Tuesday 10:00” changes one, “settings digest usual” goes back."
        if may_change
        else "The clerk and the chair change them."
    )
    change = Button(id=button_id(FORM, board.id), label="Change", main=True, opens_form=True)
    return View(
        line=title,
        blocks=(
            Heading(text=title),
            Paragraph(lines=tuple(rows)),
            Paragraph(lines=_own(board, person)),
            Paragraph(lines=(runs(hint),), quiet=True),
            Buttons(buttons=(change, HELP) if may_change else (HELP,)),
        ),
    )


def _own(board: Board, person: Person) -> tuple[Line, ...]:
    rule = own_rule(board, person.rhythm)
    whose = "as the board says" if person.rhythm is None else "set by you"
    nation = f"{nation_words(person)} · set by you" if person.nation else "as the board says"
    return (
        runs(strong("Your nudges"), f" · {rhythm_words(rule)} · {whose}"),
        runs(strong("Your nation"), f" · {nation}"),
        runs("“settings my nudges 3 days before” changes yours."),
    )


def nation_words(person: Person) -> str:
    """The nation somebody chose, empty where they chose none."""
    return nation_name(person.nation) if person.nation else ""


def changed(
    board: Board, settings: Sequence[Setting], usual: Rules, today: date, notes: Sequence[str], undo: Button
) -> View:
    """What holds now."""
    rows = []
    for setting in settings:
        back = "" if source(board, setting, usual) is Source.BOARD else ", as usual"
        words = value_words(board, setting, today)
        if setting is Setting.PAUSE and board.pause is not None and board.pause.days.last == today:
            words = "ends today"
        rows.append(f"{board.name}, {TITLES[setting].lower()}: {words}{back}.")
    return lines(*rows, *notes, buttons=[undo])


def settings_form(board: Board, today: date, typed: Mapping[str, str], errors: Mapping[str, str]) -> Form:
    """All of them, in the words they are said in."""
    return Form(
        id=button_id(FORM, board.id),
        title="Settings of the board",
        fields=tuple(
            FormField(
                name=setting.value,
                label=TITLES[setting],
                kind="text",
                value=typed.get(setting.value, value_words(board, setting, today)),
                hint=HINTS[setting][:150],
                error=errors.get(setting.value),
            )
            for setting in Setting
        ),
    )
