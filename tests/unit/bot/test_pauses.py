"""A board that pauses: nobody is nudged about its actions, and what was kept comes once, after it."""

from bot.domain.outbox import OutboxKind
from bot.domain.people import Role
from bot.domain.places import PlaceKind
from tests.world import Said, World, words


def nudges(world: World, who: str, said: list[Said]) -> list[str]:
    return [f"{s.at:%d %b}" for s in world.to(who, said) if s.row.kind is OutboxKind.NUDGE]


def test_what_fell_into_a_pause_is_one_nudge_on_the_first_working_day(world: World) -> None:
    """Three actions, due on three days of it: one message on the Monday after, then the rhythm goes on."""
    world.say("sam", "add One @hayley by 25 March")
    world.say("sam", "add Two @hayley by 8 April")
    world.say("sam", "add Three @hayley by 6 May")
    said = words(world.say("sam", "settings pause 23 March to 8 May (pre-election)"))
    assert "what is kept follows after it, once" in said
    assert nudges(world, "hayley", world.clock("2026-03-22 12:00")) == ["18 Mar"]
    said = world.clock("2026-05-11 12:00")
    assert nudges(world, "hayley", said) == ["11 May"]
    text = world.to("hayley", said)[-1].text
    assert all(f"NWP-{n}" in text for n in (1, 2, 3))
    assert nudges(world, "hayley", world.clock("2026-05-18 12:00")) == ["18 May"]


def test_what_is_done_in_a_pause_is_not_asked_about(world: World) -> None:
    """Nothing of it is left to say."""
    world.say("sam", "add One @hayley by 25 March")
    world.say("sam", "settings pause 23 March to 8 May")
    world.clock("2026-04-01 12:00")
    world.tell("hayley", "done 1")
    assert nudges(world, "hayley", world.clock("2026-05-20 12:00")) == []


def test_a_pause_that_ends_early_brings_it_the_day_after(world: World) -> None:
    """Ended at noon, it lasts until tonight."""
    world.say("sam", "add One @hayley by 25 March")
    world.say("sam", "settings pause 23 March to 8 May")
    world.clock("2026-04-01 12:00")
    world.say("sam", "settings pause off")
    said = world.clock("2026-04-02 18:00")
    assert nudges(world, "hayley", said) == ["02 Apr"]
    digests = [s for s in world.in_channel(said) if s.row.kind is OutboxKind.DIGEST]
    assert [f"{s.at:%d %b}" for s in digests] == ["02 Apr"]


def test_undone_it_never_was(world: World) -> None:
    """As if nobody had paused."""
    world.say("sam", "add One @hayley by 25 March")
    world.say("sam", "settings pause until 8 May")
    world.say("sam", "undo")
    assert nudges(world, "hayley", world.clock("2026-03-25 18:00")) == ["18 Mar", "24 Mar", "25 Mar"]


def test_who_is_on_two_boards_hears_about_the_other(world: World) -> None:
    """Only the paused board's actions are left out."""

    def second(unit) -> None:
        records = world.records(unit)
        here = unit.installation(world.inbound("sam", "x").platform, world.workspace)
        board = records.boards.add("SEC", "Second Board", "Europe/London", None)
        records.places.add(here.id, PlaceKind.CHANNEL, "second", "second", board=board.id)
        roster = records.people.roster(records.boards.by_code("NWP").id)
        for name, role in (("Sam Iqbal", Role.CLERK), ("Hayley Marsh", Role.OFFICER)):
            person = next(m.person for m in roster.members if m.person.name == name)
            records.people.give_role(board.id, person.id, role)

    world.store.transact_sync(second)
    world.say("sam", "add One @hayley by 25 March")
    there = world.inbound("sam", "add Other @hayley by 25 March")
    world.send(there.model_copy(update={"where": there.where.model_copy(update={"address": "second"})}))
    world.say("sam", "settings pause 16 March to 8 May")
    said = world.clock("2026-03-31 18:00")
    assert nudges(world, "hayley", said) == ["18 Mar", "24 Mar", "25 Mar", "26 Mar"]
    texts = [s.text for s in world.to("hayley", said)]
    assert all("SEC-1" in text and "NWP-1" not in text for text in texts)
