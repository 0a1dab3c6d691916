"""One person with accounts on two platforms: by a one-time code, never by name."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions import (
    UNFINISHED,
    Action,
    Assignment,
    NotPossible,
    Owner,
    Part,
    Status,
)
from bot.domain.ids import ActionId, AssignmentId, BoardId, PersonId
from bot.domain.joining import joined_action, joined_role
from bot.domain.outbox import OutboxKind, OutboxState
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.language import intents as i
from bot.language.commands import read_command, said_plainly
from bot.messages import Author, Inbound, Platform, Press, Reply, Where
from bot.ports import Account, UnitOfWork
from tests.world import World, button, london, words

TENANT = "tenant"


class Teams:
    """The same organisation in Teams: Hayley is there too, and nobody knows yet that it is she."""

    def __init__(self, world: World) -> None:
        self.world = world

        def join(unit: UnitOfWork) -> None:
            organisation = unit.installation(Platform.PLAYGROUND, world.workspace).organisation
            unit.add_installation(organisation, Platform.TEAMS, TENANT)

        world.store.transact_sync(join)

    def tell(self, text: str, who: str = "29:hayley", **more: Any) -> Reply:
        return self.world.send(self.inbound(text, who, **more))

    def inbound(
        self, text: str, who: str = "29:hayley", *, press: str | None = None, channel: bool = False
    ) -> Inbound:
        return Inbound(
            platform=Platform.TEAMS,
            workspace=TENANT,
            delivery=f"t{next(self.world.deliveries)}",
            author=Author(workspace=TENANT, id=who, name="Hayley Marsh"),
            where=Where(kind=PlaceKind.CHANNEL, address="19:c")
            if channel
            else Where(kind=PlaceKind.DIRECT, address=f"a:{who}"),
            text=text,
            command=channel,
            press=Press(button=press) if press else None,
        )

    def known_as(self, name: str, role: Role, who: str = "29:hayley") -> PersonId:
        """Somebody of the board with this account alone."""

        def write(unit: UnitOfWork) -> PersonId:
            records = self.world.records(unit)
            board = records.boards.by_code("NWP")
            person = records.people.add(name, "Europe/London", None)
            records.people.link(person.id, Platform.TEAMS, TENANT, who)
            records.people.give_role(board.id, person.id, role)
            here = unit.installation(Platform.TEAMS, TENANT)
            records.places.add(here.id, PlaceKind.DIRECT, f"a:{who}", name, person=person.id)
            return person.id

        return self.world.store.transact_sync(write)

    def nudges(self) -> list[str]:
        """Where nudges went."""
        return [s.message.address for s in self.world.said if s.row.kind is OutboxKind.NUDGE]


@pytest.fixture
def teams(world: World) -> Teams:
    return Teams(world)


def code_in(reply: Reply) -> str:
    found = re.search(r"Your code is ([0-9A-Z]{5}-[0-9A-Z]{5})\.", words(reply))
    assert found, words(reply)
    return found[1]


def people(world: World) -> list[str]:
    def look(unit: UnitOfWork) -> list[str]:
        records = world.records(unit)
        board = records.boards.by_code(world.code)
        return [f"{m.person.name}, {m.role.value}" for m in records.people.roster(board.id).members]

    return world.store.read_sync(look)


def test_a_code_given_in_one_account_and_said_in_the_other_makes_both_one_person(world: World, teams: Teams):
    """From then on her actions are hers in both."""
    world.say("sam", "add Circulate the outcomes @hayley by 12 Feb")
    assert "You hold no role" in words(teams.tell("list mine"))
    code = code_in(world.tell("hayley", "link"))
    answer = teams.tell(f"link {code.lower()}")
    assert "Hayley, your accounts in the playground and Teams are one person" in words(answer)
    assert "NWP-1" in words(teams.tell("list mine"))
    assert "NWP-1 is complete" in words(teams.tell("done 1"))


def test_it_goes_the_other_way_round_too(world: World, teams: Teams):
    """Asked for where nobody knows them, said where they are known."""
    code = code_in(teams.tell("link"))
    assert "one person to me now" in words(world.tell("hayley", f"link {code}"))
    assert "You hold no role" not in words(teams.tell("list mine"))


def test_one_person_on_both_is_nudged_once_where_they_last_answered(world: World, teams: Teams):
    """Whichever of the two it was."""
    world.say("sam", "add Circulate the outcomes @hayley by 11 Feb")
    teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    world.now = london("2026-02-11 09:00")
    world.tick()
    world.drain()
    assert teams.nudges() == ["a:29:hayley"]
    world.now = london("2026-02-11 10:00")
    world.tell("hayley", "update 1 nearly there")
    world.now = london("2026-02-12 09:00")
    world.tick()
    world.drain()
    assert teams.nudges() == ["a:29:hayley", "direct-hayley"]


def test_a_code_works_once(world: World, teams: Teams):
    """Whoever reads it later learns nothing by it."""
    code = code_in(world.tell("hayley", "link"))
    teams.tell(f"link {code}")
    assert "I know no such code" in words(teams.tell(f"link {code}", who="29:mallory"))
    assert "You hold no role" in words(teams.tell("list", who="29:mallory"))


def test_a_code_is_valid_for_fifteen_minutes(world: World, teams: Teams):
    """And not a second longer."""
    code = code_in(world.tell("hayley", "link"))
    world.now += timedelta(minutes=15)
    assert "I know no such code" in words(teams.tell(f"link {code}"))
    assert "You hold no role" in words(teams.tell("list"))


def test_a_replay_shows_no_code_a_second_time(world: World):
    """It is in no stored answer either."""
    inbound = world.inbound("hayley", "link", direct=True)
    code = code_in(world.send(inbound))
    assert "show each only once" in words(world.send(inbound))
    kept = world.store.read_sync(lambda unit: unit.arrival(inbound).earlier)
    assert code not in kept.model_dump_json()


def test_a_code_and_its_undo_delivered_again_have_one_effect(world: World, teams: Teams):
    """Each is answered as it was the first time."""
    said = teams.inbound(f"link {code_in(world.tell('hayley', 'link'))}")
    first = world.send(said)
    assert world.send(said) == first
    undone = teams.inbound("", press=button(first, "Undo"))
    assert [words(world.send(undone)) for _ in range(3)] == [words(world.send(undone))] * 3
    assert world.send(said) == first
    assert "You hold no role" in words(teams.tell("list mine"))


def test_guessing_is_stopped_after_five_wrong_codes(world: World, teams: Teams):
    """Even the right one is not taken then, until the time is over; others are not kept waiting."""
    code = code_in(world.tell("hayley", "link"))
    for guess in range(5):
        assert "I know no such code" in words(teams.tell(f"link AAAA{guess}-22222"))
    assert "I take none from here for 15 minutes" in words(teams.tell(f"link {code}"))
    world.now += timedelta(minutes=14, seconds=30)
    assert "for 1 minute." in words(teams.tell(f"link {code}"))
    world.now += timedelta(minutes=1)
    again = code_in(world.tell("hayley", "link"))
    assert "one person" in words(teams.tell(f"link {again}"))


def test_a_code_said_before_others_no_longer_works(world: World, teams: Teams):
    """In a channel everybody reads it."""
    code = code_in(world.tell("hayley", "link"))
    said = words(teams.tell(f"link {code}", channel=True))
    assert "directly" in said
    assert "no longer works" in said
    assert "I know no such code" in words(teams.tell(f"link {code}"))
    assert "directly" in words(world.say("hayley", "link"))


def test_ones_own_code_and_two_unknown_accounts_link_nothing(world: World, teams: Teams):
    """Each is answered with what to do."""
    code = code_in(world.tell("hayley", "link"))
    assert "this account’s own code" in words(world.tell("hayley", f"link {code}"))
    assert "one person" in words(teams.tell(f"link {code}"))
    assert "one person to me already" in words(teams.tell(f"link {code_in(world.tell('hayley', 'link'))}"))
    theirs = code_in(teams.tell("link", who="29:zoe"))
    assert "I know neither" in words(teams.tell(f"link {theirs}", who="29:zed"))


def test_undo_makes_them_two_again(world: World, teams: Teams):
    """From the answer; the account is a stranger's again."""
    answer = teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    assert "on its own again" in words(teams.tell("", press=button(answer, "Undo")))
    assert "You hold no role" in words(teams.tell("list mine"))
    assert "You hold no role" not in words(world.tell("hayley", "list mine"))


