"""How fast a platform may be spoken to: buckets of what was sent of late, and who is next where there is room.

A workspace and a place in it have a bucket each. A workspace's also has a pace, which halves when the platform asks
for a pause and comes back by and by.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.ids import InstallationId, OrganisationId, OutboxId, PlaceId

PLENTY = 1_000_000
"""Room enough for anybody."""

SLOWEST = 1 / 16
"""No pause asked for slows a workspace down further than to this share of its limit."""

RECOVERY = timedelta(minutes=1)
"""A pace comes back from nothing to all of the limit in this time, evenly."""

STEP_BACK = timedelta(seconds=1)
"""A bucket changed later than so long from now belongs to a clock that has been put back since: it says nothing."""

_SLOTS = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform allows each workspace, and each place in it; None where it sets no limit."""

    workspace: Limit | None = None
    place: Limit | None = None


UNLIMITED = Limits()


@dataclass(frozen=True, slots=True)
class Bucket:
    """What went to one workspace or one place of late: instants, the earliest first, and how many at each.

    Nothing goes before `held_until`. `pace` is the share of the limit that was left when it was last cut, at `cut_at`.
    `changed_at` is when any of this was written. All instants are UTC.
    """

    sent: tuple[tuple[datetime, int], ...] = ()
    held_until: datetime | None = None
    pace: float = 1.0
    cut_at: datetime | None = None
    changed_at: datetime | None = None


EMPTY = Bucket()


def pace_at(bucket: Bucket, now: datetime) -> float:
    """The share of the limit that may be used at `now`."""
    if bucket.cut_at is None:
        return 1.0
    return min(1.0, bucket.pace + max((now - bucket.cut_at) / RECOVERY, 0.0))


def room(bucket: Bucket, limit: Limit | None, now: datetime) -> int:
    """How many messages may go at `now`."""
    bucket = _believed(bucket, now)
    if bucket.held_until is not None and now < bucket.held_until:
        return 0
    if limit is None:
        return PLENTY
    since = now - _window(bucket, limit, now)
    return max(0, limit.count - sum(count for at, count in bucket.sent if at > since))


def free_at(bucket: Bucket, limit: Limit | None, now: datetime) -> datetime:
    """The first instant, `now` or later, at which there is room for one more."""
    bucket = _believed(bucket, now)
    free = max(now, bucket.held_until or now)
    if limit is None:
        return free
    window = _window(bucket, limit, now)
    recent = [(at, count) for at, count in bucket.sent if at > now - window]
    much = sum(count for _, count in recent)
    for at, count in recent:
        if much < limit.count:
            break
        much -= count
        free = max(free, at + window)
    return free


def spent(bucket: Bucket, limit: Limit, count: int, now: datetime) -> Bucket:
    """So many messages go now. Those of nearly the same time are counted together, as if all went with the last."""
    bucket = _believed(bucket, now)
    sent = [(at, n) for at, n in bucket.sent if at > now - _window(bucket, limit, now)]
    if sent and now - sent[-1][0] < timedelta(seconds=limit.seconds / _SLOTS):
        count += sent.pop()[1]
    return replace(bucket, sent=(*sent, (now, count)), changed_at=now)


def held(bucket: Bucket, after: float, now: datetime) -> Bucket:
    """The platform asked at `now` for a pause of `after` seconds."""
    bucket = _believed(bucket, now)
    until = now + timedelta(seconds=after)
    return replace(bucket, held_until=max(until, bucket.held_until or until), changed_at=now)


def halved(bucket: Bucket, began: datetime, now: datetime) -> Bucket:
    """Half the pace, once for all that was on its way when it was cut: `began` is when this message went."""
    bucket = _believed(bucket, now)
    if bucket.cut_at is not None and began <= bucket.cut_at:
        return bucket
    return replace(bucket, pace=max(SLOWEST, pace_at(bucket, now) / 2), cut_at=now, changed_at=now)


def _window(bucket: Bucket, limit: Limit, now: datetime) -> timedelta:
    return timedelta(seconds=limit.seconds / pace_at(bucket, now))


def _believed(bucket: Bucket, now: datetime) -> Bucket:
    stepped_back = bucket.changed_at is not None and bucket.changed_at > now + STEP_BACK
    return EMPTY if stepped_back else bucket


# --- who is next ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may go as far as itself is concerned. `workspace` is None where nobody knows yet where it will go."""

    row: OutboxId
    priority: int
    workspace: InstallationId | None
    place: PlaceId | None
    bucket: Bucket = EMPTY


@dataclass(frozen=True, slots=True)
class Workspace:
    """One that has something waiting, and its bucket."""

    organisation: OrganisationId
    id: InstallationId
    platform: str
    bucket: Bucket = EMPTY


@dataclass(frozen=True, slots=True)
class Pace:
    """What a sender keeps to: each platform's limits, how many of one workspace may be on their way, and how many are."""

    limits: Mapping[str, Limits] = field(default_factory=dict)
    each: int = PLENTY
    on_their_way: Mapping[InstallationId, int] = field(default_factory=dict)


