"""Statements: compiled once, with the conversions their types ask for; and used as they were meant."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from store.columns import Instant
from store.dialects import engine_for
from store.statements import constant
from tests.contract.scene import NOW

DIALECT = sqlite.dialect()
KEPT = Instant().bind_processor(DIALECT)
READ = Instant().result_processor(DIALECT, None)


@given(
    st.lists(
        st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-11, minutes=-30))])),
        max_size=8,
    )
)
def test_instants_sort_as_they_are_kept(moments):
    """As text of one width, in UTC, to the microsecond."""
    possible = [m for m in moments if datetime(1, 1, 3, tzinfo=UTC) < m < datetime(9999, 12, 29, tzinfo=UTC)]
    kept = [KEPT(m) for m in possible]
    assert sorted(kept) == [KEPT(m) for m in sorted(possible)]
    assert [READ(k) for k in kept] == possible
    assert all(READ(k).tzinfo is UTC for k in kept)


def test_a_naive_moment_is_refused_by_the_column_itself():
    """So that no statement can write one."""
    with pytest.raises(ValueError, match="without a time zone"):
        KEPT(datetime(2026, 1, 1, 9))


def test_a_constant_is_a_word_of_ours():
    """What somebody typed never becomes part of a statement."""
    assert str(constant("in progress")) == "'in progress'"
    for typed in ("x' OR '1'='1", "", "a;b", 'a"'):
        with pytest.raises(ValueError, match="not a word of ours"):
            constant(typed)


def plans(store, *calls) -> str:
    """How the database finds what these calls look for."""
    seen: list[tuple[str, object]] = []
    link = store._writer.each[0]._link

    def work(unit):
        execute = link._cursor.execute

        class Seeing:
            rowcount = 0

            def execute(self, sql, bound=()):
                seen.append((sql, bound))
                return execute(sql, bound)

        real, link._cursor = link._cursor, Seeing()
        try:
            for call in calls:
                call(unit)
        finally:
            link._cursor = real
        return [
            row[3]
            for sql, bound in seen
            if sql.startswith("SELECT")
            for row in execute("EXPLAIN QUERY PLAN " + sql, bound).fetchall()
        ]

    return "\n".join(store.transact_sync(work))


def test_what_is_due_is_found_by_its_index(store, here):
    """Among millions of rows, without looking at them all."""
    found = plans(
        store,
        lambda u: u.claim_nudges(NOW, 10),
        lambda u: u.claim_digests(NOW, 10),
        lambda u: u.claim_outbox(NOW, 10),
        lambda u: u.in_doubt(),
        lambda u: u.next_moment(),
        lambda u: u.oldest_waiting(),
    )
    for index in (
        "ix_assignments_next_nudge",
        "ix_boards_next_digest",
        "ix_outbox_paced",
        "ix_outbox_lane",
        "ix_outbox_trouble",
    ):
        assert index in found
    assert "SCAN assignments\n" not in found
    assert "SCAN actions" not in found
    assert "SCAN outbox\n" not in found
    assert "TEMP B-TREE" not in found


def test_nothing_on_the_way_of_a_message_scans_a_table(store, here):
    """Everything a message needs is found by a key."""
    from dataclasses import replace

    from bot.domain.actions import UNFINISHED, Owner
    from bot.domain.people import SYSTEM
    from bot.domain.places import PostKind
    from bot.messages import Platform
    from bot.ports import ActionFilter

    action = here.add("one", Owner.of(here.officer.id))
    entry = here.entry(action)
    viewer = here.viewer(here.officer)
    org = here.organisation
    found = plans(
        store,
        lambda u: u.arrival(here.inbound()),
        lambda u: u.outbox_by_id([1, 2]),
        lambda u: u.within(org).people.roster(here.board.id),
        lambda u: u.within(org).people.by_identity(Platform.PLAYGROUND, "W1", ["a", "b"]),
        lambda u: u.within(org).places.of_board(here.board.id),
        lambda u: u.within(org).places.direct_to(here.officer.id),
        lambda u: u.within(org).meetings.of_board(here.board.id),
        lambda u: u.within(org).log(viewer).listed(here.board.id, ActionFilter(statuses=UNFINISHED)),
        lambda u: u.within(org).log(viewer).listed(here.board.id, ActionFilter(owner=here.officer.id)),
        lambda u: u.within(org).log(viewer).owned_by(here.officer.id, UNFINISHED),
        lambda u: u.within(org).log(viewer).numbered(here.board.id, 1),
        lambda u: u.within(org).log(SYSTEM).entries(action.id),
        lambda u: u.within(org).log(viewer).latest_updates([action.id]),
        lambda u: u.within(org).history.of_change(entry.change),
        lambda u: u.within(org).history.last_by(here.officer.id, [here.board.id]),
        lambda u: u.within(org).history.of_subjects([entry, replace(entry, person=here.officer.id)]),
        lambda u: u.within(org).actions.awaiting_meeting(here.board.id),
        lambda u: u.within(org).actions.due_at(1),
        lambda u: u.within(org).posts.at(here.channel.id, "m1"),
        lambda u: u.within(org).posts.cards_of(action.id),
        lambda u: u.within(org).posts.newest(here.channel.id, PostKind.NUDGE),
        lambda u: u.within(org).outbox.waiting_in_lane("lane"),
        lambda u: u.within(org).outbox.last_nudge(here.officer.id),
        lambda u: u.within(org).outbox.exists("key"),
    )
    # Found by the organisation alone would be all of its rows.
    slow = {line for line in found.splitlines() if "SCAN" in line or line.endswith("(organisation_id=?)")}
    assert slow == set()


def test_a_statement_is_compiled_once(store, here):
    """However often it runs, and lists of many lengths share a few texts."""
    link = store._writer.each[0]._link
    link._texts.clear()
    here.add("one")
    here.add("another")  # its number is only written
    known = len(link._texts)
    for n in range(5):
        here.add(f"more {n}")
    assert len(link._texts) == known
    store.transact_sync(lambda u: [u.outbox_by_id(range(n)) for n in range(100)])
    assert len(link._texts) - known == 9


def test_statements_are_for_a_database_there_is_a_store_for():
    """Another is refused by name, not half supported."""
    with pytest.raises(NotImplementedError, match="mysql"):
        engine_for("mysql://localhost/x")