def test_unlink_takes_this_account_off_and_leaves_the_rest(world: World, teams: Teams):
    """Actions stay with the other one, and nudges go there."""
    world.say("sam", "add Circulate the outcomes @hayley by 11 Feb")
    teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    assert "This account is on its own now" in words(teams.tell("unlink"))
    assert "nothing to unlink" in words(teams.tell("unlink"))
    assert "nothing to unlink" in words(world.tell("hayley", "unlink"))
    world.now = london("2026-02-11 09:00")
    world.tick()
    world.drain()
    assert teams.nudges() == ["direct-hayley"]
    assert "one person" in words(teams.tell(f"link {code_in(world.tell('hayley', 'link'))}"))


def test_two_people_of_one_board_become_one_with_all_that_was_theirs(world: World, teams: Teams):
    """Roles, actions, what they added; an action both had is theirs once. The clerk hears of it."""
    teams.known_as("H. Marsh", Role.MEMBER)
    world.say("sam", "add Circulate the outcomes @hayley by 11 Feb")
    teams.tell("add Book the hall by 11 Feb")
    teams.tell("assign 2 H. Marsh")
    world.say("sam", "add Thank the volunteers @hayley by 12 Feb")
    both(world, 3, "H. Marsh")
    world.drain()
    answer = teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    assert [p for p in people(world) if "Marsh" in p] == ["Hayley Marsh, member"]
    assert [len(world.action(n).assignments) for n in (1, 2, 3)] == [1, 1, 1]
    mine = words(world.tell("hayley", "list mine"))
    assert all(f"NWP-{n}" in mine for n in (1, 2, 3))
    assert "NWP-2" in words(teams.tell("edit 2 Book the big hall"))
    world.tell("hayley", "undo")
    world.drain()
    (told,) = [s for s in world.to("sam") if "is one person in" in s.text]
    assert "Hayley Marsh is one person in the playground and Teams now." in told.text
    world.now = london("2026-02-11 09:00")
    world.tick()
    world.drain()
    assert len(teams.nudges()) == 1
    assert "Undo" in words(answer)


