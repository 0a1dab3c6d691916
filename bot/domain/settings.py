"""What a board sets itself, as plain data: only that is kept, and all else is as usual. A person's own rhythm likewise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.domain.boards import Board, DigestRule, Escalation, NudgeRule, Pause, QuietHours, Rules
from bot.domain.calendars import Span, calendar
from bot.domain.ids import BoardId
from bot.domain.people import Person, Rhythm
from bot.domain.working_days import WorkingDays

Own = Mapping[str, Any]
"""Settings by name, as JSON can hold them; the keys are those of `Setting`."""


class Setting(StrEnum):
    """What can be set, by the name people say."""

    ZONE = "zone"
    NATION = "nation"
    CLOSED = "closed"
    DIGEST = "digest"
    NUDGES = "nudges"
    QUIET = "quiet"
    ESCALATION = "escalation"
    ASK = "ask"
    PAUSE = "pause"


class Source(StrEnum):
    """Where a value comes from."""

    BOARD = "this board"
    INSTALLATION = "app.yaml"
    USUAL = "usual"


_BUILT_IN = Rules()


def as_board(
    usual: Rules,
    board: BoardId,
    code: str,
    name: str,
    zone: str,
    next_digest_at: datetime | None,
    own: Own,
) -> Board:
    """A board with what it set itself laid over what is usual in its installation."""
    if not own:
        return Board(
            board,
            code,
            name,
            zone,
            usual.digests,
            usual.nudges,
            next_digest_at,
            usual.nation,
            usual.closed,
            usual.quiet,
            usual.escalation,
            usual.ask,
        )
    return Board(
        id=board,
        code=code,
        name=name,
        zone=zone,
        digests=digest_rule(usual.digests, own.get(Setting.DIGEST, {})),
        nudges=nudge_rule(usual.nudges, own.get(Setting.NUDGES, {})),
        next_digest_at=next_digest_at,
        nation=own.get(Setting.NATION, usual.nation),
        closed=spans(own[Setting.CLOSED]) if Setting.CLOSED in own else usual.closed,
        quiet=QuietHours(*map(time.fromisoformat, own[Setting.QUIET]))
        if Setting.QUIET in own
        else usual.quiet,
        escalation=Escalation(**own[Setting.ESCALATION]) if Setting.ESCALATION in own else usual.escalation,
        ask=own.get(Setting.ASK, usual.ask),
        pause=_pause(own[Setting.PAUSE]) if own.get(Setting.PAUSE) else None,
        own=own,
    )


def source(board: Board, setting: Setting, usual: Rules) -> Source:
    """Where the board's value comes from. A zone is chosen with the board, so only the usual one is not its own."""
    if setting is Setting.ZONE:
        if board.zone != usual.zone:
            return Source.BOARD
    elif board.own.get(setting) is not None:
        return Source.BOARD
    if setting is Setting.PAUSE:
        return Source.USUAL
    field = {Setting.DIGEST: "digests"}.get(setting, setting.value)
    return Source.USUAL if getattr(usual, field) == getattr(_BUILT_IN, field) else Source.INSTALLATION


# --- plain data and back -------------------------------------------------------------------------------------------


def digest_rule(usual: DigestRule, data: Own) -> DigestRule:
    """The rule with what `data` says of it."""
    return replace(usual, **_timed(data)) if data else usual


def nudge_rule(usual: NudgeRule, data: Own) -> NudgeRule:
    """The rule with what `data` says of it."""
    known = _timed(data)
    if "days_before" in known:
        known["days_before"] = tuple(known["days_before"])
    return replace(usual, **known) if known else usual


def rhythm(data: Own) -> Rhythm:
    """What a person chose for themselves."""
    known = _timed(data)
    if "days_before" in known:
        known["days_before"] = tuple(known["days_before"])
    return Rhythm(**known)


def own_data(person: Person) -> dict[str, Any]:
    """What a person chose, as it is kept."""
    found: dict[str, Any] = {}
    if person.nation is not None:
        found[Setting.NATION.value] = person.nation
    if person.rhythm is not None:
        found[Setting.NUDGES.value] = {
            name: f"{said:%H:%M}"
            if isinstance(said, time)
            else list(said)
            if isinstance(said, tuple)
            else said
            for name in ("at", "days_before", "first_day_after", "days_between")
            if (said := getattr(person.rhythm, name)) is not None
        }
    return found


def _timed(data: Own) -> dict[str, Any]:
    known = dict(data)
    if "at" in known:
        known["at"] = time.fromisoformat(known["at"])
    return known


def spans(data: Any) -> tuple[Span, ...]:
    """Days as `span_data` wrote them."""
    return tuple(Span(date.fromisoformat(first), date.fromisoformat(last)) for first, last in data)


def span_data(span: Span) -> list[str]:
    return [span.first.isoformat(), span.last.isoformat()]


def pause_data(pause: Pause) -> dict[str, Any]:
    return {"days": span_data(pause.days), "words": pause.reason}


def _pause(data: Own) -> Pause:
    return Pause(spans([data["days"]])[0], data.get("words") or "")


# --- what a person chose, within what their board says ------------------------------------------------------------


def own_days(board: Board, nation: str | None) -> WorkingDays:
    """The days somebody works: the bank holidays of their own nation, or else the board's, and its closed days."""
    return calendar(nation, board.closed) if nation else board.is_working


def own_rule(board: Board, rhythm: Rhythm | None) -> NudgeRule:
    """When somebody is nudged about the board's actions: as they chose, but once overdue no later and no rarer."""
    if rhythm is None:
        return board.nudges
    rule = board.nudges
    return replace(
        rule,
        at=rhythm.at if rhythm.at is not None and rhythm.at not in board.quiet else rule.at,
        days_before=rule.days_before if rhythm.days_before is None else rhythm.days_before,
        first_day_after=min(rule.first_day_after, rhythm.first_day_after or rule.first_day_after),
        days_between=min(rule.days_between, rhythm.days_between or rule.days_between),
    )
