"""People a directory tells of: somebody with the same verified address is the same person, nobody else is."""

from typing import Any

import pytest

from bot import core
from bot.domain.people import Role
from bot.messages import Platform, Profile
from bot.ports import UnitOfWork
from tests.unit.bot.test_linking import TENANT, Teams, code_in, people
from tests.world import World, words

EMAIL = "hayley@northvale.example"


@pytest.fixture
def teams(world: World) -> Teams:
    return Teams(world)


def tells(world: World, platform: Platform, its_id: str, **more: Any) -> bool:
    """What the platform's directory says of somebody."""
    workspace = TENANT if platform is Platform.TEAMS else world.workspace
    known = {"workspace": workspace, "id": its_id, "name": "Hayley Marsh", "verified_email": EMAIL}
    profile = Profile(**{**known, **more})
    return world.store.transact_sync(lambda unit: core.acquaint(unit, platform, [profile], world.now))


def is_known_in_teams(teams: Teams, who: str = "29:hayley") -> bool:
    return "You hold no role" not in words(teams.tell("list mine", who))


def test_the_same_verified_address_is_the_same_person(world: World, teams: Teams):
    """Whoever's directory is read first; however it is written; and the clerk is told, with Undo."""
    tells(world, Platform.PLAYGROUND, "hayley")
    assert not is_known_in_teams(teams)
    assert tells(world, Platform.TEAMS, "29:hayley", verified_email="Hayley@Northvale.example ")
    assert is_known_in_teams(teams)
    (told,) = [s for s in world.drain() if "is one person in" in s.text]
    assert told.message.address == "direct-sam"
    undo = next(b.id for b in told.message.view.buttons if b.label == "Undo")
    assert "on its own again" in words(world.press("sam", undo, direct=True))
    assert not is_known_in_teams(teams)


def test_once_parted_they_are_not_joined_by_themselves_again(world: World, teams: Teams):
    """Not by the address; by a code they are."""
    tells(world, Platform.PLAYGROUND, "hayley")
    tells(world, Platform.TEAMS, "29:hayley")
    teams.tell("unlink")
    assert not tells(world, Platform.TEAMS, "29:hayley")
    assert not is_known_in_teams(teams)
    teams.tell(f"link {code_in(world.tell('hayley', 'link'))}")
    assert is_known_in_teams(teams)


@pytest.mark.parametrize(
    "other", [{"verified_email": None, "email": EMAIL}, {"verified_email": "hayley@elsewhere.example"}]
)
def test_an_address_nobody_has_proved_and_another_are_nobodys(world: World, teams: Teams, other: Any):
    """Neither does the same name count for anything."""
    tells(world, Platform.PLAYGROUND, "hayley")
    assert not tells(world, Platform.TEAMS, "29:hayley", **other)
    assert not is_known_in_teams(teams)


def test_strangers_addresses_are_not_kept(world: World, teams: Teams):
    """The organisation keeps those of its own people alone."""
    assert not tells(world, Platform.TEAMS, "29:zoe", verified_email="zoe@northvale.example")

    def look(unit: UnitOfWork) -> Any:
        return world.records(unit).linking.with_email("zoe@northvale.example")

    assert world.store.read_sync(look) == []


def test_an_address_that_changes_hands_takes_nobody_along(world: World, teams: Teams):
    """Whoever has it now is matched by it; whoever had it before is not."""
    tells(world, Platform.PLAYGROUND, "hayley")
    tells(world, Platform.PLAYGROUND, "hayley", verified_email="marsh@northvale.example")
    assert not tells(world, Platform.TEAMS, "29:hayley")
    assert tells(world, Platform.TEAMS, "29:hayley", verified_email="marsh@northvale.example")


def test_two_people_of_one_board_with_one_address_become_one(world: World, teams: Teams):
    """As with a code: roles and actions are together; two offices are not joined, and the clerk hears of it once."""
    teams.known_as("H. Marsh", Role.MEMBER)
    tells(world, Platform.PLAYGROUND, "hayley")
    tells(world, Platform.TEAMS, "29:hayley")
    assert [p for p in people(world) if "Marsh" in p] == ["Hayley Marsh, member"]
    teams.known_as("M. Hale", Role.VICE_CHAIR, who="29:margaret")
    for _ in range(2):
        tells(world, Platform.PLAYGROUND, "margaret", verified_email="m@northvale.example")
        tells(world, Platform.TEAMS, "29:margaret", verified_email="m@northvale.example")
    assert [p for p in people(world) if "Hale" in p] == ["Margaret Hale, chair", "M. Hale, vice-chair"]
    assert len([s for s in world.drain() if "seems to be on the" in s.text]) == 1


def test_a_renamed_channel_is_called_by_its_new_name(world: World):
    """One nobody knows is let be, and a name is one line."""

    def name() -> list[str]:
        def look(unit: UnitOfWork) -> list[str]:
            records = world.records(unit)
            return [p.name for p in records.places.of_board(records.boards.by_code("NWP").id)]

        return world.store.read_sync(look)

    def rename(address: str, to: str) -> None:
        world.store.transact_sync(
            lambda unit: core.renamed(unit, Platform.PLAYGROUND, world.workspace, address, to)
        )

    rename("channel", "partnership\nboard")
    assert name() == ["partnership board"]
    rename("channel", " ")
    rename("elsewhere", "other")
    assert name() == ["partnership board"]
