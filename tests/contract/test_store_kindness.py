"""Absences, snoozes, rungs, meetings' steps, and what a message of the day speaks of."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.actions import Owner, completed
from bot.domain.availability import ALWAYS, Availability
from bot.domain.history import Verb
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.people import SYSTEM
from bot.ports import DueEscalation, DueStep, Topic
from tests.contract.scene import NOW, Scene, later, row


def test_availability_comes_back_with_its_person(here):
    """On the board's roster and with an inbound too; whoever set nothing is always there."""
    away = Availability(date(2026, 3, 23), date(2026, 4, 8), here.clerk.id, date(2026, 2, 10), date.max)
    here.write(lambda r: r.people.set_availability(here.officer.id, away))
    assert here.look(lambda r: r.people.get(here.officer.id)).availability == away
    roster = here.look(lambda r: r.people.roster(here.board.id))
    assert {m.person.id: m.person.availability for m in roster.members} == {
        here.officer.id: away,
        here.clerk.id: ALWAYS,
        here.chair.id: ALWAYS,
    }
    arrival = here.read(lambda u: u.arrival(here.inbound()))
    assert arrival.viewer.person.availability == away
    here.write(lambda r: r.people.set_availability(here.officer.id, ALWAYS))
    assert here.look(lambda r: r.people.get(here.officer.id)).availability == ALWAYS


def test_availability_and_settings_are_kept_apart(here):
    """Setting the one leaves the other."""
    away = Availability(date(2026, 3, 23), date(2026, 4, 8))
    here.write(lambda r: r.people.set_availability(here.officer.id, away))
    here.write(lambda r: r.people.keep_settings(here.officer.id, {"nation": "GB-SCT"}))
    person = here.look(lambda r: r.people.get(here.officer.id))
    assert (person.nation, person.availability) == ("GB-SCT", away)


def test_a_snooze_is_kept_with_its_line(here):
    """Through saving and reading."""
    action = here.add("one", Owner.of(here.officer.id), Owner.of(here.clerk.id))
    first, second = action.assignments
    snoozed = replace(action, assignments=(replace(first, snoozed_until=date(2026, 2, 26)), second))
    here.write(lambda r: r.actions.save(snoozed))
    kept = here.look(lambda r: r.log(SYSTEM).action(action.id))
    assert [line.snoozed_until for line in kept.assignments] == [date(2026, 2, 26), None]


def test_a_rung_is_claimed_when_its_time_has_come(here):
    """The earliest first, of unfinished actions alone."""

    def rungs(limit: int = 10) -> list[DueEscalation]:
        return here.transact(lambda u: u.claim_escalations(NOW, limit))

    first, second, third, fourth = (here.add(f"{n}", Owner.of(here.officer.id)) for n in range(4))
    here.write(
        lambda r: r.actions.set_next_escalations(
            {first.id: NOW, second.id: later(hours=-1), third.id: later(seconds=1), fourth.id: NOW}
        )
    )
    fourth = here.look(lambda r: r.log(SYSTEM).action(fourth.id))
    assert fourth.next_escalation_at == NOW
    here.write(lambda r: r.actions.save(completed(fourth, NOW)))
    wanted = [
        DueEscalation(here.organisation, here.board.id, second.id, later(hours=-1)),
        DueEscalation(here.organisation, here.board.id, first.id, NOW),
    ]
    assert rungs() == wanted
    assert rungs(1) == wanted[:1]
    assert here.read(lambda u: u.next_moment()) == later(hours=-1)
    here.write(lambda r: r.actions.set_next_escalations({second.id: None, first.id: None}))
    assert rungs() == []
    assert here.read(lambda u: u.next_moment()) == later(seconds=1)


def test_a_step_of_a_meeting_is_claimed_unless_it_was_cancelled(here):
    """The earliest first."""

    def steps() -> list[DueStep]:
        return here.transact(lambda u: u.claim_steps(NOW, 10))

    def add(days: int) -> int:
        return here.write(lambda r: r.meetings.add(here.board.id, later(days=days), None)).id

    one, two, three = add(1), add(2), add(3)
    here.write(lambda r: r.meetings.set_next_steps({one: NOW, two: later(hours=-1), three: later(hours=1)}))
    assert steps() == [
        DueStep(here.organisation, here.board.id, two, later(hours=-1)),
        DueStep(here.organisation, here.board.id, one, NOW),
    ]
    here.write(lambda r: r.meetings.cancel(two))
    assert [step.meeting for step in steps()] == [one]
    assert here.read(lambda u: u.next_moment()) == NOW
    here.write(lambda r: r.meetings.set_next_steps({one: None}))
    assert here.read(lambda u: u.next_moment()) == later(hours=1)


def test_a_topic_is_said_once_wherever_it_could_be(here):
    """Put again under its key it moves to another row, and is not there twice."""

    def put(key: str) -> int:
        nudge = row(key, "lane", person=here.clerk.id, kind=OutboxKind.NUDGE)
        return here.write(lambda r: r.outbox.put(nudge, None, NOW))

    first, second = put("nudge:1"), put("nudge:2")
    climbed = Topic("climbed:1", here.clerk.id, {"action": 1, "day": "2026-02-10"})
    other = Topic("brief:1", here.clerk.id, {"meeting": 1})
    assert here.look(lambda r: r.topics.row_of("climbed:1")) is None
    here.write(lambda r: r.topics.put(climbed, first))
    here.write(lambda r: r.topics.put(other, first))
    assert here.look(lambda r: r.topics.said_in(first)) == [other, climbed]
    found = here.look(lambda r: r.topics.row_of("climbed:1"))
    assert (found.id, found.state) == (first, OutboxState.WAITING)
    here.write(lambda r: r.topics.put(climbed, second))
    assert here.look(lambda r: r.topics.said_in(first)) == [other]
    assert here.look(lambda r: r.topics.said_in(second)) == [climbed]
    assert here.look(lambda r: (r.topics.get("climbed:1"), r.topics.get("unknown"))) == (climbed, None)
    again = replace(climbed, person=here.chair.id, about={"action": 2})
    here.write(lambda r: r.topics.put(again, second))
    assert here.look(lambda r: r.topics.get("climbed:1")) == again


def test_a_row_is_found_by_its_key(here):
    here.write(lambda r: r.outbox.put(row("k"), None, NOW))
    assert here.look(lambda r: r.outbox.keyed("k")).key == "k"
    assert here.look(lambda r: r.outbox.keyed("other")) is None


@pytest.mark.parametrize("since", [NOW, later(hours=-1)])
def test_what_somebody_spoke_of(here: Scene, since):
    """By them, of these verbs, since then."""
    one, two, three = (here.add(f"{n}", Owner.of(here.officer.id)) for n in range(3))
    here.entry(one, Verb.UPDATED, actor=here.officer.id)
    here.entry(two, Verb.UPDATED, actor=here.clerk.id)
    here.entry(three, Verb.REWORDED, actor=here.officer.id)

    def spoken(moment, verbs=(Verb.UPDATED, Verb.BEGUN), viewer=SYSTEM):
        ids = [one.id, two.id, three.id]
        return here.look(lambda r: r.log(viewer).spoken_of(here.officer.id, ids, verbs, moment))

    assert set(spoken(since)) == {one.id}
    assert set(spoken(later(seconds=1))) == set()
    assert set(spoken(since, [Verb.REWORDED])) == {three.id}
    assert set(spoken(since, viewer=here.viewer(here.stranger))) == set()
