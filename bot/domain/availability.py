"""When somebody is not to be nudged: they are away, or they asked for silence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.domain.ids import PersonId
from bot.domain.working_days import WorkingDays, working_day_on_or_after

UNTIL_THEY_SAY_SO = date.max
"""The first day after a silence nobody set an end to."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Availability:
    """Away from `away_from` to `away_until`, both included, with `cover` nudged in their place.

    Silent until `muted_until`, the first day they hear again; what falls from `muted_from` on is kept until then.
    Days are those where the person is.
    `returned` and `heard_again` say that they ended it themselves: the days before stay, so that what fell on them
    still comes.
    """

    away_from: date | None = None
    away_until: date | None = None
    cover: PersonId | None = None
    muted_from: date | None = None
    muted_until: date | None = None
    returned: bool = False
    heard_again: bool = False

    def away_on(self, day: date) -> bool:
        return (
            self.away_from is not None
            and self.away_until is not None
            and self.away_from <= day <= self.away_until
        )

    def muted_on(self, day: date) -> bool:
        return self.muted_until is not None and day < self.muted_until

    def silent_on(self, day: date) -> bool:
        """Whether what falls on that day is kept from them; not so on a day they asked for silence after its message."""
        kept = self.muted_from is None or self.muted_from <= day
        return self.away_on(day) or (kept and self.muted_on(day))

    def away_after(self, day: date) -> bool:
        """Whether an absence is set that has not ended before that day."""
        return self.away_until is not None and self.away_until >= day

    def away(self, first: date, last: date, cover: PersonId | None) -> "Availability":
        return replace(self, away_from=first, away_until=last, cover=cover, returned=False)

    def back(self, day: date, heard: date | None = None) -> "Availability":
        """At work again from that day on; of an absence that has begun the days before stay.

        `heard` is a day whose message they had: nothing of it was kept.
        """
        if self.away_from is None or self.away_from >= day or (self.away_from == heard == day - _DAY):
            return replace(self, away_from=None, away_until=None, cover=None)
        return replace(self, away_until=min(self.away_until or day, day - _DAY), returned=True)

    def muted(self, day: date, until: date, heard: date | None = None) -> "Availability":
        """Silent from now on. `heard` is a day whose message they had: nothing of it is kept."""
        first = day + _DAY if heard == day else day
        began = self.muted_from if self.muted_on(day) and self.muted_from is not None else first
        return replace(self, muted_from=began, muted_until=until, heard_again=False)

    def unmuted(self, day: date) -> "Availability":
        """Heard again from that day on."""
        if self.muted_until is None or self.muted_until <= day:
            return self
        if self.muted_from is not None and self.muted_from >= day:
            return replace(self, muted_from=None, muted_until=None, heard_again=False)
        return replace(self, muted_until=day, heard_again=True)

    def begins(self) -> date | None:
        """The first day of what is set, however long ago."""
        return min((d for d in (self.away_from, self.muted_from) if d is not None), default=None)


ALWAYS = Availability()

_DAYS = ("away_from", "away_until", "muted_from", "muted_until")
_ENDED = ("returned", "heard_again")


def as_data(availability: Availability) -> dict[str, Any]:
    """As plain data; what is not set is left out."""
    found: dict[str, Any] = {
        name: day.isoformat() for name in _DAYS if (day := getattr(availability, name)) is not None
    }
    found |= {name: True for name in _ENDED if getattr(availability, name)}
    return found | ({"cover": availability.cover} if availability.cover is not None else {})


def from_data(data: Mapping[str, Any] | None) -> Availability:
    """What `as_data` wrote."""
    if not data:
        return ALWAYS
    days: dict[str, Any] = {name: date.fromisoformat(data[name]) for name in _DAYS if name in data}
    days |= {name: True for name in _ENDED if data.get(name)}
    return Availability(**days, cover=data.get("cover"))


def _never(_day: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears of an owner's actions on a board: themselves, or while they are away their cover, if that is not away too.

    `cover` is None where there is none, or it holds no role on the board. While the board is `paused` nobody hears;
    `paused_from` is the first day of its pause, however long ago.
    """

    owner: Availability = ALWAYS
    cover: Availability | None = None
    paused: Callable[[date], bool] = _never
    paused_from: date | None = None

    @property
    def always(self) -> bool:
        """Whether nothing is set that keeps anything from them, nor ever was."""
        return self.owner is ALWAYS and self.paused_from is None

    def begins(self) -> date | None:
        """The first day of whatever is set, however long ago."""
        return min((d for d in (self.owner.begins(), self.paused_from) if d is not None), default=None)

    def heard_on(self, day: date) -> bool:
        return not (self.owner.silent_on(day) or self.paused(day))

    def covered_on(self, day: date) -> bool:
        if self.cover is None or self.paused(day):
            return False
        return self.owner.away_on(day) and not self.cover.silent_on(day)

    def back_on(self, day: date, is_working: WorkingDays) -> date | None:
        """The first working day from that one on on which the owner hears; None while they hear no more."""
        while True:
            day = working_day_on_or_after(day, is_working)
            if self.owner.away_on(day) and self.owner.away_until is not None:
                day = self.owner.away_until + _DAY
            elif self.owner.silent_on(day) and self.owner.muted_until is not None:
                if self.owner.muted_until == UNTIL_THEY_SAY_SO:
                    return None
                day = self.owner.muted_until
            elif self.paused(day):
                day += _DAY
            else:
                return day


ALL_EARS = Hearing()
