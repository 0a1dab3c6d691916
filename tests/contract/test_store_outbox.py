"""The outbox: written once, claimed in order, one attempt at a time."""

from dataclasses import replace

import pytest

from bot.domain.outbox import OutboxKind, OutboxRow, OutboxState, Priority
from bot.ports import Stale
from tests.contract.scene import NOW, Scene, later, row


def put(here, key, lane=None, delivery=None, **more) -> OutboxRow:
    its_id = here.write(lambda r: r.outbox.put(row(key, lane, **more), delivery, NOW))
    return here.look(lambda r: r.outbox.get(its_id))


def claimed(here, now=NOW, limit=100) -> list[str]:
    return [r.key for r in here.transact(lambda u: u.claim_outbox(now, limit))]


def test_a_row_comes_back_as_it_was_put(here):
    """Every field of it."""
    about = {"action": 7, "at": "2026-02-10T09:00", "list": [1, None]}
    got = put(
        here,
        "nudge:1:2026-02-10",
        "lane",
        "d1",
        kind=OutboxKind.NUDGE,
        not_before=later(hours=1),
        place=here.channel.id,
        person=here.officer.id,
        about=about,
    )
    assert got == OutboxRow(
        id=got.id,
        organisation=here.organisation,
        key="nudge:1:2026-02-10",
        kind=OutboxKind.NUDGE,
        lane="lane",
        created_at=NOW,
        not_before=later(hours=1),
        place=here.channel.id,
        person=here.officer.id,
        about=about,
        installation=here.installation.id,
        to=here.channel.id,
    )
    assert here.look(lambda r: r.outbox.get(got.id + 1)) is None


def test_a_key_is_said_once(here):
    """The second one is not written, whatever became of the first; another organisation may use it."""
    first = put(here, "digest:1")
    assert here.write(lambda r: r.outbox.put(row("digest:1", about={"other": 1}), None, NOW)) is None
    here.transact(lambda u: u.settle(first, OutboxState.SKIPPED, "nothing to say", NOW))
    assert here.write(lambda r: r.outbox.put(row("digest:1"), None, NOW)) is None
    assert here.look(lambda r: r.outbox.exists("digest:1"))
    assert not here.look(lambda r: r.outbox.exists("digest:2"))
    assert Scene.set(here.store, "W2").write(lambda r: r.outbox.put(row("digest:1"), None, NOW)) is not None


def test_a_row_may_be_put_as_settled(here):
    """A recorded skip is never claimed."""
    got = put(here, "late", state=OutboxState.SKIPPED, reason="later than 17:00")
    assert (got.state, got.reason, got.settled_at) == (OutboxState.SKIPPED, "later than 17:00", NOW)
    assert claimed(here) == []


def test_the_most_urgent_go_first_then_the_oldest(here):
    """Cards and redraws, notices, digests, nudges; not those whose time has not come."""
    for key, kind in (
        ("nudge", OutboxKind.NUDGE),
        ("digest", OutboxKind.DIGEST),
        ("notice", OutboxKind.NOTICE),
        ("redraw", OutboxKind.REDRAW),
        ("card", OutboxKind.CARD),
    ):
        put(here, key, kind=kind)
    put(here, "later", not_before=later(seconds=1))
    assert claimed(here) == ["redraw", "card", "notice", "digest", "nudge"]
    assert claimed(here, limit=2) == ["redraw", "card"]
    assert claimed(here, later(seconds=1))[:3] == ["redraw", "card", "later"]


def test_a_row_may_be_more_or_less_urgent_than_its_kind(here):
    """The digest before a meeting goes before the weekly one."""
    put(here, "weekly", kind=OutboxKind.DIGEST)
    put(here, "meeting", kind=OutboxKind.DIGEST, priority=Priority.MEETING_DIGEST)
    put(here, "refresh", kind=OutboxKind.REDRAW, priority=Priority.REFRESH)
    assert claimed(here) == ["meeting", "weekly", "refresh"]


