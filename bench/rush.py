"""The Monday rush, simulated: everybody's digests and nudges fall due at nine, and the platforms set the pace.

    python -m bench.rush [--boards N] [--owners N]

What goes next, and when there is room for it, is decided by the very code delivery uses (bot.domain.pace); the rows
are in memory instead of a database, and a message takes a fifth of a second to be taken.
"""

import argparse
import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from adapters.delivery import LOOK_AGAIN, SHORTEST_WAIT
from adapters.slack.sender import LIMITS as SLACK
from adapters.teams.sender import LIMITS as TEAMS
from bot.domain.digests import share
from bot.domain.ids import InstallationId, OrganisationId, OutboxId, PlaceId
from bot.domain.nudges import LATEST
from bot.domain.outbox import Priority
from bot.domain.pace import EMPTY, Bucket, Candidate, Limit, Limits, Pace, Workspace, charge, choose

NINE = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)
FIVE = datetime.combine(NINE.date(), LATEST, UTC)
SPREAD = timedelta(minutes=5)
TAKES = timedelta(seconds=0.2)
ACTIONS_EACH = 5
MEETING_SOON = 10
"""Every tenth board meets in three working days."""

Waiting = tuple[int, int, PlaceId]


@dataclass
class Memory:
    """bot.domain.pace.Queue over lists: what may go of each workspace, and what may go later."""

    limits: Limits
    ready: dict[InstallationId, list[Waiting]] = field(default_factory=dict)
    later: list[tuple[datetime, InstallationId, Waiting]] = field(default_factory=list)
    budgets: dict[InstallationId, Bucket] = field(default_factory=dict)
    buckets: dict[PlaceId, tuple[Bucket, datetime]] = field(default_factory=dict)
    free: dict[InstallationId, datetime] = field(default_factory=dict)

    def put(self, workspace: InstallationId, row: Waiting, at: datetime) -> None:
        heapq.heappush(self.later, (at, workspace, row))

    def workspaces(self, now: datetime) -> Sequence[Workspace]:
        while self.later and self.later[0][0] <= now:
            _, workspace, row = heapq.heappop(self.later)
            heapq.heappush(self.ready.setdefault(workspace, []), row)
        return [
            Workspace(OrganisationId(1), its, "platform", self.budgets.get(its, EMPTY))
            for its, rows in self.ready.items()
            if rows
        ]

    def heads(self, workspaces: Collection[InstallationId], now: datetime, each: int) -> Sequence[Candidate]:
        found: list[Candidate] = []
        for its in workspaces:
            passed, count = [], 0
            rows = self.ready[its]
            while rows and count < each:
                row = heapq.heappop(rows)
                passed.append(row)
                bucket, free = self.buckets.get(row[2], (EMPTY, now))
                if free <= now:
                    found.append(Candidate(OutboxId(row[1]), row[0], its, row[2], bucket))
                    count += 1
            for row in passed:
                heapq.heappush(rows, row)
        return found

    def take(self, chosen: Sequence[Candidate]) -> None:
        """These are on their way."""
        for each in chosen:
            assert each.workspace is not None
            rows = self.ready[each.workspace]
            gone = (each.priority, each.row, each.place)
            if rows[0] == gone:
                heapq.heappop(rows)
            else:
                rows.remove(gone)
                heapq.heapify(rows)

    def next_room(self, now: datetime) -> datetime | None:
        return min((free for free in self.free.values() if free > now), default=None)


