"""Buckets in the database: shared by whoever claims, one workspace's never another's."""

import pytest

from bot.domain.outbox import OutboxKind, OutboxState, Priority
from bot.domain.pace import Limit, Limits, Pace
from bot.domain.places import PlaceKind
from bot.messages import Platform
from tests.contract.scene import NOW, Scene, later, row

SLACK_LIKE = Pace({Platform.PLAYGROUND.value: Limits(workspace=Limit(3, 1.0), place=Limit(1, 1.0))})


def channel(here, name):
    return here.write(
        lambda r: r.places.add(here.installation.id, PlaceKind.CHANNEL, name, name, board=here.board.id)
    )


def put(here, key, **more):
    its_id = here.write(lambda r: r.outbox.put(row(key, **more), None, NOW))
    return here.look(lambda r: r.outbox.get(its_id))


def send(here, now=NOW, limit=100, pace=SLACK_LIKE):
    """Claim and begin, as delivery does; the keys of what went."""

    def work(unit):
        begun = [unit.begin_attempt(r, now) for r in unit.claim_outbox(now, limit, None, pace)]
        unit.spend(begun, pace, now)
        return begun

    return [r.key for r in here.transact(work)]


@pytest.fixture
def other(here):
    return Scene.set(here.store, "W2")


def test_a_row_knows_where_it_is_bound_for(here):
    """Its place, or the direct conversation its person last wrote in; nobody knows where there is none."""
    old = here.write(
        lambda r: r.places.add(here.installation.id, PlaceKind.DIRECT, "d1", "d", person=here.officer.id)
    )
    new = here.write(
        lambda r: r.places.add(here.installation.id, PlaceKind.DIRECT, "d2", "d", person=here.officer.id)
    )
    here.write(lambda r: r.places.touched(old.id, NOW))
    here.write(lambda r: r.places.touched(new.id, later(seconds=1)))
    assert (put(here, "card", place=here.channel.id).to, put(here, "n", person=here.officer.id).to) == (
        here.channel.id,
        new.id,
    )
    nowhere = put(here, "lost", person=here.clerk.id)
    assert (nowhere.installation, nowhere.to) == (None, None)
    assert set(send(here)) == {"card", "n", "lost"}


def test_one_message_a_second_to_a_place(here):
    """The others of that place wait their turn, a second each, in their order; another place is not kept waiting."""
    second = channel(here, "second")
    for n in range(3):
        put(here, f"a{n}", place=here.channel.id)
    put(here, "b0", place=second.id)
    assert send(here) == ["a0", "b0"]
    assert send(here, later(seconds=0.999)) == []
    assert send(here, later(seconds=1)) == ["a1"]
    assert here.read(lambda u: u.next_room(later(seconds=1))) == later(seconds=2)
    assert send(here, later(seconds=2)) == ["a2"]


def test_a_workspace_has_a_budget(here, other):
    """However many of its places have room; the next workspace has one of its own."""
    for n in range(5):
        put(here, f"a{n}", place=channel(here, f"c{n}").id)
    put(other, "b", place=other.channel.id)
    assert send(here) == ["a0", "b", "a1", "a2"]
    assert send(here, later(seconds=1)) == ["a3", "a4"]


def test_a_long_line_at_one_place_keeps_nobody_waiting(here):
    """What is behind five hundred cards of one channel goes with the next claim at the latest."""

    def write(records):
        for n in range(500):
            records.outbox.put(row(f"a{n}", place=here.channel.id), None, NOW)

    second = channel(here, "second")
    here.write(write)
    put(here, "b", place=second.id, kind=OutboxKind.NUDGE)
    assert send(here, limit=10) == ["a0"]
    assert send(here, limit=10) == ["b"]


