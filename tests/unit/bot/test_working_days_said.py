"""Lateness, notice and offered days know bank holidays and closed days."""

from tests.world import World, london, words


def test_lateness_counts_no_bank_holiday(world: World) -> None:
    """Due on Maundy Thursday, it is one working day late on the Tuesday after Easter; in Scotland two."""
    world.say("sam", "add A thing @hayley by 2 April")
    world.now = london("2026-04-07 12:00")
    assert "Overdue by 1 working day" in words(world.say("sam", "show 1"))
    world.say("sam", "settings nation Scotland")
    assert "Overdue by 2 working days" in words(world.say("sam", "show 1"))
    world.say("sam", "settings closed 7 April")
    assert "Overdue by 1 working day" in words(world.say("sam", "show 1"))


def test_working_days_in_a_due_are_the_boards(world: World) -> None:
    """Three working days from Maundy Thursday, said in England and in Scotland, to the bot and in an answer."""
    world.now = london("2026-04-02 10:00")
    assert "due Thu 9 Apr 2026" in words(world.say("sam", "add A thing @hayley within 3 working days"))
    assert "due Thu 9 Apr" in words(world.say("sam", "due 1 3 working days"))
    world.say("sam", "settings nation Scotland")
    assert "due Wed 8 Apr" in words(world.say("sam", "due 1 3 working days"))
    assert "due Wed 8 Apr 2026" in words(world.say("sam", "add A thing @hayley within 3 working days"))
    assert "due Wed 8 Apr" in words(world.tell("hayley", "1 will be in 3 working days"))


def test_a_friday_nobody_works_is_not_offered(world: World) -> None:
    """Good Friday is not, the Tuesday after it is."""
    world.now = london("2026-03-30 10:00")
    said = words(world.say("sam", "add A thing @hayley by 32 Feb"))
    assert "[Tue 7 Apr]" in said
    assert "[Fri 10 Apr]" in said
    assert "[Fri 3 Apr]" not in said
