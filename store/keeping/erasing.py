"""A person erased: their name, their accounts and their own words go; the board's log stays coherent.

History is never changed. What it quotes lives in `wordings`, where what the person said is blanked; what stands on the
log today (an action's words, its due) is the board's record, whoever typed it, and stays. docs/operate.md says what is
not covered: what was said on a platform already, and older backups.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    cast,
    func,
    literal,
    make_url,
    or_,
    select,
    tuple_,
    update,
)

from bot.domain.actions import OwnerKind, Status
from bot.domain.outbox import OutboxState
from bot.domain.people import ERASED, comparable
from bot.messages import Reply
from store import mapping, migrate
from store import tables as t
from store.dialects import database_file, engine_for, is_file
from store.records.family import parts

_UNFINISHED = [Status.OPEN.value, Status.IN_PROGRESS.value, Status.BLOCKED.value]
_NOTHING_SAID = Reply().model_dump_json()


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person who may be meant, and the codes of the boards they are on."""

    id: int
    organisation: int
    name: str
    boards: Sequence[str]


@dataclass(slots=True)
class Erasure:
    """What goes, or went: `gone` counts it, in words for the operator.

    `accounts` are (platform, workspace, id). `unowned` are the refs of open actions that were theirs. `mentions`
    counts where others wrote their name; that is the board's record, and stays.
    """

    gone: dict[str, int] = field(default_factory=dict)
    accounts: list[tuple[str, str, str]] = field(default_factory=list)
    unowned: list[str] = field(default_factory=list)
    mentions: dict[str, int] = field(default_factory=dict)


@contextmanager
def _connected(url: str, *, reading: bool) -> Iterator[Connection]:
    address = make_url(url)
    if is_file(address) and not database_file(address).exists():
        raise FileNotFoundError(f"there is no database at {database_file(address)} yet")
    engine = engine_for(address)
    try:
        migrate.check(engine)
        with engine.connect() as connection:
            yield connection.execution_options(reading=reading)
    finally:
        engine.dispose()


def find(url: str, words: str) -> Sequence[Somebody]:
    """Whom a name, an id, a platform's id or an e-mail address may mean; those erased already are left out."""
    with _connected(url, reading=True) as connection, connection.begin():
        by_account = select(t.identities.c.person_id).where(t.identities.c.external_id == words)
        by_email = (
            select(t.identities.c.person_id)
            .join(t.emails, _same_account(t.emails))
            .where(t.emails.c.email == words.casefold())
        )
        sure = {row[0] for query in (by_account, by_email) for row in connection.execute(query)}
        people = connection.execute(select(t.people.c.id, t.people.c.organisation_id, t.people.c.name)).all()
        wanted = comparable(words)
        found = [
            Somebody(its_id, organisation, name, _boards(connection, its_id))
            for its_id, organisation, name in people
            if name != ERASED and (its_id in sure or str(its_id) == words or comparable(name) == wanted)
        ]
    return sorted(found, key=lambda each: each.id)


def _same_account(table: Table) -> ColumnElement[bool]:
    return and_(
        table.c.organisation_id == t.identities.c.organisation_id,
        table.c.platform == t.identities.c.platform,
        table.c.workspace == t.identities.c.workspace,
        table.c.account == t.identities.c.external_id,
    )


def _boards(connection: Connection, person: int) -> Sequence[str]:
    query = (
        select(t.boards.c.code)
        .join(t.roles, and_(t.roles.c.board_id == t.boards.c.id, _same(t.roles, t.boards)))
        .where(t.roles.c.person_id == person)
        .order_by(t.boards.c.code)
    )
    return list(connection.scalars(query))


def _same(one: Table, other: Table) -> ColumnElement[bool]:
    return one.c.organisation_id == other.c.organisation_id