def both(world: World, number: int, name: str) -> None:
    """The action has this person beside its owner."""
    world.say("sam", f"assign {number} Hayley Marsh, {name}")


def test_undoing_gives_each_back_what_was_theirs(world: World, teams: Teams):
    """Roles and actions on the board are as they were before."""
    teams.known_as("H. Marsh", Role.MEMBER)
    teams.tell("add Book the hall by 11 Feb")
    teams.tell("assign 1 H. Marsh")
    before = people(world), world.action(1).assignments, world.action(1).adder
    answer = teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    assert world.action(1).adder != before[2]
    assert "two people again" in words(teams.tell("", press=button(answer, "Undo")))
    after = people(world), world.action(1).assignments, world.action(1).adder
    assert sorted(after[0]) == sorted(before[0])
    assert after[1:] == before[1:]
    assert "NWP-1" in words(teams.tell("list mine"))
    assert "NWP-1" not in words(world.tell("hayley", "list mine"))


def test_undo_is_refused_once_somebody_has_built_upon_it(world: World, teams: Teams):
    """As with every change; nothing of it is taken back then."""
    teams.known_as("H. Marsh", Role.MEMBER)
    teams.tell("add Book the hall by 11 Feb")
    teams.tell("assign 1 H. Marsh")
    answer = teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    teams.tell("update 1 rung three")
    assert "has been built upon" in words(teams.tell("", press=button(answer, "Undo")))
    assert [p for p in people(world) if "Marsh" in p] == ["Hayley Marsh, member"]


def test_two_offices_on_one_board_are_not_joined(world: World, teams: Teams):
    """Nobody but the board can say which one stays: it is refused, nothing is changed, and the clerk hears of it."""
    teams.known_as("M. Hale", Role.VICE_CHAIR, who="29:margaret")
    before = people(world)
    code = code_in(world.tell("margaret", "link"))
    said = words(teams.tell(f"link {code}", who="29:margaret"))
    assert "one is the chair and the other the vice-chair" in said
    assert people(world) == before
    world.drain()
    assert any("seems to be on the Northvale" in s.text for s in world.to("sam"))


def test_an_absence_said_in_either_account_holds_for_both(world: World, teams: Teams):
    """And ends with the joining, if it was the other's."""
    teams.known_as("H. Marsh", Role.MEMBER)
    teams.tell("away until 20 Feb, Tom Reid covers")
    world.say("sam", "add Circulate the outcomes @hayley by 11 Feb")
    answer = teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")

    def absence() -> Any:
        def look(unit: UnitOfWork) -> Any:
            records = world.records(unit)
            people = records.people.by_identity(Platform.PLAYGROUND, world.workspace, ["hayley", "tom"])
            return people["hayley"].availability, people["tom"].id

        return world.store.read_sync(look)

    away, tom = absence()
    assert (str(away.away_until), away.cover) == ("2026-02-20", tom)
    teams.tell("", press=button(answer, "Undo"))
    assert absence()[0].away_until is None