def test_the_claim_takes_turns_and_digests_before_nudges(here, other):
    """Of each workspace the most urgent first; one with much to say goes no more often than one with little."""
    unpaced = Pace()
    for n in range(4):
        put(here, f"a{n}", place=here.channel.id, kind=OutboxKind.NUDGE)
    put(other, "weekly", place=other.channel.id, kind=OutboxKind.DIGEST)
    put(other, "meeting", place=other.channel.id, kind=OutboxKind.DIGEST, priority=Priority.MEETING_DIGEST)
    assert send(here, limit=4, pace=unpaced) == ["meeting", "a0", "weekly", "a1"]


def test_a_pause_asked_for_is_for_all_of_the_workspace_and_for_nobody_else(here, other):
    """To the second; afterwards half the pace, which comes back."""
    put(here, "a", place=here.channel.id)
    assert send(here) == ["a"]
    begun = here.read(lambda u: u.in_doubt())[0]

    def mark(unit):
        unit.settle(begun, OutboxState.WAITING, "busy", later(seconds=1), not_before=later(seconds=31))
        unit.slow_down(begun, 30, later(seconds=1))

    here.transact(mark)
    for n in range(8):
        put(here, f"b{n}", place=channel(here, f"c{n}").id)
    put(other, "theirs", place=other.channel.id)
    assert send(here, later(seconds=2)) == ["theirs"]
    assert send(here, later(seconds=30.999)) == []
    assert here.read(lambda u: u.next_room(later(seconds=5))) == later(seconds=31)
    assert len(send(here, later(seconds=31))) == 3
    # 30 seconds after the cut the pace is whole again.
    assert len(send(here, later(seconds=32))) == 3


def test_pauses_of_what_was_on_its_way_together_halve_once(here):
    """Three messages refused at the same time are one sign, not three."""
    for n in range(3):
        put(here, f"a{n}", place=channel(here, f"c{n}").id)
    send(here)

    def mark(unit):
        for begun in unit.in_doubt():
            unit.settle(begun, OutboxState.SENT, None, later(seconds=1))
            unit.slow_down(begun, 1, later(seconds=1))

    here.transact(mark)
    for n in range(3):
        put(here, f"b{n}", place=channel(here, f"d{n}").id)
    assert len(send(here, later(seconds=2))) == 3
    assert here.read(lambda u: u.next_room(later(seconds=2))) < later(seconds=4)


def test_a_row_goes_another_way_than_was_expected(here):
    """It waits for room at the new place, which is found again."""
    other = channel(here, "second")
    got = put(here, "a", place=here.channel.id)
    put(here, "b", place=other.id)
    assert here.transact(lambda u: u.reroute(got, other.id)) is None
    assert here.look(lambda r: r.outbox.get(got.id)).to == other.id
    assert send(here) == ["a"]
    assert send(here, later(seconds=1)) == ["b"]


def test_what_is_held_is_weighed_again_when_it_is_claimed(here):
    """Two senders who saw the same room do not both use it."""
    rows = [put(here, f"a{n}", place=here.channel.id).id for n in range(2)]
    assert here.read(lambda u: u.outbox_ready(NOW, 10, SLACK_LIKE)) == rows[:1]

    def claim(unit):
        begun = [unit.begin_attempt(r, NOW) for r in unit.claim_outbox(NOW, 10, rows, SLACK_LIKE)]
        unit.spend(begun, SLACK_LIKE, NOW)
        return [r.key for r in begun]

    assert here.transact(claim) == ["a0"]
    assert here.transact(claim) == []


def test_a_workspace_has_only_so_many_on_their_way(here, other):
    """One that does not answer leaves room for the others."""
    pace = Pace(each=2, on_their_way={here.installation.id: 1})
    for n in range(5):
        put(here, f"a{n}", place=here.channel.id)
        put(other, f"b{n}", place=other.channel.id)
    assert send(here, pace=pace) == ["a0", "b0", "b1"]


def test_without_limits_nothing_is_counted(here):
    """The playground has none."""
    for n in range(3):
        put(here, f"a{n}", place=here.channel.id)
    assert len(send(here, pace=Pace())) == 3
    assert here.read(lambda u: u.next_room(NOW)) is None
