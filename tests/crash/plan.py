"""How hard a campaign is, and what came of it."""

from dataclasses import dataclass, field

from tests.crash.in_hand import Met

OWNERS_A_BOARD = 5
CALM = 0.1
"""Of the kills and freezes so many come when all has been said and done, and everything only has to settle."""


@dataclass(frozen=True)
class Plan:
    """How hard it is. `severed` is how often all sessions with the database are ended, `restarts` the server itself.

    `full` is how often the disk fills up under a process, for a while.
    """

    kills: int
    freezes: int
    replicas: int = 1
    severed: int = 0
    restarts: int = 0
    full: int = 0
    seed: int = 1

    @property
    def blows(self) -> int:
        return self.kills + self.freezes + self.severed + self.restarts + self.full

    @property
    def boards(self) -> int:
        """So many that there is something to nudge about and a digest to post all along."""
        return min(16, max(4, self.blows // 12))

    @property
    def on_teams(self) -> int:
        """The first of the boards have a channel in Teams as well."""
        return max(2, self.boards // 4)

    @property
    def owners(self) -> int:
        return OWNERS_A_BOARD * self.boards


@dataclass
class Verdict:
    """What came of it. Each list names what should not be."""

    plan: Plan
    adds: int = 0
    dones: int = 0
    imports: int = 0
    again: int = 0
    """Requests that came once more after they had been answered, and were answered as before."""
    nudges: int = 0
    digests: int = 0
    said: int = 0
    unknown: int = 0
    failed_after_arriving: int = 0
    pauses: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    doubled_on_teams: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    met: Met = field(default_factory=Met)
    slowest_again: float = 0.0
    """Seconds until new work flowed, after the database was away or its disk full."""
    doubts_settled: float = 0.0
    """Seconds until nothing was in doubt any more, after the last blow."""
    settling: float = 0.0
    """Seconds until nothing waited any more, after the last blow."""
    seconds: float = 0.0
    """How long it took, from the first blow until all had settled."""

    @property
    def breaches(self) -> list[str]:
        return self.lost + self.doubled + self.doubled_on_teams + self.unlisted

    def __str__(self) -> str:
        plan = self.plan
        return (
            f"{plan.replicas} process{'es' * (plan.replicas > 1)}, {plan.kills} kills, {plan.freezes} freezes"
            + (f", {plan.severed} times all sessions ended" if plan.severed else "")
            + (f", {plan.restarts} restarts of the database" if plan.restarts else "")
            + (f", {plan.full} times a full disk" if plan.full else "")
            + f": {self.adds} adds, {self.dones} done, {self.imports} minutes, {self.again} asked again, "
            f"{self.nudges} nudges, {self.digests} digests, "
            f"{self.said} messages; {self.failed_after_arriving} arrived and then failed, {self.pauses} asked for a "
            f"pause; {self.met}; {len(self.lost)} lost, {len(self.doubled)} doubled on Slack, "
            f"{len(self.doubled_on_teams)} on Teams, {self.unknown} unknown and listed"
            + (f"; new work within {self.slowest_again:.1f} s" if self.slowest_again else "")
            + f"; in doubt for {self.doubts_settled:.0f} s; {self.seconds:.0f} s in all, "
            f"{self.settling:.0f} s of them to settle"
        )
