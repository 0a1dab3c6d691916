"""What has fallen due: nudges and digests of every organisation, and the moment at which the next will be."""

from datetime import date

from bot.domain.actions import Owner, completed
from bot.domain.dues import NO_DUE, on
from bot.domain.people import Role
from bot.ports import DueDigest, DueNudge
from tests.contract.scene import NOW, Scene, later, row


def nudges(here, now=NOW, limit=100) -> list[DueNudge]:
    return here.transact(lambda u: u.claim_nudges(now, limit))


def test_a_due_nudge_says_all_that_finding_the_next_one_needs(here):
    """Whose it is, where they live, when it was due, and the action's day."""
    here.add("later", Owner.of(here.officer.id), nudge=later(seconds=1))
    action = here.add("now", Owner.of(here.stranger.id), due=on(date(2026, 2, 11)), nudge=NOW)
    (assignment,) = action.assignments
    assert nudges(here) == [
        DueNudge(
            organisation=here.organisation,
            board=here.board.id,
            action=action.id,
            assignment=assignment.id,
            at=NOW,
            owner=Owner.of(here.stranger.id),
            due=date(2026, 2, 11),
            zone="Europe/Paris",
        )
    ]


def test_an_owner_who_is_not_one_person_has_no_zone(here):
    """A role is nudged where its holders are; the core finds them."""
    here.add("role", Owner.holder(Role.CHAIR), due=NO_DUE, nudge=NOW)
    (due,) = nudges(here)
    assert (due.owner, due.zone, due.due) == (Owner.holder(Role.CHAIR), None, None)


def test_a_finished_action_is_not_nudged_about(here):
    """Even where a time was left standing."""
    action = here.add("done", Owner.of(here.officer.id), nudge=NOW)
    here.write(lambda r: r.actions.save(completed(action, NOW)))
    assert nudges(here) == []
    assert here.read(lambda u: u.next_moment()) is None


def test_nudges_come_in_the_order_they_fell_due_whole_persons_together(here):
    """A limit does not cut through what one person is due at one time, unless it cannot be helped."""
    for n in range(3):
        here.add(f"officer {n}", Owner.of(here.officer.id), nudge=NOW)
        here.add(f"clerk {n}", Owner.of(here.clerk.id), nudge=NOW)
    early = here.add("early", Owner.of(here.officer.id), nudge=later(days=-1))
    everybody = [due.owner.person for due in nudges(here)]
    assert everybody == [here.officer.id, *[here.clerk.id] * 3, *[here.officer.id] * 3]
    assert [due.action for due in nudges(here, limit=1)] == [early.id]
    assert [due.owner.person for due in nudges(here, limit=6)] == [here.officer.id, *[here.clerk.id] * 3]
    here.write(lambda r: r.actions.set_next_nudges({early.assignments[0].id: None}))
    assert [due.owner.person for due in nudges(here, limit=2)] == [here.clerk.id] * 2


def test_claims_reach_every_organisation(here):
    """One clock serves them all; each claim says whose it is."""
    other = Scene.set(here.store, "W2")
    here.add("ours", Owner.of(here.officer.id), nudge=NOW)
    other.add("theirs", Owner.of(other.officer.id), nudge=NOW)
    assert {due.organisation for due in nudges(here)} == {here.organisation, other.organisation}


def test_due_digests(here):
    """The earliest first, as many as asked for, none whose time has not come."""
    second = here.write(lambda r: r.boards.add("B2", "Two", "Europe/London", NOW))
    first = here.write(lambda r: r.boards.add("B1", "One", "Europe/London", later(hours=-1)))
    here.write(lambda r: r.boards.add("B3", "Three", "Europe/London", later(seconds=1)))
    wanted = [
        DueDigest(here.organisation, first.id, later(hours=-1)),
        DueDigest(here.organisation, second.id, NOW),
    ]
    assert here.transact(lambda u: u.claim_digests(NOW, 10)) == wanted
    assert here.transact(lambda u: u.claim_digests(NOW, 1)) == wanted[:1]


def test_the_next_moment_is_the_earliest_of_all(here):
    """A waiting row, a digest or a nudge; none when nothing is to come."""

    def moment():
        return here.read(lambda u: u.next_moment())

    assert moment() is None
    here.write(lambda r: r.outbox.put(row("k", not_before=later(days=3)), None, NOW))
    assert moment() == later(days=3)
    here.write(lambda r: r.boards.set_next_digest(here.board.id, later(days=2)))
    assert moment() == later(days=2)
    here.add("one", Owner.of(here.officer.id), nudge=later(days=1))
    assert moment() == later(days=1)


def test_what_stands_behind_another_is_due_no_sooner(here):
    """Whoever steps from moment to moment would else come to one at which nothing may go, and stay there."""
    here.write(lambda r: r.outbox.put(row("a", "lane", not_before=later(hours=2)), None, NOW))
    here.write(lambda r: r.outbox.put(row("b", "lane", not_before=later(hours=1)), None, NOW))
    assert here.read(lambda u: u.next_moment()) == later(hours=2)
    assert here.transact(lambda u: u.claim_outbox(later(hours=1), 10)) == []
    (first,) = here.transact(lambda u: u.claim_outbox(later(hours=2), 10))
    assert first.key == "a"


async def test_health_says_since_when_something_waits(here):
    """The time it might have been said, the oldest of all."""
    health = await here.store.health()
    assert health.oldest_waiting is None
    here.write(lambda r: r.outbox.put(row("a", not_before=later(hours=2)), None, NOW))
    here.write(lambda r: r.outbox.put(row("b", not_before=later(hours=1)), None, NOW))
    assert (await here.store.health()).oldest_waiting == later(hours=1)