class Queue(Protocol):
    """What waits, as the store has it."""

    def workspaces(self, now: datetime) -> Sequence[Workspace]:
        """Those with anything that may go at `now`; none that another sender is choosing from at this moment."""
        ...

    def heads(self, workspaces: Collection[InstallationId], now: datetime, each: int) -> Sequence[Candidate]:
        """The next rows, `each` at most, of every one of these, and of those bound for nobody knows where.

        The most urgent first, then the oldest, of each; rows of places known to be full may be left out.
        """
        ...


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes now, in that order; and the buckets it is to be counted in."""

    rows: Sequence[Candidate] = ()
    workspaces: Mapping[InstallationId, Workspace] = field(default_factory=dict)


def choose(queue: Queue, pace: Pace, limit: int, now: datetime) -> Chosen:
    """Up to `limit` rows whose workspaces and places have room, in turn from each workspace, digests before nudges."""
    waiting = {each.id: each for each in queue.workspaces(now)}
    rooms = {its: _room_of(each, pace, now) for its, each in waiting.items()}
    with_room = [its for its, count in rooms.items() if count > 0]
    # More than a fair share, for among them are some whose place is full, and some have less than their share.
    share = min(-(-limit // max(1, len(with_room))), max(rooms.values(), default=limit))
    each = min(limit, 2 * share + 2)
    candidates = queue.heads(with_room, now, each)
    return Chosen(in_turn(candidates, rooms, _place_rooms(candidates, waiting, pace, now), limit), waiting)


@dataclass(frozen=True, slots=True)
class Charge:
    """Buckets as they are after what went, each with the instant from which there is room again."""

    workspaces: Mapping[InstallationId, tuple[Bucket, datetime]]
    places: Mapping[PlaceId, tuple[Bucket, datetime]]


def charge(chosen: Chosen, rows: Collection[OutboxId], pace: Pace, now: datetime) -> Charge:
    """Count those of the chosen that really go at `now`. Where a platform sets no limit nothing is counted."""
    workspaces: Counter[InstallationId] = Counter()
    places: Counter[PlaceId] = Counter()
    before: dict[PlaceId, tuple[Bucket, Limit]] = {}
    going = set(rows)
    for each in chosen.rows:
        if each.workspace is None or each.row not in going:
            continue
        limits = pace.limits.get(chosen.workspaces[each.workspace].platform, UNLIMITED)
        if limits.workspace is not None:
            workspaces[each.workspace] += 1
        if limits.place is not None and each.place is not None:
            places[each.place] += 1
            before[each.place] = each.bucket, limits.place
    charged = {}
    for its, count in workspaces.items():
        workspace = chosen.workspaces[its]
        limit = pace.limits[workspace.platform].workspace
        assert limit is not None
        charged[its] = _charged(workspace.bucket, limit, count, now)
    return Charge(charged, {its: _charged(*before[its], count, now) for its, count in places.items()})


def _charged(bucket: Bucket, limit: Limit, count: int, now: datetime) -> tuple[Bucket, datetime]:
    bucket = spent(bucket, limit, count, now)
    return bucket, free_at(bucket, limit, now)


def _room_of(workspace: Workspace, pace: Pace, now: datetime) -> int:
    limits = pace.limits.get(workspace.platform, UNLIMITED)
    free = pace.each - pace.on_their_way.get(workspace.id, 0)
    return min(free, room(workspace.bucket, limits.workspace, now))


def _place_rooms(
    candidates: Iterable[Candidate],
    waiting: Mapping[InstallationId, Workspace],
    pace: Pace,
    now: datetime,
) -> dict[PlaceId, int]:
    rooms: dict[PlaceId, int] = {}
    for each in candidates:
        if each.place is not None and each.workspace is not None and each.place not in rooms:
            limits = pace.limits.get(waiting[each.workspace].platform, UNLIMITED)
            rooms[each.place] = room(each.bucket, limits.place, now)
    return rooms


def in_turn(
    candidates: Iterable[Candidate],
    rooms: Mapping[InstallationId, int],
    places: Mapping[PlaceId, int],
    limit: int,
) -> list[Candidate]:
    """One of each workspace, then a second of each, and so on, while there is room; the most urgent of a round first.

    `candidates` are in order for each workspace. One that nobody knows the place of has all the room there is.
    """
    left = dict(places)
    lines: dict[InstallationId | None, list[Candidate]] = {}
    for each in candidates:
        line = lines.setdefault(each.workspace, [])
        if each.workspace is not None and len(line) >= rooms.get(each.workspace, 0):
            continue
        if each.place is not None:
            if left.get(each.place, 1) <= 0:
                continue
            left[each.place] = left.get(each.place, PLENTY) - 1
        line.append(each)
    chosen: list[Candidate] = []
    turn = 0
    while len(chosen) < limit:
        round_ = [line[turn] for line in lines.values() if turn < len(line)]
        if not round_:
            break
        chosen += sorted(round_, key=lambda c: (c.priority, c.row))
        turn += 1
    return chosen[:limit]