def test_a_notice_that_waits_follows_its_person(world: World, teams: Teams):
    """The other account's notices are not lost."""
    teams.known_as("H. Marsh", Role.CLERK)
    world.say("tom", "add Find a speaker, The Wardens, 27 Feb")
    teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    said = world.drain()
    assert any(
        "The Wardens" in s.text and s.message.address in {"direct-hayley", "a:29:hayley"} for s in said
    )
    assert OutboxState.FAILED not in {r.state for r in world.rows()}


def test_never_by_display_name(world: World, teams: Teams):
    """Somebody of the same name in Teams is a stranger."""
    assert "You hold no role" in words(teams.tell("list mine"))
    assert (
        world.store.read_sync(lambda u: world.records(u).linking.with_email("hayley@northvale.example")) == []
    )


# --- rules and words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "kept"),
    [
        (None, Role.OFFICER, Role.OFFICER),
        (Role.MEMBER, Role.OFFICER, Role.MEMBER),
        (Role.OBSERVER, Role.CHAIR, Role.CHAIR),
        (Role.CLERK, Role.CLERK, Role.CLERK),
    ],
)
def test_the_role_that_allows_more_stays(one: Role | None, other: Role, kept: Role):
    """Whichever of the two held it."""
    assert joined_role(one, other) is joined_role(other, one) is kept


@given(st.sampled_from(Role), st.sampled_from(Role))
def test_two_roles_give_one_of_them_or_a_refusal(one: Role, other: Role):
    """Never a third."""
    try:
        assert joined_role(one, other) in {one, other}
    except NotPossible:
        assert one is not other


LINES = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 4]), st.sampled_from(Status)),
    min_size=1,
    max_size=5,
    unique_by=lambda p: p[0],
)


@given(LINES)
def test_a_joined_action_has_one_line_for_the_person_and_keeps_the_others(lines):
    """Nothing is done by joining, and somebody leads if somebody led."""
    action = Action(
        id=ActionId(1), board=BoardId(1), number=1, what="x", adder=None,
        added_at=london("2026-02-10 09:30"), status_at=london("2026-02-10 09:30"),
        assignments=tuple(
            Assignment(AssignmentId(n), Owner.of(PersonId(p)), Part.CONTRIBUTOR if n else Part.LEAD, status)
            for n, (p, status) in enumerate(lines)
        ),
    )  # fmt: skip
    joined = joined_action(action, PersonId(1), PersonId(2))
    owners = [a.owner.person for a in joined.assignments]
    assert 1 not in owners
    assert len(owners) == len(set(owners))
    assert {p for p in owners if p > 2} == {p for p, _ in lines if p > 2}
    assert joined.lead is not None
    mine = [status for p, status in lines if p <= 2]
    if any(status in UNFINISHED for status in mine):
        assert next(a for a in joined.assignments if a.owner.person == 2).status in UNFINISHED


@pytest.mark.parametrize("said", ["link 7KQ2M-XR4DP", "Link 7kq2mxr4dp", "link 7KQ2M XR4DP."])
def test_a_code_is_read_however_it_is_typed(said: str):
    """Directly and after a mention."""
    assert said_plainly(said) == i.LinkAccounts("7KQ2MXR4DP")
    assert read_command(said) == i.LinkAccounts("7KQ2MXR4DP")


@pytest.mark.parametrize(
    "said",
    ["link to the report is on the site", "link references", "linked it", "links sent", "unlink the page"],
)
def test_an_owners_own_words_about_links_are_theirs(said: str):
    """Directly they are an answer, as before."""
    assert said_plainly(said) is None


def test_the_accounts_of_the_one_person(world: World, teams: Teams):
    """Both are known, each on its platform."""
    teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")

    def look(unit: UnitOfWork):
        records = world.records(unit)
        person = records.people.by_identity(Platform.TEAMS, TENANT, ["29:hayley"])["29:hayley"]
        return records.linking.accounts(person.id)

    assert world.store.read_sync(look) == [
        Account(Platform.PLAYGROUND, "W1", "hayley"),
        Account(Platform.TEAMS, TENANT, "29:hayley"),
    ]
