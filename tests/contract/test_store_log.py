"""Reading the log: by every condition, and never more than the viewer may see."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.actions import UNFINISHED, Owner, Status, blocked, completed
from bot.domain.dues import NO_DUE, on
from bot.domain.people import SYSTEM, Role, Viewer
from bot.ports import ActionFilter
from tests.contract.scene import NOW, TODAY, later


def listed(here, viewer=SYSTEM, **wanted) -> list[str]:
    found = here.look(lambda r: r.log(viewer).listed(here.board.id, ActionFilter(**wanted)))
    return [action.what for action in found]


def save(here, action):
    return here.write(lambda r: r.actions.save(action))


@pytest.fixture
def five(here):
    """Five actions with different dues, owners and statuses."""
    late = here.add("late", Owner.of(here.officer.id), due=on(date(2026, 1, 30)))
    here.add("soon", Owner.of(here.officer.id), Owner.of(here.clerk.id), due=on(date(2026, 2, 12)))
    here.add("undated", Owner.holder(Role.CHAIR), due=NO_DUE)
    done = here.add("done", Owner.of(here.clerk.id), due=on(date(2026, 2, 1)))
    gone = here.add("gone", due=on(date(2026, 2, 2)))
    save(here, completed(done, later(days=1)))
    save(here, replace(gone, status=Status.WITHDRAWN))
    save(here, blocked(late, later(hours=1)))
    return here


def test_a_list_is_by_due_date_then_number_the_undated_last(five):
    """And without the withdrawn."""
    five.add("also soon", due=on(date(2026, 2, 12)))
    assert listed(five) == ["late", "done", "soon", "also soon", "undated"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"statuses": UNFINISHED}, ["late", "soon", "undated"]),
        ({"statuses": frozenset({Status.COMPLETE})}, ["done"]),
        ({"statuses": frozenset({Status.WITHDRAWN})}, ["gone"]),
        ({"statuses": frozenset()}, []),
        ({"overdue_on": date(2026, 2, 12)}, ["late"]),
        ({"overdue_on": date(2026, 2, 13)}, ["late", "soon"]),
        ({"due_until": date(2026, 2, 1)}, ["late", "done"]),
        ({"since": later(days=1)}, ["done"]),
        ({"since": later(days=2)}, []),
        ({"owner_roles": frozenset({Role.CHAIR, Role.CLERK})}, ["undated"]),
        ({"statuses": UNFINISHED, "due_until": TODAY}, ["late"]),
    ],
)
def test_each_condition_of_a_list(five, wanted, found):
    """Alone and together."""
    assert listed(five, **wanted) == found


def test_a_list_of_one_owner_s(five):
    """A person's own lines, lead or not; with their roles, those of the roles too. The whole action is returned."""
    assert listed(five, owner=five.clerk.id) == ["done", "soon"]
    assert listed(five, owner=five.chair.id) == []
    assert listed(five, owner=five.chair.id, owner_roles=frozenset({Role.CHAIR})) == ["undated"]
    found = five.look(
        lambda r: r.log(SYSTEM).listed(five.board.id, ActionFilter(owner=five.clerk.id, statuses=UNFINISHED))
    )
    assert [len(action.assignments) for action in found] == [2]


def test_owned_by_means_theirs_and_their_roles(five):
    """On every board the viewer sees, by due date."""
    other = five.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    five.write(lambda r: r.people.give_role(other.id, five.officer.id, Role.CHAIR))
    five.add("elsewhere", Owner.holder(Role.CHAIR), board=other, due=on(date(2026, 2, 3)))
    five.add("both", Owner.holder(Role.CHAIR), Owner.of(five.officer.id), board=other, due=NO_DUE)

    def owned(person, viewer, statuses=UNFINISHED):
        found = five.look(lambda r: r.log(viewer).owned_by(person.id, statuses))
        return [action.what for action in found]

    assert owned(five.officer, SYSTEM) == ["late", "elsewhere", "soon", "both"]
    assert owned(five.officer, five.viewer(five.officer)) == ["late", "elsewhere", "soon", "both"]
    assert owned(five.officer, five.viewer(five.clerk)) == ["late", "soon"]
    assert owned(five.chair, SYSTEM) == ["undated"]
    assert owned(five.clerk, SYSTEM, [Status.COMPLETE]) == ["done"]
    assert owned(five.clerk, SYSTEM, []) == []
    assert owned(five.stranger, SYSTEM) == []


def test_a_withdrawn_action_is_found_by_its_ref_and_id_only(here):
    """So that "it was withdrawn" can be said of it."""
    gone = save(here, replace(here.add("gone", Owner.of(here.officer.id)), status=Status.WITHDRAWN))
    assert here.look(lambda r: r.log(SYSTEM).action(gone.id)) == gone
    assert here.look(lambda r: r.log(SYSTEM).numbered(here.board.id, 1)) == gone
    assert here.look(lambda r: r.log(SYSTEM).actions([gone.id])) == [gone]
    assert listed(here) == []


