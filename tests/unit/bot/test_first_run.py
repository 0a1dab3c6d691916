"""Linking a channel to a board: who may, what the form makes, and what it refuses."""

import pytest

from bot import core
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from bot.messages import Author, Inbound, Platform, Press, Profile, Reply, Where
from tests.world import World, words

ADMIN = Profile(workspace="W1", id="U-ADMIN", name="Ash Root", makes_boards=True, zone="Europe/London")
CLERK = Profile(workspace="W1", id="U-CLERK", name="Nia Clark", direct="D-CLERK", zone="Europe/Paris")
CHAIR = Profile(workspace="W1", id="U-CHAIR", name="Oli Head")
NEW = {
    "board": "new",
    "name": "Southmoor Housing Forum",
    "code": "shf",
    "zone": "Europe/London",
    "clerk": ("U-CLERK",),
    "chair": ("U-CHAIR",),
    "others": (),
}


def ask(
    world: World,
    text: str = "",
    *,
    press: Press | None = None,
    who: Profile = ADMIN,
    kind: PlaceKind = PlaceKind.CHANNEL,
    address: str = "new-channel",
    delivery: str | None = None,
) -> Reply:
    inbound = Inbound(
        platform=Platform.PLAYGROUND,
        workspace="W1",
        delivery=delivery or f"b{next(world.deliveries)}",
        author=Author(workspace="W1", id=who.id),
        where=Where(kind=kind, address=address, name="housing"),
        text=text,
        command=True,
        people=(who, CLERK, CHAIR),
        press=press,
    )
    return world.store.transact_sync(lambda unit: core.handle(unit, inbound, world.now))


def submit(world: World, **changed: object) -> Reply:
    return ask(world, press=Press(button="linkform", values={**NEW, **changed}))


def board(world: World, code: str = "SHF"):
    return world.store.read_sync(lambda unit: world.records(unit).boards.by_code(code))


def roster(world: World, code: str = "SHF"):
    def look(unit):
        records = world.records(unit)
        return records.people.roster(records.boards.by_code(code).id)

    return world.store.read_sync(look)


def test_an_administrator_gets_the_form(world: World) -> None:
    reply = ask(world, "board")
    assert reply.form.title == "Link this channel"
    assert [f.name for f in reply.form.fields] == [
        "board",
        "name",
        "code",
        "zone",
        "clerk",
        "chair",
        "others",
    ]
    assert [o.label for o in reply.form.fields[0].options] == [
        "A new board",
        "Northvale Wellbeing Partnership (NWP)",
    ]


def test_nobody_else_does(world: World) -> None:
    """Not a stranger, and not somebody with a role on another board either."""
    assert "administrator of this workspace" in words(ask(world, "board", who=CLERK))
    assert "administrator of this workspace" in words(
        ask(world, press=Press(button="linkform", values=NEW), who=CHAIR)
    )
    assert "administrator of this workspace" in words(
        world.send(
            world.inbound("sam", "board").model_copy(
                update={"where": Where(kind=PlaceKind.CHANNEL, address="elsewhere")}
            )
        )
    )
    assert board(world) is None


def test_the_form_makes_the_board_and_its_people(world: World) -> None:
    reply = submit(world)
    assert "This channel keeps the log of the Southmoor Housing Forum now" in words(reply)
    assert "Clerk: Nia Clark. Chair: Oli Head." in words(reply)
    assert [(m.person.name, m.role, m.person.zone) for m in roster(world).members] == [
        ("Nia Clark", Role.CLERK, "Europe/Paris"),
        ("Oli Head", Role.CHAIR, "Europe/London"),
    ]
    assert board(world).next_digest_at is not None


def test_the_clerk_can_work_at_once(world: World) -> None:
    submit(world)
    assert "Added SHF-1" in words(ask(world, "add Inspect the roofs by 17 Feb", who=CLERK))


def test_the_clerk_is_written_to_directly(world: World) -> None:
    """The address the platform told of is a place of theirs now."""
    submit(world)
    clerk = roster(world).members[0].person

    def look(unit):
        records = world.records(unit)
        return [p.address for p in records.places.direct_to(clerk.id)]

    assert world.store.read_sync(look) == ["D-CLERK"]


def test_a_second_link_changes_nothing(world: World) -> None:
    submit(world)
    assert "keeps the log of the Southmoor Housing Forum (SHF)" in words(submit(world, code="XYZ"))
    assert board(world, "XYZ") is None


def test_a_replayed_form_makes_one_board(world: World) -> None:
    press = Press(button="linkform", values=NEW)
    first = ask(world, press=press, delivery="same")
    for _ in range(5):
        assert ask(world, press=press, delivery="same") == first
    assert len(roster(world).members) == 2


def test_a_channel_joins_a_board_that_exists(world: World) -> None:
    """Somebody on that board by name alone is recognised, and keeps their role."""
    nwp = board(world, "NWP")
    before = len(roster(world, "NWP").members)
    reply = submit(world, board=str(nwp.id), name="", code="", clerk=(), chair=(), others=("U-CLERK",))
    assert "Northvale Wellbeing Partnership" in words(reply)
    assert len(roster(world, "NWP").members) == before + 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"code": "N"}, "code"),
        ({"code": "nwp"}, "code"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"clerk": ()}, "clerk"),
        ({"chair": ()}, "chair"),
        ({"chair": ("U-CLERK",)}, "chair"),
        ({"others": ("U-NOBODY",)}, "others"),
        ({"board": "999"}, "board"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(world: World, changed, field) -> None:
    reply = submit(world, **changed)
    assert [f.name for f in reply.form.fields if f.error] == [field]
    assert board(world) is None
    assert reply.form.fields[1].value == changed.get("name", NEW["name"])


def test_in_a_direct_conversation_it_is_said_elsewhere(world: World) -> None:
    assert "in the channel" in words(ask(world, "board", kind=PlaceKind.DIRECT))
