"""Writing the log: numbers, versions, assignments and their nudges."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.actions import Action, Assignment, Owner, Part, Source, Status, completed
from bot.domain.dues import NO_DUE, Due, DueKind, on
from bot.domain.people import SYSTEM, Role
from bot.ports import NewAction, NewAssignment, Stale
from tests.contract.scene import NOW, later


def load(here, action) -> Action:
    return here.look(lambda r: r.log(SYSTEM).action(action.id))


def test_an_action_comes_back_as_it_was_added(here):
    """All of it: owners of every kind in their order, the due, where it came from."""
    source = Source(here.channel.id, "https://example.org/m1", "add Circulate", "7.2")
    action = here.add(
        "Circulate the outcomes",
        Owner.of(here.officer.id),
        Owner.holder(Role.CHAIR),
        Owner.partner("Northvale Police"),
        Owner.written("the new lead"),
        due=on(date(2026, 2, 17), "by 17 Feb"),
        nudge=later(days=1),
        adder=here.clerk.id,
        source=source,
    )
    assert (action.number, action.version, action.status, action.source) == (1, 1, Status.OPEN, source)
    assert [(a.owner.kind.value, a.part) for a in action.assignments] == [
        ("person", Part.LEAD),
        ("role", Part.CONTRIBUTOR),
        ("partner", Part.CONTRIBUTOR),
        ("words", Part.CONTRIBUTOR),
    ]
    assert {a.next_nudge_at for a in action.assignments} == {later(days=1)}
    assert load(here, action) == action


def test_an_action_may_have_no_owner_and_no_due(here):
    """It is whole all the same."""
    action = here.add("Think about it", due=NO_DUE)
    assert action.assignments == ()
    assert load(here, action) == action


def test_numbers_count_per_board_and_are_never_given_again(here):
    """A piece of work that failed may leave a gap in ids, but none in numbers; withdrawn ones keep theirs."""
    other = here.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    first = here.add()
    assert here.add(board=other).number == 1

    def fails(records):
        records.actions.add(here.board.id, NewAction("No", NO_DUE, (), None, NOW, Source()))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        here.write(fails)
    here.write(lambda r: r.actions.save(replace(first, status=Status.WITHDRAWN)))
    assert here.add().number == 2
    assert here.add(board=other).number == 2


def test_ids_are_unique_in_the_whole_database_and_never_given_again(here):
    """Not even those of a piece of work that was rolled back."""
    lost = []

    def fails(records):
        # The same piece may be run once more before it is given up, and is given the same id then.
        lost[:] = [records.actions.add(here.board.id, NewAction("No", NO_DUE, (), None, NOW, Source())).id]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        here.write(fails)
    action = here.add("Yes", Owner.of(here.officer.id))
    ids = [*lost, action.id, action.assignments[0].id, here.board.id, here.channel.id, here.officer.id]
    assert len(set(ids)) == len(ids)
    assert action.id > lost[0] > here.board.id


def test_saving_keeps_every_part_and_counts_the_version(here):
    """What is loaded afterwards is what was saved."""
    action = here.add("Draft it", Owner.of(here.officer.id), Owner.written("somebody"))
    meeting = here.write(lambda r: r.meetings.add(here.board.id, later(days=30), None))
    changed = replace(
        completed(action, later(days=1)),
        what="Draft the plan",
        due=Due(DueKind.MEETING, date(2026, 3, 12), meeting.id, "next meeting", date(2026, 2, 17)),
    )
    saved = here.write(lambda r: r.actions.save(changed))
    assert saved == replace(changed, version=2)
    assert load(here, action) == saved


def test_saving_replaces_the_assignments(here):
    """Removed ones are gone, kept ones keep their id, new ones get one, all in the order given."""
    action = here.add("Draft it", Owner.of(here.officer.id), Owner.written("somebody"), nudge=NOW)
    lead, other = action.assignments
    lines = (
        Assignment(0, Owner.of(here.clerk.id), Part.LEAD, next_nudge_at=later(days=3)),
        replace(lead, part=Part.CONTRIBUTOR, next_nudge_at=None),
    )
    saved = here.write(lambda r: r.actions.save(replace(action, assignments=lines)))
    new = saved.assignments[0].id
    assert new not in {0, lead.id, other.id}
    assert saved.assignments == (replace(lines[0], id=new), lines[1])
    assert load(here, action) == saved
    bare = here.write(lambda r: r.actions.save(replace(saved, assignments=())))
    assert load(here, action).assignments == bare.assignments == ()


def test_saving_what_somebody_saved_meanwhile_is_refused(here):
    """The later one is told, and the earlier one's work stays."""
    action = here.add("Draft it")
    here.write(lambda r: r.actions.save(replace(action, what="First")))
    with pytest.raises(Stale):
        here.write(lambda r: r.actions.save(replace(action, what="Second")))
    assert load(here, action).what == "First"