def test_actions_come_in_the_order_asked_for(here):
    """Unknown ones left out, the same one once."""
    one, two, three = (here.add(what) for what in ("one", "two", "three"))
    ids = [three.id, 10**9, one.id, two.id, three.id]
    assert here.look(lambda r: r.log(SYSTEM).actions(ids)) == [three, one, two]
    assert here.look(lambda r: r.log(SYSTEM).actions([])) == []


def test_very_many_at_once(here):
    """More ids than one statement takes."""
    action = here.add("one")
    ids = [action.id, *range(10**6, 10**6 + 40_000)]
    assert here.look(lambda r: r.log(SYSTEM).actions(ids)) == [action]
    assert here.look(lambda r: r.log(SYSTEM).latest_updates(ids)) == {}


def test_a_number_nobody_has(here):
    """Is no action, however large somebody types it."""
    for number in (0, 99, 2**31, 2**63, 10**30):
        assert here.look(lambda r, n=number: r.log(SYSTEM).numbered(here.board.id, n)) is None
        assert here.look(lambda r, n=number: r.log(SYSTEM).action(n)) is None


@pytest.mark.parametrize("who", ["stranger", "other board's chair", "nobody known"])
def test_a_log_is_not_seen_without_a_role_on_its_board(here, who):
    """Not one method of the log gives anything of it."""
    action = here.add("Secret", Owner.of(here.officer.id), Owner.holder(Role.CHAIR), adder=here.clerk.id)
    here.entry(action)
    here.write(lambda r: r.history.add_update(action.id, here.officer.id, "Secret words", NOW))
    other = here.write(lambda r: r.boards.add("OTH", "Other", "Europe/London", None))
    viewer = {
        "stranger": Viewer(here.stranger),
        "other board's chair": Viewer(here.stranger, {other.id: Role.CHAIR}),
        "nobody known": Viewer(None),
    }[who]

    def look(records):
        log = records.log(viewer)
        return [
            log.action(action.id),
            log.actions([action.id]),
            log.numbered(here.board.id, 1),
            log.listed(here.board.id, ActionFilter()),
            log.listed(here.board.id, ActionFilter(owner=here.officer.id)),
            log.owned_by(here.officer.id, Status),
            log.entries(action.id),
            log.updates(action.id),
            log.latest_updates([action.id]),
        ]

    assert here.look(look) == [None, [], None, [], [], [], [], [], {}]


def test_any_role_sees_all_of_its_board(here):
    """An observer too."""
    here.write(lambda r: r.people.give_role(here.board.id, here.stranger.id, Role.OBSERVER))
    action = here.add("Open to all", Owner.of(here.officer.id))
    here.entry(action)
    viewer = here.viewer(here.stranger)
    assert here.look(lambda r: r.log(viewer).action(action.id)) == action
    assert listed(here, viewer) == ["Open to all"]
    assert len(here.look(lambda r: r.log(viewer).entries(action.id))) == 1


def test_a_viewer_of_many_boards_sees_just_those(here):
    """However many there are."""
    boards = [
        here.write(lambda r, n=n: r.boards.add(f"B{n}", f"Board {n}", "Europe/London", None))
        for n in range(9)
    ]
    for n, board in enumerate(boards):
        here.add(f"action {n}", Owner.of(here.officer.id), board=board)
    seen = Viewer(here.stranger, {board.id: Role.MEMBER for board in boards[2:7]})
    found = here.look(lambda r: r.log(seen).owned_by(here.officer.id, UNFINISHED))
    assert [action.what for action in found] == [f"action {n}" for n in range(2, 7)]


def test_updates_are_the_oldest_first_without_those_taken_back(here):
    """And the latest of several actions in one look."""
    one, two, silent = (here.add(what) for what in ("one", "two", "silent"))

    def work(records):
        first = records.history.add_update(one.id, here.officer.id, "Begun", NOW)
        second = records.history.add_update(one.id, None, "Half <!channel> done", later(hours=1))
        wrong = records.history.add_update(one.id, here.officer.id, "Wrong", later(hours=2))
        other = records.history.add_update(two.id, here.clerk.id, "Other", later(hours=3))
        records.history.take_back_update(wrong.id)
        return first, second, other

    first, second, other = here.write(work)
    assert here.look(lambda r: r.log(SYSTEM).updates(one.id)) == [first, second]
    assert here.look(lambda r: r.log(SYSTEM).latest_updates([one.id, two.id, silent.id])) == {
        one.id: second,
        two.id: other,
    }
