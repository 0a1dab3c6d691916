"""Which accounts are one person's. Codes are kept as digests alone."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from bot.domain.ids import ChangeId, PersonId
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.places import PlaceKind
from bot.messages import Platform
from bot.ports import Account, Joining
from store.records.family import ITS_ID, Family, parts, within
from store.statements import Once, Row, Statement, among, constant
from store.tables import (
    actions,
    emails,
    identities,
    joinings,
    link_codes,
    outbox,
    places,
    questions,
    wrong_codes,
)

# Without what is mistaken for another when it is read aloud or copied by hand: 50 bits in ten of them.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 10


def _account(table: FromClause) -> ColumnElement[bool]:
    return and_(
        within(table),
        table.c.platform == bindparam("on_platform"),
        table.c.workspace == bindparam("on_workspace"),
        table.c.account == bindparam("on_account"),
    )


_ACCOUNTS = Statement(
    select(identities.c.platform, identities.c.workspace, identities.c.external_id)
    .where(within(identities), identities.c.person_id == ITS_ID)
    .order_by(identities.c.platform, identities.c.workspace, identities.c.external_id)
)
_THE_IDENTITY = and_(
    within(identities),
    identities.c.platform == bindparam("on_platform"),
    identities.c.workspace == bindparam("on_workspace"),
    identities.c.external_id == bindparam("on_account"),
)
_DETACH = Statement(delete(identities).where(_THE_IDENTITY))
_GIVE_IDENTITY = Statement(update(identities).where(_THE_IDENTITY).values(person_id=bindparam("person")))

_EMAIL = Statement(select(emails.c.email).where(_account(emails)))
_FORGET_EMAIL = Statement(delete(emails).where(_account(emails)))
_KEEP_EMAIL = Statement(insert(emails))
_WITH_EMAIL = Statement(
    select(emails.c.platform, emails.c.workspace, emails.c.account)
    .where(within(emails), emails.c.email == bindparam("email"))
    .order_by(emails.c.platform, emails.c.workspace, emails.c.account)
)

_KEEP_CODE = Once(
    lambda its: (new := its(link_codes)).on_conflict_do_update(
        index_elements=list(link_codes.primary_key),
        set_={"digest": new.excluded.digest, "until": new.excluded.until},
    )
)
_WHOSE_CODE = Statement(
    select(link_codes.c.platform, link_codes.c.workspace, link_codes.c.account).where(
        within(link_codes), link_codes.c.digest == bindparam("digest"), link_codes.c.until > bindparam("now")
    )
)
_USE_CODE = Statement(delete(link_codes).where(_account(link_codes)))
_WRONG = Statement(select(wrong_codes.c.count, wrong_codes.c.since).where(_account(wrong_codes)))
_COUNT_WRONG = Once(
    lambda its: (new := its(wrong_codes)).on_conflict_do_update(
        index_elements=list(wrong_codes.primary_key),
        set_={"count": new.excluded.count, "since": new.excluded.since},
    )
)

_PLACES = Statement(
    select(places.c.id)
    .where(within(places), places.c.person_id == ITS_ID, places.c.kind == constant(PlaceKind.DIRECT))
    .order_by(places.c.id)
)
_ADDED = Statement(select(actions.c.id).where(within(actions), actions.c.adder_id == ITS_ID))
_ASKED = Statement(select(questions.c.id).where(within(questions), questions.c.person_id == ITS_ID))
_GIVE_PLACES = Statement(
    lambda ids: (
        update(places).where(within(places), among(places.c.id, ids)).values(person_id=bindparam("person"))
    ),
    "ids",
)
_GIVE_ADDED = Statement(
    lambda ids: (
        update(actions).where(within(actions), among(actions.c.id, ids)).values(adder_id=bindparam("person"))
    ),
    "ids",
)
_GIVE_QUESTIONS = Statement(
    lambda ids: (
        update(questions)
        .where(within(questions), among(questions.c.id, ids))
        .values(person_id=bindparam("person"))
    ),
    "ids",
)
# A nudge is composed from what its person owns, and is theirs alone; a notice has to arrive.
_GIVE_NOTICES = Statement(
    update(outbox)
    .where(
        within(outbox),
        outbox.c.person_id == ITS_ID,
        outbox.c.kind == constant(OutboxKind.NOTICE),
        outbox.c.state == constant(OutboxState.WAITING),
    )
    .values(person_id=bindparam("person"))
)
_GIVEN = {"places": _GIVE_PLACES, "added": _GIVE_ADDED, "questions": _GIVE_QUESTIONS}

_JOINING = (
    joinings.c.change,
    joinings.c.person_id,
    joinings.c.other_id,
    joinings.c.accounts,
    joinings.c.moved,
    joinings.c.ended_at,
)
_JOIN = Statement(insert(joinings))
_OF_CHANGE = Statement(
    select(*_JOINING).where(within(joinings), joinings.c.change == bindparam("its_change"))
)
_OF_PERSON = Statement(
    select(*_JOINING).where(within(joinings), joinings.c.person_id == ITS_ID).order_by(joinings.c.change)
)
_END = Statement(
    update(joinings)
    .where(within(joinings), joinings.c.change == bindparam("its_change"))
    .values(ended_at=bindparam("at_moment"))
)


class LinkingRecords(Family):
    """See bot.ports.Linking."""

    __slots__ = ()

    def accounts(self, person: PersonId) -> Sequence[Account]:
        rows = self._link.rows(_ACCOUNTS, organisation=self._organisation, its_id=person)
        return [Account(Platform(row[0]), row[1], row[2]) for row in rows]

    def detach(self, account: Account) -> None:
        self._link.run(_DETACH, **self._of(account))

    # --- addresses -----------------------------------------------------------------------------------------

    def keep_email(self, account: Account, email: str | None) -> bool:
        found = self._link.row(_EMAIL, **self._of(account))
        if (found[0] if found else None) == email:
            return False
        self._link.run(_FORGET_EMAIL, **self._of(account))
        if email is not None:
            self._link.run(_KEEP_EMAIL, **self._row(account), email=email)
        return True

    def with_email(self, email: str) -> Sequence[Account]:
        rows = self._link.rows(_WITH_EMAIL, organisation=self._organisation, email=email)
        return [Account(Platform(row[0]), row[1], row[2]) for row in rows]

    # --- codes ---------------------------------------------------------------------------------------------

    def new_code(self, account: Account, until: datetime) -> str:
        code = _code()
        self._link.run(_KEEP_CODE, **self._row(account), digest=self._digest(code), until=until)
        return code

    def whose_code(self, code: str, now: datetime) -> Account | None:
        row = self._link.row(_WHOSE_CODE, organisation=self._organisation, digest=self._digest(code), now=now)
        return None if row is None else Account(Platform(row[0]), row[1], row[2])

    def use_code(self, account: Account) -> None:
        self._link.run(_USE_CODE, **self._of(account))

    def wrong_codes(self, account: Account) -> tuple[int, datetime]:
        row = self._link.row(_WRONG, **self._of(account))
        return (0, datetime.min.replace(tzinfo=UTC)) if row is None else (row[0], row[1])

    def count_wrong(self, account: Account, count: int, since: datetime) -> None:
        self._link.run(_COUNT_WRONG, **self._row(account), count=count, since=since)

    def _digest(self, code: str) -> str:
        """Another in each organisation, so that equal codes do not look equal."""
        return hashlib.sha256(f"link:{self._organisation}:{code}".encode()).hexdigest()

    # --- two become one ------------------------------------------------------------------------------------

    def move(self, other: PersonId, person: PersonId) -> Mapping[str, Any]:
        mine = {"organisation": self._organisation, "its_id": other}
        accounts = self.accounts(other)
        moved = {
            "places": [row[0] for row in self._link.rows(_PLACES, **mine)],
            "added": [row[0] for row in self._link.rows(_ADDED, **mine)],
            "questions": [row[0] for row in self._link.rows(_ASKED, **mine)],
        }
        self._give(accounts, moved, person)
        self._link.run(_GIVE_NOTICES, **mine, person=person)
        return {**moved, "accounts": _plain(accounts)}

    def move_back(self, moved: Mapping[str, Any], other: PersonId) -> None:
        self._give(_accounts(moved["accounts"]), moved, other)

    def _give(self, accounts: Sequence[Account], moved: Mapping[str, Any], person: PersonId) -> None:
        for account in accounts:
            self._link.run(_GIVE_IDENTITY, **self._of(account), person=person)
        for what, statement in _GIVEN.items():
            for part in parts(moved[what]):
                self._link.run(statement, organisation=self._organisation, ids=part, person=person)

    def join(self, joining: Joining, at: datetime) -> None:
        self._link.run(
            _JOIN,
            organisation_id=self._organisation,
            change=joining.change,
            person_id=joining.person,
            other_id=joining.other,
            accounts=_plain(joining.accounts),
            moved=dict(joining.moved),
            at=at,
            ended_at=at if joining.ended else None,
        )

    def of_change(self, change: ChangeId) -> Joining | None:
        row = self._link.row(_OF_CHANGE, organisation=self._organisation, its_change=change)
        return None if row is None else _joining(row)

    def of_person(self, person: PersonId) -> Sequence[Joining]:
        rows = self._link.rows(_OF_PERSON, organisation=self._organisation, its_id=person)
        return [_joining(row) for row in rows]

    def end(self, change: ChangeId, at: datetime) -> None:
        self._link.run(_END, organisation=self._organisation, its_change=change, at_moment=at)

    def _of(self, account: Account) -> dict[str, Any]:
        return {
            "organisation": self._organisation,
            "on_platform": account.platform.value,
            "on_workspace": account.workspace,
            "on_account": account.id,
        }

    def _row(self, account: Account) -> dict[str, Any]:
        return {
            "organisation_id": self._organisation,
            "platform": account.platform.value,
            "workspace": account.workspace,
            "account": account.id,
        }


def _code() -> str:
    """With a digit in it always: no word anybody types looks like one."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not code.isalpha():
            return code


def _joining(row: Row) -> Joining:
    change, person, other, accounts, moved, ended_at = row
    return Joining(
        ChangeId(change), person, other, tuple(_accounts(accounts)), moved, ended=ended_at is not None
    )


def _plain(accounts: Sequence[Account]) -> list[list[str]]:
    return [[a.platform.value, a.workspace, a.id] for a in accounts]


def _accounts(plain: Sequence[Sequence[str]]) -> list[Account]:
    return [Account(Platform(platform), workspace, its_id) for platform, workspace, its_id in plain]