def test_nudge_times_move_without_a_new_version(here):
    """The clock moves them beside whoever changes the action."""
    action = here.add("Draft it", Owner.of(here.officer.id), Owner.of(here.clerk.id), nudge=NOW)
    lead, other = action.assignments
    here.write(lambda r: r.actions.set_next_nudges({lead.id: later(days=7), other.id: None}))
    loaded = load(here, action)
    assert [a.next_nudge_at for a in loaded.assignments] == [later(days=7), None]
    assert loaded.version == action.version
    here.write(lambda r: r.actions.set_next_nudges({}))


def test_actions_awaiting_a_meeting(here):
    """The unfinished ones of this board whose meeting was not set; each with its assignments."""
    waiting = Due(DueKind.MEETING, words="next meeting")
    one = here.add("One", Owner.of(here.officer.id), Owner.of(here.clerk.id), due=waiting)
    done = here.add("Done", due=waiting)
    here.write(lambda r: r.actions.save(completed(done, NOW)))
    here.add("Dated")
    other = here.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    here.add("Elsewhere", due=waiting, board=other)
    assert here.look(lambda r: r.actions.awaiting_meeting(here.board.id)) == [one]


def test_actions_due_at_a_meeting(here):
    """All that were promised for it, finished or not, but no withdrawn one."""
    meeting = here.write(lambda r: r.meetings.add(here.board.id, later(days=30), None))
    due = Due(DueKind.MEETING, date(2026, 3, 12), meeting.id)
    open_, done, gone = (here.add(what, due=due) for what in ("Open", "Done", "Gone"))
    here.write(lambda r: r.actions.save(completed(done, NOW)))
    here.write(lambda r: r.actions.save(replace(gone, status=Status.WITHDRAWN)))
    assert [a.id for a in here.look(lambda r: r.actions.due_at(meeting.id))] == [open_.id, done.id]


def test_owning_in_any_way(here):
    """As an owner of any part, or as the one who added it; on this board."""

    def owned(person):
        return here.look(lambda r: r.actions.owned_in_any_way(here.board.id, person.id))

    here.add("One", Owner.of(here.chair.id), Owner.of(here.officer.id), adder=here.clerk.id)
    other = here.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    here.add("Elsewhere", Owner.of(here.stranger.id), board=other)
    assert [owned(p) for p in (here.chair, here.officer, here.clerk, here.stranger)] == [
        True,
        True,
        True,
        False,
    ]


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
moments = st.datetimes(min_value=NOW.replace(tzinfo=None)).map(lambda m: m.replace(tzinfo=NOW.tzinfo))
dates = st.none() | st.dates()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    what=words.filter(bool),
    due=st.builds(Due, st.sampled_from(DueKind), dates, st.none(), st.none() | words, dates),
    owners=st.lists(
        st.builds(
            NewAssignment,
            st.builds(Owner.written, words) | st.builds(Owner.holder, st.sampled_from(Role)),
            st.sampled_from(Part),
            st.none() | moments,
        ),
        max_size=5,
    ),
    source=st.builds(Source, st.none(), st.none() | words, st.none() | words, st.none() | words),
    at=moments,
)
def test_whatever_was_typed_comes_back(here, what, due, owners, source, at):
    """Quotes, markup, wildcards, emoji, any date: all of it is data."""
    new = NewAction(what, due, tuple(owners), None, at, source)
    action = here.write(lambda r: r.actions.add(here.board.id, new))
    assert (action.what, action.due, action.source, action.added_at) == (what, due, source, at)
    assert [(a.owner, a.part, a.next_nudge_at) for a in action.assignments] == [
        (n.owner, n.part, n.next_nudge_at) for n in owners
    ]
    assert load(here, action) == action