def erase(url: str, somebody: Somebody, now: datetime, *, dry: bool) -> Erasure:
    """Do it in one transaction, also while the bot runs; `dry` does the same and takes all of it back."""
    with _connected(url, reading=False) as connection:
        a_file = connection.dialect.name == "sqlite"
        if a_file:
            # Else what is deleted stays legible in the file until something else is written there.
            _directly(connection, "PRAGMA secure_delete=ON")
        transaction = connection.begin()
        try:
            done = _Eraser(connection, somebody, now).run()
        except BaseException:
            transaction.rollback()
            raise
        (transaction.rollback if dry else transaction.commit)()
        if a_file and not dry:
            _directly(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def _directly(connection: Connection, pragma: str) -> None:
    """What may not run inside a transaction."""
    driver: Any = connection.connection.driver_connection
    driver.execute(pragma)


class _Eraser:
    def __init__(self, connection: Connection, somebody: Somebody, now: datetime) -> None:
        self._connection = connection
        self._organisation = somebody.organisation
        self._name = somebody.name
        self._now = now
        self._done = Erasure()
        # Whom they turned out to be as well is the same person.
        others = select(t.joinings.c.other_id).where(
            t.joinings.c.person_id == somebody.id, t.joinings.c.other_id.is_not(None)
        )
        self._people = [somebody.id, *connection.scalars(others)]

    def run(self) -> Erasure:
        self._list_unowned()
        self._accounts()
        self._words()
        self._messages()
        self._themselves()
        self._list_mentions()
        return self._done

    def _of(self, table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return and_(table.c.organisation_id == self._organisation, *conditions)

    def _theirs(self, table: Table, column: str = "person_id") -> ColumnElement[bool]:
        return self._of(table, table.c[column].in_(self._people))

    def _change(self, told: str, table: Table, where: ColumnElement[bool], **values: Any) -> None:
        self._count(told, self._connection.execute(update(table).where(where).values(**values)).rowcount)

    def _delete(self, told: str, table: Table, where: ColumnElement[bool]) -> None:
        self._count(told, self._connection.execute(table.delete().where(where)).rowcount)

    def _count(self, told: str, count: int) -> None:
        if count and told:
            self._done.gone[told] = self._done.gone.get(told, 0) + count

    def _accounts(self) -> None:
        columns = (t.identities.c.platform, t.identities.c.workspace, t.identities.c.external_id)
        found = self._connection.execute(select(*columns).where(self._theirs(t.identities))).all()
        self._done.accounts = [(row[0], row[1], row[2]) for row in found]
        for table, told in ((t.emails, "e-mail address"), (t.link_codes, ""), (t.wrong_codes, "")):
            key = tuple_(table.c.platform, table.c.workspace, table.c.account)
            self._delete(told, table, self._of(table, key.in_(self._done.accounts)))
        self._delete("account", t.identities, self._theirs(t.identities))
        direct = self._theirs(t.places)
        # The address is unique: what nobody can be reached at, in its place.
        nowhere = literal("erased:").concat(cast(t.places.c.id, Text))
        self._change("direct conversation", t.places, direct, address=nowhere, name=ERASED, person_id=None)
        either = or_(t.joinings.c.person_id.in_(self._people), t.joinings.c.other_id.in_(self._people))
        self._change(
            "", t.joinings, self._of(t.joinings, either), accounts=[], moved={},
            ended_at=func.coalesce(t.joinings.c.ended_at, _moment(self._now, t.joinings)),
        )  # fmt: skip

    def _words(self) -> None:
        said = self._of(t.updates, t.updates.c.person_id.in_(self._people), t.updates.c.words != "")
        self._change("update in their own words", t.updates, said, words="")
        source = self._of(
            t.actions, t.actions.c.adder_id.in_(self._people), t.actions.c.source_words.is_not(None)
        )
        self._change("message an action came from", t.actions, source, source_words=None, source_link=None)
        # Of what others typed, their mention has become the name; the platform still has the message, and the link.
        naming = self._of(t.actions, self._contains(t.actions.c.source_words))
        self._change("message naming them, from which an action came", t.actions, naming, source_words=None)
        self._blank(self._quoted())
        mine = self._of(t.assignments, t.assignments.c.owner_kind == OwnerKind.WORDS.value)
        for its_id, words in self._connection.execute(
            select(t.assignments.c.id, t.assignments.c.words).where(mine)
        ).all():
            if words and comparable(words) == comparable(self._name):
                self._change(
                    "owner's name as it was written", t.assignments,
                    self._of(t.assignments, t.assignments.c.id == its_id), words=ERASED,
                )  # fmt: skip
        self._delete("question that waited for them", t.questions, self._theirs(t.questions))
        self._delete("", t.questions, self._of(t.questions, self._contains(t.questions.c.about)))

    def _quoted(self) -> dict[int, bool]:
        """The ids of what history quotes of them, and whether it is an owner's name rather than their own words."""
        entries = self._connection.execute(
            select(t.history.c.before, t.history.c.after).where(self._theirs(t.history, "actor_id"))
        )
        return {
            wording: key == "assignments"
            for sides in entries
            for side in filter(None, sides)
            for key, part in side.items()
            for wording in mapping.wordings_in({key: part})
        }

    def _blank(self, quoted: Mapping[int, bool]) -> None:
        own: list[int] = []
        named: list[int] = []
        for ids in parts(quoted):
            found = self._connection.execute(
                select(t.wordings.c.id, t.wordings.c.text, t.actions.c.what, t.actions.c.due_words)
                .outerjoin(
                    t.actions, and_(_same(t.wordings, t.actions), t.actions.c.id == t.wordings.c.action_id)
                )
                .where(self._of(t.wordings, t.wordings.c.id.in_(ids), t.wordings.c.text.is_not(None)))
            )
            for its_id, said, *standing in found:
                if quoted[its_id]:
                    named += [its_id] if comparable(said) == comparable(self._name) else []
                elif said not in standing:
                    own.append(its_id)
        for ids in parts(own):
            these = self._of(t.wordings, t.wordings.c.id.in_(ids))
            self._change("earlier wording in the history", t.wordings, these, text=None)
        for ids in parts(named):
            self._change("", t.wordings, self._of(t.wordings, t.wordings.c.id.in_(ids)), text=ERASED)

    def _messages(self) -> None:
        waiting = [OutboxState.WAITING.value, OutboxState.SENDING.value]
        unsaid = and_(self._theirs(t.outbox), t.outbox.c.state.in_(waiting))
        self._change(
            "message still to be said to them", t.outbox, unsaid,
            state=OutboxState.SKIPPED.value, reason="whom it was for is no longer here", settled_at=self._now,
        )  # fmt: skip
        self._change(
            "", t.outbox, and_(self._theirs(t.outbox), t.outbox.c.delivery.is_not(None)), delivery=None
        )
        self._change("", t.outbox, self._of(t.outbox, self._contains(t.outbox.c.reason)), reason=None)
        # Whom an answer was given to, and what it quotes, no key says. So none of the last days is given again.
        self._change(
            "answer kept for a repeated delivery", t.deliveries, self._of(t.deliveries), reply=_NOTHING_SAID
        )

    def _themselves(self) -> None:
        self._delete("role on a board", t.roles, self._theirs(t.roles))
        nudged = and_(self._theirs(t.assignments), t.assignments.c.next_nudge_at.is_not(None))
        self._change("nudge to come", t.assignments, nudged, next_nudge_at=None, snoozed_until=None)
        self._change(
            "person, with partner and settings", t.people, self._of(t.people, t.people.c.id.in_(self._people)),
            name=ERASED, partner=None, settings=None, availability=None,
        )  # fmt: skip

    # --- what is left to be seen to ------------------------------------------------------------------------------

    def _list_unowned(self) -> None:
        query = (
            select(t.boards.c.code, t.actions.c.number)
            .join(t.actions, and_(_same(t.actions, t.boards), t.actions.c.board_id == t.boards.c.id))
            .join(
                t.assignments,
                and_(_same(t.assignments, t.actions), t.assignments.c.action_id == t.actions.c.id),
            )
            .where(
                self._theirs(t.assignments),
                t.assignments.c.status.in_(_UNFINISHED),
                t.actions.c.status.in_(_UNFINISHED),
            )
            .order_by(t.boards.c.code, t.actions.c.number)
            .distinct()
        )
        self._done.unowned = [f"{code}-{number}" for code, number in self._connection.execute(query)]

    def _list_mentions(self) -> None:
        looked_in: Mapping[str, tuple[Table, Sequence[str]]] = {
            "words of an action": (t.actions, ("what", "due_words")),
            "update": (t.updates, ("words",)),
            "earlier wording": (t.wordings, ("text",)),
            "proposal from minutes": (t.proposals, ("what", "words", "owners")),
            "decision or referral": (t.resolutions, ("what", "words")),
        }
        for told, (table, columns) in looked_in.items():
            named = or_(*(self._contains(table.c[column]) for column in columns))
            count = self._connection.scalar(
                select(func.count()).select_from(table).where(self._of(table, named))
            )
            if count:
                self._done.mentions[told] = count

    def _contains(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        return func.lower(func.coalesce(_as_text(column), "")).contains(self._name.lower(), autoescape=True)


def _as_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(column, Text)


def _moment(now: datetime, table: Table) -> ColumnElement[Any]:
    return literal(now, table.c.ended_at.type)
