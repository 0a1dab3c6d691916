"""One transaction, as the core sees it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select

from bot.domain.boards import Rules
from bot.domain.ids import InstallationId, OrganisationId, OutboxId, PlaceId
from bot.domain.outbox import OutboxRow, OutboxState
from bot.domain.pace import Chosen, Pace
from bot.messages import Inbound, Platform, Reply
from bot.ports import UNPACED, Arrival, DueDigest, DueEscalation, DueNudge, DueStep, Installation, Stale
from store import arrivals, claims, pacing
from store.ids import Ids
from store.records import SqlRecords
from store.statements import Link, Row, Statement
from store.tables import installations, organisations

_ADD_ORGANISATION = Statement(insert(organisations))
_ORGANISATIONS = Statement(select(organisations.c.id).order_by(organisations.c.id))
_ADD_INSTALLATION = Statement(insert(installations))


class SqlUnit:
    """See bot.ports.UnitOfWork. Whoever made it commits."""

    __slots__ = ("_arrived", "_chosen", "_ids", "_link", "_unasked", "_usual")

    def __init__(self, link: Link, ids: Ids, usual: Rules) -> None:
        self._link = link
        self._ids = ids
        self._usual = usual
        self._arrived: Installation | None = None
        self._unasked: list[tuple[Installation, str]] = []
        self._chosen = Chosen()

    @property
    def answering(self) -> bool:
        """Whether it was asked about an inbound of an installation that is known."""
        return self._arrived is not None

    def arrival(self, inbound: Inbound) -> Arrival | None:
        asking = not self._link.hopeful or self._link.answered_lately(_key(inbound))
        found = arrivals.arrival(self._link, inbound, self._usual, asking=asking)
        self._arrived = None if found is None else found.installation
        if found is not None and not asking:
            self._unasked.append((found.installation, inbound.delivery))
        return found

    def answered_before(self) -> bool:
        """Whether an inbound that was taken for a new one has a reply: then all that was done with it is wrong.

        One whose reply was kept by this unit needs no looking: there would have been another with its key.
        """
        return any(
            arrivals.reply_to(self._link, here, delivery) is not None for here, delivery in self._unasked
        )

    def roll_back(self) -> None:
        self._link.undo()
        self._arrived = None

    def within(self, organisation: OrganisationId) -> SqlRecords:
        return SqlRecords(self._link, self._ids, organisation, self._usual)

    def add_organisation(self, name: str) -> OrganisationId:
        organisation = OrganisationId(self._ids.take())
        self._link.run(_ADD_ORGANISATION, id=organisation, name=name)
        return organisation

    def organisations(self) -> Sequence[OrganisationId]:
        return [OrganisationId(row[0]) for row in self._link.rows(_ORGANISATIONS)]

    def add_installation(
        self, organisation: OrganisationId, platform: Platform, workspace: str
    ) -> Installation:
        new = Installation(InstallationId(self._ids.take()), organisation, platform, workspace)
        self._link.run(
            _ADD_INSTALLATION,
            organisation_id=organisation,
            id=new.id,
            platform=platform.value,
            workspace=workspace,
        )
        pacing.new_budget(self._link, organisation, new.id)
        return new

    def installation(self, platform: Platform, workspace: str) -> Installation | None:
        row = self._link.row(arrivals.INSTALLATION, platform=platform.value, workspace=workspace)
        return None if row is None else Installation(row[1], row[0], platform, workspace)

    def keep_reply(self, organisation: OrganisationId, inbound: Inbound, reply: Reply, now: datetime) -> None:
        """Keep what the delivery was answered with; see the port.

        Raises:
            Stale: the same delivery was answered meanwhile; run again, the work finds that answer.
            LookupError: the installation is not the organisation's.
        """
        here = self._here(inbound)
        if here is None or here.organisation != organisation:
            raise LookupError(f"{inbound.platform} {inbound.workspace} is not of organisation {organisation}")
        if not arrivals.keep_reply(self._link, organisation, here.id, inbound.delivery, reply, now):
            raise Stale(f"delivery {inbound.delivery} was answered already")
        self._link.answers(_key(inbound))
        self._unasked = [each for each in self._unasked if each != (here, inbound.delivery)]

    def mark_said(self, inbound: Inbound, reply: Reply, now: datetime) -> None:
        here = self._here(inbound)
        if here is None:
            raise LookupError(f"{inbound.platform} {inbound.workspace} is not installed")
        arrivals.mark_said(self._link, here.organisation, here.id, inbound.delivery, reply, now)

    def was_said(self, inbound: Inbound) -> bool:
        return arrivals.was_said(self._link, inbound)

    def _here(self, inbound: Inbound) -> Installation | None:
        here = self._arrived
        if here is None or (here.platform, here.workspace) != (inbound.platform, inbound.workspace):
            here = self.installation(inbound.platform, inbound.workspace)
        return here

    def forget_replies(self, before: datetime, limit: int) -> int:
        return self._link.run(arrivals.FORGET, before=before, count=limit)

    def claim_nudges(self, now: datetime, limit: int) -> Sequence[DueNudge]:
        return claims.due_nudges(self._link, now, limit)

    def claim_digests(self, now: datetime, limit: int) -> Sequence[DueDigest]:
        return claims.due_digests(self._link, now, limit)

    def claim_escalations(self, now: datetime, limit: int) -> Sequence[DueEscalation]:
        return claims.due_escalations(self._link, now, limit)

    def claim_steps(self, now: datetime, limit: int) -> Sequence[DueStep]:
        return claims.due_steps(self._link, now, limit)

    def claim_outbox(
        self,
        now: datetime,
        limit: int,
        among: Collection[OutboxId] | None = None,
        pace: Pace = UNPACED,
    ) -> Sequence[OutboxRow]:
        rows, self._chosen = claims.due_outbox(self._link, now, limit, among, pace)
        return rows

    def spend(self, rows: Collection[OutboxRow], pace: Pace, now: datetime) -> None:
        pacing.spend(self._link, self._chosen, rows, pace, now)
        self._chosen = Chosen()

    def slow_down(self, row: OutboxRow, after: float, now: datetime) -> None:
        began = claims.last_attempt_at(self._link, row) or now
        pacing.slow_down(self._link, row, after, began, now)

    def next_room(self, now: datetime) -> datetime | None:
        return pacing.next_room(self._link, now)

    def reroute(self, row: OutboxRow, to: PlaceId) -> None:
        pacing.reroute(self._link, row, to)

    def outbox_ready(self, now: datetime, limit: int, pace: Pace = UNPACED) -> Sequence[OutboxId]:
        return claims.outbox_ready(self._link, now, limit, pace)

    def in_doubt(self) -> Sequence[OutboxRow]:
        return claims.in_doubt(self._link)

    def begin_attempt(self, row: OutboxRow, now: datetime) -> OutboxRow:
        return self.begin_attempts([row], now)[0]

    def begin_attempts(self, rows: Collection[OutboxRow], now: datetime) -> Sequence[OutboxRow]:
        claims.begin_attempts(self._link, rows, now)
        return [
            replace(row, state=OutboxState.SENDING, attempts=row.attempts + 1, settled_at=None)
            for row in rows
        ]

    def last_attempt_at(self, row: OutboxRow) -> datetime | None:
        return claims.last_attempt_at(self._link, row)

    def settle(
        self,
        row: OutboxRow,
        state: OutboxState,
        reason: str | None,
        now: datetime,
        *,
        not_before: datetime | None = None,
    ) -> None:
        claims.settle(self._link, row, state, reason, now, not_before)

    def outbox_rows(self, states: Collection[OutboxState], limit: int) -> Sequence[OutboxRow]:
        return claims.in_states(self._link, states, limit)

    def outbox_by_id(self, rows: Collection[OutboxId]) -> Sequence[OutboxRow]:
        return claims.by_id(self._link, rows)

    def next_moment(self) -> datetime | None:
        return claims.next_moment(self._link)

    def ask(self, statement: Statement) -> Row | None:
        """For the store's own questions: the first row."""
        return self._link.row(statement)

    def oldest_waiting(self) -> datetime | None:
        """For the store's own health: since when something could have been said that has not been."""
        return claims.oldest_waiting(self._link)


def _key(inbound: Inbound) -> tuple[str, str, str]:
    return (inbound.platform, inbound.workspace, inbound.delivery)