@dataclass
class Rush:
    """How one went. Times are seconds after nine."""

    messages: int
    bound: float
    limit: Limit
    sent: int = 0
    last_nudge: dict[InstallationId, float] = field(default_factory=dict)
    last: dict[Priority, float] = field(default_factory=dict)
    times: dict[InstallationId, list[float]] = field(default_factory=dict)
    too_late: int = 0
    most_in_flight: int = 0

    @property
    def ratio(self) -> float:
        """The least time in which the platform takes what was sent while anything waited, over the time it took.

        Once its last nudge is said a workspace waits for digests whose turn has not come, and for nothing else.
        """
        least = taken = 0.0
        for its, times in self.times.items():
            backlog = [at for at in times if at <= self.last_nudge[its]]
            least += -(-len(backlog) // self.limit.count) * self.limit.seconds
            taken += backlog[-1] + self.limit.seconds
        return least / taken


def rush(limits: Limits, workspaces: int, boards: int, owners: int, in_flight: int) -> Rush:
    """All fall due at nine; until everything is said, or until it is too late for nudges."""
    assert limits.workspace is not None
    queue = Memory(limits)
    installations = [InstallationId(n + 1) for n in range(workspaces)]
    row = 0
    for board in range(boards):
        row += 1
        before_meeting = board // workspaces % MEETING_SOON == 0
        at = NINE if before_meeting else NINE + share(f"1:{board}", SPREAD)
        priority = Priority.MEETING_DIGEST if before_meeting else Priority.WEEKLY_DIGEST
        queue.put(installations[board % workspaces], (priority, row, PlaceId(row)), at)
    for owner in range(owners):
        row += 1
        queue.put(installations[owner % workspaces], (Priority.NUDGE, row, PlaceId(row)), NINE)
    limit = limits.workspace
    found = Rush(boards + owners, workspaces * limit.count / limit.seconds, limit)
    now, flying = NINE, []
    on_their_way: dict[InstallationId, int] = {}
    while queue.later or any(queue.ready.values()):
        while flying and flying[0][0] <= now:
            _, its = heapq.heappop(flying)
            on_their_way[its] -= 1
        if now >= FIVE:
            break
        went = _look(queue, found, limits, now, in_flight - len(flying), on_their_way, in_flight)
        for its in went:
            heapq.heappush(flying, (now + TAKES, its))
            on_their_way[its] = on_their_way.get(its, 0) + 1
        found.most_in_flight = max(found.most_in_flight, len(flying))
        now = now + TAKES / 20 if went else _next(queue, flying, now)
    found.too_late = found.messages - found.sent
    return found


def _look(
    queue: Memory,
    found: Rush,
    limits: Limits,
    now: datetime,
    free: int,
    on_their_way: Mapping[InstallationId, int],
    in_flight: int,
) -> list[InstallationId]:
    if free <= 0:
        return []
    pace = Pace({"platform": limits}, in_flight - in_flight // 8, on_their_way)
    chosen = choose(queue, pace, free, now)
    charged = charge(chosen, [each.row for each in chosen.rows], pace, now)
    for its, (bucket, room_at) in charged.workspaces.items():
        queue.budgets[its], queue.free[its] = bucket, room_at
    queue.buckets.update(charged.places)
    queue.take(chosen.rows)
    seconds = (now - NINE).total_seconds()
    for each in chosen.rows:
        assert each.workspace is not None
        found.sent += 1
        found.last[Priority(each.priority)] = seconds
        found.times.setdefault(each.workspace, []).append(seconds)
        if each.priority == Priority.NUDGE:
            found.last_nudge[each.workspace] = seconds
    return [each.workspace for each in chosen.rows if each.workspace is not None]


def _next(queue: Memory, flying: list[tuple[datetime, InstallationId]], now: datetime) -> datetime:
    """When delivery looks again: where there is room, but not at every single instant."""
    soonest = now + timedelta(seconds=SHORTEST_WAIT)
    latest = now + timedelta(seconds=LOOK_AGAIN if flying else 1.0)
    room_at = queue.next_room(now)
    return latest if room_at is None else min(latest, max(soonest, room_at))


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return (datetime.combine(NINE.date(), time(9)) + timedelta(seconds=seconds)).strftime("%H:%M:%S")


def table(boards: int, owners: int) -> list[str]:
    """The rows of docs/scale.md."""
    columns = (
        "platform",
        "workspaces",
        "messages",
        "the platforms' bound, a second",
        "achieved of it",
        "last digest before a meeting",
        "last weekly digest",
        "last nudge",
        "too late by 17:00",
        "most on their way at once",
    )
    lines = [f"| {' | '.join(columns)} |", "|---|" + "---:|" * (len(columns) - 1)]
    print("\n".join(lines))
    for name, limits in (("Slack", SLACK), ("Teams", TEAMS)):
        for workspaces in (1, 10, 100):
            found = rush(limits, workspaces, boards, owners, in_flight=2000)
            last = found.last
            lines.append(
                f"| {name} | {workspaces} | {found.messages:,} | {found.bound:,.0f} | {found.ratio:.2f} "
                f"| {_clock(last.get(Priority.MEETING_DIGEST))} | {_clock(last.get(Priority.WEEKLY_DIGEST))} "
                f"| {_clock(last.get(Priority.NUDGE))} | {found.too_late:,} | {found.most_in_flight:,} |"
            )
            print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--boards", type=int, default=10_000)
    parser.add_argument("--owners", type=int, default=200_000)
    given = parser.parse_args()
    print(f"{given.boards:,} boards, {given.owners:,} owners with {ACTIONS_EACH} open actions each")
    table(given.boards, given.owners)