def test_a_lane_goes_one_by_one_in_its_order(here):
    """The next only when the one before is settled, even where that one may not go yet or is more urgent."""
    first = put(here, "first", "lane", kind=OutboxKind.NUDGE, not_before=later(minutes=1))
    put(here, "second", "lane")
    put(here, "other", "another")
    assert claimed(here) == ["other"]
    assert claimed(here, later(minutes=1)) == ["other", "first"]
    sending = here.transact(lambda u: u.begin_attempt(first, later(minutes=1)))
    assert claimed(here, later(minutes=1)) == ["other"]
    here.transact(lambda u: u.settle(sending, OutboxState.UNKNOWN, "no answer", later(minutes=2)))
    assert claimed(here, later(minutes=2)) == ["second", "other"]


def test_the_same_lane_of_two_organisations_is_two(here):
    """Neither waits for the other."""
    put(here, "a", "lane")
    put(Scene.set(here.store, "W2"), "b", "lane")
    assert claimed(here) == ["a", "b"]


def test_an_attempt_is_committed_before_sending_and_ended_after(here):
    """In between the row is in doubt: that is what a new process finds after a crash."""
    got = put(here, "k")
    begun = here.transact(lambda u: u.begin_attempt(got, later(seconds=1)))
    assert begun == replace(got, state=OutboxState.SENDING, attempts=1)
    assert here.read(lambda u: u.in_doubt()) == [begun]
    assert here.read(lambda u: u.last_attempt_at(begun)) == later(seconds=1)
    assert claimed(here) == []
    here.transact(lambda u: u.settle(begun, OutboxState.SENT, None, later(seconds=2)))
    settled = here.look(lambda r: r.outbox.get(got.id))
    assert settled == replace(begun, state=OutboxState.SENT, settled_at=later(seconds=2))
    assert here.read(lambda u: u.in_doubt()) == []


def test_a_row_may_wait_again(here):
    """Until the time said; its attempts are counted, and the last one's time kept."""
    got = put(here, "k")
    begun = here.transact(lambda u: u.begin_attempt(got, NOW))
    here.transact(lambda u: u.settle(begun, OutboxState.WAITING, "busy", NOW, not_before=later(seconds=30)))
    waiting = here.look(lambda r: r.outbox.get(got.id))
    assert (waiting.state, waiting.attempts, waiting.not_before, waiting.settled_at) == (
        OutboxState.WAITING,
        1,
        later(seconds=30),
        None,
    )
    assert claimed(here, later(seconds=29)) == []
    assert claimed(here, later(seconds=30)) == ["k"]
    again = here.transact(lambda u: u.begin_attempt(waiting, later(seconds=30)))
    assert again.attempts == 2
    assert here.read(lambda u: u.last_attempt_at(again)) == later(seconds=30)


def test_only_who_holds_the_row_as_it_is_may_move_it(here):
    """Two attempts cannot begin from one claim, and a sender thought dead cannot settle its successor's attempt."""
    got = put(here, "k")
    first = here.transact(lambda u: u.begin_attempt(got, NOW))
    with pytest.raises(Stale):
        here.transact(lambda u: u.begin_attempt(got, NOW))
    here.transact(lambda u: u.settle(first, OutboxState.WAITING, "again", NOW))
    second = here.transact(
        lambda u: u.begin_attempt(u.within(here.organisation).outbox.get(got.id), later(seconds=10))
    )
    with pytest.raises(Stale):
        here.transact(lambda u: u.settle(first, OutboxState.FAILED, "late", later(seconds=11)))
    assert here.look(lambda r: r.outbox.get(got.id)) == second


