"""The books: what was acknowledged, what the log holds, what stands on the platforms, what the outbox says of it."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from bot.domain.actions import Action, Status
from bot.domain.history import Verb
from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState
from bot.domain.people import SYSTEM
from bot.messages import Platform
from bot.ports import ActionFilter, UnitOfWork
from store.store import SqlStore
from tests.adapters.slack.rig import said
from tests.crash.people import People
from tests.crash.plan import Plan, Verdict
from tests.crash.platforms import StormySlack, StormyTeams
from tests.crash.seeding import agreed, errand

T = TypeVar("T")
UNSETTLED = frozenset({OutboxState.WAITING, OutboxState.SENDING})


class Books:
    """What one database holds. `database` is SQLAlchemy's URL."""

    def __init__(self, database: str, plan: Plan) -> None:
        self._database = database
        self._plan = plan

    def rows(self) -> list[OutboxRow]:
        return self._look(lambda unit: list(unit.outbox_rows(tuple(OutboxState), 100_000)))

    def unsettled(self, rows: Sequence[OutboxRow]) -> list[str]:
        """What has still to be said, or is on its way."""
        found = [f"{row.key} is {row.state}: {row.reason}" for row in rows if row.state in UNSETTLED]
        kinds = Counter(row.kind for row in rows)
        plan = self._plan
        if kinds[OutboxKind.NUDGE] != plan.owners:
            found.append(f"{kinds[OutboxKind.NUDGE]} nudges for {plan.owners} owners")
        if kinds[OutboxKind.DIGEST] < plan.boards + plan.on_teams:
            found.append(f"{kinds[OutboxKind.DIGEST]} digests for {plan.boards + plan.on_teams} channels")
        return found

    def compare(self, verdict: Verdict, people: People, slack: StormySlack, teams: StormyTeams) -> None:
        rows = self.rows()
        on_teams = self._look(_teams_rows)
        verdict.adds, verdict.dones, verdict.again = len(people.refs), len(people.finished), people.again
        verdict.nudges = sum(row.kind is OutboxKind.NUDGE for row in rows)
        verdict.digests = sum(row.kind is OutboxKind.DIGEST for row in rows)
        verdict.said = slack.arrived.total() + teams.arrived.total()
        verdict.failed_after_arriving = slack.accepted_and_failed + teams.accepted_and_failed
        verdict.pauses = slack.paused + teams.paused
        self._compare_log(verdict, people)
        _compare_cards(verdict, people, slack, self._plan.boards)
        _compare_outbox(verdict, rows, on_teams, slack, teams)

    def _look(self, read: Callable[[UnitOfWork], T]) -> T:
        store = SqlStore.open(self._database, only_reading=True)
        try:
            return store.read_sync(read)
        finally:
            store.close_sync()

    def _compare_log(self, verdict: Verdict, people: People) -> None:
        """Every acknowledged add is there once, and is complete once where that was acknowledged."""

        def read(unit: UnitOfWork) -> dict[str, list[Action]]:
            records = unit.within(unit.organisations()[0])
            log = records.log(SYSTEM)
            found: dict[str, list[Action]] = {}
            for board in records.boards.all():
                for action in log.listed(board.id, ActionFilter()):
                    found.setdefault(action.what, []).append(action)
                    done = [e for e in log.entries(action.id) if e.verb is Verb.COMPLETED]
                    if len(done) > 1:
                        verdict.doubled.append(f"done said twice of {action.what}")
            return found

        found = self._look(read)
        verdict.imports = len(people.brought_in)
        for board in range(self._plan.boards):
            kept = [len(found.get(what, [])) for what in agreed(board)]
            if max(kept) > 1:
                verdict.doubled.append(f"minutes of board {board}: {kept}")
            elif len(set(kept)) > 1 or (board in people.brought_in and not all(kept)):
                verdict.lost.append(f"minutes of board {board}: {kept}")
        for number in people.refs:
            kept_ones = found.get(errand(number), [])
            if len(kept_ones) != 1:
                (verdict.doubled if kept_ones else verdict.lost).append(errand(number))
            elif number in people.finished and kept_ones[0].status is not Status.COMPLETE:
                verdict.lost.append(f"done of {errand(number)}")


def _compare_cards(verdict: Verdict, people: People, slack: StormySlack, boards: int) -> None:
    """A card shows how its action stands, whatever happened between the change and its redrawing."""
    cards = {
        found[0]: said(message)
        for n in range(boards)
        for message in slack.messages.get(f"C{n}", [])
        if (found := re.search(r"^B\d+-\d+(?= ·)", said(message)))
    }
    for number in people.finished:
        if "✓ Complete" not in cards.get(people.refs[number], ""):
            verdict.lost.append(f"the card of {errand(number)} does not say that it is complete")


def _compare_outbox(
    verdict: Verdict,
    rows: Collection[OutboxRow],
    on_teams: dict[int, str],
    slack: StormySlack,
    teams: StormyTeams,
) -> None:
    """What is to be said was said, once; where nobody can tell, the operator is shown it."""
    for row in rows:
        if row.kind is OutboxKind.REDRAW:
            if row.state not in {OutboxState.SENT, OutboxState.SKIPPED}:
                verdict.lost.append(f"{row.key} is {row.state}: {row.reason}")
        elif row.id not in on_teams:
            times = slack.arrived[f"{row.organisation}:{row.key}"]
            if times > 1:
                verdict.doubled.append(row.key)
            if row.state is not OutboxState.SENT or not times:
                # A card whose action was finished before it was drawn is drawn all the same: nothing is skipped here.
                verdict.lost.append(f"{row.key} is {row.state}: {row.reason}, arrived {times}")
        else:
            times = teams.arrived[on_teams[row.id]]
            if times > 1:
                verdict.doubled_on_teams.append(on_teams[row.id])
            if row.state is OutboxState.UNKNOWN:
                verdict.unknown += 1
            elif row.state is not OutboxState.SENT:
                verdict.lost.append(f"{row.key} is {row.state}: {row.reason}")
            elif not times:
                verdict.unlisted.append(f"{row.key} is sent, and is not there")


def _teams_rows(unit: UnitOfWork) -> dict[int, str]:
    """Which rows go to Teams, and what their messages begin with there."""
    records = unit.within(unit.organisations()[0])
    log = records.log(SYSTEM)
    found: dict[int, str] = {}
    for row in unit.outbox_rows(tuple(OutboxState), 100_000):
        if row.place is None or records.places.installation(row.place).platform is not Platform.TEAMS:
            continue
        if row.kind is OutboxKind.REDRAW:
            found[row.id] = ""
        elif row.kind is OutboxKind.CARD:
            action = log.action(row.about["action"])
            assert action is not None
            found[row.id] = records.boards.get(action.board).ref(action.number)
        elif "import" in row.about:
            found[row.id] = f"minutes of {records.boards.get(row.about['board']).name}"
        else:
            found[row.id] = records.boards.get(row.about["board"]).name
    return found