def test_a_unit_sees_what_it_has_begun_and_settled(here):
    """Each step before the next, within one transaction as between several."""
    got, other = put(here, "k"), put(here, "other")

    def work(unit):
        begun = unit.begin_attempt(got, NOW)
        seen = [unit.last_attempt_at(begun), unit.outbox_by_id([got.id])[0].state]
        unit.settle(begun, OutboxState.WAITING, "busy", later(seconds=1), not_before=later(seconds=30))
        unit.settle(other, OutboxState.SKIPPED, "nothing to say", NOW)
        return [*seen, *(r.state for r in unit.outbox_by_id([got.id, other.id]))]

    sending, waiting, skipped = OutboxState.SENDING, OutboxState.WAITING, OutboxState.SKIPPED
    assert here.transact(work) == [NOW, sending, waiting, skipped]
    kept = here.look(lambda r: r.outbox.get(got.id))
    assert (kept.state, kept.attempts, kept.reason) == (waiting, 1, "busy")


def test_an_attempt_may_begin_and_end_in_one_transaction(here):
    """Nothing is looked at in between."""
    got = put(here, "k")
    here.transact(lambda u: u.settle(u.begin_attempt(got, NOW), OutboxState.SENT, None, later(seconds=1)))
    kept = here.look(lambda r: r.outbox.get(got.id))
    assert kept == replace(got, state=OutboxState.SENT, attempts=1, settled_at=later(seconds=1))
    with pytest.raises(Stale):
        here.transact(lambda u: u.begin_attempt(got, NOW))


def test_a_row_never_attempted_has_no_last_attempt(here):
    """None is said of it."""
    got = put(here, "k")
    assert here.read(lambda u: u.last_attempt_at(got)) is None


def test_a_waiting_row_of_a_lane_is_joined_until_an_attempt_was_made(here):
    """It will say the state of its moment, so there is no need of another."""

    def waiting():
        return here.transact(lambda u: u.within(here.organisation).outbox.waiting_in_lane("lane"))

    assert waiting() is None
    first = put(here, "first", "lane")
    assert waiting() == first
    begun = here.transact(lambda u: u.begin_attempt(first, NOW))
    assert waiting() is None
    second = put(here, "second", "lane")
    assert waiting() == second
    here.transact(lambda u: u.settle(begun, OutboxState.WAITING, "busy", NOW))
    assert waiting() == second


def test_the_last_nudge_to_a_person(here):
    """The newest that was not skipped; other kinds and other people's do not count."""

    def last(person):
        return here.look(lambda r: r.outbox.last_nudge(person.id))

    nudge = {"kind": OutboxKind.NUDGE, "person": here.officer.id}
    first = put(here, "n1", **nudge)
    skipped = put(here, "n2", **nudge)
    here.transact(lambda u: u.settle(skipped, OutboxState.SKIPPED, "nothing left", NOW))
    put(here, "card", person=here.officer.id)
    assert last(here.officer) == first
    assert last(here.clerk) is None


def test_rows_by_state_across_organisations(here):
    """For the operator: the oldest first, as many as asked for."""
    other = Scene.set(here.store, "W2")
    rows = [put(here, "a"), put(other, "b"), put(here, "c"), put(here, "d")]
    here.transact(lambda u: u.settle(rows[0], OutboxState.FAILED, "gone", NOW))
    sending = here.transact(lambda u: u.begin_attempt(rows[2], NOW))

    def keys(*states, limit=10):
        return [r.key for r in here.read(lambda u: u.outbox_rows(states, limit))]

    assert keys(OutboxState.WAITING) == ["b", "d"]
    assert keys(OutboxState.WAITING, OutboxState.FAILED, OutboxState.SENDING) == ["a", "b", "c", "d"]
    assert keys(OutboxState.WAITING, OutboxState.FAILED, limit=2) == ["a", "b"]
    assert keys(OutboxState.UNKNOWN, OutboxState.SENT) == []
    assert keys() == []
    found = here.read(lambda u: u.outbox_by_id([sending.id, rows[1].id, 10**9]))
    assert found == [rows[1], sending]
    assert here.read(lambda u: u.outbox_by_id([])) == []
